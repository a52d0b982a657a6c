/* SPDX-License-Identifier: Apache-2.0 */
/* What each economy reaches. */
#include "skim/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* A place as seen from one start, and the world's GDP there. */
typedef struct seen {
    double limit, share;
} seen;

typedef struct ranking {
    zhol_reach_ranks *r;
    zi_reach_ground g;
    zi_many *many;
    double *value; /* [start x places] of one economy */
    size_t value_size;
    double *gdp; /* of each economy its share of the world's */
    zhol_ref *starts;
    double *weights;
    seen *list;
    size_t list_size;
    uint32_t n_list;
} ranking;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to rank economies");
}

static int
by_limit(const void *a, const void *b)
{
    const seen *x = a, *y = b;

    if (x->limit < y->limit || x->limit > y->limit) {
        return x->limit < y->limit ? -1 : 1;
    }
    return x->share < y->share ? -1 : x->share > y->share;
}

/* Where the sum comes to half of the world. */
static double
half_of(ranking *k)
{
    double sum = 0;

    if (k->n_list > 0) {
        qsort(k->list, k->n_list, sizeof *k->list, by_limit);
    }
    for (uint32_t i = 0; i < k->n_list; i++) {
        sum += k->list[i].share;
        if (sum >= 0.5) {
            return k->list[i].limit;
        }
    }
    return (double) INFINITY;
}

/* One start's row. */
static void
add_start(ranking *k, const double *value, double weight, zhol_reach_rank *rank)
{
    const zi_reach_ground *g = &k->g;

    for (uint32_t p = 0; p < g->n_places; p++) {
        const double *share = &g->share[(size_t) p * ZHOL_N_REACH_FIGURES];
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES && value[p] <= k->r->goal.limit;
             f++) {
            rank->share[f] += weight * share[f];
        }
        if (share[ZHOL_REACH_GDP_PPP] > 0 && value[p] < (double) INFINITY) {
            k->list[k->n_list++] = (seen){ value[p], weight * share[ZHOL_REACH_GDP_PPP] };
        }
    }
}

static zhol_status
rank_one(ranking *k, zhol_ref economy, zhol_error *err)
{
    const zhol_scope from = { ZHOL_SCOPE_ECONOMY, economy };
    const uint32_t n = zi_reach_starts(&k->g, from, k->starts, k->weights);
    const size_t n_values = (size_t) n * k->g.n_places;
    zhol_reach_rank rank = { .economy = economy, .gdp_share = k->gdp[economy] };
    double *value = zi_grow(k->value, &k->value_size, n_values + 1, sizeof *value);
    k->value = value ? value : k->value;
    seen *list = zi_grow(k->list, &k->list_size, n_values + 1, sizeof *list);
    k->list = list ? list : k->list;
    zhol_status status = ZHOL_OK;

    if (!value || !list) {
        return no_memory(err);
    }
    k->n_list = 0;
    status = zi_many_rows(k->many, k->starts, n, k->value, err);
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        rank.n_starts += zi_skim_has(k->g.skim, k->starts[i]);
        add_start(k, &k->value[(size_t) i * k->g.n_places], k->weights[i], &rank);
    }
    if (status == ZHOL_OK && rank.n_starts > 0) {
        rank.half = half_of(k);
        k->r->ranks[k->r->n_ranks++] = rank;
    }
    return status;
}

static uint32_t
n_weighted(const zi_reach_ground *g)
{
    uint32_t n = 0;

    for (uint32_t p = 0; p < g->n_places; p++) {
        n += g->weight[p] > 0;
    }
    return n;
}

static zhol_status
rank_all(ranking *k, zhol_error *err)
{
    const zhol_place *places = zhol_world_places(k->r->world, NULL);
    const uint32_t n_places = k->g.n_places, n_economies = k->g.n_economies;
    zhol_status status;

    k->weights = ZI_NEW(double, (size_t) n_places + 1);
    k->starts = ZI_NEW(zhol_ref, (size_t) n_places + 1);
    k->gdp = ZI_NEW(double, (size_t) n_economies + 1);
    k->r->ranks = ZI_NEW(zhol_reach_rank, (size_t) n_economies + 1);
    if (!k->weights || !k->starts || !k->gdp || !k->r->ranks) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < n_places; p++) {
        if (places[p].economy != ZHOL_NO_ROW) {
            k->gdp[places[p].economy] +=
                k->g.share[(size_t) p * ZHOL_N_REACH_FIGURES + ZHOL_REACH_GDP_PPP];
        }
    }
    status = zi_reach_rows(&k->g, k->r->goal.by, n_weighted(&k->g), &k->many, err);
    for (uint32_t e = 0; e < n_economies && status == ZHOL_OK; e++) {
        status = rank_one(k, e, err);
    }
    return status;
}

