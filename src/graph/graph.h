/* SPDX-License-Identifier: Apache-2.0 */
/** @file graph.h  What a graph is made of, for the loops of this room only. */
#ifndef ZI_GRAPH_GRAPH_H
#define ZI_GRAPH_GRAPH_H

#include <zhol/graph.h>

struct zhol_graph {
    uint32_t n_nodes, n_arcs;
    uint32_t *first; /* arcs of node v: first[v] .. first[v + 1] - 1 */
    uint32_t *head;
};

/* Below this no sum of weights along any sequence of labels can reach 2^64. */
#define ZI_GRAPH_MAX (UINT32_C(1) << 30)

#endif
