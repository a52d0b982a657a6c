/* SPDX-License-Identifier: Apache-2.0 */
/** @file crossing.h  Zeros that two effects alone separate, by connectivity.
 *
 * Levels of two effects are nodes, rows with y > 0 join them. Where a combination of both
 * effects is 0 on all these rows it is a constant c in each part of the graph (minus c
 * for the second effect), so that a zero from part u to part v has z = c_u - c_v: at
 * least 0 along every zero, and above 0 exactly where zeros do not lead in a circle. So
 * zeros between different strongly connected components of the parts are separated, with
 * the order of the components as certificate. Levels of zeros only are the simplest case.
 */
#ifndef ZI_GRAVITY_CROSSING_H
#define ZI_GRAVITY_CROSSING_H

#include <zhol/gravity.h>

/** Marks such rows of every pair of effects in @p state, and fills @p certificate there.
 * O(rows + levels) for each pair: union-find, and Tarjan's components (1972).
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_find_crossing(const zhol_design *design, uint8_t *state,
    double *certificate, uint32_t *n_found, zhol_error *err);

#endif
