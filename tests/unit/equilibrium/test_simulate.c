/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold of every answer, by the fixed point, which needs no module. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "worlds.h"

static zhol_simulation *
simulate(const made_world *w, zhol_simulate_options o)
{
    const zhol_shock shock = { .cost_hat = w->cost };
    zhol_simulation *s = NULL;
    zhol_error err = { "" };
    const zhol_status status = zhol_simulate(&w->flows, &shock, &o, &s, &err);

    if (status != ZHOL_OK) {
        print_message("%s\n", err.message);
    }
    assert_int_equal(status, ZHOL_OK);
    return s;
}

static void
assert_close(double a, double b, double relative)
{
    if (!(fabs(a - b) <= relative * fmax(fabs(a), fabs(b)))) {
        print_message("%.17g is not %.17g\n", a, b);
        fail();
    }
}

/*      3 home        1 each way, cost x 1.2        3 home
 *  A <====> A   -------------------------->   B <====> B
 * Both are alike, so prices at the gate stay 1 and the rest can be written down. */
static void
two_like_economies_follow_the_formula(void **state)
{
    (void) state;
    const double theta = 4, kept = 0.25 * pow(1.2, -theta), sum = 0.75 + kept;
    made_world w;

    world_begin(&w, 2);
    w.trade[0] = w.trade[3] = 3;
    w.trade[1] = w.trade[2] = 1;
    w.cost[1] = w.cost[2] = 1.2;
    zhol_simulation *s = simulate(&w, options_of(theta, 0, ZHOL_CLOSURE_ADDITIVE));
    for (uint32_t i = 0; i < 2; i++) {
        const double *hat = s->economy[i].hat;
        assert_close(hat[ZHOL_HAT_PRODUCER], 1, 1e-12);
        assert_close(hat[ZHOL_HAT_PRICE], pow(sum, -1 / theta), 1e-12);
        assert_close(hat[ZHOL_HAT_REAL_INCOME], pow(sum, 1 / theta), 1e-12);
        assert_close(hat[ZHOL_HAT_EXPORTS], kept / sum / 0.25, 1e-12);
        assert_close(hat[ZHOL_HAT_IMPORTS], kept / sum / 0.25, 1e-12);
        assert_close(hat[ZHOL_HAT_DOMESTIC], 1 / sum, 1e-12);
    }
    assert_int_equal(s->n_changed_pairs, 2);
    zhol_simulation_free(s);
}

/* Excess demand of A for a price ratio w = p_A / p_B, written without the library. */
static double
excess_of_a(const double x[4], const double cost[4], double theta, double w)
{
    const double ea = x[0] + x[2], eb = x[1] + x[3];
    const double a0 = x[0] / ea * pow(w, -theta), a1 = x[2] / ea * pow(cost[2], -theta);
    const double b0 = x[1] / eb * pow(w * cost[1], -theta), b1 = x[3] / eb;

    return a0 / (a0 + a1) * ea * w + b0 / (b0 + b1) * eb - ea * w;
}

