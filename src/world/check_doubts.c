/* SPDX-License-Identifier: Apache-2.0 */
/* What is probably a mistake, but need not be one. */
#include "world/check.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "geo/sphere.h"
#include "net/words.h"

/* Two places of one kind and economy within this distance are probably one. (The two
 * sides of a border are two.) */
static const double near_km = 3, near_degrees_lat = 0.03;

/* From here on a link's detour can be judged; shorter ones are all bends. */
static const double judged_from_km = 50;

/* Lengths of links above this multiple of the geodesic are doubted. 19 measured railway
 * lines are between 1.04 and 1.36; rivers and mountain roads wind more. */
static const double max_detour[ZHOL_N_MODES] = {
    [ZHOL_MODE_RAIL] = 1.9,
    [ZHOL_MODE_ROAD] = 1.9,
    [ZHOL_MODE_SEA] = 1.9,
    [ZHOL_MODE_INLAND_WATER] = 2.5,
    [ZHOL_MODE_RAIL_FERRY] = 1.7,
    [ZHOL_MODE_ROAD_FERRY] = 1.7,
    [ZHOL_MODE_AIR] = 1.3,
    [ZHOL_MODE_PIPELINE] = 1.9,
};

static const char *
id_of(const zi_checking *c, zhol_ref place)
{
    return zhol_world_text(
        c->w, ((const zhol_place *) zi_world_row(c->w, ZI_TABLE_PLACES, place))->id);
}

static bool
has_whole_ends(const zi_checking *c, uint32_t row, const zhol_link *l)
{
    return zi_is_whole(c, ZI_TABLE_LINKS, row) && zi_is_whole(c, ZI_TABLE_PLACES, l->from)
           && zi_is_whole(c, ZI_TABLE_PLACES, l->to);
}

static void
doubt_link(const zi_checking *c, const zhol_link *l)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_LINKS, l);
    const zhol_place *from = zi_world_row(c->w, ZI_TABLE_PLACES, l->from);
    const zhol_place *to = zi_world_row(c->w, ZI_TABLE_PLACES, l->to);
    const char *id = zhol_world_text(c->w, l->id);
    const double geodesic_km = zi_geo_distance_km(from->lon, from->lat, to->lon, to->lat);

    if (geodesic_km >= judged_from_km
        && l->length_km > max_detour[l->mode] * geodesic_km) {
        zi_doubt(c->problems, spot,
            "'%s': %.10g km is %.1f times the %.0f km between its ends", id, l->length_km,
            l->length_km / geodesic_km, geodesic_km);
    }
    for (int end = 0; end < 2 && l->mode == ZHOL_MODE_SEA; end++) {
        const zhol_place *p = end == 0 ? from : to;
        if (p->kind != ZHOL_PLACE_SEAPORT && p->kind != ZHOL_PLACE_SEA_WAYPOINT
            && p->kind != ZHOL_PLACE_RIVER_PORT) {
            zi_doubt(c->problems, spot, "'%s' is sea, but its end '%s' is a %s", id,
                zhol_world_text(c->w, p->id), zi_place_kind_words[p->kind]);
        }
    }
}

static void
doubt_place(const zi_checking *c, const zhol_place *p)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_PLACES, p);
    const char *id = zhol_world_text(c->w, p->id);
    const char *unlocode = zhol_world_text(c->w, p->unlocode);
    const zhol_economy *e = p->economy == ZHOL_NO_ROW
                                ? NULL
                                : zi_world_row(c->w, ZI_TABLE_ECONOMIES, p->economy);

    if (p->kind == ZHOL_PLACE_SEAPORT && p->ocean == ZHOL_OCEAN_NONE) {
        zi_doubt(c->problems, spot, "'%s' is a seaport without an ocean", id);
    }
    if (e && unlocode[0] != '\0'
        && strncmp(unlocode, zhol_world_text(c->w, e->iso2), 2) != 0) {
        zi_doubt(c->problems, spot, "'%s' lies in %s, but its unlocode is %s", id,
            zhol_world_text(c->w, e->iso2), unlocode);
    }
}

