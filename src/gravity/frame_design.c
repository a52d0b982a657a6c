/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays of the rows that are used, checked so that what is wrong is told with its line.
 */
#include "gravity/frame.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"

enum { MAX_FACTOR_LEVELS = 1000 };

static bool
uses_all_rows(const zi_frame *f)
{
    return f->n_rows == f->scope.n_rows;
}

static zhol_status
new_array(zi_frame *f, double **out, zhol_error *err)
{
    *out = ZI_NEW(double, f->n_rows);
    return zi_keep(&f->arrays, *out, err);
}

/* Values of the used rows: the column itself if all rows are used. */
static zhol_status
gather(zi_frame *f, const zi_column *c, const double **out, zhol_error *err)
{
    double *array = NULL;
    zhol_status status;

    *out = c->value;
    if (uses_all_rows(f)) {
        return ZHOL_OK;
    }
    status = new_array(f, &array, err);
    for (uint32_t i = 0; i < f->n_rows && status == ZHOL_OK; i++) {
        array[i] = c->value[f->rows[i]];
    }
    *out = array;
    return status;
}

/* "panel.csv:17: weights w is -1: ..." */
static zhol_status
fail_value(const zi_frame *f, const char *name, uint32_t i, double x, const char *wanted,
    zhol_error *err)
{
    char number[ZI_NUMBER_MAX] = "infinite";

    if (isfinite(x)) {
        zi_number_write(x, number);
    }
    return zi_fail(err, ZHOL_BAD_DATA, "%.200s:%u: %.100s is %s: %s", f->file->path,
        zi_columns_line(f->file, f->rows[i]), name, number, wanted);
}

static zhol_status
check_finite(const zi_frame *f, const char *name, const double *x, zhol_error *err)
{
    for (uint32_t i = 0; i < f->n_rows; i++) {
        if (!isfinite(x[i])) {
            return fail_value(f, name, i, x[i], "a finite number is needed", err);
        }
    }
    return ZHOL_OK;
}

/* Name of a part as it was typed, and its checked values. */
static zhol_status
part_values(zi_frame *f, const zi_part *part, const char **name, const double **out,
    zhol_error *err)
{
    zhol_status status = gather(f, part->column, out, err);

    if (status == ZHOL_OK) {
        *name = zi_keep_typed(
            &f->texts, part->expr->source, part->expr->begin, part->expr->end, err);
        status = *name ? check_finite(f, *name, *out, err) : ZHOL_LIMIT;
    }
    return status;
}

static zhol_status
make_dependent(zi_frame *f, zhol_design *d, zhol_error *err)
{
    const bool is_ppml = f->options->fit.method == ZHOL_FIT_PPML;
    const char *name = NULL;
    uint32_t n_zero = 0;
    zhol_status status = part_values(f, &f->dependent, &name, &d->y, err);

    for (uint32_t i = 0; i < f->n_rows && status == ZHOL_OK && is_ppml; i++) {
        n_zero += d->y[i] == 0;
        if (d->y[i] < 0) {
            status = fail_value(f, name, i, d->y[i],
                "Poisson regression needs a number of 0 or more", err);
        }
    }
    if (status == ZHOL_OK && n_zero == f->n_rows) {
        status = zi_fail(err, ZHOL_BAD_DATA, "%.200s: %.100s is 0 in all %u rows used",
            f->file->path, name, f->n_rows);
    }
    return status;
}

static zhol_status
make_weights(zi_frame *f, zhol_design *d, zhol_error *err)
{
    const char *name = NULL;
    zhol_status status = ZHOL_OK;

    if (f->weight_part.column) {
        status = part_values(f, &f->weight_part, &name, &d->weight, err);
        for (uint32_t i = 0; i < f->n_rows && status == ZHOL_OK; i++) {
            if (!(d->weight[i] > 0)) {
                status = fail_value(f, name, i, d->weight[i], "weights are above 0", err);
            }
        }
    }
    if (status == ZHOL_OK && f->offset_part.column) {
        status = part_values(f, &f->offset_part, &name, &d->offset, err);
    }
    return status;
}

/* Regressors */

static zhol_status
add_regressor(zi_frame *f, const char *name, const double *x, zhol_error *err)
{
    const size_t n = (size_t) f->n_names + 1;
    const double **more_x = zi_grow((void *) f->x, &f->x_capacity, n, sizeof *more_x);
    const char **more_names = NULL;

    if (more_x) {
        f->x = more_x;
        more_names =
            zi_grow((void *) f->names, &f->names_capacity, n, sizeof *more_names);
    }
    if (!more_names) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %zu regressors", n);
    }
    f->names = more_names;
    f->x[f->n_names] = x;
    f->names[f->n_names++] = name;
    return ZHOL_OK;
}

/* "a:b", or of one part its name. */
static const char *
product_name(zi_frame *f, const zi_part *part, uint32_t n, zhol_error *err)
{
    const char *name = NULL;

    for (uint32_t i = 0; i < n; i++) {
        const zi_expr *e = part[i].expr;
        const char *one = zi_keep_typed(&f->texts, e->source, e->begin, e->end, err);
        name = i == 0 || !one || !name ? one
                                       : zi_keep_text(&f->texts, err, "%s:%s", name, one);
        if (!name) {
            return NULL;
        }
    }
    return name;
}

