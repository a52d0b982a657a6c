/* SPDX-License-Identifier: Apache-2.0 */
/* Customization (Dibbelt, Strasser, Wagner 2016), row by row: the row of node y, its
 * edges to its ancestors, is complete once the rows of all lower neighbours were pulled
 * in. While it grows it stands by depth, where an edge of any lower node finds its place
 * without a search, and stays in the first cache.
 *
 * Threads: first the subtrees that are tasks; then all that the top nodes' rows get from
 * them, a row a task; then, in order, the little that top nodes get from one another. */
#include "graph/metric.h"

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"

#include <string.h>

enum { LINE = 64 };

typedef struct customizer {
    zi_rows rows;
    const zi_kernel *kernel;
    zi_row_scratch *scratch; /* by thread */
    void **memory;
    uint32_t *most; /* by thread: the largest finite weight */
    uint32_t n_threads;
} customizer;

void
zhol_metric_defaults(zhol_metric_options *o)
{
    *o = (zhol_metric_options){ .n_threads = 1 };
}

uint32_t *
zi_new_lines(size_t n, void **memory)
{
    unsigned char *bytes =
        n < SIZE_MAX / sizeof(uint32_t) - LINE ? zi_calloc(n + LINE / 4, 4) : NULL;

    *memory = bytes;
    return bytes
               ? (uint32_t *) (void *) (bytes + (LINE - (uintptr_t) bytes % LINE) % LINE)
               : NULL;
}

zi_side
zi_metric_side(const zhol_metric *m, bool is_down)
{
    const zhol_cch *c = m->cch;

    if (m->is_perfect) {
        const zi_kept *k = &m->kept[is_down];
        return (zi_side){ k->first, k->head, k->up, k->weight, k->edge, 1 };
    }
    return (zi_side){ c->first_up, c->up_depth, c->up, m->w + (is_down ? m->stride : 0),
        NULL, 2 * m->stride };
}

static zhol_status
check(const zhol_cch *c, const uint32_t *const *weight, uint32_t n_metrics,
    const zhol_metric_options *o, zhol_error *err)
{
    const uint32_t lanes = o->lanes;

    if (n_metrics == 0 || n_metrics > ZHOL_MAX_METRICS) {
        return zi_fail(err, ZHOL_USAGE, "%u metrics: there may be 1 to %d at once",
            n_metrics, ZHOL_MAX_METRICS);
    }
    if (lanes != 0 && lanes != 1 && lanes != 4 && lanes != 8 && lanes != 16) {
        return zi_fail(
            err, ZHOL_USAGE, "%u lanes: 0, 1, 4, 8 or 16 would be right", lanes);
    }
    if (n_metrics > 1 && (o->has_ways || o->is_perfect)) {
        return zi_fail(err, ZHOL_USAGE,
            "ways and perfect customization are of one metric, not of %u", n_metrics);
    }
    for (uint32_t k = 0; k < n_metrics; k++) {
        const uint32_t most =
            zi_kernel_for(0)->largest(weight[k], c->n_arcs, ZHOL_INFINITE);
        if (most >= ZI_TOO_LONG) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "metric %u: an arc weighs %u, and must weigh less than %u: divide the "
                "weights",
                k, most, ZI_TOO_LONG);
        }
    }
    return ZHOL_OK;
}

static zhol_status
pull_task(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    customizer *x = shared;
    const zi_cch_task t = x->rows.cch->task[task];
    uint32_t most = x->most[thread]; /* not there: threads would share its line */

    (void) err;
    for (uint32_t y = t.begin; y < t.end; y++) {
        const uint32_t here = x->kernel->pull(
            &x->rows, &x->scratch[thread], y, ZI_FROM_ARCS | ZI_FROM_TASKS);
        most = here > most ? here : most;
    }
    x->most[thread] = most;
    return ZHOL_OK;
}

static zhol_status
pull_into_top(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    customizer *x = shared;
    const uint32_t y = x->rows.cch->top[task];

    (void) err;
    (void) x->kernel->pull(
        &x->rows, &x->scratch[thread], y, ZI_FROM_ARCS | ZI_FROM_TASKS);
    return ZHOL_OK;
}

