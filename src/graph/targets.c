/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/targets.h"

#include "base/fail.h"
#include "base/mem.h"

enum { BITS = 64 };

typedef struct marks { /* bits by rank: 30 kB for New York, where numbers were 1 MB */
    uint64_t *is_marked, *is_target;
    uint32_t n_words;
} marks;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for a selection of targets");
}

static bool
is_far(const uint32_t *w, uint32_t stride)
{
    uint32_t least = ZI_FAR;

    for (uint32_t l = 0; l < stride; l++) {
        least = w[l] < least ? w[l] : least;
    }
    return least == ZI_FAR;
}

/* The edges of v that lead down to it, and their upper ends. */
static uint32_t
mark_above(const zhol_targets *t, const zi_side *side, uint32_t v, uint64_t *is_marked)
{
    uint32_t n_edges = 0;

    for (uint32_t i = side->first[v]; i < side->first[v + 1]; i++) {
        if (!is_far(side->weight + (size_t) i * side->step, t->metric->stride)) {
            is_marked[side->up[i] / BITS] |= UINT64_C(1) << side->up[i] % BITS;
            n_edges++;
        }
    }
    return n_edges;
}

/* Every node from which a search down reaches a target, from the lowest up. @return how
 * many edges lead there. */
static uint32_t
mark(zhol_targets *t, const zi_side *side, marks *m)
{
    uint32_t n_edges = 0;

    for (uint32_t k = 0; k < m->n_words; k++) {
        uint64_t done = 0; /* marks appear above, also in this word */
        while ((m->is_marked[k] & ~done) != 0) {
            const uint64_t left = m->is_marked[k] & ~done;
            const uint32_t bit = (uint32_t) __builtin_ctzll(left);
            done |= UINT64_C(1) << bit;
            n_edges += mark_above(t, side, k * BITS + bit, m->is_marked);
            t->n_positions++;
        }
    }
    return n_edges;
}

static void
copy_edges(zhol_targets *t, const zi_side *side, uint32_t v, uint32_t *n)
{
    const bool is_batch = t->metric->n_metrics > 1;

    for (uint32_t i = side->first[v]; i < side->first[v + 1]; i++) {
        const uint32_t *w = side->weight + (size_t) i * side->step;
        if (!is_far(w, t->metric->stride)) {
            t->head[*n] = side->head[i];
            t->weight[(*n)++] = is_batch ? i : *w;
        }
    }
}

/* Nodes in descending order get positions, targets rows. */
static void
number(zhol_targets *t, const zi_side *side, const marks *m)
{
    uint32_t n = 0, position = 0;

    for (uint32_t k = m->n_words; k-- > 0;) {
        for (uint64_t left = m->is_marked[k]; left != 0;) {
            const uint32_t bit = BITS - 1 - (uint32_t) __builtin_clzll(left);
            const uint32_t v = k * BITS + bit;
            left ^= UINT64_C(1) << bit;
            t->depth[position] = t->metric->cch->depth[v];
            t->row[position] = m->is_target[k] >> bit & 1 ? t->n_rows++ : ZHOL_NO_NODE;
            copy_edges(t, side, v, &n);
            t->first[++position] = n;
            t->position[v] = position;
        }
    }
}

static zhol_status
select_nodes(zhol_targets *t, const uint32_t *target, marks *m, zhol_error *err)
{
    const zhol_cch *c = t->metric->cch;
    const zi_side side = zi_metric_side(t->metric, !t->is_reverse);
    uint32_t n_edges;

    for (uint32_t i = 0; i < t->n_targets; i++) {
        if (target[i] >= c->n_nodes) {
            return zi_fail(err, ZHOL_USAGE, "node %u, but there are %u nodes", target[i],
                c->n_nodes);
        }
        const uint32_t v = c->rank[target[i]];
        m->is_target[v / BITS] |= UINT64_C(1) << v % BITS;
        m->is_marked[v / BITS] |= UINT64_C(1) << v % BITS;
    }
    n_edges = mark(t, &side, m);
    t->depth = ZI_NEW(uint32_t, t->n_positions);
    t->row = ZI_NEW(uint32_t, t->n_positions);
    t->first = ZI_NEW(uint32_t, (size_t) t->n_positions + 1);
    t->head = ZI_NEW(uint32_t, n_edges);
    t->weight = ZI_NEW(uint32_t, n_edges);
    if (!t->depth || !t->row || !t->first || !t->head || !t->weight) {
        return no_memory(err);
    }
    number(t, &side, m);
    for (uint32_t i = 0; i < t->n_targets; i++) {
        t->target_row[i] = t->row[t->position[c->rank[target[i]]] - 1];
    }
    return ZHOL_OK;
}

zhol_status
zhol_targets_new(const zhol_metric *m, const uint32_t *target, uint32_t n,
    bool is_reverse, zhol_targets **out, zhol_error *err)
{
    zhol_targets *t = ZI_NEW(zhol_targets, 1);
    marks bits = { .n_words = m->cch->n_nodes / BITS + 1 };
    zhol_status status = ZHOL_OK;

    bits.is_marked = ZI_NEW(uint64_t, bits.n_words);
    bits.is_target = ZI_NEW(uint64_t, bits.n_words);
    *out = NULL;
    if (t) {
        t->metric = m;
        t->n_targets = n;
        t->is_reverse = is_reverse;
        t->position = ZI_NEW(uint32_t, m->cch->n_nodes);
        t->target_row = ZI_NEW(uint32_t, n);
    }
    status = t && t->position && t->target_row && bits.is_marked && bits.is_target
                 ? select_nodes(t, target, &bits, err)
                 : no_memory(err);
    zi_free(bits.is_marked);
    zi_free(bits.is_target);
    if (status != ZHOL_OK) {
        zhol_targets_free(t);
        return status;
    }
    *out = t;
    return ZHOL_OK;
}

void
zhol_targets_free(zhol_targets *t)
{
    if (t) {
        zi_free(t->position);
        zi_free(t->target_row);
        zi_free(t->depth);
        zi_free(t->row);
        zi_free(t->first);
        zi_free(t->head);
        zi_free(t->weight);
        zi_free(t);
    }
}
