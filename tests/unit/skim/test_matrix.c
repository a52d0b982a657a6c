/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices of the tiny world, against one search from each place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <zhol/matrix.h>

#include "base/mem.h"
#include "skim/skim.h"
#include "unit/cost/scenes.h"

enum { MAX_PLACES = 32, MAX_VALUES = 4 * ZHOL_MATRIX_BAND * MAX_PLACES };

typedef struct asked {
    zhol_world *world;
    zhol_place_set from, to;
    zhol_matrix_query query;
    zhol_error err;
} asked;

static const zi_skim_metric metric_of[ZHOL_N_MATRIX_METRICS] = {
    [ZHOL_MATRIX_TIME] = ZI_SKIM_TIME_H,
    [ZHOL_MATRIX_COST] = ZI_SKIM_COST_USD,
    [ZHOL_MATRIX_CO2E] = ZI_SKIM_CO2E_KG,
    [ZHOL_MATRIX_GENERALISED] = ZI_SKIM_GENERALISED_USD,
};

/* All metrics of the default consignment. */
static void
ask_for(asked *a, zhol_world *w, const char *from, const char *to)
{
    memset(a, 0, sizeof *a);
    a->world = w;
    must(zhol_place_set_read(w, from, &a->from, &a->err), &a->err);
    must(zhol_place_set_read(w, to, &a->to, &a->err), &a->err);
    a->query = (zhol_matrix_query){ .from = &a->from,
        .to = &a->to,
        .metrics = { ZHOL_MATRIX_GENERALISED, ZHOL_MATRIX_TIME, ZHOL_MATRIX_CO2E,
            ZHOL_MATRIX_COST },
        .n_metrics = ZHOL_N_MATRIX_METRICS };
    zhol_scenario_defaults(&a->query.scenario);
    zhol_consignment_defaults(&a->query.consignment);
}

static void
close_asked(asked *a)
{
    zhol_place_set_free(&a->from);
    zhol_place_set_free(&a->to);
    zhol_world_free(a->world);
}

static bool
is_near(double a, double b) /* one rounding each: 1e-12 relative */
{
    return (isinf(a) && isinf(b)) || fabs(a - b) <= 1e-12 * fabs(b);
}

/* Each value of the matrix equals that of a search from its row's place. */
static void
compare_with_searches(const asked *a)
{
    const zhol_matrix_query *q = &a->query;
    zhol_error err = { "" };
    zhol_matrix *m = NULL;
    zi_book *book = NULL;
    zi_skim *skim = NULL;
    uint32_t value[MAX_VALUES];
    double from[MAX_PLACES];

    must(zhol_matrix_new(a->world, q, &m, &err), &err);
    must(zi_book_new(a->world, &book, &err), &err);
    must(zi_skim_new(book, &q->scenario, &q->consignment, &skim, &err), &err);
    assert_int_equal(zhol_matrix_n_bands(m), 1);
    must(zhol_matrix_band(m, 0, 0, value, &err), &err);
    for (uint32_t k = 0; k < q->n_metrics; k++) {
        const zi_skim_metric metric = metric_of[q->metrics[k]];
        for (uint32_t i = 0; i < ZHOL_MATRIX_BAND; i++) {
            const uint32_t *row = &value[(k * ZHOL_MATRIX_BAND + i) * a->to.n_places];
            if (i < a->from.n_places) {
                must(zi_skim_from(skim, metric, a->from.places[i], from, &err), &err);
            }
            for (uint32_t j = 0; j < a->to.n_places; j++) {
                const double x = row[j] == ZHOL_INFINITE
                                     ? (double) INFINITY
                                     : (double) row[j] / zhol_matrix_parts(q->metrics[k]);
                if (i >= a->from.n_places) { /* behind the last row */
                    assert_true(isinf(x));
                    continue;
                }
                assert_true(is_near(x, from[a->to.places[j]]));
            }
        }
    }
    zi_skim_free(skim);
    zi_book_free(book);
    zhol_matrix_free(m);
}

static void
every_value_equals_that_of_a_search(void **state)
{
    static const char *const sets[][2] = { { "all", "all" },
        { "urumqi,aktau,khorgos", "almaty" }, { "almaty", "all" },
        { "economies", "ports" } };
    (void) state;
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        asked a;
        ask_for(&a, tiny_world(), sets[i][0], sets[i][1]);
        compare_with_searches(&a);
        a.query.scenario.modes = 1U << ZHOL_MODE_ROAD; /* most is out of reach */
        compare_with_searches(&a);
        close_asked(&a);
    }
}

