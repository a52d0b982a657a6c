/* SPDX-License-Identifier: Apache-2.0 */
/** @file reach.h  What the files that find reaches share. */
#ifndef ZI_SKIM_REACH_H
#define ZI_SKIM_REACH_H

#include <zhol/skim.h>

#include "skim/many.h"
#include "skim/skim.h"

/* One network and the figures spread over its places, for any number of starts. */
typedef struct zi_reach_ground {
    const zhol_world *world;
    zi_book *book;
    zi_skim *skim;
    double *weight;     /* of each place its share of its economy */
    double *share;      /* [place x figures]: of the world's total */
    uint8_t *has_place; /* of each economy */
    uint32_t n_places, n_economies, n_threads;
} zi_reach_ground;

/* @p sources: one for each figure, zeroed. Free with zi_reach_close(), also after a
 * failure. */
ZHOL_MUST_CHECK zhol_status zi_reach_open(const zhol_world *w,
    const zhol_reach_query *query, zi_reach_ground *out, zhol_reach_source *sources,
    zhol_error *err);
void zi_reach_close(zi_reach_ground *g);

/* Fills in what was left open and checks the rest. ZHOL_USAGE. */
ZHOL_MUST_CHECK zhol_status zi_reach_settle(
    const zhol_world *w, zhol_reach_query *q, uint32_t *year, zhol_error *err);

/* What a scenario borrows is not kept. */
void zi_reach_forget_lists(zhol_scenario *s);

/* Fills weight, share and has_place. */
ZHOL_MUST_CHECK zhol_status zi_reach_share_out(zi_reach_ground *g,
    const zhol_reach_query *query, zhol_reach_source *sources, zhol_error *err);

/* The places of an economy with a weight, or one place. @p starts and @p weights have
 * room for all places. @return how many. */
uint32_t zi_reach_starts(
    const zi_reach_ground *g, zhol_scope from, zhol_ref *starts, double *weights);

/* Rows from places to all places, about so many of them. @p out: zi_many_free(). */
ZHOL_MUST_CHECK zhol_status zi_reach_rows(const zi_reach_ground *g, zhol_reach_by by,
    uint32_t n_rows, zi_many **out, zhol_error *err);

/* Draws the network: limit[BY_CHANCE] of the points, which exist, and r->drawn. */
ZHOL_MUST_CHECK zhol_status zi_reach_draw(
    zhol_reach *r, const zi_reach_ground *g, zhol_error *err);

/* The gateways of the largest start; @p value: scratch, one a place. */
ZHOL_MUST_CHECK zhol_status zi_reach_find_gateways(
    zhol_reach *r, const zi_reach_ground *g, double *value, zhol_error *err);

extern const zi_skim_metric zi_reach_metric[ZHOL_N_REACH_BYS];

#endif
