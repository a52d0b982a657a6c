/* SPDX-License-Identifier: Apache-2.0 */
/** @file cch.h  What a hierarchy is made of, for the files cch*.c only.
 *
 * Nodes are ranks of a post-order of the elimination tree: the subtree of v is
 * v - size[v] + 1 .. v, and its ancestors, the only nodes that an edge leads up to, each
 * have a depth of their own. Loops keep distances by depth: a few kilobytes that stay in
 * the cache, where an array by node would not.
 */
#ifndef ZI_GRAPH_CCH_H
#define ZI_GRAPH_CCH_H

#include "graph/graph.h"

#include <stddef.h>

struct zhol_cch {
    uint32_t n_nodes, n_arcs, n_edges;
    uint32_t height; /* nodes on the longest way from a root down */
    uint64_t n_triangles;
    uint32_t *rank, *node;      /* of a node; of a rank */
    uint32_t *parent;           /* ZHOL_NO_NODE: a root */
    uint32_t *depth, *size;     /* a root's depth is 0 */
    uint32_t *first_up;         /* n_nodes + 1: edges of v, upper ends ascending */
    uint32_t *up;               /* upper end by edge */
    uint32_t *up_depth;         /* its depth */
    uint32_t *first_down;       /* n_nodes + 1: by upper end */
    uint32_t *down, *down_edge; /* lower end and edge, ascending */
    uint32_t *arc_edge;         /* by arc: 2 * edge + (1 if it goes down); ZHOL_NO_ARC */
};

#endif
