/* SPDX-License-Identifier: Apache-2.0 */
/* What is reached in joint draws of the whole network. */
#include "skim/reach.h"

#include <assert.h>
#include <math.h>

#include "base/fail.h"
#include "base/mem.h"
#include "math/quantile.h"
#include "skim/draws.h"

/* On the default world the hierarchies of 256 draws take as long as searching each draw
 * from three starts. */
static const uint32_t least_for_sweeps = 4;

/* r->drawn: [(figure * (STEPS + 1) + step) * n_draws + draw] */
static size_t
cell_of(const zhol_reach *r, uint32_t figure, uint32_t step, uint32_t draw)
{
    return ((size_t) figure * (ZHOL_REACH_STEPS + 1) + step) * r->query.n_draws + draw;
}

/* The k-th least of them, 0 the first, by quickselect: Hoare, Algorithm 65, CACM 4, 1961.
 * Puts them into another order. */
static uint32_t
kth_of(uint32_t *x, uint32_t n, uint32_t k)
{
    int64_t low = 0, high = (int64_t) n - 1;

    while (low < high) {
        const uint32_t pivot = x[low + (high - low) / 2];
        int64_t i = low, j = high;
        while (i <= j) {
            while (x[i] < pivot) {
                i++;
            }
            while (x[j] > pivot) {
                j--;
            }
            if (i <= j) {
                const uint32_t swapped = x[i];
                x[i++] = x[j];
                x[j--] = swapped;
            }
        }
        if (k <= j) {
            high = j;
        } else if (k >= i) {
            low = i;
        } else {
            return x[k];
        }
    }
    return x[k];
}

/* The least hours that at least the share p of the draws do not exceed. */
static double
hours_at(uint32_t *seconds, uint32_t n, double p)
{
    const uint32_t k = (uint32_t) ceil(p * n - 1e-9); /* 0.9 x 10 is 9 */
    const uint32_t s = kth_of(seconds, n, k > 0 ? k - 1 : 0);

    return s == ZHOL_INFINITE ? (double) INFINITY : s / 3600.0;
}

/* Counts a point where it is reached first, draw by draw. */
static void
count(zhol_reach *r, const zhol_reach_point *point, const uint32_t *seconds)
{
    for (uint32_t d = 0; d < r->query.n_draws; d++) {
        const uint32_t step = seconds[d] / (3600 * ZHOL_REACH_STEP_H)
                              + (seconds[d] % (3600 * ZHOL_REACH_STEP_H) > 0);
        if (seconds[d] != ZHOL_INFINITE && step <= ZHOL_REACH_STEPS) {
            for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
                r->drawn[cell_of(r, f, step, d)] += (float) point->share[f];
            }
        }
    }
}

static void
add_up(zhol_reach *r)
{
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        for (uint32_t step = 1; step <= ZHOL_REACH_STEPS; step++) {
            float *here = &r->drawn[cell_of(r, f, step, 0)];
            const float *before = &r->drawn[cell_of(r, f, step - 1, 0)];
            for (uint32_t d = 0; d < r->query.n_draws; d++) {
                here[d] += before[d];
            }
        }
    }
}

/* One start's draws: hours of all places, and of its points, which stand together. */
static void
take_start(zhol_reach *r, uint32_t start, uint32_t n_places, uint32_t *seconds)
{
    const uint32_t n = r->query.n_draws, of_start = r->n_points / r->n_starts;
    double *hours = &r->place_limit[(size_t) ZHOL_REACH_BY_CHANCE * n_places];
    zhol_reach_point *next = &r->points[(size_t) start * of_start];
    const zhol_reach_point *end = next + of_start;

    for (uint32_t p = 0; p < n_places; p++) {
        uint32_t *of_place = &seconds[(size_t) p * n];
        const bool is_point = next < end && next->place == p;
        if (is_point) {
            count(r, next, of_place);
        }
        const double h = hours_at(of_place, n, r->query.probability);
        hours[p] += r->start_weights[start] * h;
        if (is_point) {
            next++->limit[ZHOL_REACH_BY_CHANCE] = h;
        }
    }
    assert(next == end);
}

static zhol_status
draw_starts(zhol_reach *r, const zi_reach_ground *g, zi_draws *draws, uint32_t *seconds,
    zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    assert(r->n_points % r->n_starts == 0);
    for (uint32_t i = 0; i < r->n_starts && status == ZHOL_OK; i++) {
        status = zi_draws_from(draws, r->starts[i], seconds, err);
        if (status == ZHOL_OK) {
            take_start(r, i, g->n_places, seconds);
        }
    }
    return status;
}

zhol_status
zi_reach_draw(zhol_reach *r, const zi_reach_ground *g, zhol_error *err)
{
    const uint32_t n = r->query.n_draws;
    uint32_t *seconds = ZI_NEW(uint32_t, (size_t) g->n_places * n + 1);
    const zi_draws_options options = { .seed = r->query.seed,
        .n_draws = n,
        .is_informed = r->query.is_informed,
        .is_searched = r->n_starts < least_for_sweeps,
        .n_threads = g->n_threads };
    zi_draws *draws = NULL;
    zhol_status status = ZHOL_LIMIT;

    r->drawn = ZI_NEW(float, (size_t) ZHOL_N_REACH_FIGURES *(ZHOL_REACH_STEPS + 1) * n);
    if (!r->drawn || !seconds) {
        (void) zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
        goto out;
    }
    status = zi_draws_new(g->skim, &options, &draws, err);
    if (status == ZHOL_OK) {
        status = draw_starts(r, g, draws, seconds, err);
    }
    if (status == ZHOL_OK) {
        add_up(r);
    }
out:
    zi_draws_free(draws);
    zi_free(seconds);
    return status;
}

/* Quantile over the draws at one step. */
static double
at_step(const zhol_reach *r, uint32_t figure, uint32_t step, double quantile)
{
    double share[ZHOL_REACH_MAX_DRAWS];

    for (uint32_t d = 0; d < r->query.n_draws; d++) {
        share[d] = (double) r->drawn[cell_of(r, figure, step, d)];
    }
    return zi_quantile_of(share, r->query.n_draws, quantile);
}

double
zhol_reach_drawn(
    const zhol_reach *r, zhol_reach_figure figure, double limit_h, double quantile)
{
    const double step = floor(limit_h / ZHOL_REACH_STEP_H + 1e-9);

    assert(r->drawn && limit_h >= 0);
    return at_step(r, (uint32_t) figure,
        step < ZHOL_REACH_STEPS ? (uint32_t) step : ZHOL_REACH_STEPS, quantile);
}

/* The share is reached in a part q of the draws as soon as its quantile 1 - q is. */
double
zhol_reach_drawn_at(
    const zhol_reach *r, zhol_reach_figure figure, double share, double quantile)
{
    uint32_t low = 0, high = ZHOL_REACH_STEPS;

    assert(r->drawn);
    if (at_step(r, (uint32_t) figure, high, 1 - quantile) < share) {
        return (double) INFINITY;
    }
    while (low < high) { /* shares only grow with the hours */
        const uint32_t middle = low + (high - low) / 2;
        if (at_step(r, (uint32_t) figure, middle, 1 - quantile) >= share) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (double) high * ZHOL_REACH_STEP_H;
}
