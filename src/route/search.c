/* SPDX-License-Identifier: Apache-2.0 */
#include "route/search.h"

#include "base/fail.h"
#include "base/mem.h"

enum { OF_TO = 16 }; /* gates of the end `to` are numbered from here */

/* The arcs before the graph numbers them. */
typedef struct plan {
    uint32_t *tail, *head, *meaning;
    size_t tail_size, head_size, meaning_size;
    uint32_t n;
    bool failed;
} plan;

static void
add(plan *p, uint32_t tail, uint32_t head, uint32_t meaning)
{
    const size_t n = (size_t) p->n + 1;
    uint32_t *tails = zi_grow(p->tail, &p->tail_size, n, sizeof *tails);
    p->tail = tails ? tails : p->tail;
    uint32_t *heads = zi_grow(p->head, &p->head_size, n, sizeof *heads);
    p->head = heads ? heads : p->head;
    uint32_t *meanings = zi_grow(p->meaning, &p->meaning_size, n, sizeof *meanings);
    p->meaning = meanings ? meanings : p->meaning;

    if (!tails || !heads || !meanings) {
        p->failed = true;
        return;
    }
    p->tail[p->n] = tail;
    p->head[p->n] = head;
    p->meaning[p->n++] = meaning;
}

static void
add_copies(const zi_search *s, const zi_search_options *o, plan *p)
{
    const zi_network *net = s->net;

    for (uint32_t a = 0; a < net->n_arcs; a++) {
        for (uint32_t k = 0; k <= o->n_via; k++) {
            const uint32_t base = k * net->n_nodes;
            add(p, base + net->arcs[a].tail, base + net->arcs[a].head, a);
        }
    }
    for (uint32_t v = 0; v < net->n_nodes; v++) {
        for (uint32_t k = 0; k < o->n_via; k++) {
            if (zi_scene_is_in(net->scene, net->nodes[v].place, o->via[k])) {
                add(p, k * net->n_nodes + v, (k + 1) * net->n_nodes + v, ZI_IS_SWITCH);
            }
        }
    }
}

static void
add_ends(const zi_search *s, const zi_search_options *o, plan *p)
{
    const zi_network *net = s->net;
    const uint32_t last = o->n_via * net->n_nodes;

    for (uint32_t i = 0; i < s->from->n_gates; i++) {
        add(p, s->source, net->out_gates[i], ZI_IS_GATE + i);
    }
    for (uint32_t i = 0; i < s->to->n_gates; i++) {
        add(p, last + net->in_gates[i], s->sink, ZI_IS_GATE + OF_TO + i);
    }
}

/* Weights by arc of the graph, one criterion after the other. */
static zhol_status
weigh(zi_search *s, const plan *p, const uint32_t *new_arc_of, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < p->n && status == ZHOL_OK; i++) {
        const uint32_t arc = new_arc_of[i], meaning = p->meaning[i];
        uint32_t weight[ZI_N_WEIGHTS] = { 0 };
        s->meaning[arc] = meaning;
        if (meaning < ZI_IS_GATE) {
            for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
                weight[k] = s->net->weights[(size_t) meaning * ZI_N_WEIGHTS + k];
            }
        } else {
            zi_item items[ZI_MAX_ITEMS];
            const uint32_t n = zi_search_items(s, arc, items);
            status = zi_network_weigh(items, n, weight, err);
        }
        for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
            s->weights[(size_t) k * p->n + arc] = weight[k];
        }
    }
    return status;
}

static zhol_status
build(zi_search *s, const plan *p, uint32_t n_nodes, zhol_error *err)
{
    const zhol_arcs arcs = { n_nodes, p->n, p->tail, p->head };
    uint32_t *new_arc_of = ZI_NEW(uint32_t, (size_t) p->n + 1);
    zhol_status status = ZHOL_LIMIT;

    s->meaning = ZI_NEW(uint32_t, (size_t) p->n + 1);
    s->weights = ZI_NEW(uint32_t, (size_t) p->n * ZI_N_WEIGHTS + 1);
    if (p->failed || !new_arc_of || !s->meaning || !s->weights) {
        (void) zi_fail(err, status, "no memory for the graph of the query");
        goto out;
    }
    status = zhol_graph_new(&arcs, new_arc_of, &s->graph, err);
    if (status == ZHOL_OK) {
        status = weigh(s, p, new_arc_of, err);
    }
out:
    zi_free(new_arc_of);
    return status;
}

zhol_status
zi_search_new(const zi_network *net, const zi_ends *from, const zi_ends *to,
    const zi_search_options *o, zi_search **out, zhol_error *err)
{
    const uint64_t n_nodes = ((uint64_t) o->n_via + 1) * net->n_nodes + 2;
    zi_search *s = NULL;
    plan p = { .n = 0 };
    zhol_status status;

    *out = NULL;
    if (n_nodes >= UINT32_C(1) << 30) {
        return zi_fail(err, ZHOL_LIMIT, "too many places to go by: %u", o->n_via);
    }
    s = ZI_NEW(zi_search, 1);
    if (!s) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the graph of the query");
    }
    s->net = net;
    s->from = from;
    s->to = to;
    s->source = (uint32_t) n_nodes - 2;
    s->sink = (uint32_t) n_nodes - 1;
    add_copies(s, o, &p);
    add_ends(s, o, &p);
    status = build(s, &p, (uint32_t) n_nodes, err);
    zi_free(p.tail);
    zi_free(p.head);
    zi_free(p.meaning);
    if (status == ZHOL_OK) {
        *out = s;
    } else {
        zi_search_free(s);
    }
    return status;
}

void
zi_search_free(zi_search *s)
{
    if (s) {
        zhol_graph_free(s->graph);
        zi_free(s->meaning);
        zi_free(s->weights);
        zi_free(s);
    }
}

uint32_t
zi_search_items(const zi_search *s, uint32_t arc, zi_item out[ZI_MAX_ITEMS])
{
    const uint32_t meaning = s->meaning[arc];

    if (meaning == ZI_IS_SWITCH) {
        return 0;
    }
    if (meaning < ZI_IS_GATE) {
        return zi_network_items(s->net, &s->net->arcs[meaning], out);
    }
    const uint32_t i = meaning - ZI_IS_GATE;
    const bool is_from = i < OF_TO;
    const zi_ends *ends = is_from ? s->from : s->to;
    const uint32_t gate = is_from ? i : i - OF_TO;
    if (ends->end.place != ZHOL_NO_ROW) {
        return 0;
    }
    zi_item_access(
        s->net->scene, s->net->load, ends->gate[gate], is_from, ends->km[gate], &out[0]);
    return 1;
}
