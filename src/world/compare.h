/* SPDX-License-Identifier: Apache-2.0 */
/** @file compare.h  What differs between two worlds: rows matched by their keys.
 *
 * Works on worlds however they were made: a world file holds every column of its tables
 * (not the line numbers, which are never compared).
 */
#ifndef ZI_WORLD_COMPARE_H
#define ZI_WORLD_COMPARE_H

#include "base/text.h"
#include "world/schema.h"
#include "world/world.h"

/** One row that is not in both worlds alike. */
typedef struct zi_change {
    uint32_t table;
    zhol_ref row_a; /**< ZHOL_NO_ROW: it was added */
    zhol_ref row_b; /**< ZHOL_NO_ROW: it was removed */
} zi_change;

typedef struct zi_changes {
    zi_change *list;
    uint32_t n;
    size_t capacity;
} zi_changes;

/** All changes from @p a to @p b, by table, then by key as text. Rows of a table without
 * a key are matched as a whole: they are added or removed, never changed. O(rows log
 * rows). @return ZHOL_OK or ZHOL_LIMIT. @param[out] out  zi_changes_free(). */
ZHOL_MUST_CHECK zhol_status zi_world_compare(
    const zhol_world *a, const zhol_world *b, zi_changes *out, zhol_error *err);
void zi_changes_free(zi_changes *changes);

/** How many of its first columns name a row: its key, or all of them. */
uint32_t zi_compare_n_key(const zi_schema *s);

/** Appends a field as a table would hold it: keys of references, words, "" for what is
 * not given, numbers in their shortest form. */
void zi_world_field(
    const zhol_world *w, uint32_t table, zhol_ref row, uint32_t column, zi_buffer *out);

#endif
