/* SPDX-License-Identifier: Apache-2.0 */
/* What a place or an economy reaches: figures spread over places, skimmed. */
#include "skim/reach.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"

const zi_skim_metric zi_reach_metric[ZHOL_N_REACH_BYS] = {
    [ZHOL_REACH_BY_TIME] = ZI_SKIM_TIME_H, [ZHOL_REACH_BY_COST] = ZI_SKIM_COST_USD
};

static const uint32_t default_draws = 256;

void
zhol_reach_defaults(zhol_reach_query *q)
{
    *q = (zhol_reach_query){
        .from = { ZHOL_SCOPE_EVERYWHERE, 0 }, .seed = 1, .n_draws = default_draws
    };
    zhol_scenario_defaults(&q->scenario);
    zhol_consignment_defaults(&q->consignment);
}

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to look at what is reached");
}

/* The ground */

zhol_status
zi_reach_open(const zhol_world *w, const zhol_reach_query *query, zi_reach_ground *g,
    zhol_reach_source *sources, zhol_error *err)
{
    zhol_status status;

    *g = (zi_reach_ground){ .world = w, .n_threads = query->n_threads };
    (void) zhol_world_places(w, &g->n_places);
    (void) zhol_world_economies(w, &g->n_economies);
    g->weight = ZI_NEW(double, (size_t) g->n_places + 1);
    g->share = ZI_NEW(double, (size_t) g->n_places *ZHOL_N_REACH_FIGURES + 1);
    g->has_place = ZI_NEW(uint8_t, (size_t) g->n_economies + 1);
    if (!g->weight || !g->share || !g->has_place) {
        return no_memory(err);
    }
    status = zi_reach_share_out(g, query, sources, err);
    if (status == ZHOL_OK) {
        status = zi_book_new(w, &g->book, err);
    }
    if (status == ZHOL_OK) {
        status =
            zi_skim_new(g->book, &query->scenario, &query->consignment, &g->skim, err);
    }
    return status;
}

void
zi_reach_close(zi_reach_ground *g)
{
    zi_skim_free(g->skim);
    zi_book_free(g->book);
    zi_free(g->weight);
    zi_free(g->share);
    zi_free(g->has_place);
}

/* Starts */

uint32_t
zi_reach_starts(
    const zi_reach_ground *g, zhol_scope from, zhol_ref *starts, double *weights)
{
    const zhol_place *places = zhol_world_places(g->world, NULL);
    uint32_t n = 0;

    for (uint32_t p = 0; p < g->n_places; p++) {
        const bool is_start = from.kind == ZHOL_SCOPE_PLACE
                                  ? p == from.ref
                                  : places[p].economy == from.ref && g->weight[p] > 0;
        if (is_start) {
            weights[n] = from.kind == ZHOL_SCOPE_PLACE ? 1 : g->weight[p];
            starts[n++] = p;
        }
    }
    return n;
}

static zhol_status
choose_starts(zhol_reach *r, const zi_reach_ground *g, zhol_error *err)
{
    const zhol_scope from = r->query.from;

    r->starts = ZI_NEW(zhol_ref, (size_t) g->n_places + 1);
    r->start_weights = ZI_NEW(double, (size_t) g->n_places + 1);
    if (!r->starts || !r->start_weights) {
        return no_memory(err);
    }
    r->n_starts = zi_reach_starts(g, from, r->starts, r->start_weights);
    return r->n_starts > 0
               ? ZHOL_OK
               : zi_fail(err, ZHOL_NONE, "the network has no place of %s",
                   zhol_world_text(
                       r->world, zhol_world_economies(r->world, NULL)[from.ref].name_en));
}

/* Points */

