/* SPDX-License-Identifier: Apache-2.0 */
/* A sweep goes up from each source, then once down over all nodes that matter. Its nodes
 * come in an order in which a subtree follows its root (a reversed post-order), so that
 * distances by depth are always those of the ancestors of the node at hand: a few
 * kilobytes that stay in the cache, where PHAST's array by node would not. */
#include "graph/targets.h"

#include "base/fail.h"
#include "base/mem.h"

#include <stdlib.h>

enum { BLOCK = 64 }; /* nodes handed to a reducer at once */

struct zhol_sweep {
    const zhol_metric *metric; /* borrowed */
    uint32_t *by_depth;
    uint32_t *node;    /* ancestors of the sources, parents before their children */
    uint32_t *slot;    /* by rank: 0, or the row of `start` */
    uint32_t *start;   /* by slot and lane; row 0 is far */
    uint32_t *chosen;  /* the slots again, by position of the targets */
    uint32_t *rows;    /* by row of the targets, or of a block, and lane */
    uint32_t *node_of; /* of a block */
    void *memory[3];   /* of by_depth, start, rows */
    uint32_t n, n_rows, n_chosen; /* nodes; room in `rows` and `chosen` */
};

zhol_status
zhol_sweep_new(const zhol_metric *m, zhol_sweep **out, zhol_error *err)
{
    const size_t n_nodes = m->cch->n_nodes, height = m->cch->height;
    const size_t chains = height * ZI_MAX_LANES,
                 most = chains < n_nodes ? chains : n_nodes;
    zhol_sweep *s = ZI_NEW(zhol_sweep, 1);

    *out = NULL;
    if (s) {
        s->metric = m;
        s->n_rows = BLOCK;
        s->by_depth = zi_new_lines(height * ZI_MAX_LANES, &s->memory[0]);
        s->start = zi_new_lines((most + 1) * ZI_MAX_LANES, &s->memory[1]);
        s->rows = zi_new_lines((size_t) BLOCK * ZI_MAX_LANES, &s->memory[2]);
        s->node = ZI_NEW(uint32_t, most);
        s->slot = ZI_NEW(uint32_t, n_nodes);
        s->node_of = ZI_NEW(uint32_t, BLOCK);
    }
    if (!s || !s->by_depth || !s->start || !s->rows || !s->node || !s->slot
        || !s->node_of) {
        zhol_sweep_free(s);
        return zi_fail(err, ZHOL_LIMIT, "no memory to sweep %u nodes", m->cch->n_nodes);
    }
    *out = s;
    return ZHOL_OK;
}

void
zhol_sweep_free(zhol_sweep *s)
{
    if (s) {
        for (int i = 0; i < 3; i++) {
            zi_free(s->memory[i]);
        }
        zi_free(s->node);
        zi_free(s->slot);
        zi_free(s->chosen);
        zi_free(s->node_of);
        zi_free(s);
    }
}

uint32_t
zi_sweep_n_metrics(const zhol_sweep *s)
{
    return s->metric->n_metrics;
}

static uint32_t
stride_for(const zhol_metric *m, uint32_t n_sources)
{
    if (m->n_metrics > 1) {
        return m->stride;
    }
    return n_sources == 1               ? 1
           : n_sources <= 4             ? 4
           : n_sources <= ZI_MAX_STRIDE ? ZI_MAX_STRIDE
                                        : ZI_MAX_LANES;
}

/* Gives v and its ancestors slots, down from the first that has one. Chains are listed
 * from the top, each as a whole, and a chain hangs on one before it: so parents come
 * before their children. */
static void
add_chain(zhol_sweep *s, uint32_t v)
{
    const zhol_cch *c = s->metric->cch;
    uint32_t n = 0;

    for (uint32_t u = v; u != ZHOL_NO_NODE && s->slot[u] == 0; u = c->parent[u]) {
        n++;
    }
    s->n += n;
    for (uint32_t k = s->n; n > 0; n--, v = c->parent[v]) {
        s->node[--k] = v;
        s->slot[v] = k + 1;
    }
}

