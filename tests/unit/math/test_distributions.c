/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "base/random.h"
#include "math/normal.h"
#include "math/quantile.h"

/* cmocka compares floats; a double needs its own */
static void
assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

/* Digits: Wichura 1988, test values of AS 241; Abramowitz and Stegun, table 26.1. */
static void
normal_quantiles_have_the_published_digits(void **state)
{
    static const double rows[][2] = { { 0.25, -0.6744897501960817 },
        { 0.001, -3.090232306167814 }, { 1e-20, -9.262340089798408 }, { 0.5, 0.0 },
        { 0.975, 1.959963984540054 }, { 0.9, 1.2815515655446004 } };
    (void) state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_near(zi_normal_quantile(rows[i][0]), rows[i][1], 1e-14);
    }
}

static void
the_distribution_undoes_the_quantile(void **state)
{
    (void) state;
    for (int i = 1; i < 1000; i++) {
        const double p = i / 1000.0;
        assert_near(zi_normal_cdf(zi_normal_quantile(p)), p, 1e-14);
    }
}

/* R: quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1)) is 1 1.3 3 6.8 8 */
static void
quantiles_are_of_type_7(void **state)
{
    double x[] = { 8, 1, 4, 2 };
    const double p[] = { 0, 0.1, 0.5, 0.9, 1 }, want[] = { 1, 1.3, 3, 6.8, 8 };
    (void) state;
    zi_quantile_sort(x, 4);
    for (size_t i = 0; i < 5; i++) {
        assert_near(zi_quantile(x, 4, p[i]), want[i], 1e-12);
    }
    assert_near(zi_quantile(x, 1, 0.9), 1, 0);
}

static void
quantiles_of_unsorted_numbers_are_the_same(void **state)
{
    static double x[1000], sorted[1000];
    uint64_t seed = 7;

    (void) state;
    for (uint32_t n = 1; n <= 1000; n = n * 3 / 2 + 1) {
        for (uint32_t i = 0; i < n; i++) { /* with ties */
            x[i] = sorted[i] = (double) (zi_random_u64(&seed) % (n + 3));
        }
        zi_quantile_sort(sorted, n);
        for (double p = 0; p <= 1; p += 0.0625) {
            assert_near(zi_quantile_of(x, n, p), zi_quantile(sorted, n, p), 0);
        }
        zi_quantile_sort(x, n); /* no number was lost */
        assert_memory_equal(x, sorted, n * sizeof *x);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_quantiles_have_the_published_digits),
        cmocka_unit_test(the_distribution_undoes_the_quantile),
        cmocka_unit_test(quantiles_are_of_type_7),
        cmocka_unit_test(quantiles_of_unsorted_numbers_are_the_same),
    };
    return cmocka_run_group_tests_name("distributions", tests, NULL, NULL);
}