static void
two_unlike_economies_agree_with_bisection(void **state)
{
    (void) state;
    const double x[4] = { 50, 10, 10, 400 }, theta = 6; /* balanced: 10 each way */
    double lo = 0.5, hi = 2;
    made_world w;

    world_begin(&w, 2);
    memcpy(w.trade, x, sizeof x);
    w.cost[1] = 0.8;                /* A sells to B for less */
    for (int k = 0; k < 200; k++) { /* dearer goods of A are asked for less */
        const double middle = (lo + hi) / 2;
        if (excess_of_a(x, w.cost, theta, middle) > 0) {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    zhol_simulation *s = simulate(&w, options_of(theta, 0, ZHOL_CLOSURE_MULTIPLICATIVE));
    const double found =
        s->economy[0].hat[ZHOL_HAT_PRODUCER] / s->economy[1].hat[ZHOL_HAT_PRODUCER];
    assert_close(found, lo, 1e-11);
    assert_true(found > 1);
    zhol_simulation_free(s);
}

/* Arkolakis, Costinot and Rodriguez-Clare (2012), with supply as in Allen, Arkolakis and
 * Takahashi (2020): real income is a power of the share of spending at home. */
static void
check_formula(const made_world *w, const zhol_simulation *s, double psi)
{
    const uint32_t n = s->n;

    for (uint32_t j = 0; j < n; j++) {
        double before = 0, after = 0;
        for (uint32_t i = 0; i < n; i++) {
            before += s->base[i * n + j];
            after += s->trade[i * n + j];
        }
        const double home = (s->trade[j * n + j] / after) / (s->base[j * n + j] / before);
        assert_close(s->economy[j].hat[ZHOL_HAT_REAL_INCOME],
            pow(home, -(1 + psi) / s->asked.theta), 1e-10);
    }
    (void) w;
}

/* Every economy sells what it makes, the world's output is as before, and spending is as
 * the closure says. */
static void
check_walras(const zhol_simulation *s)
{
    const uint32_t n = s->n;
    double world_before = 0, world_after = 0;

    for (uint32_t i = 0; i < n; i++) {
        double sold = 0, sold_before = 0, bought = 0, bought_before = 0;
        for (uint32_t j = 0; j < n; j++) {
            sold += s->trade[i * n + j];
            sold_before += s->base[i * n + j];
            bought += s->trade[j * n + i];
            bought_before += s->base[j * n + i];
        }
        world_before += sold_before;
        world_after += sold;
        const double *hat = s->economy[i].hat;
        assert_close(
            sold / sold_before, hat[ZHOL_HAT_REAL_INCOME] * hat[ZHOL_HAT_PRICE], 1e-11);
        assert_close(bought / bought_before,
            hat[ZHOL_HAT_REAL_SPENDING] * hat[ZHOL_HAT_PRICE], 1e-10);
        if (s->asked.closure == ZHOL_CLOSURE_ADDITIVE) {
            assert_true(fabs((bought - sold) - (bought_before - sold_before))
                        <= 1e-10 * (sold + bought));
        } else {
            assert_close(
                bought / sold, s->imbalance_scale * bought_before / sold_before, 1e-10);
        }
    }
    assert_close(world_after, world_before, 1e-12);
}

static int
every_answer_obeys_the_laws(prop *p)
{
    static const double psis[] = { 0, 0.5, 2 };
    const uint32_t n = 2 + prop_below(p, 10);
    const double psi = psis[prop_below(p, 3)];
    const zhol_closure closure = (zhol_closure) prop_below(p, 3);
    made_world w;

    world_random(&w, p, n);
    for (uint32_t k = 0; k < n * n; k++) {
        w.cost[k] = k % n != k / n && prop_below(p, 4) == 0 ? 0.7 + unit(p) / 2 : 1;
    }
    zhol_simulation *s = simulate(&w, options_of(3 + 4 * unit(p), psi, closure));
    check_formula(&w, s, psi);
    check_walras(s);
    assert_true(s->max_own_excess_demand <= 1e-13);
    assert_true(s->max_excess_demand <= 1e-13);
    zhol_simulation_free(s);
    return 1;
}

static void
laws(void **state)
{
    (void) state;
    assert_true(prop_holds("laws", 60, every_answer_obeys_the_laws));
}

static void
no_change_in_gives_no_change_out(void **state)
{
    (void) state;
    prop p = { 7, 7 };
    made_world w;

    world_random(&w, &p, 12);
    for (uint32_t closure = 0; closure < 3; closure++) {
        zhol_simulation *s = simulate(&w, options_of(5, 1, (zhol_closure) closure));
        for (uint32_t i = 0; i < s->n; i++) {
            for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
                assert_close(s->economy[i].hat[h], 1, 1e-12);
            }
        }
        assert_close(s->world_real_income_hat, 1, 1e-12);
        assert_int_equal(s->n_changed_pairs, 0);
        zhol_simulation_free(s);
    }
}

static void
like_economies_stay_alike(void **state)
{
    (void) state;
    enum { N = 6 };
    made_world w;

    world_begin(&w, N);
    for (uint32_t k = 0; k < N * N; k++) {
        w.trade[k] = k / N == k % N ? 20 : 1;
        w.cost[k] = k / N == k % N ? 1 : 1.5;
    }
    zhol_simulation *s = simulate(&w, options_of(4, 0.7, ZHOL_CLOSURE_ZERO));
    for (uint32_t i = 1; i < N; i++) {
        for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
            assert_close(s->economy[i].hat[h], s->economy[0].hat[h], 1e-12);
        }
    }
    zhol_simulation_free(s);
}

/* Dollars or tenge, this order of economies or another: the same hats. And costs that
 * all, domestic ones too, double change prices only. */
