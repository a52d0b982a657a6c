/* SPDX-License-Identifier: Apache-2.0 */
/** @file alternative.h  One way as an answer: legs, totals, borders, gauge changes. */
#ifndef ZI_ROUTE_ALTERNATIVE_H
#define ZI_ROUTE_ALTERNATIVE_H

#include <zhol/route.h>

#include "cost/book.h"
#include "route/draw.h"

/** Fills everything that comes from the items themselves (not labels, quantiles and
 * chances). Totals are sums of the legs in their order. ZHOL_LIMIT: memory; what was
 * filled is then still freed by zi_alternative_clear(). */
ZHOL_MUST_CHECK zhol_status zi_alternative_fill(const zi_book *book,
    const zi_journey *journey, zhol_alternative *out, zhol_error *err);

void zi_alternative_clear(zhol_alternative *a);

#endif
