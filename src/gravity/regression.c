/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/regression.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "math/cholesky.h"

/* Squared sines: below SUSPECT a column is looked at closely, below COLLINEAR it goes. */
static const double SUSPECT = 1e-3, COLLINEAR = 1e-13;

/* Below it the squares of the regressors are too coarse for their covariance. */
static const double COARSE = 1e-4;

static const double *
column_of(const zhol_design *d, uint32_t number)
{
    return number < d->n_regressors ? d->x[number] : NULL;
}

/* With an intercept: regressors less their means. A regressor of 1e6 and a bit would lose
 * twelve digits of the bit in the squares. */
static void
center(zi_regression *g)
{
    for (uint32_t j = 1; j < g->n; j++) {
        double *x = g->x.x[j / g->x.lanes] + j % g->x.lanes;
        zi_sum sum = { 0 };
        for (size_t r = 0; r < g->l->n_rows; r++) {
            zi_sum_add(&sum, x[r * g->x.lanes]);
        }
        g->shift[j] = zi_sum_value(&sum) / g->l->n_rows;
        for (size_t r = 0; r < g->l->n_rows; r++) {
            x[r * g->x.lanes] -= g->shift[j];
        }
    }
}

static zhol_status
lay_columns(zi_regression *g, zhol_error *err)
{
    const double **x = ZI_NEW(const double *, (size_t) g->n + 1);

    if (!x) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", g->n);
    }
    for (uint32_t j = 0; j < g->n; j++) {
        x[j] = column_of(g->d, g->kept[j]);
    }
    zi_panels_free(&g->x);
    const zhol_status status = zi_panels_new(g->l, x, g->n, &g->x, err);
    zi_free(x);
    if (status == ZHOL_OK && g->d->has_intercept) {
        center(g);
    }
    return status;
}

zhol_status
zi_regression_new(const zhol_design *d, const zhol_fit_options *o, const uint8_t *state,
    zi_regression *out, zhol_error *err)
{
    *out = (zi_regression){ .d = d, .o = o, .n = d->n_regressors + d->has_intercept };
    zhol_status status = zi_layout_new(d, state, &out->l, err);

    if (status == ZHOL_OK) {
        status = zi_schur_new(out->l, o->n_threads, &out->s, err);
    }
    if (status == ZHOL_OK) {
        const size_t n = out->n;
        out->kept = ZI_NEW(uint32_t, n + 1);
        out->shift = ZI_NEW(double, n + 1);
        out->beta = ZI_NEW(double, n + 1);
        out->bread = ZI_NEW(double, n *n + 1);
        out->root = ZI_NEW(double, n *n + 1);
        out->alpha = ZI_NEW(double, (size_t) out->l->n_unknowns + 1);
        out->eta = ZI_NEW(double, out->l->n_rows);
        out->e = ZI_NEW(double, out->l->n_rows);
        out->last = ZI_NEW(double, out->l->n_rows);
        if (!out->kept || !out->shift || !out->beta || !out->bread || !out->root
            || !out->alpha || !out->eta || !out->e || !out->last) {
            status = zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", out->l->n_rows);
        }
    }
    for (uint32_t j = 0; status == ZHOL_OK && j < out->n; j++) { /* the intercept first */
        out->kept[j] = !d->has_intercept ? j : j > 0 ? j - 1 : d->n_regressors;
    }
    if (status == ZHOL_OK) {
        status = lay_columns(out, err);
    }
    if (status != ZHOL_OK) {
        zi_regression_free(out);
    }
    return status;
}

void
zi_regression_free(zi_regression *g)
{
    zi_layout_free(g->l);
    zi_schur_free(g->s);
    zi_panels_free(&g->x);
    zi_free(g->kept);
    zi_free(g->shift);
    zi_free(g->beta);
    zi_free(g->bread);
    zi_free(g->root);
    zi_free(g->alpha);
    zi_free(g->eta);
    zi_free(g->e);
    zi_free(g->last);
    *g = (zi_regression){ 0 };
}

/* Which columns do earlier ones span, given their squared norms before effects were
 * taken out? Returns how many look suspicious. */
