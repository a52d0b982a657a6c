/* SPDX-License-Identifier: Apache-2.0 */
/* Isochrones of the tiny world, against the nearest place by brute force. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <zhol/skim.h>

#include "base/mem.h"
#include "unit/cost/scenes.h"

static const double PI = 3.14159265358979323846;

/* A square of land 40 to 100 E, 30 to 60 N, and in it a lake; its own file. */
static char land_path[] = "/tmp/zhol_land_XXXXXX";
static const char land[] = "iso3,ring,points\n"
                           "KAZ,1,4000 3000 6000 0 0 3000 -6000 0\n"
                           "KAZ,2,7000 4000 0 300 300 0 0 -300\n";

static int
write_land(void **state)
{
    const int file = mkstemp(land_path);

    (void) state;
    return file < 0 || write(file, land, sizeof land - 1) != (ssize_t) sizeof land - 1
           || close(file) != 0;
}

static int
remove_land(void **state)
{
    (void) state;
    return unlink(land_path);
}

static bool
is_land(double lon, double lat)
{
    return lon > 40 && lon < 100 && lat > 30 && lat < 60
           && !(lon > 70 && lon < 73 && lat > 40 && lat < 43);
}

static const char figures[] = "KAZ,population,2024,20,v1,test_a,A\n"
                              "KAZ,gdp_ppp_usd,2024,30,v1,test_a,A\n";

static zhol_world *
world_with_figures(void)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static zhol_reach *
reach_of(const zhol_world *w, double probability)
{
    zhol_reach_query q;
    zhol_error err = { "" };
    zhol_reach *r = NULL;

    zhol_reach_defaults(&q);
    q.probability = probability;
    q.n_draws = 16;
    must(zhol_world_find_scope(w, "almaty", &q.from, &err), &err);
    must(zhol_reach_new(w, &q, &r, &err), &err);
    return r;
}

static double
distance_km(const zhol_place *p, double lon, double lat)
{
    const double a = p->lat * PI / 180, b = lat * PI / 180;
    const double c = sin(a) * sin(b) + cos(a) * cos(b) * cos((p->lon - lon) * PI / 180);

    return 6371.0088 * acos(fmax(-1, fmin(1, c)));
}

/* Hours of the nearest place that is reached, and from there. */
static double
hours_at(const zhol_reach *r, zhol_reach_by by, double lon, double lat)
{
    uint32_t n;
    const zhol_place *places = zhol_world_places(r->world, &n);
    const double *limit = &r->place_limit[(size_t) by * n];
    double nearest = (double) INFINITY, h = (double) INFINITY;

    for (uint32_t p = 0; p < n; p++) {
        const double km = distance_km(&places[p], lon, lat);
        if (limit[p] < (double) INFINITY && km < nearest - 1e-6) {
            nearest = km;
            h = limit[p] + km / 50;
        }
    }
    return h;
}

static bool
is_in(const zhol_area *a, double x, double y)
{
    bool is_inside = false;

    for (uint32_t k = 0; k < a->n_rings; k++) {
        for (uint32_t i = a->first[k]; i < a->first[k + 1]; i++) {
            const double *p = a->points[i];
            const double *q = a->points[i + 1 < a->first[k + 1] ? i + 1 : a->first[k]];
            if ((p[1] > y) != (q[1] > y)
                && x < p[0] + (y - p[1]) / (q[1] - p[1]) * (q[0] - p[0])) {
                is_inside = !is_inside;
            }
        }
    }
    return is_inside;
}

/* The nodes of the grid, which stand off whole halves by a bit. */
static void
compare_nodes(const zhol_reach *r, zhol_reach_by by, const zhol_area *a)
{
    const double off = 0.000371, step = (360 - 2 * off) / 720;
    uint32_t n_in = 0, n_out = 0;

    for (int row = 0; row < 288; row++) {
        for (int column = 400; column < 600; column++) {
            const double lon = -180 + off + column * step, lat = -60 + off + row * step;
            const double h = hours_at(r, by, lon, lat);
            if (fabs(h - a->limit_h) < 1e-3) {
                continue; /* coordinates are rounded */
            }
            const bool expected = is_land(lon, lat) && h <= a->limit_h;
            assert_int_equal(is_in(a, lon, lat), expected);
            n_in += expected;
            n_out += !expected && is_land(lon, lat);
        }
    }
    assert_true(n_in > 50);
    assert_true(n_out > 50);
}

