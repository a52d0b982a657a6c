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

/** Ranks begin .. end - 1: whole subtrees, which no other task's rows depend on. */
typedef struct zi_cch_task {
    uint32_t begin, end;
} zi_cch_task;

struct zhol_cch {
    uint32_t n_nodes, n_arcs, n_edges;
    uint32_t height; /* nodes on the longest way from a root down */
    uint64_t n_triangles;
    uint32_t *rank, *node;  /* of a node; of a rank */
    uint32_t *parent;       /* ZHOL_NO_NODE: a root */
    uint32_t *depth, *size; /* a root's depth is 0 */

    uint32_t *first_up; /* n_nodes + 1: edges of v, upper ends ascending */
    uint32_t *up, *low; /* ends, by edge */
    uint32_t *up_depth; /* of the upper end */

    /* Edges by upper end: first those whose lower end is in a task, then those whose
     * lower end is a top node, ascending in either part. A node's last edge is left out:
     * there is none behind it to make a triangle. */
    uint32_t *first_down; /* n_nodes + 1 */
    uint32_t *top_down;   /* where the second part begins */
    uint32_t *down_edge;
    uint32_t *down_end; /* one past the last edge of its lower end */

    /* Arcs by lower end, without loops. */
    uint32_t *first_arc; /* n_nodes + 1 */
    uint32_t *arc;
    uint32_t *arc_place; /* 2 * depth of the upper end + (1 if it goes down) */

    /* A top node is above more than a share of all nodes; the others fall apart into
     * subtrees. Both depend on the order alone, not on the number of threads. */
    uint32_t *top; /* ascending */
    zi_cch_task *task;
    uint32_t n_top, n_tasks;
};

enum { ZI_CCH_TOP_SHARE = 32, ZI_CCH_TASK_SHARE = 64, ZI_CCH_MIN_TASK = 8 };

static inline bool
zi_cch_is_top(const zhol_cch *c, uint32_t v)
{
    return c->size[v] > c->n_nodes / ZI_CCH_TOP_SHARE + ZI_CCH_MIN_TASK;
}

#endif
