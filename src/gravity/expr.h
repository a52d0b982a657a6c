/* SPDX-License-Identifier: Apache-2.0 */
/** @file expr.h  Expressions of rows: the small grammar of lets, conditions and formulas.
 *
 * A text is parsed into a program for a stack machine, which is checked for its types
 * and then run on columns, a block of rows at a time. docs/estimate.md has the grammar.
 *
 * Texts are ranks while they are computed with: all words of one expression are sorted
 * once, so that comparing, choosing, the least and the greatest are those of numbers.
 *
 * Missing is NaN. It propagates; `and`, `or` and `in` know what does not depend on it.
 */
#ifndef ZI_GRAVITY_EXPR_H
#define ZI_GRAVITY_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

#include "io/columns.h"

/** What somebody typed. */
typedef struct zi_source {
    char what[80]; /**< for messages: "formula", "let 'a'" */
    char *text;
    char *strings; /**< a copy in which names and texts end with NUL; by the parser */
    uint32_t n;
} zi_source;

enum { ZI_SOURCE_MAX_BYTES = 1 << 16 };

/** Copies the text. On failure nothing is owned. zi_source_free(); a zeroed one may be
 * freed.
 * @return ZHOL_OK, ZHOL_USAGE (empty, too long, not UTF-8) or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_source_new(
    zi_source *source, const char *what, const char *text, zhol_error *err);
void zi_source_free(zi_source *source);

/** "WHAT: message", the text around the place, and a caret below byte @p at of it.
 * Returns ZHOL_USAGE. */
zhol_status zi_source_fail(const zi_source *source, uint32_t at, zhol_error *err,
    const char *format, ...) ZHOL_PRINTF(4, 5);

/** The one of @p names that is spelled most like @p name, or NULL if none is near. */
const char *zi_nearest_name(const char *name, const char *const *names, uint32_t n_names);

/* Tokens */

typedef enum zi_token_kind {
    ZI_TOKEN_END,
    ZI_TOKEN_NUMBER,
    ZI_TOKEN_TEXT, /**< in '..' or ".." */
    ZI_TOKEN_NAME, /**< a plain one, or any in backquotes */
    ZI_TOKEN_SYMBOL
} zi_token_kind;

/** Symbols of one character are that character. */
enum { ZI_EQ = 256, ZI_NE, ZI_LE, ZI_GE, ZI_AND, ZI_OR, ZI_NOT };

typedef struct zi_token {
    zi_token_kind kind;
    int symbol;
    bool is_quoted; /**< a name in backquotes */
    double number;
    uint32_t at, end; /**< bytes of the source */
    uint32_t string;  /**< where its name or text begins in source->strings */
} zi_token;

typedef struct zi_parser {
    const zi_source *source;
    zhol_error *err;
    zi_token token;           /**< the next one, not yet taken */
    uint32_t depth, last_end; /**< last_end: where the token taken last ends */
} zi_parser;