static zhol_status
pull_all(customizer *x, zhol_error *err)
{
    const zhol_cch *c = x->rows.cch;
    zhol_status status = zi_threads_run(x->n_threads, c->n_tasks, pull_task, x, err);

    if (status == ZHOL_OK) {
        status = zi_threads_run(x->n_threads, c->n_top, pull_into_top, x, err);
    }
    for (uint32_t i = 0; i < c->n_top && status == ZHOL_OK; i++) {
        const uint32_t here =
            x->kernel->pull(&x->rows, &x->scratch[0], c->top[i], ZI_FROM_TOP);
        x->most[0] = here > x->most[0] ? here : x->most[0];
    }
    return status;
}

/* The longest way up from a root's side: over all nodes, edges added up along the worst
 * chain. A bound of all distances up, for graphs whose weights are large. */
static uint64_t
longest_chain(const zhol_metric *m, bool is_down, uint64_t *chain)
{
    const zhol_cch *c = m->cch;
    uint64_t longest = 0;

    for (uint32_t v = c->n_nodes; v-- > 0;) {
        chain[v] = 0;
        for (uint32_t e = c->first_up[v]; e < c->first_up[v + 1]; e++) {
            for (uint32_t l = 0; l < m->stride; l++) {
                const uint32_t w = m->w[(2 * (size_t) e + is_down) * m->stride + l];
                const uint64_t sum = w == ZI_FAR ? 0 : w + chain[c->up[e]];
                chain[v] = sum > chain[v] ? sum : chain[v];
            }
        }
        longest = chain[v] > longest ? chain[v] : longest;
    }
    return longest;
}

/* The same more loosely, but quickly: a chain has at most one edge from each depth.
 * UINT64_MAX: no memory to look. */
static uint64_t
longest_by_depth(const zhol_metric *m)
{
    const zhol_cch *c = m->cch;
    uint32_t *most = ZI_NEW(uint32_t, (size_t) c->height + 1);
    uint64_t sum = 0;

    if (!most) {
        return UINT64_MAX;
    }
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const size_t end = 2 * (size_t) c->first_up[v + 1] * m->stride;
        uint32_t here = most[c->depth[v]];
        for (size_t i = 2 * (size_t) c->first_up[v] * m->stride; i < end; i++) {
            const uint32_t w = m->w[i] == ZI_FAR ? 0 : m->w[i];
            here = w > here ? w : here;
        }
        most[c->depth[v]] = here;
    }
    for (uint32_t d = 0; d < c->height; d++) {
        sum += most[d];
    }
    zi_free(most);
    return sum;
}

/* Every distance leads up and down over at most height edges each. That no sum reached
 * ZI_FAR is only known if none of this can; the cheapest proof is tried first. */
static zhol_status
check_range(const zhol_metric *m, uint32_t most, zhol_error *err)
{
    uint64_t *chain;
    uint64_t longest;

    if (most >= ZI_TOO_LONG) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "the way that a shortcut stands for is %u long, and must be below %u: divide "
            "the weights",
            most, ZI_TOO_LONG);
    }
    if (2 * (uint64_t) m->cch->height * most < ZI_FAR
        || longest_by_depth(m) < ZI_FAR / 2) {
        return ZHOL_OK;
    }
    chain = ZI_NEW(uint64_t, (size_t) m->cch->n_nodes + 1);
    if (!chain) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to add up %u nodes", m->cch->n_nodes);
    }
    longest = longest_chain(m, false, chain) + longest_chain(m, true, chain);
    zi_free(chain);
    if (longest >= ZI_FAR) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "distances may be as large as %llu, and must be below %u: divide the weights",
            (unsigned long long) longest, ZI_FAR);
    }
    return ZHOL_OK;
}

