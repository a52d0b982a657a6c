/* SPDX-License-Identifier: Apache-2.0 */
/* What was typed is parsed, and its names are looked up before rows are read. */
#include "gravity/frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/locale.h"
#include "base/mem.h"
#include "base/text.h"

/* Keeping */

zhol_status
zi_keep(zi_kept *kept, void *item, zhol_error *err)
{
    void **more =
        item ? zi_grow(kept->item, &kept->capacity, (size_t) kept->n + 1, sizeof *more)
             : NULL;

    if (!more) {
        zi_free(item);
        return zi_fail(err, ZHOL_LIMIT, "out of memory for an estimate");
    }
    kept->item = more;
    kept->item[kept->n++] = item;
    return ZHOL_OK;
}

void
zi_kept_free(zi_kept *kept)
{
    for (uint32_t i = 0; i < kept->n; i++) {
        zi_free(kept->item[i]);
    }
    zi_free(kept->item);
    memset(kept, 0, sizeof *kept);
}

const char *
zi_keep_text(zi_kept *kept, zhol_error *err, const char *format, ...)
{
    const zi_locale l = zi_locale_begin();
    char text[400], *copy;
    size_t n;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    zi_locale_end(l);
    n = zi_utf8_bad_at(text, strlen(text));
    copy = ZI_NEW(char, n + 1);
    if (copy) {
        memcpy(copy, text, n);
    }
    return zi_keep(kept, copy, err) == ZHOL_OK ? copy : NULL;
}

const char *
zi_keep_typed(
    zi_kept *kept, const zi_source *source, uint32_t begin, uint32_t end, zhol_error *err)
{
    const bool is_quoted = end - begin > 2 && source->text[begin] == '`'
                           && memchr(source->text + begin + 1, '`', end - begin - 1)
                                  == source->text + end - 1;

    begin += is_quoted;
    end -= is_quoted;
    return zi_keep_text(kept, err, "%.*s", (int) (end - begin), source->text + begin);
}

const char *
zi_keep_joined(
    zi_kept *kept, const zi_source *source, const zi_joined *joined, zhol_error *err)
{
    zi_buffer text = { 0 };
    const char *copy;

    for (uint32_t i = 0; i < joined->n; i++) {
        zi_buffer_text(&text, i ? "^" : "");
        zi_buffer_text(&text, source->strings + joined->name[i].string);
    }
    copy = zi_buffer_status(&text, err) == ZHOL_OK
               ? zi_keep_text(kept, err, "%s", text.data)
               : NULL;
    zi_buffer_free(&text);
    return copy;
}

/* Parsing */

static zhol_status
parse_to_end(zi_parser *p, zi_expr *out)
{
    const zhol_status status = zi_parse_expr(p, out);

    return status == ZHOL_OK && p->token.kind != ZI_TOKEN_END
               ? zi_parser_fail(p, "there should be an operator or the end")
               : status;
}

static zhol_status
parse_typed(zi_typed *out, const char *what, const char *text, zhol_error *err)
{
    zi_parser p;
    zhol_status status = zi_source_new(&out->source, what, text, err);

    if (status == ZHOL_OK) {
        status = zi_parser_begin(&p, &out->source, err);
    }
    return status == ZHOL_OK ? parse_to_end(&p, &out->expr) : status;
}

static zhol_status
parse_let(zi_typed *out, const char *text, zhol_error *err)
{
    zi_parser p;
    uint32_t string = 0, at = 0;
    zhol_status status = zi_source_new(&out->source, "let", text, err);

    if (status == ZHOL_OK) {
        status = zi_parser_begin(&p, &out->source, err);
    }
    if (status == ZHOL_OK) {
        status = zi_parser_name(&p, "a name should: NAME=EXPRESSION", &string, &at);
    }
    if (status == ZHOL_OK) {
        status = zi_parser_expect(&p, '=', "there should be =: NAME=EXPRESSION");
    }
    if (status == ZHOL_OK) {
        out->name = out->source.strings + string;
        status = parse_to_end(&p, &out->expr);
    }
    return status;
}

zhol_status
zi_frame_parse(zi_frame *f, const zhol_estimate_options *options, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    f->options = options;
    if (!options->formula) {
        return zi_fail(err, ZHOL_USAGE,
            "a formula is needed: \"trade ~ log_dist + rta | exporter^year + "
            "importer^year\"");
    }
    f->let = ZI_NEW(zi_typed, options->n_lets);
    f->where = ZI_NEW(zi_typed, options->n_wheres);
    f->let_column = ZI_NEW(zi_column, options->n_lets);
    if (!f->let || !f->where || !f->let_column) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for %u lets and %u conditions",
            options->n_lets, options->n_wheres);
    }
    for (uint32_t i = 0; i < options->n_lets && status == ZHOL_OK; i++) {
        status = parse_let(&f->let[i], options->lets[i], err);
    }
    for (uint32_t i = 0; i < options->n_wheres && status == ZHOL_OK; i++) {
        status = parse_typed(&f->where[i], "where", options->wheres[i], err);
    }
    if (status == ZHOL_OK) {
        status = zi_source_new(&f->formula_source, "formula", options->formula, err);
    }
    if (status == ZHOL_OK) {
        status = zi_formula_parse(&f->formula_source, &f->formula, err);
    }
    if (status == ZHOL_OK && options->weights) {
        status = parse_typed(&f->weights, "weights", options->weights, err);
    }
    if (status == ZHOL_OK && options->offset) {
        status = parse_typed(&f->offset, "offset", options->offset, err);
    }
    if (status == ZHOL_OK && options->cluster) {
        status = zi_source_new(&f->cluster_source, "cluster", options->cluster, err);
        if (status == ZHOL_OK) {
            status = zi_ways_parse(&f->cluster_source, f->way, &f->n_ways, err);
        }
    }
    return status;
}

