/* SPDX-License-Identifier: Apache-2.0 */
/* Before the search: lower bounds from one backward search per criterion, arcs with
 * reduced costs, and the best way of each criterion as first ways. */
#include "graph/pareto.h"

#include "base/fail.h"
#include "base/mem.h"

#include <stdlib.h>

static void
sort_arcs_by_head(zhol_pareto *p, uint32_t *next)
{
    const zhol_graph *g = p->graph;

    /* Arcs of the reverse graph stand in the order of the head here: dealing them out to
     * their tails keeps it. */
    for (uint32_t v = 0; v < g->n_nodes; v++) {
        next[v] = g->first[v];
    }
    for (uint32_t b = 0; b < g->n_arcs; b++) {
        p->by_head[next[p->reverse->head[b]]++] = p->reverse_arc[b];
    }
}

zhol_status
zi_pareto_prepare_new(zhol_pareto *p, zhol_error *err)
{
    const size_t n_nodes = p->graph->n_nodes, n_arcs = p->graph->n_arcs;
    zhol_status status = ZHOL_OK;

    p->reverse_arc = ZI_NEW(uint32_t, n_arcs);
    p->by_head = ZI_NEW(uint32_t, n_arcs);
    p->is_closed = ZI_NEW(bool, n_arcs);
    p->weight = ZI_NEW(uint32_t, n_arcs);
    p->step = ZI_NEW(zi_step, n_arcs);
    p->first_step = ZI_NEW(uint32_t, n_nodes + 1);
    p->bound = ZI_NEW(uint64_t, n_nodes * ZI_MAX_CRITERIA);
    p->next = ZI_NEW(uint32_t, n_nodes * ZI_MAX_CRITERIA);
    if (!p->reverse_arc || !p->by_head || !p->is_closed || !p->weight || !p->step
        || !p->first_step || !p->bound || !p->next) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to search %u nodes and %u arcs",
            p->graph->n_nodes, p->graph->n_arcs);
    }
    status = zhol_graph_reverse(p->graph, p->reverse_arc, &p->reverse, err);
    if (status != ZHOL_OK) {
        return status;
    }
    status = zhol_dijkstra_new(p->reverse, &p->dijkstra, err);
    if (status != ZHOL_OK) {
        return status;
    }
    sort_arcs_by_head(p, p->next);
    return ZHOL_OK;
}

void
zi_pareto_prepare_free(zhol_pareto *p)
{
    zhol_graph_free(p->reverse);
    zhol_dijkstra_free(p->dijkstra);
    zi_free(p->reverse_arc);
    zi_free(p->by_head);
    zi_free(p->is_closed);
    zi_free(p->weight);
    zi_free(p->step);
    zi_free(p->first_step);
    zi_free(p->bound);
    zi_free(p->next);
}

void
zi_pareto_find_closed(zhol_pareto *p, const zhol_pareto_query *q)
{
    for (uint32_t a = 0; a < p->graph->n_arcs; a++) {
        p->is_closed[a] = false;
        for (uint32_t k = 0; k < q->n_criteria; k++) {
            p->is_closed[a] = p->is_closed[a] || q->weight[k][a] == ZHOL_INFINITE;
        }
    }
}

zhol_status
zi_pareto_find_bounds(
    zhol_pareto *p, const zhol_pareto_query *q, uint32_t k, zhol_error *err)
{
    const uint32_t n_nodes = p->graph->n_nodes;
    zhol_status status = ZHOL_OK;

    for (uint32_t b = 0; b < p->graph->n_arcs; b++) {
        const uint32_t a = p->reverse_arc[b];
        p->weight[b] = p->is_closed[a] ? ZHOL_INFINITE : q->weight[k][a];
    }
    status = zhol_dijkstra_run(p->dijkstra, p->weight, q->target, ZHOL_NO_NODE, err);
    if (status != ZHOL_OK) {
        return status;
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        const uint32_t b = zhol_dijkstra_parent_arc(p->dijkstra, v);
        p->bound[(size_t) v * ZI_MAX_CRITERIA + k] =
            zhol_dijkstra_distance(p->dijkstra, v);
        p->next[(size_t) k * n_nodes + v] =
            b == ZHOL_NO_ARC ? ZHOL_NO_NODE : p->graph->head[p->reverse_arc[b]];
    }
    return ZHOL_OK;
}

static int
compare_steps(const void *a, const void *b)
{
    const zi_step *x = a, *y = b;

    for (uint32_t k = 0; k < ZI_MAX_CRITERIA; k++) {
        if (x->cost[k] != y->cost[k]) {
            return x->cost[k] < y->cost[k] ? -1 : 1;
        }
    }
    return (x->arc > y->arc) - (x->arc < y->arc);
}

