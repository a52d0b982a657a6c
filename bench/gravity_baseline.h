/* SPDX-License-Identifier: Apache-2.0 */
/** @file gravity_baseline.h  Poisson regression with effects the textbook way, to compare
 * speed with. */
#ifndef ZHOL_BENCH_GRAVITY_BASELINE_H
#define ZHOL_BENCH_GRAVITY_BASELINE_H

#include <stdbool.h>
#include <zhol/gravity.h>

typedef struct baseline_result {
    double cpu_ms;
    uint32_t n_steps;  /**< of reweighting */
    uint64_t n_sweeps; /**< over all effects and columns */
    bool is_done;      /**< false: given up after so much time */
} baseline_result;

/** Iteratively reweighted least squares; in each step the working dependent and the
 * regressors are demeaned effect by effect, in turn, until no mean changes by more than
 * @p inner (alternating projections: von Neumann 1950, Guimaraes and Portugal 2010),
 * until the deviance changes by less than @p outer of itself. Rows must have been cleaned
 * of singletons and separated ones. At most 8 regressors. @p beta: n_regressors. */
void baseline_estimate(const zhol_design *d, const double tolerance[2], double most_ms,
    double *beta, baseline_result *out);

#endif
