/* SPDX-License-Identifier: Apache-2.0 */
/* Partners of one economy: values, shares, ranks, by year and vintage. */
#include "trade/slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static const zhol_trade_cell empty_cell = { .usd = ZHOL_NOT_GIVEN,
    .share = ZHOL_NOT_GIVEN };

typedef struct making {
    const zhol_panel *panel;
    zhol_partners *out;
    size_t capacity;
} making;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the partners");
}

/* The sheet of a year and vintage, added if it is new. NULL: no memory. */
static zhol_partner_sheet *
sheet_of(making *m, uint32_t year, const char *vintage)
{
    zhol_partners *p = m->out;
    zhol_partner_sheet *more;

    for (uint32_t i = 0; i < p->n_sheets; i++) {
        if (p->sheets[i].year == year && p->sheets[i].vintage == vintage) {
            return &p->sheets[i];
        }
    }
    more = zi_grow(p->sheets, &m->capacity, (size_t) p->n_sheets + 1, sizeof *more);
    if (!more) {
        return NULL;
    }
    p->sheets = more;
    more[p->n_sheets] = (zhol_partner_sheet){ .year = year, .vintage = vintage };
    for (int c = 0; c < ZHOL_N_COLUMNS; c++) {
        more[p->n_sheets].total[c] = empty_cell;
    }
    return &more[p->n_sheets++];
}

static int
by_partner(const void *x, const void *y)
{
    const zhol_partner_line *a = x, *b = y;

    return (a->partner > b->partner) - (a->partner < b->partner);
}

/* Puts the members of a flow beside those of the other one. */
static zhol_status
add_members(zhol_partner_sheet *sheet, const zi_members *members,
    zhol_trade_column column, zhol_error *err)
{
    const uint32_t n_before = sheet->n_lines;
    zhol_partner_line *lines =
        zi_realloc(sheet->lines, (size_t) n_before + members->n + 1, sizeof *lines);

    if (!lines) {
        return no_memory(err);
    }
    sheet->lines = lines;
    for (uint32_t k = 0; k < members->n; k++) {
        const zhol_trade_member *member = &members->of[k];
        const zhol_partner_line wanted = { .partner = member->partner };
        zhol_partner_line *line =
            n_before > 0 ? bsearch(&wanted, lines, n_before, sizeof *lines, by_partner)
                         : NULL;
        if (!line) {
            line = &lines[sheet->n_lines++];
            *line = wanted;
            for (int c = 0; c < ZHOL_N_COLUMNS; c++) {
                line->cell[c] = empty_cell;
            }
        }
        line->cell[column].usd = member->usd;
        line->cell[column].is_sum = member->is_sum;
        line->cell[column].grade = member->grade;
    }
    qsort(lines, sheet->n_lines, sizeof *lines, by_partner);
    return ZHOL_OK;
}

static zhol_status
add_flow(making *m, const zhol_trade_options *options, uint32_t flow,
    zhol_trade_column column, zhol_error *err)
{
    uint32_t at = 0;
    zi_slice slice;
    zhol_status status = ZHOL_OK;

    while (status == ZHOL_OK && zi_slice_next(m->panel, options, flow, &at, &slice)) {
        zi_members members = { 0 };
        zhol_partner_sheet *sheet =
            sheet_of(m, slice.year, zhol_panel_vintage(m->panel, slice.vintage));
        if (!sheet) {
            return no_memory(err);
        }
        status = zi_slice_total(&slice, ZHOL_NO_ROW, &sheet->total[column], err);
        if (status == ZHOL_OK) {
            status = zi_slice_partners(&slice, &members, err);
        }
        if (status == ZHOL_OK) {
            status = add_members(sheet, &members, column, err);
        }
        zi_members_free(&members);
    }
    return status;
}

static void
add_up(zhol_trade_cell cell[ZHOL_N_COLUMNS])
{
    const zhol_trade_cell *out = &cell[ZHOL_COLUMN_EXPORT];
    const zhol_trade_cell *in = &cell[ZHOL_COLUMN_IMPORT];

    if (out->usd >= 0 && in->usd >= 0) {
        cell[ZHOL_COLUMN_TURNOVER] = (zhol_trade_cell){ .usd = out->usd + in->usd,
            .share = ZHOL_NOT_GIVEN,
            .is_sum = out->is_sum || in->is_sum,
            .grade = out->grade > in->grade ? out->grade : in->grade };
    }
}

