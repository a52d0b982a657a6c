/* SPDX-License-Identifier: Apache-2.0 */
/* What a metric keeps, edge by edge, and what happens when memory runs out. */
#include "graph/metric.h"

#include "base/mem.h"
#include "prop.h"

#include <string.h>

enum { MAX_NODES = 40, MAX_ARCS = 160 };

typedef struct instance {
    zhol_graph *graph;
    zhol_cch *cch;
    uint32_t n_nodes, n_arcs;
    uint32_t order[MAX_NODES], weight[MAX_ARCS];
    const uint32_t *weights[ZHOL_MAX_METRICS];
    uint64_t distance[MAX_NODES][MAX_NODES]; /* by node */
} instance;

static void
release(instance *x)
{
    zhol_cch_free(x->cch);
    zhol_graph_free(x->graph);
}

/* Weights from 1 up: ways of equal length are rare but there. */
static int
make(prop *p, instance *x)
{
    uint32_t tail[MAX_ARCS], head[MAX_ARCS];
    const uint32_t n_weights = prop_below(p, 2) ? 4 : 100000;

    x->graph = NULL;
    x->cch = NULL;
    x->n_nodes = 1 + prop_below(p, MAX_NODES);
    x->n_arcs = prop_below(p, MAX_ARCS + 1);
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        tail[a] = prop_below(p, x->n_nodes);
        head[a] = prop_below(p, x->n_nodes);
        x->weight[a] =
            prop_below(p, 8) == 0 ? ZHOL_INFINITE : 1 + prop_below(p, n_weights);
    }
    for (uint32_t k = 0; k < ZHOL_MAX_METRICS; k++) {
        x->weights[k] = x->weight;
    }
    for (uint32_t r = 0; r < x->n_nodes; r++) {
        const uint32_t at = prop_below(p, r + 1);
        x->order[r] = x->order[at];
        x->order[at] = r;
    }
    const zhol_arcs arcs = { x->n_nodes, x->n_arcs, tail, head };
    uint32_t new_arc_of[MAX_ARCS], given[MAX_ARCS];
    if (zhol_graph_new(&arcs, new_arc_of, &x->graph, NULL) != ZHOL_OK) {
        return 0;
    }
    memcpy(given, x->weight, sizeof given);
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        x->weight[new_arc_of[a]] = given[a];
    }
    return zhol_cch_new(x->graph, x->order, &x->cch, NULL) == ZHOL_OK;
}

static int
find_distances(instance *x)
{
    zhol_dijkstra *d = NULL;
    int ok = zhol_dijkstra_new(x->graph, &d, NULL) == ZHOL_OK;

    for (uint32_t s = 0; s < x->n_nodes && ok; s++) {
        ok = zhol_dijkstra_run(d, x->weight, s, ZHOL_NO_NODE, NULL) == ZHOL_OK;
        for (uint32_t t = 0; t < x->n_nodes && ok; t++) {
            x->distance[s][t] = zhol_dijkstra_distance(d, t);
        }
    }
    zhol_dijkstra_free(d);
    return ok;
}

/* Is the edge among those kept, and with its weight? */
static int
has_kept(const zhol_metric *m, uint32_t e, bool is_down)
{
    const zi_kept *k = &m->kept[is_down];
    const uint32_t v = m->cch->low[e];
    int n = 0;

    for (uint32_t i = k->first[v]; i < k->first[v + 1]; i++) {
        if (k->edge[i] == e) {
            n++;
            if (k->weight[i] != m->w[2 * (size_t) e + is_down]
                || k->up[i] != m->cch->up[e]
                || k->head[i] != m->cch->depth[m->cch->up[e]]) {
                return -1;
            }
        }
    }
    return n;
}

/* An edge stays if, and only if, it is as short as the shortest way between its ends. */
static int
perfect_keeps_the_edges_that_are_shortest_ways(prop *p)
{
    static instance x;
    zhol_metric *m = NULL;
    zhol_metric_options o;
    int ok = make(p, &x) && find_distances(&x);

    zhol_metric_defaults(&o);
    o.is_perfect = true;
    o.n_threads = 1 + prop_below(p, 3);
    ok = ok && zhol_metric_new(x.cch, x.weights, 1, &o, &m, NULL) == ZHOL_OK;
    for (uint32_t e = 0; ok && e < x.cch->n_edges; e++) {
        const uint32_t low = x.cch->node[x.cch->low[e]], up = x.cch->node[x.cch->up[e]];
        const uint64_t far[] = { x.distance[low][up], x.distance[up][low] };
        for (int side = 0; side < 2 && ok; side++) {
            const uint32_t w = m->w[2 * (size_t) e + (size_t) side];
            ok = (w == ZI_FAR || w >= far[side])
                 && has_kept(m, e, side == 1) == (w == far[side]);
        }
    }
    zhol_metric_free(m);
    release(&x);
    return ok;
}

/* One round of all that takes memory; everything is given back. */
static zhol_status
ask_all(const instance *x, uint32_t n_metrics, bool is_rich)
{
    const zhol_metric_options o = {
        .n_threads = 2, .has_ways = is_rich, .is_perfect = is_rich
    };
    uint32_t named[MAX_NODES], far[ZHOL_MAX_METRICS * MAX_NODES * MAX_NODES], n_arcs = 0;
    const uint32_t n = x->n_nodes, *arc = NULL;
    zhol_metric *m = NULL;
    zhol_cch_query *q = NULL;
    zhol_targets *t = NULL;
    zhol_sweep *s = NULL;
    zhol_status status = zhol_metric_new(x->cch, x->weights, n_metrics, &o, &m, NULL);

    for (uint32_t v = 0; v < n; v++) {
        named[v] = v;
    }
    if (status == ZHOL_OK) {
        status = zhol_cch_query_new(m, &q, NULL);
    }
    if (status == ZHOL_OK && is_rich) {
        status = zhol_cch_query_run(q, 0, n - 1, far, NULL);
    }
    if (status == ZHOL_OK && is_rich) {
        status = zhol_cch_query_way(q, &arc, &n_arcs, NULL);
        status = status == ZHOL_NONE ? ZHOL_OK : status;
    }
    if (status == ZHOL_OK) {
        status = zhol_targets_new(m, named, n, false, &t, NULL);
    }
    if (status == ZHOL_OK) {
        status = zhol_sweep_new(m, &s, NULL);
    }
    if (status == ZHOL_OK) {
        status = zhol_sweep_to(s, t, named, n, far, NULL);
    }
    if (status == ZHOL_OK) {
        status = zhol_metric_update(m, x->weights, NULL, 0, NULL);
    }
    zhol_sweep_free(s);
    zhol_targets_free(t);
    zhol_cch_query_free(q);
    zhol_metric_free(m);
    return status;
}

static int
no_memory_is_told(prop *p)
{
    static instance x;
    int ok = make(p, &x);
    const bool is_rich = prop_below(p, 2);
    const uint32_t n_metrics = is_rich ? 1 : 1 + prop_below(p, ZHOL_MAX_METRICS);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    for (long k = 0; ok && status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status = ask_all(&x, n_metrics, is_rich);
        zi_mem_fail_after(-1);
        ok = zi_mem_live() == live && (status == ZHOL_OK || status == ZHOL_LIMIT)
             && k < 300;
    }
    release(&x);
    return ok;
}

int
main(void)
{
    const int a = prop_holds("perfect_keeps_the_edges_that_are_shortest_ways", 2000,
        perfect_keeps_the_edges_that_are_shortest_ways);
    const int b = prop_holds("no_memory_is_told", 30, no_memory_is_told);

    return !(a && b);
}
