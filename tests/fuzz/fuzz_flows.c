/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> flows, and a small world of them that is solved. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "equilibrium/flows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An answer that is given must be one. */
static void
solve(const zhol_flows *flows)
{
    const zhol_shock shock = { .cost_hat = NULL };
    zhol_simulate_options o;
    zhol_simulation *s = NULL;

    zhol_simulate_options_defaults(&o);
    o.theta = 4;
    o.closure = ZHOL_CLOSURE_ZERO;
    o.solver = ZHOL_SOLVER_FIXED_POINT;
    o.max_iterations = 50;
    if (flows->n > 20) {
        return;
    }
    if ((zhol_simulate(flows, &shock, &o, &s, NULL) == ZHOL_OK) != (s != NULL)) {
        abort();
    }
    for (uint32_t i = 0; s && i < s->n; i++) {
        if (!(fabs(s->economy[i].hat[ZHOL_HAT_REAL_INCOME] - 1) < 1e-6)) {
            abort();
        }
    }
    zhol_simulation_free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const zi_bytes bytes = { "fuzz.csv", (const char *) data, size };
    const long live = zi_mem_live();
    zhol_flows_options o;
    zhol_flows *flows = NULL;
    zhol_error err = { "" };

    zhol_flows_options_defaults(&o);
    o.domestic = ZHOL_DOMESTIC_SHARE;
    o.domestic_share = 0.5;
    const zhol_status status = zi_flows_of_bytes(&bytes, &o, &flows, &err);
    if (status == ZHOL_OK) {
        solve(flows);
    } else if (status != ZHOL_LIMIT
               && ((status != ZHOL_BAD_DATA && status != ZHOL_USAGE)
                   || strncmp(err.message, "fuzz.csv:", 9) != 0)) {
        abort();
    }
    zhol_flows_free(flows);
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
