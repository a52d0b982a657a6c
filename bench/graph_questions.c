/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to a customized hierarchy: one way, matrices, one to all. */
#include "graph_bench.h"

#include <sys/resource.h>

enum {
    N_PAIRS = 10000,
    N_SIDE = 1000,
    N_LARGE = 12425,
    N_ROWS = 64, /* of the large matrix, at once */
    N_LANES = 16,
    N_SWEEPS = 10
};

static void
query(graph_bench *b, const char *name, bool is_perfect)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    zhol_cch_query *q = NULL;

    if (!is_wanted(b, name)) {
        return;
    }
    zhol_metric *m = one_metric(b, false, is_perfect);
    must(zhol_cch_query_new(m, &q, &err), &err);
    for (int i = 0; i < N_ROUNDS; i++) {
        uint32_t *node = random_nodes(b, (size_t) 2 * N_PAIRS), distance;
        clock_start(&r);
        for (uint32_t k = 0; k < N_PAIRS; k++) {
            must(zhol_cch_query_run(q, node[2 * k], node[2 * k + 1], &distance, &err),
                &err);
        }
        clock_stop(&r);
        free(node);
    }
    const spent s = median_of(&r, N_PAIRS);
    line_begin(b, name, s);
    printf(", \"per\": \"pair\", \"us\": %.4g, \"perfect\": %s", s.cpu_ms * 1e3,
        is_perfect ? "true" : "false");
    line_end();
    zhol_cch_query_free(q);
    zhol_metric_free(m);
}

static void
query_path(graph_bench *b, const char *name, bool is_perfect)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    zhol_cch_query *q = NULL;
    uint64_t n_all_arcs = 0;

    if (!is_wanted(b, name)) {
        return;
    }
    zhol_metric *m = one_metric(b, true, is_perfect);
    must(zhol_cch_query_new(m, &q, &err), &err);
    for (int i = 0; i < N_ROUNDS; i++) {
        uint32_t *node = random_nodes(b, (size_t) 2 * N_PAIRS), distance, n_arcs;
        const uint32_t *arc;
        clock_start(&r);
        for (uint32_t k = 0; k < N_PAIRS; k++) {
            must(zhol_cch_query_run(q, node[2 * k], node[2 * k + 1], &distance, &err),
                &err);
            if (distance != ZHOL_INFINITE) {
                must(zhol_cch_query_way(q, &arc, &n_arcs, &err), &err);
                n_all_arcs += n_arcs;
            }
        }
        clock_stop(&r);
        free(node);
    }
    const spent s = median_of(&r, N_PAIRS);
    line_begin(b, name, s);
    printf(", \"per\": \"pair\", \"us\": %.4g, \"perfect\": %s, \"arcs\": %.0f",
        s.cpu_ms * 1e3, is_perfect ? "true" : "false",
        (double) n_all_arcs / (N_ROUNDS * N_PAIRS));
    line_end();
    zhol_cch_query_free(q);
    zhol_metric_free(m);
}

/* The selection of targets is made anew in each round; the metric is there. */
static void
matrix(graph_bench *b, const char *name, bool is_perfect)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    zhol_sweep *sweep = NULL;

    if (!is_wanted(b, name)) {
        return;
    }
    zhol_metric *m = one_metric(b, false, is_perfect);
    uint32_t *distance = numbers((size_t) N_SIDE * N_SIDE);
    must(zhol_sweep_new(m, &sweep, &err), &err);
    for (int i = 0; i < N_ROUNDS; i++) {
        uint32_t *from = random_nodes(b, N_SIDE), *to = random_nodes(b, N_SIDE);
        zhol_targets *targets = NULL;
        clock_start(&r);
        must(zhol_targets_new(m, to, N_SIDE, false, &targets, &err), &err);
        must(zhol_sweep_to(sweep, targets, from, N_SIDE, distance, &err), &err);
        clock_stop(&r);
        zhol_targets_free(targets);
        free(from);
        free(to);
    }
    const spent s = median_of(&r, 1);
    line_begin(b, name, s);
    printf(", \"perfect\": %s, \"times_1000_dijkstras\": %.0f",
        is_perfect ? "true" : "false", N_SIDE * b->dijkstra.cpu_ms / s.cpu_ms);
    line_end();
    zhol_sweep_free(sweep);
    zhol_metric_free(m);
    free(distance);
}

/* Rows come and go: what is kept is a sum. */
static void
matrix_large(graph_bench *b)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    zhol_targets *targets = NULL;
    zhol_sweep *sweep = NULL;
    struct rusage usage;
    uint64_t sum = 0;

    if (!is_wanted(b, "matrix_12425") || !b->is_large) {
        return;
    }
    uint32_t *node = random_nodes(b, N_LARGE);
    uint32_t *row = numbers((size_t) N_ROWS * N_LARGE);
    zhol_metric *m = one_metric(b, false, true);
    clock_start(&r);
    must(zhol_targets_new(m, node, N_LARGE, false, &targets, &err), &err);
    must(zhol_sweep_new(m, &sweep, &err), &err);
    for (uint32_t i = 0; i < N_LARGE; i += N_ROWS) {
        const uint32_t n = N_LARGE - i < N_ROWS ? N_LARGE - i : N_ROWS;
        must(zhol_sweep_to(sweep, targets, node + i, n, row, &err), &err);
        for (size_t k = 0; k < (size_t) n * N_LARGE; k++) {
            sum += row[k] == ZHOL_INFINITE ? 0 : row[k];
        }
    }
    clock_stop(&r);
    getrusage(RUSAGE_SELF, &usage);
    line_begin(b, "matrix_12425", median_of(&r, 1));
    printf(", \"perfect\": true, \"sum\": %llu, \"peak_mb\": %.0f",
        (unsigned long long) sum, (double) usage.ru_maxrss / 1024);
    line_end();
    zhol_targets_free(targets);
    zhol_sweep_free(sweep);
    zhol_metric_free(m);
    free(node);
    free(row);
}

