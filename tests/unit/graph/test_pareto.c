/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include <zhol/graph.h>

#include "base/mem.h"
#include "base/random.h"
#include "graph/pareto.h"

/*         (1,9)     (1,9)                 fast:   (2, 18)
 *      0 ------> 1 ------> 3              cheap:  (18, 2)
 *      0 ------> 2 ------> 3              mixed:  (10, 10) over the arc 1-2
 *         (9,1)     (9,1)                 worse:  (11, 19) straight on
 *      1 ------> 2 at no cost, a loop at 1, and 2-0 at no cost; 4 stands apart */
enum { N_ARCS = 8 };
static const uint32_t tails[N_ARCS] = { 0, 0, 0, 1, 1, 1, 2, 2 };
static const uint32_t heads[N_ARCS] = { 1, 2, 3, 1, 2, 3, 0, 3 };
static const uint32_t times[N_ARCS] = { 1, 9, 11, 0, 0, 1, 0, 9 };
static const uint32_t costs[N_ARCS] = { 9, 1, 19, 0, 0, 9, 0, 1 };
static const zhol_arcs arcs = { 5, N_ARCS, tails, heads };

typedef struct fixture {
    zhol_graph *graph;
    zhol_pareto *pareto;
    zhol_pareto_query query;
    zhol_pareto_options options;
} fixture;

static int
set_up(void **state)
{
    static fixture f;

    memset(&f, 0, sizeof f);
    f.query = (zhol_pareto_query){
        .weight = { times, costs }, .n_criteria = 2, .source = 0, .target = 3
    };
    zhol_pareto_defaults(&f.options);
    *state = &f;
    return zhol_graph_new(&arcs, NULL, &f.graph, NULL) != ZHOL_OK
           || zhol_pareto_new(f.graph, &f.pareto, NULL) != ZHOL_OK;
}

static int
tear_down(void **state)
{
    fixture *f = *state;

    zhol_pareto_free(f->pareto);
    zhol_graph_free(f->graph);
    return 0;
}

static void
every_undominated_way_is_found_once_and_in_order(void **state)
{
    static const uint64_t want[] = { 2, 18, 10, 10, 18, 2 };
    static const uint32_t want_arcs[] = { 0, 5, 0, 4, 7, 1, 7 };
    static const uint32_t want_first[] = { 0, 2, 5, 7 };
    fixture *f = *state;
    zhol_front *front = NULL;

    assert_int_equal(
        zhol_pareto_run(f->pareto, &f->query, &f->options, &front, NULL), ZHOL_OK);
    assert_int_equal(front->n_ways, 3);
    assert_int_equal(front->n_criteria, 2);
    assert_memory_equal(front->cost, want, sizeof want);
    assert_memory_equal(front->first_arc, want_first, sizeof want_first);
    assert_memory_equal(front->arc, want_arcs, sizeof want_arcs);
    assert_true(front->factor >= 1.0 && front->factor <= 1.0);
    zhol_front_free(front);
}

static void
one_criterion_is_dijkstra(void **state)
{
    fixture *f = *state;
    zhol_front *front = NULL;

    f->query.n_criteria = 1;
    assert_int_equal(
        zhol_pareto_run(f->pareto, &f->query, &f->options, &front, NULL), ZHOL_OK);
    assert_int_equal(front->n_ways, 1);
    assert_int_equal(front->cost[0], 2);
    zhol_front_free(front);
}

static void
a_way_to_where_one_is_has_no_arcs(void **state)
{
    fixture *f = *state;
    zhol_front *front = NULL;

    f->query.target = 0;
    assert_int_equal(
        zhol_pareto_run(f->pareto, &f->query, &f->options, &front, NULL), ZHOL_OK);
    assert_int_equal(front->n_ways, 1);
    assert_int_equal(front->first_arc[1], 0);
    assert_int_equal(front->cost[0], 0);
    zhol_front_free(front);
}

static void
no_way_is_told_apart_from_a_mistake(void **state)
{
    fixture *f = *state;
    zhol_front *front = NULL;
    zhol_error err;

    f->query.target = 4;
    assert_int_equal(
        zhol_pareto_run(f->pareto, &f->query, &f->options, &front, &err), ZHOL_NONE);
    assert_string_equal(err.message, "no way leads from node 0 to node 4");
    assert_null(front);
}

