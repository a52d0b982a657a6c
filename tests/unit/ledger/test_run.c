/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zhol/ledger.h>

#include "ledger/inside.h"

typedef struct fixture {
    zhol_world *world;
    zhol_ledger *ledger;
} fixture;

static int
open_all(void **state)
{
    static fixture f;
    zhol_error err = { "" };

    f = (fixture){ 0 };
    if (zhol_world_read(ZHOL_TEST_DATA "/tiny", NULL, NULL, &f.world, &err) != ZHOL_OK
        || zhol_ledger_read(ZHOL_TEST_DATA "/ledger/cases.csv", &f.ledger, &err)
               != ZHOL_OK
        || zhol_ledger_run(f.world, f.ledger, NULL, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    *state = &f;
    return 0;
}

static int
close_all(void **state)
{
    fixture *f = *state;

    zhol_ledger_free(f->ledger);
    zhol_world_free(f->world);
    return 0;
}

static const zhol_case *
find(void **state, const char *id)
{
    const fixture *f = *state;

    for (uint32_t i = 0; i < f->ledger->n_cases; i++) {
        if (strcmp(f->ledger->cases[i].id, id) == 0) {
            return &f->ledger->cases[i];
        }
    }
    fail_msg("there is no case %s", id);
    return NULL;
}

static void
assert_close(double found, double right)
{
    if (!(fabs(found - right) <= 1e-9 * (1 + fabs(right)))) {
        fail_msg("%.17g is not %.17g", found, right);
    }
}

/* 370 + 14 + 660 km; the days are the router's own percentiles. */
static void
a_whole_way_is_the_routers(void **state)
{
    const fixture *f = *state;
    const zhol_case *c = find(state, "far");
    zhol_route_options options;
    zhol_consignment consignment;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_end from, to;
    zhol_error err = { "" };

    zhol_route_defaults(&options);
    zhol_consignment_defaults(&consignment);
    options.scenario.year = 2023;
    options.scenario.modes = 1u << ZHOL_MODE_RAIL;
    assert_int_equal(zhol_end_read(f->world, "Almaty", &from, &err), ZHOL_OK);
    assert_int_equal(zhol_end_read(f->world, "Urumqi", &to, &err), ZHOL_OK);
    assert_int_equal(zhol_router_new(f->world, &router, &err), ZHOL_OK);
    assert_int_equal(
        zhol_router_find(router, &from, &to, &consignment, &options, &routes, &err),
        ZHOL_OK);
    const zhol_alternative *way = &routes->alternatives[0];
    assert_close(c->score[ZHOL_SCORE_DISTANCE].model, 370 + 14 + 660);
    assert_close(c->score[ZHOL_SCORE_TIME].model, way->time_p50_h / 24);
    assert_close(c->score[ZHOL_SCORE_TIME].p90, way->time_p90_h / 24);
    assert_int_equal(c->score[ZHOL_SCORE_DISTANCE].verdict, ZHOL_VERDICT_INSIDE);
    zhol_routes_free(routes);
    zhol_router_free(router);
}

static void
inputs_and_tuned_cases_are_never_scored(void **state)
{
    const struct {
        const char *id;
        uint32_t verdict;
    } cases[] = { { "link", ZHOL_VERDICT_INPUT }, { "tuned", ZHOL_VERDICT_TUNED },
        { "same", ZHOL_VERDICT_INPUT }, { "key", ZHOL_VERDICT_INPUT },
        { "unknown", ZHOL_VERDICT_NO_WAY } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(find(state, cases[i].id)->score[ZHOL_SCORE_DISTANCE].verdict,
            cases[i].verdict);
    }
    assert_non_null(strstr(find(state, "unknown")->note, "Atlantis"));
}

/* A best run belongs at or below P25: a tenth of a day does, nine days do not. */
static void
a_record_lies_at_or_below_p25(void **state)
{
    const zhol_score *fast = &find(state, "record")->score[ZHOL_SCORE_TIME];
    const zhol_score *slow = &find(state, "slow")->score[ZHOL_SCORE_TIME];

    assert_true(fast->p10 < fast->p25 && fast->p25 < fast->model);
    assert_int_equal(fast->verdict, ZHOL_VERDICT_INSIDE);
    assert_int_equal(slow->verdict, ZHOL_VERDICT_OUTSIDE);
}

static void
of_two_ends_the_known_one_counts(void **state)
{
    const zhol_score *s = &find(state, "either")->score[ZHOL_SCORE_DISTANCE];

    assert_close(s->model, 2900);
    assert_close(s->error, 2900.0 / 2500 - 1);
    assert_int_equal(s->verdict, ZHOL_VERDICT_OUTSIDE);
}

static void
the_error_of_a_cost_is_a_logarithm(void **state)
{
    const zhol_score *s = &find(state, "price")->score[ZHOL_SCORE_COST];

    assert_true(s->model > 0);
    assert_close(s->error, log(s->model / 700));
}

static void
bad_rows_are_told_with_their_line(void **state)
{
    static const char head[] =
        "id,kind,origin,destination,via,mode,year,distance_km,"
        "time_days_lo,time_days_hi,time_class,cost_lo,cost_hi,"
        "cost_unit,tol_distance,tol_time,tol_cost,quality,source\n";
    static const char *const rows[][2] = {
        { "a,od,X,Y,,rail,2020,-3,,,,,,,,,,A,s\n", ":2: distance_km must be a number" },
        { "a,od,X,Y,,rail,20,3,,,,,,,,,,A,s\n", ":2: year must be" },
        { "a,trip,X,Y,,rail,2020,3,,,,,,,,,,A,s\n", ":2: kind must be od" },
        { "a,od,X,Y,,rail,2020,3,,,,,,,5,,,A,s\n", ":2: tol_distance must be a percent" },
        { "a,od,X,Y,,rail,2020,,9,3,,,,,,,,A,s\n", ":2: time_days_lo is above" },
        { "a,od,,Y,,rail,2020,3,,,,,,,,,,A,s\n", ":2: id, origin and destination" },
    };

    (void) state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[1024];
        zi_csv *csv = NULL;
        zhol_ledger *ledger = NULL;
        zhol_error err = { "" };
        (void) snprintf(text, sizeof text, "%s%s", head, rows[i][0]);
        assert_int_equal(
            zi_csv_from_memory("x.csv", text, strlen(text), &csv, &err), ZHOL_OK);
        assert_int_equal(zi_ledger_from(csv, &ledger, &err), ZHOL_BAD_DATA);
        if (!strstr(err.message, rows[i][1])) {
            fail_msg("%s", err.message);
        }
        assert_null(ledger);
        zi_csv_close(csv);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_way_is_the_routers),
        cmocka_unit_test(inputs_and_tuned_cases_are_never_scored),
        cmocka_unit_test(a_record_lies_at_or_below_p25),
        cmocka_unit_test(of_two_ends_the_known_one_counts),
        cmocka_unit_test(the_error_of_a_cost_is_a_logarithm),
        cmocka_unit_test(bad_rows_are_told_with_their_line),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
