/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/number.h"

static void
assert_reads(const char *text, double expected)
{
    double x = 99;
    assert_true(zi_number_read(text, strlen(text), &x));
    assert_memory_equal(&x, &expected, sizeof x); /* also the sign of zero */
}

static void
numbers_are_read_to_the_nearest_double(void **state)
{
    (void) state;
    assert_reads("0", 0);
    assert_reads("-0", 0);
    assert_reads("11179", 11179);
    assert_reads("-73.8", -73.8);
    assert_reads("0.1", 0.1);
    assert_reads(".5", 0.5); /* as Stata writes it */
    assert_reads("-.25", -0.25);
    assert_reads(".0625e2", 6.25);
    assert_reads(".3141592653589793238", 0.3141592653589793);
    assert_reads("007.50", 7.5);
    assert_reads("1e22", 1e22);
    assert_reads("1E+3", 1000);
    assert_reads("123456789012345e-22", 123456789012345e-22);
    assert_reads("0.000000000000000000000000000000000001", 1e-36);
    assert_reads("3.14159265358979323846264338327950288", 3.141592653589793);
    assert_reads("9007199254740993", 9007199254740992.0); /* halfway, to even */
    assert_reads("9007199254740993.00000000000000000000000001", 9007199254740994.0);
    assert_reads("1.7976931348623157e308", DBL_MAX);
    assert_reads("4.9406564584124654e-324", 0x1p-1074);
    assert_reads("2.2250738585072011e-308", 2.2250738585072011e-308); /* once hung PHP */
    assert_reads("1e-400", 0);
    assert_reads("0e99999999999999", 0);
    assert_reads("100000000000000000000000000000000000000000e-41", 1);
}

static void
what_is_no_number_is_refused(void **state)
{
    static const char *const bad[] = { "", "-", "+1", ".", "-.", ".e5", "-.e5", "..5",
        "5.", " 5", "5 ", "1,5", "7x", "0x10", "nan", "NaN", "inf", "-inf", "infinity",
        "1e", "1e+", "1e5.0", "1e309", "-1e999999999999999", "1.797693134862316e308",
        "--1", "1-", "1_000", "1.2.3", "\xD9\xA1", "e5", "1d5" };
    char text[ZI_NUMBER_MAX_TEXT + 2];
    double x;
    (void) state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        x = 99;
        assert_false(zi_number_read(bad[i], strlen(bad[i]), &x));
        assert_true(x >= 0 && x <= 0);
    }
    assert_false(zi_number_read("1\0", 2, &x));
    assert_true(zi_number_read("12", 1, &x) && fabs(x - 1) < 0.5);
    memset(text, '0', sizeof text);
    assert_true(zi_number_read(text, ZI_NUMBER_MAX_TEXT, &x));
    assert_false(zi_number_read(text, ZI_NUMBER_MAX_TEXT + 1, &x));
}

static void
whole_numbers_are_read_up_to_32_bits(void **state)
{
    static const char *const bad[] = { "", "-1", "+1", "1.0", "4294967296", " 1", "1e3",
        "99999999999999999999999999", "a" };
    uint32_t n;
    (void) state;
    assert_true(zi_number_read_u32("0", 1, &n));
    assert_int_equal(n, 0);
    assert_true(zi_number_read_u32("4294967295", 10, &n));
    assert_int_equal(n, UINT32_MAX);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        n = 99;
        assert_false(zi_number_read_u32(bad[i], strlen(bad[i]), &n));
        assert_int_equal(n, 0);
    }
}

static void
assert_writes(double x, const char *expected)
{
    char text[ZI_NUMBER_MAX];
    assert_int_equal(zi_number_write(x, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void
numbers_are_written_with_the_digits_they_need(void **state)
{
    (void) state;
    assert_writes(0, "0");
    assert_writes(-0.0, "0");
    assert_writes(0.1, "0.1");
    assert_writes(-1.5, "-1.5");
    assert_writes(11179, "11179");
    assert_writes(1e15, "1e+15");
    assert_writes(1e21, "1e+21");
    assert_writes(0.1 + 0.2, "0.30000000000000004");
    assert_writes(1.0 / 3, "0.3333333333333333");
    assert_writes(DBL_MAX, "1.7976931348623157e+308");
    assert_writes(-DBL_MIN, "-2.2250738585072014e-308");
}

static void
a_comma_locale_changes_nothing(void **state)
{
    static const char *const names[] = { "de_DE.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8" };
    const char *set = NULL;
    (void) state;
    for (size_t i = 0; !set && i < 3; i++) {
        set = setlocale(LC_ALL, names[i]);
    }
    if (!set) {
        skip(); /* this machine has no such locale */
    }
    assert_writes(0.5, "0.5");
    assert_reads("3.14159265358979323846", 3.141592653589793);
    assert_string_equal(localeconv()->decimal_point, ",");
    setlocale(LC_ALL, "C");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_to_the_nearest_double),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(whole_numbers_are_read_up_to_32_bits),
        cmocka_unit_test(numbers_are_written_with_the_digits_they_need),
        cmocka_unit_test(a_comma_locale_changes_nothing),
    };
    return cmocka_run_group_tests_name("base-number", tests, NULL, NULL);
}
