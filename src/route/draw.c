/* SPDX-License-Identifier: Apache-2.0 */
#include "route/draw.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/random.h"
#include "math/normal.h"
#include "math/sobol.h"

/* What moves less of a way's variance than this is drawn together with its like. */
static const double small_share = 0.02;

/* One event on one way. */
typedef struct term {
    uint64_t key, group, factor;
    double mean_h, sd_h, correlation;
    uint32_t way, mode;
    bool is_wait, is_link;
} term;

/* What one random number does to the hours of one way. */
typedef struct part {
    double mean_h, variance_h2, loading; /* loading: on the factor, 0 .. 1 */
    uint32_t way;
    bool is_wait;
} part;

typedef struct group {
    double variance_h2; /* the largest of its parts */
    uint64_t id, factor;
    uint32_t first, n; /* parts */
} group;

typedef struct factor {
    uint64_t id;
    double variance_h2;
} factor;

typedef struct draws {
    uint32_t n_terms, n_parts, n_groups, n_factors, n_draws;
    term *terms;
    part *parts;
    group *groups;
    factor *factors;
    double variance_h2[ZI_MAX_DRAWN]; /* of each way, factors left out */
    double *normal;  /* quantiles of n_draws equal shares, at their middles */
    double *common;  /* [factor x n_draws]: the factors, as normal numbers */
    double *sample;  /* n_draws hours of one part */
    uint32_t *share; /* n_draws: which share each draw falls into */
} draws;

static int
compare_u64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int
by_key(const void *a, const void *b)
{
    const term *x = a, *y = b;

    return x->key != y->key ? compare_u64(x->key, y->key)
                            : (x->way < y->way ? -1 : x->way > y->way);
}

static int
by_group(const void *a, const void *b)
{
    const term *x = a, *y = b;

    if (x->group != y->group) {
        return compare_u64(x->group, y->group);
    }
    return x->way != y->way ? (x->way < y->way ? -1 : 1) : compare_u64(x->key, y->key);
}

static int
by_variance(const void *a, const void *b)
{
    const group *x = a, *y = b;

    if (x->variance_h2 > y->variance_h2 || x->variance_h2 < y->variance_h2) {
        return x->variance_h2 > y->variance_h2 ? -1 : 1;
    }
    return compare_u64(x->id, y->id);
}

static int
factors_by_variance(const void *a, const void *b)
{
    const factor *x = a, *y = b;

    if (x->variance_h2 > y->variance_h2 || x->variance_h2 < y->variance_h2) {
        return x->variance_h2 > y->variance_h2 ? -1 : 1;
    }
    return compare_u64(x->id, y->id);
}

static double
correlation_of(const zi_draw_options *o, uint32_t mode)
{
    return mode == ZHOL_MODE_SEA ? o->correlation_sea : o->correlation_land;
}

/* One term for each event of each way, sorted by event and way. What happens twice to
 * one shipment (a link there and back) takes the same luck both times. */
static void
fill_terms(const zi_journey *ways, uint32_t n_ways, const zi_draw_options *o, draws *d)
{
    uint32_t n = 0;

    for (uint32_t w = 0; w < n_ways; w++) {
        for (uint32_t i = 0; i < ways[w].n_items; i++) {
            const zi_item *item = &ways[w].items[i];
            const bool is_link = item->leg.kind == ZHOL_LEG_LINK;
            d->terms[n++] = (term){ .key = item->key,
                .factor = item->factor,
                .mean_h = item->leg.time_h,
                .sd_h = sqrt(item->leg.variance_h2),
                .correlation = !item->factor ? 0
                               : is_link     ? correlation_of(o, item->leg.mode)
                                             : o->correlation_border,
                .way = w,
                .mode = item->leg.mode,
                .is_wait = item->leg.kind == ZHOL_LEG_WAIT,
                .is_link = is_link };
        }
    }
    if (n == 0) {
        return;
    }
    qsort(d->terms, n, sizeof d->terms[0], by_key);
    for (uint32_t i = 0; i < n; i++) {
        term *last = d->n_terms ? &d->terms[d->n_terms - 1] : NULL;
        if (last && last->key == d->terms[i].key && last->way == d->terms[i].way) {
            last->mean_h += d->terms[i].mean_h;
            last->sd_h += d->terms[i].sd_h;
        } else {
            d->terms[d->n_terms++] = d->terms[i];
        }
    }
}

/* Is the event of terms first .. end - 1 a small part of the luck of each way? */
static bool
is_small(const draws *d, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const double sd_h = d->terms[i].sd_h;
        if (sd_h * sd_h > small_share * d->variance_h2[d->terms[i].way]) {
            return false;
        }
    }
    return true;
}

