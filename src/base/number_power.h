/* SPDX-License-Identifier: Apache-2.0 */
/** @file number_power.h  Decimal digits x power of ten -> the nearest double. */
#ifndef ZI_BASE_NUMBER_POWER_H
#define ZI_BASE_NUMBER_POWER_H

#include <stdbool.h>
#include <stdint.h>

/** digits x 10^exponent, correctly rounded (ties to even). O(1), without memory.
 * @return false if this fast way cannot decide: exponents beyond +-64, and values that
 * lie within 2^-127 of half-way between two doubles when the power of ten is not exact.
 */
bool zi_number_scale(uint64_t digits, int32_t exponent, double *out);

#endif
