/* SPDX-License-Identifier: Apache-2.0 */
/* What the data card counts, on the tiny world: counted by hand there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <zhol/report.h>

#include "base/mem.h"
#include "report/world_sums.h"
#include "unit/cost/scenes.h"

static zhol_world *
make_world(const char *figures)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static void
assert_km(double km, double expected)
{
    assert_true(fabs(km - expected) < 1e-9);
}

static void
kilometres_are_summed_by_mode_gauge_and_trunk(void **state)
{
    zhol_world *w = make_world("");
    zi_world_sums sums;
    zhol_error err = { "" };

    (void) state;
    must(zi_world_sums_of(w, &sums, &err), &err);
    assert_int_equal(sums.km[ZHOL_MODE_RAIL].n_links, 5);
    assert_km(sums.km[ZHOL_MODE_RAIL].km, 3958);
    assert_km(sums.km[ZHOL_MODE_RAIL].km_of_grade[ZHOL_GRADE_A], 3958);
    assert_int_equal(sums.n_gauges, 2);
    assert_int_equal(sums.gauge[0].gauge_mm, 1435);
    assert_km(sums.gauge[0].km, 674);
    assert_int_equal(sums.gauge[1].n_links, 3);
    assert_km(sums.km[ZHOL_N_MODES].km, 370 + 14 + 14 + 660);
    assert_string_equal(zi_world_sums_word(ZHOL_MODE_RAIL), "rail");
    assert_string_equal(zi_world_sums_word(ZHOL_N_MODES), "trunk railways China-Europe");
    zhol_world_free(w);
}

static void
places_borders_and_names_are_counted(void **state)
{
    zhol_world *w = make_world("");
    zi_world_sums sums;
    zhol_error err = { "" };

    (void) state;
    must(zi_world_sums_of(w, &sums, &err), &err);
    assert_int_equal(sums.n_places[ZHOL_PLACE_SEAPORT], 2);
    assert_int_equal(sums.n_places[ZHOL_PLACE_SEA_WAYPOINT], 1);
    assert_int_equal(sums.n_border_links, 4);
    assert_int_equal(sums.n_local, 8);
    assert_int_equal(sums.n_four, 4);
    assert_int_equal(sums.n_economies, 3);
    assert_int_equal(sums.n_reached, 3);
    assert_int_equal(sums.n_missing, 0); /* nor without figures of people */
    zhol_world_free(w);
}

static void
a_large_economy_without_a_link_is_named(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    zi_world_sums sums;

    (void) state;
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_ECONOMIES,
        "FRA,FR,France,,,,,0,europe,test_a,A\n"
        "MCO,MC,Monaco,,,,,0,europe,test_a,A\n");
    tables_add(&tables, ZI_TABLE_FIGURES,
        "FRA,population,2023,68e6,v,test_a,A\n"
        "MCO,population,2023,39e3,v,test_a,A\n"
        "FRA,gdp_ppp_usd,2023,1,v,test_a,A\n"
        "MCO,gdp_ppp_usd,2023,1,v,test_a,A\n");
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    must(zi_world_sums_of(w, &sums, &err), &err);
    assert_int_equal(sums.n_economies, 5);
    assert_int_equal(sums.n_reached, 3);
    assert_int_equal(sums.n_missing, 1);
    assert_string_equal(
        zhol_world_text(w, zhol_world_economies(w, NULL)[sums.missing[0]].iso3), "FRA");
    zhol_world_free(w);
}

static void
the_map_draws_each_link_once(void **state)
{
    zhol_world *w = make_world("");
    zhol_buffer out = { 0 };
    zhol_error err = { "" };
    uint32_t n = 0, n_links = 0;

    (void) state;
    (void) zhol_world_links(w, &n_links);
    must(zhol_report_network_svg(w, &out, &err), &err);
    for (const char *at = out.data; (at = strstr(at, "M")) != NULL; at++) {
        n += at[1] >= '0' && at[1] <= '9';
    }
    assert_int_equal(n, n_links);
    assert_non_null(strstr(out.data, "railways (5)"));
    zhol_buffer_free(&out);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kilometres_are_summed_by_mode_gauge_and_trunk),
        cmocka_unit_test(places_borders_and_names_are_counted),
        cmocka_unit_test(a_large_economy_without_a_link_is_named),
        cmocka_unit_test(the_map_draws_each_link_once),
    };

    return cmocka_run_group_tests_name("world", tests, NULL, NULL);
}
