/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/csv.h"
#include "prop.h"

enum { MAX_ROWS = 8, MAX_FIELDS = 5, MAX_FIELD = 12 };

typedef struct table {
    uint32_t n_rows, n_fields;
    char field[MAX_ROWS][MAX_FIELDS][MAX_FIELD * 3 + 1];
    uint32_t line[MAX_ROWS]; /* where each row begins */
} table;

static void
fill_field(prop *p, char *field)
{
    static const char *const letters[] = { "a", "b", ",", "\"", "\n", "\r\n", " ", "ы",
        "西", "x", "0", "." };

    field[0] = '\0';
    for (uint32_t n = prop_below(p, MAX_FIELD); n > 0; n--) {
        strcat(field, letters[prop_below(p, 12)]);
    }
}

/* Writes a field as any other program may, and counts its line ends. */
static uint32_t
write_field(prop *p, const char *field, zi_buffer *out)
{
    const bool is_quoted = strpbrk(field, ",\"\r\n") || prop_below(p, 3) == 0;
    uint32_t n_lines = 0;

    zi_buffer_text(out, is_quoted ? "\"" : "");
    for (const char *c = field; *c; c++) {
        zi_buffer_add(out, c, 1);
        if (*c == '"') {
            zi_buffer_text(out, "\"");
        }
        n_lines += *c == '\n';
    }
    zi_buffer_text(out, is_quoted ? "\"" : "");
    return n_lines;
}

static void
make_table(prop *p, table *t, zi_buffer *out)
{
    uint32_t line = 1;

    t->n_rows = prop_below(p, MAX_ROWS + 1);
    t->n_fields = 1 + prop_below(p, MAX_FIELDS);
    zi_buffer_text(out, "");
    for (uint32_t i = 0; i < t->n_rows; i++) {
        t->line[i] = line;
        for (uint32_t k = 0; k < t->n_fields; k++) {
            fill_field(p, t->field[i][k]);
            zi_buffer_text(out, k > 0 ? "," : "");
            line += write_field(p, t->field[i][k], out);
        }
        /* The last line may stay open, unless nothing at all would stand there. */
        if (i + 1 < t->n_rows || prop_below(p, 2) || t->field[i][0][0] == '\0') {
            zi_buffer_text(out, prop_below(p, 2) ? "\n" : "\r\n");
        }
        line++;
    }
}

static bool
has_row(const table *t, uint32_t i, const zi_csv *csv)
{
    bool ok = i < t->n_rows && zi_csv_n_fields(csv) == t->n_fields
              && zi_csv_line(csv) == t->line[i];

    for (uint32_t k = 0; ok && k < t->n_fields; k++) {
        ok = strcmp(zi_csv_field(csv, k), t->field[i][k]) == 0;
    }
    return ok;
}

static int
what_is_written_is_read(prop *p)
{
    zi_buffer text = { 0 };
    zi_csv *csv = NULL;
    bool ok, is_row = true;
    uint32_t n = 0;
    table t;

    make_table(p, &t, &text);
    ok = zi_csv_from_memory("t", text.data, text.length, &csv, NULL) == ZHOL_OK;
    while (ok && is_row) {
        ok = zi_csv_next(csv, &is_row, NULL) == ZHOL_OK;
        if (ok && is_row) {
            ok = has_row(&t, n++, csv);
        }
    }
    zi_csv_close(csv);
    zi_buffer_free(&text);
    return ok && n == t.n_rows;
}

/* Cut anywhere, a file is refused, or gives rows of which all but the last are right. */
static int
a_cut_file_invents_nothing(prop *p)
{
    zi_buffer text = { 0 };
    zi_csv *csv = NULL;
    bool ok, is_row = true, was_right = true;
    uint32_t n = 0;
    table t;

    make_table(p, &t, &text);
    text.length = prop_below(p, (uint32_t) text.length + 1);
    ok = zi_csv_from_memory("t", text.data, text.length, &csv, NULL) == ZHOL_OK;
    while (ok && is_row && zi_csv_next(csv, &is_row, NULL) == ZHOL_OK && is_row) {
        ok = was_right && n < t.n_rows && zi_csv_line(csv) == t.line[n];
        was_right = ok && has_row(&t, n, csv);
        n++;
    }
    zi_csv_close(csv);
    zi_buffer_free(&text);
    return ok && n <= t.n_rows;
}

int
main(void)
{
    const int n_wrong =
        !prop_holds("what_is_written_is_read", 5000, what_is_written_is_read)
        + !prop_holds("a_cut_file_invents_nothing", 5000, a_cut_file_invents_nothing);
    return n_wrong > 0 || zi_mem_live() != 0;
}
