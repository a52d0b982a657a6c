/* SPDX-License-Identifier: Apache-2.0 */
#include "equilibrium/weights.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* Pairs that do not trade stay so: there is nothing that a lower cost could multiply. */
static bool
changes(const zi_weights *w, size_t pair)
{
    const zhol_shock *shock = w->shock;
    bool is_changed = shock->cost_hat && fabs(shock->cost_hat[pair] - 1) > 0;

    for (uint32_t k = 0; k < shock->n_coefficients; k++) {
        is_changed = is_changed || fabs(shock->change[k][pair]) > 0;
    }
    return is_changed && w->base->share[pair] > 0;
}

static zhol_status
check(const zhol_shock *shock, size_t n_pairs, zhol_error *err)
{
    if (shock->n_coefficients > ZHOL_MAX_COEFFICIENTS) {
        return zi_fail(
            err, ZHOL_USAGE, "there may be %d coefficients", ZHOL_MAX_COEFFICIENTS);
    }
    for (size_t pair = 0; pair < n_pairs; pair++) {
        if (shock->cost_hat
            && !(shock->cost_hat[pair] > 0 && isfinite(shock->cost_hat[pair]))) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "a change of costs is %g: it must be above 0", shock->cost_hat[pair]);
        }
        for (uint32_t k = 0; k < shock->n_coefficients; k++) {
            if (!isfinite(shock->change[k][pair])) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "a change of the regressor '%.60s' is no number", shock->names[k]);
            }
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_weights_new(
    const zi_world_base *base, const zhol_shock *shock, zi_weights *out, zhol_error *err)
{
    const size_t n_pairs = (size_t) base->n * base->n;
    uint32_t n = 0;
    zhol_status status = check(shock, n_pairs, err);

    *out = (zi_weights){ .base = base, .shock = shock };
    if (status != ZHOL_OK) {
        return status;
    }
    for (size_t pair = 0; pair < n_pairs; pair++) {
        n += changes(out, pair);
    }
    out->pair = ZI_NEW(size_t, (size_t) n + 1);
    out->log_cost = ZI_NEW(double, (size_t) n + 1);
    if (!out->pair || !out->log_cost) {
        zi_weights_free(out);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u changes of costs", n);
    }
    for (size_t pair = 0; pair < n_pairs; pair++) {
        if (changes(out, pair)) {
            out->pair[out->n_pairs] = pair;
            out->log_cost[out->n_pairs++] =
                shock->cost_hat ? log(shock->cost_hat[pair]) : 0;
        }
    }
    return ZHOL_OK;
}

void
zi_weights_free(zi_weights *w)
{
    zi_free(w->pair);
    zi_free(w->log_cost);
    *w = (zi_weights){ 0 };
}

bool
zi_weights_fill(const zi_weights *w, double theta, const double *coefficient, double *out)
{
    const size_t n_pairs = (size_t) w->base->n * w->base->n;
    bool is_finite = true;

    memcpy(out, w->base->share, n_pairs * sizeof *out);
    for (uint32_t p = 0; p < w->n_pairs; p++) {
        double power = -theta * w->log_cost[p];
        for (uint32_t k = 0; k < w->shock->n_coefficients; k++) {
            power += coefficient[k] * w->shock->change[k][w->pair[p]];
        }
        out[w->pair[p]] *= exp(power);
        is_finite = is_finite && isfinite(out[w->pair[p]]);
    }
    return is_finite;
}
