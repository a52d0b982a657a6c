/* SPDX-License-Identifier: Apache-2.0 */
#include "skim/hierarchy.h"

#include "base/fail.h"
#include "base/mem.h"

/* Where a node goes: before those of later places, gates before layers. */
static uint32_t
bucket_of(const zi_node *node, const uint32_t *ranks)
{
    const bool is_gate = node->layer == ZI_GATE_OUT || node->layer == ZI_GATE_IN;

    return 2 * ranks[node->place] + !is_gate;
}

/* A counting sort: nodes of one bucket stay in the order of their numbers. */
zhol_status
zi_hierarchy_order(const zi_network *net, uint32_t *order, zhol_error *err)
{
    uint32_t n_places;
    const uint32_t *ranks = zhol_world_place_ranks(net->scene->book->world, &n_places);
    const size_t n_buckets = 2 * (size_t) n_places;
    uint32_t *first = ZI_NEW(uint32_t, n_buckets + 1);

    if (!first) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to order the network");
    }
    for (uint32_t v = 0; v < net->n_nodes; v++) {
        first[bucket_of(&net->nodes[v], ranks) + 1]++;
    }
    for (size_t i = 0; i < n_buckets; i++) {
        first[i + 1] += first[i];
    }
    for (uint32_t v = 0; v < net->n_nodes; v++) {
        order[first[bucket_of(&net->nodes[v], ranks)]++] = v;
    }
    zi_free(first);
    return ZHOL_OK;
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
