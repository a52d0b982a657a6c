/* SPDX-License-Identifier: Apache-2.0 */
/* Contraction of the corridor. A node with i arcs in and o arcs out gives way to at most
 * i * o shortcuts; that is done while it makes no more arcs than it takes, so that work
 * stays linear. What no corner allows and what a parallel arc is as good as is left out.
 * On New York a third of the nodes stay, and labels are made for these alone. */
#include "graph/bi.h"

#include "base/mem.h"

#include <string.h>

enum { MOST_ARCS = 16 }; /* in or out, of a node that is looked at */

typedef struct edge {
    zi_bi_arc arc; /* head is ZI_BI_NONE: taken out */
    uint32_t tail, next_out, next_in;
} edge;

struct zi_contraction {
    edge *edge;
    zi_column out, in; /* by node: the first edge, ZI_BI_NONE */
    zi_column queue, number;
    zi_column is_queued;
    size_t edge_capacity;
    uint32_t n_edges, n_queue, queue_begin;
};

/* The edges at one node. */
typedef struct star {
    uint32_t in[MOST_ARCS], out[MOST_ARCS];
    uint32_t n_in, n_out; /* may be more than MOST_ARCS */
} star;

void
zi_contraction_free(zi_contraction *x)
{
    if (x) {
        zi_free(x->edge);
        zi_free(x->out.at);
        zi_free(x->in.at);
        zi_free(x->queue.at);
        zi_free(x->number.at);
        zi_free(x->is_queued.at);
        zi_free(x);
    }
}

static bool
enqueue(zi_contraction *x, uint32_t v)
{
    if (x->is_queued.at[v]) {
        return true;
    }
    if (!zi_column_reserve(&x->queue, (size_t) x->n_queue + 1)) {
        return false;
    }
    x->is_queued.at[v] = 1;
    x->queue.at[x->n_queue++] = v;
    return true;
}

static bool
add_edge(zi_contraction *x, uint32_t tail, const zi_bi_arc *arc)
{
    edge *more =
        zi_grow(x->edge, &x->edge_capacity, (size_t) x->n_edges + 1, sizeof *more);

    if (!more) {
        return false;
    }
    x->edge = more;
    x->edge[x->n_edges] = (edge){ *arc, tail, x->out.at[tail], x->in.at[arc->head] };
    x->out.at[tail] = x->n_edges;
    x->in.at[arc->head] = x->n_edges;
    x->n_edges++;
    return true;
}

static bool
begin(zi_contraction *x, const zi_corridor *c)
{
    const size_t n = c->n_nodes;

    x->n_edges = 0;
    x->n_queue = 0;
    x->queue_begin = 0;
    if (!zi_column_reserve(&x->out, n) || !zi_column_reserve(&x->in, n)
        || !zi_column_reserve(&x->number, n) || !zi_column_reserve(&x->is_queued, n)) {
        return false;
    }
    memset(x->out.at, 0xff, n * sizeof *x->out.at);
    memset(x->in.at, 0xff, n * sizeof *x->in.at);
    memset(x->is_queued.at, 0, n * sizeof *x->is_queued.at);
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t i = c->first[v]; i < c->first[v + 1]; i++) {
            if (!add_edge(x, v, &c->arc[i])) {
                return false;
            }
        }
        x->number.at[v] = 0;
        if (v != c->source && v != c->target && !enqueue(x, v)) {
            return false;
        }
    }
    return true;
}

/* Lists lose the edges that were taken out when somebody walks along them. */
static void
look_round(zi_contraction *x, uint32_t v, star *s)
{
    s->n_in = 0;
    s->n_out = 0;
    for (uint32_t *e = &x->out.at[v]; *e != ZI_BI_NONE;) {
        edge *out = &x->edge[*e];
        if (out->arc.head == ZI_BI_NONE) {
            *e = out->next_out;
            continue;
        }
        if (s->n_out < MOST_ARCS) {
            s->out[s->n_out] = *e;
        }
        s->n_out++;
        e = &out->next_out;
    }
    for (uint32_t *e = &x->in.at[v]; *e != ZI_BI_NONE;) {
        edge *in = &x->edge[*e];
        if (in->arc.head == ZI_BI_NONE) {
            *e = in->next_in;
            continue;
        }
        if (s->n_in < MOST_ARCS) {
            s->in[s->n_in] = *e;
        }
        s->n_in++;
        e = &in->next_in;
    }
}

