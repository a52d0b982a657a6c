/* SPDX-License-Identifier: Apache-2.0 */
/** @file route.h  One consignment from door to door: the ways worth choosing.
 *
 * A zhol_router is a *query*: scratch memory of one thread that borrows a world. A
 * zhol_routes is a *result*: owned by the caller, independent of the router (it borrows
 * texts of the world, which must outlive it).
 */
#ifndef ZHOL_ROUTE_H
#define ZHOL_ROUTE_H

#include <zhol/cost.h>
#include <zhol/goods.h>
#include <zhol/net.h>
#include <zhol/world.h>

/** One end of a shipment: a place of the world, or any point on the sphere. */
typedef struct zhol_end {
    zhol_ref place; /**< ZHOL_NO_ROW: the point below, reached by an access leg */
    double lon, lat;
} zhol_end;

/** Reads "lon,lat", or a name by zhol_world_find_place(). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_end_read(
    const zhol_world *w, const char *text, zhol_end *out, zhol_error *err);

/** The economy that an end lies in: that of its place, of a point that of the nearest
 * place on land. ZHOL_NO_ROW: the world has no such place. O(places). */
ZHOL_API zhol_ref zhol_end_economy(const zhol_world *w, const zhol_end *end);

typedef enum zhol_order {
    ZHOL_ORDER_TIME,
    ZHOL_ORDER_COST,
    ZHOL_ORDER_CO2E,
    ZHOL_ORDER_RISK
} zhol_order;

typedef struct zhol_route_options {
    zhol_scenario scenario;
    zhol_order order;
    uint32_t n_alternatives; /**< shown at most; 5 */
    double within;       /**< share a criterion may be worse than an exact answer; 0.02 */
    uint64_t budget;     /**< labels that may be made before ZHOL_LIMIT; 5,000,000 */
    uint64_t seed;       /**< of the draws; 1 */
    uint32_t n_draws;    /**< a power of two; 4096 */
    uint32_t depart;     /**< date yyyymmdd; 0: not given */
    uint32_t deliver_by; /**< date yyyymmdd; 0: not given; needs depart */
    const zhol_scope *via; /**< each must be visited, in this order */
    uint32_t n_via;
    bool (*progress)(void *user, uint64_t n_labels); /**< false: cancel; may be NULL */
    void *user;
} zhol_route_options;

ZHOL_API void zhol_route_defaults(zhol_route_options *o);

typedef struct zhol_border_crossing {
    zhol_ref from, to;
    uint32_t mode;
    double time_h, cost_usd; /**< both sides' procedures */
} zhol_border_crossing;

typedef struct zhol_gauge_change {
    zhol_ref place;
    uint32_t from_mm, to_mm,
        what; /**< what: CONTAINER_LIFT, BOGIE_EXCHANGE, BULK_TRANSFER */
    double time_h, cost_usd;
} zhol_gauge_change;

enum {
    ZHOL_LABEL_FASTEST = 1,
    ZHOL_LABEL_CHEAPEST = 2,
    ZHOL_LABEL_CLEANEST = 4,
    ZHOL_LABEL_MOST_RELIABLE = 8,
    ZHOL_LABEL_BALANCED = 16
};

typedef struct zhol_alternative {
    uint32_t labels; /**< bits above; 0: another one on the front */
    double length_km, time_mean_h, time_p10_h, time_p50_h, time_p90_h, cost_usd;
    double co2e_wtw_kg, co2e_ttw_kg, risk_h2;
    double chance_in_time; /**< of arriving by deliver_by; ZHOL_NOT_GIVEN without one */
    double chance_faster;  /**< of being faster than the first alternative, same draws */
    double share_hours_cd, share_usd_cd;
    zhol_leg *legs;
    uint32_t n_legs;
    zhol_border_crossing *borders;
    uint32_t n_borders;
    zhol_gauge_change *gauge_changes;
    uint32_t n_gauge_changes;
    uint32_t modes[ZHOL_N_MODES]; /**< the chain, without repeats in a row */
    uint32_t n_modes;
} zhol_alternative;

typedef struct zhol_routes {
    const zhol_world *world; /**< borrowed */
    zhol_end from, to;
    zhol_consignment consignment; /**< with the values that were assumed filled in */
    bool value_is_assumed;
    zhol_route_options options; /**< pointers inside are not kept: NULL */
    uint32_t year, regime;
    zhol_alternative *alternatives; /**< in the order asked for; the shown handful */
    uint32_t n_alternatives;
    uint32_t n_front;                  /**< ways found (before choosing the handful) */
    uint64_t n_labels;                 /**< work done */
    uint32_t n_mine;                   /**< of the user's own rows used in the answers */
    uint32_t oldest_year, newest_year; /**< of the dated rows that were used */
} zhol_routes;

typedef struct zhol_router zhol_router;

/** Makes a router over one world. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_router_new(
    const zhol_world *w, zhol_router **out, zhol_error *err);
ZHOL_API void zhol_router_free(zhol_router *r); /**< NULL is allowed */

/** The ways worth choosing.
 *
 * The set found is Pareto over mean time, money, CO2e and risk_h2, within
 * `options->within` of the exact one in each criterion (method: A*pex, Zhang et al. 2022,
 * on the virtual network); a handful of it is returned.
 * @return ZHOL_OK; ZHOL_NONE (no way: the message says what stands in between);
 *         ZHOL_USAGE; ZHOL_LIMIT (budget, memory or cancelled). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_router_find(zhol_router *r,
    const zhol_end *from, const zhol_end *to, const zhol_consignment *c,
    const zhol_route_options *options, zhol_routes **out, zhol_error *err);

ZHOL_API void zhol_routes_free(zhol_routes *routes); /**< NULL is allowed */

#endif
