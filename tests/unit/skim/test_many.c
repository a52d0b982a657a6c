/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of many places on the tiny world, against one search for each. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "skim/hierarchy.h"
#include "skim/many.h"
#include "unit/cost/scenes.h"
#include "unit/route/questions.h"

enum { MAX_PLACES = 32 };

typedef struct setting {
    question q;
    zi_book *book;
    zi_skim *skim;
    uint32_t n;
    zhol_ref places[MAX_PLACES + 1]; /* all, and the first once more */
} setting;

static void
open_setting(setting *s)
{
    question_of(&s->q, tiny_world());
    (void) zhol_world_places(s->q.world, &s->n);
    assert_in_range(s->n, 1, MAX_PLACES);
    for (uint32_t p = 0; p <= s->n; p++) {
        s->places[p] = p % s->n;
    }
    must(zi_book_new(s->q.world, &s->book, &s->q.err), &s->q.err);
    must(zi_skim_new(s->book, &s->q.options.scenario, &s->q.goods, &s->skim, &s->q.err),
        &s->q.err);
}

static void
close_setting(setting *s)
{
    zi_skim_free(s->skim);
    zi_book_free(s->book);
    question_close(&s->q);
}

static zi_many_options
options_of(const setting *s, uint32_t metric, uint32_t n_rows)
{
    return (zi_many_options){ .metric = (zi_skim_metric) metric,
        .targets = s->places,
        .n_targets = s->n + 1,
        .n_rows = n_rows,
        .n_threads = 1 };
}

static void
assert_same(double x, double y)
{
    assert_true(x == y || (isinf(x) && isinf(y))); /* NOLINT: exactly */
}

/* By searches from one place; or to it, one from each place. */
static void
search(const setting *s, zi_skim *skim, const zi_many_options *o, zhol_ref place,
    double one[MAX_PLACES])
{
    zhol_error err = { "" };
    double from[MAX_PLACES];

    if (!o->is_reverse) {
        must(zi_skim_from(skim, o->metric, place, one, &err), &err);
        return;
    }
    for (zhol_ref p = 0; p < s->book->n_places; p++) {
        must(zi_skim_from(skim, o->metric, p, from, &err), &err);
        one[p] = from[place];
    }
}

static void
assert_rows_are_searches(setting *s, const zi_many_options *o)
{
    double rows[(MAX_PLACES + 1) * (MAX_PLACES + 1)], one[MAX_PLACES];
    const uint32_t n = s->n + 1;
    zi_many *many = NULL;

    must(zi_many_new(s->skim, o, &many, &s->q.err), &s->q.err);
    must(zi_many_rows(many, s->places, n, rows, &s->q.err), &s->q.err);
    for (uint32_t i = 0; i < n; i++) {
        search(s, s->skim, o, s->places[i], one);
        for (uint32_t j = 0; j < n; j++) {
            assert_same(rows[(size_t) i * n + j], one[s->places[j]]);
        }
    }
    zi_many_free(many);
}

/* Searched, swept, swept on a perfect hierarchy; both directions; every metric. */
static void
every_row_is_that_of_a_search(void **state)
{
    static const uint32_t n_rows[] = { 1, 100, 2000 };
    setting s;

    (void) state;
    open_setting(&s);
    for (uint32_t metric = 0; metric < ZI_N_SKIM_METRICS; metric++) {
        for (uint32_t i = 0; i < 6; i++) {
            zi_many_options o = options_of(&s, metric, n_rows[i / 2]);
            o.is_reverse = i % 2;
            o.n_threads = 1 + i % 2;
            assert_rows_are_searches(&s, &o);
        }
    }
    close_setting(&s);
}

/* So much emits more grams than 31 bits hold. */
static void
what_does_not_fit_is_searched(void **state)
{
    setting s;
    const zhol_cch *cch = NULL;
    zhol_metric *metric = NULL;

    (void) state;
    open_setting(&s);
    zi_skim_free(s.skim);
    s.q.goods.packing = ZHOL_PACK_AUTO;
    s.q.goods.n_units = 0;
    s.q.goods.mass_t = 50000;
    must(zi_skim_new(s.book, &s.q.options.scenario, &s.q.goods, &s.skim, &s.q.err),
        &s.q.err);
    must(zi_skim_hierarchy(s.skim, &cch, &s.q.err), &s.q.err);
    const uint32_t *grams = zi_skim_weights(s.skim, ZI_SKIM_CO2E_KG);
    assert_int_equal(zhol_metric_new(cch, &grams, 1,
                         &(zhol_metric_options){ .n_threads = 1 }, &metric, &s.q.err),
        ZHOL_BAD_DATA);
    const zi_many_options o = options_of(&s, ZI_SKIM_CO2E_KG, 100);
    assert_rows_are_searches(&s, &o);
    close_setting(&s);
}

