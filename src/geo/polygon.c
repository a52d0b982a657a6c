/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/polygon.h"

#include <assert.h>
#include <math.h>

#include "base/fail.h"
#include "base/mem.h"
#include "geo/sphere.h"

static const double PI = 3.14159265358979323846;

enum { BANDS_PER_DEGREE = 4, N_BANDS = 180 * BANDS_PER_DEGREE };

typedef struct side {
    double lon1, lat1, lon2, lat2;
} side;

struct zi_land {
    uint32_t first[N_BANDS + 1]; /* of each band's sides */
    side *sides;
};

static side
side_of(const zi_ring *ring, uint32_t i)
{
    const double *a = ring->points[i], *b = ring->points[i + 1 < ring->n ? i + 1 : 0];

    return (side){ a[0], a[1], b[0], b[1] };
}

/* How often a ray to the east from the point, and from where it is on the next turns of
 * the globe either way, crosses the side. */
static uint32_t
n_crossings(const side *s, double lon, double lat)
{
    uint32_t n = 0;

    if ((s->lat1 > lat) != (s->lat2 > lat)) {
        const double at =
            s->lon1 + (lat - s->lat1) / (s->lat2 - s->lat1) * (s->lon2 - s->lon1);
        n = (uint32_t) (lon < at) + (uint32_t) (lon - 360 < at)
            + (uint32_t) (lon + 360 < at);
    }
    return n;
}

bool
zi_rings_contain(const zi_ring *rings, uint32_t n, double lon, double lat)
{
    uint32_t crossings = 0;

    for (uint32_t r = 0; r < n; r++) {
        for (uint32_t i = 0; i < rings[r].n; i++) {
            const side s = side_of(&rings[r], i);
            crossings += n_crossings(&s, lon, lat);
        }
    }
    return crossings % 2 == 1;
}

/* Squared degrees of latitude from the point to the side; nearest[] becomes its point. */
static double
square_to_side(const side *s, double lon, double lat, double nearest[2])
{
    const double shrink = cos(lat * (PI / 180));
    const double turn = 360 * round((s->lon1 - lon) / 360);
    const double x1 = (s->lon1 - turn - lon) * shrink, y1 = s->lat1 - lat;
    const double dx = (s->lon2 - s->lon1) * shrink, dy = s->lat2 - s->lat1;
    const double square = dx * dx + dy * dy;
    double share = square > 0 ? -(x1 * dx + y1 * dy) / square : 0;

    share = share < 0 ? 0 : share > 1 ? 1 : share;
    nearest[0] = s->lon1 + share * (s->lon2 - s->lon1);
    nearest[1] = s->lat1 + share * (s->lat2 - s->lat1);
    return (x1 + share * dx) * (x1 + share * dx) + (y1 + share * dy) * (y1 + share * dy);
}

double
zi_rings_distance_km(const zi_ring *rings, uint32_t n, double lon, double lat)
{
    double least = INFINITY, nearest[2] = { 0, 0 };

    if (zi_rings_contain(rings, n, lon, lat)) {
        return 0;
    }
    for (uint32_t r = 0; r < n; r++) {
        for (uint32_t i = 0; i < rings[r].n; i++) {
            const side s = side_of(&rings[r], i);
            double here[2];
            const double square = square_to_side(&s, lon, lat, here);
            if (square < least) {
                least = square;
                nearest[0] = here[0];
                nearest[1] = here[1];
            }
        }
    }
    return isinf(least) ? least : zi_geo_distance_km(lon, lat, nearest[0], nearest[1]);
}

static uint32_t
band_of(double lat)
{
    const double band = floor((lat + 90) * BANDS_PER_DEGREE);

    return band < 0 ? 0 : band >= N_BANDS ? N_BANDS - 1 : (uint32_t) band;
}

/* Counts the sides of each band (land->sides NULL), or puts them there from its end. */
static void
place_sides(zi_land *land, const zi_ring *rings, uint32_t n)
{
    for (uint32_t r = 0; r < n; r++) {
        for (uint32_t i = 0; i < rings[r].n; i++) {
            const side s = side_of(&rings[r], i);
            const uint32_t last = band_of(fmax(s.lat1, s.lat2));
            for (uint32_t b = band_of(fmin(s.lat1, s.lat2)); b <= last; b++) {
                if (land->sides) {
                    land->sides[--land->first[b]] = s;
                } else {
                    land->first[b]++;
                }
            }
        }
    }
}

zhol_status
zi_land_new(const zi_ring *rings, uint32_t n, zi_land **out, zhol_error *err)
{
    zi_land *land = ZI_NEW(zi_land, 1);

    *out = NULL;
    if (!land) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    place_sides(land, rings, n);
    for (uint32_t b = 0; b < N_BANDS; b++) {
        land->first[b + 1] += land->first[b]; /* now the end of band b + 1 */
    }
    land->sides = ZI_NEW(side, land->first[N_BANDS]);
    if (!land->sides) {
        zi_free(land);
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    place_sides(land, rings, n);
    *out = land;
    return ZHOL_OK;
}

void
zi_land_free(zi_land *land)
{
    if (land) {
        zi_free(land->sides);
        zi_free(land);
    }
}

bool
zi_land_contains(const zi_land *land, double lon, double lat)
{
    const uint32_t band = band_of(lat);
    uint32_t crossings = 0;

    for (uint32_t i = land->first[band]; i < land->first[band + 1]; i++) {
        crossings += n_crossings(&land->sides[i], lon, lat);
    }
    return crossings % 2 == 1;
}

double
zi_land_along_km(const zi_land *land, const double from[2], const double to[2],
    const double free_km[2])
{
    const double all_km = zi_geo_distance_km(from[0], from[1], to[0], to[1]);
    const uint32_t n_steps = (uint32_t) ceil(all_km);
    const double step_km = n_steps > 0 ? all_km / n_steps : 0;
    uint32_t n_on_land = 0;

    for (uint32_t i = 0; i < n_steps; i++) {
        const double here_km = (i + 0.5) * step_km;
        double lon, lat;
        if (here_km >= free_km[0] && all_km - here_km >= free_km[1]) {
            zi_geo_interpolate(from, to, (i + 0.5) / n_steps, &lon, &lat);
            n_on_land += zi_land_contains(land, lon, lat);
        }
    }
    return n_on_land * step_km;
}
