/* SPDX-License-Identifier: Apache-2.0 */
/** @file shortest.h  The oracle of the router: plain Dijkstra, one criterion at a time.
 */
#ifndef ZHOL_TESTS_SHORTEST_H
#define ZHOL_TESTS_SHORTEST_H

#include <zhol/graph.h>

#include "route/search.h"
#include "unit/cost/scenes.h"

/* The least weight of any way of the default consignment from ends[0] to ends[1] in each
 * criterion; ZHOL_UNREACHABLE. */
static inline void
shortest(const zi_book *book, const zhol_scenario *s, const zhol_ref ends[2],
    uint64_t out[ZI_N_WEIGHTS])
{
    const zi_search_options none = { .n_via = 0 };
    const zi_network_options o = {
        .starts = &ends[0], .ends = &ends[1], .n_starts = 1, .n_ends = 1
    };
    zhol_error err = { "" };
    zhol_consignment c;
    zi_scene *scene = NULL;
    zi_network *net = NULL;
    zi_search *search = NULL;
    zhol_dijkstra *d = NULL;
    zi_ends from, to;
    zi_load load;

    zhol_consignment_defaults(&c);
    must(zi_load_make(book, &c, &load, &err), &err);
    must(zi_scene_new(book, s, 0, &scene, &err), &err);
    must(zi_ends_find(book, &(zhol_end){ .place = ends[0] }, &from, &err), &err);
    must(zi_ends_find(book, &(zhol_end){ .place = ends[1] }, &to, &err), &err);
    must(zi_network_new(scene, &load, &o, &net, &err), &err);
    must(zi_search_new(net, &from, &to, &none, &search, &err), &err);
    must(zhol_dijkstra_new(search->graph, &d, &err), &err);
    const size_t n_arcs = zhol_graph_n_arcs(search->graph);
    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        must(zhol_dijkstra_run(
                 d, &search->weights[k * n_arcs], search->source, search->sink, &err),
            &err);
        out[k] = zhol_dijkstra_distance(d, search->sink);
    }
    zhol_dijkstra_free(d);
    zi_search_free(search);
    zi_network_free(net);
    zi_scene_free(scene);
}

#endif
