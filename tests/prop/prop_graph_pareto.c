/* SPDX-License-Identifier: Apache-2.0 */
/* The Pareto search against all simple ways of small random graphs, counted out. */
#include <zhol/graph.h>

#include "prop.h"

#include <math.h>
#include <string.h>

enum {
    MAX_SMALL = 9,
    MAX_SMALL_ARCS = 30,
    MAX_NODES = 40,
    MAX_ARCS = 200,
    MAX_WAYS = 200000
};

typedef struct instance {
    uint32_t n_nodes, n_arcs, n_criteria, source, target;
    uint32_t tail[MAX_ARCS], head[MAX_ARCS], weight[4][MAX_ARCS];
} instance;

typedef struct cost_list {
    uint32_t n;
    uint64_t cost[MAX_WAYS][4];
} cost_list;

/* Weights of 0 .. 20, often 0; or of 0 .. 2^32 - 2; or alike in all criteria. */
static uint32_t
random_weight(prop *p, uint32_t kind)
{
    switch (kind) {
    case 0:
        return prop_below(p, 21);
    case 1:
        return prop_below(p, 3) == 0 ? 0 : prop_below(p, 4);
    case 2:
        return prop_below(p, ZHOL_INFINITE);
    default:
        return 1000 + prop_below(p, 1000);
    }
}

static void
make_instance(prop *p, uint32_t max_nodes, uint32_t max_arcs, instance *x)
{
    const uint32_t kind = prop_below(p, 4);

    x->n_nodes = 1 + prop_below(p, max_nodes);
    x->n_arcs = prop_below(p, max_arcs + 1);
    x->n_criteria = 1 + prop_below(p, ZHOL_MAX_CRITERIA);
    x->source = prop_below(p, x->n_nodes);
    x->target = prop_below(p, x->n_nodes);
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        x->tail[a] = prop_below(p, x->n_nodes);
        x->head[a] = prop_below(p, x->n_nodes);
        for (uint32_t k = 0; k < x->n_criteria; k++) {
            x->weight[k][a] =
                prop_below(p, 40) == 0 ? ZHOL_INFINITE : random_weight(p, kind);
        }
    }
}

/* The oracle: walks on from `v` over every simple way. */
static void
walk(
    const instance *x, uint32_t v, uint32_t visited, const uint64_t *cost, cost_list *out)
{
    if (v == x->target) {
        if (out->n < MAX_WAYS) {
            memcpy(out->cost[out->n++], cost, 4 * sizeof *cost);
        }
        return;
    }
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        uint64_t next[4] = { 0 };
        int is_open = x->tail[a] == v && !(visited >> x->head[a] & 1);
        for (uint32_t k = 0; k < x->n_criteria; k++) {
            is_open = is_open && x->weight[k][a] != ZHOL_INFINITE;
            next[k] = cost[k] + x->weight[k][a];
        }
        if (is_open) {
            walk(x, x->head[a], visited | 1U << x->head[a], next, out);
        }
    }
}

static int
is_as_good(const uint64_t *a, const uint64_t *b, uint32_t n)
{
    int result = 1;

    for (uint32_t k = 0; k < n; k++) {
        result = result && a[k] <= b[k];
    }
    return result;
}

static const uint64_t *
cost_of(const zhol_front *f, uint32_t i)
{
    return &f->cost[(size_t) i * f->n_criteria];
}

