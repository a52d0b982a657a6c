/* SPDX-License-Identifier: Apache-2.0 */
/* Asking a reach. */
#include <zhol/skim.h>

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"

uint32_t
zhol_reach_oceans(const zhol_world *w)
{
    uint32_t n, oceans = 0;
    const zhol_place *places = zhol_world_places(w, &n);

    for (uint32_t p = 0; p < n; p++) {
        if (places[p].kind == ZHOL_PLACE_SEAPORT && places[p].ocean) {
            oceans |= 1U << places[p].ocean;
        }
    }
    return oceans;
}

double
zhol_reach_within(
    const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by, double limit)
{
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        sum += r->points[i].limit[by] <= limit ? r->points[i].share[figure] : 0;
    }
    return sum;
}

double
zhol_reach_region(const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by,
    double limit, uint32_t region)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const zhol_reach_point *p = &r->points[i];
        if (p->limit[by] <= limit
            && economies[places[p->place].economy].region == region) {
            sum += p->share[figure];
        }
    }
    return sum;
}

double
zhol_reach_economy(const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by,
    double limit, zhol_ref economy)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const zhol_reach_point *p = &r->points[i];
        if (p->limit[by] <= limit && places[p->place].economy == economy) {
            sum += p->share[figure];
        }
    }
    return sum;
}

double
zhol_reach_coast(const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by,
    double limit, uint32_t oceans)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    double sum = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const zhol_reach_point *p = &r->points[i];
        if (p->limit[by] <= limit && (r->coasts[places[p->place].economy] & oceans)) {
            sum += p->share[figure];
        }
    }
    return sum;
}

double
zhol_reach_at(
    const zhol_reach *r, zhol_reach_figure figure, zhol_reach_by by, double share)
{
    double low = 0, high = 0;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const double limit = r->points[i].limit[by];
        if (limit < (double) INFINITY && r->points[i].share[figure] > 0 && limit > high) {
            high = limit;
        }
    }
    if (zhol_reach_within(r, figure, by, high) < share) {
        return (double) INFINITY;
    }
    while (high - low > 1e-6 * (high + 1)) { /* the share only grows with the limit */
        const double middle = low + (high - low) / 2;
        if (zhol_reach_within(r, figure, by, middle) >= share) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

/* A point of an economy. */
typedef struct part {
    double limit, share;
    zhol_ref economy;
} part;

static int
by_economy(const void *a, const void *b)
{
    const part *x = a, *y = b;

    if (x->economy != y->economy) {
        return x->economy < y->economy ? -1 : 1;
    }
    if (x->limit < y->limit || x->limit > y->limit) {
        return x->limit < y->limit ? -1 : 1;
    }
    return x->share < y->share ? -1 : x->share > y->share;
}

/* What stands for a place in its economy: its people, or what it has of another figure.
 */
static double
share_of(const zhol_reach_point *p)
{
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const uint32_t figure = (f + ZHOL_REACH_PEOPLE) % ZHOL_N_REACH_FIGURES;
        if (p->share[figure] > 0) {
            return p->share[figure];
        }
    }
    return 0;
}

zhol_status
zhol_reach_halves(const zhol_reach *r, zhol_reach_by by, double *limit, zhol_error *err)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    part *parts = ZI_NEW(part, (size_t) r->n_points + 1);
    uint32_t n_economies;

    (void) zhol_world_economies(r->world, &n_economies);
    if (!parts) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look at economies");
    }
    for (uint32_t e = 0; e < n_economies; e++) {
        limit[e] = (double) INFINITY;
    }
    for (uint32_t i = 0; i < r->n_points; i++) {
        const zhol_reach_point *p = &r->points[i];
        parts[i] = (part){ p->limit[by], share_of(p), places[p->place].economy };
    }
    if (r->n_points > 0) {
        qsort(parts, r->n_points, sizeof *parts, by_economy);
    }
    for (uint32_t i = 0, end; i < r->n_points; i = end) {
        double whole = 0, sum = 0;
        for (end = i; end < r->n_points && parts[end].economy == parts[i].economy;
             end++) {
            whole += parts[end].share;
        }
        uint32_t k = i;
        for (; k < end && sum + parts[k].share < whole / 2; k++) {
            sum += parts[k].share;
        }
        limit[parts[i].economy] = parts[k < end ? k : end - 1].limit;
    }
    zi_free(parts);
    return ZHOL_OK;
}
