/* SPDX-License-Identifier: Apache-2.0 */
/* On the default world nobody is sent round a terminal or back the way he came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <zhol/route.h>

#include "base/mem.h"

enum { MAX_PLACES = 512 };

static bool
passes_a_place_twice(const zhol_alternative *way)
{
    zhol_ref seen[MAX_PLACES];
    uint32_t n = 0;

    for (uint32_t k = 0; k < way->n_legs; k++) {
        const zhol_ref to = way->legs[k].to;
        if (n > 0 && seen[n - 1] == to) {
            continue; /* a procedure where the shipment is already */
        }
        for (uint32_t i = 0; i < n; i++) {
            if (seen[i] == to) {
                return true;
            }
        }
        assert_true(n < MAX_PLACES);
        seen[n++] = to;
    }
    return false;
}

/* How many ways between two places pass a place twice; of those that no single number
 * (fastest, cheapest, cleanest) asks for if `is_lenient`. */
static uint32_t
count_loops(const zhol_world *w, const char *from, const char *to, bool is_lenient)
{
    const uint32_t best = ZHOL_LABEL_FASTEST | ZHOL_LABEL_CHEAPEST | ZHOL_LABEL_CLEANEST;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_consignment c;
    zhol_route_options o;
    zhol_end a, b;
    uint32_t n = 0;

    zhol_consignment_defaults(&c);
    zhol_route_defaults(&o);
    assert_int_equal(zhol_end_read(w, from, &a, NULL), ZHOL_OK);
    assert_int_equal(zhol_end_read(w, to, &b, NULL), ZHOL_OK);
    assert_int_equal(zhol_router_new(w, &router, NULL), ZHOL_OK);
    assert_int_equal(zhol_router_find(router, &a, &b, &c, &o, &routes, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        const zhol_alternative *way = &routes->alternatives[i];
        n += passes_a_place_twice(way) && !(is_lenient && (way->labels & best));
    }
    zhol_routes_free(routes);
    zhol_router_free(router);
    return n;
}

static int
open_world(void **state)
{
    return zhol_world_open(ZHOL_WORLD_FILE, NULL, (zhol_world **) state, NULL) != ZHOL_OK;
}

static int
close_world(void **state)
{
    zhol_world_free(*state);
    return zi_mem_live() != 0;
}

/* Almaty's rail terminal takes a day: a lorry trip to Zhetygen and back must not be
 * quicker, nor one round the block at Khorgos cheaper than its crane. */
static void
no_terminal_is_quicker_driven_round_than_used(void **state)
{
    static const char *const pairs[][2] = { { "Chongqing", "Almaty" },
        { "Chongqing", "Tashkent" }, { "Guangzhou", "Almaty" }, { "Yiwu", "Almaty" },
        { "Almaty", "Lianyungang" }, { "Xi'an", "Baku" }, { "Chongqing", "Duisburg" } };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_int_equal(count_loops(*state, pairs[i][0], pairs[i][1], false), 0);
    }
}

static void
a_way_that_no_number_asks_for_passes_no_place_twice(void **state)
{
    static const char *const pairs[][2] = { { "Shanghai", "Almaty" },
        { "Shanghai", "Tehran" }, { "Chongqing", "Astana" }, { "Moscow", "Guangzhou" },
        { "Warsaw", "Tehran" } };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_int_equal(count_loops(*state, pairs[i][0], pairs[i][1], true), 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_terminal_is_quicker_driven_round_than_used),
        cmocka_unit_test(a_way_that_no_number_asks_for_passes_no_place_twice),
    };
    return cmocka_run_group_tests_name("straight", tests, open_world, close_world);
}
