/* SPDX-License-Identifier: Apache-2.0 */
/** @file plan.h  What projects bring alone and together: a value for every subset of
 * them.
 *
 * A zhol_plan is a *result*: owned by the caller; it borrows texts of the world, which
 * must outlive it, and may be read by any number of threads. Subsets are bit masks: bit i
 * stands for plan->projects[i].
 */
#ifndef ZHOL_PLAN_H
#define ZHOL_PLAN_H

#include <zhol/cost.h>
#include <zhol/goods.h>
#include <zhol/world.h>

enum {
    ZHOL_PLAN_MAX_PROJECTS = 16, /**< 65,536 subsets */
    ZHOL_PLAN_MAX_CHOSEN = 12,   /**< by zhol_plan_choose() */
    ZHOL_PLAN_MAX_ECONOMIES = 256,
    ZHOL_PLAN_MAX_PAIRS = 32,
};

#define ZHOL_PLAN_MEASURE_LIST(X)                       \
    X(ACCESS, "access", "% of foreign market access")   \
    X(REACH, "reach", "percentage points of world GDP") \
    X(TIME, "time", "hours saved, all pairs")           \
    X(MONEY, "money", "dollars saved, all pairs")

/** What is valued, against the same year without any of the projects.
 *
 * ACCESS: market potential (Harris 1954, Hansen 1959) of the economy's largest cities,
 * the sum of GDP of all other economies' places / days of the fastest way to the power
 * `access_elasticity` of the parameters; what is not reached counts 0, what is
 * nearer than an hour as an hour. In percent of the
 * value without the projects. REACH: share of the world's GDP, the own one included,
 * within limit_days. TIME and MONEY: hours of the fastest, dollars of the cheapest way
 * saved from place to place, booked to the economy of the start. More is better in each.
 */
#define X(name, word, unit) ZHOL_PLAN_##name,
typedef enum zhol_plan_measure {
    ZHOL_PLAN_MEASURE_LIST(X) ZHOL_N_PLAN_MEASURES
} zhol_plan_measure;
#undef X

/** The word ("access") and the unit in words. Static text. */
ZHOL_API const char *zhol_plan_measure_word(uint32_t measure);
ZHOL_API const char *zhol_plan_measure_unit(uint32_t measure);

typedef struct zhol_plan_pair {
    zhol_ref from, to; /**< places */
} zhol_plan_pair;

typedef struct zhol_plan_query {
    const zhol_ref *projects;
    uint32_t n_projects; /**< 1 .. ZHOL_PLAN_MAX_PROJECTS */
    zhol_plan_measure measure;
    zhol_scenario scenario; /**< its year is the baseline; its with and without must not
                               name the projects */
    zhol_consignment consignment;
    const zhol_ref *economies; /**< whose access or reach is measured */
    uint32_t n_economies;
    bool may_leave_out; /**< economies that reach no foreign market without the projects
                           are left out, not refused */
    uint32_t n_cities;  /**< starts of each economy: so many of its largest cities */
    const zhol_plan_pair *pairs; /**< of TIME and MONEY */
    uint32_t n_pairs;
    double limit_days;  /**< of REACH */
    uint32_t n_threads; /**< 0: 1; the values are the same for any */
    /** Called by the calling thread now and then; or NULL. */
    void (*progress)(void *user, uint32_t done, uint32_t total);
    void *user;
} zhol_plan_query;

ZHOL_API void zhol_plan_defaults(zhol_plan_query *query);

/** All economies whose access or reach can be valued: with a place in the tables that
 * stands for them and a figure of gdp_ppp_usd for the year (0: the data year), in the
 * order of the table. @p out has room for ZHOL_PLAN_MAX_ECONOMIES.
 * @return ZHOL_OK; ZHOL_NONE (there is none); ZHOL_LIMIT (memory, or more than that). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_plan_economies(
    const zhol_world *w, uint32_t year, zhol_ref *out, uint32_t *n, zhol_error *err);

typedef struct zhol_plan {
    const zhol_world *world;
    zhol_plan_measure measure;
    uint32_t year; /**< the baseline */
    zhol_ref *projects;
    bool *has_effects; /**< of each project: does the table of effects name it? */
    uint32_t n_projects;
    /** Accounts 0 .. n_accounts - 2 are economies; the last is the total: the sum of TIME
     * and MONEY, the average of ACCESS and REACH weighted by the economies' GDP. */
    zhol_ref *economies;
    uint32_t n_accounts;
    uint32_t n_starts;             /**< places from which the network was searched */
    uint32_t n_pairs;              /**< of TIME and MONEY: pairs that are valued */
    uint32_t n_left_out;           /**< pairs that have no way without the projects */
    uint32_t n_economies_left_out; /**< of ACCESS: they reach no foreign market */
    uint32_t n_networks; /**< subsets of projects with effects: networks that differ */
    double elasticity;   /**< of ACCESS: the parameter used */
    double limit_days;   /**< of REACH */
    const char *gdp_vintage; /**< of ACCESS and REACH: the figures used */
    uint32_t gdp_year;
    double *values; /**< of each account 2^n_projects values; that of no project is 0 */
} zhol_plan;