ZHOL_MUST_CHECK zhol_status zi_parser_begin(
    zi_parser *p, const zi_source *source, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_parser_advance(zi_parser *p); /**< takes the token */
bool zi_parser_sees(const zi_parser *p, int symbol);
/** Takes the symbol, or fails: "@p wanted is needed here". */
ZHOL_MUST_CHECK zhol_status zi_parser_expect(
    zi_parser *p, int symbol, const char *wanted);
/** Fails at the token: what stands there, and what would be right. */
zhol_status zi_parser_fail(zi_parser *p, const char *wanted);
/** Takes a name. @param[out] string  its place in source->strings. */
ZHOL_MUST_CHECK zhol_status zi_parser_name(
    zi_parser *p, const char *wanted, uint32_t *string, uint32_t *at);

/* Programs */

typedef enum zi_op_kind {
    ZI_OP_NUMBER,
    ZI_OP_TEXT,
    ZI_OP_NAME,
    ZI_OP_ADD, /* of two numbers: */
    ZI_OP_SUBTRACT,
    ZI_OP_MULTIPLY,
    ZI_OP_DIVIDE,
    ZI_OP_MOD,
    ZI_OP_POW,
    ZI_OP_NEGATE, /* of one number: */
    ZI_OP_LOG,
    ZI_OP_EXP,
    ZI_OP_SQRT,
    ZI_OP_ABS,
    ZI_OP_FLOOR,
    ZI_OP_NOT,
    ZI_OP_AND, /* of two conditions: */
    ZI_OP_OR,
    ZI_OP_EQ, /* of two numbers or two texts: */
    ZI_OP_NE,
    ZI_OP_LT,
    ZI_OP_LE,
    ZI_OP_GT,
    ZI_OP_GE,
    ZI_OP_MIN,
    ZI_OP_MAX,
    ZI_OP_IS_MISSING, /* of anything */
    ZI_OP_THEN,       /* if(c THEN a ELSE b IF): what is above counts in its rows only */
    ZI_OP_ELSE,
    ZI_OP_IF,
    ZI_OP_IN, /* in(x, 0 [a IN] [b IN] .. IN_END) */
    ZI_OP_IN_END,
    ZI_OP_KEY, /* sum(x) by (KEY KEY GROUP_SUM) */
    ZI_OP_GROUP_SUM,
    ZI_OP_GROUP_MEAN,
    ZI_OP_GROUP_COUNT, /* of the rows, or of the values there are */
    ZI_OP_GROUP_MIN,
    ZI_OP_GROUP_MAX
} zi_op_kind;

typedef struct zi_op {
    zi_op_kind kind;
    bool is_text; /**< of what it leaves; by zi_expr_bind() */
    uint32_t at;  /**< byte of the source, for carets */
    uint32_t string;
    uint32_t column; /**< of names and keys: in the scope; by zi_expr_bind() */
    uint32_t first;  /**< GROUP_..: the operation with which its argument begins */
    uint32_t n_keys; /**< GROUP_..: the keys right before it */
    double number;
} zi_op;

/** A zeroed one is empty. It borrows the source. */
typedef struct zi_expr {
    const zi_source *source;
    uint32_t begin, end; /**< bytes of the source */
    zi_op *op;           /**< owned */
    size_t capacity;
    uint32_t n_ops, stack; /**< stack: greatest depth; by zi_expr_bind() */
} zi_expr;

enum { ZI_EXPR_MAX_OPS = 4096, ZI_EXPR_MAX_DEPTH = 64 };

/** Parses as much as belongs to an expression. @p out is the caller's also on failure:
 * zi_expr_free(). */
ZHOL_MUST_CHECK zhol_status zi_parse_expr(zi_parser *p, zi_expr *out);
/** One number, text, name, call or expression in parentheses: what may stand as a term.
 */
ZHOL_MUST_CHECK zhol_status zi_parse_atom(zi_parser *p, zi_expr *out);
void zi_expr_free(zi_expr *expr);

/** The columns that names mean: the last one of a name. */
typedef struct zi_scope {
    const zi_columns *file; /**< for messages with lines; its columns come first */
    const zi_column *const *column;
    uint32_t n_columns, n_rows;
} zi_scope;

/** Number of the column, or UINT32_MAX. */
uint32_t zi_scope_find(const zi_scope *scope, const char *name);

/** Finds the columns and checks types. @p wants_number: the result must be one.
 * @return ZHOL_OK; ZHOL_USAGE with a caret; ZHOL_BAD_DATA ("file:line: ..." where a
 * column of the file has a text and a number is needed). */
ZHOL_MUST_CHECK zhol_status zi_expr_bind(
    zi_expr *expr, const zi_scope *scope, bool wants_number, zhol_error *err);
/** "file:line: trade is 'abc': a number is needed", or with a caret if a let is text. */
zhol_status zi_scope_fail_text(const zi_scope *scope, uint32_t column,
    const zi_source *source, uint32_t at, zhol_error *err);

/** What an operation could not compute: log of 0, division by 0 ... */
typedef struct zi_undefined {
    uint32_t op; /**< the first operation that could not */
    uint32_t n_rows;
} zi_undefined;

/** Computes a bound expression on all rows.
 * @param is_row  rows that matter to @p undefined, or NULL: all.
 * @param[out] out  name is NULL; owned by the caller: zi_expr_result_free(). Words are
 *                  borrowed from the columns and the source. Zeroed on failure.
 * @return ZHOL_OK or ZHOL_LIMIT. O(rows x operations + words log words). */
ZHOL_MUST_CHECK zhol_status zi_expr_run(const zi_expr *expr, const zi_scope *scope,
    const uint8_t *is_row, zi_column *out, zi_undefined *undefined, zhol_error *err);
void zi_expr_result_free(zi_column *column);

/** "log of a number that is not above 0" for the kind of operation. */
const char *zi_op_cannot(zi_op_kind kind);

#endif
