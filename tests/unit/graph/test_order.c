/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <zhol/graph.h>

enum { SIDE = 40, N = SIDE * SIDE };

/* A grid of 40 x 40, its arcs one way only: an order does not look at directions. */
static zhol_graph *
make_grid(void)
{
    static uint32_t tail[2 * N], head[2 * N];
    zhol_arcs arcs = { N, 0, tail, head };
    zhol_graph *g = NULL;

    for (uint32_t v = 0; v < N; v++) {
        if (v % SIDE + 1 < SIDE) {
            tail[arcs.n_arcs] = v;
            head[arcs.n_arcs++] = v + 1;
        }
        if (v + SIDE < N) {
            tail[arcs.n_arcs] = v + SIDE;
            head[arcs.n_arcs++] = v;
        }
    }
    assert_int_equal(zhol_graph_new(&arcs, NULL, &g, NULL), ZHOL_OK);
    return g;
}

static uint64_t
triangles(const zhol_graph *g, const uint32_t *order)
{
    zhol_cch *c = NULL;

    assert_int_equal(zhol_cch_new(g, order, &c, NULL), ZHOL_OK);
    const uint64_t n = zhol_cch_n_triangles(c);
    zhol_cch_free(c);
    return n;
}

/* In file order a grid fills a band: about n * side^2 / 2 triangles. */
static void
an_order_of_a_grid_has_a_quarter_of_the_triangles_of_file_order(void **state)
{
    zhol_graph *g = make_grid();
    uint32_t order[N], again[N], plain[N];

    (void) state;
    for (uint32_t v = 0; v < N; v++) {
        plain[v] = v;
    }
    assert_int_equal(zhol_graph_order(g, order, NULL), ZHOL_OK);
    assert_int_equal(zhol_graph_order(g, again, NULL), ZHOL_OK);
    assert_memory_equal(order, again, sizeof order);
    assert_true(4 * triangles(g, order) < triangles(g, plain));
    zhol_graph_free(g);
}

static void
a_graph_without_neighbours_has_an_order_too(void **state)
{
    const uint32_t loop[] = { 1 };
    const zhol_arcs cases[] = { { 3, 0, NULL, NULL }, { 3, 1, loop, loop },
        { 1, 0, NULL, NULL }, { 0, 0, NULL, NULL } };

    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zhol_graph *g = NULL;
        uint32_t order[3] = { 9, 9, 9 };
        assert_int_equal(zhol_graph_new(&cases[i], NULL, &g, NULL), ZHOL_OK);
        assert_int_equal(zhol_graph_order(g, order, NULL), ZHOL_OK);
        assert_int_equal(triangles(g, order), 0);
        zhol_graph_free(g);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_of_a_grid_has_a_quarter_of_the_triangles_of_file_order),
        cmocka_unit_test(a_graph_without_neighbours_has_an_order_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
