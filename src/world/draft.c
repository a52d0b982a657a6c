/* SPDX-License-Identifier: Apache-2.0 */
#include "world/draft.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"

void
zi_draft_free(zi_draft *d)
{
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        zi_free(d->table[t].data);
    }
    zi_free(d->stops);
    zi_free(d->names);
    zi_pool_free(&d->pool);
    memset(d, 0, sizeof *d);
}

void *
zi_draft_new_row(zi_draft *d, uint32_t table)
{
    zi_rows *rows = &d->table[table];
    const size_t size = zi_schema_of(table)->record_size;
    char *data = NULL;

    if (rows->n < UINT32_MAX - 1) {
        data = zi_grow(rows->data, &rows->capacity, (size_t) rows->n + 1, size);
    }
    if (!data) {
        return NULL;
    }
    rows->data = data;
    memset(data + size * rows->n, 0, size);
    rows->n++;
    return data + size * (rows->n - 1);
}

zhol_scope *
zi_draft_new_stop(zi_draft *d)
{
    zhol_scope *stops = NULL;

    if (d->n_stops < UINT32_MAX - 1) {
        stops =
            zi_grow(d->stops, &d->stops_capacity, (size_t) d->n_stops + 1, sizeof *stops);
    }
    if (!stops) {
        return NULL;
    }
    d->stops = stops;
    stops[d->n_stops] = (zhol_scope){ ZHOL_SCOPE_EVERYWHERE, 0 };
    return &stops[d->n_stops++];
}

zi_spot
zi_spot_of(uint32_t table, const void *row)
{
    const zi_schema *s = zi_schema_of(table);

    return (zi_spot){ (zi_u32_of(row, s->mine_at) & 1) != 0, table,
        zi_u32_of(row, s->line_at) };
}

uint32_t
zi_status_table(const void *status_row)
{
    const zhol_status_row *row = status_row;

    return row->what == ZHOL_STATUS_OF_LINK      ? ZI_TABLE_LINKS
           : row->what == ZHOL_STATUS_OF_PLACE   ? ZI_TABLE_PLACES
           : row->what == ZHOL_STATUS_OF_ECONOMY ? ZI_TABLE_ECONOMIES
                                                 : ZI_TABLE_PASSES;
}

/* Names */

static zhol_status
add_name(zi_draft *d, zi_named what, const char *name, uint32_t key, zhol_error *err)
{
    zi_name row = { 0, (uint32_t) what, key };
    zi_name *names =
        zi_grow(d->names, &d->names_capacity, (size_t) d->n_names + 1, sizeof *names);
    char *folded = names ? zi_fold(name, err) : NULL;
    zhol_status status;

    if (!names) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    d->names = names;
    if (!folded) {
        return ZHOL_LIMIT;
    }
    status = zi_pool_add(&d->pool, folded, strlen(folded), &row.name, err);
    if (status == ZHOL_OK && row.name != 0) {
        names[d->n_names++] = row;
    }
    zi_free(folded);
    return status;
}

/* The items of a list; the pool may move while names are added, so each is copied. */
static zhol_status
add_names_of_list(
    zi_draft *d, uint32_t list, zi_named what, uint32_t key, zhol_error *err)
{
    const size_t n = strlen(zi_pool_text(&d->pool, list));
    char *copy = ZI_NEW(char, n + 1), *item = copy;
    zhol_status status = ZHOL_OK;

    if (!copy) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    memcpy(copy, zi_pool_text(&d->pool, list), n);
    while (item && status == ZHOL_OK) {
        char *end = strchr(item, ';');
        if (end) {
            *end = '\0';
        }
        status = add_name(d, what, item, key, err);
        item = end ? end + 1 : NULL;
    }
    zi_free(copy);
    return status;
}

/* The texts at these offsets of each row of a table are names of it; the first is its
 * key. At `aliases` stands a list of more; 0: none. */
typedef struct naming {
    uint32_t table;
    zi_named what;
    uint32_t n;
    uint32_t at[8];
    uint32_t aliases;
} naming;

static const naming namings[] = {
    { ZI_TABLE_PLACES, ZI_NAMED_PLACE, 7,
        { offsetof(zhol_place, id), offsetof(zhol_place, name_en),
            offsetof(zhol_place, name_local), offsetof(zhol_place, name_kk),
            offsetof(zhol_place, name_ru), offsetof(zhol_place, name_zh),
            offsetof(zhol_place, unlocode) },
        offsetof(zhol_place, aliases) },
    { ZI_TABLE_ECONOMIES, ZI_NAMED_ECONOMY, 6,
        { offsetof(zhol_economy, iso3), offsetof(zhol_economy, iso2),
            offsetof(zhol_economy, name_en), offsetof(zhol_economy, name_kk),
            offsetof(zhol_economy, name_ru), offsetof(zhol_economy, name_zh) },
        offsetof(zhol_economy, aliases) },
    { ZI_TABLE_GROUPS, ZI_NAMED_GROUP, 2,
        { offsetof(zhol_membership, group), offsetof(zhol_membership, name) }, 0 },
    { ZI_TABLE_PASSES, ZI_NAMED_PASS, 2,
        { offsetof(zhol_pass, id), offsetof(zhol_pass, name_en) }, 0 },
};

