/* SPDX-License-Identifier: Apache-2.0 */
/** @file region.h  Regions of a plane by their edges: what two have in common, and as
 * rings with holes.
 *
 * A region is a heap of directed edges, each with the inside on its left, that close to
 * rings. Coordinates are { lon, lat } taken as a plane; nothing wraps round.
 */
#ifndef ZI_GEO_REGION_H
#define ZI_GEO_REGION_H

#include <stddef.h>

#include "geo/polygon.h"

typedef struct zi_edge {
    double from[2], to[2];
} zi_edge;

typedef struct zi_region {
    zi_edge *edges;
    uint32_t n;
    size_t capacity;
} zi_region;

void zi_region_free(zi_region *r); /* zeroes it */
/** Appends an edge; one without length is left out. ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_region_add(
    zi_region *r, const double from[2], const double to[2], zhol_error *err);

/** The inside of a set of rings (polygon.h) between two meridians, rings that go on
 * beyond 180 also turned back by 360. Sides that two rings share are no edges: neighbours
 * become one. Rings must close within the set; what lies beyond the meridians is kept
 * where a side crosses them. O(sides log sides + sides * sides of a band). */
ZHOL_MUST_CHECK zhol_status zi_region_of_rings(
    const zi_ring *rings, uint32_t n, zi_region *out, zhol_error *err);

/** What lies in both. The edges of one may not run along those of the other, nor have a
 * vertex on one (shift a grid by a bit that no map has). O(edges + crossings), for edges
 * that are short against the whole.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_region_common(
    const zi_region *a, const zi_region *b, zi_region *out, zhol_error *err);

/** The same region as rings. */
typedef struct zi_rings {
    uint32_t n, n_points;
    uint32_t *first;     /**< of ring i: point[first[i]] .. point[first[i + 1] - 1] */
    uint32_t *outer;     /**< of ring i: i, or of a hole the ring that it is in */
    double (*points)[2]; /**< outer rings counterclockwise, holes clockwise; not closed */
} zi_rings;

/** Regions that touch in a point are kept apart. O(edges log edges + rings^2).
 * @param[out] out  zi_rings_free().
 * @return ZHOL_OK; ZHOL_LIMIT (memory); ZHOL_BAD_DATA (the edges do not close). */
ZHOL_MUST_CHECK zhol_status zi_region_rings(
    const zi_region *r, zi_rings *out, zhol_error *err);
void zi_rings_free(zi_rings *r);

/** Signed: counterclockwise is positive. */
double zi_rings_area(const zi_rings *r, uint32_t ring);

#endif
