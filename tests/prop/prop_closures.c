/* SPDX-License-Identifier: Apache-2.0 */
/* Closing, in turn, every border, strait, canal, port and terminal: no criterion becomes
 * better, no answer goes by what is closed, and the answer is none exactly where a plain
 * search over the open links finds no way. On tiny for all pairs; on the world for the
 * pairs below, in the short run for every STRIDE-th closure. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "prop.h"
#include "unit/route/questions.h"
#include "unit/route/shortest.h"

enum { STRIDE = 13, N_CRITERIA = 3 };

/* Long ones, one that needs a strait, one over the Caspian, one landlocked at each end */
static const char *const world_pairs[][2] = { { "chongqing", "duisburg" },
    { "shanghai", "rotterdam" }, { "tashkent", "istanbul" }, { "almaty", "mumbai" },
    { "doha", "tokyo" }, { "kabul", "la_paz" }, { "odesa", "nairobi" },
    { "port_louis", "helsinki" } };
enum { N_WORLD_PAIRS = sizeof world_pairs / sizeof world_pairs[0] };

typedef struct closure {
    zhol_scope place; /* of a pass: EVERYWHERE, not used */
    zhol_ref pass;    /* or ZHOL_NO_ROW */
} closure;

typedef struct pair {
    zhol_ref ends[2];
    uint64_t best[ZI_N_WEIGHTS]; /* with nothing closed */
} pair;

typedef struct loop {
    question q;
    zi_book *book;
    zi_scene *open; /* nothing closed */
    closure *closures;
    pair *pairs;
    uint32_t n_closures, n_pairs, n_places, n_links;
    const zhol_place *places;
    const zhol_link *links;
    uint8_t *is_reached; /* by place: of connects() */
    uint32_t n_asked, n_none, n_worse;
} loop;

static const char *
name_of(const loop *l, const closure *c)
{
    const zhol_world *w = l->q.world;

    return c->pass != ZHOL_NO_ROW
               ? zhol_world_text(w, zhol_world_passes(w, NULL)[c->pass].id)
               : zhol_world_text(w, l->places[c->place.ref].id);
}

static bool
fails(const loop *l, const closure *c, const pair *x, const char *what)
{
    const zhol_world *w = l->q.world;

    fprintf(stderr, "%s to %s, closing %s: %s\n",
        zhol_world_text(w, l->places[x->ends[0]].id),
        zhol_world_text(w, l->places[x->ends[1]].id), c ? name_of(l, c) : "nothing",
        what);
    return false;
}

/* ------------------------------------------------- the oracle: links, open or closed */

static bool
is_shut(const loop *l, const closure *c, zhol_ref place)
{
    return l->open->place_bar[place] != ZI_OPEN
           || (c->pass == ZHOL_NO_ROW && c->place.ref == place);
}

/* Goes along a link if it is open in this direction; returns whether it is news. */
static bool
follow(loop *l, const closure *c, zhol_ref link, bool is_backward)
{
    const zhol_link *k = &l->links[link];
    const zhol_ref from = is_backward ? k->to : k->from;
    const zhol_ref to = is_backward ? k->from : k->to;

    if (!l->is_reached[from] || l->is_reached[to]
        || zi_scene_link_bar(l->open, link, is_backward) != ZI_OPEN
        || (is_backward && k->direction == ZHOL_DIRECTION_FORWARD)
        || (c->pass != ZHOL_NO_ROW && k->pass == c->pass) || is_shut(l, c, to)) {
        return false;
    }
    l->is_reached[to] = 1;
    return true;
}

static bool
connects(loop *l, const closure *c, const zhol_ref ends[2])
{
    bool is_news = !is_shut(l, c, ends[0]);

    memset(l->is_reached, 0, l->n_places);
    l->is_reached[ends[0]] = is_news;
    while (is_news && !l->is_reached[ends[1]]) {
        is_news = false;
        for (uint32_t i = 0; i < l->n_links; i++) {
            is_news |= follow(l, c, i, false);
            is_news |= follow(l, c, i, true);
        }
    }
    return l->is_reached[ends[1]];
}

/* ------------------------------------------------------------------- one closure */

