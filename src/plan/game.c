/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/game.h"

#include <string.h>

#include "base/sum.h"

static uint32_t
count(uint32_t mask)
{
    return (uint32_t) __builtin_popcount(mask);
}

/* t! (n - t - 1)! / n!: the chance that exactly a given t players come before one of n */
static double
chance(uint32_t n, uint32_t t)
{
    double orders = n; /* n x binomial(n - 1, t) */

    for (uint32_t k = 1; k <= t; k++) {
        orders *= (double) (n - k) / k;
    }
    return 1 / orders;
}

/* The same for t = 0 .. n - 1. */
static void
list_chances(uint32_t n, double out[ZI_GAME_MAX_PLAYERS])
{
    for (uint32_t t = 0; t < n; t++) {
        out[t] = chance(n, t);
    }
}

double
zi_game_shapley(const double *v, uint32_t n, uint32_t i)
{
    const uint32_t bit = 1U << i;
    double chances[ZI_GAME_MAX_PLAYERS];
    zi_sum sum = { 0 };

    list_chances(n, chances);
    for (uint32_t s = 0; s < 1U << n; s++) {
        if (!(s & bit)) {
            zi_sum_add(&sum, chances[count(s)] * (v[s | bit] - v[s]));
        }
    }
    return zi_sum_value(&sum);
}

double
zi_game_interaction(const double *v, uint32_t n, uint32_t i, uint32_t j)
{
    const uint32_t both = 1U << i | 1U << j;
    double chances[ZI_GAME_MAX_PLAYERS];
    zi_sum sum = { 0 };

    list_chances(n - 1, chances);
    for (uint32_t s = 0; s < 1U << n; s++) {
        if (!(s & both)) {
            const double more = (v[s | both] - v[s | 1U << i]) - (v[s | 1U << j] - v[s]);
            zi_sum_add(&sum, chances[count(s)] * more);
        }
    }
    return zi_sum_value(&sum);
}

void
zi_game_dividends(const double *v, uint32_t n, double *d)
{
    memcpy(d, v, ((size_t) 1 << n) * sizeof *d);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t s = 0; s < 1U << n; s++) {
            if (s & 1U << i) {
                d[s] -= d[s ^ 1U << i];
            }
        }
    }
}

double
zi_game_synergy(const double *v, uint32_t a, uint32_t b)
{
    return v[a | b] - v[a] - v[b] + v[0];
}