/* ---------------------------------------------------------------- one to all */

typedef struct totals {
    uint32_t max[N_LANES];
    uint64_t sum[N_LANES];
} totals;

/* Farthest node and sum of distances by lane, nodes without a way left out. Built for the
 * processor at hand, as a user's program would be; with plain SSE2 it takes 1.1 ms of a
 * sweep over New York, like this 0.2. */
__attribute__((target_clones("avx512f", "avx2", "default"))) static void
add_up(void *user, const zhol_reached *reached)
{
    totals t = *(const totals *) user;

    for (uint32_t i = 0; i < reached->n_nodes; i++) {
        const uint32_t *distance = reached->distance + (size_t) i * N_LANES;
        for (int lane = 0; lane < N_LANES; lane++) {
            const uint32_t d = distance[lane] == ZHOL_INFINITE ? 0 : distance[lane];
            t.max[lane] = d > t.max[lane] ? d : t.max[lane];
            t.sum[lane] += d;
        }
    }
    *(totals *) user = t;
}

static void
store_all(void *user, const zhol_reached *reached)
{
    uint32_t *all = user;

    for (uint32_t i = 0; i < reached->n_nodes; i++) {
        memcpy(all + (size_t) reached->node[i] * N_LANES,
            reached->distance + (size_t) i * N_LANES, N_LANES * sizeof *all);
    }
}

/* A bench of wrong answers is worth nothing. */
static void
check_against_baseline(graph_bench *b, const uint32_t *source, const uint32_t *all)
{
    for (uint32_t lane = 0; lane < N_LANES; lane += N_LANES - 1) {
        baseline_run(b->baseline, source[lane]);
        for (uint32_t v = 0; v < zhol_graph_n_nodes(b->graph); v++) {
            const uint32_t want = b->baseline->distance[v];
            if (all[(size_t) v * N_LANES + lane] != want) {
                fprintf(stderr, "bench_graph: %u to %u: %u, but Dijkstra finds %u\n",
                    source[lane] + 1, v + 1, all[(size_t) v * N_LANES + lane], want);
                exit((int) ZHOL_INTERNAL);
            }
        }
    }
}

static void
one_to_all(graph_bench *b, const char *name, bool is_perfect, bool is_stored)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    zhol_sweep *sweep = NULL;
    totals t = { .max = { 0 } };

    if (!is_wanted(b, name)) {
        return;
    }
    zhol_metric *m = one_metric(b, false, is_perfect);
    uint32_t *all =
        is_stored ? numbers((size_t) zhol_graph_n_nodes(b->graph) * N_LANES) : NULL;
    must(zhol_sweep_new(m, &sweep, &err), &err);
    for (int i = 0; i < N_ROUNDS; i++) {
        uint32_t *source = random_nodes(b, (size_t) N_SWEEPS * N_LANES);
        const uint32_t *last = source + (size_t) (N_SWEEPS - 1) * N_LANES;
        const zhol_reducer reducer = { is_stored ? store_all : add_up,
            is_stored ? (void *) all : &t };
        clock_start(&r);
        for (uint32_t k = 0; k < N_SWEEPS; k++) {
            must(zhol_sweep_all(sweep, source + (size_t) k * N_LANES, N_LANES, false,
                     &reducer, &err),
                &err);
        }
        clock_stop(&r);
        if (is_stored) {
            check_against_baseline(b, last, all);
        }
        free(source);
    }
    const spent s = median_of(&r, N_SWEEPS * N_LANES);
    line_begin(b, name, s);
    printf(", \"per\": \"source\", \"perfect\": %s, \"times_dijkstra\": %.1f",
        is_perfect ? "true" : "false", b->dijkstra.cpu_ms / s.cpu_ms);
    line_end();
    zhol_sweep_free(sweep);
    zhol_metric_free(m);
    free(all);
}

void
graph_bench_questions(graph_bench *b)
{
    query(b, "query", false);
    query(b, "query_perfect", true);
    query_path(b, "query_path", false);
    query_path(b, "query_path_perfect", true);
    matrix(b, "matrix_1000", false);
    matrix(b, "matrix_1000_perfect", true);
    one_to_all(b, "one_to_all_16", false, false);
    one_to_all(b, "one_to_all_16_perfect", true, false);
    one_to_all(b, "one_to_all_16_stored", false, true);
    one_to_all(b, "one_to_all_16_perfect_stored", true, true);
    matrix_large(b);
}
