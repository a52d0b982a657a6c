/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "report/line.h"

/* Writes the geometry of one feature through the points given as lon, lat pairs. */
static zi_buffer
line_through(const double *points, int n)
{
    zi_buffer out = { 0 };
    zi_json j = zi_json_to(&out);
    zi_line line = zi_line_begin(&j);

    for (int i = 0; i < n; i++) {
        zi_line_point(&line, points[2 * i], points[2 * i + 1]);
    }
    zi_line_end(&line);
    zi_json_end_object(&j);
    zi_json_finish(&j);
    return out;
}

static int
count(const char *text, const char *what)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, what)); at++) {
        n++;
    }
    return n;
}

static void
a_line_that_crosses_the_180th_meridian_is_cut_there(void **state)
{
    const double points[] = { 170, 10, -170, 20 };
    zi_buffer out = line_through(points, 2);
    (void) state;
    assert_int_equal(count(out.data, "[180, 15]"), 1);
    assert_int_equal(count(out.data, "[-180, 15]"), 1);
    zi_buffer_free(&out);
}

static void
a_line_that_stays_on_one_side_is_whole_and_repeats_no_point(void **state)
{
    const double points[] = { 76.9, 43.2, 76.9, 43.2, 82.5, 45.25 };
    zi_buffer out = line_through(points, 3);
    (void) state;
    assert_int_equal(count(out.data, "[76.9, 43.2]"), 1);
    assert_int_equal(count(out.data, "[82.5, 45.25]"), 1);
    assert_int_equal(count(out.data, "180"), 0);
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_crosses_the_180th_meridian_is_cut_there),
        cmocka_unit_test(a_line_that_stays_on_one_side_is_whole_and_repeats_no_point),
    };
    return cmocka_run_group_tests_name("line", tests, NULL, NULL);
}
