/* SPDX-License-Identifier: Apache-2.0 */
/** @file contour.h  Where a field on a grid is at most so large: marching squares.
 *
 * After Lorensen and Cline 1987 in the plane; of the two ways through a saddle that one
 * is taken which the mean of its corners says.
 */
#ifndef ZI_GEO_CONTOUR_H
#define ZI_GEO_CONTOUR_H

#include "geo/region.h"

typedef struct zi_field {
    uint32_t n_columns, n_rows; /* at least 1 */
    double west, south, step;   /* of the first node; between nodes */
    const double *value;        /* [row x n_columns + column]; finite */
} zi_field;

/** The region where the field, linear along the sides of its cells, is <= level; it ends
 * at the outer nodes. Vertices never lie on inner nodes. O(nodes).
 * @param[out] out  zi_region_free(). ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_contour(
    const zi_field *field, double level, zi_region *out, zhol_error *err);

#endif
