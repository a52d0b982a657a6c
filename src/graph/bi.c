/* SPDX-License-Identifier: Apache-2.0 */
/* Two criteria, exact. Labels are cheap, but there are many of them: on New York a plain
 * search makes up to 7 million. Nearly all belong to ways that cannot end well, which
 * bounds for each criterion alone do not see: the fastest and the shortest way on from a
 * node are two ways. Bounds for a mix of both see it.
 *
 * So this is done before the first label:
 * 1. Both extreme ways come from the bounds; nodes and arcs that no way between them can
 *    use stay out: the corridor. Before it is made, a look at a part of it gives a few
 *    ways that are good in both criteria, so that it is made smaller at once.
 * 2. Known ways are a stair of costs. Least mixes from the source and to the target, for
 *    mixes that suit the stair (edges of its convex hull), drop what no corner of the
 *    stair allows; two halves that meet at a node are a way, so the stair gets finer at
 *    every node.
 * 3. Nodes of small degree are contracted.
 * This is the first phase of two-phase methods (Mote, Murthy, Olson 1991; Raith,
 * Ehrgott 2009) in the service of a label-setting search.
 *
 * 50 random pairs of New York, time and distance, ms of CPU: plain BOA* 6,500; this
 * 1,160; without mixes 3,270; with one mix 1,610; without contraction 1,330; without the
 * look ahead 1,370; without a hierarchy for the bounds 6,200. */
#include "graph/bi.h"

#include "base/fail.h"
#include "base/mem.h"

#include <string.h>

enum {
    N_FIRST_WAYS = 4,   /* best ways in a mix, before the first bounds */
    SHARE = 3,          /* of the extremes: where to look for ways first */
    MOST_CORNERS = 64,  /* of the convex hull of a stair */
    NODES_PER_MIX = 256 /* labels are cheap in a small corridor */
};

struct zi_bi {
    zi_column to[2]; /* bounds found here, where the caller has none */
    zi_between between;
    zi_column number, walk;
    zi_corridor corridor;
    zi_stair stair;
    zi_corners corners;
    zi_mixer mixer;
    zi_contraction *contraction;
    zi_bi_search *search;
    bool is_cut; /* the source or the target had to go: the caller's bounds are none */
};

void
zi_bi_free(zi_bi *b)
{
    if (b) {
        for (int k = 0; k < 2; k++) {
            zi_free(b->to[k].at);
        }
        zi_between_free(&b->between);
        zi_free(b->number.at);
        zi_free(b->walk.at);
        zi_corridor_free(&b->corridor);
        zi_free(b->stair.cost);
        zi_mixer_free(&b->mixer);
        zi_contraction_free(b->contraction);
        zi_bi_search_free(b->search);
        zi_free(b);
    }
}

static zhol_status
fail_memory(const zi_bi *b, zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT,
        "no memory to look for ways through a corridor of %u nodes and %u arcs",
        b->corridor.n_nodes, b->corridor.n_arcs);
}

static zhol_status
fail_bounds(const zhol_pareto_query *q, zhol_error *err)
{
    return zi_fail(err, ZHOL_USAGE,
        "the bounds are not those of these weights: they leave no way from node %u to "
        "node %u",
        q->source, q->target);
}

/* ---------------------------------------------------------------- the extreme ways */

/* Bounds from searches of our own. *is_narrow: they fit into 32 bits. */
static zhol_status
find_bounds(zi_bi *b, zhol_pareto *p, const zhol_pareto_query *q, zi_bi_bounds *out,
    bool *is_narrow, zhol_error *err)
{
    const uint32_t n_nodes = p->graph->n_nodes;

    *out = (zi_bi_bounds){ .to = { NULL, NULL } };
    zi_pareto_find_closed(p, q);
    *is_narrow = true;
    for (uint32_t k = 0; k < 2; k++) {
        const zhol_status status = zi_pareto_find_bounds(p, q, k, err);
        if (status != ZHOL_OK) {
            return status;
        }
        if (!zi_column_reserve(&b->to[k], n_nodes)) {
            return fail_memory(b, err);
        }
        for (uint32_t v = 0; v < n_nodes; v++) {
            const uint64_t bound = p->bound[(size_t) v * ZI_MAX_CRITERIA + k];
            *is_narrow =
                *is_narrow && (bound < ZHOL_INFINITE || bound == ZHOL_UNREACHABLE);
            b->to[k].at[v] = bound < ZHOL_INFINITE ? (uint32_t) bound : ZHOL_INFINITE;
        }
        out->to[k] = b->to[k].at;
    }
    return ZHOL_OK;
}

