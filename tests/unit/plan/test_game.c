/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "plan/game.h"

enum { MAX = 8 };

static void
assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-9)) {
        fail_msg("%.12g is not %.12g", a, b);
    }
}

/* Every order in turn: the oracle. Adds what each player brings in it. */
static void
permute(const double *v, uint32_t n, uint32_t set, double weight, double *share)
{
    uint32_t n_left = 0;

    for (uint32_t i = 0; i < n; i++) {
        n_left += !(set >> i & 1U);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!(set >> i & 1U)) {
            share[i] += weight / n_left * (v[set | 1U << i] - v[set]);
            permute(v, n, set | 1U << i, weight / n_left, share);
        }
    }
}

static void
random_game(uint64_t *seed, uint32_t n, double *v)
{
    v[0] = 0;
    for (uint32_t s = 1; s < 1U << n; s++) {
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        v[s] = (double) (*seed >> 40) / 1e5 - 80;
    }
}

static void
shapley_is_the_average_over_all_orders_and_sums_to_the_whole(void **state)
{
    uint64_t seed = 7;

    (void) state;
    for (uint32_t n = 1; n <= MAX; n++) {
        double v[1U << MAX], share[MAX] = { 0 }, sum = 0;
        random_game(&seed, n, v);
        permute(v, n, 0, 1, share);
        for (uint32_t i = 0; i < n; i++) {
            const double x = zi_game_shapley(v, n, i);
            assert_near(x, share[i]);
            sum += x;
        }
        assert_near(sum, v[(1U << n) - 1]);
    }
}

static void
a_dummy_gets_nothing_and_equals_get_the_same(void **state)
{
    double v[16];

    (void) state;
    for (uint32_t s = 0; s < 16; s++) { /* 0 and 1 only together, 2 alone, 3 never */
        v[s] = ((s & 3U) == 3 ? 10.0 : 0) + (s & 4U ? 5.0 : 0);
    }
    assert_near(zi_game_shapley(v, 4, 0), 5);
    assert_near(zi_game_shapley(v, 4, 1), 5);
    assert_near(zi_game_shapley(v, 4, 2), 5);
    assert_near(zi_game_shapley(v, 4, 3), 0);
    assert_near(zi_game_interaction(v, 4, 0, 1), 10);
    assert_near(zi_game_interaction(v, 4, 0, 2), 0);
    assert_near(zi_game_interaction(v, 4, 0, 3), 0);
    assert_near(zi_game_synergy(v, 1, 2), 10);
}

static void
two_ways_that_do_the_same_are_substitutes(void **state)
{
    const double v[4] = { 0, 8, 8, 8 };

    (void) state;
    assert_near(zi_game_synergy(v, 1, 2), -8);
    assert_near(zi_game_shapley(v, 2, 0), 4);
    assert_near(zi_game_interaction(v, 2, 0, 1), -8);
}

/* I(ij) = sum of dividends d(S) / (|S| - 1) over S that hold i and j; and Shapley's value
 * is the sum of d(S) / |S|: Grabisch and Roubens (1999). */
static void
dividends_give_the_same_values_again(void **state)
{
    uint64_t seed = 3;
    double v[64], d[64], shapley = 0, interaction = 0, whole = 0;

    (void) state;
    random_game(&seed, 6, v);
    zi_game_dividends(v, 6, d);
    for (uint32_t s = 1; s < 64; s++) {
        const int size = __builtin_popcount(s);
        whole += d[s];
        shapley += s & 4U ? d[s] / size : 0;
        interaction += (s & 5U) == 5 ? d[s] / (size - 1) : 0;
    }
    assert_near(whole, v[63]);
    assert_near(zi_game_shapley(v, 6, 2), shapley);
    assert_near(zi_game_interaction(v, 6, 0, 2), interaction);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapley_is_the_average_over_all_orders_and_sums_to_the_whole),
        cmocka_unit_test(a_dummy_gets_nothing_and_equals_get_the_same),
        cmocka_unit_test(two_ways_that_do_the_same_are_substitutes),
        cmocka_unit_test(dividends_give_the_same_values_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
