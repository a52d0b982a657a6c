/* SPDX-License-Identifier: Apache-2.0 */
/* A panel, and what a model made of its rows, joined by the number of the row. */
#include "trade/fitted.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "trade/names.h"

void
zhol_fitted_rows_free(zhol_fitted_rows *rows)
{
    if (!rows) {
        return;
    }
    for (uint32_t i = 0; rows->economies && i < rows->n_economies; i++) {
        zi_free(rows->economies[i]);
    }
    zi_free(rows->economies);
    zi_free(rows->exporter);
    zi_free(rows->importer);
    zi_free(rows->is_wanted);
    zi_free(rows->actual);
    zi_free(rows->fitted);
    zi_free(rows);
}

typedef struct ends {
    uint32_t exporter, importer;
    bool is_wanted;
} ends;

typedef struct draft {
    zi_names names;
    ends *rows;
    uint32_t n;
    size_t capacity;
} draft;

typedef struct panel_columns {
    uint32_t exporter, importer, where;
} panel_columns;

static zhol_status
find_panel_columns(const zi_trade_table *t, const zhol_fitted_options *o,
    panel_columns *c, zhol_error *err)
{
    zhol_status status = zi_trade_table_column(t, o->exporter, true, &c->exporter, err);

    c->where = ZI_NO_COLUMN;
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, o->importer, true, &c->importer, err);
    }
    if (status == ZHOL_OK && o->where_column) {
        status = zi_trade_table_column(t, o->where_column, true, &c->where, err);
    }
    /* The caller named the columns: not the file is wrong. */
    return status == ZHOL_BAD_DATA ? ZHOL_USAGE : status;
}

static zhol_status
add_row(draft *d, const zi_trade_table *t, const panel_columns *c,
    const zhol_fitted_options *o, zhol_error *err)
{
    const char *id = NULL;
    ends row = { 0 };
    ends *more = zi_grow(d->rows, &d->capacity, (size_t) d->n + 1, sizeof *more);
    zhol_status status = ZHOL_OK;

    if (!more) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", d->n + 1);
    }
    d->rows = more;
    status = zi_trade_table_id(t, c->exporter, o->exporter, &id, err);
    if (status == ZHOL_OK) {
        status = zi_names_add(&d->names, id, &row.exporter, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_id(t, c->importer, o->importer, &id, err);
    }
    if (status == ZHOL_OK) {
        status = zi_names_add(&d->names, id, &row.importer, err);
    }
    row.is_wanted = c->where == ZI_NO_COLUMN
                    || strcmp(zi_csv_field(t->csv, c->where), o->where_value) == 0;
    d->rows[d->n++] = row;
    return status;
}

static zhol_status
read_panel(draft *d, zi_trade_table *t, const zhol_fitted_options *o, zhol_error *err)
{
    panel_columns c = { 0 };
    uint32_t n_wanted = 0;
    bool has_row = true;
    zhol_status status = find_panel_columns(t, o, &c, err);

    while (status == ZHOL_OK) {
        status = zi_csv_next(t->csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        status = add_row(d, t, &c, o, err);
        n_wanted += status == ZHOL_OK && d->rows[d->n - 1].is_wanted;
    }
    if (status == ZHOL_OK && n_wanted == 0) {
        status =
            o->where_column
                ? zi_fail(err, ZHOL_USAGE, "%s has no row with %.60s '%.60s'",
                    zi_csv_name(t->csv), o->where_column, o->where_value)
                : zi_fail(err, ZHOL_BAD_DATA,
                    "%s:2: there is no row below the column names", zi_csv_name(t->csv));
    }
    return status;
}

static zhol_status
make_rows(draft *d, zhol_fitted_rows *rows, zhol_error *err)
{
    uint32_t *new_of = NULL;
    const size_t n = d->n;
    zhol_status status = zi_names_sort(&d->names, &new_of, err);

    if (status != ZHOL_OK) {
        return status;
    }
    rows->exporter = ZI_NEW(uint32_t, n);
    rows->importer = ZI_NEW(uint32_t, n);
    rows->is_wanted = ZI_NEW(bool, n);
    rows->actual = ZI_NEW(double, n);
    rows->fitted = ZI_NEW(double, n);
    if (!rows->exporter || !rows->importer || !rows->is_wanted || !rows->actual
        || !rows->fitted) {
        zi_free(new_of);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", d->n);
    }
    rows->n = d->n;
    for (uint32_t r = 0; r < d->n; r++) {
        rows->exporter[r] = new_of[d->rows[r].exporter];
        rows->importer[r] = new_of[d->rows[r].importer];
        rows->is_wanted[r] = d->rows[r].is_wanted;
        rows->fitted[r] = (double) NAN;
    }
    zi_free(new_of);
    rows->economies = d->names.of;
    rows->n_economies = d->names.n;
    d->names.of = NULL;
    d->names.n = 0;
    return ZHOL_OK;
}

typedef struct row_columns {
    uint32_t row, state, y, fitted;
} row_columns;

static zhol_status
find_row_columns(const zi_trade_table *t, row_columns *c, zhol_error *err)
{
    zhol_status status = zi_trade_table_column(t, "row", true, &c->row, err);

    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, "state", true, &c->state, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, "y", true, &c->y, err);
    }
    return status == ZHOL_OK ? zi_trade_table_column(t, "fitted", true, &c->fitted, err)
                             : status;
}

