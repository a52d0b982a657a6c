/* SPDX-License-Identifier: Apache-2.0 */
/** @file luck.h  How long the arcs of a virtual network take in joint draws.
 *
 * What is random is what docs/model.md says and `route` draws: a wait is cut-off +
 * U(0, headway), everything else lognormal; what has one key is one event wherever it
 * happens; events of one factor are joined by a Gaussian copula, z = sqrt(r) F +
 * sqrt(1 - r) e. Here every arc of a network is drawn, not those of a few ways.
 *
 * Method: Latin hypercube (McKay, Beckman, Conover 1979): each event and factor has one
 * draw in each of n_draws equal shares of its chance, in an order shuffled from the seed
 * and its key. So an event has the same luck in two scenarios, and its draws have its
 * mean.
 *
 * zi_luck is *data*: immutable, shared by threads.
 */
#ifndef ZI_SKIM_LUCK_H
#define ZI_SKIM_LUCK_H

#include "cost/network.h"

enum { ZI_LUCK_MAX_DRAWS = 1024 };

typedef struct zi_luck zi_luck;

typedef struct zi_luck_options {
    uint64_t seed;
    uint32_t n_draws;    /* 1 .. ZI_LUCK_MAX_DRAWS */
    const uint32_t *arc; /* those that are drawn, or NULL: all */
    uint32_t n_arcs;     /* of `arc` */
} zi_luck_options;

/** @p out is owned by the caller: zi_luck_free(). ZHOL_LIMIT: memory. O(items of arcs *
 * log + events * draws). */
ZHOL_MUST_CHECK zhol_status zi_luck_new(const zi_network *net,
    const zi_luck_options *options, zi_luck **out, zhol_error *err);
void zi_luck_free(zi_luck *luck); /**< NULL is allowed */

/** How many numbers zi_luck_hours() needs as scratch. */
uint32_t zi_luck_n_events(const zi_luck *luck);

/** The hours of each arc in one draw, in the order of options.arc (else of the network).
 * @p scratch has zi_luck_n_events() elements. O(events + items). */
void zi_luck_hours(const zi_luck *luck, uint32_t draw, double *scratch, double *hours);

#endif
