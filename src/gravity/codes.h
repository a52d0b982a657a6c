/* SPDX-License-Identifier: Apache-2.0 */
/** @file codes.h  Rows that agree in some columns, numbered: levels of fixed effects. */
#ifndef ZI_GRAVITY_CODES_H
#define ZI_GRAVITY_CODES_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/error.h>

#include "io/columns.h"

/** Remembers the codes of single columns, since several effects share them. */
typedef struct zi_coder zi_coder;

/** What one column has in the rows of a coder, ascending: numbers, or texts by bytes. */
typedef struct zi_distinct {
    const zi_column *column;
    uint32_t n;
    double *value;     /**< of a column of numbers, else NULL */
    const char **word; /**< of a column of texts, borrowed from it, else NULL */
} zi_distinct;

/** Levels that occur, without gaps, sorted by the first column, then the second ... */
typedef struct zi_level_codes {
    uint32_t *code; /**< of each row of the coder; owned */
    uint32_t n_levels, n_columns;
    uint32_t *part; /**< n_levels x n_columns: which value of each column; owned */
} zi_level_codes;

/** @param rows  which rows of the columns, at least one, or NULL: the first @p n_rows.
 *              Borrowed.
 * @param[out] out  owned by the caller: zi_coder_free(). */
ZHOL_MUST_CHECK zhol_status zi_coder_new(
    const uint32_t *rows, uint32_t n_rows, zi_coder **out, zhol_error *err);
void zi_coder_free(zi_coder *coder);

/** No row of the coder may miss a value in the columns (borrowed while the coder lives).
 * O(rows) with direct tables where whole numbers are close to each other, else by
 * hashing, and the distinct ones are sorted. Nothing is owned on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_coder_codes(zi_coder *coder,
    const zi_column *const *columns, uint32_t n_columns, zi_level_codes *out,
    zhol_error *err);
void zi_level_codes_free(zi_level_codes *codes);

/** The values of a column for which the coder made codes. */
const zi_distinct *zi_coder_distinct(const zi_coder *coder, const zi_column *column);

#endif
