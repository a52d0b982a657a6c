/* SPDX-License-Identifier: Apache-2.0 */
/** @file cube.h  How a zhol_cube is made: for this room only. */
#ifndef ZI_TRADE_CUBE_H
#define ZI_TRADE_CUBE_H

#include <zhol/indices.h>

#include "trade/names.h"
#include "trade/table.h"

enum { ZI_CUBE_MAX_CELLS = 50 * 1000 * 1000 };

#define ZI_NO_PARTNER UINT32_MAX

/** A row of a file. */
typedef struct zi_cube_row {
    double value;
    uint32_t economy, partner, product; /**< numbers of zi_names */
    uint32_t line;
    uint16_t year;
    bool is_import, is_second; /**< is_second: of the file of imports */
} zi_cube_row;

/** What files are read into. */
typedef struct zi_cube_draft {
    zi_cube_row *rows;
    uint32_t n_rows, n_domestic;
    size_t capacity;
    zi_names economies, products;
    bool has_pairs, has_imports;
} zi_cube_draft;

void zi_cube_draft_free(zi_cube_draft *draft);

/** Adds the rows of one file. @p is_second: it has imports only. */
ZHOL_MUST_CHECK zhol_status zi_cube_draft_read(zi_cube_draft *draft,
    zi_trade_table *table, bool is_second, uint32_t year, zhol_error *err);

/** Makes the cube of a draft, which stays the caller's but is empty. @p path: for
 * messages; [1] of the second file. */
ZHOL_MUST_CHECK zhol_status zi_cube_make(
    zi_cube_draft *draft, const char *const path[2], zhol_cube **out, zhol_error *err);

/** The same as zhol_cube_read() of bytes in memory. */
ZHOL_MUST_CHECK zhol_status zi_cube_read_memory(
    const char *data, size_t n, zhol_cube **out, zhol_error *err);

/** Reads names of products, columns product (or hs, code) and name (or description).
 * Those of other products are not kept; a product without one has none. */
ZHOL_MUST_CHECK zhol_status zi_cube_read_names(
    zhol_cube *cube, zi_trade_table *table, zhol_error *err);

/** Sum of n numbers, compensated. */
double zi_cube_sum(const double *x, uint32_t n);

#endif
