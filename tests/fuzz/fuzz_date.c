/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A date that is read is written as the same bytes and is the day of its number. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t date, day;
    char text[11];

    if (zi_date_read((const char *) data, size, &date)) {
        zi_date_write(date, text);
        if (size != 10 || memcmp(text, data, 10) != 0
            || zi_date_of_days(zi_date_days(date)) != date
            || !zi_date_read_day(text + 5, 5, &day) || day != date % 10000) {
            abort();
        }
    }
    if (zi_date_read_day((const char *) data, size, &day) && (day < 101 || day > 1231)) {
        abort();
    }
    return 0;
}