static void
units_and_order_do_not_matter(void **state)
{
    (void) state;
    enum { N = 9 };
    prop p = { 11, 11 };
    made_world w, scaled, turned, dear;
    const zhol_simulate_options o = options_of(4, 0.5, ZHOL_CLOSURE_MULTIPLICATIVE);

    world_random(&w, &p, N);
    w.cost[3] = 0.5;
    w.cost[4 * N + 1] = 2;
    scaled = turned = dear = w;
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t j = 0; j < N; j++) {
            const uint32_t from = i * N + j, to = (N - 1 - i) * N + (N - 1 - j);
            scaled.trade[from] *= 450e6;
            turned.trade[to] = w.trade[from];
            turned.cost[to] = w.cost[from];
            dear.cost[from] *= 2;
        }
    }
    scaled.flows.trade = scaled.trade;
    turned.flows.trade = turned.trade;
    dear.flows.trade = dear.trade;
    zhol_simulation *a = simulate(&w, o), *b = simulate(&scaled, o),
                    *c = simulate(&turned, o), *d = simulate(&dear, o);
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
            assert_close(a->economy[i].hat[h], b->economy[i].hat[h], 1e-12);
            assert_close(a->economy[i].hat[h], c->economy[N - 1 - i].hat[h], 1e-11);
        }
        assert_close(a->economy[i].hat[ZHOL_HAT_EXPORTS],
            d->economy[i].hat[ZHOL_HAT_EXPORTS], 1e-11);
        assert_close(a->economy[i].hat[ZHOL_HAT_REAL_INCOME] * pow(0.5, 1.5),
            d->economy[i].hat[ZHOL_HAT_REAL_INCOME], 1e-11);
    }
    zhol_simulation_free(a);
    zhol_simulation_free(b);
    zhol_simulation_free(c);
    zhol_simulation_free(d);
}

/* A coefficient b, switched on, is a fall of costs by exp(-b / theta). */
static void
a_coefficient_is_a_change_of_costs(void **state)
{
    (void) state;
    enum { N = 5 };
    const double theta = 5, b = 0.55;
    prop p = { 3, 3 };
    made_world w;
    double change[N * N] = { 0 };
    zhol_simulation *one = NULL;

    world_random(&w, &p, N);
    const zhol_simulate_options o = options_of(theta, 0, ZHOL_CLOSURE_ADDITIVE);
    const zhol_shock shock = {
        .n_coefficients = 1, .names = { "rta" }, .estimate = { b }, .change = { change }
    };
    for (uint32_t k = 1; k < N; k++) {
        change[k] = 1;
        w.cost[k] = exp(-b / theta);
    }
    assert_int_equal(zhol_simulate(&w.flows, &shock, &o, &one, NULL), ZHOL_OK);
    zhol_simulation *two = simulate(&w, o);
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
            assert_close(one->economy[i].hat[h], two->economy[i].hat[h], 1e-11);
        }
    }
    zhol_simulation_free(one);
    zhol_simulation_free(two);
}

static void
assert_refused(const zhol_flows *f, const zhol_shock *shock, zhol_simulate_options o,
    zhol_status status, const char *words)
{
    zhol_simulation *s = NULL;
    zhol_error err = { "" };
    const zhol_status got = zhol_simulate(f, shock, &o, &s, &err);

    if (got != status || !strstr(err.message, words)) {
        print_message("%d: %s\n", (int) got, err.message);
    }
    assert_int_equal(got, status);
    assert_non_null(strstr(err.message, words));
    assert_null(s);
}

static void
what_does_not_fit_the_model_is_refused(void **state)
{
    (void) state;
    prop p = { 1, 1 };
    made_world w, bad;
    const zhol_shock shock = { .cost_hat = w.cost }, none = { .cost_hat = bad.cost };
    zhol_simulate_options o = options_of(4, 0, ZHOL_CLOSURE_ADDITIVE);

    world_random(&w, &p, 4);
    zhol_flows f = w.flows;
    f.n_sectors = 2;
    assert_refused(&f, &shock, o, ZHOL_USAGE, "has one: add them up");
    f.n_sectors = 1;
    f.n = 1;
    assert_refused(&f, &shock, o, ZHOL_BAD_DATA, "needs 2 to 2000");
    o.theta = 0;
    assert_refused(&w.flows, &shock, o, ZHOL_USAGE, "theta must be above 0");
    o = options_of(4, -1, ZHOL_CLOSURE_ADDITIVE);
    assert_refused(&w.flows, &shock, o, ZHOL_USAGE, "psi must be from 0");
    o = options_of(4, 0, ZHOL_CLOSURE_ADDITIVE);
    o.tol = 0;
    assert_refused(&w.flows, &shock, o, ZHOL_USAGE, "tol must be");
    o = options_of(4, 0, ZHOL_CLOSURE_ADDITIVE);
    w.trade[1] = -1;
    assert_refused(&w.flows, &shock, o, ZHOL_BAD_DATA, "'E00' to 'E01' is -1");
    w.trade[1] = 1;
    w.trade[5] = 0;
    assert_refused(&w.flows, &shock, o, ZHOL_BAD_DATA, "domestic trade of 'E01'");
    w.trade[5] = 1;
    w.cost[2] = 0;
    assert_refused(&w.flows, &shock, o, ZHOL_BAD_DATA, "must be above 0");
    world_begin(&bad, 4); /* two pairs that do not know each other */
    for (uint32_t i = 0; i < 4; i++) {
        bad.trade[i * 4 + i] = 5;
        bad.trade[i * 4 + (i ^ 1U)] = 1;
    }
    assert_refused(&bad.flows, &none, o, ZHOL_BAD_DATA, "do not trade with each other");
    bad.trade[1] = 0;
    assert_refused(&bad.flows, &none, o, ZHOL_BAD_DATA, "'E00' sells nothing to");
}