/* Of parallel arcs keeps those that no other is as good as, in an order that does not
 * depend on the arcs' numbers. Returns how many. */
static uint32_t
drop_dominated(zi_step *step, uint32_t n)
{
    uint32_t n_kept = 0;

    if (n > 1) {
        qsort(step, n, sizeof *step, compare_steps);
    }
    for (uint32_t i = 0; i < n; i++) {
        bool is_worse = false;
        for (uint32_t j = 0; j < n_kept && !is_worse; j++) {
            is_worse = true;
            for (uint32_t k = 0; k < ZI_MAX_CRITERIA; k++) {
                is_worse = is_worse && step[j].cost[k] <= step[i].cost[k];
            }
        }
        if (!is_worse) {
            step[n_kept++] = step[i];
        }
    }
    return n_kept;
}

/* The steps out of `v`: no closed arc, no loop, no arc to where the target is out of
 * reach. Returns the number of steps so far. */
static uint32_t
make_steps(zhol_pareto *p, const zhol_pareto_query *q, uint32_t v, uint32_t n_steps)
{
    const zhol_graph *g = p->graph;
    const uint64_t *here = &p->bound[(size_t) v * ZI_MAX_CRITERIA];
    uint32_t begin = n_steps; /* of the steps to one head */

    for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++) {
        const uint32_t a = p->by_head[i], head = g->head[a];
        const uint64_t *there = &p->bound[(size_t) head * ZI_MAX_CRITERIA];
        if (head == v || there[0] == ZHOL_UNREACHABLE || p->is_closed[a]) {
            continue;
        }
        if (n_steps > begin && p->step[begin].head != head) {
            n_steps = begin + drop_dominated(&p->step[begin], n_steps - begin);
            begin = n_steps;
        }
        zi_step *step = &p->step[n_steps++];
        *step = (zi_step){ .head = head, .arc = a };
        for (uint32_t k = 0; k < q->n_criteria; k++) {
            step->cost[k] = there[k] + q->weight[k][a] - here[k];
        }
    }
    return begin + drop_dominated(&p->step[begin], n_steps - begin);
}

/* The best way of criterion k becomes a way found. */
static bool
add_first_way(zhol_pareto *p, uint32_t k)
{
    const uint32_t n_nodes = p->graph->n_nodes;
    zi_found way = { .hop = ZI_NO_HOP, .first_arc = p->n_seed_arcs };

    for (uint32_t i = 0; i < p->n_criteria; i++) {
        way.cost[i] = p->bound[(size_t) p->source * ZI_MAX_CRITERIA + i];
    }
    for (uint32_t v = p->source; v != p->target;) {
        const uint32_t next = p->next[(size_t) k * n_nodes + v];
        const zi_step *step = &p->step[p->first_step[v]];
        while (step->head != next || step->cost[k] != 0) {
            step++; /* it is there: the search came by it */
        }
        for (uint32_t i = 0; i < p->n_criteria; i++) {
            way.cost[i] += step->cost[i];
        }
        uint32_t *arcs = zi_grow(p->seed_arc, &p->seed_arc_capacity,
            (size_t) p->n_seed_arcs + 1, sizeof *arcs);
        if (!arcs) {
            return false;
        }
        p->seed_arc = arcs;
        p->seed_arc[p->n_seed_arcs++] = step->arc;
        way.n_arcs++;
        v = next;
    }
    zi_found *found =
        zi_grow(p->found, &p->found_capacity, (size_t) p->n_found + 1, sizeof *found);
    if (!found) {
        return false;
    }
    p->found = found;
    p->found[p->n_found++] = way;
    return true;
}

zhol_status
zi_pareto_prepare(zhol_pareto *p, const zhol_pareto_query *q, zhol_error *err)
{
    const uint32_t n_nodes = p->graph->n_nodes;
    uint32_t n_steps = 0;
    bool is_taken = false;

    zi_pareto_find_closed(p, q);
    zhol_status status = zi_pareto_take_bounds(p, q, &is_taken, err);
    for (uint32_t k = 0; k < q->n_criteria && status == ZHOL_OK && !is_taken; k++) {
        status = zi_pareto_find_bounds(p, q, k, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    if (p->bound[(size_t) q->source * ZI_MAX_CRITERIA] == ZHOL_UNREACHABLE) {
        return zi_pareto_fail_none(q, err);
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        p->first_step[v] = n_steps;
        if (p->bound[(size_t) v * ZI_MAX_CRITERIA] != ZHOL_UNREACHABLE) {
            n_steps = make_steps(p, q, v, n_steps);
        }
    }
    p->first_step[n_nodes] = n_steps;
    for (uint32_t k = 0; k < q->n_criteria; k++) {
        if (!add_first_way(p, k)) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for the first ways");
        }
    }
    return ZHOL_OK;
}