/* Whether the best way in criterion k may go on by this arc, from where it is `left`. */
static bool
is_tight(const zi_bi_bounds *b, const zhol_pareto_query *q, int k, uint32_t left,
    uint32_t arc, uint32_t head)
{
    uint32_t to[2];

    return q->weight[0][arc] != ZHOL_INFINITE && q->weight[1][arc] != ZHOL_INFINITE
           && zi_bi_to(b, head, to) && (uint64_t) q->weight[k][arc] + to[k] == left;
}

/* A way that is the best in criterion k: follows arcs along which the bound falls by
 * their weight, turning back at nodes where it has been. *other: what it costs in the
 * other criterion; ZHOL_UNREACHABLE: the bounds lead nowhere. False: no memory. */
static bool
walk_best(zi_bi *b, const zhol_graph *g, const zhol_pareto_query *q,
    const zi_bi_bounds *bounds, int k, uint64_t *other)
{
    uint32_t *was_here = b->number.at, v = q->source, a = g->first[v], n = 0, to[2];

    memset(was_here, 0, g->n_nodes * sizeof *was_here);
    was_here[v] = 1;
    *other = ZHOL_UNREACHABLE;
    while (v != q->target) {
        if (!zi_bi_to(bounds, v, to)) {
            return true;
        }
        while (
            a < g->first[v + 1]
            && (was_here[g->head[a]] || !is_tight(bounds, q, k, to[k], a, g->head[a]))) {
            a++;
        }
        if (a < g->first[v + 1]) {
            if (!zi_column_reserve(&b->walk, (size_t) n + 1)) {
                return false;
            }
            b->walk.at[n++] = a;
            v = g->head[a];
            was_here[v] = 1;
            a = g->first[v];
        } else if (n > 0) {
            a = b->walk.at[--n] + 1;
            v = n > 0 ? g->head[b->walk.at[n - 1]] : q->source;
        } else {
            return true;
        }
    }
    *other = 0;
    for (uint32_t i = 0; i < n; i++) {
        *other += q->weight[1 - k][b->walk.at[i]];
    }
    return true;
}

/* What both extreme ways cost more than the least; most[0] is ZHOL_UNREACHABLE: bounds
 * that lead nowhere. False: no memory. */
static bool
walk_both(zi_bi *b, const zhol_graph *g, const zhol_pareto_query *q,
    const zi_bi_bounds *bounds, uint64_t most[2])
{
    uint32_t least[2];

    (void) zi_bi_to(bounds, q->source, least);
    for (int k = 0; k < 2; k++) {
        if (!walk_best(b, g, q, bounds, k, &most[1 - k])) {
            return false;
        }
        if (most[1 - k] == ZHOL_UNREACHABLE || most[1 - k] < least[1 - k]) {
            most[0] = ZHOL_UNREACHABLE;
            return true;
        }
        most[1 - k] -= least[1 - k];
    }
    return true;
}

/* What the caller knows. *has_any: bounds to the target. */
static zhol_status
bounds_given(zi_bi *b, const zhol_graph *g, const zhol_pareto_query *q,
    zi_bi_bounds *bounds, bool *has_any, zhol_error *err)
{
    *bounds = (zi_bi_bounds){ .to = { q->to_target[0], q->to_target[1] },
        .from = { q->from_source[0], q->from_source[1] } };
    bounds->knows_from = bounds->from[0] && bounds->from[1];
    *has_any = q->metric || (bounds->to[0] && bounds->to[1]);
    if (!q->metric) {
        return ZHOL_OK;
    }
    if (q->metric->n_metrics != 2 || q->metric->cch->n_nodes != g->n_nodes) {
        return zi_fail(err, ZHOL_USAGE,
            "a hierarchy of %u metrics on %u nodes, for 2 criteria on %u nodes",
            q->metric->n_metrics, q->metric->cch->n_nodes, g->n_nodes);
    }
    bounds->between = &b->between;
    bounds->knows_from = true;
    return zi_between_begin(&b->between, q->metric, q->source, q->target, err);
}

