/* SPDX-License-Identifier: Apache-2.0 */
#include "route/ends.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "geo/sphere.h"

static bool
is_on_sphere(double lon, double lat)
{
    return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;
}

/* "76.95,43.24", a space after the comma allowed */
static bool
read_point(const char *text, zhol_end *out)
{
    const char *comma = strchr(text, ',');

    if (!comma || !zi_number_read(text, (size_t) (comma - text), &out->lon)) {
        return false;
    }
    const char *lat = comma + 1 + strspn(comma + 1, " ");
    return zi_number_read(lat, strlen(lat), &out->lat);
}

zhol_status
zhol_end_read(const zhol_world *w, const char *text, zhol_end *out, zhol_error *err)
{
    zhol_status status;

    *out = (zhol_end){ .place = ZHOL_NO_ROW };
    if (read_point(text, out)) {
        return is_on_sphere(out->lon, out->lat)
                   ? ZHOL_OK
                   : zi_fail(err, ZHOL_USAGE,
                       "'%.60s': longitude first, -180 to 180, then latitude, -90 to 90",
                       text);
    }
    status = zhol_world_find_place(w, text, &out->place, err);
    if (status == ZHOL_OK) {
        uint32_t n;
        const zhol_place *p = &zhol_world_places(w, &n)[out->place];
        out->lon = p->lon;
        out->lat = p->lat;
    }
    return status;
}

zhol_ref
zhol_end_economy(const zhol_world *w, const zhol_end *end)
{
    uint32_t n;
    const zhol_place *places = zhol_world_places(w, &n);
    zhol_ref nearest = ZHOL_NO_ROW;
    double nearest_km = 0;

    if (end->place < n) {
        return places[end->place].economy;
    }
    for (uint32_t i = 0; i < n; i++) {
        const zhol_place *p = &places[i];
        if (p->economy == ZHOL_NO_ROW) {
            continue;
        }
        const double km = zi_geo_distance_km(end->lon, end->lat, p->lon, p->lat);
        if (nearest == ZHOL_NO_ROW || km < nearest_km) {
            nearest = p->economy;
            nearest_km = km;
        }
    }
    return nearest;
}

/* Keeps the nearest first; of equally near ones the smaller row. */
static void
add_gate(zi_ends *ends, zhol_ref place, double km)
{
    uint32_t i = ends->n_gates;

    while (i > 0 && ends->km[i - 1] > km) {
        i--;
    }
    if (i == ZI_MAX_GATES) {
        return;
    }
    if (ends->n_gates < ZI_MAX_GATES) {
        ends->n_gates++;
    }
    for (uint32_t k = ends->n_gates - 1; k > i; k--) {
        ends->gate[k] = ends->gate[k - 1];
        ends->km[k] = ends->km[k - 1];
    }
    ends->gate[i] = place;
    ends->km[i] = km;
}

zhol_status
zi_ends_find(const zi_book *b, const zhol_end *end, zi_ends *out, zhol_error *err)
{
    const double max_km = zi_book_parameter(b, ZI_PARAM_ACCESS_MAX_KM);

    *out = (zi_ends){ .end = *end, .nearest = ZHOL_NO_ROW };
    if (end->place != ZHOL_NO_ROW) {
        if (end->place >= b->n_places) {
            return zi_fail(err, ZHOL_USAGE, "the world has no place %u", end->place);
        }
        const zhol_place *p = &b->places[end->place];
        if (p->kind == ZHOL_PLACE_SEA_WAYPOINT) {
            return zi_fail(err, ZHOL_USAGE,
                "'%s' is a point at sea: nothing starts or ends there",
                zhol_world_text(b->world, p->id));
        }
        out->end.lon = p->lon;
        out->end.lat = p->lat;
        add_gate(out, end->place, 0);
        return ZHOL_OK;
    }
    if (!is_on_sphere(end->lon, end->lat)) {
        return zi_fail(err, ZHOL_USAGE, "(%g, %g) is not a longitude and a latitude",
            end->lon, end->lat);
    }
    for (uint32_t i = 0; i < b->n_places; i++) {
        const zhol_place *p = &b->places[i];
        if (p->kind == ZHOL_PLACE_SEA_WAYPOINT) {
            continue;
        }
        const double km = zi_geo_distance_km(end->lon, end->lat, p->lon, p->lat);
        if (out->nearest == ZHOL_NO_ROW || km < out->nearest_km) {
            out->nearest = i;
            out->nearest_km = km;
        }
        if (km <= max_km) {
            add_gate(out, i, km);
        }
    }
    return ZHOL_OK;
}

void
zi_ends_tell(const zi_book *b, const zhol_end *end, zi_buffer *text)
{
    if (end->place == ZHOL_NO_ROW) {
        zi_buffer_format(text, "(%.2f, %.2f)", end->lon, end->lat);
    } else {
        zi_buffer_text(text, zhol_world_text(b->world, b->places[end->place].name_en));
    }
}
