/* SPDX-License-Identifier: Apache-2.0 */
/** @file number.h  Numbers <-> text, the same in every locale. */
#ifndef ZI_BASE_NUMBER_H
#define ZI_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Reads all @p n bytes as one finite decimal number: [-]digits[.digits][e[+|-]digits],
 * where digits before a point may be missing: Stata writes ".5". No spaces, "+1", "5.",
 * hexadecimal, "inf", "nan"; too large is refused, too small
 * is rounded to 0 or the nearest subnormal, -0 is 0. Correctly rounded. At most
 * ZI_NUMBER_MAX_TEXT bytes. false: *out is 0. */
bool zi_number_read(const char *text, size_t n, double *out);

/** The same of the longest number that the @p n bytes begin with: of "5.,x" it is "5".
 * @return its bytes; 0 if there is none, or it is refused: *out is 0. */
size_t zi_number_begin(const char *text, size_t n, double *out);

/** Reads all @p n bytes as a whole number, digits only. false: *out is 0. */
bool zi_number_read_u32(const char *text, size_t n, uint32_t *out);

enum { ZI_NUMBER_MAX = 32, ZI_NUMBER_MAX_TEXT = 512 };

/** Writes a finite number with 15 digits if that reads back as the same number, otherwise
 * 16 or 17: "0.1", "11179", "1e+21". Minus zero is "0". Valid JSON.
 * @return the length of the NUL-terminated text. */
size_t zi_number_write(double x, char out[ZI_NUMBER_MAX]);

#endif
