/* SPDX-License-Identifier: Apache-2.0 */
/** @file skim.h  Many at once: what a place or an economy reaches.
 *
 * A zhol_reach is a *result*: owned by the caller; it borrows texts of the world, which
 * must outlive it.
 */
#ifndef ZHOL_SKIM_H
#define ZHOL_SKIM_H

#include <stdbool.h>
#include <stdint.h>
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

/** Against what: the fastest ways' mean hours, or the cheapest ways' dollars; or, of a
 * reach with draws, the hours within which a place is reached in at least the share
 * `probability` of the draws. */
typedef enum zhol_reach_by {
    ZHOL_REACH_BY_TIME,
    ZHOL_REACH_BY_COST,
    ZHOL_N_REACH_BYS,
    ZHOL_REACH_BY_CHANCE = ZHOL_N_REACH_BYS,
    ZHOL_N_REACH_LIMITS
} zhol_reach_by;

/** How an economy's figure is spread over its cities and seaports with people: in the
 * proportion of their people, evenly, or all on the one with most people. An economy
 * without such places: evenly over its seaports, else over its land places (largest: on
 * the first of them). */
typedef enum zhol_spread {
    ZHOL_SPREAD_POPULATION,
    ZHOL_SPREAD_EVEN,
    ZHOL_SPREAD_LARGEST,
    ZHOL_N_SPREADS
} zhol_spread;

enum { ZHOL_REACH_MAX_DRAWS = 1024 };

typedef struct zhol_reach_query {
    zhol_scope from; /**< a place or an economy */
    zhol_scenario scenario;
    zhol_consignment consignment;
    uint32_t figures_year; /**< 0: the scenario's year, else the data year */
    zhol_spread spread;
    double probability; /**< 0: no draws of the whole network; else below 1 */
    bool is_informed;   /**< draws: the fastest ways are looked for anew in each draw */
    uint64_t seed;      /**< of the draws */
    uint32_t n_draws;   /**< 2 .. ZHOL_REACH_MAX_DRAWS; 0: 256 */
    uint32_t n_threads; /**< 0: 1; the same bytes for any */
} zhol_reach_query;

/** From nowhere, scenario and consignment by default, by population, without draws of the
 * network, seed 1, 256 draws. */
ZHOL_API void zhol_reach_defaults(zhol_reach_query *q);

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
    double limit[ZHOL_N_REACH_LIMITS];  /**< hours, dollars; INFINITY: not reached, or
        of BY_CHANCE: there are no draws */
    double share[ZHOL_N_REACH_FIGURES]; /**< of the world's total that stands for it */
} zhol_reach_point;

/** The best way to a seaport of an ocean. */
typedef struct zhol_gateway {
    uint32_t ocean; /**< zhol_ocean */
    zhol_reach_by by;
    zhol_ref place; /**< ZHOL_NO_ROW: no port of it is reached */
    double time_h, cost_usd, length_km;
    double time_p10_h, time_p50_h, time_p90_h; /**< of this way, over the draws */
    double *drawn_h; /**< n_draws of the query: its hours, draw by draw */
    uint32_t n_borders, n_gauge_changes;
    zhol_ref last_link;  /**< by which it arrives, or ZHOL_NO_ROW */
    zhol_ref *economies; /**< passed, start and end too */
    zhol_ref *closed;    /**< passes of that ocean that the scenario closes */
    uint32_t n_economies, n_closed;
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
    double *place_limit; /**< [limit x places]: the average over the starts; INFINITY: not
        reached from one of them, or of BY_CHANCE: there are no draws */
    zhol_gateway *gateways; /**< from the largest start, by ocean, by time then by cost */
    uint32_t n_gateways;
    uint32_t *coasts; /**< of each economy the oceans it has seaports on: bits */
    float *drawn;     /**< NULL without draws; zhol_reach_drawn() reads it */
} zhol_reach;

/** What is reached.
 *
 * The own economy counts. From an economy, shares are the average over its cities,
 * weighted as its figures are spread. Hours are means of the fastest ways, dollars those
 * of the cheapest ways, of the consignment of the query.
 *
 * With a probability the network is drawn n_draws times: each leg and procedure has one
 * time in a draw, wherever it is used, and borders, seas and land modes share factors
 * (docs/model.md). Goods go the ways that are fastest by their means; if the sender is
 * informed, those that are fastest in the draw, as if all delays were known before.
 * Dollars are not drawn.
 * @return ZHOL_OK; ZHOL_NONE (the start is not in the network, is avoided or reaches
 *         nothing); ZHOL_USAGE; ZHOL_LIMIT.  O(starts x network x draws). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_reach_new(const zhol_world *w,
    const zhol_reach_query *query, zhol_reach **out, zhol_error *err);
ZHOL_API void zhol_reach_free(zhol_reach *r); /**< NULL is allowed */

/** Share of the world's figure reached within `limit` hours or dollars; at INFINITY what
 * is not reached counts too: all that has a place. O(points). */
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

