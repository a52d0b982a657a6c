/* SPDX-License-Identifier: Apache-2.0 */
#include <zhol/equilibrium.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "equilibrium/draws.h"

enum { NEWTON_ITERATIONS = 200, FIXED_POINT_ITERATIONS = 20000 };

void
zhol_simulate_options_defaults(zhol_simulate_options *options)
{
    *options = (zhol_simulate_options){ .tol = 1e-12, .n_threads = 1, .modules = "" };
}

const char *
zhol_hat_word(zhol_hat hat)
{
    static const char *const words[ZHOL_N_HATS] = { [ZHOL_HAT_EXPORTS] = "exports_hat",
        [ZHOL_HAT_IMPORTS] = "imports_hat",
        [ZHOL_HAT_DOMESTIC] = "domestic_hat",
        [ZHOL_HAT_PRICE] = "price_hat",
        [ZHOL_HAT_PRODUCER] = "producer_price_hat",
        [ZHOL_HAT_REAL_INCOME] = "real_income_hat",
        [ZHOL_HAT_REAL_SPENDING] = "real_spending_hat" };

    return words[hat];
}

const char *
zhol_closure_word(zhol_closure closure)
{
    static const char *const words[] = { "multiplicative", "additive", "zero" };

    return words[closure];
}

/* --------------------------------------------------------------------------- checks */

static zhol_status
check_options(const zhol_simulate_options *o, zhol_error *err)
{
    if (!(o->theta > 0 && o->theta <= 100)) {
        return zi_fail(
            err, ZHOL_USAGE, "theta must be above 0 and at most 100, not %g", o->theta);
    }
    if (!(o->psi >= 0 && o->psi <= 100)) {
        return zi_fail(err, ZHOL_USAGE, "psi must be from 0 to 100, not %g", o->psi);
    }
    if (!(o->theta_std_error >= 0 && o->theta_std_error <= 100)) {
        return zi_fail(err, ZHOL_USAGE,
            "the standard error of theta must be from 0 to 100, not %g",
            o->theta_std_error);
    }
    if (!(o->tol >= 1e-14 && o->tol <= 1)) {
        return zi_fail(err, ZHOL_USAGE, "tol must be from 1e-14 to 1, not %g", o->tol);
    }
    if (o->n_draws > ZHOL_MAX_DRAWS) {
        return zi_fail(
            err, ZHOL_USAGE, "there may be %d draws, not %u", ZHOL_MAX_DRAWS, o->n_draws);
    }
    return ZHOL_OK;
}

static zhol_status
check_economy(const zhol_flows *f, uint32_t i, zhol_error *err)
{
    const uint32_t n = f->n;
    double sold = 0, bought = 0;

    for (uint32_t j = 0; j < n; j++) {
        const double x = f->trade[(size_t) i * n + j];
        if (!(x >= 0) || !isfinite(x)) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "trade from '%.40s' to '%.40s' is %g: it must be a number, at least 0",
                f->id[i], f->id[j], x);
        }
        sold += j == i ? 0 : x;
        bought += j == i ? 0 : f->trade[(size_t) j * n + i];
    }
    if (!(f->trade[(size_t) i * n + i] > 0)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "domestic trade of '%.40s' is missing or 0: give a row from it to itself",
            f->id[i]);
    }
    if (!(sold > 0) || !(bought > 0)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "'%.40s' %s the others: leave it out or merge it with another", f->id[i],
            sold > 0 ? "buys nothing from" : "sells nothing to");
    }
    return ZHOL_OK;
}

/* Groups that do not trade with each other have no relative prices. */
static zhol_status
check_connected(const zhol_flows *f, zhol_error *err)
{
    const uint32_t n = f->n;
    uint32_t *queue = ZI_NEW(uint32_t, n);
    uint8_t *is_met = ZI_NEW(uint8_t, n);
    uint32_t n_met = 0;
    zhol_status status = ZHOL_OK;

    if (!queue || !is_met) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u economies", n);
        goto out;
    }
    is_met[0] = 1;
    queue[n_met++] = 0;
    for (uint32_t k = 0; k < n_met; k++) {
        const uint32_t i = queue[k];
        for (uint32_t j = 0; j < n; j++) {
            if (!is_met[j]
                && (f->trade[(size_t) i * n + j] > 0
                    || f->trade[(size_t) j * n + i] > 0)) {
                is_met[j] = 1;
                queue[n_met++] = j;
            }
        }
    }
    for (uint32_t i = 0; i < n && n_met < n; i++) {
        if (!is_met[i]) {
            status = zi_fail(err, ZHOL_BAD_DATA,
                "'%.40s' and '%.40s' belong to groups that do not trade with each other: "
                "their prices cannot be compared; simulate each group by itself",
                f->id[0], f->id[i]);
            break;
        }
    }
