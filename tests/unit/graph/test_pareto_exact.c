/* SPDX-License-Identifier: Apache-2.0 */
/* The exact searches of two and three criteria, and what they are made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <zhol/graph.h>

#include "base/mem.h"
#include "base/random.h"
#include "graph/bi.h"

enum { SIDE = 7, N_NODES = SIDE * SIDE, N_ARCS = 4 * SIDE * (SIDE - 1) };

/* SIDE x SIDE nodes, arcs to all four sides; a hierarchy in the order of the nodes. */
typedef struct fixture {
    zhol_graph *graph;
    zhol_cch *cch;
    zhol_metric *metric;
    uint32_t weight[3][N_ARCS];
    zhol_pareto_query query; /* of two criteria, from corner to corner */
    zhol_pareto_options options;
} fixture;

static int
set_up(void **state)
{
    static fixture f;
    uint32_t tail[N_ARCS], head[N_ARCS], order[N_NODES], n = 0;
    zhol_metric_options o;
    uint64_t seed = 7;

    memset(&f, 0, sizeof f);
    for (uint32_t v = 0; v < N_NODES; v++) {
        const uint32_t next[2] = { v % SIDE < SIDE - 1 ? v + 1 : v,
            v / SIDE < SIDE - 1 ? v + SIDE : v };
        order[v] = v;
        for (int i = 0; i < 2; i++) {
            if (next[i] != v) {
                tail[n] = v;
                head[n++] = next[i];
                tail[n] = next[i];
                head[n++] = v;
            }
        }
    }
    const zhol_arcs arcs = { N_NODES, n, tail, head };
    for (int k = 0; k < 3; k++) {
        for (uint32_t a = 0; a < N_ARCS; a++) {
            f.weight[k][a] = (uint32_t) (100 + zi_random_u64(&seed) % 100);
        }
        f.query.weight[k] = f.weight[k];
    }
    f.query.n_criteria = 2;
    f.query.target = N_NODES - 1;
    zhol_pareto_defaults(&f.options);
    zhol_metric_defaults(&o);
    *state = &f;
    return zhol_graph_new(&arcs, NULL, &f.graph, NULL) != ZHOL_OK
           || zhol_cch_new(f.graph, order, &f.cch, NULL) != ZHOL_OK
           || zhol_metric_new(f.cch, f.query.weight, 2, &o, &f.metric, NULL) != ZHOL_OK;
}

static int
tear_down(void **state)
{
    fixture *f = *state;

    zhol_metric_free(f->metric);
    zhol_cch_free(f->cch);
    zhol_graph_free(f->graph);
    return 0;
}

static zhol_front *
front_of(const fixture *f, zhol_pareto *p)
{
    zhol_front *front = NULL;

    assert_int_equal(zhol_pareto_run(p, &f->query, &f->options, &front, NULL), ZHOL_OK);
    return front;
}

static void
assert_same(const zhol_front *a, const zhol_front *b)
{
    assert_int_equal(a->n_ways, b->n_ways);
    assert_int_equal(a->n_labels, b->n_labels);
    assert_memory_equal(a->cost, b->cost, sizeof *a->cost * a->n_criteria * a->n_ways);
    assert_memory_equal(
        a->first_arc, b->first_arc, sizeof *a->first_arc * (a->n_ways + (size_t) 1));
    assert_memory_equal(a->arc, b->arc, sizeof *a->arc * a->first_arc[a->n_ways]);
}

static void
the_same_question_gives_the_same_bytes_whatever_came_before(void **state)
{
    fixture *f = *state;
    zhol_pareto *p = NULL;
    zhol_front *again = NULL;

    assert_int_equal(zhol_pareto_new(f->graph, &p, NULL), ZHOL_OK);
    for (uint32_t n = 2; n <= 3; n++) {
        f->query.n_criteria = n;
        zhol_front *first = front_of(f, p);
        assert_true(first->n_ways > 5);
        f->options.budget_labels = 20;
        assert_int_equal(
            zhol_pareto_run(p, &f->query, &f->options, &again, NULL), ZHOL_LIMIT);
        f->options.budget_labels = 5000000;
        f->query.source = 5;
        zhol_front_free(front_of(f, p));
        f->query.source = 0;
        again = front_of(f, p);
        assert_same(first, again);
        zhol_front_free(first);
        zhol_front_free(again);
    }
    zhol_pareto_free(p);
}

