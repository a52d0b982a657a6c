/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/normal.h"
#include "math/quantile.h"
#include "route/draw.h"

enum { N_DRAWS = 4096, MAX_ITEMS = 64 };

/* Two ways from China to Europe in miniature: the same first half, then rail or sea. */
typedef struct ways {
    zi_item items[2][MAX_ITEMS];
    zi_journey journeys[2];
} ways;

static void
add(zi_journey *j, uint32_t kind, uint64_t key, uint64_t factor,
    const double mean_and_cv[2])
{
    const double sd = mean_and_cv[0] * mean_and_cv[1];

    j->items[j->n_items++] = (zi_item){ .key = key,
        .factor = factor,
        .leg = { .kind = kind,
            .mode = kind == ZHOL_LEG_LINK && factor ? ZHOL_MODE_SEA : ZHOL_MODE_RAIL,
            .time_h = mean_and_cv[0],
            .variance_h2 = sd * sd } };
}

static void
add_wait(zi_journey *j, uint64_t key, double cut_off_h, double headway_h)
{
    j->items[j->n_items++] = (zi_item){ .key = key,
        .leg = { .kind = ZHOL_LEG_WAIT,
            .time_h = cut_off_h + headway_h / 2,
            .variance_h2 = headway_h * headway_h / 12 } };
}

static void
make(ways *w)
{
    memset(w, 0, sizeof *w);
    for (uint32_t i = 0; i < 2; i++) {
        zi_journey *j = &w->journeys[i];
        j->items = w->items[i];
        add(j, ZHOL_LEG_PROCEDURE, 1, 0, (const double[]){ 24, 0.3 });
        add_wait(j, 2, 12, 84);
        for (uint64_t k = 0; k < 6; k++) {
            add(j, ZHOL_LEG_LINK, 10 + k, 0, (const double[]){ 8 + (double) k, 0.1 });
        }
    }
    zi_journey *rail = &w->journeys[0], *sea = &w->journeys[1];
    add(rail, ZHOL_LEG_PROCEDURE, 30, 7, (const double[]){ 20, 0.8 });
    add(rail, ZHOL_LEG_PROCEDURE, 31, 7, (const double[]){ 60, 1.0 });
    add(rail, ZHOL_LEG_PROCEDURE, 32, 7, (const double[]){ 5, 0.8 });
    add(rail, ZHOL_LEG_PROCEDURE, 33, 8, (const double[]){ 30, 0.8 });
    add_wait(rail, 35, 2, 10);
    for (uint64_t k = 0; k < 20; k++) {
        add(rail, ZHOL_LEG_LINK, 40 + k, 0, (const double[]){ 10, 0.12 });
    }
    add(sea, ZHOL_LEG_PROCEDURE, 70, 0, (const double[]){ 36, 0.6 });
    add_wait(sea, 71, 24, 168);
    for (uint64_t k = 0; k < 12; k++) {
        add(sea, ZHOL_LEG_LINK, 80 + k, 9 + k / 8, (const double[]){ 50, 0.08 });
    }
}

static const zi_draw_options options = {
    .seed = 1, .n_draws = N_DRAWS, .correlation_border = 0.5, .correlation_sea = 0.5
};

static double
normal(uint64_t *state)
{
    return zi_normal_quantile((zi_random_unit(state) * 0x1p53 + 0.5) * 0x1p-53);
}

/* One plain draw of a way, every item by itself. */
static double
plain_draw(const zi_journey *j, uint64_t *state)
{
    double factor[16], hours = 0;

    for (uint32_t k = 0; k < 16; k++) {
        factor[k] = normal(state);
    }
    for (uint32_t i = 0; i < j->n_items; i++) {
        const zi_item *item = &j->items[i];
        const double mean = item->leg.time_h, variance = item->leg.variance_h2;
        if (item->leg.kind == ZHOL_LEG_WAIT) {
            const double headway = sqrt(12 * variance);
            hours += mean - headway / 2 + headway * zi_random_unit(state);
            continue;
        }
        const double s2 = log1p(variance / (mean * mean)), r = item->factor ? 0.5 : 0;
        const double z = sqrt(r) * factor[item->factor] + sqrt(1 - r) * normal(state);
        hours += exp(log(mean) - s2 / 2 + sqrt(s2) * z);
    }
    return hours;
}

