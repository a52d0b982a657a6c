/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> an order of a ring of eight nodes. They are tried as they are, and laid over
 * the numbers of a right file whose checksum is made to fit. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/order.h"

enum { N = 8, N_BYTES = ZI_ORDER_HEAD_BYTES + 4 * N + ZI_ORDER_SUM_BYTES };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_bytes(const unsigned char *bytes, size_t n, const zhol_graph *g)
{
    zhol_error err = { "" };
    uint32_t order[N], n_seen[N] = { 0 };
    const zhol_status status = zi_order_unpack("fuzz", bytes, n, g, order, &err);

    if (status != ZHOL_OK
        && (status != ZHOL_BAD_DATA || strncmp(err.message, "fuzz: ", 6) != 0)) {
        abort();
    }
    for (uint32_t r = 0; r < N && status == ZHOL_OK; r++) {
        if (order[r] >= N || n_seen[order[r]]++ > 0) {
            abort();
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char bytes[N_BYTES] = "zhol.ord\1\0\0\0\10\0\0";
    uint32_t tail[N], head[N];
    const zhol_arcs arcs = { N, N, tail, head };
    zhol_graph *g = NULL;

    for (uint32_t v = 0; v < N; v++) {
        tail[v] = v;
        head[v] = (v + 1) % N;
    }
    if (zhol_graph_new(&arcs, NULL, &g, NULL) != ZHOL_OK) {
        return 0;
    }
    try_bytes(data, size, g);
    const uint64_t hash = zi_order_hash(g);
    for (int i = 0; i < 8; i++) {
        bytes[16 + i] = (unsigned char) (hash >> 8 * i & 0xff);
    }
    for (uint32_t i = 0; i < 4 * N && i < size; i++) {
        bytes[ZI_ORDER_HEAD_BYTES + i] = data[i];
    }
    zi_order_seal(bytes, N_BYTES);
    try_bytes(bytes, N_BYTES, g);
    zhol_graph_free(g);
    if (zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
