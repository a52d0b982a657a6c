/* SPDX-License-Identifier: Apache-2.0 */
/* A sweep goes up from each source, then once down over all nodes that matter. Its nodes
 * come in an order in which a subtree follows its root (a reversed post-order), so that
 * distances by depth are always those of the ancestors of the node at hand: a few
 * kilobytes that stay in the cache, where PHAST's array by node would not. */
#include "graph/targets.h"

#include "base/fail.h"
#include "base/mem.h"

enum { BLOCK = 64 }; /* nodes handed to a reducer at once */

struct zhol_sweep {
    const zhol_metric *metric; /* borrowed */
    uint32_t *climb;           /* by depth and lane */
    uint32_t *by_depth;
    uint32_t *slot;          /* by position: 0, or where `start` has it */
    uint32_t *used;          /* positions whose slot is not 0 */
    uint32_t *start;         /* by slot and lane; slot 0 is far */
    uint32_t *rows;          /* by row of the targets, or of a block, and lane */
    uint32_t *node;          /* of a block */
    void *memory[4];         /* of climb, by_depth, start, rows */
    uint32_t n_used, n_rows; /* n_rows: room in `rows` */
};

zhol_status
zhol_sweep_new(const zhol_metric *m, zhol_sweep **out, zhol_error *err)
{
    const size_t n = m->cch->n_nodes, height = m->cch->height;
    zhol_sweep *s = ZI_NEW(zhol_sweep, 1);

    *out = NULL;
    if (s) {
        s->metric = m;
        s->n_rows = BLOCK;
        s->climb = zi_new_lines(height * ZI_MAX_STRIDE, &s->memory[0]);
        s->by_depth = zi_new_lines(height * ZI_MAX_STRIDE, &s->memory[1]);
        s->start =
            zi_new_lines((height * ZI_MAX_STRIDE + 1) * ZI_MAX_STRIDE, &s->memory[2]);
        s->rows = zi_new_lines((size_t) BLOCK * ZI_MAX_STRIDE, &s->memory[3]);
        s->slot = ZI_NEW(uint32_t, n);
        s->used = ZI_NEW(uint32_t, height * ZI_MAX_STRIDE);
        s->node = ZI_NEW(uint32_t, BLOCK);
    }
    if (!s || !s->climb || !s->by_depth || !s->start || !s->rows || !s->slot || !s->used
        || !s->node) {
        zhol_sweep_free(s);
        return zi_fail(err, ZHOL_LIMIT, "no memory to sweep %u nodes", m->cch->n_nodes);
    }
    for (uint32_t l = 0; l < ZI_MAX_STRIDE; l++) {
        s->start[l] = ZI_FAR;
    }
    *out = s;
    return ZHOL_OK;
}

void
zhol_sweep_free(zhol_sweep *s)
{
    if (s) {
        for (int i = 0; i < 4; i++) {
            zi_free(s->memory[i]);
        }
        zi_free(s->slot);
        zi_free(s->used);
        zi_free(s->node);
        zi_free(s);
    }
}

/* The slot of a position: a new one is far in every lane. */
static uint32_t *
start_at(zhol_sweep *s, uint32_t position, uint32_t stride)
{
    if (s->slot[position] == 0) {
        s->used[s->n_used++] = position;
        s->slot[position] = s->n_used;
        for (uint32_t l = 0; l < stride; l++) {
            s->start[(size_t) s->n_used * stride + l] = ZI_FAR;
        }
    }
    return s->start + (size_t) s->slot[position] * stride;
}

static void
clear_starts(zhol_sweep *s)
{
    while (s->n_used > 0) {
        s->slot[s->used[--s->n_used]] = 0;
    }
}

/* Up from rank v. With one metric its distances go to one lane of the starts; with a
 * batch the lanes are the metrics. @p t NULL: all nodes are selected. */
static void
climb_from(zhol_sweep *s, const zhol_targets *t, const zi_side *side, uint32_t v,
    const zi_fall *fall, uint32_t lane)
{
    const zhol_metric *m = s->metric;
    const zhol_cch *c = m->cch;
    const zi_climb k = { *side, c->parent, c->depth, m->stride };
    const size_t own = (size_t) c->depth[v] * m->stride;

    for (size_t i = 0; i < own; i++) {
        s->climb[i] = ZI_FAR;
    }
    for (size_t i = own; i < own + m->stride; i++) {
        s->climb[i] = 0;
    }
    m->kernel->climb(&k, v, ZHOL_NO_NODE, s->climb);
    for (; v != ZHOL_NO_NODE; v = c->parent[v]) {
        const uint32_t position = t ? t->position[v] : c->n_nodes - 1 - v;
        const uint32_t *from = s->climb + (size_t) c->depth[v] * m->stride;
        if (position == ZHOL_NO_NODE || (!fall->is_batch && from[0] == ZI_FAR)) {
            continue;
        }
        uint32_t *to = start_at(s, position, fall->stride) + lane;
        for (uint32_t l = 0; l < m->stride; l++) {
            to[l] = from[l];
        }
    }
}

