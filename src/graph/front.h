/* SPDX-License-Identifier: Apache-2.0 */
/** @file front.h  A set of vectors of three numbers, none of which is <= another.
 *
 * Members stand in blocks of 16 whose coordinates, cut to 31 bits, lie side by side, so
 * that a compiler tests four at once; a hit is then checked with the exact numbers.
 * Measured on bench_pareto (within 0.01): NEEDSNUMBER
 */
#ifndef ZI_GRAPH_FRONT_H
#define ZI_GRAPH_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ZI_FRONT_DIMS = 3, ZI_BLOCK = 16 };

#define ZI_FRONT_NONE UINT32_MAX

typedef struct zi_front_block {
    int32_t low[ZI_FRONT_DIMS][ZI_BLOCK]; /* zi_low(value); INT32_MAX where none is */
    uint64_t value[ZI_BLOCK][ZI_FRONT_DIMS];
    uint32_t tag[ZI_BLOCK]; /* the caller's number of each member */
} zi_front_block;

/** `zi_front f = { 0 };` is empty, `f.n = 0` makes it so; zi_front_free() at the end. */
typedef struct zi_front {
    zi_front_block *block;
    size_t capacity; /* blocks */
    uint32_t n;
} zi_front;

/** Keeps the order: a <= b gives zi_low(a) <= zi_low(b), so what fails there fails. */
static inline int32_t
zi_low(uint64_t x)
{
    return x < INT32_MAX ? (int32_t) x : INT32_MAX;
}

/** The tag of a member that is <= @p limit in each coordinate; ZI_FRONT_NONE. O(n). */
uint32_t zi_front_find(const zi_front *f, const uint64_t limit[ZI_FRONT_DIMS]);

/** Whether zi_front_find() finds any; quicker. */
bool zi_front_has(const zi_front *f, const uint64_t limit[ZI_FRONT_DIMS]);

/** Adds a vector that no member is <=; drops the members that it is <=. O(n).
 * @return false: no memory. */
bool zi_front_add(zi_front *f, const uint64_t value[ZI_FRONT_DIMS], uint32_t tag);

void zi_front_free(zi_front *f);

#endif
