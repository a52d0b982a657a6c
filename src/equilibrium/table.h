/* SPDX-License-Identifier: Apache-2.0 */
/** @file table.h  A CSV whose columns are found by name; nearest names for messages. */
#ifndef ZI_EQUILIBRIUM_TABLE_H
#define ZI_EQUILIBRIUM_TABLE_H

#include <stdbool.h>
#include <zhol/equilibrium.h>

#include "io/csv.h"

enum { ZI_TABLE_MAX_COLUMNS = 5 };

typedef struct zi_table {
    char *bytes;                           /* owned */
    zi_csv *csv;                           /* owned */
    uint32_t column[ZI_TABLE_MAX_COLUMNS]; /* of the names asked for, or UINT32_MAX */
} zi_table;

/** The names to find. A fixed name that is missing is a mistake of the file, one that the
 * caller chose is his. */
typedef struct zi_table_columns {
    const char *name[ZI_TABLE_MAX_COLUMNS];
    uint32_t n, n_required;               /* the first n_required must be there */
    bool is_chosen[ZI_TABLE_MAX_COLUMNS]; /* by the caller: not the usual name */
} zi_table_columns;

/** Reads a file (.gz too) and its head; rows come from zi_csv_next(t->csv).
 * @return ZHOL_OK, ZHOL_IO, ZHOL_LIMIT, ZHOL_BAD_DATA (also a fixed column that is
 * missing), ZHOL_USAGE (a chosen one; the message has the nearest). */
ZHOL_MUST_CHECK zhol_status zi_table_open(
    const char *path, const zi_table_columns *columns, zi_table *out, zhol_error *err);
/** The same of bytes, borrowed until the end; @p path is for messages. */
typedef struct zi_bytes {
    const char *path, *text;
    size_t n;
} zi_bytes;
ZHOL_MUST_CHECK zhol_status zi_table_of_bytes(const zi_bytes *bytes,
    const zi_table_columns *columns, zi_table *out, zhol_error *err);
void zi_table_close(zi_table *t);

/** Field of a column that was asked for. */
const char *zi_table_field(const zi_table *t, uint32_t k);
/** A finite number in a column. ZHOL_BAD_DATA with its line otherwise. */
ZHOL_MUST_CHECK zhol_status zi_table_number(
    const zi_table *t, uint32_t k, const char *name, double *out, zhol_error *err);

/** " (did you mean 'KAZ'?)" of the nearest of @p n names, or "". */
typedef struct zi_near {
    char text[96];
} zi_near;
zi_near zi_near_to(const char *word, const char *const *names, uint32_t n);

#endif