/* Only used rows have something to compare: a separated one is fitted by minus infinity,
 * a singleton by an effect of its own. */
static zhol_status
read_fitted(const zi_trade_table *t, const row_columns *c, zhol_fitted_rows *rows,
    zhol_error *err)
{
    const char *text = zi_csv_field(t->csv, c->row);
    uint32_t row = 0;
    zhol_status status;

    if (!zi_number_read_u32(text, zi_csv_field_length(t->csv, c->row), &row) || row < 1
        || row > rows->n) {
        return zi_csv_fail(t->csv, err,
            "row must be a number from 1 to %u, the rows of the panel, not '%.40s'",
            rows->n, text);
    }
    if (strcmp(zi_csv_field(t->csv, c->state), "used") != 0
        || !rows->is_wanted[row - 1]) {
        return ZHOL_OK;
    }
    if (!isnan(rows->fitted[row - 1])) {
        return zi_csv_fail(t->csv, err, "row %u stands twice", row);
    }
    status = zi_trade_table_amount(t, c->y, "y", &rows->actual[row - 1], err);
    return status == ZHOL_OK ? zi_trade_table_amount(
               t, c->fitted, "fitted", &rows->fitted[row - 1], err)
                             : status;
}

static zhol_status
read_rows(zi_trade_table *t, zhol_fitted_rows *rows, zhol_error *err)
{
    row_columns c = { 0 };
    bool has_row = true;
    zhol_status status = find_row_columns(t, &c, err);

    while (status == ZHOL_OK) {
        status = zi_csv_next(t->csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        status = read_fitted(t, &c, rows, err);
    }
    return status;
}

zhol_status
zi_fitted_join(zi_trade_table *panel, zi_trade_table *fitted,
    const zhol_fitted_options *o, zhol_fitted_rows **out, zhol_error *err)
{
    draft d = { .n = 0 };
    zhol_fitted_rows *rows = NULL;
    zhol_status status = read_panel(&d, panel, o, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        rows = ZI_NEW(zhol_fitted_rows, 1);
        status = rows ? make_rows(&d, rows, err)
                      : zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", d.n);
    }
    if (status == ZHOL_OK && fitted) {
        status = read_rows(fitted, rows, err);
    }
    if (status == ZHOL_OK) {
        *out = rows;
    } else {
        zhol_fitted_rows_free(rows);
    }
    zi_free(d.rows);
    zi_names_free(&d.names);
    return status;
}

zhol_status
zhol_fitted_rows_read(
    const zhol_fitted_options *o, zhol_fitted_rows **out, zhol_error *err)
{
    zi_trade_table panel, rows = { NULL, NULL };
    zhol_status status = zi_trade_table_open(o->panel, &panel, err);

    *out = NULL;
    if (status == ZHOL_OK && o->rows) {
        status = zi_trade_table_open(o->rows, &rows, err);
    }
    if (status == ZHOL_OK) {
        status = zi_fitted_join(&panel, o->rows ? &rows : NULL, o, out, err);
    }
    zi_trade_table_close(&panel);
    zi_trade_table_close(&rows);
    return status;
}