/* The figure that ranks are by, carried along for qsort. */
typedef struct ranked {
    zhol_reach_rank rank;
    double first;
} ranked;

static int
largest_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->first < y->first || x->first > y->first) {
        return x->first > y->first ? -1 : 1;
    }
    return x->rank.economy < y->rank.economy ? -1 : x->rank.economy > y->rank.economy;
}

static zhol_status
sort_ranks(zhol_reach_ranks *r, zhol_error *err)
{
    ranked *list = ZI_NEW(ranked, (size_t) r->n_ranks + 1);

    if (!list) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < r->n_ranks; i++) {
        list[i] = (ranked){ r->ranks[i], r->ranks[i].share[r->goal.first] };
    }
    if (r->n_ranks > 0) {
        qsort(list, r->n_ranks, sizeof *list, largest_first);
    }
    for (uint32_t i = 0; i < r->n_ranks; i++) {
        r->ranks[i] = list[i].rank;
    }
    zi_free(list);
    return ZHOL_OK;
}

/* In the order of rows, so that the sums do not depend on the ranks. */
static void
average(zhol_reach_ranks *r)
{
    for (uint32_t i = 0; i < r->n_ranks; i++) {
        const double gdp = r->ranks[i].gdp_share;
        r->start_share += gdp;
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            r->average[f] += gdp * r->ranks[i].share[f];
        }
    }
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES && r->start_share > 0; f++) {
        r->average[f] /= r->start_share;
    }
}

static zhol_status
check_goal(const zhol_reach_query *q, const zhol_reach_goal *goal, zhol_error *err)
{
    if (q->probability > 0 || (uint32_t) goal->by >= ZHOL_N_REACH_BYS) {
        return zi_fail(err, ZHOL_USAGE, "economies are ranked by means: no probability");
    }
    if (!(goal->limit > 0) || (uint32_t) goal->first >= ZHOL_N_REACH_FIGURES) {
        return zi_fail(
            err, ZHOL_USAGE, "economies are ranked by a figure within a limit above 0");
    }
    return ZHOL_OK;
}

static zhol_status
work(ranking *k, zhol_error *err)
{
    zhol_reach_ranks *r = k->r;
    zhol_status status = zi_reach_open(r->world, &r->query, &k->g, r->sources, err);

    if (status == ZHOL_OK) {
        status = rank_all(k, err);
    }
    if (status == ZHOL_OK) {
        average(r);
        status = sort_ranks(r, err);
    }
    if (status == ZHOL_OK && r->n_ranks == 0) {
        status = zi_fail(err, ZHOL_NONE, "no economy has a place that may start");
    }
    zi_many_free(k->many);
    zi_reach_close(&k->g);
    zi_free(k->value);
    zi_free(k->weights);
    zi_free(k->starts);
    zi_free(k->gdp);
    zi_free(k->list);
    return status;
}

zhol_status
zhol_reach_each(const zhol_world *w, const zhol_reach_query *query,
    const zhol_reach_goal *goal, zhol_reach_ranks **out, zhol_error *err)
{
    zhol_reach_ranks *r = ZI_NEW(zhol_reach_ranks, 1);
    ranking k = { .r = r };
    zhol_status status;

    *out = NULL;
    if (!r) {
        return no_memory(err);
    }
    r->world = w;
    r->query = *query;
    r->goal = *goal;
    status = check_goal(query, goal, err);
    if (status == ZHOL_OK) {
        status = zi_reach_settle(w, &r->query, &r->year, err);
    }
    if (status == ZHOL_OK) {
        status = work(&k, err);
    }
    zi_reach_forget_lists(&r->query.scenario);
    if (status != ZHOL_OK) {
        zhol_reach_ranks_free(r);
        return status;
    }
    *out = r;
    return ZHOL_OK;
}

void
zhol_reach_ranks_free(zhol_reach_ranks *r)
{
    if (r) {
        zi_free(r->ranks);
        zi_free(r);
    }
}
