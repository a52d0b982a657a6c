/* SPDX-License-Identifier: Apache-2.0 */
/* Running a program: a block of rows goes through all operations while it is in the
 * cache. */
#include "gravity/expr_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* Words and ranks */

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static uint32_t
rank_of(const zi_machine *m, const char *word)
{
    const char **found = bsearch(&word, m->word, m->n_words, sizeof *m->word, by_bytes);
    return (uint32_t) (found - m->word);
}

static const zi_column *
column_of(const zi_machine *m, const zi_op *op)
{
    return m->scope->column[op->column];
}

/* Calls for every word of texts and columns of texts, keys apart: adds or counts it. */
static size_t
collect_words(zi_machine *m, bool only_counts)
{
    size_t n = 0;

    for (uint32_t i = 0; i < m->expr->n_ops; i++) {
        const zi_op *op = &m->expr->op[i];
        if (op->kind == ZI_OP_TEXT) {
            if (!only_counts) {
                m->word[n] = m->expr->source->strings + op->string;
            }
            n++;
        } else if (op->kind == ZI_OP_NAME && op->is_text) {
            const zi_column *c = column_of(m, op);
            if (!only_counts && c->n_words > 0) {
                memcpy(m->word + n, c->word, c->n_words * sizeof *m->word);
            }
            n += c->n_words;
        }
    }
    return n;
}

static zhol_status
rank_words(zi_machine *m)
{
    const size_t n = collect_words(m, true);

    if (n == 0) {
        return ZHOL_OK;
    }
    m->word = n < UINT32_MAX ? ZI_NEW(const char *, n) : NULL;
    if (!m->word) {
        return ZHOL_LIMIT;
    }
    collect_words(m, false);
    qsort(m->word, n, sizeof *m->word, by_bytes);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(m->word[i], m->word[m->n_words - 1]) != 0) {
            m->word[m->n_words++] = m->word[i];
        }
    }
    for (uint32_t i = 0; i < m->expr->n_ops; i++) {
        const zi_op *op = &m->expr->op[i];
        if (op->kind == ZI_OP_NAME && op->is_text) {
            const zi_column *c = column_of(m, op);
            m->rank[i] = ZI_NEW(double, c->n_words);
            if (!m->rank[i]) {
                return ZHOL_LIMIT;
            }
            for (uint32_t w = 0; w < c->n_words; w++) {
                m->rank[i][w] = rank_of(m, c->word[w]);
            }
        }
    }
    return ZHOL_OK;
}

/* Blocks */

static void
fill(double *out, double x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        out[i] = x;
    }
}

static void
load_column(const zi_machine *m, uint32_t op, uint32_t row, uint32_t n, double *out)
{
    const zi_column *c = column_of(m, &m->expr->op[op]);

    if (!c->is_text) {
        memcpy(out, c->value + row, n * sizeof *out);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t code = c->code[row + i];
        out[i] = code == ZI_COLUMN_MISSING ? NAN : m->rank[op][code];
    }
}

static uint8_t *
mask_at(zi_machine *m, uint32_t depth)
{
    return m->mask + (size_t) depth * ZI_BLOCK_ROWS;
}

/* Rows in which nothing was missing, and the result is no number. */
static void
count_undefined(zi_machine *m, uint32_t op, const double *out, uint32_t n)
{
    const uint32_t n_operands = zi_op_n_operands(m->expr->op[op].kind);
    const double *a = m->stack[m->n - n_operands], *b = m->stack[m->n - 1];
    const uint8_t *mask = mask_at(m, m->n_masks);
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++) {
        count += mask[i] && isnan(out[i]) && !isunordered(a[i], b[i]);
    }
    m->n_undefined[op] += count;
}

static void
apply(zi_machine *m, uint32_t i, uint32_t n)
{
    const zi_op_kind kind = m->expr->op[i].kind;
    const uint32_t n_operands = zi_op_n_operands(kind), base = m->n - n_operands;
    double *out = m->stack[m->n];

    zi_op_apply(kind, m->stack[base], m->stack[m->n - 1], out, n);
    if (kind <= ZI_OP_SQRT) { /* of others nothing is undefined */
        count_undefined(m, i, out, n);
    }
    m->stack[m->n] = m->stack[base];
    m->stack[base] = out;
    m->n = base + 1;
}

