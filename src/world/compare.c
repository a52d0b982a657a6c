/* SPDX-License-Identifier: Apache-2.0 */
#include "world/compare.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "net/words.h"
#include "world/draft.h"

/* Between the columns of a key: the reader lets no control character into a field. */
static const char between = '\x1F';

/* Fields as text */

static void
add_row_key(const zhol_world *w, uint32_t table, zhol_ref row, zi_buffer *out)
{
    if (row != ZHOL_NO_ROW) {
        const uint32_t key_at = zi_schema_of(table)->columns[0].at;
        zi_buffer_text(
            out, zhol_world_text(w, zi_u32_of(zi_world_row(w, table, row), key_at)));
    }
}

static void
add_scope(const zhol_world *w, zhol_scope scope, zi_buffer *out)
{
    static const char *const prefixes[ZHOL_N_SCOPES] = {
#define X(name, word) word,
        ZHOL_SCOPE_LIST(X)
#undef X
    };

    zi_buffer_text(out, prefixes[scope.kind]);
    switch (scope.kind) {
    case ZHOL_SCOPE_KIND:
        zi_buffer_text(out, zi_place_kind_words[scope.ref]);
        break;
    case ZHOL_SCOPE_GROUP:
        zi_buffer_text(out, zhol_world_text(w, scope.ref));
        break;
    case ZHOL_SCOPE_ECONOMY:
        add_row_key(w, ZI_TABLE_ECONOMIES, scope.ref, out);
        break;
    case ZHOL_SCOPE_PLACE:
        add_row_key(w, ZI_TABLE_PLACES, scope.ref, out);
        break;
    default:
        break;
    }
}

static void
add_scopes(const zhol_world *w, const uint32_t *range, zi_buffer *out)
{
    const zhol_scope *stops = w->section[ZI_SECTION_STOPS].rows;

    for (uint32_t i = 0; i < range[1]; i++) {
        zi_buffer_text(out, i > 0 ? ";" : "");
        add_scope(w, stops[range[0] + i], out);
    }
}

static void
add_number(const zi_column *c, double x, zi_buffer *out)
{
    char text[ZI_NUMBER_MAX];
    const bool is_given = c->is_required || c->min < 0 || x >= 0;

    if (is_given) {
        zi_buffer_add(out, text, zi_number_write(x, text));
    }
}

static void
add_whole(const zi_column *c, uint32_t x, zi_buffer *out)
{
    if (x == 0 && !c->is_required) {
        return;
    }
    switch (c->kind) {
    case ZI_COLUMN_DATE:
        zi_buffer_format(out, "%04u-%02u-%02u", x / 10000, x / 100 % 100, x % 100);
        break;
    case ZI_COLUMN_MONTH_DAY:
        zi_buffer_format(out, "%02u-%02u", x / 100, x % 100);
        break;
    default:
        zi_buffer_format(out, "%u", x);
    }
}

void
zi_world_field(
    const zhol_world *w, uint32_t table, zhol_ref row, uint32_t column, zi_buffer *out)
{
    const zi_column *c = &zi_schema_of(table)->columns[column];
    const char *record = zi_world_row(w, table, row);
    const uint32_t *member = (const uint32_t *) (const void *) (record + c->at);

    switch (c->kind) {
    case ZI_COLUMN_TEXT:
    case ZI_COLUMN_TEXTS:
    case ZI_COLUMN_SOURCES:
        zi_buffer_text(out, zhol_world_text(w, *member));
        break;
    case ZI_COLUMN_NUMBER:
        add_number(c, zi_double_of(record, c->at), out);
        break;
    case ZI_COLUMN_WORD:
        zi_buffer_text(out, c->words[*member] ? c->words[*member] : "");
        break;
    case ZI_COLUMN_REF:
        add_row_key(w, c->to, *member, out);
        break;
    case ZI_COLUMN_STATUS_REF:
        add_row_key(w, zi_status_table(record), *member, out);
        break;
    case ZI_COLUMN_SCOPE:
        add_scope(w, (zhol_scope){ member[0], member[1] }, out);
        break;
    case ZI_COLUMN_SCOPES:
        add_scopes(w, member, out);
        break;
    default:
        add_whole(c, *member, out);
    }
}

/* Rows by their keys */

uint32_t
zi_compare_n_key(const zi_schema *s)
{
    return s->n_key > 0 ? s->n_key : s->n_columns;
}

typedef struct keyed_rows {
    const zhol_world *world;
    uint32_t n;
    zi_buffer keys; /* NUL-terminated, one after the other */
    size_t *at;     /* of each row's key */
    uint32_t *order;
} keyed_rows;

