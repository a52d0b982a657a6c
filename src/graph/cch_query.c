/* SPDX-License-Identifier: Apache-2.0 */
/* From both ends up the elimination tree (Dibbelt, Strasser, Wagner 2016): every node
 * that a search can reach is an ancestor, so distances stand by depth and no queue is
 * needed. Below the lowest common ancestor each side goes for itself; above it, what is
 * not below the best meeting so far goes no further. */
#include "graph/metric.h"

#include "base/fail.h"
#include "base/mem.h"

typedef struct step { /* an edge on the way, or half of one */
    uint32_t edge;
    bool is_down;
} step;

struct zhol_cch_query {
    const zhol_metric *metric; /* borrowed */
    zi_side side[2];           /* from the source up, from the target up */
    void *memory[2];
    uint32_t *far[2];                 /* by depth and lane */
    uint64_t *come[2];                /* with ways: distance << 32 | edge it came by */
    uint32_t source, target, meeting; /* ranks; ZHOL_NO_NODE: no run, no way */
    bool has_run;
    step *stack;       /* of unpacking: height + 1 */
    uint32_t *climbed; /* edges: height */
    uint32_t *arc;
    size_t arc_capacity;
};

zhol_status
zhol_cch_query_new(const zhol_metric *m, zhol_cch_query **out, zhol_error *err)
{
    zhol_cch_query *q = ZI_NEW(zhol_cch_query, 1);
    const size_t height = m->cch->height;
    bool has_memory = q != NULL;

    *out = NULL;
    for (int i = 0; i < 2 && has_memory; i++) {
        q->metric = m;
        q->far[i] = zi_new_lines(height * m->stride, &q->memory[i]);
        q->come[i] = ZI_NEW(uint64_t, m->via ? height : 0);
        has_memory = q->far[i] && q->come[i];
    }
    if (has_memory) {
        q->climbed = ZI_NEW(uint32_t, height);
        q->stack = ZI_NEW(step, height + 2);
        has_memory = q->climbed && q->stack;
    }
    if (!has_memory) {
        zhol_cch_query_free(q);
        return zi_fail(
            err, ZHOL_LIMIT, "no memory for questions on %u levels", m->cch->height);
    }
    *out = q;
    return ZHOL_OK;
}

void
zhol_cch_query_free(zhol_cch_query *q)
{
    if (q) {
        for (int i = 0; i < 2; i++) {
            zi_free(q->memory[i]);
            zi_free(q->come[i]);
        }
        zi_free(q->climbed);
        zi_free(q->stack);
        zi_free(q->arc);
        zi_free(q);
    }
}

/* Ancestors have larger ranks; ZHOL_NO_NODE above the roots is the largest. */
static uint32_t
common_ancestor(const zhol_cch *c, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (a < b) {
            a = c->parent[a];
        } else {
            b = c->parent[b];
        }
    }
    return a;
}

static void
begin_far(const zhol_cch_query *q, int i, uint32_t v)
{
    const uint32_t stride = q->metric->stride;
    const size_t at = (size_t) q->metric->cch->depth[v] * stride;

    for (size_t k = 0; k < at; k++) {
        q->far[i][k] = ZI_FAR;
    }
    for (uint32_t l = 0; l < stride; l++) {
        q->far[i][at + l] = 0;
    }
}

/* The edges of v for distances by depth that are below `best`. */
static inline void
relax(const zi_side *side, uint32_t v, uint32_t from, uint32_t *far)
{
    for (uint32_t i = side->first[v]; i < side->first[v + 1]; i++) {
        const uint32_t sum = from + side->weight[(size_t) i * side->step];
        uint32_t *to = far + side->head[i];
        *to = sum < *to ? sum : *to;
    }
}

static uint32_t
run_one(zhol_cch_query *q)
{
    const zhol_cch *c = q->metric->cch;
    const uint32_t ancestor = common_ancestor(c, q->source, q->target);
    uint32_t best = ZI_FAR;

    for (int i = 0; i < 2; i++) {
        const zi_climb k = { q->side[i], c->parent, c->depth, 1 };
        const uint32_t v = i == 0 ? q->source : q->target;
        begin_far(q, i, v);
        q->metric->kernel->climb(&k, v, ancestor, q->far[i]);
    }
    for (uint32_t v = ancestor; v != ZHOL_NO_NODE; v = c->parent[v]) {
        const uint32_t a = q->far[0][c->depth[v]], b = q->far[1][c->depth[v]];
        best = a + b < best ? a + b : best;
        if (a < best) {
            relax(&q->side[0], v, a, q->far[0]);
        }
        if (b < best) {
            relax(&q->side[1], v, b, q->far[1]);
        }
    }
    return best;
}

