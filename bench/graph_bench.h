/* SPDX-License-Identifier: Apache-2.0 */
/** @file graph_bench.h  What the parts of bench_graph share: the graph, the clock, the
 * lines. */
#ifndef ZHOL_BENCH_GRAPH_BENCH_H
#define ZHOL_BENCH_GRAPH_BENCH_H

#include "base/random.h"
#include "bench.h"
#include "graph_baseline.h"

#include <stdbool.h>
#include <string.h>
#include <zhol/graph.h>

enum { N_ROUNDS = 5 };

typedef struct spent {
    double cpu_ms, wall_ms;
} spent;

typedef struct graph_bench {
    const char *graph_name; /**< in each line */
    const char *only;       /**< the name of one measure, or NULL */
    bool *is_known;         /**< becomes true: there is a measure `only` */
    bool is_large;          /**< also the matrix of 12,425 x 12,425 */
    zhol_graph *graph;
    uint32_t *weight;
    baseline *baseline;
    zhol_cch *cch;
    spent dijkstra;  /**< the baseline's one to all */
    uint64_t random; /**< where the next random number comes from */
} graph_bench;

static inline double
bench_wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/** The times of some rounds, 32 at most: clock_start(), the work, clock_stop(). */
typedef struct rounds {
    double cpu_ms[32], wall_ms[32], cpu_start_ms, wall_start_ms;
    size_t n;
} rounds;

static inline void
clock_start(rounds *r)
{
    r->wall_start_ms = bench_wall_ms();
    r->cpu_start_ms = bench_cpu_ms();
}

static inline void
clock_stop(rounds *r)
{
    r->cpu_ms[r->n] = bench_cpu_ms() - r->cpu_start_ms;
    r->wall_ms[r->n] = bench_wall_ms() - r->wall_start_ms;
    r->n++;
}

/** The median round, divided by the pieces of work in it. */
static inline spent
median_of(rounds *r, double n_pieces)
{
    return (spent){ bench_median(r->cpu_ms, r->n) / n_pieces,
        bench_median(r->wall_ms, r->n) / n_pieces };
}

static inline void
must(zhol_status status, const zhol_error *err)
{
    bench_must("bench_graph", status, err);
}

static inline bool
is_wanted(const graph_bench *b, const char *name)
{
    const bool is_named = b->only && strcmp(b->only, name) == 0;

    *b->is_known = *b->is_known || is_named;
    return !b->only || is_named;
}

/** {"bench": ..., ..., "ratio_to_dijkstra": ... without the closing brace. */
static inline void
line_begin(const graph_bench *b, const char *name, spent s)
{
    printf("{\"bench\": \"%s\", \"graph\": \"%s\", \"cpu_ms\": %.6g, \"wall_ms\": %.6g, "
           "\"ratio_to_dijkstra\": %.4g",
        name, b->graph_name, s.cpu_ms, s.wall_ms, s.cpu_ms / b->dijkstra.cpu_ms);
}

static inline void
line_end(void)
{
    printf("}\n");
    fflush(stdout);
}

static inline uint32_t
random_below(uint64_t *random, uint32_t n)
{
    return (uint32_t) (zi_random_u64(random) % n);
}

/** Memory for n numbers, or the end. */
static inline uint32_t *
numbers(size_t n)
{
    uint32_t *x = malloc((n + 1) * sizeof *x);

    if (!x) {
        fprintf(stderr, "bench_graph: no memory for %zu numbers\n", n);
        exit((int) ZHOL_LIMIT);
    }
    return x;
}

/** n random nodes: free(). */
static inline uint32_t *
random_nodes(graph_bench *b, size_t n)
{
    uint32_t *node = numbers(n);

    for (size_t i = 0; i < n; i++) {
        node[i] = random_below(&b->random, zhol_graph_n_nodes(b->graph));
    }
    return node;
}

/** A metric of the graph's own weights. */
static inline zhol_metric *
one_metric(const graph_bench *b, bool has_ways, bool is_perfect)
{
    const uint32_t *const weight[] = { b->weight };
    zhol_metric_options o;
    zhol_metric *m = NULL;
    zhol_error err = { "" };

    zhol_metric_defaults(&o);
    o.has_ways = has_ways;
    o.is_perfect = is_perfect;
    must(zhol_metric_new(b->cch, weight, 1, &o, &m, &err), &err);
    return m;
}

void graph_bench_weights(graph_bench *b);   /**< graph_weights.c: customization */
void graph_bench_questions(graph_bench *b); /**< graph_questions.c */

#endif