/* Names */

typedef struct name_book {
    const char *path;
    const char **name;  /* of the file, then of lets */
    uint32_t n_file, n; /* those that may be used */
    uint8_t *is_used;   /* of the file */
} name_book;

/* One column whose name has the separators of other files: "iso;year;trade". */
static const char *
other_separator(const name_book *book)
{
    const char *names = book->n_file == 1 ? book->name[0] : "";

    return strchr(names, ';') ? ": its columns are separated by semicolons; save it with "
                                "commas (and numbers with points)"
                              : "";
}

static zhol_status
use_name(name_book *book, const zi_source *source, uint32_t string, uint32_t at,
    zhol_error *err)
{
    const char *name = source->strings + string, *near;

    for (uint32_t i = book->n; i-- > 0;) {
        if (strcmp(book->name[i], name) == 0) {
            if (i < book->n_file) {
                book->is_used[i] = 1;
            }
            return ZHOL_OK;
        }
    }
    near = zi_nearest_name(name, book->name, book->n);
    return zi_source_fail(source, at, err, "%.100s has no column '%.60s'%s%.60s%s",
        book->path, name, near ? "; did you mean '" : "", near ? near : "",
        near ? "'?" : other_separator(book));
}

static zhol_status
use_names(name_book *book, const zi_expr *expr, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < expr->n_ops && status == ZHOL_OK; i++) {
        const zi_op *op = &expr->op[i];
        if (op->kind == ZI_OP_NAME || op->kind == ZI_OP_KEY) {
            status = use_name(book, expr->source, op->string, op->at, err);
        }
    }
    return status;
}

static zhol_status
use_joined(name_book *book, const zi_source *source, const zi_joined *list, uint32_t n,
    zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < list[i].n && status == ZHOL_OK; k++) {
            const zi_name *name = &list[i].name[k];
            status = use_name(book, source, name->string, name->at, err);
        }
    }
    return status;
}

static zhol_status
use_formula(name_book *book, const zi_formula *formula, zhol_error *err)
{
    zhol_status status = use_names(book, &formula->dependent, err);

    for (uint32_t t = 0; t < formula->n_terms && status == ZHOL_OK; t++) {
        const zi_term *term = &formula->term[t];
        if (term->is_factor) {
            status = use_name(
                book, formula->source, term->factor.string, term->factor.at, err);
        }
        for (uint32_t i = 0; i < term->n_exprs && status == ZHOL_OK; i++) {
            status = use_names(book, &term->expr[i], err);
        }
    }
    return status == ZHOL_OK ? use_joined(
               book, formula->source, formula->effect, formula->n_effects, err)
                             : status;
}

static zhol_status
use_all(zi_frame *f, name_book *book, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < f->options->n_lets && status == ZHOL_OK; i++) {
        status = use_names(book, &f->let[i].expr, err);
        book->name[book->n++] = f->let[i].name;
    }
    for (uint32_t i = 0; i < f->options->n_wheres && status == ZHOL_OK; i++) {
        status = use_names(book, &f->where[i].expr, err);
    }
    if (status == ZHOL_OK) {
        status = use_formula(book, &f->formula, err);
    }
    if (status == ZHOL_OK) {
        status = use_names(book, &f->weights.expr, err);
    }
    if (status == ZHOL_OK) {
        status = use_names(book, &f->offset.expr, err);
    }
    return status == ZHOL_OK
               ? use_joined(book, &f->cluster_source, f->way, f->n_ways, err)
               : status;
}

static zhol_status
make_scope(zi_frame *f, zhol_error *err)
{
    f->columns = ZI_NEW(const zi_column *, f->file->n_columns + f->options->n_lets);
    if (!f->columns) {
        return zi_fail(err, ZHOL_LIMIT, "out of memory for the columns");
    }
    for (uint32_t i = 0; i < f->file->n_columns; i++) {
        f->columns[i] = &f->file->column[i];
    }
    f->scope = (zi_scope){ f->file, f->columns, f->file->n_columns, f->file->n_rows };
    return ZHOL_OK;
}

zhol_status
zi_frame_read(zi_frame *f, const zi_columns_file *file, zhol_error *err)
{
    name_book book = { .path = file->path, .n_file = file->n_names, .n = file->n_names };
    uint32_t n_used = 0;
    zhol_status status = ZHOL_LIMIT;

    book.name = ZI_NEW(const char *, file->n_names + f->options->n_lets);
    book.is_used = ZI_NEW(uint8_t, file->n_names);
    if (!book.name || !book.is_used) {
        zi_fail(err, ZHOL_LIMIT, "out of memory for the names of columns");
        goto out;
    }
    for (uint32_t i = 0; i < file->n_names; i++) {
        book.name[i] = file->names[i];
    }
    status = use_all(f, &book, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    for (uint32_t i = 0; i < file->n_names; i++) {
        if (book.is_used[i]) {
            book.name[n_used++] = file->names[i];
        }
    }
    status = zi_columns_read_file(file, book.name, n_used, &f->file, err);
    if (status == ZHOL_OK) {
        status = make_scope(f, err);
    }
out:
    zi_free((void *) book.name);
    zi_free(book.is_used);
    return status;
}
