/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <assert.h>

static const uint32_t MONTH_DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

/* Days from 0000-03-01 to 1970-01-01, and of 400 years: the calendar repeats after them.
 */
enum { EPOCH_DAYS = 719468, ERA_DAYS = 146097 };

static bool
is_leap(uint32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
zi_date_is_valid(uint32_t yyyymmdd)
{
    const uint32_t year = yyyymmdd / 10000, month = yyyymmdd / 100 % 100,
                   day = yyyymmdd % 100;

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) {
        return false;
    }
    return day <= MONTH_DAYS[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* The digits of text that fits the form ("0000-00-00"), or 0. */
static uint32_t
digits_of(const char *text, size_t n, const char *form, size_t form_length)
{
    uint32_t number = 0;

    if (n != form_length) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (form[i] != '0') {
            if (text[i] != form[i]) {
                return 0;
            }
        } else if (text[i] >= '0' && text[i] <= '9') {
            number = number * 10 + (uint32_t) (text[i] - '0');
        } else {
            return 0;
        }
    }
    return number;
}

bool
zi_date_read(const char *text, size_t n, uint32_t *yyyymmdd)
{
    const uint32_t date = digits_of(text, n, "0000-00-00", 10);

    *yyyymmdd = zi_date_is_valid(date) ? date : 0;
    return *yyyymmdd != 0;
}

bool
zi_date_read_day(const char *text, size_t n, uint32_t *mmdd)
{
    const uint32_t day = digits_of(text, n, "00-00", 5);

    *mmdd = zi_date_is_valid(20000000 + day) ? day : 0; /* 2000 was a leap year */
    return *mmdd != 0;
}

void
zi_date_write(uint32_t yyyymmdd, char out[11])
{
    assert(zi_date_is_valid(yyyymmdd));
    out[10] = '\0';
    for (int i = 9; i >= 0; i--) {
        if (i == 4 || i == 7) {
            out[i] = '-';
        } else {
            out[i] = (char) ('0' + yyyymmdd % 10);
            yyyymmdd /= 10;
        }
    }
}

/* Both ways count from 1 March, so that the leap day is the last of a year
 * (Hinnant, "chrono-compatible low-level date algorithms", 2013). */
int32_t
zi_date_days(uint32_t yyyymmdd)
{
    const uint32_t month = yyyymmdd / 100 % 100, day = yyyymmdd % 100;
    const uint32_t year = yyyymmdd / 10000 - (month <= 2 ? 1 : 0);
    const uint32_t era = year / 400, year_of_era = year % 400;
    const uint32_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

    assert(zi_date_is_valid(yyyymmdd));
    return (int32_t) (era * ERA_DAYS + year_of_era * 365 + year_of_era / 4
                      - year_of_era / 100 + day_of_year)
           - EPOCH_DAYS;
}

uint32_t
zi_date_of_days(int32_t days)
{
    const int64_t first = zi_date_days(10101), last = zi_date_days(99991231);
    uint32_t z, era, day_of_era, year_of_era, day_of_year, shifted_month, month, year;

    if (days < first || days > last) {
        return 0;
    }
    z = (uint32_t) (days + EPOCH_DAYS);
    era = z / ERA_DAYS;
    day_of_era = z % ERA_DAYS;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524
                      - day_of_era / (ERA_DAYS - 1))
                  / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    shifted_month = (5 * day_of_year + 2) / 153; /* 0: March */
    month = (shifted_month + 2) % 12 + 1;
    year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
    return year * 10000 + month * 100 + day_of_year - (153 * shifted_month + 2) / 5 + 1;
}
