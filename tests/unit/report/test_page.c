/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <zhol/report.h>

#include "base/mem.h"
#include "report/page.h"
#include "unit/cost/scenes.h"

static uint32_t
count(const char *text, const char *what)
{
    uint32_t n = 0;

    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what)) {
        n++;
    }
    return n;
}

/* Cites the sources of all places twice. */
static void
write_page(const zhol_world *w, zi_grid_form form, zi_buffer *out)
{
    static const char svg[] = "<?xml version=\"1.0\"?>\n<svg></svg>\n";
    zhol_error err = { "" };
    uint32_t n;
    const zhol_place *places = zhol_world_places(w, &n);
    zi_page page;
    zi_grid g;

    if (zi_page_begin(&page, w, form, "A & <B>", out, &err) != ZHOL_OK) {
        out->failed = true;
        return;
    }
    zi_page_heading(&page, "%s", "<script>");
    zi_page_text(&page, "%d | %s", 7, "\"x\" <script>\n");
    zi_grid_begin(&g, "l");
    zi_grid_cell(&g, "%s", "<script>");
    zi_page_grid(&page, &g);
    zi_page_svg(&page, "a <plot>", svg, sizeof svg - 1);
    zi_page_markdown(&page,
        "## <script>\n- one\n- two\n\n| h | k |\n|---|---:|\n| &lt;i> | 2 |\nend\n");
    for (uint32_t i = 0; i < 2 * n; i++) {
        zi_page_cite(&page, places[i / 2].origin.source);
    }
    zi_page_end(&page);
}

