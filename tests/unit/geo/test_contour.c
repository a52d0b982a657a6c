/* SPDX-License-Identifier: Apache-2.0 */
/* Contours and regions, against point-in-polygon by brute force. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "geo/contour.h"

enum { COLUMNS = 23, ROWS = 17 };

static void
must(zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK) {
        print_error("%s\n", err->message);
    }
    assert_int_equal(status, ZHOL_OK);
}

/* All rings together by the even-odd rule. */
static bool
is_in(const zi_rings *r, double x, double y)
{
    bool is_inside = false;

    for (uint32_t k = 0; k < r->n; k++) {
        for (uint32_t i = r->first[k]; i < r->first[k + 1]; i++) {
            const double *a = r->points[i];
            const double *b = r->points[i + 1 < r->first[k + 1] ? i + 1 : r->first[k]];
            if ((a[1] > y) != (b[1] > y)
                && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])) {
                is_inside = !is_inside;
            }
        }
    }
    return is_inside;
}

/* Outer rings counterclockwise, holes clockwise and inside of their outer ring. */
static void
assert_sound(const zi_rings *r)
{
    for (uint32_t i = 0; i < r->n; i++) {
        const double area = zi_rings_area(r, i);
        assert_true(r->first[i + 1] - r->first[i] >= 3);
        if (r->outer[i] == i) {
            assert_true(area > 0);
        } else {
            assert_true(area < 0);
            assert_true(zi_rings_area(r, r->outer[i]) > -area);
            assert_int_equal(r->outer[r->outer[i]], r->outer[i]);
        }
    }
}

static void
fill(double *value, uint32_t n, uint64_t seed)
{
    uint64_t state = seed;

    for (uint32_t i = 0; i < n; i++) {
        value[i] = zi_random_unit(&state);
    }
}

/*  9 9 9 9 9      the level 5 lies half way between 1 and 9: a square ring of
 *  9 1 1 1 9      side 3 with corners cut, and in it a diamond-shaped hole
 *  9 1 9 1 9
 *  9 1 1 1 9
 *  9 9 9 9 9  */
static void
a_ring_has_a_hole(void **state)
{
    static const double value[] = { 9, 9, 9, 9, 9, 9, 1, 1, 1, 9, 9, 1, 9, 1, 9, 9, 1, 1,
        1, 9, 9, 9, 9, 9, 9 };
    const zi_field field = { 5, 5, 10, 20, 1, value };
    zhol_error err = { "" };
    zi_region region;
    zi_rings rings;

    (void) state;
    must(zi_contour(&field, 5, &region, &err), &err);
    must(zi_region_rings(&region, &rings, &err), &err);
    assert_sound(&rings);
    assert_int_equal(rings.n, 2);
    const uint32_t outer = rings.outer[0] == 0 ? 0 : 1;
    assert_int_equal(rings.outer[1 - outer], outer);
    assert_true(fabs(zi_rings_area(&rings, outer) - (9 - 4 * 0.125)) < 1e-9);
    assert_true(fabs(zi_rings_area(&rings, 1 - outer) + 0.5) < 1e-9);
    zi_rings_free(&rings);
    zi_region_free(&region);
}

/* All inside: the grid's rim is the region's edge. */
static void
a_region_ends_at_the_rim(void **state)
{
    static const double value[] = { 1, 1, 1, 1, 1, 1 };
    const zi_field field = { 3, 2, -180, 0, 2, value };
    zhol_error err = { "" };
    zi_region region;
    zi_rings rings;

    (void) state;
    must(zi_contour(&field, 1, &region, &err), &err);
    must(zi_region_rings(&region, &rings, &err), &err);
    assert_int_equal(rings.n, 1);
    assert_true(fabs(zi_rings_area(&rings, 0) - 8) < 1e-12);
    zi_rings_free(&rings);
    zi_region_free(&region);
    must(zi_contour(&field, 0.5, &region, &err), &err);
    assert_int_equal(region.n, 0);
    zi_region_free(&region);
}

static void
every_node_is_on_its_side(void **state)
{
    double value[COLUMNS * ROWS];
    const zi_field field = { COLUMNS, ROWS, 0, 0, 1, value };
    zhol_error err = { "" };

    (void) state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        const double level = 0.05 + 0.9 * (double) seed / 200;
        zi_region region;
        zi_rings rings;
        fill(value, COLUMNS * ROWS, seed);
        must(zi_contour(&field, level, &region, &err), &err);
        must(zi_region_rings(&region, &rings, &err), &err);
        assert_sound(&rings);
        for (int row = 1; row + 1 < ROWS; row++) { /* the rim is edge itself */
            for (int column = 1; column + 1 < COLUMNS; column++) {
                assert_int_equal(
                    is_in(&rings, column, row), value[row * COLUMNS + column] <= level);
            }
        }
        zi_rings_free(&rings);
        zi_region_free(&region);
    }
}

