/* SPDX-License-Identifier: Apache-2.0 */
/** @file normal.h  The standard normal distribution. */
#ifndef ZI_MATH_NORMAL_H
#define ZI_MATH_NORMAL_H

/** The z below which a normal number lies with chance @p p, 0 < p < 1. Relative error
 * about 1e-16: algorithm AS 241 (PPND16), Wichura, Applied Statistics 37, 1988. */
double zi_normal_quantile(double p);

/** The chance that a normal number lies below @p z. */
double zi_normal_cdf(double z);

#endif
