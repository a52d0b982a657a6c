/* SPDX-License-Identifier: Apache-2.0 */
/* Flows from a CSV: rows first, then economies sorted by id, then the matrix. */
#include "equilibrium/flows.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"

enum { EXPORTER, IMPORTER, TRADE, YEAR, SECTOR, ECONOMY = 0, OUTPUT = 1 };
enum { MAX_ID_BYTES = 60 };

/* An economy as it was met; rows name it by its number. */
typedef struct met {
    char *id; /* owned */
    uint32_t number, line;
} met;

typedef struct row {
    uint32_t exporter, importer, line;
    double trade;
} row;

typedef struct reading {
    const zhol_flows_options *asked;
    zi_table table;
    met *met; /* sorted by id while rows are read */
    row *rows;
    size_t n_met, met_capacity, n_rows, row_capacity;
    uint32_t first_year;           /* of a file that is read without a year */
    char sector[MAX_ID_BYTES + 1]; /* of the first row */
} reading;

void
zhol_flows_options_defaults(zhol_flows_options *options)
{
    *options = (zhol_flows_options){ .exporter = "exporter",
        .importer = "importer",
        .trade = "trade",
        .year_column = "year" };
}

/* Where an id stands in the sorted list, or would stand. */
static size_t
place_of(const reading *r, const char *id)
{
    size_t first = 0, n = r->n_met;

    while (n > 0) {
        const size_t half = n / 2;
        if (strcmp(r->met[first + half].id, id) < 0) {
            first += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return first;
}

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the flows");
}

static zhol_status
meet(reading *r, uint32_t k, uint32_t *number, zhol_error *err)
{
    const char *id = zi_table_field(&r->table, k);
    const size_t at = place_of(r, id), n_bytes = strlen(id) + 1;

    if (id[0] == '\0' || strcmp(id, "*") == 0 || n_bytes > MAX_ID_BYTES) {
        return zi_csv_fail(r->table.csv, err,
            "%s '%.70s' is no id of an economy: write 1 to %d bytes, not '*'",
            k == EXPORTER ? "exporter" : "importer", id, MAX_ID_BYTES - 1);
    }
    if (at < r->n_met && strcmp(r->met[at].id, id) == 0) {
        *number = r->met[at].number;
        return ZHOL_OK;
    }
    if (r->n_met == ZHOL_MAX_ECONOMIES) {
        return zi_csv_fail(r->table.csv, err, "'%.60s' is one economy more than %d", id,
            ZHOL_MAX_ECONOMIES);
    }
    met *more = zi_grow(r->met, &r->met_capacity, r->n_met + 1, sizeof *more);
    if (!more) {
        return no_memory(err);
    }
    r->met = more;
    char *copy = ZI_NEW(char, n_bytes);
    if (!copy) {
        return no_memory(err);
    }
    memcpy(copy, id, n_bytes);
    memmove(&more[at + 1], &more[at], (r->n_met - at) * sizeof *more);
    *number = (uint32_t) r->n_met++;
    more[at] = (met){ copy, *number, zi_csv_line(r->table.csv) };
    return ZHOL_OK;
}

/* is_used: the row is of the year. */
static zhol_status
look_at_year(reading *r, bool *is_used, zhol_error *err)
{
    uint32_t year = 0;

    *is_used = true;
    if (r->table.column[YEAR] == UINT32_MAX) {
        return ZHOL_OK;
    }
    const char *text = zi_table_field(&r->table, YEAR);
    if (!zi_number_read_u32(text, strlen(text), &year) || year == 0) {
        return zi_csv_fail(r->table.csv, err, "%.40s must be a year, not '%.40s'",
            r->asked->year_column, text);
    }
    if (r->asked->year > 0) {
        *is_used = year == r->asked->year;
        return ZHOL_OK;
    }
    r->first_year = r->first_year > 0 ? r->first_year : year;
    if (year != r->first_year) {
        return zi_fail(err, ZHOL_USAGE,
            "%.200s:%u: the file has the years %u and %u: say which by --year",
            zi_csv_name(r->table.csv), zi_csv_line(r->table.csv), r->first_year, year);
    }
    return ZHOL_OK;
}

/* Sectors with input-output links are another model: they are refused, not added up. */
static zhol_status
look_at_sector(reading *r, zhol_error *err)
{
    if (r->table.column[SECTOR] == UINT32_MAX) {
        return ZHOL_OK;
    }
    const char *sector = zi_table_field(&r->table, SECTOR);
    if (r->n_rows == 0) {
        snprintf(r->sector, sizeof r->sector, "%s", sector);
    }
    if (strncmp(sector, r->sector, MAX_ID_BYTES) != 0) {
        return zi_csv_fail(r->table.csv, err,
            "sector '%.60s' stands beside '%.60s', and the model has one sector: add "
            "them up",
            sector, r->sector);
    }
    return ZHOL_OK;
}

static zhol_status
read_row(reading *r, zhol_error *err)
{
    row new = { .line = zi_csv_line(r->table.csv) };
    bool is_used = false;
    zhol_status status = look_at_year(r, &is_used, err);

    if (status != ZHOL_OK || !is_used) {
        return status;
    }
    status = look_at_sector(r, err);
    if (status != ZHOL_OK) {
        return status;
    }
    status = zi_table_number(&r->table, TRADE, r->asked->trade, &new.trade, err);
    if (status == ZHOL_OK && (new.trade < 0 || new.trade > 1e100)) {
        status = zi_csv_fail(r->table.csv, err, "%.60s is %g: it must be from 0 to 1e100",
            r->asked->trade, new.trade);
    }
    if (status == ZHOL_OK) {
        status = meet(r, EXPORTER, &new.exporter, err);
    }
    if (status == ZHOL_OK) {
        status = meet(r, IMPORTER, &new.importer, err);
    }
    if (status == ZHOL_OK) {
        row *more = zi_grow(r->rows, &r->row_capacity, r->n_rows + 1, sizeof *more);
        if (!more) {
            return no_memory(err);
        }
        r->rows = more;
        more[r->n_rows++] = new;
    }
    return status;
}

static zhol_status
read_rows(reading *r, zhol_error *err)
{
    bool has_row = false;
    zhol_status status = zi_csv_next(r->table.csv, &has_row, err);

    while (status == ZHOL_OK && has_row) {
        status = read_row(r, err);
        if (status == ZHOL_OK) {
            status = zi_csv_next(r->table.csv, &has_row, err);
        }
    }
    if (status == ZHOL_OK && r->n_rows == 0) {
        status = zi_fail(err, r->asked->year > 0 ? ZHOL_USAGE : ZHOL_BAD_DATA,
            "%.200s: there are no rows%s", zi_csv_name(r->table.csv),
            r->asked->year > 0 ? " of that year" : "");
    }
    return status;
}

/* ------------------------------------------------------------------------ the matrix */

static zhol_status
new_flows(const reading *r, zhol_flows **out, zhol_error *err)
{
    const uint32_t n = (uint32_t) r->n_met;
    size_t n_bytes = n * sizeof(char *);
    zhol_flows *f = ZI_NEW(zhol_flows, 1);

    *out = f;
    if (!f) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < n; i++) {
        n_bytes += strlen(r->met[i].id) + 1;
    }
    f->texts = zi_calloc(1, n_bytes);
    f->trade = ZI_NEW(double, (size_t) n *n);
    if (!f->texts || !f->trade) {
        return no_memory(err);
    }
    const char **id = f->texts;
    char *text = (char *) (id + n);
    for (uint32_t i = 0; i < n; i++) {
        id[i] = memcpy(text, r->met[i].id, strlen(r->met[i].id) + 1);
        text += strlen(text) + 1;
    }
    f->id = id;
    f->n = n;
    f->n_sectors = 1;
    f->year = r->asked->year > 0 ? r->asked->year : r->first_year;
    f->n_rows = (uint32_t) r->n_rows;
    return ZHOL_OK;
}

