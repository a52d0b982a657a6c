/* SPDX-License-Identifier: Apache-2.0 */
/* One field of a CSV row -> one member of a record, as its column says. */
#include "world/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "net/words.h"
#include "world/suggest.h"

static void complain(zi_field *f, const char *format, ...) ZHOL_PRINTF(2, 3);

/* "lat '95'" and the words. */
static void
complain(zi_field *f, const char *format, ...)
{
    char shown[ZI_SHOWN];
    zhol_error words;
    va_list args;

    va_start(args, format);
    vsnprintf(words.message, sizeof words.message, format, args);
    va_end(args);
    f->is_bad = true;
    (void) zi_fail(&f->complaint, ZHOL_BAD_DATA, "%s '%s' %s", f->column->name,
        zi_show(f->text, shown), words.message);
}

static zhol_status
add_text(zi_field *f, const char *text, size_t n, uint32_t *out, zhol_error *err)
{
    *out = 0;
    if (memchr(text, '\n', n) || memchr(text, '\r', n)) {
        complain(f, "goes over more than one line: write it on one");
        return ZHOL_OK;
    }
    return zi_pool_add(&f->draft->pool, text, n, out, err);
}

static zhol_status
read_text(zi_field *f, void *row, zhol_error *err)
{
    const zi_column *c = f->column;

    if (!zi_pattern_fits(c->pattern, f->text, f->n)) {
        complain(f, "must be %s", zi_pattern_text(c->pattern));
        return ZHOL_OK;
    }
    if (f->n > 0 && (f->text[0] == ' ' || f->text[f->n - 1] == ' ')) {
        complain(f, "begins or ends with a space: remove it");
        return ZHOL_OK;
    }
    return add_text(f, f->text, f->n, zi_u32_at(row, c->at), err);
}

/* A list is kept as it is written: only its form is looked at here. */
static zhol_status
read_list(zi_field *f, void *row, zhol_error *err)
{
    const size_t n = f->n;
    bool is_right = true;

    for (size_t i = 0; i < n; i++) {
        const bool is_first = i == 0 || f->text[i - 1] == ';';
        const bool is_last = i + 1 == n || f->text[i + 1] == ';';
        is_right = is_right && !(f->text[i] == ';' && (is_first || i + 1 == n))
                   && !(f->text[i] == ' ' && (is_first || is_last));
    }
    if (!is_right) {
        complain(f, "must be items separated by ';', none of them empty, without spaces "
                    "around them");
        return ZHOL_OK;
    }
    return add_text(f, f->text, n, zi_u32_at(row, f->column->at), err);
}

static void
read_number(zi_field *f, void *row)
{
    const zi_column *c = f->column;
    double x = 0;
    char lo[ZI_NUMBER_MAX], hi[ZI_NUMBER_MAX];

    zi_number_write(c->min, lo);
    zi_number_write(c->max, hi);
    if (!zi_number_read(f->text, f->n, &x)) {
        complain(f, "is not a number: write digits with a point, from %s to %s", lo, hi);
    } else if (!(x >= c->min && x <= c->max)) {
        complain(f, "is outside %s to %s", lo, hi);
    } else {
        *zi_double_at(row, c->at) = x + 0.0; /* -0 becomes 0 */
    }
}

static void
read_whole(zi_field *f, void *row)
{
    const zi_column *c = f->column;
    const bool is_gauge = c->kind == ZI_COLUMN_GAUGE;
    uint32_t x = 0;

    if (!zi_number_read_u32(f->text, f->n, &x)) {
        complain(f, "is not a whole number");
    } else if (is_gauge && !zi_gauge_is_known(x)) {
        complain(f, "is no known gauge: must be one of %s", zi_gauges_text);
    } else if (!is_gauge && !(x >= c->min && x <= c->max)) {
        complain(f, "is outside %.0f to %.0f", c->min, c->max);
    } else {
        *zi_u32_at(row, c->at) = x;
    }
}

static void
read_date(zi_field *f, void *row)
{
    uint32_t x = 0;
    const bool is_day = f->column->kind == ZI_COLUMN_MONTH_DAY;
    const bool is_read =
        is_day ? zi_date_read_day(f->text, f->n, &x) : zi_date_read(f->text, f->n, &x);

    if (!is_read) {
        complain(f, "is not a day: write %s", is_day ? "MM-DD" : "YYYY-MM-DD");
    } else {
        *zi_u32_at(row, f->column->at) = x;
    }
}

static bool
is_allowed(const zi_column *c, uint32_t value)
{
    return c->words[value] && (c->mask & 1u << value) != 0;
}

