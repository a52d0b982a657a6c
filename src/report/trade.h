/* SPDX-License-Identifier: Apache-2.0 */
/** @file trade.h  What the sheets about trade share. */
#ifndef ZI_REPORT_TRADE_H
#define ZI_REPORT_TRADE_H

#include "report/grid.h"
#include "report/report.h"

/** A unit in which the largest amount has three to six digits before the point. */
typedef struct zi_money_unit {
    double usd; /* one of it */
    const char *name;
} zi_money_unit;

zi_money_unit zi_money_unit_of(double largest_usd);

/** Cells: "" for what is not given. */
void zi_cell_money(zi_grid *g, zi_money_unit unit, double usd);
void zi_cell_share(zi_grid *g, double share);          /* "12.3 %" */
void zi_cell_number(zi_grid *g, double x, int digits); /* digits behind the point */

/** "KAZ" and "Kazakhstan"; of ZHOL_NO_ROW "" and "the world". */
const char *zi_economy_iso3(const zhol_panel *panel, zhol_ref economy);
const char *zi_economy_name(const zhol_panel *panel, zhol_ref economy);

/** For people: "exports", "direct investment, stock"; of both "goods". */
const char *zi_flow_title(uint32_t flow);
/** For programs: "export", "goods". */
const char *zi_flow_name(uint32_t flow);

/** "the rest of 27", "2709". */
void zi_cell_code(zi_grid *g, const char *hs, bool is_rest);

/** JSON: a number or null; a key with it. */
void zi_json_known(zi_json *j, const char *key, double x);
void zi_json_word(zi_json *j, const char *key, const char *word);
void zi_json_count(zi_json *j, const char *key, uint32_t x);

/** Begins the document: schema, question, economy, partner, flow. */
void zi_trade_json_head(zi_json *j, const char *question, const zhol_panel *panel,
    const zhol_trade_options *asked);

/** CSV: a comma and a number, or nothing behind it. */
void zi_csv_known(zi_buffer *out, double x);

/* Of partners: the name of a column ("export"), cells of value, share and rank, what "~"
 * means, and all sheets as JSON and CSV (of asked->partner only, if there is one). */
const char *zi_column_name(const zhol_trade_options *asked, uint32_t column);
void zi_partner_cells(
    zi_grid *g, const zhol_trade_cell *cells, uint32_t n_columns, zi_money_unit unit);
extern const char zi_rank_note[];
void zi_partners_json(zi_json *j, const zhol_panel *panel,
    const zhol_trade_options *asked, const zhol_partners *p);
void zi_partners_csv(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partners *p, zi_buffer *out);

/** ZHOL_USAGE unless the format is table, json or csv. */
ZHOL_MUST_CHECK zhol_status zi_trade_check_format(
    const zhol_trade_view *view, zhol_error *err);

#endif
