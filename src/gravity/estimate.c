/* SPDX-License-Identifier: Apache-2.0 */
/* A file and a formula in, an estimate of the rows of the file out. */
#include <zhol/gravity.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "gravity/frame.h"

/* What names of levels are made of: of each effect and column its values. */
typedef struct level_part {
    uint32_t n;
    double *value;    /* of numbers */
    char *words;      /* of texts, one after the other */
    uint32_t *offset; /* of texts: n */
} level_part;

typedef struct level_names {
    uint32_t n_levels, n_columns;
    uint32_t *part; /* n_levels x n_columns */
    level_part column[ZI_MAX_JOINED];
} level_names;

struct zhol_estimate_levels {
    level_names effect[ZI_MAX_EFFECTS];
    zi_kept kept; /* every array that the estimate points to */
};

void
zhol_estimate_options_defaults(zhol_estimate_options *options)
{
    memset(options, 0, sizeof *options);
    zhol_fit_options_defaults(&options->fit);
}

/* Results of the used rows become those of the file */

static zhol_status
expand_numbers(const zi_frame *f, double **values, zhol_error *err)
{
    const uint32_t n = f->scope.n_rows;
    double *all;

    if (!*values || f->n_rows == n) {
        return ZHOL_OK;
    }
    all = ZI_NEW(double, n);
    if (!all) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %u rows", n);
    }
    for (uint32_t r = 0; r < n; r++) {
        all[r] = NAN;
    }
    for (uint32_t i = 0; i < f->n_rows; i++) {
        all[f->rows[i]] = (*values)[i];
    }
    zi_free(*values);
    *values = all;
    return ZHOL_OK;
}

static zhol_status
expand_fit(const zi_frame *f, zhol_fit *fit, zhol_error *err)
{
    const uint32_t n = f->scope.n_rows;
    uint8_t *row = ZI_NEW(uint8_t, n);
    zhol_status status = expand_numbers(f, &fit->certificate, err);

    if (status == ZHOL_OK) {
        status = expand_numbers(f, &fit->fitted, err);
    }
    if (status != ZHOL_OK || !row) {
        zi_free(row);
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %u rows", n);
    }
    memset(row, ZHOL_ROW_LEFT_OUT, n);
    for (uint32_t i = 0; i < f->n_rows; i++) {
        row[f->rows[i]] = fit->row[i];
    }
    zi_free(fit->row);
    fit->row = row;
    fit->n_rows = n;
    return ZHOL_OK;
}

/* Names of levels */

static zhol_status
keep_words(zi_kept *kept, const zi_distinct *of, level_part *out, zhol_error *err)
{
    size_t n_bytes = 0;
    zhol_status status;

    for (uint32_t i = 0; i < of->n; i++) {
        n_bytes += strlen(of->word[i]) + 1;
    }
    if (n_bytes > UINT32_MAX) {
        return zi_fail(err, ZHOL_LIMIT, "the names of %u levels are too long", of->n);
    }
    out->words = ZI_NEW(char, n_bytes);
    status = zi_keep(kept, out->words, err);
    if (status == ZHOL_OK) {
        out->offset = ZI_NEW(uint32_t, of->n);
        status = zi_keep(kept, out->offset, err);
    }
    n_bytes = 0;
    for (uint32_t i = 0; i < of->n && status == ZHOL_OK; i++) {
        const size_t n = strlen(of->word[i]) + 1;
        memcpy(out->words + n_bytes, of->word[i], n);
        out->offset[i] = (uint32_t) n_bytes;
        n_bytes += n;
    }
    return status;
}

static zhol_status
keep_part(zi_kept *kept, const zi_distinct *of, level_part *out, zhol_error *err)
{
    zhol_status status;

    out->n = of->n;
    if (of->word) {
        return keep_words(kept, of, out, err);
    }
    out->value = ZI_NEW(double, of->n);
    status = zi_keep(kept, out->value, err);
    if (status == ZHOL_OK) {
        memcpy(out->value, of->value, of->n * sizeof *out->value);
    }
    return status;
}

