/* SPDX-License-Identifier: Apache-2.0 */
#include "io/columns.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/columns_scan.h"
#include "io/csv.h"
#include "io/gzip.h"

enum { MAX_LISTED_BYTES = 240 };

/* A file in memory and the names of its columns, both borrowed. */
typedef struct source {
    const char *path, *data;
    size_t n;
    char **names;
    uint32_t n_names;
} source;

struct zi_columns_kept {
    char *path;
    char *names;        /* in one block */
    const char ***word; /* of column i, and the block they stand in */
    char **block;
    zi_line_shift *shift;
    size_t n_shifts;
    uint32_t first_line; /* of row 0 */
    uint32_t n_columns;
};

/* Without the byte-order mark that spreadsheets write in front of UTF-8. */
static source
source_of(const char *path, const char *data, size_t n)
{
    const size_t mark = n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    return (source){ .path = path, .data = data + mark, .n = n - mark };
}

static zhol_status
no_memory(const char *path, zhol_error *err)
{
    zi_fail(err, ZHOL_LIMIT, "%.200s: no memory for its columns", path);
    return ZHOL_LIMIT;
}

static char *
copy_of(const char *text)
{
    const size_t n = strlen(text) + 1;
    char *copy = ZI_NEW(char, n);

    if (copy) {
        memcpy(copy, text, n);
    }
    return copy;
}

static void
free_names(char **names, uint32_t n)
{
    for (uint32_t i = 0; names && i < n; i++) {
        zi_free(names[i]);
    }
    zi_free(names);
}

/* The fields of the row; NULL: memory is out. */
static char **
copy_fields(const zi_csv *csv)
{
    const uint32_t n = zi_csv_n_fields(csv);
    char **names = ZI_NEW(char *, n);

    for (uint32_t i = 0; names && i < n; i++) {
        names[i] = copy_of(zi_csv_field(csv, i));
        if (!names[i]) {
            free_names(names, i);
            return NULL;
        }
    }
    return names;
}

/* The first row. */
static zhol_status
read_names(source *from, zhol_error *err)
{
    zi_csv *csv = NULL;
    bool has_row = false;
    zhol_status status = zi_csv_from_memory(from->path, from->data, from->n, &csv, err);

    if (status != ZHOL_OK) {
        return status;
    }
    status = zi_csv_next(csv, &has_row, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    if (!has_row) {
        status = zi_csv_fail(
            csv, err, "the file is empty: a first row with names would be right");
        goto out;
    }
    from->names = copy_fields(csv);
    if (!from->names) {
        status = no_memory(from->path, err);
        goto out;
    }
    from->n_names = zi_csv_n_fields(csv);

out:
    zi_csv_close(csv);
    return status;
}

/* Rare, so it need not be fast: zi_csv finds the same mistake, and has the words. */
static zhol_status
explain(const source *from, zhol_error *err)
{
    zi_csv *csv = NULL;
    bool has_row = true;
    zhol_status status = zi_csv_from_memory(from->path, from->data, from->n, &csv, err);

    while (status == ZHOL_OK && has_row) {
        status = zi_csv_next(csv, &has_row, err);
    }
    zi_csv_close(csv);
    if (status == ZHOL_OK) {
        return zi_fail(err, ZHOL_INTERNAL,
            "%.200s: two readers do not agree whether this is CSV: please report it",
            from->path);
    }
    return status;
}

/* Appends ", names" until the message would be too long. */
static void
list_names(const source *from, zi_buffer *list)
{
    zi_buffer_text(list, "");
    for (uint32_t i = 0; i < from->n_names; i++) {
        if (list->length + strlen(from->names[i]) > MAX_LISTED_BYTES) {
            zi_buffer_format(list, "%s... (%u in all)", i ? ", " : "", from->n_names);
            return;
        }
        zi_buffer_format(list, "%s%s", i ? ", " : "", from->names[i]);
    }
}

static zhol_status
fail_unknown(const source *from, const char *name, zhol_error *err)
{
    uint32_t best = (uint32_t) strlen(name) / 3 + 1;
    const char *nearest = NULL;
    zi_buffer list = { 0 };
    zhol_status status;

    for (uint32_t i = 0; i < from->n_names && best > 0; i++) {
        const uint32_t distance = zi_edit_distance(name, from->names[i], best);
        if (distance < best || (distance == best && !nearest)) {
            best = distance;
            nearest = from->names[i];
        }
    }
    list_names(from, &list);
    status = zi_buffer_status(&list, err);
    if (status == ZHOL_OK) {
        status =
            zi_fail(err, ZHOL_USAGE, "%.100s has no column '%.40s'%s%.40s%s It has: %s",
                from->path, name, nearest ? "; did you mean '" : "",
                nearest ? nearest : "", nearest ? "'?" : ".", list.data);
    }
    zi_buffer_free(&list);
    return status;
}

/* The columns that are asked for. place: of each in the file. */
static zhol_status
find_places(const source *from, const zi_columns *c, uint32_t *place, zhol_error *err)
{
    for (uint32_t k = 0; k < c->n_columns; k++) {
        const char *name = c->column[k].name;
        uint32_t n_found = 0;
        for (uint32_t i = 0; i < from->n_names; i++) {
            if (strcmp(from->names[i], name) == 0) {
                place[k] = i;
                n_found++;
            }
        }
        if (n_found == 0) {
            return fail_unknown(from, name, err);
        }
        if (n_found > 1) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%.200s:1: %u columns are named '%.60s': each needs a name of its own",
                from->path, n_found, name);
        }
        for (uint32_t i = 0; i < k; i++) {
            if (place[i] == place[k]) {
                return zi_fail(err, ZHOL_USAGE,
                    "%.200s: column '%.60s' is asked for twice: once is enough",
                    from->path, name);
            }
        }
    }
    return ZHOL_OK;
}

