/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "math/normal.h"
#include "math/student.h"

static void
assert_relative(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance * fabs(b))) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

/* Computed with 60 digits, of the integral of the density or of the incomplete beta
 * function. Both methods, their limits (df 64, t^2 = df) and far tails. */
static void
two_sided_chances_are_right_to_1e_12(void **state)
{
    static const double rows[][3] = { { 1, 1e6, 6.3661977236736914e-7 },
        { 2, 0.5, 0.66666666666666667 }, { 3, 40, 3.4380680789158528e-5 },
        { 5, 2.5, 0.054490099342376241 }, { 10, 0.001, 0.99922178337474098 },
        { 30, 1.73, 0.093907479348643206 }, { 63, 3.5, 0.00086014384050722346 },
        { 64, 3.5, 0.00085279758475537934 }, { 349, 37, 7.7751167130938188e-123 },
        { 2345, 30, 1.224838164654899e-167 }, { 28151, 1.96, 0.050005640479385398 },
        { 28151, 20, 2.2662272649648199e-88 }, { 449999, 37, 3.2417672202983233e-299 },
        { 4e9, 8, 1.2441924432520171e-15 } };
    static const double normal[][2] = { { 1.96, 0.049995790296440872 },
        { 8, 1.2441921148543568e-15 }, { 37, 1.1451142445049154e-299 } };
    (void) state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_relative(zi_student_two_sided(rows[i][1], rows[i][0]), rows[i][2], 1e-12);
        assert_relative(zi_student_two_sided(-rows[i][1], rows[i][0]), rows[i][2], 1e-12);
    }
    for (size_t i = 0; i < sizeof normal / sizeof normal[0]; i++) {
        assert_relative(zi_normal_two_sided(normal[i][0]), normal[i][1], 1e-12);
        assert_relative(zi_normal_two_sided(-normal[i][0]), normal[i][1], 1e-12);
    }
}

/* P(|T| < t) as a sum of cosines of arctan(t / sqrt(df)): Abramowitz and Stegun 26.7.3
 * and 26.7.4. */
static double
inside_by_cosines(double t, int df)
{
    const double angle = atan(t / sqrt(df)), c = cos(angle), s = sin(angle);
    double term = df % 2 == 0 ? 1 : c, sum = df > 1 ? term : 0;

    for (int k = df % 2 == 0 ? 2 : 3; k <= df - 2; k += 2) {
        term *= c * c * (k - 1) / k;
        sum += term;
    }
    return df % 2 == 0 ? s * sum : 2 / acos(-1.0) * (angle + s * sum);
}

static void
chances_are_those_of_the_finite_sums(void **state)
{
    (void) state;
    for (int df = 1; df <= 200; df++) {
        for (double t = 0; t < 6; t += 0.0625) {
            const double p = zi_student_two_sided(t, df);
            if (!(fabs(1 - p - inside_by_cosines(t, df)) < 1e-13)) {
                fail_msg("t %g, df %d: %.17g, not %.17g", t, df, p,
                    1 - inside_by_cosines(t, df));
            }
        }
    }
}

static void
extremes_are_no_trouble(void **state)
{
    (void) state;
    assert_true(zi_student_two_sided(0, 7) == 1);
    assert_true(zi_normal_two_sided(0) == 1);
    assert_true(zi_student_two_sided(INFINITY, 7) == 0);
    assert_true(zi_normal_two_sided(-INFINITY) == 0);
    assert_true(zi_student_two_sided(1e300, 1e6) == 0);
    assert_relative(zi_student_two_sided(1e200, 1), 2e-200 / acos(-1.0), 1e-12);
    assert_relative(zi_student_two_sided(1e120, 2), 1e-240, 1e-12);
    assert_true(zi_student_two_sided(39, 4e9) < 1e-300);
}

/* Fisher and Yates, Statistical Tables, table III. */
static void
critical_values_have_the_published_digits(void **state)
{
    static const double rows[][3] = { { 0.05, 1, 12.706 }, { 0.05, 10, 2.228 },
        { 0.05, 30, 2.042 }, { 0.01, 5, 4.032 }, { 0.001, 120, 3.373 },
        { 0.05, 1e9, 1.960 } };
    (void) state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double t = zi_student_critical(rows[i][0], rows[i][1]);
        assert_true(fabs(t - rows[i][2]) <= 0.0005);
        assert_relative(zi_student_two_sided(t, rows[i][1]), rows[i][0], 1e-12);
    }
    assert_true(zi_student_critical(1, 5) < 1e-15);
    assert_relative(zi_student_critical(1e-200, 1), 2e200 / acos(-1.0), 1e-12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sided_chances_are_right_to_1e_12),
        cmocka_unit_test(chances_are_those_of_the_finite_sums),
        cmocka_unit_test(extremes_are_no_trouble),
        cmocka_unit_test(critical_values_have_the_published_digits),
    };
    return cmocka_run_group_tests_name("student", tests, NULL, NULL);
}