static void
run_batch(zhol_cch_query *q, uint32_t *distance)
{
    const zhol_metric *m = q->metric;
    const zhol_cch *c = m->cch;
    const uint32_t ancestor = common_ancestor(c, q->source, q->target);

    for (int i = 0; i < 2; i++) {
        const zi_climb k = { q->side[i], c->parent, c->depth, m->stride };
        const uint32_t v = i == 0 ? q->source : q->target;
        begin_far(q, i, v);
        m->kernel->climb(&k, v, ZHOL_NO_NODE, q->far[i]);
    }
    for (uint32_t l = 0; l < m->n_metrics; l++) {
        distance[l] = ZI_FAR;
    }
    for (uint32_t v = ancestor; v != ZHOL_NO_NODE; v = c->parent[v]) {
        for (uint32_t l = 0; l < m->n_metrics; l++) {
            const size_t at = (size_t) c->depth[v] * m->stride + l;
            const uint32_t sum = q->far[0][at] + q->far[1][at];
            distance[l] = sum < distance[l] ? sum : distance[l];
        }
    }
}

/* With ways: distance and edge in one number, so that the smaller edge of equal ones is
 * kept without another comparison. */

enum { HIGH = 32 };

static const uint64_t FAR_AND_NONE = (uint64_t) ZI_FAR << HIGH;

static inline void
relax_come(const zi_side *side, uint32_t v, uint64_t from, uint64_t *come)
{
    for (uint32_t i = side->first[v]; i < side->first[v + 1]; i++) {
        const uint64_t sum = from + side->weight[(size_t) i * side->step];
        const uint64_t entry = sum << HIGH | (side->edge ? side->edge[i] : i);
        uint64_t *to = come + side->head[i];
        *to = entry < *to ? entry : *to;
    }
}

static void
climb_come(const zhol_cch_query *q, int side, uint32_t v, uint32_t end)
{
    const zhol_cch *c = q->metric->cch;
    uint64_t *come = q->come[side];

    for (uint32_t d = 0; d < c->depth[v]; d++) {
        come[d] = FAR_AND_NONE;
    }
    come[c->depth[v]] = 0;
    for (; v != end; v = c->parent[v]) {
        const uint64_t from = come[c->depth[v]] >> HIGH;
        if (from != ZI_FAR) {
            relax_come(&q->side[side], v, from, come);
        }
    }
}

static uint32_t
run_come(zhol_cch_query *q)
{
    const zhol_cch *c = q->metric->cch;
    const uint32_t ancestor = common_ancestor(c, q->source, q->target);
    uint64_t best = ZI_FAR;

    climb_come(q, 0, q->source, ancestor);
    climb_come(q, 1, q->target, ancestor);
    for (uint32_t v = ancestor; v != ZHOL_NO_NODE; v = c->parent[v]) {
        const uint64_t a = q->come[0][c->depth[v]] >> HIGH;
        const uint64_t b = q->come[1][c->depth[v]] >> HIGH;
        if (a + b < best) {
            best = a + b;
            q->meeting = v;
        }
        if (a < best) {
            relax_come(&q->side[0], v, a, q->come[0]);
        }
        if (b < best) {
            relax_come(&q->side[1], v, b, q->come[1]);
        }
    }
    return (uint32_t) best;
}

zhol_status
zhol_cch_query_run(zhol_cch_query *q, uint32_t source, uint32_t target,
    uint32_t *distance, zhol_error *err)
{
    const zhol_cch *c = q->metric->cch;

    q->has_run = false;
    if (source >= c->n_nodes || target >= c->n_nodes) {
        return zi_fail(err, ZHOL_USAGE, "node %u, but there are %u nodes",
            source >= c->n_nodes ? source : target, c->n_nodes);
    }
    for (int i = 0; i < 2; i++) {
        q->side[i] = zi_metric_side(q->metric, i == 1); /* an update may have moved it */
    }
    q->has_run = true;
    q->source = c->rank[source];
    q->target = c->rank[target];
    q->meeting = ZHOL_NO_NODE;
    if (q->metric->via) {
        distance[0] = run_come(q);
    } else if (q->metric->stride == 1) {
        distance[0] = run_one(q);
    } else {
        run_batch(q, distance);
    }
    for (uint32_t l = 0; l < q->metric->n_metrics; l++) {
        distance[l] = distance[l] == ZI_FAR ? ZHOL_INFINITE : distance[l];
    }
    return ZHOL_OK;
}

