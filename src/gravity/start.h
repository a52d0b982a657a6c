/* SPDX-License-Identifier: Apache-2.0 */
/** @file start.h  Where one regression of a design ended is where the next one begins,
 * after rows were dropped: most of the way is gone.
 */
#ifndef ZI_GRAVITY_START_H
#define ZI_GRAVITY_START_H

#include <stdbool.h>
#include <zhol/gravity.h>

struct zi_regression;

/** Values of the unknowns, by the numbers of the design. Owns its arrays. */
typedef struct zi_start {
    bool is_set;
    double *beta;     /**< of the regressors as the design has them, then the intercept */
    double *level[8]; /**< of each effect, [code]; the sum over effects is what counts */
} zi_start;

/** Takes over where @p g is. Levels that have no row there are 0. ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_start_save(
    zi_start *start, const struct zi_regression *g, zhol_error *err);

/** Sets beta, alpha and eta of a new regression. */
void zi_start_apply(const zi_start *start, struct zi_regression *g);

void zi_start_free(zi_start *start);

#endif
