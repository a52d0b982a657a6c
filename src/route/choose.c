/* SPDX-License-Identifier: Apache-2.0 */
#include "route/choose.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"

static const double quick = 1.25, twin = 0.02, other_costs = 0.05, near_label = 1.01;

/* One link of a way. */
typedef struct stretch {
    uint32_t link, layer;
    double km;
} stretch;

typedef struct picker {
    const zhol_front *front;
    stretch *stretches; /* of way i: first[i] .. first[i + 1] - 1, by link */
    uint32_t *first;
    double *difference; /* of each way: from the nearest chosen one */
    bool *is_straight;  /* of each way: it passes no place twice */
    double lowest[ZI_N_WEIGHTS], range[ZI_N_WEIGHTS]; /* of the logarithms of costs */
} picker;

static uint64_t
cost_of(const zhol_front *f, uint32_t way, uint32_t k)
{
    return f->cost[(size_t) way * f->n_criteria + k];
}

/* + 1: a cost may be 0 */
static double
log_cost(const zhol_front *f, uint32_t way, uint32_t k)
{
    return log((double) cost_of(f, way, k) + 1);
}

static int
by_link(const void *a, const void *b)
{
    const stretch *x = a, *y = b;

    if (x->link != y->link) {
        return x->link < y->link ? -1 : 1;
    }
    return x->layer < y->layer ? -1 : x->layer > y->layer;
}

static void
fill_stretches(picker *p, const zi_search *s)
{
    const zhol_front *f = p->front;
    const zi_network *net = s->net;
    uint32_t n = 0;

    for (uint32_t w = 0; w < f->n_ways; w++) {
        p->first[w] = n;
        for (uint32_t i = f->first_arc[w]; i < f->first_arc[w + 1]; i++) {
            const uint32_t meaning = s->meaning[f->arc[i]];
            if (meaning < ZI_IS_GATE && net->arcs[meaning].kind == ZI_ARC_MOVE) {
                const zi_arc *arc = &net->arcs[meaning];
                p->stretches[n++] = (stretch){ arc->link, net->nodes[arc->tail].layer,
                    net->scene->book->links[arc->link].length_km };
            }
        }
        if (n > p->first[w]) {
            qsort(&p->stretches[p->first[w]], n - p->first[w], sizeof p->stretches[0],
                by_link);
        }
    }
    p->first[f->n_ways] = n;
}

static int
ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;

    return (x > y) - (x < y);
}

/* Does a way pass no place twice? One that goes by places may have to.
 * @p places: room for its arcs + 1 */
static bool
is_straight(const zi_search *s, const zhol_front *f, uint32_t way, uint32_t *places)
{
    uint32_t n = 0;

    for (uint32_t i = f->first_arc[way]; i < f->first_arc[way + 1]; i++) {
        const uint32_t meaning = s->meaning[f->arc[i]];
        if (meaning == ZI_IS_SWITCH) {
            return true;
        }
        if (meaning < ZI_IS_GATE && s->net->arcs[meaning].kind == ZI_ARC_MOVE) {
            const zi_arc *arc = &s->net->arcs[meaning];
            if (n == 0) {
                places[n++] = s->net->nodes[arc->tail].place;
            }
            places[n++] = s->net->nodes[arc->head].place;
        }
    }
    qsort(places, n, sizeof places[0], ascending);
    for (uint32_t i = 1; i < n; i++) {
        if (places[i] == places[i - 1]) {
            return false;
        }
    }
    return true;
}

static zhol_status
find_straight(picker *p, const zi_search *s, zhol_error *err)
{
    const zhol_front *f = p->front;
    uint32_t *places = ZI_NEW(uint32_t, (size_t) f->first_arc[f->n_ways] + 2);
    bool is_any = false;

    if (!places) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to choose among %u ways", f->n_ways);
    }
    for (uint32_t w = 0; w < f->n_ways; w++) {
        p->is_straight[w] = is_straight(s, f, w, places);
        is_any = is_any || p->is_straight[w];
    }
    for (uint32_t w = 0; w < f->n_ways && !is_any; w++) {
        p->is_straight[w] = true;
    }
    zi_free(places);
    return ZHOL_OK;
}