/* What is closed is neither reached nor left, not even by itself. */
static void
closed_places_have_no_way(void **state)
{
    asked a;
    zhol_matrix *m = NULL;
    zhol_scope closed = { ZHOL_SCOPE_PLACE, 0 };
    uint32_t value[MAX_VALUES];
    (void) state;
    ask_for(&a, tiny_world(), "urumqi,almaty", "almaty,urumqi,altynkol");
    closed.ref = a.from.places[0];
    a.query.scenario.close = &closed;
    a.query.scenario.n_close = 1;
    compare_with_searches(&a);
    must(zhol_matrix_new(a.world, &a.query, &m, &a.err), &a.err);
    must(zhol_matrix_band(m, 0, 0, value, &a.err), &a.err);
    for (uint32_t j = 0; j < 3; j++) {
        assert_int_equal(value[j], ZHOL_INFINITE); /* from Urumqi */
    }
    assert_int_equal(value[3], 0);             /* from Almaty to itself */
    assert_int_equal(value[4], ZHOL_INFINITE); /* to Urumqi */
    assert_in_range(value[5], 1, ZHOL_INFINITE - 1);
    zhol_matrix_free(m);
    close_asked(&a);
}

/* A day of 0.2 to 2 billion dollars of goods is worth millions: more than a hierarchy
 * holds, and in the end more than a matrix does. */
static void
large_sums_are_exact_or_told(void **state)
{
    asked a;
    zhol_matrix *m = NULL;
    uint32_t value[MAX_VALUES];
    (void) state;
    ask_for(&a, tiny_world(), "all", "all");
    a.query.consignment.value_usd = 1e6;
    compare_with_searches(&a);
    a.query.consignment.value_usd = 2e8; /* some take more than 2^31 cents */
    compare_with_searches(&a);
    a.query.consignment.value_usd = 3e8;
    must(zhol_matrix_new(a.world, &a.query, &m, &a.err), &a.err);
    assert_int_equal(zhol_matrix_band(m, 0, 0, value, &a.err), ZHOL_LIMIT);
    assert_memory_equal(a.err.message, "generalised of one way is ", 26);
    zhol_matrix_free(m);
    a.query.consignment.value_usd = 2e10;
    assert_int_equal(zhol_matrix_new(a.world, &a.query, &m, &a.err), ZHOL_LIMIT);
    assert_string_equal(a.err.message, "one link is too dear for 32 bits of cents");
    assert_null(m);
    close_asked(&a);
}

static void
questions_without_sense_are_refused(void **state)
{
    asked a;
    zhol_matrix *m = NULL;
    zhol_place_set none = { 0 };
    uint32_t value[MAX_VALUES];
    (void) state;
    ask_for(&a, tiny_world(), "all", "ports");
    const zhol_matrix_query good = a.query;
    a.query.to = &none;
    assert_int_equal(zhol_matrix_new(a.world, &a.query, &m, &a.err), ZHOL_USAGE);
    a.query = good;
    a.query.n_metrics = 0;
    assert_int_equal(zhol_matrix_new(a.world, &a.query, &m, &a.err), ZHOL_USAGE);
    a.query = good;
    a.query.metrics[1] = a.query.metrics[0];
    assert_int_equal(zhol_matrix_new(a.world, &a.query, &m, &a.err), ZHOL_USAGE);
    assert_null(m);
    must(zhol_matrix_new(a.world, &good, &m, &a.err), &a.err);
    assert_int_equal(zhol_matrix_band(m, 1, 0, value, &a.err), ZHOL_USAGE);
    assert_int_equal(zhol_matrix_band(m, 0, 1, value, &a.err), ZHOL_USAGE);
    zhol_matrix_free(m);
    close_asked(&a);
}

/* One allocation fails, whichever: the matrix does, too, or is right all the same. */
static void
memory_may_run_out(void **state)
{
    asked a;
    uint32_t right[MAX_VALUES], value[MAX_VALUES], n_failed = 0;
    zhol_matrix *m = NULL;
    (void) state;
    ask_for(&a, tiny_world(), "all", "ports");
    a.query.n_threads = 2;
    const size_t n_bytes = sizeof *right * 4 * ZHOL_MATRIX_BAND * a.to.n_places;
    must(zhol_matrix_new(a.world, &a.query, &m, &a.err), &a.err);
    must(zhol_matrix_band(m, 0, 0, right, &a.err), &a.err);
    zhol_matrix_free(m);
    const long live = zi_mem_live();
    for (long k = 0; k < 1200; k++) {
        zhol_error err = { "" };
        m = NULL;
        zi_mem_fail_after(k);
        zhol_status status = zhol_matrix_new(a.world, &a.query, &m, &err);
        if (status == ZHOL_OK) {
            status = zhol_matrix_band(m, 0, 0, value, &err);
        }
        zi_mem_fail_after(-1);
        if (status == ZHOL_OK) {
            assert_memory_equal(value, right, n_bytes);
        }
        assert_true(
            status == ZHOL_OK || (status == ZHOL_LIMIT && err.message[0] != '\0'));
        n_failed += status != ZHOL_OK;
        zhol_matrix_free(m);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_in_range(n_failed, 100, 1199); /* and the last ones did not */
    close_asked(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_equals_that_of_a_search),
        cmocka_unit_test(closed_places_have_no_way),
        cmocka_unit_test(large_sums_are_exact_or_told),
        cmocka_unit_test(questions_without_sense_are_refused),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("skim-matrix", tests, NULL, NULL);
}
