/* SPDX-License-Identifier: Apache-2.0 */
#include "skim/inside.h"

#include <assert.h>
#include <math.h>

#include "base/fail.h"
#include "base/mem.h"
#include "skim/hierarchy.h"

static const double unit_of_metric[ZI_N_SKIM_METRICS] = { [ZI_SKIM_TIME_H] = 1.0 / 3600,
    [ZI_SKIM_COST_USD] = 0.01,
    [ZI_SKIM_GENERALISED_USD] = 0.01,
    [ZI_SKIM_CO2E_KG] = 0.001 };

double
zi_skim_unit(zi_skim_metric metric)
{
    assert(metric < ZI_N_SKIM_METRICS);
    return unit_of_metric[metric];
}

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to skim the network");
}

/* Ends may be avoided in a route; here every place is an end, so what is avoided is
 * left out, and nothing passes through it. */
static zhol_status
choose_places(zi_skim *k, zhol_error *err)
{
    const zi_book *b = k->book;

    k->places = ZI_NEW(zhol_ref, (size_t) b->n_places + 1);
    k->gate = ZI_NEW(uint32_t, (size_t) b->n_places + 1);
    if (!k->places || !k->gate) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < b->n_places; p++) {
        k->gate[p] = UINT32_MAX;
        if (b->places[p].kind != ZHOL_PLACE_SEA_WAYPOINT
            && k->scene->place_bar[p] == ZI_OPEN) {
            k->gate[p] = k->n_places;
            k->places[k->n_places++] = p;
        }
    }
    return ZHOL_OK;
}

static zhol_status
build_graph(zi_skim *k, zhol_error *err)
{
    const uint32_t n = k->net->n_arcs;
    uint32_t *tail = ZI_NEW(uint32_t, (size_t) n + 1);
    uint32_t *head = ZI_NEW(uint32_t, (size_t) n + 1);
    uint32_t *new_arc_of = ZI_NEW(uint32_t, (size_t) n + 1);
    zhol_status status = ZHOL_LIMIT;

    k->arc_of = ZI_NEW(uint32_t, (size_t) n + 1);
    if (!tail || !head || !new_arc_of || !k->arc_of) {
        status = no_memory(err);
        goto out;
    }
    for (uint32_t a = 0; a < n; a++) {
        tail[a] = k->net->arcs[a].tail;
        head[a] = k->net->arcs[a].head;
    }
    status = zhol_graph_new(
        &(zhol_arcs){ k->net->n_nodes, n, tail, head }, new_arc_of, &k->graph, err);
    for (uint32_t a = 0; status == ZHOL_OK && a < n; a++) {
        k->arc_of[new_arc_of[a]] = a;
    }
out:
    zi_free(tail);
    zi_free(head);
    zi_free(new_arc_of);
    return status;
}

double
zi_skim_value_of_time_pct_per_day(const zi_skim *k)
{
    const zhol_ref row =
        zhol_world_find_commodity(k->book->world, k->load.consignment.hs);
    uint32_t n;
    const zhol_commodity *rows = zhol_world_commodities(k->book->world, &n);
    const double given = row < n ? rows[row].value_of_time_pct_per_day : ZHOL_NOT_GIVEN;

    return given >= 0 ? given
                      : zi_book_parameter(k->book, ZI_PARAM_VALUE_OF_TIME_PCT_PER_DAY);
}

/* Dollars a second that the goods lose: value x percent a day. */
static double
usd_per_s(const zi_skim *k)
{
    const double pct = zi_skim_value_of_time_pct_per_day(k);

    return k->load.consignment.value_usd * pct / 100 / 86400;
}

static zhol_status
weigh(zi_skim *k, zhol_error *err)
{
    const uint32_t n = k->net->n_arcs;
    const double value = usd_per_s(k);

    for (uint32_t m = 0; m < ZI_N_SKIM_METRICS; m++) {
        k->weight[m] = ZI_NEW(uint32_t, (size_t) n + 1);
        if (!k->weight[m]) {
            return no_memory(err);
        }
    }
    for (uint32_t a = 0; a < n; a++) {
        const uint32_t *w = &k->net->weights[(size_t) k->arc_of[a] * ZI_N_WEIGHTS];
        const double both = w[ZI_WEIGHT_CENTS] + 100 * value * w[ZI_WEIGHT_TIME_S];
        if (both >= UINT32_MAX) {
            return zi_fail(err, ZHOL_LIMIT, "one link is too dear for 32 bits of cents");
        }
        k->weight[ZI_SKIM_TIME_H][a] = w[ZI_WEIGHT_TIME_S];
        k->weight[ZI_SKIM_COST_USD][a] = w[ZI_WEIGHT_CENTS];
        k->weight[ZI_SKIM_GENERALISED_USD][a] = (uint32_t) (both + 0.5);
        k->weight[ZI_SKIM_CO2E_KG][a] = w[ZI_WEIGHT_CO2E_G];
    }
    return ZHOL_OK;
}

