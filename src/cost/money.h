/* SPDX-License-Identifier: Apache-2.0 */
/** @file money.h  Nominal amounts of a year and a currency as dollars of the base year.
 */
#ifndef ZI_COST_MONEY_H
#define ZI_COST_MONEY_H

#include <zhol/world.h>

/** Dollars of the base year for one unit of @p currency in @p year.
 *
 * One unit / units per dollar (of that year or the nearest there is) x price level of the
 * base year / price level of that year. year 0 is the base year; currency "" is USD, and
 * USD needs no row. O(currencies + deflators).
 * @return ZHOL_OK or ZHOL_BAD_DATA (no row for that currency). */
ZHOL_MUST_CHECK zhol_status zi_money_factor(
    const zhol_world *w, zhol_text currency, uint32_t year, double *usd, zhol_error *err);

#endif