/* Names, and a place for everything else. */
static zi_columns *
columns_new(const source *from, const char *const *names, uint32_t n_names)
{
    zi_columns *c = ZI_NEW(zi_columns, 1);
    zi_columns_kept *kept = ZI_NEW(zi_columns_kept, 1);
    size_t n_bytes = 0;

    if (!c || !kept) {
        zi_free(c);
        zi_free(kept);
        return NULL;
    }
    for (uint32_t i = 0; i < n_names; i++) {
        n_bytes += strlen(names[i]) + 1;
    }
    c->kept = kept;
    c->n_columns = kept->n_columns = n_names;
    c->column = ZI_NEW(zi_column, n_names);
    c->path = kept->path = copy_of(from->path);
    kept->names = ZI_NEW(char, n_bytes);
    kept->word = ZI_NEW(const char **, n_names);
    kept->block = ZI_NEW(char *, n_names);
    if (!c->column || !c->path || !kept->names || !kept->word || !kept->block) {
        zi_columns_free(c);
        return NULL;
    }
    n_bytes = 0;
    for (uint32_t i = 0; i < n_names; i++) {
        const size_t n = strlen(names[i]) + 1;
        c->column[i].name = memcpy(kept->names + n_bytes, names[i], n);
        n_bytes += n;
    }
    return c;
}

