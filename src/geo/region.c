/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/region.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

enum { N_BANDS = 1024 };

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for regions");
}

void
zi_region_free(zi_region *r)
{
    zi_free(r->edges);
    *r = (zi_region){ .n = 0 };
}

static int
compare_points(const double a[2], const double b[2])
{
    if (a[0] < b[0] || a[0] > b[0]) {
        return a[0] < b[0] ? -1 : 1;
    }
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

zhol_status
zi_region_add(zi_region *r, const double from[2], const double to[2], zhol_error *err)
{
    if (compare_points(from, to) == 0) {
        return ZHOL_OK;
    }
    zi_edge *more = zi_grow(r->edges, &r->capacity, (size_t) r->n + 1, sizeof *r->edges);
    if (!more) {
        return no_memory(err);
    }
    r->edges = more;
    r->edges[r->n++] = (zi_edge){ { from[0], from[1] }, { to[0], to[1] } };
    return ZHOL_OK;
}

/* The edges of a region by latitude: each in every band that it spans. */
typedef struct bands {
    const zi_region *region;
    double south, height; /* of a band */
    uint32_t first[N_BANDS + 1], *edge;
} bands;

static uint32_t
band_of(const bands *b, double y)
{
    const double band = floor((y - b->south) / b->height);

    return band < 0 ? 0 : band >= N_BANDS ? N_BANDS - 1 : (uint32_t) band;
}

/* Counts the edges of each band (edge NULL), or puts them there from its end. */
static void
fill_bands(bands *b)
{
    for (uint32_t i = 0; i < b->region->n; i++) {
        const zi_edge *e = &b->region->edges[i];
        const uint32_t last = band_of(b, fmax(e->from[1], e->to[1]));
        for (uint32_t k = band_of(b, fmin(e->from[1], e->to[1])); k <= last; k++) {
            if (b->edge) {
                b->edge[--b->first[k]] = i;
            } else {
                b->first[k]++;
            }
        }
    }
}

static zhol_status
sort_into_bands(const zi_region *region, bands *b, zhol_error *err)
{
    double south = 0, north = 0;

    for (uint32_t i = 0; i < region->n; i++) {
        const zi_edge *e = &region->edges[i];
        south = i == 0 ? e->from[1] : fmin(south, fmin(e->from[1], e->to[1]));
        north = i == 0 ? e->from[1] : fmax(north, fmax(e->from[1], e->to[1]));
    }
    *b = (bands){ .region = region,
        .south = south,
        .height = north > south ? (north - south) / N_BANDS : 1 };
    fill_bands(b);
    for (uint32_t k = 0; k < N_BANDS; k++) {
        b->first[k + 1] += b->first[k];
    }
    b->edge = ZI_NEW(uint32_t, (size_t) b->first[N_BANDS] + 1);
    if (!b->edge) {
        return no_memory(err);
    }
    fill_bands(b);
    return ZHOL_OK;
}

/* The even-odd rule. */
static bool
contains(const bands *b, double x, double y)
{
    const uint32_t band = band_of(b, y);
    bool is_inside = false;

    for (uint32_t i = b->first[band]; i < b->first[band + 1]; i++) {
        const zi_edge *e = &b->region->edges[b->edge[i]];
        if ((e->from[1] > y) != (e->to[1] > y)) {
            const double at =
                e->from[0]
                + (y - e->from[1]) / (e->to[1] - e->from[1]) * (e->to[0] - e->from[0]);
            is_inside = is_inside != (x < at);
        }
    }
    return is_inside;
}

/* Rings to a region */

/* The same side has the same low and high end, whoever's ring it is of. */
static int
by_ends(const void *a, const void *b)
{
    const zi_edge *x = a, *y = b;
    const int c = compare_points(x->from, y->from);

    return c ? c : compare_points(x->to, y->to);
}

static zhol_status
add_sides(zi_region *r, const zi_ring *ring, double turn, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < ring->n && status == ZHOL_OK; i++) {
        const double *a = ring->points[i], *b = ring->points[i + 1 < ring->n ? i + 1 : 0];
        const double from[2] = { a[0] + turn, a[1] }, to[2] = { b[0] + turn, b[1] };
        status = compare_points(from, to) < 0 ? zi_region_add(r, from, to, err)
                                              : zi_region_add(r, to, from, err);
    }
    return status;
}

