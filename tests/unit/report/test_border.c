/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "report/border.h"
#include "world/world.h"

static int
open_world(void **state)
{
    return zhol_world_read(
               ZHOL_TEST_DATA "/tiny", NULL, NULL, (zhol_world **) state, NULL)
           != ZHOL_OK;
}

static int
close_world(void **state)
{
    zhol_world_free(*state);
    return zi_mem_live() != 0;
}

static void
a_name_may_be_a_place_a_link_or_two_economies(void **state)
{
    static const struct {
        const char *name, *a;
        uint32_t n;
    } cases[] = {
        { "altynkol", "altynkol", 1 },
        { "khorgos_rail", "khorgos_rail", 1 },
        { "altynkol_khorgos_1520", "altynkol", 1 },
        { "KAZ-CHN", "altynkol", 2 }, /* by rail, by road */
        { "China-Kazakhstan", "khorgos", 2 },
    };
    const zhol_border_view view = { .format = ZHOL_FORMAT_TABLE };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zi_border border = { 0 };
        assert_int_equal(
            zi_border_new(*state, cases[i].name, &view, &border, NULL), ZHOL_OK);
        assert_int_equal(border.n_crossings, cases[i].n);
        assert_string_equal(
            zi_report_place_id(*state, border.crossings[0].a), cases[i].a);
        zi_border_free(&border);
    }
}

static void
what_is_no_crossing_is_told(void **state)
{
    static const struct {
        const char *name, *direction;
        zhol_status status;
    } cases[] = {
        { "almaty", NULL, ZHOL_NONE },
        { "nowhere at all", NULL, ZHOL_USAGE },
        { "KAZ-XXX", NULL, ZHOL_USAGE },
        { "altynkol", "over", ZHOL_USAGE },
        { "altynkol", "KAZ-AZE", ZHOL_NONE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const zhol_border_view view = { .direction = cases[i].direction };
        zhol_buffer out = { 0 };
        zhol_error err = { "" };
        assert_int_equal(zhol_report_border(*state, cases[i].name, &view, &out, &err),
            cases[i].status);
        assert_true(err.message[0] != '\0');
        assert_null(out.data);
    }
}

/* By hand from tests/data/tiny/procedures.csv, CHN to KAZ by rail in 2023: out of China
 * 10 h and 100 USD; into Altynkol 20 h and 100 USD a FEU, in a crisis 240 h; wagons 18 h
 * (the row for China is narrower than that of the class); transit 1 h. A bad regime
 * multiplies the rows that are not its own: by 3 if congested, by 8 in a crisis. */
static void
hours_are_those_of_the_rows_that_routes_use(void **state)
{
    const zhol_border_view view = { .year = 2023, .direction = "in" };
    zi_passage passages[ZI_MAX_PASSAGES];
    zi_border border = { 0 };
    zi_toll toll;

    assert_int_equal(zi_border_new(*state, "altynkol", &view, &border, NULL), ZHOL_OK);
    const uint32_t n = zi_border_passages(&border, &border.crossings[0], passages);
    assert_int_equal(n, 3); /* express, regular, wagonload */
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(passages[i].to, border.crossings[0].a);
        assert_int_equal(zi_border_tolls(&border, &passages[i], &toll), 1);
        assert_true(fabs(toll.hours[0] - (10 + 20 + 18 + 1)) < 1e-9);
        assert_true(fabs(toll.hours[1] - (3 * (10 + 20 + 18) + 1)) < 1e-9);
        assert_true(fabs(toll.hours[2] - (240 + 8 * (10 + 18) + 1)) < 1e-9);
    }
    zi_border_free(&border);
}

static void
a_row_of_narrower_scope_overrules(void **state)
{
    const zhol_border_view view = { .format = ZHOL_FORMAT_TABLE };
    zi_border border = { 0 };
    zi_border_row *rows = NULL;
    uint32_t n = 0;

    assert_int_equal(zi_border_new(*state, "altynkol", &view, &border, NULL), ZHOL_OK);
    assert_int_equal(
        zi_border_rows(&border, &border.crossings[0], &rows, &n, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < n; k++) {
            const zhol_procedure *p = rows[i].p, *q = rows[k].p;
            if (rows[i].side == rows[k].side && p->what == q->what && p->mode == q->mode
                && p->direction == q->direction && p->service_class == q->service_class
                && p->cargo == q->cargo && p->regime == q->regime
                && q->at.kind > p->at.kind) {
                assert_true(rows[i].is_overruled);
            }
        }
    }
    /* by hand: into Altynkol by rail its own rows stand before that of Kazakhstan */
    for (uint32_t i = 0; i < n; i++) {
        const zhol_procedure *p = rows[i].p;
        if (p->what == ZHOL_WHAT_BORDER && p->direction == ZHOL_DIRECTION_IN
            && p->at.kind == ZHOL_SCOPE_ECONOMY) {
            assert_true(rows[i].is_overruled);
        }
        if (p->at.kind == ZHOL_SCOPE_PLACE && p->other.kind == ZHOL_SCOPE_ECONOMY) {
            assert_false(rows[i].is_overruled);
        }
    }
    zi_free(rows);
    zi_border_free(&border);
}

static void
all_forms_are_written_and_others_refused(void **state)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_MD };
    zhol_border_view view = { .format = ZHOL_FORMAT_CSV };
    zhol_buffer out = { 0 };

    assert_int_equal(
        zhol_report_border(*state, "KAZ-CHN", &view, &out, NULL), ZHOL_USAGE);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        view.format = formats[i];
        assert_int_equal(
            zhol_report_border(*state, "KAZ-CHN", &view, &out, NULL), ZHOL_OK);
        assert_non_null(strstr(out.data, "container_lift"));
        zhol_buffer_free(&out);
    }
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    const zhol_border_view view = { .format = ZHOL_FORMAT_TABLE, .year = 2023 };
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_buffer out = { 0 };
        zi_mem_fail_after(k);
        status = zhol_report_border(*state, "altynkol", &view, &out, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (status != ZHOL_OK && !out.data));
        zhol_buffer_free(&out);
        assert_int_equal(zi_mem_live(), live);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_may_be_a_place_a_link_or_two_economies),
        cmocka_unit_test(what_is_no_crossing_is_told),
        cmocka_unit_test(hours_are_those_of_the_rows_that_routes_use),
        cmocka_unit_test(a_row_of_narrower_scope_overrules),
        cmocka_unit_test(all_forms_are_written_and_others_refused),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("border", tests, open_world, close_world);
}
