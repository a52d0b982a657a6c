/* SPDX-License-Identifier: Apache-2.0 */
#include <zhol/plan.h>

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "plan/game.h"
#include "plan/value.h"

static const char *const words[ZHOL_N_PLAN_MEASURES] = {
#define X(name, word, unit) word,
    ZHOL_PLAN_MEASURE_LIST(X)
#undef X
};
static const char *const units[ZHOL_N_PLAN_MEASURES] = {
#define X(name, word, unit) unit,
    ZHOL_PLAN_MEASURE_LIST(X)
#undef X
};

const char *
zhol_plan_measure_word(uint32_t measure)
{
    return measure < ZHOL_N_PLAN_MEASURES ? words[measure] : "";
}

const char *
zhol_plan_measure_unit(uint32_t measure)
{
    return measure < ZHOL_N_PLAN_MEASURES ? units[measure] : "";
}

void
zhol_plan_defaults(zhol_plan_query *query)
{
    *query = (zhol_plan_query){ .n_cities = 2, .limit_days = 15, .n_threads = 1 };
    zhol_scenario_defaults(&query->scenario);
    zhol_consignment_defaults(&query->consignment);
}

static const char *
id_of(const zhol_world *w, zhol_ref project)
{
    return zhol_world_text(w, zhol_world_projects(w, NULL)[project].id);
}

static bool
is_named(const zhol_ref *rows, uint32_t n, zhol_ref row)
{
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i] == row) {
            return true;
        }
    }
    return false;
}

static zhol_status
check_projects(const zhol_world *w, const zhol_plan_query *q, zhol_error *err)
{
    uint32_t n;

    (void) zhol_world_projects(w, &n);
    if (q->n_projects == 0 || q->n_projects > ZHOL_PLAN_MAX_PROJECTS) {
        return zi_fail(err, ZHOL_USAGE,
            "%u projects: from 1 to %d can be valued by enumeration of all subsets",
            q->n_projects, ZHOL_PLAN_MAX_PROJECTS);
    }
    for (uint32_t i = 0; i < q->n_projects; i++) {
        const zhol_ref row = q->projects[i];
        if (row >= n) {
            return zi_fail(err, ZHOL_USAGE, "the world has no such project");
        }
        if (is_named(q->projects, i, row)) {
            return zi_fail(err, ZHOL_USAGE, "project %s is named twice", id_of(w, row));
        }
        if (is_named(q->scenario.with, q->scenario.n_with, row)
            || is_named(q->scenario.without, q->scenario.n_without, row)) {
            return zi_fail(err, ZHOL_USAGE,
                "project %s is to be valued: it cannot be fixed by --with or --without",
                id_of(w, row));
        }
    }
    return ZHOL_OK;
}

static zhol_status
check_measure(const zhol_world *w, const zhol_plan_query *q, zhol_error *err)
{
    uint32_t n_places, n_economies;
    const zhol_place *places = zhol_world_places(w, &n_places);

    (void) zhol_world_economies(w, &n_economies);
    if (q->measure == ZHOL_PLAN_TIME || q->measure == ZHOL_PLAN_MONEY) {
        for (uint32_t i = 0; i < q->n_pairs; i++) {
            if (q->pairs[i].from >= n_places || q->pairs[i].to >= n_places
                || places[q->pairs[i].from].economy == ZHOL_NO_ROW) {
                return zi_fail(err, ZHOL_USAGE, "a pair must be of two places on land");
            }
        }
        return q->n_pairs > 0
                   ? ZHOL_OK
                   : zi_fail(err, ZHOL_USAGE,
                       "time and money are saved between places: name from 1 to %d pairs",
                       ZHOL_PLAN_MAX_PAIRS);
    }
    for (uint32_t i = 0; i < q->n_economies; i++) {
        if (q->economies[i] >= n_economies
            || is_named(q->economies, i, q->economies[i])) {
            return zi_fail(err, ZHOL_USAGE, "an economy is unknown or named twice");
        }
    }
    return q->n_economies > 0 && q->n_economies <= ZHOL_PLAN_MAX_ECONOMIES
                   && q->n_cities > 0 && q->limit_days > 0
                   && (uint32_t) q->measure < ZHOL_N_PLAN_MEASURES
               ? ZHOL_OK
               : zi_fail(err, ZHOL_USAGE,
                   "access and reach need from 1 to %d economies, a city and some days",
                   ZHOL_PLAN_MAX_ECONOMIES);
}

