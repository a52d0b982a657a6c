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
    uint32_t n_draws, n_arcs, n_nodes, n_places;
    bool is_informed;
    uint32_t *weight; /* seconds by arc of the graph: [arc x n_draws + draw], or of the
        informed [draw x n_arcs + arc] */
    zhol_dijkstra *search;
    uint32_t *row; /* [node x n_draws + draw]: seconds along the tree of ways */
    uint8_t *is_done;
    uint32_t *stack;
};

/* What a hierarchy of weights can hold, too. */
static const double most_seconds = 1 << 30;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
}

static size_t
cell_of(const zi_draws *d, uint32_t arc, uint32_t draw)
{
    return d->is_informed ? (size_t) draw * d->n_arcs + arc
                          : (size_t) arc * d->n_draws + draw;
}

static zhol_status
weigh(zi_draws *d, const zi_luck *luck, zhol_error *err)
{
    double *scratch = ZI_NEW(double, (size_t) zi_luck_n_events(luck) + 1);
    double *hours = ZI_NEW(double, (size_t) d->n_arcs + 1);
    zhol_status status = scratch && hours ? ZHOL_OK : no_memory(err);

    for (uint32_t draw = 0; draw < d->n_draws && status == ZHOL_OK; draw++) {
        zi_luck_hours(luck, draw, scratch, hours);
        for (uint32_t a = 0; a < d->n_arcs; a++) {
            const double seconds = round(hours[d->arc_of[a]] * 3600);
            if (!(seconds >= 0 && seconds < most_seconds)) {
                status = zi_fail(err, ZHOL_LIMIT,
                    "one step takes %.4g hours in a draw: too long", seconds / 3600);
                break;
            }
            d->weight[cell_of(d, a, draw)] = (uint32_t) seconds;
        }
    }
    zi_free(scratch);
    zi_free(hours);
    return status;
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

zhol_status
zi_draws_new(const zi_skim *k, const zi_draws_options *o, zi_draws **out, zhol_error *err)
{
    const zi_luck_options luck_options = { .seed = o->seed, .n_draws = o->n_draws };
    zi_draws *d = ZI_NEW(zi_draws, 1);
    zi_luck *luck = NULL;
    zhol_status status;

    *out = NULL;
    if (!d) {
        return no_memory(err);
    }
    d->skim = k;
    d->net = zi_skim_network(k);
    d->arc_of = zi_skim_arcs(k);
    d->n_places = d->net->scene->book->n_places;
    d->n_draws = o->n_draws;
    d->is_informed = o->is_informed;
    d->n_arcs = d->net->n_arcs;
    d->n_nodes = d->net->n_nodes;
    d->weight = ZI_NEW(uint32_t, (size_t) d->n_arcs * d->n_draws + 1);
    status = d->weight ? zi_luck_new(d->net, &luck_options, &luck, err) : no_memory(err);
    if (status == ZHOL_OK) {
        status = weigh(d, luck, err);
    }
    if (status == ZHOL_OK && !d->is_informed) {
        status = plant_tree(d, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_dijkstra_new(zi_skim_graph(k), &d->search, err);
    }
    zi_luck_free(luck);
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
follow_tree(zi_draws *d, zhol_ref place, uint32_t *seconds, zhol_error *err)
{
    const uint32_t source = zi_skim_gate(d->skim, place, false);
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
search_each(zi_draws *d, zhol_ref place, uint32_t *seconds, zhol_error *err)
{
    const uint32_t source = zi_skim_gate(d->skim, place, false);
    zhol_status status = ZHOL_OK;

    for (uint32_t draw = 0; draw < d->n_draws && status == ZHOL_OK; draw++) {
        status = zhol_dijkstra_run(
            d->search, &d->weight[cell_of(d, 0, draw)], source, ZHOL_NO_NODE, err);
        if (status == ZHOL_OK) {
            fill_column(d, draw, seconds);
        }
    }
    return status;
}

zhol_status
zi_draws_from(zi_draws *d, zhol_ref place, uint32_t *seconds, zhol_error *err)
{
    const size_t size = d->n_draws * sizeof *seconds;
    zhol_status status;

    if (!zi_skim_has(d->skim, place)) {
        memset(seconds, 0xff, d->n_places * size); /* ZHOL_INFINITE */
        return ZHOL_OK;
    }
    status = d->is_informed ? search_each(d, place, seconds, err)
                            : follow_tree(d, place, seconds, err);
    if (status == ZHOL_OK) {
        memset(&seconds[(size_t) place * d->n_draws], 0, size);
    }
    return status;
}