static uint32_t
find_dropped(const zi_regression *g, const double *size, double part, bool *is_dropped,
    double *scratch)
{
    uint32_t n_dropped = 0;

    memcpy(scratch, g->x.square, (size_t) g->n * g->n * sizeof *scratch);
    double *small = scratch + (size_t) g->n * g->n;
    for (uint32_t j = 0; j < g->n; j++) {
        small[j] = part * size[j];
    }
    zi_cholesky(scratch, g->n, small, is_dropped);
    for (uint32_t j = 0; j < g->n; j++) {
        n_dropped += is_dropped[j];
    }
    return n_dropped;
}

/* Squared norms of the columns less their means, but at least the part of the whole norm
 * that rounding of means, or where nothing is centered of the pivots, may fake: a
 * constant has none. */
static void
measure(const zi_regression *g, double *size)
{
    const zi_layout *l = g->l;
    const double least = l->is_centered || g->d->has_intercept ? 1e-12 : 0.1;

    for (uint32_t j = 0; j < g->n; j++) {
        const double *column = column_of(g->d, g->kept[j]);
        double mean = 0, sum = 0, total = 0, whole = 0;
        for (uint32_t r = 0; r < l->n_rows; r++) {
            total += g->s->w[r];
            mean += g->s->w[r] * zi_panels_at(&g->x, r, j);
            whole += column ? g->s->w[r] * column[l->row[r]] * column[l->row[r]] : 0;
        }
        mean = g->kept[j] < g->d->n_regressors ? mean / total : 0;
        for (uint32_t r = 0; r < l->n_rows; r++) {
            const double x = zi_panels_at(&g->x, r, j) - mean;
            sum += g->s->w[r] * x * x;
        }
        size[j] = fmax(sum, least * whole);
    }
}

static zhol_status
keep_rest(zi_regression *g, const bool *is_dropped, zhol_error *err)
{
    uint32_t n = 0;

    for (uint32_t j = 0; j < g->n; j++) {
        if (!is_dropped[j]) {
            g->kept[n++] = g->kept[j];
        }
    }
    g->n = n;
    return lay_columns(g, err);
}

/* A loose cleaning clears most columns of suspicion; the others are cleaned to the end.
 */
static zhol_status
look_for_collinear(
    zi_regression *g, bool is_tight, double *size, bool *is_dropped, zhol_error *err)
{
    double *scratch = size + 2 * (size_t) g->n;
    const zi_angle loose = { 1e-2, 1e-3 }, tight = { 1e-9, 1e-10 };
    double *small = size + g->n;
    zhol_status status = zi_schur_weigh(g->s, err);

    measure(g, size);
    for (uint32_t j = 0; j < g->n; j++) {
        small[j] = COLLINEAR * size[j];
    }
    if (status == ZHOL_OK) {
        status = zi_panels_clean(g->s, &g->x, loose, small, err);
    }
    if (status != ZHOL_OK
        || (!is_tight && find_dropped(g, size, SUSPECT, is_dropped, scratch) == 0)) {
        return status;
    }
    status = zi_panels_clean(g->s, &g->x, tight, small, err);
    if (status == ZHOL_OK && find_dropped(g, size, COLLINEAR, is_dropped, scratch) > 0) {
        status = keep_rest(g, is_dropped, err);
    }
    return status;
}

zhol_status
zi_regression_drop_collinear(zi_regression *g, bool is_tight, zhol_error *err)
{
    const size_t n = g->n;
    double *scratch = ZI_NEW(double, n *n + 3 * n + 1);
    bool *is_dropped = ZI_NEW(bool, n + 1);
    zhol_status status = ZHOL_OK;

    if (!scratch || !is_dropped) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", g->n);
    } else {
        for (uint32_t r = 0; r < g->l->n_rows; r++) {
            g->s->w[r] = g->l->weight ? g->l->weight[r] : 1;
        }
        status = look_for_collinear(g, is_tight, scratch, is_dropped, err);
    }
    zi_free(scratch);
    zi_free(is_dropped);
    return status;
}

