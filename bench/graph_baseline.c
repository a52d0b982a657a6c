/* SPDX-License-Identifier: Apache-2.0 */
#include "graph_baseline.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t NOT_IN_HEAP = UINT32_MAX;

baseline *
baseline_new(const zhol_graph *g, const uint32_t *weight)
{
    const size_t n = zhol_graph_n_nodes(g), m = zhol_graph_n_arcs(g);
    baseline *b = calloc(1, sizeof *b);

    if (!b) {
        return NULL;
    }
    b->n_nodes = (uint32_t) n;
    b->first = malloc((n + 1) * sizeof *b->first);
    b->head = malloc((m + 1) * sizeof *b->head);
    b->weight = malloc((m + 1) * sizeof *b->weight);
    b->distance = malloc((n + 1) * sizeof *b->distance);
    b->place = malloc((n + 1) * sizeof *b->place);
    b->heap = malloc((n + 1) * sizeof *b->heap);
    if (!b->first || !b->head || !b->weight || !b->distance || !b->place || !b->heap) {
        baseline_free(b);
        return NULL;
    }
    for (uint32_t v = 0; v <= n; v++) {
        b->first[v] = zhol_graph_first_arc(g, v);
    }
    for (uint32_t a = 0; a < m; a++) {
        b->head[a] = zhol_graph_head(g, a);
        b->weight[a] = weight[a];
    }
    return b;
}

void
baseline_free(baseline *b)
{
    if (b) {
        free(b->first);
        free(b->head);
        free(b->weight);
        free(b->distance);
        free(b->place);
        free(b->heap);
        free(b);
    }
}

static inline void
put(baseline *b, uint32_t place, uint32_t node)
{
    b->heap[place] = node;
    b->place[node] = place;
}

static inline void
move_up(baseline *b, uint32_t place, uint32_t node)
{
    const uint32_t distance = b->distance[node];

    while (place > 0) {
        const uint32_t above = (place - 1) / 2;
        if (b->distance[b->heap[above]] <= distance) {
            break;
        }
        put(b, place, b->heap[above]);
        place = above;
    }
    put(b, place, node);
}

static inline void
move_down(baseline *b, uint32_t place, uint32_t node)
{
    const uint32_t distance = b->distance[node];

    for (;;) {
        uint32_t below = 2 * place + 1;
        if (below >= b->n_heap) {
            break;
        }
        if (below + 1 < b->n_heap
            && b->distance[b->heap[below + 1]] < b->distance[b->heap[below]]) {
            below++;
        }
        if (distance <= b->distance[b->heap[below]]) {
            break;
        }
        put(b, place, b->heap[below]);
        place = below;
    }
    put(b, place, node);
}

void
baseline_run(baseline *b, uint32_t source)
{
    memset(b->distance, 0xff, b->n_nodes * sizeof *b->distance);
    memset(b->place, 0xff, b->n_nodes * sizeof *b->place);
    b->distance[source] = 0;
    b->n_heap = 1;
    put(b, 0, source);
    while (b->n_heap > 0) {
        const uint32_t nearest = b->heap[0];
        b->n_heap--;
        if (b->n_heap > 0) {
            move_down(b, 0, b->heap[b->n_heap]);
        }
        b->place[nearest] = NOT_IN_HEAP;
        for (uint32_t a = b->first[nearest]; a < b->first[nearest + 1]; a++) {
            const uint32_t v = b->head[a], distance = b->distance[nearest] + b->weight[a];
            if (b->weight[a] == ZHOL_INFINITE || distance >= b->distance[v]) {
                continue;
            }
            b->distance[v] = distance;
            move_up(b, b->place[v] == NOT_IN_HEAP ? b->n_heap++ : b->place[v], v);
        }
    }
}
