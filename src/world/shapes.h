/* SPDX-License-Identifier: Apache-2.0 */
/** @file shapes.h  Land by economy (shapes.csv), to hold coordinates against and to cut
 * isochrones along.
 *
 * No table of a world: no way is computed from it, and world files do not have it.
 */
#ifndef ZI_WORLD_SHAPES_H
#define ZI_WORLD_SHAPES_H

#include <stddef.h>

#include "geo/polygon.h"

typedef struct zi_shapes {
    zi_ring *rings;
    char (*iso3)[4]; /**< whose ring each is; those of one economy follow each other */
    uint32_t n;
    size_t ring_capacity, iso3_capacity;
    double (*points)[2]; /**< of all rings */
    uint32_t n_points;
    size_t point_capacity;
} zi_shapes;

/** Reads `iso3,ring,points`: rings numbered from 1 in each economy; points as
 * hundredths of a degree "lon lat lon lat", the first from 0 0, each other as steps from
 * the one before. @p name is for messages. @param[out] out  zi_shapes_free().
 * @return ZHOL_OK, ZHOL_BAD_DATA ("file:line: ...") or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_shapes_read(
    const char *name, const char *data, size_t n, zi_shapes *out, zhol_error *err);
void zi_shapes_free(zi_shapes *shapes);

/** The rings of one economy. @param[out] n  0: it has none here. */
const zi_ring *zi_shapes_of(const zi_shapes *shapes, const char *iso3, uint32_t *n);

#endif
