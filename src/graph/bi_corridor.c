/* SPDX-License-Identifier: Apache-2.0 */
/* The corridor: nodes that a way which is not worse than a known one can use, numbered
 * anew, with arcs of extra costs. On New York it holds some 40,000 of
 * 264,346 nodes at first, and 3,000 when its nodes are contracted. */
#include "graph/bi.h"

#include "base/fail.h"
#include "base/mem.h"

#include <string.h>

bool
zi_column_reserve(zi_column *c, size_t n)
{
    uint32_t *at = zi_grow(c->at, &c->capacity, n, sizeof *at);

    c->at = at ? at : c->at;
    return at != NULL;
}

void
zi_corridor_free(zi_corridor *c)
{
    for (int k = 0; k < ZI_BI_MIXES; k++) {
        zi_free(c->bound[k].from.at);
        zi_free(c->bound[k].to.at);
    }
    zi_free(c->first);
    zi_free(c->arc);
    zi_free(c->gone);
    zi_free(c->node.at);
    zi_free(c->link);
    *c = (zi_corridor){ 0 };
}

/* ------------------------------------------------------------------ out of the graph */

/* What makes it, while it is made. */
typedef struct maker {
    zi_corridor *c;
    const zhol_graph *g;
    const zhol_pareto_query *q;
    const zi_bi_bounds *bounds;
    const zi_corners *corners;
    uint32_t *number; /* by node of the graph: that of the corridor, ZI_BI_NONE */
    uint32_t least[2];
    bool is_sound; /* no bound was caught to be none */
} maker;

/* Extra costs from bounds that are none can be anything; so much is never useful. */
static uint32_t
clamp(uint64_t extra)
{
    const uint32_t most = 2 * ZI_BI_MAX;

    return extra < most ? (uint32_t) extra : most;
}

/* A node that a useful arc leads to. Without bounds from the source `gone` stays 0. */
static bool
add_node(maker *m, uint32_t v, const uint32_t to[2])
{
    zi_corridor *c = m->c;
    zi_pair *gone =
        zi_grow(c->gone, &c->gone_capacity, (size_t) c->n_nodes + 1, sizeof *gone);
    uint32_t from[2];

    c->gone = gone ? gone : c->gone;
    if (!gone || !zi_column_reserve(&c->node, (size_t) c->n_nodes + 1)) {
        return false;
    }
    gone[c->n_nodes] = (zi_pair){ 0, 0 };
    if (m->bounds->knows_from) {
        const bool is_reached = zi_bi_from(m->bounds, v, from);
        const uint64_t x = (uint64_t) from[0] + to[0], y = (uint64_t) from[1] + to[1];
        m->is_sound = m->is_sound && is_reached && x >= m->least[0] && y >= m->least[1];
        gone[c->n_nodes] = (zi_pair){ clamp(x - m->least[0]), clamp(y - m->least[1]) };
    }
    c->node.at[c->n_nodes] = v;
    m->number[v] = c->n_nodes++;
    return true;
}

/* The extra costs of arc a; false: no useful way takes it out of this node. */
static bool
extra_of(maker *m, const uint32_t here[2], const uint32_t there[2], uint32_t a,
    zi_pair gone, zi_pair *out)
{
    uint64_t extra[2];

    for (int k = 0; k < 2; k++) {
        const uint64_t on = (uint64_t) m->q->weight[k][a] + there[k];
        m->is_sound = m->is_sound && on >= here[k];
        extra[k] = on - here[k];
    }
    if (extra[0] > ZI_BI_MAX || extra[1] > ZI_BI_MAX) {
        return false;
    }
    *out = (zi_pair){ (uint32_t) extra[0], (uint32_t) extra[1] };
    return zi_corners_allow(
        m->corners, (zi_pair){ gone.x + out->x, gone.y + out->y }, NULL);
}

/* The arcs out of the corridor's node i, and the nodes that they lead to first. */
static bool
add_arcs(maker *m, uint32_t i)
{
    zi_corridor *c = m->c;
    const uint32_t v = c->node.at[i];
    const uint32_t begin = m->g->first[v], end = m->g->first[v + 1];
    const size_t n = (size_t) c->n_arcs + (end - begin);
    zi_bi_arc *arcs = zi_grow(c->arc, &c->arc_capacity, n, sizeof *arcs);
    zi_link *links = zi_grow(c->link, &c->link_capacity, n, sizeof *links);
    uint32_t here[2], there[2];

    c->arc = arcs ? arcs : c->arc;
    c->link = links ? links : c->link;
    if (!arcs || !links) {
        return false;
    }
    (void) zi_bi_to(m->bounds, v, here);
    for (uint32_t a = begin; a < end; a++) {
        const uint32_t head = m->g->head[a];
        zi_pair cost;
        if (m->q->weight[0][a] == ZHOL_INFINITE || m->q->weight[1][a] == ZHOL_INFINITE
            || head == v || !zi_bi_to(m->bounds, head, there)
            || !extra_of(m, here, there, a, c->gone[i], &cost)) {
            continue;
        }
        if (m->number[head] == ZI_BI_NONE && !add_node(m, head, there)) {
            return false;
        }
        links[c->n_arcs] = (zi_link){ ZI_BI_NONE, a };
        arcs[c->n_arcs] = (zi_bi_arc){ m->number[head], cost, c->n_arcs };
        c->n_arcs++;
    }
    return true;
}

