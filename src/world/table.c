/* SPDX-License-Identifier: Apache-2.0 */
/* One CSV file -> the rows of one table of a draft. */
#include "world/draft.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "world/suggest.h"

typedef struct reading {
    zi_draft *draft;
    zi_csv *csv;
    uint32_t table;
    bool is_mine;
} reading;

static zi_spot
spot_at(const reading *r, uint32_t line)
{
    return (zi_spot){ r->is_mine, r->table, line };
}

/* All column names in one line: "key,citation,...". */
static zhol_status
header_of(const zi_schema *s, zi_buffer *out, zhol_error *err)
{
    for (uint32_t i = 0; i < s->n_columns; i++) {
        zi_buffer_text(out, i > 0 ? "," : "");
        zi_buffer_text(out, s->columns[i].name);
    }
    return zi_buffer_status(out, err);
}

static bool
has_field(const zi_csv *csv, const char *name)
{
    const uint32_t n = zi_csv_n_fields(csv);
    uint32_t i = 0;

    while (i < n && strcmp(zi_csv_field(csv, i), name) != 0) {
        i++;
    }
    return i < n;
}

/* The names of the columns must stand there exactly: whatever differs is named. */
static zhol_status
check_header(reading *r, bool *is_right, zhol_error *err)
{
    const zi_schema *s = zi_schema_of(r->table);
    const uint32_t n = zi_csv_n_fields(r->csv);
    zhol_problems *problems = r->draft->problems;
    const zi_spot spot = spot_at(r, 1);
    uint32_t n_faults = 0, same = 0;
    char shown[ZI_SHOWN];

    for (uint32_t i = 0; i < s->n_columns; i++) {
        if (!has_field(r->csv, s->columns[i].name)) {
            zi_problem(problems, spot, "column '%s' is missing", s->columns[i].name);
            n_faults++;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        const char *name = zi_csv_field(r->csv, i);
        if (zi_schema_column(s, name) == s->n_columns) {
            zi_nearest nearest = zi_nearest_to(name);
            for (uint32_t k = 0; k < s->n_columns; k++) {
                zi_nearest_try(&nearest, s->columns[k].name);
            }
            zi_problem(problems, spot, "column '%s' is unknown%s", zi_show(name, shown),
                zi_nearest_text(&nearest));
            n_faults++;
        }
    }
    while (same < n && same < s->n_columns
           && strcmp(zi_csv_field(r->csv, same), s->columns[same].name) == 0) {
        same++;
    }
    *is_right = same == n && n == s->n_columns;
    if (!*is_right && n_faults == 0) {
        zi_buffer header = { 0 };
        zhol_status status = header_of(s, &header, err);
        if (status == ZHOL_OK) {
            zi_problem(problems, spot, "columns must stand once and in this order: %s",
                header.data);
        }
        zi_buffer_free(&header);
        return status;
    }
    return ZHOL_OK;
}

static zhol_status
read_row(reading *r, zhol_error *err)
{
    const zi_schema *s = zi_schema_of(r->table);
    const uint32_t line = zi_csv_line(r->csv);
    char *row = zi_draft_new_row(r->draft, r->table);
    zi_field field = { .draft = r->draft };
    zhol_status status = ZHOL_OK;
    bool is_bad = false;

    if (!row) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint32_t i = 0; i < s->n_columns && status == ZHOL_OK; i++) {
        field.column = &s->columns[i];
        field.text = zi_csv_field(r->csv, i);
        field.n = zi_csv_field_length(r->csv, i);
        status = zi_field_read(&field, row, err);
        if (status == ZHOL_OK && field.is_bad) {
            zi_problem(
                r->draft->problems, spot_at(r, line), "%s", field.complaint.message);
            is_bad = true;
            /* A key that is not known: others may refer to it. */
            r->draft->table[r->table].is_cut |= i == 0;
        }
    }
    *zi_u32_at(row, s->line_at) = line;
    *zi_u32_at(row, s->mine_at) = (r->is_mine ? 1 : 0) | (is_bad ? ZI_ROW_IS_BAD : 0);
    return status;
}

/* What is wrong with the form of the file is reported. A row with too many or too few
 * fields is left out; behind any other fault the rest cannot be read. Either way rows may
 * be missing now, which others refer to. */
static zhol_status
skip(reading *r, zhol_status status, const zhol_error *fault, zhol_error *err)
{
    if (status != ZHOL_BAD_DATA) {
        return zi_fail(err, status, "%s", fault->message);
    }
    zi_problem_as_is(r->draft->problems, spot_at(r, zi_csv_line(r->csv)), fault->message);
    r->draft->table[r->table].is_cut = true;
    return ZHOL_OK;
}

zhol_status
zi_draft_read(zi_draft *d, uint32_t table, bool is_mine, zi_csv *csv, zhol_error *err)
{
    reading r = { d, csv, table, is_mine };
    zhol_error fault = { "" };
    bool has_row = false, is_right = false;
    zhol_status status = zi_csv_next(csv, &has_row, &fault);

    if (status != ZHOL_OK) {
        return skip(&r, status, &fault, err);
    }
    if (!has_row) {
        zi_problem(d->problems, spot_at(&r, 1),
            "the file is empty: its first line must "
            "be the names of the columns");
    } else {
        status = check_header(&r, &is_right, err);
    }
    d->table[table].is_cut = d->table[table].is_cut || !is_right;
    while (status == ZHOL_OK && is_right && has_row) {
        status = zi_csv_next(csv, &has_row, &fault);
        if (status != ZHOL_OK) {
            status = skip(&r, status, &fault, err);
            has_row = zi_csv_skip_row(csv);
        } else if (has_row) {
            status = read_row(&r, err);
        }
    }
    return status;
}
