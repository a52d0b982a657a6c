/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "math/sobol.h"

enum { N = 4096 };

static void
every_dimension_has_one_point_in_each_share(void **state)
{
    static uint32_t share[N];
    static uint8_t is_taken[N];
    (void) state;
    for (uint32_t dim = 0; dim < ZI_SOBOL_MAX_DIMS; dim++) {
        memset(is_taken, 0, sizeof is_taken);
        zi_sobol_shares(dim, 1, N, share);
        for (uint32_t i = 0; i < N; i++) {
            assert_true(share[i] < N);
            assert_false(is_taken[share[i]]);
            is_taken[share[i]] = 1;
        }
    }
}

/* Order of x modulo the polynomial p of that degree */
static uint32_t
order_of_x(uint32_t p, uint32_t degree)
{
    const uint32_t reduced = degree == 1 ? (2U ^ p) : 2U;
    uint32_t x = reduced, order = 1;
    while (x != 1 && order < 1U << 16) {
        x <<= 1;
        x ^= x >> degree & 1U ? p : 0;
        order++;
    }
    return order;
}

static void
every_polynomial_is_primitive_and_none_stands_twice(void **state)
{
    uint32_t last = 0;
    (void) state;
    for (uint32_t dim = 1; dim < ZI_SOBOL_MAX_DIMS; dim++) {
        const uint32_t p = zi_sobol_polynomial(dim);
        uint32_t degree = 0;
        while (p >> (degree + 1)) {
            degree++;
        }
        assert_int_equal(order_of_x(p, degree), (1U << degree) - 1);
        assert_true(p > last);
        last = p;
    }
}

/* Of the first two dimensions, 16 x 256 boxes hold one point of 4,096 each: a (0, 12,
 * 2)-net survives scrambling. */
static void
the_first_two_dimensions_are_a_net(void **state)
{
    static uint32_t x[N], y[N];
    (void) state;
    zi_sobol_shares(0, 7, N, x);
    zi_sobol_shares(1, 7, N, y);
    for (uint32_t bits = 0; bits <= 12; bits++) {
        static uint8_t n_in[N];
        memset(n_in, 0, sizeof n_in);
        for (uint32_t i = 0; i < N; i++) {
            const uint32_t box = (x[i] >> (12 - bits)) << (12 - bits) | y[i] >> bits;
            assert_int_equal(n_in[box]++, 0);
        }
    }
}

/* The mean of the product of (4 x - 2 + 1) over ten dimensions is 1. */
static double
error_of_mean(uint64_t seed, int is_sobol)
{
    static double product[N];
    static uint32_t share[N];
    uint64_t random = seed;
    double mean = 0;
    for (uint32_t i = 0; i < N; i++) {
        product[i] = 1;
    }
    for (uint32_t dim = 0; dim < 10; dim++) {
        zi_sobol_shares(dim, seed, N, share);
        for (uint32_t i = 0; i < N; i++) {
            const double x = is_sobol ? (share[i] + 0.5) / N : zi_random_unit(&random);
            product[i] *= 1 + 0.5 * (2 * x - 1);
        }
    }
    for (uint32_t i = 0; i < N; i++) {
        mean += product[i] / N;
    }
    return fabs(mean - 1);
}

static void
means_are_nearer_than_with_random_numbers(void **state)
{
    double of_sobol = 0, of_random = 0;
    (void) state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        of_sobol += error_of_mean(seed, 1);
        of_random += error_of_mean(seed, 0);
    }
    assert_true(of_sobol < of_random / 4);
}

static void
seeds_differ_and_repeat(void **state)
{
    uint32_t a[64], b[64];
    (void) state;
    zi_sobol_shares(3, 1, 64, a);
    zi_sobol_shares(3, 1, 64, b);
    assert_memory_equal(a, b, sizeof a);
    zi_sobol_shares(3, 2, 64, b);
    assert_memory_not_equal(a, b, sizeof a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_dimension_has_one_point_in_each_share),
        cmocka_unit_test(every_polynomial_is_primitive_and_none_stands_twice),
        cmocka_unit_test(the_first_two_dimensions_are_a_net),
        cmocka_unit_test(means_are_nearer_than_with_random_numbers),
        cmocka_unit_test(seeds_differ_and_repeat),
    };
    return cmocka_run_group_tests_name("sobol", tests, NULL, NULL);
}
