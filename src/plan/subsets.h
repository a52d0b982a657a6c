/* SPDX-License-Identifier: Apache-2.0 */
/** @file subsets.h  The networks of all subsets of projects, as weights of one graph.
 *
 * The graph is that of all projects together: it has every arc that any subset has. What
 * a subset lacks weighs ZHOL_INFINITE, so distances are those of the subset's own
 * network.
 *
 * zi_subsets is *data* once made; it borrows the book.
 */
#ifndef ZI_PLAN_SUBSETS_H
#define ZI_PLAN_SUBSETS_H

#include <zhol/plan.h>

#include "skim/skim.h"

typedef struct zi_subsets {
    zi_skim *skim; /**< of all projects */
    uint32_t n_arcs;
    const uint32_t *weight; /**< with all projects: right of arcs that never change */

    /** Arcs that projects change: those of group g are changing[first[g]] ..., by subsets
     * of the projects mask[g] alone. */
    uint32_t n_changing, n_groups;
    uint32_t *changing, *first, *mask;

    /** Networks that were built: of pattern p the projects whose color's bit is in p. No
     * two projects of a group have the same color: all of their subsets are there. */
    uint32_t n_projects, n_colors;
    uint32_t color[ZHOL_PLAN_MAX_PROJECTS];
    uint32_t *pattern_weight; /**< [pattern * n_changing + i] of changing[i] */
} zi_subsets;

/** The network of one subset, from the tables. @p out: owned by the caller. */
ZHOL_MUST_CHECK zhol_status zi_subset_skim(const zi_book *book,
    const zhol_plan_query *query, uint32_t subset, zi_skim **out, zhol_error *err);

/** Builds the networks that are needed, 2^colors of them, on query->n_threads.
 * @p out is owned by the caller: zi_subsets_free(). ZHOL_USAGE, ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_subsets_new(const zi_book *book,
    const zhol_plan_query *query, zi_skim_metric metric, zi_subsets **out,
    zhol_error *err);
void zi_subsets_free(zi_subsets *s); /**< NULL is allowed */

/** Takes @p weight, which has n_arcs elements, from any subset (or from `weight` above)
 * to another one. @p changed receives the arcs that weigh something else now, in no
 * order; room for n_changing. @return how many. O(n_changing). */
uint32_t zi_subsets_weigh(
    const zi_subsets *s, uint32_t subset, uint32_t *weight, uint32_t *changed);

#endif
