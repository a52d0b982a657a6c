/* SPDX-License-Identifier: Apache-2.0 */
#include <zhol/plan.h>

/* 1 / (n choose k) / (n - k): the share of orders in which k others stand before one. */
static double
weight_of(uint32_t n, uint32_t k)
{
    double choose = 1;

    for (uint32_t i = 0; i < k; i++) {
        choose = choose * (n - i) / (i + 1);
    }
    return 1 / (choose * (n - k));
}

static uint32_t
count(uint32_t set)
{
    uint32_t n = 0;

    for (; set; set &= set - 1) {
        n++;
    }
    return n;
}

void
zhol_game_shapley(const double *value, uint32_t n, double *out)
{
    double weight[32];

    for (uint32_t k = 0; k < n; k++) {
        weight[k] = weight_of(n, k);
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t own = 1U << i;
        double sum = 0;
        for (uint32_t set = 0; set < 1U << n; set++) {
            if (!(set & own)) {
                sum += weight[count(set)] * (value[set | own] - value[set]);
            }
        }
        out[i] = sum;
    }
}

double
zhol_game_interaction(const double *value, uint32_t n, uint32_t i, uint32_t j)
{
    const uint32_t a = 1U << i, b = 1U << j;
    double sum = 0;

    for (uint32_t set = 0; set < 1U << n; set++) {
        if (!(set & (a | b))) {
            sum += weight_of(n - 1, count(set))
                   * (value[set | a | b] - value[set | a] - value[set | b] + value[set]);
        }
    }
    return sum;
}

double
zhol_game_synergy(const double *value, uint32_t a, uint32_t b)
{
    return value[a | b] - value[a] - value[b] + value[0];
}
