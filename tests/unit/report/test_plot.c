/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/plot.h"

static const double x[] = { 0, 10, 20, 30 }, low[] = { 0, 0.2, 0.5, 1 },
                    high[] = { 0, 0.4, 0.51, 1 };

/* Two lines that end close to each other at x_max = 20; the last points lie behind it. */
static zi_plot
make_plot(void)
{
    return (zi_plot){ .title = "A & <B>",
        .subtitle = "sub",
        .y_title = "share",
        .foot = { "first", "second", NULL },
        .panels = { { .x_title = "days",
            .x_max = 20,
            .x_step = 10,
            .mark_x = 10,
            .mark_y = 0.2,
            .mark_text = "20 % in 10 d",
            .lines = { { .label = "low", .colour = 0, .x = x, .y = low, .n = 4 },
                { .label = "high",
                    .colour = 1,
                    .is_dashed = true,
                    .x = x,
                    .y = high,
                    .n = 4 },
                { .label = "mute",
                    .colour = 2,
                    .is_unlabelled = true,
                    .x = x,
                    .y = low,
                    .n = 4 } },
            .n_lines = 3 } },
        .n_panels = 1 };
}

static zi_buffer
draw(const zi_plot *plot)
{
    zi_buffer out = { 0 };

    zi_plot_write(plot, &out);
    assert_false(out.failed);
    return out;
}

static uint32_t
count(const char *text, const char *what)
{
    uint32_t n = 0;

    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what)) {
        n++;
    }
    return n;
}

/* Where a text stands: its y. */
static double
height_of(const char *svg, const char *text)
{
    const char *at = strstr(svg, text);

    assert_non_null(at);
    while (at > svg && memcmp(at, "<text", 5) != 0) {
        at--;
    }
    return strtod(strstr(at, " y=\"") + strlen(" y=\""), NULL);
}

static void
a_plot_is_the_same_document_each_time(void **state)
{
    const zi_plot plot = make_plot();
    zi_buffer once = draw(&plot), again = draw(&plot);

    (void) state;
    assert_string_equal(once.data, again.data);
    assert_memory_equal(once.data, "<?xml ", 6);
    assert_string_equal(strstr(once.data, "</svg>"), "</svg>\n");
    assert_int_equal(count(once.data, "A &amp; &lt;B&gt;"), 2); /* title and heading */
    assert_int_equal(count(once.data, "<polyline"), 3);
    assert_int_equal(count(once.data, "stroke-dasharray=\"5 4\""), 1);
    assert_int_equal(count(once.data, "<circle"), 1);
    assert_int_equal(count(once.data, ">first</text>"), 1);
    assert_int_equal(count(once.data, ">second</text>"), 1);
    assert_int_equal(count(once.data, ">mute</text>"), 0);
    assert_int_equal(count(once.data, "<script"), 0);
    zi_buffer_free(&once);
    zi_buffer_free(&again);
    assert_int_equal(zi_mem_live(), 0);
}

/* Both would stand at the height of their last drawn points, 3 apart. */
static void
labels_stand_apart_at_the_ends_of_what_is_drawn(void **state)
{
    const zi_plot plot = make_plot();
    zi_buffer out = draw(&plot);
    const double high_at = height_of(out.data, ">high</text>"),
                 low_at = height_of(out.data, ">low</text>"),
                 half_at = (height_of(out.data, ">40 %</text>")
                               + height_of(out.data, ">60 %</text>"))
                           / 2;

    (void) state;
    assert_true(high_at < half_at && half_at - high_at < 5);
    assert_true(low_at - high_at > 14.99 && low_at - high_at < 15.01);
    zi_buffer_free(&out);
}

static void
points_behind_the_axis_are_not_drawn_and_no_mark_is_none(void **state)
{
    zi_plot plot = make_plot();
    zi_buffer out;
    const char *line, *end;

    (void) state;
    plot.panels[0].mark_x = -1;
    plot.panels[0].n_lines = 1;
    out = draw(&plot);
    assert_int_equal(count(out.data, "<circle"), 0);
    line = strstr(out.data, "<polyline points=\"") + strlen("<polyline points=\"");
    end = strchr(line, '"');
    uint32_t commas = 0;
    for (const char *at = line; at < end; at++) {
        commas += *at == ',';
    }
    assert_int_equal(commas, 3);
    zi_buffer_free(&out);
}

static void
a_band_goes_along_its_high_side_and_back_along_its_low(void **state)
{
    zi_plot plot = make_plot();
    zi_buffer out;

    (void) state;
    plot.panels[0].band = (zi_plot_band){ .x = x, .low = low, .high = high, .n = 4 };
    out = draw(&plot);
    assert_int_equal(count(out.data, "<polygon"), 1);
    const char *at =
        strstr(out.data, "<polygon points=\"") + strlen("<polygon points=\"");
    double points[6][2];
    for (int i = 0; i < 6; i++) { /* three points lie on the axis */
        char *end;
        points[i][0] = strtod(at, &end);
        points[i][1] = strtod(end + 1, &end);
        at = end + 1;
    }
    assert_true(strncmp(at, " fill=", 6) == 0);
    for (int i = 0; i < 3; i++) {
        assert_true(points[i][0] == points[5 - i][0]); /* NOLINT: the same text */
        assert_true(points[i][1] <= points[5 - i][1]); /* y grows downwards */
    }
    assert_true(points[1][1] < points[4][1]);
    zi_buffer_free(&out);
}

/* Of two words at one spot the first is written; what does not fit is left out. */
static void
words_that_find_no_room_are_left_out(void **state)
{
    zi_plot plot = make_plot();
    zi_buffer out;

    (void) state;
    plot.panels[0].mark_x = -1;
    plot.panels[0].notes[0] = (zi_plot_note){ 1, 0.5, "first here" };
    plot.panels[0].notes[1] = (zi_plot_note){ 1.1, 0.5, "second here, and too long" };
    plot.panels[0].notes[2] = (zi_plot_note){ 5, 0.8, "far above" };
    plot.panels[0].notes[3] = (zi_plot_note){ 19.9, 0.3, "left of the edge" };
    plot.panels[0].notes[4] = (zi_plot_note){ 20.1, 0.6, "beyond" };
    plot.panels[0].n_notes = 5;
    out = draw(&plot);
    assert_int_equal(count(out.data, ">first here<"), 1);
    assert_int_equal(count(out.data, ">second here, and too long<"), 0);
    assert_int_equal(count(out.data, ">far above<"), 1);
    assert_int_equal(count(out.data, ">left of the edge<"), 1);
    assert_int_equal(count(out.data, ">beyond<"), 0);
    assert_int_equal(count(out.data, "<circle"), 3);
    zi_buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plot_is_the_same_document_each_time),
        cmocka_unit_test(labels_stand_apart_at_the_ends_of_what_is_drawn),
        cmocka_unit_test(points_behind_the_axis_are_not_drawn_and_no_mark_is_none),
        cmocka_unit_test(a_band_goes_along_its_high_side_and_back_along_its_low),
        cmocka_unit_test(words_that_find_no_room_are_left_out),
    };
    return cmocka_run_group_tests_name("plot", tests, NULL, NULL);
}
