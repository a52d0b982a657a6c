/* SPDX-License-Identifier: Apache-2.0 */
/* Recursive descent; operations are written in the order in which they are computed. */
#include "gravity/expr.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef enum call_shape {
    CALL_PLAIN,  /* a fixed number of arguments, then the operation */
    CALL_FOLD,   /* min, max of two and more; or of groups */
    CALL_IF,     /* if(c, a, b) */
    CALL_IN,     /* in(x, a, b, ..) */
    CALL_GROUPS, /* sum, mean, count by groups */
} call_shape;

typedef struct function {
    const char *name;
    call_shape shape;
    zi_op_kind kind, of_groups;
    uint32_t n_args;
    const char *usage;
} function;

static const function functions[] = {
    { "log", CALL_PLAIN, ZI_OP_LOG, 0, 1, "log(x)" },
    { "ln", CALL_PLAIN, ZI_OP_LOG, 0, 1, "ln(x)" },
    { "exp", CALL_PLAIN, ZI_OP_EXP, 0, 1, "exp(x)" },
    { "sqrt", CALL_PLAIN, ZI_OP_SQRT, 0, 1, "sqrt(x)" },
    { "abs", CALL_PLAIN, ZI_OP_ABS, 0, 1, "abs(x)" },
    { "floor", CALL_PLAIN, ZI_OP_FLOOR, 0, 1, "floor(x)" },
    { "pow", CALL_PLAIN, ZI_OP_POW, 0, 2, "pow(x, y)" },
    { "is_missing", CALL_PLAIN, ZI_OP_IS_MISSING, 0, 1, "is_missing(x)" },
    { "if", CALL_IF, ZI_OP_IF, 0, 3, "if(condition, a, b)" },
    { "in", CALL_IN, ZI_OP_IN, 0, 0, "in(x, a, b, ..)" },
    { "min", CALL_FOLD, ZI_OP_MIN, ZI_OP_GROUP_MIN, 0, "min(a, b, ..) or min(x) by (a)" },
    { "max", CALL_FOLD, ZI_OP_MAX, ZI_OP_GROUP_MAX, 0, "max(a, b, ..) or max(x) by (a)" },
    { "sum", CALL_GROUPS, 0, ZI_OP_GROUP_SUM, 1, "sum(x) by (a, b)" },
    { "mean", CALL_GROUPS, 0, ZI_OP_GROUP_MEAN, 1, "mean(x) by (a, b)" },
    { "count", CALL_GROUPS, 0, ZI_OP_GROUP_COUNT, 1, "count() by (a, b)" },
};
enum { N_FUNCTIONS = sizeof functions / sizeof functions[0] };

static zhol_status parse_or(zi_parser *p, zi_expr *out);

static zhol_status
emit(zi_parser *p, zi_expr *out, zi_op op)
{
    zi_op *more;

    if (out->n_ops == ZI_EXPR_MAX_OPS) {
        return zi_source_fail(p->source, op.at, p->err,
            "more than %d numbers, names and operations in one expression",
            ZI_EXPR_MAX_OPS);
    }
    more = zi_grow(out->op, &out->capacity, out->n_ops + 1, sizeof *out->op);
    if (!more) {
        return zi_fail(p->err, ZHOL_LIMIT, "out of memory for an expression");
    }
    out->op = more;
    out->op[out->n_ops++] = op;
    return ZHOL_OK;
}

static zhol_status
emit_kind(zi_parser *p, zi_expr *out, zi_op_kind kind, uint32_t at)
{
    return emit(p, out, (zi_op){ .kind = kind, .at = at });
}

/* by (a, b): the keys and the operation on groups of what began at operation `first`. */
static zhol_status
parse_by(zi_parser *p, zi_expr *out, const function *f, uint32_t first, uint32_t at)
{
    zi_op group = { .kind = f->of_groups, .at = at, .first = first };
    zhol_status status = zi_parser_advance(p); /* by */

    if (status == ZHOL_OK) {
        status = zi_parser_expect(p, '(', "the groups should follow: by (a, b)");
    }
    while (status == ZHOL_OK) {
        zi_op key = { .kind = ZI_OP_KEY };
        if (group.n_keys == 8) {
            return zi_source_fail(
                p->source, p->token.at, p->err, "groups are made by at most 8 names");
        }
        status = zi_parser_name(p, "a name of a column should", &key.string, &key.at);
        if (status == ZHOL_OK) {
            group.n_keys++;
            status = emit(p, out, key);
        }
        if (status != ZHOL_OK || !zi_parser_sees(p, ',')) {
            break;
        }
        status = zi_parser_advance(p);
    }
    if (status == ZHOL_OK) {
        status = zi_parser_expect(p, ')', "there should be , or )");
    }
    return status == ZHOL_OK ? emit(p, out, group) : status;
}

