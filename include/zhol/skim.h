/* SPDX-License-Identifier: Apache-2.0 */
/** @file skim.h  Many at once: what a place or an economy reaches.
 *
 * A zhol_reach is a *result*: owned by the caller; it borrows texts of the world, which
 * must outlive it.
 */
#ifndef ZHOL_SKIM_H
#define ZHOL_SKIM_H

#include <zhol/cost.h>
#include <zhol/goods.h>
#include <zhol/world.h>

/** The figures whose shares are added up, in the order of answers. */
typedef enum zhol_reach_figure {
    ZHOL_REACH_GDP_PPP,
    ZHOL_REACH_GDP_NOMINAL,
    ZHOL_REACH_PEOPLE,
    ZHOL_REACH_IMPORTS,
    ZHOL_REACH_CONSUMPTION,
    ZHOL_N_REACH_FIGURES
} zhol_reach_figure;

/** Against what: the fastest ways' mean hours, or the cheapest ways' dollars. */
typedef enum zhol_reach_by {
    ZHOL_REACH_BY_TIME,
    ZHOL_REACH_BY_COST,
    ZHOL_N_REACH_BYS
} zhol_reach_by;

typedef struct zhol_reach_query {
    zhol_scope from; /**< a place or an economy */
    zhol_scenario scenario;
    zhol_consignment consignment;
    uint32_t figures_year; /**< 0: the scenario's year, else the data year */
} zhol_reach_query;

/** Where the figures come from. */
typedef struct zhol_reach_source {
    const char *indicator, *vintage; /**< vintage NULL: the tables have no such figures */
    uint32_t year, n_economies;
    double total;    /**< the denominator of every share: all economies with a figure */
    double coverage; /**< share of the world's GDP (PPP) that these economies have */
    double placed; /**< share of the total whose economies have a place in the network */
} zhol_reach_source;

/** A destination as seen from one start. */
typedef struct zhol_reach_point {
    zhol_ref place;
    double limit[ZHOL_N_REACH_BYS];     /**< hours, dollars; INFINITY: not reached */
    double share[ZHOL_N_REACH_FIGURES]; /**< of the world's total that stands for it */
} zhol_reach_point;

/** The best way to a seaport of an ocean. */
typedef struct zhol_gateway {
    uint32_t ocean; /**< zhol_ocean */
    zhol_reach_by by;
    zhol_ref place; /**< ZHOL_NO_ROW: no port of it is reached */
    double time_h, cost_usd, length_km;
    uint32_t n_borders, n_gauge_changes;
    zhol_ref last_link;  /**< by which it arrives, or ZHOL_NO_ROW */
    zhol_ref *economies; /**< passed, start and end too */
    uint32_t n_economies;
} zhol_gateway;

typedef struct zhol_reach {
    const zhol_world *world;
    zhol_reach_query query; /**< pointers inside the scenario are not kept */
    uint32_t year;
    zhol_ref *starts;      /**< places; of an economy its cities */
    double *start_weights; /**< sum 1: by population */
    uint32_t n_starts;
    zhol_reach_source sources[ZHOL_N_REACH_FIGURES];
    zhol_reach_point *points; /**< of each start each place with a share */
    uint32_t n_points;
    zhol_gateway *gateways; /**< from the largest start, by ocean, by time then by cost */
    uint32_t n_gateways;
} zhol_reach;

/** What is reached.
 *
 * An economy's figure is spread over its cities in the proportion of their people; if
 * none has a population, evenly over its seaports, else over its land places. The own
 * economy counts. From an economy, shares are the average over its cities, weighted by
 * people. Hours are means of the fastest ways, dollars those of the cheapest ways, of the
 * consignment of the query.
 * @return ZHOL_OK; ZHOL_NONE (the start is not in the network, is avoided or reaches
 *         nothing); ZHOL_USAGE; ZHOL_LIMIT.  O(starts x network). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_reach_new(const zhol_world *w,
    const zhol_reach_query *query, zhol_reach **out, zhol_error *err);
ZHOL_API void zhol_reach_free(zhol_reach *r); /**< NULL is allowed */

/** Share of the world's figure reached within `limit` hours or dollars. O(points). */
ZHOL_API double zhol_reach_within(
    const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by, double limit);

/** The same of the economies of one region (zhol_region), or with a port on an ocean. */
ZHOL_API double zhol_reach_region(const zhol_reach *r, zhol_reach_figure figure,
    zhol_reach_by by, double limit, uint32_t region);
/** @p oceans: bit 1u << zhol_ocean for each; economies with a seaport on one of them. */
ZHOL_API double zhol_reach_coast(const zhol_reach *r, zhol_reach_figure figure,
    zhol_reach_by by, double limit, uint32_t oceans);
/** The same of one economy. */
ZHOL_API double zhol_reach_economy(const zhol_reach *r, zhol_reach_figure figure,
    zhol_reach_by by, double limit, zhol_ref economy);

/** Hours or dollars within which that share is reached; INFINITY: it is not.
 * O(points log points). */
ZHOL_API double zhol_reach_at(
    const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by, double share);

/** The oceans that have ports, as bits. */
ZHOL_API uint32_t zhol_reach_oceans(const zhol_world *w);

#endif