out:
    zi_free(queue);
    zi_free(is_met);
    return status;
}

static zhol_status
check_flows(const zhol_flows *f, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    if (f->n_sectors != 1) {
        return zi_fail(err, ZHOL_USAGE,
            "the flows have %u sectors, and the model has one: add them up",
            f->n_sectors);
    }
    if (f->n < 2 || f->n > ZHOL_MAX_ECONOMIES) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "there are %u economies: a simulation needs 2 to %d", f->n,
            ZHOL_MAX_ECONOMIES);
    }
    for (uint32_t i = 0; i < f->n && status == ZHOL_OK; i++) {
        status = check_economy(f, i, err);
    }
    return status == ZHOL_OK ? check_connected(f, err) : status;
}

/* -------------------------------------------------------------------------- solving */

zhol_status
zi_solve(const zi_problem *p, const zi_dense *dense, const zhol_simulate_options *asked,
    zi_solving *s, bool *is_fallback)
{
    const uint32_t most = asked->max_iterations;
    const zi_until newton = { asked->tol, most > 0 ? most : NEWTON_ITERATIONS },
                   fixed = { asked->tol, most > 0 ? most : FIXED_POINT_ITERATIONS };

    *is_fallback = false;
    if (dense) {
        if (zi_newton(p, dense, newton, s)) {
            return ZHOL_OK;
        }
        *is_fallback = true;
        memset(s->now.x, 0, s->n * sizeof *s->now.x);
    }
    const uint32_t of_newton = dense ? s->iterations : 0;
    const bool is_solved = zi_fixed_point(p, fixed, s);
    s->iterations += of_newton;
    return is_solved ? ZHOL_OK : ZHOL_LIMIT;
}

/* Trade at a point: sales of i to j. */
static void
fill_trade(const zi_problem *p, const zi_point *at, double *out)
{
    const uint32_t n = p->base->n;

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            out[(size_t) i * n + j] =
                at->s[i] * p->weight[(size_t) i * n + j] * (at->e[j] / at->phi[j]);
        }
    }
}

/* The additive closure keeps surpluses: who sends abroad all that it makes has nothing to
 * live on. Named is the economy that is nearest to it. */
static zhol_status
tell_surplus(const zi_world_base *b, const zhol_simulation *out, const zi_point *at,
    zhol_error *err)
{
    uint32_t worst = at->worst;

    for (uint32_t i = 0; i < b->n && !at->is_broke; i++) {
        worst = -b->deficit[i] * at->y[worst] > -b->deficit[worst] * at->y[i] ? i : worst;
    }
    return zi_fail(err, ZHOL_LIMIT,
        "no equilibrium was found: the additive closure keeps the surplus of '%.60s', "
        "%.3g of its output before the change, %.3g of what it would make when the "
        "search ended, and it may be more than can be made or than trade still carries. "
        "--closure multiplicative and zero let surpluses shrink",
        out->id[worst], -b->deficit[worst] / b->output[worst],
        -b->deficit[worst] / at->y[worst]);
}

static zhol_status
tell_failure(const zi_world_base *b, const zi_solving *s, const zhol_simulation *out,
    const char *what, zhol_error *err)
{
    if (s->now.is_broke || (b->is_additive && isfinite(s->now.excess))) {
        return tell_surplus(b, out, &s->now, err);
    }
    if (!isfinite(s->now.excess)) {
        return zi_fail(err, ZHOL_LIMIT,
            "no equilibrium of %s was found: a price leaves the range of numbers; the "
            "change is too large",
            what);
    }
    return zi_fail(err, ZHOL_LIMIT,
        "no equilibrium of %s was found in %u iterations: what is left of excess demand "
        "is at most %.2g of output, that of '%.60s', which may hardly trade any more; "
        "--max-iterations allows more steps, --tol more excess demand",
        what, s->iterations, s->now.excess, out->id[s->now.worst]);
}

