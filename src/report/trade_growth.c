/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade growth`: how a flow grew, and who made it. */
#include "report/trade.h"

#include <string.h>

static const char *const margin_names[] = { "intensive", "entry", "exit", "unknown" };

static void
write_head(const zhol_panel *panel, const zhol_trade_options *asked, const zhol_growth *g,
    zi_money_unit unit, zi_buffer *out)
{
    char from[48], to[48];

    zi_buffer_format(out, "%s: growth of %s%s%s from %u to %u, nominal %s\n\n",
        zi_economy_name(panel, asked->economy), zi_flow_title(asked->flow),
        asked->partner == ZHOL_NO_ROW ? "" : ", partner ",
        asked->partner == ZHOL_NO_ROW ? "" : zi_economy_name(panel, asked->partner),
        g->from, g->to, unit.name);
    zi_buffer_format(out, "%s to %s: %+.1f %%, %+.2f %% a year (compound)%s\n",
        zi_grid_number(g->from_usd / unit.usd, 1, from),
        zi_grid_number(g->to_usd / unit.usd, 1, to), 100 * (g->to_usd / g->from_usd - 1),
        100 * g->annual,
        g->is_total_sum ? "; a year has no total row: the sum of what is listed" : "");
    zi_buffer_format(out, "listed: %.1f %% of %u (%s), %.1f %% of %u (%s)\n",
        100 * g->from_coverage, g->from, g->from_vintage, 100 * g->to_coverage, g->to,
        g->to_vintage);
    if (strcmp(g->from_vintage, g->to_vintage) != 0) {
        zi_buffer_text(out, "THE VINTAGES DIFFER: no publication here has both years, so "
                            "part of the change may be one of methods\n");
    }
    if (g->by == ZHOL_BY_PRODUCT && g->digits == 2 && asked->digits != 2) {
        zi_buffer_text(out, "by chapter, since the two years list different codes\n");
    }
    zi_buffer_text(out, "\n");
}

static void
write_line(zi_grid *grid, const zhol_panel *panel, const zhol_growth *g,
    const zhol_growth_line *line, zi_money_unit unit)
{
    if (g->by == ZHOL_BY_PARTNER) {
        zi_grid_cell(grid, "%s", zi_economy_iso3(panel, line->partner));
    } else {
        zi_cell_code(grid, line->hs, line->is_rest);
    }
    zi_cell_money(grid, unit, line->from_usd);
    zi_cell_money(grid, unit, line->to_usd);
    if (line->from_usd > 0 && line->to_usd > 0) {
        zi_grid_cell(grid, "%+.1f %%", 100 * line->annual);
    } else {
        zi_grid_cell(grid, "%s", "");
    }
    if (line->margin == ZHOL_MARGIN_UNKNOWN) {
        for (int k = 0; k < 4; k++) {
            zi_grid_cell(grid, "%s", "");
        }
    } else {
        zi_cell_number(grid, line->change_usd / unit.usd, 1);
        zi_grid_cell(grid, "%+.2f", 100 * line->contribution);
        zi_cell_number(grid, line->as_total_usd / unit.usd, 1);
        zi_cell_number(grid, line->shift_usd / unit.usd, 1);
    }
    zi_grid_cell(grid, "%s", margin_names[line->margin]);
}

static void
write_table(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_growth *g, const zhol_trade_view *view, zi_buffer *out)
{
    const zi_money_unit unit =
        zi_money_unit_of(g->from_usd > g->to_usd ? g->from_usd : g->to_usd);
    const uint32_t n =
        view->most > 0 && view->most < g->n_lines ? view->most : g->n_lines;
    zi_grid grid;

    write_head(panel, asked, g, unit, out);
    zi_grid_begin(&grid, "lrrrrrrrl");
    zi_grid_cell(&grid, "%s", g->by == ZHOL_BY_PARTNER ? "partner" : "product");
    zi_grid_cell(&grid, "%u", g->from);
    zi_grid_cell(&grid, "%u", g->to);
    zi_grid_cell(&grid, "a year");
    zi_grid_cell(&grid, "change");
    zi_grid_cell(&grid, "points");
    zi_grid_cell(&grid, "as total");
    zi_grid_cell(&grid, "own shift");
    zi_grid_cell(&grid, "margin");
    for (uint32_t i = 0; i < n; i++) {
        write_line(&grid, panel, g, &g->lines[i], unit);
    }
    zi_grid_end(&grid, out);
    if (n < g->n_lines) {
        zi_buffer_format(out, "%u of %u shown\n", n, g->n_lines);
    }
    zi_buffer_text(out, "\nchange by margin");
    for (int k = 0; k < ZHOL_N_MARGINS; k++) {
        char text[48];
        zi_buffer_format(out, "%s %s %s", k > 0 ? "," : ":", margin_names[k],
            zi_grid_number(g->margin_usd[k] / unit.usd, 1, text));
    }
    zi_buffer_text(out,
        "\npoints: of the growth of the total, per cent. as total: had it grown as all "
        "did; own shift: the rest of its change.\nintensive: in both years. entry, exit: "
        "in one year only, and the other lists all that matters. unknown: listed in\none "
        "year only, or in neither.\n");
}

static void
write_json(const zhol_panel *panel, const zhol_trade_options *asked, const zhol_growth *g,
    zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_trade_json_head(&j, "growth", panel, asked);
    zi_json_count(&j, "from", g->from);
    zi_json_count(&j, "to", g->to);
    zi_json_word(&j, "from_vintage", g->from_vintage);
    zi_json_word(&j, "to_vintage", g->to_vintage);
    zi_json_known(&j, "from_usd", g->from_usd);
    zi_json_known(&j, "to_usd", g->to_usd);
    zi_json_key(&j, "is_total_sum");
    zi_json_bool(&j, g->is_total_sum);
    zi_json_key(&j, "annual_growth");
    zi_json_number(&j, g->annual);
    zi_json_known(&j, "from_covered", g->from_coverage);
    zi_json_known(&j, "to_covered", g->to_coverage);
    zi_json_count(&j, "digits", g->digits);
    zi_json_key(&j, "change_usd_by_margin");
    zi_json_begin_object_line(&j);
    for (int k = 0; k < ZHOL_N_MARGINS; k++) {
        zi_json_key(&j, margin_names[k]);
        zi_json_number(&j, g->margin_usd[k]);
    }
    zi_json_end_object(&j);
    zi_json_key(&j, "lines");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < g->n_lines; i++) {
        const zhol_growth_line *line = &g->lines[i];
        zi_json_begin_object_line(&j);
        if (g->by == ZHOL_BY_PARTNER) {
            zi_json_word(&j, "partner", zi_economy_iso3(panel, line->partner));
        } else {
            zi_json_word(&j, "hs", line->hs);
            zi_json_key(&j, "is_rest");
            zi_json_bool(&j, line->is_rest);
        }
        zi_json_known(&j, "from_usd", line->from_usd);
        zi_json_known(&j, "to_usd", line->to_usd);
        if (line->from_usd > 0 && line->to_usd > 0) {
            zi_json_key(&j, "annual_growth");
            zi_json_number(&j, line->annual);
        }
        if (line->margin != ZHOL_MARGIN_UNKNOWN) {
            zi_json_key(&j, "change_usd");
            zi_json_number(&j, line->change_usd);
            zi_json_key(&j, "contribution");
            zi_json_number(&j, line->contribution);
            zi_json_key(&j, "as_total_usd");
            zi_json_number(&j, line->as_total_usd);
            zi_json_key(&j, "shift_usd");
            zi_json_number(&j, line->shift_usd);
        }
        zi_json_word(&j, "margin", margin_names[line->margin]);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_panel *panel, const zhol_growth *g, zi_buffer *out)
{
    zi_buffer_format(out,
        "%s,from_year,from_vintage,from_usd,to_year,to_vintage,to_usd,change_usd,"
        "contribution,as_total_usd,shift_usd,margin\n",
        g->by == ZHOL_BY_PARTNER ? "partner" : "hs,is_rest");
    for (uint32_t i = 0; i < g->n_lines; i++) {
        const zhol_growth_line *line = &g->lines[i];
        const double changes[] = { line->change_usd, line->contribution,
            line->as_total_usd, line->shift_usd };
        if (g->by == ZHOL_BY_PARTNER) {
            zi_buffer_text(out, zi_economy_iso3(panel, line->partner));
        } else {
            zi_buffer_format(out, "%s,%d", line->hs, line->is_rest);
        }
        zi_buffer_format(out, ",%u,%s", g->from, g->from_vintage);
        zi_csv_known(out, line->from_usd);
        zi_buffer_format(out, ",%u,%s", g->to, g->to_vintage);
        zi_csv_known(out, line->to_usd);
        for (size_t k = 0; k < sizeof changes / sizeof changes[0]; k++) {
            zi_buffer_text(out, ",");
            if (line->margin != ZHOL_MARGIN_UNKNOWN) {
                zi_report_csv_number(out, changes[k]);
            }
        }
        zi_buffer_format(out, ",%s\n", margin_names[line->margin]);
    }
}

zhol_status
zhol_report_growth(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_growth *growth, const zhol_trade_view *view, zhol_buffer *out,
    zhol_error *err)
{
    const zhol_status status = zi_trade_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(panel, asked, growth, &made);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(panel, growth, &made);
    } else {
        write_table(panel, asked, growth, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
