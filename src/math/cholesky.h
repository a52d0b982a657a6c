/* SPDX-License-Identifier: Apache-2.0 */
/** @file cholesky.h  Small symmetric systems, dense and row-major.
 *
 * Cholesky's method in the order of the columns (no pivoting: the first of two collinear
 * regressors stays).
 */
#ifndef ZI_MATH_CHOLESKY_H
#define ZI_MATH_CHOLESKY_H

#include <stdbool.h>
#include <stdint.h>

/** a (n x n) becomes its lower factor. A column whose pivot is at most small[j] is marked
 * in is_dropped and left out; is_dropped may be NULL: then false is returned instead. */
bool zi_cholesky(double *a, uint32_t n, const double *small, bool *is_dropped);

/** x = A^-1 x. */
void zi_cholesky_solve(const double *factor, uint32_t n, double *x);

/** out (n x n) = A^-1. */
void zi_cholesky_invert(const double *factor, uint32_t n, double *out);

#endif
