/* SPDX-License-Identifier: Apache-2.0 */
/* What the networks of the subsets give is kept raw by slot (an economy, or a pair of
 * places), so that threads only fill in numbers, and turned into values at the end in a
 * fixed order. */
#include "plan/value.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "plan/valuer.h"
#include "world/figures.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to value the projects");
}

/* Starts: the largest cities of each economy, or the starts of the pairs */

static zhol_status
add_cities(zi_valuer *x, uint32_t slot, const double *weight, zhol_error *err)
{
    const zhol_ref economy = x->plan->economies[slot];
    const uint32_t first = x->plan->n_starts;
    double sum = 0;

    while (x->plan->n_starts - first < x->query->n_cities) {
        zhol_ref best = ZHOL_NO_ROW;
        for (uint32_t p = 0; p < x->n_places; p++) {
            bool is_new = x->book->places[p].economy == economy && weight[p] > 0;
            for (uint32_t i = first; i < x->plan->n_starts; i++) {
                is_new = is_new && x->starts[i].place != p;
            }
            if (is_new && (best == ZHOL_NO_ROW || weight[p] > weight[best])) {
                best = p;
            }
        }
        if (best == ZHOL_NO_ROW) {
            break;
        }
        x->starts[x->plan->n_starts++] = (zi_start){ best, slot, weight[best] };
        sum += weight[best];
    }
    if (x->plan->n_starts == first) {
        return zi_fail(err, ZHOL_NONE, "the network has no place of %s",
            zhol_world_text(x->plan->world,
                zhol_world_economies(x->plan->world, NULL)[economy].name_en));
    }
    for (uint32_t i = first; i < x->plan->n_starts; i++) {
        x->starts[i].weight /= sum;
    }
    return ZHOL_OK;
}

static zhol_status
weigh_markets(zi_valuer *x, const double *weight, zhol_error *err)
{
    zhol_plan *plan = x->plan;
    zi_series gdp;
    zhol_status status =
        zi_series_choose(plan->world, "gdp_ppp_usd", plan->year, &gdp, err);

    if (status != ZHOL_OK) {
        return status;
    }
    plan->gdp_vintage = zhol_world_text(plan->world, gdp.vintage);
    plan->gdp_year = gdp.year;
    for (uint32_t p = 0; p < x->n_places; p++) {
        const zhol_ref e = x->book->places[p].economy;
        x->mass[p] = e != ZHOL_NO_ROW && gdp.value[e] > 0
                         ? weight[p] * gdp.value[e] / gdp.total
                         : 0;
    }
    for (uint32_t i = 0; i + 1 < plan->n_accounts && status == ZHOL_OK; i++) {
        const zhol_ref e = plan->economies[i];
        x->gdp[i] = gdp.value[e];
        if (!(gdp.value[e] > 0)) {
            status = zi_fail(err, ZHOL_NONE, "the tables have no gdp_ppp_usd of %s",
                zhol_world_text(
                    plan->world, zhol_world_economies(plan->world, NULL)[e].iso3));
        }
    }
    zi_series_free(&gdp);
    return status;
}

static zhol_status
start_from_cities(zi_valuer *x, zhol_error *err)
{
    zhol_plan *plan = x->plan;
    double *weight = ZI_NEW(double, (size_t) x->n_places + 1);
    uint8_t *has_place = ZI_NEW(uint8_t, (size_t) x->book->n_economies + 1);
    zhol_status status = ZHOL_LIMIT;

    if (!weight || !has_place) {
        (void) no_memory(err);
        goto out;
    }
    memcpy(plan->economies, x->query->economies,
        x->query->n_economies * sizeof *plan->economies);
    plan->n_accounts = x->query->n_economies + 1;
    x->n_slots = x->query->n_economies;
    status = zi_skim_spread(plan->world, weight, has_place, err);
    for (uint32_t i = 0; i < x->n_slots && status == ZHOL_OK; i++) {
        status = add_cities(x, i, weight, err);
    }
    if (status == ZHOL_OK) {
        status = weigh_markets(x, weight, err);
    }
out:
    zi_free(weight);
    zi_free(has_place);
    return status;
}

