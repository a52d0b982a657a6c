/* SPDX-License-Identifier: Apache-2.0 */
/** @file cube.h  What the sheets about trade by product share. */
#ifndef ZI_REPORT_CUBE_H
#define ZI_REPORT_CUBE_H

#include "report/report.h"
#include "report/trade.h"

/** "Kazakhstan" of "kaz", or the id itself: borrowed from the world or @p id. */
const char *zi_cube_name(const zhol_cube_view *view, const char *id);
enum { ZI_PRODUCT_SHOWN = 48 };
/** "3330 Petroleum oils, crude", cut to fit, or the id alone; caller's buffer. */
const char *zi_cube_product(
    const zhol_cube *cube, uint32_t product, char out[ZI_PRODUCT_SHOWN]);
/** JSON: the id of a product, and its name if it has one. */
void zi_json_product(zi_json *j, const zhol_cube *cube, uint32_t product);
/** "Kazakhstan (kaz)", or the id alone if the world has no name for it. */
void zi_cube_title(const zhol_cube_view *view, const char *id, zi_buffer *out);
/** The file without its folders. */
const char *zi_cube_file(const zhol_cube_view *view);

/** JSON: a number, or null where it is not defined (NaN). */
void zi_json_defined(zi_json *j, const char *key, double x);
/** CSV: a comma and the number, or nothing behind it. */
void zi_csv_defined(zi_buffer *out, double x);
/** Digits behind the point that values up to the largest need: 0, 1 or 3. */
int zi_cube_digits(double largest);
/** Cells: "" where it is not defined. */
void zi_cell_defined(zi_grid *g, double x, int digits);
void zi_cell_percent(zi_grid *g, double share); /* "12.3 %" */

/** A word in each cell of a row. */
void zi_cells(zi_grid *g, const char *const *words, uint32_t n);

/** "3 of 40 shown", unless all are. */
void zi_cube_shown(zi_buffer *out, uint32_t shown, uint32_t n);
/** How many lines of n a table shows. */
uint32_t zi_cube_lines(const zhol_cube_view *view, uint32_t n);

/** An assumption behind a number, and its grade. */
typedef struct zi_assumption {
    const char *what;
    char grade;
} zi_assumption;
void zi_assumptions_table(const zi_assumption *of, uint32_t n, zi_buffer *out);
void zi_assumptions_json(const zi_assumption *of, uint32_t n, zi_json *j);

/** ZHOL_USAGE unless the format is table, json or csv. */
ZHOL_MUST_CHECK zhol_status zi_cube_check_format(
    const zhol_cube_view *view, zhol_error *err);

#endif
