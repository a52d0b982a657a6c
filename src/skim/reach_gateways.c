/* SPDX-License-Identifier: Apache-2.0 */
/* The best ways to the seaports of each ocean, and how long they may take. */
#include "skim/reach.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "math/quantile.h"
#include "skim/luck.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to look for gateways");
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

static zhol_ref
nearest_port(const zi_reach_ground *g, uint32_t ocean, const double *value)
{
    const zhol_place *places = zhol_world_places(g->world, NULL);
    zhol_ref best = ZHOL_NO_ROW;

    for (uint32_t p = 0; p < g->n_places; p++) {
        if (places[p].kind == ZHOL_PLACE_SEAPORT && places[p].ocean == ocean
            && value[p] < (double) INFINITY
            && (best == ZHOL_NO_ROW || value[p] < value[best])) {
            best = p;
        }
    }
    return best;
}

/* The draws of one way: the same luck as in draws of the whole network. */
static zhol_status
draw_way(const zi_reach_ground *g, const zi_luck_options *o, zhol_gateway *gate,
    zhol_error *err)
{
    double *sorted = ZI_NEW(double, o->n_draws), *scratch = NULL;
    double *hours = ZI_NEW(double, (size_t) o->n_arcs + 1);
    zi_luck *luck = NULL;
    zhol_status status;

    gate->drawn_h = ZI_NEW(double, o->n_draws);
    status = sorted && hours && gate->drawn_h ? ZHOL_OK : no_memory(err);
    if (status == ZHOL_OK) {
        status = zi_luck_new(zi_skim_network(g->skim), o, &luck, err);
    }
    if (status == ZHOL_OK) {
        scratch = ZI_NEW(double, (size_t) zi_luck_n_events(luck) + 1);
        status = scratch ? ZHOL_OK : no_memory(err);
    }
    if (status == ZHOL_OK) {
        for (uint32_t d = 0; d < o->n_draws; d++) {
            zi_luck_hours(luck, d, scratch, hours);
            for (uint32_t i = 0; i < o->n_arcs; i++) {
                gate->drawn_h[d] += hours[i];
            }
        }
        memcpy(sorted, gate->drawn_h, o->n_draws * sizeof *sorted);
        zi_quantile_sort(sorted, o->n_draws);
        gate->time_p10_h = zi_quantile(sorted, o->n_draws, 0.1);
        gate->time_p50_h = zi_quantile(sorted, o->n_draws, 0.5);
        gate->time_p90_h = zi_quantile(sorted, o->n_draws, 0.9);
    }
    zi_luck_free(luck);
    zi_free(scratch);
    zi_free(hours);
    zi_free(sorted);
    return status;
}

/* A port on the Arctic Ocean leads nowhere while its passages are closed. */
static zhol_status
find_closed(const zi_reach_ground *g, zhol_gateway *gate, zhol_error *err)
{
    const zi_scene *scene = zi_skim_network(g->skim)->scene;
    const zi_book *b = g->book;
    uint32_t n_passes;

    (void) zhol_world_passes(g->world, &n_passes);
    gate->closed = ZI_NEW(zhol_ref, (size_t) n_passes + 1);
    if (!gate->closed) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < b->n_links; i++) {
        const zhol_link *l = &b->links[i];
        bool is_listed = false;
        if (l->pass == ZHOL_NO_ROW || l->mode != ZHOL_MODE_SEA
            || zi_scene_link_bar(scene, i, false) != ZI_BAR_PASS
            || (b->places[l->from].ocean != gate->ocean
                && b->places[l->to].ocean != gate->ocean)) {
            continue;
        }
        for (uint32_t k = 0; k < gate->n_closed && !is_listed; k++) {
            is_listed = gate->closed[k] == l->pass;
        }
        if (!is_listed) {
            gate->closed[gate->n_closed++] = l->pass;
        }
    }
    return ZHOL_OK;
}

static zhol_status
find_gateway(zhol_reach *r, const zi_reach_ground *g, const double *value,
    zhol_gateway *gate, zhol_error *err)
{
    zi_skim_way way;
    uint32_t *arc;
    zhol_status status = ZHOL_OK;

    gate->place = nearest_port(g, gate->ocean, value);
    gate->economies = ZI_NEW(zhol_ref, (size_t) g->n_places + 1);
    arc = ZI_NEW(uint32_t, (size_t) zi_skim_network(g->skim)->n_nodes + 1);
    if (!gate->economies || !arc) {
        zi_free(arc);
        return no_memory(err);
    }
    way = (zi_skim_way){ .economies = gate->economies };
    if (gate->place != ZHOL_NO_ROW && zi_skim_describe(g->skim, gate->place, &way)) {
        gate->time_h = way.time_h;
        gate->cost_usd = way.cost_usd;
        gate->length_km = way.length_km;
        gate->n_borders = way.n_borders;
        gate->n_gauge_changes = way.n_gauge_changes;
        gate->n_economies = way.n_economies;
        gate->last_link = way.last;
        const zi_luck_options options = { .seed = r->query.seed,
            .n_draws = r->query.n_draws,
            .arc = arc,
            .n_arcs = zi_skim_way_arcs(g->skim, gate->place, arc) };
        status = draw_way(g, &options, gate, err);
    }
    zi_free(arc);
    return status;
}

zhol_status
zi_reach_find_gateways(
    zhol_reach *r, const zi_reach_ground *g, double *value, zhol_error *err)
{
    const uint32_t oceans = zhol_reach_oceans(r->world);
    const zhol_ref start = r->starts[largest_start(r)];
    zhol_status status = ZHOL_OK;

    r->gateways = ZI_NEW(zhol_gateway, (size_t) ZHOL_N_OCEANS * ZHOL_N_REACH_BYS);
    if (!r->gateways) {
        return no_memory(err);
    }
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && status == ZHOL_OK; by++) {
        status = zi_skim_from(g->skim, zi_reach_metric[by], start, value, err);
        for (uint32_t ocean = 1; ocean < ZHOL_N_OCEANS && status == ZHOL_OK; ocean++) {
            if (oceans >> ocean & 1U) {
                zhol_gateway *gate = &r->gateways[r->n_gateways++];
                *gate = (zhol_gateway){
                    .ocean = ocean, .by = (zhol_reach_by) by, .place = ZHOL_NO_ROW
                };
                status = find_closed(g, gate, err);
                if (status == ZHOL_OK) {
                    status = find_gateway(r, g, value, gate, err);
                }
            }
        }
    }
    return status;
}
