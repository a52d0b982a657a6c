/* SPDX-License-Identifier: Apache-2.0 */
/** @file draft.h  A world while it is made: rows as they were written, then finished.
 *
 * In a draft the rows are records already, but texts are numbers of a zi_pool, and a
 * reference (or the ref of a scope) is the number of the text that stood in the file. A
 * draft is filled from CSV (zi_draft_read) or from a world (zi_draft_import), or from
 * both, then zi_draft_finish() puts it in order, resolves it and makes a zhol_world of
 * it.
 */
#ifndef ZI_WORLD_DRAFT_H
#define ZI_WORLD_DRAFT_H

#include <string.h>

#include "io/csv.h"
#include "world/inside.h"
#include "world/pool.h"
#include "world/problems.h"

/** In the is_mine of a draft's row: a field could not be read, which was reported. */
enum { ZI_ROW_IS_BAD = 2 };

typedef struct zi_rows {
    char *data;
    uint32_t n;
    size_t capacity;
    bool is_cut; /**< the file was missing or broken: other rows may exist */
} zi_rows;

typedef struct zi_draft {
    zi_pool pool;
    zi_rows table[ZI_N_TABLES];
    zhol_scope *stops;
    uint32_t n_stops;
    size_t stops_capacity;
    zi_name *names; /**< ref: number of the key's text */
    uint32_t n_names;
    size_t names_capacity;
    zhol_problems *problems; /**< borrowed */
} zi_draft;

void zi_draft_free(zi_draft *d);

static inline void *
zi_draft_row(const zi_draft *d, uint32_t table, uint32_t row)
{
    return d->table[table].data + (size_t) row * zi_schema_of(table)->record_size;
}

/** A new zeroed row at the end of a table; NULL: memory is out. */
void *zi_draft_new_row(zi_draft *d, uint32_t table);
/** A new scope at the end of the stops; NULL: memory is out. */
zhol_scope *zi_draft_new_stop(zi_draft *d);

/** Reads one table. What is wrong with it goes to the problems.
 * @return ZHOL_OK, or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_draft_read(
    zi_draft *d, uint32_t table, bool is_mine, zi_csv *csv, zhol_error *err);

/** Reads one field into its member of @p row. false: @p complaint says what is wrong. */
typedef struct zi_field {
    zi_draft *draft;
    const zi_column *column;
    const char *text;
    size_t n;
    bool is_bad;
    zhol_error complaint; /**< without file and line */
} zi_field;
ZHOL_MUST_CHECK zhol_status zi_field_read(zi_field *f, void *row, zhol_error *err);

/** Takes over all rows of a world. */
ZHOL_MUST_CHECK zhol_status zi_draft_import(
    zi_draft *d, const zhol_world *w, zhol_error *err);

/** Adds the names by which rows are found. */
ZHOL_MUST_CHECK zhol_status zi_draft_add_names(zi_draft *d, zhol_error *err);

/** Puts the tables in canonical order: by their columns as written, key first, base rows
 * before own ones; own rows with a key replace the base's. Stops follow the services. */
ZHOL_MUST_CHECK zhol_status zi_draft_arrange(zi_draft *d, zhol_error *err);

static inline int
zi_compare_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/** Two texts of the pool by their bytes. */
static inline int
zi_compare_texts(const zi_draft *d, uint32_t a, uint32_t b)
{
    return a == b ? 0 : strcmp(zi_pool_text(&d->pool, a), zi_pool_text(&d->pool, b));
}

/** Lays own rows over the base's, sorts, resolves references and makes the world. The
 * draft's rows are moved: what is left is only good for zi_draft_free(). References to
 * nothing are reported and become ZHOL_NO_ROW.
 * @return ZHOL_OK (also with problems), or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_draft_finish(
    zi_draft *d, zhol_world **out, zhol_error *err);

/** The table that a row of the table of statuses refers to. */
uint32_t zi_status_table(const void *status_row);

/** The spot of a row of a finished world or a draft. */
zi_spot zi_spot_of(uint32_t table, const void *row);

/** Rows in an order: merge sort, stable. less(context, a, b). */
typedef int zi_compare(const void *context, uint32_t a, uint32_t b);
ZHOL_MUST_CHECK zhol_status zi_sort(uint32_t *rows, uint32_t n, zi_compare *compare,
    const void *context, zhol_error *err);

#endif
