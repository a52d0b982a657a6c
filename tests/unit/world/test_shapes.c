/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "world/shapes.h"

static const char *
refusal(const char *text)
{
    static zhol_error err;
    zi_shapes s;

    err.message[0] = '\0';
    assert_int_equal(
        zi_shapes_read("s.csv", text, strlen(text), &s, &err), ZHOL_BAD_DATA);
    assert_int_equal(zi_mem_live(), 0);
    return err.message;
}

static void
points_are_steps_in_hundredths_of_a_degree(void **state)
{
    static const char text[] = "iso3,ring,points\nKAZ,1,5105 4100 100 0 0 -50\n"
                               "KAZ,2,1 1 1 1 1 0\nRUS,1,0 0 1 0 0 1\n";
    zi_shapes s;
    uint32_t n;
    (void) state;

    assert_int_equal(zi_shapes_read("s.csv", text, strlen(text), &s, NULL), ZHOL_OK);
    const zi_ring *rings = zi_shapes_of(&s, "KAZ", &n);
    assert_int_equal(n, 2);
    assert_int_equal(rings[0].n, 3);
    assert_true(rings[0].points[2][0] == 52.05 && rings[0].points[2][1] == 40.5);
    (void) zi_shapes_of(&s, "RUS", &n);
    assert_int_equal(n, 1);
    (void) zi_shapes_of(&s, "CHN", &n);
    assert_int_equal(n, 0);
    zi_shapes_free(&s);
    assert_int_equal(zi_mem_live(), 0);
}

static void
what_is_wrong_is_told_with_its_line(void **state)
{
    (void) state;
    assert_string_equal(
        refusal("iso3,points\n"), "s.csv:1: the columns must be iso3,ring,points");
    assert_string_equal(refusal("iso3,ring,points\nkaz,1,0 0 1 0 0 1\n"),
        "s.csv:2: iso3 must be three capital letters");
    assert_string_equal(refusal("iso3,ring,points\nKAZ,2,0 0 1 0 0 1\n"),
        "s.csv:2: ring must be 1, the next of KAZ");
    assert_string_equal(refusal("iso3,ring,points\nKAZ,1,0 0 1 0\n"),
        "s.csv:2: a ring has at least 3 points, not 2");
    assert_string_equal(refusal("iso3,ring,points\nKAZ,1,0 0 x 0\n"),
        "s.csv:2: point 2: pairs of whole hundredths of a degree, one blank between "
        "numbers, would be right");
    assert_string_equal(refusal("iso3,ring,points\nKAZ,1,0 9001 1 0 0 1\n"),
        "s.csv:2: point 1 lies at 0.00, 90.01: lon must be in [-400, 400] and lat in "
        "[-90, 90]");
    assert_string_equal(refusal("iso3,ring,points\nKAZ,1,0 0 1 0 0 1\nRUS,1,0 0 1 0 0 1\n"
                                "KAZ,1,0 0 1 0 0 1\n"),
        "s.csv:4: the rings of KAZ must follow each other");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_steps_in_hundredths_of_a_degree),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
    };
    return cmocka_run_group_tests_name("world shapes", tests, NULL, NULL);
}
