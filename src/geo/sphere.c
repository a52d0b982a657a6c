/* SPDX-License-Identifier: Apache-2.0 */
/* Geodesics on the ellipsoid after Vincenty, "Direct and inverse solutions of geodesics
 * on the ellipsoid with application of nested equations", Survey Review 23 (176), 1975.
 * His iteration does not converge for nearly antipodal points; there the azimuth is
 * bisected instead, in the arrangement of Karney, "Algorithms for geodesics", J. Geodesy
 * 87, 2013, section 4, with Vincenty's series. */
#include "geo/sphere.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

static const double PI = 3.14159265358979323846;
static const double EQUATOR_KM = 6378.137; /* WGS 84: half axes and flattening */
static const double POLE_KM = 6356.752314245179;
static const double FLATTENING = 1 / 298.257223563;

/* Two points on the auxiliary sphere. Arranged so that sin1 <= 0 and |sin1| >= |sin2|:
 * Karney's search needs it, and the distance is the same bits in both directions. */
typedef struct pair {
    double sin1, cos1, sin2, cos2; /* of the reduced latitudes */
    double lon;                    /* difference of longitudes in [0, pi] */
} pair;

/* A line between them. */
typedef struct line {
    double sigma, sin_sigma, cos_sigma; /* the arc on the auxiliary sphere */
    double cos_2m;    /* cos of twice the arc from the node to its middle */
    double sin_alpha; /* of the azimuth at the equator */
} line;

static double
radians(double degrees)
{
    return degrees * (PI / 180);
}

/* How much the longitude on the auxiliary sphere exceeds the one on the ellipsoid. */
static double
longitude_excess(const line *g)
{
    const double cos2_alpha = 1 - g->sin_alpha * g->sin_alpha;
    const double c =
        FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha));
    const double inner = g->cos_2m + c * g->cos_sigma * (2 * g->cos_2m * g->cos_2m - 1);

    return (1 - c) * FLATTENING * g->sin_alpha * (g->sigma + c * g->sin_sigma * inner);
}

static double
length_km(const line *g)
{
    const double cos2_alpha = 1 - g->sin_alpha * g->sin_alpha;
    const double ratio = EQUATOR_KM / POLE_KM, u2 = cos2_alpha * (ratio * ratio - 1);
    const double a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
    const double b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
    const double m = g->cos_2m, m2 = m * m, s2 = g->sin_sigma * g->sin_sigma;
    const double third = b / 6 * m * (4 * s2 - 3) * (4 * m2 - 3);
    const double delta =
        b * g->sin_sigma * (m + b / 4 * (g->cos_sigma * (2 * m2 - 1) - third));

    return POLE_KM * a * (g->sigma - delta);
}

/* Vincenty's iteration. Returns false if it does not come to rest. */
static bool
iterate(const pair *p, line *g)
{
    double lambda = p->lon; /* difference of longitudes on the auxiliary sphere */

    for (int i = 0; i < 30 && lambda <= PI; i++) {
        const double before = lambda, cos_lambda = cos(lambda), sin_lambda = sin(lambda);
        const double across = p->cos2 * sin_lambda;
        const double along = p->cos1 * p->sin2 - p->sin1 * p->cos2 * cos_lambda;
        double cos2_alpha;
        g->sin_sigma = sqrt(across * across + along * along);
        g->cos_sigma = p->sin1 * p->sin2 + p->cos1 * p->cos2 * cos_lambda;
        g->sigma = atan2(g->sin_sigma, g->cos_sigma);
        if (g->sin_sigma <= 0) {
            return g->cos_sigma > 0; /* the same point; or antipodes of the sphere */
        }
        g->sin_alpha = p->cos1 * p->cos2 * sin_lambda / g->sin_sigma;
        cos2_alpha = 1 - g->sin_alpha * g->sin_alpha;
        /* On the equator every point is a node: any value would do. */
        g->cos_2m = cos2_alpha > 1e-15 ? g->cos_sigma - 2 * p->sin1 * p->sin2 / cos2_alpha
                                       : g->cos_sigma;
        lambda = p->lon + longitude_excess(g);
        if (fabs(lambda - before) < 1e-13) { /* 0.6 um at the equator */
            return true;
        }
    }
    return false;
}

