/* SPDX-License-Identifier: Apache-2.0 */
/** @file inside.h  What a skim is made of: for this room only. */
#ifndef ZI_SKIM_INSIDE_H
#define ZI_SKIM_INSIDE_H

#include "skim/skim.h"

struct zi_skim {
    const zi_book *book;
    zi_scene *scene;
    zi_load load;
    zi_network *net;
    zhol_ref *places; /* the land places that are not barred: gates */
    uint32_t *gate;   /* of each place its number in `places`, or UINT32_MAX */
    uint32_t n_places;
    zhol_graph *graph, *reverse;
    uint32_t *arc_of;         /* of the graph's arc: arc of the network */
    uint32_t *reverse_arc_of; /* of the reverse graph's arc: arc of the graph */
    uint32_t *weight[ZI_N_SKIM_METRICS]; /* by arc of the graph */
    uint32_t
        *reverse_weight[ZI_N_SKIM_METRICS]; /* by arc of the reverse graph, or NULL */
    zhol_dijkstra *forward;
    zhol_ref from; /* of the last zi_skim_from() */
    zhol_cch *cch; /* of the graph; NULL: not asked for yet */
};

/** What a day costs, per cent of the goods' value. */
double zi_skim_value_of_time_pct_per_day(const zi_skim *k);

/** Makes the reverse graph and its weights of a metric, once. */
ZHOL_MUST_CHECK zhol_status zi_skim_turn_round(
    zi_skim *k, zi_skim_metric metric, zhol_error *err);

#endif
