/* SPDX-License-Identifier: Apache-2.0 */
/** @file pick.h  Which of the rows that fit is taken: docs/tables.md, "Scopes".
 *
 * One matcher for all tables that have scopes. Of the rows that fit the question the one
 * with the highest rank is taken; the rank compares, in this order: the user's own row;
 * the narrower scope, first `at`, then `other`; for a change of gauge the row written the
 * way asked for; a named mode, service class, line class, goods, direction, regime; the
 * unit that is liked better; the nearest year.
 */
#ifndef ZI_COST_PICK_H
#define ZI_COST_PICK_H

#include "cost/scene.h"

/** The question. What is 0 (other than places) is not known or does not matter: then only
 * rows fit that do not mind it. */
typedef struct zi_asked {
    zhol_ref at;    /**< a place */
    zhol_ref other; /**< a place, or ZHOL_NO_ROW */
    uint32_t mode, line_class, direction;
    uint32_t classes; /**< bits 1u << zhol_service_class */
    uint32_t cargos;  /**< bits 1u << zhol_cargo */
    uint32_t gauge_from_mm, gauge_to_mm;
    uint32_t carrier;
    bool is_of_carrier; /**< only rows of that carrier */
    const uint8_t
        *unit_rank; /**< of each zhol_unit: 0 unusable, higher is better; NULL: any */
} zi_asked;

/** The row to take, or ZHOL_NO_ROW. O(log rows about the subject + rows of the scope). */
zhol_ref zi_pick(
    const zi_scene *scene, zi_rows table, uint32_t subject, const zi_asked *asked);

/** The rank of a row that fits, for tests; 0: it does not fit. */
uint64_t zi_pick_rank(const zi_scene *scene, const zi_key *key, const zi_asked *asked);

/** A row for `normal` (or for any regime) was taken for a worse one: its hours are
 * multiplied by this. 1 if the row is of the regime itself. */
double zi_pick_regime_factor(const zi_scene *scene, const zhol_procedure *p);

#endif
