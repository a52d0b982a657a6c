/* SPDX-License-Identifier: Apache-2.0 */
/* Doubts that need a map: places far from their economy, sea links across land. */
#include "world/check.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "geo/polygon.h"
#include "world/shapes.h"

/* Shapes are drawn to 5 km, islands of less are missing, and ports stand on moles and
 * artificial islands. */
static const double max_outside_km = 50;

/* Five, and what two coasts drawn that coarsely may be off. */
static const double max_across_km = 12;

/* Such lanes run where the land that the outlines are made of shows no water. */
static const char typed[] = "rule_sea_typed";

/* A port stands on land, and its fairway may be a river that the map does not have:
 * Hamburg, Antwerp, Houston and Shanghai lie 60 to 110 km from the open sea. */
static const double port_approach_km = 110;

static void
doubt_position(const zi_checking *c, const zi_shapes *shapes, const zhol_place *p)
{
    const zhol_economy *e = zi_world_row(c->w, ZI_TABLE_ECONOMIES, p->economy);
    const char *iso3 = zhol_world_text(c->w, e->iso3);
    uint32_t n;
    const zi_ring *rings = zi_shapes_of(shapes, iso3, &n);
    const double km = n > 0 ? zi_rings_distance_km(rings, n, p->lon, p->lat) : 0;

    if (km > max_outside_km) {
        zi_doubt(c->problems, zi_spot_of(ZI_TABLE_PLACES, p),
            "'%s' at %.10g, %.10g lies %.0f km outside of %s",
            zhol_world_text(c->w, p->id), p->lon, p->lat, km, iso3);
    }
}

static double
approach_km(const zhol_place *p)
{
    return p->kind == ZHOL_PLACE_SEA_WAYPOINT ? 0 : port_approach_km;
}

static void
doubt_sea_link(const zi_checking *c, const zi_land *land, const zhol_link *l)
{
    const zhol_place *a = zi_world_row(c->w, ZI_TABLE_PLACES, l->from);
    const zhol_place *b = zi_world_row(c->w, ZI_TABLE_PLACES, l->to);
    const double from[2] = { a->lon, a->lat }, to[2] = { b->lon, b->lat };
    const double free_km[2] = { approach_km(a), approach_km(b) };
    const double km = zi_land_along_km(land, from, to, free_km);

    /* A strait or canal may be narrower than the map shows. */
    if (km > max_across_km && l->pass == ZHOL_NO_ROW
        && !strstr(zhol_world_text(c->w, l->origin.source), typed)) {
        zi_doubt(c->problems, zi_spot_of(ZI_TABLE_LINKS, l),
            "'%s' leads across %.0f km of land between '%s' and '%s'",
            zhol_world_text(c->w, l->id), km, zhol_world_text(c->w, a->id),
            zhol_world_text(c->w, b->id));
    }
}

static void
doubt_all(const zi_checking *c, const zi_shapes *shapes, const zi_land *land)
{
    uint32_t n_places, n_links;
    const zhol_place *places = zhol_world_places(c->w, &n_places);
    const zhol_link *links = zhol_world_links(c->w, &n_links);

    for (uint32_t i = 0; i < n_places; i++) {
        if (zi_is_whole(c, ZI_TABLE_PLACES, i) && places[i].economy != ZHOL_NO_ROW) {
            doubt_position(c, shapes, &places[i]);
        }
    }
    for (uint32_t i = 0; i < n_links; i++) {
        if (links[i].mode == ZHOL_MODE_SEA && zi_is_whole(c, ZI_TABLE_LINKS, i)
            && zi_is_whole(c, ZI_TABLE_PLACES, links[i].from)
            && zi_is_whole(c, ZI_TABLE_PLACES, links[i].to)) {
            doubt_sea_link(c, land, &links[i]);
        }
    }
}

zhol_status
zi_check_shapes(const zi_checking *c, const zi_folder *folder, zhol_error *err)
{
    const zi_spot spot = { false, ZI_N_TABLES, 0 };
    char name[256];
    zi_shapes shapes = { 0 };
    zi_land *land = NULL;
    zhol_error fault = { "" };
    zhol_status status;

    if (!folder->shapes.data) {
        zi_doubt(c->problems, spot,
            "shapes.csv is missing: places were not compared with the land of their "
            "economies, nor sea links with land");
        return ZHOL_OK;
    }
    snprintf(name, sizeof name, "%.200s/shapes.csv", folder->path);
    status = zi_shapes_read(name, folder->shapes.data, folder->shapes.n, &shapes, &fault);
    if (status == ZHOL_BAD_DATA) {
        zi_problem_as_is(c->problems, spot, fault.message);
        return ZHOL_OK;
    }
    if (status != ZHOL_OK) {
        return zi_fail(err, status, "%s", fault.message);
    }
    status = zi_land_new(shapes.rings, shapes.n, &land, err);
    if (status == ZHOL_OK) {
        doubt_all(c, &shapes, land);
    }
    zi_land_free(land);
    zi_shapes_free(&shapes);
    return status;
}
