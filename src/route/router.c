/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <zhol/route.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/mem.h"
#include "math/quantile.h"
#include "route/alternative.h"
#include "route/choose.h"
#include "route/none.h"

enum { MAX_WANTED = ZI_MAX_CHOSEN - 8, MAX_DRAWS = 1 << 20 };

struct zhol_router {
    const zhol_world *world;
    zi_book *book;
};

/* All that one query makes on its way to the answer. */
typedef struct query {
    const zi_book *book;
    const zhol_route_options *options;
    zi_load load;
    zi_ends from, to;
    zi_scene *scene;
    zi_network *net;
    zi_search *search;
    zhol_front *front;
    zi_choices choices;
    zi_journey journeys[ZI_MAX_CHOSEN];
    double *hours;                  /* [choice x n_draws] */
    double spread_h[ZI_MAX_CHOSEN]; /* P90 - P50 */
    double p10_h[ZI_MAX_CHOSEN], p50_h[ZI_MAX_CHOSEN], p90_h[ZI_MAX_CHOSEN];
    uint32_t shown[ZI_MAX_CHOSEN], n_shown; /* choices, in the order asked for */
} query;

void
zhol_route_defaults(zhol_route_options *o)
{
    *o = (zhol_route_options){ .order = ZHOL_ORDER_TIME,
        .n_alternatives = 5,
        .within = 0.02,
        .budget = 5000000,
        .seed = 1,
        .n_draws = 4096 };
    zhol_scenario_defaults(&o->scenario);
}

static zhol_status
check_dates(const zhol_route_options *o, zhol_error *err)
{
    if (o->depart && !zi_date_is_valid(o->depart)) {
        return zi_fail(
            err, ZHOL_USAGE, "there is no such day of departure: %u", o->depart);
    }
    if (!o->deliver_by) {
        return ZHOL_OK;
    }
    if (!zi_date_is_valid(o->deliver_by)) {
        return zi_fail(
            err, ZHOL_USAGE, "there is no such day of delivery: %u", o->deliver_by);
    }
    if (!o->depart) {
        return zi_fail(
            err, ZHOL_USAGE, "a day of delivery needs a day of departure to count from");
    }
    if (o->deliver_by < o->depart) {
        return zi_fail(err, ZHOL_USAGE, "delivery on %u is before departure on %u",
            o->deliver_by, o->depart);
    }
    return ZHOL_OK;
}

static zhol_status
check(const zhol_end *from, const zhol_end *to, const zhol_route_options *o,
    zhol_error *err)
{
    if ((uint32_t) o->order > ZHOL_ORDER_RISK) {
        return zi_fail(err, ZHOL_USAGE, "there is no order %d", (int) o->order);
    }
    if (o->n_alternatives < 1 || o->n_alternatives > MAX_WANTED) {
        return zi_fail(err, ZHOL_USAGE, "alternatives %u: must be from 1 to %d",
            o->n_alternatives, MAX_WANTED);
    }
    if (!(o->within >= 0 && o->within <= 1)) {
        return zi_fail(
            err, ZHOL_USAGE, "within %g: must be a share from 0 to 1", o->within);
    }
    if (o->n_draws < 2 || o->n_draws > MAX_DRAWS || (o->n_draws & (o->n_draws - 1))) {
        return zi_fail(err, ZHOL_USAGE, "draws %u: must be a power of two from 2 to %d",
            o->n_draws, MAX_DRAWS);
    }
    if (from->place != ZHOL_NO_ROW && from->place == to->place && !o->n_via) {
        return zi_fail(err, ZHOL_USAGE, "the shipment starts and ends at the same place");
    }
    return check_dates(o, err);
}

/* World, scenario and consignment as a network. */
static zhol_status
build(query *q, const zhol_consignment *c, zhol_error *err)
{
    const zhol_route_options *o = q->options;
    const zi_search_options search_options = { o->via, o->n_via };
    const zi_network_options options = { .starts = q->from.gate,
        .n_starts = q->from.n_gates,
        .ends = q->to.gate,
        .n_ends = q->to.n_gates };
    zhol_status status = zi_load_make(q->book, c, &q->load, err);

    if (status == ZHOL_OK) {
        status = zi_scene_new(q->book, &o->scenario, o->depart, &q->scene, err);
    }
    if (status == ZHOL_OK) {
        status = zi_network_new(q->scene, &q->load, &options, &q->net, err);
    }
    if (status == ZHOL_OK) {
        status =
            zi_search_new(q->net, &q->from, &q->to, &search_options, &q->search, err);
    }
    return status;
}

