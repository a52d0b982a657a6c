/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/locale.h"
#include "base/number_power.h"

/* A number taken apart: digits x 10^exponent. */
typedef struct parts {
    uint64_t digits;   /* the first 19 significant ones */
    uint32_t n_digits; /* significant ones, also those that did not fit */
    int32_t exponent;  /* of no meaning when digits did not fit */
    bool is_negative;
} parts;

enum { MAX_FIT_DIGITS = 19, MAX_EXPONENT = 100000 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads digits from text[i] on and returns where they end. */
static size_t
read_digits(const char *text, size_t n, size_t i, parts *p, int32_t exponent_per_digit)
{
    for (; i < n && is_digit(text[i]); i++) {
        const uint32_t digit = (uint32_t) (text[i] - '0');
        if (p->n_digits == 0 && digit == 0) {
            p->exponent += exponent_per_digit; /* a leading zero */
            continue;
        }
        if (p->n_digits < MAX_FIT_DIGITS) {
            p->digits = p->digits * 10 + digit;
            p->exponent += exponent_per_digit;
        }
        p->n_digits++;
    }
    return i;
}

/* Reads "e-12" at text[i]; returns where it ends, or i if there is none. */
static size_t
read_exponent(const char *text, size_t n, size_t i, parts *p)
{
    size_t j = i + 1;
    int32_t exponent = 0, sign = 1;

    if (i >= n || (text[i] != 'e' && text[i] != 'E')) {
        return i;
    }
    if (j < n && (text[j] == '+' || text[j] == '-')) {
        sign = text[j] == '-' ? -1 : 1;
        j++;
    }
    if (j >= n || !is_digit(text[j])) {
        return i;
    }
    for (; j < n && is_digit(text[j]); j++) {
        exponent = exponent * 10 + (text[j] - '0');
        if (exponent > MAX_EXPONENT) {
            exponent = MAX_EXPONENT;
        }
    }
    p->exponent += sign * exponent;
    return j;
}

/* The bytes of the number that the text begins with; 0 if there is none. */
static size_t
take_apart(const char *text, size_t n, parts *p)
{
    size_t i = 0, begin;

    *p = (parts){ 0 };
    if (i < n && text[i] == '-') {
        p->is_negative = true;
        i++;
    }
    begin = i;
    i = read_digits(text, n, i, p, 0);
    if (i + 1 < n && text[i] == '.' && is_digit(text[i + 1])) {
        i = read_digits(text, n, i + 1, p, -1);
    }
    if (i == begin) {
        return 0;
    }
    return read_exponent(text, n, i, p);
}

static double
read_by_libc(const char *text, size_t n)
{
    char copy[ZI_NUMBER_MAX_TEXT + 1];
    zi_locale l;
    double x;

    memcpy(copy, text, n);
    copy[n] = '\0';
    l = zi_locale_begin();
    x = strtod(copy, NULL);
    zi_locale_end(l);
    return x;
}

/* Any number: with an exponent, with many digits, hard to round. */
static size_t
read_any(const char *text, size_t n, double *out)
{
    parts p;
    const size_t length = take_apart(text, n, &p);
    double x = 0;

    *out = 0;
    if (length == 0 || length > ZI_NUMBER_MAX_TEXT) {
        return 0;
    }
    if (p.n_digits <= MAX_FIT_DIGITS && zi_number_scale(p.digits, p.exponent, &x)) {
        x = p.is_negative ? -x : x;
    } else {
        x = read_by_libc(text, length);
    }
    if (!isfinite(x)) {
        return 0;
    }
    *out = x + 0.0; /* minus zero becomes zero */
    return length;
}

/* Adds the digits from text[i] on, all of them, and returns where they end. Meaningless,
 * but harmless, if there are too many of them.
 *
 * Eight bytes at a time within a word, as long as the text has eight: the digits are
 * counted by the first byte that is none, moved to the end of the word (so that zeros
 * stand before them), and added in pairs, in fours and in eights. A panel of 17 columns
 * is read a fifth faster than byte by byte, one of mostly short numbers as fast. */
static inline size_t
add_digits(const char *text, size_t n, size_t i, uint64_t *digits)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    static const uint64_t power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
        100000000 };

    while (i + 8 <= n) {
        uint64_t word, other;
        unsigned k;
        memcpy(&word, text + i, sizeof word);
        /* Bit 7 of each byte that is no digit; wrong only behind the first of them. */
        other = ((word + UINT64_C(0x4646464646464646))
                    | (word - UINT64_C(0x3030303030303030)))
                & UINT64_C(0x8080808080808080);
        if (other & 0x80) {
            return i;
        }
        k = other ? (unsigned) __builtin_ctzll(other) / 8 : 8;
        word = (word - UINT64_C(0x3030303030303030)) << (64 - 8 * k);
        word = word * 10 + (word >> 8); /* pairs, in bytes 0, 2, 4, 6 */
        word = ((word & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064)
                   + (word >> 16 & UINT64_C(0x000000FF000000FF))
                         * UINT64_C(0x0000271000000001))
               >> 32;
        *digits = *digits * power[k] + (uint32_t) word;
        i += k;
        if (k < 8) {
            return i;
        }
    }
#endif
    for (; i < n && is_digit(text[i]); i++) {
        *digits = *digits * 10 + (uint64_t) (text[i] - '0');
    }
    return i;
}

size_t
zi_number_begin(const char *text, size_t n, double *out)
{
    const size_t begin = n > 0 && text[0] == '-' ? 1 : 0;
    uint64_t digits = 0;
    size_t point, end, n_digits;

    *out = 0;
    point = end = add_digits(text, n, begin, &digits);
    n_digits = point - begin;
    if (point + 1 < n && text[point] == '.' && is_digit(text[point + 1])) {
        end = add_digits(text, n, point + 1, &digits);
        n_digits += end - point - 1;
    }
    if (end == begin) {
        return 0;
    }
    if (n_digits > MAX_FIT_DIGITS || (end < n && (text[end] == 'e' || text[end] == 'E'))
        || !zi_number_scale(
            digits, end > point ? -(int32_t) (end - point - 1) : 0, out)) {
        return read_any(text, n, out);
    }
    *out = begin && digits > 0 ? -*out : *out;
    return end;
}

bool
zi_number_read(const char *text, size_t n, double *out)
{
    if (n > 0 && n <= ZI_NUMBER_MAX_TEXT && zi_number_begin(text, n, out) == n) {
        return true;
    }
    *out = 0;
    return false;
}

bool
zi_number_read_u32(const char *text, size_t n, uint32_t *out)
{
    uint64_t number = 0;

    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(text[i])) {
            return false;
        }
        number = number * 10 + (uint32_t) (text[i] - '0');
        if (number > UINT32_MAX) {
            return false;
        }
    }
    *out = (uint32_t) number;
    return n > 0;
}

size_t
zi_number_write(double x, char out[ZI_NUMBER_MAX])
{
    const zi_locale l = zi_locale_begin();
    int n = 0;

    assert(isfinite(x));
    for (int digits = 15; digits <= 17; digits++) {
        double again = 0;
        n = snprintf(out, ZI_NUMBER_MAX, "%.*g", digits, x + 0.0);
        /* On purpose the same double, not a near one. */
        if (zi_number_read(out, (size_t) n, &again) && again == x) {
            break;
        }
    }
    zi_locale_end(l);
    return (size_t) n;
}