static void
survive(const fixture *f)
{
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_pareto *p = NULL;
        zhol_front *front = NULL;
        zi_mem_fail_after(k);
        status = zhol_pareto_new(f->graph, &p, NULL);
        if (status == ZHOL_OK) {
            status = zhol_pareto_run(p, &f->query, &f->options, &front, NULL);
        }
        zi_mem_fail_after(-1);
        assert_true((front != NULL) == (status == ZHOL_OK));
        if (p) { /* what has failed once can be asked again */
            zhol_front *whole = front_of(f, p);
            assert_true(whole->n_ways > 5);
            zhol_front_free(whole);
        }
        zhol_front_free(front);
        zhol_pareto_free(p);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
}

static void
every_failed_allocation_is_survived(void **state)
{
    fixture *f = *state;
    static uint32_t to[3][N_NODES];

    survive(f);
    f->query.metric = f->metric;
    survive(f);
    f->query.metric = NULL;
    f->query.n_criteria = 3;
    survive(f);
    for (uint32_t k = 0; k < 3; k++) { /* what the caller knows: nothing below 0 */
        f->query.to_target[k] = to[k];
    }
    survive(f);
}

static void
no_way_in_one_criterion_is_no_way(void **state)
{
    fixture *f = *state;
    zhol_pareto *p = NULL;
    zhol_front *front = NULL;
    zhol_error err;

    for (uint32_t a = 0; a < N_ARCS; a++) { /* the target's two, turn about */
        if (zhol_graph_head(f->graph, a) == N_NODES - 1) {
            f->weight[a % 2][a] = ZHOL_INFINITE;
        }
    }
    assert_int_equal(zhol_pareto_new(f->graph, &p, NULL), ZHOL_OK);
    for (int i = 0; i < 3; i++) { /* alone; with a hierarchy of other weights; three */
        f->query.metric = i == 1 ? f->metric : NULL;
        f->query.n_criteria = i == 2 ? 3 : 2;
        assert_int_equal(
            zhol_pareto_run(p, &f->query, &f->options, &front, &err), ZHOL_NONE);
        assert_string_equal(err.message, "no way leads from node 0 to node 48");
    }
    zhol_pareto_free(p);
}

static void
bounds_that_are_none_are_refused(void **state)
{
    fixture *f = *state;
    uint32_t to[2][N_NODES], *bounds[2] = { to[0], to[1] };
    int n_replaced = 0;
    zhol_sweep *sweep = NULL;
    zhol_pareto *p = NULL;
    zhol_front *front = NULL;
    zhol_error err;

    assert_int_equal(zhol_sweep_new(f->metric, &sweep, NULL), ZHOL_OK);
    assert_int_equal(
        zhol_pareto_bounds(sweep, f->query.target, true, 2, bounds, NULL), ZHOL_OK);
    assert_int_equal(zhol_pareto_new(f->graph, &p, NULL), ZHOL_OK);
    f->query.to_target[0] = to[0];
    f->query.to_target[1] = to[1];
    zhol_front_free(front_of(f, p)); /* as they are they are right */
    for (int i = 0; i < 2; i++) {    /* one neighbour of the source is too near */
        const uint32_t v = i == 0 ? 1 : SIDE, right = to[0][v];
        to[0][v] = 0;
        f->options.within = 0.01; /* the general search */
        assert_int_equal(
            zhol_pareto_run(p, &f->query, &f->options, &front, &err), ZHOL_USAGE);
        assert_string_equal(
            err.message, "the bounds of criterion 0 are not those of its weights");
        f->options.within = 0.0;
        if (zhol_pareto_run(p, &f->query, &f->options, &front, &err) == ZHOL_OK) {
            n_replaced++; /* the best way led there, and now bounds lead nowhere */
            zhol_front_free(front);
        } else {
            assert_string_equal(err.message,
                "the bounds are not those of these weights: a way from node 0 to node "
                "48 costs less than its bound");
        }
        to[0][v] = right;
    }
    assert_int_equal(n_replaced, 1);
    zhol_pareto_free(p);
    zhol_sweep_free(sweep);
}