static bool
begin(customizer *x, const zhol_metric *m, const uint32_t *const *weight)
{
    const size_t n = 2 * (size_t) m->cch->height * m->stride;

    *x = (customizer){ .kernel = m->kernel, .n_threads = m->n_threads };
    x->rows = (zi_rows){ m->cch, weight, m->n_metrics, m->stride, m->w, m->via };
    x->scratch = ZI_NEW(zi_row_scratch, x->n_threads);
    x->memory = ZI_NEW(void *, 2 * (size_t) x->n_threads);
    x->most = ZI_NEW(uint32_t, x->n_threads);
    for (uint32_t i = 0; i < x->n_threads; i++) {
        if (!x->scratch || !x->memory || !x->most) {
            return false;
        }
        x->scratch[i].w = zi_new_lines(n, &x->memory[2 * (size_t) i]);
        x->scratch[i].via = zi_new_lines(m->via ? n : 0, &x->memory[2 * (size_t) i + 1]);
        if (!x->scratch[i].w || !x->scratch[i].via) {
            return false;
        }
        for (size_t k = 0; k < n; k++) {
            x->scratch[i].w[k] = ZI_FAR;
        }
        for (size_t k = 0; k < n && m->via; k++) {
            x->scratch[i].via[k] = ZHOL_NO_ARC;
        }
    }
    return true;
}

static void
end(customizer *x)
{
    for (uint32_t i = 0; x->memory && i < 2 * x->n_threads; i++) {
        zi_free(x->memory[i]);
    }
    zi_free(x->memory);
    zi_free(x->scratch);
    zi_free(x->most);
}

static zhol_status
no_memory(const zhol_cch *c, uint32_t n_metrics, zhol_error *err)
{
    return zi_fail(
        err, ZHOL_LIMIT, "no memory for %u metrics of %u edges", n_metrics, c->n_edges);
}

static zhol_status
customize(zhol_metric *m, const uint32_t *const *weight, zhol_error *err)
{
    customizer x;
    zhol_status status = ZHOL_OK;
    uint32_t most = 0;

    if (!begin(&x, m, weight)) {
        status = no_memory(m->cch, m->n_metrics, err);
        goto out;
    }
    status = pull_all(&x, err);
    for (uint32_t i = 0; i < x.n_threads; i++) {
        most = x.most[i] > most ? x.most[i] : most;
    }
    if (status == ZHOL_OK) {
        status = check_range(m, most, err);
    }
out:
    end(&x);
    return status;
}

zhol_status
zhol_metric_new(const zhol_cch *cch, const uint32_t *const *weight, uint32_t n_metrics,
    const zhol_metric_options *options, zhol_metric **out, zhol_error *err)
{
    zhol_status status = check(cch, weight, n_metrics, options, err);
    zhol_metric *m = NULL;

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    m = ZI_NEW(zhol_metric, 1);
    if (!m) {
        return no_memory(cch, n_metrics, err);
    }
    *m = (zhol_metric){ .cch = cch,
        .kernel = zi_kernel_for(options->lanes),
        .n_metrics = n_metrics,
        .stride = n_metrics == 1   ? 1
                  : n_metrics <= 4 ? 4
                                   : ZI_MAX_STRIDE,
        .n_threads = options->n_threads > 1 ? options->n_threads : 1,
        .is_perfect = options->is_perfect };
    m->w = zi_new_lines(2 * (size_t) cch->n_edges * m->stride, &m->w_memory);
    m->via = options->has_ways ? ZI_NEW(uint32_t, 2 * (size_t) cch->n_edges + 1) : NULL;
    if (!m->w || (options->has_ways && !m->via)) {
        status = no_memory(cch, n_metrics, err);
    }
    if (status == ZHOL_OK) {
        status = customize(m, weight, err);
    }
    if (status == ZHOL_OK && m->is_perfect) {
        status = zi_metric_perfect(m, err);
    }
    if (status != ZHOL_OK) {
        zhol_metric_free(m);
        return status;
    }
    *out = m;
    return ZHOL_OK;
}

static void
free_kept(zhol_metric *m)
{
    for (int side = 0; side < 2; side++) {
        zi_free(m->kept[side].first);
        zi_free(m->kept[side].head);
        zi_free(m->kept[side].up);
        zi_free(m->kept[side].weight);
        zi_free(m->kept[side].edge);
        m->kept[side] = (zi_kept){ 0 };
    }
}

void
zhol_metric_free(zhol_metric *m)
{
    if (m) {
        free_kept(m);
        zi_free(m->w_memory);
        zi_free(m->via);
        zi_free(m);
    }
}