/* Room for all rows in columns of numbers, and the scan at the first row. */
static zhol_status
begin_scan(
    const source *from, zi_columns *c, const uint32_t *place, zi_scan *s, zhol_error *err)
{
    size_t n_bytes, n_most;

    s->at = from->data;
    s->end = from->data + from->n;
    s->n_fields = from->n_names;
    s->field = ZI_NEW(zi_field, from->n_names);
    if (!s->field) {
        return no_memory(from->path, err);
    }
    if (!zi_scan_names(s)) {
        return s->has_no_memory ? no_memory(from->path, err) : explain(from, err);
    }
    n_bytes = (size_t) (s->end - s->at);
    n_most = zi_scan_count_lines(s->at, n_bytes) + 1;
    if (n_most > n_bytes / s->n_fields + 1) { /* a field takes a separator at least */
        n_most = n_bytes / s->n_fields + 1;
    }
    if (n_most > ZI_CSV_MAX_ROWS - 1) { /* the names are a row, too */
        n_most = ZI_CSV_MAX_ROWS - 1;
    }
    s->max_rows = (uint32_t) n_most;
    c->kept->first_line =
        1 + (uint32_t) zi_scan_count_lines(from->data, from->n - n_bytes);
    for (uint32_t k = 0; k < c->n_columns; k++) {
        c->column[k].value = ZI_NEW(double, n_most);
        if (!c->column[k].value) {
            return no_memory(from->path, err);
        }
        s->field[place[k]] =
            (zi_field){ .kind = ZI_FIELD_NUMBER, .value = c->column[k].value };
    }
    return ZHOL_OK;
}

/* Readies the columns that turned out to be text below a number for a second scan, which
 * sees them as text from the start. */
static zhol_status
begin_again(const source *from, zi_scan *s, bool *has_late, zhol_error *err)
{
    s->n_rows = 0;
    s->is_second = true;
    *has_late = false;
    for (uint32_t i = 0; i < s->n_fields; i++) {
        zi_field *f = &s->field[i];
        f->kind = ZI_FIELD_SKIPPED;
        if (f->is_late) {
            *has_late = true;
            f->n_missing = 0;
            if (!zi_scan_begin_text(s, f)) {
                return no_memory(from->path, err);
            }
        }
    }
    return ZHOL_OK;
}

static zhol_status
scan_all(const source *from, zi_scan *s, uint32_t *n_rows, zhol_error *err)
{
    const char *first_row = s->at;
    bool has_late = false;
    zhol_status status;

    if (!zi_scan_rows(s)) {
        return s->has_no_memory ? no_memory(from->path, err) : explain(from, err);
    }
    *n_rows = s->n_rows;
    status = begin_again(from, s, &has_late, err);
    if (status == ZHOL_OK && has_late) {
        s->at = first_row;
        if (!zi_scan_rows(s)) {
            return no_memory(from->path, err); /* all else was seen the first time */
        }
    }
    return status;
}

/* Hands the fields' arrays to the columns. */
static zhol_status
take_columns(
    const source *from, zi_columns *c, const uint32_t *place, zi_scan *s, zhol_error *err)
{
    for (uint32_t k = 0; k < c->n_columns; k++) {
        zi_field *f = &s->field[place[k]];
        zi_column *column = &c->column[k];
        column->n_missing = f->n_missing;
        if (!f->codes || !f->code) { /* numbers */
            continue;
        }
        column->is_text = true;
        column->n_words = zi_codes_count(f->codes);
        if (!zi_codes_take(f->codes, &c->kept->word[k], &c->kept->block[k])) {
            return no_memory(from->path, err);
        }
        zi_free(column->value);
        column->value = NULL;
        column->code = f->code;
        f->code = NULL;
        column->word = c->kept->word[k];
        column->text_row = f->text_row;
        column->text = column->word[column->code[f->text_row]];
    }
    c->kept->shift = s->shift;
    c->kept->n_shifts = s->n_shifts;
    s->shift = NULL;
    return ZHOL_OK;
}

static void
scan_free(zi_scan *s)
{
    for (uint32_t i = 0; s->field && i < s->n_fields; i++) {
        zi_free(s->field[i].code);
        zi_codes_free(s->field[i].codes);
    }
    zi_free(s->field);
    zi_free(s->shift);
    zi_buffer_free(&s->unquoted);
}

