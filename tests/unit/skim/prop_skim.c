/* SPDX-License-Identifier: Apache-2.0 */
/* On the default world: the least hours and dollars from one place equal those of the
 * ways that the router finds, in random scenarios; rows of many starts equal one search
 * for each. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <zhol/route.h>

#include "base/mem.h"
#include "prop.h"
#include "skim/many.h"
#include "unit/cost/scenes.h"

enum { N_ENDS = 3 };

static zhol_world *world;
static zi_book *book;
static zhol_router *router;

static const zhol_alternative *
labelled(const zhol_routes *routes, uint32_t label)
{
    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        if (routes->alternatives[i].labels & label) {
            return &routes->alternatives[i];
        }
    }
    return NULL;
}

static int
is_pair_equal(zhol_ref from, zhol_ref to, const zhol_consignment *c,
    const zhol_route_options *o, const double value[2])
{
    static const uint32_t label[] = { ZHOL_LABEL_FASTEST, ZHOL_LABEL_CHEAPEST };
    static const double unit[] = { 3600, 100 };
    zhol_routes *routes = NULL;
    zhol_error err = { "" };
    int ok = 1;
    const zhol_status status = zhol_router_find(router, &(zhol_end){ .place = from },
        &(zhol_end){ .place = to }, c, o, &routes, &err);

    if (status == ZHOL_NONE) {
        return isinf(value[0]) && isinf(value[1]);
    }
    for (int k = 0; k < 2 && ok; k++) {
        const zhol_alternative *a = status == ZHOL_OK ? labelled(routes, label[k]) : NULL;
        const double found = !a ? (double) NAN : k == 0 ? a->time_mean_h : a->cost_usd;
        ok = a && fabs(found - value[k]) * unit[k] <= 0.5 * a->n_legs + 0.5;
        if (!ok) {
            printf("%u to %u: %f, not %f (%s)\n", from, to, value[k], found, err.message);
        }
    }
    zhol_routes_free(routes);
    return ok;
}

static int
equals_the_router(prop *p)
{
    uint32_t n_places, n_passes;
    const zhol_place *places = zhol_world_places(world, &n_places);
    (void) zhol_world_passes(world, &n_passes);
    const zhol_ref pass = prop_below(p, n_passes);
    zhol_consignment c;
    zhol_route_options o;
    zi_skim *k = NULL;
    zhol_error err = { "" };
    double *value = ZI_NEW(double, 2 * (size_t) n_places);
    int ok = value != NULL;
    zhol_ref from;

    zhol_consignment_defaults(&c);
    zhol_route_defaults(&o);
    o.n_draws = 2;
    o.scenario.year = prop_below(p, 2) ? 2013 : 0;
    if (prop_below(p, 2)) {
        o.scenario.close_passes = &pass;
        o.scenario.n_close_passes = 1;
    }
    must(zi_skim_new(book, &o.scenario, &c, &k, &err), &err);
    do {
        from = prop_below(p, n_places);
    } while (!zi_skim_has(k, from));
    for (uint32_t m = 0; m < 2 && ok; m++) {
        must(zi_skim_from(k, m, from, value + (size_t) m * n_places, &err), &err);
    }
    for (uint32_t i = 0; i < N_ENDS && ok; i++) {
        const zhol_ref to = prop_below(p, n_places);
        if (to != from && places[to].kind != ZHOL_PLACE_SEA_WAYPOINT) {
            const double both[] = { value[to], value[(size_t) n_places + to] };
            ok = is_pair_equal(from, to, &c, &o, both);
        }
    }
    zi_skim_free(k);
    zi_free(value);
    return ok;
}

/* Some starts, all ends: one row of many against a search. Back from all ends each value
 * is a search of its own: some of them. */
static int
is_row_a_search(zi_skim *k, zi_many *many, const zi_many_options *o, zhol_ref place)
{
    const uint32_t n = o->n_targets, step = o->is_reverse ? 97 : 1;
    double *row = ZI_NEW(double, 2 * (size_t) n), *one = row + n;
    zhol_error err = { "" };
    int ok = row != NULL;

    if (ok) {
        must(zi_many_rows(many, &place, 1, row, &err), &err);
        must(zi_skim_from(k, o->metric, place, one, &err), &err);
    }
    for (uint32_t j = 0; j < n && ok; j += step) {
        const zhol_ref target = o->targets[j];
        if (o->is_reverse) {
            must(zi_skim_from(k, o->metric, target, one, &err), &err);
        }
        const double found = one[o->is_reverse ? place : target];
        ok = row[j] <= found && row[j] >= found;
        if (!ok) {
            printf("%u, %u: %f, not %f\n", place, target, row[j], found);
        }
    }
    zi_free(row);
    return ok;
}

static int
many_equal_searches(prop *p)
{
    uint32_t n_places, n_links;
    (void) zhol_world_places(world, &n_places);
    (void) zhol_world_links(world, &n_links);
    const zhol_ref links[] = { prop_below(p, n_links), prop_below(p, n_links) };
    zhol_scenario scenario;
    zhol_consignment c;
    zi_skim *k = NULL;
    zi_many *many = NULL;
    zhol_error err = { "" };
    zhol_ref *places = ZI_NEW(zhol_ref, n_places);
    int ok = places != NULL;

    zhol_scenario_defaults(&scenario);
    zhol_consignment_defaults(&c);
    scenario.year = prop_below(p, 2) ? 2013 : 0;
    scenario.close_links = links;
    scenario.n_close_links = 2;
    zi_many_options o = { .metric = (zi_skim_metric) prop_below(p, ZI_N_SKIM_METRICS),
        .targets = places,
        .n_targets = n_places,
        .n_rows = prop_below(p, 2) ? 50 : 5000,
        .is_reverse = prop_below(p, 2),
        .n_threads = 1 };
    for (uint32_t i = 0; i < n_places && ok; i++) {
        places[i] = i;
    }
    must(zi_skim_new(book, &scenario, &c, &k, &err), &err);
    must(zi_many_new(k, &o, &many, &err), &err);
    for (uint32_t i = 0; i < 4 * N_ENDS && ok; i++) {
        ok = is_row_a_search(k, many, &o, prop_below(p, n_places));
    }
    zi_many_free(many);
    zi_skim_free(k);
    zi_free(places);
    return ok;
}

int
main(void)
{
    zhol_error err = { "" };

    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &world, &err), &err);
    must(zi_book_new(world, &book, &err), &err);
    must(zhol_router_new(world, &router, &err), &err);
    int ok =
        prop_holds("equals_the_router", getenv("ZHOL_LONG") ? 200 : 8, equals_the_router);
    ok = prop_holds(
             "many_equal_searches", getenv("ZHOL_LONG") ? 200 : 8, many_equal_searches)
         && ok;
    zhol_router_free(router);
    zi_book_free(book);
    zhol_world_free(world);
    return !ok;
}
