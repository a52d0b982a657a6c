/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "geo/polygon.h"
#include "geo/sphere.h"

static void
assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        fail_msg("%.17g is not within %g of %.17g", a, tolerance, b);
    }
}

/* 20 x 10 degrees of land with a lake in it, and land over the 180th meridian. */
static const double box[][2] = { { 0, 40 }, { 20, 40 }, { 20, 50 }, { 0, 50 } };
static const double lake[][2] = { { 5, 44 }, { 10, 44 }, { 10, 46 }, { 5, 46 } };
static const double far_east[][2] = { { 170, 60 }, { 190, 60 }, { 190, 70 },
    { 170, 70 } };
static const zi_ring rings[] = { { box, 4 }, { lake, 4 }, { far_east, 4 } };

static void
holes_and_the_180th_meridian_are_respected(void **state)
{
    (void) state;
    assert_true(zi_rings_contain(rings, 3, 2, 45));
    assert_false(zi_rings_contain(rings, 3, 7, 45));
    assert_false(zi_rings_contain(rings, 3, -1, 45));
    assert_true(zi_rings_contain(rings, 3, 175, 65));
    assert_true(zi_rings_contain(rings, 3, -175, 65));
    assert_false(zi_rings_contain(rings, 3, -165, 65));
    assert_false(zi_rings_contain(rings, 0, 2, 45));
}

static void
distances_are_those_to_the_nearest_side(void **state)
{
    (void) state;
    assert_near(zi_rings_distance_km(rings, 3, 2, 45), 0, 0);
    assert_near(
        zi_rings_distance_km(rings, 3, 5, 39), zi_geo_distance_km(5, 39, 5, 40), 1e-9);
    assert_near(zi_rings_distance_km(rings, 3, 7, 45.5),
        zi_geo_distance_km(7, 45.5, 7, 46), 1e-9);
    assert_near(zi_rings_distance_km(rings, 3, -168, 65),
        zi_geo_distance_km(-168, 65, -170, 65), 0.01 * 95);
    assert_true(isinf(zi_rings_distance_km(rings, 0, 2, 45)));
}

static void
the_index_agrees_with_the_plain_rule(void **state)
{
    zi_land *land = NULL;
    uint64_t random = 7;
    (void) state;

    assert_int_equal(zi_land_new(rings, 3, &land, NULL), ZHOL_OK);
    for (int i = 0; i < 20000; i++) {
        const double lon = -180 + 360 * zi_random_unit(&random);
        const double lat = -90 + 180 * zi_random_unit(&random);
        assert_int_equal(
            zi_land_contains(land, lon, lat), zi_rings_contain(rings, 3, lon, lat));
    }
    zi_land_free(land);
    assert_int_equal(zi_mem_live(), 0);
}

static void
the_way_over_land_leaves_out_what_is_free(void **state)
{
    const double a[2] = { 2, 38 }, b[2] = { 2, 52 }, inside[2] = { 2, 45 };
    const double none[2] = { 0, 0 }, approach[2] = { 100, 0 };
    zi_land *land = NULL;
    (void) state;

    assert_int_equal(zi_land_new(rings, 3, &land, NULL), ZHOL_OK);
    assert_near(zi_land_along_km(land, a, b, none), zi_geo_distance_km(2, 40, 2, 50), 5);
    assert_near(zi_land_along_km(land, inside, b, approach),
        zi_geo_distance_km(2, 45, 2, 50) - 100, 3);
    assert_near(zi_land_along_km(land, a, a, none), 0, 0);
    zi_land_free(land);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holes_and_the_180th_meridian_are_respected),
        cmocka_unit_test(distances_are_those_to_the_nearest_side),
        cmocka_unit_test(the_index_agrees_with_the_plain_rule),
        cmocka_unit_test(the_way_over_land_leaves_out_what_is_free),
    };
    return cmocka_run_group_tests_name("polygon", tests, NULL, NULL);
}
