/* SPDX-License-Identifier: Apache-2.0 */
/** @file symmetric.h  Small symmetric matrices, dense and row-major. */
#ifndef ZI_MATH_SYMMETRIC_H
#define ZI_MATH_SYMMETRIC_H

#include <stdint.h>

/** Eigenvalues and eigenvectors by cyclic Jacobi rotations (Golub and Van Loan, Matrix
 * Computations, 8.5): a = sum over k of values[k] v_k v_k', v_k being column k of
 * @p vectors. In no particular order. @p a (n x n) is used up. O(n^3) a sweep, of which
 * ten or so are needed. */
void zi_symmetric_eigen(double *a, uint32_t n, double *vectors, double *values);

/** Rank of a symmetric positive semi-definite matrix whose rows and columns are first
 * scaled to a diagonal of ones: Cholesky with the largest pivot first, until none is
 * above @p tol. A diagonal entry that is not above 0 counts as a row of zeros. @p a
 * (n x n) is used up. O(n^2 rank). */
uint32_t zi_symmetric_rank(double *a, uint32_t n, double tol);

#endif