/* The line that leaves point 1 with this azimuth, up to the latitude of point 2, where it
 * goes north. Returns the difference of longitudes that it covers on the ellipsoid. */
static double
shoot(const pair *p, double azimuth, line *g)
{
    const double sin_a = sin(azimuth), cos_a = cos(azimuth);
    const double north1 = cos_a * p->cos1;
    const double north2 =
        sqrt(fmax(0, north1 * north1 + (p->cos2 - p->cos1) * (p->cos2 + p->cos1)));
    const double sigma1 = atan2(p->sin1, north1), sigma2 = atan2(p->sin2, north2);
    double omega;

    g->sin_alpha = sin_a * p->cos1;
    omega = atan2(g->sin_alpha * p->sin2, north2) - atan2(g->sin_alpha * p->sin1, north1);
    g->sigma = sigma2 - sigma1;
    g->sin_sigma = sin(g->sigma);
    g->cos_sigma = cos(g->sigma);
    g->cos_2m = cos(sigma1 + sigma2);
    return omega - longitude_excess(g);
}

/* For nearly antipodal points: the longitude covered grows with the azimuth, from 0 at
 * north to pi at south (over the pole), and there is one azimuth that fits. */
static void
bisect(const pair *p, line *g)
{
    double north = 0, south = PI;

    for (int i = 0; i < 54; i++) { /* to the last bit */
        const double middle = (north + south) / 2;
        if (shoot(p, middle, g) < p->lon) {
            north = middle;
        } else {
            south = middle;
        }
    }
    shoot(p, south, g);
}

double
zi_geo_distance_km(double lon1, double lat1, double lon2, double lat2)
{
    const bool is_swapped = fabs(lat1) < fabs(lat2);
    const double far = is_swapped ? lat2 : lat1, near = is_swapped ? lat1 : lat2;
    const double beta1 = atan((1 - FLATTENING) * tan(radians(-fabs(far))));
    const double beta2 = atan((1 - FLATTENING) * tan(radians(far > 0 ? -near : near)));
    const pair p = { sin(beta1), cos(beta1), sin(beta2), cos(beta2),
        radians(fabs(remainder(lon2 - lon1, 360))) };
    line g = { 0 };

    assert(fabs(lat1) <= 90 && fabs(lat2) <= 90 && isfinite(lon1) && isfinite(lon2));
    if (!iterate(&p, &g)) {
        bisect(&p, &g);
    }
    return length_km(&g);
}

static void
to_vector(const double lon_lat[2], double v[3])
{
    const double lon = radians(lon_lat[0]), lat = radians(lon_lat[1]);

    v[0] = cos(lat) * cos(lon);
    v[1] = cos(lat) * sin(lon);
    v[2] = sin(lat);
}

static double
dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

void
zi_geo_interpolate(const double from[2], const double to[2], double share,
    double *lon_out, double *lat_out)
{
    double a[3], b[3], side[3], length, angle, v[3];

    to_vector(from, a);
    to_vector(to, b);
    /* The part of b that is square to a points along the great circle. */
    for (int i = 0; i < 3; i++) {
        side[i] = b[i] - dot(a, b) * a[i];
    }
    angle = atan2(sqrt(dot(side, side)), dot(a, b));
    if (angle
        > PI - 1e-9) { /* antipodes: over the north pole, or from a pole along lon 0 */
        const bool is_pole = fabs(from[1]) > 90 - 1e-6;
        for (int i = 0; i < 3; i++) {
            const double goal = is_pole ? i == 0 : i == 2;
            side[i] = goal - (is_pole ? a[0] : a[2]) * a[i];
        }
    }
    length = sqrt(dot(side, side));
    for (int i = 0; i < 3; i++) {
        v[i] = cos(share * angle) * a[i]
               + (length > 0 ? sin(share * angle) * side[i] / length : 0);
    }
    *lon_out = atan2(v[1], v[0]) * (180 / PI);
    *lat_out = atan2(v[2], hypot(v[0], v[1])) * (180 / PI);
}