static void
drop_shared(zi_region *r)
{
    uint32_t n = 0;

    if (r->n > 0) {
        qsort(r->edges, r->n, sizeof *r->edges, by_ends);
    }
    for (uint32_t i = 0, end; i < r->n; i = end) {
        for (end = i; end < r->n && by_ends(&r->edges[i], &r->edges[end]) == 0; end++) {
        }
        if ((end - i) % 2 == 1) {
            r->edges[n++] = r->edges[i];
        }
    }
    r->n = n;
}

/* Puts the inside on the left of each edge. */
static void
direct(zi_region *r, const bands *b)
{
    static const double off = 1e-6; /* of the way to the left */

    for (uint32_t i = 0; i < r->n; i++) {
        zi_edge *e = &r->edges[i];
        const double dx = e->to[0] - e->from[0], dy = e->to[1] - e->from[1];
        const double x = e->from[0] + dx / 2 - off * dy;
        if (!contains(b, x, e->from[1] + dy / 2 + off * dx)) {
            const zi_edge turned = { { e->to[0], e->to[1] }, { e->from[0], e->from[1] } };
            *e = turned;
        }
    }
}

zhol_status
zi_region_of_rings(const zi_ring *rings, uint32_t n, zi_region *out, zhol_error *err)
{
    bands *b = ZI_NEW(bands, 1);
    zhol_status status = b ? ZHOL_OK : no_memory(err);

    *out = (zi_region){ .n = 0 };
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        double west = 0, east = 0;
        for (uint32_t k = 0; k < rings[i].n; k++) {
            west = fmin(west, rings[i].points[k][0]);
            east = fmax(east, rings[i].points[k][0]);
        }
        status = add_sides(out, &rings[i], 0, err);
        if (status == ZHOL_OK && east > 180) {
            status = add_sides(out, &rings[i], -360, err);
        }
        if (status == ZHOL_OK && west < -180) {
            status = add_sides(out, &rings[i], 360, err);
        }
    }
    if (status == ZHOL_OK) {
        drop_shared(out);
        status = sort_into_bands(out, b, err);
    }
    if (status == ZHOL_OK) {
        direct(out, b);
    }
    if (b) {
        zi_free(b->edge);
    }
    zi_free(b);
    if (status != ZHOL_OK) {
        zi_region_free(out);
    }
    return status;
}

/* What two regions have in common */

/* Where an edge is cut. */
typedef struct cut {
    double share, at[2];
    uint32_t edge;
} cut;

typedef struct cuts {
    cut *list;
    size_t capacity;
    uint32_t n;
} cuts;

static zhol_status
add_cut(cuts *c, uint32_t edge, double share, const double at[2], zhol_error *err)
{
    cut *more = zi_grow(c->list, &c->capacity, (size_t) c->n + 1, sizeof *more);

    if (!more) {
        return no_memory(err);
    }
    c->list = more;
    c->list[c->n++] = (cut){ share, { at[0], at[1] }, edge };
    return ZHOL_OK;
}

static int
by_edge(const void *a, const void *b)
{
    const cut *x = a, *y = b;

    if (x->edge != y->edge) {
        return x->edge < y->edge ? -1 : 1;
    }
    return x->share < y->share ? -1 : x->share > y->share;
}

/* Positive: p lies to the left of the edge. */
static double
side_of(const zi_edge *e, const double p[2])
{
    return (e->to[0] - e->from[0]) * (p[1] - e->from[1])
           - (e->to[1] - e->from[1]) * (p[0] - e->from[0]);
}