/* ------------------------------------------------------- worlds that hardly trade */

enum { MOST_STEPS = 20000 };

/* Steps of the plain map of Alvarez and Lucas (2007), psi 0, until no economy's excess
 * demand is above tol; MOST_STEPS: not within so many. */
static uint32_t
plain_steps(const made_world *w, double theta, double tol)
{
    const uint32_t n = w->flows.n;
    double x[MOST] = { 0 }, y0[MOST] = { 0 }, e0[MOST] = { 0 };
    double weight[MOST * MOST] = { 0 };
    double total = 0;

    for (uint32_t k = 0; k < n * n; k++) {
        y0[k / n] += w->trade[k];
        e0[k % n] += w->trade[k];
        total += w->trade[k];
    }
    for (uint32_t k = 0; k < n * n; k++) {
        weight[k] = w->trade[k] / e0[k % n] * pow(w->cost[k], -theta);
    }
    for (uint32_t steps = 0; steps < MOST_STEPS; steps++) {
        double y[MOST] = { 0 }, e[MOST] = { 0 }, phi[MOST] = { 0 };
        double output = 0, spending = 0, worst = 0;
        for (uint32_t i = 0; i < n; i++) {
            output += y0[i] * exp(x[i]);
        }
        for (uint32_t i = 0; i < n; i++) {
            x[i] += log(total / output);
            y[i] = y0[i] * exp(x[i]);
            e[i] = e0[i] / y0[i] * y[i];
            spending += e[i];
        }
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t j = 0; j < n; j++) {
                phi[j] += weight[i * n + j] * exp(-theta * x[i]);
            }
        }
        double move[MOST];
        for (uint32_t i = 0; i < n; i++) {
            double demand = 0;
            for (uint32_t j = 0; j < n; j++) {
                demand += weight[i * n + j] * exp(-theta * x[i]) / phi[j] * e[j] * total
                          / spending;
            }
            worst = fmax(worst, fabs(demand / y[i] - 1));
            move[i] = log(demand / y[i]) / (1 + theta);
        }
        if (worst <= tol) {
            return steps;
        }
        for (uint32_t i = 0; i < n; i++) {
            x[i] += move[i];
        }
    }
    return MOST_STEPS;
}

/* Sizes over five orders of magnitude, and all but a thousandth of sales at home. */
static void
world_that_hardly_trades(made_world *w, prop *p, uint32_t n)
{
    double size[MOST], all = 0;

    world_begin(w, n);
    for (uint32_t i = 0; i < n; i++) {
        size[i] = exp(12 * unit(p) - 6);
        all += size[i];
    }
    for (uint32_t k = 0; k < n * n; k++) {
        const uint32_t i = k / n, j = k % n;
        w->trade[k] =
            size[i] * size[j] * exp(5 * unit(p) - 2.5) * (i == j ? 3 : 0.05 / all);
        w->cost[k] =
            i != j && prop_below(p, 3) == 0 ? exp(2 * (unit(p) + unit(p) - 1)) : 1;
    }
}

static int
acceleration_is_not_worse_than_plain_steps(prop *p)
{
    static const double thetas[] = { 2, 4, 8 };
    const double theta = thetas[prop_below(p, 3)];
    made_world w;

    world_that_hardly_trades(&w, p, 3 + prop_below(p, 10));
    zhol_simulate_options o = options_of(theta, 0, ZHOL_CLOSURE_MULTIPLICATIVE);
    o.tol = 1e-9;
    zhol_simulation *s = simulate(&w, o);
    const uint32_t plain = plain_steps(&w, theta, o.tol);
    if (s->iterations > 2 * plain + 100) {
        print_message("%u iterations, %u plain ones\n", s->iterations, plain);
    }
    assert_true(s->iterations <= 2 * plain + 100);
    zhol_simulation_free(s);
    o.closure = ZHOL_CLOSURE_ZERO;
    s = simulate(&w, o);
    assert_true(s->max_own_excess_demand <= 1e-9);
    zhol_simulation_free(s);
    return 1;
}

