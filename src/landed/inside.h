/* SPDX-License-Identifier: Apache-2.0 */
/** @file inside.h  The landed cost in the making: what its files share. */
#ifndef ZI_LANDED_INSIDE_H
#define ZI_LANDED_INSIDE_H

#include <zhol/landed.h>

typedef struct zi_landing {
    const zhol_world *w;
    const zhol_landed_query *q;
    zhol_landed *out;
} zi_landing;

/** Adds a line and its amount to the sum. ZHOL_LIMIT: no room. */
zhol_status zi_landed_add(zhol_landed *l, const zhol_landed_line *line, zhol_error *err);

/** Notes what the sum lacks; more than the room are cut to a last "and more". */
void zi_landed_miss(zhol_landed *l, const char *format, ...) ZHOL_PRINTF(2, 3);

/** Is this economy in the scope on the date of the query? */
bool zi_landed_is_in(const zi_landing *s, zhol_ref economy, zhol_scope scope);
bool zi_landed_is_valid(const zi_landing *s, uint32_t from, uint32_t to);

/** Digits of the longest beginning of the goods' code in the list + 1; 1 for the empty
 * list, 0 if none fits. */
uint32_t zi_landed_hs_fit(const zi_landing *s, zhol_text list);
const char *zi_landed_iso3(const zhol_world *w, zhol_ref economy);

/** Duty, other charges and VAT by table duties; fees by table rules. */
zhol_status zi_landed_duties(const zi_landing *s, zhol_error *err);
zhol_status zi_landed_fees(const zi_landing *s, zhol_error *err);
/** Duty and VAT of a person's parcel by table parcels. */
zhol_status zi_landed_parcel(const zi_landing *s, zhol_error *err);

#endif
