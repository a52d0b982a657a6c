/* SPDX-License-Identifier: Apache-2.0 */
#include "math/cholesky.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* 4 2     2 0   2 1
 * 2 5  =  1 2 x 0 2 */
static void
a_factor_solves_and_inverts(void **state)
{
    double a[] = { 4, 2, 2, 5 }, x[] = { 8, 12 }, inverse[4];

    (void) state;
    assert_true(zi_cholesky(a, 2, NULL, NULL));
    assert_true(fabs(a[0] - (2)) <= 1e-15);
    assert_true(fabs(a[2] - (1)) <= 1e-15);
    assert_true(fabs(a[3] - (2)) <= 1e-15);
    zi_cholesky_solve(a, 2, x); /* 4 x + 2 y = 8, 2 x + 5 y = 12 */
    assert_true(fabs(x[0] - (1)) <= 1e-15);
    assert_true(fabs(x[1] - (2)) <= 1e-15);
    zi_cholesky_invert(a, 2, inverse);
    assert_true(fabs(inverse[0] - (5.0 / 16)) <= 1e-15);
    assert_true(fabs(inverse[1] - (-2.0 / 16)) <= 1e-15);
    assert_true(!(inverse[1] < inverse[2]) && !(inverse[1] > inverse[2]));
    assert_true(fabs(inverse[3] - (4.0 / 16)) <= 1e-15);
}

static void
the_later_of_two_collinear_columns_is_dropped(void **state)
{
    /* x, 2 x, z: the second is spanned by the first */
    double a[] = { 1, 2, 0.5, 2, 4, 1, 0.5, 1, 3 };
    const double small[] = { 1e-12, 4e-12, 3e-12 };
    bool is_dropped[3];
    double b[9];

    (void) state;
    for (int i = 0; i < 9; i++) {
        b[i] = a[i];
    }
    assert_true(zi_cholesky(a, 3, small, is_dropped));
    assert_false(is_dropped[0]);
    assert_true(is_dropped[1]);
    assert_false(is_dropped[2]);
    assert_true(fabs(a[8] - (sqrt(3 - 0.25))) <= 1e-15); /* as if it were not there */
    assert_false(zi_cholesky(b, 3, small, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_factor_solves_and_inverts),
        cmocka_unit_test(the_later_of_two_collinear_columns_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
