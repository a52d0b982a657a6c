/* SPDX-License-Identifier: Apache-2.0 */
/* The exact searches of two and three criteria against the search for any number, which
 * has a last criterion more to look at that repeats the first, and so finds the same; and
 * with what callers may know beforehand. prop_graph_pareto.c counts out small graphs. */
#include <zhol/graph.h>

#include "prop.h"

#include <string.h>

enum { MAX_NODES = 3000, MAX_ARCS = 20000 };

typedef struct network {
    zhol_graph *graph;
    uint32_t n_nodes, n_arcs;
    uint32_t tail[MAX_ARCS], head[MAX_ARCS], weight[3][MAX_ARCS];
    zhol_pareto_query query;
} network;

static network net;

static void
add_arc(uint32_t tail, uint32_t head, uint32_t w0, uint32_t w1, uint32_t w2)
{
    const uint32_t a = net.n_arcs++;

    net.tail[a] = tail;
    net.head[a] = head;
    net.weight[0][a] = w0;
    net.weight[1][a] = w1;
    net.weight[2][a] = w2;
}

/* Arcs in the order of the graph's numbers: the weights, too. */
static int
finish(uint32_t n_nodes, uint32_t n_criteria)
{
    static uint32_t to[MAX_ARCS], old[4][MAX_ARCS];
    const zhol_arcs arcs = { n_nodes, net.n_arcs, net.tail, net.head };

    net.n_nodes = n_nodes;
    memset(&net.query, 0, sizeof net.query);
    net.query.n_criteria = n_criteria;
    if (zhol_graph_new(&arcs, to, &net.graph, NULL) != ZHOL_OK) {
        return 0;
    }
    for (int k = 0; k < 3; k++) {
        memcpy(old[k], net.weight[k], sizeof old[k]);
        net.query.weight[k] = net.weight[k];
    }
    memcpy(old[3], net.tail, sizeof old[3]);
    for (uint32_t a = 0; a < net.n_arcs; a++) {
        for (int k = 0; k < 3; k++) {
            net.weight[k][to[a]] = old[k][a];
        }
        net.tail[to[a]] = old[3][a];
    }
    return 1;
}

static void
discard(void)
{
    zhol_graph_free(net.graph);
    net.graph = NULL;
    net.n_arcs = 0;
}

/* Anything: loops, parallel arcs, parts that do not hang together, weights that are often
 * 0, closed arcs. */
static int
make_any(prop *p)
{
    const uint32_t n_nodes = 1 + prop_below(p, 50), n = prop_below(p, 200);
    const uint32_t most = 1 + prop_below(p, 30);

    for (uint32_t a = 0; a < n; a++) {
        uint32_t w[3];
        for (int k = 0; k < 3; k++) {
            w[k] = prop_below(p, 60) == 0  ? ZHOL_INFINITE
                   : prop_below(p, 4) == 0 ? 0
                                           : prop_below(p, most);
        }
        add_arc(prop_below(p, n_nodes), prop_below(p, n_nodes), w[0], w[1], w[2]);
    }
    const int ok = finish(n_nodes, 2 + prop_below(p, 2));
    net.query.source = prop_below(p, n_nodes);
    net.query.target = prop_below(p, n_nodes);
    return ok;
}

/* Streets in a grid, some of them faster, some with bends (nodes of degree two): so that
 * corridors are contracted and mixes are worth it. From corner to corner. */
static int
make_streets(prop *p, uint32_t side, uint32_t n_criteria)
{
    const uint32_t n_crossings = side * side;
    uint32_t n_nodes = n_crossings;

    for (uint32_t i = 0; i < 2 * n_crossings; i++) {
        const uint32_t v = i / 2, is_down = i % 2;
        const uint32_t line = is_down ? v % side : v / side;
        const uint32_t w = v + (is_down ? side : 1);
        const uint32_t length = 50 + prop_below(p, 100), speed = line % 5 == 0 ? 4 : 1;
        const uint32_t time = 4 * length / speed + prop_below(p, 20);
        const uint32_t toll = prop_below(p, 3);
        if (w >= n_crossings || (!is_down && v % side == side - 1)) {
            continue;
        }
        if (prop_below(p, 3) == 0 && n_nodes < MAX_NODES) { /* a bend */
            const uint32_t bend = n_nodes++;
            add_arc(v, bend, time / 2, length / 2, toll);
            add_arc(bend, w, time / 2, length / 2, toll);
            add_arc(w, bend, time / 2, length / 2, toll);
            add_arc(bend, v, time / 2, length / 2, toll);
        } else {
            add_arc(v, w, time, length, toll);
            add_arc(w, v, time + prop_below(p, 9), length, toll);
        }
    }
    const int ok = finish(n_nodes, n_criteria);
    net.query.source = 0;
    net.query.target = n_crossings - 1;
    return ok;
}

