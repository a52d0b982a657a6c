/* SPDX-License-Identifier: Apache-2.0 */
/** @file reach.h  What the forms of a reach share. */
#ifndef ZI_REPORT_REACH_H
#define ZI_REPORT_REACH_H

#include <zhol/skim.h>

#include "base/text.h"

/** "Almaty" or "Kazakhstan". */
const char *zi_reach_name(const zhol_reach *r);
/** "GDP (PPP)", "gdp_ppp". */
const char *zi_reach_words(zhol_reach_figure figure);
const char *zi_reach_key(zhol_reach_figure figure);

/** Steps at which curves are drawn and listed: whole days, 250 dollars. */
enum { ZI_REACH_DAYS = 60, ZI_REACH_DOLLARS = 60, ZI_REACH_DOLLAR_STEP = 250 };

void zi_reach_json(const zhol_reach *r, const zhol_reach *base, zi_buffer *out);
void zi_reach_csv(const zhol_reach *r, const zhol_reach *base, zi_buffer *out);

#endif
