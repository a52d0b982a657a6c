/* SPDX-License-Identifier: Apache-2.0 */
/* Three criteria, exact: LTMOA* (Hernandez, Yeoh, Baier, Felner, Salzman, Zhang, Chan,
 * Koenig: "Multi-objective search via lazy and efficient dominance checks", IJCAI 2023)
 * with fronts truncated as in NAMOA*dr (Pulido, Mandow, Perez de la Cruz, 2015). Labels
 * leave the queue in lexicographic order, so the first criterion of a later one is never
 * smaller, and fronts need only the other two. In two dimensions a front is a flight of
 * steps: whether one of its members is as good as a label is one binary search. */
#include "graph/pareto.h"

#include "base/fail.h"
#include "base/mem.h"

#include <string.h>

enum { K = 3 };

typedef struct step {
    uint64_t y, z;
} step;

/* Members none of which is <= another: y ascends, z descends. */
typedef struct stairs {
    step *step;
    size_t capacity;
    size_t n;
} stairs;

typedef struct label {
    uint64_t cost[K];
    uint32_t node, parent, arc;
} label;

struct zi_tri {
    stairs *closed; /* by node */
    label *heap;    /* binary */
    size_t heap_capacity;
    uint32_t n_nodes;
    size_t n_heap;
};

void
zi_tri_free(zi_tri *t)
{
    if (t) {
        for (uint32_t v = 0; t->closed && v < t->n_nodes; v++) {
            zi_free(t->closed[v].step);
        }
        zi_free(t->closed);
        zi_free(t->heap);
        zi_free(t);
    }
}

static zi_tri *
tri_new(uint32_t n_nodes)
{
    zi_tri *t = ZI_NEW(zi_tri, 1);

    if (t) {
        t->n_nodes = n_nodes;
        t->closed = ZI_NEW(stairs, n_nodes);
        if (!t->closed) {
            zi_tri_free(t);
            t = NULL;
        }
    }
    return t;
}

/* -------------------------------------------------------------------------- fronts */

/* The number of steps with y' <= y. */
static size_t
steps_until(const stairs *s, uint64_t y)
{
    size_t low = 0, high = s->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->step[middle].y <= y) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
is_dominated(const stairs *s, const uint64_t cost[K])
{
    const size_t n = steps_until(s, cost[1]);

    return n > 0 && s->step[n - 1].z <= cost[2];
}

/* Adds what is not dominated; drops what it dominates. */
static bool
add_step(stairs *s, const uint64_t cost[K])
{
    size_t begin = steps_until(s, cost[1]), end;
    step *steps = zi_grow(s->step, &s->capacity, s->n + 1, sizeof *steps);

    if (!steps) {
        return false;
    }
    s->step = steps;
    if (begin > 0 && steps[begin - 1].y == cost[1]) {
        begin--;
    }
    for (end = begin; end < s->n && steps[end].z >= cost[2]; end++) {
    }
    memmove(&steps[begin + 1], &steps[end], (s->n - end) * sizeof *steps);
    steps[begin] = (step){ cost[1], cost[2] };
    s->n = s->n - (end - begin) + 1;
    return true;
}

/* -------------------------------------------------------------------------- queue */

/* Of equal costs the one with the smaller arc: the same whatever came before. */
static bool
is_before(const label *a, const label *b)
{
    for (int k = 0; k < K; k++) {
        if (a->cost[k] != b->cost[k]) {
            return a->cost[k] < b->cost[k];
        }
    }
    return a->arc < b->arc;
}

static bool
push(zi_tri *t, const label *x)
{
    label *heap = zi_grow(t->heap, &t->heap_capacity, t->n_heap + 1, sizeof *heap);
    size_t i = t->n_heap;

    if (!heap) {
        return false;
    }
    t->heap = heap;
    t->n_heap++;
    while (i > 0 && is_before(x, &heap[(i - 1) / 2])) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = *x;
    return true;
}

static label
pop(zi_tri *t)
{
    label *heap = t->heap;
    const label top = heap[0], last = heap[--t->n_heap];
    size_t i = 0;

    for (;;) {
        size_t child = 2 * i + 1;
        if (child + 1 < t->n_heap && is_before(&heap[child + 1], &heap[child])) {
            child++;
        }
        if (child >= t->n_heap || !is_before(&heap[child], &last)) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    return top;
}

/* ------------------------------------------------------------------------- search */

static bool
is_useless(const zi_tri *t, uint32_t node, uint32_t target, const uint64_t cost[K])
{
    return is_dominated(&t->closed[node], cost) || is_dominated(&t->closed[target], cost);
}

static bool
expand(zi_tri *t, zhol_pareto *p, const label *x, uint32_t hop)
{
    for (uint32_t i = p->first_step[x->node]; i < p->first_step[x->node + 1]; i++) {
        const zi_step *s = &p->step[i];
        label next = { .node = s->head, .parent = hop, .arc = s->arc };
        for (int k = 0; k < K; k++) {
            next.cost[k] = x->cost[k] + s->cost[k];
        }
        if (!is_useless(t, next.node, p->target, next.cost)) {
            p->n_labels++;
            if (!push(t, &next)) {
                return false;
            }
        }
    }
    return true;
}

/* False: no memory. */
static bool
close_label(zi_tri *t, zhol_pareto *p, const label *x)
{
    if (is_useless(t, x->node, p->target, x->cost)) {
        return true;
    }
    zi_hop *hop = zi_grow(p->hop, &p->hop_capacity, (size_t) p->n_hops + 1, sizeof *hop);
    if (!hop) {
        return false;
    }
    p->hop = hop;
    hop[p->n_hops++] = (zi_hop){ x->parent, x->arc };
    if (!add_step(&t->closed[x->node], x->cost)) {
        return false;
    }
    if (x->node != p->target) {
        return expand(t, p, x, p->n_hops - 1);
    }
    zi_found *found =
        zi_grow(p->found, &p->found_capacity, (size_t) p->n_found + 1, sizeof *found);
    if (!found) {
        return false;
    }
    p->found = found;
    found[p->n_found++] = (zi_found){ .hop = p->n_hops - 1 };
    return true;
}

static bool
begin(zi_tri *t, zhol_pareto *p)
{
    label root = { .node = p->source, .parent = ZI_NO_HOP, .arc = ZHOL_NO_ARC };

    for (uint32_t v = 0; v < t->n_nodes; v++) {
        t->closed[v].n = 0;
    }
    t->n_heap = 0;
    for (int k = 0; k < K; k++) {
        root.cost[k] = p->bound[(size_t) p->source * ZI_MAX_CRITERIA + (size_t) k];
    }
    p->n_found = 0; /* the first ways will be found again */
    p->n_labels = 1;
    return push(t, &root);
}

zhol_status
zi_tri_run(zhol_pareto *p, const zhol_pareto_query *q, const zhol_pareto_options *o,
    zhol_error *err)
{
    zhol_status status = zi_pareto_prepare(p, q, err);
    uint64_t reported = 0;

    if (status != ZHOL_OK) {
        return status;
    }
    zi_tri *t = p->tri = p->tri ? p->tri : tri_new(p->graph->n_nodes);
    if (!t || !begin(t, p)) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the first label");
    }
    while (t->n_heap > 0 && status == ZHOL_OK) {
        const label x = pop(t);
        if (!close_label(t, p, &x)) {
            return zi_fail(err, ZHOL_LIMIT, "no memory after %llu labels",
                (unsigned long long) p->n_labels);
        }
        status = zi_pareto_watch(o, p->n_labels, &reported, err);
    }
    return status;
}
