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
