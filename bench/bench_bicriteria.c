/* SPDX-License-Identifier: Apache-2.0 */
/* The baseline is BOA* as it stands in the paper (Hernandez Ulloa, Yeoh, Baier, Zhang,
 * Suazo, Koenig: "A Simple and Fast Bi-Objective Search Algorithm", ICAPS 2020, algorithm
 * 2): two backward Dijkstra searches (indexed binary heap) for the heuristics, then one
 * search with a binary heap in lexicographic order of (f1, f2). */
#include "bench_bicriteria.h"

#include "bench.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* -------------------------------------------------------------- backward Dijkstra */

typedef struct reverse_graph {
    uint32_t n_nodes, *first, *head, *weight[2];
} reverse_graph;

typedef struct node_heap {
    uint32_t *node, *slot; /* slot[v]: NO_SLOT if v is not in the heap */
    const uint32_t *key;
    uint32_t n;
} node_heap;

static const uint32_t NO_SLOT = UINT32_MAX;

static void
sift_up(node_heap *h, uint32_t i)
{
    const uint32_t v = h->node[i];

    while (i > 0 && h->key[v] < h->key[h->node[(i - 1) / 2]]) {
        h->node[i] = h->node[(i - 1) / 2];
        h->slot[h->node[i]] = i;
        i = (i - 1) / 2;
    }
    h->node[i] = v;
    h->slot[v] = i;
}

static void
sift_down(node_heap *h, uint32_t i)
{
    const uint32_t v = h->node[i];

    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child + 1 < h->n && h->key[h->node[child + 1]] < h->key[h->node[child]]) {
            child++;
        }
        if (child >= h->n || h->key[h->node[child]] >= h->key[v]) {
            break;
        }
        h->node[i] = h->node[child];
        h->slot[h->node[i]] = i;
        i = child;
    }
    h->node[i] = v;
    h->slot[v] = i;
}

static void
dijkstra(const reverse_graph *r, int k, uint32_t start, node_heap *h, uint32_t *distance)
{
    memset(distance, 0xff, r->n_nodes * sizeof *distance);
    memset(h->slot, 0xff, r->n_nodes * sizeof *h->slot);
    h->key = distance;
    h->n = 1;
    h->node[0] = start;
    h->slot[start] = 0;
    distance[start] = 0;
    while (h->n > 0) {
        const uint32_t v = h->node[0];
        h->n--;
        if (h->n > 0) {
            h->node[0] = h->node[h->n];
            sift_down(h, 0);
        }
        for (uint32_t a = r->first[v]; a < r->first[v + 1]; a++) {
            const uint32_t w = r->head[a], next = distance[v] + r->weight[k][a];
            if (next < distance[w]) {
                distance[w] = next;
                if (h->slot[w] == NO_SLOT) {
                    h->slot[w] = h->n;
                    h->node[h->n++] = w;
                }
                sift_up(h, h->slot[w]);
            }
        }
    }
}

/* ------------------------------------------------------------------------- BOA* */

typedef struct boa_label {
    uint32_t g1, g2, node, parent;
} boa_label;

typedef struct boa_entry {
    uint64_t f; /* f1, f2 */
    uint32_t label;
} boa_entry;

typedef struct boa {
    uint32_t n_nodes;
    uint32_t *first, *head;
    const uint32_t *weight[2];
    reverse_graph reverse;
    node_heap heap;
    uint32_t *h[2], *least_g2;
    boa_label *label;
    boa_entry *open;
    uint32_t *front; /* g1, g2 of each way */
    size_t label_capacity, open_capacity, front_capacity;
    uint32_t n_labels, n_open, n_ways;
} boa;

static void *
must(void *p)
{
    if (!p) {
        fprintf(stderr, "bench_bicriteria: no memory\n");
        exit(ZHOL_LIMIT);
    }
    return p;
}

static void *
grown(void *p, size_t *capacity, size_t n, size_t size)
{
    if (n <= *capacity) {
        return p;
    }
    *capacity = n > 2 * *capacity ? n + 1024 : 2 * *capacity;
    return must(realloc(p, *capacity * size));
}

