/* SPDX-License-Identifier: Apache-2.0 */
/** @file typed.h  Computes what is typed, on a small table that a test writes. */
#ifndef ZHOL_TESTS_GRAVITY_TYPED_H
#define ZHOL_TESTS_GRAVITY_TYPED_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "gravity/expr.h"

typedef struct typed {
    zi_source source;
    zi_expr expr;
    zi_scope scope;
    const zi_column *column[32];
    zi_column result;
    zi_undefined undefined;
} typed;

static inline zhol_status
typed_run(typed *t, const zi_columns *table, const char *text, zhol_error *err)
{
    zi_parser p;
    zhol_status status;

    memset(t, 0, sizeof *t);
    for (uint32_t i = 0; i < table->n_columns; i++) {
        t->column[i] = &table->column[i];
    }
    t->scope = (zi_scope){ table, t->column, table->n_columns, table->n_rows };
    status = zi_source_new(&t->source, "let", text, err);
    if (status == ZHOL_OK) {
        status = zi_parser_begin(&p, &t->source, err);
    }
    if (status == ZHOL_OK) {
        status = zi_parse_expr(&p, &t->expr);
    }
    if (status == ZHOL_OK && p.token.kind != ZI_TOKEN_END) {
        status = zi_parser_fail(&p, "it should end");
    }
    if (status == ZHOL_OK) {
        status = zi_expr_bind(&t->expr, &t->scope, false, err);
    }
    return status == ZHOL_OK
               ? zi_expr_run(&t->expr, &t->scope, NULL, &t->result, &t->undefined, err)
               : status;
}

static inline void
typed_free(typed *t)
{
    zi_expr_result_free(&t->result);
    zi_expr_free(&t->expr);
    zi_source_free(&t->source);
}

/* "1 . ARG": values of all rows; a missing one is a point. */
static inline void
typed_show(const typed *t, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (uint32_t r = 0; r < t->scope.n_rows && n < size; r++) {
        char number[ZI_NUMBER_MAX] = ".";
        const char *text = number;
        if (t->result.is_text) {
            const uint32_t code = t->result.code[r];
            text = code == ZI_COLUMN_MISSING ? "." : t->result.word[code];
        } else if (isinf(t->result.value[r])) {
            text = "inf";
        } else if (!isnan(t->result.value[r])) {
            zi_number_write(t->result.value[r], number);
        }
        n += (size_t) snprintf(out + n, size - n, "%s%s", r ? " " : "", text);
    }
}

#endif
