/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <zhol/graph.h>

#include "base/mem.h"

/*      2       3
 *  0 ----> 1 ----> 2      4: out of reach; 0-2 also costs 5 directly
 *  0 ------------> 2      3 <--> 2 at no cost */
static const uint32_t tails[] = { 0, 0, 1, 2, 3 }, heads[] = { 1, 2, 2, 3, 2 };
static const zhol_arcs arcs = { 5, 5, tails, heads };
static const uint32_t weights[] = { 2, 5, 3, 0, 0 };

static int
set_up(void **state)
{
    static zhol_graph *g;

    *state = NULL;
    if (zhol_graph_new(&arcs, NULL, &g, NULL) == ZHOL_OK) {
        *state = g;
    }
    return *state == NULL;
}

static int
tear_down(void **state)
{
    zhol_graph_free(*state);
    return 0;
}

static void
distances_add_up_and_parents_lead_back(void **state)
{
    zhol_dijkstra *d = NULL;

    assert_int_equal(zhol_dijkstra_new(*state, &d, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_run(d, weights, 0, ZHOL_NO_NODE, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_distance(d, 0), 0);
    assert_int_equal(zhol_dijkstra_distance(d, 2), 5);
    assert_int_equal(zhol_dijkstra_distance(d, 3), 5);
    assert_true(zhol_dijkstra_parent_arc(d, 0) == ZHOL_NO_ARC);
    assert_int_equal(zhol_dijkstra_parent_arc(d, 3), 3);
    zhol_dijkstra_free(d);
}

static void
of_equal_ways_the_smaller_arc_is_kept(void **state)
{
    zhol_dijkstra *d = NULL;

    assert_int_equal(zhol_dijkstra_new(*state, &d, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_run(d, weights, 0, ZHOL_NO_NODE, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_parent_arc(d, 2), 1); /* 5, not 2 + 3 by arc 2 */
    zhol_dijkstra_free(d);
}

static void
what_is_out_of_reach_says_so(void **state)
{
    const uint32_t closed[] = { ZHOL_INFINITE, ZHOL_INFINITE, ZHOL_INFINITE,
        ZHOL_INFINITE, ZHOL_INFINITE };
    zhol_dijkstra *d = NULL;

    assert_int_equal(zhol_dijkstra_new(*state, &d, NULL), ZHOL_OK);
    assert_true(zhol_dijkstra_distance(d, 0) == ZHOL_UNREACHABLE); /* before any run */
    assert_int_equal(zhol_dijkstra_run(d, weights, 0, ZHOL_NO_NODE, NULL), ZHOL_OK);
    assert_true(zhol_dijkstra_distance(d, 4) == ZHOL_UNREACHABLE);
    assert_true(zhol_dijkstra_parent_arc(d, 4) == ZHOL_NO_ARC);
    assert_int_equal(zhol_dijkstra_run(d, closed, 0, ZHOL_NO_NODE, NULL), ZHOL_OK);
    assert_true(zhol_dijkstra_distance(d, 1) == ZHOL_UNREACHABLE);
    assert_int_equal(zhol_dijkstra_distance(d, 0), 0);
    zhol_dijkstra_free(d);
}

static void
a_run_to_one_target_tells_only_what_is_as_near(void **state)
{
    zhol_dijkstra *d = NULL;

    assert_int_equal(zhol_dijkstra_new(*state, &d, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_run(d, weights, 0, 1, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_distance(d, 1), 2);
    assert_true(zhol_dijkstra_distance(d, 2) == ZHOL_UNREACHABLE);
    zhol_dijkstra_free(d);
}

static void
nodes_that_are_not_there_are_refused(void **state)
{
    zhol_dijkstra *d = NULL;
    zhol_error err;

    assert_int_equal(zhol_dijkstra_new(*state, &d, NULL), ZHOL_OK);
    assert_int_equal(zhol_dijkstra_run(d, weights, 5, 0, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "node 5, but there are 5 nodes");
    assert_int_equal(zhol_dijkstra_run(d, weights, 0, 9, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "node 9, but there are 5 nodes");
    zhol_dijkstra_free(d);
}

static void
every_failed_allocation_is_survived(void **state)
{
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_dijkstra *d = NULL;
        zi_mem_fail_after(k);
        status = zhol_dijkstra_new(*state, &d, NULL);
        zi_mem_fail_after(-1);
        assert_true((d != NULL) == (status == ZHOL_OK));
        zhol_dijkstra_free(d);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_add_up_and_parents_lead_back),
        cmocka_unit_test(of_equal_ways_the_smaller_arc_is_kept),
        cmocka_unit_test(what_is_out_of_reach_says_so),
        cmocka_unit_test(a_run_to_one_target_tells_only_what_is_as_near),
        cmocka_unit_test(nodes_that_are_not_there_are_refused),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("dijkstra", tests, set_up, tear_down);
}
