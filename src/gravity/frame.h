/* SPDX-License-Identifier: Apache-2.0 */
/** @file frame.h  From a file and a formula to the arrays that are estimated.
 *
 *     zi_frame f = { 0 };
 *     zi_frame_parse(&f, options, err)   what was typed
 *     zi_frame_read(&f, file, err)       names are looked up, columns are read
 *     zi_frame_compute(&f, err)          lets, conditions, values that are missing
 *     zi_frame_design(&f, &design, err)  arrays of the rows that are left
 *     zi_frame_free(&f)
 */
#ifndef ZI_GRAVITY_FRAME_H
#define ZI_GRAVITY_FRAME_H

#include <zhol/gravity.h>

#include "gravity/codes.h"
#include "gravity/expr.h"
#include "gravity/formula.h"

/** An expression and its column: a column that there is, or one that was computed. */
typedef struct zi_part {
    const zi_expr *expr;
    const zi_column *column;
    zi_column computed; /**< owned */
} zi_part;

/** "NAME=EXPR", or a condition, weights, offset without a name. */
typedef struct zi_typed {
    zi_source source;
    zi_expr expr;
    const char *name;
} zi_typed;

/** Texts and arrays that live as long as the frame, or are handed to the estimate. */
typedef struct zi_kept {
    void **item;
    size_t capacity;
    uint32_t n;
} zi_kept;

typedef struct zi_frame {
    const zhol_estimate_options *options;
    zi_typed *let, *where; /**< n_lets, n_wheres of the options */
    zi_typed weights, offset;
    zi_source formula_source, cluster_source;
    zi_formula formula;
    zi_joined way[ZI_MAX_EFFECTS];
    uint32_t n_ways;

    zi_columns *file;
    zi_column *let_column;     /**< computed; owned */
    const zi_column **columns; /**< of the scope: file, then lets */
    zi_scope scope;

    uint8_t *is_row; /**< of each row of the file: is it used? */
    uint32_t *rows;  /**< the used ones; n_rows */
    uint32_t n_rows, n_left_out, n_missing;
    uint32_t *missing_by; /**< of each column of the scope */
    zi_part dependent, weight_part, offset_part;
    zi_part *part; /**< of all terms one after the other */
    uint32_t n_parts;

    zi_coder *coder;
    zi_level_codes effect[ZI_MAX_EFFECTS], cluster[ZI_MAX_EFFECTS];
    zi_kept arrays; /**< of the design */
    zi_kept texts;  /**< names of regressors and effects, notes */
    const char **notes, **names;
    size_t notes_capacity, names_capacity;
    uint32_t n_notes, n_names;
    const char *effect_names[ZI_MAX_EFFECTS];
    const double **x;
    size_t x_capacity;
    const uint32_t *effect_codes[ZI_MAX_EFFECTS], *cluster_codes[ZI_MAX_EFFECTS];
    uint32_t n_levels[ZI_MAX_EFFECTS], n_cluster_levels[ZI_MAX_EFFECTS];
} zi_frame;

ZHOL_MUST_CHECK zhol_status zi_frame_parse(
    zi_frame *frame, const zhol_estimate_options *options, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_frame_read(
    zi_frame *frame, const zi_columns_file *file, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_frame_compute(zi_frame *frame, zhol_error *err);
/** @param[out] design  borrows from the frame. */
ZHOL_MUST_CHECK zhol_status zi_frame_design(
    zi_frame *frame, zhol_design *design, zhol_error *err);
void zi_frame_free(zi_frame *frame);

/** Keeps @p item, or frees it and says ZHOL_LIMIT; NULL says ZHOL_LIMIT, too. */
ZHOL_MUST_CHECK zhol_status zi_keep(zi_kept *kept, void *item, zhol_error *err);
void zi_kept_free(zi_kept *kept);
/** A text of at most 400 bytes; NULL: memory is out. */
const char *zi_keep_text(zi_kept *kept, zhol_error *err, const char *format, ...)
    ZHOL_PRINTF(3, 4);
/** What was typed: bytes begin .. end - 1; a name alone without its backquotes. */
const char *zi_keep_typed(zi_kept *kept, const zi_source *source, uint32_t begin,
    uint32_t end, zhol_error *err);
/** "exporter^year". */
const char *zi_keep_joined(
    zi_kept *kept, const zi_source *source, const zi_joined *joined, zhol_error *err);

/** Column of a joined name in the scope. */
const zi_column *zi_frame_column(
    const zi_frame *frame, const zi_source *source, const zi_name *name);

#endif