static zhol_status
read_columns(const source *from, const char *const *names, uint32_t n_names,
    zi_columns **out, zhol_error *err)
{
    zi_columns *c = columns_new(from, names, n_names);
    uint32_t *place = ZI_NEW(uint32_t, n_names);
    zi_scan s = { 0 };
    zhol_status status;

    *out = NULL;
    if (!c || !place) {
        status = no_memory(from->path, err);
        goto out;
    }
    status = find_places(from, c, place, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = begin_scan(from, c, place, &s, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = scan_all(from, &s, &c->n_rows, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = take_columns(from, c, place, &s, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    *out = c;
    c = NULL;

out:
    scan_free(&s);
    zi_free(place);
    zi_columns_free(c);
    return status;
}

zhol_status
/* seven parameters: NOLINTNEXTLINE(readability-function-size) */
zi_columns_from_memory(const char *name, const char *data, size_t n,
    const char *const *names, uint32_t n_names, zi_columns **out, zhol_error *err)
{
    source from = source_of(name, data, n);
    zhol_status status = read_names(&from, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = read_columns(&from, names, n_names, out, err);
    }
    free_names(from.names, from.n_names);
    return status;
}

zhol_status
zi_columns_open(const char *path, zi_columns_file **out, zhol_error *err)
{
    zi_columns_file *file = ZI_NEW(zi_columns_file, 1);
    source from = { NULL };
    zhol_status status;

    *out = NULL;
    if (!file) {
        return no_memory(path, err);
    }
    file->path = copy_of(path);
    if (!file->path) {
        status = no_memory(path, err);
        goto out;
    }
    status = zi_gzip_read(path, ZI_CSV_MAX_FILE_BYTES, &file->data, &file->n, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    from = source_of(path, file->data, file->n);
    status = read_names(&from, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    file->names = from.names;
    file->n_names = from.n_names;
    *out = file;
    file = NULL;

out:
    zi_columns_close(file);
    return status;
}

zhol_status
zi_columns_read_file(const zi_columns_file *file, const char *const *names,
    uint32_t n_names, zi_columns **out, zhol_error *err)
{
    source from = source_of(file->path, file->data, file->n);

    from.names = file->names;
    from.n_names = file->n_names;
    return read_columns(&from, names, n_names, out, err);
}

void
zi_columns_close(zi_columns_file *file)
{
    if (file) {
        free_names(file->names, file->n_names);
        zi_free(file->data);
        zi_free(file->path);
        zi_free(file);
    }
}

zhol_status
zi_columns_read(const char *path, const char *const *names, uint32_t n_names,
    zi_columns **out, zhol_error *err)
{
    zi_columns_file *file = NULL;
    zhol_status status = zi_columns_open(path, &file, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = zi_columns_read_file(file, names, n_names, out, err);
    }
    zi_columns_close(file);
    return status;
}

uint32_t
zi_columns_line(const zi_columns *c, uint32_t row)
{
    const zi_columns_kept *kept = c->kept;
    size_t low = 0, high = kept->n_shifts;

    assert(row < c->n_rows);
    while (low < high) { /* the first shift that is not above this row */
        const size_t middle = low + (high - low) / 2;
        if (kept->shift[middle].row < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return kept->first_line + row + (low > 0 ? kept->shift[low - 1].n_lines : 0);
}

const zi_column *
zi_columns_find(const zi_columns *c, const char *name)
{
    for (uint32_t i = 0; i < c->n_columns; i++) {
        if (strcmp(c->column[i].name, name) == 0) {
            return &c->column[i];
        }
    }
    return NULL;
}

void
zi_columns_free(zi_columns *c)
{
    zi_columns_kept *kept;

    if (!c) {
        return;
    }
    kept = c->kept;
    for (uint32_t i = 0; i < c->n_columns && c->column; i++) {
        zi_free(c->column[i].value);
        zi_free(c->column[i].code);
    }
    for (uint32_t i = 0; i < kept->n_columns && kept->word && kept->block; i++) {
        zi_free(kept->word[i]);
        zi_free(kept->block[i]);
    }
    zi_free(kept->word);
    zi_free(kept->block);
    zi_free(kept->shift);
    zi_free(kept->names);
    zi_free(kept->path);
    zi_free(kept);
    zi_free(c->column);
    zi_free(c);
}
