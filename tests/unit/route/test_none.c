/* SPDX-License-Identifier: Apache-2.0 */
/* Where there is no way, the message says what stands in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "unit/route/questions.h"

static void
assert_none(question *q, const char *from, const char *to, const char *message)
{
    assert_int_equal(ask(q, from, to), ZHOL_NONE);
    assert_null(q->routes);
    assert_string_equal(q->err.message, message);
}

static void
what_is_not_open_yet_is_named_with_its_year(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    q.options.scenario.year = 2010;
    q.options.scenario.modes = 1U << ZHOL_MODE_RAIL | 1U << ZHOL_MODE_ROAD;
    assert_none(&q, "Aktau", "Altynkol",
        "no open way from Aktau to Altynkol in 2010: it would need almaty_altynkol_rail "
        "(open from 2012)");
    question_close(&q);
}

static void
what_was_asked_to_be_closed_or_avoided_is_named(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    const zhol_scope almaty = { ZHOL_SCOPE_PLACE,
        zi_world_place_by_id(q.world, "almaty") };
    const zhol_scope chn = { ZHOL_SCOPE_ECONOMY,
        zi_world_economy_by_iso3(q.world, "CHN") };
    q.options.scenario.avoid = &almaty;
    q.options.scenario.n_avoid = 1;
    assert_none(&q, "Aktau", "Urumqi",
        "no open way from Aktau to Urumqi in 2023: it would need almaty (avoided as "
        "asked)");
    q.options.scenario.n_avoid = 0;
    q.options.scenario.close = &almaty;
    q.options.scenario.n_close = 1;
    assert_none(&q, "Almaty", "Urumqi",
        "no open way from Almaty to Urumqi in 2023: almaty (closed as asked)");
    q.options.scenario.close = &chn;
    assert_none(&q, "Almaty", "Urumqi",
        "no open way from Almaty to Urumqi in 2023: urumqi (closed as asked)");
    question_close(&q);
}

static void
a_mode_that_leads_nowhere_is_named(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    q.options.scenario.modes = 1U << ZHOL_MODE_SEA;
    assert_int_equal(ask(&q, "Alat", "Urumqi"), ZHOL_NONE);
    assert_non_null(strstr(q.err.message, "(a mode that was not asked for)"));
    assert_non_null(strstr(q.err.message, " more"));
    question_close(&q);
}

static void
a_point_far_from_everything_says_how_far(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    assert_int_equal(ask(&q, "0,0", "Urumqi"), ZHOL_NONE);
    assert_non_null(strstr(q.err.message, "(0.00, 0.00) is "));
    assert_non_null(strstr(q.err.message, " km from the nearest place of the network, "
                                          "Alat; at most 200 km are driven to it"));
    question_close(&q);
}

static void
a_place_to_go_by_that_no_way_visits_leaves_none(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    const zhol_scope nowhere = { ZHOL_SCOPE_KIND, ZHOL_PLACE_AIRPORT };
    q.options.via = &nowhere;
    q.options.n_via = 1;
    assert_none(&q, "Almaty", "Urumqi",
        "no open way from Almaty to Urumqi by the places asked for in 2023: no chain of "
        "links, services and transfers joins them for these goods");
    question_close(&q);
}

static void
a_link_without_a_rate_is_told(void **state)
{
    zi_folder tables = { 0 };
    question q;
    zhol_world *w = NULL;
    zhol_error err = { "" };

    (void) state;
    tables_read(&tables, "tiny");
    tables_set(&tables, ZI_TABLE_RATES,
        "id,mode,class,at,line_class,direction,unit,year,fixed,per_km,per_h,currency,"
        "source,grade\nroad_any,road,,*,,both,truck,2023,50,1.2,5,USD,rule_default,D\n");
    if (tables_make(&tables, NULL, NULL, &w, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    question_of(&q, w);
    assert_int_equal(ask(&q, "Aktau", "Almaty"), ZHOL_NONE);
    assert_non_null(
        strstr(q.err.message, "have no speed, rate or emission row that fits"));
    question_close(&q);
    zi_folder_free(&tables);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_open_yet_is_named_with_its_year),
        cmocka_unit_test(what_was_asked_to_be_closed_or_avoided_is_named),
        cmocka_unit_test(a_mode_that_leads_nowhere_is_named),
        cmocka_unit_test(a_point_far_from_everything_says_how_far),
        cmocka_unit_test(a_place_to_go_by_that_no_way_visits_leaves_none),
        cmocka_unit_test(a_link_without_a_rate_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
