/* SPDX-License-Identifier: Apache-2.0 */
/** @file kernel.h  The inner loops of hierarchies, one table of them for each width of
 * vectors.
 *
 * kernel_body.h is compiled once for each width, with the compiler's options for it; all
 * numbers are integers, so the answers are the same to the last bit. Distances and
 * weights are at most ZI_FAR, "no way", so that the sum of two never wraps round.
 *
 * Lanes: the weights of edge e are w[(2 e + is_down) * stride + lane]: upwards first.
 * "Place" is 2 * depth + is_down: a row by place is a node's edges to its ancestors.
 */
#ifndef ZI_GRAPH_KERNEL_H
#define ZI_GRAPH_KERNEL_H

#include "graph/cch.h"

#define ZI_FAR      UINT32_C(0x7fffffff)
#define ZI_TOO_LONG (UINT32_C(1) << 30) /* for one edge: two are still below ZI_FAR */
#define ZI_IS_ARC   (UINT32_C(1) << 31) /* in `via`: an arc's number, else an edge's */

enum {
    ZI_MAX_STRIDE = 16, /* of metrics */
    ZI_MAX_LANES = 32   /* of sources, on their way to targets */
};

/** Customization: what the rows of edges are made from. */
typedef struct zi_rows {
    const zhol_cch *cch;
    const uint32_t *const *weight; /* of arcs, by metric */
    uint32_t n_metrics, stride;    /* stride 1, 4, 8 or 16 */
    uint32_t *w;                   /* of edges */
    uint32_t *via;                 /* [2 e + is_down], or NULL; stride 1 only */
} zi_rows;

/** Which part of a row: from arcs and the lower edges of the first part, from those of
 * the second, or both. */
typedef enum zi_part { ZI_FROM_ARCS = 1, ZI_FROM_TASKS = 2, ZI_FROM_TOP = 4 } zi_part;

/** Scratch of one thread: by place, height * 2 * stride elements each; ZI_FAR and
 * ZHOL_NO_ARC everywhere before and after a pull. */
typedef struct zi_row_scratch {
    uint32_t *w, *via;
} zi_row_scratch;

/** Edges by which a search or sweep goes on, as arrays by node or by position. */
typedef struct zi_side {
    const uint32_t *first;  /* edges of position i: first[i] .. first[i + 1] - 1 */
    const uint32_t *head;   /* depth of the upper end */
    const uint32_t *up;     /* the upper end; NULL in a selection */
    const uint32_t *weight; /* weight[edge * step]: of one metric */
    const uint32_t *edge;   /* the hierarchy's edge, or NULL: it is the index */
    uint32_t step;          /* in elements; of a batch: from edge to edge */
} zi_side;

/** A sweep down over positions, which stand for nodes in descending order. */
typedef struct zi_fall {
    zi_side side;
    const uint32_t *depth; /* by position */
    const uint32_t *slot;  /* by position or node: where its start is; 0 is far */
    const uint32_t *start; /* [slot * stride + lane] */
    const uint32_t *row;   /* by position: where the answer goes, or ZHOL_NO_NODE */
    uint32_t *out;         /* [row * stride + lane], ZHOL_INFINITE where none */
    uint32_t *by_depth;    /* [depth * stride + lane]: scratch */
    uint32_t stride;       /* 1, 4, 16, or ZI_MAX_LANES: of a selection, no batch */
    bool is_batch;         /* weights have lanes, too */
    bool is_by_node; /* position i is node n_nodes - 1 - i, slots are by node, and row is
                        NULL: answers one after the other */
    uint32_t n_nodes;
} zi_fall;

/** A search up from many nodes at once, over all their ancestors. */
typedef struct zi_rise {
    zi_side side;
    const uint32_t *node; /* n of them, parents before their children */
    const uint32_t *slot; /* by node */
    uint32_t *start;      /* [slot * stride + lane] */
    uint32_t n, stride;
    bool is_batch;
} zi_rise;

/** One search up a hierarchy: distances by depth, the node's own among them. */
typedef struct zi_climb {
    zi_side side;
    const uint32_t *parent, *depth;
    uint32_t stride;
} zi_climb;

typedef struct zi_kernel {
    uint32_t lanes;
    /* Makes (a part of) the row of node y, and returns its largest finite weight. */
    uint32_t (*pull)(
        const zi_rows *rows, const zi_row_scratch *scratch, uint32_t y, uint32_t parts);
    /* The largest of n numbers, where `none` counts as 0. */
    uint32_t (*largest)(const uint32_t *x, size_t n, uint32_t none);
    /* Perfect customization: shortest distances `far` from y, by place, serve the lower
     * edges begin .. end - 1 of down_edge. */
    void (*push)(const zi_rows *rows, const uint32_t *far, uint32_t begin, uint32_t end,
        uint32_t *perfect);
    /* Goes from v up to the root, or until `end` is next; by_depth holds v's start, and
     * ZI_FAR above it. */
    void (*climb)(const zi_climb *c, uint32_t v, uint32_t end, uint32_t *by_depth);
    void (*rise)(const zi_rise *r);
    /* Sweeps positions begin .. end - 1. */
    void (*fall)(const zi_fall *f, uint32_t begin, uint32_t end);
} zi_kernel;

/** The table for at most so many lanes (0: the widest) that this processor has. */
const zi_kernel *zi_kernel_for(uint32_t lanes);

extern const zi_kernel zi_kernel_1, zi_kernel_4, zi_kernel_8, zi_kernel_16;

#endif
