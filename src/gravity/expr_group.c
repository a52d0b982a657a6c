/* SPDX-License-Identifier: Apache-2.0 */
/* sum(x) by (a, b): every row gets the value of its group. Sums are compensated and run
 * in the order of rows. Missing values of x do not take part; a group without any value
 * gives missing, as does a row that misses a key. */
#include "gravity/expr_run.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/sum.h"
#include "gravity/codes.h"

typedef struct group {
    zi_sum sum;
    double least, greatest;
    uint32_t n_rows, n_values;
} group;

static bool
misses(const zi_column *c, uint32_t row)
{
    return c->is_text ? c->code[row] == ZI_COLUMN_MISSING : isnan(c->value[row]);
}

/* Rows that miss no key; NULL in *rows: all. */
static zhol_status
rows_with_keys(const zi_column *const *keys, uint32_t n_keys, uint32_t n_rows,
    uint32_t **rows, uint32_t *n)
{
    bool is_whole = true;

    *rows = NULL;
    *n = n_rows;
    for (uint32_t k = 0; k < n_keys; k++) {
        is_whole = is_whole && keys[k]->n_missing == 0;
    }
    if (is_whole) {
        return ZHOL_OK;
    }
    *rows = ZI_NEW(uint32_t, n_rows);
    if (!*rows) {
        return ZHOL_LIMIT;
    }
    *n = 0;
    for (uint32_t r = 0; r < n_rows; r++) {
        uint32_t k = 0;
        while (k < n_keys && !misses(keys[k], r)) {
            k++;
        }
        if (k == n_keys) {
            (*rows)[(*n)++] = r;
        }
    }
    return ZHOL_OK;
}

static void
add_value(group *g, double x)
{
    g->n_rows++;
    if (!isnan(x)) {
        zi_sum_add(&g->sum, x);
        g->least = g->n_values == 0 || x < g->least ? x : g->least;
        g->greatest = g->n_values == 0 || x > g->greatest ? x : g->greatest;
        g->n_values++;
    }
}

static double
value_of(const group *g, zi_op_kind kind, bool is_of_rows)
{
    if (kind == ZI_OP_GROUP_COUNT) {
        return is_of_rows ? g->n_rows : g->n_values;
    }
    if (g->n_values == 0) {
        return NAN;
    }
    switch (kind) {
    case ZI_OP_GROUP_SUM:
        return zi_sum_value(&g->sum);
    case ZI_OP_GROUP_MEAN:
        return zi_sum_value(&g->sum) / g->n_values;
    case ZI_OP_GROUP_MIN:
        return g->least;
    default:
        return g->greatest;
    }
}

/* The argument of every row. */
static void
run_argument(zi_machine *m, const uint32_t range[2], double *out)
{
    const uint32_t n_rows = m->scope->n_rows;

    for (uint32_t row = 0; row < n_rows; row += ZI_BLOCK_ROWS) {
        const uint32_t n = n_rows - row < ZI_BLOCK_ROWS ? n_rows - row : ZI_BLOCK_ROWS;
        zi_machine_block(m, range, row, n);
        memcpy(out + row, m->stack[0], n * sizeof *out);
    }
}

/* Values of rows become those of their groups. */
static zhol_status
group_values(const zi_op *op, bool is_of_rows, const zi_column *const *keys,
    uint32_t n_file_rows, double *value)
{
    uint32_t *rows = NULL, n = 0;
    zi_coder *coder = NULL;
    zi_level_codes codes = { 0 };
    group *groups = NULL;
    zhol_status status = rows_with_keys(keys, op->n_keys, n_file_rows, &rows, &n);

    if (status == ZHOL_OK && n > 0) {
        status = zi_coder_new(rows, n, &coder, NULL);
        if (status == ZHOL_OK) {
            status = zi_coder_codes(coder, keys, op->n_keys, &codes, NULL);
        }
        groups = status == ZHOL_OK ? ZI_NEW(group, codes.n_levels) : NULL;
        status = groups ? ZHOL_OK : ZHOL_LIMIT;
    }
    if (status == ZHOL_OK) {
        for (uint32_t i = 0; i < n; i++) {
            add_value(&groups[codes.code[i]], value[rows ? rows[i] : i]);
        }
        for (uint32_t r = 0, i = 0; r < n_file_rows; r++) {
            const bool has_keys = i < n && (!rows || rows[i] == r);
            value[r] =
                has_keys ? value_of(&groups[codes.code[i]], op->kind, is_of_rows) : NAN;
            i += has_keys;
        }
    }
    zi_free(groups);
    zi_level_codes_free(&codes);
    zi_coder_free(coder);
    zi_free(rows);
    return status;
}

static zhol_status
run_group(zi_machine *m, uint32_t i)
{
    const zi_op *op = &m->expr->op[i];
    const uint32_t range[2] = { op->first, i - op->n_keys };
    const bool is_of_rows = range[0] == range[1];
    const zi_column *keys[8];

    for (uint32_t k = 0; k < op->n_keys; k++) {
        keys[k] = m->scope->column[m->expr->op[range[1] + k].column];
    }
    m->group[i] = ZI_NEW(double, m->scope->n_rows);
    if (!m->group[i]) {
        return ZHOL_LIMIT;
    }
    if (!is_of_rows) {
        run_argument(m, range, m->group[i]);
    }
    m->after[op->first] = i + 1;
    return group_values(op, is_of_rows, keys, m->scope->n_rows, m->group[i]);
}

zhol_status
zi_machine_groups(zi_machine *m)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < m->expr->n_ops && status == ZHOL_OK; i++) {
        if (m->expr->op[i].kind >= ZI_OP_GROUP_SUM) {
            status = run_group(m, i);
        }
    }
    return status;
}