static bool
sees_word(const zi_parser *p, const char *word)
{
    return p->token.kind == ZI_TOKEN_NAME && !p->token.is_quoted
           && strcmp(p->source->strings + p->token.string, word) == 0;
}

/* What goes between the arguments of a call: `i` of them are there. */
static zhol_status
after_argument(zi_parser *p, zi_expr *out, const function *f, uint32_t i, uint32_t at)
{
    switch (f->shape) {
    case CALL_FOLD:
        return i > 1 ? emit_kind(p, out, f->kind, at) : ZHOL_OK;
    case CALL_IF:
        return i > 3 ? ZHOL_OK
                     : emit_kind(p, out,
                         i == 1   ? ZI_OP_THEN
                         : i == 2 ? ZI_OP_ELSE
                                  : ZI_OP_IF,
                         at);
    case CALL_IN:
        return i > 1 ? emit_kind(p, out, ZI_OP_IN, at)
                     : emit(p, out, (zi_op){ .kind = ZI_OP_NUMBER, .at = at });
    default:
        return ZHOL_OK;
    }
}

static zhol_status
fail_arguments(zi_parser *p, const function *f, uint32_t n, uint32_t at)
{
    return zi_source_fail(p->source, at, p->err, "%s has %u argument%s here; say %s",
        f->name, n, n == 1 ? "" : "s", f->usage);
}

static zhol_status
parse_call(zi_parser *p, zi_expr *out, const function *f, uint32_t at)
{
    const uint32_t first = out->n_ops;
    uint32_t n_args = 0;
    zhol_status status = zi_parser_advance(p); /* ( */

    while (status == ZHOL_OK && !zi_parser_sees(p, ')')) {
        status = parse_or(p, out);
        if (status == ZHOL_OK) {
            status = after_argument(p, out, f, ++n_args, at);
        }
        if (status == ZHOL_OK && !zi_parser_sees(p, ')')) {
            status = zi_parser_expect(p, ',', "there should be , or )");
            if (status == ZHOL_OK && zi_parser_sees(p, ')')) {
                return zi_parser_fail(p, "another argument should");
            }
        }
    }
    if (status != ZHOL_OK) {
        return status;
    }
    status = zi_parser_advance(p); /* ) */
    if (status != ZHOL_OK) {
        return status;
    }
    if (f->of_groups && sees_word(p, "by")) {
        if (n_args != 1 && !(n_args == 0 && f->of_groups == ZI_OP_GROUP_COUNT)) {
            return fail_arguments(p, f, n_args, at);
        }
        return parse_by(p, out, f, first, at);
    }
    if (f->shape == CALL_GROUPS) {
        return zi_source_fail(
            p->source, at, p->err, "%s needs its groups: %s", f->name, f->usage);
    }
    if (f->n_args ? n_args != f->n_args : n_args < 2) {
        return fail_arguments(p, f, n_args, at);
    }
    return f->shape == CALL_PLAIN ? emit_kind(p, out, f->kind, at)
           : f->shape == CALL_IN  ? emit_kind(p, out, ZI_OP_IN_END, at)
                                  : ZHOL_OK;
}

static zhol_status
fail_function(zi_parser *p, const char *name, uint32_t at)
{
    const char *names[N_FUNCTIONS], *near;

    for (uint32_t i = 0; i < N_FUNCTIONS; i++) {
        names[i] = functions[i].name;
    }
    near = zi_nearest_name(name, names, N_FUNCTIONS);
    if (strcmp(name, "factor") == 0 || strcmp(name, "i") == 0) {
        return zi_source_fail(p->source, at, p->err,
            "%s() is a term of a formula by itself, and no part of an expression", name);
    }
    return zi_source_fail(p->source, at, p->err, "there is no function '%.60s'%s%s%s",
        name, near ? "; did you mean '" : "",
        near ? near
             : ": log ln exp sqrt abs floor pow if min max in is_missing sum mean count",
        near ? "'?" : "");
}

