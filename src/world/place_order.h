/* SPDX-License-Identifier: Apache-2.0 */
/** @file place_order.h  The order in which hierarchies take the places of a world.
 *
 * A section of the world file: first the zhol_place_order that made it, then the rank of
 * each place. It follows from the tables, so it is no part of the world's hash.
 */
#ifndef ZI_WORLD_PLACE_ORDER_H
#define ZI_WORLD_PLACE_ORDER_H

#include "world/inside.h"

/** The order of a world that is just made: of @p base, if it is laid over one (own new
 * places come first, METIS is not asked), else of its links: by dissection, or by degree
 * where the library is built without METIS. */
ZHOL_MUST_CHECK zhol_status zi_place_order_make(
    zhol_world *w, const zhol_world *base, zhol_error *err);

/** Does the section hold a known order and each rank once? @p is_right tells.
 * ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_place_order_check(
    const zhol_world *w, bool *is_right, zhol_error *err);

#endif