static void
an_arc_closed_in_one_criterion_is_closed(void **state)
{
    uint32_t closed[N_ARCS];
    fixture *f = *state;
    zhol_front *front = NULL;

    memcpy(closed, costs, sizeof closed);
    closed[4] = ZHOL_INFINITE; /* 1-2 */
    closed[5] = ZHOL_INFINITE; /* 1-3 */
    f->query.weight[1] = closed;
    assert_int_equal(
        zhol_pareto_run(f->pareto, &f->query, &f->options, &front, NULL), ZHOL_OK);
    assert_int_equal(front->n_ways, 2);
    assert_int_equal(front->cost[0], 11); /* straight on is now worth it */
    zhol_front_free(front);
}

static void
bad_questions_are_refused_in_words(void **state)
{
    fixture *f = *state;
    zhol_front *front = NULL;
    zhol_error err;
    zhol_pareto_query q = f->query;
    zhol_pareto_options o = f->options;

    q.n_criteria = 5;
    assert_int_equal(zhol_pareto_run(f->pareto, &q, &o, &front, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "5 criteria: there must be 1 to 4");
    q.n_criteria = 0;
    assert_int_equal(zhol_pareto_run(f->pareto, &q, &o, &front, &err), ZHOL_USAGE);
    q = f->query;
    q.target = 5;
    assert_int_equal(zhol_pareto_run(f->pareto, &q, &o, &front, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "node 5, but there are 5 nodes");
    q = f->query;
    q.source = 77;
    assert_int_equal(zhol_pareto_run(f->pareto, &q, &o, &front, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "node 77, but there are 5 nodes");
    q = f->query;
    o.within = -0.1;
    assert_int_equal(zhol_pareto_run(f->pareto, &q, &o, &front, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "within -0.1: it must be from 0 to 1");
    o.within = NAN;
    assert_int_equal(zhol_pareto_run(f->pareto, &q, &o, &front, &err), ZHOL_USAGE);
    assert_null(front);
}

/* A ladder of n steps, at each the choice between 2^i for the one and 2^i for the other:
 * 2^n ways, and none dominates another.
 *
 *   0 ==> 1 ==> 2 ==> ... ==> n */
static zhol_status
run_ladder(uint32_t n, const zhol_pareto_options *o, zhol_front **out, zhol_error *err)
{
    uint32_t tail[64], head[64], weight[2][64];
    const zhol_arcs ladder = { n + 1, 2 * n, tail, head };
    zhol_graph *g = NULL;
    zhol_pareto *p = NULL;
    zhol_pareto_query q = {
        .weight = { weight[0], weight[1] }, .n_criteria = 2, .target = n
    };

    *out = NULL;
    for (uint32_t i = 0; i < 2 * n; i++) {
        tail[i] = i / 2;
        head[i] = i / 2 + 1;
        weight[i % 2][i] = UINT32_C(1) << i / 2;
        weight[1 - i % 2][i] = 0;
    }
    zhol_status status = zhol_graph_new(&ladder, NULL, &g, err);
    if (status == ZHOL_OK) {
        status = zhol_pareto_new(g, &p, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_pareto_run(p, &q, o, out, err);
    }
    zhol_pareto_free(p);
    zhol_graph_free(g);
    return status;
}

static void
exponentially_many_ways_are_found_or_the_budget_says_stop(void **state)
{
    zhol_pareto_options o;
    zhol_front *front = NULL;
    zhol_error err;

    (void) state;
    zhol_pareto_defaults(&o);
    assert_int_equal(run_ladder(10, &o, &front, NULL), ZHOL_OK);
    assert_int_equal(front->n_ways, 1024);
    for (uint64_t i = 0; i < 1024; i++) {
        assert_int_equal(front->cost[2 * i], i);
        assert_int_equal(front->cost[2 * i + 1], 1023 - i);
    }
    zhol_front_free(front);
    o.budget_labels = 1000;
    assert_int_equal(run_ladder(20, &o, &front, &err), ZHOL_LIMIT);
    assert_string_equal(err.message, "the budget of 1000 labels is spent (within 0): "
                                     "allow more labels, or answers that are less exact");
    assert_null(front);
}

static bool
stop_at_once(void *user, uint64_t n_labels)
{
    *(uint64_t *) user = n_labels;
    return false;
}

static bool
go_on(void *user, uint64_t n_labels)
{
    uint64_t *last = user;
    const bool grows = n_labels > *last;

    *last = n_labels;
    return grows;
}

static void
progress_is_told_and_can_cancel(void **state)
{
    zhol_pareto_options o;
    zhol_front *front = NULL;
    zhol_error err;
    uint64_t last = 0;

    (void) state;
    zhol_pareto_defaults(&o);
    o.progress = go_on;
    o.user = &last;
    assert_int_equal(run_ladder(13, &o, &front, NULL), ZHOL_OK);
    assert_true(last > 4096);
    zhol_front_free(front);
    o.progress = stop_at_once;
    assert_int_equal(run_ladder(20, &o, &front, &err), ZHOL_LIMIT);
    assert_non_null(strstr(err.message, "cancelled after"));
}

static void
less_exact_answers_are_fewer_and_keep_the_promise(void **state)
{
    zhol_pareto_options o;
    zhol_front *exact = NULL, *rough = NULL;

    (void) state;
    zhol_pareto_defaults(&o);
    assert_int_equal(run_ladder(10, &o, &exact, NULL), ZHOL_OK);
    o.within = 0.1;
    assert_int_equal(run_ladder(10, &o, &rough, NULL), ZHOL_OK);
    assert_true(rough->n_ways < exact->n_ways / 4);
    assert_true(rough->factor > 1.0 && rough->factor <= 1.1);
    for (size_t i = 0; i < exact->n_ways; i++) {
        const uint64_t *x = &exact->cost[2 * i];
        bool is_covered = false;
        for (size_t j = 0; j < rough->n_ways; j++) {
            const uint64_t *y = &rough->cost[2 * j];
            is_covered = is_covered || (10 * y[0] <= 11 * x[0] && 10 * y[1] <= 11 * x[1]);
        }
        assert_true(is_covered);
    }
    zhol_front_free(exact);
    zhol_front_free(rough);
}

/* Weights near 2^32 over 60 arcs: sums that do not fit into 32 bits. */
static void
sums_beyond_32_bits_are_exact(void **state)
{
    enum { N = 60 };
    uint32_t tail[N], head[N], weight[N];
    const zhol_arcs line = { N + 1, N, tail, head };
    zhol_graph *g = NULL;
    zhol_pareto *p = NULL;
    zhol_front *front = NULL;
    zhol_pareto_query q = {
        .weight = { weight, weight, weight, weight }, .n_criteria = 4, .target = N
    };
    zhol_pareto_options o;

    (void) state;
    for (uint32_t i = 0; i < N; i++) {
        tail[i] = i;
        head[i] = i + 1;
        weight[i] = ZHOL_INFINITE - 1;
    }
    zhol_pareto_defaults(&o);
    o.within = 1.0;
    assert_int_equal(zhol_graph_new(&line, NULL, &g, NULL), ZHOL_OK);
    assert_int_equal(zhol_pareto_new(g, &p, NULL), ZHOL_OK);
    assert_int_equal(zhol_pareto_run(p, &q, &o, &front, NULL), ZHOL_OK);
    assert_true(front->cost[3] == N * (uint64_t) (ZHOL_INFINITE - 1));
    zhol_front_free(front);
    zhol_pareto_free(p);
    zhol_graph_free(g);
}

/* A criterion that is 0 on every arc must not upset the order of the others. */
static void
a_criterion_of_zeros_changes_nothing(void **state)
{
    static const uint32_t zeros[N_ARCS] = { 0 };
    fixture *f = *state;
    zhol_front *front = NULL;

    f->query.weight[2] = zeros;
    f->query.n_criteria = 3;
    f->options.within = 0.01;
    assert_int_equal(
        zhol_pareto_run(f->pareto, &f->query, &f->options, &front, NULL), ZHOL_OK);
    assert_int_equal(front->n_ways, 3);
    assert_int_equal(front->cost[0], 2);
    assert_int_equal(front->cost[5], 0);
    zhol_front_free(front);
}

/* Arcs of the graph above: 0-1 1-2 2-0 0-1 (loop at 1) 1-2 2-3 */
static void
a_way_that_bites_its_tail_is_cut(void **state)
{
    const fixture *f = *state;
    uint32_t arc[] = { 0, 4, 6, 0, 3, 4, 7 }, place[5] = { 0 };
    static const uint32_t want[] = { 0, 4, 7 }, none[5] = { 0 };

    assert_int_equal(zi_pareto_cut_cycles(f->graph, 0, arc, 7, place), 3);
    assert_memory_equal(arc, want, sizeof want);
    assert_memory_equal(place, none, sizeof none);
    arc[2] = 6; /* 0-1 1-2 2-0: nothing is left */
    assert_int_equal(zi_pareto_cut_cycles(f->graph, 0, arc, 3, place), 0);
    assert_memory_equal(place, none, sizeof none);
}

enum { SIDE = 8, N_GRID_ARCS = 2 * SIDE * (SIDE - 1) };

/* SIDE x SIDE nodes, arcs to the right and downwards. */
static zhol_status
make_grid(zhol_graph **out)
{
    uint32_t tail[N_GRID_ARCS], head[N_GRID_ARCS], n = 0;

    for (uint32_t v = 0; v < SIDE * SIDE; v++) {
        if (v % SIDE < SIDE - 1) {
            tail[n] = v;
            head[n++] = v + 1;
        }
        if (v / SIDE < SIDE - 1) {
            tail[n] = v;
            head[n++] = v + SIDE;
        }
    }
    const zhol_arcs grid = { SIDE * SIDE, n, tail, head };
    return zhol_graph_new(&grid, NULL, out, NULL);
}

static void
assert_same(const zhol_front *a, const zhol_front *b)
{
    assert_int_equal(a->n_ways, b->n_ways);
    assert_int_equal(a->n_labels, b->n_labels);
    assert_memory_equal(a->cost, b->cost, sizeof *a->cost * a->n_criteria * a->n_ways);
    assert_memory_equal(a->arc, b->arc, sizeof *a->arc * a->first_arc[a->n_ways]);
}

static void
the_same_query_gives_the_same_bytes_also_after_a_failure(void **state)
{
    uint32_t weight[4][N_GRID_ARCS];
    zhol_graph *g = NULL;
    zhol_pareto *p = NULL;
    zhol_front *first = NULL, *again = NULL;
    zhol_pareto_query q = { .n_criteria = 4, .target = SIDE * SIDE - 1 };
    zhol_pareto_options o;
    uint64_t seed = 5;

    (void) state;
    for (uint32_t k = 0; k < 4; k++) {
        q.weight[k] = weight[k];
        for (uint32_t a = 0; a < N_GRID_ARCS; a++) {
            weight[k][a] = (uint32_t) (100 + zi_random_u64(&seed) % 100);
        }
    }
    assert_int_equal(make_grid(&g), ZHOL_OK);
    assert_int_equal(zhol_pareto_new(g, &p, NULL), ZHOL_OK);
    zhol_pareto_defaults(&o);
    for (int i = 0; i < 2; i++) {
        o.within = i * 0.02;
        o.budget_labels = 5000000;
        assert_int_equal(zhol_pareto_run(p, &q, &o, &first, NULL), ZHOL_OK);
        o.budget_labels = 50;
        assert_int_equal(zhol_pareto_run(p, &q, &o, &again, NULL), ZHOL_LIMIT);
        o.budget_labels = 5000000;
        assert_int_equal(zhol_pareto_run(p, &q, &o, &again, NULL), ZHOL_OK);
        assert_same(first, again);
        zhol_front_free(first);
        zhol_front_free(again);
    }
    zhol_pareto_free(p);
    zhol_graph_free(g);
}

static void
every_failed_allocation_is_survived(void **state)
{
    const long live = zi_mem_live();

    (void) state;
    for (int i = 0; i < 2; i++) {
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status == ZHOL_LIMIT; k++) {
            zhol_pareto_options o;
            zhol_front *front = NULL;
            zhol_pareto_defaults(&o);
            o.within = i * 0.05;
            zi_mem_fail_after(k);
            status = run_ladder(7, &o, &front, NULL);
            zi_mem_fail_after(-1);
            assert_true((front != NULL) == (status == ZHOL_OK));
            zhol_front_free(front);
            assert_int_equal(zi_mem_live(), live);
        }
        assert_int_equal(status, ZHOL_OK);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_undominated_way_is_found_once_and_in_order),
        TEST(one_criterion_is_dijkstra),
        TEST(a_way_to_where_one_is_has_no_arcs),
        TEST(no_way_is_told_apart_from_a_mistake),
        TEST(an_arc_closed_in_one_criterion_is_closed),
        TEST(bad_questions_are_refused_in_words),
        TEST(a_criterion_of_zeros_changes_nothing),
        TEST(a_way_that_bites_its_tail_is_cut),
        cmocka_unit_test(exponentially_many_ways_are_found_or_the_budget_says_stop),
        cmocka_unit_test(progress_is_told_and_can_cancel),
        cmocka_unit_test(less_exact_answers_are_fewer_and_keep_the_promise),
        cmocka_unit_test(sums_beyond_32_bits_are_exact),
        cmocka_unit_test(the_same_query_gives_the_same_bytes_also_after_a_failure),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("pareto", tests, NULL, NULL);
}