/* A sweep has 1, 4, 8 or 16 lanes, which may be more than its metric has. */
static void
bounds_come_for_as_many_criteria_as_the_metric_has(void **state)
{
    fixture *f = *state;
    uint32_t at[4][N_NODES], *const bound[4] = { at[0], at[1], at[2], at[3] };
    zhol_metric_options o;
    char message[80];
    zhol_error err;

    zhol_metric_defaults(&o);
    for (uint32_t n = 1; n <= 3; n++) {
        zhol_metric *metric = NULL;
        zhol_sweep *sweep = NULL;
        assert_int_equal(
            zhol_metric_new(f->cch, f->query.weight, n, &o, &metric, NULL), ZHOL_OK);
        assert_int_equal(zhol_sweep_new(metric, &sweep, NULL), ZHOL_OK);
        assert_int_equal(zhol_pareto_bounds(sweep, 0, true, n, bound, NULL), ZHOL_OK);
        assert_int_equal(at[n - 1][0], 0);
        assert_true(at[n - 1][1] >= 100 && at[n - 1][1] < 200);
        assert_int_equal(
            zhol_pareto_bounds(sweep, 0, true, n + 1, bound, &err), ZHOL_USAGE);
        (void) snprintf(message, sizeof message,
            "bounds for %u criteria from a metric of %u", n + 1, n);
        assert_string_equal(err.message, message);
        zhol_sweep_free(sweep);
        zhol_metric_free(metric);
    }
}

/* What can be wrong in bounds: now and then one that is too low, too high or none. */
static void
spoil(uint32_t bound[N_NODES], uint64_t *seed)
{
    for (uint32_t v = 0; v < N_NODES; v++) {
        const uint64_t r = zi_random_u64(seed);
        if (r % 6 == 0) {
            bound[v] = r % 7 < 4   ? (uint32_t) (r >> 8) % 2000
                       : r % 7 < 6 ? ZHOL_INFINITE
                                   : (uint32_t) (r >> 16);
        }
    }
}

/* A wrong answer is what wrong bounds ask for; an answer it is, and in bounds. How many
 * of the runs said that no way is left. */
static uint32_t
run_spoilt(fixture *f, zhol_pareto *p, zhol_sweep *sweep, uint64_t *seed)
{
    uint32_t bound[4][N_NODES];
    uint32_t *const to[2] = { bound[0], bound[1] }, *const from[2] = { bound[2],
        bound[3] };
    const bool knows_from = zi_random_u64(seed) % 2 == 0;
    zhol_front *front = NULL;
    zhol_error err = { "" };

    f->query.target = (uint32_t) (zi_random_u64(seed) % N_NODES);
    assert_int_equal(
        zhol_pareto_bounds(sweep, f->query.target, true, 2, to, NULL), ZHOL_OK);
    assert_int_equal(zhol_pareto_bounds(sweep, 0, false, 2, from, NULL), ZHOL_OK);
    for (int k = 0; k < 2; k++) {
        spoil(to[k], seed);
        spoil(from[k], seed);
        f->query.to_target[k] = to[k];
        f->query.from_source[k] = knows_from ? from[k] : NULL;
    }
    const zhol_status status = zhol_pareto_run(p, &f->query, &f->options, &front, &err);
    assert_true(status == ZHOL_USAGE || (status == ZHOL_OK && front->n_ways > 0));
    zhol_front_free(front);
    return strstr(err.message, "they leave no way") != NULL;
}

