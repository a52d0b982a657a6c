/* SPDX-License-Identifier: Apache-2.0 */
/* Which way of an answer is the one that a case speaks of. */
#include "ledger/inside.h"

enum { MAX_TOLD = 24 };

static const uint32_t SHIPS =
    1u << ZHOL_MODE_SEA | 1u << ZHOL_MODE_RAIL_FERRY | 1u << ZHOL_MODE_ROAD_FERRY;

/* The economies that a case names: its ends and its via. */
typedef struct told {
    zhol_ref economy[MAX_TOLD];
    uint32_t n;
} told;

typedef struct choice {
    const zhol_alternative *way; /* NULL: none */
    bool strays;                 /* touches an economy that the case does not name */
} choice;

/* Does the way use every mode of the case? A ferry is a ship too. */
static bool
has_modes(const zhol_alternative *way, uint32_t modes)
{
    uint32_t used = 0;

    for (uint32_t m = 0; m < way->n_modes; m++) {
        used |= 1u << way->modes[m];
    }
    return (!(modes & SHIPS) || (used & SHIPS)) && (modes & ~SHIPS & ~used) == 0;
}

static bool
is_told(const told *t, zhol_ref economy)
{
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->economy[i] == economy) {
            return true;
        }
    }
    return economy == ZHOL_NO_ROW; /* at sea */
}

static void
tell(told *t, zhol_ref economy)
{
    if (!is_told(t, economy) && t->n < MAX_TOLD) {
        t->economy[t->n++] = economy;
    }
}

/* Where goods go by ship between two shores, the way by land round the water is not what
 * the case speaks of. */
static bool
has_ships(uint32_t modes)
{
    return (modes & SHIPS) != 0 && (modes & ~SHIPS) != 0;
}

/* false: the case does not say which economies it passes. */
static bool
read_told(
    const zhol_world *w, const zi_wanted *wanted, const zhol_routes *routes, told *t)
{
    const zhol_place *places = zhol_world_places(w, NULL);

    t->n = 0;
    tell(t, zhol_end_economy(w, &routes->from));
    tell(t, zhol_end_economy(w, &routes->to));
    for (uint32_t i = 0; i < wanted->n_via; i++) {
        const zhol_scope *scope = &wanted->via[i];
        if (scope->kind == ZHOL_SCOPE_PLACE) {
            tell(t, places[scope->ref].economy);
        } else if (scope->kind == ZHOL_SCOPE_ECONOMY) {
            tell(t, scope->ref);
        } else {
            return false;
        }
    }
    return wanted->n_via > 0 && has_ships(wanted->modes);
}

static bool
strays(const zhol_world *w, const told *t, const zhol_alternative *way)
{
    const zhol_place *places = zhol_world_places(w, NULL);

    for (uint32_t i = 0; i < way->n_legs; i++) {
        const zhol_leg *leg = &way->legs[i];
        if ((leg->from != ZHOL_NO_ROW && !is_told(t, places[leg->from].economy))
            || (leg->to != ZHOL_NO_ROW && !is_told(t, places[leg->to].economy))) {
            return true;
        }
    }
    return false;
}

static bool
is_before(const choice *a, const choice *b)
{
    if (!a->way || !b->way) {
        return a->way != NULL;
    }
    return a->strays != b->strays ? b->strays : a->way->time_mean_h < b->way->time_mean_h;
}

static choice
choose(const zhol_world *w, const zi_wanted *wanted, const zhol_routes *routes)
{
    choice best = { NULL, false };
    told t;
    const bool is_strict = read_told(w, wanted, routes, &t);

    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        const zhol_alternative *way = &routes->alternatives[i];
        const choice next = { way, is_strict && strays(w, &t, way) };
        if (has_modes(way, wanted->modes) && is_before(&next, &best)) {
            best = next;
        }
    }
    return best;
}

const zhol_alternative *
zi_ledger_choose(const zhol_world *w, const zi_wanted *wanted, const zhol_routes *routes)
{
    return choose(w, wanted, routes).way;
}

bool
zi_ledger_is_better(const zhol_world *w, const zi_wanted *wanted, const zhol_routes *a,
    const zhol_routes *b)
{
    if (!b) {
        return true;
    }
    const choice x = choose(w, wanted, a), y = choose(w, wanted, b);
    return is_before(&x, &y);
}
