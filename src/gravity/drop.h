/* SPDX-License-Identifier: Apache-2.0 */
/** @file drop.h  Rows that an effect fits by itself: they say nothing of the regressors.
 */
#ifndef ZI_GRAVITY_DROP_H
#define ZI_GRAVITY_DROP_H

#include <zhol/gravity.h>

/** Marks rows that are the only used one of a level (unless singletons are kept) and, of
 * PPML, rows of levels in which every y is 0, until there are none left. O(rows x
 * effects) a round; rounds are few.
 * @param state  zhol_row_state of each row, updated. ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_drop_levels(const zhol_design *design,
    const zhol_fit_options *options, uint8_t *state, zhol_error *err);

/** Of each effect the levels with a used row, and those that earlier effects span: of a
 * pair of effects as many as the graph of their levels has parts, the most over earlier
 * effects (Abowd, Creecy and Kramarz 2002; exact for two effects, for more a lower
 * bound). n_levels, n_redundant: n_effects each. ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_count_levels(const zhol_design *design,
    const uint8_t *state, uint32_t *n_levels, uint32_t *n_redundant, zhol_error *err);

#endif
