/* SPDX-License-Identifier: Apache-2.0 */
#include "math/quantile.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

void
zi_quantile_sort(double *x, uint32_t n)
{
    qsort(x, n, sizeof *x, ascending);
}

double
zi_quantile(const double *sorted, uint32_t n, double p)
{
    assert(n >= 1 && p >= 0 && p <= 1);
    const double at = p * (n - 1), below = floor(at);
    const uint32_t i = (uint32_t) below;

    return i + 1 < n ? sorted[i] + (at - below) * (sorted[i + 1] - sorted[i])
                     : sorted[n - 1];
}

/* Puts the number that would stand at place k of the sorted x there, smaller ones before
 * it and larger ones behind it. */
static void
select_place(double *x, uint32_t n, uint32_t k)
{
    int64_t first = 0, last = (int64_t) n - 1;

    while (first < last) {
        const double pivot = x[first + (last - first) / 2];
        int64_t i = first, j = last;
        while (i <= j) {
            while (x[i] < pivot) {
                i++;
            }
            while (pivot < x[j]) {
                j--;
            }
            if (i <= j) {
                const double swapped = x[i];
                x[i++] = x[j];
                x[j--] = swapped;
            }
        }
        if (k <= j) {
            last = j;
        } else if (k >= i) {
            first = i;
        } else {
            return;
        }
    }
}

double
zi_quantile_of(double *x, uint32_t n, double p)
{
    assert(n >= 1 && p >= 0 && p <= 1);
    const double at = p * (n - 1), below = floor(at);
    const uint32_t k = (uint32_t) below;

    select_place(x, n, k);
    if (k + 1 >= n) {
        return x[k];
    }
    double next = x[k + 1];
    for (uint32_t i = k + 2; i < n; i++) {
        next = fmin(next, x[i]);
    }
    return x[k] + (at - below) * (next - x[k]);
}