/* The world without imbalances takes the place of the one that was observed. */
static zhol_status
remove_imbalances(zi_world_base *base, const zi_dense *dense, zi_solving *s,
    zhol_simulation *out, zhol_error *err)
{
    const zi_problem p = { base, base->share, out->asked.theta, out->asked.psi };
    bool is_fallback = false;

    for (uint32_t i = 0; i < base->n; i++) {
        base->ratio[i] = 1;
    }
    const zhol_status status = zi_solve(&p, dense, &out->asked, s, &is_fallback);
    if (status != ZHOL_OK) {
        return tell_failure(base, s, out, "the world without imbalances", err);
    }
    out->baseline_iterations = s->iterations;
    out->is_fallback = is_fallback;
    fill_trade(&p, &s->now, out->trade);
    zi_base_set(base, out->trade);
    for (uint32_t i = 0; i < base->n; i++) {
        base->ratio[i] = 1;
        base->deficit[i] = 0;
    }
    memset(s->now.x, 0, s->n * sizeof *s->now.x);
    s->lu_now = NULL;
    return ZHOL_OK;
}

/* ----------------------------------------------------------------------- the answer */

void
zi_hats(const zi_problem *p, const zi_point *at, uint32_t i, double out[ZHOL_N_HATS])
{
    const zi_world_base *b = p->base;
    const size_t n = b->n;
    double sold = 0, bought = 0, sold_before = 0, bought_before = 0;

    /* Exports are added up, not output less domestic trade, which loses digits. */
    for (size_t j = 0; j < n; j++) {
        if (j != i) {
            sold += p->weight[i * n + j] * (at->e[j] / at->phi[j]);
            bought += at->s[j] * p->weight[j * n + i];
            sold_before += b->trade[i * n + j];
            bought_before += b->trade[j * n + i];
        }
    }
    const double per_phi = at->e[i] / at->phi[i], price = exp(at->log_price[i]);
    out[ZHOL_HAT_EXPORTS] = at->s[i] * sold / sold_before;
    out[ZHOL_HAT_IMPORTS] = bought * per_phi / bought_before;
    out[ZHOL_HAT_DOMESTIC] =
        at->s[i] * p->weight[i * n + i] * per_phi / b->trade[i * n + i];
    out[ZHOL_HAT_PRICE] = price;
    out[ZHOL_HAT_PRODUCER] = exp(at->x[i]);
    out[ZHOL_HAT_REAL_INCOME] = at->y[i] / b->output[i] / price;
    out[ZHOL_HAT_REAL_SPENDING] = at->e[i] / b->spending[i] / price;
}

double
zi_world_income(const zi_problem *p, const zi_point *at)
{
    zi_sum sum = { 0 };

    for (uint32_t i = 0; i < p->base->n; i++) {
        zi_sum_add(&sum, at->y[i] * exp(-at->log_price[i]));
    }
    return zi_sum_value(&sum) / p->base->total;
}

static void
fill_answer(const zi_problem *p, const zi_solving *solved, zhol_simulation *s)
{
    const zi_world_base *b = p->base;
    const zi_point *at = &solved->now;

    for (uint32_t i = 0; i < s->n; i++) {
        const double excess = fabs(at->demand[i] - at->y[i]) / b->total;
        zi_hats(p, at, i, s->economy[i].hat);
        s->economy[i].output_share = b->output[i] / b->total;
        s->max_excess_demand =
            excess > s->max_excess_demand ? excess : s->max_excess_demand;
    }
    s->max_own_excess_demand = at->excess;
    s->world_real_income_hat = zi_world_income(p, at);
    s->imbalance_scale = at->scale;
    s->iterations = solved->iterations;
    s->factorizations = solved->factorizations;
    s->n_stops = solved->n_stops;
    fill_trade(p, at, s->trade);
    memcpy(s->base, b->trade, (size_t) s->n * s->n * sizeof *s->base);
}

static zhol_status
copy_ids(const zhol_flows *f, zhol_simulation *s, zhol_error *err)
{
    size_t n_bytes = f->n * sizeof(char *);

    for (uint32_t i = 0; i < f->n; i++) {
        n_bytes += strlen(f->id[i]) + 1;
    }
    s->texts = ZI_NEW(char, n_bytes);
    if (!s->texts) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the ids of %u economies", f->n);
    }
    const char **id = s->texts;
    char *text = (char *) s->texts + f->n * sizeof *id;
    for (uint32_t i = 0; i < f->n; i++) {
        id[i] = memcpy(text, f->id[i], strlen(f->id[i]) + 1);
        text += strlen(text) + 1;
    }
    s->id = id;
    return ZHOL_OK;
}

