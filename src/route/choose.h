/* SPDX-License-Identifier: Apache-2.0 */
/** @file choose.h  A readable handful of the ways found.
 *
 * The rule. Labels: fastest, cheapest, cleanest are the ways with the least mean time,
 * money, CO2e (the other criteria, in this order, break ties). Balanced is the way
 * nearest to the ideal point, each criterion measured in logarithms and divided by its
 * range over all ways found. Most reliable is the way with the smallest P90 - P50 of the
 * draws among those drawn that are at most a quarter slower than the fastest: the
 * labelled ones, the four of smallest risk_h2 and the ones filled in. (A way that surely
 * comes a week later is not reliable in a forwarder's sense.) Fastest, cheapest and
 * cleanest are what the tables say; beside them no way is chosen that passes a place
 * twice, unless it was asked to go by places or there is no other. For these last two
 * labels a way that is labelled already is taken if it is within 1 %. Filling: the way
 * that differs most from the ones chosen is added, one after the other; two ways differ
 * by the share of their kilometres on other links (on the same link with another mode or
 * class of service: half). A way that differs by less than 2 % from a chosen one is a
 * twin; twins fill in only if they are 5 % away in some criterion, last.
 */
#ifndef ZI_ROUTE_CHOOSE_H
#define ZI_ROUTE_CHOOSE_H

#include "route/search.h"

enum { ZI_MAX_CHOSEN = 32, ZI_N_RELIABLE = 4 };

typedef struct zi_choice {
    uint32_t way;    /* of the front */
    uint32_t labels; /* ZHOL_LABEL_..., without MOST_RELIABLE */
} zi_choice;

typedef struct zi_choices {
    uint32_t n;
    zi_choice at[ZI_MAX_CHOSEN]; /* labelled ones, reliable ones, then as filled in */
    uint32_t n_labelled;         /* fastest, cheapest, cleanest, balanced */
    uint32_t n_with_reliable;    /* the next ones, of small risk_h2, end here */
} zi_choices;

/** Is a way quick enough to be called reliable? */
bool zi_is_quick(const zhol_front *front, uint32_t way);

/** @p n_wanted alternatives, at most ZI_MAX_CHOSEN - 8. O(ways x links of a way).
 * ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_choose(const zhol_front *front, const zi_search *search,
    uint32_t n_wanted, zi_choices *out, zhol_error *err);

#endif
