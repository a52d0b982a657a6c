/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds for the Pareto search from one sweep over all nodes. */
#include "base/fail.h"
#include "graph/metric.h"

#include <stddef.h>

typedef struct receiver {
    uint32_t *const *bound;
    uint32_t n_criteria;
} receiver;

static void
receive(void *user, const zhol_reached *reached)
{
    const receiver *r = user;

    for (uint32_t i = 0; i < reached->n_nodes; i++) {
        const uint32_t *distance = &reached->distance[(size_t) i * reached->n_lanes];
        for (uint32_t k = 0; k < r->n_criteria; k++) {
            r->bound[k][reached->node[i]] = distance[k];
        }
    }
}

zhol_status
zhol_pareto_bounds(zhol_sweep *s, uint32_t node, bool is_to_target, uint32_t n_criteria,
    uint32_t *const *bound, zhol_error *err)
{
    receiver r = { .bound = bound, .n_criteria = n_criteria };
    const zhol_reducer reducer = { receive, &r };
    const uint32_t n_metrics = zi_sweep_n_metrics(s);

    if (n_criteria > n_metrics) { /* lanes may be more than metrics */
        return zi_fail(err, ZHOL_USAGE, "bounds for %u criteria from a metric of %u",
            n_criteria, n_metrics);
    }
    return zhol_sweep_all(s, &node, 1, is_to_target, &reducer, err);
}
