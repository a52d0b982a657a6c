/* SPDX-License-Identifier: Apache-2.0 */
/* Doubts that compare a row with what the world it describes allows: crossings without a
 * border, places entered twice, speeds and rates of a wrong unit. */
#include "world/check.h"

#include <string.h>

#include "base/mem.h"
#include "geo/sphere.h"
#include "net/words.h"

static const char *
place_id(const zi_checking *c, zhol_ref place)
{
    return zhol_world_text(
        c->w, ((const zhol_place *) zi_world_row(c->w, ZI_TABLE_PLACES, place))->id);
}

/* Memberships that have not ended by then are the ones still in force. */
enum { LAST_DAY = 99991231 };

static bool
is_side(const zi_checking *c, zhol_ref place, zhol_scope scope)
{
    return scope.kind != ZHOL_SCOPE_KIND
           && zhol_world_is_in(c->w, place, scope, LAST_DAY);
}

/* Does a row of procedures name this crossing, by place, economy or group? Rows of `*` on
 * both sides are the general ones. */
static bool
has_own_border_row(const zi_checking *c, const zhol_link *l)
{
    uint32_t n;
    const zhol_procedure *rows = zhol_world_procedures(c->w, &n);
    bool has = false;

    for (uint32_t i = 0; i < n && !has; i++) {
        const zhol_procedure *p = &rows[i];
        has = p->what == ZHOL_WHAT_BORDER
              && (p->at.kind != ZHOL_SCOPE_EVERYWHERE
                  || p->other.kind != ZHOL_SCOPE_EVERYWHERE)
              && (p->mode == ZHOL_MODE_ANY || p->mode == l->mode)
              && zi_is_whole(c, ZI_TABLE_PROCEDURES, i)
              && ((is_side(c, l->from, p->at) && is_side(c, l->to, p->other))
                  || (is_side(c, l->to, p->at) && is_side(c, l->from, p->other)));
    }
    return has;
}

static bool
is_border_place(const zhol_place *p)
{
    return p->kind == ZHOL_PLACE_RAIL_BORDER || p->kind == ZHOL_PLACE_ROAD_BORDER;
}

static void
doubt_crossing(const zi_checking *c, const zhol_link *l)
{
    const zhol_place *from = zi_world_row(c->w, ZI_TABLE_PLACES, l->from);
    const zhol_place *to = zi_world_row(c->w, ZI_TABLE_PLACES, l->to);

    if ((l->mode == ZHOL_MODE_RAIL || l->mode == ZHOL_MODE_ROAD)
        && from->economy != ZHOL_NO_ROW && to->economy != ZHOL_NO_ROW
        && from->economy != to->economy && !is_border_place(from) && !is_border_place(to)
        && !has_own_border_row(c, l)) {
        const zhol_economy *rows = zhol_world_economies(c->w, &(uint32_t){ 0 });
        zi_doubt(c->problems, zi_spot_of(ZI_TABLE_LINKS, l),
            "'%s' leads from %s to %s, but neither '%s' nor '%s' is a border place and "
            "no "
            "row of procedures names their border",
            zhol_world_text(c->w, l->id), zhol_world_text(c->w, rows[from->economy].iso3),
            zhol_world_text(c->w, rows[to->economy].iso3), place_id(c, l->from),
            place_id(c, l->to));
    }
}

/* A place entered twice: two of one name, or a port beside its city, this near. Those of
 * one kind are compared in check_doubts.c, whatever their names. */
static const double near_km = 3, near_degrees_lat = 0.03;

static bool
are_linked(const zi_checking *c, zhol_ref a, zhol_ref b)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(c->w, &n);
    uint32_t i = 0;

    while (i < n
           && !((links[i].from == a && links[i].to == b)
                || (links[i].from == b && links[i].to == a))) {
        i++;
    }
    return i < n;
}

static bool
is_port(const zhol_place *p)
{
    return p->kind == ZHOL_PLACE_SEAPORT || p->kind == ZHOL_PLACE_RIVER_PORT;
}

static bool
may_be_one(const zhol_place *a, const zhol_place *b)
{
    const bool has_name = a->name_en != 0 && a->name_en == b->name_en;

    return a->kind != b->kind && a->economy == b->economy
           && (has_name || (is_port(a) && b->kind == ZHOL_PLACE_CITY)
               || (is_port(b) && a->kind == ZHOL_PLACE_CITY));
}

