/* SPDX-License-Identifier: Apache-2.0 */
/* The corridor: nodes that a way which is not worse than a known one can use, numbered
 * anew in their old order, with arcs of extra costs. On New York it holds some 40,000 of
 * 264,346 nodes at first, and 3,000 when its nodes are contracted. */
#include "graph/bi.h"

#include "base/fail.h"
#include "base/mem.h"

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
    uint32_t *number; /* by node of the graph: that of the corridor, ZI_BI_NONE */
    bool is_sound;    /* no bound was caught to be none */
} maker;

/* What every way by node v costs more than it must; false: it is not useful. */
static bool
gone_to(maker *m, uint32_t v, zi_pair *out)
{
    const zi_bi_bounds *b = m->bounds;
    uint64_t gone[2] = { 0, 0 };

    for (int k = 0; k < 2; k++) {
        if (b->to[k][v] == ZHOL_INFINITE) {
            return false;
        }
        if (b->from[k]) {
            const uint64_t least = b->to[k][m->q->source];
            const uint64_t sum = (uint64_t) b->from[k][v] + b->to[k][v];
            if (b->from[k][v] == ZHOL_INFINITE) {
                return false;
            }
            m->is_sound = m->is_sound && sum >= least;
            gone[k] = sum - least;
        }
    }
    *out = (zi_pair){ (uint32_t) gone[0], (uint32_t) gone[1] };
    return gone[0] <= m->c->most.x && gone[1] <= m->c->most.y;
}

static bool
add_nodes(maker *m)
{
    zi_corridor *c = m->c;

    for (uint32_t v = 0; v < m->g->n_nodes; v++) {
        zi_pair gone;
        m->number[v] = ZI_BI_NONE;
        if (gone_to(m, v, &gone)) {
            zi_pair *more = zi_grow(
                c->gone, &c->gone_capacity, (size_t) c->n_nodes + 1, sizeof *more);
            if (!more) {
                return false;
            }
            c->gone = more;
            c->gone[c->n_nodes] = gone;
            m->number[v] = c->n_nodes++;
        }
    }
    return true;
}

/* The extra costs of arc a out of `tail`; false: no useful way takes it. */
static bool
extra_of(maker *m, uint32_t tail, uint32_t a, zi_pair *out)
{
    const uint32_t head = m->g->head[a];
    const zi_pair gone = m->c->gone[m->number[tail]];
    uint64_t extra[2];

    for (int k = 0; k < 2; k++) {
        const uint32_t weight = m->q->weight[k][a];
        const uint64_t there = (uint64_t) weight + m->bounds->to[k][head];
        if (weight == ZHOL_INFINITE || m->q->weight[1 - k][a] == ZHOL_INFINITE) {
            return false; /* no bound need hold along a closed arc */
        }
        m->is_sound = m->is_sound && there >= m->bounds->to[k][tail];
        extra[k] = there - m->bounds->to[k][tail];
    }
    *out = (zi_pair){ (uint32_t) extra[0], (uint32_t) extra[1] };
    return extra[0] + gone.x <= m->c->most.x && extra[1] + gone.y <= m->c->most.y;
}

static bool
add_arcs_of(maker *m, uint32_t v)
{
    zi_corridor *c = m->c;
    const uint32_t begin = m->g->first[v], end = m->g->first[v + 1];
    const size_t n = (size_t) c->n_arcs + (end - begin);
    zi_bi_arc *arcs = zi_grow(c->arc, &c->arc_capacity, n, sizeof *arcs);
    zi_link *links = zi_grow(c->link, &c->link_capacity, n, sizeof *links);

    c->arc = arcs ? arcs : c->arc;
    c->link = links ? links : c->link;
    if (!arcs || !links) {
        return false;
    }
    for (uint32_t a = begin; a < end; a++) {
        const uint32_t head = m->number[m->g->head[a]];
        zi_pair cost;
        if (head != ZI_BI_NONE && head != m->number[v] && extra_of(m, v, a, &cost)) {
            links[c->n_arcs] = (zi_link){ ZI_BI_NONE, a };
            arcs[c->n_arcs] = (zi_bi_arc){ head, cost, c->n_arcs };
            c->n_arcs++;
        }
    }
    return true;
}

static bool
add_arcs(maker *m)
{
    zi_corridor *c = m->c;
    uint32_t *first =
        zi_grow(c->first, &c->first_capacity, (size_t) c->n_nodes + 1, sizeof *first);

    if (!first) {
        return false;
    }
    c->first = first;
    for (uint32_t v = 0; v < m->g->n_nodes; v++) {
        if (m->number[v] != ZI_BI_NONE) {
            first[m->number[v]] = c->n_arcs;
            if (!add_arcs_of(m, v)) {
                return false;
            }
        }
    }
    first[c->n_nodes] = c->n_arcs;
    c->n_links = c->n_arcs;
    return true;
}

zhol_status
zi_corridor_make(zi_corridor *c, const zhol_graph *g, const zhol_pareto_query *q,
    const zi_bi_bounds *bounds, uint32_t *number, zhol_error *err)
{
    maker m = { c, g, q, bounds, number, .is_sound = true };

    c->n_nodes = 0;
    c->n_arcs = 0;
    c->n_mixes = 0;
    if (!add_nodes(&m) || !add_arcs(&m)) {
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
    c->source = number[q->source];
    c->target = number[q->target];
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

void
zi_corridor_drop(
    zi_corridor *c, const zi_corners *corners, bool is_thorough, uint32_t *number)
{
    uint32_t n_nodes = 0;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        number[v] = is_node_allowed(c, corners, v) ? n_nodes++ : ZI_BI_NONE;
    }
    drop_arcs(c, corners, is_thorough, number);
    zi_corridor_renumber(c, number);
}
