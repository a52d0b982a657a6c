/* SPDX-License-Identifier: Apache-2.0 */
/** @file grid.h  A table of cells for people: columns as wide as their widest cell. */
#ifndef ZI_REPORT_GRID_H
#define ZI_REPORT_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { ZI_GRID_MAX_COLUMNS = 16 };

typedef struct zi_grid {
    uint32_t n_columns;
    bool is_right[ZI_GRID_MAX_COLUMNS]; /**< aligned to the right: numbers */
    zi_buffer cells;                    /**< NUL-terminated, row by row */
    uint32_t n_cells;
} zi_grid;

/** @p alignment has one letter a column: 'l' or 'r'. */
void zi_grid_begin(zi_grid *g, const char *alignment);
void zi_grid_cell(zi_grid *g, const char *format, ...) ZHOL_PRINTF(2, 3);

/** Writes the rows, two blanks between columns, none at a line's end; frees the cells.
 * What ran out of memory leaves its mark in `out->failed`. */
void zi_grid_end(zi_grid *g, zi_buffer *out);

/** The same cells as a table of HTML or Markdown; the first row is the head. */
typedef enum zi_grid_form { ZI_GRID_TEXT, ZI_GRID_HTML, ZI_GRID_MD } zi_grid_form;
void zi_grid_end_as(zi_grid *g, zi_grid_form form, zi_buffer *out);

/** Text of Markdown as it is meant, on one line: no tag, no entity, no end of a cell; a
 * line's end becomes a blank, the last one nothing. */
void zi_md_text(zi_buffer *out, const char *text);

/** Columns that a UTF-8 text takes on a terminal. */
uint32_t zi_grid_width(const char *text);

/** "1,234,567" with @p decimals digits behind the point; static-size caller buffer. */
const char *zi_grid_number(double x, int decimals, char out[48]);

#endif
