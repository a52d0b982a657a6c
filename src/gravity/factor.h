/* SPDX-License-Identifier: Apache-2.0 */
/** @file factor.h  A sparse factor of the Schur complement, for panels in which effects
 * are badly connected (few movers): there conjugate gradients with the diagonal need
 * thousands of steps, while the complement has few entries.
 *
 * The order is by approximate minimum degree, the factor L D L' row by row: AMD and LDL
 * of SuiteSparse (Amestoy, Davis and Duff 2004; Davis 2005).
 */
#ifndef ZI_GRAVITY_FACTOR_H
#define ZI_GRAVITY_FACTOR_H

#include "gravity/layout.h"

/** One thread uses it at a time. */
typedef struct zi_factor zi_factor;

typedef enum zi_factor_extent {
    ZI_FACTOR_WHOLE, /**< all effects: then a solve is nearly exact */
    ZI_FACTOR_BLOCKS /**< effect by effect, without what they have in common */
} zi_factor_extent;

/** What is factored. */
typedef struct zi_complement {
    const zi_layout *l;
    const double *w;       /**< n_rows */
    const double *inverse; /**< n_groups: 1 / sum of w of the group */
    const double
        *diagonal; /**< n_unknowns: ZI_RIDGE of it is added, as in the operator */
    zi_factor_extent extent;
} zi_complement;

/** L D L' of the complement.
 * @param[out] out  owned by the caller: zi_factor_free(). NULL also if it would have too
 * many entries to pay: that is no error.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_factor_new(
    const zi_complement *of, zi_factor **out, zhol_error *err);

/** z = M^-1 r for `lanes` columns side by side. */
void zi_factor_solve(zi_factor *factor, uint32_t lanes, const double *r, double *z);
void zi_factor_free(zi_factor *factor); /**< NULL is allowed */

/** Added to the diagonal, as a part of it. S is singular: shifting the effects against
 * each other changes nothing. Rounding puts a little of every right-hand side there,
 * where only the ridge keeps conjugate gradients from following it. Solutions are off by
 * as much; steps and cleanings are repeated. */
#define ZI_RIDGE 1e-10

#endif
