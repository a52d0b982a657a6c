/* SPDX-License-Identifier: Apache-2.0 */
#include "report/world_sums.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/figures.h"

enum { MAX_OF_TRUNK = 8 };

static const char *const trunk_words[ZI_N_TRUNKS] = { "trunk railways China-Europe",
    "trunk railways Trans-Caspian" };
static const char *const trunk_of[ZI_N_TRUNKS][MAX_OF_TRUNK] = {
    { "CHN", "KAZ", "MNG", "RUS", "BLR", "POL", "DEU" },
    { "KAZ", "AZE", "GEO", "TUR" },
};

const char *
zi_world_sums_word(uint32_t km_of)
{
    return km_of < ZHOL_N_MODES ? zhol_mode_word(km_of)
                                : trunk_words[km_of - ZHOL_N_MODES];
}

static void
add_km(zi_km_sum *sum, const zhol_link *link)
{
    sum->n_links++;
    sum->km += link->length_km;
    sum->km_of_grade[link->origin.grade] += link->length_km;
}

static bool
is_of_trunk(const zhol_world *w, const zhol_place *place, uint32_t trunk)
{
    if (place->economy == ZHOL_NO_ROW) {
        return false;
    }
    const char *iso3 =
        zhol_world_text(w, zhol_world_economies(w, NULL)[place->economy].iso3);
    for (uint32_t i = 0; i < MAX_OF_TRUNK && trunk_of[trunk][i]; i++) {
        if (strcmp(iso3, trunk_of[trunk][i]) == 0) {
            return true;
        }
    }
    return false;
}

static void
add_gauge(zi_world_sums *s, const zhol_link *link)
{
    uint32_t i = 0;

    while (i < s->n_gauges && s->gauge[i].gauge_mm < link->gauge_mm) {
        i++;
    }
    if (i == s->n_gauges || s->gauge[i].gauge_mm != link->gauge_mm) {
        if (s->n_gauges == ZI_MAX_GAUGES) {
            return;
        }
        memmove(&s->gauge[i + 1], &s->gauge[i], (s->n_gauges - i) * sizeof s->gauge[0]);
        s->gauge[i] = (zi_gauge_sum){ .gauge_mm = link->gauge_mm };
        s->n_gauges++;
    }
    s->gauge[i].n_links++;
    s->gauge[i].km += link->length_km;
}

static void
add_link(const zhol_world *w, zi_world_sums *s, const zhol_link *link)
{
    const zhol_place *places = zhol_world_places(w, NULL);
    const zhol_place *from = &places[link->from], *to = &places[link->to];
    const bool is_rail = link->mode == ZHOL_MODE_RAIL;

    add_km(&s->km[link->mode], link);
    s->n_border_links +=
        (is_rail || link->mode == ZHOL_MODE_ROAD) && from->economy != to->economy;
    if (is_rail) {
        add_gauge(s, link);
    }
    for (uint32_t t = 0; t < ZI_N_TRUNKS; t++) {
        const bool is_trunk = is_rail && link->line_class == ZHOL_LINE_TRUNK;
        const bool is_ferry = t == 1 && link->mode == ZHOL_MODE_RAIL_FERRY;
        if ((is_trunk || is_ferry) && is_of_trunk(w, from, t) && is_of_trunk(w, to, t)) {
            add_km(&s->km[ZHOL_N_MODES + t], link);
        }
    }
}

static void
add_place(zi_world_sums *s, const zhol_place *place)
{
    const bool is_land = place->kind != ZHOL_PLACE_SEA_WAYPOINT;

    s->n_places[place->kind]++;
    s->n_local += is_land && place->name_local;
    s->n_four += is_land && place->name_local && place->name_kk && place->name_ru
                 && place->name_zh;
}

/* Marks the economies with a place that a link leads to. */
static void
mark_reached(const zhol_world *w, uint8_t *is_reached)
{
    uint32_t n = 0;
    const zhol_link *links = zhol_world_links(w, &n);
    const zhol_place *places = zhol_world_places(w, NULL);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_ref ends[2] = { places[links[i].from].economy,
            places[links[i].to].economy };
        for (uint32_t e = 0; e < 2; e++) {
            if (ends[e] != ZHOL_NO_ROW) {
                is_reached[ends[e]] = 1;
            }
        }
    }
}

static zhol_status
add_economies(const zhol_world *w, zi_world_sums *s, zhol_error *err)
{
    zi_series people;

    (void) zhol_world_economies(w, &s->n_economies);
    uint8_t *is_reached = ZI_NEW(uint8_t, (size_t) s->n_economies + 1);
    if (!is_reached) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the economies");
    }
    mark_reached(w, is_reached);
    const zhol_status status =
        zi_series_choose(w, "population", zhol_world_data_year(w), &people, err);
    for (uint32_t i = 0; i < s->n_economies; i++) {
        s->n_reached += is_reached[i];
        if (status == ZHOL_OK && !is_reached[i] && people.value[i] > 1e6
            && s->n_missing < ZI_MAX_MISSING) {
            s->missing[s->n_missing++] = i;
        }
    }
    if (status == ZHOL_OK) {
        zi_series_free(&people);
    }
    zi_free(is_reached);
    return status == ZHOL_NONE ? ZHOL_OK : status; /* a world without figures */
}

zhol_status
zi_world_sums_of(const zhol_world *w, zi_world_sums *out, zhol_error *err)
{
    uint32_t n_links = 0, n_places = 0;
    const zhol_link *links = zhol_world_links(w, &n_links);
    const zhol_place *places = zhol_world_places(w, &n_places);

    *out = (zi_world_sums){ .n_places = { 0 } };
    for (uint32_t i = 0; i < n_links; i++) {
        add_link(w, out, &links[i]);
    }
    for (uint32_t i = 0; i < n_places; i++) {
        add_place(out, &places[i]);
    }
    return add_economies(w, out, err);
}
