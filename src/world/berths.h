/* SPDX-License-Identifier: Apache-2.0 */
/** @file berths.h  The order in which hierarchies take the berths of a world.
 *
 * A section of the world file. It follows from the tables, so it is no part of the
 * world's hash.
 */
#ifndef ZI_WORLD_BERTHS_H
#define ZI_WORLD_BERTHS_H

#include <zhol/world.h>

/** The berths of a world that is just made, in the order of @p base, if it is laid over
 * one (new berths come first, METIS is not asked), else by dissection, or by degree where
 * the library is built without METIS. */
ZHOL_MUST_CHECK zhol_status zi_berths_make(
    zhol_world *w, const zhol_world *base, zhol_error *err);

/** Is each berth of the links there once, and nothing else? @p is_right tells.
 * ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_berths_check(
    const zhol_world *w, bool *is_right, zhol_error *err);

/** Finds berths. Borrows the world. */
typedef struct zi_berth_index {
    const zhol_berth *berths;
    uint32_t n_places;
    uint32_t *first,
        *at; /* berths at a place: at[first[place]] .. at[first[place + 1]] */
} zi_berth_index;

/** O(berths + places). ZHOL_LIMIT: memory. To be freed by zi_berth_index_free() in either
 * case. */
ZHOL_MUST_CHECK zhol_status zi_berth_index_make(
    const zhol_world *w, zi_berth_index *out, zhol_error *err);
void zi_berth_index_free(zi_berth_index *index);

/** The rank of a berth, or UINT32_MAX: no link ends there. O(berths of the place). */
uint32_t zi_berth_rank(const zi_berth_index *index, const zhol_berth *berth);

#endif