/* Bounds, the caller's if they are good, and what the extreme ways cost. *is_narrow: all
 * numbers fit. */
static zhol_status
begin(zi_bi *b, zhol_pareto *p, const zhol_pareto_query *q, zi_bi_bounds *bounds,
    bool *is_narrow, zhol_error *err)
{
    uint64_t most[2] = { ZHOL_UNREACHABLE, 0 };
    bool has_any = false;
    zhol_status status = bounds_given(b, p->graph, q, bounds, &has_any, err);

    *is_narrow = true;
    if (status != ZHOL_OK) {
        return status;
    }
    if (!zi_column_reserve(&b->number, p->graph->n_nodes)
        || (has_any && !walk_both(b, p->graph, q, bounds, most))) {
        return fail_memory(b, err);
    }
    if (most[0] == ZHOL_UNREACHABLE) {
        status = find_bounds(b, p, q, bounds, is_narrow, err);
        if (status != ZHOL_OK || !*is_narrow) {
            return status;
        }
        assert(bounds->to[0] && bounds->to[1]);
        if (bounds->to[0][q->source] == ZHOL_INFINITE) {
            return zi_pareto_fail_none(q, err);
        }
        if (!walk_both(b, p->graph, q, bounds, most)) {
            return fail_memory(b, err);
        }
    }
    *is_narrow = most[0] < ZI_BI_MAX && most[1] < ZI_BI_MAX;
    b->corridor.most = (zi_pair){ (uint32_t) most[0], (uint32_t) most[1] };
    return ZHOL_OK;
}

/* ------------------------------------------------------------- smaller and smaller */

/* The lower convex hull of the stair; returns how many of its steps. */
static uint32_t
hull_of(const zi_stair *s, zi_pair hull[MOST_CORNERS])
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        const zi_pair c = s->cost[i];
        while (n >= 2) {
            const zi_pair a = hull[n - 2], b = hull[n - 1];
            const int64_t left = ((int64_t) b.x - a.x) * ((int64_t) c.y - a.y);
            const int64_t right = ((int64_t) b.y - a.y) * ((int64_t) c.x - a.x);
            if (left > right) {
                break;
            }
            n--;
        }
        if (n == MOST_CORNERS) { /* every other one will do */
            for (n = 0; n < MOST_CORNERS / 2; n++) {
                hull[n] = hull[(size_t) 2 * n];
            }
        }
        hull[n++] = c;
    }
    return n;
}

/* From here to shrink() false means: no memory, or b->is_cut. */
static bool
drop(zi_bi *b, bool is_thorough)
{
    zi_corridor *c = &b->corridor;

    zi_corners_make(&b->corners, &b->stair, c->mix, c->n_mixes);
    b->is_cut = !zi_corridor_drop(c, &b->corners, is_thorough, b->number.at);
    return !b->is_cut;
}

/* Nodes within the extremes, where the caller does not know how far they are. */
static bool
find_gone(zi_bi *b)
{
    for (int k = 0; k < 2; k++) {
        if (!zi_mix_gone(&b->mixer, &b->corridor, k) || !drop(b, true)) {
            return false;
        }
    }
    return true;
}

static bool
is_known(const zi_corridor *c, const zi_mix *mix)
{
    for (uint32_t k = 0; k < c->n_mixes; k++) {
        if (c->mix[k].per_x * mix->per_y == c->mix[k].per_y * mix->per_x) {
            return true;
        }
    }
    return false;
}

/* The mix of the edge of the stair's convex hull below which most may still lie, of those
 * that have no bounds yet. False: there is none. */
static bool
choose_mix(const zi_bi *b, zi_mix *mix, zi_pair *end)
{
    zi_pair hull[MOST_CORNERS];
    const uint32_t n = hull_of(&b->stair, hull);
    uint64_t most = 0;

    for (uint32_t i = 0; i + 1 < n; i++) {
        const uint64_t area = (uint64_t) (hull[i + 1].x - hull[i].x)
                              * (uint64_t) (hull[i].y - hull[i + 1].y);
        const zi_mix m = zi_mix_between(hull[i], hull[i + 1], b->corridor.most);
        if (area > most && !is_known(&b->corridor, &m)) {
            most = area;
            *mix = m;
            *end = hull[i];
        }
    }
    return most > 0;
}

