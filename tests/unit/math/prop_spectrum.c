/* SPDX-License-Identifier: Apache-2.0 */
/* Against all eigenvalues by Jacobi's rotations (1846), slow and sure. */
#include <math.h>
#include <string.h>

#include "math/spectrum.h"
#include "prop.h"

enum { MAX = 24 };

static double
random_number(prop *p)
{
    return (double) prop_below(p, 2001) / 1000 - 1;
}

/* Random, of low rank, in blocks, or with equal eigenvalues. */
static void
make(prop *p, double a[MAX * MAX], uint32_t n)
{
    const uint32_t kind = prop_below(p, 4), rank = 1 + prop_below(p, n);
    double x[MAX];

    memset(a, 0, sizeof(double) * MAX * MAX);
    for (uint32_t k = 0; k < (kind == 1 ? rank : 1); k++) {
        for (uint32_t i = 0; i < n; i++) {
            x[i] = random_number(p);
        }
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t j = 0; j <= i; j++) {
                const double add = kind == 1                      ? x[i] * x[j]
                                   : kind == 2 && (i - j) % 3 > 0 ? 0
                                   : kind == 3                    ? i == j
                                                                  : random_number(p);
                a[i * n + j] += add;
                a[j * n + i] = a[i * n + j];
            }
        }
    }
}

static void
rotate(double *a, uint32_t n, uint32_t p, uint32_t q)
{
    const double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    const double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
    const double c = 1 / sqrt(t * t + 1), s = t * c;

    for (uint32_t k = 0; k < n; k++) {
        const double x = a[k * n + p], y = a[k * n + q];
        a[k * n + p] = c * x - s * y;
        a[k * n + q] = s * x + c * y;
    }
    for (uint32_t k = 0; k < n; k++) {
        const double x = a[p * n + k], y = a[q * n + k];
        a[p * n + k] = c * x - s * y;
        a[q * n + k] = s * x + c * y;
    }
}

static void
jacobi(double *a, uint32_t n, double value[2])
{
    for (int sweep = 0; sweep < 60; sweep++) {
        for (uint32_t p = 0; p < n; p++) {
            for (uint32_t q = p + 1; q < n; q++) {
                if (fabs(a[p * n + q]) > 1e-300) {
                    rotate(a, n, p, q);
                }
            }
        }
    }
    value[0] = value[1] = -HUGE_VAL;
    for (uint32_t i = 0; i < n; i++) {
        const double x = a[i * n + i];
        if (x > value[0]) {
            value[1] = value[0];
            value[0] = x;
        } else if (x > value[1]) {
            value[1] = x;
        }
    }
}

static int
eigenvalues_are_those_of_jacobi_and_the_vector_fits(prop *p)
{
    double a[MAX * MAX], work[MAX * MAX], value[2], expected[2], v[MAX], length = 0;
    const uint32_t n = 2 + prop_below(p, MAX - 1);
    const double tolerance = 1e-14 * n * n;

    make(p, a, n);
    memcpy(work, a, sizeof work);
    jacobi(work, n, expected);
    memcpy(work, a, sizeof work);
    if (zi_spectrum_largest(work, n, value, v, NULL) != ZHOL_OK
        || fabs(value[0] - expected[0]) > tolerance
        || fabs(value[1] - expected[1]) > tolerance) {
        return 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        double residual = -value[0] * v[i];
        for (uint32_t j = 0; j < n; j++) {
            residual += a[i * n + j] * v[j];
        }
        if (fabs(residual) > tolerance) {
            return 0;
        }
        length += v[i] * v[i];
    }
    return fabs(length - 1) < 1e-14 * n;
}

int
main(void)
{
    return !prop_holds("eigenvalues as by Jacobi's rotations", 2000,
        eigenvalues_are_those_of_jacobi_and_the_vector_fits);
}