zhol_status
zhol_plan_economies(
    const zhol_world *w, uint32_t year, zhol_ref *out, uint32_t *n, zhol_error *err)
{
    uint32_t n_places, n_economies;
    (void) zhol_world_places(w, &n_places);
    (void) zhol_world_economies(w, &n_economies);
    double *weight = ZI_NEW(double, (size_t) n_places + 1);
    uint8_t *has_place = ZI_NEW(uint8_t, (size_t) n_economies + 1);
    zi_series gdp = { 0 };
    zhol_status status = weight && has_place ? ZHOL_OK : no_memory(err);

    *n = 0;
    if (status == ZHOL_OK) {
        status = zi_skim_spread(w, weight, has_place, err);
    }
    if (status == ZHOL_OK) {
        status = zi_series_choose(
            w, "gdp_ppp_usd", year ? year : zhol_world_data_year(w), &gdp, err);
    }
    for (uint32_t e = 0; e < n_economies && status == ZHOL_OK; e++) {
        if (has_place[e] && gdp.value[e] > 0 && *n == ZHOL_PLAN_MAX_ECONOMIES) {
            status = zi_fail(
                err, ZHOL_LIMIT, "more than %d economies", ZHOL_PLAN_MAX_ECONOMIES);
        } else if (has_place[e] && gdp.value[e] > 0) {
            out[(*n)++] = e;
        }
    }
    if (status == ZHOL_OK && *n == 0) {
        status = zi_fail(err, ZHOL_NONE, "no economy has a place and a GDP");
    }
    zi_series_free(&gdp);
    zi_free(weight);
    zi_free(has_place);
    return status;
}

/* The account of an economy, added if it is new. */
static uint32_t
account_of(zhol_plan *plan, zhol_ref economy)
{
    uint32_t i = 0;

    while (i < plan->n_accounts && plan->economies[i] != economy) {
        i++;
    }
    if (i == plan->n_accounts) {
        plan->economies[plan->n_accounts++] = economy;
    }
    return i;
}

static void
start_from_pairs(zi_valuer *x)
{
    x->plan->n_accounts = 0;
    for (uint32_t i = 0; i < x->query->n_pairs; i++) {
        const zhol_ref from = x->query->pairs[i].from;
        (void) account_of(x->plan, x->book->places[from].economy);
        x->starts[x->plan->n_starts++] = (zi_start){ from, i, 1 };
    }
    x->n_slots = x->query->n_pairs;
    x->plan->n_accounts++;
}

/* Values from what was searched */

static zhol_status
value_pairs(zi_valuer *x, zhol_error *err)
{
    zhol_plan *plan = x->plan;
    const uint32_t total = plan->n_accounts - 1;

    for (uint32_t i = 0; i < x->query->n_pairs; i++) {
        const double *raw = x->raw + (size_t) i * x->n_subsets;
        const uint32_t account =
            account_of(plan, x->book->places[x->query->pairs[i].from].economy);
        if (!(raw[0] < (double) INFINITY)) {
            plan->n_left_out++;
            continue;
        }
        plan->n_pairs++;
        for (uint32_t s = 0; s < x->n_subsets; s++) {
            const double saved = raw[0] - raw[s & x->effective];
            plan->values[(size_t) account * x->n_subsets + s] += saved;
            plan->values[(size_t) total * x->n_subsets + s] += saved;
        }
    }
    return plan->n_pairs > 0
               ? ZHOL_OK
               : zi_fail(err, ZHOL_NONE,
                   "no pair has a way in %u without the projects, so that nothing can be "
                   "said to be saved; the value 'access' can tell what new ways bring",
                   plan->year);
}

/* Accounts of economies that reach something; @p slot: of each its slot. */
static zhol_status
keep_economies(zi_valuer *x, uint32_t slot[ZHOL_PLAN_MAX_ECONOMIES], zhol_error *err)
{
    zhol_plan *plan = x->plan;
    uint32_t n = 0;

    for (uint32_t a = 0; a < x->n_slots; a++) {
        const zhol_ref economy = plan->economies[a];
        if (plan->measure == ZHOL_PLAN_REACH || x->raw[(size_t) a * x->n_subsets] > 0) {
            slot[n] = a;
            x->gdp[n] = x->gdp[a];
            plan->economies[n++] = economy;
        } else if (!x->query->may_leave_out) {
            return zi_fail(err, ZHOL_NONE,
                "%s reaches no foreign market in %u without the projects",
                zhol_world_text(plan->world,
                    zhol_world_economies(plan->world, NULL)[economy].name_en),
                plan->year);
        }
    }
    plan->n_accounts = n + 1;
    plan->n_economies_left_out = x->n_slots - n;
    return n > 0 ? ZHOL_OK
                 : zi_fail(err, ZHOL_NONE,
                     "no economy reaches a foreign market in %u without the projects",
                     plan->year);
}