/** Values every subset of the projects.
 *
 * Subset S is the network of the baseline year with the projects of S and without the
 * others of the query; all other projects are as that year has them. Projects without
 * effects bring 0 and cost no search.
 * @return ZHOL_OK; ZHOL_NONE (no pair, no start or no market can be valued: says why);
 *         ZHOL_USAGE; ZHOL_LIMIT.  O(2^projects x network), of projects that
 *         matter to some start; 3 ms a subset for all economies of the default world. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_plan_new(
    const zhol_world *w, const zhol_plan_query *query, zhol_plan **out, zhol_error *err);
ZHOL_API void zhol_plan_free(zhol_plan *plan); /**< NULL is allowed */

ZHOL_API double zhol_plan_value(const zhol_plan *plan, uint32_t account, uint32_t subset);

/** What one project adds when it comes alone, last, and on average over all orders in
 * which the projects may come (Shapley 1953); the averages sum to the whole. */
typedef struct zhol_plan_share {
    double alone, last, shapley;
} zhol_plan_share;
ZHOL_API zhol_plan_share zhol_plan_share_of(
    const zhol_plan *plan, uint32_t account, uint32_t project);

/** What two projects add to each other: without any other project, and on average over
 * the others (the interaction index of Grabisch and Roubens 1999). */
typedef struct zhol_plan_pair_share {
    double alone, interaction;
    bool is_series;  /**< two sides of one line */
    bool needs_both; /**< some link exists only with both: complements by construction */
} zhol_plan_pair_share;
ZHOL_API zhol_plan_pair_share zhol_plan_pair_of(
    const zhol_plan *plan, uint32_t account, uint32_t i, uint32_t j);

/** value(a and b) - value(a) - value(b) of two disjoint subsets, no other project there.
 */
ZHOL_API double zhol_plan_synergy(
    const zhol_plan *plan, uint32_t account, uint32_t a, uint32_t b);

/** The smallest and largest synergy over all ways to count the projects of both subsets
 * to one of them. O(2^projects in both). */
typedef struct zhol_plan_range {
    double min, max;
    uint32_t n_labellings;
} zhol_plan_range;
ZHOL_API zhol_plan_range zhol_plan_labellings(
    const zhol_plan *plan, uint32_t account, uint32_t may_be_a, uint32_t may_be_b);

/** Subsets by what projects are. */
ZHOL_API uint32_t zhol_plan_of_builder(const zhol_plan *plan, zhol_ref economy);
ZHOL_API uint32_t zhol_plan_of_kind(const zhol_plan *plan, uint32_t kind);
/** Of programmes that are called so (zhol_programme_is()); of all programmes that an
 * economy owns. */
ZHOL_API uint32_t zhol_plan_of_programme(const zhol_plan *plan, const char *programme);
ZHOL_API uint32_t zhol_plan_of_owner(const zhol_plan *plan, zhol_ref economy);

/** The projects that are sides of a line, as a subset. */
ZHOL_API uint32_t zhol_plan_of_line(const zhol_plan *plan, const char *line);

/** Is the programme called so? `name` is its id, or the beginning of it before an
 * underscore: "nurly_zhol" is each stage of Nurly Zhol. */
ZHOL_API bool zhol_programme_is(
    const zhol_world *w, zhol_ref programme, const char *name);

/** Does the project belong to a programme that is called so? Does the table of effects
 * name it? */
ZHOL_API bool zhol_project_is_in(
    const zhol_world *w, zhol_ref project, const char *programme);
ZHOL_API bool zhol_project_has_effects(const zhol_world *w, zhol_ref project);

/** The projects that `zhol plan` looks at when none are named: of those with effects that
 * are open and built by one of two economies with the other (or alone), first the sides
 * of lines whose sides are all open, then soft measures, in the order of the table, up to
 * ZHOL_PLAN_MAX_CHOSEN. @p out has room for so many.
 * @return how many. */
ZHOL_API uint32_t zhol_plan_choose(
    const zhol_world *w, zhol_ref economy, zhol_ref other, zhol_ref *out);

#endif
