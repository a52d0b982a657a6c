/* SPDX-License-Identifier: Apache-2.0 */
/** @file network.h  The baseline of the benches that route: one plain Dijkstra. */
#ifndef ZHOL_BENCH_NETWORK_H
#define ZHOL_BENCH_NETWORK_H

#include "bench.h"
#include "route/search.h"

enum { BENCH_N_RUNS = 21 };

/** Median CPU time of one Dijkstra by time, from one place to all, over the virtual
 * network of the default consignment. Prints the size of the network and that time. */
static inline double
bench_dijkstra(const char *bench, const zhol_world *w, zhol_ref from, zhol_ref to)
{
    zhol_error err = { "" };
    zhol_scenario scenario;
    zhol_consignment c;
    zi_book *book = NULL;
    zi_scene *scene = NULL;
    zi_network *net = NULL;
    zi_search *search = NULL;
    zhol_dijkstra *d = NULL;
    zi_load load;
    double ms[BENCH_N_RUNS];
    const zi_ends ends[2] = { { .gate = { from }, .n_gates = 1 },
        { .gate = { to }, .n_gates = 1 } };
    const zi_network_options options = {
        .starts = &from, .n_starts = 1, .ends = &to, .n_ends = 1
    };
    const zi_search_options no_via = { NULL, 0 };

    zhol_scenario_defaults(&scenario);
    zhol_consignment_defaults(&c);
    bench_must(bench, zi_book_new(w, &book, &err), &err);
    bench_must(bench, zi_load_make(book, &c, &load, &err), &err);
    bench_must(bench, zi_scene_new(book, &scenario, 0, &scene, &err), &err);
    bench_must(bench, zi_network_new(scene, &load, &options, &net, &err), &err);
    bench_must(
        bench, zi_search_new(net, &ends[0], &ends[1], &no_via, &search, &err), &err);
    bench_must(bench, zhol_dijkstra_new(search->graph, &d, &err), &err);
    for (int i = 0; i < BENCH_N_RUNS; i++) {
        const double start = bench_cpu_ms();
        bench_must(bench,
            zhol_dijkstra_run(d, search->weights, search->source, ZHOL_NO_NODE, &err),
            &err);
        ms[i] = bench_cpu_ms() - start;
    }
    const double median_ms = bench_median(ms, BENCH_N_RUNS);
    printf("{\"bench\": \"network\", \"nodes\": %u, \"arcs\": %u}\n",
        zhol_graph_n_nodes(search->graph), zhol_graph_n_arcs(search->graph));
    printf("{\"bench\": \"dijkstra_one_to_all\", \"cpu_ms\": %.3f}\n", median_ms);
    zhol_dijkstra_free(d);
    zi_search_free(search);
    zi_network_free(net);
    zi_scene_free(scene);
    zi_book_free(book);
    return median_ms;
}

#endif
