/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a world file against the schema. The checksums have found accidents before
 * this; here it is made sure that no file, however made, leads a reader astray. */
#include "world/berths.h"
#include "world/draft.h"
#include "world/image.h"

#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/text.h"

static bool
is_text(const zhol_world *w, uint32_t text)
{
    const char *texts = w->section[ZI_SECTION_TEXTS].rows;

    return text < w->section[ZI_SECTION_TEXTS].n
           && (text == 0 || texts[text - 1] == '\0');
}

static bool
is_row(const zhol_world *w, uint32_t section, uint32_t row)
{
    return row < w->section[section].n;
}

static bool
is_scope(const zhol_world *w, const zhol_scope *scope)
{
    switch (scope->kind) {
    case ZHOL_SCOPE_EVERYWHERE:
        return true;
    case ZHOL_SCOPE_KIND:
        return scope->ref < ZHOL_N_PLACE_KINDS;
    case ZHOL_SCOPE_GROUP:
        return scope->ref != 0 && is_text(w, scope->ref);
    case ZHOL_SCOPE_ECONOMY:
        return is_row(w, ZI_TABLE_ECONOMIES, scope->ref);
    case ZHOL_SCOPE_PLACE:
        return is_row(w, ZI_TABLE_PLACES, scope->ref);
    default:
        return false;
    }
}

static bool
is_text_of(const zhol_world *w, const zi_column *c, uint32_t text)
{
    const char *words;

    if (!is_text(w, text) || (c->is_required && text == 0)) {
        return false;
    }
    words = zhol_world_text(w, text);
    return c->kind != ZI_COLUMN_TEXT || zi_pattern_fits(c->pattern, words, strlen(words));
}

static bool
is_number(const zi_column *c, double x)
{
    return (x >= c->min && x <= c->max) || (!c->is_required && x == ZHOL_NOT_GIVEN);
}

/* A number that may be 0: not given. */
static bool
is_whole(const zi_column *c, uint32_t x)
{
    if (x == 0 && !c->is_required) {
        return true;
    }
    switch (c->kind) {
    case ZI_COLUMN_GAUGE:
        return zi_gauge_is_known(x);
    case ZI_COLUMN_DATE:
        return zi_date_is_valid(x);
    case ZI_COLUMN_MONTH_DAY:
        return zi_date_is_valid(20240000 + x); /* a leap year */
    default:
        return x >= c->min && x <= c->max;
    }
}

static bool
is_ref(const zhol_world *w, const zi_column *c, uint32_t table, uint32_t row)
{
    return is_row(w, table, row) || (!c->is_required && row == ZHOL_NO_ROW);
}

static bool
is_list_of_stops(const zhol_world *w, const zi_column *c, uint32_t first, uint32_t n)
{
    const uint32_t n_stops = w->section[ZI_SECTION_STOPS].n;

    return n > 0 ? first <= n_stops && n <= n_stops - first
                 : !c->is_required && first == 0;
}

static bool
is_right(const zhol_world *w, const zi_column *c, const void *row)
{
    const uint32_t x = zi_u32_of(row, c->at);

    switch (c->kind) {
    case ZI_COLUMN_TEXT:
    case ZI_COLUMN_TEXTS:
    case ZI_COLUMN_SOURCES:
        return is_text_of(w, c, x);
    case ZI_COLUMN_NUMBER:
        return is_number(c, zi_double_of(row, c->at));
    case ZI_COLUMN_WHOLE:
    case ZI_COLUMN_GAUGE:
    case ZI_COLUMN_DATE:
    case ZI_COLUMN_MONTH_DAY:
        return is_whole(c, x);
    case ZI_COLUMN_WORD:
        return x < c->n_words && c->words[x] && (c->mask & 1u << x) != 0;
    case ZI_COLUMN_REF:
        return is_ref(w, c, c->to, x);
    case ZI_COLUMN_STATUS_REF:
        return is_ref(w, c, zi_status_table(row), x);
    case ZI_COLUMN_SCOPE:
        return is_scope(
            w, (const zhol_scope *) (const void *) ((const char *) row + c->at));
    case ZI_COLUMN_SCOPES:
        return is_list_of_stops(w, c, x, zi_u32_of(row, c->at + (uint32_t) sizeof x));
    }
    return false;
}