static const char *
key_of(const keyed_rows *k, uint32_t row)
{
    return k->keys.data + k->at[row];
}

static int
compare_keys(const void *context, uint32_t a, uint32_t b)
{
    return strcmp(key_of(context, a), key_of(context, b));
}

static void
keyed_rows_free(keyed_rows *k)
{
    zi_buffer_free(&k->keys);
    zi_free(k->at);
    zi_free(k->order);
}

static zhol_status
key_rows(const zhol_world *w, uint32_t table, keyed_rows *k, zhol_error *err)
{
    const uint32_t n_key = zi_compare_n_key(zi_schema_of(table));

    *k = (keyed_rows){ .world = w, .n = w->section[table].n };
    k->at = ZI_NEW(size_t, k->n);
    k->order = ZI_NEW(uint32_t, k->n);
    if (!k->at || !k->order) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint32_t i = 0; i < k->n; i++) {
        k->order[i] = i;
        k->at[i] = k->keys.length;
        for (uint32_t c = 0; c < n_key; c++) {
            zi_world_field(w, table, i, c, &k->keys);
            zi_buffer_add(&k->keys, c + 1 < n_key ? &between : "", 1);
        }
    }
    const zhol_status status = zi_buffer_status(&k->keys, err);
    return status == ZHOL_OK ? zi_sort(k->order, k->n, compare_keys, k, err) : status;
}

/* Do two rows with one key differ elsewhere? */
static bool
are_different(
    const keyed_rows *a, const keyed_rows *b, const zi_change *rows, zi_buffer scratch[2])
{
    const zi_schema *s = zi_schema_of(rows->table);
    bool differ = false;

    for (uint32_t c = zi_compare_n_key(s); c < s->n_columns && !differ; c++) {
        scratch[0].length = scratch[1].length = 0;
        zi_world_field(a->world, rows->table, rows->row_a, c, &scratch[0]);
        zi_world_field(b->world, rows->table, rows->row_b, c, &scratch[1]);
        differ = scratch[0].length != scratch[1].length
                 || (scratch[0].length > 0
                     && memcmp(scratch[0].data, scratch[1].data, scratch[0].length) != 0);
    }
    return differ;
}

static zhol_status
add_change(zi_changes *changes, zi_change change, zhol_error *err)
{
    zi_change *list =
        zi_grow(changes->list, &changes->capacity, (size_t) changes->n + 1, sizeof *list);

    if (!list) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    changes->list = list;
    list[changes->n++] = change;
    return ZHOL_OK;
}

static zhol_status
merge_rows(const keyed_rows *a, const keyed_rows *b, uint32_t table, zi_changes *out,
    zhol_error *err)
{
    zi_buffer scratch[2] = { { 0 }, { 0 } };
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0, j = 0; (i < a->n || j < b->n) && status == ZHOL_OK;) {
        zi_change here = { table, ZHOL_NO_ROW, ZHOL_NO_ROW };
        const int order = i == a->n ? 1
                          : j == b->n
                              ? -1
                              : strcmp(key_of(a, a->order[i]), key_of(b, b->order[j]));
        if (order <= 0) {
            here.row_a = a->order[i++];
        }
        if (order >= 0) {
            here.row_b = b->order[j++];
        }
        if (order != 0 || are_different(a, b, &here, scratch)) {
            status = add_change(out, here, err);
        }
    }
    for (int k = 0; k < 2; k++) {
        if (status == ZHOL_OK) {
            status = zi_buffer_status(&scratch[k], err);
        }
        zi_buffer_free(&scratch[k]);
    }
    return status;
}

zhol_status
zi_world_compare(
    const zhol_world *a, const zhol_world *b, zi_changes *out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    *out = (zi_changes){ 0 };
    for (uint32_t t = 0; t < ZI_N_TABLES && status == ZHOL_OK; t++) {
        keyed_rows rows_a = { 0 }, rows_b = { 0 };
        status = key_rows(a, t, &rows_a, err);
        if (status == ZHOL_OK) {
            status = key_rows(b, t, &rows_b, err);
        }
        if (status == ZHOL_OK) {
            status = merge_rows(&rows_a, &rows_b, t, out, err);
        }
        keyed_rows_free(&rows_a);
        keyed_rows_free(&rows_b);
    }
    if (status != ZHOL_OK) {
        zi_changes_free(out);
    }
    return status;
}

void
zi_changes_free(zi_changes *changes)
{
    zi_free(changes->list);
    *changes = (zi_changes){ 0 };
}
