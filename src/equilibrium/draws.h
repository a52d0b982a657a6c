/* SPDX-License-Identifier: Apache-2.0 */
/** @file draws.h  Intervals: the same counterfactual for coefficients that are drawn. */
#ifndef ZI_EQUILIBRIUM_DRAWS_H
#define ZI_EQUILIBRIUM_DRAWS_H

#include "equilibrium/solve.h"
#include "equilibrium/weights.h"

/** What was solved: draws begin at its prices, and with its factors. */
typedef struct zi_solved {
    const zi_problem *problem;
    const zi_weights *weights;
    const zi_dense *dense; /* NULL: the fixed point */
    const zi_solving *at;
} zi_solved;

/** Lower triangle L of a positive semidefinite matrix, L L' = matrix; zero columns where
 * it is singular. false: it is not semidefinite. */
bool zi_covariance_root(const double *matrix, uint32_t n, double *l);

/** Solves s->asked.n_draws worlds and fills the intervals of @p s. */
ZHOL_MUST_CHECK zhol_status zi_draw_worlds(
    const zi_solved *solved, zhol_simulation *s, zhol_error *err);

/** The hats of economy i at a point. */
void zi_hats(
    const zi_problem *p, const zi_point *at, uint32_t i, double out[ZHOL_N_HATS]);
/** Mean of real income, weighted by output before the change. */
double zi_world_income(const zi_problem *p, const zi_point *at);

/** As asked: by Newton and, if that stalls, by the fixed point from @p start. */
ZHOL_MUST_CHECK zhol_status zi_solve(const zi_problem *p, const zi_dense *dense,
    const zhol_simulate_options *asked, zi_solving *s, bool *is_fallback);

#endif
