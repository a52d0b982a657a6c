/* SPDX-License-Identifier: Apache-2.0 */
/** @file slice.h  One flow of one reporter, year and vintage: its total and its members.
 *
 * Where a row is missing the sum of finer rows stands for it, and says so: the total of a
 * partner is the sum of its products, that of the world the sum of its partners.
 */
#ifndef ZI_TRADE_SLICE_H
#define ZI_TRADE_SLICE_H

#include "trade/panel.h"

typedef struct zi_slice {
    const zhol_panel_row *rows; /* of the panel, borrowed */
    uint32_t n_rows;
    uint32_t flow, year, vintage;
} zi_slice;

/** Goes on to the next slice of a reporter and flow within the years and the vintage of
 * the options, in the order of years and vintages. *at begins as 0. false: no more. */
bool zi_slice_next(const zhol_panel *p, const zhol_trade_options *options, uint32_t flow,
    uint32_t *at, zi_slice *out);

/** A list of members, owned: zi_members_free(). */
typedef struct zi_members {
    zhol_trade_member *of;
    uint32_t n;
    double excess_usd; /* by which finer rows exceed those that hold them */
} zi_members;

void zi_members_free(zi_members *m);

/** All partners, in the order of their rows of economies. */
ZHOL_MUST_CHECK zhol_status zi_slice_partners(
    const zi_slice *slice, zi_members *out, zhol_error *err);

/** All products of trade with a partner (ZHOL_NO_ROW: with the world), none inside
 * another, in the order of codes. digits 2, 4, 6: codes cut to so many; 0: as listed. */
ZHOL_MUST_CHECK zhol_status zi_slice_products(const zi_slice *slice, zhol_ref partner,
    uint32_t digits, zi_members *out, zhol_error *err);

/** All goods with a partner, or with the world. usd is ZHOL_NOT_GIVEN if there is nothing
 * to say it; rank and share are not set. */
ZHOL_MUST_CHECK zhol_status zi_slice_total(
    const zi_slice *slice, zhol_ref partner, zhol_trade_cell *out, zhol_error *err);

/** Largest first, then in the order of codes and partners; sets the shares of a total. */
void zi_members_rank(zi_members *m, double total);

/** Says that nothing is left of the question, and what there is: ZHOL_NONE. */
zhol_status zi_no_rows(
    const zhol_panel *p, const zhol_trade_options *options, zhol_error *err);

#endif
