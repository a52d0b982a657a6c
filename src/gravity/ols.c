/* SPDX-License-Identifier: Apache-2.0 */
/* Least squares: the dependent is cleaned of the effects like a regressor, then regressed
 * on what is left of them (Frisch and Waugh 1933, Lovell 1963). */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "math/cholesky.h"
#include "gravity/regression.h"

/* The dependent less its offset, as a panel of one column. */
static zhol_status
lay_dependent(const zi_regression *g, zi_panels *y, zhol_error *err)
{
    const double *none[] = { NULL };
    const zhol_status status = zi_panels_new(g->l, none, 1, y, err);

    for (uint32_t r = 0; status == ZHOL_OK && r < g->l->n_rows; r++) {
        y->x[0][r] = g->l->y[r] - (g->l->offset ? g->l->offset[r] : 0);
    }
    return status;
}

/* Corrects the coefficients by what is left of their scores, twice or thrice where
 * regressors are nearly collinear: the normal equations alone lose twice the digits. It
 * ends when the correction no longer shrinks by half: then only rounding is left. */
static zhol_status
refine(zi_regression *g, const double *y, const double *factor, zhol_error *err)
{
    double *change = ZI_NEW(double, (size_t) g->n + 1);
    double last = HUGE_VAL, size = 0;
    zhol_status status = ZHOL_OK;

    if (!change) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", g->n);
    }
    for (;;) {
        status = zi_panels_combine(g->s, &g->x, g->beta, g->eta, err);
        for (uint32_t r = 0; r < g->l->n_rows; r++) {
            g->e[r] = g->s->w[r] * (y[r] - g->eta[r]);
        }
        if (status == ZHOL_OK) {
            status = zi_panels_score(g->s, &g->x, g->e, change, err);
        }
        if (status != ZHOL_OK) {
            break;
        }
        zi_cholesky_solve(factor, g->n, change);
        size = 0; /* of what the correction moves, column by column */
        for (uint32_t j = 0; j < g->n; j++) {
            size = fmax(size, fabs(change[j]) * sqrt(g->x.square[(size_t) j * g->n + j]));
        }
        if (!(size < last / 2)) {
            break;
        }
        for (uint32_t j = 0; j < g->n; j++) {
            g->beta[j] += change[j];
        }
        last = size;
    }
    zi_free(change);
    return status;
}

static zhol_status
regress(zi_regression *g, const zi_panels *y, double *factor, zhol_error *err)
{
    const zi_layout *l = g->l;

    for (uint32_t r = 0; r < l->n_rows; r++) {
        g->e[r] = g->s->w[r] * y->x[0][r];
        g->total += g->s->w[r];
    }
    zhol_status status = zi_panels_score(g->s, &g->x, g->e, g->beta, err);
    memcpy(factor, g->x.square, (size_t) g->n * g->n * sizeof *factor);
    if (status == ZHOL_OK && !zi_cholesky(factor, g->n, NULL, NULL)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "the covariance is singular: regressors are collinear to rounding");
    }
    if (status != ZHOL_OK) {
        return status;
    }
    zi_cholesky_solve(factor, g->n, g->beta);
    status = refine(g, y->x[0], factor, err); /* eta is X beta */
    for (uint32_t r = 0; r < l->n_rows; r++) {
        const double residual = y->x[0][r] - g->eta[r];
        g->e[r] = g->s->w[r] * residual;
        g->eta[r] = l->y[r] - residual;
    }
    memcpy(g->alpha, y->u[0], l->n_unknowns * sizeof *g->alpha);
    zi_panels_add(&g->x, g->x.u, -1, g->beta, g->alpha);
    return status;
}

zhol_status
zi_regression_ols(zi_regression *g, zhol_error *err)
{
    const zi_angle tight = { 1e-12, 1e-13 };
    zi_panels y = { 0 };
    double *factor = ZI_NEW(double, (size_t) g->n * g->n + 1);
    zhol_status status =
        factor ? lay_dependent(g, &y, err)
               : zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", g->n);

    for (uint32_t r = 0; r < g->l->n_rows; r++) {
        g->s->w[r] = g->l->weight ? g->l->weight[r] : 1;
    }
    if (status == ZHOL_OK) {
        status = zi_schur_weigh(g->s, err);
    }
    if (status == ZHOL_OK) {
        status = zi_panels_clean(g->s, &g->x, tight, NULL, err);
    }
    if (status == ZHOL_OK) {
        status = zi_panels_clean(g->s, &y, tight, NULL, err);
    }
    if (status == ZHOL_OK) {
        status = regress(g, &y, factor, err);
    }
    g->iterations = 1;
    zi_panels_free(&y);
    zi_free(factor);
    return status;
}
