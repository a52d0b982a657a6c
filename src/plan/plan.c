/* SPDX-License-Identifier: Apache-2.0 */
/* Enumerating the subsets of projects: one network and a few searches each. */
#include <zhol/plan.h>

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/threads.h"
#include "cost/money.h"
#include "skim/skim.h"
#include "world/figures.h"

enum { BASELINE_YEAR = 2010 };

/* What the tasks share. */
typedef struct work {
    zhol_plan *plan;
    const zhol_plan_query *q;
    zi_book *book;
    double *mass;  /* [place]: its share of world GDP (PPP) */
    double *size;  /* [economy of the query]: its share */
    double *raw;   /* [game without the total << n | subset] */
    double *limit; /* [thread x n_places]: scratch */
    double elasticity;
    uint32_t n_places, n_done;
} work;

void
zhol_plan_defaults(zhol_plan_query *q)
{
    *q = (zhol_plan_query){ .baseline_year = BASELINE_YEAR,
        .value = ZHOL_PLAN_ACCESS,
        .n_cities = 1,
        .within_h = 15 * 24.0 };
    zhol_consignment_defaults(&q->consignment);
}

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to enumerate the projects");
}

static bool
is_by_pairs(const zhol_plan_query *q)
{
    return q->value == ZHOL_PLAN_TIME || q->value == ZHOL_PLAN_MONEY;
}

static zhol_status
check_query(const zhol_world *w, const zhol_plan_query *q, zhol_error *err)
{
    uint32_t n_projects, n_economies, n_places;

    (void) zhol_world_projects(w, &n_projects);
    (void) zhol_world_economies(w, &n_economies);
    (void) zhol_world_places(w, &n_places);
    if (q->n_projects < 1 || q->n_projects > ZHOL_PLAN_MAX_PROJECTS) {
        return zi_fail(err, ZHOL_USAGE,
            "%u projects: all subsets of 1 to %d can be enumerated", q->n_projects,
            ZHOL_PLAN_MAX_PROJECTS);
    }
    for (uint32_t i = 0; i < q->n_projects; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (q->projects[i] == q->projects[k]) {
                return zi_fail(err, ZHOL_USAGE, "project %s is named twice",
                    zhol_world_text(w, zhol_world_projects(w, NULL)[q->projects[i]].id));
            }
        }
        if (q->projects[i] >= n_projects) {
            return zi_fail(err, ZHOL_USAGE, "there is no project %u", q->projects[i]);
        }
    }
    if (is_by_pairs(q) ? q->n_pairs < 1 || q->n_pairs > ZHOL_PLAN_MAX_PAIRS
                       : q->n_economies < 1 || q->n_economies > ZHOL_PLAN_MAX_ECONOMIES) {
        return zi_fail(err, ZHOL_USAGE, "%s: from 1 to %d of them are needed",
            is_by_pairs(q) ? "pairs of places" : "economies", ZHOL_PLAN_MAX_PAIRS);
    }
    if (q->n_cities < 1 || q->n_cities > 100
        || (uint32_t) q->value >= ZHOL_N_PLAN_VALUES) {
        return zi_fail(
            err, ZHOL_USAGE, "from 1 to 100 cities an economy, not %u", q->n_cities);
    }
    return ZHOL_OK;
}

/* GDP over places */

static double
people_of(const zhol_place *p)
{
    return (p->kind == ZHOL_PLACE_CITY || p->kind == ZHOL_PLACE_SEAPORT)
                   && p->population > 0
               ? p->population
               : 0;
}

static zhol_status
spread_gdp(work *x, zhol_error *err)
{
    const zhol_world *w = x->plan->world;
    const zhol_place *places = zhol_world_places(w, NULL);
    uint32_t n_economies;
    zi_series gdp;
    double *people;
    zhol_status status =
        zi_series_choose(w, "gdp_ppp_usd", zhol_world_data_year(w), &gdp, err);

    (void) zhol_world_economies(w, &n_economies);
    people = ZI_NEW(double, (size_t) n_economies + 1);
    if (status == ZHOL_OK && !people) {
        status = no_memory(err);
    }
    if (status == ZHOL_OK) {
        for (uint32_t p = 0; p < x->n_places; p++) {
            if (places[p].economy != ZHOL_NO_ROW) {
                people[places[p].economy] += people_of(&places[p]);
            }
        }
        for (uint32_t p = 0; p < x->n_places; p++) {
            const zhol_ref e = places[p].economy;
            if (e != ZHOL_NO_ROW && people[e] > 0 && gdp.value[e] > 0) {
                x->mass[p] = people_of(&places[p]) / people[e] * gdp.value[e] / gdp.total;
            }
        }
        for (uint32_t i = 0; i < x->q->n_economies; i++) {
            x->size[i] = fmax(gdp.value[x->q->economies[i]], 0) / gdp.total;
        }
    }
    zi_free(people);
    zi_series_free(&gdp);
    return status;
}

