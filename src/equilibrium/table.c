/* SPDX-License-Identifier: Apache-2.0 */
#include "equilibrium/table.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "io/gzip.h"

enum { FARTHEST = 3 };

zi_near
zi_near_to(const char *word, const char *const *names, uint32_t n)
{
    zi_near near = { "" };
    uint32_t best = FARTHEST + 1;

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t edits = zi_edit_distance(word, names[i], FARTHEST);
        if (edits < best && edits < strlen(names[i])) {
            best = edits;
            snprintf(near.text, sizeof near.text, " (did you mean '%.60s'?)", names[i]);
        }
    }
    return near;
}

static zhol_status
find_column(zi_table *t, const zi_table_columns *columns, uint32_t k, zhol_error *err)
{
    const uint32_t n = zi_csv_n_fields(t->csv);
    const char *names[ZI_CSV_MAX_FIELDS];

    t->column[k] = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        names[i] = zi_csv_field(t->csv, i);
        if (strcmp(names[i], columns->name[k]) == 0) {
            if (t->column[k] != UINT32_MAX) {
                return zi_csv_fail(
                    t->csv, err, "column '%.60s' stands twice", columns->name[k]);
            }
            t->column[k] = i;
        }
    }
    if (t->column[k] == UINT32_MAX && k < columns->n_required) {
        return zi_fail(err, columns->is_chosen[k] ? ZHOL_USAGE : ZHOL_BAD_DATA,
            "%.200s%s there is no column '%.60s'%s", zi_csv_name(t->csv),
            columns->is_chosen[k] ? ":" : ":1:", columns->name[k],
            zi_near_to(columns->name[k], names, n).text);
    }
    return ZHOL_OK;
}

static zhol_status
read_head(zi_table *t, const zi_table_columns *columns, zhol_error *err)
{
    bool has_row = false;
    zhol_status status = zi_csv_next(t->csv, &has_row, err);

    if (status == ZHOL_OK && !has_row) {
        status = zi_fail(err, ZHOL_BAD_DATA,
            "%.200s:1: a first line with column names is missing", zi_csv_name(t->csv));
    }
    for (uint32_t k = 0; k < columns->n && status == ZHOL_OK; k++) {
        status = find_column(t, columns, k, err);
    }
    return status;
}

zhol_status
zi_table_of_bytes(const zi_bytes *bytes, const zi_table_columns *columns, zi_table *out,
    zhol_error *err)
{
    *out = (zi_table){ .bytes = NULL };
    zhol_status status =
        zi_csv_from_memory(bytes->path, bytes->text, bytes->n, &out->csv, err);

    if (status == ZHOL_OK) {
        status = read_head(out, columns, err);
    }
    if (status != ZHOL_OK) {
        zi_table_close(out);
    }
    return status;
}

zhol_status
zi_table_open(
    const char *path, const zi_table_columns *columns, zi_table *out, zhol_error *err)
{
    char *text = NULL;
    size_t n = 0;
    zhol_status status = zi_gzip_read(path, ZI_CSV_MAX_FILE_BYTES, &text, &n, err);

    *out = (zi_table){ .bytes = NULL };
    if (status != ZHOL_OK) {
        return status;
    }
    const zi_bytes bytes = { path, text, n };
    status = zi_table_of_bytes(&bytes, columns, out, err);
    if (status != ZHOL_OK) {
        zi_free(text);
        return status;
    }
    out->bytes = text;
    return ZHOL_OK;
}

void
zi_table_close(zi_table *t)
{
    zi_csv_close(t->csv);
    zi_free(t->bytes);
    *t = (zi_table){ .bytes = NULL };
}

const char *
zi_table_field(const zi_table *t, uint32_t k)
{
    return zi_csv_field(t->csv, t->column[k]);
}

zhol_status
zi_table_number(
    const zi_table *t, uint32_t k, const char *name, double *out, zhol_error *err)
{
    const char *text = zi_table_field(t, k);

    if (!zi_number_read(text, strlen(text), out)) {
        return zi_csv_fail(t->csv, err, "%.60s must be a number, not '%.60s'%s", name,
            text, text[0] ? "" : ": leave the row out if it is not known");
    }
    return ZHOL_OK;
}
