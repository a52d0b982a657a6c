/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/relevance.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct judge {
    const zi_subsets *subsets;
    const zi_tour_ends *ends;
    uint32_t n_arcs; /* that weigh something else in some subset */
    uint32_t *arc, *tail, *head;
    uint32_t *mask;         /* projects that change it */
    uint32_t *least, *most; /* by arc of the graph */
    uint32_t *to_tail;      /* [start * n_arcs + i]: least way from a start to it */
    uint32_t *from_head;    /* [i * n_ends + end] */
    uint32_t *upper;        /* [start * n_ends + end]: U */
} judge;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to tell which projects matter");
}

/* The projects of group g that make changing[i] weigh something else, in some subset. */
static uint32_t
changers(const zi_subsets *s, uint32_t g, uint32_t i)
{
    uint32_t mask = 0;

    for (uint32_t rest = s->mask[g]; rest; rest &= rest - 1) {
        const uint32_t project = (uint32_t) __builtin_ctz(rest);
        const uint32_t bit = 1U << s->color[project];
        for (uint32_t p = 0; p < 1U << s->n_colors; p++) {
            if (s->pattern_weight[(size_t) p * s->n_changing + i]
                != s->pattern_weight[(size_t) (p ^ bit) * s->n_changing + i]) {
                mask |= 1U << project;
            }
        }
    }
    return mask;
}

static void
list_arcs(judge *x)
{
    const zi_subsets *s = x->subsets;
    const zhol_graph *g = zi_skim_graph(s->skim);

    memcpy(x->least, s->weight, s->n_arcs * sizeof *x->least);
    memcpy(x->most, s->weight, s->n_arcs * sizeof *x->most);
    for (uint32_t k = 0; k < s->n_groups; k++) {
        for (uint32_t i = s->first[k]; i < s->first[k + 1]; i++) {
            const uint32_t a = s->changing[i], mask = changers(s, k, i);
            for (uint32_t p = 0; p < 1U << s->n_colors; p++) {
                const uint32_t w = s->pattern_weight[(size_t) p * s->n_changing + i];
                x->least[a] = w < x->least[a] ? w : x->least[a];
                x->most[a] = w > x->most[a] ? w : x->most[a];
            }
            if (mask) {
                x->arc[x->n_arcs] = a;
                x->mask[x->n_arcs] = mask;
                x->tail[x->n_arcs] = zhol_graph_tail(g, a);
                x->head[x->n_arcs++] = zhol_graph_head(g, a);
            }
        }
    }
}

static zhol_status
allocate(judge *x, zhol_error *err)
{
    const size_t n = (size_t) x->subsets->n_changing + 1;
    const size_t n_starts = x->ends->n_starts, n_ends = x->ends->n_ends;

    x->arc = ZI_NEW(uint32_t, n);
    x->tail = ZI_NEW(uint32_t, n);
    x->head = ZI_NEW(uint32_t, n);
    x->mask = ZI_NEW(uint32_t, n);
    x->least = ZI_NEW(uint32_t, (size_t) x->subsets->n_arcs + 1);
    x->most = ZI_NEW(uint32_t, (size_t) x->subsets->n_arcs + 1);
    x->to_tail = ZI_NEW(uint32_t, n_starts * n + 1);
    x->from_head = ZI_NEW(uint32_t, n * n_ends + 1);
    x->upper = ZI_NEW(uint32_t, n_starts * n_ends + 1);
    return x->arc && x->tail && x->head && x->mask && x->least && x->most && x->to_tail
                   && x->from_head && x->upper
               ? ZHOL_OK
               : no_memory(err);
}

static zhol_status
sweep(const zhol_metric *m, const zi_tour_ends *ends, uint32_t *distance, zhol_error *err)
{
    zhol_targets *targets = NULL;
    zhol_sweep *s = NULL;
    zhol_status status =
        zhol_targets_new(m, ends->ends, ends->n_ends, false, &targets, err);

    if (status == ZHOL_OK) {
        status = zhol_sweep_new(m, &s, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_sweep_to(s, targets, ends->starts, ends->n_starts, distance, err);
    }
    zhol_sweep_free(s);
    zhol_targets_free(targets);
    return status;
}

static zhol_status
measure(judge *x, const zhol_cch *cch, zhol_error *err)
{
    const uint32_t *least = x->least, *most = x->most;
    const zi_tour_ends to_tails = { x->ends->starts, x->tail, x->ends->n_starts,
        x->n_arcs };
    const zi_tour_ends from_heads = { x->head, x->ends->ends, x->n_arcs,
        x->ends->n_ends };
    zhol_metric_options options;
    zhol_metric *lower = NULL, *upper = NULL;
    zhol_status status;

    zhol_metric_defaults(&options);
    status = zhol_metric_new(cch, &least, 1, &options, &lower, err);
    if (status == ZHOL_OK) {
        status = sweep(lower, &to_tails, x->to_tail, err);
    }
    if (status == ZHOL_OK) {
        status = sweep(lower, &from_heads, x->from_head, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_metric_new(cch, &most, 1, &options, &upper, err);
    }
    if (status == ZHOL_OK) {
        status = sweep(upper, x->ends, x->upper, err);
    }
    zhol_metric_free(lower);
    zhol_metric_free(upper);
    return status;
}

/* Is some way through the arc shorter than the pair is for sure? */
static bool
may_matter(const judge *x, uint32_t start, uint32_t i, const uint32_t *only)
{
    const uint32_t n = x->ends->n_ends;
    const uint32_t to_tail = x->to_tail[(size_t) start * x->n_arcs + i];
    const uint32_t weight = x->least[x->arc[i]];
    const uint32_t *from_head = x->from_head + (size_t) i * n;
    const uint32_t *upper = x->upper + (size_t) start * n;
    bool is_shorter = false;

    if (to_tail == ZHOL_INFINITE || weight == ZHOL_INFINITE) {
        return false;
    }
    for (uint32_t j = only ? only[start] : 0; j < (only ? only[start] + 1 : n); j++) {
        is_shorter = is_shorter
                     || (from_head[j] != ZHOL_INFINITE
                         && (uint64_t) to_tail + weight + from_head[j] < upper[j]);
    }
    return is_shorter;
}

zhol_status
zi_relevance(const zi_subsets *s, const zhol_cch *cch, const zi_tour_ends *ends,
    const uint32_t *only, uint32_t *mask, zhol_error *err)
{
    judge x = { .subsets = s, .ends = ends };
    zhol_status status = allocate(&x, err);

    if (status == ZHOL_OK) {
        list_arcs(&x);
        status = measure(&x, cch, err);
    }
    for (uint32_t start = 0; start < ends->n_starts && status == ZHOL_OK; start++) {
        mask[start] = 0;
        for (uint32_t i = 0; i < x.n_arcs; i++) {
            if ((x.mask[i] & ~mask[start]) && may_matter(&x, start, i, only)) {
                mask[start] |= x.mask[i];
            }
        }
    }
    zi_free(x.arc);
    zi_free(x.tail);
    zi_free(x.head);
    zi_free(x.mask);
    zi_free(x.least);
    zi_free(x.most);
    zi_free(x.to_tail);
    zi_free(x.from_head);
    zi_free(x.upper);
    return status;
}
