/* SPDX-License-Identifier: Apache-2.0 */
/** @file front.h  A set of cost vectors, none of which is <= another.
 *
 * Members stand in blocks of 16 whose coordinates, cut to 31 bits, lie side by side, so
 * that compilers test four at once (plain SSE2); where that may be a hit, the exact
 * numbers decide. Against exact numbers one after the other: searches of bench_route's
 * Shanghai-Rotterdam within 1 % take 27 instead of 42 ms, exact ones of Tashkent-Istanbul
 * 0.47 instead of 1.5 s.
 */
#ifndef ZI_GRAPH_FRONT_H
#define ZI_GRAPH_FRONT_H

#include <zhol/graph.h>

#include <stddef.h>

enum { ZI_MAX_CRITERIA = ZHOL_MAX_CRITERIA, ZI_BLOCK = 16 };

#define ZI_FRONT_NONE UINT32_MAX

typedef struct zi_front_block {
    int32_t low[ZI_MAX_CRITERIA][ZI_BLOCK]; /* zi_low(value); INT32_MAX where none is */
} zi_front_block;

typedef struct zi_front_member {
    uint64_t value[ZI_MAX_CRITERIA];
    uint32_t tag; /* the caller's number */
} zi_front_member;

/** `zi_front f = { 0 };` is empty, `f.n = 0` makes it so; zi_front_free() at the end.
 * Vectors have ZI_MAX_CRITERIA coordinates; those not used are 0 in all of them. */
typedef struct zi_front {
    zi_front_block *block;
    zi_front_member *member; /* apart: scans do not touch them */
    size_t capacity;         /* blocks */
    uint32_t n;
} zi_front;

/** Keeps the order: a <= b gives zi_low(a) <= zi_low(b). */
static inline int32_t
zi_low(uint64_t x)
{
    return x < INT32_MAX ? (int32_t) x : INT32_MAX;
}

static inline bool
zi_is_at_most(const uint64_t *a, const uint64_t *b)
{
    return a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2] && a[3] <= b[3];
}

/** The tag of a member that is <= @p limit in each coordinate; ZI_FRONT_NONE. O(n). */
uint32_t zi_front_find(const zi_front *f, const uint64_t limit[ZI_MAX_CRITERIA]);

/** Whether zi_front_find() finds any; quicker. */
bool zi_front_has(const zi_front *f, const uint64_t limit[ZI_MAX_CRITERIA]);

/** Adds a vector that no member is <=; drops the members that it is <=. O(n).
 * @return false: no memory. */
bool zi_front_add(zi_front *f, const uint64_t value[ZI_MAX_CRITERIA], uint32_t tag);

void zi_front_free(zi_front *f);

#endif