static zhol_status
search(query *q, zhol_error *err)
{
    const zhol_route_options *o = q->options;
    const zi_search_options search_options = { o->via, o->n_via };
    const zi_search *s = q->search;
    const size_t n_arcs = zhol_graph_n_arcs(s->graph);
    const zhol_pareto_options options = { .within = o->within,
        .budget_labels = o->budget,
        .progress = o->progress,
        .user = o->user };
    zhol_pareto_query question = {
        .n_criteria = ZI_N_WEIGHTS, .source = s->source, .target = s->sink
    };
    zhol_pareto *pareto = NULL;
    zhol_status status = zhol_pareto_new(s->graph, &pareto, err);

    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        question.weight[k] = &s->weights[k * n_arcs];
    }
    if (status == ZHOL_OK) {
        status = zhol_pareto_run(pareto, &question, &options, &q->front, err);
    }
    zhol_pareto_free(pareto);
    return status == ZHOL_NONE
               ? zi_none_explain(q->net, &q->from, &q->to, &search_options, err)
               : status;
}

/* The items of a way, arc after arc. */
static zhol_status
unpack(const query *q, uint32_t way, zi_journey *out, zhol_error *err)
{
    const zhol_front *f = q->front;
    size_t size = 0;

    for (uint32_t i = f->first_arc[way]; i < f->first_arc[way + 1]; i++) {
        zi_item items[ZI_MAX_ITEMS];
        const uint32_t n = zi_search_items(q->search, f->arc[i], items);
        zi_item *more =
            zi_grow(out->items, &size, (size_t) out->n_items + n + 1, sizeof *more);
        if (!more) {
            return zi_fail(err, ZHOL_LIMIT, "no memory to unpack a way");
        }
        out->items = more;
        memcpy(&out->items[out->n_items], items, n * sizeof items[0]);
        out->n_items += n;
    }
    return ZHOL_OK;
}

static zhol_status
draw(query *q, zhol_error *err)
{
    const uint32_t n_draws = q->options->n_draws;
    const zi_draw_options options = { .seed = q->options->seed,
        .n_draws = n_draws,
        .correlation_border = zi_book_parameter(q->book, ZI_PARAM_CORRELATION_BORDER),
        .correlation_sea = zi_book_parameter(q->book, ZI_PARAM_CORRELATION_SEA),
        .correlation_land = zi_book_parameter(q->book, ZI_PARAM_CORRELATION_LAND) };
    double *hours = ZI_NEW(double, n_draws);
    zhol_status status = ZHOL_LIMIT;

    q->hours = ZI_NEW(double, (size_t) q->choices.n *n_draws);
    if (!q->hours || !hours) {
        (void) zi_fail(err, status, "no memory for the draws");
        goto out;
    }
    status = zi_draw(q->journeys, q->choices.n, &options, q->hours, err);
    for (uint32_t i = 0; i < q->choices.n && status == ZHOL_OK; i++) {
        memcpy(hours, &q->hours[(size_t) i * n_draws], n_draws * sizeof *hours);
        q->p10_h[i] = zi_quantile_of(hours, n_draws, 0.1);
        q->p50_h[i] = zi_quantile_of(hours, n_draws, 0.5);
        q->p90_h[i] = zi_quantile_of(hours, n_draws, 0.9);
        q->spread_h[i] = q->p90_h[i] - q->p50_h[i];
    }
out:
    zi_free(hours);
    return status;
}

/* The smallest spread of the quick ways; one that has a label is as good within 1 %. */
static uint32_t
most_reliable(const query *q)
{
    uint32_t best = 0; /* the fastest */

    for (uint32_t i = 1; i < q->choices.n; i++) {
        if (zi_is_quick(q->front, q->choices.at[i].way)
            && q->spread_h[i] < q->spread_h[best]) {
            best = i;
        }
    }
    for (uint32_t i = 0; i < q->choices.n_labelled; i++) {
        if (zi_is_quick(q->front, q->choices.at[i].way)
            && q->spread_h[i] <= q->spread_h[best] * 1.01) {
            return i;
        }
    }
    return best;
}

static double
rank_of(const query *q, uint32_t choice, uint32_t order)
{
    const uint64_t *cost =
        &q->front->cost[(size_t) q->choices.at[choice].way * ZI_N_WEIGHTS];

    switch (order) {
    case ZHOL_ORDER_COST:
        return (double) cost[ZI_WEIGHT_CENTS];
    case ZHOL_ORDER_CO2E:
        return (double) cost[ZI_WEIGHT_CO2E_G];
    case ZHOL_ORDER_RISK:
        return q->spread_h[choice];
    default:
        return (double) cost[ZI_WEIGHT_TIME_S];
    }
}

