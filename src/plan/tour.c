/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/tour.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

struct zi_tour {
    const zi_subsets *subsets;
    zi_tour_ends ends;
    uint32_t *weight, *changed; /* by arc */
    zhol_metric *metric;
    zhol_sweep *sweep;
    uint32_t *distance;
};

static zhol_status
begin(zi_tour *t, const zhol_cch *cch, uint32_t subset, zhol_error *err)
{
    const zi_subsets *s = t->subsets;
    const uint32_t *weight;
    zhol_metric_options options;
    zhol_status status;

    t->weight = ZI_NEW(uint32_t, (size_t) s->n_arcs + 1);
    t->changed = ZI_NEW(uint32_t, (size_t) s->n_changing + 1);
    t->distance = ZI_NEW(uint32_t, (size_t) t->ends.n_starts * t->ends.n_ends + 1);
    if (!t->weight || !t->changed || !t->distance) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to go through the subsets");
    }
    memcpy(t->weight, s->weight, s->n_arcs * sizeof *t->weight);
    (void) zi_subsets_weigh(s, subset, t->weight, t->changed);
    weight = t->weight;
    zhol_metric_defaults(&options);
    status = zhol_metric_new(cch, &weight, 1, &options, &t->metric, err);
    return status == ZHOL_OK ? zhol_sweep_new(t->metric, &t->sweep, err) : status;
}

zhol_status
zi_tour_new(const zi_subsets *s, const zhol_cch *cch, const zi_tour_ends *ends,
    uint32_t subset, zi_tour **out, zhol_error *err)
{
    zi_tour *t = ZI_NEW(zi_tour, 1);
    zhol_status status;

    *out = NULL;
    if (!t) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to go through the subsets");
    }
    t->subsets = s;
    t->ends = *ends;
    status = begin(t, cch, subset, err);
    if (status == ZHOL_OK) {
        *out = t;
    } else {
        zi_tour_free(t);
    }
    return status;
}

void
zi_tour_free(zi_tour *t)
{
    if (t) {
        zhol_sweep_free(t->sweep);
        zhol_metric_free(t->metric);
        zi_free(t->weight);
        zi_free(t->changed);
        zi_free(t->distance);
        zi_free(t);
    }
}

zhol_status
zi_tour_go(zi_tour *t, uint32_t subset, zhol_error *err)
{
    const uint32_t n = zi_subsets_weigh(t->subsets, subset, t->weight, t->changed);
    const uint32_t *weight = t->weight;

    return zhol_metric_update(t->metric, &weight, t->changed, n, err);
}

zhol_status
zi_tour_distances(zi_tour *t, const uint32_t *start, uint32_t n_starts,
    const uint32_t **out, zhol_error *err)
{
    zhol_targets *targets = NULL;
    zhol_status status =
        zhol_targets_new(t->metric, t->ends.ends, t->ends.n_ends, false, &targets, err);

    if (status == ZHOL_OK) {
        status = zhol_sweep_to(t->sweep, targets, start, n_starts, t->distance, err);
    }
    zhol_targets_free(targets);
    *out = t->distance;
    return status;
}
