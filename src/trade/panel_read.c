/* SPDX-License-Identifier: Apache-2.0 */
/* A panel from a CSV file of the user. */
#include "trade/panel.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/csv.h"
#include "net/words.h"
#include "world/schema.h"
#include "world/suggest.h"
#include "world/world.h"

#define COLUMN_LIST(X)      \
    X(REPORTER, "reporter") \
    X(FLOW, "flow")         \
    X(YEAR, "year")         \
    X(VALUE, "value_usd")   \
    X(PARTNER, "partner")   \
    X(HS, "hs")             \
    X(VINTAGE, "vintage")

#define X(name, word) COLUMN_##name,
enum { COLUMN_LIST(X) N_COLUMNS, LAST_REQUIRED = COLUMN_VALUE };
#undef X
#define X(name, word) word,
static const char *const column_words[] = { COLUMN_LIST(X) };
#undef X

#define NO_COLUMN UINT32_MAX

typedef struct reading {
    zi_csv *csv;
    zhol_panel *panel;
    uint32_t column[N_COLUMNS]; /* its number in the file, or NO_COLUMN */
} reading;

/* "" where the file has no such column. */
static const char *
field(const reading *r, uint32_t column)
{
    return r->column[column] == NO_COLUMN ? "" : zi_csv_field(r->csv, r->column[column]);
}

