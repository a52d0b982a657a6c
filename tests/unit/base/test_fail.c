/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/fail.h"

/* Scripts and servers of users rely on these numbers: they never change. */
static void
exit_codes_and_http_statuses_are_promised(void **state)
{
    static const int promise[][3] = { { ZHOL_OK, 0, 200 }, { ZHOL_NONE, 1, 200 },
        { ZHOL_USAGE, 2, 400 }, { ZHOL_BAD_DATA, 3, 422 }, { ZHOL_LIMIT, 4, 503 },
        { ZHOL_IO, 5, 500 }, { ZHOL_INTERNAL, 70, 500 } };
    (void) state;
    for (size_t i = 0; i < sizeof promise / sizeof promise[0]; i++) {
        assert_int_equal(promise[i][0], promise[i][1]);
        assert_int_equal(zhol_status_http((zhol_status) promise[i][0]), promise[i][2]);
    }
    assert_string_equal(zhol_status_text(ZHOL_BAD_DATA), "input data are not valid");
}

static void
an_unknown_status_is_an_internal_error(void **state)
{
    (void) state;
    assert_int_equal(zhol_status_http((zhol_status) 42), 500);
    assert_string_equal(
        zhol_status_text((zhol_status) 42), zhol_status_text(ZHOL_INTERNAL));
}

static void
a_message_is_optional(void **state)
{
    zhol_error err;
    (void) state;
    assert_int_equal(zi_fail(NULL, ZHOL_IO, "%d", 1), ZHOL_IO);
    assert_int_equal(zi_fail(&err, ZHOL_USAGE, "%s: %d", "mass_t", -1), ZHOL_USAGE);
    assert_string_equal(err.message, "mass_t: -1");
}

static void
a_cut_message_ends_with_a_whole_letter(void **state)
{
    char text[700];
    zhol_error err;
    (void) state;
    for (size_t shift = 0; shift < 3; shift++) {
        memset(text, 'x', sizeof text);
        for (size_t i = shift; i + 3 < sizeof text; i += 3) {
            memcpy(text + i, "\xE9\x87\x8C", 3); /* a Chinese li: 3 bytes */
        }
        text[sizeof text - 1] = '\0';
        zi_fail(&err, ZHOL_IO, "%s", text);
        assert_int_equal(strlen(err.message), shift + (511 - shift) / 3 * 3);
        assert_memory_equal(err.message, text, strlen(err.message));
    }
}

static void
bytes_that_are_no_text_stay_in_the_middle_of_a_message(void **state)
{
    zhol_error err;
    (void) state;
    zi_fail(&err, ZHOL_IO, "%s", "a\xFFz");
    assert_string_equal(err.message, "a\xFFz");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_codes_and_http_statuses_are_promised),
        cmocka_unit_test(an_unknown_status_is_an_internal_error),
        cmocka_unit_test(a_message_is_optional),
        cmocka_unit_test(a_cut_message_ends_with_a_whole_letter),
        cmocka_unit_test(bytes_that_are_no_text_stay_in_the_middle_of_a_message),
    };
    return cmocka_run_group_tests_name("base-fail", tests, NULL, NULL);
}