/* Every way leads from the source to the target and costs what the front says. */
static int
ways_are_real(const zhol_front *f)
{
    int ok = 1;

    for (uint32_t i = 0; i < f->n_ways; i++) {
        uint64_t cost[3] = { 0 };
        uint32_t v = net.query.source;
        for (uint32_t j = f->first_arc[i]; j < f->first_arc[i + 1]; j++) {
            const uint32_t a = f->arc[j];
            ok = ok && net.tail[a] == v;
            v = zhol_graph_head(net.graph, a);
            for (uint32_t k = 0; k < f->n_criteria; k++) {
                ok = ok && net.weight[k][a] != ZHOL_INFINITE;
                cost[k] += net.weight[k][a];
            }
        }
        ok = ok && v == net.query.target
             && memcmp(cost, &f->cost[(size_t) i * f->n_criteria],
                    f->n_criteria * sizeof *cost)
                    == 0;
    }
    return ok;
}

/* `of_all` has the first criterion again at the end. */
static int
has_same_costs(const zhol_front *f, const zhol_front *of_all)
{
    int ok = (f != NULL) == (of_all != NULL);

    if (!ok || !f) {
        return ok;
    }
    ok = f->n_ways == of_all->n_ways;
    for (uint32_t i = 0; i < f->n_ways && ok; i++) {
        for (uint32_t k = 0; k < f->n_criteria; k++) {
            ok = ok
                 && f->cost[(size_t) i * f->n_criteria + k]
                        == of_all->cost[(size_t) i * of_all->n_criteria + k];
        }
    }
    return ok;
}

static zhol_front *
run(const zhol_pareto_query *q, zhol_status *status)
{
    zhol_pareto *p = NULL;
    zhol_front *f = NULL;
    zhol_pareto_options o;

    zhol_pareto_defaults(&o);
    *status = zhol_pareto_new(net.graph, &p, NULL);
    if (*status == ZHOL_OK) {
        *status = zhol_pareto_run(p, q, &o, &f, NULL);
    }
    zhol_pareto_free(p);
    return f;
}

static zhol_front *
run_general(zhol_status *status)
{
    zhol_pareto_query q = net.query;

    while (q.n_criteria < 4) {
        q.weight[q.n_criteria] = q.weight[0];
        q.n_criteria++;
    }
    return run(&q, status);
}

static int
fronts_are_those_of_the_general_search(void)
{
    zhol_status status, want;
    zhol_front *f = run(&net.query, &status), *all = run_general(&want);
    const int ok = status == want && has_same_costs(f, all) && (!f || ways_are_real(f));

    zhol_front_free(f);
    zhol_front_free(all);
    return ok;
}

static int
any_network_has_the_front_of_the_general_search(prop *p)
{
    const int ok = make_any(p) && fronts_are_those_of_the_general_search();

    discard();
    return ok;
}

static int
streets_have_the_front_of_the_general_search(prop *p)
{
    const int ok = make_streets(p, 8 + prop_below(p, 6), 2 + prop_below(p, 2))
                   && fronts_are_those_of_the_general_search();

    discard();
    return ok;
}

/* ------------------------------------------------------------ what callers may know */

typedef struct knowledge {
    zhol_cch *cch;
    zhol_metric *metric;
    zhol_sweep *sweep;
    uint32_t to[3][MAX_NODES], from[3][MAX_NODES];
} knowledge;

static knowledge known;