static zhol_status
read_header(reading *r, zhol_error *err)
{
    for (uint32_t c = 0; c < N_COLUMNS; c++) {
        r->column[c] = NO_COLUMN;
    }
    for (uint32_t i = 0; i < zi_csv_n_fields(r->csv); i++) {
        const uint32_t c =
            zi_word_value(column_words, N_COLUMNS, zi_csv_field(r->csv, i));
        if (c == N_COLUMNS) {
            return zi_csv_fail(r->csv, err,
                "column '%.40s' is unknown; there are reporter, partner, flow, hs, year, "
                "value_usd, vintage",
                zi_csv_field(r->csv, i));
        }
        if (r->column[c] != NO_COLUMN) {
            return zi_csv_fail(r->csv, err, "column '%s' stands twice", column_words[c]);
        }
        r->column[c] = i;
    }
    for (uint32_t c = 0; c <= LAST_REQUIRED; c++) {
        if (r->column[c] == NO_COLUMN) {
            return zi_csv_fail(r->csv, err, "column '%s' is missing", column_words[c]);
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_economy(const reading *r, uint32_t column, zhol_ref *out, zhol_error *err)
{
    const zhol_world *w = r->panel->world;
    const char *iso3 = field(r, column);
    uint32_t n;
    const zhol_economy *economies = zhol_world_economies(w, &n);
    zi_nearest nearest;

    *out = zi_world_economy_by_iso3(w, iso3);
    if (*out != ZHOL_NO_ROW || (iso3[0] == '\0' && column == COLUMN_PARTNER)) {
        return ZHOL_OK;
    }
    if (iso3[0] == '\0') {
        return zi_csv_fail(r->csv, err, "reporter is empty: write an ISO code like KAZ");
    }
    nearest = zi_nearest_to(iso3);
    for (uint32_t i = 0; i < n; i++) {
        zi_nearest_try(&nearest, zhol_world_text(w, economies[i].iso3));
    }
    return zi_csv_fail(r->csv, err,
        "%s '%.40s' is no economy that the world knows%s: write an ISO code of three "
        "capital letters",
        column_words[column], iso3, zi_nearest_text(&nearest));
}

static zhol_status
read_numbers(const reading *r, zhol_panel_row *row, zhol_error *err)
{
    const char *year = field(r, COLUMN_YEAR), *value = field(r, COLUMN_VALUE);

    if (!zi_number_read_u32(year, strlen(year), &row->year) || row->year < 1900
        || row->year > 2100) {
        return zi_csv_fail(
            r->csv, err, "year must be a year from 1900 to 2100, not '%.40s'", year);
    }
    if (!zi_number_read(value, strlen(value), &row->value_usd) || row->value_usd < 0
        || row->value_usd > 1e16) {
        return zi_csv_fail(r->csv, err,
            "value_usd must be a number of US dollars from 0 to 1e16, not '%.40s'",
            value);
    }
    return ZHOL_OK;
}

static zhol_status
read_words(const reading *r, zhol_panel_row *row, zhol_error *err)
{
    const char *flow = field(r, COLUMN_FLOW), *hs = field(r, COLUMN_HS);
    const char *vintage = field(r, COLUMN_VINTAGE);

    row->flow = zi_word_value(zi_flow_words, ZHOL_N_FLOWS, flow);
    if (row->flow == ZHOL_N_FLOWS) {
        return zi_csv_fail(r->csv, err,
            "flow must be export, import, fdi_inflow, fdi_stock or fdi_cumulative, not "
            "'%.40s'",
            flow);
    }
    if (!zi_pattern_fits(ZI_PATTERN_HS, hs, strlen(hs))) {
        return zi_csv_fail(r->csv, err, "hs must be %s or empty, not '%.40s'",
            zi_pattern_text(ZI_PATTERN_HS), hs);
    }
    memcpy(row->hs, hs, strlen(hs) + 1);
    if (!zi_pattern_fits(ZI_PATTERN_ID, vintage, strlen(vintage))) {
        return zi_csv_fail(r->csv, err, "vintage must be %s, not '%.40s'",
            zi_pattern_text(ZI_PATTERN_ID), vintage);
    }
    return zi_panel_vintage_of(
        r->panel, vintage[0] ? vintage : "file", &row->vintage, err);
}

static zhol_status
read_row(const reading *r, zhol_error *err)
{
    zhol_panel_row row = { .grade = ZHOL_GRADE_D, .line = zi_csv_line(r->csv) };
    zhol_status status = read_economy(r, COLUMN_REPORTER, &row.reporter, err);

    if (status == ZHOL_OK) {
        status = read_economy(r, COLUMN_PARTNER, &row.partner, err);
    }
    if (status == ZHOL_OK) {
        status = read_numbers(r, &row, err);
    }
    if (status == ZHOL_OK) {
        status = read_words(r, &row, err);
    }
    return status == ZHOL_OK ? zi_panel_add(r->panel, &row, err) : status;
}

static zhol_status
read_all(reading *r, zhol_error *err)
{
    bool has_row = false;
    zhol_status status = zi_csv_next(r->csv, &has_row, err);

    if (status == ZHOL_OK && !has_row) {
        status = zi_fail(err, ZHOL_BAD_DATA,
            "%s:1: a first line with column names is missing", zi_csv_name(r->csv));
    }
    if (status == ZHOL_OK) {
        status = read_header(r, err);
    }
    while (status == ZHOL_OK) {
        status = zi_csv_next(r->csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        status = read_row(r, err);
    }
    return status;
}

/* Rows are sorted: equal ones are neighbours, the earlier line first. The fault that
 * stands first in the file is told. */
static zhol_status
check_unique(const reading *r, zhol_error *err)
{
    const zhol_panel_row *rows = r->panel->rows;
    uint32_t first = 0;

    for (uint32_t i = 1; i < r->panel->n_rows; i++) {
        if (zi_panel_compare(&rows[i - 1], &rows[i]) == 0
            && (first == 0 || rows[i].line < rows[first].line)) {
            first = i;
        }
    }
    if (first > 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s:%u: reporter, partner, flow, hs, year and vintage stand already in line "
            "%u: give each once",
            zi_csv_name(r->csv), rows[first].line, rows[first - 1].line);
    }
    return ZHOL_OK;
}

/* Takes the reader over. */
static zhol_status
make(const zhol_world *w, zi_csv *csv, zhol_panel **out, zhol_error *err)
{
    reading r = { .csv = csv, .panel = zi_panel_new(w, err) };
    zhol_status status = r.panel ? read_all(&r, err) : ZHOL_LIMIT;

    if (status == ZHOL_OK) {
        status = zi_panel_finish(r.panel, err);
    }
    if (status == ZHOL_OK) {
        status = check_unique(&r, err);
    }
    if (status == ZHOL_OK) {
        *out = r.panel;
    } else {
        zhol_panel_free(r.panel);
    }
    zi_csv_close(csv);
    return status;
}

zhol_status
zhol_panel_read(const zhol_world *w, const char *path, zhol_panel **out, zhol_error *err)
{
    zi_csv *csv = NULL;
    const zhol_status status = zi_csv_open(path, &csv, err);

    *out = NULL;
    return status == ZHOL_OK ? make(w, csv, out, err) : status;
}

zhol_status
zi_panel_read_memory(const zhol_world *w, const char *name, const char *data, size_t n,
    zhol_panel **out, zhol_error *err)
{
    zi_csv *csv = NULL;
    const zhol_status status = zi_csv_from_memory(name, data, n, &csv, err);

    *out = NULL;
    return status == ZHOL_OK ? make(w, csv, out, err) : status;
}
