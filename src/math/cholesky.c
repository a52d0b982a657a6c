/* SPDX-License-Identifier: Apache-2.0 */
#include "math/cholesky.h"

#include <math.h>
#include <string.h>

bool
zi_cholesky(double *a, uint32_t n, const double *small, bool *is_dropped)
{
    for (uint32_t j = 0; j < n; j++) {
        double *restrict row = a + (size_t) j * n;
        for (uint32_t i = 0; i < j; i++) {
            const double *restrict of = a + (size_t) i * n;
            double sum = row[i];
            for (uint32_t k = 0; k < i; k++) {
                sum -= row[k] * of[k];
            }
            row[i] = of[i] > 0 ? sum / of[i] : 0;
        }
        double pivot = row[j];
        for (uint32_t k = 0; k < j; k++) {
            pivot -= row[k] * row[k];
        }
        const bool is_small = !(pivot > (small ? small[j] : 0));
        if (is_small && !is_dropped) {
            return false;
        }
        if (is_dropped) {
            is_dropped[j] = is_small;
        }
        row[j] = is_small ? 0 : sqrt(pivot);
        for (uint32_t k = 0; is_small && k < j; k++) {
            row[k] = 0;
        }
    }
    return true;
}

void
zi_cholesky_solve(const double *factor, uint32_t n, double *x)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            x[i] -= factor[(size_t) i * n + k] * x[k];
        }
        x[i] /= factor[(size_t) i * n + i];
    }
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t k = i + 1; k < n; k++) {
            x[i] -= factor[(size_t) k * n + i] * x[k];
        }
        x[i] /= factor[(size_t) i * n + i];
    }
}

void
zi_cholesky_invert(const double *factor, uint32_t n, double *out)
{
    for (uint32_t j = 0; j < n; j++) { /* rows of the result: it is symmetric */
        double *x = out + (size_t) j * n;
        memset(x, 0, n * sizeof *x);
        x[j] = 1;
        zi_cholesky_solve(factor, n, x);
    }
    for (uint32_t i = 0; i < n; i++) { /* to the last bit */
        for (uint32_t j = 0; j < i; j++) {
            out[(size_t) i * n + j] = out[(size_t) j * n + i];
        }
    }
}