static void
html_stands_alone_and_lists_each_source_once(void **state)
{
    zhol_world *w = tiny_world();
    zi_buffer out = { 0 };
    (void) state;
    write_page(w, ZI_GRID_HTML, &out);
    assert_non_null(strstr(out.data, "<title>A &amp; &lt;B&gt;</title>"));
    assert_non_null(strstr(out.data, "<h1>A &amp; &lt;B&gt;</h1>"));
    assert_int_equal(count(out.data, "<script"), 0);
    assert_int_equal(count(out.data, "&lt;script&gt;"), 4);
    assert_int_equal(count(out.data, "<?xml"), 0); /* only before a document */
    assert_int_equal(count(out.data, "<svg"), 1);
    assert_int_equal(count(out.data, " src="), 0);
    assert_int_equal(count(out.data, "<link"), 0);
    assert_int_equal(count(out.data, "url("), 0);
    assert_int_equal(count(out.data, "@import"), 0);
    assert_non_null(strstr(out.data, "<h3>&lt;script&gt;</h3>"));
    assert_non_null(strstr(out.data, "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"));
    assert_non_null(strstr(out.data, "<table>\n<tr><th>h</th><th>k</th></tr>\n"));
    assert_non_null(strstr(out.data, "<tr><td>&lt;i&gt;</td><td>2</td></tr>\n"));
    assert_non_null(strstr(out.data, "</table>\n<p>end</p>"));
    assert_int_equal(count(out.data, "<li>"), 4);
    assert_int_equal(count(out.data, "<li>test_a: "), 1);
    assert_int_equal(count(out.data, "<li>rule_rounded_coordinates: "), 1);
    assert_int_equal(count(out.data, ", seen 2026-11-23</li>"), 2);
    assert_string_equal(strstr(out.data, "</body>"), "</body></html>\n");
    zi_buffer_free(&out);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
markdown_holds_no_tag(void **state)
{
    zhol_world *w = tiny_world();
    zi_buffer out = { 0 };
    (void) state;
    write_page(w, ZI_GRID_MD, &out);
    assert_memory_equal(out.data, "# A & &lt;B&gt;\n\n## &lt;script&gt;\n", 34);
    assert_non_null(strstr(out.data, "\n7 \\| \"x\" &lt;script&gt;\n"));
    assert_non_null(strstr(out.data, "\n(plot: a &lt;plot&gt;)\n"));
    assert_non_null(strstr(out.data, "\n### &lt;script&gt;\n- one\n- two\n"));
    assert_int_equal(count(out.data, "<"), 0);
    assert_int_equal(count(out.data, "\n- test_a: "), 1);
    assert_int_equal(count(out.data, "\n- "), 4);
    zi_buffer_free(&out);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

/* Longer than the room for a paragraph: cut, but never inside a letter. */
static void
a_long_text_stays_utf_8(void **state)
{
    zhol_world *w = tiny_world();
    zhol_error err = { "" };
    zi_buffer out = { 0 }, text = { 0 };
    zi_page page;
    (void) state;
    zi_buffer_text(&text, "a");
    for (int i = 0; i < 2000; i++) {
        zi_buffer_text(&text, "\u049b");
    }
    must(zi_page_begin(&page, w, ZI_GRID_HTML, "t", &out, &err), &err);
    zi_page_text(&page, "%s", text.data);
    zi_page_heading(&page, "%s", text.data);
    zi_page_end(&page);
    assert_true(zi_utf8_is_valid(out.data, out.length));
    zi_buffer_free(&out);
    zi_buffer_free(&text);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
memory_may_run_out_on_a_page(void **state)
{
    zhol_world *w = tiny_world();
    const long live = zi_mem_live();
    bool failed = true;
    (void) state;
    for (long k = 0; failed; k++) {
        zi_buffer out = { 0 };
        assert_true(k < 500);
        zi_mem_fail_after(k);
        write_page(w, ZI_GRID_HTML, &out);
        zi_mem_fail_after(-1);
        failed = out.failed;
        zi_buffer_free(&out);
        assert_int_equal(zi_mem_live(), live);
    }
    zhol_world_free(w);
}

static zhol_status
brief(const zhol_world *w, zhol_ref a, zhol_ref b, bool is_markdown, zhol_buffer *out,
    zhol_error *err)
{
    zhol_brief_options options = { .is_markdown = is_markdown };

    zhol_scenario_defaults(&options.scenario);
    return zhol_report_brief(w, a, b, &options, out, err);
}

static void
a_sheet_needs_two_economies_and_is_the_same_each_time(void **state)
{
    zhol_world *w = tiny_world();
    zhol_buffer once = { 0 }, again = { 0 };
    zhol_error err = { "" };
    (void) state;
    must(brief(w, 2, 1, false, &once, &err), &err);
    must(brief(w, 2, 1, false, &again, &err), &err);
    assert_string_equal(once.data, again.data);
    assert_non_null(strstr(once.data, "<h1>Kazakhstan and China</h1>"));
    assert_null(strstr(once.data, "nan"));
    assert_int_equal(brief(w, 1, 1, false, &again, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "a sheet needs two different economies");
    zhol_buffer_free(&once);
    zhol_buffer_free(&again);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
memory_may_run_out_on_a_sheet(void **state)
{
    zhol_world *w = tiny_world();
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    zhol_buffer whole = { 0 };
    zhol_error err = { "" };
    (void) state;
    must(brief(w, 2, 1, true, &whole, &err), &err);
    for (long k = 0, step = 1; status == ZHOL_LIMIT; k += step) {
        zhol_buffer out = { 0 };
        step = k < 60 ? 1 : 7;
        assert_true(k < 20000);
        zi_mem_fail_after(k);
        status = brief(w, 2, 1, true, &out, &err);
        zi_mem_fail_after(-1);
        if (status == ZHOL_OK) {
            assert_string_equal(out.data, whole.data);
        }
        zhol_buffer_free(&out);
        assert_int_equal(zi_mem_live(), live + 1); /* `whole` */
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_buffer_free(&whole);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_stands_alone_and_lists_each_source_once),
        cmocka_unit_test(markdown_holds_no_tag),
        cmocka_unit_test(a_long_text_stays_utf_8),
        cmocka_unit_test(memory_may_run_out_on_a_page),
        cmocka_unit_test(a_sheet_needs_two_economies_and_is_the_same_each_time),
        cmocka_unit_test(memory_may_run_out_on_a_sheet),
    };
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