/* Makes the rows that are marked, in order, and marks those that see a difference: where
 * edge (y, z) is new, the row of each other neighbour below z, and of z itself. */
static void
pull_marked(customizer *x, uint8_t *is_marked, uint32_t *old)
{
    const zhol_cch *c = x->rows.cch;
    const size_t n_lanes = 2 * (size_t) x->rows.stride;

    for (uint32_t y = 0; y < c->n_nodes; y++) {
        const uint32_t first = c->first_up[y], last = c->first_up[y + 1];
        uint32_t n_news = 0;
        if (!is_marked[y]) {
            continue;
        }
        memcpy(old, x->rows.w + first * n_lanes, (last - first) * n_lanes * sizeof *old);
        (void) x->kernel->pull(
            &x->rows, &x->scratch[0], y, ZI_FROM_ARCS | ZI_FROM_TASKS | ZI_FROM_TOP);
        for (uint32_t e = last; e-- > first;) {
            n_news += memcmp(old + (e - first) * n_lanes, x->rows.w + e * n_lanes,
                          n_lanes * sizeof *old)
                      != 0;
            is_marked[c->up[e]] = is_marked[c->up[e]] || n_news > 0;
        }
    }
}

static zhol_status
update(zhol_metric *m, const uint32_t *const *weight, const uint32_t *is_new,
    zhol_error *err)
{
    const zhol_cch *c = m->cch;
    uint8_t *is_marked = ZI_NEW(uint8_t, (size_t) c->n_nodes + 1);
    uint32_t *old = ZI_NEW(uint32_t, 2 * (size_t) c->height * m->stride);
    zhol_status status = ZHOL_OK;
    uint32_t most = 0;
    customizer x;

    if (!begin(&x, m, weight) || !is_marked || !old) {
        status = no_memory(c, m->n_metrics, err);
        goto out;
    }
    for (uint32_t y = 0; y < c->n_nodes; y++) {
        for (uint32_t i = c->first_arc[y]; i < c->first_arc[y + 1]; i++) {
            if (is_new[c->arc[i] / 32] >> c->arc[i] % 32 & 1) {
                is_marked[y] = 1;
            }
        }
    }
    pull_marked(&x, is_marked, old);
    most = m->kernel->largest(m->w, 2 * (size_t) c->n_edges * m->stride, ZI_FAR);
    status = check_range(m, most, err);
    if (status == ZHOL_OK && m->is_perfect) {
        free_kept(m);
        status = zi_metric_perfect(m, err);
    }
out:
    end(&x);
    zi_free(old);
    zi_free(is_marked);
    return status;
}

zhol_status
zhol_metric_renew(zhol_metric *m, const uint32_t *const *weight, zhol_error *err)
{
    const zhol_metric_options as_before = { 0 };
    zhol_status status = check(m->cch, weight, m->n_metrics, &as_before, err);

    if (status == ZHOL_OK) {
        status = customize(m, weight, err);
    }
    if (status == ZHOL_OK && m->is_perfect) {
        free_kept(m);
        status = zi_metric_perfect(m, err);
    }
    return status;
}

zhol_status
zhol_metric_update(zhol_metric *m, const uint32_t *const *weight, const uint32_t *arc,
    uint32_t n_arcs, zhol_error *err)
{
    const zhol_metric_options as_before = { 0 };
    zhol_status status = check(m->cch, weight, m->n_metrics, &as_before, err);
    uint32_t *is_new;

    if (status != ZHOL_OK) {
        return status;
    }
    is_new = ZI_NEW(uint32_t, (size_t) m->cch->n_arcs / 32 + 1);
    if (!is_new) {
        return no_memory(m->cch, m->n_metrics, err);
    }
    for (uint32_t i = 0; i < n_arcs && status == ZHOL_OK; i++) {
        if (arc[i] >= m->cch->n_arcs) {
            status = zi_fail(
                err, ZHOL_USAGE, "arc %u, but there are %u arcs", arc[i], m->cch->n_arcs);
        } else {
            is_new[arc[i] / 32] |= UINT32_C(1) << arc[i] % 32;
        }
    }
    if (status == ZHOL_OK) {
        status = update(m, weight, is_new, err);
    }
    zi_free(is_new);
    return status;
}
