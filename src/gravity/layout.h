/* SPDX-License-Identifier: Apache-2.0 */
/** @file layout.h  The used rows of a design in the order that makes sweeps fast.
 *
 * The effect with most levels is *eliminated*: its levels are the groups, rows of a group
 * stand together. The levels of the *other* effects are numbered one after the other, in
 * the order in which the sorted rows meet them: these are the unknowns. In a panel sorted
 * so, neighbouring rows of a group mostly have neighbouring unknowns in every effect; a
 * stretch of such rows is a *run*, and sweeps over runs need no index at all.
 */
#ifndef ZI_GRAVITY_LAYOUT_H
#define ZI_GRAVITY_LAYOUT_H

#include <stddef.h>
#include <zhol/gravity.h>

enum { ZI_MAX_EFFECTS = 8, ZI_MAX_CHUNKS = 8 };

/** Immutable once built; shared by threads. */
typedef struct zi_layout {
    uint32_t n_rows;  /**< used */
    bool is_centered; /**< there is an eliminated effect; else groups are only blocks */
    uint32_t eliminated; /**< its number in the design */
    uint32_t n_groups;
    uint32_t *first;    /**< n_groups + 1: rows of group g are first[g] .. first[g+1]-1 */
    uint32_t max_group; /**< rows of the largest group */
    uint32_t *row;      /**< n_rows: the row of the design */
    uint32_t n_others;
    uint32_t other[ZI_MAX_EFFECTS];    /**< their numbers in the design */
    uint32_t base[ZI_MAX_EFFECTS + 1]; /**< unknowns of other f: base[f] .. base[f+1]-1 */
    uint32_t n_unknowns;
    uint32_t *index[ZI_MAX_EFFECTS];  /**< n_rows each: the unknown of the row */
    uint32_t *level;                  /**< n_unknowns: the level in the design */
    uint32_t *group_level;            /**< n_groups: the level in the design; or NULL */
    bool has_repeats[ZI_MAX_EFFECTS]; /**< most neighbours of a group share the unknown */
    bool has_runs;                    /**< runs are long enough to pay */
    uint32_t *run_of_group;           /**< n_groups + 1, if has_runs */
    uint32_t *run;                    /**< first row of each run, and n_rows at the end */
    uint32_t n_chunks;                /**< what threads share, whatever their number */
    uint32_t chunk[ZI_MAX_CHUNKS + 1]; /**< first group of each */
    double *y, *weight, *offset;       /**< n_rows; weight and offset may be NULL */
} zi_layout;

/** @param state  zhol_row_state of each row; those used are laid out.
 * @param[out] out  owned by the caller: zi_layout_free(). NULL on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). O(rows + levels). */
ZHOL_MUST_CHECK zhol_status zi_layout_new(
    const zhol_design *design, const uint8_t *state, zi_layout **out, zhol_error *err);
void zi_layout_free(zi_layout *l); /**< NULL is allowed */

/** Values of a column of the design in the order of the layout. */
void zi_layout_take(const zi_layout *l, const double *column, double *out);

#endif
