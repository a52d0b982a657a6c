/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "prop.h"

static double
any_double(prop *p)
{
    static const double digits[] = { 1, 10, 100, 1e3, 1e6, 1e9 };
    const uint64_t bits = prop_u64(p);
    double x;

    if (prop_below(p, 2)) {
        return (double) (int64_t) (bits >> 24) / digits[prop_below(p, 6)];
    }
    memcpy(&x, &bits, sizeof x);
    return isfinite(x) ? x : 0;
}

/* What is written is read back as the same bits, and the libc agrees. */
static int
survives_a_round_trip(prop *p)
{
    for (int i = 0; i < 100; i++) {
        const double x = any_double(p);
        char text[ZI_NUMBER_MAX];
        const size_t n = zi_number_write(x, text);
        double again;
        if (n != strlen(text) || !zi_number_read(text, n, &again) || fabs(again - x) > 0
            || fabs(strtod(text, NULL) - x) > 0) {
            return 0;
        }
    }
    return 1;
}

/* Random texts that look like numbers are read as strtod reads them, in the locale "C".
 */
static int
reads_as_libc_does(prop *p)
{
    static const char alphabet[] = "0123456789012345678900000..e-";
    static const char *const shapes[] = { "", "0.", "0.000000", "1e", "-", "1.5e-" };

    for (int i = 0; i < 100; i++) {
        char text[64] = "", *end = NULL;
        const char *shape = shapes[prop_below(p, 6)];
        const size_t begin = strlen(shape), n = begin + prop_below(p, 30);
        double ours = 0, theirs;
        bool is_read;
        memcpy(text, shape, begin);
        for (size_t k = begin; k < n; k++) {
            text[k] = alphabet[prop_below(p, sizeof alphabet - 1)];
        }
        is_read = zi_number_read(text, n, &ours);
        theirs = strtod(text, &end);
        if (is_read && (end != text + n || fabs(ours - theirs) > 0)) {
            return 0;
        }
        /* Ours is stricter only at these points. */
        if (!is_read && n > 0 && end == text + n && isfinite(theirs) && text[0] != '.'
            && text[n - 1] != '.' && !strstr(text, ".e") && strncmp(text, "-.", 2) != 0) {
            return 0;
        }
    }
    return 1;
}

/* A digit that is not 0, then more of them, then an exponent: any power of ten, with as
 * many digits as 64 bits hold, some more, and some fewer. */
static void
write_digits(prop *p, char *text, size_t n)
{
    const uint64_t bits = prop_u64(p);

    switch (prop_below(p, 4)) {
    case 0: /* all 64 bits */
        snprintf(
            text, n, "%llue%d", (unsigned long long) bits, (int) prop_below(p, 140) - 70);
        break;
    case 1: /* exactly half-way between two doubles, as whole numbers and fractions */
        snprintf(text, n, "%llue%d",
            (unsigned long long) ((bits >> 11 | UINT64_C(1) << 52) * 2 + 1)
                << prop_below(p, 10),
            (int) prop_below(p, 3));
        break;
    case 2: /* a half at the end of 53 bits: ties of negative powers */
        snprintf(text, n, "%llu.%s",
            (unsigned long long) (bits >> (11 + prop_below(p, 5))),
            prop_below(p, 2) ? "5" : "25");
        break;
    default:
        snprintf(text, n, "%llu.%0*lluE%+d",
            (unsigned long long) (bits >> (30 + prop_below(p, 34))),
            1 + (int) prop_below(p, 12), (unsigned long long) (bits & 0xFFFFF),
            (int) prop_below(p, 720) - 360);
    }
}

/* The text nearest to the middle between two doubles, which a mistake in any bit of the
 * product shows, and those beside it. */
static void
write_middle(prop *p, char *text, size_t n)
{
    const uint64_t bits = prop_u64(p);
    const int exponent = (int) prop_below(p, prop_below(p, 8) ? 160 : 2000) - 80;
    const long double middle =
        ldexpl((long double) ((bits >> 11 | UINT64_C(1) << 52) * 2 + 1), exponent - 54);
    size_t last;

    snprintf(text, n, "%.*Le", (int) prop_below(p, 4) + 16, middle);
    last = strcspn(text, "e") - 1;
    if (prop_below(p, 2)) {
        text[last] = (char) (text[last] == '9' ? '8' : text[last] + 1);
    }
}

static int
hard_numbers_are_read_as_libc_reads_them(prop *p)
{
    for (int i = 0; i < 500; i++) {
        char text[80];
        double ours = 0, theirs;
        bool is_read;
        if (prop_below(p, 2)) {
            write_digits(p, text, sizeof text);
        } else {
            write_middle(p, text, sizeof text);
        }
        is_read = zi_number_read(text, strlen(text), &ours);
        theirs = strtod(text, NULL);
        if (is_read ? fabs(ours - theirs) > 0 : isfinite(theirs)) {
            fprintf(stderr, "%s: %.17g, not %.17g\n", text, ours, theirs);
            return 0;
        }
    }
    return 1;
}

/* A number ends where no longer one begins, however many bytes follow it. */
static int
a_number_ends_at_the_first_byte_that_is_not_its_own(prop *p)
{
    static const char *const ends[] = { "", ",", "\n", "/", ":", ".", ".,", "e", "E-,",
        "-", "\x7F", "\xFF\xFF", "x123", ",00000000", " 12345678.5" };

    for (int i = 0; i < 100; i++) {
        char text[64], number[40];
        double whole, begun;
        snprintf(number, sizeof number, "%s%.*f", prop_below(p, 2) ? "-" : "",
            (int) prop_below(p, 12), (double) (prop_u64(p) >> prop_below(p, 64)) * 1e-6);
        snprintf(text, sizeof text, "%s%s", number, ends[prop_below(p, 15)]);
        if (!zi_number_read(number, strlen(number), &whole)
            || zi_number_begin(text, strlen(text), &begun) != strlen(number)
            || fabs(whole - begun) > 0) {
            return 0;
        }
    }
    return 1;
}

int
main(void)
{
    const int n_hard = getenv("ZHOL_LONG") ? 50000 : 4000;

    return !prop_holds("survives_a_round_trip", 500, survives_a_round_trip)
           + !prop_holds("reads_as_libc_does", 500, reads_as_libc_does)
           + !prop_holds("hard_numbers", n_hard, hard_numbers_are_read_as_libc_reads_them)
           + !prop_holds(
               "number_ends", 500, a_number_ends_at_the_first_byte_that_is_not_its_own);
}