static void
wrong_bounds_never_lead_out_of_bounds(void **state)
{
    fixture *f = *state;
    uint32_t n_left_none = 0;
    uint64_t seed = 11;
    zhol_sweep *sweep = NULL;
    zhol_pareto *p = NULL;

    assert_int_equal(zhol_sweep_new(f->metric, &sweep, NULL), ZHOL_OK);
    assert_int_equal(zhol_pareto_new(f->graph, &p, NULL), ZHOL_OK);
    for (int i = 0; i < 20000; i++) {
        n_left_none += run_spoilt(f, p, sweep, &seed);
    }
    assert_true(n_left_none > 0);
    zhol_pareto_free(p);
    zhol_sweep_free(sweep);
}

static void
a_metric_of_other_weights_never_leads_out_of_bounds(void **state)
{
    fixture *f = *state;
    static uint32_t other[2][N_ARCS];
    const uint32_t *const weight[2] = { other[0], other[1] };
    uint64_t seed = 13;
    zhol_metric_options o;
    zhol_pareto *p = NULL;

    zhol_metric_defaults(&o);
    assert_int_equal(zhol_pareto_new(f->graph, &p, NULL), ZHOL_OK);
    for (int i = 0; i < 2000; i++) {
        zhol_metric *metric = NULL;
        zhol_front *front = NULL;
        memcpy(other, f->weight, sizeof other);
        for (uint64_t n = zi_random_u64(&seed) % N_ARCS; n > 0; n--) {
            other[n % 2][zi_random_u64(&seed) % N_ARCS] =
                n % 5 == 0 ? ZHOL_INFINITE : (uint32_t) (zi_random_u64(&seed) % 400);
        }
        assert_int_equal(zhol_metric_new(f->cch, weight, 2, &o, &metric, NULL), ZHOL_OK);
        f->query.metric = metric;
        const zhol_status status =
            zhol_pareto_run(p, &f->query, &f->options, &front, NULL);
        assert_true(status == ZHOL_USAGE || (status == ZHOL_OK && front->n_ways > 0));
        zhol_front_free(front);
        zhol_metric_free(metric);
    }
    zhol_pareto_free(p);
}