/* Within 1 % or three standard errors of the quantile of N_DRAWS draws, whichever is
 * larger: the error of an order statistic from the distance of the ones around it. */
static void
assert_quantile(const double *sorted, const double *plain, uint32_t n_plain, double p)
{
    const double found = zi_quantile(sorted, N_DRAWS, p);
    const double right = zi_quantile(plain, n_plain, p);
    const double se_of_share = sqrt(p * (1 - p) / N_DRAWS);
    const double error =
        zi_quantile(plain, n_plain, fmin(1, p + 3 * se_of_share)) - right;

    if (fabs(found - right) > fmax(0.01 * right, error)) {
        fail_msg("P%.0f is %.3f, a million plain draws say %.3f", 100 * p, found, right);
    }
}

static void
quantiles_agree_with_plain_draws_of_every_item(void **state)
{
    const uint32_t n_plain = getenv("ZHOL_LONG") ? 1000000 : 200000;
    double *hours = ZI_NEW(double, 2 * N_DRAWS), *plain = ZI_NEW(double, n_plain);
    uint64_t seed = 42;
    ways w;

    (void) state;
    assert_true(hours && plain);
    make(&w);
    assert_int_equal(zi_draw(w.journeys, 2, &options, hours, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < 2; i++) {
        double *of_way = &hours[(size_t) i * N_DRAWS];
        for (uint32_t k = 0; k < n_plain; k++) {
            plain[k] = plain_draw(&w.journeys[i], &seed);
        }
        zi_quantile_sort(of_way, N_DRAWS);
        zi_quantile_sort(plain, n_plain);
        assert_quantile(of_way, plain, n_plain, 0.1);
        assert_quantile(of_way, plain, n_plain, 0.5);
        assert_quantile(of_way, plain, n_plain, 0.9);
    }
    zi_free(hours);
    zi_free(plain);
}

static double
mean_of(const double *x, uint32_t n)
{
    double sum = 0;

    for (uint32_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum / n;
}

static void
the_mean_of_the_draws_is_the_sum_of_the_legs(void **state)
{
    double *hours = ZI_NEW(double, 2 * N_DRAWS);
    ways w;

    (void) state;
    assert_true(hours != NULL);
    make(&w);
    assert_int_equal(zi_draw(w.journeys, 2, &options, hours, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < 2; i++) {
        double mean_h = 0;
        for (uint32_t k = 0; k < w.journeys[i].n_items; k++) {
            mean_h += w.journeys[i].items[k].leg.time_h;
        }
        /* Sobol points: far better than the 0.7 % of plain draws */
        assert_true(fabs(mean_of(&hours[(size_t) i * N_DRAWS], N_DRAWS) - mean_h)
                    < 0.002 * mean_h);
    }
    zi_free(hours);
}

static void
ways_that_share_an_event_share_its_luck(void **state)
{
    static double hours[3][N_DRAWS];
    zi_item items[3][3];
    zi_journey j[3] = { { items[0], 0 }, { items[1], 0 }, { items[2], 0 } };

    (void) state;
    for (uint32_t i = 0; i < 3; i++) {
        add(&j[i], ZHOL_LEG_PROCEDURE, i < 2 ? 1 : 2, 5, (const double[]){ 40, 0.8 });
        add(&j[i], ZHOL_LEG_ACCESS, 10 + i, 0, (const double[]){ 1 + i, 0 });
    }
    assert_int_equal(zi_draw(j, 3, &options, hours[0], NULL), ZHOL_OK);
    double with_factor = 0, mean = mean_of(hours[2], N_DRAWS) - 3, square = 0;
    for (uint32_t k = 0; k < N_DRAWS; k++) {
        assert_true(fabs(hours[1][k] - hours[0][k] - 1) < 1e-9);
        with_factor += (hours[0][k] - 1 - mean) * (hours[2][k] - 3 - mean);
        square += (hours[0][k] - 1 - mean) * (hours[0][k] - 1 - mean);
    }
    /* lognormals of sigma^2 = log(1.64) whose logarithms correlate by 0.5:
     * (exp(sigma^2 / 2) - 1) / (exp(sigma^2) - 1) = 0.438 */
    assert_true(fabs(with_factor / square - 0.438) < 0.03);
}

static void
a_seed_gives_the_same_bytes_and_another_seed_others(void **state)
{
    static double a[2 * N_DRAWS], b[2 * N_DRAWS];
    zi_draw_options other = options;
    ways w;

    (void) state;
    make(&w);
    assert_int_equal(zi_draw(w.journeys, 2, &options, a, NULL), ZHOL_OK);
    assert_int_equal(zi_draw(w.journeys, 2, &options, b, NULL), ZHOL_OK);
    assert_memory_equal(a, b, sizeof a);
    other.seed = 2;
    assert_int_equal(zi_draw(w.journeys, 2, &other, b, NULL), ZHOL_OK);
    assert_memory_not_equal(a, b, sizeof a);
}

static void
nothing_random_and_nothing_at_all_are_fine(void **state)
{
    double hours[4] = { -1, -1, -1, -1 };
    zi_item items[2];
    zi_journey j[2] = { { items, 0 }, { NULL, 0 } };
    const zi_draw_options two = { .seed = 1, .n_draws = 2 };

    (void) state;
    add(&j[0], ZHOL_LEG_LINK, 1, 0, (const double[]){ 5, 0 });
    add(&j[0], ZHOL_LEG_PROCEDURE, 2, 0, (const double[]){ 0, 0 });
    assert_int_equal(zi_draw(j, 2, &two, hours, NULL), ZHOL_OK);
    assert_true(fabs(hours[0] - 5) < 1e-12 && fabs(hours[1] - 5) < 1e-12);
    assert_true(fabs(hours[2]) < 1e-12 && fabs(hours[3]) < 1e-12);
}

static void
more_events_than_dimensions_are_still_drawn(void **state)
{
    enum { N = 400, FEW = 64 };
    zi_item *items = ZI_NEW(zi_item, N);
    double *hours = ZI_NEW(double, ZI_MAX_DRAWN *FEW);
    zi_journey j[ZI_MAX_DRAWN] = { { NULL, 0 } };
    const zi_draw_options few = { .seed = 1, .n_draws = FEW };

    (void) state;
    assert_true(items && hours);
    for (uint32_t i = 0; i < ZI_MAX_DRAWN; i++) { /* no two ways share an event */
        j[i].items = &items[i * (N / ZI_MAX_DRAWN)];
        for (uint32_t k = 0; k < N / ZI_MAX_DRAWN; k++) {
            add(&j[i], ZHOL_LEG_PROCEDURE, 1 + i * 100 + k, 0,
                (const double[]){ 10, 0.5 });
        }
    }
    assert_int_equal(zi_draw(j, ZI_MAX_DRAWN, &few, hours, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < ZI_MAX_DRAWN; i++) { /* each event has all its shares */
        const double mean_h = 10.0 * (N / ZI_MAX_DRAWN);
        assert_true(fabs(mean_of(&hours[i * FEW], FEW) - mean_h) < 0.02 * mean_h);
    }
    zi_free(items);
    zi_free(hours);
}

static void
failed_allocations_are_reported(void **state)
{
    static double hours[2 * N_DRAWS];
    const long before = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    ways w;

    (void) state;
    make(&w);
    for (long k = 0; status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status = zi_draw(w.journeys, 2, &options, hours, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        assert_int_equal(zi_mem_live(), before);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_agree_with_plain_draws_of_every_item),
        cmocka_unit_test(the_mean_of_the_draws_is_the_sum_of_the_legs),
        cmocka_unit_test(ways_that_share_an_event_share_its_luck),
        cmocka_unit_test(a_seed_gives_the_same_bytes_and_another_seed_others),
        cmocka_unit_test(nothing_random_and_nothing_at_all_are_fine),
        cmocka_unit_test(more_events_than_dimensions_are_still_drawn),
        cmocka_unit_test(failed_allocations_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