static void
each_node_has_the_hours_of_its_nearest_place(void **state)
{
    static const double limits_h[] = { 30, 72 };
    const zhol_levels levels = { limits_h, 2 };
    zhol_world *w = world_with_figures();
    zhol_reach *r[2] = { reach_of(w, 0), reach_of(w, 0.9) };
    zhol_error err = { "" };

    (void) state;
    for (int k = 0; k < 2; k++) {
        const zhol_reach_by by = k == 0 ? ZHOL_REACH_BY_TIME : ZHOL_REACH_BY_CHANCE;
        zhol_areas *areas = NULL;
        must(zhol_reach_areas(r[k], by, &levels, land_path, &areas, &err), &err);
        assert_int_equal(areas->n_areas, 2);
        for (uint32_t i = 0; i < 2; i++) {
            assert_true(areas->areas[i].limit_h == limits_h[i]); /* NOLINT: a copy */
            compare_nodes(r[k], by, &areas->areas[i]);
        }
        zhol_areas_free(areas);
    }
    for (int k = 0; k < 2; k++) {
        zhol_reach_free(r[k]);
    }
    zhol_world_free(w);
}

/* After a year all land is reached: the square, and the lake as its hole. */
static void
land_is_cut_at_its_coasts(void **state)
{
    static const double year_h = 8766;
    const zhol_levels levels = { &year_h, 1 };
    zhol_world *w = world_with_figures();
    zhol_reach *r = reach_of(w, 0);
    zhol_areas *areas = NULL;
    zhol_error err = { "" };

    (void) state;
    must(zhol_reach_areas(r, ZHOL_REACH_BY_TIME, &levels, land_path, &areas, &err), &err);
    const zhol_area *a = &areas->areas[0];
    assert_int_equal(a->n_rings, 2);
    assert_int_equal(a->outer[0], 0);
    assert_int_equal(a->outer[1], 0);
    assert_int_equal(a->first[2], 8);
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(a->points[i][0] == 40 || a->points[i][0] == 100); /* NOLINT */
        assert_true(a->points[i][1] == 30 || a->points[i][1] == 60);  /* NOLINT */
    }
    zhol_areas_free(areas);
    zhol_reach_free(r);
    zhol_world_free(w);
}

static void
what_is_no_isochrone_is_refused(void **state)
{
    static const double day_h = 24, nothing_h = 0;
    const zhol_levels day = { &day_h, 1 }, nothing = { &nothing_h, 1 };
    zhol_world *w = world_with_figures();
    zhol_reach *r = reach_of(w, 0);
    zhol_areas *a = NULL;
    zhol_error err = { "" };

    (void) state;
    assert_int_equal(
        zhol_reach_areas(r, ZHOL_REACH_BY_COST, &day, land_path, &a, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "dollars"));
    assert_int_equal(
        zhol_reach_areas(r, ZHOL_REACH_BY_CHANCE, &day, land_path, &a, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "probability"));
    assert_int_equal(
        zhol_reach_areas(r, ZHOL_REACH_BY_TIME, &nothing, land_path, &a, &err),
        ZHOL_USAGE);
    assert_int_equal(
        zhol_reach_areas(r, ZHOL_REACH_BY_TIME, &day, "/no/such/file", &a, &err),
        ZHOL_IO);
    assert_null(a);
    zhol_reach_free(r);
    zhol_world_free(w);
}

static void
memory_may_run_out(void **state)
{
    static const double day_h = 24;
    const zhol_levels levels = { &day_h, 1 };
    zhol_world *w = world_with_figures();
    zhol_reach *r = reach_of(w, 0);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_areas *areas = NULL;
        assert_true(k < 500);
        zi_mem_fail_after(k);
        status =
            zhol_reach_areas(r, ZHOL_REACH_BY_TIME, &levels, land_path, &areas, NULL);
        zi_mem_fail_after(-1);
        zhol_areas_free(areas);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_reach_free(r);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_node_has_the_hours_of_its_nearest_place),
        cmocka_unit_test(land_is_cut_at_its_coasts),
        cmocka_unit_test(what_is_no_isochrone_is_refused),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, write_land, remove_land);
}
