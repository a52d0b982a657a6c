/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows are used: lets, conditions, missing values. */
#include "gravity/frame.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static bool
misses(const zi_column *c, uint32_t row)
{
    return c->is_text ? c->code[row] == ZI_COLUMN_MISSING : isnan(c->value[row]);
}

static zhol_status
add_note(zi_frame *f, const char *note, zhol_error *err)
{
    const char **more = note ? zi_grow((void *) f->notes, &f->notes_capacity,
                            (size_t) f->n_notes + 1, sizeof *more)
                             : NULL;

    if (more) {
        f->notes = more;
        f->notes[f->n_notes++] = note;
    }
    return more ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "out of memory for a note");
}

/* Binds and runs; says what could not be computed. */
static zhol_status
run(zi_frame *f, zi_expr *expr, const char *name, bool wants_number, zi_column *out,
    zhol_error *err)
{
    zi_undefined undefined = { 0, 0 };
    zhol_status status = zi_expr_bind(expr, &f->scope, wants_number, err);

    if (status == ZHOL_OK) {
        status = zi_expr_run(expr, &f->scope, f->is_row, out, &undefined, err);
    }
    if (status == ZHOL_OK && undefined.n_rows > 0) {
        const char *note =
            zi_keep_text(&f->texts, err, "%s%s%.60s: %s in %u row%s%s: missing there",
                expr->source->what, name ? " " : "", name ? name : "",
                zi_op_cannot(expr->op[undefined.op].kind), undefined.n_rows,
                undefined.n_rows == 1 ? "" : "s", f->is_row ? "" : " of the file");
        status = add_note(f, note, err);
    }
    return status;
}

static zhol_status
run_lets(zi_frame *f, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < f->options->n_lets && status == ZHOL_OK; i++) {
        zi_column *c = &f->let_column[i];
        status = run(f, &f->let[i].expr, f->let[i].name, false, c, err);
        c->name = f->let[i].name;
        f->columns[f->scope.n_columns++] = c;
    }
    return status;
}

static zhol_status
fail_where(const zi_frame *f, uint32_t i, uint32_t n_before, zhol_error *err)
{
    const char *path = f->file->path, *text = f->where[i].source.text;

    if (i == 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.200s: no row is left: none of %u rows has %.120s", path, n_before, text);
    }
    return zi_fail(err, ZHOL_BAD_DATA,
        "%.200s: no row is left: none of the %u rows that earlier conditions leave has "
        "%.120s",
        path, n_before, text);
}

static zhol_status
run_wheres(zi_frame *f, zhol_error *err)
{
    const uint32_t n_rows = f->scope.n_rows;
    uint8_t *is_row = ZI_NEW(uint8_t, n_rows);
    uint32_t n = n_rows;
    zhol_status status = is_row ? ZHOL_OK : ZHOL_LIMIT;

    if (!is_row) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %u rows", n_rows);
    }
    memset(is_row, 1, n_rows);
    for (uint32_t i = 0; i < f->options->n_wheres && status == ZHOL_OK; i++) {
        const uint32_t n_before = n;
        zi_column holds = { 0 };
        status = run(f, &f->where[i].expr, NULL, true, &holds, err);
        n = 0;
        for (uint32_t r = 0; r < n_rows && status == ZHOL_OK; r++) {
            is_row[r] = is_row[r] && holds.value[r] != 0 && !isnan(holds.value[r]);
            n += is_row[r];
        }
        zi_expr_result_free(&holds);
        if (status == ZHOL_OK && n == 0) {
            status = fail_where(f, i, n_before, err);
        }
    }
    f->is_row = is_row;
    f->n_left_out = n_rows - n;
    return status;
}

/* Parts of the model */

static zhol_status
run_part(zi_frame *f, zi_part *part, zi_expr *expr, zhol_error *err)
{
    zhol_status status;

    part->expr = expr;
    if (expr->n_ops == 1 && expr->op[0].kind == ZI_OP_NAME) { /* a column as it is */
        status = zi_expr_bind(expr, &f->scope, true, err);
        part->column = status == ZHOL_OK ? f->columns[expr->op[0].column] : NULL;
        return status;
    }
    status = run(f, expr, NULL, true, &part->computed, err);
    part->column = &part->computed;
    return status;
}

static zhol_status
run_parts(zi_frame *f, zhol_error *err)
{
    uint32_t n = 0;
    zhol_status status = run_part(f, &f->dependent, &f->formula.dependent, err);

    for (uint32_t t = 0; t < f->formula.n_terms; t++) {
        n += f->formula.term[t].n_exprs;
    }
    f->part = ZI_NEW(zi_part, n);
    if (!f->part) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %u terms", n);
    }
    for (uint32_t t = 0; t < f->formula.n_terms; t++) {
        zi_term *term = &f->formula.term[t];
        for (uint32_t i = 0; i < term->n_exprs && status == ZHOL_OK; i++) {
            status = run_part(f, &f->part[f->n_parts++], &term->expr[i], err);
        }
    }
    if (status == ZHOL_OK && f->weights.expr.n_ops) {
        status = run_part(f, &f->weight_part, &f->weights.expr, err);
    }
    if (status == ZHOL_OK && f->offset.expr.n_ops) {
        status = run_part(f, &f->offset_part, &f->offset.expr, err);
    }
    return status;
}

/* Missing values */

/* The rows that miss a value of the column: 2 in place of 1. */
static void
mark_missing(zi_frame *f, const zi_column *c)
{
    if (c->n_missing == 0) {
        return;
    }
    for (uint32_t r = 0; r < f->scope.n_rows; r++) {
        if (f->is_row[r] && misses(c, r)) {
            f->is_row[r] = 2;
        }
    }
}