static bool
goes_by(const loop *l, const closure *c)
{
    for (uint32_t i = 0; i < l->q.routes->n_alternatives; i++) {
        const zhol_alternative *a = &l->q.routes->alternatives[i];
        for (uint32_t k = 0; k < a->n_legs; k++) {
            const zhol_leg *leg = &a->legs[k];
            const bool has_place = c->place.ref == leg->from || c->place.ref == leg->to;
            const bool has_pass =
                leg->link != ZHOL_NO_ROW && l->links[leg->link].pass == c->pass;
            if (c->pass == ZHOL_NO_ROW ? has_place : has_pass) {
                return true;
            }
        }
    }
    return false;
}

/* The labelled ways are the best ones; each leg's rounding is half a unit of its arc. */
static bool
shows_the_best(const loop *l, const uint64_t best[ZI_N_WEIGHTS])
{
    static const double unit[N_CRITERIA] = { 3600, 100, 1000 };
    static const uint32_t label[N_CRITERIA] = { ZHOL_LABEL_FASTEST, ZHOL_LABEL_CHEAPEST,
        ZHOL_LABEL_CLEANEST };

    for (uint32_t k = 0; k < N_CRITERIA; k++) {
        const zhol_alternative *a = labelled(&l->q, label[k]);
        if (!a) {
            return false;
        }
        const double values[N_CRITERIA] = { a->time_mean_h, a->cost_usd, a->co2e_wtw_kg };
        if (fabs(values[k] * unit[k] - (double) best[k]) > 0.5 * a->n_legs + 0.5) {
            return false;
        }
    }
    return true;
}

static zhol_status
ask_closed(loop *l, const closure *c, const pair *x, uint64_t now[ZI_N_WEIGHTS])
{
    const zhol_end from = { .place = x->ends[0] }, to = { .place = x->ends[1] };
    question *q = &l->q;
    zhol_scenario *s = &q->options.scenario;

    zhol_scenario_defaults(s);
    s->close = &c->place;
    s->n_close = c->pass == ZHOL_NO_ROW;
    s->close_passes = &c->pass;
    s->n_close_passes = c->pass != ZHOL_NO_ROW;
    shortest(l->book, s, x->ends, now);
    zhol_routes_free(q->routes);
    q->err.message[0] = '\0';
    return zhol_router_find(
        q->router, &from, &to, &q->goods, &q->options, &q->routes, &q->err);
}

static bool
closing_keeps_its_promises(loop *l, const closure *c, const pair *x)
{
    const bool is_joined = connects(l, c, x->ends);
    uint64_t now[ZI_N_WEIGHTS];
    const zhol_status status = ask_closed(l, c, x, now);

    l->n_asked++;
    l->n_none += status == ZHOL_NONE;
    if (status != ZHOL_OK && status != ZHOL_NONE) {
        return fails(l, c, x, l->q.err.message);
    }
    if (is_joined != (status == ZHOL_OK)) {
        return fails(l, c, x,
            is_joined ? "no way, though open links lead there" : "a way without links");
    }
    for (uint32_t k = 0; k < N_CRITERIA; k++) {
        if (now[k] < x->best[k]) {
            return fails(l, c, x, "a criterion is better than with nothing closed");
        }
        l->n_worse += now[k] != ZHOL_UNREACHABLE && now[k] > x->best[k];
    }
    if (status == ZHOL_NONE) {
        return (now[0] == ZHOL_UNREACHABLE && l->q.err.message[0])
               || fails(l, c, x, "none, but Dijkstra finds a way, or no word why");
    }
    if (!shows_the_best(l, now)) {
        return fails(l, c, x, "the labelled ways are not those of Dijkstra");
    }
    return !goes_by(l, c) || fails(l, c, x, "a way goes by what is closed");
}

/* ------------------------------------------------------------------------- loops */

static bool
is_closable(const zhol_place *p)
{
    return p->kind == ZHOL_PLACE_RAIL_BORDER || p->kind == ZHOL_PLACE_ROAD_BORDER
           || p->kind == ZHOL_PLACE_TERMINAL || p->kind == ZHOL_PLACE_SEAPORT
           || p->kind == ZHOL_PLACE_RIVER_PORT;
}

static void
list_closures(loop *l)
{
    uint32_t n_passes;

    (void) zhol_world_passes(l->q.world, &n_passes);
    l->closures = ZI_NEW(closure, (size_t) l->n_places + n_passes + 1);
    if (!l->closures) {
        abort();
    }
    for (zhol_ref i = 0; i < n_passes; i++) {
        l->closures[l->n_closures++] = (closure){ { ZHOL_SCOPE_EVERYWHERE, 0 }, i };
    }
    for (zhol_ref i = 0; i < l->n_places; i++) {
        if (is_closable(&l->places[i])) {
            l->closures[l->n_closures++] =
                (closure){ { ZHOL_SCOPE_PLACE, i }, ZHOL_NO_ROW };
        }
    }
}

