/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <zhol/graph.h>

#include "base/mem.h"

/*  0 --> 1
 *  ^     |     arcs are given as 2-0, 0-1, 1-2, 0-1 again, and a loop at 2
 *  +- 2 <+ */
static const uint32_t tails[] = { 2, 0, 1, 0, 2 }, heads[] = { 0, 1, 2, 1, 2 };
static const zhol_arcs triangle = { 3, 5, tails, heads };

static void
arcs_are_sorted_by_tail(void **state)
{
    zhol_graph *g = NULL;
    uint32_t new_arc_of[5];

    (void) state;
    assert_int_equal(zhol_graph_new(&triangle, new_arc_of, &g, NULL), ZHOL_OK);
    assert_int_equal(zhol_graph_n_nodes(g), 3);
    assert_int_equal(zhol_graph_n_arcs(g), 5);
    for (uint32_t a = 0; a < 5; a++) {
        assert_int_equal(zhol_graph_tail(g, new_arc_of[a]), tails[a]);
        assert_int_equal(zhol_graph_head(g, new_arc_of[a]), heads[a]);
    }
    assert_int_equal(zhol_graph_first_arc(g, 0), 0);
    assert_int_equal(zhol_graph_first_arc(g, 1), 2);
    assert_int_equal(zhol_graph_first_arc(g, 3), 5);
    zhol_graph_free(g);
}

static void
parallel_arcs_keep_their_order(void **state)
{
    zhol_graph *g = NULL;
    uint32_t new_arc_of[5];

    (void) state;
    assert_int_equal(zhol_graph_new(&triangle, new_arc_of, &g, NULL), ZHOL_OK);
    assert_true(new_arc_of[1] < new_arc_of[3]);
    zhol_graph_free(g);
}

static void
the_reverse_turns_every_arc_round(void **state)
{
    zhol_graph *g = NULL, *reverse = NULL;
    uint32_t arc_of[5];

    (void) state;
    assert_int_equal(zhol_graph_new(&triangle, NULL, &g, NULL), ZHOL_OK);
    assert_int_equal(zhol_graph_reverse(g, arc_of, &reverse, NULL), ZHOL_OK);
    assert_int_equal(zhol_graph_n_nodes(reverse), 3);
    for (uint32_t b = 0; b < 5; b++) {
        assert_int_equal(zhol_graph_tail(reverse, b), zhol_graph_head(g, arc_of[b]));
        assert_int_equal(zhol_graph_head(reverse, b), zhol_graph_tail(g, arc_of[b]));
    }
    zhol_graph_free(reverse);
    assert_int_equal(zhol_graph_reverse(g, NULL, &reverse, NULL), ZHOL_OK);
    zhol_graph_free(reverse);
    zhol_graph_free(g);
}

static void
a_graph_may_have_no_arcs_and_no_nodes(void **state)
{
    const zhol_arcs nothing = { 0 };
    zhol_graph *g = NULL;

    (void) state;
    assert_int_equal(zhol_graph_new(&nothing, NULL, &g, NULL), ZHOL_OK);
    assert_int_equal(zhol_graph_n_nodes(g), 0);
    assert_int_equal(zhol_graph_first_arc(g, 0), 0);
    zhol_graph_free(g);
    zhol_graph_free(NULL);
}

static void
an_unknown_node_is_refused_with_its_number(void **state)
{
    const uint32_t zero[] = { 0 }, seven[] = { 7 };
    const zhol_arcs bad_head = { 3, 1, zero, seven }, bad_tail = { 3, 1, seven, zero };
    zhol_graph *g = NULL;
    zhol_error err;

    (void) state;
    assert_int_equal(zhol_graph_new(&bad_head, NULL, &g, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, "arc 0: node 7, but there are 3 nodes");
    assert_null(g);
    assert_int_equal(zhol_graph_new(&bad_tail, NULL, &g, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, "arc 0: node 7, but there are 3 nodes");
}

static void
too_large_a_graph_is_refused_before_memory_is_asked_for(void **state)
{
    const zhol_arcs huge = { UINT32_C(1) << 30, 0, NULL, NULL };
    zhol_graph *g = NULL;
    zhol_error err;

    (void) state;
    assert_int_equal(zhol_graph_new(&huge, NULL, &g, &err), ZHOL_LIMIT);
    assert_string_equal(err.message, "a graph of 1073741824 nodes and 0 arcs: there may "
                                     "be fewer than 1073741824 of each");
}

static void
every_failed_allocation_is_survived(void **state)
{
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_graph *g = NULL, *reverse = NULL;
        uint32_t arc_of[5];
        zi_mem_fail_after(k);
        status = zhol_graph_new(&triangle, NULL, &g, NULL);
        if (status == ZHOL_OK) {
            status = zhol_graph_reverse(g, arc_of, &reverse, NULL);
        }
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || !reverse);
        zhol_graph_free(g);
        zhol_graph_free(reverse);
        assert_int_equal(zi_mem_live(), 0);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arcs_are_sorted_by_tail),
        cmocka_unit_test(parallel_arcs_keep_their_order),
        cmocka_unit_test(the_reverse_turns_every_arc_round),
        cmocka_unit_test(a_graph_may_have_no_arcs_and_no_nodes),
        cmocka_unit_test(an_unknown_node_is_refused_with_its_number),
        cmocka_unit_test(too_large_a_graph_is_refused_before_memory_is_asked_for),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
