/* SPDX-License-Identifier: Apache-2.0 */
/** @file date.h  Calendar days, as one number: 20261123 (proleptic Gregorian, 0001-9999).
 */
#ifndef ZI_BASE_DATE_H
#define ZI_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Reads exactly "2026-11-23": a day that exists. false: *yyyymmdd is 0. */
bool zi_date_read(const char *text, size_t n, uint32_t *yyyymmdd);

/** Reads exactly "11-23", a day of any year ("02-29" is one). false: *mmdd is 0. */
bool zi_date_read_day(const char *text, size_t n, uint32_t *mmdd);

bool zi_date_is_valid(uint32_t yyyymmdd);

/** Writes "2026-11-23" of a valid date. */
void zi_date_write(uint32_t yyyymmdd, char out[11]);

/** Days since 1970-01-01 of a valid date; negative before. */
int32_t zi_date_days(uint32_t yyyymmdd);

/** The date of that day; 0 if it is not in the years 0001-9999. */
uint32_t zi_date_of_days(int32_t days);

#endif
