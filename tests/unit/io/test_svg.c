/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "io/svg.h"

static const zi_svg_font font = { 12, "#111111", ZI_SVG_START, false, false };

static void
xml_text_writes_entities_and_no_control_letters(void **state)
{
    zi_buffer out = { 0 };
    (void) state;
    zi_xml_text(&out, "a & b < c > \"d\" |\t\n\x01\r Қазақстан 重庆");
    assert_string_equal(
        out.data, "a &amp; b &lt; c &gt; &quot;d&quot; |\t\n?? Қазақстан 重庆");
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

static void
coordinates_have_two_decimals_and_no_minus_zero(void **state)
{
    const zi_svg_pen pen = { "#0072b2", 1.255, NULL };
    zi_buffer out = { 0 };
    zi_svg s = { &out };
    (void) state;
    zi_svg_line(&s, 1.0 / 3, -0.001, 100, -2.5, &pen);
    assert_string_equal(out.data,
        "<line x1=\"0.33\" y1=\"0\" x2=\"100\" y2=\"-2.5\" fill=\"none\" "
        "stroke=\"#0072b2\" stroke-width=\"1.25\"/>\n");
    zi_buffer_free(&out);
}

static void
a_path_goes_through_its_points_in_order(void **state)
{
    const zi_svg_pen pen = { "#000000", 2, "5 4" };
    const double x[] = { 0, 10, 20.126 }, y[] = { 5, 6, 7 };
    zi_buffer out = { 0 };
    zi_svg s = { &out };
    (void) state;
    zi_svg_path(&s, x, y, 3, &pen);
    assert_string_equal(out.data,
        "<polyline points=\"0,5 10,6 20.13,7\" stroke-linejoin=\"round\" fill=\"none\" "
        "stroke=\"#000000\" stroke-width=\"2\" stroke-dasharray=\"5 4\"/>\n");
    zi_buffer_free(&out);
}

static void
text_says_its_anchor_weight_and_halo(void **state)
{
    const zi_svg_font loud = { 13, "#111111", ZI_SVG_END, true, true };
    zi_buffer out = { 0 };
    zi_svg s = { &out };
    (void) state;
    zi_svg_text(&s, 1, 2, &font, "a<b");
    zi_svg_text(&s, 1, 2, &loud, "c");
    assert_string_equal(out.data,
        "<text x=\"1\" y=\"2\" font-size=\"12\" fill=\"#111111\" "
        "text-anchor=\"start\">a&lt;b</text>\n"
        "<text x=\"1\" y=\"2\" font-size=\"13\" fill=\"#111111\" text-anchor=\"end\" "
        "font-weight=\"bold\" stroke=\"#ffffff\" stroke-width=\"4\" "
        "paint-order=\"stroke\">c</text>\n");
    zi_buffer_free(&out);
}

static void
draw(zi_buffer *out)
{
    zi_svg s = zi_svg_begin(out, 100, 50.005, "x < \"y\" & z");

    zi_svg_circle(&s, 1, 2, 3, "#111111");
    zi_svg_box(&s, 1, 2, 3, 4, "#dddddd");
    zi_svg_text(&s, 0, 0, &font, "</svg><script>");
    zi_svg_end(&s);
}

static void
a_picture_is_one_element_the_same_each_time(void **state)
{
    zi_buffer once = { 0 }, again = { 0 };
    (void) state;
    draw(&once);
    draw(&again);
    assert_string_equal(once.data, again.data);
    assert_non_null(strstr(once.data, "<title>x &lt; &quot;y&quot; &amp; z</title>\n"));
    assert_non_null(strstr(once.data, "viewBox=\"0 0 100 50.01\""));
    assert_null(strstr(once.data, "<script"));
    assert_string_equal(strstr(once.data, "</svg>"), "</svg>\n");
    zi_buffer_free(&once);
    zi_buffer_free(&again);
}

static void
memory_that_runs_out_leaves_its_mark(void **state)
{
    zi_buffer out = { 0 };
    (void) state;
    zi_mem_fail_after(0);
    draw(&out);
    zi_mem_fail_after(-1);
    assert_true(out.failed);
    zi_buffer_free(&out);
    assert_int_equal(zi_mem_live(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_text_writes_entities_and_no_control_letters),
        cmocka_unit_test(coordinates_have_two_decimals_and_no_minus_zero),
        cmocka_unit_test(a_path_goes_through_its_points_in_order),
        cmocka_unit_test(text_says_its_anchor_weight_and_halo),
        cmocka_unit_test(a_picture_is_one_element_the_same_each_time),
        cmocka_unit_test(memory_that_runs_out_leaves_its_mark),
    };
    return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
