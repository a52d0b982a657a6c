/* SPDX-License-Identifier: Apache-2.0 */
/** @file tour.h  From subset to subset: distances between starts and ends in each.
 *
 * zi_tour is a *query*: scratch of one thread, borrows the networks. Method: a hierarchy
 * whose weights are updated where the next subset differs, and one sweep of all starts.
 * On the default world with 14 projects, 183 starts and 671 ends a step takes 3.4 ms;
 * 16 subsets at once in the lanes of a batch would take 9.5 ms each, since a batch sweeps
 * one start at a time, and one search for each start 130 ms.
 */
#ifndef ZI_PLAN_TOUR_H
#define ZI_PLAN_TOUR_H

#include "plan/subsets.h"

/** Nodes of the graph of all projects; borrowed. */
typedef struct zi_tour_ends {
    const uint32_t *starts, *ends;
    uint32_t n_starts, n_ends;
} zi_tour_ends;

typedef struct zi_tour zi_tour;

/** Begins with the network of @p subset. @p cch is that of the subsets' skim.
 * @p out is owned by the caller: zi_tour_free().
 * @return ZHOL_OK, ZHOL_LIMIT (memory) or ZHOL_BAD_DATA (more than 31 bits). */
ZHOL_MUST_CHECK zhol_status zi_tour_new(const zi_subsets *s, const zhol_cch *cch,
    const zi_tour_ends *ends, uint32_t subset, zi_tour **out, zhol_error *err);
void zi_tour_free(zi_tour *t); /**< NULL is allowed */

/** Goes on to another subset. ZHOL_LIMIT as above: it may then only be freed. */
ZHOL_MUST_CHECK zhol_status zi_tour_go(zi_tour *t, uint32_t subset, zhol_error *err);

/** In the network where the tour is: [i * n_ends + j] from node start[i] to end j, or
 * ZHOL_INFINITE; at most as many as the tour's own starts.
 * @p out: borrowed until the next call. */
ZHOL_MUST_CHECK zhol_status zi_tour_distances(zi_tour *t, const uint32_t *start,
    uint32_t n_starts, const uint32_t **out, zhol_error *err);

#endif
