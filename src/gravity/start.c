/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/start.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "gravity/regression.h"

static zhol_status
reserve(zi_start *start, const zhol_design *d, zhol_error *err)
{
    bool is_ok;

    if (!start->beta) {
        start->beta = ZI_NEW(double, (size_t) d->n_regressors + 1);
    }
    is_ok = start->beta;
    for (uint32_t f = 0; f < d->n_effects && is_ok; f++) {
        if (!start->level[f]) {
            start->level[f] = ZI_NEW(double, d->n_levels[f]);
        }
        is_ok = start->level[f];
    }
    return is_ok ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "no memory for levels");
}

/* The values of the eliminated effect: what is left of the predictor in any row. */
static void
save_eliminated(zi_start *start, const zi_regression *g)
{
    const zi_layout *l = g->l;

    for (uint32_t i = 0; i < l->n_groups; i++) {
        const uint32_t r = l->first[i];
        double rest = g->eta[r] - (l->offset ? l->offset[r] : 0);
        for (uint32_t j = 0; j < g->n; j++) {
            rest -= g->beta[j] * g->d->x[g->kept[j]][l->row[r]];
        }
        for (uint32_t f = 0; f < l->n_others; f++) {
            rest -= g->alpha[l->index[f][r]];
        }
        start->level[l->eliminated][l->group_level[i]] = rest;
    }
}

zhol_status
zi_start_save(zi_start *start, const zi_regression *g, zhol_error *err)
{
    const zhol_design *d = g->d;
    const zi_layout *l = g->l;
    const zhol_status status = reserve(start, d, err);

    if (status != ZHOL_OK) {
        return status;
    }
    memset(start->beta, 0, ((size_t) d->n_regressors + 1) * sizeof *start->beta);
    for (uint32_t j = 0; j < g->n; j++) {
        start->beta[g->kept[j]] += g->beta[j];
        if (d->has_intercept && j > 0) {
            start->beta[d->n_regressors] -= g->shift[j] * g->beta[j];
        }
    }
    for (uint32_t f = 0; f < d->n_effects; f++) {
        memset(start->level[f], 0, d->n_levels[f] * sizeof *start->level[f]);
    }
    for (uint32_t f = 0; f < l->n_others; f++) {
        for (uint32_t v = l->base[f]; v < l->base[f + 1]; v++) {
            start->level[l->other[f]][l->level[v]] = g->alpha[v];
        }
    }
    if (l->is_centered) {
        save_eliminated(start, g);
    }
    start->is_set = true;
    return ZHOL_OK;
}

void
zi_start_apply(const zi_start *start, zi_regression *g)
{
    const zhol_design *d = g->d;
    const zi_layout *l = g->l;

    for (uint32_t j = 0; j < g->n; j++) {
        g->beta[j] = start->beta[g->kept[j]];
    }
    for (uint32_t j = 1; d->has_intercept && j < g->n; j++) {
        g->beta[0] += g->shift[j] * g->beta[j];
    }
    for (uint32_t f = 0; f < l->n_others; f++) {
        for (uint32_t v = l->base[f]; v < l->base[f + 1]; v++) {
            g->alpha[v] = start->level[l->other[f]][l->level[v]];
        }
    }
    for (uint32_t r = 0; r < l->n_rows; r++) {
        const uint32_t row = l->row[r];
        double eta = l->offset ? l->offset[r] : 0;
        for (uint32_t j = 0; j < g->n; j++) {
            const bool is_one = g->kept[j] == d->n_regressors;
            eta += g->beta[j] * (is_one ? 1 : d->x[g->kept[j]][row] - g->shift[j]);
        }
        for (uint32_t f = 0; f < d->n_effects; f++) {
            eta += start->level[f][d->effect[f][row]];
        }
        g->eta[r] = eta;
    }
}

void
zi_start_free(zi_start *start)
{
    zi_free(start->beta);
    for (int f = 0; f < 8; f++) {
        zi_free(start->level[f]);
    }
    *start = (zi_start){ 0 };
}
