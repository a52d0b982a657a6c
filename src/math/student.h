/* SPDX-License-Identifier: Apache-2.0 */
/** @file student.h  Student's t: how likely is a number so far from 0? */
#ifndef ZI_MATH_STUDENT_H
#define ZI_MATH_STUDENT_H

/** The chance that |T| is at least |t| for T of Student's distribution with @p df degrees
 * of freedom, df > 0 and not infinite. Relative error below 1e-12 also far in the tails,
 * down to the smallest normal double; below that it is 0 or subnormal. t infinite: 0.
 *
 * It is the incomplete beta function I_x(df/2, 1/2) at x = df / (df + t^2), by its
 * continued fraction (DLMF 8.17.22, evaluated as Lentz 1976 and Thompson and Barnett 1986
 * do; Press et al., Numerical Recipes, 6.4); of 64 degrees and more, unless t^2 > df, by
 * the series of Didonato and Morris (ACM TOMS 18, 1992, BGRAT). O(1). */
double zi_student_two_sided(double t, double df);

/** The t with zi_student_two_sided(t, df) = p, for 0 < p <= 1: 2.228... for p = 0.05 and
 * 10 degrees. Bisection.
 * p that no finite t reaches: about 1e300. */
double zi_student_critical(double p, double df);

#endif
