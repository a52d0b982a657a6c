/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "geo/sphere.h"
#include "prop.h"

static const double PI = 3.14159265358979323846;

enum { STEPS = 1000 };

static double
prop_between(prop *p, double lo, double hi)
{
    return lo + (hi - lo) * (double) (prop_u64(p) >> 11) * 0x1p-53;
}

static void
any_point(prop *p, double point[2])
{
    point[0] = prop_between(p, -180, 180);
    point[1] = asin(prop_between(p, -1, 1)) * 180 / PI; /* even on the sphere */
}

/* Equator and pole half axes in km, squared and inverted: the ellipsoid is x.Ax = 1. */
static void
scale(const double x[3], double ax[3])
{
    static const double equator = 6378.137, pole = 6378.137 * (1 - 1 / 298.257223563);

    ax[0] = x[0] / (equator * equator);
    ax[1] = x[1] / (equator * equator);
    ax[2] = x[2] / (pole * pole);
}

static double
dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* A point that moves on a surface without a force along it is accelerated across it only.
 */
static void
derivative(const double y[6], double dy[6])
{
    double normal[3], av[3];

    scale(y, normal);
    scale(y + 3, av);
    for (int i = 0; i < 3; i++) {
        dy[i] = y[i + 3];
        dy[i + 3] = -dot(y + 3, av) / dot(normal, normal) * normal[i];
    }
}

/* The oracle: walks a geodesic in space by the classical Runge-Kutta method, knowing
 * nothing of latitudes, spheres and series. */
static void
walk(double y[6], double km)
{
    const double h = km / STEPS;

    for (int step = 0; step < STEPS; step++) {
        static const double part[] = { 0, 0.5, 0.5, 1 }, weight[] = { 1, 2, 2, 1 };
        double k[6] = { 0 }, sum[6] = { 0 }, at[6];
        for (int stage = 0; stage < 4; stage++) {
            for (int i = 0; i < 6; i++) {
                at[i] = y[i] + part[stage] * h * k[i];
            }
            derivative(at, k);
            for (int i = 0; i < 6; i++) {
                sum[i] += weight[stage] * k[i];
            }
        }
        for (int i = 0; i < 6; i++) {
            y[i] += h / 6 * sum[i];
        }
    }
}

/* Position and direction at a point, for an azimuth clockwise from north. */
static void
set_out(const double point[2], double azimuth, double y[6])
{
    const double lon = point[0] * PI / 180, lat = point[1] * PI / 180;
    const double up[] = { cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat) };
    const double east[] = { -sin(lon), cos(lon), 0 };
    const double north[] = { -sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat) };
    const double f = 1 / 298.257223563, shrink = (1 - f) * (1 - f);
    const double across = 6378.137 / sqrt(1 - (1 - shrink) * up[2] * up[2]);

    for (int i = 0; i < 3; i++) {
        y[i] = across * up[i] * (i == 2 ? shrink : 1);
        y[i + 3] = sin(azimuth) * east[i] + cos(azimuth) * north[i];
    }
}

static void
where(const double y[6], double point[2])
{
    double normal[3];

    scale(y, normal);
    point[0] = atan2(y[1], y[0]) * 180 / PI;
    point[1] = atan2(normal[2], hypot(normal[0], normal[1])) * 180 / PI;
}

/* On this ellipsoid a geodesic stays the shortest way for at least pi times the polar
 * half axis, 19,970 km (that of the equator is the first to lose): up to 19,900 km its
 * length is the distance. */
static int
distance_is_the_length_of_a_walk(prop *p)
{
    const double km = prop_between(p, 0, 19900), azimuth = prop_between(p, -PI, PI);
    double from[2], to[2], y[6];

    any_point(p, from);
    set_out(from, azimuth, y);
    walk(y, km);
    where(y, to);
    return fabs(zi_geo_distance_km(from[0], from[1], to[0], to[1]) - km)
           < 1e-6; /* 1 mm */
}

/* A longer walk arrives where a shorter way leads, too: nearly antipodal points. */
static int
no_walk_is_shorter_than_the_distance(prop *p)
{
    const double km = prop_between(p, 19900, 20100);
    double from[2], to[2], y[6];

    any_point(p, from);
    set_out(from, prop_between(p, -PI, PI), y);
    walk(y, km);
    where(y, to);
    return zi_geo_distance_km(from[0], from[1], to[0], to[1]) < km + 1e-6;
}

/* From anywhere to nearly antipodal points: continuous, symmetric, within the triangle.
 */
static int
antipodes_are_nothing_special(prop *p)
{
    const double spread = pow(10, prop_between(p, -9, 0.5));
    double from[2], to[2], near[2], there, here;

    any_point(p, from);
    to[0] = from[0] + 180 + prop_between(p, -spread, spread);
    to[1] = fmax(-90, fmin(90, -from[1] + prop_between(p, -spread, spread)));
    near[0] = to[0] + prop_between(p, -spread, spread);
    near[1] = fmax(-90, fmin(90, to[1] + prop_between(p, -spread, spread)));
    there = zi_geo_distance_km(from[0], from[1], to[0], to[1]);
    here = zi_geo_distance_km(from[0], from[1], near[0], near[1]);
    return there <= 20003.931459 && there > 19500
           && fabs(there - here)
                  <= zi_geo_distance_km(to[0], to[1], near[0], near[1]) + 1e-6
           && !(fabs(there - zi_geo_distance_km(to[0], to[1], from[0], from[1])) > 0);
}

int
main(void)
{
    return !prop_holds("walk", 3000, distance_is_the_length_of_a_walk)
           + !prop_holds("no shorter walk", 1000, no_walk_is_shorter_than_the_distance)
           + !prop_holds("antipodes", 20000, antipodes_are_nothing_special);
}