/* Best ways in a mix: between the extremes, and between them and what that gave. */
static bool
find_first_ways(zi_bi *b)
{
    uint32_t n_known = 0;
    zi_pair cost;
    zi_mix mix;

    for (int i = 0; i < N_FIRST_WAYS && b->stair.n > n_known; i++) {
        n_known = b->stair.n;
        if (!choose_mix(b, &mix, &cost)) {
            break;
        }
        if (!zi_mix_way(&b->mixer, &b->corridor, &mix, zi_mix_of(&mix, cost), &cost)
            || !zi_stair_add(&b->stair, cost)) {
            return false;
        }
    }
    return true;
}

/* Bounds for a mix, and what they make of the corridor. */
static bool
use_mix(zi_bi *b, const zi_mix *mix, bool is_thorough)
{
    zi_corners_make(&b->corners, &b->stair, mix, 1);
    return zi_mix_bounds(&b->mixer, &b->corridor, mix, b->corners.most_mix[0], &b->stair)
           && drop(b, is_thorough);
}

/* The first mix is that of the middle edge: where both criteria count. */
static bool
use_middle_mix(zi_bi *b)
{
    zi_pair hull[MOST_CORNERS];
    const uint32_t n = hull_of(&b->stair, hull), at = (n - 1) / 2;

    if (n < 2) {
        return true;
    }
    const zi_mix mix = zi_mix_between(hull[at], hull[at + 1], b->corridor.most);
    return use_mix(b, &mix, false);
}

/* More mixes, as long as each of them drops some nodes of a corridor that is large. */
static bool
use_more_mixes(zi_bi *b)
{
    const zi_corridor *c = &b->corridor;
    zi_pair end;
    zi_mix mix;

    while (c->n_mixes < ZI_BI_MIXES && c->n_nodes > NODES_PER_MIX * c->n_mixes
           && choose_mix(b, &mix, &end)) {
        const uint32_t n = c->n_nodes;
        if (!use_mix(b, &mix, true)) {
            return false;
        }
        if (c->n_nodes > n - n / 20) {
            break;
        }
    }
    return true;
}

/* Known ways, before the corridor is made: those that do well in both criteria lie in
 * the part of it that is within a share of both extremes, which is soon searched. */
static zhol_status
look_ahead(zi_bi *b, zi_corridor_source *from, zhol_error *err)
{
    zi_corridor *c = &b->corridor;
    const zi_pair most = c->most;
    zi_stair one = { .cost = &(zi_pair){ most.x / SHARE, most.y / SHARE }, .n = 1 };

    zi_corners_make(&b->corners, &one, NULL, 0);
    const zhol_status status = zi_corridor_make(c, from, err);
    if (status != ZHOL_OK || c->target == ZI_BI_NONE) {
        return status;
    }
    return find_first_ways(b) ? ZHOL_OK : fail_memory(b, err);
}

/* The corridor with all that is known from bounds and ways. */
static zhol_status
make(zi_bi *b, zi_corridor_source *from, zhol_error *err)
{
    zi_corridor *c = &b->corridor;
    zhol_status status = ZHOL_OK;

    b->stair.n = 0;
    if (!zi_stair_add(&b->stair, (zi_pair){ 0, c->most.y })
        || !zi_stair_add(&b->stair, (zi_pair){ c->most.x, 0 })) {
        return fail_memory(b, err);
    }
    if (from->bounds->knows_from) {
        status = look_ahead(b, from, err);
    }
    if (status == ZHOL_OK) {
        zi_corners_make(&b->corners, &b->stair, NULL, 0);
        status = zi_corridor_make(c, from, err);
    }
    if (status == ZHOL_OK && c->target == ZI_BI_NONE) {
        status = fail_bounds(from->query, err);
    }
    return status;
}