static zhol_status
fill_matrix(const reading *r, const zhol_flows *f, zhol_error *err)
{
    uint32_t *line = ZI_NEW(uint32_t, (size_t) f->n * f->n);
    uint32_t *place = ZI_NEW(uint32_t, f->n); /* of the economies by number */
    zhol_status status = line && place ? ZHOL_OK : no_memory(err);

    for (uint32_t i = 0; i < f->n && status == ZHOL_OK; i++) {
        place[r->met[i].number] = i;
    }
    for (size_t k = 0; k < r->n_rows && status == ZHOL_OK; k++) {
        const row *at = &r->rows[k];
        const size_t pair = (size_t) place[at->exporter] * f->n + place[at->importer];
        if (line[pair] > 0) {
            status = zi_fail(err, ZHOL_BAD_DATA,
                "%.200s:%u: '%.60s' to '%.60s' stands already in line %u",
                zi_csv_name(r->table.csv), at->line, f->id[place[at->exporter]],
                f->id[place[at->importer]], line[pair]);
        }
        line[pair] = at->line;
        f->trade[pair] = at->trade;
    }
    zi_free(line);
    zi_free(place);
    return status;
}

/* ---------------------------------------------------------------- domestic trade */

static zhol_status
read_output(const zhol_flows *f, const char *path, double *output, zhol_error *err)
{
    static const zi_table_columns columns = {
        .name = { "economy", "output" }, .n = 2, .n_required = 2
    };
    zi_table t;
    bool has_row = true;
    zhol_status status = zi_table_open(path, &columns, &t, err);

    while (status == ZHOL_OK && (status = zi_csv_next(t.csv, &has_row, err)) == ZHOL_OK
           && has_row) {
        double x = 0;
        const uint32_t i = zi_flows_find_any_case(f, zi_table_field(&t, ECONOMY));
        status = zi_table_number(&t, OUTPUT, "output", &x, err);
        if (status == ZHOL_OK && i != UINT32_MAX) {
            if (output[i] > 0) {
                status = zi_csv_fail(t.csv, err, "'%.60s' stands twice", f->id[i]);
            } else if (!(x > 0)) {
                status = zi_csv_fail(t.csv, err,
                    "output of '%.60s' is %g: it must be above 0", f->id[i], x);
            }
            output[i] = x;
        }
    }
    zi_table_close(&t);
    return status;
}

