/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/date.h"

static void
days_that_exist_are_read(void **state)
{
    uint32_t date;
    (void) state;
    assert_true(zi_date_read("2026-11-23", 10, &date));
    assert_int_equal(date, 20261123);
    assert_true(zi_date_read("2024-02-29", 10, &date));
    assert_true(zi_date_read("2000-02-29", 10, &date));
    assert_true(zi_date_read("0001-01-01", 10, &date));
    assert_int_equal(date, 10101);
    assert_true(zi_date_read("9999-12-31", 10, &date));
}

static void
days_that_do_not_exist_are_refused(void **state)
{
    static const char *const bad[] = { "", "2026", "2026-11", "2026-11-2", "2026-11-233",
        "2026-1-123", "26-11-2023", "2026/11/23", "2026-11-23 ", " 2026-11-23",
        "2023-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-13-01",
        "2026-00-10", "2026-10-00", "0000-01-01", "-001-01-01", "2026-1a-01", "20261123",
        "2026-11-3\x31\x31" };
    uint32_t date;
    (void) state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        date = 99;
        assert_false(zi_date_read(bad[i], strlen(bad[i]), &date));
        assert_int_equal(date, 0);
    }
}

static void
days_of_any_year_are_read(void **state)
{
    static const char *const bad[] = { "", "11-2", "1-23", "13-01", "00-10", "10-00",
        "04-31", "02-30", "11/23", "2026-11-23" };
    uint32_t day;
    (void) state;
    assert_true(zi_date_read_day("11-23", 5, &day));
    assert_int_equal(day, 1123);
    assert_true(zi_date_read_day("02-29", 5, &day));
    assert_int_equal(day, 229);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(zi_date_read_day(bad[i], strlen(bad[i]), &day));
        assert_int_equal(day, 0);
    }
}

static void
known_days_have_known_numbers(void **state)
{
    (void) state;
    assert_int_equal(zi_date_days(19700101), 0);
    assert_int_equal(zi_date_days(19691231), -1);
    assert_int_equal(zi_date_days(20000301), 11017);
    assert_int_equal(zi_date_days(20380119), 24855); /* the last of 2^31 seconds */
    assert_int_equal(zi_date_days(10101), -719162);
    assert_int_equal(zi_date_of_days(-719163), 0);
    assert_int_equal(zi_date_of_days(zi_date_days(99991231) + 1), 0);
    assert_int_equal(zi_date_of_days(INT32_MAX), 0);
    assert_int_equal(zi_date_of_days(INT32_MIN), 0);
}

/* Walks the calendar day by day, by the rules of school, from 0001 to 9999. */
static void
every_day_follows_the_one_before(void **state)
{
    int32_t days = zi_date_days(10101);
    (void) state;
    for (uint32_t year = 1; year <= 9999; year++) {
        const uint32_t february =
            year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
        const uint32_t length[] = { 31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30,
            31 };
        for (uint32_t month = 1; month <= 12; month++) {
            const uint32_t first = year * 10000 + month * 100;
            for (uint32_t day = 1; day <= length[month - 1]; day++) {
                assert_true(zi_date_is_valid(first + day));
                assert_int_equal(zi_date_days(first + day), days);
                assert_int_equal(zi_date_of_days(days), first + day);
                days++;
            }
            assert_false(zi_date_is_valid(first));
            assert_false(zi_date_is_valid(first + length[month - 1] + 1));
        }
    }
}

static void
dates_are_written_as_they_are_read(void **state)
{
    char text[11];
    (void) state;
    zi_date_write(20261123, text);
    assert_string_equal(text, "2026-11-23");
    zi_date_write(10203, text);
    assert_string_equal(text, "0001-02-03");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_exist_are_read),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(days_of_any_year_are_read),
        cmocka_unit_test(known_days_have_known_numbers),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(dates_are_written_as_they_are_read),
    };
    return cmocka_run_group_tests_name("base-date", tests, NULL, NULL);
}