/** Of each economy the hours or dollars within which half of its figures are reached (by
 * the weight of its places); INFINITY: they are not, or it has no place.
 * @param[out] limit  one element an economy. O(points log points). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_reach_halves(
    const zhol_reach *r, zhol_reach_by by, double *limit, zhol_error *err);

/** Of a reach with draws: the quantile over the draws (0 .. 1, Hyndman and Fan's type 7)
 * of the share of the world that is reached within so many hours, in whole steps of
 * ZHOL_REACH_STEP_H up to ZHOL_REACH_STEPS of them. */
enum { ZHOL_REACH_STEP_H = 2, ZHOL_REACH_STEPS = 1200 };
ZHOL_API double zhol_reach_drawn(
    const zhol_reach *r, zhol_reach_figure figure, double limit_h, double quantile);

/** Of a reach with draws: hours, in whole steps, within which that share of the world is
 * reached in the given share of the draws; INFINITY: not in 100 days. */
ZHOL_API double zhol_reach_drawn_at(
    const zhol_reach *r, zhol_reach_figure figure, double share, double quantile);

/* ------------------------------------------------------------------- isochrones */

/** Where one is within so many hours: polygons of { lon, lat } on land. */
typedef struct zhol_area {
    double limit_h;
    uint32_t n_rings;
    uint32_t *first;     /**< of ring i: points[first[i]] .. points[first[i + 1] - 1] */
    uint32_t *outer;     /**< of ring i: i, or of a hole the ring that it is in */
    double (*points)[2]; /**< outer rings counterclockwise, holes clockwise; not closed */
} zhol_area;

typedef struct zhol_levels {
    const double *limit_h; /**< more than 0 each */
    uint32_t n;
} zhol_levels;

typedef struct zhol_areas {
    zhol_area *areas; /**< in the order asked for */
    uint32_t n_areas;
} zhol_areas;

/** Isochrones: a point has the hours of the nearest place that is reached at all, and of
 * a lorry from there at 50 km/h, as the crow flies.
 *
 * The hours are taken at the nodes of a grid of 0.5 degree from 60 S to 84 N and are
 * linear between them; their regions are cut along the coasts of @p land_path (the file
 * shapes.csv of the tables) and at the 180th meridian. Rings of less than 1e-4 square
 * degrees (1 km2) are left out, coordinates rounded to 1e-5 degree.
 * @param by  BY_TIME, or of a reach with draws BY_CHANCE.
 * @return ZHOL_OK; ZHOL_USAGE; ZHOL_IO or ZHOL_BAD_DATA (of the file); ZHOL_LIMIT.
 *         O(nodes on land x places). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_reach_areas(const zhol_reach *r,
    zhol_reach_by by, const zhol_levels *levels, const char *land_path, zhol_areas **out,
    zhol_error *err);
ZHOL_API void zhol_areas_free(zhol_areas *a); /**< NULL is allowed */

/* --------------------------------------------------------------- all economies */

/** Within what, and which figure ranks are by. */
typedef struct zhol_reach_goal {
    zhol_reach_by by;
    double limit; /**< hours or dollars */
    zhol_reach_figure first;
} zhol_reach_goal;

/** What an economy reaches, as the average of its cities. */
typedef struct zhol_reach_rank {
    zhol_ref economy;
    uint32_t n_starts;                  /**< its places that may start */
    double share[ZHOL_N_REACH_FIGURES]; /**< of the world, within the limit */
    double half; /**< hours or dollars to half of the world's GDP (PPP), or INFINITY */
    double gdp_share; /**< of the world's GDP (PPP), its own: the weight in averages */
} zhol_reach_rank;

typedef struct zhol_reach_ranks {
    const zhol_world *world;
    zhol_reach_query query; /**< pointers inside the scenario are not kept */
    uint32_t year;
    zhol_reach_goal goal;
    zhol_reach_source sources[ZHOL_N_REACH_FIGURES];
    zhol_reach_rank *ranks; /**< the largest share of the first figure first */
    uint32_t n_ranks;       /**< economies with a start */
    double average[ZHOL_N_REACH_FIGURES]; /**< of `share` over the economies, weighted by
        their GDP (PPP) */
    double start_share; /**< of the world's GDP (PPP) that these economies have */
} zhol_reach_ranks;

/** What each economy reaches within a limit, by means; of equal ones the earlier row
 * first. query->from does not matter.
 * @return ZHOL_OK; ZHOL_NONE (nothing starts anywhere); ZHOL_USAGE (a probability, or by
 *         chance); ZHOL_LIMIT.  O(places x network). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_reach_each(const zhol_world *w,
    const zhol_reach_query *query, const zhol_reach_goal *goal, zhol_reach_ranks **out,
    zhol_error *err);
ZHOL_API void zhol_reach_ranks_free(zhol_reach_ranks *r); /**< NULL is allowed */

/** The oceans that have ports, as bits. */
ZHOL_API uint32_t zhol_reach_oceans(const zhol_world *w);

#endif
