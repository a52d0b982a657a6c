/* SPDX-License-Identifier: Apache-2.0 */
/* What a place or an economy reaches: figures spread over places, skimmed. */
#include <zhol/skim.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "skim/skim.h"
#include "world/figures.h"

static const char *const indicators[ZHOL_N_REACH_FIGURES] = {
    [ZHOL_REACH_GDP_PPP] = "gdp_ppp_usd",
    [ZHOL_REACH_GDP_NOMINAL] = "gdp_nominal_usd",
    [ZHOL_REACH_PEOPLE] = "population",
    [ZHOL_REACH_IMPORTS] = "imports_usd",
    [ZHOL_REACH_CONSUMPTION] = "consumption_usd",
};

static const zi_skim_metric metric_of[ZHOL_N_REACH_BYS] = {
    [ZHOL_REACH_BY_TIME] = ZI_SKIM_TIME_H, [ZHOL_REACH_BY_COST] = ZI_SKIM_COST_USD
};

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to look at what is reached");
}

/* Spreading an economy's figure over its places */

/* How a place counts: its people if it is a city; in the second pass seaports, in the
 * third any land place. */
static double
weight_of(const zhol_place *p, int pass)
{
    switch (pass) {
    case 0:
        return (p->kind == ZHOL_PLACE_CITY || p->kind == ZHOL_PLACE_SEAPORT)
                       && p->population > 0
                   ? p->population
                   : 0;
    case 1:
        return p->kind == ZHOL_PLACE_SEAPORT;
    default:
        return p->kind != ZHOL_PLACE_SEA_WAYPOINT;
    }
}

zhol_status
zi_skim_spread(const zhol_world *w, double *weight, uint8_t *has_place, zhol_error *err)
{
    uint32_t n_places, n_economies;
    const zhol_place *places = zhol_world_places(w, &n_places);
    double *sum;

    (void) zhol_world_economies(w, &n_economies);
    sum = ZI_NEW(double, (size_t) n_economies + 1);
    if (!sum) {
        return no_memory(err);
    }
    for (int pass = 0; pass < 3; pass++) {
        memset(sum, 0, n_economies * sizeof *sum);
        for (uint32_t p = 0; p < n_places; p++) {
            if (places[p].economy != ZHOL_NO_ROW && !has_place[places[p].economy]) {
                sum[places[p].economy] += weight_of(&places[p], pass);
            }
        }
        for (uint32_t p = 0; p < n_places; p++) {
            const zhol_ref e = places[p].economy;
            if (e != ZHOL_NO_ROW && !has_place[e] && sum[e] > 0) {
                weight[p] = weight_of(&places[p], pass) / sum[e];
            }
        }
        for (uint32_t e = 0; e < n_economies; e++) {
            has_place[e] = has_place[e] || sum[e] > 0;
        }
    }
    zi_free(sum);
    return ZHOL_OK;
}

/* share[place x figures]: of the world's total */
static zhol_status
share_out(
    zhol_reach *r, double *share, double *weight, uint8_t *has_place, zhol_error *err)
{
    const zhol_world *w = r->world;
    uint32_t n_places, n_economies;
    const zhol_place *places = zhol_world_places(w, &n_places);
    zhol_status status = zi_skim_spread(w, weight, has_place, err);

    (void) zhol_world_economies(w, &n_economies);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES && status == ZHOL_OK; f++) {
        zhol_reach_source *source = &r->sources[f];
        zi_series s;
        zhol_error none = { "" };
        source->indicator = indicators[f];
        status = zi_series_choose(w, indicators[f], r->query.figures_year, &s, &none);
        if (status == ZHOL_NONE) {
            status = ZHOL_OK;
            continue;
        }
        if (status != ZHOL_OK) {
            return no_memory(err);
        }
        source->vintage = zhol_world_text(w, s.vintage);
        source->year = s.year;
        source->n_economies = s.n;
        source->total = s.total;
        source->coverage = s.coverage;
        for (uint32_t e = 0; e < n_economies; e++) {
            source->placed += s.value[e] > 0 && has_place[e] ? s.value[e] / s.total : 0;
        }
        for (uint32_t p = 0; p < n_places; p++) {
            if (places[p].economy != ZHOL_NO_ROW && s.value[places[p].economy] > 0) {
                share[(size_t) p * ZHOL_N_REACH_FIGURES + f] =
                    weight[p] * s.value[places[p].economy] / s.total;
            }
        }
        zi_series_free(&s);
    }
    return status;
}