static int
learn(prop *p)
{
    const uint32_t n = net.query.n_criteria;
    uint32_t *to[3] = { known.to[0], known.to[1], known.to[2] };
    uint32_t *from[3] = { known.from[0], known.from[1], known.from[2] };
    static uint32_t order[MAX_NODES];
    zhol_metric_options o;

    zhol_metric_defaults(&o);
    for (uint32_t v = 0; v < net.n_nodes; v++) { /* an order at random */
        const uint32_t i = prop_below(p, v + 1);
        order[v] = order[i];
        order[i] = v;
    }
    return zhol_cch_new(net.graph, order, &known.cch, NULL) == ZHOL_OK
           && zhol_metric_new(known.cch, net.query.weight, n, &o, &known.metric, NULL)
                  == ZHOL_OK
           && zhol_sweep_new(known.metric, &known.sweep, NULL) == ZHOL_OK
           && zhol_pareto_bounds(known.sweep, net.query.target, true, n, to, NULL)
                  == ZHOL_OK
           && zhol_pareto_bounds(known.sweep, net.query.source, false, n, from, NULL)
                  == ZHOL_OK;
}

static void
forget(void)
{
    zhol_sweep_free(known.sweep);
    zhol_metric_free(known.metric);
    zhol_cch_free(known.cch);
    known.sweep = NULL;
    known.metric = NULL;
    known.cch = NULL;
    discard();
}

/* Bounds of sweeps are the distances; arcs closed in another criterion count as open. */
static int
bounds_are_distances(uint32_t k)
{
    zhol_dijkstra *d = NULL;
    int ok = zhol_dijkstra_new(net.graph, &d, NULL) == ZHOL_OK
             && zhol_dijkstra_run(d, net.weight[k], net.query.source, ZHOL_NO_NODE, NULL)
                    == ZHOL_OK;

    for (uint32_t v = 0; v < net.n_nodes && ok; v++) {
        const uint64_t want = zhol_dijkstra_distance(d, v);
        ok = want == ZHOL_UNREACHABLE ? known.from[k][v] == ZHOL_INFINITE
                                      : known.from[k][v] == want;
    }
    zhol_dijkstra_free(d);
    return ok;
}

static int
same_with_knowledge(void)
{
    zhol_pareto_query q = net.query;
    zhol_status status, want;
    zhol_front *all = run_general(&want);
    int ok = 1;

    for (int what = 0; what < 3 && ok; what++) { /* to; to and from; a hierarchy */
        for (uint32_t k = 0; k < q.n_criteria; k++) {
            q.to_target[k] = what < 2 ? known.to[k] : NULL;
            q.from_source[k] = what == 1 ? known.from[k] : NULL;
        }
        q.metric = what == 2 && q.n_criteria == 2 ? known.metric : NULL;
        zhol_front *f = run(&q, &status);
        ok = status == want && has_same_costs(f, all) && (!f || ways_are_real(f));
        zhol_front_free(f);
    }
    zhol_front_free(all);
    return ok;
}

static int
what_a_caller_knows_changes_no_cost(prop *p)
{
    int ok = make_any(p) && learn(p);

    for (uint32_t k = 0; k < net.query.n_criteria && ok; k++) {
        ok = bounds_are_distances(k);
    }
    ok = ok && same_with_knowledge();
    forget();
    return ok;
}

static int
what_a_caller_knows_of_streets_changes_no_cost(prop *p)
{
    const int ok = make_streets(p, 36, 2) && learn(p) && same_with_knowledge();

    forget();
    return ok;
}

int
main(void)
{
    int ok = prop_holds("any_network_has_the_front_of_the_general_search", 3000,
        any_network_has_the_front_of_the_general_search);
    ok &= prop_holds("streets_have_the_front_of_the_general_search", 100,
        streets_have_the_front_of_the_general_search);
    ok &= prop_holds(
        "what_a_caller_knows_changes_no_cost", 1000, what_a_caller_knows_changes_no_cost);
    ok &= prop_holds("what_a_caller_knows_of_streets_changes_no_cost", 5,
        what_a_caller_knows_of_streets_changes_no_cost);

    return !ok;
}
