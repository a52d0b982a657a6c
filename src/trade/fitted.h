/* SPDX-License-Identifier: Apache-2.0 */
/** @file fitted.h  Joining a panel and fitted rows that are open already. */
#ifndef ZI_TRADE_FITTED_H
#define ZI_TRADE_FITTED_H

#include <zhol/indices.h>

#include "trade/table.h"

/** As zhol_fitted_rows_read(), of open tables (the caller closes them); @p rows may be
 * NULL. */
ZHOL_MUST_CHECK zhol_status zi_fitted_join(zi_trade_table *panel, zi_trade_table *rows,
    const zhol_fitted_options *options, zhol_fitted_rows **out, zhol_error *err);

#endif
