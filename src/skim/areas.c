/* SPDX-License-Identifier: Apache-2.0 */
/* Isochrones: how far one is from the nearest place that is reached, on a grid, as
 * regions. */
#include <zhol/skim.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "geo/contour.h"
#include "io/file.h"
#include "world/shapes.h"

static const double PI = 3.14159265358979323846;
static const double radius_km = 6371.0088, access_km_h = 50;
static const double south = -60, north = 84;
static const double off_map = 0.000371; /* so that no coast runs along the grid */
static const double least_area = 1e-4, decimals = 1e5;

enum { CELLS_PER_DEGREE = 2, N_COLUMNS = 360 * CELLS_PER_DEGREE + 1 };
enum { MAX_LAND_BYTES = 1 << 26 };

/* A place that is reached, as a point of the unit sphere. */
typedef struct site {
    double limit_h, x, y, z;
} site;

typedef struct chart {
    const char *land_path;
    zi_shapes shapes;
    zi_land *land;
    zi_region coast;
    site *sites;
    uint32_t n_sites;
    zi_field field;
    double *value;
    uint8_t *is_needed; /* of each node: a cell of it has land */
} chart;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for isochrones");
}

static void
close_chart(chart *c)
{
    zi_shapes_free(&c->shapes);
    zi_land_free(c->land);
    zi_region_free(&c->coast);
    zi_free(c->sites);
    zi_free(c->value);
    zi_free(c->is_needed);
}

static zhol_status
read_land(chart *c, const char *path, zhol_error *err)
{
    char *data = NULL;
    size_t n = 0;
    zhol_status status = zi_file_read_all(path, MAX_LAND_BYTES, &data, &n, err);

    if (status == ZHOL_OK) {
        status = zi_shapes_read(path, data, n, &c->shapes, err);
    }
    if (status == ZHOL_OK) {
        status = zi_land_new(c->shapes.rings, c->shapes.n, &c->land, err);
    }
    if (status == ZHOL_OK) {
        status = zi_region_of_rings(c->shapes.rings, c->shapes.n, &c->coast, err);
    }
    zi_free(data);
    return status;
}

/* From south to north; at the same place the one that is reached first. */
static int
by_z(const void *a, const void *b)
{
    const site *x = a, *y = b;

    if (x->z < y->z || x->z > y->z) {
        return x->z < y->z ? -1 : 1;
    }
    return x->limit_h < y->limit_h ? -1 : x->limit_h > y->limit_h;
}

static void
to_sphere(double lon, double lat, double out[3])
{
    out[0] = cos(lat * PI / 180) * cos(lon * PI / 180);
    out[1] = cos(lat * PI / 180) * sin(lon * PI / 180);
    out[2] = sin(lat * PI / 180);
}

static zhol_status
find_sites(chart *c, const zhol_reach *r, zhol_reach_by by, zhol_error *err)
{
    uint32_t n_places;
    const zhol_place *places = zhol_world_places(r->world, &n_places);

    c->sites = ZI_NEW(site, (size_t) n_places + 1);
    if (!c->sites) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < n_places; p++) {
        const double limit_h = r->place_limit[(size_t) by * n_places + p];
        if (limit_h < (double) INFINITY) {
            double at[3];
            to_sphere(places[p].lon, places[p].lat, at);
            c->sites[c->n_sites++] = (site){ limit_h, at[0], at[1], at[2] };
        }
    }
    if (c->n_sites > 0) {
        qsort(c->sites, c->n_sites, sizeof *c->sites, by_z);
    }
    return ZHOL_OK;
}

static zhol_status
open_field(chart *c, zhol_error *err)
{
    zi_field *f = &c->field;

    f->west = -180 + off_map;
    f->step = (360 - 2 * off_map) / (N_COLUMNS - 1);
    f->south = south + off_map;
    f->n_columns = N_COLUMNS;
    f->n_rows = (uint32_t) ((north - f->south) / f->step) + 1;
    const size_t n = (size_t) f->n_columns * f->n_rows;
    c->value = ZI_NEW(double, n);
    c->is_needed = ZI_NEW(uint8_t, n);
    f->value = c->value;
    return c->value && c->is_needed ? ZHOL_OK : no_memory(err);
}

static uint32_t
cell_at(double x, double first, double step, uint32_t n)
{
    const double k = floor((x - first) / step);

    return k < 0 ? 0 : k > n - 2 ? n - 2 : (uint32_t) k;
}