/* By turnover, then by the first column that both have, the larger first. */
static int
by_size(const void *x, const void *y)
{
    static const zhol_trade_column order[] = { ZHOL_COLUMN_TURNOVER, ZHOL_COLUMN_EXPORT,
        ZHOL_COLUMN_IMPORT };
    const zhol_partner_line *a = x, *b = y;

    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++) {
        const double p = a->cell[order[k]].usd, q = b->cell[order[k]].usd;
        if (p > q || p < q) {
            return p > q ? -1 : 1;
        }
    }
    return by_partner(a, b);
}

/* Shares and ranks of one column. A rank is sure if all that is not listed is smaller.
 * Equal values share the better rank. */
static void
rank_column(zhol_partner_sheet *sheet, zhol_trade_column c)
{
    double listed = 0;
    uint32_t n = 0;

    for (uint32_t i = 0; i < sheet->n_lines; i++) {
        if (sheet->lines[i].cell[c].usd >= 0) {
            listed += sheet->lines[i].cell[c].usd;
            n++;
        }
    }
    sheet->listed_usd[c] = n > 0 ? listed : ZHOL_NOT_GIVEN;
    sheet->n_listed[c] = n;
    for (uint32_t i = 0; i < sheet->n_lines; i++) {
        zhol_trade_cell *cell = &sheet->lines[i].cell[c];
        if (cell->usd < 0) {
            continue;
        }
        if (sheet->total[c].usd > 0) {
            cell->share = cell->usd / sheet->total[c].usd;
            cell->is_rank_sure =
                !sheet->total[c].is_sum && cell->usd >= sheet->total[c].usd - listed;
        }
        if (n == 1 && !cell->is_rank_sure) {
            continue; /* first among one says nothing */
        }
        cell->rank = 1;
        for (uint32_t k = 0; k < sheet->n_lines; k++) {
            cell->rank += sheet->lines[k].cell[c].usd > cell->usd;
        }
    }
}

static void
finish(zhol_partners *p)
{
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        zhol_partner_sheet *sheet = &p->sheets[s];
        for (uint32_t i = 0; p->n_columns > 1 && i < sheet->n_lines; i++) {
            add_up(sheet->lines[i].cell);
        }
        if (p->n_columns > 1) {
            add_up(sheet->total);
        }
        for (uint32_t c = 0; c < p->n_columns; c++) {
            rank_column(sheet, (zhol_trade_column) c);
        }
        if (sheet->n_lines > 0) {
            qsort(sheet->lines, sheet->n_lines, sizeof *sheet->lines, by_size);
        }
    }
}

static int
by_year(const void *x, const void *y)
{
    const zhol_partner_sheet *a = x, *b = y;

    return a->year != b->year ? (a->year < b->year ? -1 : 1)
                              : strcmp(a->vintage, b->vintage);
}

zhol_status
zhol_trade_partners(const zhol_panel *panel, const zhol_trade_options *options,
    zhol_partners **out, zhol_error *err)
{
    const bool is_goods = options->flow == ZHOL_FLOW_GOODS;
    making m = { panel, ZI_NEW(zhol_partners, 1), 0 };
    zhol_status status;

    *out = NULL;
    if (!m.out) {
        return no_memory(err);
    }
    m.out->n_columns = is_goods ? ZHOL_N_COLUMNS : 1;
    status = add_flow(&m, options, is_goods ? ZHOL_FLOW_EXPORT : options->flow,
        ZHOL_COLUMN_EXPORT, err);
    if (status == ZHOL_OK && is_goods) {
        status = add_flow(&m, options, ZHOL_FLOW_IMPORT, ZHOL_COLUMN_IMPORT, err);
    }
    if (status == ZHOL_OK && m.out->n_sheets == 0) {
        status = zi_no_rows(panel, options, err);
    }
    if (status != ZHOL_OK) {
        zhol_partners_free(m.out);
        return status;
    }
    finish(m.out);
    qsort(m.out->sheets, m.out->n_sheets, sizeof *m.out->sheets, by_year);
    *out = m.out;
    return ZHOL_OK;
}

void
zhol_partners_free(zhol_partners *p)
{
    for (uint32_t s = 0; p && s < p->n_sheets; s++) {
        zi_free(p->sheets[s].lines);
    }
    if (p) {
        zi_free(p->sheets);
        zi_free(p);
    }
}