/* Unpacking */

/* The edge behind e, of the same lower node, that leads to @p up. */
static uint32_t
find_behind(const zhol_cch *c, uint32_t e, uint32_t up)
{
    uint32_t begin = e + 1, end = c->first_up[c->low[e] + 1];

    while (end - begin > 1) {
        const uint32_t middle = begin + (end - begin) / 2;
        if (c->up[middle] <= up) {
            begin = middle;
        } else {
            end = middle;
        }
    }
    return begin;
}

/* The arcs of an edge: a stack of what is still to be travelled, the next on top. Each
 * detour has a lower middle node, so the stack is never higher than the tree. */
static zhol_status
unpack(zhol_cch_query *q, step top, uint32_t *n_arcs, zhol_error *err)
{
    const zhol_cch *c = q->metric->cch;
    uint32_t n = 1;

    q->stack[0] = top;
    while (n > 0) {
        const step s = q->stack[--n];
        const uint32_t via = q->metric->via[2 * (size_t) s.edge + s.is_down];
        if (via & ZI_IS_ARC) {
            uint32_t *arc =
                zi_grow(q->arc, &q->arc_capacity, (size_t) *n_arcs + 1, sizeof *arc);
            if (!arc) {
                return zi_fail(err, ZHOL_LIMIT, "no memory for a way");
            }
            q->arc = arc;
            arc[(*n_arcs)++] = via & ~ZI_IS_ARC;
            continue;
        }
        const step to_low = { via, false };
        const step to_high = { find_behind(c, via, c->up[s.edge]), false };
        q->stack[n++] = s.is_down ? to_low : to_high;
        q->stack[n++] = s.is_down ? to_high : to_low;
        q->stack[n - 1].is_down = true;
    }
    return ZHOL_OK;
}

/* The edges from the source up to the meeting, in the order of travel. */
static uint32_t
list_climb(const zhol_cch_query *q)
{
    const zhol_cch *c = q->metric->cch;
    uint32_t n = 0;

    for (uint32_t v = q->meeting; v != q->source; n++) {
        q->climbed[n] = (uint32_t) q->come[0][c->depth[v]];
        v = c->low[q->climbed[n]];
    }
    return n;
}

static zhol_status
unpack_all(zhol_cch_query *q, uint32_t *n_arcs, zhol_error *err)
{
    const zhol_cch *c = q->metric->cch;
    zhol_status status = ZHOL_OK;

    for (uint32_t n = list_climb(q); n-- > 0 && status == ZHOL_OK;) {
        status = unpack(q, (step){ q->climbed[n], false }, n_arcs, err);
    }
    for (uint32_t v = q->meeting; v != q->target && status == ZHOL_OK;) {
        const uint32_t edge = (uint32_t) q->come[1][c->depth[v]];
        status = unpack(q, (step){ edge, true }, n_arcs, err);
        v = c->low[edge];
    }
    return status;
}

zhol_status
zhol_cch_query_way(
    zhol_cch_query *q, const uint32_t **arc, uint32_t *n_arcs, zhol_error *err)
{
    zhol_status status;

    *arc = NULL;
    *n_arcs = 0;
    if (!q->has_run || !q->metric->via) {
        return zi_fail(err, ZHOL_USAGE,
            q->has_run ? "a way is asked for, but the metric was made without has_ways"
                       : "a way is asked for before a run");
    }
    if (q->meeting == ZHOL_NO_NODE) {
        return zi_fail(err, ZHOL_NONE, "no way leads there");
    }
    status = unpack_all(q, n_arcs, err);
    if (status != ZHOL_OK) {
        *n_arcs = 0;
        return status;
    }
    *arc = q->arc;
    return ZHOL_OK;
}