/* Starts */

static zhol_status
choose_starts(zhol_reach *r, const double *weight, zhol_error *err)
{
    const zhol_scope from = r->query.from;
    uint32_t n_places;
    const zhol_place *places = zhol_world_places(r->world, &n_places);

    r->starts = ZI_NEW(zhol_ref, (size_t) n_places + 1);
    r->start_weights = ZI_NEW(double, (size_t) n_places + 1);
    if (!r->starts || !r->start_weights) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < n_places; p++) {
        const bool is_start = from.kind == ZHOL_SCOPE_PLACE
                                  ? p == from.ref
                                  : from.kind == ZHOL_SCOPE_ECONOMY
                                        && places[p].economy == from.ref && weight[p] > 0;
        if (is_start) {
            r->start_weights[r->n_starts] = from.kind == ZHOL_SCOPE_PLACE ? 1 : weight[p];
            r->starts[r->n_starts++] = p;
        }
    }
    if (from.kind != ZHOL_SCOPE_PLACE && from.kind != ZHOL_SCOPE_ECONOMY) {
        return zi_fail(
            err, ZHOL_USAGE, "what is reached is asked of a place or an economy");
    }
    return r->n_starts > 0
               ? ZHOL_OK
               : zi_fail(err, ZHOL_NONE, "the network has no place of %s",
                   zhol_world_text(
                       r->world, zhol_world_economies(r->world, NULL)[from.ref].name_en));
}

static uint32_t
largest_start(const zhol_reach *r)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < r->n_starts; i++) {
        best = r->start_weights[i] > r->start_weights[best] ? i : best;
    }
    return best;
}

/* Points */

static zhol_status
skim_start(zhol_reach *r, zi_skim *k, uint32_t start, const double *share, double *limits,
    zhol_error *err)
{
    uint32_t n_places;
    zhol_status status = ZHOL_OK;

    (void) zhol_world_places(r->world, &n_places);
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && status == ZHOL_OK; by++) {
        status = zi_skim_from(
            k, metric_of[by], r->starts[start], limits + (size_t) by * n_places, err);
    }
    for (uint32_t p = 0; p < n_places && status == ZHOL_OK; p++) {
        zhol_reach_point *point = &r->points[r->n_points];
        double sum = 0;
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            point->share[f] =
                share[(size_t) p * ZHOL_N_REACH_FIGURES + f] * r->start_weights[start];
            sum += point->share[f];
        }
        if (sum > 0) {
            point->place = p;
            for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
                point->limit[by] = limits[(size_t) by * n_places + p];
            }
            r->n_points++;
        }
    }
    return status;
}

/* Gateways */

static zhol_status
find_gateway(
    zhol_reach *r, zi_skim *k, const double *value, zhol_gateway *g, zhol_error *err)
{
    uint32_t n_places, n_economies;
    const zhol_place *places = zhol_world_places(r->world, &n_places);
    zi_skim_way way;

    (void) zhol_world_economies(r->world, &n_economies);
    for (uint32_t p = 0; p < n_places; p++) {
        if (places[p].kind == ZHOL_PLACE_SEAPORT && places[p].ocean == g->ocean
            && value[p] < (double) INFINITY
            && (g->place == ZHOL_NO_ROW || value[p] < value[g->place])) {
            g->place = p;
        }
    }
    g->economies = ZI_NEW(zhol_ref, (size_t) n_places + 1);
    if (!g->economies) {
        return no_memory(err);
    }
    way = (zi_skim_way){ .economies = g->economies };
    if (g->place != ZHOL_NO_ROW && zi_skim_describe(k, g->place, &way)) {
        g->time_h = way.time_h;
        g->cost_usd = way.cost_usd;
        g->length_km = way.length_km;
        g->n_borders = way.n_borders;
        g->n_gauge_changes = way.n_gauge_changes;
        g->n_economies = way.n_economies;
        g->last_link = way.last;
    }
    return ZHOL_OK;
}

