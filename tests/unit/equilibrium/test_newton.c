/* SPDX-License-Identifier: Apache-2.0 */
/* Newton's method against the fixed point, its Jacobian against differences, and draws.
 * Needs the module of dense algebra. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "equilibrium/draws.h"
#include "worlds.h"

/* The module as anybody would write it. */
static void
plain_product(const void *user, uint32_t n, const double *a, const double *b, double *c)
{
    (void) user;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            c[i * n + j] = 0;
            for (uint32_t k = 0; k < n; k++) {
                c[i * n + j] += a[i * n + k] * b[j * n + k];
            }
        }
    }
}

static zhol_simulate_options
newton_of(double theta, double psi, zhol_closure closure)
{
    zhol_simulate_options o = options_of(theta, psi, closure);

    o.solver = ZHOL_SOLVER_NEWTON;
    o.modules = ZHOL_MODULES_FOLDER;
    return o;
}

/* Prices are compared up to one number, since the row of world output stands in for that
 * of one economy, and evaluation moves all prices: differences are taken of the gaps of
 * the others along directions that keep world output. */
static int
the_jacobian_is_that_of_the_gaps(prop *p)
{
    const uint32_t n = 2 + prop_below(p, 7);
    const double h = 1e-5;
    made_world w;
    zi_world_base base;
    zi_point at, up, down;
    double jacobian[MOST * MOST], scratch[2][MOST * MOST], vector[2 * MOST],
        direction[MOST];

    world_random(&w, p, n);
    assert_int_equal(zi_base_new(w.trade, n, &base, NULL), ZHOL_OK);
    base.is_additive = prop_below(p, 2) == 0;
    if (base.is_additive) { /* deficits that can be paid */
        for (uint32_t i = 0; i < n; i++) {
            base.deficit[i] *= 0.1;
        }
    }
    assert_int_equal(zi_point_new(n, &at, NULL), ZHOL_OK);
    assert_int_equal(zi_point_new(n, &up, NULL), ZHOL_OK);
    assert_int_equal(zi_point_new(n, &down, NULL), ZHOL_OK);
    const zi_problem problem = { &base, base.share, 2 + 4 * unit(p), unit(p) * 3 };
    for (uint32_t i = 0; i < n; i++) {
        at.x[i] = 0.2 * unit(p);
        direction[i] = unit(p) - 0.5;
    }
    const zi_jacobian_scratch s = { scratch[0], scratch[1], vector, plain_product, NULL };
    assert_true(zi_evaluate(&problem, &at));
    zi_jacobian(&problem, &at, &s, jacobian);
    /* evaluation adds a number to all: its part of the direction is what keeps output */
    for (uint32_t i = 0; i < n; i++) {
        up.x[i] = at.x[i] + h * direction[i];
        down.x[i] = at.x[i] - h * direction[i];
    }
    assert_true(zi_evaluate(&problem, &up));
    assert_true(zi_evaluate(&problem, &down));
    for (uint32_t i = 0; i < n; i++) {
        double told = 0, size = 0;
        for (uint32_t k = 0; k < n; k++) {
            const double moved = (up.x[k] - down.x[k]) / (2 * h);
            told += jacobian[i * n + k] * moved;
            size += fabs(jacobian[i * n + k] * moved);
        }
        const double found = i == base.largest ? 0 : (up.gap[i] - down.gap[i]) / (2 * h);
        assert_true(fabs(told - found) <= 1e-7 * (1 + size));
    }
    zi_point_free(&at);
    zi_point_free(&up);
    zi_point_free(&down);
    zi_base_free(&base);
    return 1;
}

static void
jacobian(void **state)
{
    (void) state;
    assert_true(prop_holds("jacobian", 100, the_jacobian_is_that_of_the_gaps));
}

static void
make_shock(made_world *w, prop *p, uint32_t kind)
{
    const uint32_t n = w->flows.n;

    for (uint32_t k = 0; k < n * n; k++) {
        const uint32_t i = k / n, j = k % n;
        if (i == j) {
            continue;
        }
        w->cost[k] = kind == 0   ? 0.7 + 0.6 * unit(p)
                     : kind == 1 ? 3
                     : kind == 2 ? (i == 0 || j == 0 ? 1e6 : 1)
                                 : 0.3;
    }
}

/* Where trade all but ends only real incomes are compared: worlds that do not trade have
 * no price in common. */
