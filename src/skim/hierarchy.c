/* SPDX-License-Identifier: Apache-2.0 */
#include "skim/hierarchy.h"

#include <assert.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/berths.h"

/* Where a node goes: gates before all, then layers in the order of berths. */
static uint32_t
bucket_of(const zi_network *net, uint32_t node, const zi_berth_index *index)
{
    const zi_node *v = &net->nodes[node];

    if (v->layer == ZI_GATE_OUT || v->layer == ZI_GATE_IN) {
        return 0;
    }
    const zi_layer *layer = &net->layers[v->layer];
    const uint32_t rank =
        zi_berth_rank(index, &(zhol_berth){ v->place, layer->mode, layer->gauge_mm });
    assert(rank != UINT32_MAX); /* a node of a layer is the end of a link of it */
    return 1 + rank;
}

/* A counting sort: nodes of one bucket stay in the order of their numbers. */
static zhol_status
sort_nodes(
    const zi_network *net, const zi_berth_index *index, uint32_t *order, zhol_error *err)
{
    uint32_t n_berths;
    (void) zhol_world_berths(net->scene->book->world, &n_berths);
    const size_t n_buckets = (size_t) n_berths + 1;
    uint32_t *first = ZI_NEW(uint32_t, n_buckets + 1);
    uint32_t *bucket = ZI_NEW(uint32_t, (size_t) net->n_nodes + 1);
    zhol_status status = ZHOL_OK;

    if (!first || !bucket) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to order the network");
        goto out;
    }
    for (uint32_t v = 0; v < net->n_nodes; v++) {
        bucket[v] = bucket_of(net, v, index);
        first[bucket[v] + 1]++;
    }
    for (size_t i = 0; i < n_buckets; i++) {
        first[i + 1] += first[i];
    }
    for (uint32_t v = 0; v < net->n_nodes; v++) {
        order[first[bucket[v]]++] = v;
    }
out:
    zi_free(first);
    zi_free(bucket);
    return status;
}

zhol_status
zi_hierarchy_order(const zi_network *net, uint32_t *order, zhol_error *err)
{
    zi_berth_index index = { 0 };
    zhol_status status = zi_berth_index_make(net->scene->book->world, &index, err);

    if (status == ZHOL_OK) {
        status = sort_nodes(net, &index, order, err);
    }
    zi_berth_index_free(&index);
    return status;
}

zhol_status
zi_hierarchy_new(
    const zi_network *net, const zhol_graph *g, zhol_cch **out, zhol_error *err)
{
    uint32_t *order = ZI_NEW(uint32_t, (size_t) net->n_nodes + 1);
    zhol_status status = order ? zi_hierarchy_order(net, order, err)
                               : zi_fail(err, ZHOL_LIMIT, "no memory to order nodes");

    *out = NULL;
    if (status == ZHOL_OK) {
        status = zhol_cch_new(g, order, out, err);
    }
    zi_free(order);
    return status;
}
