/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/hash.h"
#include "base/random.h"
#include "base/sum.h"

/* Neumaier's own example: plain addition gives 0, Kahan's sum also. */
static void
what_roundings_lose_is_added_at_the_end(void **state)
{
    static const double terms[] = { 1, 1e100, 1, -1e100 };
    zi_sum sum = { 0 };
    (void) state;
    for (int i = 0; i < 4; i++) {
        zi_sum_add(&sum, terms[i]);
    }
    assert_true(fabs(zi_sum_value(&sum) - 2) < 1e-15);
}

static void
a_million_tenths_are_a_hundred_thousand(void **state)
{
    zi_sum sum = { 0 };
    double plain = 0;
    (void) state;
    for (int i = 0; i < 1000000; i++) {
        zi_sum_add(&sum, 0.1);
        plain += 0.1;
    }
    assert_true(fabs(zi_sum_value(&sum) - 1e5) < 1e-10);
    assert_true(fabs(plain - 1e5) > 1e-7); /* that is why */
}

/* The reference program of Vigna (2015), seed 1234567. */
static void
random_numbers_are_splitmix64(void **state)
{
    static const uint64_t expected[] = { UINT64_C(6457827717110365317),
        UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821) };
    uint64_t seed = 1234567;
    (void) state;
    for (int i = 0; i < 5; i++) {
        assert_true(zi_random_u64(&seed) == expected[i]);
    }
}

static void
random_units_fill_the_interval(void **state)
{
    enum { N = 100000, BINS = 10 };
    uint64_t seed = 1;
    int count[BINS] = { 0 };
    (void) state;
    for (int i = 0; i < N; i++) {
        const double u = zi_random_unit(&seed);
        assert_true(u >= 0 && u < 1);
        count[(int) (u * BINS)]++;
    }
    for (int i = 0; i < BINS; i++) {
        assert_in_range(
            count[i], N / BINS - 500, N / BINS + 500); /* 5 deviations of 95 */
    }
}

/* Stored in files: these numbers never change. From xxHash 0.8's own tests. */
static void
hashes_are_promised(void **state)
{
    (void) state;
    assert_true(zi_hash(NULL, 0, 0) == UINT64_C(0x2D06800538D394C2));
    assert_true(zi_hash("", 0, 0) == zi_hash(NULL, 0, 0));
    assert_true(zi_hash("zhol", 4, 0) != zi_hash("zhol", 4, 1));
    assert_true(zi_hash("zhol", 4, 0) != zi_hash("zhoL", 4, 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_roundings_lose_is_added_at_the_end),
        cmocka_unit_test(a_million_tenths_are_a_hundred_thousand),
        cmocka_unit_test(random_numbers_are_splitmix64),
        cmocka_unit_test(random_units_fill_the_interval),
        cmocka_unit_test(hashes_are_promised),
    };
    return cmocka_run_group_tests_name("base-sum", tests, NULL, NULL);
}
