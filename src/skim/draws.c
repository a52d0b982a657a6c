/* SPDX-License-Identifier: Apache-2.0 */
#include "skim/draws.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <zhol/graph.h>

#include "base/fail.h"
#include "base/mem.h"
#include "skim/luck.h"

struct zi_draws {
    const zi_skim *skim;
    const zi_network *net;
    const uint32_t *arc_of; /* of the graph's arc: arc of the network */
    zi_draws_options options;
    uint32_t n_draws, n_arcs, n_nodes, n_places;
    uint32_t *weight; /* seconds by arc of the graph: [arc x n_draws + draw], or where
        each draw is searched for itself [draw x n_arcs + arc] */
    zhol_dijkstra *search;
    uint32_t *row; /* [node x n_draws + draw]: seconds along the tree of ways */
    uint8_t *is_done;
    uint32_t *stack;
    zhol_metric **metrics; /* ZHOL_MAX_METRICS draws each */
    zhol_sweep **sweeps;
    uint32_t *place_of; /* of each node where shipments end its place, or ZHOL_NO_ROW */
    uint32_t n_batches;
};

/* What a hierarchy of weights can hold, too. */
static const double most_seconds = 1 << 30;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
}

/* What is drawn, and room for the hours of one draw. */
typedef struct urn {
    zi_luck *luck;
    double *events, *hours;
} urn;

static zhol_status
open_urn(const zi_draws *d, urn *out, zhol_error *err)
{
    const zi_luck_options options = { .seed = d->options.seed, .n_draws = d->n_draws };
    const zhol_status status = zi_luck_new(d->net, &options, &out->luck, err);

    if (status != ZHOL_OK) {
        return status;
    }
    out->events = ZI_NEW(double, (size_t) zi_luck_n_events(out->luck) + 1);
    out->hours = ZI_NEW(double, (size_t) d->n_arcs + 1);
    return out->events && out->hours ? ZHOL_OK : no_memory(err);
}

static void
close_urn(urn *u)
{
    zi_luck_free(u->luck);
    zi_free(u->events);
    zi_free(u->hours);
}

/* One draw: weight[arc x stride]. */
static zhol_status
weigh(const zi_draws *d, const urn *u, uint32_t draw, uint32_t *weight, size_t stride,
    zhol_error *err)
{
    zi_luck_hours(u->luck, draw, u->events, u->hours);
    for (uint32_t a = 0; a < d->n_arcs; a++) {
        const double seconds = round(u->hours[d->arc_of[a]] * 3600);
        if (!(seconds >= 0 && seconds < most_seconds)) {
            return zi_fail(err, ZHOL_LIMIT,
                "one step takes %.4g hours in a draw: too long", seconds / 3600);
        }
        weight[a * stride] = (uint32_t) seconds;
    }
    return ZHOL_OK;
}

static zhol_status
weigh_all(zi_draws *d, const urn *u, zhol_error *err)
{
    const bool is_by_draw = d->options.is_informed;
    zhol_status status = ZHOL_OK;

    d->weight = ZI_NEW(uint32_t, (size_t) d->n_arcs * d->n_draws + 1);
    if (!d->weight) {
        return no_memory(err);
    }
    for (uint32_t k = 0; k < d->n_draws && status == ZHOL_OK; k++) {
        status = is_by_draw ? weigh(d, u, k, d->weight + (size_t) k * d->n_arcs, 1, err)
                            : weigh(d, u, k, d->weight + k, d->n_draws, err);
    }
    return status == ZHOL_OK ? zhol_dijkstra_new(zi_skim_graph(d->skim), &d->search, err)
                             : status;
}

/* What following a tree of ways needs. */
static zhol_status
plant_tree(zi_draws *d, zhol_error *err)
{
    d->row = ZI_NEW(uint32_t, (size_t) d->n_nodes * d->n_draws + 1);
    d->is_done = ZI_NEW(uint8_t, (size_t) d->n_nodes + 1);
    d->stack = ZI_NEW(uint32_t, (size_t) d->n_nodes + 1);
    return d->row && d->is_done && d->stack ? ZHOL_OK : no_memory(err);
}

static uint32_t
batch_size(const zi_draws *d, uint32_t batch)
{
    const uint32_t left = d->n_draws - batch * ZHOL_MAX_METRICS;

    return left < ZHOL_MAX_METRICS ? left : ZHOL_MAX_METRICS;
}

