/* SPDX-License-Identifier: Apache-2.0 */
/* From the ways found to the front: cycles out, sorted, dominated ones dropped. */
#include "graph/pareto.h"

#include "base/fail.h"
#include "base/mem.h"

#include <stdlib.h>

/* A way with its arcs in p->draft_arc. */
typedef struct drafted_way {
    uint64_t cost[ZI_MAX_CRITERIA];
    size_t first_arc;
    uint32_t n_arcs, number;
} drafted_way;

typedef struct draft {
    drafted_way *way;
    size_t n_arcs;
    uint32_t n_ways;
} draft;

static uint32_t
length_of(const zhol_pareto *p, const zi_found *found)
{
    uint32_t n = 0;

    if (found->hop == ZI_NO_HOP) {
        return found->n_arcs;
    }
    for (uint32_t h = found->hop; p->hop[h].parent != ZI_NO_HOP; h = p->hop[h].parent) {
        n++;
    }
    return n;
}

static void
copy_arcs(const zhol_pareto *p, const zi_found *found, uint32_t *arc, uint32_t n)
{
    if (found->hop == ZI_NO_HOP) {
        for (uint32_t i = 0; i < n; i++) {
            arc[i] = p->seed_arc[found->first_arc + i];
        }
        return;
    }
    uint32_t i = n;
    for (uint32_t h = found->hop; p->hop[h].parent != ZI_NO_HOP; h = p->hop[h].parent) {
        arc[--i] = p->hop[h].arc;
    }
}

uint32_t
zi_pareto_cut_cycles(
    const zhol_graph *g, uint32_t source, uint32_t *arc, uint32_t n_arcs, uint32_t *place)
{
    uint32_t n = 0;

    place[source] = 1;
    for (uint32_t i = 0; i < n_arcs; i++) {
        const uint32_t v = g->head[arc[i]];
        if (place[v] != 0) {
            while (n >= place[v]) {
                place[g->head[arc[--n]]] = 0;
            }
        } else {
            arc[n++] = arc[i];
            place[v] = n + 1;
        }
    }
    place[source] = 0;
    for (uint32_t i = 0; i < n; i++) {
        place[g->head[arc[i]]] = 0;
    }
    return n;
}

static bool
draft_way(zhol_pareto *p, const zhol_pareto_query *q, const zi_found *found, draft *d)
{
    const uint32_t length = length_of(p, found);
    drafted_way *way = &d->way[d->n_ways];
    uint32_t *arcs =
        zi_grow(p->draft_arc, &p->draft_arc_capacity, d->n_arcs + length, sizeof *arcs);

    if (!arcs) {
        return false;
    }
    p->draft_arc = arcs;
    arcs += d->n_arcs;
    copy_arcs(p, found, arcs, length);
    *way = (drafted_way){ .first_arc = d->n_arcs, .number = d->n_ways };
    way->n_arcs = zi_pareto_cut_cycles(p->graph, p->source, arcs, length, p->place);
    for (uint32_t i = 0; i < way->n_arcs; i++) {
        for (uint32_t k = 0; k < q->n_criteria; k++) {
            way->cost[k] += q->weight[k][arcs[i]];
        }
    }
    d->n_arcs += way->n_arcs;
    d->n_ways++;
    return true;
}

static int
compare_ways(const void *a, const void *b)
{
    const drafted_way *x = a, *y = b;

    for (uint32_t k = 0; k < ZI_MAX_CRITERIA; k++) {
        if (x->cost[k] != y->cost[k]) {
            return x->cost[k] < y->cost[k] ? -1 : 1;
        }
    }
    return (x->number > y->number) - (x->number < y->number);
}

/* Of two criteria, in lexicographic order, the last way kept is the one to ask. */
static void
drop_dominated_of_two(draft *d)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->n_ways; i++) {
        if (n == 0 || d->way[i].cost[1] < d->way[n - 1].cost[1]) {
            d->way[n++] = d->way[i];
        }
    }
    d->n_ways = n;
}

/* In lexicographic order only an earlier way can dominate, or equal, a later one. */
static bool
drop_dominated(zhol_pareto *p, draft *d)
{
    uint32_t n = 0;

    qsort(d->way, d->n_ways, sizeof *d->way, compare_ways);
    if (p->n_criteria == 2) {
        drop_dominated_of_two(d);
        return true;
    }
    p->best.n = 0;
    for (uint32_t i = 0; i < d->n_ways; i++) {
        const drafted_way *way = &d->way[i];
        if (zi_front_has(&p->best, way->cost)) {
            continue;
        }
        if (!zi_front_add(&p->best, way->cost, 0)) {
            return false;
        }
        d->way[n++] = *way;
    }
    d->n_ways = n;
    return true;
}

static zhol_front *
make_front(const zhol_pareto *p, const draft *d)
{
    zhol_front *front = ZI_NEW(zhol_front, 1);
    size_t n_arcs = 0;

    for (uint32_t i = 0; i < d->n_ways; i++) {
        n_arcs += d->way[i].n_arcs;
    }
    if (!front || n_arcs > UINT32_MAX) {
        zi_free(front);
        return NULL;
    }
    *front = (zhol_front){ .n_criteria = p->n_criteria,
        .n_ways = d->n_ways,
        .factor = p->factor,
        .n_labels = p->n_labels };
    front->cost = ZI_NEW(uint64_t, (size_t) d->n_ways * p->n_criteria);
    front->first_arc = ZI_NEW(uint32_t, (size_t) d->n_ways + 1);
    front->arc = ZI_NEW(uint32_t, n_arcs);
    if (!front->cost || !front->first_arc || !front->arc) {
        zhol_front_free(front);
        return NULL;
    }
    for (uint32_t i = 0; i < d->n_ways; i++) {
        const drafted_way *way = &d->way[i];
        const uint32_t first = front->first_arc[i];
        for (uint32_t k = 0; k < p->n_criteria; k++) {
            front->cost[(size_t) i * p->n_criteria + k] = way->cost[k];
        }
        for (uint32_t j = 0; j < way->n_arcs; j++) {
            front->arc[first + j] = p->draft_arc[way->first_arc + j];
        }
        front->first_arc[i + 1] = first + way->n_arcs;
    }
    return front;
}

zhol_status
zi_pareto_result(
    zhol_pareto *p, const zhol_pareto_query *q, zhol_front **out, zhol_error *err)
{
    draft d = { .way = ZI_NEW(drafted_way, p->n_found) };
    bool has_memory = d.way != NULL;

    for (uint32_t i = 0; i < p->n_found && has_memory; i++) {
        has_memory = draft_way(p, q, &p->found[i], &d);
    }
    has_memory = has_memory && drop_dominated(p, &d);
    *out = has_memory ? make_front(p, &d) : NULL;
    zi_free(d.way);
    return *out ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "no memory for %u ways", p->n_found);
}

void
zhol_front_free(zhol_front *front)
{
    if (front) {
        zi_free(front->cost);
        zi_free(front->first_arc);
        zi_free(front->arc);
        zi_free(front);
    }
}
