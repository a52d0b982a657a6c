/* SPDX-License-Identifier: Apache-2.0 */
/* Pareto search: A*pex (Zhang, Salzman, Kumar, Felner, Hernandez Ulloa, Koenig: "A*pex:
 * Efficient Approximate Multi-Objective Search on Graphs", ICAPS 2022); for within = 0 it
 * is NAMOA*dr (Pulido, Mandow, Perez de la Cruz, Computers & OR 64, 2015): labels leave
 * the queue in lexicographic order of their apex, so the first criterion of a later one
 * is never smaller (the bounds are consistent), and fronts need only the other K - 1
 * criteria ("dimensionality reduction"). Exact searches of two and three criteria are in
 * bi.c and tri.c; those of two whose costs are too large for 32 bits are done here.
 *
 * Why the promise holds. Follow any way x from the source: at each node a label stands
 * for it with an apex <= x. The label is (1) expanded, and the next node's label stands
 * for x; (2) dropped since a closed apex is as small: that label's descendants stand for
 * x; (3) merged: the new apex is smaller still; (4) dropped since a way already found
 * costs <= (1 + within) apex; or (5) at the target: its own way is <= (1 + within) apex.
 */
#include "graph/pareto.h"

#include "base/fail.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void
zhol_pareto_defaults(zhol_pareto_options *o)
{
    *o = (zhol_pareto_options){ .within = 0.0, .budget_labels = 5000000 };
}

zhol_status
zhol_pareto_new(const zhol_graph *g, zhol_pareto **out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    zhol_pareto *p = ZI_NEW(zhol_pareto, 1);

    *out = NULL;
    if (!p) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to search %u nodes", g->n_nodes);
    }
    p->graph = g;
    p->closed = ZI_NEW(zi_front, g->n_nodes);
    p->place = ZI_NEW(uint32_t, g->n_nodes);
    if (!zi_open_new(&p->open, g->n_nodes) || !p->closed || !p->place) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to search %u nodes", g->n_nodes);
    } else {
        status = zi_pareto_prepare_new(p, err);
    }
    if (status != ZHOL_OK) {
        zhol_pareto_free(p);
        return status;
    }
    *out = p;
    return ZHOL_OK;
}

void
zhol_pareto_free(zhol_pareto *p)
{
    if (!p) {
        return;
    }
    for (uint32_t v = 0; p->closed && v < p->graph->n_nodes; v++) {
        zi_front_free(&p->closed[v]);
    }
    zi_free(p->closed);
    zi_front_free(&p->best);
    zi_open_free(&p->open, p->graph->n_nodes);
    zi_pareto_prepare_free(p);
    zi_bi_free(p->bi);
    zi_tri_free(p->tri);
    zi_free(p->hop);
    zi_free(p->found);
    zi_free(p->seed_arc);
    zi_free(p->place);
    zi_free(p->draft_arc);
    zi_free(p);
}

static zhol_status
check(const zhol_pareto *p, const zhol_pareto_query *q, const zhol_pareto_options *o,
    zhol_error *err)
{
    const uint32_t n_nodes = p->graph->n_nodes;

    if (q->n_criteria < 1 || q->n_criteria > ZI_MAX_CRITERIA) {
        return zi_fail(err, ZHOL_USAGE, "%u criteria: there must be 1 to %d",
            q->n_criteria, ZI_MAX_CRITERIA);
    }
    if (q->source >= n_nodes || q->target >= n_nodes) {
        return zi_fail(err, ZHOL_USAGE, "node %u, but there are %u nodes",
            q->source >= n_nodes ? q->source : q->target, n_nodes);
    }
    if (!(o->within >= 0.0 && o->within <= 1.0)) {
        return zi_fail(err, ZHOL_USAGE, "within %g: it must be from 0 to 1", o->within);
    }
    return ZHOL_OK;
}