/* Which random number moves each term: its own; or for a link, that of all links of the
 * same mode, factor and set of ways; or for something small, that of all small things of
 * the same factor and set of ways. */
static void
choose_groups(draws *d)
{
    for (uint32_t i = 0; i < d->n_terms; i++) {
        d->variance_h2[d->terms[i].way] += d->terms[i].sd_h * d->terms[i].sd_h;
    }
    for (uint32_t i = 0, end; i < d->n_terms; i = end) {
        uint64_t identity[3] = { 0, d->terms[i].factor, d->terms[i].mode };
        for (end = i; end < d->n_terms && d->terms[end].key == d->terms[i].key; end++) {
            identity[0] |= UINT64_C(1) << d->terms[end].way;
        }
        const bool is_minor = is_small(d, i, end);
        identity[2] = is_minor ? ZHOL_N_MODES : identity[2];
        const uint64_t id = is_minor || d->terms[i].is_link
                                ? zi_hash(identity, sizeof identity, 1)
                                : d->terms[i].key;
        for (uint32_t k = i; k < end; k++) {
            d->terms[k].group = id;
        }
    }
    if (d->n_terms) {
        qsort(d->terms, d->n_terms, sizeof d->terms[0], by_group);
    }
}

/* The terms first .. end - 1 (one group, one way) as one: means add up, and so do the
 * parts of the deviations that the factor moves; the others add up in squares. */
static part
merge(const term *terms, uint32_t first, uint32_t end)
{
    double mean = 0, sum_sd = 0, sum_squares = 0;

    for (uint32_t i = first; i < end; i++) {
        mean += terms[i].mean_h;
        sum_sd += terms[i].sd_h;
        sum_squares += terms[i].sd_h * terms[i].sd_h;
    }
    const double r = terms[first].correlation;
    const double common = r * sum_sd * sum_sd;
    const double variance = common + (1 - r) * sum_squares;
    return (part){ .mean_h = mean,
        .variance_h2 = variance,
        .loading = variance > 0 ? sqrt(common / variance) : 0,
        .way = terms[first].way,
        .is_wait = terms[first].is_wait && end - first == 1 };
}

static void
fill_groups(draws *d)
{
    for (uint32_t i = 0, end; i < d->n_terms; i = end) {
        const term *t = &d->terms[i];
        for (end = i; end < d->n_terms && d->terms[end].group == t->group
                      && d->terms[end].way == t->way;
             end++) {
        }
        const part p = merge(d->terms, i, end);
        if (!d->n_groups || d->groups[d->n_groups - 1].id != t->group) {
            d->groups[d->n_groups++] =
                (group){ .id = t->group, .factor = t->factor, .first = d->n_parts };
        }
        group *g = &d->groups[d->n_groups - 1];
        g->n++;
        g->variance_h2 = fmax(g->variance_h2, p.variance_h2);
        d->parts[d->n_parts++] = p;
    }
    if (d->n_groups) {
        qsort(d->groups, d->n_groups, sizeof d->groups[0], by_variance);
    }
}

static void
fill_factors(draws *d)
{
    for (uint32_t i = 0; i < d->n_groups; i++) {
        const group *g = &d->groups[i];
        uint32_t k = 0;
        while (k < d->n_factors && d->factors[k].id != g->factor) {
            k++;
        }
        if (g->factor && k == d->n_factors) {
            d->factors[d->n_factors++] = (factor){ .id = g->factor };
        }
        if (g->factor) {
            d->factors[k].variance_h2 += g->variance_h2;
        }
    }
    if (d->n_factors) {
        qsort(d->factors, d->n_factors, sizeof d->factors[0], factors_by_variance);
    }
}

/* Fills d->share with a permutation of the shares 0 .. n_draws - 1 (a Sobol point set of
 * 2^m points has one point in each share of each dimension). */
static void
fill_share(draws *d, const zi_draw_options *o, uint32_t dim)
{
    const uint32_t n = d->n_draws;

    if (dim < ZI_SOBOL_MAX_DIMS) {
        zi_sobol_shares(dim, o->seed, n, d->share);
        return;
    }
    uint64_t state = o->seed ^ ((uint64_t) dim << 32);
    for (uint32_t i = 0; i < n; i++) {
        d->share[i] = i;
    }
    for (uint32_t left = n; left > 1; left--) { /* Fisher and Yates */
        const uint32_t k = (uint32_t) (zi_random_u64(&state) % left);
        const uint32_t share = d->share[left - 1];
        d->share[left - 1] = d->share[k];
        d->share[k] = share;
    }
}

static const double *
common_of(const draws *d, uint64_t id)
{
    for (uint32_t k = 0; k < d->n_factors; k++) {
        if (d->factors[k].id == id && id) {
            return &d->common[(size_t) k * d->n_draws];
        }
    }
    return NULL;
}

