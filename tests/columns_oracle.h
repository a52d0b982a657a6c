/* SPDX-License-Identifier: Apache-2.0 */
/** @file columns_oracle.h  What io/columns.h reads, read again by zi_csv and strtod(). */
#ifndef ZHOL_TESTS_COLUMNS_ORACLE_H
#define ZHOL_TESTS_COLUMNS_ORACLE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "io/columns.h"
#include "io/csv.h"

enum { ORACLE_NAMES = 64 };

static inline bool
oracle_is_missing(const char *text)
{
    return !*text || !strcmp(text, "NA") || !strcmp(text, "NaN") || !strcmp(text, ".");
}

/* [-][digits][.digits][e[+|-]digits], as number.h has it, step by step. */
static inline bool
oracle_number(const char *text, double *x)
{
    static const char digits[] = "0123456789";
    const char *p = text + (*text == '-');
    size_t n = strspn(p, digits);

    if ((n == 0 && *p != '.') || strlen(text) > ZI_NUMBER_MAX_TEXT) {
        return false;
    }
    p += n;
    if (*p == '.') {
        n = strspn(p + 1, digits);
        p += n + 1;
    }
    if (n > 0 && (*p == 'e' || *p == 'E')) {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        n = strspn(p, digits);
        p += n;
    }
    *x = strtod(text, NULL);
    return n > 0 && *p == '\0' && isfinite(*x);
}

/* Of one column: what was seen so far. */
typedef struct oracle_column {
    uint32_t place, n_words, n_missing;
    bool has_text;
} oracle_column;

static inline bool
oracle_has_field(const zi_column *c, oracle_column *o, const char *text, uint32_t row)
{
    const bool is_missing = oracle_is_missing(text);
    double x = 0;
    const bool is_number = !is_missing && oracle_number(text, &x);

    o->n_missing += is_missing;
    if (!is_missing && !is_number && !o->has_text) {
        o->has_text = true;
        if (!c->is_text || c->text_row != row || strcmp(c->text, text) != 0) {
            return false;
        }
    }
    if (!c->is_text) {
        const double value = c->value[row];
        return is_missing ? isnan(value) : is_number && !(fabs(value - x) > 0);
    }
    if (is_missing || c->code[row] == ZI_COLUMN_MISSING) {
        return is_missing && c->code[row] == ZI_COLUMN_MISSING;
    }
    if (c->code[row] > o->n_words || c->code[row] >= c->n_words) {
        return false;
    }
    if (c->code[row] == o->n_words) { /* its first appearance */
        for (uint32_t i = 0; i < o->n_words; i++) {
            if (strcmp(c->word[i], text) == 0) {
                return false;
            }
        }
        o->n_words++;
    }
    return strcmp(c->word[c->code[row]], text) == 0;
}

/* Are the rows of csv, which stands behind the names, those of c? */
static inline bool
oracle_has_rows(const zi_columns *c, oracle_column *o, zi_csv *csv)
{
    bool has_row = false, ok = true;
    uint32_t row = 0;

    while (ok && zi_csv_next(csv, &has_row, NULL) == ZHOL_OK && has_row) {
        ok = row < c->n_rows && zi_columns_line(c, row) == zi_csv_line(csv);
        for (uint32_t k = 0; ok && k < c->n_columns; k++) {
            const char *text = zi_csv_field(csv, o[k].place);
            ok = oracle_has_field(&c->column[k], &o[k], text, row);
        }
        row++;
    }
    ok = ok && row == c->n_rows;
    for (uint32_t k = 0; ok && k < c->n_columns; k++) {
        ok = c->column[k].n_missing == o[k].n_missing
             && c->column[k].is_text == o[k].has_text
             && (!o[k].has_text || c->column[k].n_words == o[k].n_words);
    }
    return ok;
}

/* The columns to ask for: those with their bit set whose names are no other's. */
static inline uint32_t
oracle_choose(const zi_csv *csv, uint64_t wanted, char **names, oracle_column *o)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < zi_csv_n_fields(csv) && i < ORACLE_NAMES; i++) {
        uint32_t n_same = 0;
        for (uint32_t k = 0; k < zi_csv_n_fields(csv); k++) {
            n_same += strcmp(zi_csv_field(csv, i), zi_csv_field(csv, k)) == 0;
        }
        if (n_same == 1 && (wanted >> i & 1)) {
            names[n] = strdup(zi_csv_field(csv, i));
            o[n++].place = i;
        }
    }
    return n;
}

/* Reads the bytes both ways: the same status and message, or the same values. On failure
 * says which. */
static inline bool
oracle_agrees(const char *data, size_t n, uint64_t wanted)
{
    oracle_column o[ORACLE_NAMES] = { { 0 } };
    char *names[ORACLE_NAMES] = { NULL };
    zhol_error ours = { "" }, theirs = { "" };
    zi_columns *c = NULL;
    zi_csv *csv = NULL;
    bool has_row = false, ok = true;
    uint32_t n_names = 0;
    const size_t mark = n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    zhol_status status =
                    zi_csv_from_memory("t.csv", data + mark, n - mark, &csv, &theirs),
                read;

    if (status == ZHOL_OK) {
        status = zi_csv_next(csv, &has_row, &theirs);
    }
    if (status == ZHOL_OK && has_row) {
        n_names = oracle_choose(csv, wanted, names, o);
    }
    read = zi_columns_from_memory(
        "t.csv", data, n, (const char *const *) names, n_names, &c, &ours);
    if (read == ZHOL_OK) {
        ok = has_row && oracle_has_rows(c, o, csv);
    }
    while (status == ZHOL_OK && has_row) {
        status = zi_csv_next(csv, &has_row, &theirs);
    }
    if (n == mark) {
        ok = read == ZHOL_BAD_DATA && strstr(ours.message, "the file is empty");
    } else {
        ok = ok && read == status && strcmp(ours.message, theirs.message) == 0;
    }
    if (!ok) {
        fprintf(stderr, "%s: '%s', not '%s', of: %.*s\n",
            read == status ? "other values" : "another status", ours.message,
            theirs.message, n < 4096 ? (int) n : 4096, data);
    }
    for (uint32_t i = 0; i < n_names; i++) {
        free(names[i]);
    }
    zi_columns_free(c);
    zi_csv_close(csv);
    return ok;
}

#endif
