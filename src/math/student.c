/* SPDX-License-Identifier: Apache-2.0 */
#include "math/student.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>

/* Gamma(a + 1/2) / Gamma(a): the difference of two lgamma() would lose digits as a grows.
 * The asymptotic series in 1/a (Tricomi and Erdelyi 1951) is right to 1e-16 from 32 on;
 * a smaller a steps up to there by Gamma(a + 1) = a Gamma(a). */
static double
half_step(double a)
{
    static const double c[8] = { 1.0, -1.0 / 8, 1.0 / 128, 5.0 / 1024, -21.0 / 32768,
        -399.0 / 262144, 869.0 / 4194304, 39325.0 / 33554432 };
    double factor = 1, sum = c[7];

    while (a < 32) {
        factor *= a / (a + 0.5);
        a += 1;
    }
    for (int i = 6; i >= 0; i--) {
        sum = sum / a + c[i];
    }
    return factor * sqrt(a) * sum;
}

static double
not_zero(double x)
{
    return fabs(x) < DBL_MIN ? DBL_MIN : x;
}

/* The continued fraction of I_x(a, b) without its front factor; converges fast for
 * x < (a + 1) / (a + b + 2): here within some hundred steps. */
static double
beta_fraction(double a, double b, double x)
{
    enum { MOST_STEPS = 10000 };
    double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), f = d, change = 0;

    for (int m = 1; m <= MOST_STEPS && fabs(change - 1) >= DBL_EPSILON; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / not_zero(1 + even * d);
        c = not_zero(1 + even / c);
        f *= c * d;
        d = 1 / not_zero(1 + odd * d);
        c = not_zero(1 + odd / c);
        change = c * d;
        f *= change;
    }
    return f;
}

/* I_x(a, 1/2) for a >= 32 and minus_log_x <= log 2 (Didonato and Morris 1992, BGRAT):
 * erfc(sqrt(u)) and a few corrections. There the continued fraction would lose a digit
 * each time df grows tenfold, since 1 - x is small. */
static double
beta_series(double a, double minus_log_x)
{
    enum { N_TERMS = 20 };
    const double b = 0.5, t = a - 0.25, u = t * minus_log_x, root = sqrt(u);
    const double sqrt_pi = 1.77245385090551602730;
    const double h = exp(-u) * root / sqrt_pi;
    double p[N_TERMS] = { 1 }, inverse[N_TERMS] = { 1 }; /* inverse: 1 / (2 n + 1)! */
    double j = erfc(root), sum = j, power = 1;

    for (int n = 1; n < N_TERMS; n++) {
        const double k = b + 2 * n - 2;
        inverse[n] = inverse[n - 1] / (2.0 * n * (2 * n + 1));
        p[n] = (b - 1) * inverse[n];
        for (int m = 1; m < n; m++) {
            p[n] += (m * b - n) * inverse[m] * p[n - m] / n;
        }
        j = (k * (k + 1) * j + (u + k + 1) * power * h) / (4 * t * t);
        power *= minus_log_x / 2 * (minus_log_x / 2);
        if (fabs(p[n] * j) < DBL_EPSILON / 4 * sum) {
            break;
        }
        sum += p[n] * j;
    }
    return half_step(a) / sqrt(t) * sum;
}

double
zi_student_two_sided(double t, double df)
{
    static const double sqrt_pi = 1.77245385090551602730;
    const double a = df / 2, u = fabs(t) / sqrt(df), r = hypot(1, u), y = u / r * (u / r);
    double minus_log_x, front; /* x = 1 / r^2, 1 - x = y */

    assert(df > 0 && isfinite(df) && !isnan(t));
    if (isinf(u)) {
        return 0;
    }
    /* of large u the square may not fit */
    minus_log_x = u < 1e8 ? log1p(u * u) : 2 * log(u);
    if (a >= 32 && minus_log_x <= 0.69) {
        return beta_series(a, minus_log_x);
    }
    front = exp(-a * minus_log_x) * (u / r) * half_step(a) / sqrt_pi;
    if ((a + 2.5) * y > 1.5) {
        return front / a * beta_fraction(a, 0.5, 1 / r / r);
    }
    return 1 - front / 0.5 * beta_fraction(0.5, a, y);
}

double
zi_student_critical(double p, double df)
{
    double low = 0, high = 2;

    assert(p > 0 && p <= 1);
    while (high < 1e300 && zi_student_two_sided(high, df) > p) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 200; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        if (zi_student_two_sided(middle, df) > p) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}
