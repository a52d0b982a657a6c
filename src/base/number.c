/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/locale.h"

/* The short way below needs sums and products rounded once, to double. */
_Static_assert(FLT_EVAL_METHOD == 0, "doubles must be computed as doubles");

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

/* Does the text have the form of a number? */
static bool
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
    if (i == begin) {
        return false;
    }
    if (i < n && text[i] == '.') {
        begin = ++i;
        i = read_digits(text, n, i, p, -1);
        if (i == begin) {
            return false;
        }
    }
    return read_exponent(text, n, i, p) == n;
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

bool
zi_number_read(const char *text, size_t n, double *out)
{
    /* Numbers of at most 15 digits and powers of ten up to 22 are exact doubles, so that
     * one product or quotient is the correctly rounded result (Clinger 1990). This is
     * nearly every number of a table, and needs no locale. */
    static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
        1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    double x;
    parts p;

    *out = 0;
    if (n > ZI_NUMBER_MAX_TEXT || !take_apart(text, n, &p)) {
        return false;
    }
    if (p.n_digits <= 15 && p.exponent >= -22 && p.exponent <= 22) {
        x = (double) p.digits;
        x = p.exponent < 0 ? x / power[-p.exponent] : x * power[p.exponent];
        x = p.is_negative ? -x : x;
    } else {
        x = read_by_libc(text, n);
    }
    if (!isfinite(x)) {
        return false;
    }
    *out = x + 0.0; /* minus zero becomes zero */
    return true;
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