static void
a_place_that_is_not_is_refused(void **state)
{
    setting s;
    zi_many *many = NULL;
    double value[MAX_PLACES + 1];

    (void) state;
    open_setting(&s);
    const zhol_ref wrong = s.n;
    zi_many_options o = options_of(&s, ZI_SKIM_TIME_H, 1);
    must(zi_many_new(s.skim, &o, &many, &s.q.err), &s.q.err);
    assert_int_equal(zi_many_rows(many, &wrong, 1, value, &s.q.err), ZHOL_USAGE);
    zi_many_free(many);
    o.metric = ZI_N_SKIM_METRICS;
    assert_int_equal(zi_many_new(s.skim, &o, &many, &s.q.err), ZHOL_USAGE);
    assert_null(many);
    o = options_of(&s, ZI_SKIM_TIME_H, 1);
    o.targets = &wrong;
    o.n_targets = 1;
    assert_int_equal(zi_many_new(s.skim, &o, &many, &s.q.err), ZHOL_USAGE);
    close_setting(&s);
}

/* Gates, then berths in the order of the world: each node once. */
static void
the_order_of_nodes_is_that_of_berths(void **state)
{
    setting s;
    uint32_t order[1000], n_berths, last = 0;
    bool is_there[1000] = { false }, is_gate_over = false;

    (void) state;
    open_setting(&s);
    const zi_network *net = zi_skim_network(s.skim);
    const zhol_berth *berths = zhol_world_berths(s.q.world, &n_berths);
    assert_in_range(net->n_nodes, 1, 1000);
    must(zi_hierarchy_order(net, order, &s.q.err), &s.q.err);
    for (uint32_t i = 0; i < net->n_nodes; i++) {
        const zi_node *v = &net->nodes[order[i]];
        const bool is_gate = v->layer == ZI_GATE_OUT || v->layer == ZI_GATE_IN;
        assert_false(is_there[order[i]]);
        is_there[order[i]] = true;
        assert_false(is_gate && is_gate_over);
        is_gate_over = !is_gate;
        for (uint32_t k = 0; k < n_berths && !is_gate; k++) {
            const zi_layer *layer = &net->layers[v->layer];
            if (berths[k].place == v->place && berths[k].mode == layer->mode
                && berths[k].gauge_mm == layer->gauge_mm) {
                assert_true(k >= last);
                last = k;
            }
        }
    }
    assert_true(is_gate_over && last > 0);
    close_setting(&s);
}

/* Memory that runs out is told, never a reason to search in another way. */
static void
memory_may_run_out(void **state)
{
    setting s;
    uint32_t n_failed = 0;
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    open_setting(&s);
    const long live = zi_mem_live();
    for (long k = 0; k < 150; k++) {
        double rows[MAX_PLACES * 2] = { 0 }, one[MAX_PLACES] = { 0 };
        const zhol_ref place = 2;
        zi_many_options o = options_of(&s, ZI_SKIM_TIME_H, 100);
        zi_many *many = NULL;
        zi_skim *skim = NULL;
        must(zi_skim_new(s.book, &s.q.options.scenario, &s.q.goods, &skim, &s.q.err),
            &s.q.err);
        o.is_reverse = true;
        search(&s, skim, &o, place, one);
        zi_mem_fail_after(k);
        status = zi_many_new(skim, &o, &many, &s.q.err);
        if (status == ZHOL_OK) {
            status = zi_many_rows(many, &place, 1, rows, &s.q.err);
        }
        zi_mem_fail_after(-1);
        n_failed += status != ZHOL_OK;
        for (uint32_t j = 0; j < s.n && status == ZHOL_OK; j++) {
            assert_same(rows[j], one[j]);
        }
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        zi_many_free(many);
        zi_skim_free(skim);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    assert_true(n_failed > 0);
    close_setting(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_that_of_a_search),
        cmocka_unit_test(what_does_not_fit_is_searched),
        cmocka_unit_test(a_place_that_is_not_is_refused),
        cmocka_unit_test(the_order_of_nodes_is_that_of_berths),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
