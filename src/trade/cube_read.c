/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of files of trade by economy and product. */
#include "trade/cube.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"

#define NAMES_EXPORTER "economy|country|exporter|reporter"
#define NAMES_ECONOMY  "economy|country|importer|reporter"
#define NAMES_IMPORTER "importer|partner"
#define NAMES_PRODUCT  "product|hs"
#define NAMES_VALUE    "value|value_usd"

typedef struct columns {
    uint32_t economy, partner, product, value, flow, year;
} columns;

static zhol_status
find_columns(const zi_trade_table *t, bool is_second, columns *c, zhol_error *err)
{
    zhol_status status = zi_trade_table_column(
        t, is_second ? NAMES_ECONOMY : NAMES_EXPORTER, true, &c->economy, err);

    if (status == ZHOL_OK) {
        status = zi_trade_table_column(
            t, is_second ? "exporter|partner" : NAMES_IMPORTER, false, &c->partner, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, NAMES_PRODUCT, true, &c->product, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, NAMES_VALUE, true, &c->value, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, "flow", false, &c->flow, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, "year", false, &c->year, err);
    }
    if (status == ZHOL_OK && is_second && c->partner != ZI_NO_COLUMN) {
        status = zi_csv_fail(t->csv, err,
            "a file of imports has one economy a row, but here are two: give a file of "
            "pairs by itself, its imports are what others send");
    }
    if (status == ZHOL_OK && c->partner != ZI_NO_COLUMN && c->flow != ZI_NO_COLUMN) {
        status = zi_csv_fail(t->csv, err,
            "columns '%.40s' and 'flow' together would count trade twice, as each side "
            "reports it: keep one report and leave out the column 'flow'",
            zi_csv_field(t->csv, c->partner));
    }
    return status;
}

static zhol_status
read_flow(const zi_trade_table *t, const columns *c, zi_cube_row *row, zhol_error *err)
{
    const char *flow;

    if (c->flow == ZI_NO_COLUMN) {
        row->is_import = row->is_second;
        return ZHOL_OK;
    }
    flow = zi_csv_field(t->csv, c->flow);
    row->is_import = strcmp(flow, "import") == 0;
    if (!row->is_import && strcmp(flow, "export") != 0) {
        return zi_csv_fail(
            t->csv, err, "flow must be export or import, not '%.40s'", flow);
    }
    if (!row->is_import && row->is_second) {
        return zi_csv_fail(t->csv, err, "flow is export in a file of imports");
    }
    return ZHOL_OK;
}

static zhol_status
read_year(const zi_trade_table *t, const columns *c, zi_cube_row *row, zhol_error *err)
{
    uint32_t year = 0;

    if (c->year == ZI_NO_COLUMN) {
        return ZHOL_OK;
    }
    if (!zi_number_read_u32(
            zi_csv_field(t->csv, c->year), zi_csv_field_length(t->csv, c->year), &year)
        || year < 1 || year > 9999) {
        return zi_csv_fail(t->csv, err, "year must be a year, not '%.40s'",
            zi_csv_field(t->csv, c->year));
    }
    row->year = (uint16_t) year;
    return ZHOL_OK;
}

/* The ids of a row that counts. */
static zhol_status
read_ids(zi_cube_draft *d, const zi_trade_table *t, const columns *c, zi_cube_row *row,
    zhol_error *err)
{
    const char *id = NULL;
    zhol_status status = zi_trade_table_id(t, c->economy, "the economy", &id, err);

    if (status == ZHOL_OK) {
        status = zi_names_add(&d->economies, id, &row->economy, err);
    }
    row->partner = ZI_NO_PARTNER;
    if (status == ZHOL_OK && c->partner != ZI_NO_COLUMN) {
        status = zi_trade_table_id(t, c->partner, "the importer", &id, err);
        if (status == ZHOL_OK) {
            status = zi_names_add(&d->economies, id, &row->partner, err);
        }
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_id(t, c->product, "the product", &id, err);
    }
    return status == ZHOL_OK ? zi_names_add(&d->products, id, &row->product, err)
                             : status;
}

static zhol_status
add_row(zi_cube_draft *d, const zi_cube_row *row, zhol_error *err)
{
    zi_cube_row *more =
        zi_grow(d->rows, &d->capacity, (size_t) d->n_rows + 1, sizeof *more);

    if (!more) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", d->n_rows + 1);
    }
    d->rows = more;
    d->rows[d->n_rows++] = *row;
    d->has_imports = d->has_imports || row->is_import;
    d->n_domestic += row->economy == row->partner;
    return ZHOL_OK;
}

/* Are rows of one year only? *first is that of the first row. */
static zhol_status
check_year(
    const zi_trade_table *t, const zi_cube_row *row, uint32_t *first, zhol_error *err)
{
    if (*first == 0) {
        *first = row->year;
    }
    return *first == row->year
               ? ZHOL_OK
               : zi_fail(err, ZHOL_USAGE,
                   "%s has rows of %u and of %u (line %u): choose one year",
                   zi_csv_name(t->csv), *first, row->year, zi_csv_line(t->csv));
}