static zhol_status
find_gateways(zhol_reach *r, zi_skim *k, double *value, zhol_error *err)
{
    const uint32_t oceans = zhol_reach_oceans(r->world);
    zhol_status status = ZHOL_OK;

    r->gateways = ZI_NEW(zhol_gateway, ZHOL_N_OCEANS * ZHOL_N_REACH_BYS);
    if (!r->gateways) {
        return no_memory(err);
    }
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && status == ZHOL_OK; by++) {
        status = zi_skim_from(k, metric_of[by], r->starts[largest_start(r)], value, err);
        for (uint32_t ocean = 1; ocean < ZHOL_N_OCEANS && status == ZHOL_OK; ocean++) {
            if (oceans >> ocean & 1U) {
                zhol_gateway *g = &r->gateways[r->n_gateways++];
                *g = (zhol_gateway){
                    .ocean = ocean, .by = (zhol_reach_by) by, .place = ZHOL_NO_ROW
                };
                status = find_gateway(r, k, value, g, err);
            }
        }
    }
    return status;
}

static zhol_status
skim_all(zhol_reach *r, zi_skim *k, const double *share, zhol_error *err)
{
    uint32_t n_places;
    double *limits;
    zhol_status status = ZHOL_OK;
    bool is_there = false;

    (void) zhol_world_places(r->world, &n_places);
    limits = ZI_NEW(double, (size_t) n_places *ZHOL_N_REACH_BYS + 1);
    r->points = ZI_NEW(zhol_reach_point, (size_t) n_places * r->n_starts + 1);
    if (!limits || !r->points) {
        status = no_memory(err);
    }
    for (uint32_t i = 0; i < r->n_starts && status == ZHOL_OK; i++) {
        is_there = is_there || zi_skim_has(k, r->starts[i]);
        status = skim_start(r, k, i, share, limits, err);
    }
    if (status == ZHOL_OK && !is_there) {
        status = zi_fail(err, ZHOL_NONE,
            "%s is closed, avoided or at sea: nothing can start there",
            zhol_world_text(
                r->world, zhol_world_places(r->world, NULL)[r->starts[0]].name_en));
    }
    if (status == ZHOL_OK) {
        status = find_gateways(r, k, limits, err);
    }
    zi_free(limits);
    return status;
}

static zhol_status
work(zhol_reach *r, zhol_error *err)
{
    const zhol_world *w = r->world;
    uint32_t n_places, n_economies;
    double *weight, *share;
    uint8_t *has_place;
    zi_book *book = NULL;
    zi_skim *k = NULL;
    zhol_status status = ZHOL_LIMIT;

    (void) zhol_world_places(w, &n_places);
    (void) zhol_world_economies(w, &n_economies);
    weight = ZI_NEW(double, (size_t) n_places + 1);
    share = ZI_NEW(double, (size_t) n_places *ZHOL_N_REACH_FIGURES + 1);
    has_place = ZI_NEW(uint8_t, (size_t) n_economies + 1);
    if (!weight || !share || !has_place) {
        (void) no_memory(err);
        goto out;
    }
    status = share_out(r, share, weight, has_place, err);
    if (status == ZHOL_OK) {
        status = choose_starts(r, weight, err);
    }
    if (status == ZHOL_OK) {
        status = zi_book_new(w, &book, err);
    }
    if (status == ZHOL_OK) {
        status = zi_skim_new(book, &r->query.scenario, &r->query.consignment, &k, err);
    }
    if (status == ZHOL_OK) {
        status = skim_all(r, k, share, err);
    }
out:
    zi_skim_free(k);
    zi_book_free(book);
    zi_free(weight);
    zi_free(share);
    zi_free(has_place);
    return status;
}