/* The draws of one batch as the metrics of one customization. */
static zhol_status
customize(zi_draws *d, const zhol_cch *cch, const urn *u, uint32_t batch, zhol_error *err)
{
    const uint32_t n = batch_size(d, batch);
    uint32_t *block = ZI_NEW(uint32_t, (size_t) d->n_arcs * n + 1);
    const uint32_t *weight[ZHOL_MAX_METRICS];
    zhol_metric_options options;
    zhol_status status = block ? ZHOL_OK : no_memory(err);

    for (uint32_t k = 0; k < n && status == ZHOL_OK; k++) {
        weight[k] = block + (size_t) k * d->n_arcs;
        status = weigh(
            d, u, batch * ZHOL_MAX_METRICS + k, block + (size_t) k * d->n_arcs, 1, err);
    }
    zhol_metric_defaults(&options);
    options.n_threads = d->options.n_threads;
    options.lanes = d->options.lanes;
    if (status == ZHOL_OK) {
        status = zhol_metric_new(cch, weight, n, &options, &d->metrics[batch], err);
    }
    if (status == ZHOL_OK) {
        status = zhol_sweep_new(d->metrics[batch], &d->sweeps[batch], err);
    }
    zi_free(block);
    return status;
}

static zhol_status
prepare_sweeps(zi_draws *d, zi_skim *k, const urn *u, zhol_error *err)
{
    const zhol_cch *cch = NULL;
    zhol_status status = zi_skim_hierarchy(k, &cch, err);

    if (status != ZHOL_OK) {
        return status;
    }
    d->n_batches = (d->n_draws + ZHOL_MAX_METRICS - 1) / ZHOL_MAX_METRICS;
    d->metrics = ZI_NEW(zhol_metric *, d->n_batches);
    d->sweeps = ZI_NEW(zhol_sweep *, d->n_batches);
    d->place_of = ZI_NEW(uint32_t, (size_t) d->n_nodes + 1);
    if (!d->metrics || !d->sweeps || !d->place_of) {
        return no_memory(err);
    }
    for (uint32_t v = 0; v < d->n_nodes; v++) {
        d->place_of[v] = ZHOL_NO_ROW;
    }
    for (uint32_t p = 0; p < d->n_places; p++) {
        const uint32_t gate = zi_skim_gate(k, p, true);
        if (gate != ZHOL_NO_NODE) {
            d->place_of[gate] = p;
        }
    }
    for (uint32_t batch = 0; batch < d->n_batches && status == ZHOL_OK; batch++) {
        status = customize(d, cch, u, batch, err);
    }
    return status;
}

zhol_status
zi_draws_new(zi_skim *k, const zi_draws_options *o, zi_draws **out, zhol_error *err)
{
    zi_draws *d = ZI_NEW(zi_draws, 1);
    urn u = { .luck = NULL };
    zhol_status status;

    *out = NULL;
    if (!d) {
        return no_memory(err);
    }
    d->skim = k;
    d->net = zi_skim_network(k);
    d->arc_of = zi_skim_arcs(k);
    d->options = *o;
    d->n_draws = o->n_draws;
    d->n_places = d->net->scene->book->n_places;
    d->n_arcs = d->net->n_arcs;
    d->n_nodes = d->net->n_nodes;
    status = open_urn(d, &u, err);
    if (status == ZHOL_OK) {
        status = o->is_informed && !o->is_searched ? prepare_sweeps(d, k, &u, err)
                                                   : weigh_all(d, &u, err);
    }
    if (status == ZHOL_OK && !o->is_informed) {
        status = plant_tree(d, err);
    }
    close_urn(&u);
    if (status != ZHOL_OK) {
        zi_draws_free(d);
        return status;
    }
    *out = d;
    return ZHOL_OK;
}

void
zi_draws_free(zi_draws *d)
{
    if (d) {
        for (uint32_t i = 0; i < d->n_batches; i++) {
            zhol_sweep_free(d->sweeps ? d->sweeps[i] : NULL);
            zhol_metric_free(d->metrics ? d->metrics[i] : NULL);
        }
        zi_free(d->metrics);
        zi_free(d->sweeps);
        zi_free(d->place_of);
        zhol_dijkstra_free(d->search);
        zi_free(d->weight);
        zi_free(d->row);
        zi_free(d->is_done);
        zi_free(d->stack);
        zi_free(d);
    }
}

/* Along the tree of the fastest ways by their means */

static void
fill_row(zi_draws *d, uint32_t node, uint32_t arc)
{
    const uint32_t n = d->n_draws;
    const uint32_t *weight = &d->weight[(size_t) arc * n];
    const uint32_t tail = d->net->arcs[d->arc_of[arc]].tail;
    const uint32_t *before = &d->row[(size_t) tail * n];
    uint32_t *row = &d->row[(size_t) node * n];

    for (uint32_t i = 0; i < n; i++) { /* beyond 136 years nothing is reached */
        const uint32_t sum = before[i] + weight[i];
        row[i] = sum < before[i] ? ZHOL_INFINITE : sum;
    }
}

