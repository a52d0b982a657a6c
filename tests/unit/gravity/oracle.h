/* SPDX-License-Identifier: Apache-2.0 */
/** @file oracle.h  Estimation the slow way: a dummy for every level, dense normal
 * equations in long double, Newton's method until nothing moves. */
#ifndef ZHOL_TESTS_GRAVITY_ORACLE_H
#define ZHOL_TESTS_GRAVITY_ORACLE_H

#include <math.h>

#include "sample.h"

typedef long double oracle_number;

typedef struct oracle_fit {
    double beta[SAMPLE_X + 1];     /**< regressors, then the intercept if there is one */
    bool is_spanned[SAMPLE_X + 1]; /**< by effects and earlier columns */
    double deviance, *fitted;      /**< of used rows, in their order */
    oracle_number *a, *m, *rhs, *b, *eta, *mu; /* scratch */
    uint32_t n, n_columns, n_dummies;
    uint32_t *row;
    bool *is_out;
} oracle_fit;

static inline void
oracle_free(oracle_fit *o)
{
    free(o->fitted);
    free(o->a);
    free(o->m);
    free(o->rhs);
    free(o->b);
    free(o->eta);
    free(o->mu);
    free(o->row);
    free(o->is_out);
}

static inline void *
oracle_new(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);

    if (!p) {
        exit(4);
    }
    return p;
}

/* Columns: dummies of all levels, or the intercept; then regressors. */
static inline void
oracle_fill(const sample *s, const zhol_fit *fit, oracle_fit *o)
{
    o->row = oracle_new(s->n, sizeof *o->row);
    for (uint32_t r = 0; r < s->n; r++) {
        if (fit->row[r] == ZHOL_ROW_USED) {
            o->row[o->n++] = r;
        }
    }
    for (uint32_t f = 0; f < s->n_effects; f++) {
        o->n_dummies += s->n_levels[f];
    }
    o->n_dummies += s->n_effects == 0;
    o->n_columns = o->n_dummies + s->n_x;
    o->a = oracle_new((size_t) o->n * o->n_columns, sizeof *o->a);
    for (uint32_t i = 0; i < o->n; i++) {
        oracle_number *to = o->a + (size_t) i * o->n_columns;
        uint32_t base = 0;
        for (uint32_t f = 0; f < s->n_effects; f++) {
            to[base + s->code[f][o->row[i]]] = 1;
            base += s->n_levels[f];
        }
        if (s->n_effects == 0) {
            to[base++] = 1;
        }
        for (uint32_t j = 0; j < s->n_x; j++) {
            to[base + j] = s->x[j][o->row[i]];
        }
    }
    o->m = oracle_new((size_t) o->n_columns * o->n_columns, sizeof *o->m);
    o->rhs = oracle_new(o->n_columns, sizeof *o->rhs);
    o->b = oracle_new(o->n_columns, sizeof *o->b);
    o->eta = oracle_new(o->n, sizeof *o->eta);
    o->mu = oracle_new(o->n, sizeof *o->mu);
    o->fitted = oracle_new(o->n, sizeof *o->fitted);
    o->is_out = oracle_new(o->n_columns, sizeof *o->is_out);
}

/* rhs = (A'WA)^-1 A'We by Gauss and Jordan, columns in their order; one whose pivot is
 * rounding of what it was gets 0. */
static inline void
oracle_solve(oracle_fit *o, const oracle_number *w, const oracle_number *e)
{
    const size_t n = o->n_columns;

    memset(o->m, 0, n * n * sizeof *o->m);
    memset(o->rhs, 0, n * sizeof *o->rhs);
    for (size_t r = 0; r < o->n; r++) {
        const oracle_number *a = o->a + r * n;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n && fabsl(a[i]) > 0; j++) {
                o->m[i * n + j] += w[r] * a[i] * a[j];
            }
            o->rhs[i] += e[r] * a[i];
        }
    }
    for (size_t k = 0; k < n; k++) {
        oracle_number size = 0;
        for (size_t r = 0; r < o->n; r++) {
            size += w[r] * o->a[r * n + k] * o->a[r * n + k];
        }
        o->is_out[k] = !(o->m[k * n + k] > 1e-13L * size);
        const oracle_number pivot = o->m[k * n + k];
        for (size_t j = 0; j < n; j++) {
            o->m[k * n + j] = o->is_out[k] ? 0 : o->m[k * n + j] / pivot;
        }
        o->rhs[k] = o->is_out[k] ? 0 : o->rhs[k] / pivot;
        for (size_t i = 0; i < n; i++) {
            const oracle_number by = o->m[i * n + k];
            for (size_t j = 0; i != k && j < n && fabsl(by) > 0; j++) {
                o->m[i * n + j] -= by * o->m[k * n + j];
            }
            o->rhs[i] -= i != k ? by * o->rhs[k] : 0;
        }
    }
}