static uint32_t
stride_for(const zhol_metric *m, uint32_t n_sources)
{
    if (m->n_metrics > 1) {
        return m->stride;
    }
    return n_sources == 1 ? 1 : n_sources <= 4 ? 4 : ZI_MAX_STRIDE;
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

/* Turns rows of lanes into rows of sources. */
static void
write_rows(const zhol_sweep *s, const zhol_targets *t, const zi_fall *fall,
    uint32_t n_sources, uint32_t *distance)
{
    const uint32_t n_metrics = s->metric->n_metrics;
    const uint32_t n_lanes = fall->is_batch ? n_metrics : n_sources;

    for (uint32_t l = 0; l < n_lanes; l++) {
        const uint32_t *lane = s->rows + l;
        uint32_t *to = distance + (fall->is_batch ? l : (size_t) l * t->n_targets);
        for (uint32_t j = 0; j < t->n_targets; j++) {
            const uint32_t x = lane[(size_t) t->target_row[j] * fall->stride];
            to[(size_t) j * n_metrics] = x == ZI_FAR ? ZHOL_INFINITE : x;
        }
    }
}

static zi_fall
fall_of(const zhol_sweep *s, const zhol_targets *t, uint32_t n_sources)
{
    const zhol_metric *m = s->metric;
    const bool is_batch = m->n_metrics > 1;
    const zi_side all = zi_metric_side(m, !t->is_reverse);

    return (zi_fall){ .side = { t->first, t->head, is_batch ? all.weight : t->weight,
                          is_batch ? t->weight : NULL, is_batch ? all.step : 1 },
        .depth = t->depth,
        .slot = s->slot,
        .start = s->start,
        .row = t->row,
        .out = s->rows,
        .by_depth = s->by_depth,
        .stride = stride_for(m, n_sources),
        .is_batch = is_batch };
}

zhol_status
zhol_sweep_to(zhol_sweep *s, const zhol_targets *t, const uint32_t *source,
    uint32_t n_sources, uint32_t *distance, zhol_error *err)
{
    const zhol_metric *m = s->metric;
    const zi_side up = zi_metric_side(m, t->is_reverse);
    const uint32_t at_once = m->n_metrics > 1 ? 1 : ZI_MAX_STRIDE;
    zhol_status status = check_sources(m->cch, source, n_sources, err);

    if (status == ZHOL_OK && t->metric != m) {
        status =
            zi_fail(err, ZHOL_USAGE, "these targets were selected on another metric");
    }
    if (status == ZHOL_OK && t->n_rows > s->n_rows) {
        void *memory;
        uint32_t *rows = zi_new_lines((size_t) t->n_rows * ZI_MAX_STRIDE, &memory);
        if (!rows) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for %u targets", t->n_rows);
        }
        zi_free(s->memory[3]);
        s->memory[3] = memory;
        s->rows = rows;
        s->n_rows = t->n_rows;
    }
    for (uint32_t i = 0; i < n_sources && status == ZHOL_OK; i += at_once) {
        const uint32_t n = n_sources - i < at_once ? n_sources - i : at_once;
        const zi_fall fall = fall_of(s, t, n);
        for (uint32_t l = 0; l < n; l++) {
            climb_from(s, t, &up, m->cch->rank[source[i + l]], &fall, l);
        }
        m->kernel->fall(&fall, 0, t->n_positions);
        write_rows(s, t, &fall, n, distance + (size_t) i * t->n_targets * m->n_metrics);
        clear_starts(s);
    }
    return status;
}

/* Hands positions begin .. end - 1, which have been swept, to the reducer. */
static void
reduce_block(zhol_sweep *s, const zi_fall *fall, uint32_t begin, uint32_t end,
    zhol_reducer *reduce, void *user)
{
    const zhol_cch *c = s->metric->cch;
    const zhol_reached reached = { end - begin, fall->stride, s->node, s->rows };

    for (uint32_t i = begin; i < end; i++) {
        s->node[i - begin] = c->node[c->n_nodes - 1 - i];
    }
    for (uint32_t i = 0; i < (end - begin) * fall->stride; i++) {
        s->rows[i] = s->rows[i] == ZI_FAR ? ZHOL_INFINITE : s->rows[i];
    }
    reduce(user, &reached);
}

zhol_status
zhol_sweep_all(zhol_sweep *s, const uint32_t *source, uint32_t n_sources, bool is_reverse,
    zhol_reducer *reduce, void *user, zhol_error *err)
{
    const zhol_metric *m = s->metric;
    const zhol_cch *c = m->cch;
    const zi_side up = zi_metric_side(m, is_reverse);
    const uint32_t most = m->n_metrics > 1 ? 1 : ZI_MAX_STRIDE;
    zhol_status status = check_sources(c, source, n_sources, err);

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
        climb_from(s, NULL, &up, c->rank[source[l]], &fall, l);
    }
    for (uint32_t i = 0; i < c->n_nodes; i += BLOCK) {
        const uint32_t end = c->n_nodes - i < BLOCK ? c->n_nodes : i + BLOCK;
        m->kernel->fall(&fall, i, end);
        reduce_block(s, &fall, i, end, reduce, user);
    }
    clear_starts(s);
    return ZHOL_OK;
}
