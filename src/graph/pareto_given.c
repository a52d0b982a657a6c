/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds that the caller of the general searches has already. */
#include "graph/pareto.h"

#include "base/fail.h"
#include "base/mem.h"

static bool
are_given(const zhol_pareto_query *q)
{
    bool is_given = true;

    for (uint32_t k = 0; k < q->n_criteria; k++) {
        is_given = is_given && q->to_target[k];
    }
    return is_given;
}

static uint64_t
bound_of(const zhol_pareto *p, uint32_t v, uint32_t k)
{
    return p->bound[(size_t) v * ZI_MAX_CRITERIA + k];
}

/* A bound must not fall along an open arc by more than its weight. */
static bool
are_bounds(const zhol_pareto *p, const zhol_pareto_query *q, uint32_t k)
{
    const zhol_graph *g = p->graph;
    bool is_sound = bound_of(p, q->target, k) == 0;

    for (uint32_t v = 0; v < g->n_nodes; v++) {
        for (uint32_t a = g->first[v]; a < g->first[v + 1]; a++) {
            const uint64_t there = bound_of(p, g->head[a], k);
            if (!p->is_closed[a] && there != ZHOL_UNREACHABLE) {
                is_sound = is_sound && bound_of(p, v, k) <= there + q->weight[k][a];
            }
        }
    }
    return is_sound;
}

static bool
is_tight(const zhol_pareto *p, const zhol_pareto_query *q, uint32_t k, uint32_t v,
    uint32_t arc)
{
    const uint64_t there = bound_of(p, p->graph->head[arc], k);

    return !p->is_closed[arc] && there != ZHOL_UNREACHABLE
           && there + q->weight[k][arc] == bound_of(p, v, k);
}

/* p->next of criterion k along a best way, found by turning back where no arc is tight
 * that leads to a new node. *is_there: there is one. False: no memory. */
static bool
follow(zhol_pareto *p, const zhol_pareto_query *q, uint32_t k, bool *is_there)
{
    const zhol_graph *g = p->graph;
    uint32_t *next = &p->next[(size_t) k * g->n_nodes];
    uint32_t v = q->source, a = g->first[v], n = 0;

    for (uint32_t u = 0; u < g->n_nodes; u++) {
        next[u] = ZHOL_NO_NODE;
    }
    *is_there = true;
    while (v != q->target) {
        while (a < g->first[v + 1]
               && (g->head[a] == q->source || next[g->head[a]] != ZHOL_NO_NODE
                   || !is_tight(p, q, k, v, a))) {
            a++;
        }
        if (a < g->first[v + 1]) {
            uint32_t *walk = zi_grow(
                p->draft_arc, &p->draft_arc_capacity, (size_t) n + 1, sizeof *walk);
            if (!walk) {
                return false;
            }
            p->draft_arc = walk;
            walk[n++] = a;
            next[v] = g->head[a];
            v = g->head[a];
            a = g->first[v];
        } else if (n > 0) {
            next[v] = q->source; /* never again */
            a = p->draft_arc[--n] + 1;
            v = n > 0 ? g->head[p->draft_arc[n - 1]] : q->source;
        } else {
            *is_there = false;
            break;
        }
    }
    return true;
}

/* A node from which no way leads in one criterion is cut off in all: the first says so.
 */
static void
cut_off(zhol_pareto *p, uint32_t n_criteria)
{
    for (uint32_t v = 0; v < p->graph->n_nodes; v++) {
        for (uint32_t k = 1; k < n_criteria; k++) {
            if (bound_of(p, v, k) == ZHOL_UNREACHABLE) {
                p->bound[(size_t) v * ZI_MAX_CRITERIA] = ZHOL_UNREACHABLE;
            }
        }
    }
}

zhol_status
zi_pareto_take_bounds(
    zhol_pareto *p, const zhol_pareto_query *q, bool *is_taken, zhol_error *err)
{
    *is_taken = are_given(q);
    for (uint32_t k = 0; k < q->n_criteria && *is_taken; k++) {
        for (uint32_t v = 0; v < p->graph->n_nodes; v++) {
            const uint32_t bound = q->to_target[k][v];
            p->bound[(size_t) v * ZI_MAX_CRITERIA + k] =
                bound == ZHOL_INFINITE ? ZHOL_UNREACHABLE : bound;
        }
        if (!are_bounds(p, q, k)) {
            return zi_fail(err, ZHOL_USAGE,
                "the bounds of criterion %u are not those of its weights", k);
        }
        if (bound_of(p, q->source, k) == ZHOL_UNREACHABLE) {
            return zi_pareto_fail_none(q, err);
        }
        if (!follow(p, q, k, is_taken)) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for the first ways");
        }
    }
    if (*is_taken) {
        cut_off(p, q->n_criteria);
    }
    return ZHOL_OK;
}