static void
open_push(boa *b, uint64_t f, uint32_t label)
{
    uint32_t i = b->n_open++;

    b->open = grown(b->open, &b->open_capacity, b->n_open, sizeof *b->open);
    while (i > 0 && f < b->open[(i - 1) / 2].f) {
        b->open[i] = b->open[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    b->open[i] = (boa_entry){ f, label };
}

static boa_entry
open_pop(boa *b)
{
    const boa_entry top = b->open[0], last = b->open[--b->n_open];
    uint32_t i = 0;

    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child + 1 < b->n_open && b->open[child + 1].f < b->open[child].f) {
            child++;
        }
        if (child >= b->n_open || b->open[child].f >= last.f) {
            break;
        }
        b->open[i] = b->open[child];
        i = child;
    }
    b->open[i] = last;
    return top;
}

static void
boa_add_label(boa *b, const boa_label *label)
{
    const uint32_t f1 = label->g1 + b->h[0][label->node];
    const uint32_t f2 = label->g2 + b->h[1][label->node];

    b->label =
        grown(b->label, &b->label_capacity, (size_t) b->n_labels + 1, sizeof *b->label);
    b->label[b->n_labels] = *label;
    open_push(b, (uint64_t) f1 << 32 | f2, b->n_labels);
    b->n_labels++;
}

static void
boa_run(boa *b, uint32_t source, uint32_t target)
{
    for (int k = 0; k < 2; k++) {
        dijkstra(&b->reverse, k, target, &b->heap, b->h[k]);
    }
    memset(b->least_g2, 0xff, b->n_nodes * sizeof *b->least_g2);
    b->n_labels = b->n_open = b->n_ways = 0;
    if (b->h[0][source] != UINT32_MAX) {
        boa_add_label(b, &(boa_label){ 0, 0, source, UINT32_MAX });
    }
    while (b->n_open > 0) {
        const boa_entry e = open_pop(b);
        const boa_label x = b->label[e.label];
        if (x.g2 >= b->least_g2[x.node] || (uint32_t) e.f >= b->least_g2[target]) {
            continue;
        }
        b->least_g2[x.node] = x.g2;
        if (x.node == target) {
            b->front = grown(b->front, &b->front_capacity, 2 * ((size_t) b->n_ways + 1),
                sizeof *b->front);
            b->front[2 * b->n_ways] = x.g1;
            b->front[2 * b->n_ways + 1] = x.g2;
            b->n_ways++;
            continue;
        }
        for (uint32_t a = b->first[x.node]; a < b->first[x.node + 1]; a++) {
            const uint32_t w = b->head[a];
            const boa_label y = { x.g1 + b->weight[0][a], x.g2 + b->weight[1][a], w,
                e.label };
            if (y.g2 < b->least_g2[w] && y.g2 + b->h[1][w] < b->least_g2[target]) {
                boa_add_label(b, &y);
            }
        }
    }
}

static uint32_t *
numbers(size_t n)
{
    return must(calloc(n + 1, sizeof(uint32_t)));
}

static void
boa_new(boa *b, const zhol_graph *g, const uint32_t *const weight[2])
{
    const uint32_t n_nodes = zhol_graph_n_nodes(g), n_arcs = zhol_graph_n_arcs(g);
    uint32_t *first = numbers((size_t) n_nodes + 1), *head = numbers(n_arcs);
    reverse_graph *r = &b->reverse;

    *b = (boa){ .n_nodes = n_nodes, .first = first, .head = head };
    r->n_nodes = n_nodes;
    r->first = numbers((size_t) n_nodes + 2);
    r->head = numbers(n_arcs);
    for (uint32_t v = 0; v <= n_nodes; v++) {
        first[v] = zhol_graph_first_arc(g, v);
    }
    for (uint32_t a = 0; a < n_arcs; a++) {
        head[a] = zhol_graph_head(g, a);
        r->first[head[a] + 2]++;
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        r->first[v + 2] += r->first[v + 1];
    }
    for (int k = 0; k < 2; k++) {
        b->weight[k] = weight[k];
        r->weight[k] = numbers(n_arcs);
        b->h[k] = numbers(n_nodes);
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        for (uint32_t a = first[v]; a < first[v + 1]; a++) {
            const uint32_t i = r->first[head[a] + 1]++;
            r->head[i] = v;
            r->weight[0][i] = weight[0][a];
            r->weight[1][i] = weight[1][a];
        }
    }
    b->least_g2 = numbers(n_nodes);
    b->heap.node = numbers(n_nodes);
    b->heap.slot = numbers(n_nodes);
}

static void
boa_free(boa *b)
{
    for (int k = 0; k < 2; k++) {
        free(b->reverse.weight[k]);
        free(b->h[k]);
    }
    free(b->first);
    free(b->head);
    free(b->reverse.first);
    free(b->reverse.head);
    free(b->heap.node);
    free(b->heap.slot);
    free(b->least_g2);
    free(b->label);
    free(b->open);
    free(b->front);
}

