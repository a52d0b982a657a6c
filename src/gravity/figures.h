/* SPDX-License-Identifier: Apache-2.0 */
/** @file figures.h  What a fit says of the whole, and checks of what goes in. */
#ifndef ZI_GRAVITY_FIGURES_H
#define ZI_GRAVITY_FIGURES_H

#include "gravity/regression.h"

/** Everything zhol_fit_design() promises to refuse. O(rows x columns). */
ZHOL_MUST_CHECK zhol_status zi_check_design(
    const zhol_design *d, const zhol_fit_options *o, zhol_error *err);

/** Counts the rows by their state; levels of zeros become certificates of their own. */
void zi_count_rows(zhol_fit *fit);

/** Fills rows, deviance, likelihoods, R2 and score norm of a fit whose fields `row` and
 * `certificate` are complete. */
ZHOL_MUST_CHECK zhol_status zi_figures(
    const zi_regression *g, zhol_fit *fit, zhol_error *err);

/** Fills fit->effect; @p g is zero if no row is left. */
ZHOL_MUST_CHECK zhol_status zi_effects(
    const zhol_design *d, const zi_regression *g, zhol_fit *fit, zhol_error *err);

/** Sum of w (y - mu)^2 / mu; of least squares of w times the squared residual. */
double zi_pearson(const zi_regression *g);

/** Is the column 0 or 1 in every row of the layout, and both occur? */
bool zi_is_indicator(const zi_layout *l, const double *column);

#endif
