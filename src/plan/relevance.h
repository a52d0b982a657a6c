/* SPDX-License-Identifier: Apache-2.0 */
/** @file relevance.h  Which projects matter to a start, in any subset.
 *
 * Let every arc weigh its least over all subsets: distances L; or its most: distances U.
 * In each subset a distance D is L <= D <= U. A project changes some arcs. If every way
 * through one of them is at least U long for a pair, counted by least weights, then
 * with or without the project the pair has the same D, whatever the others: the best way
 * that avoids the project's arcs, or U, whichever is shorter. So the distances of a
 * start to all ends in a subset S are those in S and its own projects alone.
 */
#ifndef ZI_PLAN_RELEVANCE_H
#define ZI_PLAN_RELEVANCE_H

#include "plan/tour.h"

/** @param only  of each start the one end that counts; NULL: all count.
 * @param[out] mask  of each start the projects that may matter to it.
 * @return ZHOL_OK, ZHOL_LIMIT (memory) or ZHOL_BAD_DATA (more than 31 bits).
 * O(starts x changing arcs x ends), most of which is cut short. */
ZHOL_MUST_CHECK zhol_status zi_relevance(const zi_subsets *s, const zhol_cch *cch,
    const zi_tour_ends *ends, const uint32_t *only, uint32_t *mask, zhol_error *err);

#endif
