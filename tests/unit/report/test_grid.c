/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "report/grid.h"

static void
columns_are_as_wide_as_their_widest_cell_and_lines_end_without_blanks(void **state)
{
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    zi_grid_begin(&g, "lrl");
    zi_grid_cell(&g, "a");
    zi_grid_cell(&g, "%d", 7);
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "long");
    zi_grid_cell(&g, "%d", 1234);
    zi_grid_cell(&g, "x");
    zi_grid_end(&g, &out);
    assert_string_equal(out.data, "a        7\nlong  1234  x\n");
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

static void
an_empty_cell_keeps_the_place_of_its_column(void **state)
{
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    zi_grid_begin(&g, "llr");
    zi_grid_cell(&g, "from");
    zi_grid_cell(&g, "to");
    zi_grid_cell(&g, "km");
    zi_grid_cell(&g, "A");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "5");
    zi_grid_end(&g, &out);
    assert_string_equal(out.data, "from  to  km\nA          5\n");
    zi_buffer_free(&out);
}

static void
width_counts_columns_of_a_terminal_not_bytes(void **state)
{
    (void) state;
    assert_int_equal(zi_grid_width("Almaty"), 6);
    assert_int_equal(zi_grid_width("Достык"), 6);
    assert_int_equal(zi_grid_width("重庆"), 4);
}

static void
numbers_are_grouped_by_thousands(void **state)
{
    char text[48];
    (void) state;
    assert_string_equal(zi_grid_number(1234567, 0, text), "1,234,567");
    assert_string_equal(zi_grid_number(999, 0, text), "999");
    assert_string_equal(zi_grid_number(-1234.56, 1, text), "-1,234.6");
    assert_string_equal(zi_grid_number(0, 1, text), "0.0");
}

static void
memory_that_runs_out_leaves_its_mark(void **state)
{
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    zi_mem_fail_after(0);
    zi_grid_begin(&g, "l");
    zi_grid_cell(&g, "a");
    zi_mem_fail_after(-1);
    zi_grid_end(&g, &out);
    assert_true(out.failed);
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            columns_are_as_wide_as_their_widest_cell_and_lines_end_without_blanks),
        cmocka_unit_test(an_empty_cell_keeps_the_place_of_its_column),
        cmocka_unit_test(width_counts_columns_of_a_terminal_not_bytes),
        cmocka_unit_test(numbers_are_grouped_by_thousands),
        cmocka_unit_test(memory_that_runs_out_leaves_its_mark),
    };
    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