static int
newton_and_the_fixed_point_agree(prop *p)
{
    static const double psis[] = { 0, 0, 0.5, 2 };
    const uint32_t n = 2 + prop_below(p, 12), kind = prop_below(p, 4);
    const double theta = 2 + 6 * unit(p), psi = psis[prop_below(p, 4)];
    const zhol_closure closure =
        kind == 1 || kind == 2 ? ZHOL_CLOSURE_ZERO : (zhol_closure) prop_below(p, 3);
    zhol_simulation *a = NULL, *b = NULL;
    zhol_error err = { "" };
    made_world w;
    int agree = 1;

    world_random(&w, p, n);
    make_shock(&w, p, kind);
    const zhol_shock shock = { .cost_hat = w.cost };
    const zhol_simulate_options newton = newton_of(theta, psi, closure),
                                fixed = options_of(theta, psi, closure);
    if (zhol_simulate(&w.flows, &shock, &newton, &a, &err) != ZHOL_OK
        || zhol_simulate(&w.flows, &shock, &fixed, &b, &err) != ZHOL_OK) {
        print_message("kind %u, closure %d: %s\n", kind, (int) closure, err.message);
        agree = 0;
    }
    for (uint32_t i = 0; i < n && agree; i++) {
        for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
            const double x = a->economy[i].hat[h], y = b->economy[i].hat[h];
            if (((kind != 1 && kind != 2) || h == ZHOL_HAT_REAL_INCOME)
                && fabs(x - y) > 1e-10 * fabs(x)) {
                print_message("kind %u, closure %d, %s: %.15g %.15g\n", kind,
                    (int) closure, zhol_hat_word((zhol_hat) h), x, y);
                agree = 0;
            }
        }
    }
    agree = agree && !a->is_fallback;
    zhol_simulation_free(a);
    zhol_simulation_free(b);
    return agree;
}

static void
agreement(void **state)
{
    (void) state;
    assert_true(prop_holds("agreement", 200, newton_and_the_fixed_point_agree));
}

/* Deficits stay while everybody's costs grow a millionfold: Newton stalls, and goes there
 * by worlds between both. */
static void
far_worlds_are_reached_by_worlds_between(void **state)
{
    (void) state;
    enum { N = 3 };
    made_world w;
    zhol_simulation *s = NULL;
    zhol_error err = { "" };

    world_begin(&w, N);
    for (uint32_t k = 0; k < N * N; k++) {
        w.trade[k] = k / N == k % N ? 10 : 1 + k / N;
        w.cost[k] = k / N == k % N ? 1 : 1e6;
    }
    const zhol_shock shock = { .cost_hat = w.cost };
    zhol_simulate_options o = newton_of(4, 0, ZHOL_CLOSURE_MULTIPLICATIVE);
    o.tol = 1e-12;
    assert_int_equal(zhol_simulate(&w.flows, &shock, &o, &s, &err), ZHOL_OK);
    assert_true(s->n_stops > 0);
    assert_false(s->is_fallback);
    assert_true(s->max_own_excess_demand <= o.tol);
    zhol_simulation_free(s);
}

/* ----------------------------------------------------------------------------- draws */

enum { N_DRAWN = 8 };
typedef struct drawn {
    made_world w;
    double change[N_DRAWN * N_DRAWN];
} drawn;

static zhol_shock
draw_shock(drawn *d, const double *variance)
{
    prop p = { 5, 5 };

    world_random(&d->w, &p, N_DRAWN);
    memset(d->change, 0, sizeof d->change);
    d->change[1] = d->change[N_DRAWN] = 1; /* E00 and E01 join */
    return (zhol_shock){ .n_coefficients = 1,
        .names = { "rta" },
        .estimate = { 0.5 },
        .change = { d->change },
        .covariance = variance };
}

static zhol_simulation *
simulate_drawn(const drawn *d, const zhol_shock *shock, zhol_simulate_options o)
{
    zhol_simulation *s = NULL;
    zhol_error err = { "" };

    assert_int_equal(zhol_simulate(&d->w.flows, shock, &o, &s, &err), ZHOL_OK);
    return s;
}

/* Real income of E00 grows with the coefficient, so its quantiles are those of worlds
 * with the quantiles of the coefficient. */
