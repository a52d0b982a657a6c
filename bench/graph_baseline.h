/* SPDX-License-Identifier: Apache-2.0 */
/** @file graph_baseline.h  The baseline of bench_graph: Dijkstra as one would write it
 * without preparing the graph.
 *
 * Flat arrays by tail, nodes in the order of the file, distances of 32 bits, a binary
 * heap of node numbers that knows each node's place. Sums must stay below 2^32.
 *
 * On the New York graph, travel times, it takes 26 ms where zhol_dijkstra_run() takes 32.
 * It would take 18 with distances beside the numbers in the heap, 64 bits a slot: ratios
 * of this bench are to the plain one.
 */
#ifndef ZHOL_BENCH_GRAPH_BASELINE_H
#define ZHOL_BENCH_GRAPH_BASELINE_H

#include <stdint.h>
#include <zhol/graph.h>

typedef struct baseline {
    uint32_t n_nodes, n_heap;
    uint32_t *first, *head, *weight;
    uint32_t *distance; /**< by node, of the last run; ZHOL_INFINITE: not reached */
    uint32_t *place;    /**< by node, in the heap */
    uint32_t *heap;     /**< nodes */
} baseline;

/** Copies the graph. NULL: no memory. baseline_free() at the end. */
baseline *baseline_new(const zhol_graph *g, const uint32_t *weight);
void baseline_free(baseline *b);

/** From source to every node. */
void baseline_run(baseline *b, uint32_t source);

#endif
