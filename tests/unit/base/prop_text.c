/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "base/text.h"
#include "prop.h"

/* Optimal string alignment straight from its definition, exponential: the oracle. */
static uint32_t
slow_distance(const char *a, size_t na, const char *b, size_t nb)
{
    uint32_t best, d;

    if (na == 0 || nb == 0) {
        return (uint32_t) (na + nb);
    }
    best = slow_distance(a + 1, na - 1, b + 1, nb - 1) + (a[0] != b[0]);
    d = slow_distance(a + 1, na - 1, b, nb) + 1;
    best = d < best ? d : best;
    d = slow_distance(a, na, b + 1, nb - 1) + 1;
    best = d < best ? d : best;
    if (na > 1 && nb > 1 && a[0] == b[1] && a[1] == b[0]) {
        d = slow_distance(a + 2, na - 2, b + 2, nb - 2) + 1;
        best = d < best ? d : best;
    }
    return best;
}

static int
edit_distance_is_that_of_the_definition(prop *p)
{
    char a[8] = "", b[8] = "";
    const uint32_t na = prop_below(p, 7), nb = prop_below(p, 7), max = prop_below(p, 8);
    uint32_t slow, d;

    for (uint32_t i = 0; i < na; i++) {
        a[i] = (char) ('a' + prop_below(p, 3));
    }
    for (uint32_t i = 0; i < nb; i++) {
        b[i] = (char) ('a' + prop_below(p, 3));
    }
    slow = slow_distance(a, na, b, nb);
    d = zi_edit_distance(a, b, max);
    return d == (slow <= max ? slow : max + 1) && d == zi_edit_distance(b, a, max);
}

/* Longer texts: the band of a small max gives what the full table gives. */
static int
a_smaller_max_only_cuts(prop *p)
{
    char a[41] = "", b[41] = "";
    const uint32_t na = prop_below(p, 40);
    uint32_t nb = 0, full;

    for (uint32_t i = 0; i < na; i++) { /* b: a with some edits */
        a[i] = (char) ('a' + prop_below(p, 4));
        if (prop_below(p, 8) > 0 && nb < 40) {
            b[nb++] = prop_below(p, 8) > 0 ? a[i] : 'z';
        }
    }
    full = zi_edit_distance(a, b, 100);
    for (uint32_t max = 0; max < 45; max++) {
        const uint32_t d = zi_edit_distance(a, b, max);
        if (d != (full <= max ? full : max + 1)) {
            return 0;
        }
    }
    return 1;
}

/* Random bytes, mostly whole letters of many scripts. */
static size_t
any_text(prop *p, char *text, size_t max)
{
    size_t n = 0;

    while (n + 4 < max && prop_below(p, 20) > 0) {
        static const uint32_t end[] = { 0x80, 0x250, 0x500, 0x3100, 0xA000, 0x110000 };
        const uint32_t letter = 1 + prop_below(p, end[prop_below(p, 6)] - 1);
        if (prop_below(p, 40) == 0) {
            text[n++] = (char) (1 + prop_below(p, 255));
        } else if (letter < 0xD800 || letter > 0xDFFF) {
            n += (size_t) utf8proc_encode_char(
                (utf8proc_int32_t) letter, (utf8proc_uint8_t *) text + n);
        }
    }
    text[n] = '\0';
    return n;
}

static int
validity_is_that_of_utf8proc(prop *p)
{
    char text[100];
    const size_t n = any_text(p, text, sizeof text);
    size_t i = 0;

    while (i < n) {
        utf8proc_int32_t letter;
        const utf8proc_ssize_t length = utf8proc_iterate(
            (const utf8proc_uint8_t *) text + i, (utf8proc_ssize_t) (n - i), &letter);
        if (length < 1) {
            break;
        }
        i += (size_t) length;
    }
    return zi_utf8_bad_at(text, n) == i && zi_utf8_is_valid(text, n) == (i == n);
}

/* A folded name is UTF-8, cannot be folded further, and case does not matter to it. */
static int
folding_twice_is_folding_once(prop *p)
{
    char text[100];
    char *once, *twice;
    int ok;

    any_text(p, text, sizeof text);
    once = zi_fold(text, NULL);
    twice = once ? zi_fold(once, NULL) : NULL;
    ok = twice && strcmp(once, twice) == 0 && zi_utf8_is_valid(once, strlen(once))
         && !strpbrk(once, " -_'.,ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    zi_free(once);
    zi_free(twice);
    return ok;
}

int
main(void)
{
    const int n_wrong =
        !prop_holds("edit_distance", 3000, edit_distance_is_that_of_the_definition)
        + !prop_holds("a_smaller_max_only_cuts", 1000, a_smaller_max_only_cuts)
        + !prop_holds("validity", 5000, validity_is_that_of_utf8proc)
        + !prop_holds("folding_twice", 20000, folding_twice_is_folding_once);
    return n_wrong > 0 || zi_mem_live() != 0;
}
