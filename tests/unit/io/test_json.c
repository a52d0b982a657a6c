/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "io/json.h"

static void
assert_ends_as(zi_json *j, const char *expected)
{
    zi_json_finish(j);
    assert_int_equal(zi_buffer_status(j->out, NULL), ZHOL_OK);
    assert_string_equal(j->out->data, expected);
    zi_buffer_free(j->out);
}

static void
documents_are_indented_by_two(void **state)
{
    zi_buffer text = { 0 };
    zi_json j = zi_json_to(&text);
    (void) state;
    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.route/1");
    zi_json_key(&j, "legs");
    zi_json_begin_array(&j);
    zi_json_begin_object(&j);
    zi_json_key(&j, "length_km");
    zi_json_number(&j, 0.1);
    zi_json_key(&j, "pass");
    zi_json_null(&j);
    zi_json_end_object(&j);
    zi_json_begin_object(&j);
    zi_json_end_object(&j);
    zi_json_end_array(&j);
    zi_json_key(&j, "none");
    zi_json_begin_array(&j);
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    assert_ends_as(&j, "{\n"
                       "  \"schema\": \"zhol.route/1\",\n"
                       "  \"legs\": [\n"
                       "    {\n"
                       "      \"length_km\": 0.1,\n"
                       "      \"pass\": null\n"
                       "    },\n"
                       "    {}\n"
                       "  ],\n"
                       "  \"none\": []\n"
                       "}\n");
}

static void
lines_hold_all_that_is_inside(void **state)
{
    zi_buffer text = { 0 };
    zi_json j = zi_json_to(&text);
    (void) state;
    zi_json_begin_array(&j);
    zi_json_begin_array_line(&j);
    zi_json_integer(&j, INT64_MIN);
    zi_json_bool(&j, true);
    zi_json_bool(&j, false);
    zi_json_begin_array(&j);
    zi_json_number(&j, 1);
    zi_json_number(&j, -2.5);
    zi_json_end_array(&j);
    zi_json_end_array(&j);
    zi_json_begin_object_line(&j);
    zi_json_key(&j, "a");
    zi_json_integer(&j, 1);
    zi_json_key(&j, "b");
    zi_json_begin_object(&j);
    zi_json_end_object(&j);
    zi_json_end_object(&j);
    zi_json_end_array(&j);
    assert_ends_as(&j, "[\n"
                       "  [-9223372036854775808, true, false, [1, -2.5]],\n"
                       "  {\"a\": 1, \"b\": {}}\n"
                       "]\n");
}

static void
a_single_value_is_a_document(void **state)
{
    zi_buffer text = { 0 };
    zi_json j = zi_json_to(&text);
    (void) state;
    zi_json_text(&j, "");
    assert_ends_as(&j, "\"\"\n");
}

static void
texts_are_escaped_and_always_valid(void **state)
{
    zi_buffer text = { 0 };
    zi_json j = zi_json_to(&text);
    (void) state;
    zi_json_begin_object_line(&j);
    zi_json_key(&j, "a\"b");
    zi_json_text(&j, "\\ \" / \b\f\n\r\t \x01\x1F\x7F");
    zi_json_key(&j, "utf8");
    zi_json_text(&j, "Достық 西安 \xFF\xC3|\xED\xA0\x80");
    zi_json_end_object(&j);
    assert_ends_as(&j, "{\"a\\\"b\": \"\\\\ \\\" / \\b\\f\\n\\r\\t \\u0001\\u001f\x7F\", "
                       "\"utf8\": \"Достық 西安 \uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD\"}\n");
}

static void
the_deepest_level_still_fits(void **state)
{
    zi_buffer text = { 0 };
    zi_json j = zi_json_to(&text);
    (void) state;
    for (int i = 0; i < ZI_JSON_MAX_DEPTH; i++) {
        zi_json_begin_array_line(&j);
    }
    for (int i = 0; i < ZI_JSON_MAX_DEPTH; i++) {
        zi_json_end_array(&j);
    }
    assert_ends_as(
        &j, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n");
}

static void
memory_that_runs_out_shows_in_the_buffer(void **state)
{
    const long before = zi_mem_live();
    (void) state;
    for (long k = 0; k < 3; k++) {
        zi_buffer text = { 0 };
        zi_json j = zi_json_to(&text);
        zi_mem_fail_after(k);
        zi_json_begin_array(&j);
        for (int i = 0; i < 100; i++) {
            zi_json_number(&j, i);
        }
        zi_json_end_array(&j);
        zi_json_finish(&j);
        zi_mem_fail_after(-1);
        assert_int_equal(zi_buffer_status(&text, NULL), ZHOL_LIMIT);
        zi_buffer_free(&text);
        assert_int_equal(zi_mem_live(), before);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_indented_by_two),
        cmocka_unit_test(lines_hold_all_that_is_inside),
        cmocka_unit_test(a_single_value_is_a_document),
        cmocka_unit_test(texts_are_escaped_and_always_valid),
        cmocka_unit_test(the_deepest_level_still_fits),
        cmocka_unit_test(memory_that_runs_out_shows_in_the_buffer),
    };
    return cmocka_run_group_tests_name("io-json", tests, NULL, NULL);
}