static zhol_status
add_names_of_row(zi_draft *d, const naming *by, uint32_t row, zhol_error *err)
{
    const void *record = zi_draft_row(d, by->table, row);
    const uint32_t key = zi_u32_of(record, by->at[0]);
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < by->n && status == ZHOL_OK; i++) {
        const uint32_t text = zi_u32_of(record, by->at[i]);
        if (text != 0) {
            status = add_name(d, by->what, zi_pool_text(&d->pool, text), key, err);
        }
    }
    const uint32_t list = by->aliases ? zi_u32_of(record, by->aliases) : 0;
    if (list && status == ZHOL_OK) {
        status = add_names_of_list(d, list, by->what, key, err);
    }
    return status;
}

zhol_status
zi_draft_add_names(zi_draft *d, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (size_t i = 0; i < sizeof namings / sizeof namings[0]; i++) {
        const uint32_t n = d->table[namings[i].table].n;
        for (uint32_t row = 0; row < n && status == ZHOL_OK; row++) {
            status = add_names_of_row(d, &namings[i], row, err);
        }
    }
    return status;
}

/* From a finished world back to a draft */

typedef struct import {
    zi_draft *draft;
    const zhol_world *world;
} import;

static zhol_status
import_text(const import *m, zhol_text text, uint32_t *out, zhol_error *err)
{
    const char *words = zhol_world_text(m->world, text);

    return zi_pool_add(&m->draft->pool, words, strlen(words), out, err);
}

/* The key of a row: the text that stood in the file. */
static zhol_status
import_ref(const import *m, uint32_t table, zhol_ref ref, uint32_t *out, zhol_error *err)
{
    *out = 0;
    if (ref == ZHOL_NO_ROW) {
        return ZHOL_OK;
    }
    const uint32_t key_at = zi_schema_of(table)->columns[0].at;
    return import_text(
        m, zi_u32_of(zi_world_row(m->world, table, ref), key_at), out, err);
}

static zhol_status
import_scope(const import *m, zhol_scope *scope, zhol_error *err)
{
    switch (scope->kind) {
    case ZHOL_SCOPE_GROUP:
        return import_text(m, scope->ref, &scope->ref, err);
    case ZHOL_SCOPE_ECONOMY:
        return import_ref(m, ZI_TABLE_ECONOMIES, scope->ref, &scope->ref, err);
    case ZHOL_SCOPE_PLACE:
        return import_ref(m, ZI_TABLE_PLACES, scope->ref, &scope->ref, err);
    default:
        return ZHOL_OK;
    }
}

static zhol_status
import_stops(const import *m, uint32_t *range, zhol_error *err)
{
    const zhol_scope *stops = m->world->section[ZI_SECTION_STOPS].rows;
    const uint32_t first = m->draft->n_stops;
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < range[1] && status == ZHOL_OK; i++) {
        zhol_scope *stop = zi_draft_new_stop(m->draft);
        if (!stop) {
            return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
        }
        *stop = stops[range[0] + i];
        status = import_scope(m, stop, err);
    }
    range[0] = first;
    return status;
}

static zhol_status
import_column(const import *m, const zi_column *c, void *row, zhol_error *err)
{
    uint32_t *member = zi_u32_at(row, c->at);

    switch (c->kind) {
    case ZI_COLUMN_TEXT:
    case ZI_COLUMN_TEXTS:
    case ZI_COLUMN_SOURCES:
        return import_text(m, *member, member, err);
    case ZI_COLUMN_REF:
        return import_ref(m, c->to, *member, member, err);
    case ZI_COLUMN_STATUS_REF:
        return import_ref(m, zi_status_table(row), *member, member, err);
    case ZI_COLUMN_SCOPE:
        return import_scope(m, (zhol_scope *) (void *) member, err);
    case ZI_COLUMN_SCOPES:
        return import_stops(m, member, err);
    default:
        return ZHOL_OK;
    }
}

zhol_status
zi_draft_import(zi_draft *d, const zhol_world *w, zhol_error *err)
{
    const import m = { d, w };
    zhol_status status = ZHOL_OK;

    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        const zi_schema *s = zi_schema_of(t);
        for (uint32_t i = 0; i < w->section[t].n; i++) {
            void *row = zi_draft_new_row(d, t);
            if (!row) {
                return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
            }
            memcpy(row, zi_world_row(w, t, i), s->record_size);
            for (uint32_t k = 0; k < s->n_columns && status == ZHOL_OK; k++) {
                status = import_column(&m, &s->columns[k], row, err);
            }
            if (status != ZHOL_OK) {
                return status;
            }
        }
    }
    return status;
}
