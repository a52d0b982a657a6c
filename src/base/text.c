/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/fail.h"
#include "base/locale.h"
#include "base/mem.h"

/* Room for n more bytes and a NUL; false, for ever, if there is none. */
static bool
has_room(zi_buffer *b, size_t n)
{
    const size_t max = (size_t) ZI_BUFFER_MAX - 1;
    char *data = NULL;

    if (!b->failed && n <= max && b->length <= max - n) {
        data = zi_grow(b->data, &b->capacity, b->length + n + 1, 1);
    }
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    return true;
}

void
zi_buffer_add(zi_buffer *b, const char *text, size_t n)
{
    if (!has_room(b, n)) {
        return;
    }
    if (n > 0) {
        memcpy(b->data + b->length, text, n);
    }
    b->length += n;
    b->data[b->length] = '\0';
}

void
zi_buffer_text(zi_buffer *b, const char *text)
{
    zi_buffer_add(b, text, strlen(text));
}

void
zi_buffer_repeat(zi_buffer *b, char c, size_t n)
{
    if (!has_room(b, n)) {
        return;
    }
    memset(b->data + b->length, c, n);
    b->length += n;
    b->data[b->length] = '\0';
}

void
zi_buffer_format(zi_buffer *b, const char *format, ...)
{
    const zi_locale l = zi_locale_begin();
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && has_room(b, (size_t) n)) {
        va_start(args, format);
        vsnprintf(b->data + b->length, (size_t) n + 1, format, args);
        va_end(args);
        b->length += (size_t) n;
    } else {
        b->failed = true;
    }
    zi_locale_end(l);
}

zhol_status
zi_buffer_status(const zi_buffer *b, zhol_error *err)
{
    if (b->failed) {
        return zi_fail(
            err, ZHOL_LIMIT, "no memory for a text of more than %zu bytes", b->length);
    }
    return ZHOL_OK;
}

void
zi_buffer_free(zi_buffer *b)
{
    zi_free(b->data);
    *b = (zi_buffer){ 0 };
}

/* Length of the well-formed sequence at s (Unicode 15, table 3-7), 0 if there is none. */
static size_t
sequence_length(const unsigned char *s, size_t n)
{
    unsigned char lo = 0x80, hi = 0xBF;
    size_t length;

    if (s[0] < 0x80) {
        return 1;
    }
    if (s[0] < 0xC2 || s[0] > 0xF4) {
        return 0;
    }
    length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (length > n) {
        return 0;
    }
    switch (s[0]) { /* no overlong forms, no surrogates, nothing above U+10FFFF */
    case 0xE0:
        lo = 0xA0;
        break;
    case 0xED:
        hi = 0x9F;
        break;
    case 0xF0:
        lo = 0x90;
        break;
    case 0xF4:
        hi = 0x8F;
        break;
    default:
        break;
    }
    if (s[1] < lo || s[1] > hi) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if (s[i] < 0x80 || s[i] > 0xBF) {
            return 0;
        }
    }
    return length;
}

size_t
zi_utf8_bad_at(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n) {
        const size_t length = sequence_length((const unsigned char *) text + i, n - i);
        if (length == 0) {
            break;
        }
        i += length;
    }
    return i;
}

bool
zi_list_has(const char *list, const char *item)
{
    const size_t n = strlen(item);

    while (*list) {
        const size_t length = strcspn(list, ";");
        if (length == n && memcmp(list, item, n) == 0) {
            return true;
        }
        list += length + (list[length] == ';');
    }
    return false;
}

bool
zi_utf8_is_valid(const char *text, size_t n)
{
    return zi_utf8_bad_at(text, n) == n;
}

/* Reads the code point at *text and steps over it; bytes that are no UTF-8 give -1 each.
 */
static utf8proc_int32_t
next_letter(const char **text)
{
    const unsigned char *s = (const unsigned char *) *text;
    utf8proc_int32_t letter = -1;
    const utf8proc_ssize_t n = utf8proc_iterate(s, -1, &letter);

    *text += n > 0 ? n : 1;
    return letter;
}

/* Unicode does not decompose these, but people without the key type them so. */
static const char *
plain_spelling(utf8proc_int32_t letter)
{
    switch (letter) {
    case 0xE6: /* ae */
        return "ae";
    case 0xF0:  /* eth */
    case 0x111: /* d with stroke */
        return "d";
    case 0xF8: /* o with stroke */
        return "o";
    case 0xFE: /* thorn */
        return "th";
    case 0x127: /* h with stroke */
        return "h";
    case 0x131: /* dotless i */
        return "i";
    case 0x142: /* l with stroke */
        return "l";
    case 0x153: /* oe */
        return "oe";
    case 0x167: /* t with stroke */
        return "t";
    default:
        return NULL;
    }
}

