/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol border`: what passing a border takes, from the rows that routes use. */
#include "report/border.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"
#include "net/words.h"

/* Rows of years farther apart than this from the one asked for are not shown. */
enum { NEAR_YEARS = 5 };

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the sheet of a border");
}

static bool
is_about_borders(const zhol_procedure *p)
{
    return p->what == ZHOL_WHAT_BORDER || p->what == ZHOL_WHAT_WAGON_WAIT
           || p->what == ZHOL_WHAT_TRANSIT;
}

static uint32_t
bit_of_side(const zi_border *border, const zi_crossing *c, zhol_ref side, uint32_t way)
{
    const bool leaves = (side == c->a) == (way == ZI_BORDER_OUT);

    return border->ways & way ? 1u << (leaves ? ZHOL_DIRECTION_OUT : ZHOL_DIRECTION_IN)
                              : 0;
}

/* Bits of the directions asked for, seen from a side. */
static uint32_t
directions_of(const zi_border *border, const zi_crossing *c, zhol_ref side)
{
    return bit_of_side(border, c, side, ZI_BORDER_OUT)
           | bit_of_side(border, c, side, ZI_BORDER_IN);
}

static bool
applies(const zi_border *border, const zi_crossing *c, const zhol_procedure *p,
    zhol_ref side, zhol_ref other)
{
    const uint32_t directions = directions_of(border, c, side);
    const uint32_t year = border->view->year;
    const uint32_t apart = p->year > year ? p->year - year : year - p->year;

    return is_about_borders(p) && (!p->mode || (c->modes >> p->mode & 1u))
           && (!p->direction || (directions >> p->direction & 1u))
           && (year == 0 || p->year == 0 || apart <= NEAR_YEARS)
           && (p->what != ZHOL_WHAT_WAGON_WAIT || (c->modes >> ZHOL_MODE_RAIL & 1u))
           && zi_scene_is_in(border->now, side, p->at)
           && zi_scene_is_in(border->now, other, p->other);
}

/* A word that is any, or the same. */
static bool
holds(uint32_t word, uint32_t other)
{
    return word == 0 || word == other;
}

/* Is q taken before p whenever p would fit in that direction and mode? The scope is
 * compared before all else but own rows; a row of the normal regime fits all others. */
static bool
overrules(
    const zhol_procedure *q, const zhol_procedure *p, uint32_t direction, uint32_t mode)
{
    const bool is_mine = q->origin.is_mine != 0, was_mine = p->origin.is_mine != 0;
    const bool is_narrower = is_mine != was_mine        ? is_mine
                             : q->at.kind != p->at.kind ? q->at.kind > p->at.kind
                                                        : q->other.kind > p->other.kind;

    return is_narrower && q->what == p->what && holds(q->mode, mode)
           && holds(q->direction, direction) && holds(q->cargo, p->cargo)
           && holds(q->service_class, p->service_class)
           && (holds(q->regime, p->regime) || q->regime == ZHOL_REGIME_NORMAL);
}

typedef struct rows_of_side {
    const zi_border_row *rows;
    uint32_t n;
    uint32_t directions, modes; /* bits of those asked for */
} rows_of_side;

/* A row for both directions or for all modes may be overruled by one row for each. */
static bool
is_overruled(const rows_of_side *s, const zhol_procedure *p)
{
    for (uint32_t way = 0; way < 2 * ZHOL_N_MODES; way++) {
        const uint32_t mode = way / 2;
        const uint32_t direction = way % 2 ? ZHOL_DIRECTION_OUT : ZHOL_DIRECTION_IN;
        bool is_here = !(s->directions >> direction & 1u) || !(s->modes >> mode & 1u)
                       || !holds(p->direction, direction) || !holds(p->mode, mode);
        for (uint32_t k = 0; k < s->n && !is_here; k++) {
            is_here = overrules(s->rows[k].p, p, direction, mode);
        }
        if (!is_here) {
            return false;
        }
    }
    return true;
}

static int
order(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* By side, what, direction; then the narrower scope, the class, the year; the order of
 * the table decides the rest. */
static int
by_scope(const void *x, const void *y)
{
    const zi_border_row *r = x, *s = y;
    const zhol_procedure *p = r->p, *q = s->p;
    int o = order(p->what, q->what);

    o = o ? o : order(p->mode, q->mode);
    o = o ? o : order(p->direction, q->direction);
    o = o ? o : order(q->at.kind, p->at.kind);
    o = o ? o : order(q->other.kind, p->other.kind);
    o = o ? o : order(p->service_class, q->service_class);
    o = o ? o : order(p->year, q->year);
    return o ? o : (p > q) - (p < q);
}

zhol_status
zi_border_rows(const zi_border *border, const zi_crossing *c, zi_border_row **out,
    uint32_t *n, zhol_error *err)
{
    uint32_t n_procedures, first = 0;
    const zhol_procedure *all = zhol_world_procedures(border->w, &n_procedures);
    const zhol_ref sides[] = { c->a, c->b };

    *n = 0;
    *out = ZI_NEW(zi_border_row, 2 * (size_t) n_procedures + 1);
    if (!*out) {
        return no_memory(err);
    }
    for (int s = 0; s < 2; s++, first = *n) {
        for (uint32_t i = 0; i < n_procedures; i++) {
            if (applies(border, c, &all[i], sides[s], sides[1 - s])) {
                (*out)[(*n)++] =
                    (zi_border_row){ &all[i], sides[s], sides[1 - s], false };
            }
        }
        const rows_of_side side = { *out + first, *n - first,
            directions_of(border, c, sides[s]), c->modes };
        for (uint32_t i = first; i < *n; i++) {
            (*out)[i].is_overruled = is_overruled(&side, (*out)[i].p);
        }
        if (*n > first) {
            qsort(*out + first, *n - first, sizeof **out, by_scope);
        }
    }
    return ZHOL_OK;
}

bool
zi_border_is_gauge(const zhol_procedure *p)
{
    return p->what == ZHOL_WHAT_CONTAINER_LIFT || p->what == ZHOL_WHAT_BOGIE_EXCHANGE
           || p->what == ZHOL_WHAT_BULK_TRANSFER;
}

/* Passing */

uint32_t
zi_border_passages(
    const zi_border *border, const zi_crossing *c, zi_passage out[ZI_MAX_PASSAGES])
{
    static const uint32_t classes[ZHOL_N_MODES][3] = {
        [ZHOL_MODE_RAIL] = { ZHOL_CLASS_EXPRESS_BLOCK, ZHOL_CLASS_REGULAR_BLOCK,
            ZHOL_CLASS_WAGONLOAD },
        [ZHOL_MODE_ROAD] = { ZHOL_CLASS_TRUCK },
        [ZHOL_MODE_SEA] = { ZHOL_CLASS_FEEDER },
        [ZHOL_MODE_INLAND_WATER] = { ZHOL_CLASS_BARGE },
        [ZHOL_MODE_RAIL_FERRY] = { ZHOL_CLASS_FERRY },
        [ZHOL_MODE_ROAD_FERRY] = { ZHOL_CLASS_FERRY },
    };
    uint32_t n = 0;

    for (uint32_t way = ZI_BORDER_OUT; way <= ZI_BORDER_IN; way++) {
        for (uint32_t mode = ZHOL_MODE_RAIL; mode < ZHOL_N_MODES; mode++) {
            for (int k = 0; k < 3; k++) {
                if ((border->ways & way) && (c->modes >> mode & 1u) && classes[mode][k]) {
                    const bool is_out = way == ZI_BORDER_OUT;
                    out[n++] = (zi_passage){ is_out ? c->a : c->b, is_out ? c->b : c->a,
                        mode, classes[mode][k] };
                }
            }
        }
    }
    return n;
}

static void
add_step(const zi_border *border, const zi_scene *scene, const zi_step *step,
    uint32_t regime, zi_toll *toll)
{
    zi_item item;

    if (zi_item_step(scene, &border->load, step, &item)) {
        toll->hours[regime] += item.leg.time_h;
        toll->usd[regime] += item.leg.cost_usd;
        toll->has_rows = true;
    }
}

/* The same steps as an arc over the border (cost/network_items.c). */
static void
pass(const zi_border *border, const zi_scene *scene, const zi_passage *passage,
    uint32_t regime, zi_toll *toll)
{
    zi_step step = { .what = ZHOL_WHAT_BORDER,
        .mode = passage->mode,
        .service_class = passage->service_class,
        .direction = ZHOL_DIRECTION_OUT,
        .at = passage->from,
        .other = passage->to };

    for (int side = 0; side < 2; side++) {
        step.what = ZHOL_WHAT_BORDER;
        add_step(border, scene, &step, regime, toll);
        if (passage->mode == ZHOL_MODE_RAIL) {
            step.what = ZHOL_WHAT_WAGON_WAIT;
            add_step(border, scene, &step, regime, toll);
        }
        if (side == 1
            && (passage->mode == ZHOL_MODE_RAIL || passage->mode == ZHOL_MODE_ROAD)) {
            step.what = ZHOL_WHAT_TRANSIT;
            add_step(border, scene, &step, regime, toll);
        }
        step.direction = ZHOL_DIRECTION_IN;
        step.at = passage->to;
        step.other = passage->from;
    }
}

/* Within a second and a cent. */
static bool
are_equal(const zi_toll *x, const zi_toll *y)
{
    bool is_equal = x->has_rows == y->has_rows;

    for (int r = 0; r < 3; r++) {
        is_equal = is_equal && fabs(x->hours[r] - y->hours[r]) < 1.0 / 3600
                   && fabs(x->usd[r] - y->usd[r]) < 0.01;
    }
    return is_equal;
}

uint32_t
zi_border_tolls(const zi_border *border, const zi_passage *passage, zi_toll *out)
{
    uint32_t n = 0;

    for (uint32_t y = 0; y < border->n_years; y++) {
        zi_toll toll = { .first_year = border->years[y], .last_year = border->years[y] };
        for (uint32_t r = 0; r < 3; r++) {
            pass(border, border->scenes[3 * y + r], passage, r, &toll);
        }
        if (n > 0 && are_equal(&out[n - 1], &toll)) {
            out[n - 1].last_year = toll.last_year;
        } else {
            out[n++] = toll;
        }
    }
    return n;
}

/* Scenes */

static zhol_status
new_scene(const zi_border *border, uint32_t year, uint32_t regime, zi_scene **out,
    zhol_error *err)
{
    zhol_scenario scenario;

    zhol_scenario_defaults(&scenario);
    scenario.year = year;
    scenario.regime = regime;
    return zi_scene_new(border->book, &scenario, 0, out, err);
}

static int
by_number(const void *x, const void *y)
{
    return order(*(const uint32_t *) x, *(const uint32_t *) y);
}

/* Years of all rows about borders that apply at any crossing, and the data year. */
static zhol_status
find_years(zi_border *border, zhol_error *err)
{
    uint32_t n_procedures, n = 0;
    const zhol_procedure *all = zhol_world_procedures(border->w, &n_procedures);

    border->years = ZI_NEW(uint32_t, (size_t) n_procedures + 1);
    if (!border->years) {
        return no_memory(err);
    }
    if (border->view->year > 0) {
        border->years[border->n_years++] = border->view->year;
        return ZHOL_OK;
    }
    border->years[n++] = zhol_world_data_year(border->w);
    for (uint32_t i = 0; i < n_procedures; i++) {
        bool is_here = false;
        for (uint32_t c = 0; c < border->n_crossings && all[i].year > 0; c++) {
            const zi_crossing *x = &border->crossings[c];
            is_here = is_here || applies(border, x, &all[i], x->a, x->b)
                      || applies(border, x, &all[i], x->b, x->a);
        }
        if (is_here) {
            border->years[n++] = all[i].year;
        }
    }
    qsort(border->years, n, sizeof *border->years, by_number);
    for (uint32_t i = 0; i < n; i++) {
        if (border->n_years == 0
            || border->years[border->n_years - 1] != border->years[i]) {
            border->years[border->n_years++] = border->years[i];
        }
    }
    return ZHOL_OK;
}

static zhol_status
make_scenes(zi_border *border, zhol_error *err)
{
    zhol_status status = find_years(border, err);

    if (status == ZHOL_OK) {
        border->scenes = ZI_NEW(zi_scene *, 3 * (size_t) border->n_years);
        status = border->scenes ? ZHOL_OK : no_memory(err);
    }
    for (uint32_t y = 0; y < border->n_years && status == ZHOL_OK; y++) {
        for (uint32_t r = 0; r < 3 && status == ZHOL_OK; r++) {
            status = new_scene(border, border->years[y], ZHOL_REGIME_NORMAL + r,
                &border->scenes[3 * y + r], err);
        }
    }
    return status;
}

zhol_status
zi_border_new(const zhol_world *w, const char *name, const zhol_border_view *view,
    zi_border *out, zhol_error *err)
{
    zhol_consignment consignment;
    zhol_status status;

    *out = (zi_border){ .w = w, .view = view };
    zhol_consignment_defaults(&consignment);
    status = zi_border_find(out, name, err);
    if (status == ZHOL_OK) {
        status = zi_book_new(w, &out->book, err);
    }
    if (status == ZHOL_OK) {
        status = zi_load_make(out->book, &consignment, &out->load, err);
    }
    if (status == ZHOL_OK) {
        status = new_scene(out, view->year, ZHOL_REGIME_NORMAL, &out->now, err);
    }
    return status == ZHOL_OK ? make_scenes(out, err) : status;
}

void
zi_border_free(zi_border *border)
{
    for (uint32_t i = 0; border->scenes && i < 3 * border->n_years; i++) {
        zi_scene_free(border->scenes[i]);
    }
    zi_scene_free(border->now);
    zi_free(border->scenes);
    zi_free(border->years);
    zi_book_free(border->book);
    zi_free(border->crossings);
    *border = (zi_border){ 0 };
}

void
zi_border_scope(const zhol_world *w, zhol_scope scope, zi_buffer *out)
{
    zi_buffer_text(out, zi_scope_words[scope.kind]);
    if (scope.kind == ZHOL_SCOPE_KIND) {
        zi_buffer_text(out, zhol_place_kind_word(scope.ref));
    } else if (scope.kind == ZHOL_SCOPE_GROUP) {
        zi_buffer_text(out, zhol_world_text(w, scope.ref));
    } else if (scope.kind == ZHOL_SCOPE_ECONOMY) {
        zi_buffer_text(
            out, zhol_world_text(w, zhol_world_economies(w, NULL)[scope.ref].iso3));
    } else if (scope.kind == ZHOL_SCOPE_PLACE) {
        zi_buffer_text(out, zi_report_place_id(w, scope.ref));
    }
}

zhol_status
zhol_report_border(const zhol_world *w, const char *name, const zhol_border_view *view,
    zhol_buffer *out, zhol_error *err)
{
    zi_border border = { 0 };
    zi_buffer made;
    zhol_status status = ZHOL_OK;

    if (view->format != ZHOL_FORMAT_TABLE && view->format != ZHOL_FORMAT_MD
        && view->format != ZHOL_FORMAT_JSON) {
        return zi_fail(err, ZHOL_USAGE, "a border is shown as table, md or json");
    }
    status = zi_border_new(w, name, view, &border, err);
    if (status == ZHOL_OK) {
        made = zi_report_take_over(out);
        if (view->format == ZHOL_FORMAT_JSON) {
            zi_border_json(&border, &made);
        } else {
            zi_border_text(&border,
                view->format == ZHOL_FORMAT_MD ? ZI_GRID_MD : ZI_GRID_TEXT, &made);
        }
        status = zi_report_hand_over(&made, out, err);
    }
    zi_border_free(&border);
    return status;
}
