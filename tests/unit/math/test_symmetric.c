/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "math/symmetric.h"

enum { MOST = 20 };

static void
assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

/* 2 1
 * 1 2   has 3 for (1, 1) and 1 for (1, -1) */
static void
two_by_two_as_by_hand(void **state)
{
    double a[4] = { 2, 1, 1, 2 }, v[4], values[2];
    (void) state;
    zi_symmetric_eigen(a, 2, v, values);
    assert_near(fmax(values[0], values[1]), 3, 1e-15);
    assert_near(fmin(values[0], values[1]), 1, 1e-15);
    assert_near(fabs(v[0]), sqrt(0.5), 1e-15);
}

static void
values_and_vectors_make_the_matrix_again(void **state)
{
    uint64_t seed = 3;
    (void) state;
    for (uint32_t n = 1; n <= MOST; n++) {
        static double a[MOST * MOST], used[MOST * MOST], v[MOST * MOST], values[MOST];
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t j = 0; j <= i; j++) { /* some entries and rows are zero */
                a[i * n + j] = a[j * n + i] =
                    zi_random_u64(&seed) % 4 ? zi_random_unit(&seed) - 0.5 : 0;
            }
        }
        memcpy(used, a, sizeof a);
        zi_symmetric_eigen(used, n, v, values);
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t j = 0; j < n; j++) {
                double sum = 0, product = 0;
                for (uint32_t k = 0; k < n; k++) {
                    sum += values[k] * v[i * n + k] * v[j * n + k];
                    product += v[k * n + i] * v[k * n + j];
                }
                assert_near(sum, a[i * n + j], 1e-13);
                assert_near(product, i == j, 1e-13);
            }
        }
    }
}

/* B B' of n x r random B has rank r, also with rows of very different sizes. */
static void
rank_is_that_of_the_factor(void **state)
{
    uint64_t seed = 5;
    (void) state;
    for (uint32_t n = 1; n <= MOST; n++) {
        for (uint32_t r = 0; r <= n; r++) {
            double a[MOST * MOST], b[MOST * MOST];
            for (uint32_t i = 0; i < n * r; i++) {
                b[i] = (zi_random_unit(&seed) - 0.5) * pow(10, 2.0 * (i / r % 5));
            }
            for (uint32_t i = 0; i < n * n; i++) {
                a[i] = 0;
                for (uint32_t k = 0; k < r; k++) {
                    a[i] += b[i / n * r + k] * b[i % n * r + k];
                }
            }
            assert_int_equal(zi_symmetric_rank(a, n, 1e-12), r);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_by_two_as_by_hand),
        cmocka_unit_test(values_and_vectors_make_the_matrix_again),
        cmocka_unit_test(rank_is_that_of_the_factor),
    };
    return cmocka_run_group_tests_name("symmetric", tests, NULL, NULL);
}