zhol_status
zhol_plan_new(
    const zhol_world *w, const zhol_plan_query *query, zhol_plan **out, zhol_error *err)
{
    zhol_plan *plan;
    zhol_status status = check_projects(w, query, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = check_measure(w, query, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    plan = ZI_NEW(zhol_plan, 1);
    if (!plan) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to value the projects");
    }
    plan->world = w;
    plan->measure = query->measure;
    plan->year = query->scenario.year ? query->scenario.year : zhol_world_data_year(w);
    plan->limit_days = query->limit_days;
    plan->projects = ZI_NEW(zhol_ref, query->n_projects);
    plan->has_effects = ZI_NEW(bool, query->n_projects);
    if (!plan->projects || !plan->has_effects) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to value the projects");
    } else {
        plan->n_projects = query->n_projects;
        for (uint32_t i = 0; i < plan->n_projects; i++) {
            plan->projects[i] = query->projects[i];
            plan->has_effects[i] = zhol_project_has_effects(w, query->projects[i]);
        }
        status = zi_plan_enumerate(plan, query, err);
    }
    if (status != ZHOL_OK) {
        zhol_plan_free(plan);
        return status;
    }
    *out = plan;
    return ZHOL_OK;
}

void
zhol_plan_free(zhol_plan *plan)
{
    if (plan) {
        zi_free(plan->projects);
        zi_free(plan->has_effects);
        zi_free(plan->economies);
        zi_free(plan->values);
        zi_free(plan);
    }
}

/* Numbers */

static const double *
game_of(const zhol_plan *plan, uint32_t account)
{
    return plan->values + ((size_t) account << plan->n_projects);
}

double
zhol_plan_value(const zhol_plan *plan, uint32_t account, uint32_t subset)
{
    return game_of(plan, account)[subset];
}

zhol_plan_share
zhol_plan_share_of(const zhol_plan *plan, uint32_t account, uint32_t project)
{
    const double *v = game_of(plan, account);
    const uint32_t all = (1U << plan->n_projects) - 1;

    return (zhol_plan_share){ .alone = v[1U << project],
        .last = v[all] - v[all ^ 1U << project],
        .shapley = zi_game_shapley(v, plan->n_projects, project) };
}

/* Does a link exist only with both projects? */
static bool
have_common_link(const zhol_world *w, zhol_ref a, zhol_ref b)
{
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; effects[i].project == a && j < n; j++) {
            if (effects[j].project == b && effects[i].change == ZHOL_CHANGE_LINK
                && effects[j].change == ZHOL_CHANGE_LINK
                && effects[i].link == effects[j].link) {
                return true;
            }
        }
    }
    return false;
}

zhol_plan_pair_share
zhol_plan_pair_of(const zhol_plan *plan, uint32_t account, uint32_t i, uint32_t j)
{
    const double *v = game_of(plan, account);
    const zhol_project *projects = zhol_world_projects(plan->world, NULL);
    const zhol_project *a = &projects[plan->projects[i]],
                       *b = &projects[plan->projects[j]];

    return (zhol_plan_pair_share){ .alone = zi_game_synergy(v, 1U << i, 1U << j),
        .interaction = zi_game_interaction(v, plan->n_projects, i, j),
        .is_series = a->line == b->line && a->side != b->side
                     && zhol_world_text(plan->world, a->line)[0] != '\0',
        .needs_both =
            have_common_link(plan->world, plan->projects[i], plan->projects[j]) };
}

double
zhol_plan_synergy(const zhol_plan *plan, uint32_t account, uint32_t a, uint32_t b)
{
    return zi_game_synergy(game_of(plan, account), a, b);
}

zhol_plan_range
zhol_plan_labellings(
    const zhol_plan *plan, uint32_t account, uint32_t may_be_a, uint32_t may_be_b)
{
    const uint32_t both = may_be_a & may_be_b;
    const double *v = game_of(plan, account);
    zhol_plan_range range = { 0 };
    uint32_t part = both;

    for (;;) { /* every subset of `both`, itself first */
        const double x = zi_game_synergy(v, (may_be_a & ~both) | part, may_be_b & ~part);
        range.min = range.n_labellings == 0 || x < range.min ? x : range.min;
        range.max = range.n_labellings == 0 || x > range.max ? x : range.max;
        range.n_labellings++;
        if (part == 0) {
            return range;
        }
        part = (part - 1) & both;
    }
}