/* ------------------------------------------------------------------- both of them */

static bool
is_same(const boa *b, const zhol_front *f)
{
    bool is_equal = f ? f->n_ways == b->n_ways : b->n_ways == 0;

    for (uint32_t i = 0; is_equal && i < 2 * b->n_ways; i++) {
        is_equal = f->cost[i] == b->front[i];
    }
    return is_equal;
}

/* What is made once for a graph and its weights. */
typedef struct hierarchy {
    zhol_cch *cch;
    zhol_metric *metric;
    double prepare_ms;
} hierarchy;

static void
hierarchy_new(hierarchy *h, const zhol_graph *g, const uint32_t *const weight[2])
{
    const uint32_t n_nodes = zhol_graph_n_nodes(g);
    uint32_t *order = numbers(n_nodes);
    zhol_metric_options o;
    zhol_error err;

    zhol_metric_defaults(&o);
    bench_must("bench_bicriteria", zhol_graph_order(g, order, &err), &err);
    bench_must("bench_bicriteria", zhol_cch_new(g, order, &h->cch, &err), &err);
    const double begin = bench_cpu_ms();
    bench_must("bench_bicriteria",
        zhol_metric_new(h->cch, weight, 2, &o, &h->metric, &err), &err);
    h->prepare_ms = bench_cpu_ms() - begin;
    free(order);
}

static void
hierarchy_free(hierarchy *h)
{
    zhol_metric_free(h->metric);
    zhol_cch_free(h->cch);
}

static zhol_front *
ours(zhol_pareto *p, const hierarchy *h, const uint32_t *const weight[2], uint32_t source,
    uint32_t target)
{
    const zhol_pareto_query q = { .weight = { weight[0], weight[1] },
        .n_criteria = 2,
        .source = source,
        .target = target,
        .metric = h->metric };
    zhol_pareto_options o;
    zhol_front *front = NULL;
    zhol_error err;

    zhol_pareto_defaults(&o);
    o.budget_labels = UINT64_MAX;
    const zhol_status status = zhol_pareto_run(p, &q, &o, &front, &err);
    if (status != ZHOL_NONE) {
        bench_must("bench_bicriteria", status, &err);
    }
    return front;
}

int
bench_bicriteria(const char *name, const zhol_graph *g, const uint32_t *const weight[2],
    const uint32_t (*pairs)[2], uint32_t n_pairs)
{
    double ms = 0, baseline_ms = 0;
    hierarchy h = { 0 };
    zhol_pareto *p = NULL;
    zhol_error err;
    boa b;
    int status = 0;

    boa_new(&b, g, weight);
    hierarchy_new(&h, g, weight);
    bench_must("bench_bicriteria", zhol_pareto_new(g, &p, &err), &err);
    for (uint32_t i = 0; i < n_pairs && status == 0; i++) {
        const uint32_t source = pairs[i][0], target = pairs[i][1];
        double begin = bench_cpu_ms();
        zhol_front *front = ours(p, &h, weight, source, target);
        const double pair_ms = bench_cpu_ms() - begin;
        begin = bench_cpu_ms();
        boa_run(&b, source, target);
        const double boa_ms = bench_cpu_ms() - begin;
        ms += pair_ms;
        baseline_ms += boa_ms;
        printf("{\"bench\": \"bicriteria_pair\", \"s\": %u, \"t\": %u, "
               "\"n_solutions\": %u, \"cpu_ms\": %.3f, \"baseline_cpu_ms\": %.3f}\n",
            source + 1, target + 1, b.n_ways, pair_ms, boa_ms);
        if (!is_same(&b, front)) {
            fprintf(stderr, "bench_bicriteria: %u -> %u: another front than BOA*\n",
                source + 1, target + 1);
            status = 1;
        }
        zhol_front_free(front);
    }
    printf("{\"bench\": \"bicriteria\", \"graph\": \"%s\", \"n_pairs\": %u, "
           "\"cpu_ms\": %.1f, \"baseline_cpu_ms\": %.1f, \"ratio_to_boa\": %.4f, "
           "\"prepare_cpu_ms\": %.1f}\n",
        name, n_pairs, ms, baseline_ms, ms / baseline_ms, h.prepare_ms);
    zhol_pareto_free(p);
    hierarchy_free(&h);
    boa_free(&b);
    return status;
}