/* Distances from the sources up to all their ancestors, in `start`. */
static void
climb(zhol_sweep *s, const uint32_t *rank, uint32_t n_sources, bool is_reverse,
    uint32_t stride)
{
    const zhol_metric *m = s->metric;
    const uint32_t n_lanes = m->n_metrics > 1 ? stride : 1;

    s->n = 0;
    for (uint32_t i = 0; i < n_sources; i++) {
        add_chain(s, rank[i]);
    }
    for (size_t i = 0; i < ((size_t) s->n + 1) * stride; i++) {
        s->start[i] = ZI_FAR;
    }
    for (uint32_t i = 0; i < n_sources; i++) {
        for (uint32_t l = i; l < i + n_lanes; l++) {
            s->start[(size_t) s->slot[rank[i]] * stride + l] = 0;
        }
    }
    const zi_rise rise = { .side = zi_metric_side(m, is_reverse),
        .node = s->node,
        .slot = s->slot,
        .start = s->start,
        .n = s->n,
        .stride = stride,
        .is_batch = m->n_metrics > 1 };
    m->kernel->rise(&rise);
}

static void
clear_slots(zhol_sweep *s)
{
    for (uint32_t k = 0; k < s->n; k++) {
        s->slot[s->node[k]] = 0;
    }
}

static zhol_status
check_sources(
    const zhol_cch *c, const uint32_t *source, uint32_t n_sources, zhol_error *err)
{
    for (uint32_t i = 0; i < n_sources; i++) {
        if (source[i] >= c->n_nodes) {
            return zi_fail(err, ZHOL_USAGE, "node %u, but there are %u nodes", source[i],
                c->n_nodes);
        }
    }
    return ZHOL_OK;
}

/* Rows of lanes become rows of sources, some targets at a time so that their lines stay
 * in the cache. */
static void
write_rows(const zhol_sweep *s, const zhol_targets *t, const uint32_t *index,
    uint32_t n_sources, uint32_t *distance)
{
    const uint32_t n_metrics = s->metric->n_metrics;
    const bool is_batch = n_metrics > 1;
    const uint32_t stride = stride_for(s->metric, n_sources);

    for (uint32_t begin = 0; begin < t->n_targets; begin += BLOCK) {
        const uint32_t end = t->n_targets - begin < BLOCK ? t->n_targets : begin + BLOCK;
        for (uint32_t l = 0; l < (is_batch ? n_metrics : n_sources); l++) {
            uint32_t *to = distance
                           + (size_t) index[is_batch ? 0 : l] * t->n_targets * n_metrics
                           + (is_batch ? l : 0);
            for (uint32_t j = begin; j < end; j++) {
                to[(size_t) j * n_metrics] = s->rows[t->target_row[j] * stride + l];
            }
        }
    }
}

/* The sources with these indices, at most as many as there are lanes. */
static void
sweep_group(zhol_sweep *s, const zhol_targets *t, const uint32_t *source,
    const uint32_t *index, uint32_t n, uint32_t *distance)
{
    const zhol_metric *m = s->metric;
    const bool is_batch = m->n_metrics > 1;
    const zi_side all = zi_metric_side(m, !t->is_reverse);
    const zi_fall fall = { .side = { t->first, t->head, NULL,
                               is_batch ? all.weight : t->weight,
                               is_batch ? t->weight : NULL, is_batch ? all.step : 1 },
        .depth = t->depth,
        .slot = s->chosen,
        .start = s->start,
        .row = t->row,
        .out = s->rows,
        .by_depth = s->by_depth,
        .stride = stride_for(m, n),
        .is_batch = is_batch };
    uint32_t rank[ZI_MAX_LANES];

    for (uint32_t l = 0; l < n; l++) {
        rank[l] = m->cch->rank[source[index[l]]];
    }
    climb(s, rank, n, t->is_reverse, fall.stride);
    for (uint32_t k = 0; k < s->n; k++) {
        const uint32_t position = t->position[s->node[k]];
        if (position > 0) {
            s->chosen[position - 1] = k + 1;
        }
    }
    m->kernel->fall(&fall, 0, t->n_positions);
    for (uint32_t k = 0; k < s->n; k++) {
        const uint32_t position = t->position[s->node[k]];
        if (position > 0) {
            s->chosen[position - 1] = 0;
        }
    }
    write_rows(s, t, index, n, distance);
    clear_slots(s);
}

