/* SPDX-License-Identifier: Apache-2.0 */
/* What people who come from other programs write, and is something else here, is
 * refused with what to write instead. */
#include "gravity/formula.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

enum { MAX_TERMS = 4096 };

/* Effects */

static zhol_status
refuse_after_name(zi_parser *p)
{
    const char *message =
        zi_parser_sees(p, '[') ? "slopes that vary by the levels of an effect, x[y], are "
                                 "not there"
        : zi_parser_sees(p, ':') || zi_parser_sees(p, '*')
            ? "columns are joined into one effect by ^"
        : zi_parser_sees(p, '(')
            ? "effects are names: compute it in a --let and name that"
        : zi_parser_sees(p, '|') ? "there is one | only: what is behind a second one "
                                   "elsewhere (instruments) is not there"
                                 : NULL;

    return message ? zi_source_fail(p->source, p->token.at, p->err, "%s", message)
                   : ZHOL_OK;
}

static zhol_status
parse_joined(zi_parser *p, zi_joined *out)
{
    zhol_status status;

    out->n = 0;
    for (;;) {
        zi_name *name = &out->name[out->n];
        if (out->n == ZI_MAX_JOINED) {
            return zi_source_fail(p->source, p->token.at, p->err,
                "more than %d columns in one effect", ZI_MAX_JOINED);
        }
        status =
            zi_parser_name(p, "the name of a column should", &name->string, &name->at);
        if (status == ZHOL_OK) {
            status = refuse_after_name(p);
        }
        out->n++;
        if (status != ZHOL_OK || !zi_parser_sees(p, '^')) {
            return status;
        }
        status = zi_parser_advance(p);
        if (status != ZHOL_OK) {
            return status;
        }
    }
}

static bool
has_name(const zi_parser *p, const zi_joined *in, const zi_name *name)
{
    const char *strings = p->source->strings;
    bool has = false;

    for (uint32_t i = 0; i < in->n; i++) {
        has = has || strcmp(strings + in->name[i].string, strings + name->string) == 0;
    }
    return has;
}

/* Does the last of the list make the same levels as one before? exporter^year and
 * year^exporter do. */
static zhol_status
refuse_twice(zi_parser *p, const zi_joined *list, uint32_t n)
{
    const zi_joined *last = &list[n - 1];

    for (uint32_t i = 0; i + 1 < n; i++) {
        bool is_same = true;
        for (uint32_t k = 0; k < last->n; k++) {
            is_same = is_same && has_name(p, &list[i], &last->name[k]);
        }
        for (uint32_t k = 0; k < list[i].n; k++) {
            is_same = is_same && has_name(p, last, &list[i].name[k]);
        }
        if (is_same) {
            return zi_source_fail(p->source, last->name[0].at, p->err,
                "this was named before: once is enough");
        }
    }
    return ZHOL_OK;
}

/* Joined names with a sign between them, to the end. */
static zhol_status
parse_list(zi_parser *p, int sign, const char *wanted, zi_joined *list, uint32_t *n)
{
    zhol_status status = ZHOL_OK;

    for (*n = 0; status == ZHOL_OK;) {
        if (*n == ZI_MAX_EFFECTS) {
            return zi_source_fail(p->source, p->token.at, p->err,
                "more than %d effects or ways of clustering", ZI_MAX_EFFECTS);
        }
        status = parse_joined(p, &list[*n]);
        ++*n;
        if (status == ZHOL_OK) {
            status = refuse_twice(p, list, *n);
        }
        if (status != ZHOL_OK || p->token.kind == ZI_TOKEN_END) {
            break;
        }
        status = zi_parser_expect(p, sign, wanted);
    }
    return status;
}

static zhol_status
parse_effects(zi_parser *p, zi_formula *out)
{
    zhol_status status;

    if (p->token.kind == ZI_TOKEN_NUMBER && p->token.number == 0) { /* | 0: none */
        status = zi_parser_advance(p);
        return status == ZHOL_OK && p->token.kind != ZI_TOKEN_END
                   ? zi_parser_fail(p, "the formula should end (0: no effects)")
                   : status;
    }
    return parse_list(
        p, '+', "there should be +, ^ or the end", out->effect, &out->n_effects);
}

zhol_status
zi_ways_parse(const zi_source *source, zi_joined *ways, uint32_t *n_ways, zhol_error *err)
{
    zi_parser p;
    const zhol_status status = zi_parser_begin(&p, source, err);

    *n_ways = 0;
    return status == ZHOL_OK
               ? parse_list(&p, ',', "there should be , or ^ or the end", ways, n_ways)
               : status;
}

/* Terms */

/* Signs that mean more in R than here. */
static zhol_status
refuse_sign(zi_parser *p)
{
    const char *message =
        zi_parser_sees(p, '*')
            ? "a*b is not a term: say a + b + a:b, or let a product, or put it in ( )"
        : zi_parser_sees(p, '/')
            ? "/ is not between terms: let a quotient, or put it in ( )"
        : zi_parser_sees(p, '-')
            ? "terms are added only: an intercept is always in the model; let a "
              "difference, or put it in ( )"
        : zi_parser_sees(p, '^')
            ? "^ joins the names of effects; for a power say pow(x, 2)"
        : zi_parser_sees(p, '[')
            ? "slopes that vary by the levels of an effect are not there"
        : zi_parser_sees(p, '~') ? "there is one ~ only"
                                 : NULL;

    return message ? zi_source_fail(p->source, p->token.at, p->err, "%s", message)
                   : ZHOL_OK;
}

