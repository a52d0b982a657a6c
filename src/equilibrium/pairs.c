/* SPDX-License-Identifier: Apache-2.0 */
/* A number for each pair, rows with `*` among them. */
#include "equilibrium/flows.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

enum { EXPORTER, IMPORTER, VALUE };
#define EVERY        UINT32_MAX
#define LARGEST_COST 1e9

/* What fits a pair so far: how many of its economies the row names, and its line. */
typedef struct fit {
    uint32_t n_named, line, other_line; /* other_line: as specific, with another value */
} fit;

typedef struct reading {
    const zhol_flows *flows;
    zi_table table;
    zi_pair_column column;
    double *value;
    fit *fits;
} reading;

static zhol_status
read_economy(const reading *r, uint32_t k, uint32_t *out, zhol_error *err)
{
    const char *id = zi_table_field(&r->table, k);

    *out = EVERY;
    if (strcmp(id, "*") == 0) {
        return ZHOL_OK;
    }
    *out = zi_flows_find_any_case(r->flows, id);
    if (*out == UINT32_MAX) {
        return zi_csv_fail(r->table.csv, err,
            "%s '%.60s' is no economy of the flows%s: write one of theirs, or *",
            k == EXPORTER ? "exporter" : "importer", id,
            zi_near_to(id, r->flows->id, r->flows->n).text);
    }
    return ZHOL_OK;
}

static zhol_status
read_value(const reading *r, double *out, zhol_error *err)
{
    const zhol_status status =
        zi_table_number(&r->table, VALUE, r->column.name, out, err);

    if (status == ZHOL_OK && r->column.rule == ZHOL_PAIR_COST
        && !(*out >= 1 / LARGEST_COST && *out <= LARGEST_COST)) {
        return zi_csv_fail(r->table.csv, err,
            "%.60s is %g: costs over those before are from 1e-9 to 1e9 (0.9: a tenth "
            "less)",
            r->column.name, *out);
    }
    return status;
}

static zhol_status
set_pair(const reading *r, size_t pair, uint32_t n_named, double x, zhol_error *err)
{
    fit *f = &r->fits[pair];
    const uint32_t line = zi_csv_line(r->table.csv);

    if (f->line > 0 && f->n_named > n_named) {
        return ZHOL_OK;
    }
    if (f->line > 0 && f->n_named == n_named) {
        if (n_named == 2 || n_named == 0) {
            return zi_csv_fail(
                r->table.csv, err, "the same pair stands already in line %u", f->line);
        }
        if (fabs(r->value[pair] - x) > 0) {
            f->other_line = line;
        }
        return ZHOL_OK;
    }
    *f = (fit){ n_named, line, 0 };
    r->value[pair] = x;
    return ZHOL_OK;
}

static zhol_status
read_row(const reading *r, zhol_error *err)
{
    const uint32_t n = r->flows->n;
    uint32_t from = EVERY, to = EVERY;
    double x = 0;
    zhol_status status = read_economy(r, EXPORTER, &from, err);

    if (status == ZHOL_OK) {
        status = read_economy(r, IMPORTER, &to, err);
    }
    if (status == ZHOL_OK) {
        status = read_value(r, &x, err);
    }
    const uint32_t n_named = (from != EVERY ? 1U : 0U) + (to != EVERY ? 1U : 0U);
    const uint32_t first_i = from == EVERY ? 0 : from,
                   end_i = from == EVERY ? n : from + 1;
    const uint32_t first_j = to == EVERY ? 0 : to, end_j = to == EVERY ? n : to + 1;
    for (uint32_t i = first_i; i < end_i && status == ZHOL_OK; i++) {
        for (uint32_t j = first_j; j < end_j && status == ZHOL_OK; j++) {
            if (i != j || n_named == 2) {
                status = set_pair(r, (size_t) i * n + j, n_named, x, err);
            }
        }
    }
    return status;
}

/* Two rows with one economy each that fit a pair and differ, and no third that decides.
 */
static zhol_status
check_conflicts(const reading *r, zhol_error *err)
{
    const uint32_t n = r->flows->n;

    for (size_t pair = 0; pair < (size_t) n * n; pair++) {
        const fit *f = &r->fits[pair];
        if (f->other_line > 0) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%.150s:%u: '%.60s' to '%.60s' has another %.40s by line %u: a row that "
                "names both decides",
                zi_csv_name(r->table.csv), f->other_line, r->flows->id[pair / n],
                r->flows->id[pair % n], r->column.name, f->line);
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_rows(reading *r, zhol_error *err)
{
    bool has_row = false;
    zhol_status status = ZHOL_OK;

    r->fits = ZI_NEW(fit, (size_t) r->flows->n * r->flows->n);
    if (!r->fits) {
        return zi_fail(
            err, ZHOL_LIMIT, "no memory for the pairs of %u economies", r->flows->n);
    }
    while ((status = zi_csv_next(r->table.csv, &has_row, err)) == ZHOL_OK && has_row) {
        status = read_row(r, err);
        if (status != ZHOL_OK) {
            break;
        }
    }
    if (status == ZHOL_OK) {
        status = check_conflicts(r, err);
    }
    zi_free(r->fits);
    return status;
}

/* The column of a coefficient has the name that the caller gave it. */
static zi_table_columns
columns_of(zi_pair_column column)
{
    return (zi_table_columns){ .name = { "exporter", "importer", column.name },
        .n = 3,
        .n_required = 3,
        .is_chosen = { false, false, column.rule == ZHOL_PAIR_CHANGE } };
}

zhol_status
zi_pairs_of_bytes(const zhol_flows *flows, const zi_bytes *bytes, zi_pair_column column,
    double *value, zhol_error *err)
{
    reading r = { .flows = flows, .column = column, .value = value };
    const zi_table_columns columns = columns_of(column);
    zhol_status status = zi_table_of_bytes(bytes, &columns, &r.table, err);

    if (status == ZHOL_OK) {
        status = read_rows(&r, err);
        zi_table_close(&r.table);
    }
    return status;
}

zhol_status
zhol_pairs_read(const zhol_flows *flows, const char *path, const char *column,
    zhol_pair_rule rule, double *value, zhol_error *err)
{
    reading r = { .flows = flows, .column = { column, rule }, .value = value };
    const zi_table_columns columns = columns_of(r.column);
    zhol_status status = zi_table_open(path, &columns, &r.table, err);

    if (status == ZHOL_OK) {
        status = read_rows(&r, err);
        zi_table_close(&r.table);
    }
    return status;
}