static zhol_status
keep_levels(zi_frame *f, zhol_estimate_levels *levels, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t e = 0; e < f->formula.n_effects && status == ZHOL_OK; e++) {
        const zi_joined *joined = &f->formula.effect[e];
        level_names *out = &levels->effect[e];
        out->n_levels = f->effect[e].n_levels;
        out->n_columns = joined->n;
        out->part = f->effect[e].part; /* handed over */
        f->effect[e].part = NULL;
        status = zi_keep(&levels->kept, out->part, err);
        for (uint32_t k = 0; k < joined->n && status == ZHOL_OK; k++) {
            const zi_column *c = zi_frame_column(f, f->formula.source, &joined->name[k]);
            status = keep_part(
                &levels->kept, zi_coder_distinct(f->coder, c), &out->column[k], err);
        }
    }
    return status;
}

void
zhol_estimate_level(const zhol_estimate *estimate, uint32_t effect, uint32_t level,
    char *text, size_t size)
{
    const level_names *names;
    size_t n = 0;

    if (size == 0) {
        return;
    }
    text[0] = '\0';
    if (effect >= estimate->n_effects || level >= estimate->n_levels[effect]) {
        return;
    }
    names = &estimate->levels->effect[effect];
    for (uint32_t k = 0; k < names->n_columns && n < size; k++) {
        const level_part *part = &names->column[k];
        const uint32_t i = names->part[(size_t) level * names->n_columns + k];
        char number[ZI_NUMBER_MAX] = "inf";
        if (part->value && isfinite(part->value[i])) {
            zi_number_write(part->value[i], number);
        } else if (part->value && part->value[i] < 0) {
            snprintf(number, sizeof number, "-inf");
        }
        n += (size_t) snprintf(text + n, size - n, "%s%s", k ? "^" : "",
            part->value ? number : part->words + part->offset[i]);
    }
    text[zi_utf8_bad_at(text, strlen(text))] = '\0'; /* it may have been cut */
}

/* The estimate */

static zhol_status
keep_copy(zi_kept *kept, const void *array, size_t n, size_t size, void *out_pointer,
    zhol_error *err)
{
    void *copy = zi_calloc(n, size);
    const zhol_status status = zi_keep(kept, copy, err);

    if (status == ZHOL_OK) {
        if (n > 0) {
            memcpy(copy, array, n * size);
        }
        memcpy(out_pointer, &copy, sizeof copy);
    }
    return status;
}

static zhol_status
copy_text(zi_kept *kept, const char *text, const char **out, zhol_error *err)
{
    return keep_copy(kept, text, strlen(text) + 1, 1, out, err);
}

/* Copies of a list of texts, and one more if it is not NULL. */
static zhol_status
copy_texts(zi_kept *kept, const char *const *texts, uint32_t n, const char *last,
    const char *const **out, zhol_error *err)
{
    const char **list = ZI_NEW(const char *, (size_t) n + 1);
    zhol_status status = zi_keep(kept, (void *) list, err);

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        status = copy_text(kept, texts[i], &list[i], err);
    }
    if (status == ZHOL_OK && last) {
        status = copy_text(kept, last, &list[n], err);
    }
    *out = status == ZHOL_OK ? list : NULL;
    return status;
}

static zhol_status
describe_texts(const zi_frame *f, zhol_estimate *out, zhol_error *err)
{
    zi_kept *kept = &out->levels->kept;
    const zhol_estimate_options *o = f->options;
    const zi_expr *y = &f->formula.dependent;
    zhol_status status = copy_text(kept, f->file->path, &out->path, err);

    if (status == ZHOL_OK) {
        status = copy_text(kept, o->formula, &out->formula, err);
    }
    if (status == ZHOL_OK && o->cluster) {
        status = copy_text(kept, o->cluster, &out->cluster, err);
    }
    if (status == ZHOL_OK) {
        out->dependent = zi_keep_typed(kept, y->source, y->begin, y->end, err);
        status = out->dependent ? ZHOL_OK : ZHOL_LIMIT;
    }
    if (status == ZHOL_OK) {
        status = copy_texts(kept, f->names, f->n_names,
            f->formula.n_effects ? NULL : "(intercept)", &out->names, err);
    }
    if (status == ZHOL_OK) {
        status = copy_texts(
            kept, f->effect_names, f->formula.n_effects, NULL, &out->effect_names, err);
    }
    if (status == ZHOL_OK) {
        status = copy_texts(kept, f->notes, f->n_notes, NULL, &out->notes, err);
    }
    return status;
}