/* Of which year rows are asked for, and of which they are. */
typedef struct years {
    uint32_t asked, first;
} years;

static zhol_status
read_row(zi_cube_draft *d, const zi_trade_table *t, const columns *c, bool is_second,
    years *y, zhol_error *err)
{
    zi_cube_row row = { .line = zi_csv_line(t->csv), .is_second = is_second };
    zhol_status status = read_year(t, c, &row, err);

    if (status == ZHOL_OK && y->asked > 0 && row.year != y->asked) {
        return ZHOL_OK;
    }
    if (status == ZHOL_OK) {
        status = check_year(t, &row, &y->first, err);
    }
    if (status == ZHOL_OK) {
        status = read_flow(t, c, &row, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_amount(t, c->value, "value", &row.value, err);
    }
    if (status == ZHOL_OK) {
        status = read_ids(d, t, c, &row, err);
    }
    return status == ZHOL_OK ? add_row(d, &row, err) : status;
}

zhol_status
zi_cube_draft_read(
    zi_cube_draft *d, zi_trade_table *t, bool is_second, uint32_t year, zhol_error *err)
{
    columns c;
    years y = { .asked = year };
    const uint32_t n_before = d->n_rows;
    bool has_row = true;
    zhol_status status = find_columns(t, is_second, &c, err);

    if (status == ZHOL_OK && year > 0 && c.year == ZI_NO_COLUMN) {
        status = zi_fail(err, ZHOL_USAGE, "%s has no column year to choose %u from",
            zi_csv_name(t->csv), year);
    }
    d->has_pairs = d->has_pairs || (status == ZHOL_OK && c.partner != ZI_NO_COLUMN);
    while (status == ZHOL_OK) {
        status = zi_csv_next(t->csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        status = read_row(d, t, &c, is_second, &y, err);
    }
    if (status == ZHOL_OK && d->n_rows == n_before) {
        status = year > 0 ? zi_fail(
                     err, ZHOL_USAGE, "%s has no row of %u", zi_csv_name(t->csv), year)
                          : zi_fail(err, ZHOL_BAD_DATA,
                              "%s:%u: there is no row below the column names",
                              zi_csv_name(t->csv), zi_csv_line(t->csv) + 1);
    }
    return status;
}

void
zi_cube_draft_free(zi_cube_draft *d)
{
    zi_free(d->rows);
    zi_names_free(&d->economies);
    zi_names_free(&d->products);
    *d = (zi_cube_draft){ 0 };
}

static zhol_status
read_file(
    zi_cube_draft *d, const char *path, bool is_second, uint32_t year, zhol_error *err)
{
    zi_trade_table table;
    zhol_status status = zi_trade_table_open(path, &table, err);

    if (status == ZHOL_OK) {
        status = zi_cube_draft_read(d, &table, is_second, year, err);
        zi_trade_table_close(&table);
    }
    return status;
}

static zhol_status
read_names(zhol_cube *cube, const char *path, zhol_error *err)
{
    zi_trade_table table;
    zhol_status status = zi_trade_table_open(path, &table, err);

    if (status == ZHOL_OK) {
        status = zi_cube_read_names(cube, &table, err);
        zi_trade_table_close(&table);
    }
    return status;
}

zhol_status
zhol_cube_read(const zhol_cube_options *o, zhol_cube **out, zhol_error *err)
{
    const char *const path[2] = { o->path, o->imports };
    zi_cube_draft draft = { 0 };
    zhol_status status = read_file(&draft, o->path, false, o->year, err);

    *out = NULL;
    if (status == ZHOL_OK && o->imports && (draft.has_pairs || draft.has_imports)) {
        status = zi_fail(err, ZHOL_USAGE,
            "%s has imports of its own: give it or %s, not both", o->path, o->imports);
    }
    if (status == ZHOL_OK && o->imports) {
        status = read_file(&draft, o->imports, true, o->year, err);
    }
    if (status == ZHOL_OK) {
        status = zi_cube_make(&draft, path, out, err);
    }
    zi_cube_draft_free(&draft);
    if (status == ZHOL_OK && o->names) {
        status = read_names(*out, o->names, err);
    }
    if (status != ZHOL_OK) {
        zhol_cube_free(*out);
        *out = NULL;
    }
    return status;
}

zhol_status
zi_cube_read_memory(const char *data, size_t n, zhol_cube **out, zhol_error *err)
{
    const char *const path[2] = { "cube.csv", NULL };
    zi_cube_draft draft = { 0 };
    zi_trade_table table;
    zhol_status status = zi_trade_table_of_memory(path[0], data, n, &table, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = zi_cube_draft_read(&draft, &table, false, 0, err);
        zi_trade_table_close(&table);
    }
    if (status == ZHOL_OK) {
        status = zi_cube_make(&draft, path, out, err);
    }
    zi_cube_draft_free(&draft);
    return status;
}
