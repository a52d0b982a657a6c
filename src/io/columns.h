/* SPDX-License-Identifier: Apache-2.0 */
/** @file columns.h  Whole columns of a large CSV file, as numbers or coded words.
 *
 * For panels of hundreds of thousands of rows and more, plain or .gz. The first row holds
 * the names. The file must be what csv.h takes (RFC 4180, UTF-8, the same number of
 * fields in all rows, the same limits), also in columns that are not asked for, and
 * refusals have the words of csv.h: "panel.csv:7: ...". What differs:
 *
 * - a byte-order mark in front of UTF-8, which spreadsheets write, is stepped over;
 * - a file without any row is refused, since it has no names;
 * - two columns of one name are refused if that name is asked for.
 *
 * A field is missing if it is empty or "NA", "NaN" or "."; it is a number if
 * zi_number_read() takes it ("+1", "5.", "1e999" are none), else a text. Quotes around a
 * field say nothing about its kind. A column is text if one of its fields is; then its
 * numbers are words too, as they are spelt ("1" and "1.0" are two), and missing fields
 * stay missing.
 *
 *     zi_columns *panel = NULL;
 *     status = zi_columns_read("panel.csv.gz", names, 2, &panel, err);
 *     ... panel->column[0].value[row] ... panel->column[1].code[row] ...
 *     zi_columns_free(panel);
 *
 * What was read is data: shared by any number of threads.
 */
#ifndef ZI_IO_COLUMNS_H
#define ZI_IO_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

#define ZI_COLUMN_MISSING UINT32_MAX /**< the code of a missing text */

typedef struct zi_column {
    const char *name;
    bool is_text;   /**< some field is no number, and not missing */
    double *value;  /**< of numbers: n_rows, NaN where missing; NULL if is_text */
    uint32_t *code; /**< of texts: n_rows, index into word or ZI_COLUMN_MISSING */
    const char *const *word; /**< of texts: in order of first appearance; UTF-8, a NUL */
    uint32_t n_words, n_missing;
    uint32_t text_row; /**< of texts: the first row (from 0) whose field is no number */
    const char *text;  /**< of texts: that field, one of the words */
} zi_column;

typedef struct zi_columns_kept zi_columns_kept;

typedef struct zi_columns {
    const char *path; /**< as it was given */
    uint32_t n_rows;  /**< without the names */
    uint32_t n_columns;
    zi_column *column;     /**< as asked for, in that order */
    zi_columns_kept *kept; /**< for the functions below only */
} zi_columns;

/** Reads the columns of these names, in the order asked. O(bytes), and once more if a
 * column turns out to be text below a row with a number. Memory: the file, and 8 bytes a
 * field of numbers, 4 of text.
 * @param names  each once; may be none: then only rows are counted.
 * @param[out] out  owned by the caller: zi_columns_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_USAGE (no such column: the message offers the nearest name by
 *         zi_edit_distance() and lists all; a name twice); ZHOL_BAD_DATA ("file:line:
 *         ..."); ZHOL_LIMIT (csv.h, memory); ZHOL_IO. */
ZHOL_MUST_CHECK zhol_status zi_columns_read(const char *path, const char *const *names,
    uint32_t n_names, zi_columns **out, zhol_error *err);

/** The same of @p n bytes in memory, plain; @p name (copied) is for messages. */
ZHOL_MUST_CHECK zhol_status zi_columns_from_memory(const char *name, const char *data,
    size_t n, const char *const *names, uint32_t n_names, zi_columns **out,
    zhol_error *err);

/** A file that is loaded and unpacked once, to look at its names before its rows. */
typedef struct zi_columns_file {
    char *path;
    char *data; /**< plain bytes, n of them */
    size_t n;
    char **names; /**< of all its columns, in the order of the file */
    uint32_t n_names;
} zi_columns_file;

/** Loads a file and reads its first row.
 * @param[out] out  owned by the caller: zi_columns_close(). NULL on failure. */
ZHOL_MUST_CHECK zhol_status zi_columns_open(
    const char *path, zi_columns_file **out, zhol_error *err);

/** As zi_columns_read(). The file may be read again, and closed before the columns. */
ZHOL_MUST_CHECK zhol_status zi_columns_read_file(const zi_columns_file *file,
    const char *const *names, uint32_t n_names, zi_columns **out, zhol_error *err);

void zi_columns_close(zi_columns_file *file); /**< NULL is allowed */

/** The line of the file, from 1, where a row (from 0) begins; right also below quoted
 * line ends. O(log of their number). */
uint32_t zi_columns_line(const zi_columns *c, uint32_t row);

/** The column of that name, among those that were read; NULL if there is none. */
const zi_column *zi_columns_find(const zi_columns *c, const char *name);

void zi_columns_free(zi_columns *c); /**< NULL is allowed */

#endif
