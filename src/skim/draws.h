/* SPDX-License-Identifier: Apache-2.0 */
/** @file draws.h  From one place to all others in joint draws of all that is random.
 *
 * In each draw every arc of the network has one time. Either goods go the ways that are
 * fastest by their means, as `route` tells them, and take what these take in the draw; or
 * the sender is informed: the fastest ways are looked for anew in each draw, as if all
 * delays were known before. The second is never slower, draw by draw, and often faster
 * than any plan can be: it says what foresight would be worth.
 *
 * zi_draws is a *query*: scratch of one thread, borrows the skim.
 */
#ifndef ZI_SKIM_DRAWS_H
#define ZI_SKIM_DRAWS_H

#include "skim/skim.h"

typedef struct zi_draws zi_draws;

typedef struct zi_draws_options {
    uint64_t seed;
    uint32_t n_draws; /* 1 .. ZI_LUCK_MAX_DRAWS */
    bool is_informed;
    bool is_searched;          /* informed: each draw by a search, the plain way */
    uint32_t n_threads, lanes; /* informed: see zhol_metric_options. The same values */
} zi_draws_options;

/** @p out is owned by the caller: zi_draws_free(). ZHOL_LIMIT: memory, a step of more
 * than 34 years. The informed need the hierarchy of @p k, whose metrics are the draws.
 * O(draws x network). */
ZHOL_MUST_CHECK zhol_status zi_draws_new(
    zi_skim *k, const zi_draws_options *o, zi_draws **out, zhol_error *err);
void zi_draws_free(zi_draws *d); /**< NULL is allowed */

/** The seconds to every place in each draw: seconds[place x n_draws + draw];
 * ZHOL_INFINITE: not reachable; 0 at the place itself. O(network + draws x network). */
ZHOL_MUST_CHECK zhol_status zi_draws_from(
    zi_draws *d, zhol_ref place, uint32_t *seconds, zhol_error *err);

#endif