zhol_status
zi_skim_new(const zi_book *book, const zhol_scenario *s, const zhol_consignment *c,
    zi_skim **out, zhol_error *err)
{
    zi_skim *k = ZI_NEW(zi_skim, 1);
    zhol_status status;

    *out = NULL;
    if (!k) {
        return no_memory(err);
    }
    k->book = book;
    k->from = ZHOL_NO_ROW;
    status = zi_load_make(book, c, &k->load, err);
    if (status == ZHOL_OK) {
        status = zi_scene_new(book, s, 0, &k->scene, err);
    }
    if (status == ZHOL_OK) {
        status = choose_places(k, err);
    }
    if (status == ZHOL_OK) {
        const zi_network_options options = { .starts = k->places,
            .n_starts = k->n_places,
            .ends = k->places,
            .n_ends = k->n_places };
        status = zi_network_new(k->scene, &k->load, &options, &k->net, err);
    }
    if (status == ZHOL_OK) {
        status = build_graph(k, err);
    }
    if (status == ZHOL_OK) {
        status = weigh(k, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_dijkstra_new(k->graph, &k->forward, err);
    }
    if (status != ZHOL_OK) {
        zi_skim_free(k);
        return status;
    }
    *out = k;
    return ZHOL_OK;
}

void
zi_skim_free(zi_skim *k)
{
    if (k) {
        zhol_dijkstra_free(k->forward);
        for (uint32_t m = 0; m < ZI_N_SKIM_METRICS; m++) {
            zi_free(k->weight[m]);
            zi_free(k->reverse_weight[m]);
        }
        zhol_cch_free(k->cch);
        zhol_graph_free(k->graph);
        zhol_graph_free(k->reverse);
        zi_free(k->arc_of);
        zi_free(k->reverse_arc_of);
        zi_network_free(k->net);
        zi_scene_free(k->scene);
        zi_free(k->places);
        zi_free(k->gate);
        zi_free(k);
    }
}

static zhol_status
check_place(const zi_skim *k, zi_skim_metric metric, zhol_ref place, zhol_error *err)
{
    if ((uint32_t) metric >= ZI_N_SKIM_METRICS || place >= k->book->n_places) {
        return zi_fail(err, ZHOL_USAGE, "there is no such place or metric");
    }
    return ZHOL_OK;
}

static void
fill(const zi_skim *k, const zhol_dijkstra *d, const uint32_t *gates,
    zi_skim_metric metric, double *value)
{
    for (uint32_t p = 0; p < k->book->n_places; p++) {
        const uint64_t sum = k->gate[p] == UINT32_MAX
                                 ? ZHOL_UNREACHABLE
                                 : zhol_dijkstra_distance(d, gates[k->gate[p]]);
        value[p] = sum == ZHOL_UNREACHABLE ? (double) INFINITY
                                           : (double) sum * unit_of_metric[metric];
    }
}

static void
fill_nothing(const zi_skim *k, double *value)
{
    for (uint32_t p = 0; p < k->book->n_places; p++) {
        value[p] = (double) INFINITY;
    }
}

zhol_status
zi_skim_from(
    zi_skim *k, zi_skim_metric metric, zhol_ref place, double *value, zhol_error *err)
{
    zhol_status status = check_place(k, metric, place, err);

    k->from = ZHOL_NO_ROW;
    if (status != ZHOL_OK) {
        return status;
    }
    if (k->gate[place] == UINT32_MAX) {
        fill_nothing(k, value);
        return ZHOL_OK;
    }
    status = zhol_dijkstra_run(k->forward, k->weight[metric],
        k->net->out_gates[k->gate[place]], ZHOL_NO_NODE, err);
    if (status == ZHOL_OK) {
        k->from = place;
        fill(k, k->forward, k->net->in_gates, metric, value);
        value[place] = 0;
    }
    return status;
}

zhol_status
zi_skim_turn_round(zi_skim *k, zi_skim_metric metric, zhol_error *err)
{
    const uint32_t n = k->net->n_arcs;
    zhol_status status = ZHOL_OK;

    if (!k->reverse) {
        k->reverse_arc_of = ZI_NEW(uint32_t, (size_t) n + 1);
        if (!k->reverse_arc_of) {
            return no_memory(err);
        }
        status = zhol_graph_reverse(k->graph, k->reverse_arc_of, &k->reverse, err);
    }
    if (status == ZHOL_OK && !k->reverse_weight[metric]) {
        k->reverse_weight[metric] = ZI_NEW(uint32_t, (size_t) n + 1);
        if (!k->reverse_weight[metric]) {
            return no_memory(err);
        }
        for (uint32_t a = 0; a < n; a++) {
            k->reverse_weight[metric][a] = k->weight[metric][k->reverse_arc_of[a]];
        }
    }
    return status;
}

bool
zi_skim_has(const zi_skim *k, zhol_ref place)
{
    return place < k->book->n_places && k->gate[place] != UINT32_MAX;
}

const zi_network *
zi_skim_network(const zi_skim *k)
{
    return k->net;
}

const zhol_graph *
zi_skim_graph(const zi_skim *k)
{
    return k->graph;
}

const uint32_t *
zi_skim_arcs(const zi_skim *k)
{
    return k->arc_of;
}

const uint32_t *
zi_skim_weights(const zi_skim *k, zi_skim_metric metric)
{
    assert(metric < ZI_N_SKIM_METRICS);
    return k->weight[metric];
}

uint32_t
zi_skim_gate(const zi_skim *k, zhol_ref place, bool is_in)
{
    return !zi_skim_has(k, place) ? ZHOL_NO_NODE
           : is_in                ? k->net->in_gates[k->gate[place]]
                                  : k->net->out_gates[k->gate[place]];
}

zhol_status
zi_skim_hierarchy(zi_skim *k, const zhol_cch **out, zhol_error *err)
{
    const zhol_status status =
        k->cch ? ZHOL_OK : zi_hierarchy_new(k->net, k->graph, &k->cch, err);

    *out = k->cch;
    return status;
}

/* The arc of the network by which the best way comes to a node, or NULL at the start. */
static const zi_arc *
arc_before(const zi_skim *k, uint32_t node)
{
    const uint32_t arc = zhol_dijkstra_parent_arc(k->forward, node);

    return arc == ZHOL_NO_ARC ? NULL : &k->net->arcs[k->arc_of[arc]];
}

/* As in an answer of `route`: two seaports are no border. */
static bool
is_border(const zi_book *b, const zhol_link *l)
{
    const zhol_ref x = b->places[l->from].economy, y = b->places[l->to].economy;

    return l->mode != ZHOL_MODE_SEA && l->mode != ZHOL_MODE_AIR
           && l->mode != ZHOL_MODE_PIPELINE && x != y && x != ZHOL_NO_ROW
           && y != ZHOL_NO_ROW;
}

static void
add_economy(zi_skim_way *out, zhol_ref economy)
{
    if (out->economies && economy != ZHOL_NO_ROW
        && (out->n_economies == 0 || out->economies[out->n_economies - 1] != economy)) {
        out->economies[out->n_economies++] = economy;
    }
}

static void
turn_list(zi_skim_way *out)
{
    for (uint32_t i = 0; i < out->n_economies / 2; i++) {
        const zhol_ref last = out->economies[out->n_economies - 1 - i];
        out->economies[out->n_economies - 1 - i] = out->economies[i];
        out->economies[i] = last;
    }
}

bool
zi_skim_describe(const zi_skim *k, zhol_ref to, zi_skim_way *out)
{
    const zi_book *b = k->book;
    zhol_ref *const economies = out->economies;

    *out = (zi_skim_way){
        .economies = economies, .last = ZHOL_NO_ROW, .longest = ZHOL_NO_ROW
    };
    if (k->from == ZHOL_NO_ROW || !zi_skim_has(k, to)) {
        return false;
    }
    const uint32_t gate = k->net->in_gates[k->gate[to]];
    if (to == k->from) {
        add_economy(out, b->places[to].economy);
        return true;
    }
    if (zhol_dijkstra_distance(k->forward, gate) == ZHOL_UNREACHABLE) {
        return false;
    }
    add_economy(out, b->places[to].economy);
    for (const zi_arc *arc = arc_before(k, gate); arc; arc = arc_before(k, arc->tail)) {
        const uint32_t *w =
            &k->net->weights[(size_t) (arc - k->net->arcs) * ZI_N_WEIGHTS];
        out->time_h += w[ZI_WEIGHT_TIME_S] / 3600.0;
        out->cost_usd += w[ZI_WEIGHT_CENTS] / 100.0;
        if (arc->kind == ZI_ARC_MOVE) {
            const zhol_link *l = &b->links[arc->link];
            out->last = out->last == ZHOL_NO_ROW ? arc->link : out->last;
            if (out->longest == ZHOL_NO_ROW
                || l->length_km > b->links[out->longest].length_km) {
                out->longest = arc->link;
            }
            out->length_km += l->length_km;
            out->n_borders += is_border(b, l);
        }
        out->n_gauge_changes += arc->kind == ZI_ARC_GAUGE;
        add_economy(out, b->places[k->net->nodes[arc->tail].place].economy);
    }
    turn_list(out);
    return true;
}

bool
zi_skim_passes(const zi_skim *k, zhol_ref to, zhol_ref economy)
{
    const zi_book *b = k->book;

    if (k->from == ZHOL_NO_ROW || !zi_skim_has(k, to) || to == k->from) {
        return false;
    }
    for (const zi_arc *arc = arc_before(k, k->net->in_gates[k->gate[to]]); arc;
         arc = arc_before(k, arc->tail)) {
        if (b->places[k->net->nodes[arc->tail].place].economy == economy) {
            return true;
        }
    }
    return false;
}

uint32_t
zi_skim_way_arcs(const zi_skim *k, zhol_ref to, uint32_t *arc)
{
    uint32_t n = 0;

    if (k->from == ZHOL_NO_ROW || !zi_skim_has(k, to) || to == k->from) {
        return 0;
    }
    for (const zi_arc *a = arc_before(k, k->net->in_gates[k->gate[to]]); a;
         a = arc_before(k, a->tail)) {
        arc[n++] = (uint32_t) (a - k->net->arcs);
    }
    return n;
}