/* A point is in both, or it is not. The second grid is turned off the first by a bit. */
static void
what_is_common_is_in_both(void **state)
{
    double value[2][COLUMNS * ROWS];
    const zi_field field[2] = { { COLUMNS, ROWS, 0, 0, 1, value[0] },
        { COLUMNS, ROWS, 1.30287, 0.7177713, 0.90031, value[1] } };
    zhol_error err = { "" };
    uint64_t state_of_points = 7;
    uint32_t n_common = 0;

    (void) state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        zi_region region[3];
        zi_rings rings[3];
        for (int k = 0; k < 2; k++) {
            fill(value[k], COLUMNS * ROWS, 2 * seed + (uint64_t) k);
            must(zi_contour(&field[k], 0.3 + 0.005 * (double) seed, &region[k], &err),
                &err);
        }
        must(zi_region_common(&region[0], &region[1], &region[2], &err), &err);
        for (int k = 0; k < 3; k++) {
            must(zi_region_rings(&region[k], &rings[k], &err), &err);
            assert_sound(&rings[k]);
        }
        for (int i = 0; i < 500; i++) {
            const double x = 24 * zi_random_unit(&state_of_points);
            const double y = 18 * zi_random_unit(&state_of_points);
            const bool is_common = is_in(&rings[2], x, y);
            assert_int_equal(is_common, is_in(&rings[0], x, y) && is_in(&rings[1], x, y));
            n_common += is_common;
        }
        for (int k = 0; k < 3; k++) {
            zi_rings_free(&rings[k]);
            zi_region_free(&region[k]);
        }
    }
    assert_true(n_common > 3000);
}

/*  (0,2)---(1,2)---(2,2)      two neighbours and an enclave: one square of side 2;
 *    |   A   |   B   |        beyond 180 the second square goes on at -180
 *  (0,0)---(1,0)---(2,0)  */
static void
neighbours_become_one(void **state)
{
    static const double a[][2] = { { 0, 0 }, { 1, 0 }, { 1, 2 }, { 0, 2 } };
    static const double b[][2] = { { 1, 0 }, { 1, 2 }, { 2, 2 }, { 2, 0 } };
    static const double hole[][2] = { { 0.2, 0.2 }, { 0.4, 0.2 }, { 0.4, 0.4 },
        { 0.2, 0.4 } };
    static const double far[][2] = { { 179, 0 }, { 182, 0 }, { 182, 1 }, { 179, 1 } };
    const zi_ring rings[] = { { a, 4 }, { b, 4 }, { hole, 4 }, { hole, 4 }, { far, 4 } };
    zhol_error err = { "" };
    zi_region region;
    zi_rings made;
    double area = 0;

    (void) state;
    must(zi_region_of_rings(rings, 4, &region, &err), &err);
    must(zi_region_rings(&region, &made, &err), &err);
    assert_sound(&made);
    assert_int_equal(made.n, 1);
    assert_true(fabs(zi_rings_area(&made, 0) - 4) < 1e-12);
    zi_rings_free(&made);
    zi_region_free(&region);
    must(zi_region_of_rings(rings, 3, &region, &err), &err); /* a lake, not an enclave */
    must(zi_region_rings(&region, &made, &err), &err);
    assert_sound(&made);
    assert_int_equal(made.n, 2);
    zi_rings_free(&made);
    zi_region_free(&region);
    must(zi_region_of_rings(&rings[4], 1, &region, &err), &err);
    must(zi_region_rings(&region, &made, &err), &err);
    for (uint32_t i = 0; i < made.n; i++) {
        area += zi_rings_area(&made, i);
    }
    assert_int_equal(made.n, 2);
    assert_true(fabs(area - 6) < 1e-12);
    zi_rings_free(&made);
    zi_region_free(&region);
}

/* Two squares that touch in a corner are two rings, not one that crosses itself. */
static void
what_touches_in_a_point_stays_apart(void **state)
{
    static const double a[][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
    static const double b[][2] = { { 1, 1 }, { 2, 1 }, { 2, 2 }, { 1, 2 } };
    const zi_ring rings[] = { { a, 4 }, { b, 4 } };
    zhol_error err = { "" };
    zi_region region;
    zi_rings made;

    (void) state;
    must(zi_region_of_rings(rings, 2, &region, &err), &err);
    must(zi_region_rings(&region, &made, &err), &err);
    assert_int_equal(made.n, 2);
    assert_true(fabs(zi_rings_area(&made, 0) - 1) < 1e-12);
    zi_rings_free(&made);
    region.n--; /* an edge is missing */
    assert_int_equal(zi_region_rings(&region, &made, &err), ZHOL_BAD_DATA);
    zi_region_free(&region);
}

static void
memory_may_run_out(void **state)
{
    double value[2][COLUMNS * ROWS];
    const zi_field field[2] = { { COLUMNS, ROWS, 0, 0, 1, value[0] },
        { COLUMNS, ROWS, 0.30287, 0.7177713, 0.90031, value[1] } };
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    fill(value[0], COLUMNS * ROWS, 1);
    fill(value[1], COLUMNS * ROWS, 2);
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zi_region region[3] = { { .n = 0 } };
        zi_rings rings = { .n = 0 };
        assert_true(k < 5000);
        zi_mem_fail_after(k);
        status = zi_contour(&field[0], 0.5, &region[0], NULL);
        if (status == ZHOL_OK) {
            status = zi_contour(&field[1], 0.5, &region[1], NULL);
        }
        if (status == ZHOL_OK) {
            status = zi_region_common(&region[0], &region[1], &region[2], NULL);
        }
        if (status == ZHOL_OK) {
            status = zi_region_rings(&region[2], &rings, NULL);
        }
        zi_mem_fail_after(-1);
        zi_rings_free(&rings);
        for (int i = 0; i < 3; i++) {
            zi_region_free(&region[i]);
        }
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_has_a_hole),
        cmocka_unit_test(a_region_ends_at_the_rim),
        cmocka_unit_test(every_node_is_on_its_side),
        cmocka_unit_test(what_is_common_is_in_both),
        cmocka_unit_test(neighbours_become_one),
        cmocka_unit_test(what_touches_in_a_point_stays_apart),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
