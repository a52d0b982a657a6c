/* SPDX-License-Identifier: Apache-2.0 */
/** @file valuer.h  What the files that value subsets share. */
#ifndef ZI_PLAN_VALUER_H
#define ZI_PLAN_VALUER_H

#include <zhol/plan.h>

#include "skim/skim.h"

/** A place from which networks are searched, for one slot. */
typedef struct zi_start {
    zhol_ref place;
    uint32_t slot;
    double weight; /**< of its slot; 1 together */
} zi_start;

typedef struct zi_valuer {
    zhol_plan *plan;
    const zhol_plan_query *query;
    zi_book *book;
    uint32_t n_subsets, n_places;
    uint32_t
        *tasks; /**< the subsets that differ, neighbours by one project (Gray code) */
    uint32_t n_tasks;
    uint32_t effective; /**< projects with effects, as a mask */
    zi_start *starts;
    uint32_t n_slots;
    double *raw;  /**< of each slot and subset */
    double *mass; /**< of each place: share of the world's GDP */
    double *gdp;  /**< of each account that is an economy */
} zi_valuer;

static inline bool
zi_valuer_is_by_pairs(const zi_valuer *x)
{
    return x->plan->measure == ZHOL_PLAN_TIME || x->plan->measure == ZHOL_PLAN_MONEY;
}

static inline zi_skim_metric
zi_valuer_metric(const zi_valuer *x)
{
    return x->plan->measure == ZHOL_PLAN_MONEY ? ZI_SKIM_COST_USD : ZI_SKIM_TIME_H;
}

/** What being so near (in hours) to a place adds to the sum of a start; 0: nothing. */
double zi_valuer_term(
    const zi_valuer *x, const zi_start *s, zhol_ref place, double value);

/** Fills `raw` of all tasks, on query->n_threads: the networks as weights of one graph, a
 * tour from each to the next. */
ZHOL_MUST_CHECK zhol_status zi_valuer_look(zi_valuer *x, zhol_error *err);

/** Fills `raw` of one subset from its own network, with one search for each start: the
 * plain way, for numbers that do not fit the other and as its oracle. */
ZHOL_MUST_CHECK zhol_status zi_valuer_search(
    const zi_valuer *x, uint32_t subset, zhol_error *err);

#endif