static zhol_status
doubt_neighbours(const zi_checking *c, zhol_error *err)
{
    const uint32_t columns = 1u << zi_schema_column(zi_schema_of(ZI_TABLE_PLACES), "lat");
    uint32_t n, *order = NULL;
    const zhol_place *places = zhol_world_places(c->w, &n);
    const zhol_status status = zi_rows_by(c, ZI_TABLE_PLACES, columns, &order, err);

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const zhol_place *a = &places[order[i]];
        for (uint32_t j = i + 1; j < n; j++) {
            const zhol_place *b = &places[order[j]];
            if (b->lat - a->lat > near_degrees_lat) {
                break;
            }
            if (!may_be_one(a, b) || !zi_is_whole(c, ZI_TABLE_PLACES, order[i])
                || !zi_is_whole(c, ZI_TABLE_PLACES, order[j])) {
                continue;
            }
            const double km = zi_geo_distance_km(a->lon, a->lat, b->lon, b->lat);
            if (km < near_km && !are_linked(c, order[i], order[j])) {
                zi_doubt(c->problems, zi_spot_of(ZI_TABLE_PLACES, b),
                    "'%s' (%s) and '%s' (%s) are %.1f km apart and no link joins them",
                    zhol_world_text(c->w, b->id), zi_place_kind_words[b->kind],
                    zhol_world_text(c->w, a->id), zi_place_kind_words[a->kind], km);
            }
        }
    }
    zi_free(order);
    return status;
}

/* Outside of these a number has a wrong unit or digit (km a day for km an hour, knots, a
 * price of the whole way for one of a kilometre); inside it may still be wrong. They are
 * a rule of this check alone, about a third of the least and three times the most that
 * the tables hold, rounded, and no row is computed from them. */
typedef struct limits {
    double min_km_h, max_km_h;
    double min_per_km, max_per_km; /* USD of a container, wagon or truck */
} limits;

static const limits plausible[ZHOL_N_MODES] = {
    [ZHOL_MODE_RAIL] = { 4, 80, 0.05, 8 },
    [ZHOL_MODE_ROAD] = { 10, 100, 0.3, 15 },
    [ZHOL_MODE_SEA] = { 8, 50, 0.003, 4 },
    [ZHOL_MODE_INLAND_WATER] = { 3, 30, 0.05, 4 },
    [ZHOL_MODE_RAIL_FERRY] = { 8, 60, 0.1, 8 },
    [ZHOL_MODE_ROAD_FERRY] = { 8, 60, 0.1, 8 },
    [ZHOL_MODE_AIR] = { 400, 1000, 0.5, 50 },
    [ZHOL_MODE_PIPELINE] = { 1, 20, 0.02, 4 },
};

/* A container, wagon or truck holds 10 to 70 t: a tonne's share of their prices. */
static const double least_share = 1.0 / 70, most_share = 1.0 / 10;

static void
doubt_speed(const zi_checking *c, const zhol_speed *s)
{
    const limits *l = &plausible[s->mode];
    const double km_h = s->is_per_day ? s->speed / 24 : s->speed;

    if (l->max_km_h > 0 && (km_h < l->min_km_h || km_h > l->max_km_h)) {
        zi_doubt(c->problems, zi_spot_of(ZI_TABLE_SPEEDS, s),
            "%.10g %s is %.1f km/h: by %s %g to %g km/h are expected", s->speed,
            s->is_per_day ? "km_day" : "km_h", km_h, zi_mode_words[s->mode], l->min_km_h,
            l->max_km_h);
    }
}

static void
doubt_rate(const zi_checking *c, const zhol_rate *r)
{
    const limits *l = &plausible[r->mode];
    const char *currency = zhol_world_text(c->w, r->currency);
    const bool is_of_t = r->unit == ZHOL_UNIT_T;
    const double min = l->min_per_km * (is_of_t ? least_share : 1);
    const double max = l->max_per_km * (is_of_t ? most_share : 1);

    /* Other currencies are not converted here; a euro is near enough to a dollar. */
    if (l->max_per_km > 0 && r->per_km > 0
        && (strcmp(currency, "USD") == 0 || strcmp(currency, "EUR") == 0)
        && (r->per_km < min || r->per_km > max)) {
        zi_doubt(c->problems, zi_spot_of(ZI_TABLE_RATES, r),
            "'%s': %.10g %s a km of one %s: by %s %.2g to %.2g are expected",
            zhol_world_text(c->w, r->id), r->per_km, currency, zhol_unit_word(r->unit),
            zi_mode_words[r->mode], min, max);
    }
}

zhol_status
zi_check_plausible(const zi_checking *c, zhol_error *err)
{
    uint32_t n_links, n_speeds, n_rates;
    const zhol_link *links = zhol_world_links(c->w, &n_links);
    const zhol_speed *speeds = zhol_world_speeds(c->w, &n_speeds);
    const zhol_rate *rates = zhol_world_rates(c->w, &n_rates);

    for (uint32_t i = 0; i < n_links; i++) {
        if (zi_is_whole(c, ZI_TABLE_LINKS, i)
            && zi_is_whole(c, ZI_TABLE_PLACES, links[i].from)
            && zi_is_whole(c, ZI_TABLE_PLACES, links[i].to)) {
            doubt_crossing(c, &links[i]);
        }
    }
    for (uint32_t i = 0; i < n_speeds; i++) {
        if (zi_is_whole(c, ZI_TABLE_SPEEDS, i)) {
            doubt_speed(c, &speeds[i]);
        }
    }
    for (uint32_t i = 0; i < n_rates; i++) {
        if (zi_is_whole(c, ZI_TABLE_RATES, i)) {
            doubt_rate(c, &rates[i]);
        }
    }
    return doubt_neighbours(c, err);
}
