/* SPDX-License-Identifier: Apache-2.0 */
/** @file weights.h  The shock as weights of the model, for any coefficients and theta. */
#ifndef ZI_EQUILIBRIUM_WEIGHTS_H
#define ZI_EQUILIBRIUM_WEIGHTS_H

#include "equilibrium/model.h"

/** The pairs that change, and by what. Borrows the shock. */
typedef struct zi_weights {
    const zi_world_base *base;
    const zhol_shock *shock;
    uint32_t n_pairs;
    size_t *pair;     /* owned: i * n + j */
    double *log_cost; /* owned: of each such pair */
} zi_weights;

ZHOL_MUST_CHECK zhol_status zi_weights_new(
    const zi_world_base *base, const zhol_shock *shock, zi_weights *out, zhol_error *err);
void zi_weights_free(zi_weights *w);

/** weight = share x exp(-theta log cost + sum of coefficient x change): one exponential
 * for each pair that changes. @p out is n x n. false: a number overflows. */
bool zi_weights_fill(
    const zi_weights *w, double theta, const double *coefficient, double *out);

#endif