static zhol_status
verify_table(const char *path, const zhol_world *w, uint32_t table, zhol_error *err)
{
    const zi_schema *s = zi_schema_of(table);
    const bool has_key = s->columns[0].kind == ZI_COLUMN_TEXT && s->n_key == 1;
    uint32_t last = 0;

    for (uint32_t i = 0; i < w->section[table].n; i++) {
        const void *row = zi_world_row(w, table, i);
        const uint32_t key = zi_u32_of(row, s->columns[0].at);
        for (uint32_t k = 0; k < s->n_columns; k++) {
            if (!is_right(w, &s->columns[k], row)) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "%s: damaged: %s, row %u: %s is not as it must be", path, s->name,
                    (unsigned) i, s->columns[k].name);
            }
        }
        if (zi_u32_of(row, s->line_at) != 0 || zi_u32_of(row, s->mine_at) > 1
            || (has_key && i > 0 && key <= last)) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%s: damaged: %s, row %u: not in its order", path, s->name, (unsigned) i);
        }
        last = key;
    }
    return ZHOL_OK;
}

/* Valid UTF-8 without control characters; sorted, each once; "" first. */
static zhol_status
verify_texts(const char *path, const zhol_world *w, zhol_error *err)
{
    const char *texts = w->section[ZI_SECTION_TEXTS].rows, *last = texts;
    const uint32_t n = w->section[ZI_SECTION_TEXTS].n;
    bool is_good = n > 0 && texts[0] == '\0' && texts[n - 1] == '\0';

    for (uint32_t at = 1; is_good && at < n;) {
        const size_t length = strlen(texts + at);
        is_good = strcmp(last, texts + at) < 0 && zi_utf8_is_valid(texts + at, length);
        for (size_t i = 0; i < length && is_good; i++) {
            const unsigned char c = (unsigned char) texts[at + i];
            is_good = c >= 0x20 && c != 0x7F;
        }
        last = texts + at;
        at += (uint32_t) length + 1;
    }
    return is_good ? ZHOL_OK
                   : zi_fail(err, ZHOL_BAD_DATA, "%s: damaged: its texts", path);
}

static bool
is_name(const zhol_world *w, const zi_name *name)
{
    if (!is_text(w, name->name) || name->name == 0) {
        return false;
    }
    switch (name->what) {
    case ZI_NAMED_PLACE:
        return is_row(w, ZI_TABLE_PLACES, name->ref);
    case ZI_NAMED_ECONOMY:
        return is_row(w, ZI_TABLE_ECONOMIES, name->ref);
    case ZI_NAMED_PASS:
        return is_row(w, ZI_TABLE_PASSES, name->ref);
    case ZI_NAMED_GROUP:
        return name->ref != 0 && is_text(w, name->ref);
    default:
        return false;
    }
}

static bool
are_stops_and_names_right(const zhol_world *w)
{
    const zhol_scope *stops = w->section[ZI_SECTION_STOPS].rows;
    const zi_name *names = w->section[ZI_SECTION_NAMES].rows;
    bool is_good = true;

    for (uint32_t i = 0; i < w->section[ZI_SECTION_STOPS].n && is_good; i++) {
        is_good = is_scope(w, &stops[i]);
    }
    for (uint32_t i = 0; i < w->section[ZI_SECTION_NAMES].n && is_good; i++) {
        is_good = is_name(w, &names[i]) && (i == 0 || names[i - 1].name <= names[i].name);
    }
    return is_good;
}

static zhol_status
verify_berths(const char *path, const zhol_world *w, zhol_error *err)
{
    bool is_right = false;
    const zhol_status status = zi_berths_check(w, &is_right, err);

    return status != ZHOL_OK || is_right
               ? status
               : zi_fail(
                   err, ZHOL_BAD_DATA, "%s: damaged: the order of its berths", path);
}

zhol_status
zi_world_verify(const char *path, const zhol_world *w, zhol_error *err)
{
    zhol_status status = verify_texts(path, w, err);

    for (uint32_t t = 0; t < ZI_N_TABLES && status == ZHOL_OK; t++) {
        status = verify_table(path, w, t, err);
    }
    if (status == ZHOL_OK && !are_stops_and_names_right(w)) {
        status = zi_fail(err, ZHOL_BAD_DATA, "%s: damaged: stops or names", path);
    }
    if (status == ZHOL_OK) {
        status = verify_berths(path, w, err);
    }
    for (uint32_t i = 0; i < w->section[ZI_TABLE_PARAMETERS].n && status == ZHOL_OK;
         i++) {
        const zhol_parameter *row = zi_world_row(w, ZI_TABLE_PARAMETERS, i);
        const uint32_t p = zi_parameter_of(zhol_world_text(w, row->name));
        if (p == ZI_N_PARAMS || !(row->value >= zi_parameter_min(p))
            || !(row->value <= zi_parameter_max(p))) {
            status = zi_fail(err, ZHOL_BAD_DATA, "%s: damaged: parameters, row %u", path,
                (unsigned) i);
        }
    }
    return status;
}
