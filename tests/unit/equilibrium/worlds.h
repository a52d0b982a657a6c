/* SPDX-License-Identifier: Apache-2.0 */
/** @file worlds.h  Small worlds for the tests of equilibrium/. */
#ifndef ZHOL_TESTS_WORLDS_H
#define ZHOL_TESTS_WORLDS_H

#include <math.h>
#include <string.h>
#include <zhol/equilibrium.h>

#include "prop.h"

enum { MOST = 24 };

typedef struct made_world {
    zhol_flows flows;
    double trade[MOST * MOST], cost[MOST * MOST];
    const char *id[MOST];
    char text[MOST][8];
} made_world;

static inline void
world_begin(made_world *w, uint32_t n)
{
    memset(w, 0, sizeof *w);
    for (uint32_t i = 0; i < n; i++) {
        snprintf(w->text[i], sizeof w->text[i], "E%02u", i);
        w->id[i] = w->text[i];
    }
    for (uint32_t k = 0; k < n * n; k++) {
        w->cost[k] = 1;
    }
    w->flows = (zhol_flows){ .n = n, .n_sectors = 1, .id = w->id, .trade = w->trade };
}

static inline double
unit(prop *p)
{
    return (double) (prop_u64(p) >> 11) * 0x1p-53;
}

/* Flows over three orders of magnitude, some of them 0, with imbalances; each economy
 * sells to the next one, so that all are connected. */
static inline void
world_random(made_world *w, prop *p, uint32_t n)
{
    const bool has_zeros = prop_below(p, 2) == 1;

    world_begin(w, n);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            const bool is_zero =
                has_zeros && prop_below(p, 3) == 0 && j != i && j != (i + 1) % n;
            w->trade[i * n + j] = is_zero ? 0 : exp(5 * unit(p) + (i == j ? 3 : 0));
        }
    }
}

static inline zhol_simulate_options
options_of(double theta, double psi, zhol_closure closure)
{
    zhol_simulate_options o;

    zhol_simulate_options_defaults(&o);
    o.theta = theta;
    o.psi = psi;
    o.closure = closure;
    o.solver = ZHOL_SOLVER_FIXED_POINT;
    o.tol = 1e-13;
    return o;
}

#endif
