/* SPDX-License-Identifier: Apache-2.0 */
#include "skim/luck.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/random.h"
#include "math/normal.h"

/* What one item of an arc does: the same numbers are the same event. */
typedef struct term {
    uint64_t key, factor;
    double mean_h, variance_h2, correlation;
    uint32_t at; /* its place among the items, arc by arc */
    bool is_wait;
} term;

typedef struct event {
    double location, of_own,
        of_common;        /* of the logarithm; of a wait: first hour, width */
    uint32_t own, common; /* numbers of streams */
    bool is_wait;
} event;

struct zi_luck {
    uint32_t n_draws, n_arcs, n_events, n_streams, n_items;
    uint32_t *first; /* of each arc its items; n_arcs + 1 */
    uint32_t *item;  /* the event that it is */
    event *events;
    uint16_t *share; /* [stream x n_draws]: a permutation of the shares */
    double *normal;  /* quantiles of n_draws equal shares, at their middles */
};

/* While it is made. */
typedef struct terms {
    term *term;
    uint64_t *stream; /* keys and factors, sorted */
    size_t size;
    uint32_t n;
} terms;

static int
compare_u64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int
compare_double(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int
by_u64(const void *a, const void *b)
{
    return compare_u64(*(const uint64_t *) a, *(const uint64_t *) b);
}

/* Items that follow each other after sorting and differ only in `at` are one event. */
static int
compare_terms(const term *x, const term *y)
{
    int c = compare_u64(x->key, y->key);

    c = c ? c : compare_u64(x->factor, y->factor);
    c = c ? c : compare_double(x->mean_h, y->mean_h);
    return c ? c : compare_double(x->variance_h2, y->variance_h2);
}

static int
by_event(const void *a, const void *b)
{
    const term *x = a, *y = b;
    const int c = compare_terms(x, y);

    return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

static double
correlation_of(const zi_network *net, const zi_item *item)
{
    const zi_book *b = net->scene->book;

    if (item->leg.kind != ZHOL_LEG_LINK) {
        return zi_book_parameter(b, ZI_PARAM_CORRELATION_BORDER);
    }
    return zi_book_parameter(b, item->leg.mode == ZHOL_MODE_SEA
                                    ? ZI_PARAM_CORRELATION_SEA
                                    : ZI_PARAM_CORRELATION_LAND);
}

static zhol_status
add_items(zi_luck *l, const zi_network *net, const zi_arc *arc, terms *t, zhol_error *err)
{
    zi_item items[ZI_MAX_ITEMS];
    const uint32_t n = zi_network_items(net, arc, items);
    term *more = zi_grow(t->term, &t->size, (size_t) t->n + n, sizeof *more);

    t->term = more ? more : t->term;
    for (uint32_t i = 0; i < n && more; i++) {
        t->term[t->n] = (term){ .key = items[i].key,
            .factor = items[i].factor,
            .mean_h = items[i].leg.time_h,
            .variance_h2 = items[i].leg.variance_h2,
            .correlation = items[i].factor ? correlation_of(net, &items[i]) : 0,
            .at = t->n,
            .is_wait = items[i].leg.kind == ZHOL_LEG_WAIT };
        t->n++;
    }
    l->n_items = t->n;
    return more || n == 0 ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
}

/* The numbers of streams: keys and factors, each once. */
static bool
number_streams(zi_luck *l, terms *t)
{
    uint32_t n = 0;

    t->stream = ZI_NEW(uint64_t, 2 * (size_t) t->n + 1);
    if (!t->stream) {
        return false;
    }
    for (uint32_t i = 0; i < t->n; i++) {
        t->stream[n++] = t->term[i].key;
        t->stream[n] = t->term[i].factor;
        n += t->term[i].factor != 0;
    }
    if (n > 0) {
        qsort(t->stream, n, sizeof t->stream[0], by_u64);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || t->stream[i] != t->stream[i - 1]) {
            t->stream[l->n_streams++] = t->stream[i];
        }
    }
    return true;
}

static uint32_t
stream_of(const zi_luck *l, const terms *t, uint64_t id)
{
    const uint64_t *found =
        bsearch(&id, t->stream, l->n_streams, sizeof t->stream[0], by_u64);

    return found ? (uint32_t) (found - t->stream) : 0;
}

static event
event_of(const zi_luck *l, const terms *t, const term *x)
{
    event e = { .own = stream_of(l, t, x->key),
        .common = x->factor ? stream_of(l, t, x->factor) : 0,
        .is_wait = x->is_wait || !(x->mean_h > 0 && x->variance_h2 > 0) };

    if (e.is_wait) { /* of what is certain the width is 0 */
        e.of_own = sqrt(12 * x->variance_h2);
        e.location = x->mean_h - e.of_own / 2;
        return e;
    }
    const double s2 = log1p(x->variance_h2 / (x->mean_h * x->mean_h)), s = sqrt(s2);
    e.location = log(x->mean_h) - s2 / 2;
    e.of_own = s * sqrt(1 - x->correlation);
    e.of_common = s * sqrt(x->correlation);
    return e;
}

static zhol_status
make_events(zi_luck *l, terms *t, zhol_error *err)
{
    l->events = ZI_NEW(event, (size_t) t->n + 1);
    l->item = ZI_NEW(uint32_t, (size_t) t->n + 1);
    if (!l->events || !l->item || !number_streams(l, t)) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
    }
    if (t->n > 0) {
        qsort(t->term, t->n, sizeof t->term[0], by_event);
    }
    for (uint32_t i = 0; i < t->n; i++) {
        if (i == 0 || compare_terms(&t->term[i - 1], &t->term[i]) != 0) {
            l->events[l->n_events++] = event_of(l, t, &t->term[i]);
        }
        l->item[t->term[i].at] = l->n_events - 1;
    }
    return ZHOL_OK;
}