static inline oracle_number
oracle_fit_of(const sample *s, const oracle_fit *o)
{
    oracle_number sum = 0;

    for (uint32_t i = 0; i < o->n; i++) {
        const uint32_t r = o->row[i];
        sum += (s->has_weight ? s->weight[r] : 1)
               * ((oracle_number) s->y[r] * o->eta[i] - expl(o->eta[i]));
    }
    return sum;
}

/* Steps at full length, halved while the likelihood falls. */
static inline bool
oracle_newton(const sample *s, oracle_fit *o)
{
    oracle_number *w = oracle_new(o->n, sizeof *w), *e = oracle_new(o->n, sizeof *e);
    oracle_number most = 1, total = 0, size = 0;

    for (uint32_t i = 0; i < o->n; i++) {
        total += s->y[o->row[i]];
        size += s->has_offset ? expl(s->offset[o->row[i]]) : 1;
    }
    for (uint32_t i = 0; i < o->n; i++) {
        o->eta[i] = s->has_offset ? s->offset[o->row[i]] : 0;
    }
    if (s->n_effects == 0) { /* the intercept starts at the mean */
        o->b[0] = logl(total / size);
    }
    for (uint32_t i = 0; i < o->n; i++) {
        o->eta[i] += o->b[0];
    }
    for (int step = 0; step < 200 && most > 1e-15L; step++) {
        const oracle_number before = oracle_fit_of(s, o);
        oracle_number length = 1;
        for (uint32_t i = 0; i < o->n; i++) {
            const oracle_number weight = s->has_weight ? s->weight[o->row[i]] : 1;
            o->mu[i] = expl(o->eta[i]);
            w[i] = weight * o->mu[i];
            e[i] = weight * (s->y[o->row[i]] - o->mu[i]);
        }
        oracle_solve(o, w, e);
        most = 0;
        for (uint32_t i = 0; i < o->n; i++) {
            e[i] = 0;
            for (uint32_t k = 0; k < o->n_columns; k++) {
                e[i] += o->a[(size_t) i * o->n_columns + k] * o->rhs[k];
            }
            most = fmaxl(most, fabsl(e[i]));
        }
        length = most > 4 ? 4 / most : 1;
        for (int half = 0; half < 60; half++, length /= 2) {
            for (uint32_t i = 0; i < o->n; i++) {
                o->eta[i] += (half ? -1 : 1) * length * e[i];
            }
            if (oracle_fit_of(s, o) >= before - 1e-16L * fabsl(before)) {
                break;
            }
        }
        for (uint32_t k = 0; k < o->n_columns; k++) {
            o->b[k] += length * o->rhs[k];
        }
    }
    free(w);
    free(e);
    return most <= 1e-12L;
}

static inline void
oracle_least_squares(const sample *s, oracle_fit *o)
{
    oracle_number *w = oracle_new(o->n, sizeof *w), *e = oracle_new(o->n, sizeof *e);

    for (uint32_t i = 0; i < o->n; i++) {
        const uint32_t r = o->row[i];
        w[i] = s->has_weight ? s->weight[r] : 1;
        o->eta[i] = s->has_offset ? s->offset[r] : 0;
        e[i] = w[i] * (s->y[r] - o->eta[i]);
    }
    oracle_solve(o, w, e);
    memcpy(o->b, o->rhs, o->n_columns * sizeof *o->b);
    for (uint32_t i = 0; i < o->n; i++) {
        for (uint32_t k = 0; k < o->n_columns; k++) {
            o->eta[i] += o->a[(size_t) i * o->n_columns + k] * o->b[k];
        }
    }
    free(w);
    free(e);
}

/** The fit of the rows that @p fit has used. False if Newton's method does not settle. */
static inline bool
oracle_estimate(const sample *s, const zhol_fit *fit, oracle_fit *o)
{
    const bool is_ols = fit->method == ZHOL_FIT_OLS;
    oracle_number deviance = 0;
    bool ok = true;

    *o = (oracle_fit){ 0 };
    oracle_fill(s, fit, o);
    if (is_ols) {
        oracle_least_squares(s, o);
    } else {
        ok = oracle_newton(s, o);
    }
    for (uint32_t i = 0; i < o->n; i++) {
        const uint32_t r = o->row[i];
        const oracle_number y = s->y[r], mu = is_ols ? o->eta[i] : expl(o->eta[i]),
                            w = s->has_weight ? s->weight[r] : 1;
        o->fitted[i] = (double) mu;
        deviance += is_ols ? w * (y - mu) * (y - mu)
                           : 2 * w * ((y > 0 ? y * logl(y / mu) : 0) - (y - mu));
    }
    o->deviance = (double) deviance;
    for (uint32_t j = 0; j <= s->n_x; j++) { /* the last: the intercept, or nothing */
        const uint32_t k = j < s->n_x ? o->n_dummies + j : 0;
        o->beta[j] = (double) o->b[k];
        o->is_spanned[j] = o->is_out[k];
    }
    return ok;
}

#endif
