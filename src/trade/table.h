/* SPDX-License-Identifier: Apache-2.0 */
/** @file table.h  A CSV file, packed or not, whose columns are found by one of several
 * names. */
#ifndef ZI_TRADE_TABLE_H
#define ZI_TRADE_TABLE_H

#include "io/csv.h"

typedef struct zi_trade_table {
    zi_csv *csv;
    char *data; /* of a file that was read; owned */
} zi_trade_table;

#define ZI_NO_COLUMN UINT32_MAX

/** Opens a file and reads its first row, the names of its columns.
 * @return ZHOL_OK, ZHOL_IO, ZHOL_BAD_DATA or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_trade_table_open(
    const char *path, zi_trade_table *out, zhol_error *err);
/** The same of bytes in memory, borrowed. */
ZHOL_MUST_CHECK zhol_status zi_trade_table_of_memory(
    const char *name, const char *data, size_t n, zi_trade_table *out, zhol_error *err);
void zi_trade_table_close(zi_trade_table *table);

/** The column that has one of the names of "economy|country" (without case), or
 * ZI_NO_COLUMN. Ask only before the next row is read.
 * ZHOL_BAD_DATA: two columns have one of them; or none has and it is required. */
ZHOL_MUST_CHECK zhol_status zi_trade_table_column(const zi_trade_table *table,
    const char *names, bool is_required, uint32_t *out, zhol_error *err);

/** An id of the row: not empty, at most ZI_NAME_MAX_BYTES. NULL on failure.
 * @p name: of the column, for messages. */
ZHOL_MUST_CHECK zhol_status zi_trade_table_id(const zi_trade_table *table,
    uint32_t column, const char *name, const char **out, zhol_error *err);

/** A number of the row from 0 to 1e18. */
ZHOL_MUST_CHECK zhol_status zi_trade_table_amount(const zi_trade_table *table,
    uint32_t column, const char *name, double *out, zhol_error *err);

#endif