static bool
is_letter_or_digit(utf8proc_int32_t letter)
{
    if (letter >= 0x2B0 && letter <= 0x2FF) {
        return false; /* "modifier letters": the apostrophes of To'rtko'l */
    }
    switch (utf8proc_category(letter)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

static void
add_letter(zi_buffer *b, utf8proc_int32_t letter)
{
    const char *plain = plain_spelling(letter);
    utf8proc_uint8_t bytes[4];

    if (plain) {
        zi_buffer_text(b, plain);
    } else if (is_letter_or_digit(letter)) {
        const utf8proc_ssize_t n = utf8proc_encode_char(letter, bytes);
        zi_buffer_add(b, (const char *) bytes, (size_t) n);
    }
}

char *
zi_fold(const char *utf8, zhol_error *err)
{
    const utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT
                                      | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK
                                      | UTF8PROC_IGNORE;
    utf8proc_int32_t part[32]; /* the longest decomposition (U+FDFA) has 18 */
    zi_buffer folded = { 0 };

    zi_buffer_add(&folded, "", 0);
    /* Letter by letter is enough: the order of marks, for which utf8proc would need the
     * whole text, does not matter since they are dropped. */
    while (*utf8 != '\0') {
        const utf8proc_int32_t letter = next_letter(&utf8);
        int boundary = 0;
        const utf8proc_ssize_t n =
            letter < 0 ? 0
                       : utf8proc_decompose_char(letter, part, 32, options, &boundary);
        assert(n <= 32);
        for (utf8proc_ssize_t i = 0; i < n; i++) {
            add_letter(&folded, part[i]);
        }
    }
    if (zi_buffer_status(&folded, err) != ZHOL_OK) {
        zi_buffer_free(&folded);
    }
    return folded.data;
}

/* The code points of a text; ZI_EDIT_MAX_LETTERS + 1 if there are more than that. */
static uint32_t
letters_of(const char *text, utf8proc_int32_t letters[ZI_EDIT_MAX_LETTERS])
{
    uint32_t n = 0;

    while (*text != '\0') {
        const utf8proc_int32_t letter = next_letter(&text);
        if (n == ZI_EDIT_MAX_LETTERS) {
            return n + 1;
        }
        letters[n++] = letter;
    }
    return n;
}

static uint32_t
smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint32_t
zi_edit_distance(const char *a, const char *b, uint32_t max)
{
    enum { WIDTH = ZI_EDIT_MAX_LETTERS + 2 };
    utf8proc_int32_t x[ZI_EDIT_MAX_LETTERS], y[ZI_EDIT_MAX_LETTERS];
    const uint32_t nx = letters_of(a, x), ny = letters_of(b, y);
    const uint32_t too_many = max + 1;
    uint32_t rows[3][WIDTH] = {
        0
    }; /* distances of x[0 .. i) to y[0 .. j): this i, i-1, i-2 */

    assert(max < UINT32_MAX);
    if (nx > ZI_EDIT_MAX_LETTERS || ny > ZI_EDIT_MAX_LETTERS
        || (nx > ny ? nx - ny : ny - nx) > max) {
        return too_many;
    }
    for (uint32_t j = 0; j <= ny; j++) {
        rows[0][j] = smaller(j, too_many);
    }
    /* Only |i - j| <= max can end at most at max; what is beside that band is too_many.
     */
    for (uint32_t i = 1; i <= nx; i++) {
        uint32_t *row = rows[i % 3];
        const uint32_t *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        const uint32_t first = i > max ? i - max : 1;
        const uint32_t last = ny - smaller(ny, i) > max ? i + max : ny;
        row[first - 1] = first == 1 ? smaller(i, too_many) : too_many;
        for (uint32_t j = first; j <= last; j++) {
            uint32_t best = above[j - 1] + (x[i - 1] != y[j - 1] ? 1 : 0);
            best = smaller(best, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) {
                best = smaller(best, above2[j - 2] + 1);
            }
            row[j] = smaller(best, too_many);
        }
        row[last + 1] = too_many;
    }
    return rows[nx % 3][ny];
}