/* A point for each place with a share of some figure. */
static void
add_points(zhol_reach *r, const zi_reach_ground *g, uint32_t start,
    const double *const limits[ZHOL_N_REACH_BYS])
{
    for (uint32_t p = 0; p < g->n_places; p++) {
        zhol_reach_point *point = &r->points[r->n_points];
        double sum = 0;
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            point->share[f] =
                g->share[(size_t) p * ZHOL_N_REACH_FIGURES + f] * r->start_weights[start];
            sum += point->share[f];
        }
        if (sum > 0) {
            point->place = p;
            for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
                point->limit[by] = limits[by][p];
            }
            point->limit[ZHOL_REACH_BY_CHANCE] = (double) INFINITY;
            r->n_points++;
        }
    }
}

zhol_status
zi_reach_rows(const zi_reach_ground *g, zhol_reach_by by, uint32_t n_rows, zi_many **out,
    zhol_error *err)
{
    zhol_ref *all = ZI_NEW(zhol_ref, (size_t) g->n_places + 1);
    zhol_status status;

    *out = NULL;
    if (!all) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < g->n_places; p++) {
        all[p] = p;
    }
    const zi_many_options options = { .metric = zi_reach_metric[by],
        .targets = all,
        .n_targets = g->n_places,
        .n_rows = n_rows,
        .n_threads = g->n_threads };
    status = zi_many_new(g->skim, &options, out, err);
    zi_free(all);
    return status;
}

/* limits[(by x n_starts + start) x n_places + place] */
static zhol_status
skim_starts(zhol_reach *r, const zi_reach_ground *g, double *limits, zhol_error *err)
{
    const size_t n = (size_t) g->n_places * r->n_starts;
    zhol_status status = ZHOL_OK;

    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && status == ZHOL_OK; by++) {
        zi_many *many = NULL;
        status = zi_reach_rows(g, (zhol_reach_by) by, r->n_starts, &many, err);
        if (status == ZHOL_OK) {
            status = zi_many_rows(many, r->starts, r->n_starts, limits + by * n, err);
        }
        zi_many_free(many);
    }
    for (uint32_t i = 0; i < r->n_starts && status == ZHOL_OK; i++) {
        const double *of_start[ZHOL_N_REACH_BYS];
        for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
            of_start[by] = limits + by * n + (size_t) i * g->n_places;
            double *sum = &r->place_limit[(size_t) by * g->n_places];
            for (uint32_t p = 0; p < g->n_places; p++) {
                sum[p] += r->start_weights[i] * of_start[by][p];
            }
        }
        add_points(r, g, i, of_start);
    }
    return status;
}

static zhol_status
check_starts(const zhol_reach *r, const zi_reach_ground *g, zhol_error *err)
{
    for (uint32_t i = 0; i < r->n_starts; i++) {
        if (zi_skim_has(g->skim, r->starts[i])) {
            return ZHOL_OK;
        }
    }
    if (r->query.from.kind == ZHOL_SCOPE_ECONOMY) {
        return zi_fail(err, ZHOL_NONE,
            "%s: all its places (%u) are closed, avoided or at sea: nothing can start "
            "there",
            zhol_world_text(r->world,
                zhol_world_economies(r->world, NULL)[r->query.from.ref].name_en),
            r->n_starts);
    }
    return zi_fail(err, ZHOL_NONE,
        "%s is closed, avoided or at sea: nothing can start there",
        zhol_world_text(
            r->world, zhol_world_places(r->world, NULL)[r->starts[0]].name_en));
}