/* The row of a node that is reached, after those on the way to it. */
static const uint32_t *
row_of(zi_draws *d, uint32_t node)
{
    uint32_t n = 0;

    for (uint32_t v = node; !d->is_done[v];) {
        const uint32_t arc = zhol_dijkstra_parent_arc(d->search, v);
        assert(arc != ZHOL_NO_ARC);
        d->stack[n++] = v;
        v = d->net->arcs[d->arc_of[arc]].tail;
    }
    while (n > 0) {
        const uint32_t v = d->stack[--n];
        fill_row(d, v, zhol_dijkstra_parent_arc(d->search, v));
        d->is_done[v] = true;
    }
    return &d->row[(size_t) node * d->n_draws];
}

static zhol_status
follow_tree(zi_draws *d, uint32_t source, uint32_t *seconds, zhol_error *err)
{
    const size_t size = d->n_draws * sizeof *seconds;
    const zhol_status status = zhol_dijkstra_run(
        d->search, zi_skim_weights(d->skim, ZI_SKIM_TIME_H), source, ZHOL_NO_NODE, err);

    if (status != ZHOL_OK) {
        return status;
    }
    memset(d->is_done, 0, d->n_nodes);
    memset(&d->row[(size_t) source * d->n_draws], 0, size);
    d->is_done[source] = true;
    for (uint32_t p = 0; p < d->n_places; p++) {
        uint32_t *of_place = &seconds[(size_t) p * d->n_draws];
        const uint32_t gate = zi_skim_gate(d->skim, p, true);
        if (gate != ZHOL_NO_NODE
            && zhol_dijkstra_distance(d->search, gate) != ZHOL_UNREACHABLE) {
            memcpy(of_place, row_of(d, gate), size);
        } else {
            memset(of_place, 0xff, size); /* ZHOL_INFINITE */
        }
    }
    return ZHOL_OK;
}

/* Anew in each draw */

static void
fill_column(const zi_draws *d, uint32_t draw, uint32_t *seconds)
{
    for (uint32_t p = 0; p < d->n_places; p++) {
        const uint32_t gate = zi_skim_gate(d->skim, p, true);
        const uint64_t sum = gate == ZHOL_NO_NODE
                                 ? ZHOL_UNREACHABLE
                                 : zhol_dijkstra_distance(d->search, gate);
        seconds[(size_t) p * d->n_draws + draw] =
            sum >= ZHOL_INFINITE ? ZHOL_INFINITE : (uint32_t) sum;
    }
}

static zhol_status
search_each(zi_draws *d, uint32_t source, uint32_t *seconds, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t draw = 0; draw < d->n_draws && status == ZHOL_OK; draw++) {
        const uint32_t *weight = &d->weight[(size_t) draw * d->n_arcs];
        status = zhol_dijkstra_run(d->search, weight, source, ZHOL_NO_NODE, err);
        if (status == ZHOL_OK) {
            fill_column(d, draw, seconds);
        }
    }
    return status;
}

/* Where a sweep puts what it reaches. */
typedef struct taker {
    const zi_draws *d;
    uint32_t *seconds;
    uint32_t first, n; /* draws */
} taker;

static void
take(void *user, const zhol_reached *reached)
{
    const taker *t = user;

    for (uint32_t i = 0; i < reached->n_nodes; i++) {
        const zhol_ref place = t->d->place_of[reached->node[i]];
        if (place != ZHOL_NO_ROW) {
            memcpy(&t->seconds[(size_t) place * t->d->n_draws + t->first],
                &reached->distance[(size_t) i * reached->n_lanes],
                t->n * sizeof *t->seconds);
        }
    }
}

static zhol_status
sweep_each(zi_draws *d, uint32_t source, uint32_t *seconds, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    memset(seconds, 0xff, (size_t) d->n_places * d->n_draws * sizeof *seconds);
    for (uint32_t batch = 0; batch < d->n_batches && status == ZHOL_OK; batch++) {
        taker t = { d, seconds, batch * ZHOL_MAX_METRICS, batch_size(d, batch) };
        const zhol_reducer reducer = { take, &t };
        status = zhol_sweep_all(d->sweeps[batch], &source, 1, false, &reducer, err);
    }
    return status;
}

zhol_status
zi_draws_from(zi_draws *d, zhol_ref place, uint32_t *seconds, zhol_error *err)
{
    const size_t size = d->n_draws * sizeof *seconds;
    const uint32_t source = zi_skim_gate(d->skim, place, false);
    zhol_status status;

    if (source == ZHOL_NO_NODE) {
        memset(seconds, 0xff, d->n_places * size); /* ZHOL_INFINITE */
        return ZHOL_OK;
    }
    status = !d->options.is_informed ? follow_tree(d, source, seconds, err)
             : d->n_batches > 0      ? sweep_each(d, source, seconds, err)
                                     : search_each(d, source, seconds, err);
    if (status == ZHOL_OK) {
        memset(&seconds[(size_t) place * d->n_draws], 0, size);
    }
    return status;
}
