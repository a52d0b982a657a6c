/* SPDX-License-Identifier: Apache-2.0 */
/* Which crossings a name means. */
#include "report/border.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/world.h"

static zhol_ref
economy_of(const zhol_world *w, zhol_ref place)
{
    return zhol_world_places(w, NULL)[place].economy;
}

static const char *
iso3_of(const zhol_world *w, zhol_ref economy)
{
    return zhol_world_text(w, zhol_world_economies(w, NULL)[economy].iso3);
}

static bool
is_border_link(const zhol_world *w, const zhol_link *l)
{
    const zhol_ref a = economy_of(w, l->from), b = economy_of(w, l->to);

    return a != b && a != ZHOL_NO_ROW && b != ZHOL_NO_ROW && l->mode != ZHOL_MODE_AIR;
}

/* Two economies of "KAZ-CHN". ZHOL_NONE: the name does not begin with an economy and a
 * dash; ZHOL_USAGE: what follows is none. */
static zhol_status
read_pair(const zhol_world *w, const char *name, zhol_ref out[2], zhol_error *err)
{
    const char *dash = strchr(name, '-');
    char first[64];

    if (!dash || dash == name || (size_t) (dash - name) >= sizeof first) {
        return ZHOL_NONE;
    }
    memcpy(first, name, (size_t) (dash - name));
    first[dash - name] = '\0';
    const zhol_status status = zhol_world_find_economy(w, first, &out[0], err);
    if (status != ZHOL_OK) {
        return status == ZHOL_USAGE ? ZHOL_NONE : status;
    }
    return zhol_world_find_economy(w, dash + 1, &out[1], err);
}

/* What was named; the rest is ZHOL_NO_ROW. */
typedef struct named {
    zhol_ref link, place, economy[2];
} named;

static zhol_status
read_name(const zhol_world *w, const char *name, named *out, zhol_error *err)
{
    *out = (named){ ZHOL_NO_ROW, ZHOL_NO_ROW, { ZHOL_NO_ROW, ZHOL_NO_ROW } };
    out->link = zi_world_link_by_id(w, name);
    if (out->link != ZHOL_NO_ROW) {
        return ZHOL_OK;
    }
    zhol_status status = zhol_world_find_place(w, name, &out->place, err);
    if (status != ZHOL_USAGE) {
        return status;
    }
    status = read_pair(w, name, out->economy, err);
    return status == ZHOL_NONE ? zhol_world_find_place(w, name, &out->place, err)
                               : status;
}

/* Is it one of those asked for? *is_turned: its `to` is on the side named first. */
static bool
is_asked(const zhol_world *w, const zhol_link *l, const named *asked, bool *is_turned)
{
    if (asked->link != ZHOL_NO_ROW) {
        const zhol_link *link = &zhol_world_links(w, NULL)[asked->link];
        *is_turned = l->from != link->from;
        return (l->from == link->from && l->to == link->to)
               || (l->from == link->to && l->to == link->from);
    }
    if (asked->place != ZHOL_NO_ROW) {
        *is_turned = l->to == asked->place;
        return l->from == asked->place || l->to == asked->place;
    }
    *is_turned = economy_of(w, l->to) == asked->economy[0];
    return economy_of(w, *is_turned ? l->to : l->from) == asked->economy[0]
           && economy_of(w, *is_turned ? l->from : l->to) == asked->economy[1];
}

static void
add(zi_border *border, zhol_ref a, zhol_ref b, uint32_t mode)
{
    for (uint32_t i = 0; i < border->n_crossings; i++) {
        if (border->crossings[i].a == a && border->crossings[i].b == b) {
            border->crossings[i].modes |= 1u << mode;
            return;
        }
    }
    border->crossings[border->n_crossings++] = (zi_crossing){ a, b, 1u << mode };
}