/* The corners of all cells that a piece of coast may touch. */
static void
need_cells(chart *c, const zi_edge *e)
{
    const zi_field *f = &c->field;
    const uint32_t west =
        cell_at(fmin(e->from[0], e->to[0]), f->west, f->step, f->n_columns);
    const uint32_t east =
        cell_at(fmax(e->from[0], e->to[0]), f->west, f->step, f->n_columns);
    const uint32_t low =
        cell_at(fmin(e->from[1], e->to[1]), f->south, f->step, f->n_rows);
    const uint32_t high =
        cell_at(fmax(e->from[1], e->to[1]), f->south, f->step, f->n_rows);

    for (uint32_t row = low; row <= high + 1; row++) {
        for (uint32_t column = west; column <= east + 1; column++) {
            c->is_needed[(size_t) row * f->n_columns + column] = 1;
        }
    }
}

static void
need_land(chart *c)
{
    const zi_field *f = &c->field;

    for (uint32_t i = 0; i < c->coast.n; i++) {
        need_cells(c, &c->coast.edges[i]);
    }
    for (uint32_t row = 0; row < f->n_rows; row++) {
        for (uint32_t column = 0; column < f->n_columns; column++) {
            uint8_t *is_needed = &c->is_needed[(size_t) row * f->n_columns + column];
            *is_needed = *is_needed
                         || zi_land_contains(c->land, f->west + column * f->step,
                             f->south + row * f->step);
        }
    }
}