/* The one optimum of each criterion is asked for, so the front may be as coarse as can
 * be: the best way of each criterion is in it all the same. */
static void
loop_of(loop *l, zhol_world *world, uint32_t max_pairs)
{
    zhol_scenario s;
    zhol_error err = { "" };

    memset(l, 0, sizeof *l);
    question_of(&l->q, world);
    l->q.options.within = 1;
    l->q.options.n_draws = 2;
    l->places = zhol_world_places(world, &l->n_places);
    l->links = zhol_world_links(world, &l->n_links);
    zhol_scenario_defaults(&s);
    must(zi_book_new(world, &l->book, &err), &err);
    must(zi_scene_new(l->book, &s, 0, &l->open, &err), &err);
    l->is_reached = ZI_NEW(uint8_t, (size_t) l->n_places + 1);
    l->pairs = ZI_NEW(pair, (size_t) max_pairs + 1);
    if (!l->is_reached || !l->pairs) {
        abort();
    }
    list_closures(l);
}

static void
loop_free(loop *l)
{
    zi_free(l->closures);
    zi_free(l->pairs);
    zi_free(l->is_reached);
    zi_scene_free(l->open);
    zi_book_free(l->book);
    question_close(&l->q);
}

static bool
add_pair(loop *l, zhol_ref from, zhol_ref to)
{
    pair *x = &l->pairs[l->n_pairs++];
    zhol_scenario s;

    *x = (pair){ .ends = { from, to } };
    zhol_scenario_defaults(&s);
    shortest(l->book, &s, x->ends, x->best);
    return x->best[0] != ZHOL_UNREACHABLE || fails(l, NULL, x, "no way");
}

/* Goes on after a failure, so that all of them are told. */
static bool
run(loop *l, const char *name, uint32_t stride)
{
    bool ok = true;

    for (uint32_t i = 0; i < l->n_closures; i += stride) {
        for (uint32_t k = 0; k < l->n_pairs; k++) {
            ok &= closing_keeps_its_promises(l, &l->closures[i], &l->pairs[k]);
        }
    }
    printf(
        "%s: %u of %u closures, %u pairs, %u questions; none %u, a criterion worse %u\n",
        name, (l->n_closures + stride - 1) / stride, l->n_closures, l->n_pairs,
        l->n_asked, l->n_none, l->n_worse);
    return ok;
}

static bool
tiny_keeps_its_promises(void)
{
    zhol_world *w = tiny_world();
    loop l;
    uint32_t n;
    bool ok = true;

    (void) zhol_world_places(w, &n);
    loop_of(&l, w, n * n);
    for (zhol_ref i = 0; i < n; i++) {
        for (zhol_ref k = 0; k < n; k++) {
            if (i != k && l.places[i].kind != ZHOL_PLACE_SEA_WAYPOINT
                && l.places[k].kind != ZHOL_PLACE_SEA_WAYPOINT) {
                ok &= add_pair(&l, i, k);
            }
        }
    }
    ok = run(&l, "tiny", 1) && ok;
    if (l.n_none == 0 || l.n_worse == 0) { /* else a --close without effect would pass */
        fprintf(stderr, "tiny: no closure matters\n");
        ok = false;
    }
    loop_free(&l);
    return ok;
}

static bool
the_world_keeps_its_promises(uint32_t stride)
{
    zhol_error err = { "" };
    zhol_world *w = NULL;
    loop l;
    bool ok = true;

    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    loop_of(&l, w, N_WORLD_PAIRS);
    for (size_t i = 0; i < N_WORLD_PAIRS; i++) {
        zhol_ref ends[2];
        for (int k = 0; k < 2; k++) {
            ends[k] = zi_world_place_by_id(w, world_pairs[i][k]);
            if (ends[k] == ZHOL_NO_ROW) {
                fprintf(stderr, "the world has no place '%s'\n", world_pairs[i][k]);
                loop_free(&l);
                return false;
            }
        }
        ok &= add_pair(&l, ends[0], ends[1]);
    }
    ok = run(&l, "world", stride) && ok;
    loop_free(&l);
    return ok;
}

int
main(void)
{
    bool ok = tiny_keeps_its_promises();

    ok &= the_world_keeps_its_promises(getenv("ZHOL_LONG") ? 1 : STRIDE);
    return !ok;
}
