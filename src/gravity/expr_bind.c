/* SPDX-License-Identifier: Apache-2.0 */
/* Names and types of a program: what it would leave on the stack, without rows. */
#include "gravity/expr.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct binding {
    zi_expr *expr;
    const zi_scope *scope;
    uint32_t *stack; /* operations that left what is there */
    uint32_t n;
    zhol_error *err;
} binding;

uint32_t
zi_scope_find(const zi_scope *scope, const char *name)
{
    for (uint32_t i = scope->n_columns; i-- > 0;) {
        if (strcmp(scope->column[i]->name, name) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* What is nearly a number, and how it would be one. */
static const char *
spelling(const char *text)
{
    const size_t n = strspn(text, "0123456789");

    if (text[0] == '+' && text[1] >= '0' && text[1] <= '9') {
        return ", without +";
    }
    if (text[0] == '-') {
        return spelling(text + 1);
    }
    if (n > 0 && text[n] == ',' && text[n + 1] >= '0' && text[n + 1] <= '9') {
        return ", with a point and no other sign between digits";
    }
    return n > 0 && text[n] == '.' && text[n + 1] == '\0'
               ? ", with a digit behind the point"
               : "";
}

zhol_status
zi_scope_fail_text(const zi_scope *scope, uint32_t column, const zi_source *source,
    uint32_t at, zhol_error *err)
{
    const zi_column *c = scope->column[column];

    if (column >= scope->file->n_columns) {
        return zi_source_fail(
            source, at, err, "'%.60s' has texts: a number is needed", c->name);
    }
    return zi_fail(err, ZHOL_BAD_DATA,
        "%.200s:%u: %.60s is '%.60s': a number is needed%s", scope->file->path,
        zi_columns_line(scope->file, c->text_row), c->name, c->text, spelling(c->text));
}

static zhol_status
need_number(binding *b, uint32_t item)
{
    const zi_op *op = &b->expr->op[b->stack[item]];

    if (!op->is_text) {
        return ZHOL_OK;
    }
    return op->kind == ZI_OP_NAME
               ? zi_scope_fail_text(b->scope, op->column, b->expr->source, op->at, b->err)
               : zi_source_fail(
                   b->expr->source, op->at, b->err, "this is a text: a number is needed");
}

/* Two items of one type; if not, the text is told where it should be a number. */
static zhol_status
need_same(binding *b, uint32_t i, uint32_t j, const zi_op *at)
{
    const zi_op *x = &b->expr->op[b->stack[i]], *y = &b->expr->op[b->stack[j]];
    const uint32_t text = x->is_text ? i : j;

    if (x->is_text == y->is_text) {
        return ZHOL_OK;
    }
    if (b->expr->op[b->stack[text]].kind == ZI_OP_NAME) {
        return need_number(b, text);
    }
    return zi_source_fail(b->expr->source, at->at, b->err,
        "a text and a number do not go together: both must be of one kind");
}

static zhol_status
bind_leaf(binding *b, zi_op *op)
{
    if (op->kind == ZI_OP_NAME || op->kind == ZI_OP_KEY) {
        const char *name = b->expr->source->strings + op->string;
        op->column = zi_scope_find(b->scope, name);
        if (op->column == UINT32_MAX) {
            return zi_source_fail(
                b->expr->source, op->at, b->err, "there is no column '%.60s'", name);
        }
        op->is_text = b->scope->column[op->column]->is_text;
    } else {
        op->is_text = op->kind == ZI_OP_TEXT;
    }
    return ZHOL_OK;
}

/* How many items an operation takes; -1: it puts one there by itself, or nothing. */
static uint32_t
n_taken(const zi_expr *expr, uint32_t i)
{
    const zi_op *op = &expr->op[i];

    switch (op->kind) {
    case ZI_OP_NUMBER:
    case ZI_OP_TEXT:
    case ZI_OP_NAME:
    case ZI_OP_KEY:
        return 0;
    case ZI_OP_NEGATE:
    case ZI_OP_LOG:
    case ZI_OP_EXP:
    case ZI_OP_SQRT:
    case ZI_OP_ABS:
    case ZI_OP_FLOOR:
    case ZI_OP_NOT:
    case ZI_OP_IS_MISSING:
    case ZI_OP_THEN:
    case ZI_OP_ELSE:
        return 1;
    case ZI_OP_IF:
        return 3;
    case ZI_OP_GROUP_SUM:
    case ZI_OP_GROUP_MEAN:
    case ZI_OP_GROUP_COUNT:
    case ZI_OP_GROUP_MIN:
    case ZI_OP_GROUP_MAX:
        return op->first == i - op->n_keys ? 0 : 1;
    default:
        return 2;
    }
}

/* What all operations of this kind ask of their items, of which the first is `base`. */
static zhol_status
check_items(binding *b, const zi_op *op, uint32_t base, uint32_t n)
{
    zhol_status status = ZHOL_OK;

    switch (op->kind) {
    case ZI_OP_EQ:
    case ZI_OP_NE:
    case ZI_OP_LT:
    case ZI_OP_LE:
    case ZI_OP_GT:
    case ZI_OP_GE:
    case ZI_OP_MIN:
    case ZI_OP_MAX:
        return need_same(b, base, base + 1, op);
    case ZI_OP_IF:
        return need_same(b, base + 1, base + 2, op);
    case ZI_OP_IN: /* x, what is known, one to compare with: the last two are taken */
        return need_same(b, base - 1, base + 1, op);
    case ZI_OP_IN_END:
    case ZI_OP_ELSE:
    case ZI_OP_IS_MISSING:
    case ZI_OP_GROUP_COUNT:
    case ZI_OP_GROUP_MIN:
    case ZI_OP_GROUP_MAX:
        return ZHOL_OK;
    default:
        for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
            status = need_number(b, base + i);
        }
        return status;
    }
}

static zhol_status
bind_op(binding *b, uint32_t i)
{
    zi_op *op = &b->expr->op[i];
    const uint32_t n = n_taken(b->expr, i), base = b->n - n;
    zhol_status status;

    if (n == 0) {
        status = bind_leaf(b, op);
    } else {
        status = check_items(b, op, base, n);
        op->is_text = false;
    }
    if (status != ZHOL_OK || op->kind == ZI_OP_KEY || op->kind == ZI_OP_THEN
        || op->kind == ZI_OP_ELSE) {
        return status; /* what was there stays */
    }
    if (op->kind == ZI_OP_IF || op->kind == ZI_OP_MIN || op->kind == ZI_OP_MAX
        || op->kind == ZI_OP_GROUP_MIN || op->kind == ZI_OP_GROUP_MAX) {
        op->is_text = b->expr->op[b->stack[b->n - 1]].is_text;
    }
    b->n = base;
    b->stack[b->n++] = i;
    if (b->n > b->expr->stack) {
        b->expr->stack = b->n;
    }
    return ZHOL_OK;
}

zhol_status
zi_expr_bind(zi_expr *expr, const zi_scope *scope, bool wants_number, zhol_error *err)
{
    binding b = { .expr = expr, .scope = scope, .err = err };
    zhol_status status = ZHOL_OK;

    b.stack = ZI_NEW(uint32_t, expr->n_ops);
    if (!b.stack) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for an expression");
    }
    expr->stack = 0;
    for (uint32_t i = 0; i < expr->n_ops && status == ZHOL_OK; i++) {
        status = bind_op(&b, i);
    }
    if (status == ZHOL_OK && wants_number) {
        status = need_number(&b, 0);
    }
    zi_free(b.stack);
    return status;
}