static double
exports_of(const zhol_flows *f, uint32_t i)
{
    double sold = 0;

    for (uint32_t j = 0; j < f->n; j++) {
        sold += j == i ? 0 : f->trade[(size_t) i * f->n + j];
    }
    return sold;
}

static double
imports_of(const zhol_flows *f, uint32_t j)
{
    double bought = 0;

    for (uint32_t i = 0; i < f->n; i++) {
        bought += j == i ? 0 : f->trade[(size_t) i * f->n + j];
    }
    return bought;
}

/* What domestic trade of an economy without a row must be. */
static zhol_status
make_domestic(const reading *r, const zhol_flows *f, uint32_t i, const double *output,
    double *out, zhol_error *err)
{
    const double exports = exports_of(f, i);

    if (r->asked->domestic == ZHOL_DOMESTIC_ROWS) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.200s:%u: '%.60s' has no domestic trade: give a row from it to itself "
            "(gross output less exports), or --domestic",
            zi_csv_name(r->table.csv), r->met[i].line, f->id[i]);
    }
    if (r->asked->domestic == ZHOL_DOMESTIC_SHARE) {
        const double share = r->asked->domestic_share;
        *out = share / (1 - share) * imports_of(f, i);
        return ZHOL_OK;
    }
    if (!(output[i] > 0)) {
        return zi_fail(err, ZHOL_BAD_DATA, "%.200s: output of '%.60s' is missing",
            r->asked->output_path, f->id[i]);
    }
    *out = output[i] - exports;
    if (!(*out > 0)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.200s: output of '%.60s' is %g, but it exports %g: gross output (not value "
            "added) in the unit of the flows must be more than exports",
            r->asked->output_path, f->id[i], output[i], exports);
    }
    return ZHOL_OK;
}

static zhol_status
complete(const reading *r, zhol_flows *f, zhol_error *err)
{
    double *output = ZI_NEW(double, f->n);
    zhol_status status = output ? ZHOL_OK : no_memory(err);

    if (status == ZHOL_OK && r->asked->domestic == ZHOL_DOMESTIC_OUTPUT) {
        status = read_output(f, r->asked->output_path, output, err);
    }
    for (uint32_t i = 0; i < f->n && status == ZHOL_OK; i++) {
        double *own = &f->trade[(size_t) i * f->n + i];
        if (!(exports_of(f, i) > 0) || !(imports_of(f, i) > 0)) {
            status = zi_fail(err, ZHOL_BAD_DATA,
                "%.200s:%u: '%.60s' %s the others: leave it out or merge it with another",
                zi_csv_name(r->table.csv), r->met[i].line, f->id[i],
                exports_of(f, i) > 0 ? "buys nothing from" : "sells nothing to");
        } else if (!(*own > 0)) {
            status = make_domestic(r, f, i, output, own, err);
            f->n_domestic_made++;
        }
    }
    zi_free(output);
    return status;
}