/* Room for the targets, kept for the next time. */
static zhol_status
make_room(zhol_sweep *s, const zhol_targets *t, zhol_error *err)
{
    if (t->n_rows > s->n_rows) {
        void *memory;
        uint32_t *rows = zi_new_lines((size_t) t->n_rows * ZI_MAX_LANES, &memory);
        if (!rows) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for %u targets", t->n_rows);
        }
        zi_free(s->memory[2]);
        s->memory[2] = memory;
        s->rows = rows;
        s->n_rows = t->n_rows;
    }
    if (t->n_positions > s->n_chosen || !s->chosen) {
        uint32_t *chosen = ZI_NEW(uint32_t, t->n_positions);
        if (!chosen) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for %u targets", t->n_rows);
        }
        zi_free(s->chosen);
        s->chosen = chosen;
        s->n_chosen = t->n_positions;
    }
    return ZHOL_OK;
}

typedef struct ranked {
    uint32_t rank, index;
} ranked;

static int
by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank)
                              : (x->index > y->index) - (x->index < y->index);
}

zhol_status
zhol_sweep_to(zhol_sweep *s, const zhol_targets *t, const uint32_t *source,
    uint32_t n_sources, uint32_t *distance, zhol_error *err)
{
    const zhol_cch *c = s->metric->cch;
    const uint32_t at_once = s->metric->n_metrics > 1 ? 1 : ZI_MAX_LANES;
    zhol_status status = check_sources(c, source, n_sources, err);
    ranked *order = NULL;

    if (status == ZHOL_OK && t->metric != s->metric) {
        status =
            zi_fail(err, ZHOL_USAGE, "these targets were selected on another metric");
    }
    if (status == ZHOL_OK) {
        status = make_room(s, t, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    order = ZI_NEW(ranked, n_sources);
    if (!order) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u sources", n_sources);
    }
    for (uint32_t i = 0; i < n_sources; i++) {
        order[i] = (ranked){ c->rank[source[i]], i };
    }
    /* Neighbours in the order share most of their ancestors. */
    qsort(order, n_sources, sizeof *order, by_rank);
    for (uint32_t i = 0; i < n_sources; i += at_once) {
        const uint32_t n = n_sources - i < at_once ? n_sources - i : at_once;
        uint32_t index[ZI_MAX_LANES];
        for (uint32_t l = 0; l < n; l++) {
            index[l] = order[i + l].index;
        }
        sweep_group(s, t, source, index, n, distance);
    }
    zi_free(order);
    return ZHOL_OK;
}

zhol_status
zhol_sweep_all(zhol_sweep *s, const uint32_t *source, uint32_t n_sources, bool is_reverse,
    const zhol_reducer *reducer, zhol_error *err)
{
    const zhol_metric *m = s->metric;
    const zhol_cch *c = m->cch;
    const uint32_t most = m->n_metrics > 1 ? 1 : ZI_MAX_STRIDE;
    zhol_status status = check_sources(c, source, n_sources, err);
    uint32_t rank[ZI_MAX_STRIDE];

    if (status != ZHOL_OK) {
        return status;
    }
    if (n_sources == 0 || n_sources > most) {
        return zi_fail(
            err, ZHOL_USAGE, "%u sources: there may be 1 to %u at once", n_sources, most);
    }
    const zi_fall fall = { .side = zi_metric_side(m, !is_reverse),
        .depth = c->depth,
        .slot = s->slot,
        .start = s->start,
        .out = s->rows,
        .by_depth = s->by_depth,
        .stride = stride_for(m, n_sources),
        .is_batch = m->n_metrics > 1,
        .is_by_node = true,
        .n_nodes = c->n_nodes };
    for (uint32_t l = 0; l < n_sources; l++) {
        rank[l] = c->rank[source[l]];
    }
    climb(s, rank, n_sources, is_reverse, fall.stride);
    for (uint32_t i = 0; i < c->n_nodes; i += BLOCK) {
        const uint32_t end = c->n_nodes - i < BLOCK ? c->n_nodes : i + BLOCK;
        const zhol_reached reached = { end - i, fall.stride, s->node_of, s->rows };
        m->kernel->fall(&fall, i, end);
        for (uint32_t k = i; k < end; k++) {
            s->node_of[k - i] = c->node[c->n_nodes - 1 - k];
        }
        reducer->take(reducer->user, &reached);
    }
    clear_slots(s);
    return ZHOL_OK;
}
