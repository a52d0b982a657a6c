/* SPDX-License-Identifier: Apache-2.0 */
/** @file schur.h  The normal equations of the effects with the eliminated one taken out.
 *
 * With weights W, the eliminated effect E and the others D, the matrix is the Schur
 * complement S = D'WD - D'WE (E'WE)^-1 E'WD: positive semi-definite, never formed. It is
 * applied in one pass over the rows; systems are solved by conjugate gradients (Hestenes
 * and Stiefel 1952) for one column or four at once. The preconditioner is the diagonal
 * of S, or a factor of S where that is sparse (factor.h).
 */
#ifndef ZI_GRAVITY_SCHUR_H
#define ZI_GRAVITY_SCHUR_H

#include "gravity/factor.h"
#include "gravity/sweep.h"

/** One thread uses it; inside, passes run on several. */
typedef struct zi_schur {
    const zi_layout *l;
    const zi_sweeps *sweeps;
    uint32_t n_threads;
    double *w, *inverse; /**< n_rows, n_groups: owned, written by whoever sets weights */
    double *diagonal;    /**< n_unknowns: of S, about; only the preconditioner sees it */
    double *level_w;     /**< n_unknowns: sum of w of the level */
    zi_factor *factor;   /**< the preconditioner instead, or NULL */
    uint32_t n_weights,
        factor_weights; /**< how often weights were set; when the factor */
    bool is_stubborn;   /**< a factor was needed before: begin with one */
    uint32_t n_refused; /**< extents of a factor (zi_factor_extent) that do not pay */
    double *parts, *scratch;
    double *p, *q, *z; /**< scratch of conjugate gradients */
    uint32_t n_inner;  /**< applications of S so far */
} zi_schur;

ZHOL_MUST_CHECK zhol_status zi_schur_new(
    const zi_layout *l, uint32_t n_threads, zi_schur **out, zhol_error *err);
void zi_schur_free(zi_schur *s); /**< NULL is allowed */

/** After w was set: sums of groups and the diagonal. */
ZHOL_MUST_CHECK zhol_status zi_schur_weigh(zi_schur *s, zhol_error *err);

/** Sets to 0 what is only rounding in the diagonal: of levels of which every row is alone
 * in its group, so that the eliminated effect takes all of it. level_w is that of the
 * diagonal. */
void zi_schur_forget_cancelled(zi_schur *s);

/** out = D'Wx, of x that is centered under these weights. */
ZHOL_MUST_CHECK zhol_status zi_schur_collect(
    zi_schur *s, uint32_t lanes, const double *x, double *out, zhol_error *err);

/** Takes the unknowns u (NULL: none) and then the means of groups out of x. */
ZHOL_MUST_CHECK zhol_status zi_schur_remove(
    zi_schur *s, uint32_t lanes, const double *u, double *x, zhol_error *err);

/** How good a step was. */
typedef struct zi_fit_of_step {
    double fit;     /**< sum of weight x (y eta - mu) */
    double largest; /**< change of eta, in size; zeros may fall freely */
} zi_fit_of_step;

/** A step of Poisson regression: see zi_step; `score` and s->diagonal are filled. */
ZHOL_MUST_CHECK zhol_status zi_schur_step(
    zi_schur *s, zi_step *step, double *score, zi_fit_of_step *fit, zhol_error *err);

/** What one solve is to reach. */
typedef struct zi_goal {
    double norm[ZI_LANES]; /**< stop a column when sqrt(r'M^-1 r) is at most this */
    uint32_t max_steps;
} zi_goal;

/** Solves S u = r from u = 0; r becomes the residual. Columns that have reached their
 * goal rest. A singular S is no harm where r lies in its range. Not reaching the goal is
 * no error: the residual tells. */
ZHOL_MUST_CHECK zhol_status zi_schur_solve(zi_schur *s, uint32_t lanes, double *u,
    double *r, const zi_goal *goal, zhol_error *err);

/** The norm that rounding leaves of a right-hand side whose rows are of size w. */
double zi_schur_noise(zi_schur *s);

/** norm[lane] = sqrt(r'M^-1 r). */
void zi_schur_norm(zi_schur *s, uint32_t lanes, const double *r, double *norm);

/** Calls task for each chunk of rows, on the threads of @p s. */
ZHOL_MUST_CHECK zhol_status zi_schur_run(zi_schur *s,
    zhol_status (*task)(void *, uint32_t, uint32_t, zhol_error *), void *shared,
    zhol_error *err);

#endif