static int
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool
is_same_word(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

/* "KAZ" and "kaz" are one economy that is spelt in two ways. */
static zhol_status
check_case(const reading *r, const zhol_flows *f, zhol_error *err)
{
    for (uint32_t i = 1; i < f->n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (is_same_word(f->id[i], f->id[k])) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "%.200s:%u: '%.60s' stands beside '%.60s': write one economy in one "
                    "way",
                    zi_csv_name(r->table.csv), r->met[i].line, f->id[i], f->id[k]);
            }
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_table(reading *r, zhol_flows **out, zhol_error *err)
{
    zhol_flows *f = NULL;
    zhol_status status = read_rows(r, err);

    if (status == ZHOL_OK) {
        status = new_flows(r, &f, err);
    }
    if (status == ZHOL_OK) {
        status = check_case(r, f, err);
    }
    if (status == ZHOL_OK) {
        status = fill_matrix(r, f, err);
    }
    if (status == ZHOL_OK) {
        status = complete(r, f, err);
    }
    if (status != ZHOL_OK) {
        zhol_flows_free(f);
        f = NULL;
    }
    *out = f;
    return status;
}

static zhol_status
finish(reading *r, zhol_status status, zhol_flows **out, zhol_error *err)
{
    if (status == ZHOL_OK && r->asked->year > 0 && r->table.column[YEAR] == UINT32_MAX) {
        status = zi_fail(err, ZHOL_USAGE, "%.200s: there is no column '%.60s' for --year",
            zi_csv_name(r->table.csv), r->asked->year_column);
    }
    if (status == ZHOL_OK) {
        status = read_table(r, out, err);
    }
    for (size_t i = 0; i < r->n_met; i++) {
        zi_free(r->met[i].id);
    }
    zi_free(r->met);
    zi_free(r->rows);
    zi_table_close(&r->table);
    return status;
}

static zi_table_columns
columns_of(const zhol_flows_options *o)
{
    zhol_flows_options usual;

    zhol_flows_options_defaults(&usual);
    return (zi_table_columns){
        .name = { o->exporter, o->importer, o->trade, o->year_column, "sector" },
        .n = 5,
        .n_required = 3,
        .is_chosen = { strcmp(o->exporter, usual.exporter) != 0,
            strcmp(o->importer, usual.importer) != 0, strcmp(o->trade, usual.trade) != 0 }
    };
}

zhol_status
zi_flows_of_bytes(const zi_bytes *bytes, const zhol_flows_options *options,
    zhol_flows **out, zhol_error *err)
{
    reading r = { .asked = options };
    const zi_table_columns columns = columns_of(options);

    *out = NULL;
    return finish(&r, zi_table_of_bytes(bytes, &columns, &r.table, err), out, err);
}

zhol_status
zhol_flows_read(const char *path, const zhol_flows_options *options, zhol_flows **out,
    zhol_error *err)
{
    reading r = { .asked = options };
    const zi_table_columns columns = columns_of(options);

    *out = NULL;
    if (options->domestic == ZHOL_DOMESTIC_SHARE
        && !(options->domestic_share > 0 && options->domestic_share < 1)) {
        return zi_fail(err, ZHOL_USAGE,
            "the domestic share must be above 0 and below 1, not %g",
            options->domestic_share);
    }
    return finish(&r, zi_table_open(path, &columns, &r.table, err), out, err);
}

void
zhol_flows_free(zhol_flows *flows)
{
    if (flows) {
        zi_free(flows->trade);
        zi_free(flows->texts);
        zi_free(flows);
    }
}

uint32_t
zhol_flows_find(const zhol_flows *flows, const char *id)
{
    uint32_t first = 0, n = flows->n;

    while (n > 0) {
        const uint32_t half = n / 2;
        const int order = strcmp(flows->id[first + half], id);
        if (order == 0) {
            return first + half;
        }
        if (order < 0) {
            first += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return UINT32_MAX;
}

uint32_t
zi_flows_find_any_case(const zhol_flows *flows, const char *id)
{
    uint32_t found = zhol_flows_find(flows, id);

    for (uint32_t i = 0; i < flows->n && found == UINT32_MAX; i++) {
        found = is_same_word(flows->id[i], id) ? i : found;
    }
    return found;
}
