/* SPDX-License-Identifier: Apache-2.0 */
/** @file sobol.h  Scrambled Sobol points: even in every dimension, and together.
 *
 * The first 2^m points of a Sobol sequence have one point in each of the 2^m equal shares
 * of [0, 1) in each dimension, so a set of points is given as permutations of shares.
 * Method: Sobol 1967; direction numbers from the primitive polynomials over GF(2) in the
 * order of their value, with initial numbers drawn from a fixed seed (any odd m_i < 2^i
 * gives a digital sequence); nested uniform (Owen 1995) scrambling by a hash as in
 * Burley, "Practical Hash-based Owen Scrambling", JCGT 9(4), 2020.
 */
#ifndef ZI_MATH_SOBOL_H
#define ZI_MATH_SOBOL_H

#include <stdint.h>

enum { ZI_SOBOL_MAX_DIMS = 256 };

/** Shares of points 0 .. n - 1 in one dimension: a permutation of 0 .. n - 1. Point i
 * lies at (share[i] + 0.5) / n. @p n is a power of two, 2 .. 2^31; @p dim below
 * ZI_SOBOL_MAX_DIMS. O(n). */
void zi_sobol_shares(uint32_t dim, uint64_t seed, uint32_t n, uint32_t *share);

/** The primitive polynomial behind a dimension from 1, its coefficients as bits. */
uint32_t zi_sobol_polynomial(uint32_t dim);

#endif
