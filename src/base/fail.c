/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fail.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/locale.h"
#include "base/text.h"

typedef struct status_row {
    zhol_status status;
    int http;
    const char *text;
} status_row;

static const status_row *
row_of(zhol_status status)
{
    static const status_row rows[] = {
#define X(name, exit_code, http, text) { ZHOL_##name, http, text },
        ZHOL_STATUS_LIST(X)
#undef X
    };
    const size_t last = sizeof rows / sizeof rows[0] - 1; /* INTERNAL */
    size_t i = 0;

    while (i < last && rows[i].status != status) {
        i++;
    }
    return &rows[i];
}

const char *
zhol_status_text(zhol_status status)
{
    return row_of(status)->text;
}

int
zhol_status_http(zhol_status status)
{
    return row_of(status)->http;
}

zhol_status
zi_fail(zhol_error *err, zhol_status status, const char *format, ...)
{
    if (err) {
        const zi_locale l = zi_locale_begin();
        const size_t max = sizeof err->message - 1;
        size_t whole;
        va_list args;
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
        zi_locale_end(l);
        whole = zi_utf8_bad_at(err->message, strlen(err->message));
        if (whole > max - 4) {
            err->message[whole] = '\0'; /* no half letter at the end of a cut message */
        }
    }
    return status;
}
