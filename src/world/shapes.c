/* SPDX-License-Identifier: Apache-2.0 */
#include "world/shapes.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "io/csv.h"
#include "world/schema.h"

enum { ISO3, RING, POINTS, N_FIELDS };
enum { LEAST_POINTS = 3, MAX_LON = 40000, MAX_LAT = 9000, MAX_POINTS = 10 * 1000 * 1000 };

static const char *const columns[N_FIELDS] = { "iso3", "ring", "points" };

void
zi_shapes_free(zi_shapes *s)
{
    zi_free(s->rings);
    zi_free(s->iso3);
    zi_free(s->points);
    *s = (zi_shapes){ 0 };
}

static zhol_status
read_head(zi_csv *csv, zhol_error *err)
{
    bool has_row = false, is_right;
    zhol_status status = zi_csv_next(csv, &has_row, err);

    if (status != ZHOL_OK) {
        return status;
    }
    is_right = has_row && zi_csv_n_fields(csv) == N_FIELDS;
    for (uint32_t i = 0; i < N_FIELDS && is_right; i++) {
        is_right = strcmp(zi_csv_field(csv, i), columns[i]) == 0;
    }
    return is_right ? ZHOL_OK
                    : zi_csv_fail(csv, err, "the columns must be iso3,ring,points");
}

/* A step of up to a turn round the globe, "-123", and the blank behind it. */
static bool
read_step(const char **text, int *out)
{
    const char *at = *text;
    const int sign = *at == '-' ? -1 : 1;
    int value = 0, n_digits = 0;

    at += sign < 0;
    for (; *at >= '0' && *at <= '9' && n_digits <= 5; at++, n_digits++) {
        value = value * 10 + (*at - '0');
    }
    if (n_digits == 0 || n_digits > 5 || (*at != ' ' && *at != '\0')) {
        return false;
    }
    *text = *at == ' ' ? at + 1 : at;
    *out = sign * value;
    return true;
}

static zhol_status
add_point(zi_shapes *s, int lon, int lat, zhol_error *err)
{
    double(*points)[2] = s->n_points >= MAX_POINTS
                             ? NULL
                             : zi_grow(s->points, &s->point_capacity,
                                 (size_t) s->n_points + 1, sizeof *points);
    if (!points) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    s->points = points;
    points[s->n_points][0] = lon / 100.0;
    points[s->n_points][1] = lat / 100.0;
    s->n_points++;
    return ZHOL_OK;
}

static zhol_status
read_points(zi_shapes *s, const zi_csv *csv, uint32_t *n, zhol_error *err)
{
    const char *text = zi_csv_field(csv, POINTS);
    int lon = 0, lat = 0, step[2] = { 0, 0 };
    zhol_status status = ZHOL_OK;

    for (*n = 0; *text != '\0' && status == ZHOL_OK; (*n)++) {
        if (!read_step(&text, &step[0]) || !read_step(&text, &step[1])) {
            return zi_csv_fail(csv, err,
                "point %u: pairs of whole hundredths of a degree, one blank between "
                "numbers, would be right",
                (unsigned) *n + 1);
        }
        lon += step[0];
        lat += step[1];
        if (abs(lon) > MAX_LON || abs(lat) > MAX_LAT) {
            return zi_csv_fail(csv, err,
                "point %u lies at %.2f, %.2f: lon must be in [-400, 400] and lat in "
                "[-90, 90]",
                (unsigned) *n + 1, lon / 100.0, lat / 100.0);
        }
        status = add_point(s, lon, lat, err);
    }
    if (status == ZHOL_OK && *n < LEAST_POINTS) {
        status = zi_csv_fail(csv, err, "a ring has at least 3 points, not %u", *n);
    }
    return status;
}

static bool
has_rings(const zi_shapes *s, const char *iso3)
{
    uint32_t n;

    (void) zi_shapes_of(s, iso3, &n);
    return n > 0;
}

/* The ring's points are set when all are read: they move while they grow. */
static zhol_status
read_row(zi_shapes *s, const zi_csv *csv, uint32_t *number, zhol_error *err)
{
    const char *iso3 = zi_csv_field(csv, ISO3);
    const bool is_next = s->n > 0 && strcmp(s->iso3[s->n - 1], iso3) == 0;
    uint32_t given = 0, n_points = 0;

    if (strlen(iso3) != 3 || !zi_pattern_fits(ZI_PATTERN_UPPER_3, iso3, 3)) {
        return zi_csv_fail(csv, err, "iso3 must be three capital letters");
    }
    if (!is_next && has_rings(s, iso3)) {
        return zi_csv_fail(csv, err, "the rings of %s must follow each other", iso3);
    }
    *number = is_next ? *number + 1 : 1;
    if (!zi_number_read_u32(
            zi_csv_field(csv, RING), zi_csv_field_length(csv, RING), &given)
        || given != *number) {
        return zi_csv_fail(csv, err, "ring must be %u, the next of %s", *number, iso3);
    }
    zi_ring *rings =
        zi_grow(s->rings, &s->ring_capacity, (size_t) s->n + 1, sizeof *rings);
    s->rings = rings ? rings : s->rings;
    char(*all)[4] = zi_grow(s->iso3, &s->iso3_capacity, (size_t) s->n + 1, sizeof *all);
    s->iso3 = all ? all : s->iso3;
    if (!rings || !all) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    const zhol_status status = read_points(s, csv, &n_points, err);
    if (status == ZHOL_OK) {
        rings[s->n] = (zi_ring){ NULL, n_points };
        memcpy(all[s->n++], iso3, 4);
    }
    return status;
}

zhol_status
zi_shapes_read(
    const char *name, const char *data, size_t n, zi_shapes *out, zhol_error *err)
{
    zi_csv *csv = NULL;
    bool has_row = true;
    uint32_t number = 0, first = 0;
    zhol_status status;

    *out = (zi_shapes){ 0 };
    status = zi_csv_from_memory(name, data, n, &csv, err);
    if (status == ZHOL_OK) {
        status = read_head(csv, err);
    }
    while (status == ZHOL_OK) {
        status = zi_csv_next(csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        status = read_row(out, csv, &number, err);
    }
    zi_csv_close(csv);
    if (status != ZHOL_OK) {
        zi_shapes_free(out);
        return status;
    }
    for (uint32_t i = 0; i < out->n; i++) {
        out->rings[i].points = (const double(*)[2]) out->points + first;
        first += out->rings[i].n;
    }
    return ZHOL_OK;
}

const zi_ring *
zi_shapes_of(const zi_shapes *s, const char *iso3, uint32_t *n)
{
    uint32_t first = 0;

    *n = 0;
    while (first < s->n && strcmp(s->iso3[first], iso3) != 0) {
        first++;
    }
    while (first + *n < s->n && strcmp(s->iso3[first + *n], iso3) == 0) {
        (*n)++;
    }
    return s->rings ? s->rings + first : NULL;
}