static zhol_status
parse_name(zi_parser *p, zi_expr *out)
{
    const zi_token t = p->token;
    const char *name = p->source->strings + t.string;
    zhol_status status = zi_parser_advance(p);

    if (status != ZHOL_OK) {
        return status;
    }
    if (!zi_parser_sees(p, '(') || t.is_quoted) {
        return emit(
            p, out, (zi_op){ .kind = ZI_OP_NAME, .at = t.at, .string = t.string });
    }
    for (uint32_t i = 0; i < N_FUNCTIONS; i++) {
        if (strcmp(name, functions[i].name) == 0) {
            return parse_call(p, out, &functions[i], t.at);
        }
    }
    return fail_function(p, name, t.at);
}

static zhol_status
parse_inner(zi_parser *p, zi_expr *out)
{
    const zi_token t = p->token;
    zhol_status status;

    switch (t.kind) {
    case ZI_TOKEN_NUMBER:
        status = zi_parser_advance(p);
        return status != ZHOL_OK
                   ? status
                   : emit(p, out,
                       (zi_op){ .kind = ZI_OP_NUMBER, .at = t.at, .number = t.number });
    case ZI_TOKEN_TEXT:
        status = zi_parser_advance(p);
        return status != ZHOL_OK
                   ? status
                   : emit(p, out,
                       (zi_op){ .kind = ZI_OP_TEXT, .at = t.at, .string = t.string });
    case ZI_TOKEN_NAME:
        return parse_name(p, out);
    default:
        break;
    }
    if (!zi_parser_sees(p, '(')) {
        return zi_parser_fail(p, "a number, a name or ( should");
    }
    status = zi_parser_advance(p);
    if (status == ZHOL_OK) {
        status = parse_or(p, out);
    }
    return status == ZHOL_OK ? zi_parser_expect(p, ')', "there should be )") : status;
}

/* Expressions nest no deeper than the stack of the machine and of this parser allow. */
static zhol_status
parse_nested(zi_parser *p, zi_expr *out, zhol_status (*parse)(zi_parser *, zi_expr *))
{
    zhol_status status;

    if (p->depth == ZI_EXPR_MAX_DEPTH) {
        return zi_source_fail(p->source, p->token.at, p->err,
            "more than %d levels inside each other: use another --let",
            ZI_EXPR_MAX_DEPTH);
    }
    p->depth++;
    status = parse(p, out);
    p->depth--;
    return status;
}

static zhol_status
parse_unary(zi_parser *p, zi_expr *out)
{
    const uint32_t at = p->token.at;
    zhol_status status;

    if (!zi_parser_sees(p, '-')) {
        return parse_nested(p, out, parse_inner);
    }
    status = zi_parser_advance(p);
    if (status == ZHOL_OK) {
        status = parse_nested(p, out, parse_unary);
    }
    return status == ZHOL_OK ? emit_kind(p, out, ZI_OP_NEGATE, at) : status;
}

/* One level of operators of two sides, from the left. */
typedef struct level {
    struct {
        int symbol;
        zi_op_kind kind;
    } of[6];
    zhol_status (*inner)(zi_parser *, zi_expr *);
} level;

static zi_op_kind
operator_seen(const zi_parser *p, const level *l)
{
    for (uint32_t i = 0; i < 6 && l->of[i].symbol; i++) {
        if (zi_parser_sees(p, l->of[i].symbol)) {
            return l->of[i].kind;
        }
    }
    return ZI_OP_NUMBER; /* which is no operator */
}

static zhol_status
parse_level(zi_parser *p, zi_expr *out, const level *l)
{
    zhol_status status = l->inner(p, out);
    zi_op_kind kind = ZI_OP_NUMBER;

    while (status == ZHOL_OK && (kind = operator_seen(p, l)) != ZI_OP_NUMBER) {
        const uint32_t at = p->token.at;
        status = zi_parser_advance(p);
        if (status == ZHOL_OK) {
            status = l->inner(p, out);
        }
        if (status == ZHOL_OK) {
            status = emit_kind(p, out, kind, at);
        }
    }
    return status;
}