/* A permutation of the shares for each stream: Fisher and Yates. */
static zhol_status
shuffle(zi_luck *l, const terms *t, uint64_t seed, zhol_error *err)
{
    l->share = ZI_NEW(uint16_t, (size_t) l->n_streams * l->n_draws + 1);
    l->normal = ZI_NEW(double, l->n_draws);
    if (!l->share || !l->normal) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
    }
    for (uint32_t i = 0; i < l->n_draws; i++) {
        l->normal[i] = zi_normal_quantile((i + 0.5) / l->n_draws);
    }
    for (uint32_t k = 0; k < l->n_streams; k++) {
        uint16_t *share = &l->share[(size_t) k * l->n_draws];
        uint64_t state = zi_hash(&t->stream[k], sizeof t->stream[k], seed);
        for (uint32_t i = 0; i < l->n_draws; i++) {
            share[i] = (uint16_t) i;
        }
        for (uint32_t left = l->n_draws; left > 1; left--) {
            const uint32_t other = (uint32_t) (zi_random_u64(&state) % left);
            const uint16_t last = share[left - 1];
            share[left - 1] = share[other];
            share[other] = last;
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_luck_new(
    const zi_network *net, const zi_luck_options *o, zi_luck **out, zhol_error *err)
{
    zi_luck *l = ZI_NEW(zi_luck, 1);
    terms t = { .n = 0 };
    zhol_status status = ZHOL_LIMIT;

    assert(o->n_draws >= 1 && o->n_draws <= ZI_LUCK_MAX_DRAWS);
    *out = NULL;
    if (!l) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
    }
    l->n_draws = o->n_draws;
    l->n_arcs = o->arc ? o->n_arcs : net->n_arcs;
    l->first = ZI_NEW(uint32_t, (size_t) l->n_arcs + 1);
    if (!l->first) {
        (void) zi_fail(err, ZHOL_LIMIT, "no memory for the draws");
        goto out;
    }
    status = ZHOL_OK;
    for (uint32_t i = 0; i < l->n_arcs && status == ZHOL_OK; i++) {
        status = add_items(l, net, &net->arcs[o->arc ? o->arc[i] : i], &t, err);
        l->first[i + 1] = t.n;
    }
    if (status == ZHOL_OK) {
        status = make_events(l, &t, err);
    }
    if (status == ZHOL_OK) {
        status = shuffle(l, &t, o->seed, err);
    }
out:
    zi_free(t.term);
    zi_free(t.stream);
    if (status != ZHOL_OK) {
        zi_luck_free(l);
        return status;
    }
    *out = l;
    return ZHOL_OK;
}

void
zi_luck_free(zi_luck *l)
{
    if (l) {
        zi_free(l->first);
        zi_free(l->item);
        zi_free(l->events);
        zi_free(l->share);
        zi_free(l->normal);
        zi_free(l);
    }
}

uint32_t
zi_luck_n_events(const zi_luck *l)
{
    return l->n_events;
}

static double
hours_of(const zi_luck *l, const event *e, uint32_t draw)
{
    const uint32_t own = l->share[(size_t) e->own * l->n_draws + draw];

    if (e->is_wait) {
        return e->location + e->of_own * ((own + 0.5) / l->n_draws);
    }
    const uint32_t common = l->share[(size_t) e->common * l->n_draws + draw];
    return exp(
        e->location + e->of_own * l->normal[own] + e->of_common * l->normal[common]);
}

void
zi_luck_hours(const zi_luck *l, uint32_t draw, double *scratch, double *hours)
{
    for (uint32_t i = 0; i < l->n_events; i++) {
        scratch[i] = hours_of(l, &l->events[i], draw);
    }
    for (uint32_t a = 0; a < l->n_arcs; a++) {
        hours[a] = 0;
        for (uint32_t i = l->first[a]; i < l->first[a + 1]; i++) {
            hours[a] += scratch[l->item[i]];
        }
    }
}
