/* SPDX-License-Identifier: Apache-2.0 */
/** @file draw.h  How long ways may take: joint draws of all that is random in them.
 *
 * Each item of a way is a random number of hours with its mean and variance: a wait is
 * cut_off + U(0, headway), everything else lognormal. Items with equal keys are the same
 * event on every way that has it (common random numbers), so ways can be compared draw by
 * draw. Items of one factor (the procedures of one direction of a border, the sailings of
 * one sea, the links of one land mode) are joined by a Gaussian copula: z = sqrt(r) F +
 * sqrt(1 - r) e.
 *
 * Points are scrambled Sobol points, one dimension a factor or event, the largest
 * variance first. So that the good dimensions last longer and 4,096 draws of a handful of
 * ways take milliseconds, events that belong to the same ways and the same factor are
 * drawn as one lognormal event with the mean and variance of their sum, if they are links
 * of one mode or each less than 2 % of the variance of its ways (test_draw.c compares
 * with plain draws of every event). Beyond the dimensions there are, plain random numbers
 * are taken.
 */
#ifndef ZI_ROUTE_DRAW_H
#define ZI_ROUTE_DRAW_H

#include "cost/item.h"

enum { ZI_MAX_DRAWN = 32 }; /* ways at once */

typedef struct zi_journey {
    zi_item *items;
    uint32_t n_items;
} zi_journey;

typedef struct zi_draw_options {
    uint64_t seed;
    uint32_t n_draws; /* a power of two, 2 .. 2^20 */
    double correlation_border, correlation_sea, correlation_land;
} zi_draw_options;

/** Fills hours[way x n_draws + draw]. n_ways <= ZI_MAX_DRAWN. ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_draw(const zi_journey *ways, uint32_t n_ways,
    const zi_draw_options *options, double *hours, zhol_error *err);

#endif
