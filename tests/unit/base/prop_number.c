/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdbool.h>
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

int
main(void)
{
    return !prop_holds("survives_a_round_trip", 500, survives_a_round_trip)
           + !prop_holds("reads_as_libc_does", 500, reads_as_libc_does);
}
