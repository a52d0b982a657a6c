/* SPDX-License-Identifier: Apache-2.0 */
/** @file reach.h  What the forms of a reach share. */
#ifndef ZI_REPORT_REACH_H
#define ZI_REPORT_REACH_H

#include <zhol/report.h>

#include "base/text.h"
#include "io/json.h"

/** "Almaty" or "Kazakhstan". */
const char *zi_reach_name(const zhol_reach *r);
/** "GDP (PPP)", "gdp_ppp". */
const char *zi_reach_words(zhol_reach_figure figure);
const char *zi_reach_key(zhol_reach_figure figure);
/** "gdp_ppp_share", in the caller's room. */
const char *zi_reach_share_key(zhol_reach_figure figure, char out[48]);

/** Steps at which curves are drawn and listed: whole days, 250 dollars. */
enum { ZI_REACH_DAYS = 60, ZI_REACH_DOLLARS = 60, ZI_REACH_DOLLAR_STEP = 250 };

/** What the writers of one answer get. */
typedef struct zi_reach_sheet {
    const zhol_reach *r, *base; /**< base: or NULL */
    const zhol_reach_view *view;
    double *half[ZHOL_N_REACH_LIMITS];      /**< of each economy, see zhol_reach_halves */
    double *base_half[ZHOL_N_REACH_LIMITS]; /**< with a base */
    double *gdp;                            /**< of each economy its share of GDP (PPP) */
    uint32_t n_economies;
} zi_reach_sheet;

/** Is the figure known and asked for? @p figures: bits; 0: all */
bool zi_reach_knows(const zhol_reach_source *sources, uint32_t figures, uint32_t figure);
bool zi_reach_shows(const zi_reach_sheet *s, uint32_t figure);

/** Where the figures come from that are known and among @p figures (bits; 0: all), and
 * how they are spread: as a table, as the keys "spread" and "coverage". */
void zi_reach_coverage(const zhol_reach_source *sources, uint32_t figures,
    zhol_spread spread, zi_buffer *out);
void zi_reach_coverage_json(
    const zhol_reach_source *sources, uint32_t figures, zhol_spread spread, zi_json *j);

/** Is the economy asked for, its half reached within the limit of the view? Of @p half
 * (the sheet's or its base's). */
bool zi_reach_asks(const zi_reach_sheet *s, double *const *half, zhol_ref economy);

void zi_reach_json(const zi_reach_sheet *s, zi_buffer *out);
/** ZHOL_USAGE: two parts. */
zhol_status zi_reach_csv(const zi_reach_sheet *s, zi_buffer *out, zhol_error *err);

/** How economies come nearer or go farther, all together. */
typedef struct zi_reach_total {
    double share;       /**< of GDP (PPP) of the economies reached in both */
    double before, now; /**< mean hours or dollars to half of each, weighted by that */
    uint32_t n, n_lost, n_new; /**< economies: in both, before only, now only */
} zi_reach_total;
zi_reach_total zi_reach_add_up(const zi_reach_sheet *s, zhol_reach_by by);

/** The economies that come nearer or go farther; and all of them. */
void zi_reach_changes(const zi_reach_sheet *s, zi_buffer *out);
void zi_reach_economies(const zi_reach_sheet *s, zi_buffer *out);

#endif