static zhol_status
skim_all(zhol_reach *r, const zi_reach_ground *g, zhol_error *err)
{
    const size_t n = (size_t) g->n_places * r->n_starts;
    double *limits = ZI_NEW(double, n *ZHOL_N_REACH_BYS + 1);
    zhol_status status = check_starts(r, g, err);

    r->points = ZI_NEW(zhol_reach_point, n + 1);
    r->place_limit = ZI_NEW(double, (size_t) g->n_places *ZHOL_N_REACH_LIMITS + 1);
    if (status == ZHOL_OK && (!limits || !r->points || !r->place_limit)) {
        status = no_memory(err);
    }
    for (uint32_t p = 0; p < g->n_places && status == ZHOL_OK; p++) {
        r->place_limit[(size_t) ZHOL_REACH_BY_CHANCE * g->n_places + p] =
            r->query.probability > 0 ? 0 : (double) INFINITY;
    }
    if (status == ZHOL_OK) {
        status = skim_starts(r, g, limits, err);
    }
    if (status == ZHOL_OK) {
        status = zi_reach_find_gateways(r, g, limits, err);
    }
    zi_free(limits);
    return status;
}

static zhol_status
mark_coasts(zhol_reach *r, const zi_reach_ground *g, zhol_error *err)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);

    r->coasts = ZI_NEW(uint32_t, (size_t) g->n_economies + 1);
    if (!r->coasts) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < g->n_places; p++) {
        if (places[p].kind == ZHOL_PLACE_SEAPORT && places[p].economy != ZHOL_NO_ROW) {
            r->coasts[places[p].economy] |= 1U << places[p].ocean;
        }
    }
    return ZHOL_OK;
}

void
zi_reach_forget_lists(zhol_scenario *s)
{
    const zhol_scenario kept = {
        .year = s->year, .as_of = s->as_of, .regime = s->regime, .modes = s->modes
    };
    *s = kept;
}

static zhol_status
work(zhol_reach *r, zhol_error *err)
{
    zi_reach_ground g;
    zhol_status status = zi_reach_open(r->world, &r->query, &g, r->sources, err);

    if (status == ZHOL_OK) {
        status = choose_starts(r, &g, err);
    }
    if (status == ZHOL_OK) {
        status = mark_coasts(r, &g, err);
    }
    if (status == ZHOL_OK) {
        status = skim_all(r, &g, err);
    }
    if (status == ZHOL_OK && r->query.probability > 0) {
        status = zi_reach_draw(r, &g, err);
    }
    zi_reach_close(&g);
    zi_reach_forget_lists(&r->query.scenario);
    return status;
}

zhol_status
zi_reach_settle(const zhol_world *w, zhol_reach_query *q, uint32_t *year, zhol_error *err)
{
    *year = q->scenario.year ? q->scenario.year : zhol_world_data_year(w);
    q->figures_year = q->figures_year ? q->figures_year : *year;
    q->n_draws = q->n_draws ? q->n_draws : default_draws;
    if (!(q->probability >= 0 && q->probability < 1)) {
        return zi_fail(err, ZHOL_USAGE,
            "probability %.10g: must be more than 0 and less than 1", q->probability);
    }
    if (q->n_draws < 2 || q->n_draws > ZHOL_REACH_MAX_DRAWS) {
        return zi_fail(err, ZHOL_USAGE, "draws %u: must be 2 to %d", q->n_draws,
            ZHOL_REACH_MAX_DRAWS);
    }
    if ((uint32_t) q->spread >= ZHOL_N_SPREADS) {
        return zi_fail(err, ZHOL_USAGE, "there is no such way to spread figures");
    }
    return ZHOL_OK;
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
    status = zi_reach_settle(w, &r->query, &r->year, err);
    if (status == ZHOL_OK && query->from.kind != ZHOL_SCOPE_PLACE
        && query->from.kind != ZHOL_SCOPE_ECONOMY) {
        status =
            zi_fail(err, ZHOL_USAGE, "what is reached is asked of a place or an economy");
    }
    if (status == ZHOL_OK) {
        status = work(r, err);
    }
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
            zi_free(r->gateways[i].closed);
            zi_free(r->gateways[i].drawn_h);
        }
        zi_free(r->gateways);
        zi_free(r->points);
        zi_free(r->starts);
        zi_free(r->start_weights);
        zi_free(r->coasts);
        zi_free(r->place_limit);
        zi_free(r->drawn);
        zi_free(r);
    }
}
