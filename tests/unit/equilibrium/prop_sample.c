/* SPDX-License-Identifier: Apache-2.0 */
/* Thirty economies of 2006 (the sample of the Python package gegravity): a world without
 * trade agreements, by both solvers, against numbers of an independent program (NumPy:
 * a general root finder and finite differences; its residuals are below 2e-15).
 * Skipped (77) where the file is not there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zhol/equilibrium.h>

#define FILE_NAME "../shared/inputs/trade/gegravity_sample.csv.gz"

/* Hats of real income, theta 5, with the coefficient 0.5 switched off. */
static const struct {
    zhol_closure closure;
    double psi, germany, world;
} known[] = {
    { ZHOL_CLOSURE_MULTIPLICATIVE, 0, 0.9768621586797, 0.9878896883255 },
    { ZHOL_CLOSURE_MULTIPLICATIVE, 1.24, 0.9491774792779, 0.9733676305025 },
    { ZHOL_CLOSURE_ADDITIVE, 0, 0.9768069149025, 0.9878841372546 },
    { ZHOL_CLOSURE_ADDITIVE, 1.24, 0.9488406871451, 0.9733124052510 },
    { ZHOL_CLOSURE_ZERO, 0, 0.9774077219049, 0.9878944589972 },
    { ZHOL_CLOSURE_ZERO, 1.24, 0.9504409044542, 0.9733498908471 },
};

static int
wrong_answers(const zhol_flows *flows, const zhol_shock *shock, zhol_solver solver)
{
    const uint32_t germany = zhol_flows_find(flows, "DEU");
    int n_wrong = 0;

    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        zhol_simulate_options o;
        zhol_simulation *s = NULL;
        zhol_error err = { "" };
        zhol_simulate_options_defaults(&o);
        o.theta = 5;
        o.psi = known[k].psi;
        o.closure = known[k].closure;
        o.solver = solver;
        o.modules = ZHOL_MODULES_FOLDER;
        if (zhol_simulate(flows, shock, &o, &s, &err) != ZHOL_OK) {
            printf("%s\n", err.message);
            n_wrong++;
            continue;
        }
        const double found = s->economy[germany].hat[ZHOL_HAT_REAL_INCOME];
        const bool is_right = fabs(found - known[k].germany) < 1e-12
                              && fabs(s->world_real_income_hat - known[k].world) < 1e-12
                              && !s->is_fallback;
        printf("%s, psi %g: DEU %.13f, world %.13f, %u iterations%s\n",
            zhol_closure_word(o.closure), o.psi, found, s->world_real_income_hat,
            s->iterations, is_right ? "" : ": WRONG");
        n_wrong += !is_right;
        zhol_simulation_free(s);
    }
    return n_wrong;
}

int
main(void)
{
    zhol_flows_options read;
    zhol_flows *flows = NULL;
    zhol_error err = { "" };
    int n_wrong = 1;

    zhol_flows_options_defaults(&read);
    const zhol_status status = zhol_flows_read(FILE_NAME, &read, &flows, &err);
    if (status == ZHOL_IO) {
        printf("skipped: %s\n", err.message);
        return 77;
    }
    double *pta =
        status == ZHOL_OK ? calloc((size_t) flows->n * flows->n, sizeof *pta) : NULL;
    if (pta
        && zhol_pairs_read(flows, FILE_NAME, "pta", ZHOL_PAIR_CHANGE, pta, &err)
               == ZHOL_OK) {
        const zhol_shock shock = { .n_coefficients = 1,
            .names = { "pta" },
            .estimate = { -0.5 }, /* off: the change is minus the regressor */
            .change = { pta } };
        n_wrong = wrong_answers(flows, &shock, ZHOL_SOLVER_FIXED_POINT);
#if ZHOL_HAS_DENSE
        n_wrong += wrong_answers(flows, &shock, ZHOL_SOLVER_NEWTON);
#endif
    }
    printf("%s\n", n_wrong ? err.message : "all agree");
    free(pta);
    zhol_flows_free(flows);
    return n_wrong > 0;
}
