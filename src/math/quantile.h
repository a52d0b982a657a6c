/* SPDX-License-Identifier: Apache-2.0 */
/** @file quantile.h  Quantiles of a sample. */
#ifndef ZI_MATH_QUANTILE_H
#define ZI_MATH_QUANTILE_H

#include <stdint.h>

/** Sorts in place, ascending. No NaN. O(n log n). */
void zi_quantile_sort(double *x, uint32_t n);

/** Quantile @p p, 0 .. 1, of @p n >= 1 sorted numbers: definition 7 of Hyndman and Fan,
 * The American Statistician 50, 1996 (linear between order statistics, as in R and
 * NumPy). */
double zi_quantile(const double *sorted, uint32_t n, double p);

/** The same of numbers in any order, which it puts into another: Hoare's quickselect
 * (Algorithm 65, CACM 4, 1961), O(n) on average. */
double zi_quantile_of(double *x, uint32_t n, double p);

#endif