/* root = L'^-1 */
static void
invert_triangle(const double *factor, size_t n, double *root)
{
    memset(root, 0, n * n * sizeof *root);
    for (size_t j = 0; j < n; j++) {
        for (size_t i = j + 1; i-- > 0;) {
            double sum = i == j ? 1 : 0;
            for (size_t k = i + 1; k <= j; k++) {
                sum -= factor[k * n + i] * root[k * n + j];
            }
            root[i * n + j] = sum / factor[i * n + i];
        }
    }
}

/* out = a b of upper triangles, or a b' of the upper triangle a = b. */
static void
multiply_triangles(
    const double *a, const double *b, size_t n, bool is_square, double *out)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t k = i; k < n; k++) {
                sum += a[i * n + k] * (is_square ? b[j * n + k] : b[k * n + j]);
            }
            out[i * n + j] = sum;
        }
    }
}

void
zi_regression_orthonormal(const zi_regression *g, uint32_t row, double *q)
{
    const size_t n = g->n;

    for (uint32_t j = 0; j < n; j++) {
        q[j] = zi_panels_at(&g->x, row, j);
    }
    for (size_t j = n; j-- > 0;) { /* in place: q[j] needs x up to j */
        q[j] *= g->root[j * n + j];
        for (size_t k = 0; k < j; k++) {
            q[j] += g->root[k * n + j] * q[k];
        }
    }
}

/* Does rounding of X'WX show in the root? */
static bool
is_coarse(const zi_regression *g, const double *factor)
{
    for (size_t j = 0; j < g->n; j++) {
        const size_t jj = j * g->n + j;
        if (factor[jj] * factor[jj] < COARSE * g->x.square[jj]) {
            return true;
        }
    }
    return false;
}

/* Of nearly collinear regressors XR is not quite orthonormal, but near enough for a
 * second factor to make it so to the digits of X itself (CholeskyQR2: Yamamoto,
 * Nakatsukasa, Yanagisawa and Fukaya 2015). @p scratch has room for two n x n and n. */
static zhol_status
correct_root(zi_regression *g, double *scratch, zhol_error *err)
{
    const size_t n = g->n;
    double *factor = scratch, *second = scratch + n * n, *q = scratch + 2 * n * n;
    zi_sum *sums = ZI_NEW(zi_sum, n * n + 1);

    if (!sums) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", g->n);
    }
    for (uint32_t r = 0; r < g->l->n_rows; r++) {
        zi_regression_orthonormal(g, r, q);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j <= i; j++) {
                zi_sum_add(&sums[i * n + j], g->s->w[r] * q[i] * q[j]);
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            factor[i * n + j] = factor[j * n + i] = zi_sum_value(&sums[i * n + j]);
        }
    }
    zi_free(sums);
    if (!zi_cholesky(factor, g->n, NULL, NULL)) {
        return ZHOL_OK; /* worse than that: the first root is what there is */
    }
    invert_triangle(factor, n, second);
    multiply_triangles(g->root, second, n, false, factor);
    memcpy(g->root, factor, n * n * sizeof *factor);
    return ZHOL_OK;
}

zhol_status
zi_regression_finish(zi_regression *g, zhol_error *err)
{
    const size_t n = g->n;
    const zi_angle tight = { 1e-10, 1e-11 };
    zhol_status status = zi_panels_clean(g->s, &g->x, tight, NULL, err);
    double *scratch = ZI_NEW(double, 2 * n * n + n + 1);

    if (status == ZHOL_OK && !scratch) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", g->n);
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    memcpy(scratch, g->x.square, n * n * sizeof *scratch);
    if (!zi_cholesky(scratch, g->n, NULL, NULL)) {
        status = zi_fail(err, ZHOL_BAD_DATA,
            "the covariance is singular: a regressor varies only where hardly any "
            "trade is expected");
        goto out;
    }
    invert_triangle(scratch, n, g->root);
    if (is_coarse(g, scratch)) {
        status = correct_root(g, scratch, err);
    }
    multiply_triangles(g->root, g->root, n, true, g->bread);

out:
    zi_free(scratch);
    return status;
}
