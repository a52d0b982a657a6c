/* SPDX-License-Identifier: Apache-2.0 */
/* Customization: one metric, 16, on threads, after a few changes. */
#include "graph_bench.h"

enum { N_CHANGED = 100 };

/* What is asked of zhol_metric_new(). */
typedef struct job {
    const uint32_t *const *weight;
    uint32_t n_metrics;
    zhol_metric_options options;
} job;

static zhol_metric *
new_metric(const graph_bench *b, const job *j)
{
    zhol_metric *m = NULL;
    zhol_error err = { "" };

    must(zhol_metric_new(b->cch, j->weight, j->n_metrics, &j->options, &m, &err), &err);
    return m;
}

static void
print(const graph_bench *b, const char *name, const job *j, rounds *r)
{
    line_begin(b, name, median_of(r, j->n_metrics));
    printf(", \"per\": \"metric\", \"metrics\": %u", j->n_metrics);
}

/* zhol_metric_new(): memory is taken, too. */
static void
customize_new(const graph_bench *b, const char *name, const job *j)
{
    rounds r = { .n = 0 };

    if (!is_wanted(b, name)) {
        return;
    }
    for (int i = 0; i < N_ROUNDS; i++) {
        clock_start(&r);
        zhol_metric *m = new_metric(b, j);
        clock_stop(&r);
        zhol_metric_free(m);
    }
    print(b, name, j, &r);
    line_end();
}

static void
renew_once(const job *j, zhol_metric *m, rounds *r)
{
    zhol_error err = { "" };

    clock_start(r);
    must(zhol_metric_renew(m, j->weight, &err), &err);
    clock_stop(r);
}

/* zhol_metric_renew(): the memory is there. */
static void
customize(const graph_bench *b, const char *name, const job *j)
{
    rounds r = { .n = 0 };

    if (!is_wanted(b, name)) {
        return;
    }
    zhol_metric *m = new_metric(b, j);
    for (int i = 0; i < N_ROUNDS; i++) {
        renew_once(j, m, &r);
    }
    zhol_metric_free(m);
    print(b, name, j, &r);
    line_end();
}

/* Rounds of one and two threads by turns: what disturbs the machine disturbs both. */
static void
customize_on_threads(const graph_bench *b, const char *name, const job *j)
{
    rounds one = { .n = 0 }, two = { .n = 0 };
    job on_two = *j;

    if (!is_wanted(b, name)) {
        return;
    }
    on_two.options.n_threads = 2;
    zhol_metric *by_one = new_metric(b, j), *by_two = new_metric(b, &on_two);
    for (int i = 0; i < N_ROUNDS; i++) {
        renew_once(j, by_one, &one);
        renew_once(&on_two, by_two, &two);
    }
    zhol_metric_free(by_one);
    zhol_metric_free(by_two);
    print(b, name, j, &two);
    printf(", \"times_faster_wall\": %.3f",
        median_of(&one, 1).wall_ms / median_of(&two, 1).wall_ms);
    line_end();
}

/* Some arcs become slower, then as fast again, by turns. */
static void
update(graph_bench *b, const job *j)
{
    const uint32_t n_arcs = zhol_graph_n_arcs(b->graph);
    rounds full = { .n = 0 }, part = { .n = 0 };
    uint32_t *weight = numbers(n_arcs), arc[N_CHANGED];
    const uint32_t *const weights[] = { weight };
    const job changed = { weights, 1, j->options };
    zhol_metric *m = NULL;
    zhol_error err = { "" };

    if (is_wanted(b, "update") && n_arcs > 0) {
        memcpy(weight, b->weight, n_arcs * sizeof *weight);
        m = new_metric(b, &changed);
        for (int i = 0; i < 2 * N_ROUNDS; i++) {
            for (uint32_t k = 0; k < N_CHANGED; k++) {
                arc[k] = i % 2 ? arc[k] : random_below(&b->random, n_arcs);
                weight[arc[k]] = b->weight[arc[k]] + (i % 2 ? 0 : 100);
            }
            clock_start(&part);
            must(zhol_metric_update(m, weights, arc, N_CHANGED, &err), &err);
            clock_stop(&part);
            renew_once(&changed, m, &full);
        }
        const spent s = median_of(&part, 1);
        line_begin(b, "update", s);
        printf(", \"arcs\": %d, \"ratio_to_customize\": %.4g", N_CHANGED,
            s.cpu_ms / median_of(&full, 1).cpu_ms);
        line_end();
    }
    zhol_metric_free(m);
    free(weight);
}

/* 16 metrics: the graph's weights, each arc's times 0.5 to 1.5. */
static uint32_t *
make_sixteen(graph_bench *b, const uint32_t *weight[ZHOL_MAX_METRICS])
{
    const size_t n_arcs = zhol_graph_n_arcs(b->graph);
    uint32_t *all = numbers(ZHOL_MAX_METRICS * n_arcs);

    for (size_t k = 0; k < ZHOL_MAX_METRICS; k++) {
        weight[k] = all + k * n_arcs;
        for (size_t a = 0; a < n_arcs; a++) {
            const double factor = 0.5 + zi_random_unit(&b->random);
            all[k * n_arcs + a] = (uint32_t) (factor * b->weight[a]);
        }
    }
    return all;
}

void
graph_bench_weights(graph_bench *b)
{
    const uint32_t *sixteen[ZHOL_MAX_METRICS];
    uint32_t *all = make_sixteen(b, sixteen);
    const uint32_t *const own[] = { b->weight };
    job one = { .weight = own, .n_metrics = 1 };
    job batch = { .weight = sixteen, .n_metrics = ZHOL_MAX_METRICS };

    zhol_metric_defaults(&one.options);
    zhol_metric_defaults(&batch.options);
    job ways = one, perfect = one;
    ways.options.has_ways = true;
    perfect.options.is_perfect = true;
    customize_new(b, "customize_new", &one);
    customize_new(b, "customize_16_new", &batch);
    customize(b, "customize", &one);
    customize(b, "customize_ways", &ways);
    customize(b, "customize_perfect", &perfect);
    customize(b, "customize_16", &batch);
    customize_on_threads(b, "customize_2_threads", &one);
    customize_on_threads(b, "customize_16_2_threads", &batch);
    update(b, &one);
    free(all);
}