/* The n_cities most populous places of each economy told. */
static void
choose_cities(work *x)
{
    const zhol_plan_query *q = x->q;
    const zhol_place *places = zhol_world_places(x->plan->world, NULL);

    for (uint32_t i = 0; i < q->n_economies; i++) {
        zhol_ref *city = &x->plan->city[(size_t) i * q->n_cities];
        uint32_t n = 0;
        for (uint32_t p = 0; p < x->n_places; p++) {
            if (places[p].economy != q->economies[i] || people_of(&places[p]) <= 0) {
                continue;
            }
            uint32_t k = n < q->n_cities ? n++ : q->n_cities;
            while (k > 0 && places[p].population > places[city[k - 1]].population) {
                if (k < q->n_cities) {
                    city[k] = city[k - 1];
                }
                k--;
            }
            if (k < q->n_cities) {
                city[k] = p;
            }
        }
        for (; n < q->n_cities; n++) {
            city[n] = ZHOL_NO_ROW;
        }
    }
}

/* One subset */

static double
access_of(const work *x, zhol_ref city, const double *limit)
{
    double sum = 0;

    for (uint32_t p = 0; p < x->n_places; p++) {
        if (p == city || x->mass[p] <= 0 || !(limit[p] < (double) INFINITY)) {
            continue;
        }
        if (x->q->value == ZHOL_PLAN_REACH) {
            sum += limit[p] <= x->q->within_h ? x->mass[p] : 0;
        } else {
            sum += x->mass[p] / pow(fmax(limit[p], 1), x->elasticity);
        }
    }
    return sum + (x->q->value == ZHOL_PLAN_REACH ? x->mass[city] : 0);
}

static zhol_status
value_economies(
    const work *x, zi_skim *k, uint32_t subset, double *limit, zhol_error *err)
{
    const zhol_plan_query *q = x->q;
    const zi_skim_metric metric =
        q->value == ZHOL_PLAN_REACH ? ZI_SKIM_TIME_H : ZI_SKIM_GENERALISED_USD;
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < q->n_economies; i++) {
        double sum = 0, n = 0;
        for (uint32_t c = 0; c < q->n_cities; c++) {
            const zhol_ref city = x->plan->city[(size_t) i * q->n_cities + c];
            if (city == ZHOL_NO_ROW) {
                continue;
            }
            status = zi_skim_from(k, metric, city, limit, err);
            if (status != ZHOL_OK) {
                return status;
            }
            const double weight =
                zhol_world_places(x->plan->world, NULL)[city].population;
            sum += weight * access_of(x, city, limit);
            n += weight;
        }
        x->raw[(size_t) i << q->n_projects | subset] = n > 0 ? sum / n : 0;
    }
    return status;
}

static zhol_status
value_pairs(const work *x, zi_skim *k, uint32_t subset, double *limit, zhol_error *err)
{
    const zhol_plan_query *q = x->q;
    const zi_skim_metric metric =
        q->value == ZHOL_PLAN_TIME ? ZI_SKIM_TIME_H : ZI_SKIM_COST_USD;

    for (uint32_t i = 0; i < q->n_pairs; i++) {
        const zhol_status status = zi_skim_from(k, metric, q->pairs[i].from, limit, err);
        if (status != ZHOL_OK) {
            return status;
        }
        x->raw[(size_t) i << q->n_projects | subset] = limit[q->pairs[i].to];
    }
    return ZHOL_OK;
}

static zhol_status
value_subset(void *shared, uint32_t subset, uint32_t thread, zhol_error *err)
{
    work *x = shared;
    const zhol_plan_query *q = x->q;
    zhol_ref with[ZHOL_PLAN_MAX_PROJECTS], without[ZHOL_PLAN_MAX_PROJECTS];
    zhol_scenario s;
    zi_skim *k = NULL;
    double *limit = &x->limit[(size_t) thread * x->n_places];
    zhol_status status;

    zhol_scenario_defaults(&s);
    s.year = q->baseline_year;
    s.with = with;
    s.without = without;
    for (uint32_t i = 0; i < q->n_projects; i++) {
        if (subset >> i & 1U) {
            with[s.n_with++] = q->projects[i];
        } else {
            without[s.n_without++] = q->projects[i];
        }
    }
    status = zi_skim_new(x->book, &s, &q->consignment, &k, err);
    if (status == ZHOL_OK) {
        status =
            (is_by_pairs(q) ? value_pairs : value_economies)(x, k, subset, limit, err);
    }
    zi_skim_free(k);
    if (status == ZHOL_OK && thread == 0 && q->progress
        && !q->progress(q->user, subset, 1U << q->n_projects)) {
        status = zi_fail(err, ZHOL_LIMIT, "cancelled");
    }
    return status;
}