/* What a scenario borrows is not kept. */
static void
forget_lists(zhol_scenario *s)
{
    const zhol_scenario kept = {
        .year = s->year, .as_of = s->as_of, .regime = s->regime, .modes = s->modes
    };
    *s = kept;
}

zhol_status
zhol_reach_new(
    const zhol_world *w, const zhol_reach_query *query, zhol_reach **out, zhol_error *err)
{
    zhol_reach *r = ZI_NEW(zhol_reach, 1);
    zhol_status status;

    *out = NULL;
    if (!r) {
        return no_memory(err);
    }
    r->world = w;
    r->query = *query;
    r->year = query->scenario.year ? query->scenario.year : zhol_world_data_year(w);
    if (!r->query.figures_year) {
        r->query.figures_year = r->year;
    }
    status = work(r, err);
    forget_lists(&r->query.scenario);
    if (status != ZHOL_OK) {
        zhol_reach_free(r);
        return status;
    }
    *out = r;
    return ZHOL_OK;
}

void
zhol_reach_free(zhol_reach *r)
{
    if (r) {
        for (uint32_t i = 0; i < r->n_gateways; i++) {
            zi_free(r->gateways[i].economies);
        }
        zi_free(r->gateways);
        zi_free(r->points);
        zi_free(r->starts);
        zi_free(r->start_weights);
        zi_free(r);
    }
}

/* Asking a reach */

uint32_t
zhol_reach_oceans(const zhol_world *w)
{
    uint32_t n, oceans = 0;
    const zhol_place *places = zhol_world_places(w, &n);

    for (uint32_t p = 0; p < n; p++) {
        if (places[p].kind == ZHOL_PLACE_SEAPORT && places[p].ocean) {
            oceans |= 1U << places[p].ocean;
        }
    }
    return oceans;
}

double
zhol_reach_within(
    const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by, double limit)
{
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        sum += r->points[i].limit[by] <= limit ? r->points[i].share[figure] : 0;
    }
    return sum;
}

double
zhol_reach_region(const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by,
    double limit, uint32_t region)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const zhol_reach_point *p = &r->points[i];
        if (p->limit[by] <= limit
            && economies[places[p->place].economy].region == region) {
            sum += p->share[figure];
        }
    }
    return sum;
}

double
zhol_reach_economy(const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by,
    double limit, zhol_ref economy)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const zhol_reach_point *p = &r->points[i];
        if (p->limit[by] <= limit && places[p->place].economy == economy) {
            sum += p->share[figure];
        }
    }
    return sum;
}

static bool
has_coast(const zhol_world *w, zhol_ref economy, uint32_t oceans)
{
    uint32_t n;
    const zhol_place *places = zhol_world_places(w, &n);

    for (uint32_t p = 0; p < n; p++) {
        if (places[p].economy == economy && places[p].kind == ZHOL_PLACE_SEAPORT
            && (oceans >> places[p].ocean & 1U)) {
            return true;
        }
    }
    return false;
}

double
zhol_reach_coast(const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by,
    double limit, uint32_t oceans)
{
    uint32_t n;
    double sum = 0;

    (void) zhol_world_economies(r->world, &n);
    for (uint32_t e = 0; e < n; e++) {
        if (has_coast(r->world, e, oceans)) {
            sum += zhol_reach_economy(r, figure, by, limit, e);
        }
    }
    return sum;
}

double
zhol_reach_at(
    const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by, double share)
{
    double low = 0, high = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const double limit = r->points[i].limit[by];
        if (limit < (double) INFINITY && r->points[i].share[figure] > 0 && limit > high) {
            high = limit;
        }
    }
    if (zhol_reach_within(r, figure, by, high) < share) {
        return (double) INFINITY;
    }
    while (high - low > 1e-6 * (high + 1)) { /* the share only grows with the limit */
        const double middle = low + (high - low) / 2;
        if (zhol_reach_within(r, figure, by, middle) >= share) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}
