/* SPDX-License-Identifier: Apache-2.0 */
/** @file at.h  `"key": value` of JSON, in one call. */
#ifndef ZI_REPORT_AT_H
#define ZI_REPORT_AT_H

#include "base/date.h"
#include "io/json.h"

static inline void
text_at(zi_json *j, const char *key, const char *text)
{
    zi_json_key(j, key);
    zi_json_text(j, text);
}

static inline void
number_at(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    zi_json_number(j, x);
}

static inline void
integer_at(zi_json *j, const char *key, int64_t x)
{
    zi_json_key(j, key);
    zi_json_integer(j, x);
}

static inline void
bool_at(zi_json *j, const char *key, bool x)
{
    zi_json_key(j, key);
    zi_json_bool(j, x);
}

/* Nothing is written of a date that is not given. */
static inline void
date_at(zi_json *j, const char *key, uint32_t date)
{
    char text[11];

    if (date != 0) {
        zi_date_write(date, text);
        text_at(j, key, text);
    }
}

#endif
