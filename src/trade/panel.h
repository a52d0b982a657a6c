/* SPDX-License-Identifier: Apache-2.0 */
/** @file panel.h  What a zhol_panel is made of: for this room only. */
#ifndef ZI_TRADE_PANEL_H
#define ZI_TRADE_PANEL_H

#include <zhol/trade.h>

#include "base/text.h"

enum { ZI_PANEL_MAX_VINTAGES = 1000, ZI_PANEL_MAX_ROWS = 10 * 1000 * 1000 };

struct zhol_panel {
    const zhol_world *world;
    zhol_panel_row *rows;
    uint32_t n_rows;
    size_t capacity;
    char **vintages; /* sorted once the panel is finished */
    uint32_t n_vintages;
};

/** An empty panel to be filled; NULL: memory is out. */
zhol_panel *zi_panel_new(const zhol_world *w, zhol_error *err);

ZHOL_MUST_CHECK zhol_status zi_panel_add(
    zhol_panel *p, const zhol_panel_row *row, zhol_error *err);

/** The number of a vintage, added if it is new. ZHOL_LIMIT: too many. */
ZHOL_MUST_CHECK zhol_status zi_panel_vintage_of(
    zhol_panel *p, const char *vintage, uint32_t *out, zhol_error *err);

/** Sorts vintages and rows. ZHOL_LIMIT: memory is out. */
ZHOL_MUST_CHECK zhol_status zi_panel_finish(zhol_panel *p, zhol_error *err);

/** Order of two rows without their lines: 0 for rows about the same. */
int zi_panel_compare(const zhol_panel_row *a, const zhol_panel_row *b);

/** Reads the bytes of a CSV file; @p name is for messages. */
ZHOL_MUST_CHECK zhol_status zi_panel_read_memory(const zhol_world *w, const char *name,
    const char *data, size_t n, zhol_panel **out, zhol_error *err);

#endif
