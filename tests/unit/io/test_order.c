/* SPDX-License-Identifier: Apache-2.0 */
#include "io/order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

enum { N = 4, N_BYTES = ZI_ORDER_HEAD_BYTES + 4 * N + ZI_ORDER_SUM_BYTES };

static const uint32_t right[N] = { 2, 0, 3, 1 };

/* 0 -> 1 -> 2 -> `last` */
static zhol_graph *
make_graph(uint32_t last)
{
    const uint32_t tail[] = { 0, 1, 2 }, head[] = { 1, 2, last };
    const zhol_arcs arcs = { N, 3, tail, head };
    zhol_graph *g = NULL;

    assert_int_equal(zhol_graph_new(&arcs, NULL, &g, NULL), ZHOL_OK);
    return g;
}

static const char *
temporary(void)
{
    static char path[64];

    snprintf(path, sizeof path, "/tmp/zhol-order-%ld", (long) getpid());
    return path;
}

/* The bytes that zhol_order_write() makes. */
static void
pack(const zhol_graph *g, unsigned char bytes[N_BYTES])
{
    char *data = NULL;
    size_t n = 0;

    assert_int_equal(zhol_order_write(temporary(), g, right, NULL), ZHOL_OK);
    assert_int_equal(zi_file_read_all(temporary(), 1000, &data, &n, NULL), ZHOL_OK);
    unlink(temporary());
    assert_int_equal(n, N_BYTES);
    memcpy(bytes, data, n);
    zi_free(data);
}

static void
what_was_written_comes_back(void **state)
{
    zhol_graph *g = make_graph(3);
    uint32_t order[N] = { 0 };

    (void) state;
    assert_int_equal(zhol_order_write(temporary(), g, right, NULL), ZHOL_OK);
    assert_int_equal(zhol_order_read(temporary(), g, order, NULL), ZHOL_OK);
    assert_memory_equal(order, right, sizeof right);
    unlink(temporary());
    zhol_graph_free(g);
}

static void
the_bytes_are_those_that_the_header_draws(void **state)
{
    static const unsigned char head[] = { 'z', 'h', 'o', 'l', '.', 'o', 'r', 'd', 1, 0, 0,
        0, 4, 0, 0, 0 };
    static const unsigned char ranks[] = { 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0,
        0 };
    zhol_graph *g = make_graph(3);
    unsigned char bytes[N_BYTES];

    (void) state;
    pack(g, bytes);
    assert_memory_equal(bytes, head, sizeof head);
    assert_memory_equal(bytes + ZI_ORDER_HEAD_BYTES, ranks, sizeof ranks);
    zhol_graph_free(g);
}

static void
expect(const unsigned char *bytes, size_t n, const zhol_graph *g, const char *says)
{
    zhol_error err = { "" };
    uint32_t order[N];

    assert_int_equal(zi_order_unpack("x.order", bytes, n, g, order, &err), ZHOL_BAD_DATA);
    if (!strstr(err.message, says) || strncmp(err.message, "x.order: ", 9) != 0) {
        fail_msg("'%s' does not say '%s'", err.message, says);
    }
}

static void
damage_at_any_byte_and_any_cut_are_refused(void **state)
{
    zhol_graph *g = make_graph(3);
    unsigned char bytes[N_BYTES];

    (void) state;
    pack(g, bytes);
    for (size_t i = 0; i < N_BYTES; i++) {
        bytes[i] ^= 0x10;
        expect(bytes, N_BYTES, g, i < 16 ? "would be right" : "damaged");
        bytes[i] ^= 0x10;
        expect(bytes, i, g, i < 32 ? "no order of nodes" : "bytes: 48 would be right");
    }
    zhol_graph_free(g);
}

static void
an_order_of_another_graph_is_refused(void **state)
{
    zhol_graph *g = make_graph(3), *other = make_graph(0), *larger = NULL;
    const zhol_arcs arcs = { N + 1, 0, NULL, NULL };
    unsigned char bytes[N_BYTES];
    uint32_t order[N + 1];
    zhol_error err;

    (void) state;
    assert_int_equal(zhol_graph_new(&arcs, NULL, &larger, NULL), ZHOL_OK);
    pack(g, bytes);
    expect(bytes, N_BYTES, other, "an order of another graph, also of 4 nodes");
    assert_int_equal(
        zi_order_unpack("x", bytes, N_BYTES, larger, order, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "4 nodes: one of this graph's 5 would be right"));
    zhol_graph_free(larger);
    zhol_graph_free(other);
    zhol_graph_free(g);
}

static void
what_is_no_permutation_is_neither_written_nor_read(void **state)
{
    const uint32_t twice[N] = { 2, 0, 2, 1 }, far[N] = { 2, 0, 4, 1 };
    zhol_graph *g = make_graph(3);
    unsigned char bytes[N_BYTES];
    zhol_error err;

    (void) state;
    assert_int_equal(zhol_order_write(temporary(), g, twice, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "node 2 at rank 2"));
    assert_int_equal(zhol_order_write(temporary(), g, far, &err), ZHOL_BAD_DATA);
    assert_int_equal(access(temporary(), F_OK), -1);
    pack(g, bytes);
    bytes[ZI_ORDER_HEAD_BYTES + 8] = 2;
    zi_order_seal(bytes, N_BYTES);
    expect(bytes, N_BYTES, g, "node 2 at rank 2: each of the 4 nodes once");
    zhol_graph_free(g);
}

static void
a_future_version_is_refused_by_name(void **state)
{
    zhol_graph *g = make_graph(3);
    unsigned char bytes[N_BYTES];

    (void) state;
    pack(g, bytes);
    bytes[8] = 2;
    zi_order_seal(bytes, N_BYTES);
    expect(bytes, N_BYTES, g, "an order of version 2: version 1 would be right");
    zhol_graph_free(g);
}

static void
no_file_and_no_memory_are_told(void **state)
{
    zhol_graph *g = make_graph(3);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    uint32_t order[N];

    (void) state;
    assert_int_equal(zhol_order_read("/nowhere/x", g, order, NULL), ZHOL_IO);
    assert_int_equal(zhol_order_write("/nowhere/x", g, right, NULL), ZHOL_IO);
    for (long k = 0; status != ZHOL_OK; k++) {
        assert_true(k < 20);
        zi_mem_fail_after(k);
        status = zhol_order_write(temporary(), g, right, NULL);
        zi_mem_fail_after(-1);
        assert_true((status == ZHOL_OK || status == ZHOL_LIMIT) && zi_mem_live() == live);
    }
    status = ZHOL_LIMIT;
    for (long k = 0; status != ZHOL_OK; k++) {
        assert_true(k < 20);
        zi_mem_fail_after(k);
        status = zhol_order_read(temporary(), g, order, NULL);
        zi_mem_fail_after(-1);
        assert_true((status == ZHOL_OK || status == ZHOL_LIMIT) && zi_mem_live() == live);
    }
    unlink(temporary());
    zhol_graph_free(g);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_comes_back),
        cmocka_unit_test(the_bytes_are_those_that_the_header_draws),
        cmocka_unit_test(damage_at_any_byte_and_any_cut_are_refused),
        cmocka_unit_test(an_order_of_another_graph_is_refused),
        cmocka_unit_test(what_is_no_permutation_is_neither_written_nor_read),
        cmocka_unit_test(a_future_version_is_refused_by_name),
        cmocka_unit_test(no_file_and_no_memory_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