static bool
pays(const zi_contraction *x, const star *s)
{
    uint32_t n = 0;

    if (s->n_in > MOST_ARCS || s->n_out > MOST_ARCS) {
        return false;
    }
    for (uint32_t i = 0; i < s->n_in; i++) {
        for (uint32_t j = 0; j < s->n_out; j++) {
            n += x->edge[s->in[i]].tail != x->edge[s->out[j]].arc.head;
        }
    }
    return n <= s->n_in + s->n_out;
}

/* Whether an edge between the same nodes is as good; takes out those that are worse. */
static bool
is_dominated(zi_contraction *x, uint32_t tail, const zi_bi_arc *arc)
{
    for (uint32_t e = x->out.at[tail]; e != ZI_BI_NONE; e = x->edge[e].next_out) {
        zi_bi_arc *other = &x->edge[e].arc;
        if (other->head == arc->head) {
            if (other->cost.x <= arc->cost.x && other->cost.y <= arc->cost.y) {
                return true;
            }
            if (arc->cost.x <= other->cost.x && arc->cost.y <= other->cost.y) {
                other->head = ZI_BI_NONE;
            }
        }
    }
    return false;
}

static bool
add_shortcut(zi_contraction *x, zi_corridor *c, const zi_corners *corners, uint32_t in,
    uint32_t out)
{
    const uint32_t tail = x->edge[in].tail;
    const zi_bi_arc *left = &x->edge[in].arc, *right = &x->edge[out].arc;
    const zi_bi_arc arc = { .head = right->head,
        .cost = { left->cost.x + right->cost.x, left->cost.y + right->cost.y },
        .link = c->n_links };

    if (tail == arc.head || !zi_corridor_allows(c, corners, tail, &arc, true)
        || is_dominated(x, tail, &arc)) {
        return true;
    }
    zi_link *links =
        zi_grow(c->link, &c->link_capacity, (size_t) c->n_links + 1, sizeof *links);
    if (!links) {
        return false;
    }
    c->link = links;
    c->link[c->n_links++] = (zi_link){ left->link, right->link };
    return add_edge(x, tail, &arc);
}

static bool
contract(zi_contraction *x, zi_corridor *c, const zi_corners *corners, const star *s)
{
    for (uint32_t i = 0; i < s->n_in; i++) {
        for (uint32_t j = 0; j < s->n_out; j++) {
            if (!add_shortcut(x, c, corners, s->in[i], s->out[j])) {
                return false;
            }
        }
    }
    for (uint32_t i = 0; i < s->n_in; i++) {
        const uint32_t v = x->edge[s->in[i]].tail;
        x->edge[s->in[i]].arc.head = ZI_BI_NONE;
        if (v != c->source && v != c->target && !enqueue(x, v)) {
            return false;
        }
    }
    for (uint32_t j = 0; j < s->n_out; j++) {
        const uint32_t v = x->edge[s->out[j]].arc.head;
        x->edge[s->out[j]].arc.head = ZI_BI_NONE;
        if (v != c->source && v != c->target && !enqueue(x, v)) {
            return false;
        }
    }
    return true;
}

/* Back into the corridor: nodes that are left get their new numbers. */
static bool
write_back(zi_contraction *x, zi_corridor *c)
{
    uint32_t n_nodes = 0, n_arcs = 0;
    zi_bi_arc *arcs = zi_grow(c->arc, &c->arc_capacity, x->n_edges, sizeof *arcs);

    if (!arcs) {
        return false;
    }
    c->arc = arcs;
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        x->number.at[v] = x->number.at[v] == ZI_BI_NONE ? ZI_BI_NONE : n_nodes++;
    }
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        c->first[v] = n_arcs;
        for (uint32_t e = x->out.at[v]; e != ZI_BI_NONE; e = x->edge[e].next_out) {
            zi_bi_arc arc = x->edge[e].arc;
            if (arc.head != ZI_BI_NONE) {
                arc.head = x->number.at[arc.head];
                arcs[n_arcs++] = arc;
            }
        }
    }
    c->n_arcs = n_arcs;
    zi_corridor_renumber(c, x->number.at);
    return true;
}

bool
zi_corridor_contract(zi_contraction **scratch, zi_corridor *c, const zi_corners *corners)
{
    zi_contraction *x = *scratch = *scratch ? *scratch : ZI_NEW(zi_contraction, 1);
    star s;

    if (!x || !begin(x, c)) {
        return false;
    }
    while (x->queue_begin < x->n_queue) {
        const uint32_t v = x->queue.at[x->queue_begin++];
        x->is_queued.at[v] = 0;
        look_round(x, v, &s);
        if (pays(x, &s)) {
            if (!contract(x, c, corners, &s)) {
                return false;
            }
            x->number.at[v] = ZI_BI_NONE;
        }
    }
    return write_back(x, c);
}
