/* SPDX-License-Identifier: Apache-2.0 */
/* Regions as rings with holes. */
#include "geo/region.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for regions");
}

static int
compare_points(const double a[2], const double b[2])
{
    if (a[0] < b[0] || a[0] > b[0]) {
        return a[0] < b[0] ? -1 : 1;
    }
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

static int
by_start(const void *a, const void *b)
{
    const zi_edge *x = a, *y = b;
    const int c = compare_points(x->from, y->from);

    return c ? c : compare_points(x->to, y->to);
}

/* How far to the left the way turns, -pi .. pi. */
static double
turn(const zi_edge *in, const zi_edge *out)
{
    const double a = in->to[0] - in->from[0], b = in->to[1] - in->from[1];
    const double c = out->to[0] - out->from[0], d = out->to[1] - out->from[1];

    return atan2(a * d - b * c, a * c + b * d);
}

/* The first of the sorted edges that starts at a point or behind it. */
static uint32_t
first_from(const zi_edge *edges, uint32_t n, const double point[2])
{
    uint32_t low = 0, high = n;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (compare_points(edges[middle].from, point) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The edge that goes on. Where several start, the one most to the left: it borders on the
 * same part of the region, and each edge follows one other. UINT32_MAX: none. */
static uint32_t
next_of(const zi_edge *edges, uint32_t n, uint32_t edge)
{
    const double *end = edges[edge].to;
    uint32_t best = UINT32_MAX;

    for (uint32_t i = first_from(edges, n, end);
         i < n && compare_points(edges[i].from, end) == 0; i++) {
        if (best == UINT32_MAX
            || turn(&edges[edge], &edges[i]) > turn(&edges[edge], &edges[best])) {
            best = i;
        }
    }
    return best;
}

static zhol_status
chain(const zi_edge *edges, uint32_t n, uint8_t *is_used, zi_rings *out, zhol_error *err)
{
    for (uint32_t start = 0; start < n; start++) {
        if (is_used[start]) {
            continue;
        }
        for (uint32_t i = start; !is_used[i];) {
            is_used[i] = 1;
            memcpy(out->points[out->n_points++], edges[i].from, sizeof edges[i].from);
            const uint32_t next = next_of(edges, n, i);
            if (next == UINT32_MAX || (is_used[next] && next != start)) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "the edges of a region do not close at %.10g, %.10g", edges[i].to[0],
                    edges[i].to[1]);
            }
            i = next;
        }
        out->first[++out->n] = out->n_points;
    }
    return ZHOL_OK;
}

double
zi_rings_area(const zi_rings *r, uint32_t ring)
{
    const uint32_t first = r->first[ring], end = r->first[ring + 1];
    const double *origin = r->points[first];
    double sum = 0;

    for (uint32_t i = first; i < end; i++) {
        const double *a = r->points[i], *b = r->points[i + 1 < end ? i + 1 : first];
        sum += (a[0] - origin[0]) * (b[1] - origin[1])
               - (b[0] - origin[0]) * (a[1] - origin[1]);
    }
    return sum / 2;
}

static bool
ring_contains(const zi_rings *r, uint32_t ring, double x, double y)
{
    const uint32_t first = r->first[ring], end = r->first[ring + 1];
    bool is_inside = false;

    for (uint32_t i = first; i < end; i++) {
        const double *a = r->points[i], *b = r->points[i + 1 < end ? i + 1 : first];
        if ((a[1] > y) != (b[1] > y)) {
            const double at = a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
            is_inside = is_inside != (x < at);
        }
    }
    return is_inside;
}

/* A hole belongs to the smallest outer ring around it. */
static zhol_status
find_outers(zi_rings *r, zhol_error *err)
{
    double *area = ZI_NEW(double, (size_t) r->n + 1);

    if (!area) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < r->n; i++) {
        area[i] = zi_rings_area(r, i);
        r->outer[i] = i;
    }
    for (uint32_t i = 0; i < r->n; i++) {
        const double *a = r->points[r->first[i]], *b = r->points[r->first[i] + 1];
        const double x = a[0] + (b[0] - a[0]) / 2, y = a[1] + (b[1] - a[1]) / 2;
        for (uint32_t k = 0; k < r->n && area[i] < 0; k++) {
            if (area[k] > -area[i] && (r->outer[i] == i || area[k] < area[r->outer[i]])
                && ring_contains(r, k, x, y)) {
                r->outer[i] = k;
            }
        }
    }
    zi_free(area);
    return ZHOL_OK;
}

zhol_status
zi_region_rings(const zi_region *region, zi_rings *out, zhol_error *err)
{
    const uint32_t n = region->n;
    zi_edge *edges = ZI_NEW(zi_edge, (size_t) n + 1);
    uint8_t *is_used = ZI_NEW(uint8_t, (size_t) n + 1);
    zhol_status status = ZHOL_LIMIT;

    *out = (zi_rings){ .n = 0 };
    out->first = ZI_NEW(uint32_t, (size_t) n + 1);
    out->outer = ZI_NEW(uint32_t, (size_t) n + 1);
    out->points = zi_calloc((size_t) n + 1, sizeof *out->points);
    if (!edges || !is_used || !out->first || !out->outer || !out->points) {
        (void) no_memory(err);
        goto out;
    }
    if (n > 0) {
        memcpy(edges, region->edges, n * sizeof *edges);
        qsort(edges, n, sizeof *edges, by_start);
    }
    status = chain(edges, n, is_used, out, err);
    if (status == ZHOL_OK) {
        status = find_outers(out, err);
    }
out:
    zi_free(edges);
    zi_free(is_used);
    if (status != ZHOL_OK) {
        zi_rings_free(out);
    }
    return status;
}

void
zi_rings_free(zi_rings *r)
{
    zi_free(r->first);
    zi_free(r->outer);
    zi_free(r->points);
    *r = (zi_rings){ .n = 0 };
}