/* Builds the graph with its arcs in the order first, first + 1, ... (cyclic). */
static zhol_status
solve(
    const instance *x, uint32_t first, double within, zhol_front **out, instance *sorted)
{
    uint32_t to[MAX_ARCS], tail[MAX_ARCS], head[MAX_ARCS];
    zhol_graph *g = NULL;
    zhol_pareto *p = NULL;
    zhol_pareto_options o;
    zhol_pareto_query q = {
        .n_criteria = x->n_criteria, .source = x->source, .target = x->target
    };
    const zhol_arcs arcs = { x->n_nodes, x->n_arcs, tail, head };

    for (uint32_t a = 0; a < x->n_arcs; a++) {
        tail[a] = x->tail[(a + first) % x->n_arcs];
        head[a] = x->head[(a + first) % x->n_arcs];
    }
    zhol_status status = zhol_graph_new(&arcs, to, &g, NULL);
    *sorted = *x;
    for (uint32_t a = 0; a < x->n_arcs && status == ZHOL_OK; a++) {
        sorted->tail[to[a]] = tail[a];
        sorted->head[to[a]] = head[a];
        for (uint32_t k = 0; k < x->n_criteria; k++) {
            sorted->weight[k][to[a]] = x->weight[k][(a + first) % x->n_arcs];
            q.weight[k] = sorted->weight[k];
        }
    }
    zhol_pareto_defaults(&o);
    o.within = within;
    if (status == ZHOL_OK) {
        status = zhol_pareto_new(g, &p, NULL);
    }
    if (status == ZHOL_OK) { /* twice: nothing may be left over from the first run */
        status = zhol_pareto_run(p, &q, &o, out, NULL);
        zhol_front_free(*out);
        status = zhol_pareto_run(p, &q, &o, out, NULL);
    }
    zhol_pareto_free(p);
    zhol_graph_free(g);
    return status;
}

/* Every way is a simple way from source to target that costs what the front says. */
static int
ways_are_real(const zhol_front *f, const instance *x)
{
    int ok = 1;

    for (uint32_t i = 0; i < f->n_ways; i++) {
        uint64_t cost[4] = { 0 };
        uint32_t v = x->source;
        uint64_t visited = UINT64_C(1) << v;
        for (uint32_t j = f->first_arc[i]; j < f->first_arc[i + 1]; j++) {
            const uint32_t a = f->arc[j];
            ok = ok && x->tail[a] == v && !(visited >> x->head[a] & 1);
            v = x->head[a];
            visited |= UINT64_C(1) << v;
            for (uint32_t k = 0; k < f->n_criteria; k++) {
                cost[k] += x->weight[k][a];
                ok = ok && x->weight[k][a] != ZHOL_INFINITE;
            }
        }
        ok = ok && v == x->target
             && memcmp(cost, cost_of(f, i), f->n_criteria * sizeof *cost) == 0;
    }
    return ok;
}

static int
none_dominates_another_and_all_are_sorted(const zhol_front *f)
{
    int ok = f->n_ways > 0;

    for (uint32_t i = 0; i < f->n_ways; i++) {
        for (uint32_t j = 0; j < f->n_ways; j++) {
            ok = ok
                 && (i == j || !is_as_good(cost_of(f, i), cost_of(f, j), f->n_criteria));
        }
        for (uint32_t k = 0; i > 0 && k < f->n_criteria; k++) {
            if (cost_of(f, i - 1)[k] != cost_of(f, i)[k]) {
                ok = ok && cost_of(f, i - 1)[k] < cost_of(f, i)[k];
                break;
            }
        }
    }
    return ok;
}

/* within: the promise; factor: what the run says that it kept */
static int
covers(const zhol_front *f, const uint64_t *cost, double factor)
{
    int result = 0;

    for (uint32_t i = 0; i < f->n_ways && !result; i++) {
        result = 1;
        for (uint32_t k = 0; k < f->n_criteria; k++) {
            result = result
                     && (long double) cost_of(f, i)[k]
                            <= (long double) cost[k] * (long double) factor;
        }
    }
    return result;
}

static cost_list all;

static int
the_front_covers_every_simple_way(prop *p)
{
    static const double within[] = { 0.0, 0.01, 0.05, 0.3, 1.0 };
    const uint64_t nothing[4] = { 0 };
    instance x, sorted;
    int ok = 1;

    make_instance(p, MAX_SMALL, MAX_SMALL_ARCS, &x);
    all.n = 0;
    walk(&x, x.source, 1U << x.source, nothing, &all);
    for (size_t w = 0; w < sizeof within / sizeof within[0] && ok; w++) {
        zhol_front *f = NULL;
        const zhol_status status = solve(&x, 0, within[w], &f, &sorted);
        ok = status == (all.n > 0 ? ZHOL_OK : ZHOL_NONE) && (f != NULL) == (all.n > 0);
        if (f) {
            ok = ok && ways_are_real(f, &sorted)
                 && none_dominates_another_and_all_are_sorted(f) && f->factor >= 1.0
                 && f->factor <= 1.0 + within[w];
            /* 1e-15: `factor` is a rounded quotient */
            for (uint32_t i = 0; i < all.n && ok; i++) {
                ok = covers(f, all.cost[i], 1 + within[w])
                     && covers(
                         f, all.cost[i], f->factor * (within[w] > 0 ? 1 + 1e-15 : 1));
            }
        }
        zhol_front_free(f);
    }
    return ok;
}

