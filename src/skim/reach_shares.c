/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of economies spread over their places. */
#include "skim/reach.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/figures.h"

static const char *const indicators[ZHOL_N_REACH_FIGURES] = {
    [ZHOL_REACH_GDP_PPP] = "gdp_ppp_usd",
    [ZHOL_REACH_GDP_NOMINAL] = "gdp_nominal_usd",
    [ZHOL_REACH_PEOPLE] = "population",
    [ZHOL_REACH_IMPORTS] = "imports_usd",
    [ZHOL_REACH_CONSUMPTION] = "consumption_usd",
};

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to spread the figures");
}

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

/* One economy's sum and its largest place, in one pass. */
typedef struct heap {
    double sum, most;
    zhol_ref largest;
    uint32_t n;
} heap;

static void
add_place(heap *h, zhol_ref place, double weight)
{
    if (weight > h->most) {
        h->most = weight;
        h->largest = place;
    }
    h->sum += weight;
    h->n += weight > 0;
}

static double
part_of(const heap *h, zhol_spread spread, zhol_ref place, double weight)
{
    if (!(weight > 0)) {
        return 0;
    }
    switch (spread) {
    case ZHOL_SPREAD_EVEN:
        return 1.0 / h->n;
    case ZHOL_SPREAD_LARGEST:
        return place == h->largest;
    default:
        return weight / h->sum;
    }
}

zhol_status
zi_skim_spread_as(const zhol_world *w, zhol_spread spread, double *weight,
    uint8_t *has_place, zhol_error *err)
{
    uint32_t n_places, n_economies;
    const zhol_place *places = zhol_world_places(w, &n_places);
    heap *heaps;

    (void) zhol_world_economies(w, &n_economies);
    heaps = ZI_NEW(heap, (size_t) n_economies + 1);
    if (!heaps) {
        return no_memory(err);
    }
    for (int pass = 0; pass < 3; pass++) {
        memset(heaps, 0, n_economies * sizeof *heaps);
        for (uint32_t p = 0; p < n_places; p++) {
            const zhol_ref e = places[p].economy;
            if (e != ZHOL_NO_ROW && !has_place[e]) {
                add_place(&heaps[e], p, weight_of(&places[p], pass));
            }
        }
        for (uint32_t p = 0; p < n_places; p++) {
            const zhol_ref e = places[p].economy;
            if (e != ZHOL_NO_ROW && !has_place[e]) {
                weight[p] = part_of(&heaps[e], spread, p, weight_of(&places[p], pass));
            }
        }
        for (uint32_t e = 0; e < n_economies; e++) {
            has_place[e] = has_place[e] || heaps[e].n > 0;
        }
    }
    zi_free(heaps);
    return ZHOL_OK;
}

zhol_status
zi_skim_spread(const zhol_world *w, double *weight, uint8_t *has_place, zhol_error *err)
{
    return zi_skim_spread_as(w, ZHOL_SPREAD_POPULATION, weight, has_place, err);
}

static void
tell_source(const zi_reach_ground *g, const zi_series *s, zhol_reach_source *out)
{
    out->vintage = zhol_world_text(g->world, s->vintage);
    out->year = s->year;
    out->n_economies = s->n;
    out->total = s->total;
    out->coverage = s->coverage;
    for (uint32_t e = 0; e < g->n_economies; e++) {
        out->placed += s->value[e] > 0 && g->has_place[e] ? s->value[e] / s->total : 0;
    }
}

zhol_status
zi_reach_share_out(zi_reach_ground *g, const zhol_reach_query *query,
    zhol_reach_source *sources, zhol_error *err)
{
    const zhol_world *w = g->world;
    const zhol_place *places = zhol_world_places(w, NULL);
    zhol_status status =
        zi_skim_spread_as(w, query->spread, g->weight, g->has_place, err);

    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES && status == ZHOL_OK; f++) {
        zi_series s;
        zhol_error none = { "" };
        sources[f].indicator = indicators[f];
        status = zi_series_choose(w, indicators[f], query->figures_year, &s, &none);
        if (status == ZHOL_NONE) {
            status = ZHOL_OK;
            continue;
        }
        if (status != ZHOL_OK) {
            return no_memory(err);
        }
        tell_source(g, &s, &sources[f]);
        for (uint32_t p = 0; p < g->n_places; p++) {
            if (places[p].economy != ZHOL_NO_ROW && s.value[places[p].economy] > 0) {
                g->share[(size_t) p * ZHOL_N_REACH_FIGURES + f] =
                    g->weight[p] * s.value[places[p].economy] / s.total;
            }
        }
        zi_series_free(&s);
    }
    return status;
}
