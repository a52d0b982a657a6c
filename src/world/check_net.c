/* SPDX-License-Identifier: Apache-2.0 */
/* Places, links, passes, memberships and statuses: what must hold. */
#include "world/check.h"

#include "base/mem.h"
#include "geo/sphere.h"
#include "net/words.h"

static void
check_place(const zi_checking *c, const zhol_place *p)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_PLACES, p);
    const char *id = zhol_world_text(c->w, p->id);
    const bool is_waypoint = p->kind == ZHOL_PLACE_SEA_WAYPOINT;

    if (is_waypoint != (p->economy == ZHOL_NO_ROW)) {
        zi_problem(c->problems, spot,
            is_waypoint ? "'%s' has an iso3, but a sea_waypoint lies in no economy"
                        : "'%s' has no iso3: only a sea_waypoint may leave it empty",
            id);
    }
    if (p->ocean != ZHOL_OCEAN_NONE && !is_waypoint && p->kind != ZHOL_PLACE_SEAPORT) {
        zi_problem(c->problems, spot,
            "'%s' is a %s with an ocean: only a seaport or a sea_waypoint has one", id,
            zi_place_kind_words[p->kind]);
    }
}

/* Does a link of this mode need an economy at both ends? */
static bool
is_on_land(uint32_t mode)
{
    return mode == ZHOL_MODE_RAIL || mode == ZHOL_MODE_ROAD
           || mode == ZHOL_MODE_INLAND_WATER;
}

static void
check_link_kind(const zi_checking *c, const zhol_link *l)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_LINKS, l);
    const char *id = zhol_world_text(c->w, l->id), *mode = zi_mode_words[l->mode];
    const bool has_rails = l->mode == ZHOL_MODE_RAIL || l->mode == ZHOL_MODE_RAIL_FERRY;

    if (has_rails && l->gauge_mm == 0) {
        zi_problem(c->problems, spot, "'%s' is %s without a gauge_mm: must be one of %s",
            id, mode, zi_gauges_text);
    }
    if (!has_rails && l->gauge_mm != 0) {
        zi_problem(c->problems, spot, "'%s' is %s with gauge_mm %u: leave it empty", id,
            mode, (unsigned) l->gauge_mm);
    }
    if (!zi_line_class_fits(l->mode, l->line_class)) {
        zi_problem(c->problems, spot, "'%s': there is no line_class '%s' of mode %s", id,
            zi_line_class_words[l->line_class], mode);
    }
    if (l->open_year != 0 && l->close_year != 0 && l->open_year >= l->close_year) {
        zi_problem(c->problems, spot, "'%s': open_year %u must be before close_year %u",
            id, (unsigned) l->open_year, (unsigned) l->close_year);
    }
}

/* A stated length may be a little less than the geodesic: coordinates are rounded to 0.01
 * degree, about 1 km at each end. */
static void
check_link_ends(const zi_checking *c, const zhol_link *l)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_LINKS, l);
    const char *id = zhol_world_text(c->w, l->id);
    const zhol_place *from = zi_world_row(c->w, ZI_TABLE_PLACES, l->from);
    const zhol_place *to = zi_world_row(c->w, ZI_TABLE_PLACES, l->to);
    const zhol_place *at_sea = from->kind == ZHOL_PLACE_SEA_WAYPOINT ? from : to;
    const double geodesic_km = zi_geo_distance_km(from->lon, from->lat, to->lon, to->lat);
    const double least_km = 0.98 * geodesic_km - 2;

    if (l->from == l->to) {
        zi_problem(c->problems, spot, "'%s' leads from '%s' to itself", id,
            zhol_world_text(c->w, from->id));
    }
    if (is_on_land(l->mode) && at_sea->kind == ZHOL_PLACE_SEA_WAYPOINT) {
        zi_problem(c->problems, spot, "'%s' is %s, but its end '%s' lies in no economy",
            id, zi_mode_words[l->mode], zhol_world_text(c->w, at_sea->id));
    }
    if (l->length_km < least_km) {
        zi_problem(c->problems, spot,
            "'%s': length_km %.10g is too short: its ends are %.1f km apart, so at least "
            "%.1f km, or a coordinate is wrong",
            id, l->length_km, geodesic_km, least_km);
    }
}

