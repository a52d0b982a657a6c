/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade partners --partner`: one partner over the years, as both sides report it.
 */
#include "report/trade.h"

static const zhol_partner_line *
line_of(const zhol_partner_sheet *sheet, zhol_ref partner)
{
    for (uint32_t i = 0; i < sheet->n_lines; i++) {
        if (sheet->lines[i].partner == partner) {
            return &sheet->lines[i];
        }
    }
    return NULL;
}

static void
write_partner_years(const zhol_partners *p, const zhol_trade_options *asked,
    zi_money_unit unit, zi_buffer *out)
{
    zi_grid g;

    zi_grid_begin(&g, p->n_columns == 1 ? "rlrrr" : "rlrrrrrrrrr");
    zi_grid_cell(&g, "year");
    zi_grid_cell(&g, "vintage");
    for (uint32_t c = 0; c < p->n_columns; c++) {
        zi_grid_cell(&g, "%s", zi_column_name(asked, c));
        zi_grid_cell(&g, "share");
        zi_grid_cell(&g, "rank");
    }
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        const zhol_partner_line *line = line_of(&p->sheets[s], asked->partner);
        if (line) {
            zi_grid_cell(&g, "%u", p->sheets[s].year);
            zi_grid_cell(&g, "%s", p->sheets[s].vintage);
            zi_partner_cells(&g, line->cell, p->n_columns, unit);
        }
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out, zi_rank_note);
}

static void
write_mirror(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_mirror *m, zi_money_unit unit, zi_buffer *out)
{
    const char *own = zi_economy_iso3(panel, asked->economy);
    const char *other = zi_economy_iso3(panel, asked->partner);
    zi_grid g;

    zi_buffer_format(out, "\nthe same goods as both sides report them, %s\n", unit.name);
    zi_grid_begin(&g, "rllrlrrr");
    zi_grid_cell(&g, "year");
    zi_grid_cell(&g, "goods");
    zi_grid_cell(&g, "%s in", own);
    zi_grid_cell(&g, "%s says", own);
    zi_grid_cell(&g, "%s in", other);
    zi_grid_cell(&g, "%s says", other);
    zi_grid_cell(&g, "difference");
    zi_grid_cell(&g, "of %s's", own);
    for (uint32_t i = 0; i < m->n_lines; i++) {
        const zhol_mirror_line *line = &m->lines[i];
        const bool is_export = line->flow == ZHOL_FLOW_EXPORT;
        zi_grid_cell(&g, "%u", line->year);
        zi_grid_cell(&g, "%s to %s", is_export ? own : other, is_export ? other : own);
        zi_grid_cell(&g, "%s", line->vintage ? line->vintage : "");
        zi_cell_money(&g, unit, line->own_usd);
        zi_grid_cell(&g, "%s", line->mirror_vintage ? line->mirror_vintage : "");
        zi_cell_money(&g, unit, line->mirror_usd);
        if (line->vintage && line->mirror_vintage) {
            zi_cell_number(&g, line->difference_usd / unit.usd, 1);
            zi_grid_cell(&g, "%+.1f %%", 100 * line->difference_share);
        } else {
            zi_grid_cell(&g, "%s", "");
            zi_grid_cell(&g, "%s", "");
        }
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out,
        "Imports are valued with freight and insurance (CIF), exports without (FOB), and "
        "goods that pass\nthrough a third economy are imports from where they were made "
        "but exports to where they are sent:\na difference is not an error of either "
        "side.\n");
}

static void
json_mirror(zi_json *j, const zhol_mirror *m)
{
    zi_json_key(j, "mirror");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < m->n_lines; i++) {
        const zhol_mirror_line *line = &m->lines[i];
        const bool has_both = line->vintage && line->mirror_vintage;
        zi_json_begin_object_line(j);
        zi_json_count(j, "year", line->year);
        zi_json_word(j, "flow", zhol_flow_word(line->flow));
        zi_json_word(j, "vintage", line->vintage ? line->vintage : "");
        zi_json_known(j, "own_usd", line->own_usd);
        zi_json_word(
            j, "mirror_vintage", line->mirror_vintage ? line->mirror_vintage : "");
        zi_json_known(j, "mirror_usd", line->mirror_usd);
        if (has_both) {
            zi_json_key(j, "difference_usd");
            zi_json_number(j, line->difference_usd);
            zi_json_key(j, "difference_share");
            zi_json_number(j, line->difference_share);
        }
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
csv_mirror(const zhol_mirror *m, zi_buffer *out)
{
    zi_buffer_text(out, "year,flow,vintage,own_usd,mirror_vintage,mirror_usd,"
                        "difference_usd,difference_share\n");
    for (uint32_t i = 0; i < m->n_lines; i++) {
        const zhol_mirror_line *line = &m->lines[i];
        zi_buffer_format(out, "%u,%s,%s", line->year, zhol_flow_word(line->flow),
            line->vintage ? line->vintage : "");
        zi_csv_known(out, line->own_usd);
        zi_buffer_format(out, ",%s", line->mirror_vintage ? line->mirror_vintage : "");
        zi_csv_known(out, line->mirror_usd);
        if (line->vintage && line->mirror_vintage) {
            zi_buffer_text(out, ",");
            zi_report_csv_number(out, line->difference_usd);
            zi_buffer_text(out, ",");
            zi_report_csv_number(out, line->difference_share);
        } else {
            zi_buffer_text(out, ",,");
        }
        zi_buffer_text(out, "\n");
    }
}

static void
table_of_partner(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partner_views *views, zi_buffer *out)
{
    double largest = 0;

    for (uint32_t s = 0; views->partners && s < views->partners->n_sheets; s++) {
        const zhol_partner_line *line =
            line_of(&views->partners->sheets[s], asked->partner);
        for (uint32_t c = 0; line && c < views->partners->n_columns; c++) {
            largest = line->cell[c].usd > largest ? line->cell[c].usd : largest;
        }
    }
    for (uint32_t i = 0; views->mirror && i < views->mirror->n_lines; i++) {
        const double usd = views->mirror->lines[i].mirror_usd;
        largest = usd > largest ? usd : largest;
    }
    const zi_money_unit unit = zi_money_unit_of(largest);
    zi_buffer_format(out, "%s with %s: %s as it reports, nominal %s\n\n",
        zi_economy_name(panel, asked->economy), zi_economy_name(panel, asked->partner),
        zi_flow_title(asked->flow), unit.name);
    if (views->partners) {
        write_partner_years(views->partners, asked, unit, out);
    }
    if (views->mirror) {
        write_mirror(panel, asked, views->mirror, unit, out);
    }
}

zhol_status
zhol_report_partner(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partner_views *views, const zhol_trade_view *view, zhol_buffer *out,
    zhol_error *err)
{
    const zhol_status status = zi_trade_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        zi_json j = zi_json_to(&made);
        zi_trade_json_head(&j, "partners", panel, asked);
        if (views->partners) {
            zi_partners_json(&j, panel, asked, views->partners);
        }
        if (views->mirror) {
            json_mirror(&j, views->mirror);
        }
        zi_json_end_object(&j);
        zi_json_finish(&j);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        if (views->mirror) {
            csv_mirror(views->mirror, &made);
        } else if (views->partners) {
            zi_partners_csv(panel, asked, views->partners, &made);
        }
    } else {
        table_of_partner(panel, asked, views, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
