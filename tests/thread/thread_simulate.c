/* SPDX-License-Identifier: Apache-2.0 */
/* Draws of worlds by one, two and four threads: the same bytes. */
#include <stdio.h>
#include <string.h>
#include <zhol/equilibrium.h>

enum { N = 20 };

static zhol_simulation *
simulate_with(const zhol_flows *flows, const zhol_shock *shock, zhol_solver solver,
    uint32_t n_threads)
{
    zhol_simulate_options o;
    zhol_simulation *s = NULL;
    zhol_error err = { "" };

    zhol_simulate_options_defaults(&o);
    o.theta = 4;
    o.theta_std_error = 0.5;
    o.n_draws = 300;
    o.seed = 3;
    o.solver = solver;
    o.n_threads = n_threads;
    o.modules = ZHOL_MODULES_FOLDER;
    if (zhol_simulate(flows, shock, &o, &s, &err) != ZHOL_OK) {
        printf("%s\n", err.message);
    }
    return s;
}

static int
differ(const zhol_flows *flows, const zhol_shock *shock, zhol_solver solver)
{
    zhol_simulation *one = simulate_with(flows, shock, solver, 1);
    int n_wrong = !one;

    for (uint32_t n = 2; n <= 4 && one; n += 2) {
        zhol_simulation *many = simulate_with(flows, shock, solver, n);
        n_wrong += !many
                   || memcmp(one->economy, many->economy, N * sizeof *one->economy) != 0
                   || memcmp(one->world_interval, many->world_interval,
                          sizeof one->world_interval)
                          != 0;
        zhol_simulation_free(many);
    }
    zhol_simulation_free(one);
    return n_wrong;
}

int
main(void)
{
    static double trade[N * N], change[N * N];
    static char text[N][8];
    static const char *id[N];
    const double variance = 0.04;
    const zhol_shock shock = { .n_coefficients = 1,
        .names = { "rta" },
        .estimate = { 0.5 },
        .change = { change },
        .covariance = &variance };

    for (unsigned i = 0; i < N; i++) {
        snprintf(text[i], sizeof text[i], "E%02u", i);
        id[i] = text[i];
        for (unsigned j = 0; j < N; j++) {
            trade[i * N + j] = i == j ? 50 + i : 1 + (i * 7 + j * 3) % 11;
            change[i * N + j] = i != j && (i + j) % 3 == 0;
        }
    }
    const zhol_flows flows = { .n = N, .n_sectors = 1, .id = id, .trade = trade };
    int n_wrong = differ(&flows, &shock, ZHOL_SOLVER_FIXED_POINT);
#if ZHOL_HAS_DENSE
    n_wrong += differ(&flows, &shock, ZHOL_SOLVER_NEWTON);
#endif
    printf("1, 2 and 4 threads: %s\n", n_wrong ? "they differ" : "the same");
    return n_wrong;
}
