/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

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
fill_with_marks(zi_grid *g)
{
    zi_grid_begin(g, "lr");
    zi_grid_cell(g, "a|b");
    zi_grid_cell(g, "n");
    zi_grid_cell(g, "x & <y> \"z\"");
    zi_grid_cell(g, "%d", 7);
}

static void
html_cells_are_escaped_and_the_first_row_is_the_head(void **state)
{
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    fill_with_marks(&g);
    zi_grid_end_as(&g, ZI_GRID_HTML, &out);
    assert_string_equal(out.data,
        "<table>\n<tr><th>a|b</th><th class=\"r\">n</th></tr>\n"
        "<tr><td>x &amp; &lt;y&gt; &quot;z&quot;</td><td class=\"r\">7</td></tr>\n"
        "</table>\n");
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

/* What a reader of the Markdown sees is the cell: no mark ends it or starts a tag. */
static void
markdown_cells_are_escaped(void **state)
{
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    fill_with_marks(&g);
    zi_grid_end_as(&g, ZI_GRID_MD, &out);
    assert_string_equal(
        out.data, "\n| a\\|b | n |\n|---|---:|\n| x & &lt;y&gt; \"z\" | 7 |\n\n");
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

static void
markdown_keeps_entities_as_they_were_written_and_one_line(void **state)
{
    zi_buffer out = { 0 };
    (void) state;
    zi_md_text(&out, "a &lt; b & c?x=1&y=2; &#38;\nd|e\n");
    assert_string_equal(out.data, "a &amp;lt; b & c?x=1&y=2; &amp;#38; d\\|e");
    zi_buffer_free(&out);
}

static void
as_text_it_is_the_plain_table(void **state)
{
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    fill_with_marks(&g);
    zi_grid_end_as(&g, ZI_GRID_TEXT, &out);
    assert_string_equal(out.data, "a|b          n\nx & <y> \"z\"  7\n");
    zi_buffer_free(&out);
}

/* A cell holds 1,023 bytes: a letter that does not fit is left out whole. */
static void
a_long_cell_is_not_cut_inside_a_letter(void **state)
{
    char text[1200];
    zi_buffer out = { 0 };
    zi_grid g;
    (void) state;
    memset(text, 'a', 1022);
    memcpy(text + 1022, "\u049b\u049b", 5); /* two bytes each */
    zi_grid_begin(&g, "l");
    zi_grid_cell(&g, "%s", text);
    zi_grid_end_as(&g, ZI_GRID_HTML, &out);
    assert_true(zi_utf8_is_valid(out.data, out.length));
    assert_non_null(strstr(out.data, "aaa</th>"));
    zi_buffer_free(&out);
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
    zi_mem_fail_after(0);
    zi_grid_begin(&g, "l");
    zi_grid_cell(&g, "a");
    zi_mem_fail_after(-1);
    zi_grid_end_as(&g, ZI_GRID_MD, &out);
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
        cmocka_unit_test(html_cells_are_escaped_and_the_first_row_is_the_head),
        cmocka_unit_test(markdown_cells_are_escaped),
        cmocka_unit_test(markdown_keeps_entities_as_they_were_written_and_one_line),
        cmocka_unit_test(as_text_it_is_the_plain_table),
        cmocka_unit_test(a_long_cell_is_not_cut_inside_a_letter),
        cmocka_unit_test(memory_that_runs_out_leaves_its_mark),
    };
    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
