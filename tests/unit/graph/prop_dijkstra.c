/* SPDX-License-Identifier: Apache-2.0 */
/* Dijkstra against Bellman-Ford; a Pareto search by one criterion against Dijkstra. */
#include <zhol/graph.h>

#include "prop.h"

enum { MAX_NODES = 40, MAX_ARCS = 160 };

typedef struct instance {
    zhol_graph *graph;
    uint32_t n_nodes, n_arcs, weight[MAX_ARCS];
} instance;

static int
make(prop *p, instance *x)
{
    uint32_t tail[MAX_ARCS], head[MAX_ARCS];
    const uint32_t n_weights = prop_below(p, 2) ? 4 : ZHOL_INFINITE;

    x->graph = NULL;
    x->n_nodes = 1 + prop_below(p, MAX_NODES);
    x->n_arcs = prop_below(p, MAX_ARCS + 1);
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        tail[a] = prop_below(p, x->n_nodes);
        head[a] = prop_below(p, x->n_nodes);
        x->weight[a] = prop_below(p, 10) == 0 ? ZHOL_INFINITE : prop_below(p, n_weights);
    }
    const zhol_arcs arcs = { x->n_nodes, x->n_arcs, tail, head };
    return zhol_graph_new(&arcs, NULL, &x->graph, NULL) == ZHOL_OK;
}

static void
bellman_ford(const instance *x, uint32_t source, uint64_t *distance)
{
    for (uint32_t v = 0; v < x->n_nodes; v++) {
        distance[v] = v == source ? 0 : ZHOL_UNREACHABLE;
    }
    for (uint32_t round = 0; round < x->n_nodes; round++) {
        for (uint32_t a = 0; a < x->n_arcs; a++) {
            const uint64_t begin = distance[zhol_graph_tail(x->graph, a)];
            uint64_t *end = &distance[zhol_graph_head(x->graph, a)];
            if (begin != ZHOL_UNREACHABLE && x->weight[a] != ZHOL_INFINITE
                && begin + x->weight[a] < *end) {
                *end = begin + x->weight[a];
            }
        }
    }
}

/* Parents lead back to the source, and their weights add up to the distance. */
static int
parents_add_up(const instance *x, const zhol_dijkstra *d, uint32_t v)
{
    uint64_t sum = 0;
    uint32_t n = 0, at = v;

    for (uint32_t a = zhol_dijkstra_parent_arc(d, at);
         a != ZHOL_NO_ARC && n <= x->n_nodes; a = zhol_dijkstra_parent_arc(d, at)) {
        sum += x->weight[a];
        at = zhol_graph_tail(x->graph, a);
        n++;
    }
    return n <= x->n_nodes && zhol_dijkstra_distance(d, at) == 0
           && sum == zhol_dijkstra_distance(d, v);
}

static int
dijkstra_is_bellman_ford(prop *p)
{
    instance x;
    zhol_dijkstra *d = NULL;
    uint64_t want[MAX_NODES];
    int ok = make(p, &x) && zhol_dijkstra_new(x.graph, &d, NULL) == ZHOL_OK;

    for (int run = 0; run < 4 && ok; run++) { /* one query, used again */
        const uint32_t source = prop_below(p, x.n_nodes);
        const uint32_t target = run % 2 ? prop_below(p, x.n_nodes) : ZHOL_NO_NODE;
        bellman_ford(&x, source, want);
        ok = zhol_dijkstra_run(d, x.weight, source, target, NULL) == ZHOL_OK;
        for (uint32_t v = 0; v < x.n_nodes && ok; v++) {
            const uint64_t got = zhol_dijkstra_distance(d, v);
            ok = got == want[v]
                 || (target != ZHOL_NO_NODE && v != target && got == ZHOL_UNREACHABLE);
            ok = ok && (got == ZHOL_UNREACHABLE || parents_add_up(&x, d, v));
        }
    }
    zhol_dijkstra_free(d);
    zhol_graph_free(x.graph);
    return ok;
}

static int
one_criterion_is_dijkstra(prop *p)
{
    instance x;
    zhol_dijkstra *d = NULL;
    zhol_pareto *pareto = NULL;
    zhol_pareto_options o;
    int ok = make(p, &x) && zhol_dijkstra_new(x.graph, &d, NULL) == ZHOL_OK
             && zhol_pareto_new(x.graph, &pareto, NULL) == ZHOL_OK;

    zhol_pareto_defaults(&o);
    for (int run = 0; run < 4 && ok; run++) {
        const zhol_pareto_query q = { .weight = { x.weight },
            .n_criteria = 1,
            .source = prop_below(p, x.n_nodes),
            .target = prop_below(p, x.n_nodes) };
        zhol_front *front = NULL;
        o.within = run % 2 ? 0.1 : 0; /* one criterion is exact either way */
        ok = zhol_dijkstra_run(d, x.weight, q.source, q.target, NULL) == ZHOL_OK;
        const uint64_t want = zhol_dijkstra_distance(d, q.target);
        const zhol_status status = zhol_pareto_run(pareto, &q, &o, &front, NULL);
        ok = ok && status == (want == ZHOL_UNREACHABLE ? ZHOL_NONE : ZHOL_OK)
             && (!front || (front->n_ways == 1 && front->cost[0] == want));
        zhol_front_free(front);
    }
    zhol_pareto_free(pareto);
    zhol_dijkstra_free(d);
    zhol_graph_free(x.graph);
    return ok;
}

int
main(void)
{
    const int a = prop_holds("dijkstra_is_bellman_ford", 2000, dijkstra_is_bellman_ford);
    const int b =
        prop_holds("one_criterion_is_dijkstra", 2000, one_criterion_is_dijkstra);

    return !(a && b);
}
