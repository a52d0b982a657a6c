/* SPDX-License-Identifier: Apache-2.0 */
/* Perfect customization, from the top down: the shortest way from x to an ancestor z goes
 * first to an ancestor y by an edge of x, and on by the shortest way from y to z, whose
 * row is finished before. An edge that is longer than the shortest way is needed by no
 * search (Dibbelt, Strasser, Wagner 2016, section 6) and left out.
 *
 * Threads: the few top rows in order, then each subtree for itself. */
#include "graph/metric.h"

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"

#include <string.h>

typedef struct perfecter {
    zi_rows rows;
    const zi_kernel *kernel;
    uint32_t *perfect; /* as rows.w */
    uint32_t **far;    /* by thread: a row by place */
} perfecter;

/* The first i of down_edge in [begin, end) with an edge of `edge` or later. */
static uint32_t
find_edge(const zhol_cch *c, uint32_t begin, uint32_t end, uint32_t edge)
{
    while (begin < end) {
        const uint32_t middle = begin + (end - begin) / 2;
        if (c->down_edge[middle] < edge) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

static void
push_from(perfecter *x, uint32_t thread, uint32_t y, uint32_t begin, uint32_t end)
{
    const zhol_cch *c = x->rows.cch;
    uint32_t *far = x->far[thread];

    if (begin == end) {
        return;
    }
    for (uint32_t e = c->first_up[y]; e < c->first_up[y + 1]; e++) {
        memcpy(far + 2 * (size_t) c->up_depth[e], x->perfect + 2 * (size_t) e,
            2 * sizeof *far);
    }
    x->kernel->push(&x->rows, far, begin, end, x->perfect);
}

static zhol_status
push_task(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    perfecter *x = shared;
    const zhol_cch *c = x->rows.cch;
    const zi_cch_task t = c->task[task];

    (void) err;
    for (uint32_t i = 0; i < c->n_top; i++) {
        const uint32_t y = c->top[i];
        const uint32_t begin =
            find_edge(c, c->first_down[y], c->top_down[y], c->first_up[t.begin]);
        push_from(
            x, thread, y, begin, find_edge(c, begin, c->top_down[y], c->first_up[t.end]));
    }
    for (uint32_t y = t.end; y-- > t.begin;) {
        push_from(x, thread, y, c->first_down[y], c->top_down[y]);
    }
    return ZHOL_OK;
}

static bool
keep(const zhol_metric *m, const uint32_t *perfect, bool is_down, zi_kept *k)
{
    const zhol_cch *c = m->cch;
    uint32_t n = 0;

    for (uint32_t e = 0; e < c->n_edges; e++) {
        const uint32_t w = m->w[2 * (size_t) e + is_down];
        n += w != ZI_FAR && perfect[2 * (size_t) e + is_down] == w;
    }
    k->first = ZI_NEW(uint32_t, (size_t) c->n_nodes + 1);
    k->head = ZI_NEW(uint32_t, n);
    k->up = ZI_NEW(uint32_t, n);
    k->weight = ZI_NEW(uint32_t, n);
    k->edge = ZI_NEW(uint32_t, n);
    if (!k->first || !k->head || !k->up || !k->weight || !k->edge) {
        return false;
    }
    n = 0;
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t e = c->first_up[v]; e < c->first_up[v + 1]; e++) {
            const uint32_t w = m->w[2 * (size_t) e + is_down];
            if (w != ZI_FAR && perfect[2 * (size_t) e + is_down] == w) {
                k->head[n] = c->up_depth[e];
                k->up[n] = c->up[e];
                k->weight[n] = w;
                k->edge[n++] = e;
            }
        }
        k->first[v + 1] = n;
    }
    return true;
}

static zhol_status
make_perfect(perfecter *x, zhol_metric *m, zhol_error *err)
{
    const zhol_cch *c = m->cch;
    zhol_status status = ZHOL_OK;

    memcpy(x->perfect, m->w, 2 * (size_t) c->n_edges * sizeof *m->w);
    for (uint32_t i = c->n_top; i-- > 0;) {
        push_from(x, 0, c->top[i], c->top_down[c->top[i]], c->first_down[c->top[i] + 1]);
    }
    status = zi_threads_run(m->n_threads, c->n_tasks, push_task, x, err);
    if (status == ZHOL_OK
        && (!keep(m, x->perfect, false, &m->kept[0])
            || !keep(m, x->perfect, true, &m->kept[1]))) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for the edges that are needed");
    }
    return status;
}

zhol_status
zi_metric_perfect(zhol_metric *m, zhol_error *err)
{
    const zhol_cch *c = m->cch;
    perfecter x = { .rows = { .cch = c, .w = m->w }, .kernel = m->kernel };
    zhol_status status = ZHOL_OK;
    bool has_memory;

    x.perfect = ZI_NEW(uint32_t, 2 * (size_t) c->n_edges + 1);
    x.far = ZI_NEW(uint32_t *, m->n_threads);
    has_memory = x.perfect && x.far;
    for (uint32_t i = 0; i < m->n_threads && has_memory; i++) {
        x.far[i] = ZI_NEW(uint32_t, 2 * (size_t) c->height + 1);
        has_memory = x.far[i] != NULL;
    }
    status = has_memory ? make_perfect(&x, m, err)
                        : zi_fail(err, ZHOL_LIMIT, "no memory for perfect weights");
    for (uint32_t i = 0; x.far && i < m->n_threads; i++) {
        zi_free(x.far[i]);
    }
    zi_free(x.far);
    zi_free(x.perfect);
    return status;
}
