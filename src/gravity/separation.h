/* SPDX-License-Identifier: Apache-2.0 */
/** @file separation.h  Zeros that a Poisson model fits only at minus infinity.
 *
 * Rows with y = 0 are separated when some combination z of regressors and effects is 0 on
 * all rows with y > 0, at least 0 on all others and above 0 on these: moving along -z
 * makes their expected value vanish at no cost (Correia, Guimaraes and Zylkin 2019). z is
 * the certificate.
 */
#ifndef ZI_GRAVITY_SEPARATION_H
#define ZI_GRAVITY_SEPARATION_H

#include "gravity/regression.h"

/** Zeros among the rows of a converged regression about which it proves nothing. */
uint32_t zi_separation_suspects(const zi_regression *g);

/** Looks for separated rows among those of @p g: a regression that has converged, or one
 * that was stopped since zeros ran away. Marks what it finds in @p state, and fills
 * @p certificate (of each row of the design) there.
 *
 * A converged regression proves by itself that most zeros are not separated: sum of
 * w (y - mu) z = 0 holds for every z, so z = 0 wherever y = 0 and mu is above what
 * rounding leaves of the scores. Only the other zeros are suspects; on these the
 * iterated rectifier of Correia, Guimaraes and Zylkin (2019, algorithm 2) decides.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_separation_find(zi_regression *g, uint8_t *state,
    double *certificate, uint32_t *n_found, zhol_error *err);

#endif