static void
sample_lognormal(const draws *d, const part *p, const double *common)
{
    const double s2 = log1p(p->variance_h2 / (p->mean_h * p->mean_h));
    const double mu = log(p->mean_h) - s2 / 2, s = sqrt(s2);
    const double of_common = common ? s * p->loading : 0;
    const double of_own = common ? s * sqrt(1 - p->loading * p->loading) : s;

    for (uint32_t i = 0; i < d->n_draws; i++) {
        const double own = of_own * d->normal[d->share[i]];
        d->sample[i] = exp(mu + own + (common ? of_common * common[i] : 0));
    }
}

static void
sample(const draws *d, const part *p, const double *common)
{
    if (!(p->variance_h2 > 0 && p->mean_h > 0)) {
        for (uint32_t i = 0; i < d->n_draws; i++) {
            d->sample[i] = p->mean_h;
        }
    } else if (p->is_wait) {
        const double headway_h = sqrt(12 * p->variance_h2);
        const double first = p->mean_h - headway_h / 2, step = headway_h / d->n_draws;
        for (uint32_t i = 0; i < d->n_draws; i++) {
            d->sample[i] = first + step * (d->share[i] + 0.5);
        }
    } else {
        sample_lognormal(d, p, common);
    }
}

/* Parts were computed from the same numbers in the same order: equal means equal bits. */
static bool
is_same(const part *a, const part *b)
{
    return !(a->mean_h < b->mean_h || a->mean_h > b->mean_h
             || a->variance_h2 < b->variance_h2 || a->variance_h2 > b->variance_h2);
}

static void
run(draws *d, const zi_draw_options *o, double *hours)
{
    for (uint32_t i = 0; i < d->n_draws; i++) {
        d->normal[i] = zi_normal_quantile((i + 0.5) / d->n_draws);
    }
    for (uint32_t k = 0; k < d->n_factors; k++) {
        fill_share(d, o, k);
        for (uint32_t i = 0; i < d->n_draws; i++) {
            d->common[(size_t) k * d->n_draws + i] = d->normal[d->share[i]];
        }
    }
    for (uint32_t k = 0; k < d->n_groups; k++) {
        const group *g = &d->groups[k];
        const double *common = common_of(d, g->factor);
        fill_share(d, o, d->n_factors + k);
        for (uint32_t i = g->first; i < g->first + g->n; i++) {
            const part *p = &d->parts[i];
            double *of_way = &hours[(size_t) p->way * d->n_draws];
            if (i == g->first || !is_same(p, p - 1)) {
                sample(d, p, common);
            }
            for (uint32_t j = 0; j < d->n_draws; j++) {
                of_way[j] += d->sample[j];
            }
        }
    }
}

static void
free_draws(draws *d)
{
    zi_free(d->terms);
    zi_free(d->parts);
    zi_free(d->groups);
    zi_free(d->factors);
    zi_free(d->normal);
    zi_free(d->common);
    zi_free(d->sample);
    zi_free(d->share);
}

zhol_status
zi_draw(const zi_journey *ways, uint32_t n_ways, const zi_draw_options *o, double *hours,
    zhol_error *err)
{
    draws d = { .n_draws = o->n_draws };
    zhol_status status = ZHOL_LIMIT;
    size_t n_items = 0;

    assert(n_ways <= ZI_MAX_DRAWN);
    for (uint32_t w = 0; w < n_ways; w++) {
        n_items += ways[w].n_items;
    }
    for (size_t i = 0; i < (size_t) n_ways * o->n_draws; i++) {
        hours[i] = 0;
    }
    d.terms = ZI_NEW(term, n_items + 1);
    d.parts = ZI_NEW(part, n_items + 1);
    d.groups = ZI_NEW(group, n_items + 1);
    d.factors = ZI_NEW(factor, n_items + 1);
    d.normal = ZI_NEW(double, o->n_draws);
    d.sample = ZI_NEW(double, o->n_draws);
    d.share = ZI_NEW(uint32_t, o->n_draws);
    if (!d.terms || !d.parts || !d.groups || !d.factors || !d.normal || !d.sample
        || !d.share) {
        goto out;
    }
    fill_terms(ways, n_ways, o, &d);
    choose_groups(&d);
    fill_groups(&d);
    fill_factors(&d);
    d.common = ZI_NEW(double, (size_t) d.n_factors * o->n_draws + 1);
    if (!d.common) {
        goto out;
    }
    run(&d, o, hours);
    status = ZHOL_OK;
out:
    free_draws(&d);
    return status == ZHOL_OK ? status : zi_fail(err, status, "no memory for the draws");
}