static void
a_hierarchy_of_other_criteria_is_refused(void **state)
{
    fixture *f = *state;
    const uint32_t *one = f->weight[0];
    zhol_metric_options o;
    zhol_metric *metric = NULL;
    zhol_pareto *p = NULL;
    zhol_front *front = NULL;
    zhol_error err;

    zhol_metric_defaults(&o);
    assert_int_equal(zhol_metric_new(f->cch, &one, 1, &o, &metric, NULL), ZHOL_OK);
    assert_int_equal(zhol_pareto_new(f->graph, &p, NULL), ZHOL_OK);
    f->query.metric = metric;
    assert_int_equal(
        zhol_pareto_run(p, &f->query, &f->options, &front, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "a hierarchy of 1 metrics on 49 nodes, for 2 criteria on 49 nodes");
    zhol_pareto_free(p);
    zhol_metric_free(metric);
}

/*  y
 *  9 x-----o        x: known ways (0,9) (2,4) (7,0)
 *    |     |        o: corners (2,9) (7,4)
 *  4 |     x----o
 *  0 +-----+----x
 *    0     2    7  */
static void
a_stair_allows_what_is_below_one_of_its_corners(void **state)
{
    zi_stair s = { 0 };
    zi_corners c;
    const zi_mix sum = { .per_x = 1, .per_y = 1 };
    const uint32_t low = 0, high = 12;

    (void) state;
    assert_true(zi_stair_add(&s, (zi_pair){ 7, 0 }));
    assert_true(zi_stair_add(&s, (zi_pair){ 0, 9 }));
    assert_true(zi_stair_add(&s, (zi_pair){ 3, 5 }));
    assert_true(zi_stair_add(&s, (zi_pair){ 2, 4 })); /* better than the last */
    assert_true(zi_stair_add(&s, (zi_pair){ 7, 1 })); /* worse than the first */
    assert_int_equal(s.n, 3);
    zi_corners_make(&c, &s, &sum, 1);
    assert_int_equal(c.n, 2);
    assert_int_equal(c.most_mix[0], 11);
    assert_true(zi_corners_allow(&c, (zi_pair){ 2, 9 }, &low));
    assert_true(zi_corners_allow(&c, (zi_pair){ 7, 4 }, &low));
    assert_true(zi_corners_allow(&c, (zi_pair){ 2, 4 }, &low));
    assert_false(zi_corners_allow(&c, (zi_pair){ 3, 5 }, &low));
    assert_false(zi_corners_allow(&c, (zi_pair){ 8, 0 }, &low));
    assert_false(zi_corners_allow(&c, (zi_pair){ 0, 10 }, &low));
    assert_false(zi_corners_allow(&c, (zi_pair){ 0, 0 }, &high));
    zi_free(s.cost);
}

static void
a_stair_of_many_steps_is_coarser_but_never_stricter(void **state)
{
    enum { N = 1000 };
    zi_stair s = { 0 };
    zi_corners c;

    (void) state;
    for (uint32_t i = 0; i < N; i++) {
        assert_true(zi_stair_add(&s, (zi_pair){ 3 * i, 7 * (N - 1 - i) }));
    }
    zi_corners_make(&c, &s, NULL, 0);
    assert_true(c.n <= ZI_BI_CORNERS);
    for (uint32_t i = 0; i + 1 < N; i++) {
        assert_true(
            zi_corners_allow(&c, (zi_pair){ s.cost[i + 1].x, s.cost[i].y }, NULL));
    }
    assert_false(zi_corners_allow(&c, (zi_pair){ 3 * N / 2 + 60, 7 * N / 2 + 60 }, NULL));
    zi_free(s.cost);
}

/* Rounding down must not make a mix of parts larger than the mix of their sum. */
static void
mixes_of_parts_are_no_larger_than_the_mix_of_the_whole(void **state)
{
    const zi_pair most = { ZI_BI_MAX - 1, ZI_BI_MAX - 1 };
    uint64_t seed = 3;

    (void) state;
    for (int i = 0; i < 1000; i++) {
        const zi_pair a = { 0, (uint32_t) (zi_random_u64(&seed) % ZI_BI_MAX) };
        const zi_pair b = { 1 + (uint32_t) (zi_random_u64(&seed) % ZI_BI_MAX), 0 };
        const zi_mix m = zi_mix_between(a, b, most);
        const zi_pair x = { (uint32_t) (zi_random_u64(&seed) % most.x),
            (uint32_t) (zi_random_u64(&seed) % most.y) };
        const zi_pair y = { most.x - x.x, most.y - x.y };
        assert_true(zi_mix_of(&m, most) <= ZI_BI_MAX);
        assert_true(zi_mix_of(&m, x) + zi_mix_of(&m, y) <= zi_mix_of(&m, most));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_question_gives_the_same_bytes_whatever_came_before),
        TEST(every_failed_allocation_is_survived),
        TEST(no_way_in_one_criterion_is_no_way),
        TEST(bounds_that_are_none_are_refused),
        TEST(bounds_come_for_as_many_criteria_as_the_metric_has),
        TEST(wrong_bounds_never_lead_out_of_bounds),
        TEST(a_metric_of_other_weights_never_leads_out_of_bounds),
        TEST(a_hierarchy_of_other_criteria_is_refused),
        cmocka_unit_test(a_stair_allows_what_is_below_one_of_its_corners),
        cmocka_unit_test(a_stair_of_many_steps_is_coarser_but_never_stricter),
        cmocka_unit_test(mixes_of_parts_are_no_larger_than_the_mix_of_the_whole),
    };
    return cmocka_run_group_tests_name("pareto-exact", tests, NULL, NULL);
}
