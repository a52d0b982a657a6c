/* SPDX-License-Identifier: Apache-2.0 */
/** @file regression.h  One regression on its way: rows laid out, regressors cleaned,
 * where the iteration stands. Inside of gravity only.
 */
#ifndef ZI_GRAVITY_REGRESSION_H
#define ZI_GRAVITY_REGRESSION_H

#include "gravity/panels.h"
#include "gravity/start.h"

/** Why a regression may stop every few steps, so that separated rows are looked for. */
typedef enum zi_look {
    ZI_LOOK_NEVER,
    ZI_LOOK_SLOW, /**< it has zeros and has not converged */
    ZI_LOOK_DRIFT /**< zeros run away */
} zi_look;

typedef struct zi_regression {
    const zhol_design *d;
    const zhol_fit_options *o;
    const zi_start *start; /**< where to begin, or NULL */
    zi_layout *l;
    zi_schur *s;
    zi_panels x;    /**< the regressors kept, cleaned */
    uint32_t n;     /**< regressors kept; the intercept counts */
    uint32_t *kept; /**< their numbers in the design; n_regressors: the intercept */
    double *shift;  /**< n: with an intercept columns are laid out less their mean */
    double *beta;   /**< n: of columns as they are laid out */
    double *bread;  /**< n x n: inverse of X'WX, once it is done */
    double *root;   /**< n x n: upper triangle R, RR' = bread: columns of XR are
                       orthonormal */
    double *alpha;  /**< n_unknowns: values of the other effects */
    double *eta;    /**< n_rows: linear predictor */
    double *last;   /**< n_rows: what the last step added to it, if it was stopped */
    double *e;      /**< n_rows: weight x (y - mu); of least squares weight x residual */
    double total;   /**< sum of weight x y */
    double deviance_change; /**< that another step would bring, of the total */
    double rms;  /**< of the last two steps the smaller, in units of the predictor */
    double miss; /**< sizes of all scores added up, with their rounding: in units of y */
    uint32_t iterations;
    zi_look look;    /**< what stops it before it has converged */
    bool is_patient; /**< badly connected effects are no reason to stop early */
    bool is_stopped;
    bool is_stuck; /**< stopped since it gets nowhere: any zero may be to blame */
    bool is_lost; /**< and cannot go on: a singular matrix, or no step improves the fit */
} zi_regression;

/** Lays out the used rows and the kept regressors. @p out is zero on failure; else the
 * caller's: zi_regression_free(). */
ZHOL_MUST_CHECK zhol_status zi_regression_new(const zhol_design *d,
    const zhol_fit_options *o, const uint8_t *state, zi_regression *out, zhol_error *err);
void zi_regression_free(zi_regression *g);

/** Drops regressors that earlier ones and the effects span (under weights of the design,
 * whatever mu is).
 * @param is_tight  look at every column closely; else only at those which a loose
 * cleaning leaves under suspicion: badly connected effects may hide others. */
ZHOL_MUST_CHECK zhol_status zi_regression_drop_collinear(
    zi_regression *g, bool is_tight, zhol_error *err);

/** Poisson: Newton's method on the profile likelihood. Stops early with is_stopped;
 * called again, it goes on. */
ZHOL_MUST_CHECK zhol_status zi_regression_ppml(zi_regression *g, zhol_error *err);

/** Least squares. */
ZHOL_MUST_CHECK zhol_status zi_regression_ols(zi_regression *g, zhol_error *err);

/** q = R'x of one row, once root is there. */
void zi_regression_orthonormal(const zi_regression *g, uint32_t row, double *q);

/** Cleans the regressors to the end, and fills root and bread. */
ZHOL_MUST_CHECK zhol_status zi_regression_finish(zi_regression *g, zhol_error *err);

#endif
