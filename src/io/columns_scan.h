/* SPDX-License-Identifier: Apache-2.0 */
/** @file columns_scan.h  The rows of a CSV file into columns: the inner loop of
 * columns.h.
 *
 * Takes exactly what csv.h takes, but does not say what is wrong: the caller asks zi_csv.
 */
#ifndef ZI_IO_COLUMNS_SCAN_H
#define ZI_IO_COLUMNS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "io/columns_code.h"

typedef enum zi_field_kind {
    ZI_FIELD_SKIPPED,
    ZI_FIELD_NUMBER,
    ZI_FIELD_TEXT,
} zi_field_kind;

/** What is done with one field of each row. */
typedef struct zi_field {
    zi_field_kind kind;
    double *value;   /**< of numbers; room for all rows; the caller's */
    uint32_t *code;  /**< of texts; room for all rows; owned, zi_free() */
    zi_codes *codes; /**< of texts; owned */
    uint32_t n_missing;
    uint32_t text_row; /**< where numbers ended */
    bool is_late; /**< numbers ended below a number: scan again, as text from the start */
} zi_field;

/** Rows below this one begin n_lines further down than their number says. */
typedef struct zi_line_shift {
    uint32_t row, n_lines;
} zi_line_shift;

typedef struct zi_scan {
    const char *at, *end;
    zi_field *field;
    uint32_t n_fields;
    uint32_t n_rows, max_rows; /**< done; that have room */
    zi_line_shift *shift;      /**< owned: zi_free(); rows ascend, n_lines add up */
    size_t n_shifts, shift_capacity;
    zi_buffer unquoted; /**< owned: zi_buffer_free() */
    bool is_second;     /**< shifts are known already */
    bool has_no_memory; /**< why a scan failed */
} zi_scan;

/** Steps over one row; its fields are looked at but not stored. false as below. */
bool zi_scan_names(zi_scan *s);

/** Stores all rows from s->at to s->end. @return false: no memory, more than max_rows, or
 * not what csv.h takes. O(bytes). */
bool zi_scan_rows(zi_scan *s);

/** Makes a field text, all its rows so far missing. @return false: no memory. */
bool zi_scan_begin_text(zi_scan *s, zi_field *f);

/** The number of line feeds. */
size_t zi_scan_count_lines(const char *text, size_t n);

#endif
