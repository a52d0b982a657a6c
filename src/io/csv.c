/* SPDX-License-Identifier: Apache-2.0 */
#include "io/csv.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/locale.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/file.h"

enum { MAX_NAME = 200 };

struct zi_csv {
    char *owned; /* the file's bytes, or NULL if they are borrowed */
    const char *data;
    size_t n, at;
    uint32_t line, row_line;    /* of data[at]; where the row began */
    uint32_t n_rows, n_columns; /* rows read; fields of the first row */
    uint32_t n_fields;
    bool is_row_whole; /* the failure is only that the row has the wrong number of fields
                        */
    size_t *begin;     /* field i: row.data + begin[i], NUL, next field, ... */
    zi_buffer row;
    zhol_status status; /* of the last zi_csv_next(): a failed reader stays failed */
    zhol_error error;
    char name[MAX_NAME + 4];
};

static zhol_status
fail_at(
    const zi_csv *csv, uint32_t line, zhol_error *err, const char *format, va_list args)
{
    const zi_locale l = zi_locale_begin();
    zhol_error what;

    vsnprintf(what.message, sizeof what.message, format, args);
    zi_locale_end(l);
    return zi_fail(err, ZHOL_BAD_DATA, "%s:%u: %s", csv->name, line, what.message);
}

zhol_status
zi_csv_fail(const zi_csv *csv, zhol_error *err, const char *format, ...)
{
    va_list args;
    zhol_status status;

    va_start(args, format);
    status = fail_at(csv, csv->row_line, err, format, args);
    va_end(args);
    return status;
}

static zhol_status bad_bytes(zi_csv *csv, uint32_t line, const char *format, ...)
    ZHOL_PRINTF(3, 4);

static zhol_status
bad_bytes(zi_csv *csv, uint32_t line, const char *format, ...)
{
    va_list args;
    zhol_status status;

    va_start(args, format);
    status = fail_at(csv, line, &csv->error, format, args);
    va_end(args);
    return status;
}

/* Long paths: their end says more than their beginning. */
static void
set_name(zi_csv *csv, const char *name)
{
    const size_t n = strlen(name);
    const char *from = n > MAX_NAME ? name + n - MAX_NAME : name;

    while (from > name && ((unsigned char) *from & 0xC0) == 0x80) {
        from++; /* not in the middle of a letter */
    }
    snprintf(csv->name, sizeof csv->name, "%s%s", from > name ? "..." : "", from);
}

static zi_csv *
csv_new(const char *name, zhol_error *err)
{
    zi_csv *csv = ZI_NEW(zi_csv, 1);

    if (csv) {
        csv->begin = ZI_NEW(size_t, ZI_CSV_MAX_FIELDS);
    }
    if (!csv || !csv->begin) {
        zi_free(csv);
        zi_fail(err, ZHOL_LIMIT, "%.200s: no memory to read it", name);
        return NULL;
    }
    set_name(csv, name);
    return csv;
}

static zhol_status
csv_begin(zi_csv *csv, const char *data, size_t n, zhol_error *err)
{
    if (n > ZI_CSV_MAX_FILE_BYTES) {
        return zi_fail(err, ZHOL_LIMIT, "%s: %zu bytes, at most %d are read", csv->name,
            n, ZI_CSV_MAX_FILE_BYTES);
    }
    csv->data = data;
    csv->n = n;
    csv->line = csv->row_line = 1;
    if (n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        return zi_csv_fail(csv, err,
            "a byte-order mark: save the file as UTF-8 without one (not \"UTF-8 BOM\")");
    }
    if (n >= 2
        && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0)) {
        return zi_csv_fail(csv, err, "this is UTF-16: save the file as UTF-8");
    }
    return ZHOL_OK;
}