zhol_status
zi_pareto_watch(
    const zhol_pareto_options *o, uint64_t n_labels, uint64_t *reported, zhol_error *err)
{
    const uint64_t budget =
        o->budget_labels < ZI_GRAPH_MAX ? o->budget_labels : ZI_GRAPH_MAX;

    if (n_labels > budget) {
        return zi_fail(err, ZHOL_LIMIT,
            "the budget of %llu labels is spent (within %g): allow more labels, or "
            "answers that are less exact",
            (unsigned long long) budget, o->within);
    }
    if (o->progress && n_labels - *reported >= 4096) {
        *reported = n_labels;
        if (!o->progress(o->user, n_labels)) {
            return zi_fail(err, ZHOL_LIMIT, "cancelled after %llu labels",
                (unsigned long long) n_labels);
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_pareto_fail_none(const zhol_pareto_query *q, zhol_error *err)
{
    return zi_fail(
        err, ZHOL_NONE, "no way leads from node %u to node %u", q->source, q->target);
}

/* Width of a band, as a share of the least possible mean; 0.01 to 0.05 are equally good.
 */
static const double BAND = 0.03;

static void
choose_order(const zhol_pareto *p, zi_order *order)
{
    const uint64_t *least = &p->bound[(size_t) p->source * ZI_MAX_CRITERIA];

    *order = (zi_order){ .is_lexicographic = p->is_exact, .bound = p->bound };
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        if (least[k] > 0) {
            order->per_unit[k] = 1.0 / (BAND * p->n_criteria * (double) least[k]);
        }
    }
    order->per_bound = least[0] > 0 ? 0x1p28 / (double) least[0] : 0.0;
}

static void
reset(zhol_pareto *p, const zhol_pareto_query *q, const zhol_pareto_options *o)
{
    p->n_criteria = q->n_criteria;
    p->source = q->source;
    p->target = q->target;
    p->within_q32 = (uint64_t) (o->within * 0x1p32);
    p->is_exact = p->within_q32 == 0;
    p->best.n = 0;
    p->n_hops = 0;
    p->n_found = 0;
    p->n_seed_arcs = 0;
    p->n_seeds_used = 0;
    p->n_labels = 0;
    p->factor = 1.0;
}

/* What fronts see of a vector: all of it; or, in lexicographic order, all but the first
 * criterion, in which labels closed before are never worse. */
static void
view(const zhol_pareto *p, const uint64_t *cost, uint64_t *out)
{
    memcpy(out, cost, ZI_MAX_CRITERIA * sizeof *out);
    if (p->is_exact) {
        out[0] = 0;
    }
}

/* The certificate: `cost` answers for everything that costs at least `bound`. */
static void
note_factor(zhol_pareto *p, const uint64_t *cost, const uint64_t *bound)
{
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        if (cost[k] > bound[k] && (double) cost[k] > p->factor * (double) bound[k]) {
            p->factor = (double) cost[k] / (double) bound[k];
        }
    }
}

static bool
is_answered(zhol_pareto *p, const zi_label *label)
{
    uint64_t limit[ZI_MAX_CRITERIA];

    view(p, label->limit, limit);
    const uint32_t i = zi_front_find(&p->best, limit);
    if (i == ZI_FRONT_NONE) {
        return false;
    }
    note_factor(p, p->found[i].cost, label->apex);
    return true;
}

/* Way number i may answer for others from now on. */
static bool
use_found(zhol_pareto *p, uint32_t i)
{
    uint64_t cost[ZI_MAX_CRITERIA];

    view(p, p->found[i].cost, cost);
    return zi_front_has(&p->best, cost) || zi_front_add(&p->best, cost, i);
}

static bool
add_found(zhol_pareto *p, const zi_label *label, uint32_t hop)
{
    zi_found *found =
        zi_grow(p->found, &p->found_capacity, (size_t) p->n_found + 1, sizeof *found);

    if (!found) {
        return false;
    }
    p->found = found;
    found[p->n_found] = (zi_found){ .hop = hop };
    memcpy(found[p->n_found].cost, label->way, sizeof label->way);
    note_factor(p, label->way, label->apex);
    p->n_found++;
    return use_found(p, p->n_found - 1);
}

/* Where fronts do not see the first criterion, a first way may answer for others only
 * once their first criterion is large enough. */
static bool
use_seeds(zhol_pareto *p, const zi_label *label)
{
    while (p->n_seeds_used < p->n_criteria
           && (!p->is_exact || p->found[p->n_seeds_used].cost[0] <= label->limit[0])) {
        if (!use_found(p, p->n_seeds_used)) {
            return false;
        }
        p->n_seeds_used++;
    }
    return true;
}

static bool
expand(zhol_pareto *p, const zi_label *label, uint32_t hop)
{
    const uint32_t v = label->node;
    uint64_t apex[ZI_MAX_CRITERIA];
    zi_label child = { .parent = hop };

    for (uint32_t i = p->first_step[v]; i < p->first_step[v + 1]; i++) {
        const zi_step *step = &p->step[i];
        for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
            child.apex[k] = label->apex[k] + step->cost[k];
        }
        view(p, child.apex, apex);
        if (zi_front_has(&p->closed[step->head], apex)) {
            continue;
        }
        for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
            child.limit[k] = zi_limit(child.apex[k], p->within_q32);
            child.way[k] = label->way[k] + step->cost[k];
        }
        if (is_answered(p, &child)) {
            continue;
        }
        child.node = step->head;
        child.arc = step->arc;
        p->n_labels++;
        if (!zi_open_add(&p->open, &child)) {
            return false;
        }
    }
    return true;
}