static zhol_status
add_product(zi_frame *f, const zi_part *part, uint32_t n, zhol_error *err)
{
    const char *name = product_name(f, part, n, err);
    const double *x = NULL;
    zhol_status status = name ? gather(f, part[0].column, &x, err) : ZHOL_LIMIT;

    if (status == ZHOL_OK && n > 1) {
        double *product = NULL;
        status = new_array(f, &product, err);
        for (uint32_t r = 0; r < f->n_rows && status == ZHOL_OK; r++) {
            double p = x[r];
            for (uint32_t i = 1; i < n; i++) {
                p *= part[i].column->value[f->rows[r]];
            }
            product[r] = p;
        }
        x = product;
    }
    if (status == ZHOL_OK) {
        status = check_finite(f, name, x, err);
    }
    return status == ZHOL_OK ? add_regressor(f, name, x, err) : status;
}

static const char *
level_name(
    zi_frame *f, const char *name, const zi_distinct *of, uint32_t i, zhol_error *err)
{
    char number[ZI_NUMBER_MAX] = "";

    if (of->value && isfinite(of->value[i])) {
        zi_number_write(of->value[i], number);
    }
    return zi_keep_text(&f->texts, err, "%s=%s", name, of->word ? of->word[i] : number);
}

/* 0 and 1 for each level but the first. */
static zhol_status
add_factor(zi_frame *f, const zi_term *term, zhol_error *err)
{
    const char *name = f->formula.source->strings + term->factor.string;
    const zi_column *column = zi_frame_column(f, f->formula.source, &term->factor);
    zi_level_codes codes = { 0 };
    zhol_status status = zi_coder_codes(f->coder, &column, 1, &codes, err);

    if (status == ZHOL_OK && codes.n_levels > MAX_FACTOR_LEVELS) {
        status = zi_source_fail(f->formula.source, term->factor.at, err,
            "'%.60s' has %u levels: a factor has at most %d; name it behind | as an "
            "effect",
            name, codes.n_levels, MAX_FACTOR_LEVELS);
    }
    for (uint32_t l = 1; l < codes.n_levels && status == ZHOL_OK; l++) {
        const char *of_level =
            level_name(f, name, zi_coder_distinct(f->coder, column), l, err);
        double *x = NULL;
        status = of_level ? new_array(f, &x, err) : ZHOL_LIMIT;
        for (uint32_t r = 0; r < f->n_rows && status == ZHOL_OK; r++) {
            x[r] = codes.code[r] == l;
        }
        if (status == ZHOL_OK) {
            status = add_regressor(f, of_level, x, err);
        }
    }
    zi_level_codes_free(&codes);
    return status;
}

static zhol_status
make_regressors(zi_frame *f, zhol_design *d, zhol_error *err)
{
    const zi_part *part = f->part;
    zhol_status status = ZHOL_OK;

    for (uint32_t t = 0; t < f->formula.n_terms && status == ZHOL_OK; t++) {
        const zi_term *term = &f->formula.term[t];
        status = term->is_factor ? add_factor(f, term, err)
                                 : add_product(f, part, term->n_exprs, err);
        part += term->n_exprs;
    }
    d->n_regressors = f->n_names;
    d->x = f->x;
    d->names = f->names;
    return status;
}

/* Effects and clusters */

static zhol_status
make_codes(zi_frame *f, const zi_source *source, const zi_joined *joined,
    zi_level_codes *out, zhol_error *err)
{
    const zi_column *columns[ZI_MAX_JOINED];

    for (uint32_t k = 0; k < joined->n; k++) {
        columns[k] = zi_frame_column(f, source, &joined->name[k]);
    }
    return zi_coder_codes(f->coder, columns, joined->n, out, err);
}

static zhol_status
make_effects(zi_frame *f, zhol_design *d, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t e = 0; e < f->formula.n_effects && status == ZHOL_OK; e++) {
        const zi_joined *joined = &f->formula.effect[e];
        f->effect_names[e] = zi_keep_joined(&f->texts, f->formula.source, joined, err);
        status = f->effect_names[e]
                     ? make_codes(f, f->formula.source, joined, &f->effect[e], err)
                     : ZHOL_LIMIT;
        f->effect_codes[e] = f->effect[e].code;
        f->n_levels[e] = f->effect[e].n_levels;
    }
    for (uint32_t w = 0; w < f->n_ways && status == ZHOL_OK; w++) {
        status = make_codes(f, &f->cluster_source, &f->way[w], &f->cluster[w], err);
        f->cluster_codes[w] = f->cluster[w].code;
        f->n_cluster_levels[w] = f->cluster[w].n_levels;
    }
    d->has_intercept = f->formula.n_effects == 0;
    d->n_effects = f->formula.n_effects;
    d->effect = f->effect_codes;
    d->n_levels = f->n_levels;
    d->effect_names = f->effect_names;
    d->n_clusters = f->n_ways;
    d->cluster = f->cluster_codes;
    d->n_cluster_levels = f->n_cluster_levels;
    return status;
}

zhol_status
zi_frame_design(zi_frame *f, zhol_design *d, zhol_error *err)
{
    zhol_status status;

    memset(d, 0, sizeof *d);
    d->n_rows = f->n_rows;
    status = zi_coder_new(uses_all_rows(f) ? NULL : f->rows, f->n_rows, &f->coder, err);
    if (status == ZHOL_OK) {
        status = make_dependent(f, d, err);
    }
    if (status == ZHOL_OK) {
        status = make_weights(f, d, err);
    }
    if (status == ZHOL_OK) {
        status = make_regressors(f, d, err);
    }
    return status == ZHOL_OK ? make_effects(f, d, err) : status;
}
