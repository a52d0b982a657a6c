/* SPDX-License-Identifier: Apache-2.0 */
/* Pareto search on a made-up freight network, as a ratio to plain Dijkstra from the same
 * source in the same run: bench_pareto [PLACES [QUERIES [BUDGET]]]. One JSON object a
 * line.
 *
 * Places are strewn over a plane of 10,000 x 4,000 km; each is joined to its nearest ones
 * by road and most by rail, some by ship, and at each place goods change between modes.
 * Criteria: seconds, cents, grams, hundredths of h2. */
#include <zhol/graph.h>

#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N_MODES = 3, N_NEAR = 3, MAX_PLACES = 20000, MAX_ARCS = 40 * MAX_PLACES };

typedef struct network {
    uint32_t n_places, n_arcs;
    uint32_t tail[MAX_ARCS], head[MAX_ARCS], weight[4][MAX_ARCS];
    double x_km[MAX_PLACES], y_km[MAX_PLACES];
} network;

static void
add_arc(network *n, uint32_t tail, uint32_t head, const double cost[4])
{
    const uint32_t a = n->n_arcs++;

    n->tail[a] = tail;
    n->head[a] = head;
    for (int k = 0; k < 4; k++) {
        n->weight[k][a] = (uint32_t) (cost[k] + 0.5);
    }
}

/* hours per 1,000 km, USD, kg CO2e, h2; an economy's own are 0.75 .. 1.25 of that */
static const double per_1000_km[N_MODES][4] = {
    { 25.0, 1900.0, 1800.0, 14.0 },
    { 24.0, 600.0, 350.0, 25.0 },
    { 35.0, 120.0, 160.0, 8.0 },
};
static const double in_units[4] = { 3600.0, 100.0, 1000.0, 100.0 };

static double
rate_of(const network *n, uint32_t place, int mode, int criterion)
{
    const uint64_t economy =
        (uint64_t) (n->x_km[place] / 1000) * 2 + (n->y_km[place] > 2000);
    uint64_t seed = economy * 12 + (uint64_t) mode * 4 + (uint64_t) criterion;

    return per_1000_km[mode][criterion] / 1000 * (0.75 + 0.5 * zi_random_unit(&seed));
}

static void
add_link(network *n, uint64_t *seed, uint32_t a, uint32_t b, int mode)
{
    const double km = hypot(n->x_km[a] - n->x_km[b], n->y_km[a] - n->y_km[b])
                      * (1.1 + 0.4 * zi_random_unit(seed));
    double cost[4];

    for (int k = 0; k < 4; k++) {
        cost[k] =
            km * in_units[k] * (rate_of(n, a, mode, k) + rate_of(n, b, mode, k)) / 2;
    }
    add_arc(n, a * N_MODES + (uint32_t) mode, b * N_MODES + (uint32_t) mode, cost);
    add_arc(n, b * N_MODES + (uint32_t) mode, a * N_MODES + (uint32_t) mode, cost);
}

static void
link_to_nearest(network *n, uint64_t *seed, uint32_t a)
{
    uint32_t near[N_NEAR] = { 0 };
    double near_km[N_NEAR];

    for (int i = 0; i < N_NEAR; i++) {
        near_km[i] = INFINITY;
    }
    for (uint32_t b = 0; b < n->n_places; b++) {
        const double km = hypot(n->x_km[a] - n->x_km[b], n->y_km[a] - n->y_km[b]);
        for (int i = 0; i < N_NEAR && b != a; i++) {
            if (km < near_km[i]) {
                for (int j = N_NEAR - 1; j > i; j--) {
                    near_km[j] = near_km[j - 1];
                    near[j] = near[j - 1];
                }
                near_km[i] = km;
                near[i] = b;
                break;
            }
        }
    }
    for (int i = 0; i < N_NEAR && near_km[i] < INFINITY; i++) {
        add_link(n, seed, a, near[i], 0);
        if (zi_random_unit(seed) < 0.7) {
            add_link(n, seed, a, near[i], 1);
        }
        if (zi_random_unit(seed) < 0.15) {
            add_link(n, seed, a, near[i], 2);
        }
    }
}

static void
make_network(network *n, uint32_t n_places, uint64_t *seed)
{
    n->n_places = n_places;
    n->n_arcs = 0;
    for (uint32_t v = 0; v < n_places; v++) {
        n->x_km[v] =
            10000 * (v + zi_random_unit(seed)) / n_places; /* from west to east */
        n->y_km[v] = 4000 * zi_random_unit(seed);
    }
    for (uint32_t v = 0; v < n_places; v++) {
        link_to_nearest(n, seed, v);
        add_link(n, seed, v, (v + 1) % n_places, 0); /* so that all hangs together */
        for (uint32_t i = 0; i < N_MODES; i++) {
            for (uint32_t j = 0; j < N_MODES; j++) {
                const double hours = 24 + (i > j ? 12 : 0), usd = i + j > 2 ? 250 : 150;
                const double cost[4] = { hours * 3600, usd * 100, 20000,
                    hours * hours * 0.3 * 100 };
                if (i != j) {
                    add_arc(n, v * N_MODES + i, v * N_MODES + j, cost);
                }
            }
        }
    }
}