/* Does choice a stand before b? Ties: time, then the order of the front. */
static bool
is_before(const query *q, uint32_t a, uint32_t b)
{
    const double x = rank_of(q, a, q->options->order);
    const double y = rank_of(q, b, q->options->order);

    if (x < y || x > y) {
        return x < y;
    }
    return q->choices.at[a].way < q->choices.at[b].way;
}

static void
show(query *q, uint32_t choice)
{
    uint32_t i = q->n_shown++;

    while (i > 0 && is_before(q, choice, q->shown[i - 1])) {
        q->shown[i] = q->shown[i - 1];
        i--;
    }
    q->shown[i] = choice;
}

/* The labelled ways, then as many others as fit, in the order asked for. */
static void
choose_shown(query *q)
{
    const uint32_t reliable = most_reliable(q), n_wanted = q->options->n_alternatives;
    uint32_t n_left;

    q->choices.at[reliable].labels |= ZHOL_LABEL_MOST_RELIABLE;
    for (uint32_t i = 0; i < q->choices.n; i++) {
        if (q->choices.at[i].labels) {
            show(q, i);
        }
    }
    n_left = n_wanted > q->n_shown ? n_wanted - q->n_shown : 0;
    for (uint32_t i = q->choices.n_with_reliable; i < q->choices.n && n_left; i++) {
        if (!q->choices.at[i].labels) {
            show(q, i);
            n_left--;
        }
    }
    if (q->n_shown > n_wanted) {
        q->n_shown = n_wanted;
    }
}

static double
share_below(const double *hours, uint32_t n, double limit_h)
{
    uint32_t n_below = 0;

    for (uint32_t i = 0; i < n; i++) {
        n_below += hours[i] <= limit_h;
    }
    return (double) n_below / n;
}

static double
share_faster(const double *hours, const double *than, uint32_t n)
{
    uint32_t n_faster = 0;

    for (uint32_t i = 0; i < n; i++) {
        n_faster += hours[i] < than[i];
    }
    return (double) n_faster / n;
}

/* A shipment leaves when the day of departure begins, and is in time until the day of
 * delivery ends. */
static void
add_chances(const query *q, uint32_t choice, zhol_alternative *a)
{
    const zhol_route_options *o = q->options;
    const double *hours = &q->hours[(size_t) choice * o->n_draws];
    const double *first = &q->hours[(size_t) q->shown[0] * o->n_draws];

    a->labels = q->choices.at[choice].labels;
    a->time_p10_h = q->p10_h[choice];
    a->time_p50_h = q->p50_h[choice];
    a->time_p90_h = q->p90_h[choice];
    a->chance_faster = share_faster(hours, first, o->n_draws);
    if (o->deliver_by) {
        const int32_t days = zi_date_days(o->deliver_by) - zi_date_days(o->depart) + 1;
        a->chance_in_time = share_below(hours, o->n_draws, 24.0 * days);
    }
}

static int
compare_rows(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;

    return x < y ? -1 : x > y;
}

/* Own rows, each counted once, and the years of the rows of the shown ways. */
static zhol_status
add_rows(const query *q, zhol_routes *out, zhol_error *err)
{
    size_t n_items = 0, n = 0;

    for (uint32_t i = 0; i < q->n_shown; i++) {
        n_items += q->journeys[q->shown[i]].n_items;
    }
    uint32_t *mine = ZI_NEW(uint32_t, n_items * ZI_MAX_MINE + 1);
    if (!mine) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to count your own rows");
    }
    for (uint32_t i = 0; i < q->n_shown; i++) {
        const zi_journey *j = &q->journeys[q->shown[i]];
        for (uint32_t k = 0; k < j->n_items; k++) {
            const zi_item *item = &j->items[k];
            memcpy(&mine[n], item->mine, item->n_mine * sizeof *mine);
            n += item->n_mine;
            for (uint32_t r = 0; r < item->leg.n_reasons; r++) {
                const uint32_t year = item->leg.reason[r].year;
                if (year && (!out->oldest_year || year < out->oldest_year)) {
                    out->oldest_year = year;
                }
                out->newest_year = year > out->newest_year ? year : out->newest_year;
            }
        }
    }
    qsort(mine, n, sizeof *mine, compare_rows);
    for (size_t i = 0; i < n; i++) {
        out->n_mine += i == 0 || mine[i] != mine[i - 1];
    }
    zi_free(mine);
    return ZHOL_OK;
}

