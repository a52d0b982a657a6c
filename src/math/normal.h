/* SPDX-License-Identifier: Apache-2.0 */
/** @file normal.h  The standard normal distribution. */
#ifndef ZI_MATH_NORMAL_H
#define ZI_MATH_NORMAL_H

/** The z below which a normal number lies with chance @p p, 0 < p < 1. Relative error
 * about 1e-16: algorithm AS 241 (PPND16), Wichura, Applied Statistics 37, 1988. */
double zi_normal_quantile(double p);

/** The chance that a normal number lies below @p z. */
double zi_normal_cdf(double z);

/** The chance that a normal number lies at least |z| from 0, relative error below 1e-12
 * as long as it is a normal double (|z| < 37.5); z infinite: 0. */
double zi_normal_two_sided(double z);

#endif