static void
slow_worlds(void **state)
{
    (void) state;
    assert_true(
        prop_holds("slow worlds", 100, acceleration_is_not_worse_than_plain_steps));
}

/* A sends abroad nine tenths of what it makes, and its costs soar: no prices let it. */
static void
a_world_without_equilibrium_is_told(void **state)
{
    (void) state;
    made_world w;

    world_begin(&w, 2);
    w.trade[0] = w.trade[3] = 10;
    w.trade[1] = 9; /* A sells 9, and buys 0.1 */
    w.trade[2] = 0.1;
    w.cost[1] = w.cost[2] = 1e6;
    const zhol_shock shock = { .cost_hat = w.cost };
    assert_refused(&w.flows, &shock, options_of(4, 0, ZHOL_CLOSURE_ADDITIVE), ZHOL_LIMIT,
        "the additive closure keeps the surplus of 'E00'");
    zhol_simulation *s = simulate(&w, options_of(4, 0, ZHOL_CLOSURE_ZERO));
    assert_true(s->economy[0].hat[ZHOL_HAT_REAL_INCOME] < 1);
    zhol_simulation_free(s);
}

/* E00 has a large surplus, and its costs of selling rise or fall by a coefficient that is
 * hardly known: where they rise much it cannot send its surplus abroad any more. */
static void
draws_without_equilibrium_are_left_out_and_counted(void **state)
{
    (void) state;
    static const double trade[9] = { 100, 40, 30, 10, 200, 10, 12, 9, 300 },
                        change[9] = { 0, -1, -1 };
    double variance = 4;
    zhol_simulate_options o = options_of(4, 0, ZHOL_CLOSURE_ADDITIVE);
    zhol_simulation *s = NULL;
    zhol_error err = { "" };
    made_world w;

    world_begin(&w, 3);
    memcpy(w.trade, trade, sizeof trade);
    const zhol_shock shock = { .n_coefficients = 1,
        .names = { "x" },
        .estimate = { 1 },
        .change = { change },
        .covariance = &variance };
    o.n_draws = 1000;
    o.seed = 1;
    o.n_threads = 2;
    assert_int_equal(zhol_simulate(&w.flows, &shock, &o, &s, &err), ZHOL_OK);
    assert_true(s->n_failed_draws > 0 && s->n_failed_draws < 50);
    assert_int_equal(s->n_draws, 1000);
    const double *interval = s->economy[0].interval[ZHOL_HAT_REAL_INCOME];
    assert_true(
        0 < interval[0] && interval[0] < interval[1] && interval[1] < interval[2]);
    zhol_simulation_free(s);
    variance = 400;
    assert_refused(&w.flows, &shock, o, ZHOL_LIMIT, "of 1000 draws have no equilibrium");
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    (void) state;
    enum { N = 4 };
    const long live = zi_mem_live();
    const double variance = 0.01;
    double change[N * N] = { 0 };
    prop p = { 2, 2 };
    made_world w;
    zhol_status status = ZHOL_LIMIT;
    zhol_simulate_options o = options_of(4, 0, ZHOL_CLOSURE_ZERO);

    world_random(&w, &p, N);
    change[1] = 1;
    o.n_draws = 10;
    o.n_threads = 2;
    const zhol_shock shock = { .n_coefficients = 1,
        .names = { "rta" },
        .estimate = { 0.5 },
        .change = { change },
        .covariance = &variance };
    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_simulation *s = NULL;
        zi_mem_fail_after(k);
        status = zhol_simulate(&w.flows, &shock, &o, &s, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK ? s != NULL : status == ZHOL_LIMIT && !s);
        zhol_simulation_free(s);
        assert_int_equal(zi_mem_live(), live);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_like_economies_follow_the_formula),
        cmocka_unit_test(two_unlike_economies_agree_with_bisection),
        cmocka_unit_test(laws),
        cmocka_unit_test(no_change_in_gives_no_change_out),
        cmocka_unit_test(like_economies_stay_alike),
        cmocka_unit_test(units_and_order_do_not_matter),
        cmocka_unit_test(a_coefficient_is_a_change_of_costs),
        cmocka_unit_test(what_does_not_fit_the_model_is_refused),
        cmocka_unit_test(slow_worlds),
        cmocka_unit_test(a_world_without_equilibrium_is_told),
        cmocka_unit_test(draws_without_equilibrium_are_left_out_and_counted),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