static zhol_status
value_economies(zi_valuer *x, zhol_error *err)
{
    zhol_plan *plan = x->plan;
    const bool is_access = plan->measure == ZHOL_PLAN_ACCESS;
    uint32_t slot[ZHOL_PLAN_MAX_ECONOMIES] = { 0 };
    const zhol_status status = keep_economies(x, slot, err);
    const uint32_t total = plan->n_accounts - 1;
    double sum = 0;

    if (status != ZHOL_OK) {
        return status;
    }
    for (uint32_t a = 0; a < total; a++) {
        sum += x->gdp[a];
    }
    for (uint32_t a = 0; a < total; a++) {
        const double *raw = x->raw + (size_t) slot[a] * x->n_subsets;
        for (uint32_t s = 0; s < x->n_subsets; s++) {
            const double more =
                100 * (raw[s & x->effective] - raw[0]) / (is_access ? raw[0] : 1);
            plan->values[(size_t) a * x->n_subsets + s] = more;
            plan->values[(size_t) total * x->n_subsets + s] += more * x->gdp[a] / sum;
        }
    }
    return ZHOL_OK;
}

/* Gray code over the projects with effects: i ^ i / 2 differs from the next in one bit.
 */
static void
list_subsets(zi_valuer *x)
{
    const uint32_t n = 1U << __builtin_popcount(x->effective);

    for (uint32_t i = 0; i < n; i++) {
        uint32_t subset = 0, code = i ^ i >> 1;
        for (uint32_t rest = x->effective; rest; rest &= rest - 1, code >>= 1) {
            subset |= (code & 1U) ? rest & (~rest + 1) : 0;
        }
        x->tasks[x->n_tasks++] = subset;
    }
}

static zhol_status
make_room(zi_valuer *x, zhol_error *err)
{
    const zhol_plan_query *q = x->query;
    const size_t n =
        zi_valuer_is_by_pairs(x) ? q->n_pairs : (size_t) q->n_economies * q->n_cities;
    const size_t n_slots = zi_valuer_is_by_pairs(x) ? q->n_pairs : q->n_economies;

    x->starts = ZI_NEW(zi_start, n + 1);
    x->plan->economies = ZI_NEW(zhol_ref, n_slots + 1);
    x->raw = ZI_NEW(double, (n_slots + 1) * x->n_subsets);
    x->plan->values = ZI_NEW(double, (n_slots + 1) * x->n_subsets);
    x->mass = ZI_NEW(double, (size_t) x->n_places + 1);
    x->gdp = ZI_NEW(double, n_slots + 1);
    x->tasks = ZI_NEW(uint32_t, x->n_subsets);
    if (!x->starts || !x->plan->economies || !x->raw || !x->plan->values || !x->mass
        || !x->gdp || !x->tasks) {
        return no_memory(err);
    }
    list_subsets(x);
    return ZHOL_OK;
}

static zhol_status
work(zi_valuer *x, zhol_error *err)
{
    zhol_plan *plan = x->plan;
    zhol_status status = zi_book_new(plan->world, &x->book, err);

    if (status != ZHOL_OK) {
        return status;
    }
    x->n_places = x->book->n_places;
    plan->elasticity = zi_book_parameter(x->book, ZI_PARAM_ACCESS_ELASTICITY);
    status = make_room(x, err);
    if (status == ZHOL_OK && zi_valuer_is_by_pairs(x)) {
        start_from_pairs(x);
    } else if (status == ZHOL_OK) {
        status = start_from_cities(x, err);
    }
    if (status == ZHOL_OK) {
        status = zi_valuer_look(x, err);
    }
    if (status == ZHOL_OK) {
        plan->n_networks = x->n_tasks;
        status = zi_valuer_is_by_pairs(x) ? value_pairs(x, err) : value_economies(x, err);
    }
    return status;
}

zhol_status
zi_plan_enumerate(zhol_plan *plan, const zhol_plan_query *query, zhol_error *err)
{
    zi_valuer x = { .plan = plan, .query = query, .n_subsets = 1U << plan->n_projects };
    zhol_status status;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        x.effective |= (uint32_t) plan->has_effects[i] << i;
    }
    status = work(&x, err);
    zi_book_free(x.book);
    zi_free(x.tasks);
    zi_free(x.starts);
    zi_free(x.raw);
    zi_free(x.mass);
    zi_free(x.gdp);
    return status;
}
