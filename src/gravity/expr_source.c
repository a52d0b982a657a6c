/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that somebody typed, and messages with a caret under the place. */
#include "gravity/expr.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/locale.h"
#include "base/mem.h"
#include "base/text.h"

enum {
    WINDOW_BYTES = 64, /* of the text shown: 4 + 2 x 64 + marks + caret fit the message */
    BEFORE_BYTES = 40,
    HEAD_BYTES = 280
};

zhol_status
zi_source_new(zi_source *source, const char *what, const char *text, zhol_error *err)
{
    const size_t n = strlen(text);
    size_t bad;

    memset(source, 0, sizeof *source);
    if (n > ZI_SOURCE_MAX_BYTES) {
        return zi_fail(err, ZHOL_USAGE, "%.60s: %zu bytes: at most %d are read", what, n,
            ZI_SOURCE_MAX_BYTES);
    }
    bad = zi_utf8_bad_at(text, n);
    if (bad < n) {
        return zi_fail(err, ZHOL_USAGE, "%.60s: byte %zu is not UTF-8", what, bad + 1);
    }
    if (strspn(text, " \t\r\n") == n) {
        return zi_fail(err, ZHOL_USAGE, "%.60s: it is empty", what);
    }
    source->text = ZI_NEW(char, n + 1);
    source->strings = ZI_NEW(char, n + 1);
    if (!source->text || !source->strings) {
        zi_source_free(source);
        return zi_fail(err, ZHOL_LIMIT, "out of memory for the %.60s", what);
    }
    snprintf(source->what, sizeof source->what, "%s", what);
    source->what[zi_utf8_bad_at(source->what, strlen(source->what))] = '\0';
    memcpy(source->text, text, n);
    memcpy(source->strings, text, n);
    source->n = (uint32_t) n;
    return ZHOL_OK;
}

void
zi_source_free(zi_source *source)
{
    zi_free(source->text);
    zi_free(source->strings);
    memset(source, 0, sizeof *source);
}

static bool
is_inside_letter(char c)
{
    return ((unsigned char) c & 0xC0U) == 0x80U;
}

/* Appends "\n    text around\n        ^"; there is room for it. */
static void
add_window(const zi_source *source, uint32_t at, char *out, size_t size)
{
    uint32_t from = at > BEFORE_BYTES ? at - BEFORE_BYTES : 0, to;
    char shown[WINDOW_BYTES + 8], space[WINDOW_BYTES + 8];
    uint32_t n = 0, n_space = 0;

    if (source->n <= WINDOW_BYTES) {
        from = 0;
    }
    to = source->n - from > WINDOW_BYTES ? from + WINDOW_BYTES : source->n;
    while (from < at && is_inside_letter(source->text[from])) {
        from++;
    }
    while (to < source->n && to > at && is_inside_letter(source->text[to])) {
        to--;
    }
    for (uint32_t i = from; i < to; i++) {
        const char c = source->text[i];
        if ((unsigned char) c < 0x20 || c == 0x7F) {
            shown[n++] = ' ';
        } else {
            shown[n++] = c;
        }
        if (i < at && !is_inside_letter(c)) {
            space[n_space++] = ' ';
        }
    }
    shown[n] = space[n_space] = '\0';
    snprintf(out, size, "\n    %s%s%s\n    %s%s^", from > 0 ? ".." : "", shown,
        to < source->n ? ".." : "", from > 0 ? "  " : "", space);
}

zhol_status
zi_source_fail(
    const zi_source *source, uint32_t at, zhol_error *err, const char *format, ...)
{
    if (err) {
        const zi_locale l = zi_locale_begin();
        char head[HEAD_BYTES], window[2 * WINDOW_BYTES + 40];
        va_list args;

        va_start(args, format);
        vsnprintf(head, sizeof head, format, args);
        va_end(args);
        zi_locale_end(l);
        head[zi_utf8_bad_at(head, strlen(head))] = '\0'; /* it may have been cut */
        add_window(source, at < source->n ? at : source->n, window, sizeof window);
        zi_fail(err, ZHOL_USAGE, "%s: %s%s", source->what, head, window);
    }
    return ZHOL_USAGE;
}

const char *
zi_nearest_name(const char *name, const char *const *names, uint32_t n_names)
{
    const size_t n = strlen(name);
    const uint32_t allowed = n < 4 ? 1 : n < 9 ? 2 : 3;
    uint32_t best_edits = allowed + 1;
    const char *best = NULL;

    for (uint32_t i = 0; i < n_names; i++) {
        const uint32_t edits = zi_edit_distance(name, names[i], allowed);
        if (edits < best_edits) {
            best_edits = edits;
            best = names[i];
        }
    }
    const bool is_near = best_edits <= allowed;
    size_t shortest = SIZE_MAX; /* "pair" of "pair_id" */
    for (uint32_t i = 0; i < n_names && !is_near && n >= 3; i++) {
        const size_t length = strlen(names[i]);
        if (length < shortest && length >= n && memcmp(name, names[i], n) == 0) {
            shortest = length;
            best = names[i];
        }
    }
    return best;
}
