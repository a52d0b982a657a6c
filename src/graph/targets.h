/* SPDX-License-Identifier: Apache-2.0 */
/** @file targets.h  What a selection of targets is made of (RPHAST). */
#ifndef ZI_GRAPH_TARGETS_H
#define ZI_GRAPH_TARGETS_H

#include "graph/metric.h"

struct zhol_targets {
    const zhol_metric *metric; /* borrowed */
    bool is_reverse;
    uint32_t n_targets, n_positions, n_rows;
    uint32_t *position;   /* by rank: 1 + position, in descending ranks; 0: none */
    uint32_t *target_row; /* by target: which row of a sweep's answer is its */
    /* By position, as zi_fall has them. `weight` holds edges where lanes are metrics. */
    uint32_t *depth, *row, *first, *head, *weight;
};

#endif
