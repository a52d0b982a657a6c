/* SPDX-License-Identifier: Apache-2.0 */
#include "report/trade.h"

#include "base/fail.h"

zi_money_unit
zi_money_unit_of(double largest_usd)
{
    return largest_usd >= 1e9   ? (zi_money_unit){ 1e6, "million USD" }
           : largest_usd >= 1e6 ? (zi_money_unit){ 1e3, "thousand USD" }
                                : (zi_money_unit){ 1, "USD" };
}

void
zi_cell_number(zi_grid *g, double x, int digits)
{
    char text[48];

    zi_grid_cell(g, "%s", zi_grid_number(x, digits, text));
}

void
zi_cell_money(zi_grid *g, zi_money_unit unit, double usd)
{
    if (usd < 0) {
        zi_grid_cell(g, "%s", "");
    } else {
        zi_cell_number(g, usd / unit.usd, 1);
    }
}

void
zi_cell_share(zi_grid *g, double share)
{
    if (share < 0) {
        zi_grid_cell(g, "%s", "");
    } else {
        zi_grid_cell(g, "%.1f %%", 100 * share);
    }
}

const char *
zi_economy_iso3(const zhol_panel *panel, zhol_ref economy)
{
    const zhol_world *w = zhol_panel_world(panel);

    return economy == ZHOL_NO_ROW
               ? ""
               : zhol_world_text(w, zhol_world_economies(w, NULL)[economy].iso3);
}

const char *
zi_economy_name(const zhol_panel *panel, zhol_ref economy)
{
    const zhol_world *w = zhol_panel_world(panel);

    return economy == ZHOL_NO_ROW
               ? "the world"
               : zhol_world_text(w, zhol_world_economies(w, NULL)[economy].name_en);
}

const char *
zi_flow_title(uint32_t flow)
{
    static const char *const titles[ZHOL_N_FLOWS + 1] = { [ZHOL_FLOW_EXPORT] = "exports",
        [ZHOL_FLOW_IMPORT] = "imports",
        [ZHOL_FLOW_FDI_INFLOW] = "direct investment, inflow",
        [ZHOL_FLOW_FDI_STOCK] = "direct investment, stock",
        [ZHOL_FLOW_FDI_CUMULATIVE] = "direct investment, cumulative",
        [ZHOL_FLOW_GOODS] = "goods" };

    return titles[flow];
}

const char *
zi_flow_name(uint32_t flow)
{
    return flow == ZHOL_FLOW_GOODS ? "goods" : zhol_flow_word(flow);
}

void
zi_cell_code(zi_grid *g, const char *hs, bool is_rest)
{
    zi_grid_cell(g, "%s%s", is_rest ? "rest of " : "", hs);
}

void
zi_json_known(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    if (x < 0) {
        zi_json_null(j);
    } else {
        zi_json_number(j, x);
    }
}

void
zi_json_word(zi_json *j, const char *key, const char *word)
{
    zi_json_key(j, key);
    zi_json_text(j, word);
}

void
zi_json_count(zi_json *j, const char *key, uint32_t x)
{
    zi_json_key(j, key);
    zi_json_integer(j, x);
}

void
zi_trade_json_head(zi_json *j, const char *question, const zhol_panel *panel,
    const zhol_trade_options *asked)
{
    zi_json_begin_object(j);
    zi_json_word(j, "schema", "zhol.trade/1");
    zi_json_word(j, "question", question);
    zi_json_word(j, "economy", zi_economy_iso3(panel, asked->economy));
    zi_json_word(j, "flow", zi_flow_name(asked->flow));
    if (asked->partner != ZHOL_NO_ROW) {
        zi_json_word(j, "partner", zi_economy_iso3(panel, asked->partner));
    }
}

void
zi_csv_known(zi_buffer *out, double x)
{
    zi_buffer_text(out, ",");
    if (x >= 0) {
        zi_report_csv_number(out, x);
    }
}

zhol_status
zi_trade_check_format(const zhol_trade_view *view, zhol_error *err)
{
    return view->format <= ZHOL_FORMAT_CSV
               ? ZHOL_OK
               : zi_fail(err, ZHOL_USAGE, "trade is written as table, json or csv");
}