/* Is it factor( or i( ? */
static bool
sees_factor(const zi_parser *p)
{
    const char *name = p->source->strings + p->token.string;
    zi_parser ahead = *p;

    ahead.err = NULL;
    return p->token.kind == ZI_TOKEN_NAME && !p->token.is_quoted
           && (strcmp(name, "factor") == 0 || strcmp(name, "i") == 0)
           && zi_parser_advance(&ahead) == ZHOL_OK && zi_parser_sees(&ahead, '(');
}

static zhol_status
parse_factor(zi_parser *p, zi_term *term)
{
    zhol_status status = zi_parser_advance(p); /* factor */

    term->is_factor = true;
    if (status == ZHOL_OK) {
        status = zi_parser_advance(p); /* ( */
    }
    if (status == ZHOL_OK) {
        status = zi_parser_name(
            p, "the name of one column should", &term->factor.string, &term->factor.at);
    }
    if (status == ZHOL_OK) {
        status = zi_parser_expect(p, ')', "there should be ), after one name");
    }
    if (status == ZHOL_OK && zi_parser_sees(p, ':')) {
        return zi_source_fail(p->source, p->token.at, p->err,
            "a factor stands alone: for products let conditions, as x * (y == 1)");
    }
    return status;
}

static zhol_status
parse_product(zi_parser *p, zi_term *term)
{
    zhol_status status = ZHOL_OK;

    for (;;) {
        if (term->n_exprs == ZI_MAX_FACTORS) {
            return zi_source_fail(p->source, p->token.at, p->err,
                "more than %d factors in one product", ZI_MAX_FACTORS);
        }
        if (sees_factor(p)) {
            return zi_source_fail(
                p->source, p->token.at, p->err, "a factor stands alone in its term");
        }
        if (p->token.kind == ZI_TOKEN_NUMBER || p->token.kind == ZI_TOKEN_TEXT) {
            return zi_source_fail(p->source, p->token.at, p->err,
                "a constant is no term: an intercept is always in the model");
        }
        status = refuse_sign(p);
        if (status == ZHOL_OK) {
            status = zi_parse_atom(p, &term->expr[term->n_exprs++]);
        }
        if (status != ZHOL_OK || !zi_parser_sees(p, ':')) {
            return status;
        }
        status = zi_parser_advance(p);
        if (status != ZHOL_OK) {
            return status;
        }
    }
}

static zhol_status
parse_term(zi_parser *p, zi_formula *out)
{
    zi_term *term =
        zi_grow(out->term, &out->capacity, (size_t) out->n_terms + 1, sizeof *out->term);
    zhol_status status;

    if (!term) {
        return zi_fail(p->err, ZHOL_LIMIT, "out of memory for the terms of the formula");
    }
    out->term = term;
    if (out->n_terms == MAX_TERMS) {
        return zi_source_fail(
            p->source, p->token.at, p->err, "more than %d terms", MAX_TERMS);
    }
    term += out->n_terms++;
    memset(term, 0, sizeof *term);
    term->begin = p->token.at;
    status = sees_factor(p) ? parse_factor(p, term) : parse_product(p, term);
    term->end = p->last_end;
    return status;
}

static zhol_status
parse_terms(zi_parser *p, zi_formula *out)
{
    zhol_status status;

    do { /* p stands at ~ or + */
        status = zi_parser_advance(p);
        if (status == ZHOL_OK && p->token.kind == ZI_TOKEN_NUMBER
            && p->token.number == 1) {
            status = zi_parser_advance(p); /* the intercept, which is there anyway */
        } else if (status == ZHOL_OK) {
            status = parse_term(p, out);
        }
        if (status == ZHOL_OK) {
            status = refuse_sign(p);
        }
    } while (status == ZHOL_OK && zi_parser_sees(p, '+'));
    return status;
}

zhol_status
zi_formula_parse(const zi_source *source, zi_formula *out, zhol_error *err)
{
    zi_parser p;
    zhol_status status;

    memset(out, 0, sizeof *out);
    out->source = source;
    status = zi_parser_begin(&p, source, err);
    if (status == ZHOL_OK) {
        status = zi_parse_expr(&p, &out->dependent);
    }
    if (status == ZHOL_OK && !zi_parser_sees(&p, '~')) {
        status = zi_parser_fail(&p, "there should be ~: dependent ~ terms | effects");
    }
    if (status == ZHOL_OK) {
        status = parse_terms(&p, out);
    }
    if (status == ZHOL_OK && zi_parser_sees(&p, '|')) {
        status = zi_parser_advance(&p);
        if (status == ZHOL_OK) {
            status = parse_effects(&p, out);
        }
    } else if (status == ZHOL_OK && p.token.kind != ZI_TOKEN_END) {
        status = zi_parser_fail(&p, "there should be +, :, | or the end");
    }
    return status;
}

void
zi_formula_free(zi_formula *formula)
{
    zi_expr_free(&formula->dependent);
    for (uint32_t t = 0; t < formula->n_terms; t++) {
        for (uint32_t i = 0; i < formula->term[t].n_exprs; i++) {
            zi_expr_free(&formula->term[t].expr[i]);
        }
    }
    zi_free(formula->term);
    memset(formula, 0, sizeof *formula);
}