/* Within if() only the rows count in which the branch is taken. */
static void
choose_rows(zi_machine *m, zi_op_kind kind, uint32_t n)
{
    const double *condition = m->stack[m->n - (kind == ZI_OP_THEN ? 1 : 2)];
    uint8_t *mask, *outer;

    m->n_masks += kind == ZI_OP_THEN;
    mask = mask_at(m, m->n_masks);
    outer = mask_at(m, m->n_masks - 1);
    for (uint32_t i = 0; i < n; i++) {
        mask[i] = outer[i] && !isnan(condition[i])
                  && (condition[i] != 0) == (kind == ZI_OP_THEN);
    }
}

static void
apply_if(zi_machine *m, uint32_t n)
{
    double *condition = m->stack[m->n - 3];
    const double *a = m->stack[m->n - 2], *b = m->stack[m->n - 1];

    for (uint32_t i = 0; i < n; i++) {
        condition[i] = isnan(condition[i]) ? NAN : condition[i] != 0 ? a[i] : b[i];
    }
    m->n -= 2;
    m->n_masks--;
}

/* x, what is known of x so far (0, 1 or missing), and one more to compare with. */
static void
apply_in(zi_machine *m, uint32_t n)
{
    const double *x = m->stack[m->n - 3], *one = m->stack[m->n - 1];
    double *known = m->stack[m->n - 2];

    for (uint32_t i = 0; i < n; i++) {
        if (x[i] == one[i]) {
            known[i] = 1;
        } else if (known[i] == 0 && isunordered(x[i], one[i])) {
            known[i] = NAN;
        }
    }
    m->n--;
}

static void
end_in(zi_machine *m)
{
    double *x = m->stack[m->n - 2];

    m->stack[m->n - 2] = m->stack[m->n - 1];
    m->stack[m->n - 1] = x;
    m->n--;
}

static void
run_op(zi_machine *m, uint32_t i, uint32_t row, uint32_t n)
{
    const zi_op *op = &m->expr->op[i];

    switch (op->kind) {
    case ZI_OP_NUMBER:
        fill(m->stack[m->n++], op->number, n);
        break;
    case ZI_OP_TEXT:
        fill(m->stack[m->n++], rank_of(m, m->expr->source->strings + op->string), n);
        break;
    case ZI_OP_NAME:
        load_column(m, i, row, n, m->stack[m->n++]);
        break;
    case ZI_OP_THEN:
    case ZI_OP_ELSE:
        choose_rows(m, op->kind, n);
        break;
    case ZI_OP_IF:
        apply_if(m, n);
        break;
    case ZI_OP_IN:
        apply_in(m, n);
        break;
    case ZI_OP_IN_END:
        end_in(m);
        break;
    default:
        apply(m, i, n);
        break;
    }
}

void
zi_machine_block(zi_machine *m, const uint32_t range[2], uint32_t row, uint32_t n_rows)
{
    uint32_t i = range[0];

    m->n = m->n_masks = 0;
    if (m->is_row) {
        memcpy(mask_at(m, 0), m->is_row + row, n_rows);
    } else {
        memset(mask_at(m, 0), 1, n_rows);
    }
    while (i < range[1]) {
        if (m->after[i]) { /* the last operation of what is done is the one on groups */
            memcpy(m->stack[m->n++], m->group[m->after[i] - 1] + row,
                n_rows * sizeof(double));
            i = m->after[i];
        } else {
            run_op(m, i++, row, n_rows);
        }
    }
}

/* The whole */

static zhol_status
machine_begin(zi_machine *m, const zi_expr *expr, const zi_scope *scope)
{
    const uint32_t n_blocks = expr->stack + 1;

    memset(m, 0, sizeof *m);
    m->expr = expr;
    m->scope = scope;
    m->rank = ZI_NEW(double *, expr->n_ops);
    m->group = ZI_NEW(double *, expr->n_ops);
    m->after = ZI_NEW(uint32_t, expr->n_ops);
    m->n_undefined = ZI_NEW(uint32_t, expr->n_ops);
    m->block = ZI_NEW(double, (size_t) n_blocks *ZI_BLOCK_ROWS);
    m->stack = ZI_NEW(double *, n_blocks);
    m->mask = ZI_NEW(uint8_t, (size_t) n_blocks * ZI_BLOCK_ROWS);
    if (!m->rank || !m->group || !m->after || !m->n_undefined || !m->block || !m->stack
        || !m->mask) {
        return ZHOL_LIMIT;
    }
    for (uint32_t b = 0; b < n_blocks; b++) {
        m->stack[b] = m->block + (size_t) b * ZI_BLOCK_ROWS;
    }
    return rank_words(m);
}