static zhol_status
new_answer(const zhol_flows *f, const zhol_simulate_options *o, zhol_simulation **out,
    zhol_error *err)
{
    zhol_simulation *s = ZI_NEW(zhol_simulation, 1);
    const size_t square = (size_t) f->n * f->n;

    *out = s;
    if (!s) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for a simulation");
    }
    s->n = f->n;
    s->asked = *o;
    s->economy = ZI_NEW(zhol_economy_change, f->n);
    s->trade = ZI_NEW(double, square);
    s->base = ZI_NEW(double, square);
    if (!s->economy || !s->trade || !s->base) {
        return zi_fail(
            err, ZHOL_LIMIT, "no memory for the changes of %u economies", f->n);
    }
    return copy_ids(f, s, err);
}

/* What stands between the flows and the answer. */
typedef struct work {
    zi_world_base base;
    zi_solving solving;
    zi_weights weights;
    zi_dense *dense;
    double *weight;
} work;

static zhol_status
prepare(const zhol_flows *f, const zhol_simulate_options *o, zhol_simulation *s, work *w,
    zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    if (o->solver == ZHOL_SOLVER_NEWTON) {
        status = zi_dense_open(o->modules, &w->dense, err);
    }
    if (status == ZHOL_OK) {
        status = zi_base_new(f->trade, f->n, &w->base, err);
    }
    if (status == ZHOL_OK) {
        status = zi_solving_new(f->n, w->dense, &w->solving, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    w->base.is_additive = o->closure == ZHOL_CLOSURE_ADDITIVE;
    for (uint32_t i = 0; i < f->n; i++) {
        const double imbalance = fabs(w->base.ratio[i] - 1);
        s->largest_imbalance =
            imbalance > s->largest_imbalance ? imbalance : s->largest_imbalance;
    }
    w->weight = ZI_NEW(double, (size_t) f->n * f->n);
    if (!w->weight) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u economies", f->n);
    }
    return o->closure == ZHOL_CLOSURE_ZERO
               ? remove_imbalances(&w->base, w->dense, &w->solving, s, err)
               : ZHOL_OK;
}

static zhol_status
solve_shock(const zhol_shock *shock, work *w, zhol_simulation *s, zhol_error *err)
{
    const zi_problem p = { &w->base, w->weight, s->asked.theta, s->asked.psi };
    const zi_solved solved = { &p, &w->weights, w->dense, &w->solving };
    bool is_fallback = false;
    zhol_status status = zi_weights_new(&w->base, shock, &w->weights, err);

    if (status != ZHOL_OK) {
        return status;
    }
    if (!zi_weights_fill(&w->weights, p.theta, shock->estimate, w->weight)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "a change of costs to the power of theta, %g, is no number: it is too large",
            p.theta);
    }
    s->n_changed_pairs = w->weights.n_pairs;
    status = zi_solve(&p, w->dense, &s->asked, &w->solving, &is_fallback);
    if (status != ZHOL_OK) {
        return tell_failure(&w->base, &w->solving, s, "the world after the change", err);
    }
    s->is_fallback = s->is_fallback || is_fallback;
    fill_answer(&p, &w->solving, s);
    if (s->asked.n_draws == 0) {
        return ZHOL_OK;
    }
    if (w->dense) {
        zi_newton_refresh(&p, w->dense, &w->solving);
    }
    return zi_draw_worlds(&solved, s, err);
}

zhol_status
zhol_simulate(const zhol_flows *flows, const zhol_shock *shock,
    const zhol_simulate_options *options, zhol_simulation **out, zhol_error *err)
{
    work w = { .dense = NULL };
    zhol_simulation *s = NULL;
    zhol_status status = check_options(options, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = check_flows(flows, err);
    }
    if (status == ZHOL_OK) {
        status = new_answer(flows, options, &s, err);
    }
    if (status == ZHOL_OK) {
        status = prepare(flows, options, s, &w, err);
    }
    if (status == ZHOL_OK) {
        status = solve_shock(shock, &w, s, err);
    }
    zi_weights_free(&w.weights);
    zi_solving_free(&w.solving);
    zi_base_free(&w.base);
    zi_dense_close(w.dense);
    zi_free(w.weight);
    if (status != ZHOL_OK) {
        zhol_simulation_free(s);
        return status;
    }
    s->asked.modules = NULL; /* the caller's text may be gone */
    *out = s;
    return ZHOL_OK;
}

void
zhol_simulation_free(zhol_simulation *s)
{
    if (s) {
        zi_free(s->texts);
        zi_free(s->economy);
        zi_free(s->trade);
        zi_free(s->base);
        zi_free(s);
    }
}