static int
the_numbers_of_arcs_change_no_cost(prop *p)
{
    static const double within[] = { 0.0, 0.05, 0.3 };
    instance x, sorted;
    int ok = 1;

    make_instance(p, MAX_SMALL, MAX_SMALL_ARCS, &x);
    for (size_t w = 0; w < sizeof within / sizeof within[0]; w++) {
        zhol_front *f = NULL, *g = NULL;
        const zhol_status a = solve(&x, 0, within[w], &f, &sorted);
        const zhol_status b = solve(&x, x.n_arcs / 2, within[w], &g, &sorted);
        ok = ok && a == b;
        if (f && g) {
            ok = ok && f->n_ways == g->n_ways
                 && memcmp(f->cost, g->cost, sizeof *f->cost * f->n_ways * f->n_criteria)
                        == 0;
        }
        zhol_front_free(f);
        zhol_front_free(g);
    }
    return ok;
}

/* Closing an arc never makes any criterion's best smaller. */
static int
closing_an_arc_never_helps(prop *p)
{
    instance x, sorted;
    zhol_front *open = NULL, *closed = NULL;
    int ok = 1;

    make_instance(p, MAX_SMALL, MAX_SMALL_ARCS, &x);
    const zhol_status a = solve(&x, 0, 0.0, &open, &sorted);
    if (x.n_arcs > 0) {
        x.weight[0][prop_below(p, x.n_arcs)] = ZHOL_INFINITE;
    }
    const zhol_status b = solve(&x, 0, 0.0, &closed, &sorted);
    ok = (a == ZHOL_OK || b == ZHOL_NONE);
    for (uint32_t i = 0; closed && open && i < closed->n_ways; i++) {
        ok = ok && covers(open, cost_of(closed, i), 1.0);
    }
    zhol_front_free(open);
    zhol_front_free(closed);
    return ok;
}

/* Graphs too large to count out: the exact front is the oracle. */
static int
less_exact_fronts_cover_the_exact_one(prop *p)
{
    static const double within[] = { 0.01, 0.1, 0.5, 1.0 };
    instance x, sorted;
    zhol_front *exact = NULL;
    int ok = 1;

    make_instance(p, MAX_NODES, MAX_ARCS, &x);
    const zhol_status status = solve(&x, 0, 0.0, &exact, &sorted);
    for (size_t w = 0; w < sizeof within / sizeof within[0] && exact && ok; w++) {
        zhol_front *f = NULL;
        ok = solve(&x, 0, within[w], &f, &sorted) == ZHOL_OK && ways_are_real(f, &sorted)
             && none_dominates_another_and_all_are_sorted(f);
        for (uint32_t i = 0; i < exact->n_ways && ok; i++) {
            ok = covers(f, cost_of(exact, i), 1 + within[w])
                 && covers(f, cost_of(exact, i), f->factor * (1 + 1e-15));
        }
        zhol_front_free(f);
    }
    zhol_front_free(exact);
    return ok && (status == ZHOL_OK || status == ZHOL_NONE);
}

int
main(void)
{
    int ok = prop_holds(
        "the_front_covers_every_simple_way", 3000, the_front_covers_every_simple_way);
    ok &= prop_holds(
        "the_numbers_of_arcs_change_no_cost", 1000, the_numbers_of_arcs_change_no_cost);
    ok &= prop_holds("closing_an_arc_never_helps", 1000, closing_an_arc_never_helps);
    ok &= prop_holds("less_exact_fronts_cover_the_exact_one", 1000,
        less_exact_fronts_cover_the_exact_one);

    return !ok;
}
