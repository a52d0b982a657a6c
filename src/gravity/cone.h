/* SPDX-License-Identifier: Apache-2.0 */
/** @file cone.h  Exact answers about cones {d: C d >= 0} of moderate size. */
#ifndef ZI_GRAVITY_CONE_H
#define ZI_GRAVITY_CONE_H

#include <stdint.h>
#include <zhol/error.h>

/** Finds d with C d >= 0 and C d not 0, if there is one.
 *
 * The rows of C are scaled to length 1. Non-negative least squares finds l >= 0 such that
 * r = C'(1 + l) is shortest (Lawson and Hanson 1974, chapter 23). By its conditions C r
 * >= 0, and sum of (1 + l) C r = |r|^2: so r is such a d, or it is 0; then 1 + l > 0 with
 * C'(1 + l) = 0 proves that there is none (Stiemke 1915). A finite number of steps.
 *
 * @param c  m x q, row-major; used up.
 * @param[out] z  m: C d; all 0: there is none. What is below 1e-9 of the largest, of rows
 * of length 1, is 0.
 * @return ZHOL_OK or ZHOL_LIMIT (memory, or no end by rounding). O(m q) a step. */
ZHOL_MUST_CHECK zhol_status zi_cone_find(
    double *c, uint32_t m, uint32_t q, double *z, zhol_error *err);

/** A basis of {g: A g = 0}, of A that is given row by row. */
typedef struct zi_null_space {
    uint32_t p, rank;
    double *row;     /**< rank rows of p: Gauss-Jordan, 1 in its pivot column */
    uint32_t *pivot; /**< rank */
    double *scratch; /**< p */
} zi_null_space;

/** All of R^p. ZHOL_LIMIT: memory. Owned by the caller: zi_null_space_free(). */
ZHOL_MUST_CHECK zhol_status zi_null_space_new(
    uint32_t p, zi_null_space *out, zhol_error *err);
void zi_null_space_free(zi_null_space *s);

/** Adds a row of A whose entries are of the order of 1. O(p rank), and O(p^2) if it is
 * independent of the earlier ones. */
void zi_null_space_add(zi_null_space *s, const double *row);

/** row . basis: p - rank numbers, one for each column that is no pivot, in their order.
 */
void zi_null_space_project(const zi_null_space *s, const double *row, double *out);

#endif