static void
forget_pointers(zhol_route_options *o)
{
    zhol_scenario *s = &o->scenario;

    s->avoid = s->close = o->via = NULL;
    s->close_passes = s->open_passes = s->close_links = s->open_links = NULL;
    s->n_avoid = s->n_close = o->n_via = 0;
    s->n_close_passes = s->n_open_passes = s->n_close_links = s->n_open_links = 0;
    o->progress = NULL;
    o->user = NULL;
}

static zhol_status
answer(const query *q, zhol_routes **out, zhol_error *err)
{
    zhol_routes *routes = ZI_NEW(zhol_routes, 1);
    zhol_status status = ZHOL_OK;

    if (routes) {
        routes->alternatives = ZI_NEW(zhol_alternative, q->n_shown);
    }
    if (!routes || !routes->alternatives) {
        zhol_routes_free(routes);
        return zi_fail(err, ZHOL_LIMIT, "no memory for the answer");
    }
    routes->world = q->book->world;
    routes->from = q->from.end;
    routes->to = q->to.end;
    routes->consignment = q->load.consignment;
    routes->value_is_assumed = q->load.value_is_assumed;
    routes->options = *q->options;
    forget_pointers(&routes->options);
    routes->year = q->scene->year;
    routes->regime = q->scene->regime;
    routes->n_front = q->front->n_ways;
    routes->n_labels = q->front->n_labels;
    for (uint32_t i = 0; i < q->n_shown && status == ZHOL_OK; i++) {
        zhol_alternative *a = &routes->alternatives[routes->n_alternatives++];
        status = zi_alternative_fill(q->book, &q->journeys[q->shown[i]], a, err);
        add_chances(q, q->shown[i], a);
    }
    if (status == ZHOL_OK) {
        status = add_rows(q, routes, err);
    }
    if (status == ZHOL_OK) {
        *out = routes;
    } else {
        zhol_routes_free(routes);
    }
    return status;
}

static zhol_status
run(query *q, const zhol_consignment *c, zhol_routes **out, zhol_error *err)
{
    zhol_status status = build(q, c, err);

    if (status == ZHOL_OK) {
        status = search(q, err);
    }
    if (status == ZHOL_OK) {
        status =
            zi_choose(q->front, q->search, q->options->n_alternatives, &q->choices, err);
    }
    for (uint32_t i = 0; i < q->choices.n && status == ZHOL_OK; i++) {
        status = unpack(q, q->choices.at[i].way, &q->journeys[i], err);
    }
    if (status == ZHOL_OK) {
        status = draw(q, err);
    }
    if (status == ZHOL_OK) {
        choose_shown(q);
        status = answer(q, out, err);
    }
    return status;
}

static void
free_query(query *q)
{
    for (uint32_t i = 0; i < q->choices.n; i++) {
        zi_free(q->journeys[i].items);
    }
    zi_free(q->hours);
    zhol_front_free(q->front);
    zi_search_free(q->search);
    zi_network_free(q->net);
    zi_scene_free(q->scene);
    zi_free(q);
}

zhol_status
/* seven parameters: NOLINTNEXTLINE(readability-function-size) */
zhol_router_find(zhol_router *r, const zhol_end *from, const zhol_end *to,
    const zhol_consignment *c, const zhol_route_options *options, zhol_routes **out,
    zhol_error *err)
{
    zhol_status status = check(from, to, options, err);
    query *q = NULL;

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    q = ZI_NEW(query, 1);
    if (!q) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the query");
    }
    q->book = r->book;
    q->options = options;
    status = zi_ends_find(r->book, from, &q->from, err);
    if (status == ZHOL_OK) {
        status = zi_ends_find(r->book, to, &q->to, err);
    }
    if (status == ZHOL_OK) {
        status = run(q, c, out, err);
    }
    free_query(q);
    return status;
}

zhol_status
zhol_router_new(const zhol_world *w, zhol_router **out, zhol_error *err)
{
    zhol_router *r = ZI_NEW(zhol_router, 1);
    zhol_status status;

    *out = NULL;
    if (!r) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for a router");
    }
    r->world = w;
    status = zi_book_new(w, &r->book, err);
    if (status == ZHOL_OK) {
        *out = r;
    } else {
        zhol_router_free(r);
    }
    return status;
}

void
zhol_router_free(zhol_router *r)
{
    if (r) {
        zi_book_free(r->book);
        zi_free(r);
    }
}

void
zhol_routes_free(zhol_routes *routes)
{
    if (routes) {
        for (uint32_t i = 0; i < routes->n_alternatives; i++) {
            zi_alternative_clear(&routes->alternatives[i]);
        }
        zi_free(routes->alternatives);
        zi_free(routes);
    }
}
