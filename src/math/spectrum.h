/* SPDX-License-Identifier: Apache-2.0 */
/** @file spectrum.h  Eigenvalues of small dense symmetric matrices. */
#ifndef ZI_MATH_SPECTRUM_H
#define ZI_MATH_SPECTRUM_H

#include <stdint.h>
#include <zhol/error.h>

/** The two largest eigenvalues of a symmetric matrix and the eigenvector of the largest.
 *
 * Householder's tridiagonal form, bisection by Sturm sequences, inverse iteration and
 * transformation back (Wilkinson, The Algebraic Eigenvalue Problem, 1965, chapter 5).
 * Eigenvalues are good to about n rounding errors of the norm, the vector to that divided
 * by the gap between the two values; where the gap is 0 it is one of many.
 * @param a  n x n, n >= 1, destroyed. Only its lower triangle is read.
 * @param value  receives two; the second is 0 if n is 1.
 * @param vector  receives n numbers of length 1; its sign is not determined.
 * @return ZHOL_OK or ZHOL_LIMIT. O(n^3). Deterministic. */
ZHOL_MUST_CHECK zhol_status zi_spectrum_largest(
    double *a, uint32_t n, double value[2], double *vector, zhol_error *err);

#endif
