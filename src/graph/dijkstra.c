/* SPDX-License-Identifier: Apache-2.0 */
/* Dijkstra (1959) with an indexed 4-ary heap. Every node carries the number of the run in
 * which it was last touched, so that a new run starts without clearing n_nodes elements.
 *
 * Distances cannot overflow: a shortest way has fewer than 2^30 arcs below 2^32 each. */
#include "graph/graph.h"

#include "base/fail.h"
#include "base/mem.h"

#include <string.h>

typedef struct node_state {
    uint64_t distance;
    uint32_t parent; /* arc */
    uint32_t slot;   /* in the heap; SETTLED once taken out */
    uint32_t run;    /* the fields above are of this run */
} node_state;

typedef struct heap_entry {
    uint64_t distance; /* a copy: comparing needs no look at the node */
    uint32_t node;
} heap_entry;

struct zhol_dijkstra {
    const zhol_graph *graph; /* borrowed */
    node_state *nodes;
    heap_entry *heap;
    uint32_t n_heap, run;
};

static const uint32_t SETTLED = UINT32_MAX;

zhol_status
zhol_dijkstra_new(const zhol_graph *g, zhol_dijkstra **out, zhol_error *err)
{
    zhol_dijkstra *d = ZI_NEW(zhol_dijkstra, 1);

    *out = NULL;
    if (d) {
        d->graph = g;
        d->nodes = ZI_NEW(node_state, g->n_nodes);
        d->heap = ZI_NEW(heap_entry, g->n_nodes);
    }
    if (!d || !d->nodes || !d->heap) {
        zhol_dijkstra_free(d);
        return zi_fail(err, ZHOL_LIMIT, "no memory to search %u nodes", g->n_nodes);
    }
    *out = d;
    return ZHOL_OK;
}

void
zhol_dijkstra_free(zhol_dijkstra *d)
{
    if (d) {
        zi_free(d->nodes);
        zi_free(d->heap);
        zi_free(d);
    }
}

static bool
is_before(heap_entry a, heap_entry b)
{
    return a.distance != b.distance ? a.distance < b.distance : a.node < b.node;
}

static void
put(zhol_dijkstra *d, uint32_t slot, heap_entry entry)
{
    d->heap[slot] = entry;
    d->nodes[entry.node].slot = slot;
}

static void
move_up(zhol_dijkstra *d, uint32_t slot, heap_entry entry)
{
    while (slot > 0) {
        const uint32_t above = (slot - 1) / 4;
        if (!is_before(entry, d->heap[above])) {
            break;
        }
        put(d, slot, d->heap[above]);
        slot = above;
    }
    put(d, slot, entry);
}

static void
move_down(zhol_dijkstra *d, uint32_t slot, heap_entry entry)
{
    for (;;) {
        const uint32_t begin = 4 * slot + 1;
        const uint32_t end = begin + 4 < d->n_heap ? begin + 4 : d->n_heap;
        uint32_t best = begin;
        for (uint32_t child = begin + 1; child < end; child++) {
            if (is_before(d->heap[child], d->heap[best])) {
                best = child;
            }
        }
        if (begin >= d->n_heap || !is_before(d->heap[best], entry)) {
            break;
        }
        put(d, slot, d->heap[best]);
        slot = best;
    }
    put(d, slot, entry);
}

static uint32_t
take_nearest(zhol_dijkstra *d)
{
    const uint32_t node = d->heap[0].node;

    d->nodes[node].slot = SETTLED;
    d->n_heap--;
    if (d->n_heap > 0) {
        move_down(d, 0, d->heap[d->n_heap]);
    }
    return node;
}

/* Offers node `v` the distance by way of arc `parent`. */
static void
offer(zhol_dijkstra *d, uint32_t v, uint64_t distance, uint32_t parent)
{
    node_state *s = &d->nodes[v];

    if (s->run != d->run) {
        *s = (node_state){ .distance = distance, .parent = parent, .run = d->run };
        d->n_heap++;
        move_up(d, d->n_heap - 1, (heap_entry){ distance, v });
    } else if (s->slot == SETTLED) {
        return; /* so no cycle of zero weight can enter the tree */
    } else if (distance < s->distance) {
        s->distance = distance;
        s->parent = parent;
        move_up(d, s->slot, (heap_entry){ distance, v });
    } else if (distance == s->distance && parent < s->parent) {
        s->parent = parent;
    }
}

static void
begin_run(zhol_dijkstra *d)
{
    d->run++;
    d->n_heap = 0;
    if (d->run == 0) { /* after 2^32 - 1 runs every mark is old again */
        memset(d->nodes, 0, d->graph->n_nodes * sizeof *d->nodes);
        d->run = 1;
    }
}

zhol_status
zhol_dijkstra_run(zhol_dijkstra *d, const uint32_t *weight, uint32_t source,
    uint32_t target, zhol_error *err)
{
    const zhol_graph *g = d->graph;

    if (source >= g->n_nodes || (target >= g->n_nodes && target != ZHOL_NO_NODE)) {
        return zi_fail(err, ZHOL_USAGE, "node %u, but there are %u nodes",
            source >= g->n_nodes ? source : target, g->n_nodes);
    }
    begin_run(d);
    offer(d, source, 0, ZHOL_NO_ARC);
    while (d->n_heap > 0) {
        const uint32_t v = take_nearest(d);
        const uint64_t distance = d->nodes[v].distance;
        if (v == target) {
            break;
        }
        for (uint32_t a = g->first[v]; a < g->first[v + 1]; a++) {
            if (weight[a] != ZHOL_INFINITE) {
                offer(d, g->head[a], distance + weight[a], a);
            }
        }
    }
    return ZHOL_OK;
}

/* Nodes still in the heap have no final distance: they count as not reached. */
static bool
is_reached(const zhol_dijkstra *d, uint32_t v)
{
    return d->nodes[v].run == d->run && d->nodes[v].slot == SETTLED && d->run > 0;
}

uint64_t
zhol_dijkstra_distance(const zhol_dijkstra *d, uint32_t v)
{
    return is_reached(d, v) ? d->nodes[v].distance : ZHOL_UNREACHABLE;
}

uint32_t
zhol_dijkstra_parent_arc(const zhol_dijkstra *d, uint32_t v)
{
    return is_reached(d, v) ? d->nodes[v].parent : ZHOL_NO_ARC;
}
