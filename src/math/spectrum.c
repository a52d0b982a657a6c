/* SPDX-License-Identifier: Apache-2.0 */
#include "math/spectrum.h"

#include <float.h>
#include <math.h>

#include "base/fail.h"
#include "base/mem.h"

/* The tridiagonal form: diagonal d, below it e[0 .. n - 2]; and scratch. */
typedef struct tridiagonal {
    uint32_t n;
    double *d, *e;
    double *p;                /* n: of one reflection */
    double *u0, *u1, *u2, *l; /* n each: factors of the inverse iteration */
    uint8_t *is_swapped;
} tridiagonal;

static double
dot(const double *x, const double *y, uint32_t n)
{
    double sum = 0; /* rounding is within the bound that the header states */

    for (uint32_t i = 0; i < n; i++) {
        sum += x[i] * y[i];
    }
    return sum;
}

/* Makes column k zero below the subdiagonal; leaves the reflection's unit vector in row k
 * of the upper triangle, which is not needed otherwise. */
static void
reflect(double *a, uint32_t k, tridiagonal *t)
{
    const size_t n = t->n;
    const uint32_t m = t->n - k - 1;
    double *v = a + k * n + k + 1, *p = t->p;
    double length, norm, half;

    for (uint32_t i = 0; i < m; i++) {
        v[i] = a[(k + 1 + i) * n + k];
    }
    length = sqrt(dot(v, v, m));
    t->e[k] = v[0] > 0 ? -length : length;
    v[0] -= t->e[k];
    norm = sqrt(dot(v, v, m));
    if (norm <= DBL_MIN) {
        for (uint32_t i = 0; i < m; i++) {
            v[i] = 0;
        }
        return;
    }
    for (uint32_t i = 0; i < m; i++) {
        v[i] /= norm;
        p[i] = 0;
    }
    for (uint32_t i = 0; i < m; i++) { /* p = A v, of the lower triangle */
        const double *row = a + (k + 1 + i) * n + k + 1;
        p[i] += dot(row, v, i + 1);
        for (uint32_t j = 0; j < i; j++) {
            p[j] += row[j] * v[i];
        }
    }
    half = dot(v, p, m);
    for (uint32_t i = 0; i < m; i++) {
        p[i] = 2 * (p[i] - half * v[i]);
    }
    for (uint32_t i = 0; i < m; i++) { /* A - v q' - q v' */
        double *row = a + (k + 1 + i) * n + k + 1;
        for (uint32_t j = 0; j <= i; j++) {
            row[j] -= v[i] * p[j] + p[i] * v[j];
        }
    }
}

static void
make_tridiagonal(double *a, tridiagonal *t)
{
    const size_t n = t->n;

    for (uint32_t k = 0; k + 2 < t->n; k++) {
        reflect(a, k, t);
    }
    for (uint32_t i = 0; i < t->n; i++) {
        t->d[i] = a[i * n + i];
    }
    if (n > 1) {
        t->e[n - 2] = a[(n - 1) * n + n - 2];
    }
}

/* Eigenvalues below x: the negative terms of the Sturm sequence. */
static uint32_t
count_below(const tridiagonal *t, double x)
{
    uint32_t n_below = 0;
    double q = 1;

    for (uint32_t i = 0; i < t->n; i++) {
        const double e = i > 0 ? t->e[i - 1] : 0;
        q = t->d[i] - x - e * e / q;
        q = fabs(q) < DBL_MIN ? -DBL_MIN : q;
        n_below += q < 0;
    }
    return n_below;
}

/* The eigenvalue that `rank` others do not exceed, to the last bit that bisection gives.
 */
static double
bisect(const tridiagonal *t, uint32_t rank)
{
    double lo = t->d[0], hi = t->d[0];

    for (uint32_t i = 0; i < t->n; i++) { /* Gershgorin's discs */
        const double radius =
            (i > 0 ? fabs(t->e[i - 1]) : 0) + (i + 1 < t->n ? fabs(t->e[i]) : 0);
        lo = fmin(lo, t->d[i] - radius);
        hi = fmax(hi, t->d[i] + radius);
    }
    for (int step = 0; step < 2000; step++) {
        const double middle = lo + (hi - lo) / 2;
        if (!(middle > lo && middle < hi)) {
            break;
        }
        if (count_below(t, middle) > rank) {
            hi = middle;
        } else {
            lo = middle;
        }
    }
    return lo + (hi - lo) / 2;
}

/* T - x = L U by elimination with row exchanges; a pivot of 0 becomes as small as the
 * rounding of T, which is what makes inverse iteration grow. */
