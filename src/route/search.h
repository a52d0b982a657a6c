/* SPDX-License-Identifier: Apache-2.0 */
/** @file search.h  The graph of one query, and what its arcs mean.
 *
 * The virtual network, once for each place still to be visited (--via): an arc leads from
 * copy i to copy i + 1 at each node whose place is inside via i. A source and a sink are
 * joined to the gates of the ends.
 */
#ifndef ZI_ROUTE_SEARCH_H
#define ZI_ROUTE_SEARCH_H

#include <zhol/graph.h>

#include "cost/network.h"
#include "route/ends.h"

typedef struct zi_search {
    const zi_network *net;
    const zi_ends *from, *to;
    zhol_graph *graph;
    uint32_t *meaning; /* of each arc: of the network, or ZI_IS_SWITCH, ZI_IS_GATE + i */
    uint32_t *weights; /* [zi_weight x n_arcs + arc] */
    uint32_t source, sink;
} zi_search;

#define ZI_IS_GATE   UINT32_C(0x80000000) /* + i: gate i of `from`; + 16 + i: of `to` */
#define ZI_IS_SWITCH UINT32_MAX

typedef struct zi_search_options {
    const zhol_scope *via;
    uint32_t n_via;
} zi_search_options;

/** Borrows net (made for the gates of from and to), from and to. @p out is owned by the
 * caller: zi_search_free(). */
ZHOL_MUST_CHECK zhol_status zi_search_new(const zi_network *net, const zi_ends *from,
    const zi_ends *to, const zi_search_options *options, zi_search **out,
    zhol_error *err);
void zi_search_free(zi_search *s);

/** What an arc of the graph is made of, in order. @return how many. */
uint32_t zi_search_items(const zi_search *s, uint32_t arc, zi_item out[ZI_MAX_ITEMS]);

#endif
