/* SPDX-License-Identifier: Apache-2.0 */
#include "io/order.h"

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"
#include "io/file.h"

#include <stdbool.h>
#include <string.h>

static const char MAGIC[8] = { 'z', 'h', 'o', 'l', '.', 'o', 'r', 'd' };

enum { VERSION = 1, CHUNK = 4096 };

static void
put_u32(unsigned char *at, uint32_t x)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (unsigned char) (x >> 8 * i & 0xff);
    }
}

static uint32_t
get_u32(const unsigned char *at)
{
    return (uint32_t) at[0] | (uint32_t) at[1] << 8 | (uint32_t) at[2] << 16
           | (uint32_t) at[3] << 24;
}

static void
put_u64(unsigned char *at, uint64_t x)
{
    put_u32(at, (uint32_t) x);
    put_u32(at + 4, (uint32_t) (x >> 32));
}

static uint64_t
get_u64(const unsigned char *at)
{
    return get_u32(at) | (uint64_t) get_u32(at + 4) << 32;
}

/* Hashes numbers piece by piece: the hash so far is the seed of the next piece. */
typedef struct hasher {
    uint64_t hash;
    size_t n;
    unsigned char bytes[4 * CHUNK];
} hasher;

static void
hash_piece(hasher *h)
{
    h->hash = zi_hash(h->bytes, h->n, h->hash);
    h->n = 0;
}

static void
hash_u32(hasher *h, uint32_t x)
{
    if (h->n == sizeof h->bytes) {
        hash_piece(h);
    }
    put_u32(h->bytes + h->n, x);
    h->n += 4;
}

uint64_t
zi_order_hash(const zhol_graph *g)
{
    const uint32_t n_nodes = zhol_graph_n_nodes(g), n_arcs = zhol_graph_n_arcs(g);
    hasher h = { .hash = 0, .n = 0 };

    hash_u32(&h, n_nodes);
    hash_u32(&h, n_arcs);
    for (uint32_t v = 0; v < n_nodes; v++) {
        hash_u32(&h, zhol_graph_first_arc(g, v));
    }
    for (uint32_t a = 0; a < n_arcs; a++) {
        hash_u32(&h, zhol_graph_head(g, a));
    }
    hash_piece(&h);
    return h.hash;
}

void
zi_order_seal(unsigned char *bytes, size_t n)
{
    if (n >= ZI_ORDER_SUM_BYTES) {
        put_u64(bytes + n - ZI_ORDER_SUM_BYTES,
            zi_hash(bytes, n - ZI_ORDER_SUM_BYTES, VERSION));
    }
}

/* The first rank whose node is no node or named before; n_nodes: a permutation. */
static zhol_status
check_permutation(const uint32_t *order, uint32_t n_nodes, uint32_t *bad, zhol_error *err)
{
    bool *is_known = ZI_NEW(bool, n_nodes);
    uint32_t r = 0;

    if (!is_known) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look at %u nodes", n_nodes);
    }
    while (r < n_nodes && order[r] < n_nodes && !is_known[order[r]]) {
        is_known[order[r]] = true;
        r++;
    }
    zi_free(is_known);
    *bad = r;
    return ZHOL_OK;
}

static zhol_status
check_head(const char *path, const unsigned char *bytes, size_t n, const zhol_graph *g,
    zhol_error *err)
{
    const uint32_t n_nodes = zhol_graph_n_nodes(g);
    const size_t want = ZI_ORDER_HEAD_BYTES + 4 * (size_t) n_nodes + ZI_ORDER_SUM_BYTES;

    if (n < ZI_ORDER_HEAD_BYTES + ZI_ORDER_SUM_BYTES
        || memcmp(bytes, MAGIC, sizeof MAGIC) != 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: no order of nodes: a file of zhol_order_write() would be right",
            path);
    }
    if (get_u32(bytes + 8) != VERSION) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: an order of version %u: version %d would be right", path,
            get_u32(bytes + 8), VERSION);
    }
    if (get_u32(bytes + 12) != n_nodes) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: an order of %u nodes: one of this graph's %u would be right", path,
            get_u32(bytes + 12), n_nodes);
    }
    if (n != want) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: %zu bytes: %zu would be right for %u nodes", path, n, want, n_nodes);
    }
    if (get_u64(bytes + n - ZI_ORDER_SUM_BYTES)
        != zi_hash(bytes, n - ZI_ORDER_SUM_BYTES, VERSION)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: damaged: its checksum is of other bytes; make the order again",
            path);
    }
    if (get_u64(bytes + 16) != zi_order_hash(g)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: an order of another graph, also of %u nodes: one of this graph's "
            "arcs would be right",
            path, n_nodes);
    }
    return ZHOL_OK;
}

zhol_status
zi_order_unpack(const char *path, const unsigned char *bytes, size_t n,
    const zhol_graph *g, uint32_t *order, zhol_error *err)
{
    const uint32_t n_nodes = zhol_graph_n_nodes(g);
    uint32_t bad = 0;
    zhol_status status = check_head(path, bytes, n, g, err);

    if (status != ZHOL_OK) {
        return status;
    }
    for (uint32_t r = 0; r < n_nodes; r++) {
        order[r] = get_u32(bytes + ZI_ORDER_HEAD_BYTES + 4 * (size_t) r);
    }
    status = check_permutation(order, n_nodes, &bad, err);
    if (status == ZHOL_OK && bad < n_nodes) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: node %u at rank %u: each of the %u nodes once would be right", path,
            order[bad], bad, n_nodes);
    }
    return status;
}

zhol_status
zhol_order_read(const char *path, const zhol_graph *g, uint32_t *order, zhol_error *err)
{
    const size_t most = ZI_ORDER_HEAD_BYTES + 4 * (size_t) UINT32_MAX;
    char *bytes = NULL;
    size_t n = 0;
    zhol_status status = zi_file_read_all(path, most, &bytes, &n, err);

    if (status == ZHOL_OK) {
        status = zi_order_unpack(path, (const unsigned char *) bytes, n, g, order, err);
        zi_free(bytes);
    }
    return status;
}

zhol_status
zhol_order_write(
    const char *path, const zhol_graph *g, const uint32_t *order, zhol_error *err)
{
    const uint32_t n_nodes = zhol_graph_n_nodes(g);
    const size_t n = ZI_ORDER_HEAD_BYTES + 4 * (size_t) n_nodes + ZI_ORDER_SUM_BYTES;
    unsigned char *bytes = NULL;
    uint32_t bad = 0;
    zhol_status status = check_permutation(order, n_nodes, &bad, err);

    if (status != ZHOL_OK) {
        return status;
    }
    if (bad < n_nodes) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "an order with node %u at rank %u: each of the %u nodes once would be right",
            order[bad], bad, n_nodes);
    }
    bytes = ZI_NEW(unsigned char, n);
    if (!bytes) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for a file of %zu bytes", n);
    }
    memcpy(bytes, MAGIC, sizeof MAGIC);
    put_u32(bytes + 8, VERSION);
    put_u32(bytes + 12, n_nodes);
    put_u64(bytes + 16, zi_order_hash(g));
    for (uint32_t r = 0; r < n_nodes; r++) {
        put_u32(bytes + ZI_ORDER_HEAD_BYTES + 4 * (size_t) r, order[r]);
    }
    zi_order_seal(bytes, n);
    status = zi_file_write_atomic(path, bytes, n, err);
    zi_free(bytes);
    return status;
}
