/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade partners`: who an economy trades with, and one partner as both report it.
 */
#include "report/trade.h"

#include <assert.h>

static const char *const goods_names[] = { "export", "import", "turnover" };

/* "export", "import", "turnover", or the one flow asked for. */
const char *
zi_column_name(const zhol_trade_options *asked, uint32_t column)
{
    assert(column < ZHOL_N_COLUMNS);
    return asked->flow == ZHOL_FLOW_GOODS ? goods_names[column]
                                          : zhol_flow_word(asked->flow);
}

static zi_money_unit
unit_of(const zhol_partner_sheet *sheets, uint32_t n_sheets)
{
    double largest = 0;

    for (uint32_t s = 0; s < n_sheets; s++) {
        for (uint32_t c = 0; c < ZHOL_N_COLUMNS; c++) {
            const double usd = sheets[s].total[c].usd;
            largest = usd > largest ? usd : largest;
        }
    }
    return zi_money_unit_of(largest);
}

static double
listed_share(const zhol_partner_sheet *sheet, uint32_t column)
{
    return sheet->total[column].usd > 0 && sheet->listed_usd[column] >= 0
               ? sheet->listed_usd[column] / sheet->total[column].usd
               : ZHOL_NOT_GIVEN;
}

static uint32_t
worst_grade(const zhol_partner_sheet *sheet, uint32_t n_columns)
{
    uint32_t worst = ZHOL_GRADE_A;

    for (uint32_t c = 0; c < n_columns; c++) {
        if (sheet->total[c].usd >= 0 && sheet->total[c].grade > worst) {
            worst = sheet->total[c].grade;
        }
        for (uint32_t i = 0; i < sheet->n_lines; i++) {
            const zhol_trade_cell *cell = &sheet->lines[i].cell[c];
            worst = cell->usd >= 0 && cell->grade > worst ? cell->grade : worst;
        }
    }
    return worst;
}

/* Table */

static void
write_years(const zhol_partners *p, const zhol_trade_options *asked, zi_money_unit unit,
    zi_buffer *out)
{
    bool has_sum = false;
    zi_grid g;

    zi_grid_begin(&g, p->n_columns == 1 ? "rlrrrl" : "rlrrrrrrrrrl");
    zi_grid_cell(&g, "year");
    zi_grid_cell(&g, "vintage");
    for (uint32_t c = 0; c < p->n_columns; c++) {
        zi_grid_cell(&g, "%s", zi_column_name(asked, c));
        zi_grid_cell(&g, "partners");
        zi_grid_cell(&g, "covered");
    }
    zi_grid_cell(&g, "grade");
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        const zhol_partner_sheet *sheet = &p->sheets[s];
        zi_grid_cell(&g, "%u", sheet->year);
        zi_grid_cell(&g, "%s", sheet->vintage);
        for (uint32_t c = 0; c < p->n_columns; c++) {
            char text[48];
            const zhol_trade_cell *total = &sheet->total[c];
            const bool is_sum = total->usd >= 0 && total->is_sum;
            zi_grid_cell(&g, "%s%s",
                total->usd >= 0 ? zi_grid_number(total->usd / unit.usd, 1, text) : "",
                is_sum ? "*" : "");
            if (sheet->n_listed[c] > 0) {
                zi_grid_cell(&g, "%u", sheet->n_listed[c]);
            } else {
                zi_grid_cell(&g, "%s", "");
            }
            zi_cell_share(&g, listed_share(sheet, c));
            has_sum = has_sum || is_sum;
        }
        zi_grid_cell(&g, "%s", zhol_grade_word(worst_grade(sheet, p->n_columns)));
    }
    zi_grid_end(&g, out);
    if (has_sum) {
        zi_buffer_text(out, "* there is no total row: the sum of what is listed\n");
    }
}

void
zi_partner_cells(
    zi_grid *g, const zhol_trade_cell *cells, uint32_t n_columns, zi_money_unit unit)
{
    for (uint32_t c = 0; c < n_columns; c++) {
        zi_cell_money(g, unit, cells[c].usd);
        zi_cell_share(g, cells[c].share);
        if (cells[c].rank > 0) {
            zi_grid_cell(g, "%u%s", cells[c].rank, cells[c].is_rank_sure ? "" : "~");
        } else {
            zi_grid_cell(g, "%s", "");
        }
    }
}

/* What the listed partners leave of the total, and the total. */
static void
write_rest(
    zi_grid *g, const zhol_partner_sheet *sheet, uint32_t n_columns, zi_money_unit unit)
{
    for (int is_total = 0; is_total < 2; is_total++) {
        zi_grid_cell(g, "%s", "");
        zi_grid_cell(g, "%s", is_total ? "total" : "others");
        for (uint32_t c = 0; c < n_columns; c++) {
            const double total = sheet->total[c].usd, listed = sheet->listed_usd[c];
            const double rest = total < 0        ? ZHOL_NOT_GIVEN
                                : listed < 0     ? total
                                : total > listed ? total - listed
                                                 : 0;
            const double usd = is_total ? total : rest;
            zi_cell_money(g, unit, usd);
            zi_cell_share(g, total > 0 ? usd / total : ZHOL_NOT_GIVEN);
            zi_grid_cell(g, "%s", "");
        }
    }
}

static void
write_sheet(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partner_sheet *sheet, const zhol_trade_view *view, zi_buffer *out)
{
    const uint32_t n_columns = asked->flow == ZHOL_FLOW_GOODS ? ZHOL_N_COLUMNS : 1;
    const zi_money_unit unit = unit_of(sheet, 1);
    const uint32_t n_shown =
        view->most > 0 && view->most < sheet->n_lines ? view->most : sheet->n_lines;
    zi_grid g;

    zi_buffer_format(out, "\n%u, %s, %s\n", sheet->year, sheet->vintage, unit.name);
    zi_grid_begin(&g, n_columns == 1 ? "llrrr" : "llrrrrrrrrr");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "partner");
    for (uint32_t c = 0; c < n_columns; c++) {
        zi_grid_cell(&g, "%s", zi_column_name(asked, c));
        zi_grid_cell(&g, "share");
        zi_grid_cell(&g, "rank");
    }
    for (uint32_t i = 0; i < n_shown; i++) {
        zi_grid_cell(&g, "%s", zi_economy_iso3(panel, sheet->lines[i].partner));
        zi_grid_cell(&g, "%s", zi_economy_name(panel, sheet->lines[i].partner));
        zi_partner_cells(&g, sheet->lines[i].cell, n_columns, unit);
    }
    write_rest(&g, sheet, n_columns, unit);
    zi_grid_end(&g, out);
    if (n_shown < sheet->n_lines) {
        zi_buffer_format(out,
            "%u of %u listed partners shown; others: not listed at all\n", n_shown,
            sheet->n_lines);
    }
}

const char zi_rank_note[] =
    "~ rank among the listed: a partner that is not listed may stand before it\n";

static void
write_table(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partners *p, const zhol_trade_view *view, zi_buffer *out)
{
    const zi_money_unit unit = unit_of(p->sheets, p->n_sheets);
    uint32_t last = 0;

    zi_buffer_format(out, "%s: partners in %s as it reports, nominal %s\n\n",
        zi_economy_name(panel, asked->economy), zi_flow_title(asked->flow), unit.name);
    write_years(p, asked, unit, out);
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        const bool has_lines = p->sheets[s].n_lines > 0;
        last = has_lines && p->sheets[s].year > last ? p->sheets[s].year : last;
    }
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        if (p->sheets[s].year == last && p->sheets[s].n_lines > 0) {
            write_sheet(panel, asked, &p->sheets[s], view, out);
        }
    }
    if (last > 0) {
        zi_buffer_text(out, zi_rank_note);
    }
}

/* JSON and CSV */

static void
json_cell(zi_json *j, const char *name, const zhol_trade_cell *cell)
{
    if (cell->usd < 0) {
        return;
    }
    zi_json_key(j, name);
    zi_json_begin_object_line(j);
    zi_json_known(j, "usd", cell->usd);
    zi_json_known(j, "share", cell->share);
    if (cell->rank > 0) {
        zi_json_count(j, "rank", cell->rank);
        zi_json_key(j, "is_rank_sure");
        zi_json_bool(j, cell->is_rank_sure);
    }
    zi_json_key(j, "is_sum");
    zi_json_bool(j, cell->is_sum);
    zi_json_word(j, "grade", zhol_grade_word(cell->grade));
    zi_json_end_object(j);
}

static void
json_line(zi_json *j, const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partner_line *line)
{
    zi_json_begin_object(j);
    zi_json_word(j, "partner", zi_economy_iso3(panel, line->partner));
    for (uint32_t c = 0; c < (asked->flow == ZHOL_FLOW_GOODS ? 3u : 1u); c++) {
        json_cell(j, zi_column_name(asked, c), &line->cell[c]);
    }
    zi_json_end_object(j);
}

/* All sheets; of one partner only its line. */
void
zi_partners_json(zi_json *j, const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partners *p)
{
    zi_json_key(j, "years");
    zi_json_begin_array(j);
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        const zhol_partner_sheet *sheet = &p->sheets[s];
        zi_json_begin_object(j);
        zi_json_count(j, "year", sheet->year);
        zi_json_word(j, "vintage", sheet->vintage);
        zi_json_key(j, "total");
        zi_json_begin_object(j);
        for (uint32_t c = 0; c < p->n_columns; c++) {
            json_cell(j, zi_column_name(asked, c), &sheet->total[c]);
        }
        zi_json_end_object(j);
        zi_json_key(j, "covered");
        zi_json_begin_object_line(j);
        for (uint32_t c = 0; c < p->n_columns; c++) {
            zi_json_known(j, zi_column_name(asked, c), listed_share(sheet, c));
        }
        zi_json_end_object(j);
        zi_json_key(j, "partners");
        zi_json_begin_array(j);
        for (uint32_t i = 0; i < sheet->n_lines; i++) {
            if (asked->partner == ZHOL_NO_ROW
                || asked->partner == sheet->lines[i].partner) {
                json_line(j, panel, asked, &sheet->lines[i]);
            }
        }
        zi_json_end_array(j);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

void
zi_partners_csv(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partners *p, zi_buffer *out)
{
    zi_buffer_text(out, "year,vintage,partner");
    for (uint32_t c = 0; c < p->n_columns; c++) {
        const char *name = zi_column_name(asked, c);
        zi_buffer_format(
            out, ",%s_usd,%s_share,%s_rank,%s_rank_is_sure", name, name, name, name);
    }
    zi_buffer_text(out, "\n");
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        for (uint32_t i = 0; i < p->sheets[s].n_lines; i++) {
            const zhol_partner_line *line = &p->sheets[s].lines[i];
            if (asked->partner != ZHOL_NO_ROW && asked->partner != line->partner) {
                continue;
            }
            zi_buffer_format(out, "%u,%s,%s", p->sheets[s].year, p->sheets[s].vintage,
                zi_economy_iso3(panel, line->partner));
            for (uint32_t c = 0; c < p->n_columns; c++) {
                zi_csv_known(out, line->cell[c].usd);
                zi_csv_known(out, line->cell[c].share);
                zi_csv_known(
                    out, line->cell[c].rank > 0 ? line->cell[c].rank : ZHOL_NOT_GIVEN);
                zi_csv_known(out,
                    line->cell[c].rank > 0 ? line->cell[c].is_rank_sure : ZHOL_NOT_GIVEN);
            }
            zi_buffer_text(out, "\n");
        }
    }
}

zhol_status
zhol_report_partners(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_partners *partners, const zhol_trade_view *view, zhol_buffer *out,
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
        zi_partners_json(&j, panel, asked, partners);
        zi_json_end_object(&j);
        zi_json_finish(&j);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        zi_partners_csv(panel, asked, partners, &made);
    } else {
        write_table(panel, asked, partners, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
