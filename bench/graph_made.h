/* SPDX-License-Identifier: Apache-2.0 */
/** @file graph_made.h  A made-up road graph, for machines without a file of a real one.
 */
#ifndef ZHOL_BENCH_GRAPH_MADE_H
#define ZHOL_BENCH_GRAPH_MADE_H

#include <stdint.h>
#include <zhol/graph.h>

/** A town of side x side crossings in blocks of 16 x 16: streets of uneven length, some
 * missing, some one-way. Small ones end with their block; every eighth goes through and
 * is twice as fast, every 64th four times. Nodes are numbered by blocks, as surveyors do;
 * weights are tenths of a second. The same for ever.
 * @param[out] weight  by arc: free(). */
zhol_status graph_made(
    uint32_t side, zhol_graph **graph, uint32_t **weight, zhol_error *err);

#endif
