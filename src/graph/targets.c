/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/targets.h"

#include "base/fail.h"
#include "base/mem.h"

enum { MARKED, TARGET }; /* in `position` before positions are given */

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for a selection of targets");
}

/* Every node from which a search down reaches a target. @return how many edges lead
 * there. */
static uint32_t
mark(zhol_targets *t, const zi_side *side)
{
    const zhol_cch *c = t->metric->cch;
    const uint32_t stride = t->metric->stride;
    uint32_t n_edges = 0;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        if (t->position[v] == ZHOL_NO_NODE) {
            continue;
        }
        t->n_positions++;
        for (uint32_t i = side->first[v]; i < side->first[v + 1]; i++) {
            const uint32_t *w = side->weight + (size_t) i * side->step;
            uint32_t least = ZI_FAR;
            for (uint32_t l = 0; l < stride; l++) {
                least = w[l] < least ? w[l] : least;
            }
            if (least != ZI_FAR) {
                uint32_t *up = &t->position[zi_side_up(t->metric, side, i)];
                *up = *up == ZHOL_NO_NODE ? MARKED : *up;
                n_edges++;
            }
        }
    }
    return n_edges;
}

static void
copy_edges(zhol_targets *t, const zi_side *side, uint32_t v, uint32_t *n)
{
    for (uint32_t i = side->first[v]; i < side->first[v + 1]; i++) {
        const uint32_t up = zi_side_up(t->metric, side, i);
        if (t->position[up] != ZHOL_NO_NODE) {
            t->head[*n] = side->head[i];
            if (t->metric->stride == 1) {
                t->weight[(*n)++] = side->weight[(size_t) i * side->step];
            } else {
                t->weight[(*n)++] = side->edge ? side->edge[i] : i;
            }
        }
    }
}

/* Nodes in descending order get positions, targets rows. */
static void
number(zhol_targets *t, const zi_side *side)
{
    const zhol_cch *c = t->metric->cch;
    uint32_t n = 0, k = 0;

    for (uint32_t v = c->n_nodes; v-- > 0;) {
        if (t->position[v] != ZHOL_NO_NODE) {
            const bool is_target = t->position[v] == TARGET;
            t->position[v] = k;
            t->depth[k] = c->depth[v];
            t->row[k] = is_target ? t->n_rows++ : ZHOL_NO_NODE;
            copy_edges(t, side, v, &n);
            t->first[++k] = n;
        }
    }
}

static zhol_status
select_nodes(zhol_targets *t, const uint32_t *target, zhol_error *err)
{
    const zhol_cch *c = t->metric->cch;
    const zi_side side = zi_metric_side(t->metric, !t->is_reverse);
    uint32_t n_edges;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        t->position[v] = ZHOL_NO_NODE;
    }
    for (uint32_t i = 0; i < t->n_targets; i++) {
        if (target[i] >= c->n_nodes) {
            return zi_fail(err, ZHOL_USAGE, "node %u, but there are %u nodes", target[i],
                c->n_nodes);
        }
        t->position[c->rank[target[i]]] = TARGET;
    }
    n_edges = mark(t, &side);
    t->depth = ZI_NEW(uint32_t, t->n_positions);
    t->row = ZI_NEW(uint32_t, t->n_positions);
    t->first = ZI_NEW(uint32_t, (size_t) t->n_positions + 1);
    t->head = ZI_NEW(uint32_t, n_edges);
    t->weight = ZI_NEW(uint32_t, n_edges);
    if (!t->depth || !t->row || !t->first || !t->head || !t->weight) {
        return no_memory(err);
    }
    number(t, &side);
    for (uint32_t i = 0; i < t->n_targets; i++) {
        t->target_row[i] = t->row[t->position[c->rank[target[i]]]];
    }
    return ZHOL_OK;
}

zhol_status
zhol_targets_new(const zhol_metric *m, const uint32_t *target, uint32_t n,
    bool is_reverse, zhol_targets **out, zhol_error *err)
{
    zhol_targets *t = ZI_NEW(zhol_targets, 1);
    zhol_status status = ZHOL_OK;

    *out = NULL;
    if (t) {
        t->metric = m;
        t->n_targets = n;
        t->is_reverse = is_reverse;
        t->position = ZI_NEW(uint32_t, m->cch->n_nodes);
        t->target_row = ZI_NEW(uint32_t, n);
    }
    status =
        t && t->position && t->target_row ? select_nodes(t, target, err) : no_memory(err);
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