static zhol_status
describe_columns(const zi_frame *f, zhol_estimate *out, zhol_error *err)
{
    zi_kept *kept = &out->levels->kept;
    const uint32_t n = f->scope.n_columns;
    const char **names = ZI_NEW(const char *, n);
    zhol_status status = names ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "out of memory");

    for (uint32_t c = 0; c < n && status == ZHOL_OK; c++) {
        names[c] = f->columns[c]->name;
    }
    if (status == ZHOL_OK) {
        status = copy_texts(kept, names, n, NULL, &out->columns, err);
    }
    zi_free((void *) names);
    if (status == ZHOL_OK) {
        status = keep_copy(
            kept, f->missing_by, n, sizeof(uint32_t), (void *) &out->missing_by, err);
    }
    if (status == ZHOL_OK) {
        status = keep_copy(kept, f->n_levels, f->formula.n_effects, sizeof(uint32_t),
            (void *) &out->n_levels, err);
    }
    out->n_columns = n;
    out->n_notes = f->n_notes;
    out->n_effects = f->formula.n_effects;
    out->n_file_rows = f->scope.n_rows;
    out->n_left_out = f->n_left_out;
    out->n_missing = f->n_missing;
    return status;
}

static zhol_status
copy_dependent(const zi_frame *f, zhol_estimate *out, zhol_error *err)
{
    const uint32_t n = f->scope.n_rows;

    out->y = ZI_NEW(double, n);
    for (uint32_t r = 0; out->y && r < n; r++) {
        out->y[r] = f->is_row[r] == 1 ? f->dependent.column->value[r] : NAN;
    }
    return zi_keep(&out->levels->kept, out->y, err);
}

static zhol_status
describe(zi_frame *f, zhol_estimate *out, zhol_error *err)
{
    zhol_status status;

    out->levels = ZI_NEW(zhol_estimate_levels, 1);
    if (!out->levels) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for an estimate");
    }
    status = describe_texts(f, out, err);
    if (status == ZHOL_OK) {
        status = describe_columns(f, out, err);
    }
    if (status == ZHOL_OK) {
        status = copy_dependent(f, out, err);
    }
    return status == ZHOL_OK ? keep_levels(f, out->levels, err) : status;
}

static double
now_ms(const zhol_estimate_options *options)
{
    return options->fit.clock_ms ? options->fit.clock_ms() : 0;
}

zhol_status
zhol_estimate_file(const char *path, const zhol_estimate_options *options,
    zhol_estimate **out, zhol_error *err)
{
    zi_frame f = { 0 };
    zhol_design design;
    zi_columns_file *file = NULL;
    zhol_estimate *e = ZI_NEW(zhol_estimate, 1);
    double begin_ms, read_ms;
    zhol_status status = e ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "out of memory");

    *out = NULL;
    begin_ms = read_ms = now_ms(options);
    if (status == ZHOL_OK) {
        status = zi_frame_parse(&f, options, err);
    }
    if (status == ZHOL_OK) {
        status = zi_columns_open(path, &file, err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_read(&f, file, err);
        read_ms = now_ms(options);
    }
    if (status == ZHOL_OK) {
        e->read_ms = read_ms - begin_ms;
        zi_columns_close(file); /* its bytes are no longer needed */
        file = NULL;
        status = zi_frame_compute(&f, err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_design(&f, &design, err);
    }
    if (status == ZHOL_OK) {
        e->frame_ms = now_ms(options) - read_ms;
        status = zhol_fit_design(&design, &options->fit, &e->fit, err);
    }
    if (status == ZHOL_OK) {
        status = describe(&f, e, err);
    }
    if (status == ZHOL_OK) {
        status = expand_fit(&f, e->fit, err);
    }
    if (status == ZHOL_OK) {
        *out = e;
    } else {
        zhol_estimate_free(e);
    }
    zi_columns_close(file);
    zi_frame_free(&f);
    return status;
}

void
zhol_estimate_free(zhol_estimate *estimate)
{
    if (!estimate) {
        return;
    }
    zhol_fit_free(estimate->fit);
    if (estimate->levels) {
        zi_kept_free(&estimate->levels->kept);
        zi_free(estimate->levels);
    }
    zi_free(estimate);
}
