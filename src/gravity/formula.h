/* SPDX-License-Identifier: Apache-2.0 */
/** @file formula.h  "trade ~ log_dist + rta | exporter^year + importer^year", taken
 * apart.
 */
#ifndef ZI_GRAVITY_FORMULA_H
#define ZI_GRAVITY_FORMULA_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/error.h>

#include "gravity/expr.h"

enum { ZI_MAX_EFFECTS = 8, ZI_MAX_JOINED = 8, ZI_MAX_FACTORS = 8 };

typedef struct zi_name {
    uint32_t string, at; /**< in source->strings; byte of the source */
} zi_name;

/** exporter^year: rows of one level agree in all columns. */
typedef struct zi_joined {
    zi_name name[ZI_MAX_JOINED];
    uint32_t n;
} zi_joined;

/** a:b:c, or factor(x). */
typedef struct zi_term {
    uint32_t begin, end; /**< bytes of the source */
    bool is_factor;
    zi_name factor;
    zi_expr expr[ZI_MAX_FACTORS]; /**< of a product; owned */
    uint32_t n_exprs;
} zi_term;

/** A zeroed one is empty. It borrows the source. */
typedef struct zi_formula {
    const zi_source *source;
    zi_expr dependent;
    zi_term *term; /**< owned */
    size_t capacity;
    uint32_t n_terms; /**< the intercept is none */
    zi_joined effect[ZI_MAX_EFFECTS];
    uint32_t n_effects;
} zi_formula;

/** @p out is the caller's also on failure: zi_formula_free().
 * @return ZHOL_OK, ZHOL_USAGE with a caret, ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_formula_parse(
    const zi_source *source, zi_formula *out, zhol_error *err);
void zi_formula_free(zi_formula *formula);

/** "pair,exporter^year": ways of clustering, at most ZI_MAX_EFFECTS. */
ZHOL_MUST_CHECK zhol_status zi_ways_parse(
    const zi_source *source, zi_joined *ways, uint32_t *n_ways, zhol_error *err);

#endif