/* 1 - kilometres in common / kilometres of both together */
static double
difference(const picker *p, uint32_t a, uint32_t b)
{
    uint32_t i = p->first[a], k = p->first[b];
    double common = 0, all = 0;

    while (i < p->first[a + 1] || k < p->first[b + 1]) {
        const stretch *x = i < p->first[a + 1] ? &p->stretches[i] : NULL;
        const stretch *y = k < p->first[b + 1] ? &p->stretches[k] : NULL;
        if (x && y && x->link == y->link) {
            common += x->layer == y->layer ? x->km : x->km / 2;
            all += x->km;
            i++;
            k++;
        } else if (x && (!y || x->link < y->link)) {
            all += x->km;
            i++;
        } else if (y) {
            all += y->km;
            k++;
        }
    }
    return all > 0 ? 1 - common / all : 0;
}

static void
measure(picker *p)
{
    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        double lo = log_cost(p->front, 0, k), hi = lo;
        for (uint32_t w = 1; w < p->front->n_ways; w++) {
            const double x = log_cost(p->front, w, k);
            lo = fmin(lo, x);
            hi = fmax(hi, x);
        }
        p->lowest[k] = lo;
        p->range[k] = fmax(hi - lo, 0.01); /* within 1 % all are as good */
    }
}

static double
distance_to_ideal(const picker *p, uint32_t way)
{
    double sum = 0;

    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        const double d = (log_cost(p->front, way, k) - p->lowest[k]) / p->range[k];
        sum += d * d;
    }
    return sqrt(sum);
}

/* Is a cheaper than b, criterion k before the others in their order? */
static bool
is_better(const zhol_front *f, uint32_t a, uint32_t b, uint32_t k)
{
    if (cost_of(f, a, k) != cost_of(f, b, k)) {
        return cost_of(f, a, k) < cost_of(f, b, k);
    }
    for (uint32_t i = 0; i < f->n_criteria; i++) {
        if (cost_of(f, a, i) != cost_of(f, b, i)) {
            return cost_of(f, a, i) < cost_of(f, b, i);
        }
    }
    return false;
}

static void
add_choice(zi_choices *out, uint32_t way, uint32_t label)
{
    for (uint32_t i = 0; i < out->n; i++) {
        if (out->at[i].way == way) {
            out->at[i].labels |= label;
            return;
        }
    }
    out->at[out->n++] = (zi_choice){ way, label };
}

static void
choose_labelled(const picker *p, zi_choices *out)
{
    static const uint32_t label_of[] = { ZHOL_LABEL_FASTEST, ZHOL_LABEL_CHEAPEST,
        ZHOL_LABEL_CLEANEST };
    const zhol_front *f = p->front;
    uint32_t balanced = UINT32_MAX;

    for (uint32_t k = 0; k < sizeof label_of / sizeof label_of[0]; k++) {
        uint32_t best = 0;
        for (uint32_t w = 1; w < f->n_ways; w++) {
            if (is_better(f, w, best, k)) {
                best = w;
            }
        }
        add_choice(out, best, label_of[k]);
    }
    for (uint32_t w = 0; w < f->n_ways; w++) {
        if (p->is_straight[w]
            && (balanced == UINT32_MAX
                || distance_to_ideal(p, w) < distance_to_ideal(p, balanced))) {
            balanced = w;
        }
    }
    const double most = distance_to_ideal(p, balanced) * near_label;
    for (uint32_t i = 0; i < out->n; i++) {
        if (p->is_straight[out->at[i].way]
            && distance_to_ideal(p, out->at[i].way) <= most) {
            balanced = out->at[i].way;
            break;
        }
    }
    add_choice(out, balanced, ZHOL_LABEL_BALANCED);
    out->n_labelled = out->n;
}

