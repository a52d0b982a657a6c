/* SPDX-License-Identifier: Apache-2.0 */
/** @file plan.h  What projects bring, alone and together.
 *
 * A game gives each subset of projects a value; bit i of a subset is project i. Values of
 * a game are gains over the empty set, so that value[0] is 0.
 * A zhol_plan is a *result*: owned by the caller; it borrows the world.
 */
#ifndef ZHOL_PLAN_H
#define ZHOL_PLAN_H

#include <zhol/cost.h>
#include <zhol/goods.h>
#include <zhol/world.h>

enum {
    ZHOL_PLAN_MAX_PROJECTS = 12,
    ZHOL_PLAN_MAX_ECONOMIES = 32,
    ZHOL_PLAN_MAX_PAIRS = 32
};

/* Games (pure functions of value[2^n]) */

/** Each player's average gain over all orders of joining (Shapley 1953).
 * @param[out] out  n values; their sum is value[2^n - 1]. O(n 2^n). */
ZHOL_API void zhol_game_shapley(const double *value, uint32_t n, double *out);
/** How much more two players bring together than apart, averaged over what stands
 * already (Grabisch and Roubens 1999): above 0 complements, below 0 substitutes. */
ZHOL_API double zhol_game_interaction(
    const double *value, uint32_t n, uint32_t i, uint32_t j);
/** value(a and b) - value(a) - value(b): of two blocs, given as sets. */
ZHOL_API double zhol_game_synergy(const double *value, uint32_t a, uint32_t b);

/* Plans */

typedef enum zhol_plan_value {
    ZHOL_PLAN_ACCESS, /**< market access: percent of its value without the projects */
    ZHOL_PLAN_TIME,   /**< hours saved over the pairs */
    ZHOL_PLAN_MONEY,  /**< dollars saved over the pairs */
    ZHOL_PLAN_REACH,  /**< percentage points of world GDP (PPP) within the days given */
    ZHOL_N_PLAN_VALUES
} zhol_plan_value;

typedef struct zhol_plan_query {
    zhol_ref projects[ZHOL_PLAN_MAX_PROJECTS]; /**< no project twice */
    uint32_t n_projects;
    uint32_t baseline_year; /**< network and rows; the projects are taken out first */
    zhol_plan_value value;
    zhol_ref economies[ZHOL_PLAN_MAX_ECONOMIES]; /**< whose gain is told, for ACCESS and
        REACH; none: the builders and partners of the projects and their neighbours in the
        tables, see zhol_plan_defaults() */
    uint32_t n_economies;
    uint32_t n_cities; /**< of each economy, its most populous; 1 */
    struct {
        zhol_ref from, to;
    } pairs[ZHOL_PLAN_MAX_PAIRS]; /**< for TIME and MONEY */
    uint32_t n_pairs;
    double within_h; /**< for REACH; 15 days */
    zhol_consignment consignment;
    uint32_t n_threads; /**< 0: 1; the answer does not depend on it */
    bool (*progress)(void *user, uint32_t n_done, uint32_t n); /**< false: cancel */
    void *user;
} zhol_plan_query;

/** Market access, baseline 2010, one city an economy, 15 days, default consignment, one
 * thread, no projects. */
ZHOL_API void zhol_plan_defaults(zhol_plan_query *q);

/** The value of every subset, by economy. */
typedef struct zhol_plan {
    const zhol_world *world;
    zhol_plan_query query;
    uint32_t n_games; /**< economies, or pairs, and the total last */
    double *value;    /**< [game << n_projects | subset], gains over the empty set */
    double *empty;    /**< [game]: what the gains are measured against */
    bool *is_valued;  /**< [game]: false: not reachable without the projects, so that
      hours or dollars saved cannot be told; not in the total */
    zhol_ref *city;   /**< [economy x n_cities + k]: where it was measured */
    bool has_effect[ZHOL_PLAN_MAX_PROJECTS]; /**< false: no row of effects: its value is
        unknown, not nothing */
} zhol_plan;

/** Enumerates all subsets: each is a network of its own, searched by Dijkstra.
 *
 * ACCESS of a city is the sum over the places of GDP (PPP) / cost^elasticity (Harris
 * 1954; the elasticity is a parameter), where cost is that of the way with the least
 * dollars plus hours at the goods' value of time; of an economy the average over its
 * cities; the total is that of all economies told, each weighted by its GDP.
 * @return ZHOL_OK, ZHOL_USAGE, ZHOL_LIMIT (memory, cancelled). O(2^n networks). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_plan_new(
    const zhol_world *w, const zhol_plan_query *query, zhol_plan **out, zhol_error *err);
ZHOL_API void zhol_plan_free(zhol_plan *p); /**< NULL is allowed */

/** The values of one game: 2^n_projects of them. */
ZHOL_API const double *zhol_plan_game(const zhol_plan *p, uint32_t game);

/** How a synergy of two blocs changes with the labels: a project may be counted to the
 * side that builds it or to that of each programme it belongs to. All such assignments of
 * the projects to the two sides are tried (at most 2^12); what belongs to neither is left
 * out of both. */
typedef struct zhol_labelling {
    double lo, hi;       /**< the least and the largest synergy */
    uint32_t n;          /**< assignments tried */
    uint32_t n_left_out; /**< projects of neither side */
} zhol_labelling;
ZHOL_API void zhol_plan_labellings(
    const zhol_plan *p, uint32_t game, const zhol_ref sides[2], zhol_labelling *out);

/** The set of the query's projects that are built on that economy's side; of a kind. */
ZHOL_API uint32_t zhol_plan_built_by(const zhol_plan *p, zhol_ref economy);
ZHOL_API uint32_t zhol_plan_of_kind(const zhol_plan *p, uint32_t kind);

/** Why two projects belong together by construction: they are two sides of one line, so
 * that one without the other leads nowhere. */
ZHOL_API bool zhol_plan_is_one_line(const zhol_plan *p, uint32_t i, uint32_t j);

/** Cost in USD of the base year; ZHOL_NOT_GIVEN: not found. ZHOL_BAD_DATA: its currency
 * has no row. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_project_cost_usd(
    const zhol_world *w, zhol_ref project, double *usd, zhol_error *err);

#endif