static void
read_word(zi_field *f, void *row)
{
    const zi_column *c = f->column;
    const uint32_t value = zi_word_value(c->words, c->n_words, f->text);
    zi_nearest nearest = zi_nearest_to(f->text);
    char list[256] = "";
    size_t n = 0;

    if (value < c->n_words && is_allowed(c, value)) {
        *zi_u32_at(row, c->at) = value;
        return;
    }
    for (uint32_t i = 0; i < c->n_words; i++) {
        if (is_allowed(c, i) && c->words[i][0] != '\0') {
            const int more = snprintf(list + n, sizeof list - n, " %s", c->words[i]);
            n += more > 0 && n + (size_t) more < sizeof list ? (size_t) more : 0;
            zi_nearest_try(&nearest, c->words[i]);
        }
    }
    complain(f, "must be one of:%s%s", list, zi_nearest_text(&nearest));
}

/* "*", "kind:seaport", "economy:KAZ", "group:EAEU" or the id of a place. */
static zhol_status
read_scope(zi_field *f, const char *text, size_t n, zhol_scope *out, zhol_error *err)
{
    uint32_t kind = ZHOL_SCOPE_KIND, skip = 0;

    *out = (zhol_scope){ ZHOL_SCOPE_EVERYWHERE, 0 };
    if (n == 1 && text[0] == '*') {
        return ZHOL_OK;
    }
    while (kind < ZHOL_SCOPE_PLACE && skip == 0) {
        const size_t length = strlen(zi_scope_words[kind]);
        if (n > length && memcmp(text, zi_scope_words[kind], length) == 0) {
            skip = (uint32_t) length;
        } else {
            kind++;
        }
    }
    text += skip;
    n -= skip;
    out->kind = kind;
    if (kind != ZHOL_SCOPE_KIND) {
        const zi_pattern form = kind == ZHOL_SCOPE_PLACE     ? ZI_PATTERN_ID
                                : kind == ZHOL_SCOPE_ECONOMY ? ZI_PATTERN_UPPER_3
                                                             : ZI_PATTERN_GROUP;
        if (n == 0 || !zi_pattern_fits(form, text, n)) {
            complain(f, "is not a scope: write *, kind:seaport, economy:KAZ, group:EAEU "
                        "or the id of a place");
            return ZHOL_OK;
        }
        return add_text(f, text, n, &out->ref, err);
    }
    out->ref = 0;
    while (out->ref < ZHOL_N_PLACE_KINDS
           && !(strlen(zi_place_kind_words[out->ref]) == n
                && memcmp(zi_place_kind_words[out->ref], text, n) == 0)) {
        out->ref++;
    }
    if (out->ref == ZHOL_N_PLACE_KINDS) {
        out->ref = 0;
        complain(f, "names no kind of place: see the column kind of places.csv");
    }
    return ZHOL_OK;
}

static zhol_status
read_scopes(zi_field *f, void *row, zhol_error *err)
{
    uint32_t *range = zi_u32_at(row, f->column->at);
    const char *item = f->text, *end = f->text + f->n;
    zhol_status status = ZHOL_OK;

    range[0] = f->draft->n_stops;
    range[1] = 0;
    while (status == ZHOL_OK && item <= end) {
        const char *stop = memchr(item, ';', (size_t) (end - item));
        const size_t n = (size_t) ((stop ? stop : end) - item);
        zhol_scope *scope = zi_draft_new_stop(f->draft);
        if (!scope) {
            return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
        }
        status = read_scope(f, item, n, scope, err);
        range[1]++;
        item += n + 1;
    }
    return status;
}

/* What an empty field means. Rows begin as zeros. */
static void
read_nothing(zi_field *f, void *row)
{
    const zi_column *c = f->column;

    if (c->is_required) {
        f->is_bad = true;
        (void) zi_fail(
            &f->complaint, ZHOL_BAD_DATA, "%s is empty: it must be filled in", c->name);
    }
    if (c->kind == ZI_COLUMN_NUMBER) {
        *zi_double_at(row, c->at) = ZHOL_NOT_GIVEN;
    }
}

zhol_status
zi_field_read(zi_field *f, void *row, zhol_error *err)
{
    f->is_bad = false;
    if (f->n == 0) {
        read_nothing(f, row);
        return ZHOL_OK;
    }
    switch (f->column->kind) {
    case ZI_COLUMN_TEXT:
        return read_text(f, row, err);
    case ZI_COLUMN_TEXTS:
    case ZI_COLUMN_SOURCES:
        return read_list(f, row, err);
    case ZI_COLUMN_REF:
    case ZI_COLUMN_STATUS_REF:
        return add_text(f, f->text, f->n, zi_u32_at(row, f->column->at), err);
    case ZI_COLUMN_SCOPE:
        return read_scope(
            f, f->text, f->n, (zhol_scope *) (void *) zi_u32_at(row, f->column->at), err);
    case ZI_COLUMN_SCOPES:
        return read_scopes(f, row, err);
    case ZI_COLUMN_NUMBER:
        read_number(f, row);
        break;
    case ZI_COLUMN_WHOLE:
    case ZI_COLUMN_GAUGE:
        read_whole(f, row);
        break;
    case ZI_COLUMN_DATE:
    case ZI_COLUMN_MONTH_DAY:
        read_date(f, row);
        break;
    case ZI_COLUMN_WORD:
        read_word(f, row);
        break;
    }
    return ZHOL_OK;
}