/* Gains */

static void
gain_of_pairs(const work *x, uint32_t i)
{
    const zhol_plan_query *q = x->q;
    zhol_plan *p = x->plan;
    const uint32_t n = 1U << q->n_projects, total = p->n_games - 1;
    const double *raw = &x->raw[(size_t) i << q->n_projects];

    p->empty[i] = raw[0];
    p->is_valued[i] = raw[0] < (double) INFINITY;
    for (uint32_t set = 0; set < n && p->is_valued[i]; set++) {
        const double gain = raw[0] - raw[set];
        p->value[(size_t) i << q->n_projects | set] = gain;
        p->value[(size_t) total << q->n_projects | set] += gain;
    }
    p->empty[total] += p->is_valued[i] ? raw[0] : 0;
}

static void
gain_of_economy(const work *x, uint32_t i)
{
    const zhol_plan_query *q = x->q;
    zhol_plan *p = x->plan;
    const uint32_t n = 1U << q->n_projects;
    const double *raw = &x->raw[(size_t) i << q->n_projects];
    const double unit = q->value == ZHOL_PLAN_REACH ? 100 : raw[0] > 0 ? 100 / raw[0] : 0;

    p->empty[i] = raw[0];
    p->is_valued[i] = raw[0] > 0;
    for (uint32_t set = 0; set < n; set++) {
        p->value[(size_t) i << q->n_projects | set] = (raw[set] - raw[0]) * unit;
    }
}

/* Of all economies told, each weighted by its GDP. */
static void
gain_of_all(const work *x)
{
    const zhol_plan_query *q = x->q;
    zhol_plan *p = x->plan;
    const uint32_t n = 1U << q->n_projects, total = p->n_games - 1;
    double *value = &p->value[(size_t) total << q->n_projects], empty = 0, size = 0;

    for (uint32_t i = 0; i < q->n_economies; i++) {
        empty += x->size[i] * x->raw[(size_t) i << q->n_projects];
        size += x->size[i];
    }
    for (uint32_t set = 0; set < n; set++) {
        double sum = 0;
        for (uint32_t i = 0; i < q->n_economies; i++) {
            sum += x->size[i] * x->raw[(size_t) i << q->n_projects | set];
        }
        const double unit = q->value == ZHOL_PLAN_REACH ? 100 / size
                            : empty > 0                 ? 100 / empty
                                                        : 0;
        value[set] = (sum - empty) * unit;
    }
    p->empty[total] = empty;
    p->is_valued[total] = empty > 0;
}

static void
gain(const work *x)
{
    if (is_by_pairs(x->q)) {
        for (uint32_t i = 0; i < x->q->n_pairs; i++) {
            gain_of_pairs(x, i);
        }
        x->plan->is_valued[x->plan->n_games - 1] = true;
        return;
    }
    for (uint32_t i = 0; i < x->q->n_economies; i++) {
        gain_of_economy(x, i);
    }
    gain_of_all(x);
}

static void
note_effects(zhol_plan *p)
{
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(p->world, &n);

    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        for (uint32_t k = 0; k < n; k++) {
            p->has_effect[i] =
                p->has_effect[i] || effects[k].project == p->query.projects[i];
        }
    }
}

static zhol_status
allocate(work *x, zhol_error *err)
{
    const zhol_plan_query *q = x->q;
    zhol_plan *p = x->plan;
    const uint32_t n_threads = q->n_threads ? q->n_threads : 1;

    p->n_games = (is_by_pairs(q) ? q->n_pairs : q->n_economies) + 1;
    p->value = ZI_NEW(double, (size_t) p->n_games << q->n_projects);
    p->empty = ZI_NEW(double, p->n_games);
    p->is_valued = ZI_NEW(bool, p->n_games);
    p->city = ZI_NEW(zhol_ref, (size_t) q->n_economies * q->n_cities + 1);
    x->raw = ZI_NEW(double, (size_t) p->n_games << q->n_projects);
    x->mass = ZI_NEW(double, (size_t) x->n_places + 1);
    x->size = ZI_NEW(double, (size_t) q->n_economies + 1);
    x->limit = ZI_NEW(double, (size_t) x->n_places *n_threads + 1);
    return p->value && p->empty && p->is_valued && p->city && x->raw && x->mass && x->size
                   && x->limit
               ? ZHOL_OK
               : no_memory(err);
}

