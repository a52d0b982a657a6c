/* SPDX-License-Identifier: Apache-2.0 */
/** @file panels.h  The regressors: columns side by side, and what effects leave of them.
 *
 * X begins as the design's columns and is *cleaned*: combinations D u of the effects are
 * taken out until X is nearly orthogonal to them under the weights of the moment (Frisch
 * and Waugh 1933, Lovell 1963). The model stays the same, its coefficients of X too, so X
 * is cleaned in place and again whenever weights have moved: each time from where it was.
 */
#ifndef ZI_GRAVITY_PANELS_H
#define ZI_GRAVITY_PANELS_H

#include "gravity/schur.h"

/** n columns in panels of `lanes`; the last is filled with 0. */
typedef struct zi_panels {
    const zi_layout *l;
    uint32_t n, lanes, n_panels;
    double **x; /**< n_panels arrays of n_rows x lanes */
    double **u; /**< n_panels arrays of n_unknowns x lanes: what was taken out of x */
    double **r; /**< n_panels arrays of n_unknowns x lanes: D'WX, as clean() left it */
    double *square; /**< n x n: X'WX, as clean() left it */
} zi_panels;

/** @param x  n columns of the design; NULL stands for ones (the intercept).
 * Zero on failure; owned by the caller: zi_panels_free(). ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_panels_new(const zi_layout *l, const double *const *x,
    uint32_t n, zi_panels *out, zhol_error *err);
void zi_panels_free(zi_panels *p);

/** How far clean() goes: the sine of the angle between a column and the effects. */
typedef struct zi_angle {
    double most; /**< columns with a larger one are cleaned */
    double goal; /**< until it is at most this */
} zi_angle;

/** Cleans X under the weights of @p s; p->r and p->square are those of the result.
 * @p smallest: columns whose squared norm is below are left as they are (NULL: none). */
ZHOL_MUST_CHECK zhol_status zi_panels_clean(
    zi_schur *s, zi_panels *p, zi_angle angle, const double *smallest, zhol_error *err);

/** norm2[j] = x_j'W x_j, and square as it is now. */
ZHOL_MUST_CHECK zhol_status zi_panels_multiply(
    zi_schur *s, zi_panels *p, zhol_error *err);

/** out[j] = sum of x_j e. */
ZHOL_MUST_CHECK zhol_status zi_panels_score(
    zi_schur *s, const zi_panels *p, const double *e, double *out, zhol_error *err);

/** out[row] = X b. */
ZHOL_MUST_CHECK zhol_status zi_panels_combine(
    zi_schur *s, const zi_panels *p, const double *b, double *out, zhol_error *err);

/** out[unknown] += f sum over columns of b_j v_j, of v = p->u or p->r. */
void zi_panels_add(
    const zi_panels *p, double *const *v, double f, const double *b, double *out);

/** x of row and column. */
static inline double
zi_panels_at(const zi_panels *p, uint32_t row, uint32_t column)
{
    return p->x[column / p->lanes][(size_t) row * p->lanes + column % p->lanes];
}

#endif
