/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity_baseline.h"

#include <math.h>
#include <string.h>

#include "bench.h"
#include "math/cholesky.h"

enum { MAX_X = 8, MAX_STEPS = 200 };

typedef struct work {
    const zhol_design *d;
    double *mu, *eta, *column[MAX_X + 1]; /* the dependent last */
    double *mean, *weight[MAX_X];         /* of the levels of an effect */
    double start_ms, most_ms;
    baseline_result *out;
} work;

static double *
room(size_t n)
{
    double *p = calloc(n + 1, sizeof *p);

    if (!p) {
        exit(ZHOL_LIMIT);
    }
    return p;
}

static bool
is_late(const work *k)
{
    return bench_cpu_ms() - k->start_ms > k->most_ms;
}

static void
weigh_levels(work *k)
{
    for (uint32_t f = 0; f < k->d->n_effects; f++) {
        memset(k->weight[f], 0, k->d->n_levels[f] * sizeof(double));
        for (uint32_t r = 0; r < k->d->n_rows; r++) {
            k->weight[f][k->d->effect[f][r]] += k->mu[r];
        }
    }
}

/* Takes the means of one effect out of a column; returns the largest. */
static double
demean(work *k, uint32_t f, double *x)
{
    const uint32_t *code = k->d->effect[f];
    double most = 0;

    memset(k->mean, 0, k->d->n_levels[f] * sizeof(double));
    for (uint32_t r = 0; r < k->d->n_rows; r++) {
        k->mean[code[r]] += k->mu[r] * x[r];
    }
    for (uint32_t i = 0; i < k->d->n_levels[f]; i++) {
        k->mean[i] = k->weight[f][i] > 0 ? k->mean[i] / k->weight[f][i] : 0;
        most = fmax(most, fabs(k->mean[i]));
    }
    for (uint32_t r = 0; r < k->d->n_rows; r++) {
        x[r] -= k->mean[code[r]];
    }
    return most;
}

static bool
project(work *k, double *x, double inner)
{
    double most = HUGE_VAL;

    while (most > inner) {
        if (is_late(k)) {
            return false;
        }
        most = 0;
        for (uint32_t f = 0; f < k->d->n_effects; f++) {
            const double moved = demean(k, f, x);
            most = f > 0 || k->d->n_effects == 1 ? fmax(most, moved) : most;
        }
        k->out->n_sweeps++;
        if (k->d->n_effects == 1) {
            break;
        }
    }
    return true;
}

/* Least squares of the last column on the others; the last becomes the residual. */
static void
regress(work *k, double *beta)
{
    const uint32_t n = k->d->n_regressors;
    double square[MAX_X * MAX_X] = { 0 };

    for (uint32_t i = 0; i < n; i++) {
        beta[i] = 0;
        for (uint32_t r = 0; r < k->d->n_rows; r++) {
            beta[i] += k->mu[r] * k->column[i][r] * k->column[n][r];
        }
        for (uint32_t j = 0; j <= i; j++) {
            double sum = 0;
            for (uint32_t r = 0; r < k->d->n_rows; r++) {
                sum += k->mu[r] * k->column[i][r] * k->column[j][r];
            }
            square[i * n + j] = square[j * n + i] = sum;
        }
    }
    if (!zi_cholesky(square, n, NULL, NULL)) {
        exit(ZHOL_BAD_DATA);
    }
    zi_cholesky_solve(square, n, beta);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t r = 0; r < k->d->n_rows; r++) {
            k->column[n][r] -= beta[i] * k->column[i][r];
        }
    }
}

/* One step; returns the deviance, or NaN where time is over. */
static double
step(work *k, double inner, double *beta)
{
    const zhol_design *d = k->d;
    const uint32_t n = d->n_regressors;
    double deviance = 0;

    weigh_levels(k);
    for (uint32_t r = 0; r < d->n_rows; r++) {
        k->column[n][r] = k->eta[r] + (d->y[r] - k->mu[r]) / k->mu[r];
    }
    double *z = room(d->n_rows);
    memcpy(z, k->column[n], d->n_rows * sizeof *z);
    for (uint32_t j = 0; j <= n; j++) {
        if (j < n) {
            memcpy(k->column[j], d->x[j], d->n_rows * sizeof(double));
        }
        if (!project(k, k->column[j], inner)) {
            free(z);
            return NAN;
        }
    }
    regress(k, beta);
    for (uint32_t r = 0; r < d->n_rows; r++) {
        k->eta[r] = z[r] - k->column[n][r];
        k->mu[r] = exp(k->eta[r]);
        deviance += d->y[r] > 0 ? d->y[r] * (log(d->y[r]) - k->eta[r]) : 0;
        deviance -= d->y[r] - k->mu[r];
    }
    free(z);
    return 2 * deviance;
}

static void
begin(work *k)
{
    const zhol_design *d = k->d;
    double mean = 0;
    uint32_t most = 0;

    k->mu = room(d->n_rows);
    k->eta = room(d->n_rows);
    for (uint32_t j = 0; j <= d->n_regressors; j++) {
        k->column[j] = room(d->n_rows);
    }
    for (uint32_t f = 0; f < d->n_effects; f++) {
        k->weight[f] = room(d->n_levels[f]);
        most = d->n_levels[f] > most ? d->n_levels[f] : most;
    }
    k->mean = room(most);
    for (uint32_t r = 0; r < d->n_rows; r++) {
        mean += d->y[r] / d->n_rows;
    }
    for (uint32_t r = 0; r < d->n_rows; r++) {
        k->mu[r] = (d->y[r] + mean) / 2;
        k->eta[r] = log(k->mu[r]);
    }
}

void
baseline_estimate(const zhol_design *d, const double tolerance[2], double most_ms,
    double *beta, baseline_result *out)
{
    work k = { .d = d, .start_ms = bench_cpu_ms(), .most_ms = most_ms, .out = out };
    double before = HUGE_VAL;

    *out = (baseline_result){ 0 };
    begin(&k);
    while (!out->is_done && out->n_steps < MAX_STEPS) {
        const double deviance = step(&k, tolerance[0], beta);
        if (isnan(deviance)) {
            break;
        }
        out->n_steps++;
        out->is_done = fabs(before - deviance) <= tolerance[1] * (0.1 + fabs(deviance));
        before = deviance;
    }
    out->cpu_ms = bench_cpu_ms() - k.start_ms;
    free(k.mu);
    free(k.eta);
    free(k.mean);
    for (uint32_t j = 0; j <= d->n_regressors; j++) {
        free(k.column[j]);
    }
    for (uint32_t f = 0; f < d->n_effects; f++) {
        free(k.weight[f]);
    }
}