/* All nodes that can be come to, in the order in which they are. */
static bool
add_all(maker *m)
{
    zi_corridor *c = m->c;
    uint32_t to[2];

    (void) zi_bi_to(m->bounds, m->q->source, to);
    m->least[0] = to[0];
    m->least[1] = to[1];
    if (!add_node(m, m->q->source, to)) {
        return false;
    }
    for (uint32_t i = 0; i < c->n_nodes; i++) {
        uint32_t *first =
            zi_grow(c->first, &c->first_capacity, (size_t) i + 2, sizeof *first);
        if (!first) {
            return false;
        }
        c->first = first;
        first[i] = c->n_arcs;
        if (!add_arcs(m, i)) {
            return false;
        }
        first[i + 1] = c->n_arcs;
    }
    c->n_links = c->n_arcs;
    return true;
}

zhol_status
zi_corridor_make(zi_corridor *c, const zi_corridor_source *from, zhol_error *err)
{
    const zhol_pareto_query *q = from->query;
    const uint32_t n_nodes = from->graph->n_nodes;
    maker m = { .c = c,
        .g = from->graph,
        .q = q,
        .bounds = from->bounds,
        .corners = from->corners,
        .is_sound = true };

    c->n_nodes = 0;
    c->n_arcs = 0;
    c->n_mixes = 0;
    bool has_memory = zi_column_reserve(from->number, n_nodes);
    if (has_memory) {
        m.number = from->number->at;
        memset(m.number, 0xff, n_nodes * sizeof *m.number);
        has_memory = add_all(&m);
    }
    if (!has_memory) {
        return zi_fail(err, ZHOL_LIMIT,
            "no memory for the %u nodes and %u arcs that "
            "ways from node %u to node %u may use",
            c->n_nodes, c->n_arcs, q->source, q->target);
    }
    if (!m.is_sound) {
        return zi_fail(err, ZHOL_USAGE,
            "the bounds are not those of these weights: a way from node %u to node %u "
            "costs less than its bound",
            q->source, q->target);
    }
    c->source = m.number[q->source];
    c->target = m.number[q->target];
    return ZHOL_OK;
}

/* ------------------------------------------------------------------- fewer and fewer */

static bool
is_node_allowed(const zi_corridor *c, const zi_corners *corners, uint32_t v)
{
    uint32_t mix[ZI_BI_MIXES];

    for (uint32_t k = 0; k < c->n_mixes; k++) {
        const uint32_t from = c->bound[k].from.at[v], to = c->bound[k].to.at[v];
        if (from == ZI_BI_NONE || to == ZI_BI_NONE || from + to > corners->most_mix[k]) {
            return false;
        }
        mix[k] = from + to;
    }
    return zi_corners_allow(corners, c->gone[v], mix);
}

bool
zi_corridor_allows(const zi_corridor *c, const zi_corners *corners, uint32_t tail,
    const zi_bi_arc *arc, bool is_thorough)
{
    const zi_pair gone = c->gone[tail];
    const zi_pair e = { gone.x + arc->cost.x, gone.y + arc->cost.y };
    uint32_t mix[ZI_BI_MIXES];

    for (uint32_t k = 0; k < c->n_mixes; k++) {
        mix[k] = c->bound[k].from.at[tail] + zi_mix_of(&c->mix[k], arc->cost)
                 + c->bound[k].to.at[arc->head];
        if (mix[k] > corners->most_mix[k]) {
            return false;
        }
    }
    return !is_thorough || zi_corners_allow(corners, e, mix);
}

/* Keeps arcs that are allowed; heads get their new numbers. */
static void
drop_arcs(
    zi_corridor *c, const zi_corners *corners, bool is_thorough, const uint32_t *number)
{
    uint32_t n_arcs = 0;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const uint32_t begin = c->first[v], end = c->first[v + 1];
        c->first[v] = n_arcs; /* of the old number still */
        for (uint32_t i = begin; i < end && number[v] != ZI_BI_NONE; i++) {
            zi_bi_arc arc = c->arc[i];
            if (number[arc.head] != ZI_BI_NONE
                && zi_corridor_allows(c, corners, v, &arc, is_thorough)) {
                arc.head = number[arc.head];
                c->arc[n_arcs++] = arc;
            }
        }
    }
    c->n_arcs = n_arcs;
}

void
zi_corridor_renumber(zi_corridor *c, const uint32_t *number)
{
    uint32_t n_nodes = 0;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const uint32_t w = number[v];
        if (w != ZI_BI_NONE) {
            n_nodes = w + 1;
            c->first[w] = c->first[v];
            c->gone[w] = c->gone[v];
            for (uint32_t k = 0; k < c->n_mixes; k++) {
                c->bound[k].from.at[w] = c->bound[k].from.at[v];
                c->bound[k].to.at[w] = c->bound[k].to.at[v];
            }
        }
    }
    c->n_nodes = n_nodes;
    c->first[n_nodes] = c->n_arcs;
    c->source = number[c->source];
    c->target = number[c->target];
}

bool
zi_corridor_drop(
    zi_corridor *c, const zi_corners *corners, bool is_thorough, uint32_t *number)
{
    uint32_t n_nodes = 0;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        number[v] = is_node_allowed(c, corners, v) ? n_nodes++ : ZI_BI_NONE;
    }
    if (number[c->source] == ZI_BI_NONE || number[c->target] == ZI_BI_NONE) {
        return false;
    }
    drop_arcs(c, corners, is_thorough, number);
    zi_corridor_renumber(c, number);
    return true;
}
