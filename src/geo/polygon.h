/* SPDX-License-Identifier: Apache-2.0 */
/** @file polygon.h  Land as rings of points: inside or not, how far off, how much of a
 * way.
 *
 * A ring is closed by itself; its sides are straight in longitude and latitude. Rings are
 * unwrapped: one that crosses the 180th meridian goes on beyond it (185, not -175). A
 * point is inside of a set of rings when it is inside of an odd number of them, so holes
 * are rings like the others, and neighbours may share a side.
 */
#ifndef ZI_GEO_POLYGON_H
#define ZI_GEO_POLYGON_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/error.h>

typedef struct zi_ring {
    const double (*points)[2]; /**< { lon, lat }; borrowed */
    uint32_t n;                /**< at least 3 */
} zi_ring;

/** Is the point inside? lon in [-180, 180]. Plain even-odd rule, O(points). */
bool zi_rings_contain(const zi_ring *rings, uint32_t n, double lon, double lat);

/** 0 inside, else kilometres to the nearest side. The nearest point is looked for on a
 * plane that touches the Earth at the point: within 1 % up to 500 km off. O(points).
 * Infinite without rings. */
double zi_rings_distance_km(const zi_ring *rings, uint32_t n, double lon, double lat);

/** The same sides by latitude, to ask for many points. Immutable, shared by threads. */
typedef struct zi_land zi_land;
ZHOL_MUST_CHECK zhol_status zi_land_new(
    const zi_ring *rings, uint32_t n, zi_land **out, zhol_error *err);
void zi_land_free(zi_land *land); /**< NULL is allowed */

/** As zi_rings_contain(). O(sides between two latitudes a quarter of a degree apart). */
bool zi_land_contains(const zi_land *land, double lon, double lat);

/** Kilometres over land of the great circle between two points { lon, lat }, without what
 * lies within @p free_km[0] of the first and @p free_km[1] of the second. Looks every
 * kilometre: each coast crossed adds an error of up to half a kilometre. */
double zi_land_along_km(const zi_land *land, const double from[2], const double to[2],
    const double free_km[2]);

#endif
