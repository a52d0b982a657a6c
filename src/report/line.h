/* SPDX-License-Identifier: Apache-2.0 */
/** @file line.h  A feature of GeoJSON whose geometry is a line, cut at the 180th meridian
 * (RFC 7946, 3.1.9), written as its points come. */
#ifndef ZI_REPORT_LINE_H
#define ZI_REPORT_LINE_H

#include "io/json.h"

typedef struct zi_line {
    zi_json *json;
    double lon, lat; /* the last point */
    bool has_point;
} zi_line;

/** Opens the feature and its MultiLineString. */
zi_line zi_line_begin(zi_json *j);
/** A point; one that equals the last is left out. */
void zi_line_point(zi_line *line, double lon, double lat);
/** Closes the geometry; the feature stays open for its properties. */
void zi_line_end(zi_line *line);

/** A feature that is a point, left open in the same way. */
void zi_line_point_feature(zi_json *j, double lon, double lat);

#endif