/* Places are in the order of their ids. */
static int
by_places(const void *x, const void *y)
{
    const zi_crossing *p = x, *q = y;

    return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

static zhol_status
none(const zhol_world *w, const char *name, const named *asked, zhol_error *err)
{
    if (asked->economy[0] != ZHOL_NO_ROW) {
        return zi_fail(err, ZHOL_NONE, "no link of the tables crosses from %s to %s",
            iso3_of(w, asked->economy[0]), iso3_of(w, asked->economy[1]));
    }
    return zi_fail(err, ZHOL_NONE,
        "'%.60s' is at no border: no link joins it to a place of another economy", name);
}

/* Which ways are asked for, seen from the first crossing's side a. */
static zhol_status
read_direction(zi_border *border, zhol_error *err)
{
    const char *direction = border->view->direction;
    zhol_ref pair[2];

    border->ways = ZI_BORDER_OUT | ZI_BORDER_IN;
    if (!direction) {
        return ZHOL_OK;
    }
    if (strcmp(direction, "out") == 0 || strcmp(direction, "in") == 0) {
        border->ways = direction[0] == 'o' ? ZI_BORDER_OUT : ZI_BORDER_IN;
        return ZHOL_OK;
    }
    const zhol_status status = read_pair(border->w, direction, pair, err);
    if (status != ZHOL_OK) {
        return status != ZHOL_NONE
                   ? status
                   : zi_fail(err, ZHOL_USAGE,
                       "a direction is out, in or two economies (KAZ-CHN), not '%.60s'",
                       direction);
    }
    border->ways = 0;
    for (uint32_t i = 0; i < border->n_crossings; i++) {
        const zhol_ref a = economy_of(border->w, border->crossings[i].a);
        const zhol_ref b = economy_of(border->w, border->crossings[i].b);
        border->ways |= a == pair[0] && b == pair[1] ? ZI_BORDER_OUT : 0u;
        border->ways |= b == pair[0] && a == pair[1] ? ZI_BORDER_IN : 0u;
    }
    return border->ways ? ZHOL_OK
                        : zi_fail(err, ZHOL_NONE, "no crossing leads from %s to %s here",
                            iso3_of(border->w, pair[0]), iso3_of(border->w, pair[1]));
}

zhol_status
zi_border_find(zi_border *border, const char *name, zhol_error *err)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(border->w, &n);
    named asked;
    zhol_status status = read_name(border->w, name, &asked, err);

    if (status != ZHOL_OK) {
        return status;
    }
    border->crossings = ZI_NEW(zi_crossing, (size_t) n + 1);
    if (!border->crossings) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the crossings");
    }
    for (uint32_t i = 0; i < n; i++) {
        bool is_turned = false;
        if (is_border_link(border->w, &links[i])
            && is_asked(border->w, &links[i], &asked, &is_turned)) {
            add(border, is_turned ? links[i].to : links[i].from,
                is_turned ? links[i].from : links[i].to, links[i].mode);
        }
    }
    if (border->n_crossings == 0) {
        return none(border->w, name, &asked, err);
    }
    qsort(border->crossings, border->n_crossings, sizeof *border->crossings, by_places);
    return read_direction(border, err);
}

bool
zi_crossing_has(const zi_crossing *c, const zhol_link *l)
{
    return l->mode != ZHOL_MODE_AIR
           && ((l->from == c->a && l->to == c->b) || (l->from == c->b && l->to == c->a));
}

bool
zi_crossing_is_in(const zi_border *border, const zi_crossing *c, zhol_scope scope)
{
    return zi_scene_is_in(border->now, c->a, scope)
           || zi_scene_is_in(border->now, c->b, scope);
}

bool
zi_crossing_is_ruled(const zi_border *border, const zi_crossing *c, const zhol_rule *rule)
{
    const zhol_scope *stops = zhol_world_stops(border->w, NULL);

    for (uint32_t k = 0; k < rule->n_borders; k++) {
        if (zi_crossing_is_in(border, c, stops[rule->first_border + k])) {
            return true;
        }
    }
    return false;
}

bool
zi_crossing_has_status(
    const zi_border *border, const zi_crossing *c, const zhol_status_row *row)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(border->w, &n);

    if (row->what == ZHOL_STATUS_OF_PLACE) {
        return row->ref == c->a || row->ref == c->b;
    }
    if (row->what == ZHOL_STATUS_OF_LINK) {
        return zi_crossing_has(c, &links[row->ref]);
    }
    if (row->what == ZHOL_STATUS_OF_ECONOMY) {
        const zhol_place *places = zhol_world_places(border->w, &n);
        return places[c->a].economy == row->ref || places[c->b].economy == row->ref;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (links[i].pass == row->ref && zi_crossing_has(c, &links[i])) {
            return true;
        }
    }
    return false;
}