/* Pairs of places: by latitude, so that only neighbours are compared. */
static zhol_status
doubt_pairs(const zi_checking *c, zhol_error *err)
{
    const uint32_t columns = 1u << zi_schema_column(zi_schema_of(ZI_TABLE_PLACES), "lat");
    uint32_t n, *order = NULL;
    const zhol_place *places = zhol_world_places(c->w, &n);
    const zhol_status status = zi_rows_by(c, ZI_TABLE_PLACES, columns, &order, err);

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const zhol_place *a = &places[order[i]];
        uint32_t n_near = 0;
        for (uint32_t j = i + 1; j < n && n_near < 10; j++) {
            const zhol_place *b = &places[order[j]];
            if (b->lat - a->lat > near_degrees_lat) {
                break;
            }
            /* A narrow strait may bend twice within 3 km. */
            if (a->kind == b->kind && a->kind != ZHOL_PLACE_SEA_WAYPOINT
                && a->economy == b->economy && zi_is_whole(c, ZI_TABLE_PLACES, order[i])
                && zi_is_whole(c, ZI_TABLE_PLACES, order[j])
                && zi_geo_distance_km(a->lon, a->lat, b->lon, b->lat) < near_km) {
                n_near++;
                zi_doubt(c->problems, zi_spot_of(ZI_TABLE_PLACES, b),
                    "'%s' and '%s' are both %s and %.1f km apart: are they one?",
                    zhol_world_text(c->w, b->id), zhol_world_text(c->w, a->id),
                    zi_place_kind_words[b->kind],
                    zi_geo_distance_km(a->lon, a->lat, b->lon, b->lat));
            }
        }
    }
    zi_free(order);
    return status;
}

/* Union-find by halving paths: the smallest number of a piece is its root. */
static uint32_t
root_of(uint32_t *parent, uint32_t v)
{
    while (parent[v] != v) {
        parent[v] = parent[parent[v]];
        v = parent[v];
    }
    return v;
}

static void
join_ends(const zi_checking *c, uint32_t *parent, bool *has_link)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_link *l = &links[i];
        if (l->from == ZHOL_NO_ROW || l->to == ZHOL_NO_ROW) {
            continue;
        }
        has_link[l->from] = has_link[l->to] = true;
        const uint32_t a = root_of(parent, l->from), b = root_of(parent, l->to);
        parent[a > b ? a : b] = a > b ? b : a;
    }
}

static void
report_pieces(
    const zi_checking *c, uint32_t *parent, const bool *has_link, uint32_t *size)
{
    uint32_t n, largest = 0;
    const zhol_place *places = zhol_world_places(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        size[root_of(parent, i)]++;
    }
    for (uint32_t i = 0; i < n; i++) {
        largest = size[i] > size[largest] ? i : largest;
    }
    for (uint32_t i = 0; i < n; i++) {
        const zi_spot spot = zi_spot_of(ZI_TABLE_PLACES, &places[i]);
        if (!has_link[i] && zi_is_whole(c, ZI_TABLE_PLACES, i)) {
            zi_doubt(c->problems, spot, "no link leads to '%s'", id_of(c, i));
        } else if (size[i] > 1 && i != largest) {
            zi_doubt(c->problems, spot,
                "'%s' and %u more, linked with it, are apart from the rest", id_of(c, i),
                (unsigned) size[i] - 1);
        }
    }
}

static zhol_status
doubt_pieces(const zi_checking *c, zhol_error *err)
{
    const uint32_t n = c->w->section[ZI_TABLE_PLACES].n;
    uint32_t *parent = ZI_NEW(uint32_t, n), *size = ZI_NEW(uint32_t, n);
    bool *has_link = ZI_NEW(bool, n);
    zhol_status status = ZHOL_OK;

    if (!parent || !size || !has_link) {
        status = zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
        goto out;
    }
    for (uint32_t i = 0; i < n; i++) {
        parent[i] = i;
    }
    join_ends(c, parent, has_link);
    if (n > 0 && !c->draft->table[ZI_TABLE_LINKS].is_cut) {
        report_pieces(c, parent, has_link, size);
    }

out:
    zi_free(parent);
    zi_free(size);
    zi_free(has_link);
    return status;
}

/* Where gauges meet, something must change them: there or at the other end of a rail
 * link (of a border, one side is enough). */
typedef struct gauge_meeting {
    uint32_t gauge_mm; /**< of the first rail link; 0: there is none */
    bool has_two, has_offer, has_near_offer;
} gauge_meeting;

static void
note_gauge(gauge_meeting *m, uint32_t gauge_mm)
{
    if (m->gauge_mm == 0) {
        m->gauge_mm = gauge_mm;
    }
    m->has_two = m->has_two || m->gauge_mm != gauge_mm;
}

static void
note_offers(const zi_checking *c, gauge_meeting *meetings)
{
    uint32_t n;
    const zhol_procedure *procedures = zhol_world_procedures(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_procedure *p = &procedures[i];
        if (p->gauge_from_mm != 0 && p->at.kind == ZHOL_SCOPE_PLACE
            && p->at.ref != ZHOL_NO_ROW) {
            meetings[p->at.ref].has_offer = true;
        }
    }
}

