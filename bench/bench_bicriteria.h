/* SPDX-License-Identifier: Apache-2.0 */
/** @file bench_bicriteria.h  Exact fronts of two criteria against plain BOA*. */
#ifndef ZHOL_BENCH_BICRITERIA_H
#define ZHOL_BENCH_BICRITERIA_H

#include <zhol/graph.h>

/** Prints a JSON line for each pair (ends from 1, as in .gr files) and one for all.
 *
 * @param name  of the graph, for the last line.
 * @param pairs  sources and targets, from 0.
 * @return 0; 1: the fronts differ, or something failed (told on stderr). */
int bench_bicriteria(const char *name, const zhol_graph *g,
    const uint32_t *const weight[2], const uint32_t (*pairs)[2], uint32_t n_pairs);

#endif