static bool
shrink(zi_bi *b, bool knows_from)
{
    if (!knows_from && !find_gone(b)) {
        return false;
    }
    if (b->stair.n <= 2 /* none were seen ahead */
        && !(find_first_ways(b) && drop(b, false))) {
        return false;
    }
    return use_middle_mix(b)
           && zi_corridor_contract(&b->contraction, &b->corridor, &b->corners)
           && use_more_mixes(b)
           && zi_corridor_contract(&b->contraction, &b->corridor, &b->corners);
}

/* ----------------------------------------------------------------------- the answer */

/* Appends the arcs of a link to p->seed_arc, the last first. */
static bool
unpack(zi_bi *b, zhol_pareto *p, uint32_t link)
{
    uint32_t n = 0;

    if (!zi_column_reserve(&b->walk, 1)) {
        return false;
    }
    b->walk.at[n++] = link;
    while (n > 0) {
        const zi_link l = b->corridor.link[b->walk.at[--n]];
        if (l.left != ZI_BI_NONE) {
            if (!zi_column_reserve(&b->walk, (size_t) n + 2)) {
                return false;
            }
            b->walk.at[n++] = l.left;
            b->walk.at[n++] = l.right;
            continue;
        }
        uint32_t *arcs = zi_grow(p->seed_arc, &p->seed_arc_capacity,
            (size_t) p->n_seed_arcs + 1, sizeof *arcs);
        if (!arcs) {
            return false;
        }
        p->seed_arc = arcs;
        arcs[p->n_seed_arcs++] = l.right;
    }
    return true;
}

static bool
add_way(zi_bi *b, zhol_pareto *p, const zi_bi_found *f, uint32_t i)
{
    const uint32_t begin = p->n_seed_arcs;

    for (uint32_t k = f->last[i]; f->label[k].parent != ZI_BI_NONE;
         k = f->label[k].parent) {
        if (!unpack(b, p, f->label[k].link)) {
            return false;
        }
    }
    for (uint32_t x = begin, y = p->n_seed_arcs; x + 1 < y; x++) {
        const uint32_t arc = p->seed_arc[x];
        p->seed_arc[x] = p->seed_arc[--y];
        p->seed_arc[y] = arc;
    }
    p->found[i] = (zi_found){
        .hop = ZI_NO_HOP, .first_arc = begin, .n_arcs = p->n_seed_arcs - begin
    };
    return true;
}

/* The ways found, where zi_pareto_result() looks for them. */
static zhol_status
add_ways(zi_bi *b, zhol_pareto *p, const zi_bi_found *f, zhol_error *err)
{
    zi_found *found = zi_grow(p->found, &p->found_capacity, f->n_ways, sizeof *found);

    if (!found) {
        return fail_memory(b, err);
    }
    p->found = found;
    for (uint32_t i = 0; i < f->n_ways; i++) {
        if (!add_way(b, p, f, i)) {
            return fail_memory(b, err);
        }
    }
    p->n_found = f->n_ways;
    p->n_labels = f->n_labels;
    return ZHOL_OK;
}

zhol_status
zi_bi_run(zhol_pareto *p, const zhol_pareto_query *q, const zhol_pareto_options *o,
    bool *is_narrow, zhol_error *err)
{
    zi_bi *b = p->bi = p->bi ? p->bi : ZI_NEW(zi_bi, 1);
    zi_bi_bounds bounds;
    zi_bi_found found;
    zhol_status status = ZHOL_OK;

    if (!b) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look for ways");
    }
    status = begin(b, p, q, &bounds, is_narrow, err);
    if (status != ZHOL_OK || !*is_narrow) {
        return status;
    }
    zi_corridor_source from = { p->graph, q, &bounds, &b->corners, &b->number };
    status = make(b, &from, err);
    if (status != ZHOL_OK) {
        return status;
    }
    b->is_cut = false;
    if (!shrink(b, bounds.knows_from)) {
        return b->is_cut ? fail_bounds(q, err) : fail_memory(b, err);
    }
    status = zi_bi_search_run(&b->search, &b->corridor, &b->corners, o, &found, err);
    if (status == ZHOL_OK && found.n_ways == 0) {
        return fail_bounds(q, err);
    }
    return status == ZHOL_OK ? add_ways(b, p, &found, err) : status;
}
