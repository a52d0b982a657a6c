/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "geo/sphere.h"

static const double PI = 3.14159265358979323846;

static void
assert_km(double found, double expected)
{
    if (!(fabs(found - expected) < 1e-7)) { /* 0.1 mm */
        print_error("%.9f km, not %.9f\n", found, expected);
    }
    assert_true(fabs(found - expected) < 1e-7);
}

/* lon1, lat1, lon2, lat2, km. */
static void
published_distances_agree_to_a_tenth_of_a_millimetre(void **state)
{
    static const double row[][5] = {
        /* Karney, "GeodTest: test set of geodesics" (2010), as in GeographicLib's tests
         */
        { -139.44815, 35.60777, -69.95921, -11.17491, 8935.2445604818305 },
        { 106.05087, 55.52454, 197.18234, 77.03196, 4105.0861713924406 },
        { 142.59065, -21.97856, 98.56635, 41.84138, 8394.328894657671 },
        { 112.2363, -66.99028, 285.90344, -12.70631, 11150.3442312080241 },
        { 173.34268, -17.42761, 5.93557, -15.84784, 16076.6031631180673 },
        { 48.28919, 32.84994, 202.29132, -56.28556, 16727.0689438164461 },
        { 52.74123, 6.96833, 206.17291, -7.39675, 17102.4772496958388 },
        { -16.30485, -50.56724, -94.97412, -33.56571, 6455.6705118668696 },
        /* GeographicLib, manual of GeodSolve: JFK to LHR; Wellington to Salamanca */
        { -73.8, 40.6, -0.5, 51.6, 5551.759400319 },
        { 174.81, -41.32, -5.50, 40.96, 19959.679267354 },
        /* Vincenty, "Geodetic inverse solution between antipodal points" (1975): lines
         * that the iteration of his main paper does not find */
        { 0, 0, 179.5, 0.5, 19936.288578965 },
        { 0, 0, 179.7, 0.5, 19944.127420750 },
        /* half and quarter of the meridian; the longest arc along the equator */
        { 0, 0, 180, 0, 20003.931458625 },
        { 0, 0, 0, 90, 10001.965729313 },
        { 0, 0, 179.39, 0, 19969.603453405 },
    };
    (void) state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        const double *r = row[i];
        assert_km(zi_geo_distance_km(r[0], r[1], r[2], r[3]), r[4]);
    }
}

static void
points_that_are_the_same_are_not_apart(void **state)
{
    (void) state;
    assert_km(zi_geo_distance_km(106.55, 29.56, 106.55, 29.56), 0);
    assert_km(zi_geo_distance_km(180, 10, -180, 10), 0);
    assert_km(zi_geo_distance_km(15, 90, -73, 90), 0);
    assert_km(zi_geo_distance_km(15, -90, -73, -90), 0);
    assert_km(zi_geo_distance_km(0, 0, 360, 0), 0);
}

static void
longitude_goes_round(void **state)
{
    (void) state;
    assert_km(zi_geo_distance_km(179, 10, -179, 20), zi_geo_distance_km(-1, 10, 1, 20));
    assert_km(
        zi_geo_distance_km(190, 10, -170 - 720, 20), zi_geo_distance_km(0, 10, 0, 20));
}

static void
antipodes_are_half_a_meridian_apart(void **state)
{
    (void) state;
    for (int lat = -90; lat <= 90; lat += 15) {
        assert_km(zi_geo_distance_km(20, lat, -160, -lat), 20003.931458625);
    }
}

static void
along_the_equator_the_way_is_straight_until_the_poles_are_nearer(void **state)
{
    const double per_degree = 6378.137 * PI / 180;
    const double last = 180 * (1 - 1 / 298.257223563); /* of the straight way */
    (void) state;
    for (double lon = 1; lon < last; lon += 7) {
        assert_km(zi_geo_distance_km(0, 0, lon, 0), lon * per_degree);
    }
    assert_km(zi_geo_distance_km(0, 0, last, 0), last * per_degree);
    assert_true(zi_geo_distance_km(0, 0, 179.9, 0) < 179.9 * per_degree - 1);
    assert_true(zi_geo_distance_km(0, 0, 179.9, 0) > last * per_degree);
}

static void
assert_divides(
    const double from[2], const double to[2], double share, double lon, double lat)
{
    double x, y;
    zi_geo_interpolate(from, to, share, &x, &y);
    assert_true(fabs(y - lat) < 1e-9);
    assert_true(fabs(remainder(x - lon, 360)) < 1e-9 || fabs(lat) > 90 - 1e-9);
    assert_true(x >= -180 && x <= 180);
}

static void
lines_are_divided_along_great_circles(void **state)
{
    static const double origin[] = { 0, 0 }, east[] = { 90, 0 }, north[] = { 0, 90 };
    static const double west[] = { 170, 0 }, over[] = { -170, 0 };
    (void) state;
    assert_divides(origin, east, 0, 0, 0);
    assert_divides(origin, east, 1, 90, 0);
    assert_divides(origin, east, 0.25, 22.5, 0);
    assert_divides(origin, north, 0.5, 0, 45);
    assert_divides(west, over, 0.25, 175, 0);
    assert_divides(west, over, 0.75, -175, 0);
    assert_divides(east, east, 0.3, 90, 0);
}

static void
antipodes_are_joined_over_the_pole(void **state)
{
    static const double here[] = { 30, 20 }, there[] = { -150, -20 };
    static const double north[] = { 77, 90 }, south[] = { -4, -90 };
    (void) state;
    assert_divides(here, there, 70.0 / 180, 0, 90);
    assert_divides(here, there, 0.5, -150, 70);
    assert_divides(north, south, 0.5, 0, 0);
    assert_divides(south, north, 0.25, 0, -45);
}

/* The header's promise for drawn lines, on lines that cargo takes. */
static void
drawn_points_divide_the_length_too(void **state)
{
    static const double ends[][4] = { { 106.55, 29.56, 6.76, 51.43 },
        { 121.47, 31.23, 4.48, 51.92 }, { 121.47, 31.23, -118.25, 33.74 },
        { 76.95, 43.25, 56.27, 27.18 } };
    (void) state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const double *e = ends[i], km = zi_geo_distance_km(e[0], e[1], e[2], e[3]);
        for (int k = 1; k < 10; k++) {
            double lon, lat;
            zi_geo_interpolate(e, e + 2, k / 10.0, &lon, &lat);
            assert_true(fabs(zi_geo_distance_km(e[0], e[1], lon, lat) - km * k / 10)
                        < 0.0025 * km);
            assert_true(
                fabs(zi_geo_distance_km(e[2], e[3], lon, lat) - km * (10 - k) / 10)
                < 0.0025 * km);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_distances_agree_to_a_tenth_of_a_millimetre),
        cmocka_unit_test(points_that_are_the_same_are_not_apart),
        cmocka_unit_test(longitude_goes_round),
        cmocka_unit_test(antipodes_are_half_a_meridian_apart),
        cmocka_unit_test(
            along_the_equator_the_way_is_straight_until_the_poles_are_nearer),
        cmocka_unit_test(lines_are_divided_along_great_circles),
        cmocka_unit_test(antipodes_are_joined_over_the_pole),
        cmocka_unit_test(drawn_points_divide_the_length_too),
    };
    return cmocka_run_group_tests_name("geo-sphere", tests, NULL, NULL);
}