zhol_status
zi_csv_open(const char *path, zi_csv **out, zhol_error *err)
{
    zi_csv *csv = csv_new(path, err);
    zhol_status status;
    size_t n = 0;

    *out = NULL;
    if (!csv) {
        return ZHOL_LIMIT;
    }
    status = zi_file_read_all(path, ZI_CSV_MAX_FILE_BYTES, &csv->owned, &n, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = csv_begin(csv, csv->owned, n, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    *out = csv;
    csv = NULL;

out:
    zi_csv_close(csv);
    return status;
}

zhol_status
zi_csv_from_memory(
    const char *name, const char *data, size_t n, zi_csv **out, zhol_error *err)
{
    zi_csv *csv = csv_new(name, err);
    zhol_status status;

    *out = NULL;
    if (!csv) {
        return ZHOL_LIMIT;
    }
    status = csv_begin(csv, data, n, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    *out = csv;
    csv = NULL;

out:
    zi_csv_close(csv);
    return status;
}

size_t
zi_csv_control_at(const char *text, size_t n, bool is_quoted)
{
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char) text[i];
        const bool is_line_end = is_quoted && (c == '\n' || c == '\r');
        if ((c < 0x20 && !is_line_end) || c == 0x7F) {
            return i;
        }
        if (c == 0xC2 && i + 1 < n && (unsigned char) text[i + 1] < 0xA0) {
            return i; /* U+0080 to U+009F */
        }
    }
    return n;
}

/* Looks at the raw bytes of a field, which begins on @p line. */
static zhol_status
check_bytes(zi_csv *csv, uint32_t line, const char *text, size_t n, bool is_quoted)
{
    const size_t bad = zi_utf8_bad_at(text, n),
                 control = zi_csv_control_at(text, bad, is_quoted);

    if (n > ZI_CSV_MAX_FIELD_BYTES) {
        return bad_bytes(csv, line, "a field of %zu bytes, at most %d are allowed%s", n,
            ZI_CSV_MAX_FIELD_BYTES, is_quoted ? ": is its closing quote missing?" : "");
    }
    for (size_t i = 0; i < control; i++) {
        line += text[i] == '\n';
    }
    if (control < bad) {
        return bad_bytes(csv, line, "a control character (byte 0x%02X) in field %u",
            (unsigned char) text[control], csv->n_fields + 1);
    }
    if (bad < n) {
        return bad_bytes(csv, line, "byte 0x%02X in field %u is not UTF-8: save as UTF-8",
            (unsigned char) text[bad], csv->n_fields + 1);
    }
    return ZHOL_OK;
}

static zhol_status
read_plain_field(zi_csv *csv)
{
    const char *text = csv->data + csv->at;
    const size_t left = csv->n - csv->at;
    zhol_status status;
    size_t n = 0;

    while (n < left && text[n] != ',' && text[n] != '\n' && text[n] != '\r') {
        if (text[n] == '"') {
            return bad_bytes(csv, csv->line,
                "a quote inside field %u: put the whole field in quotes and double it",
                csv->n_fields + 1);
        }
        n++;
    }
    status = check_bytes(csv, csv->line, text, n, false);
    if (status == ZHOL_OK) {
        zi_buffer_add(&csv->row, text, n);
        csv->at += n;
    }
    return status;
}

/* Finds the closing quote of the field whose text begins at csv->at; n if there is none.
 */
static size_t
closing_quote(const zi_csv *csv)
{
    size_t i = csv->at;

    while (i < csv->n) {
        const char *quote = memchr(csv->data + i, '"', csv->n - i);
        if (!quote) {
            break;
        }
        i = (size_t) (quote - csv->data);
        if (i + 1 == csv->n || csv->data[i + 1] != '"') {
            return i;
        }
        i += 2; /* a doubled quote means one */
    }
    return csv->n;
}

static zhol_status
read_quoted_field(zi_csv *csv)
{
    const uint32_t line = csv->line;
    zhol_status status;
    size_t end;

    csv->at++;
    end = closing_quote(csv);
    if (end == csv->n) {
        return bad_bytes(csv, line, "the quote that opens field %u is never closed",
            csv->n_fields + 1);
    }
    status = check_bytes(csv, line, csv->data + csv->at, end - csv->at, true);
    if (status != ZHOL_OK) {
        return status;
    }
    while (csv->at < end) {
        const char *text = csv->data + csv->at;
        const char *quote = memchr(text, '"', end - csv->at);
        const size_t n = quote ? (size_t) (quote - text) + 1 : end - csv->at;
        for (size_t i = 0; i < n; i++) {
            csv->line += text[i] == '\n';
        }
        zi_buffer_add(&csv->row, text, n);
        csv->at += n + (quote ? 1 : 0);
    }
    csv->at = end + 1;
    const int next = csv->at < csv->n ? csv->data[csv->at] : '\n';
    if (next != ',' && next != '\r' && next != '\n') {
        return bad_bytes(csv, csv->line,
            "text after the closing quote of field %u: a quote inside must be doubled",
            csv->n_fields + 1);
    }
    return ZHOL_OK;
}

/* Steps over what ends a field; *is_row_end says whether it also ends the row. */
static zhol_status
read_separator(zi_csv *csv, bool *is_row_end)
{
    const char *text = csv->data + csv->at;
    const size_t left = csv->n - csv->at;

    *is_row_end = left == 0 || text[0] != ',';
    if (left == 0) {
        return ZHOL_OK;
    }
    if (text[0] == '\r') {
        if (left < 2 || text[1] != '\n') {
            return bad_bytes(csv, csv->line,
                "a carriage return without a line feed: lines end with LF or CRLF");
        }
        csv->at++;
    }
    csv->at++;
    csv->line += *is_row_end;
    return ZHOL_OK;
}

static zhol_status
read_row(zi_csv *csv)
{
    zhol_status status = ZHOL_OK;
    bool is_row_end = false;

    csv->row_line = csv->line;
    csv->row.length = 0;
    csv->n_fields = 0;
    if (csv->n_rows == ZI_CSV_MAX_ROWS) {
        return zi_fail(&csv->error, ZHOL_LIMIT, "%s:%u: more than %d rows", csv->name,
            csv->line, ZI_CSV_MAX_ROWS);
    }
    while (status == ZHOL_OK && !is_row_end) {
        if (csv->n_fields == ZI_CSV_MAX_FIELDS) {
            return bad_bytes(csv, csv->line, "more than %d fields", ZI_CSV_MAX_FIELDS);
        }
        csv->begin[csv->n_fields] = csv->row.length;
        status = csv->at < csv->n && csv->data[csv->at] == '"' ? read_quoted_field(csv)
                                                               : read_plain_field(csv);
        zi_buffer_add(&csv->row, "", 1);
        csv->n_fields++;
        if (status == ZHOL_OK) {
            status = read_separator(csv, &is_row_end);
        }
    }
    if (status == ZHOL_OK && csv->row.failed) {
        return zi_fail(&csv->error, ZHOL_LIMIT, "%s:%u: no memory for the row", csv->name,
            csv->row_line);
    }
    if (status == ZHOL_OK && csv->n_rows > 0 && csv->n_fields != csv->n_columns) {
        csv->is_row_whole = true;
        return bad_bytes(csv, csv->row_line, "%u field%s, but the first row has %u",
            csv->n_fields, csv->n_fields == 1 ? "" : "s", csv->n_columns);
    }
    return status;
}

zhol_status
zi_csv_next(zi_csv *csv, bool *has_row, zhol_error *err)
{
    *has_row = false;
    if (csv->status == ZHOL_OK && csv->at < csv->n) {
        csv->status = read_row(csv);
        *has_row = csv->status == ZHOL_OK;
    } else {
        csv->n_fields = 0;
    }
    if (csv->status != ZHOL_OK) {
        csv->n_fields = 0;
        return zi_fail(err, csv->status, "%s", csv->error.message);
    }
    if (*has_row) {
        csv->n_columns = csv->n_fields;
        csv->n_rows++;
    }
    return ZHOL_OK;
}

bool
zi_csv_skip_row(zi_csv *csv)
{
    const bool is_possible = csv->is_row_whole;

    if (is_possible) {
        csv->status = ZHOL_OK;
        csv->is_row_whole = false;
        csv->n_rows++;
    }
    return is_possible;
}

uint32_t
zi_csv_n_fields(const zi_csv *csv)
{
    return csv->n_fields;
}

const char *
zi_csv_field(const zi_csv *csv, uint32_t i)
{
    assert(i < csv->n_fields);
    return csv->row.data + csv->begin[i];
}

size_t
zi_csv_field_length(const zi_csv *csv, uint32_t i)
{
    const size_t end = i + 1 < csv->n_fields ? csv->begin[i + 1] : csv->row.length;

    assert(i < csv->n_fields);
    return end - csv->begin[i] - 1;
}

uint32_t
zi_csv_line(const zi_csv *csv)
{
    return csv->row_line;
}

const char *
zi_csv_name(const zi_csv *csv)
{
    return csv->name;
}

void
zi_csv_close(zi_csv *csv)
{
    if (csv) {
        zi_buffer_free(&csv->row);
        zi_free(csv->begin);
        zi_free(csv->owned);
        zi_free(csv);
    }
}
