/* SPDX-License-Identifier: Apache-2.0 */
/** @file skim.h  One place and all others: the least hours or dollars of one consignment
 * in one scenario, door terminal to door terminal.
 *
 * zi_skim is a *query*: scratch of one thread, borrows the book. Method: one Dijkstra
 * (1959) on the virtual network that `route` searches, with a gate at every land place.
 */
#ifndef ZI_SKIM_SKIM_H
#define ZI_SKIM_SKIM_H

#include <zhol/cost.h>
#include <zhol/goods.h>
#include <zhol/graph.h>
#include <zhol/skim.h>

#include "cost/network.h"

typedef enum zi_skim_metric {
    ZI_SKIM_TIME_H,
    ZI_SKIM_COST_USD,
    ZI_SKIM_GENERALISED_USD, /**< dollars, and hours at the goods' value of time */
    ZI_SKIM_CO2E_KG,         /**< well to wheel */
    ZI_N_SKIM_METRICS
} zi_skim_metric;

typedef struct zi_skim zi_skim;

/** Builds the network once: a few milliseconds. @p out is owned by the caller.
 * ZHOL_USAGE: a wrong scenario or consignment; ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_skim_new(const zi_book *book, const zhol_scenario *s,
    const zhol_consignment *c, zi_skim **out, zhol_error *err);
void zi_skim_free(zi_skim *k); /**< NULL is allowed */

/** The least value from one place to every place; @p value has one element a place,
 * INFINITY: not reachable (or barred, avoided, at sea); 0 at the place itself.
 * O((nodes + arcs) log nodes). */
ZHOL_MUST_CHECK zhol_status zi_skim_from(
    zi_skim *k, zi_skim_metric metric, zhol_ref place, double *value, zhol_error *err);

/** What the best way of the last zi_skim_from() to one place is like. */
typedef struct zi_skim_way {
    double time_h, cost_usd, length_km; /**< means */
    uint32_t n_borders, n_gauge_changes;
    zhol_ref *economies; /**< passed in order, start and end too; n_places at most */
    uint32_t n_economies;
    zhol_ref last;    /**< link by which it arrives, or ZHOL_NO_ROW */
    zhol_ref longest; /**< its longest link, or ZHOL_NO_ROW */
} zi_skim_way;

/** `economies` of @p out: room for n_places of the world, given by the caller, or NULL:
 * none are listed. false: the place was not reached. O(arcs of the way). */
bool zi_skim_describe(const zi_skim *k, zhol_ref to, zi_skim_way *out);

/** Is there a way from @p to of the last zi_skim_from() that uses this economy? */
bool zi_skim_passes(const zi_skim *k, zhol_ref to, zhol_ref economy);

/** The arcs of the network on the best way of the last zi_skim_from() to one place, last
 * first; @p arc has room for one a node. @return how many; 0: not reached. */
uint32_t zi_skim_way_arcs(const zi_skim *k, zhol_ref to, uint32_t *arc);

/** How an economy's figure is spread over its places: in proportion to the people of its
 * cities, else evenly over its seaports, else over its land places. @p weight: of each
 * place its share of its economy; @p has_place: of each economy whether some place stands
 * for it; both zeroed by the caller. */
ZHOL_MUST_CHECK zhol_status zi_skim_spread(
    const zhol_world *w, double *weight, uint8_t *has_place, zhol_error *err);
/** The same in another way of spreading. */
ZHOL_MUST_CHECK zhol_status zi_skim_spread_as(const zhol_world *w, zhol_spread spread,
    double *weight, uint8_t *has_place, zhol_error *err);

/** May shipments start and end here? */
bool zi_skim_has(const zi_skim *k, zhol_ref place);

/* For those who search the network by themselves: what is borrowed lives as long as the
 * skim. */

const zi_network *zi_skim_network(const zi_skim *k);
const zhol_graph *zi_skim_graph(const zi_skim *k);
const uint32_t *zi_skim_arcs(const zi_skim *k); /**< of each arc of the graph that of the
    network */
const uint32_t *zi_skim_weights(const zi_skim *k, zi_skim_metric metric); /**< by arc of
    the graph */
double zi_skim_unit(zi_skim_metric metric); /**< what 1 of a weight is: 1 / 3600 hours */

/** The node where shipments start (or end, @p is_in) at a place; ZHOL_NO_NODE: none may.
 */
uint32_t zi_skim_gate(const zi_skim *k, zhol_ref place, bool is_in);

/** The hierarchy of the graph; the first call builds it. ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_skim_hierarchy(
    zi_skim *k, const zhol_cch **out, zhol_error *err);

#endif