zhol_status
zhol_plan_new(
    const zhol_world *w, const zhol_plan_query *query, zhol_plan **out, zhol_error *err)
{
    zhol_plan *p = ZI_NEW(zhol_plan, 1);
    work x = { .plan = p, .q = query };
    zhol_status status = p ? check_query(w, query, err) : no_memory(err);

    *out = NULL;
    if (status == ZHOL_OK) {
        p->world = w;
        p->query = *query;
        (void) zhol_world_places(w, &x.n_places);
        status = allocate(&x, err);
    }
    if (status == ZHOL_OK) {
        status = zi_book_new(w, &x.book, err);
    }
    if (status == ZHOL_OK) {
        x.elasticity = zi_book_parameter(x.book, ZI_PARAM_ACCESS_ELASTICITY);
        status = spread_gdp(&x, err);
    }
    if (status == ZHOL_OK) {
        choose_cities(&x);
        note_effects(p);
        status = zi_threads_run(
            query->n_threads, 1U << query->n_projects, value_subset, &x, err);
    }
    if (status == ZHOL_OK) {
        gain(&x);
        *out = p;
    } else {
        zhol_plan_free(p);
    }
    zi_book_free(x.book);
    zi_free(x.raw);
    zi_free(x.mass);
    zi_free(x.size);
    zi_free(x.limit);
    return status;
}

void
zhol_plan_free(zhol_plan *p)
{
    if (p) {
        zi_free(p->value);
        zi_free(p->empty);
        zi_free(p->is_valued);
        zi_free(p->city);
        zi_free(p);
    }
}

const double *
zhol_plan_game(const zhol_plan *p, uint32_t game)
{
    return &p->value[(size_t) game << p->query.n_projects];
}

static const zhol_project *
project_of(const zhol_plan *p, uint32_t i)
{
    return &zhol_world_projects(p->world, NULL)[p->query.projects[i]];
}

uint32_t
zhol_plan_built_by(const zhol_plan *p, zhol_ref economy)
{
    uint32_t set = 0;

    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        set |= project_of(p, i)->builder == economy ? 1U << i : 0;
    }
    return set;
}

uint32_t
zhol_plan_of_kind(const zhol_plan *p, uint32_t kind)
{
    uint32_t set = 0;

    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        set |= project_of(p, i)->kind == kind ? 1U << i : 0;
    }
    return set;
}

bool
zhol_plan_is_one_line(const zhol_plan *p, uint32_t i, uint32_t j)
{
    const zhol_project *a = project_of(p, i), *b = project_of(p, j);

    return i != j && a->line && a->line == b->line && a->side != b->side;
}

/* Bits: 1 side 0, 2 side 1: the builder's, and the owners' of its programmes. */
static uint32_t
labels_of(const zhol_plan *p, uint32_t i, const zhol_ref sides[2])
{
    const zhol_project *project = project_of(p, i);
    const char *list = zhol_world_text(p->world, project->programmes);
    uint32_t n, labels = 0;
    const zhol_programme *programmes = zhol_world_programmes(p->world, &n);

    for (uint32_t s = 0; s < 2; s++) {
        labels |= project->builder == sides[s] ? 1U << s : 0;
        for (uint32_t k = 0; k < n; k++) {
            if (programmes[k].owner == sides[s]
                && zi_list_has(list, zhol_world_text(p->world, programmes[k].id))) {
                labels |= 1U << s;
            }
        }
    }
    return labels;
}

void
zhol_plan_labellings(
    const zhol_plan *p, uint32_t game, const zhol_ref sides[2], zhol_labelling *out)
{
    const double *value = zhol_plan_game(p, game);
    const uint32_t n = p->query.n_projects;
    uint32_t fixed[2] = { 0, 0 }, both[ZHOL_PLAN_MAX_PROJECTS], n_both = 0;

    *out = (zhol_labelling){ .n = 0 };
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t labels = labels_of(p, i, sides);
        if (labels == 3) {
            both[n_both++] = i;
        } else if (labels) {
            fixed[labels - 1] |= 1U << i;
        } else {
            out->n_left_out++;
        }
    }
    for (uint32_t choice = 0; choice < 1U << n_both; choice++) {
        uint32_t a = fixed[0], b = fixed[1];
        for (uint32_t k = 0; k < n_both; k++) {
            if (choice >> k & 1U) {
                b |= 1U << both[k];
            } else {
                a |= 1U << both[k];
            }
        }
        const double synergy = zhol_game_synergy(value, a, b);
        out->lo = out->n == 0 || synergy < out->lo ? synergy : out->lo;
        out->hi = out->n == 0 || synergy > out->hi ? synergy : out->hi;
        out->n++;
    }
}

zhol_status
zhol_project_cost_usd(const zhol_world *w, zhol_ref project, double *usd, zhol_error *err)
{
    const zhol_project *p = &zhol_world_projects(w, NULL)[project];
    double factor = 0;

    *usd = ZHOL_NOT_GIVEN;
    if (p->cost < 0) {
        return ZHOL_OK;
    }
    const zhol_status status = zi_money_factor(
        w, p->currency, p->cost_year ? p->cost_year : p->open_year, &factor, err);
    if (status == ZHOL_OK) {
        *usd = p->cost * factor;
    }
    return status;
}