static double
cpu_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

/* From the far west to the far east. */
static void
choose_ends(const network *n, uint64_t *seed, zhol_pareto_query *q)
{
    uint32_t west = (uint32_t) (zi_random_u64(seed) % n->n_places),
             east = (uint32_t) (zi_random_u64(seed) % n->n_places);

    for (int i = 0; i < 8; i++) {
        const uint32_t v = (uint32_t) (zi_random_u64(seed) % n->n_places);
        west = n->x_km[v] < n->x_km[west] ? v : west;
        east = n->x_km[v] > n->x_km[east] ? v : east;
    }
    q->source = west * N_MODES;
    q->target = east * N_MODES;
}

static int
measure(const network *n, const zhol_graph *g, zhol_pareto_query *q,
    const uint64_t budget, uint32_t n_queries)
{
    static const double within[] = { 0.0, 0.01, 0.05 };
    zhol_dijkstra *d = NULL;
    zhol_pareto *pareto = NULL;
    uint64_t seed = 1;
    int status = 1;

    if (zhol_dijkstra_new(g, &d, NULL) != ZHOL_OK
        || zhol_pareto_new(g, &pareto, NULL) != ZHOL_OK) {
        goto out;
    }
    for (uint32_t i = 0; i < n_queries; i++) {
        choose_ends(n, &seed, q);
        const double begin = cpu_s();
        for (int j = 0; j < 20; j++) {
            if (zhol_dijkstra_run(d, q->weight[0], q->source, ZHOL_NO_NODE, NULL)) {
                goto out;
            }
        }
        const double dijkstra_s = (cpu_s() - begin) / 20;
        for (size_t w = 0; w < sizeof within / sizeof within[0]; w++) {
            zhol_pareto_options o;
            zhol_front *front = NULL;
            zhol_error err = { "" };
            zhol_pareto_defaults(&o);
            o.within = within[w];
            o.budget_labels = budget;
            const double start = cpu_s();
            const zhol_status s = zhol_pareto_run(pareto, q, &o, &front, &err);
            const double pareto_s = cpu_s() - start;
            printf("{\"bench\": \"pareto\", \"n_nodes\": %u, \"n_arcs\": %u, "
                   "\"criteria\": %u, "
                   "\"within\": %g, \"status\": %d, \"n_ways\": %u, \"n_labels\": %llu, "
                   "\"factor\": %.6f, \"ms\": %.3f, \"dijkstra_ms\": %.3f, "
                   "\"ratio_to_dijkstra\": %.1f}\n",
                zhol_graph_n_nodes(g), zhol_graph_n_arcs(g), q->n_criteria, within[w],
                (int) s, front ? front->n_ways : 0,
                front ? (unsigned long long) front->n_labels : 0,
                front ? front->factor : 0.0, pareto_s * 1e3, dijkstra_s * 1e3,
                pareto_s / dijkstra_s);
            zhol_front_free(front);
        }
    }
    status = 0;

out:
    zhol_dijkstra_free(d);
    zhol_pareto_free(pareto);
    return status;
}

int
main(int argc, char **argv)
{
    network *n = calloc(1, sizeof *n);
    uint32_t *weights = malloc(4 * sizeof(uint32_t) * MAX_ARCS);
    uint32_t *to = malloc(sizeof(uint32_t) * MAX_ARCS);
    const uint32_t n_places = argc > 1 ? (uint32_t) strtoul(argv[1], NULL, 10) : 330;
    const uint32_t n_queries = argc > 2 ? (uint32_t) strtoul(argv[2], NULL, 10) : 5;
    const uint64_t budget = argc > 3 ? strtoull(argv[3], NULL, 10) : 2000000;
    zhol_graph *g = NULL;
    uint64_t seed = 42;
    int status = 1;

    if (!n || !weights || !to || n_places < 2 || n_places > MAX_PLACES) {
        goto out;
    }
    make_network(n, n_places, &seed);
    const zhol_arcs arcs = { n_places * N_MODES, n->n_arcs, n->tail, n->head };
    if (zhol_graph_new(&arcs, to, &g, NULL) != ZHOL_OK) {
        goto out;
    }
    zhol_pareto_query q = { .n_criteria = 4 };
    for (uint32_t k = 0; k < 4; k++) {
        for (uint32_t a = 0; a < n->n_arcs; a++) {
            weights[k * n->n_arcs + to[a]] = n->weight[k][a];
        }
        q.weight[k] = &weights[k * n->n_arcs];
    }
    status = measure(n, g, &q, budget, n_queries);

out:
    zhol_graph_free(g);
    free(n);
    free(weights);
    free(to);
    return status;
}