static void
note_links(const zi_checking *c, gauge_meeting *meetings)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_link *l = &links[i];
        if (l->from == ZHOL_NO_ROW || l->to == ZHOL_NO_ROW || l->gauge_mm == 0) {
            continue;
        }
        note_gauge(&meetings[l->from], l->gauge_mm);
        note_gauge(&meetings[l->to], l->gauge_mm);
        meetings[l->from].has_near_offer |= meetings[l->to].has_offer;
        meetings[l->to].has_near_offer |= meetings[l->from].has_offer;
    }
}

static zhol_status
doubt_gauges(const zi_checking *c, zhol_error *err)
{
    uint32_t n;
    const zhol_place *places = zhol_world_places(c->w, &n);
    gauge_meeting *meetings = ZI_NEW(gauge_meeting, n);

    if (!meetings) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    note_offers(c, meetings);
    note_links(c, meetings);
    for (uint32_t i = 0; i < n; i++) {
        if (meetings[i].has_two && !meetings[i].has_offer
            && !meetings[i].has_near_offer) {
            zi_doubt(c->problems, zi_spot_of(ZI_TABLE_PLACES, &places[i]),
                "two gauges meet at '%s', but no procedure changes them there",
                id_of(c, i));
        }
    }
    zi_free(meetings);
    return ZHOL_OK;
}

static void
mark_sources(const zi_checking *c, zhol_text list, bool *is_used)
{
    const char *item = zhol_world_text(c->w, list);

    while (item && *item != '\0') {
        const char *end = strchr(item, ';');
        const size_t length = end ? (size_t) (end - item) : strlen(item);
        char key[ZI_SHOWN] = "";
        memcpy(key, item, length < sizeof key ? length : sizeof key - 1);
        const zhol_ref row = zi_world_row_by_key(c->w, ZI_TABLE_SOURCES, key);
        if (row != ZHOL_NO_ROW) {
            is_used[row] = true;
        }
        item = end ? end + 1 : NULL;
    }
}

static zhol_status
doubt_sources(const zi_checking *c, zhol_error *err)
{
    uint32_t n;
    const zhol_source *sources = zhol_world_sources(c->w, &n);
    bool *is_used = ZI_NEW(bool, n);

    if (!is_used) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        const zi_schema *s = zi_schema_of(t);
        const uint32_t column = zi_schema_column(s, "source");
        for (uint32_t i = 0; column < s->n_columns && i < c->w->section[t].n; i++) {
            mark_sources(
                c, zi_u32_of(zi_world_row(c->w, t, i), s->columns[column].at), is_used);
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        const zi_spot spot = zi_spot_of(ZI_TABLE_SOURCES, &sources[i]);
        if (!is_used[i] && spot.line > 0 && zi_is_whole(c, ZI_TABLE_SOURCES, i)) {
            zi_doubt(c->problems, spot, "no row uses the source '%s'",
                zhol_world_text(c->w, sources[i].key));
        }
    }
    zi_free(is_used);
    return ZHOL_OK;
}

/* Codes by which places are found should lead to one place. */
static zhol_status
doubt_unlocodes(const zi_checking *c, zhol_error *err)
{
    const uint32_t columns =
        1u << zi_schema_column(zi_schema_of(ZI_TABLE_PLACES), "unlocode");
    uint32_t n, *order = NULL;
    const zhol_place *places = zhol_world_places(c->w, &n);
    const zhol_status status = zi_rows_by(c, ZI_TABLE_PLACES, columns, &order, err);

    for (uint32_t i = 1; i < n && status == ZHOL_OK; i++) {
        const zhol_place *a = &places[order[i - 1]], *b = &places[order[i]];
        if (b->unlocode != 0 && a->unlocode == b->unlocode) {
            zi_doubt(c->problems, zi_spot_of(ZI_TABLE_PLACES, b),
                "'%s' has the unlocode %s of '%s'", zhol_world_text(c->w, b->id),
                zhol_world_text(c->w, b->unlocode), zhol_world_text(c->w, a->id));
        }
    }
    zi_free(order);
    return status;
}

zhol_status
zi_check_doubts(const zi_checking *c, zhol_error *err)
{
    uint32_t n_places, n_links;
    const zhol_place *places = zhol_world_places(c->w, &n_places);
    const zhol_link *links = zhol_world_links(c->w, &n_links);
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n_places; i++) {
        if (zi_is_whole(c, ZI_TABLE_PLACES, i)) {
            doubt_place(c, &places[i]);
        }
    }
    for (uint32_t i = 0; i < n_links; i++) {
        if (has_whole_ends(c, i, &links[i])) {
            doubt_link(c, &links[i]);
        }
    }
    if ((status = doubt_pairs(c, err)) == ZHOL_OK
        && (status = doubt_unlocodes(c, err)) == ZHOL_OK
        && (status = doubt_pieces(c, err)) == ZHOL_OK
        && (status = doubt_gauges(c, err)) == ZHOL_OK) {
        status = doubt_sources(c, err);
    }
    return status;
}
