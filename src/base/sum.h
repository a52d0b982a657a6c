/* SPDX-License-Identifier: Apache-2.0 */
/** @file sum.h  Sums of many numbers without piling up rounding (Neumaier 1974).
 *
 * `zi_sum total = { 0 };`. The error is that of one addition, not of n, unless terms
 * cancel by more than 16 digits. Still add in a fixed order: the last bit may differ.
 */
#ifndef ZI_BASE_SUM_H
#define ZI_BASE_SUM_H

#include <math.h>

typedef struct zi_sum {
    double s, c; /**< the sum, and what its roundings lost */
} zi_sum;

static inline void
zi_sum_add(zi_sum *sum, double x)
{
    const double t = sum->s + x;

    sum->c += fabs(sum->s) >= fabs(x) ? (sum->s - t) + x : (x - t) + sum->s;
    sum->s = t;
}

static inline double
zi_sum_value(const zi_sum *sum)
{
    return sum->s + sum->c;
}

#endif