static bool
crosses(const zi_edge *x, const zi_edge *y, double share[2])
{
    if (fmax(x->from[0], x->to[0]) < fmin(y->from[0], y->to[0])
        || fmax(y->from[0], y->to[0]) < fmin(x->from[0], x->to[0])) {
        return false;
    }
    const double a = side_of(y, x->from), b = side_of(y, x->to);
    const double c = side_of(x, y->from), d = side_of(x, y->to);
    if ((a > 0) == (b > 0) || (c > 0) == (d > 0)) {
        return false;
    }
    share[0] = a / (a - b);
    share[1] = c / (c - d);
    return true;
}

/* Both edges get the very same point. */
static zhol_status
cut_both(const bands *a, const bands *b, cuts *of_a, cuts *of_b, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < a->region->n && status == ZHOL_OK; i++) {
        const zi_edge *x = &a->region->edges[i];
        const uint32_t last = band_of(b, fmax(x->from[1], x->to[1]));
        for (uint32_t k = band_of(b, fmin(x->from[1], x->to[1])); k <= last; k++) {
            for (uint32_t j = b->first[k]; j < b->first[k + 1] && status == ZHOL_OK;
                 j++) {
                double share[2];
                if (!crosses(x, &b->region->edges[b->edge[j]], share)) {
                    continue;
                }
                const double at[2] = { x->from[0] + share[0] * (x->to[0] - x->from[0]),
                    x->from[1] + share[0] * (x->to[1] - x->from[1]) };
                if (band_of(b, at[1]) == k) { /* else it is found in another band */
                    status = add_cut(of_a, i, share[0], at, err);
                }
                if (band_of(b, at[1]) == k && status == ZHOL_OK) {
                    status = add_cut(of_b, b->edge[j], share[1], at, err);
                }
            }
        }
    }
    return status;
}

/* The pieces of one region's edges that lie in the other. */
static zhol_status
add_pieces(
    const zi_region *r, cuts *c, const bands *other, zi_region *out, zhol_error *err)
{
    uint32_t next = 0;
    zhol_status status = ZHOL_OK;

    if (c->n > 0) {
        qsort(c->list, c->n, sizeof *c->list, by_edge);
    }
    for (uint32_t i = 0; i < r->n; i++) {
        const double *from = r->edges[i].from;
        for (bool is_last = false; !is_last && status == ZHOL_OK;) {
            is_last = next == c->n || c->list[next].edge != i;
            const double *to = is_last ? r->edges[i].to : c->list[next++].at;
            if (contains(other, from[0] + (to[0] - from[0]) / 2,
                    from[1] + (to[1] - from[1]) / 2)) {
                status = zi_region_add(out, from, to, err);
            }
            from = to;
        }
    }
    return status;
}

zhol_status
zi_region_common(const zi_region *a, const zi_region *b, zi_region *out, zhol_error *err)
{
    bands *of = ZI_NEW(bands, 2);
    cuts cut_a = { .n = 0 }, cut_b = { .n = 0 };
    zhol_status status = of ? ZHOL_OK : no_memory(err);

    *out = (zi_region){ .n = 0 };
    if (status == ZHOL_OK) {
        status = sort_into_bands(a, &of[0], err);
    }
    if (status == ZHOL_OK) {
        status = sort_into_bands(b, &of[1], err);
    }
    if (status == ZHOL_OK) {
        status = cut_both(&of[0], &of[1], &cut_a, &cut_b, err);
    }
    if (status == ZHOL_OK) {
        status = add_pieces(a, &cut_a, &of[1], out, err);
    }
    if (status == ZHOL_OK) {
        status = add_pieces(b, &cut_b, &of[0], out, err);
    }
    if (of) {
        zi_free(of[0].edge);
        zi_free(of[1].edge);
    }
    zi_free(of);
    zi_free(cut_a.list);
    zi_free(cut_b.list);
    if (status != ZHOL_OK) {
        zi_region_free(out);
    }
    return status;
}
