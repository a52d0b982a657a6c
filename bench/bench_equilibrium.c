/* SPDX-License-Identifier: Apache-2.0 */
/* General equilibrium: 200 economies, and 1,000 draws of 44; CPU of one thread. Flows are
 * made by gravity from a seed: sizes lognormal, places on a square, trade = sizes over
 * distance, home bias. The baseline is the fixed point without acceleration. */
#include <math.h>
#include <string.h>
#include <zhol/equilibrium.h>

#include "base/mem.h"
#include "base/random.h"
#include "bench.h"
#include "equilibrium/draws.h"
#include "math/normal.h"

#ifndef ZHOL_MODULES_FOLDER
#define ZHOL_MODULES_FOLDER "build/release/bin/modules"
#endif

enum { RUNS = 21 };

typedef struct made {
    zhol_flows flows;
    double *trade, *cost, *change;
    const char **id;
    char *texts;
} made;

static void
make(uint32_t n, made *out)
{
    uint64_t state = 1;
    double *at = ZI_NEW(double, 3 * (size_t) n);

    out->trade = ZI_NEW(double, (size_t) n *n);
    out->cost = ZI_NEW(double, (size_t) n *n);
    out->change = ZI_NEW(double, (size_t) n *n);
    out->id = ZI_NEW(const char *, n);
    out->texts = ZI_NEW(char, 8 * (size_t) n);
    if (!at || !out->trade || !out->cost || !out->change || !out->id || !out->texts) {
        exit(ZHOL_LIMIT);
    }
    for (uint32_t i = 0; i < n; i++) {
        at[3 * i] = zi_random_unit(&state);
        at[3 * i + 1] = zi_random_unit(&state);
        at[3 * i + 2] =
            exp(1.5 * zi_normal_quantile(0.5 * 0x1p-53 + zi_random_unit(&state)));
        out->id[i] = out->texts + 8 * (size_t) i;
        snprintf(out->texts + 8 * (size_t) i, 8, "E%04u", i);
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            const double far =
                hypot(at[3 * i] - at[3 * j], at[3 * i + 1] - at[3 * j + 1]);
            const double noise = exp(zi_random_unit(&state) - 0.5);
            const size_t pair = (size_t) i * n + j;
            out->trade[pair] = at[3 * i + 2] * at[3 * j + 2] * noise / (0.1 + far)
                               * (i == j ? 0.1 * n : 1);
        }
    }
    for (size_t pair = 0; pair < (size_t) n * n; pair++) {
        const bool is_cut =
            pair % n != pair / n && zi_random_unit(&state) < 0.1; /* 10 % of the pairs */
        out->cost[pair] = is_cut ? 0.9 : 1;
        out->change[pair] = is_cut;
    }
    out->flows =
        (zhol_flows){ .n = n, .n_sectors = 1, .id = out->id, .trade = out->trade };
    zi_free(at);
}

static void
made_free(made *m)
{
    zi_free(m->trade);
    zi_free(m->cost);
    zi_free(m->change);
    zi_free(m->id);
    zi_free(m->texts);
}

/* Plain steps of the fixed point, as loops in published programs take them. */
static double
plain_ms(const made *m, double theta, double tol, uint32_t *iterations)
{
    const double begin = bench_cpu_ms();
    const zhol_shock shock = { .cost_hat = m->cost };
    zi_world_base base;
    zi_weights weights;
    zi_point at;
    const uint32_t n = m->flows.n;
    double *weight = ZI_NEW(double, (size_t) n *n);
    zhol_error err = { "" };

    bench_must("equilibrium", zi_base_new(m->trade, n, &base, &err), &err);
    bench_must("equilibrium", zi_weights_new(&base, &shock, &weights, &err), &err);
    bench_must("equilibrium", zi_point_new(n, &at, &err), &err);
    const zi_problem p = { &base, weight, theta, 0 };
    if (!weight || !zi_weights_fill(&weights, theta, NULL, weight)) {
        exit(ZHOL_LIMIT);
    }
    for (*iterations = 0; zi_evaluate(&p, &at) && at.excess > tol; (*iterations)++) {
        for (uint32_t i = 0; i < n; i++) {
            at.x[i] += log1p(at.gap[i]) / (1 + theta);
        }
    }
    zi_point_free(&at);
    zi_weights_free(&weights);
    zi_base_free(&base);
    zi_free(weight);
    return bench_cpu_ms() - begin;
}

static void
bench_once(const made *m, zhol_simulate_options o, const char *name)
{
    const zhol_shock shock = { .cost_hat = m->cost };
    double ms[RUNS];
    uint32_t iterations = 0, plain = 0, factorizations = 0;
    double excess = 0;
    zhol_error err = { "" };

    for (int run = 0; run < RUNS; run++) {
        zhol_simulation *s = NULL;
        const double begin = bench_cpu_ms();
        bench_must("equilibrium", zhol_simulate(&m->flows, &shock, &o, &s, &err), &err);
        ms[run] = bench_cpu_ms() - begin;
        iterations = s->iterations;
        factorizations = s->factorizations;
        excess = s->max_own_excess_demand;
        zhol_simulation_free(s);
    }
    const double first = ms[0], median = bench_median(ms, RUNS),
                 baseline = plain_ms(m, o.theta, o.tol, &plain);
    printf("{\"bench\": \"equilibrium\", \"case\": \"%s\", \"economies\": %u, "
           "\"median_ms\": %.3f, \"first_ms\": %.3f, \"iterations\": %u, "
           "\"factorizations\": %u, \"max_own_excess\": %.2g, \"plain_ms\": %.3f, "
           "\"plain_iterations\": %u, \"times_faster\": %.2f}\n",
        name, m->flows.n, median, first, iterations, factorizations, excess, baseline,
        plain, baseline / median);
}

static void
bench_draws(const made *m, zhol_simulate_options o)
{
    const double variance = 0.05 * 0.05;
    zhol_shock shock = { .n_coefficients = 1,
        .names = { "rta" },
        .estimate = { 0.5 },
        .change = { m->change },
        .covariance = &variance };
    zhol_simulation *s = NULL;
    zhol_error err = { "" };
    const double begin = bench_cpu_ms();

    o.n_draws = 1000;
    o.seed = 1;
    o.theta_std_error = 0.4;
    bench_must("equilibrium", zhol_simulate(&m->flows, &shock, &o, &s, &err), &err);
    printf("{\"bench\": \"equilibrium\", \"case\": \"1000 draws\", \"economies\": %u, "
           "\"cpu_ms\": %.1f, \"fallbacks\": %u}\n",
        m->flows.n, bench_cpu_ms() - begin, s->n_fallback_draws);
    zhol_simulation_free(s);
}

int
main(int argc, char **argv)
{
    zhol_simulate_options o;
    made m;
    zi_dense *loaded = NULL; /* so that no run loads the module */
    zhol_error err = { "" };

    zhol_simulate_options_defaults(&o);
    o.theta = 4;
    o.modules = argc > 1 ? argv[1] : ZHOL_MODULES_FOLDER;
    bench_must("equilibrium", zi_dense_open(o.modules, &loaded, &err), &err);
    make(200, &m);
    bench_once(&m, o, "newton");
    o.solver = ZHOL_SOLVER_FIXED_POINT;
    bench_once(&m, o, "fixed point");
    made_free(&m);
    make(44, &m);
    o.solver = ZHOL_SOLVER_NEWTON;
    bench_once(&m, o, "newton");
    bench_draws(&m, o);
    o.solver = ZHOL_SOLVER_FIXED_POINT;
    bench_draws(&m, o);
    made_free(&m);
    zi_dense_close(loaded);
    return 0;
}