static void
intervals_are_those_of_the_coefficient(void **state)
{
    (void) state;
    const double variance = 0.1 * 0.1, none = 0, z = 1.959963984540054;
    drawn d;
    zhol_shock shock = draw_shock(&d, &variance);
    zhol_simulate_options o = newton_of(5, 0, ZHOL_CLOSURE_MULTIPLICATIVE);
    double at[3];

    for (int q = 0; q < 3; q++) {
        shock.estimate[0] = 0.5 + 0.1 * z * (q - 1);
        zhol_simulation *s = simulate_drawn(&d, &shock, o);
        at[q] = s->economy[0].hat[ZHOL_HAT_REAL_INCOME];
        zhol_simulation_free(s);
    }
    shock.estimate[0] = 0.5;
    o.n_draws = 4000;
    o.seed = 1;
    zhol_simulation *s = simulate_drawn(&d, &shock, o);
    for (int q = 0; q < 3; q++) { /* 4 standard errors of a quantile of 4,000 draws */
        assert_true(fabs(s->economy[0].interval[ZHOL_HAT_REAL_INCOME][q] - at[q])
                    < 0.09 * (at[2] - at[0]));
    }
    assert_int_equal(s->n_fallback_draws, 0);
    zhol_simulation_free(s);
    shock.covariance = &none; /* known coefficients have no interval */
    o.n_draws = 5;
    s = simulate_drawn(&d, &shock, o);
    for (int q = 0; q < 3; q++) {
        assert_true(fabs(s->economy[0].interval[ZHOL_HAT_EXPORTS][q]
                         - s->economy[0].hat[ZHOL_HAT_EXPORTS])
                    < 1e-11);
    }
    zhol_simulation_free(s);
}

/* Draws of theta keep above 0 however large its error is. */
static void
theta_is_drawn_above_zero(void **state)
{
    (void) state;
    const double variance = 0.01;
    drawn d;
    const zhol_shock shock = draw_shock(&d, &variance);
    zhol_simulate_options o = newton_of(4, 0, ZHOL_CLOSURE_MULTIPLICATIVE);

    o.n_draws = 200;
    o.theta_std_error = 1;
    zhol_simulation *wide = simulate_drawn(&d, &shock, o);
    o.theta_std_error = 0;
    zhol_simulation *narrow = simulate_drawn(&d, &shock, o);
    const double *a = wide->economy[0].interval[ZHOL_HAT_REAL_INCOME],
                 *b = narrow->economy[0].interval[ZHOL_HAT_REAL_INCOME];
    assert_true(a[2] - a[0] > b[2] - b[0]);
    assert_true(a[0] > 1);
    zhol_simulation_free(wide);
    zhol_simulation_free(narrow);
}

static void
a_covariance_must_be_one(void **state)
{
    (void) state;
    static const double good[4] = { 4, 2, 2, 1 }, bad[4] = { 1, 2, 2, 1 };
    double l[4];

    assert_true(
        zi_covariance_root(good, 2, l)); /* singular: the second is half the first */
    assert_true(fabs(l[0] - 2) < 1e-15 && fabs(l[2] - 1) < 1e-15 && fabs(l[3]) < 1e-15);
    assert_false(zi_covariance_root(bad, 2, l));
}

static void
without_the_module_newton_says_what_to_install(void **state)
{
    (void) state;
    const double variance = 0.01;
    drawn d;
    const zhol_shock shock = draw_shock(&d, &variance);
    zhol_simulate_options o = newton_of(4, 0, ZHOL_CLOSURE_MULTIPLICATIVE);
    zhol_simulation *s = NULL;
    zhol_error err = { "" };

    o.modules = "/nowhere";
    assert_int_equal(zhol_simulate(&d.w.flows, &shock, &o, &s, &err), ZHOL_IO);
    assert_null(s);
    assert_non_null(strstr(err.message, "libopenblas-serial-dev"));
    o.solver = ZHOL_SOLVER_FIXED_POINT;
    s = simulate_drawn(&d, &shock, o);
    zhol_simulation_free(s);
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    (void) state;
    const long live = zi_mem_live();
    const double variance = 0.01;
    drawn d;
    const zhol_shock shock = draw_shock(&d, &variance);
    zhol_simulate_options o = newton_of(4, 0, ZHOL_CLOSURE_ZERO);
    zhol_status status = ZHOL_LIMIT;

    o.n_draws = 4;
    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_simulation *s = NULL;
        zi_mem_fail_after(k);
        status = zhol_simulate(&d.w.flows, &shock, &o, &s, NULL);
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
        cmocka_unit_test(jacobian),
        cmocka_unit_test(agreement),
        cmocka_unit_test(far_worlds_are_reached_by_worlds_between),
        cmocka_unit_test(intervals_are_those_of_the_coefficient),
        cmocka_unit_test(theta_is_drawn_above_zero),
        cmocka_unit_test(a_covariance_must_be_one),
        cmocka_unit_test(without_the_module_newton_says_what_to_install),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
