/* SPDX-License-Identifier: Apache-2.0 */
/** @file ends.h  Where a shipment starts or ends: one place, or the places near a point.
 */
#ifndef ZI_ROUTE_ENDS_H
#define ZI_ROUTE_ENDS_H

#include <zhol/route.h>

#include "cost/scene.h"

enum { ZI_MAX_GATES = 8 };

/** The gates that an end may use. */
typedef struct zi_ends {
    zhol_end end;
    uint32_t n_gates;
    zhol_ref gate[ZI_MAX_GATES]; /* places; of a point: the nearest ones, nearest first */
    double km[ZI_MAX_GATES];     /* as the crow flies; 0 of a place */
    double nearest_km;           /* of a point: also when that is too far */
    zhol_ref nearest;
} zi_ends;

/** ZHOL_OK; ZHOL_USAGE: no such place, a point that is not on the sphere, a place at sea.
 * A point with nothing near has no gates: zi_ends_tell(). O(places). */
ZHOL_MUST_CHECK zhol_status zi_ends_find(
    const zi_book *book, const zhol_end *end, zi_ends *out, zhol_error *err);

/** "Almaty" or "(76.95, 43.24)" */
void zi_ends_tell(const zi_book *book, const zhol_end *end, zi_buffer *text);

#endif