static void
mark_joined(zi_frame *f, const zi_source *source, const zi_joined *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < list[i].n; k++) {
            mark_missing(f, zi_frame_column(f, source, &list[i].name[k]));
        }
    }
}

static void
mark_all(zi_frame *f)
{
    mark_missing(f, f->dependent.column);
    for (uint32_t i = 0; i < f->n_parts; i++) {
        mark_missing(f, f->part[i].column);
    }
    if (f->weight_part.column) {
        mark_missing(f, f->weight_part.column);
    }
    if (f->offset_part.column) {
        mark_missing(f, f->offset_part.column);
    }
    for (uint32_t t = 0; t < f->formula.n_terms; t++) {
        const zi_term *term = &f->formula.term[t];
        if (term->is_factor) {
            mark_missing(f, zi_frame_column(f, f->formula.source, &term->factor));
        }
    }
    mark_joined(f, f->formula.source, f->formula.effect, f->formula.n_effects);
    mark_joined(f, &f->cluster_source, f->way, f->n_ways);
}

static zhol_status
fail_missing(const zi_frame *f, uint32_t n, zhol_error *err)
{
    uint32_t worst = 0;

    for (uint32_t c = 1; c < f->scope.n_columns; c++) {
        worst = f->missing_by[c] > f->missing_by[worst] ? c : worst;
    }
    if (f->scope.n_columns > 0 && f->missing_by[worst] > 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.200s: no row is left: all %u miss a value that is needed, %u of them "
            "%.60s",
            f->file->path, n, f->missing_by[worst], f->columns[worst]->name);
    }
    return zi_fail(err, ZHOL_BAD_DATA,
        "%.200s: no row is left: in all %u a value that is needed cannot be computed%s%s",
        f->file->path, n, f->n_notes ? "; " : "", f->n_notes ? f->notes[0] : "");
}

static zhol_status
leave_out_missing(zi_frame *f, zhol_error *err)
{
    uint32_t n = 0;

    f->missing_by = ZI_NEW(uint32_t, f->scope.n_columns);
    f->rows = ZI_NEW(uint32_t, f->scope.n_rows);
    if (!f->missing_by || !f->rows) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %u rows", f->scope.n_rows);
    }
    mark_all(f);
    for (uint32_t r = 0; r < f->scope.n_rows; r++) {
        if (f->is_row[r] == 1) {
            f->rows[f->n_rows++] = r;
        }
        n += f->is_row[r] != 0;
    }
    f->n_missing = n - f->n_rows;
    for (uint32_t c = 0; c < f->scope.n_columns && f->n_missing; c++) {
        if (f->columns[c]->n_missing == 0) {
            continue;
        }
        for (uint32_t r = 0; r < f->scope.n_rows; r++) {
            f->missing_by[c] += f->is_row[r] == 2 && misses(f->columns[c], r);
        }
    }
    return f->n_rows > 0 ? ZHOL_OK : fail_missing(f, n, err);
}

const zi_column *
zi_frame_column(const zi_frame *f, const zi_source *source, const zi_name *name)
{
    return f->columns[zi_scope_find(&f->scope, source->strings + name->string)];
}

zhol_status
zi_frame_compute(zi_frame *f, zhol_error *err)
{
    zhol_status status;

    if (f->scope.n_rows == 0) {
        return zi_fail(
            err, ZHOL_BAD_DATA, "%.200s: there is no row below the names", f->file->path);
    }
    status = run_lets(f, err);
    if (status == ZHOL_OK) {
        status = run_wheres(f, err);
    }
    if (status == ZHOL_OK) {
        status = run_parts(f, err);
    }
    return status == ZHOL_OK ? leave_out_missing(f, err) : status;
}

void
zi_frame_free(zi_frame *f)
{
    for (uint32_t i = 0; f->let && i < f->options->n_lets; i++) {
        zi_source_free(&f->let[i].source);
        zi_expr_free(&f->let[i].expr);
    }
    for (uint32_t i = 0; f->let_column && i < f->options->n_lets; i++) {
        zi_expr_result_free(&f->let_column[i]);
    }
    for (uint32_t i = 0; f->where && i < f->options->n_wheres; i++) {
        zi_source_free(&f->where[i].source);
        zi_expr_free(&f->where[i].expr);
    }
    for (uint32_t i = 0; i < f->n_parts; i++) {
        zi_expr_result_free(&f->part[i].computed);
    }
    for (uint32_t i = 0; i < ZI_MAX_EFFECTS; i++) {
        zi_level_codes_free(&f->effect[i]);
        zi_level_codes_free(&f->cluster[i]);
    }
    zi_free(f->let);
    zi_free(f->where);
    zi_free(f->let_column);
    zi_expr_free(&f->weights.expr);
    zi_expr_free(&f->offset.expr);
    zi_source_free(&f->weights.source);
    zi_source_free(&f->offset.source);
    zi_formula_free(&f->formula);
    zi_source_free(&f->formula_source);
    zi_source_free(&f->cluster_source);
    zi_expr_result_free(&f->dependent.computed);
    zi_expr_result_free(&f->weight_part.computed);
    zi_expr_result_free(&f->offset_part.computed);
    zi_free(f->part);
    zi_free((void *) f->columns);
    zi_columns_free(f->file);
    zi_free(f->is_row);
    zi_free(f->rows);
    zi_free(f->missing_by);
    zi_coder_free(f->coder);
    zi_kept_free(&f->arrays);
    zi_kept_free(&f->texts);
    zi_free((void *) f->notes);
    zi_free((void *) f->names);
    zi_free((void *) f->x);
    memset(f, 0, sizeof *f);
}
