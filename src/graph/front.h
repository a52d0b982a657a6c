/* SPDX-License-Identifier: Apache-2.0 */
/** @file front.h  A set of short vectors, none of which is <= another. */
#ifndef ZI_GRAPH_FRONT_H
#define ZI_GRAPH_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZI_FRONT_NONE UINT32_MAX

/** `zi_front f = { .n_dims = 3 };` is empty; zi_front_free() at the end. */
typedef struct zi_front {
    uint64_t *value; /* n members of n_dims numbers */
    uint32_t *tag;   /* the caller's number of each member */
    size_t value_capacity, tag_capacity;
    uint32_t n, n_dims; /* n_dims 0 .. 3; of 0: any member is <= anything */
} zi_front;

/** The tag of a member that is <= @p limit in each dimension; ZI_FRONT_NONE. O(n). */
uint32_t zi_front_find(const zi_front *f, const uint64_t *limit);

/** Adds a vector that no member is <=; drops the members that it is <=. O(n).
 * @return false: no memory, the front is as before or lacks dropped members. */
bool zi_front_add(zi_front *f, const uint64_t *value, uint32_t tag);

void zi_front_free(zi_front *f);

#endif