static uint32_t
first_north_of(const chart *c, double z)
{
    uint32_t low = 0, high = c->n_sites;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (c->sites[middle].z < z) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Is it nearer than the best? Compares squared chords through the Earth. */
static bool
improve(const site *s, const double at[3], double *square, const site **best)
{
    const double dx = s->x - at[0], dy = s->y - at[1], dz = s->z - at[2];
    const double here = dx * dx + dy * dy + dz * dz;

    if (here < *square) {
        *square = here;
        *best = s;
    }
    return dz * dz < *square; /* else all that is farther in z is farther away */
}

/* The hours of the nearest place, and from there. */
static double
hours_at(const chart *c, double lon, double lat)
{
    double at[3], square = 5; /* more than between antipodes */
    const site *best = &c->sites[0];

    to_sphere(lon, lat, at);
    const uint32_t middle = first_north_of(c, at[2]);
    for (uint32_t i = middle; i < c->n_sites && improve(&c->sites[i], at, &square, &best);
         i++) {
    }
    for (uint32_t i = middle; i > 0 && improve(&c->sites[i - 1], at, &square, &best);
         i--) {
    }
    return best->limit_h + 2 * asin(fmin(sqrt(square) / 2, 1)) * radius_km / access_km_h;
}

/* Beyond `most` hours nothing is asked. */
static void
fill_field(chart *c, double most)
{
    const zi_field *f = &c->field;

    for (uint32_t row = 0; row < f->n_rows; row++) {
        for (uint32_t column = 0; column < f->n_columns; column++) {
            const size_t node = (size_t) row * f->n_columns + column;
            c->value[node] = most;
            if (c->is_needed[node] && c->n_sites > 0) {
                c->value[node] = fmin(most,
                    hours_at(c, f->west + column * f->step, f->south + row * f->step));
            }
        }
    }
}

static double
round_degrees(double x)
{
    const double limit = 180 - 2 * off_map;

    return x > limit ? 180 : x < -limit ? -180 : round(x * decimals) / decimals;
}

/* A ring's points, rounded, each once. @return how many. */
static uint32_t
copy_ring(const zi_rings *rings, uint32_t ring, double (*out)[2])
{
    uint32_t n = 0;

    for (uint32_t i = rings->first[ring]; i < rings->first[ring + 1]; i++) {
        const double x = round_degrees(rings->points[i][0]);
        const double y = round_degrees(rings->points[i][1]);
        if (n == 0 || x < out[n - 1][0] || x > out[n - 1][0] || y < out[n - 1][1]
            || y > out[n - 1][1]) {
            out[n][0] = x;
            out[n++][1] = y;
        }
    }
    while (n > 1 && !(out[n - 1][0] < out[0][0] || out[n - 1][0] > out[0][0])
           && !(out[n - 1][1] < out[0][1] || out[n - 1][1] > out[0][1])) {
        n--;
    }
    return n;
}

/* Rings that are large enough, and holes of those. */
static zhol_status
keep_rings(const zi_rings *rings, zhol_area *out, zhol_error *err)
{
    uint32_t *number = ZI_NEW(uint32_t, (size_t) rings->n + 1);
    uint32_t n_points = 0;

    out->first = ZI_NEW(uint32_t, (size_t) rings->n + 1);
    out->outer = ZI_NEW(uint32_t, (size_t) rings->n + 1);
    out->points = zi_calloc((size_t) rings->n_points + 1, sizeof *out->points);
    if (!number || !out->first || !out->outer || !out->points) {
        zi_free(number);
        return no_memory(err);
    }
    for (int is_hole = 0; is_hole < 2;
         is_hole++) { /* outer rings have their numbers then */
        for (uint32_t i = 0; i < rings->n; i++) {
            const uint32_t outer = rings->outer[i];
            if ((outer != i) != (is_hole == 1)
                || fabs(zi_rings_area(rings, i)) < least_area
                || fabs(zi_rings_area(rings, outer)) < least_area) {
                continue;
            }
            number[i] = out->n_rings;
            out->outer[out->n_rings] = number[outer];
            n_points += copy_ring(rings, i, &out->points[n_points]);
            out->first[++out->n_rings] = n_points;
        }
    }
    zi_free(number);
    return ZHOL_OK;
}

static zhol_status
draw_area(const chart *c, double limit_h, zhol_area *out, zhol_error *err)
{
    zi_region field = { .n = 0 }, common = { .n = 0 };
    zi_rings rings = { .n = 0 };
    zhol_error why = { "" };
    zhol_status status = zi_contour(&c->field, limit_h, &field, err);

    out->limit_h = limit_h;
    if (status == ZHOL_OK) {
        status = zi_region_common(&field, &c->coast, &common, err);
    }
    if (status == ZHOL_OK) {
        status = zi_region_rings(&common, &rings, &why);
        if (status != ZHOL_OK) { /* rings that cross each other have no inside */
            (void) zi_fail(err, status,
                "%s: outlines of land may not cross each other: %s", c->land_path,
                why.message);
        }
    }
    if (status == ZHOL_OK) {
        status = keep_rings(&rings, out, err);
    }
    zi_rings_free(&rings);
    zi_region_free(&common);
    zi_region_free(&field);
    return status;
}

static zhol_status
check(const zhol_reach *r, zhol_reach_by by, const zhol_levels *levels, zhol_error *err)
{
    if (by == ZHOL_REACH_BY_CHANCE && !r->drawn) {
        return zi_fail(
            err, ZHOL_USAGE, "isochrones by chance need a reach with a probability");
    }
    if (by != ZHOL_REACH_BY_TIME && by != ZHOL_REACH_BY_CHANCE) {
        return zi_fail(err, ZHOL_USAGE, "isochrones are about days, not about dollars");
    }
    for (uint32_t i = 0; i < levels->n; i++) {
        if (!(levels->limit_h[i] > 0 && levels->limit_h[i] < (double) INFINITY)) {
            return zi_fail(err, ZHOL_USAGE, "an isochrone needs hours above 0");
        }
    }
    return ZHOL_OK;
}

static zhol_status
draw_all(const zhol_reach *r, zhol_reach_by by, const zhol_levels *levels,
    const char *land_path, zhol_areas *out, zhol_error *err)
{
    chart c = { .land_path = land_path };
    double most = 0;
    zhol_status status = read_land(&c, land_path, err);

    for (uint32_t i = 0; i < levels->n; i++) {
        most = fmax(most, 2 * levels->limit_h[i]);
    }
    if (status == ZHOL_OK) {
        status = find_sites(&c, r, by, err);
    }
    if (status == ZHOL_OK) {
        status = open_field(&c, err);
    }
    if (status == ZHOL_OK) {
        need_land(&c);
        fill_field(&c, most);
    }
    for (uint32_t i = 0; i < levels->n && status == ZHOL_OK; i++) {
        status = draw_area(&c, levels->limit_h[i], &out->areas[out->n_areas++], err);
    }
    close_chart(&c);
    return status;
}

zhol_status
zhol_reach_areas(const zhol_reach *r, zhol_reach_by by, const zhol_levels *levels,
    const char *land_path, zhol_areas **out, zhol_error *err)
{
    zhol_areas *areas;
    zhol_status status = check(r, by, levels, err);

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    areas = ZI_NEW(zhol_areas, 1);
    if (areas) {
        areas->areas = ZI_NEW(zhol_area, (size_t) levels->n + 1);
    }
    status = areas && areas->areas ? draw_all(r, by, levels, land_path, areas, err)
                                   : no_memory(err);
    if (status != ZHOL_OK) {
        zhol_areas_free(areas);
        return status;
    }
    *out = areas;
    return ZHOL_OK;
}

void
zhol_areas_free(zhol_areas *a)
{
    if (a) {
        for (uint32_t i = 0; i < a->n_areas; i++) {
            zi_free(a->areas[i].first);
            zi_free(a->areas[i].outer);
            zi_free(a->areas[i].points);
        }
        zi_free(a->areas);
        zi_free(a);
    }
}