bool
zi_is_quick(const zhol_front *front, uint32_t way)
{
    uint64_t least = cost_of(front, 0, ZI_WEIGHT_TIME_S);

    for (uint32_t w = 1; w < front->n_ways; w++) {
        const uint64_t time = cost_of(front, w, ZI_WEIGHT_TIME_S);
        least = time < least ? time : least;
    }
    return (double) cost_of(front, way, ZI_WEIGHT_TIME_S) <= quick * (double) least;
}

/* The ways of smallest risk_h2, in this order; a few, because the draws decide. */
static void
choose_reliable(const picker *p, zi_choices *out)
{
    const zhol_front *f = p->front;
    uint32_t last = UINT32_MAX;

    for (uint32_t i = 0; i < ZI_N_RELIABLE && i < f->n_ways; i++) {
        uint32_t best = UINT32_MAX;
        for (uint32_t w = 0; w < f->n_ways; w++) {
            const bool is_later =
                last == UINT32_MAX || is_better(f, last, w, ZI_WEIGHT_RISK);
            if (is_later && p->is_straight[w] && zi_is_quick(f, w)
                && (best == UINT32_MAX || is_better(f, w, best, ZI_WEIGHT_RISK))) {
                best = w;
            }
        }
        if (best == UINT32_MAX) {
            break;
        }
        add_choice(out, best, 0);
        last = best;
    }
    out->n_with_reliable = out->n;
}

/* Has a way other costs than all that are chosen? */
static bool
has_other_costs(const picker *p, const zi_choices *c, uint32_t way)
{
    for (uint32_t i = 0; i < c->n; i++) {
        double largest = 0;
        for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
            const double apart =
                log_cost(p->front, way, k) - log_cost(p->front, c->at[i].way, k);
            largest = fmax(largest, fabs(apart));
        }
        if (largest < other_costs) {
            return false;
        }
    }
    return true;
}

static void
lower_differences(const picker *p, uint32_t chosen)
{
    for (uint32_t w = 0; w < p->front->n_ways; w++) {
        p->difference[w] = fmin(p->difference[w], difference(p, w, chosen));
    }
}

static void
fill_in(const picker *p, uint32_t n_wanted, zi_choices *c)
{
    const uint32_t n_ways = p->front->n_ways;
    uint32_t n_filled = 0;

    for (uint32_t w = 0; w < n_ways; w++) {
        p->difference[w] = 1;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        lower_differences(p, c->at[i].way);
    }
    while (n_filled < n_wanted && c->n < ZI_MAX_CHOSEN) {
        uint32_t best = UINT32_MAX;
        for (uint32_t w = 0; w < n_ways; w++) {
            const bool is_new = p->difference[w] >= twin || has_other_costs(p, c, w);
            if (is_new && p->is_straight[w]
                && (best == UINT32_MAX || p->difference[w] > p->difference[best])) {
                best = w;
            }
        }
        if (best == UINT32_MAX) {
            return;
        }
        add_choice(c, best, 0);
        lower_differences(p, best);
        n_filled++;
    }
}

zhol_status
zi_choose(const zhol_front *front, const zi_search *search, uint32_t n_wanted,
    zi_choices *out, zhol_error *err)
{
    picker p = { .front = front };
    zhol_status status = ZHOL_LIMIT;

    *out = (zi_choices){ .n = 0 };
    p.stretches = ZI_NEW(stretch, (size_t) front->first_arc[front->n_ways] + 1);
    p.first = ZI_NEW(uint32_t, (size_t) front->n_ways + 1);
    p.difference = ZI_NEW(double, (size_t) front->n_ways + 1);
    p.is_straight = ZI_NEW(bool, (size_t) front->n_ways + 1);
    if (!p.stretches || !p.first || !p.difference || !p.is_straight) {
        (void) zi_fail(err, status, "no memory to choose among %u ways", front->n_ways);
        goto out;
    }
    status = find_straight(&p, search, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    fill_stretches(&p, search);
    measure(&p);
    choose_labelled(&p, out);
    choose_reliable(&p, out);
    fill_in(&p, n_wanted > out->n_labelled ? n_wanted - out->n_labelled : 0, out);
out:
    zi_free(p.is_straight);
    zi_free(p.stretches);
    zi_free(p.first);
    zi_free(p.difference);
    return status;
}
