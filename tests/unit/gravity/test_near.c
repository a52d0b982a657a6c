/* SPDX-License-Identifier: Apache-2.0 */
/* Nearly collinear regressors, in least squares and its standard errors.
 *
 * b = a + d with d about 1e-5 of a, all of them sums of few powers of two, so that d is
 * exact. The oracle regresses on 1, a and d, which are far from collinear, in long double
 * and turns the result: y = c0 + c1 a + c2 d = c0 + (c1 - c2) a + c2 b.
 */
/* clang-format off: cmocka.h needs these four before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format on */
#include <cmocka.h>
#include <math.h>

#include "sample.h"

enum { ROWS = 300, N = 3 };

typedef struct near {
    double a[ROWS], b[ROWS], d[ROWS], y[ROWS];
} near;

static void
make(near *m, double mean)
{
    prop p = { .state = 7 };

    for (int r = 0; r < ROWS; r++) {
        m->a[r] = mean + ((double) prop_below(&p, 8192) - 4096) / 1024;
        m->d[r] = ((double) prop_below(&p, 1024) - 512) / 16777216;
        m->b[r] = m->a[r] + m->d[r];
        m->y[r] = 1 + 0.5 * m->a[r] + 1e4 * m->d[r] + (double) prop_below(&p, 64) / 64;
    }
}

static void
invert(long double m[N][N], long double out[N][N])
{
    memset(out, 0, sizeof(long double) * N * N);
    for (int i = 0; i < N; i++) {
        out[i][i] = 1;
    }
    for (int i = 0; i < N; i++) { /* positive definite: no pivots are sought */
        const long double pivot = m[i][i];
        for (int j = 0; j < N; j++) {
            m[i][j] /= pivot;
            out[i][j] /= pivot;
        }
        for (int k = 0; k < N; k++) {
            const long double f = k == i ? 0 : m[k][i];
            for (int j = 0; j < N; j++) {
                m[k][j] -= f * m[i][j];
                out[k][j] -= f * out[i][j];
            }
        }
    }
}

/* estimate and variance (HC1 without a correction for small samples) of a, b and the
 * intercept: of 1, a - mean, d first. */
static void
solve(const near *m, double mean, long double *estimate, long double *variance)
{
    const long double scale = 16777216 / 512.0L;
    const long double turn[N][N] = { { 0, 1, -scale }, { 0, 0, scale }, { 1, -mean, 0 } };
    long double xx[N][N] = { { 0 } }, xy[N] = { 0 }, meat[N][N] = { { 0 } }, v[N][N],
                c[N];

    for (int r = 0; r < ROWS; r++) {
        const long double x[N] = { 1, m->a[r] - mean, m->d[r] * scale };
        for (int i = 0; i < N; i++) {
            xy[i] += x[i] * m->y[r];
            for (int j = 0; j < N; j++) {
                xx[i][j] += x[i] * x[j];
            }
        }
    }
    invert(xx, v);
    for (int i = 0; i < N; i++) {
        c[i] = v[i][0] * xy[0] + v[i][1] * xy[1] + v[i][2] * xy[2];
    }
    for (int r = 0; r < ROWS; r++) {
        const long double x[N] = { 1, m->a[r] - mean, m->d[r] * scale };
        const long double e = m->y[r] - c[0] * x[0] - c[1] * x[1] - c[2] * x[2];
        for (int i = 0; i < N * N; i++) {
            meat[i / N][i % N] += e * e * x[i / N] * x[i % N];
        }
    }
    for (int t = 0; t < N; t++) {
        long double left[N] = { 0 };
        estimate[t] = variance[t] = 0;
        for (int j = 0; j < N; j++) {
            estimate[t] += turn[t][j] * c[j];
            for (int i = 0; i < N; i++) {
                left[j] += turn[t][i] * v[i][j];
            }
        }
        for (int i = 0; i < N * N; i++) {
            variance[t] += left[i / N] * meat[i / N][i % N] * left[i % N];
        }
    }
}

static void
assert_part(double a, double b, double part)
{
    if (!(fabs(a - b) <= part * fabs(b))) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

static void
least_squares_keeps_its_digits(void **state)
{
    static const double means[] = { 0, 1000 };

    (void) state;
    for (size_t i = 0; i < 2; i++) {
        near m;
        long double estimate[N], variance[N];
        zhol_fit_options o;
        zhol_fit *fit = NULL;
        zhol_error err;

        make(&m, means[i]);
        solve(&m, means[i], estimate, variance);
        zhol_fit_options_defaults(&o);
        o.method = ZHOL_FIT_OLS;
        o.small_sample = ZHOL_SMALL_NONE;
        const double *const x[] = { m.a, m.b };
        const zhol_design d = {
            .n_rows = ROWS, .y = m.y, .n_regressors = 2, .x = x, .has_intercept = true
        };
        assert_int_equal(zhol_fit_design(&d, &o, &fit, &err), ZHOL_OK);
        for (int j = 0; j < N; j++) {
            assert_part(fit->coefficient[j].estimate, (double) estimate[j], 1e-9);
            /* far from 0 the intercept is a small difference of large variances */
            assert_part(fit->coefficient[j].std_error, (double) sqrtl(variance[j]),
                i == 1 && j == 2 ? 1e-5 : 1e-8);
        }
        zhol_fit_free(fit);
        assert_int_equal(zi_mem_live(), 0);
    }
}

/* Poisson regression on a and b against the same on a and d, which are far from
 * collinear. */
static void
poisson_regression_keeps_its_digits(void **state)
{
    near m;
    zhol_fit_options o;
    zhol_fit *fit[2] = { NULL };
    zhol_error err;

    (void) state;
    make(&m, 0);
    for (int r = 0; r < ROWS; r++) {
        m.y[r] = fabs(floor(m.y[r]));
    }
    zhol_fit_options_defaults(&o);
    for (int i = 0; i < 2; i++) {
        const double *const x[] = { m.a, i == 0 ? m.b : m.d };
        const zhol_design d = {
            .n_rows = ROWS, .y = m.y, .n_regressors = 2, .x = x, .has_intercept = true
        };
        assert_int_equal(zhol_fit_design(&d, &o, &fit[i], &err), ZHOL_OK);
    }
    const zhol_coefficient *b = fit[0]->coefficient, *d = fit[1]->coefficient;
    assert_part(b[0].estimate + b[1].estimate, d[0].estimate, 1e-7);
    assert_part(b[1].estimate, d[1].estimate, 1e-8);
    assert_part(b[1].std_error, d[1].std_error, 1e-8);
    assert_part(b[2].estimate, d[2].estimate, 1e-8);
    assert_part(b[2].std_error, d[2].std_error, 1e-7);
    zhol_fit_free(fit[0]);
    zhol_fit_free(fit[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_squares_keeps_its_digits),
        cmocka_unit_test(poisson_regression_keeps_its_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
