/* SPDX-License-Identifier: Apache-2.0 */
/** @file metric.h  What customized weights are made of, for this room only. */
#ifndef ZI_GRAPH_METRIC_H
#define ZI_GRAPH_METRIC_H

#include "graph/kernel.h"

/** Of perfect customization: the edges that some shortest way needs, by lower end. */
typedef struct zi_kept {
    uint32_t *first, *head, *up, *weight, *edge;
} zi_kept;

struct zhol_metric {
    const zhol_cch *cch; /* borrowed */
    const zi_kernel *kernel;
    uint32_t n_metrics, stride, n_threads;
    bool is_perfect;
    void *w_memory;
    uint32_t *w, *via; /* as in zi_rows */
    zi_kept kept[2];   /* upwards, downwards */
};

/** The edges of every node: upwards, or downwards. */
zi_side zi_metric_side(const zhol_metric *m, bool is_down);

/** perfect.c: fills m->kept. @return false: no memory. */
ZHOL_MUST_CHECK zhol_status zi_metric_perfect(zhol_metric *m, zhol_error *err);

/** sweep.c: of the metric that it sweeps. */
uint32_t zi_sweep_n_metrics(const zhol_sweep *s);

/** Zeroed numbers that begin on a cache line; *memory is what zi_free() takes. */
uint32_t *zi_new_lines(size_t n, void **memory);

#endif