static zhol_status
parse_product(zi_parser *p, zi_expr *out)
{
    static const level products = { { { '*', ZI_OP_MULTIPLY }, { '/', ZI_OP_DIVIDE },
                                        { '%', ZI_OP_MOD } },
        parse_unary };
    const zhol_status status = parse_level(p, out, &products);

    if (status == ZHOL_OK && zi_parser_sees(p, '^')) {
        return zi_source_fail(p->source, p->token.at, p->err,
            "^ joins the names of an effect; for a power say pow(x, y)");
    }
    return status;
}

static zhol_status
parse_sum(zi_parser *p, zi_expr *out)
{
    static const level sums = { { { '+', ZI_OP_ADD }, { '-', ZI_OP_SUBTRACT } },
        parse_product };
    return parse_level(p, out, &sums);
}

/* year in (1986, 1990), as other languages have it. */
static zhol_status
refuse_in(zi_parser *p, uint32_t begin)
{
    const uint32_t n = p->last_end - begin;

    return zi_source_fail(p->source, p->token.at, p->err,
        "in is a function: say in(%.*s, a, b, ..)", n <= 60 ? (int) n : 1,
        n <= 60 ? p->source->text + begin : "x");
}

static zhol_status
parse_comparison(zi_parser *p, zi_expr *out)
{
    static const level comparisons = { { { ZI_EQ, ZI_OP_EQ }, { ZI_NE, ZI_OP_NE },
                                           { '<', ZI_OP_LT }, { ZI_LE, ZI_OP_LE },
                                           { '>', ZI_OP_GT }, { ZI_GE, ZI_OP_GE } },
        parse_sum };
    const uint32_t begin = p->token.at;
    zhol_status status = parse_sum(p, out);
    const zi_op_kind kind = operator_seen(p, &comparisons);
    const uint32_t at = p->token.at;

    if (status == ZHOL_OK && sees_word(p, "in")) {
        return refuse_in(p, begin);
    }
    if (status == ZHOL_OK && kind != ZI_OP_NUMBER) {
        status = zi_parser_advance(p);
        if (status == ZHOL_OK) {
            status = parse_sum(p, out);
        }
        if (status == ZHOL_OK) {
            status = emit_kind(p, out, kind, at);
        }
        if (status == ZHOL_OK && operator_seen(p, &comparisons) != ZI_OP_NUMBER) {
            return zi_source_fail(p->source, p->token.at, p->err,
                "comparisons do not chain: say a < b and b < c");
        }
    }
    if (status == ZHOL_OK && zi_parser_sees(p, '=')) {
        return zi_source_fail(
            p->source, p->token.at, p->err, "to compare, say == (or <= >= !=)");
    }
    return status;
}

static zhol_status
parse_not(zi_parser *p, zi_expr *out)
{
    const uint32_t at = p->token.at;
    zhol_status status;

    if (!zi_parser_sees(p, ZI_NOT)) {
        return parse_comparison(p, out);
    }
    status = zi_parser_advance(p);
    if (status == ZHOL_OK) {
        status = parse_nested(p, out, parse_not);
    }
    return status == ZHOL_OK ? emit_kind(p, out, ZI_OP_NOT, at) : status;
}

static zhol_status
parse_and(zi_parser *p, zi_expr *out)
{
    static const level ands = { { { ZI_AND, ZI_OP_AND } }, parse_not };
    return parse_level(p, out, &ands);
}

static zhol_status
parse_or(zi_parser *p, zi_expr *out)
{
    static const level ors = { { { ZI_OR, ZI_OP_OR } }, parse_and };
    return parse_level(p, out, &ors);
}

static zhol_status
parse_whole(zi_parser *p, zi_expr *out, zhol_status (*parse)(zi_parser *, zi_expr *))
{
    zhol_status status;

    memset(out, 0, sizeof *out);
    out->source = p->source;
    out->begin = p->token.at;
    status = parse(p, out);
    out->end = p->last_end;
    return status;
}

zhol_status
zi_parse_expr(zi_parser *p, zi_expr *out)
{
    return parse_whole(p, out, parse_or);
}

zhol_status
zi_parse_atom(zi_parser *p, zi_expr *out)
{
    return parse_whole(p, out, parse_inner);
}

void
zi_expr_free(zi_expr *expr)
{
    zi_free(expr->op);
    memset(expr, 0, sizeof *expr);
}
