/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical order of a draft's rows, and own rows in the place of base rows. */
#include "world/draft.h"

#include <assert.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct table_order {
    const zi_draft *draft;
    const zi_schema *schema;
    const char *rows;
} table_order;

static int
compare_scopes(const zi_draft *d, const zhol_scope *a, const zhol_scope *b)
{
    if (a->kind != b->kind) {
        return zi_compare_u32(a->kind, b->kind);
    }
    return a->kind == ZHOL_SCOPE_KIND ? zi_compare_u32(a->ref, b->ref)
                                      : zi_compare_texts(d, a->ref, b->ref);
}

static int
compare_stops(const zi_draft *d, const uint32_t *a, const uint32_t *b)
{
    int order = 0;

    for (uint32_t i = 0; i < a[1] && i < b[1] && order == 0; i++) {
        order = compare_scopes(d, &d->stops[a[0] + i], &d->stops[b[0] + i]);
    }
    return order ? order : zi_compare_u32(a[1], b[1]);
}

static int
compare_column(const zi_draft *d, const zi_column *c, const char *a, const char *b)
{
    const uint32_t *x = (const uint32_t *) (const void *) (a + c->at);
    const uint32_t *y = (const uint32_t *) (const void *) (b + c->at);
    double u, v;

    switch (c->kind) {
    case ZI_COLUMN_TEXT:
    case ZI_COLUMN_TEXTS:
    case ZI_COLUMN_SOURCES:
    case ZI_COLUMN_REF:
    case ZI_COLUMN_STATUS_REF:
        return zi_compare_texts(d, *x, *y);
    case ZI_COLUMN_NUMBER:
        u = zi_double_of(a, c->at);
        v = zi_double_of(b, c->at);
        return (u > v) - (u < v);
    case ZI_COLUMN_SCOPE:
        return compare_scopes(d, (const zhol_scope *) (const void *) x,
            (const zhol_scope *) (const void *) y);
    case ZI_COLUMN_SCOPES:
        return compare_stops(d, x, y);
    default:
        return zi_compare_u32(*x, *y);
    }
}

static int
compare_columns(
    const table_order *o, uint32_t from, uint32_t to, const char *a, const char *b)
{
    int order = 0;

    for (uint32_t i = from; i < to && order == 0; i++) {
        order = compare_column(o->draft, &o->schema->columns[i], a, b);
    }
    return order;
}

/* By key, then base before own, then by the other columns, then by line. */
static int
compare_rows(const void *context, uint32_t i, uint32_t j)
{
    const table_order *o = context;
    const zi_schema *s = o->schema;
    const char *a = o->rows + (size_t) i * s->record_size;
    const char *b = o->rows + (size_t) j * s->record_size;
    int order = compare_columns(o, 0, s->n_key, a, b);

    if (order == 0) {
        order =
            zi_compare_u32(zi_u32_of(a, s->mine_at) & 1, zi_u32_of(b, s->mine_at) & 1);
    }
    if (order == 0) {
        order = compare_columns(o, s->n_key, s->n_columns, a, b);
    }
    return order ? order
                 : zi_compare_u32(zi_u32_of(a, s->line_at), zi_u32_of(b, s->line_at));
}

/* Leaves out the base rows that own rows replace: in `row`, sorted, they stand before. */
static uint32_t
drop_replaced(const table_order *o, uint32_t *row, uint32_t n)
{
    const zi_schema *s = o->schema;
    const char *mine = NULL; /* own row with the smallest key so far, from the end */
    uint32_t to = n;

    assert(o->rows || n == 0);
    for (uint32_t i = n; i-- > 0;) {
        const char *here = o->rows + (size_t) row[i] * s->record_size;
        if ((zi_u32_of(here, s->mine_at) & 1) != 0) {
            mine = here;
        } else if (mine && compare_columns(o, 0, s->n_key, here, mine) == 0) {
            continue;
        }
        row[--to] = row[i];
    }
    memmove(row, row + to, (size_t) (n - to) * sizeof *row);
    return n - to;
}

static zhol_status
sort_table(zi_draft *d, uint32_t table, zhol_error *err)
{
    zi_rows *rows = &d->table[table];
    const zi_schema *s = zi_schema_of(table);
    const table_order order = { d, s, rows->data };
    uint32_t n = rows->n;
    uint32_t *row = ZI_NEW(uint32_t, n);
    char *sorted = zi_calloc(n, s->record_size);
    zhol_status status = ZHOL_OK;

    if (!row || !sorted) {
        status = zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
        goto out;
    }
    for (uint32_t i = 0; i < n; i++) {
        row[i] = i;
    }
    status = zi_sort(row, n, compare_rows, &order, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    n = s->is_replaced ? drop_replaced(&order, row, n) : n;
    for (uint32_t i = 0; i < n; i++) {
        memcpy(sorted + (size_t) i * s->record_size,
            rows->data + (size_t) row[i] * s->record_size, s->record_size);
    }
    zi_free(rows->data);
    rows->data = sorted;
    rows->n = n;
    rows->capacity = n;
    sorted = NULL;

out:
    zi_free(row);
    zi_free(sorted);
    return status;
}

/* Copies the lists of one column, in the order of its rows, behind the n stops. */
static uint32_t
move_lists(zi_draft *d, uint32_t table, uint32_t at, zhol_scope *stops, uint32_t n)
{
    for (uint32_t i = 0; i < d->table[table].n; i++) {
        uint32_t *range = zi_u32_at(zi_draft_row(d, table, i), at);
        if (range[1] > 0) {
            memcpy(stops + n, d->stops + range[0], (size_t) range[1] * sizeof *stops);
        }
        range[0] = range[1] > 0 ? n : 0;
        n += range[1];
    }
    return n;
}

static zhol_status
sort_stops(zi_draft *d, zhol_error *err)
{
    zhol_scope *stops = ZI_NEW(zhol_scope, d->n_stops);
    uint32_t n = 0;

    if (!stops) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        const zi_schema *s = zi_schema_of(t);
        for (uint32_t k = 0; k < s->n_columns; k++) {
            if (s->columns[k].kind == ZI_COLUMN_SCOPES) {
                n = move_lists(d, t, s->columns[k].at, stops, n);
            }
        }
    }
    zi_free(d->stops);
    d->stops = stops;
    d->n_stops = n;
    return ZHOL_OK;
}

zhol_status
zi_draft_arrange(zi_draft *d, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t t = 0; t < ZI_N_TABLES && status == ZHOL_OK; t++) {
        status = sort_table(d, t, err);
    }
    return status == ZHOL_OK ? sort_stops(d, err) : status;
}