static void
factor(tridiagonal *t, double x)
{
    const uint32_t n = t->n;
    double tiny = DBL_MIN;

    for (uint32_t i = 0; i < n; i++) {
        tiny = fmax(tiny, DBL_EPSILON * fabs(t->d[i]));
        t->u0[i] = t->d[i] - x;
        t->u1[i] = i + 1 < n ? t->e[i] : 0;
        t->u2[i] = 0;
    }
    for (uint32_t i = 0; i + 1 < n; i++) {
        const double below = t->e[i];
        t->is_swapped[i] = fabs(below) > fabs(t->u0[i]);
        if (t->is_swapped[i]) {
            const double pivot = t->u0[i], next = t->u1[i];
            t->u0[i] = below;
            t->u1[i] = t->u0[i + 1];
            t->u2[i] = t->u1[i + 1];
            t->l[i] = pivot / below;
            t->u0[i + 1] = next - t->l[i] * t->u1[i];
            t->u1[i + 1] = -t->l[i] * t->u2[i];
        } else {
            t->u0[i] = fabs(t->u0[i]) < tiny ? tiny : t->u0[i];
            t->l[i] = below / t->u0[i];
            t->u0[i + 1] -= t->l[i] * t->u1[i];
        }
    }
    t->u0[n - 1] = fabs(t->u0[n - 1]) < tiny ? tiny : t->u0[n - 1];
}

static void
solve(const tridiagonal *t, double *z)
{
    for (uint32_t i = 0; i + 1 < t->n; i++) {
        if (t->is_swapped[i]) {
            const double upper = z[i];
            z[i] = z[i + 1];
            z[i + 1] = upper;
        }
        z[i + 1] -= t->l[i] * z[i];
    }
    for (uint32_t k = t->n; k > 0; k--) {
        const uint32_t i = k - 1;
        z[i] -= i + 1 < t->n ? t->u1[i] * z[i + 1] : 0;
        z[i] -= i + 2 < t->n ? t->u2[i] * z[i + 2] : 0;
        z[i] /= t->u0[i];
    }
}

/* To length 1, without overflow. */
static void
normalise(double *z, uint32_t n)
{
    double largest = 0, length;

    for (uint32_t i = 0; i < n; i++) {
        largest = fmax(largest, fabs(z[i]));
    }
    for (uint32_t i = 0; i < n; i++) {
        z[i] /= largest;
    }
    length = sqrt(dot(z, z, n));
    for (uint32_t i = 0; i < n; i++) {
        z[i] /= length;
    }
}

static void
find_vector(tridiagonal *t, double value, double *z)
{
    /* No entry of the start is 0, and it has no symmetry that a matrix may have. */
    for (uint32_t i = 0; i < t->n; i++) {
        z[i] = 1 + 1 / (1 + (double) i) + (i % 3 == 1 ? 0.25 : 0);
    }
    factor(t, value);
    for (int step = 0; step < 4; step++) {
        solve(t, z);
        normalise(z, t->n);
    }
}

static void
transform_back(const double *a, const tridiagonal *t, double *z)
{
    for (uint32_t k = t->n > 2 ? t->n - 2 : 0; k > 0; k--) {
        const uint32_t row = k - 1, m = t->n - row - 1;
        const double *v = a + (size_t) row * t->n + row + 1;
        const double twice = 2 * dot(v, z + row + 1, m);
        for (uint32_t i = 0; i < m; i++) {
            z[row + 1 + i] -= twice * v[i];
        }
    }
}

zhol_status
zi_spectrum_largest(
    double *a, uint32_t n, double value[2], double *vector, zhol_error *err)
{
    double *room = ZI_NEW(double, 7 * (size_t) n);
    uint8_t *is_swapped = ZI_NEW(uint8_t, n);
    tridiagonal t = { .n = n };
    zhol_status status = ZHOL_OK;

    if (!room || !is_swapped) {
        status = zi_fail(
            err, ZHOL_LIMIT, "no memory for eigenvalues of %u x %u numbers", n, n);
        goto out;
    }
    t.d = room;
    t.e = room + n;
    t.p = room + 2 * (size_t) n;
    t.u0 = room + 3 * (size_t) n;
    t.u1 = room + 4 * (size_t) n;
    t.u2 = room + 5 * (size_t) n;
    t.l = room + 6 * (size_t) n;
    t.is_swapped = is_swapped;
    make_tridiagonal(a, &t);
    value[0] = bisect(&t, n - 1);
    value[1] = n > 1 ? bisect(&t, n - 2) : 0;
    find_vector(&t, value[0], vector);
    transform_back(a, &t, vector);
out:
    zi_free(room);
    zi_free(is_swapped);
    return status;
}
