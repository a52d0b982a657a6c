/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/crossing.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

enum { NONE = UINT32_MAX };

/* Two effects: levels of the first are nodes 0 .. n_a - 1, of the second those behind. */
typedef struct pair {
    const zhol_design *d;
    const uint8_t *state;
    const uint32_t *a, *b;
    uint32_t n_a, n;       /* nodes */
    uint32_t *part;        /* n: parent in the union, then the part's representative */
    uint32_t *first, *to;  /* zeros that leave each part, by their ends */
    uint32_t *order, *low; /* n: of Tarjan's search; NONE: not met */
    uint32_t *component;   /* n: in the order in which they are complete; NONE: not yet */
    uint32_t *stack, *path, *next;
    uint32_t n_components;
} pair;

static void
pair_free(pair *p)
{
    zi_free(p->part);
    zi_free(p->first);
    zi_free(p->to);
    zi_free(p->order);
    zi_free(p->low);
    zi_free(p->component);
    zi_free(p->stack);
    zi_free(p->path);
    zi_free(p->next);
}

static zhol_status
pair_new(pair *p, uint32_t n_zeros, zhol_error *err)
{
    const size_t n = (size_t) p->n + 1;

    p->part = ZI_NEW(uint32_t, n);
    p->first = ZI_NEW(uint32_t, n + 1);
    p->to = ZI_NEW(uint32_t, (size_t) n_zeros + 1);
    p->order = ZI_NEW(uint32_t, n);
    p->low = ZI_NEW(uint32_t, n);
    p->component = ZI_NEW(uint32_t, n);
    p->stack = ZI_NEW(uint32_t, n);
    p->path = ZI_NEW(uint32_t, n);
    p->next = ZI_NEW(uint32_t, n);
    if (!p->part || !p->first || !p->to || !p->order || !p->low || !p->component
        || !p->stack || !p->path || !p->next) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u levels", p->n);
    }
    return ZHOL_OK;
}

static bool
is_used(const pair *p, uint32_t r, bool is_positive)
{
    return p->state[r] == ZHOL_ROW_USED && (p->d->y[r] > 0) == is_positive;
}

/* The representative of a part, halving the way to it. */
static uint32_t
root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static uint32_t
from(pair *p, uint32_t r)
{
    return root_of(p->part, p->a[r]);
}

static uint32_t
to(pair *p, uint32_t r)
{
    return root_of(p->part, p->n_a + p->b[r]);
}

static void
join_positive(pair *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        p->part[i] = i;
    }
    for (uint32_t r = 0; r < p->d->n_rows; r++) {
        if (is_used(p, r, true)) {
            const uint32_t u = from(p, r), v = to(p, r);
            p->part[u > v ? u : v] = u > v ? v : u;
        }
    }
}

/* Zeros between different parts, by the part that they leave. */
static void
list_zeros(pair *p)
{
    for (uint32_t r = 0; r < p->d->n_rows; r++) {
        if (is_used(p, r, false) && from(p, r) != to(p, r)) {
            p->first[from(p, r) + 2]++;
        }
    }
    for (uint32_t i = 0; i + 1 < p->n + 1; i++) {
        p->first[i + 2] += p->first[i + 1];
    }
    for (uint32_t r = 0; r < p->d->n_rows; r++) {
        if (is_used(p, r, false) && from(p, r) != to(p, r)) {
            p->to[p->first[from(p, r) + 1]++] = to(p, r);
        }
    }
}

/* A part with its whole component: all that stands above it. */
static void
complete(pair *p, uint32_t v, uint32_t *n_stack)
{
    uint32_t w = NONE;

    while (w != v) {
        w = p->stack[--*n_stack];
        p->component[w] = p->n_components;
    }
    p->n_components++;
}

/* Tarjan's search from one part, without recursion. A component is complete after those
 * that zeros lead to from it, so its number is larger than theirs. */
static void
search(pair *p, uint32_t start, uint32_t *n_met, uint32_t *n_stack)
{
    uint32_t n_path = 0;

    p->path[n_path++] = p->stack[(*n_stack)++] = start;
    p->order[start] = p->low[start] = (*n_met)++;
    p->next[start] = p->first[start];
    while (n_path > 0) {
        const uint32_t v = p->path[n_path - 1];
        if (p->next[v] < p->first[v + 1]) {
            const uint32_t w = p->to[p->next[v]++];
            if (p->order[w] == NONE) {
                p->path[n_path++] = p->stack[(*n_stack)++] = w;
                p->order[w] = p->low[w] = (*n_met)++;
                p->next[w] = p->first[w];
            } else if (p->component[w] == NONE && p->order[w] < p->low[v]) {
                p->low[v] = p->order[w];
            }
            continue;
        }
        n_path--;
        if (n_path > 0 && p->low[v] < p->low[p->path[n_path - 1]]) {
            p->low[p->path[n_path - 1]] = p->low[v];
        }
        if (p->low[v] == p->order[v]) {
            complete(p, v, n_stack);
        }
    }
}

static void
find_components(pair *p)
{
    uint32_t n_met = 0, n_stack = 0;

    memset(p->order, 0xff, p->n * sizeof *p->order);
    memset(p->component, 0xff, p->n * sizeof *p->component);
    for (uint32_t i = 0; i < p->n; i++) {
        if (p->part[i] == i && p->order[i] == NONE) {
            search(p, i, &n_met, &n_stack);
        }
    }
}

static zhol_status
find_of_pair(
    pair *p, uint8_t *state, double *certificate, uint32_t *n_found, zhol_error *err)
{
    uint32_t n_zeros = 0;

    for (uint32_t r = 0; r < p->d->n_rows; r++) {
        n_zeros += is_used(p, r, false);
    }
    const zhol_status status = pair_new(p, n_zeros, err);
    if (status != ZHOL_OK) {
        return status;
    }
    join_positive(p);
    list_zeros(p);
    find_components(p);
    for (uint32_t r = 0; r < p->d->n_rows; r++) {
        if (is_used(p, r, false)) {
            const uint32_t u = p->component[from(p, r)], v = p->component[to(p, r)];
            if (u != v) {
                certificate[r] = (double) (u - v) / p->n_components;
                state[r] = ZHOL_ROW_SEPARATED;
                (*n_found)++;
            }
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_find_crossing(const zhol_design *d, uint8_t *state, double *certificate,
    uint32_t *n_found, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    *n_found = 0;
    for (uint32_t a = 0; a < d->n_effects; a++) {
        for (uint32_t b = a + 1; b < d->n_effects && status == ZHOL_OK; b++) {
            pair p = { .d = d,
                .state = state,
                .a = d->effect[a],
                .b = d->effect[b],
                .n_a = d->n_levels[a],
                .n = d->n_levels[a] + d->n_levels[b] };
            status = find_of_pair(&p, state, certificate, n_found, err);
            pair_free(&p);
        }
    }
    return status;
}
