/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/contour.h"

#include <stdbool.h>

enum { CORNERS = 4 };

/* A corner of a cell: column and row, which may lie one beyond the grid. */
typedef struct corner {
    int64_t column, row;
    double value;
    bool is_inside, is_there;
} corner;

/* Where the region's edge crosses a side of a cell. */
typedef struct crossing {
    double at[2];
    bool is_exit; /* going round counterclockwise one leaves the region here */
} crossing;

static corner
corner_at(const zi_field *f, int64_t column, int64_t row, double level)
{
    corner c = { .column = column, .row = row };

    c.is_there = column >= 0 && row >= 0 && column < f->n_columns && row < f->n_rows;
    if (c.is_there) {
        c.value = f->value[row * f->n_columns + column];
        c.is_inside = c.value <= level;
    }
    return c;
}

static void
place(const zi_field *f, const corner *c, double at[2])
{
    at[0] = f->west + (double) c->column * f->step;
    at[1] = f->south + (double) c->row * f->step;
}

/* The same bits from both cells of a side: always from the lower corner to the higher. */
static void
cross(const zi_field *f, const corner *a, const corner *b, double level, double at[2])
{
    static const double least = 1e-6; /* vertices keep off the nodes */
    const bool is_turned = b->column < a->column || b->row < a->row;
    const corner *low = is_turned ? b : a, *high = is_turned ? a : b;
    double from[2], to[2];

    if (!a->is_there || !b->is_there) {
        place(f, a->is_there ? a : b, at); /* the region ends at the grid's rim */
        return;
    }
    double share = (level - low->value) / (high->value - low->value);
    share = share < least ? least : share > 1 - least ? 1 - least : share;
    place(f, low, from);
    place(f, high, to);
    at[0] = from[0] + share * (to[0] - from[0]);
    at[1] = from[1] + share * (to[1] - from[1]);
}

/* A saddle: are its two inside corners joined? */
static bool
is_joined(const corner c[CORNERS], double level)
{
    double sum = 0;

    for (int i = 0; i < CORNERS; i++) {
        if (!c[i].is_there) {
            return false;
        }
        sum += c[i].value;
    }
    return sum / CORNERS <= level;
}

static zhol_status
add_cell(const zi_field *f, int64_t column, int64_t row, double level, zi_region *out,
    zhol_error *err)
{
    const corner c[CORNERS] = { corner_at(f, column, row, level),
        corner_at(f, column + 1, row, level), corner_at(f, column + 1, row + 1, level),
        corner_at(f, column, row + 1, level) };
    crossing x[CORNERS];
    uint32_t n = 0;
    zhol_status status = ZHOL_OK;

    for (int i = 0; i < CORNERS; i++) {
        const corner *a = &c[i], *b = &c[(i + 1) % CORNERS];
        if (a->is_inside != b->is_inside) {
            cross(f, a, b, level, x[n].at);
            x[n++].is_exit = a->is_inside;
        }
    }
    /* An edge leads from where one leaves the region to where one enters it: of the same
     * part (before), or in a saddle whose parts are joined of the other (behind). */
    const uint32_t step = n == 4 && is_joined(c, level) ? 1 : n - 1;
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        if (x[i].is_exit) {
            status = zi_region_add(out, x[i].at, x[(i + step) % n].at, err);
        }
    }
    return status;
}

zhol_status
zi_contour(const zi_field *field, double level, zi_region *out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    *out = (zi_region){ .n = 0 };
    for (int64_t row = -1; row < field->n_rows && status == ZHOL_OK; row++) {
        for (int64_t column = -1; column < field->n_columns && status == ZHOL_OK;
             column++) {
            status = add_cell(field, column, row, level, out, err);
        }
    }
    if (status != ZHOL_OK) {
        zi_region_free(out);
    }
    return status;
}