static void
check_links(const zi_checking *c)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (!zi_is_whole(c, ZI_TABLE_LINKS, i)) {
            continue;
        }
        check_link_kind(c, &links[i]);
        if (zi_is_whole(c, ZI_TABLE_PLACES, links[i].from)
            && zi_is_whole(c, ZI_TABLE_PLACES, links[i].to)) {
            check_link_ends(c, &links[i]);
        }
    }
}

/* What is restricted is open, and its note is told: there must be one. */
static void
check_restriction(const zi_checking *c, const zhol_status_row *row, uint32_t i)
{
    const bool is_restricted = row->state == ZHOL_STATE_RESTRICTED;

    if (!zi_is_whole(c, ZI_TABLE_STATUS, i)) {
        return;
    }
    if (row->what == ZHOL_STATUS_OF_ECONOMY && !is_restricted) {
        zi_problem(c->problems, zi_spot_of(ZI_TABLE_STATUS, row),
            "an economy can only be 'restricted'; close its links or places");
    }
    if (is_restricted && !zhol_world_text(c->w, row->note)[0]) {
        zi_problem(c->problems, zi_spot_of(ZI_TABLE_STATUS, row),
            "'restricted' needs a note that says what to know");
    }
}

static void
check_passes_and_statuses(const zi_checking *c)
{
    uint32_t n_passes, n_statuses;
    const zhol_pass *passes = zhol_world_passes(c->w, &n_passes);
    const zhol_status_row *statuses = zhol_world_statuses(c->w, &n_statuses);

    for (uint32_t i = 0; i < n_passes; i++) {
        if ((passes[i].season_from == 0) != (passes[i].season_to == 0)
            && zi_is_whole(c, ZI_TABLE_PASSES, i)) {
            zi_problem(c->problems, zi_spot_of(ZI_TABLE_PASSES, &passes[i]),
                "'%s': season_from and season_to must both stand, or neither",
                zhol_world_text(c->w, passes[i].id));
        }
    }
    for (uint32_t i = 0; i < n_statuses; i++) {
        if (statuses[i].to_date != 0 && statuses[i].to_date <= statuses[i].from_date
            && zi_is_whole(c, ZI_TABLE_STATUS, i)) {
            zi_problem(c->problems, zi_spot_of(ZI_TABLE_STATUS, &statuses[i]),
                "the date to must be after from");
        }
        check_restriction(c, &statuses[i], i);
    }
}

/* Of one member of one group, in the order of dates: periods must not overlap. */
static zhol_status
check_memberships(const zi_checking *c, zhol_error *err)
{
    const uint32_t who = 1u << 0 | 1u << 2, when = 1u << 3; /* group, iso3; from */
    const uint32_t t = ZI_TABLE_GROUPS;
    uint32_t n, *order = NULL;
    const zhol_membership *rows = zhol_world_memberships(c->w, &n);
    zhol_status status = zi_rows_by(c, t, who | when, &order, err);

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const zhol_membership *m = &rows[order[i]];
        if (!zi_is_whole(c, t, order[i])) {
            continue;
        }
        if (m->to_date != 0 && m->to_date <= m->from_date) {
            zi_problem(c->problems, zi_spot_of(t, m), "the date to must be after from");
        }
        const zhol_membership *before = i > 0 ? &rows[order[i - 1]] : NULL;
        if (before && zi_rows_equal(c, t, who, order[i - 1], order[i])
            && zi_is_whole(c, t, order[i - 1])
            && (before->to_date == 0 || before->to_date > m->from_date)) {
            zi_problem(c->problems, zi_spot_of(t, m),
                "%s is in %s already by the row of line %u, which does not end before",
                zhol_world_text(c->w, ((const zhol_economy *) zi_world_row(
                                           c->w, ZI_TABLE_ECONOMIES, m->economy))
                                          ->iso3),
                zhol_world_text(c->w, m->group), (unsigned) before->origin.line);
        }
    }
    zi_free(order);
    return status;
}

zhol_status
zi_check_net(const zi_checking *c, zhol_error *err)
{
    uint32_t n;
    const zhol_place *places = zhol_world_places(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_PLACES, i)) {
            check_place(c, &places[i]);
        }
    }
    check_links(c);
    check_passes_and_statuses(c);
    return check_memberships(c, err);
}