/* Closes one label: false if memory is out. */
static bool
close_label(zhol_pareto *p, const zi_label *label)
{
    zi_front *closed = &p->closed[label->node];
    uint64_t apex[ZI_MAX_CRITERIA];

    if (!use_seeds(p, label)) {
        return false;
    }
    view(p, label->apex, apex);
    if (zi_front_has(closed, apex) || is_answered(p, label)) {
        return true;
    }
    zi_hop *hop = zi_grow(p->hop, &p->hop_capacity, (size_t) p->n_hops + 1, sizeof *hop);
    if (!hop) {
        return false;
    }
    p->hop = hop;
    hop[p->n_hops] = (zi_hop){ label->parent, label->arc };
    p->n_hops++;
    if (label->node == p->target) {
        return add_found(p, label, p->n_hops - 1);
    }
    return zi_front_add(closed, apex, 0) && expand(p, label, p->n_hops - 1);
}

static zhol_status
search(zhol_pareto *p, const zhol_pareto_options *o, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    uint64_t reported = 0;
    zi_label label;

    while (status == ZHOL_OK && zi_open_take(&p->open, &label)) {
        if (!close_label(p, &label)) {
            return zi_fail(err, ZHOL_LIMIT, "no memory after %llu labels",
                (unsigned long long) p->n_labels);
        }
        status = zi_pareto_watch(o, p->n_labels, &reported, err);
    }
    return status;
}

static int
compare_found(const void *a, const void *b)
{
    const zi_found *x = a, *y = b;

    for (uint32_t k = 0; k < ZI_MAX_CRITERIA; k++) {
        if (x->cost[k] != y->cost[k]) {
            return x->cost[k] < y->cost[k] ? -1 : 1;
        }
    }
    return (x->first_arc > y->first_arc) - (x->first_arc < y->first_arc);
}

/* The search for any number of criteria, exact or not. */
static zhol_status
run_general(zhol_pareto *p, const zhol_pareto_query *query,
    const zhol_pareto_options *options, zhol_error *err)
{
    zi_label root = { .parent = ZI_NO_HOP, .arc = ZHOL_NO_ARC };
    zi_order order;
    zhol_status status = zi_pareto_prepare(p, query, err);

    if (status != ZHOL_OK) {
        return status;
    }
    for (uint32_t v = 0; v < p->graph->n_nodes; v++) {
        p->closed[v].n = 0;
    }
    choose_order(p, &order);
    zi_open_reset(&p->open, p->graph->n_nodes, &order);
    qsort(p->found, p->n_found, sizeof *p->found, compare_found);
    root.node = p->source;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        root.apex[k] = p->bound[(size_t) p->source * ZI_MAX_CRITERIA + k];
        root.way[k] = root.apex[k];
        root.limit[k] = zi_limit(root.apex[k], p->within_q32);
    }
    p->n_labels = 1;
    if (!zi_open_add(&p->open, &root)) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the first label");
    }
    return search(p, options, err);
}

zhol_status
zhol_pareto_run(zhol_pareto *p, const zhol_pareto_query *query,
    const zhol_pareto_options *options, zhol_front **out, zhol_error *err)
{
    zhol_status status = check(p, query, options, err);
    bool is_done = false;

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    reset(p, query, options);
    if (p->is_exact && p->n_criteria == 2) {
        status = zi_bi_run(p, query, options, &is_done, err);
    } else if (p->is_exact && p->n_criteria == 3) {
        status = zi_tri_run(p, query, options, err);
        is_done = true;
    }
    if (status == ZHOL_OK && !is_done) {
        status = run_general(p, query, options, err);
    }
    return status == ZHOL_OK ? zi_pareto_result(p, query, out, err) : status;
}
