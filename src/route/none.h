/* SPDX-License-Identifier: Apache-2.0 */
/** @file none.h  Why there is no way: what stands in between. */
#ifndef ZI_ROUTE_NONE_H
#define ZI_ROUTE_NONE_H

#include "route/search.h"

/** Looks for the way with the fewest barred links and places in a network where nothing
 * is barred, and says what bars it. Slow (a second network); only for failures.
 * @return ZHOL_NONE with the message, or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_none_explain(const zi_network *net, const zi_ends *from,
    const zi_ends *to, const zi_search_options *options, zhol_error *err);

#endif
