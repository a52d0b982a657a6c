/* SPDX-License-Identifier: Apache-2.0 */
/** @file sphere.h  Distances on the Earth: degrees in, kilometres out (WGS 84). */
#ifndef ZI_GEO_SPHERE_H
#define ZI_GEO_SPHERE_H

/** Length of the shortest line on the ellipsoid, in any order of the two points.
 * Accurate to 0.1 mm for every pair, antipodes included. lat in [-90, 90]; any lon: 190
 * is -170. About 0.4 us; 6 us for nearly antipodal points. */
double zi_geo_distance_km(double lon1, double lat1, double lon2, double lat2);

/** The point that divides the great circle through both at @p share (0: the first, 1: the
 * second), of { lon, lat } each: for drawing. On a sphere: up to 15,000 km apart it is
 * within 0.25 % of the length from the point of the ellipsoid's shortest line at that
 * share (far less over short lines); it says nothing about nearly antipodal ones. lon_out
 * in [-180, 180]. Antipodes, which have no single great circle, are joined over the north
 * pole. */
void zi_geo_interpolate(const double from[2], const double to[2], double share,
    double *lon_out, double *lat_out);

#endif
