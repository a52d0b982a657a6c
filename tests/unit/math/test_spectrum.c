/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/mem.h"
#include "math/spectrum.h"

static void
assert_near(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-14);
}

/* 2 - 1 - 2 - 1 - 2, a chain of three: 2 + sqrt 2, 2, 2 - sqrt 2. */
static void
a_chain_of_three_has_its_eigenvalues_and_vector(void **state)
{
    double a[] = { 2, 0, 0, 1, 2, 0, 0, 1, 2 }, value[2], v[3];
    (void) state;
    assert_int_equal(zi_spectrum_largest(a, 3, value, v, NULL), ZHOL_OK);
    assert_near(value[0] / 4, (2 + sqrt(2)) / 4);
    assert_near(value[1] / 4, 0.5);
    assert_near(fabs(v[0]), 0.5);
    assert_near(fabs(v[1]), sqrt(0.5));
    assert_near(v[0], v[2]);
    assert_true(v[0] * v[1] > 0);
}

static void
only_the_lower_triangle_is_read(void **state)
{
    double a[] = { 1, 99, 3, 1 }, value[2], v[2];
    (void) state;
    assert_int_equal(zi_spectrum_largest(a, 2, value, v, NULL), ZHOL_OK);
    assert_near(value[0] / 4, 1);
    assert_near(value[1] / 4, -0.5);
    assert_near(fabs(v[0]), sqrt(0.5));
    assert_near(v[0], v[1]);
}

static void
one_number_is_its_own_eigenvalue(void **state)
{
    double a[] = { -7 }, value[2], v[1];
    (void) state;
    assert_int_equal(zi_spectrum_largest(a, 1, value, v, NULL), ZHOL_OK);
    assert_near(value[0], -7);
    assert_near(value[1], 0);
    assert_near(fabs(v[0]), 1);
}

static void
a_matrix_in_two_parts_has_the_vector_of_its_part(void **state)
{
    double a[] = { 1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3 }, value[2], v[4];
    (void) state;
    assert_int_equal(zi_spectrum_largest(a, 4, value, v, NULL), ZHOL_OK);
    assert_near(value[0], 5);
    assert_near(value[1], 3);
    assert_near(fabs(v[1]), 1);
    assert_near(v[0], 0);
    assert_near(v[2], 0);
    assert_near(v[3], 0);
}

static void
zeros_have_the_eigenvalue_0(void **state)
{
    double a[9] = { 0 }, value[2], v[3];
    (void) state;
    assert_int_equal(zi_spectrum_largest(a, 3, value, v, NULL), ZHOL_OK);
    assert_near(value[0], 0);
    assert_near(value[1], 0);
    assert_near(v[0] * v[0] + v[1] * v[1] + v[2] * v[2], 1);
}

static void
memory_that_runs_out_is_told(void **state)
{
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    (void) state;
    for (long k = 0; status != ZHOL_OK; k++) {
        double a[] = { 1, 0, 3, 1 }, value[2], v[2];
        zi_mem_fail_after(k);
        status = zi_spectrum_largest(a, 2, value, v, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        assert_int_equal(zi_mem_live(), live);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_of_three_has_its_eigenvalues_and_vector),
        cmocka_unit_test(only_the_lower_triangle_is_read),
        cmocka_unit_test(one_number_is_its_own_eigenvalue),
        cmocka_unit_test(a_matrix_in_two_parts_has_the_vector_of_its_part),
        cmocka_unit_test(zeros_have_the_eigenvalue_0),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests_name("spectrum", tests, NULL, NULL);
}
