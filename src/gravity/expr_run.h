/* SPDX-License-Identifier: Apache-2.0 */
/** @file expr_run.h  The stack machine: what its files share. */
#ifndef ZI_GRAVITY_EXPR_RUN_H
#define ZI_GRAVITY_EXPR_RUN_H

#include "gravity/expr.h"

enum { ZI_BLOCK_ROWS = 512 };

/** One run of one program. */
typedef struct zi_machine {
    const zi_expr *expr;
    const zi_scope *scope;
    const uint8_t *is_row;
    const char **word; /**< all words of the expression, sorted by bytes */
    uint32_t n_words;
    double **rank; /**< of each operation that is a column of texts: its words' ranks */
    double *
        *group; /**< of each operation on groups that is done: its value of each row */
    uint32_t *after; /**< of each operation with which a done one begins: what follows */
    uint32_t *n_undefined; /**< of each operation */
    double *block;         /**< memory of the stack */
    double **stack;        /**< stack[n] is a spare one */
    uint8_t *mask;         /**< rows that matter, as many as the stack is deep, and one */
    uint32_t n, n_masks;
} zi_machine;

/** Operations from .. to - 1 on a block of rows; the result is stack[0].
 * @p is_row  NULL: all rows matter to n_undefined. */
void zi_machine_block(
    zi_machine *m, const uint32_t range[2], uint32_t row, uint32_t n_rows);

/** All operations on groups, those within others first. */
ZHOL_MUST_CHECK zhol_status zi_machine_groups(zi_machine *m);

/** The operation on @p n values, of which the last operands are changed:
 * out[i] = a[i] op b[i]. Those of one number ignore @p b. */
void zi_op_apply(
    zi_op_kind kind, const double *a, const double *b, double *out, uint32_t n);

/** Is it one of zi_op_apply(), and with how many operands? 0: no. */
uint32_t zi_op_n_operands(zi_op_kind kind);

#endif
