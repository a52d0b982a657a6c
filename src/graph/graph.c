/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/graph.h"

#include "base/fail.h"
#include "base/mem.h"

static zhol_status
check_arcs(const zhol_arcs *arcs, zhol_error *err)
{
    if (arcs->n_nodes >= ZI_GRAPH_MAX || arcs->n_arcs >= ZI_GRAPH_MAX) {
        return zi_fail(err, ZHOL_LIMIT,
            "a graph of %u nodes and %u arcs: there may be fewer than %u of each",
            arcs->n_nodes, arcs->n_arcs, ZI_GRAPH_MAX);
    }
    for (uint32_t a = 0; a < arcs->n_arcs; a++) {
        const uint32_t tail = arcs->tail[a], head = arcs->head[a];
        if (tail >= arcs->n_nodes || head >= arcs->n_nodes) {
            return zi_fail(err, ZHOL_BAD_DATA, "arc %u: node %u, but there are %u nodes",
                a, tail >= arcs->n_nodes ? tail : head, arcs->n_nodes);
        }
    }
    return ZHOL_OK;
}

zhol_status
zhol_graph_new(
    const zhol_arcs *arcs, uint32_t *new_arc_of, zhol_graph **out, zhol_error *err)
{
    const uint32_t n_nodes = arcs->n_nodes, n_arcs = arcs->n_arcs;
    zhol_status status = ZHOL_OK;
    zhol_graph *g = NULL;
    uint32_t *next = NULL;

    *out = NULL;
    status = check_arcs(arcs, err);
    if (status != ZHOL_OK) {
        return status;
    }
    g = ZI_NEW(zhol_graph, 1);
    next = ZI_NEW(uint32_t, (size_t) n_nodes + 1);
    if (g) {
        *g = (zhol_graph){ .n_nodes = n_nodes, .n_arcs = n_arcs };
        g->first = ZI_NEW(uint32_t, (size_t) n_nodes + 1);
        g->head = ZI_NEW(uint32_t, n_arcs);
    }
    if (!g || !next || !g->first || !g->head) {
        status = zi_fail(
            err, ZHOL_LIMIT, "no memory for %u nodes and %u arcs", n_nodes, n_arcs);
        goto out;
    }

    /* Counting sort by tail: stable, so parallel arcs keep their input order. */
    for (uint32_t a = 0; a < n_arcs; a++) {
        g->first[arcs->tail[a] + 1]++;
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        g->first[v + 1] += g->first[v];
        next[v] = g->first[v];
    }
    for (uint32_t a = 0; a < n_arcs; a++) {
        const uint32_t b = next[arcs->tail[a]]++;
        g->head[b] = arcs->head[a];
        if (new_arc_of) {
            new_arc_of[a] = b;
        }
    }
    *out = g;
    g = NULL; /* handed over */

out:
    zi_free(next);
    zhol_graph_free(g);
    return status;
}

zhol_status
zhol_graph_reverse(
    const zhol_graph *g, uint32_t *arc_of, zhol_graph **out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    uint32_t *tail = ZI_NEW(uint32_t, g->n_arcs), *to = ZI_NEW(uint32_t, g->n_arcs);

    *out = NULL;
    if (!tail || !to) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to turn round %u arcs", g->n_arcs);
        goto out;
    }
    for (uint32_t v = 0; v < g->n_nodes; v++) {
        for (uint32_t a = g->first[v]; a < g->first[v + 1]; a++) {
            tail[a] = v;
        }
    }
    const zhol_arcs arcs = { g->n_nodes, g->n_arcs, g->head, tail };
    status = zhol_graph_new(&arcs, to, out, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    for (uint32_t a = 0; arc_of && a < g->n_arcs; a++) {
        arc_of[to[a]] = a;
    }

out:
    zi_free(tail);
    zi_free(to);
    return status;
}

void
zhol_graph_free(zhol_graph *g)
{
    if (g) {
        zi_free(g->first);
        zi_free(g->head);
        zi_free(g);
    }
}

uint32_t
zhol_graph_n_nodes(const zhol_graph *g)
{
    return g->n_nodes;
}

uint32_t
zhol_graph_n_arcs(const zhol_graph *g)
{
    return g->n_arcs;
}

uint32_t
zhol_graph_first_arc(const zhol_graph *g, uint32_t v)
{
    return g->first[v];
}

uint32_t
zhol_graph_head(const zhol_graph *g, uint32_t arc)
{
    return g->head[arc];
}

uint32_t
zhol_graph_tail(const zhol_graph *g, uint32_t arc)
{
    uint32_t low = 0, high = g->n_nodes; /* first[low] <= arc < first[high] */

    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (g->first[middle] <= arc) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}
