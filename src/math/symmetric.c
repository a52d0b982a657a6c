/* SPDX-License-Identifier: Apache-2.0 */
#include "math/symmetric.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

typedef struct rotation {
    double c, s;
} rotation;

/* Columns p and q of a matrix with n rows. */
static void
rotate_columns(double *a, uint32_t n, const uint32_t pq[2], rotation r)
{
    for (size_t i = 0; i < n; i++) {
        double *x = &a[i * n + pq[0]], *y = &a[i * n + pq[1]];
        const double x0 = *x, y0 = *y;
        *x = r.c * x0 - r.s * y0;
        *y = r.s * x0 + r.c * y0;
    }
}

static void
rotate_rows(double *a, uint32_t n, const uint32_t pq[2], rotation r)
{
    double *x = &a[(size_t) pq[0] * n], *y = &a[(size_t) pq[1] * n];

    for (size_t i = 0; i < n; i++) {
        const double x0 = x[i], y0 = y[i];
        x[i] = r.c * x0 - r.s * y0;
        y[i] = r.s * x0 + r.c * y0;
    }
}

/* The rotation that makes a[p][q] zero, by the smaller of its two angles. */
static rotation
rotation_of(double app, double aqq, double apq)
{
    const double tau = (aqq - app) / (2 * apq);
    const double t = (tau >= 0 ? 1 : -1) / (fabs(tau) + hypot(1, tau));
    const double c = 1 / hypot(1, t);

    return (rotation){ c, t * c };
}

void
zi_symmetric_eigen(double *a, uint32_t n, double *vectors, double *values)
{
    enum { MAX_SWEEPS = 60 };
    uint32_t n_rotations = 1;

    for (size_t i = 0; i < (size_t) n * n; i++) {
        vectors[i] = i % (n + 1) == 0;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && n_rotations > 0; sweep++) {
        n_rotations = 0;
        for (uint32_t p = 0; p < n; p++) {
            for (uint32_t q = p + 1; q < n; q++) {
                const uint32_t pq[2] = { p, q };
                const double apq = a[(size_t) p * n + q], app = a[(size_t) p * n + p],
                             aqq = a[(size_t) q * n + q];
                if (fabs(apq) <= DBL_EPSILON / 4 * sqrt(fabs(app) * fabs(aqq))) {
                    continue;
                }
                const rotation r = rotation_of(app, aqq, apq);
                rotate_columns(a, n, pq, r);
                rotate_rows(a, n, pq, r);
                a[(size_t) p * n + q] = a[(size_t) q * n + p] = 0;
                rotate_columns(vectors, n, pq, r);
                n_rotations++;
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        values[i] = a[i * n + i];
    }
}

/* Takes pivot k, with what it explains, out of the rest. */
static void
eliminate(double *a, uint32_t n, uint32_t k)
{
    const double pivot = a[(size_t) k * n + k];

    for (size_t i = 0; i < n; i++) {
        const double factor = a[i * n + k] / pivot;
        if (i == k) {
            continue;
        }
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] -= j == k ? 0 : factor * a[(size_t) k * n + j];
        }
    }
    for (size_t i = 0; i < n; i++) {
        a[i * n + k] = a[(size_t) k * n + i] = 0;
    }
}

uint32_t
zi_symmetric_rank(double *a, uint32_t n, double tol)
{
    uint32_t rank = 0;

    for (size_t i = 0; i < n; i++) {
        const double scale = a[i * n + i] > 0 ? 1 / sqrt(a[i * n + i]) : 0;
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] *= scale;
            a[j * n + i] *= scale;
        }
    }
    for (; rank < n; rank++) {
        uint32_t k = 0;
        for (uint32_t i = 1; i < n; i++) {
            k = a[(size_t) i * n + i] > a[(size_t) k * n + k] ? i : k;
        }
        if (!(a[(size_t) k * n + k] > tol)) {
            break;
        }
        eliminate(a, n, k);
    }
    return rank;
}
