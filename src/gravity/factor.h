/* SPDX-License-Identifier: Apache-2.0 */
/** @file factor.h  A sparse factor of the Schur complement, for panels in which effects
 * are badly connected (few movers): there conjugate gradients with the diagonal need
 * thousands of steps, while the complement has few entries.
 */
#ifndef ZI_GRAVITY_FACTOR_H
#define ZI_GRAVITY_FACTOR_H

#include "gravity/layout.h"

typedef struct zi_factor zi_factor;

/** L D L' of the complement at weights @p w, or of its blocks effect by effect where the
 * whole would have too many entries.
 * @param[out] out  owned by the caller: zi_factor_free(). NULL also if even the blocks
 * would be too large: that is no error.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_factor_new(const zi_layout *l, const double *w,
    const double *inverse, zi_factor **out, zhol_error *err);

/** z = M^-1 r for `lanes` columns side by side. */
void zi_factor_solve(zi_factor *factor, uint32_t lanes, const double *r, double *z);
void zi_factor_free(zi_factor *factor); /**< NULL is allowed */

#endif
