/* SPDX-License-Identifier: Apache-2.0 */
/** @file solve.h  Two ways to the prices at which every economy sells what it makes. */
#ifndef ZI_EQUILIBRIUM_SOLVE_H
#define ZI_EQUILIBRIUM_SOLVE_H

#include "equilibrium/model.h"
#include "math/dense.h"

enum { ZI_ANDERSON_DEPTH = 8 };

/** Scratch and result of one thread. */
typedef struct zi_solving {
    uint32_t n;
    zi_point now, trial; /* now: where it begins (x), and the answer */
    double *vectors;     /* owned */
    double *step;        /* n */
    double *history;     /* of the fixed point: 3 DEPTH columns of n, 3 more */
    double *lu, *scaled, *shares, *bridge; /* of Newton, else NULL */
    int32_t *pivot;
    void *owner[4];
    const double *lu_now; /* factors in use: own ones, or borrowed; NULL: none yet */
    const int32_t *pivot_now;
    uint32_t iterations, factorizations, n_stops; /* n_stops: of the continuation */
} zi_solving;

/** @p has_newton: room for matrices too. */
ZHOL_MUST_CHECK zhol_status zi_solving_new(
    uint32_t n, bool has_newton, zi_solving *out, zhol_error *err);
void zi_solving_free(zi_solving *s);

/** When to end: the largest gap, and iterations. */
typedef struct zi_until {
    double tol;
    uint32_t max_iterations;
} zi_until;

/** Newton's method on log prices, with the Jacobian of model.h. Factors are kept while
 * each step still shrinks the gap to a fifth (the chord method): at 200 economies a
 * factorization costs as much as a dozen steps. Steps that do not shrink the gap are
 * halved. If that stalls, the world is changed little by little (continuation: Allgower
 * and Georg 1990). true: now.excess is at most until.tol. false: it stalled; now is the
 * best point.
 */
bool zi_newton(const zi_problem *p, const zi_dense *dense, zi_until until, zi_solving *s);

/** Factors at the answer, from which draws begin. None are left if it is singular. */
void zi_newton_refresh(const zi_problem *p, const zi_dense *dense, zi_solving *s);

/** The fixed point of x_i + log(demand_i / Y_i) / (1 + theta + psi) (Alvarez and Lucas
 * 2007), sought by a map with a slope of each economy, accelerated by the last
 * ZI_ANDERSON_DEPTH steps (Anderson 1965; Walker and Ni 2011); while that does not help
 * there are turns of plain steps, ever longer. false: now is the best point. */
bool zi_fixed_point(const zi_problem *p, zi_until until, zi_solving *s);

#endif