static void
machine_end(zi_machine *m)
{
    for (uint32_t i = 0; i < m->expr->n_ops; i++) {
        if (m->rank) {
            zi_free(m->rank[i]);
        }
        if (m->group) {
            zi_free(m->group[i]);
        }
    }
    zi_free(m->rank);
    zi_free(m->group);
    zi_free(m->after);
    zi_free(m->n_undefined);
    zi_free(m->block);
    zi_free(m->stack);
    zi_free(m->mask);
    zi_free((void *) m->word);
}

static zhol_status
result_begin(zi_machine *m, zi_column *out)
{
    const uint32_t n_rows = m->scope->n_rows;

    out->is_text = m->expr->op[m->expr->n_ops - 1].is_text;
    if (out->is_text) {
        out->code = ZI_NEW(uint32_t, n_rows);
    } else {
        out->value = ZI_NEW(double, n_rows);
    }
    return out->is_text ? (out->code ? ZHOL_OK : ZHOL_LIMIT)
                        : (out->value ? ZHOL_OK : ZHOL_LIMIT);
}

static void
store_block(const zi_machine *m, zi_column *out, uint32_t row, uint32_t n)
{
    const double *x = m->stack[0];

    for (uint32_t i = 0; i < n; i++) {
        out->n_missing += isnan(x[i]) ? 1 : 0;
    }
    if (!out->is_text) {
        memcpy(out->value + row, x, n * sizeof *x);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        out->code[row + i] = isnan(x[i]) ? ZI_COLUMN_MISSING : (uint32_t) x[i];
    }
}

/* All rows, block by block. */
static zhol_status
run_blocks(zi_machine *m, zi_column *out)
{
    const uint32_t range[2] = { 0, m->expr->n_ops }, n_rows = m->scope->n_rows;
    const zhol_status status = result_begin(m, out);

    for (uint32_t row = 0; row < n_rows && status == ZHOL_OK; row += ZI_BLOCK_ROWS) {
        const uint32_t n = n_rows - row < ZI_BLOCK_ROWS ? n_rows - row : ZI_BLOCK_ROWS;
        zi_machine_block(m, range, row, n);
        store_block(m, out, row, n);
    }
    if (status == ZHOL_OK && out->is_text) {
        out->word = m->word;
        out->n_words = m->n_words;
        m->word = NULL;
    }
    return status;
}

static void
tell_undefined(const zi_machine *m, zi_undefined *undefined)
{
    *undefined = (zi_undefined){ 0, 0 };
    for (uint32_t i = m->expr->n_ops; i-- > 0;) {
        if (m->n_undefined[i]) {
            undefined->op = i;
            undefined->n_rows += m->n_undefined[i];
        }
    }
}

zhol_status
zi_expr_run(const zi_expr *expr, const zi_scope *scope, const uint8_t *is_row,
    zi_column *out, zi_undefined *undefined, zhol_error *err)
{
    zi_machine m;
    zhol_status status = machine_begin(&m, expr, scope);

    memset(out, 0, sizeof *out);
    if (status == ZHOL_OK) {
        status = zi_machine_groups(&m);
    }
    if (status == ZHOL_OK) {
        m.is_row = is_row;
        status = run_blocks(&m, out);
    }
    if (status == ZHOL_OK) {
        tell_undefined(&m, undefined);
    } else {
        zi_expr_result_free(out);
        zi_fail(err, status, "out of memory for an expression");
    }
    machine_end(&m);
    return status;
}

void
zi_expr_result_free(zi_column *column)
{
    void *words;

    zi_free(column->value);
    zi_free(column->code);
    memcpy(&words, &column->word, sizeof words); /* this list is our own */
    zi_free(words);
    memset(column, 0, sizeof *column);
}
