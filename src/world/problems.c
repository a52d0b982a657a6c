/* SPDX-License-Identifier: Apache-2.0 */
#include "world/problems.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/locale.h"
#include "base/mem.h"
#include "base/text.h"
#include "world/schema.h"

typedef struct problem {
    char *message; /* owned */
    zi_spot spot;
    uint32_t number; /* in the order of finding */
    bool is_doubt;
} problem;

struct zhol_problems {
    problem *rows;
    uint32_t n, n_faults, n_doubts;
    size_t capacity;
    bool is_out_of_memory;
    const char *base, *mine; /* borrowed while reading */
};

zhol_status
zhol_problems_new(zhol_problems **out, zhol_error *err)
{
    *out = ZI_NEW(zhol_problems, 1);
    return *out ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
}

void
zhol_problems_free(zhol_problems *p)
{
    if (p) {
        for (uint32_t i = 0; i < p->n; i++) {
            zi_free(p->rows[i].message);
        }
        zi_free(p->rows);
        zi_free(p);
    }
}

uint32_t
zhol_problems_count(const zhol_problems *p)
{
    return p->n;
}

const char *
zhol_problems_message(const zhol_problems *p, uint32_t i, bool *is_warning)
{
    assert(i < p->n);
    if (is_warning) {
        *is_warning = p->rows[i].is_doubt;
    }
    return p->rows[i].message;
}

void
zi_problems_about(zhol_problems *p, const char *base, const char *mine)
{
    p->base = base;
    p->mine = mine;
}

const char *
zi_problems_folder(const zhol_problems *p, bool is_mine)
{
    return is_mine ? p->mine : p->base;
}

static void
add(zhol_problems *p, zi_spot spot, bool is_doubt, const char *message)
{
    const uint32_t max = is_doubt ? ZI_MAX_DOUBTS : ZI_MAX_FAULTS;
    uint32_t *count = is_doubt ? &p->n_doubts : &p->n_faults;
    problem *rows = NULL;
    char *copy = NULL;

    if (*count > max) {
        return;
    }
    if ((*count)++ == max) {
        message = "and more, which are not listed: mend these first";
        spot = (zi_spot){ true, ZI_N_TABLES - 1, UINT32_MAX };
    }
    const size_t n_bytes = strlen(message) + 1;
    rows = zi_grow(p->rows, &p->capacity, (size_t) p->n + 1, sizeof *rows);
    if (rows) {
        p->rows = rows;
        copy = ZI_NEW(char, n_bytes);
    }
    if (!copy) {
        p->is_out_of_memory = true;
        return;
    }
    memcpy(copy, message, n_bytes);
    rows[p->n] = (problem){ copy, spot, p->n, is_doubt };
    p->n++;
}

/* "data/world/links.csv:12: "; a world file has no lines, so only its tables are named.
 */
static int
write_spot(const zhol_problems *p, zi_spot spot, char *out, size_t n)
{
    const char *folder = zi_problems_folder(p, spot.is_mine);

    if (spot.table >= ZI_N_TABLES) {
        return snprintf(out, n, "%.200s: ", folder);
    }
    if (spot.line == 0) {
        return snprintf(
            out, n, "%.200s/%s.csv: ", folder, zi_schema_of(spot.table)->name);
    }
    return snprintf(out, n, "%.200s/%s.csv:%u: ", folder, zi_schema_of(spot.table)->name,
        (unsigned) spot.line);
}

static void
add_words(zhol_problems *p, zi_spot spot, bool is_doubt, const char *format, va_list args)
{
    zhol_error text;
    const size_t size = sizeof text.message;
    const int n = write_spot(p, spot, text.message, size);

    const zi_locale l = zi_locale_begin();

    assert(n > 0 && (size_t) n < size);
    vsnprintf(text.message + n, size - (size_t) n, format, args);
    zi_locale_end(l);
    text.message[zi_utf8_bad_at(text.message, strlen(text.message))] = '\0';
    add(p, spot, is_doubt, text.message);
}

void
zi_problem(zhol_problems *p, zi_spot spot, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_words(p, spot, false, format, args);
    va_end(args);
}

void
zi_doubt(zhol_problems *p, zi_spot spot, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_words(p, spot, true, format, args);
    va_end(args);
}

void
zi_problem_as_is(zhol_problems *p, zi_spot spot, const char *message)
{
    add(p, spot, false, message);
}

bool
zi_problems_may_suggest(const zhol_problems *p)
{
    return p->n < ZI_MAX_SUGGESTIONS;
}

/* The base folder before the user's, the folder before its tables, then by line. */
static int
compare(const void *a, const void *b)
{
    const problem *x = a, *y = b;
    const uint32_t left[] = { x->spot.is_mine, (x->spot.table + 1) % (ZI_N_TABLES + 1),
        x->spot.line, x->number };
    const uint32_t right[] = { y->spot.is_mine, (y->spot.table + 1) % (ZI_N_TABLES + 1),
        y->spot.line, y->number };
    size_t i = 0;

    while (i < 3 && left[i] == right[i]) {
        i++;
    }
    return (left[i] > right[i]) - (left[i] < right[i]);
}

zhol_status
zi_problems_finish(zhol_problems *p, zhol_error *err)
{
    uint32_t first = 0;

    if (p->is_out_of_memory) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    if (p->n > 0) {
        qsort(p->rows, p->n, sizeof *p->rows, compare);
    }
    while (first < p->n && p->rows[first].is_doubt) {
        first++;
    }
    return first == p->n ? ZHOL_OK
                         : zi_fail(err, ZHOL_BAD_DATA, "%s", p->rows[first].message);
}

const char *
zi_show(const char *text, char out[ZI_SHOWN])
{
    const size_t n = strlen(text), kept = n < 60 ? n : 60;

    memcpy(out, text, kept);
    out[kept] = '\0';
    if (kept < n) {
        memcpy(out + zi_utf8_bad_at(out, kept), "...", 4);
    }
    return out;
}
