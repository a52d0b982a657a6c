/* SPDX-License-Identifier: Apache-2.0 */
#include "trade/table.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "io/gzip.h"
#include "trade/names.h"
#include "world/suggest.h"

enum { MAX_WORD = 64 };

static zhol_status
read_head(zi_trade_table *table, zhol_error *err)
{
    bool has_row = false;
    zhol_status status = zi_csv_next(table->csv, &has_row, err);

    if (status == ZHOL_OK && !has_row) {
        status = zi_fail(err, ZHOL_BAD_DATA,
            "%s:1: a first line with column names is missing", zi_csv_name(table->csv));
    }
    if (status != ZHOL_OK) {
        zi_trade_table_close(table);
    }
    return status;
}

zhol_status
zi_trade_table_open(const char *path, zi_trade_table *out, zhol_error *err)
{
    size_t n = 0;
    zhol_status status;

    *out = (zi_trade_table){ NULL, NULL };
    status = zi_gzip_read(path, ZI_CSV_MAX_FILE_BYTES, &out->data, &n, err);
    if (status == ZHOL_OK) {
        status = zi_csv_from_memory(path, out->data, n, &out->csv, err);
    }
    if (status != ZHOL_OK) {
        zi_trade_table_close(out);
        return status;
    }
    return read_head(out, err);
}

zhol_status
zi_trade_table_of_memory(
    const char *name, const char *data, size_t n, zi_trade_table *out, zhol_error *err)
{
    zhol_status status;

    *out = (zi_trade_table){ NULL, NULL };
    status = zi_csv_from_memory(name, data, n, &out->csv, err);
    return status == ZHOL_OK ? read_head(out, err) : status;
}

void
zi_trade_table_close(zi_trade_table *table)
{
    zi_csv_close(table->csv);
    zi_free(table->data);
    *table = (zi_trade_table){ NULL, NULL };
}

/* The next of "a|b|c"; *at is where the search goes on. false: no more. */
static bool
next_word(const char **at, char word[MAX_WORD])
{
    const size_t n = strcspn(*at, "|");

    if (n == 0 || n >= MAX_WORD) {
        return false;
    }
    memcpy(word, *at, n);
    word[n] = '\0';
    *at += n + ((*at)[n] == '|');
    return true;
}

static bool
is_one_of(const char *names, const char *text)
{
    char word[MAX_WORD];

    while (next_word(&names, word)) {
        if (zi_names_compare(word, text) == 0) {
            return true;
        }
    }
    return false;
}

static zhol_status
fail_missing(const zi_trade_table *table, const char *names, zhol_error *err)
{
    const char *first = names;
    char word[MAX_WORD] = "";
    zi_nearest nearest;

    (void) next_word(&first, word);
    nearest = zi_nearest_to(word);
    for (uint32_t i = 0; i < zi_csv_n_fields(table->csv); i++) {
        zi_nearest_try(&nearest, zi_csv_field(table->csv, i));
    }
    return zi_csv_fail(table->csv, err, "column '%s' is missing%s%s%.100s", word,
        zi_nearest_text(&nearest), *first ? "; it may also be called " : "", first);
}

zhol_status
zi_trade_table_column(const zi_trade_table *table, const char *names, bool is_required,
    uint32_t *out, zhol_error *err)
{
    *out = ZI_NO_COLUMN;
    for (uint32_t i = 0; i < zi_csv_n_fields(table->csv); i++) {
        const char *text = zi_csv_field(table->csv, i);
        if (!is_one_of(names, text)) {
            continue;
        }
        if (*out != ZI_NO_COLUMN) {
            return zi_csv_fail(table->csv, err,
                "columns '%.60s' and '%.60s' mean the same: keep one",
                zi_csv_field(table->csv, *out), text);
        }
        *out = i;
    }
    return *out != ZI_NO_COLUMN || !is_required ? ZHOL_OK
                                                : fail_missing(table, names, err);
}

zhol_status
zi_trade_table_id(const zi_trade_table *table, uint32_t column, const char *name,
    const char **out, zhol_error *err)
{
    const char *text = zi_csv_field(table->csv, column);

    *out = NULL;
    if (text[0] == '\0') {
        return zi_csv_fail(table->csv, err, "%s is empty: write an id", name);
    }
    if (zi_csv_field_length(table->csv, column) > ZI_NAME_MAX_BYTES) {
        return zi_csv_fail(table->csv, err,
            "%s '%.40s...' is longer than %d bytes: write an id", name, text,
            ZI_NAME_MAX_BYTES);
    }
    if (strpbrk(text, "\r\n")) {
        return zi_csv_fail(table->csv, err, "%s has more than one line", name);
    }
    *out = text;
    return ZHOL_OK;
}

zhol_status
zi_trade_table_amount(const zi_trade_table *table, uint32_t column, const char *name,
    double *out, zhol_error *err)
{
    const char *text = zi_csv_field(table->csv, column);

    if (!zi_number_read(text, zi_csv_field_length(table->csv, column), out) || *out < 0
        || *out > 1e18) {
        return zi_csv_fail(table->csv, err,
            "%s must be a number from 0 to 1e18, not '%.40s'", name, text);
    }
    return ZHOL_OK;
}
