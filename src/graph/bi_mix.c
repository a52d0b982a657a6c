/* SPDX-License-Identifier: Apache-2.0 */
/* Shortest ways in a mix of both criteria, within the corridor. Extra costs are what A*
 * calls reduced costs, so searches from the source go straight to the target; searches
 * back from the target take the distances found from the source for bounds and settle no
 * more than what they return.
 *
 * The queue is an array of buckets, each a list; a bucket covers a range of distances,
 * so a node may be settled again while its bucket is the least. */
#include "graph/bi.h"

#include "base/mem.h"

#include <string.h>

enum { N_BUCKETS = 8192 };

/* One run. */
typedef struct run {
    zi_mixer *m;
    const zi_mix *mix;
    const uint32_t *first;
    const zi_bi_arc *arc;
    const uint32_t *bound; /* added to distances; ZI_BI_NONE: keep out. Or NULL */
    uint32_t *distance;
    zi_pair *cost;
    uint32_t n_nodes, start, goal; /* goal: ZI_BI_NONE, or where the run may end */
    uint32_t limit, shift;
} run;

void
zi_mixer_free(zi_mixer *m)
{
    zi_free(m->first.at);
    zi_free(m->arc);
    zi_free(m->entry);
    zi_free(m->distance.at);
    zi_free(m->from_cost);
    zi_free(m->to_cost);
    zi_free(m->bucket);
    *m = (zi_mixer){ 0 };
}

static bool
push(run *r, uint32_t v, uint32_t key)
{
    zi_mixer *m = r->m;
    uint32_t e = m->free_entry;

    if (e != ZI_BI_NONE) {
        m->free_entry = m->entry[e].next;
    } else {
        zi_mix_entry *more = zi_grow(
            m->entry, &m->entry_capacity, (size_t) m->n_entries + 1, sizeof *more);
        if (!more) {
            return false;
        }
        m->entry = more;
        e = m->n_entries++;
    }
    uint32_t *bucket = &m->bucket[key >> r->shift];
    m->entry[e] = (zi_mix_entry){ v, r->distance[v], *bucket };
    *bucket = e;
    return true;
}

/* A criterion that hardly counts in the mix may grow beyond 32 bits. Where it stops here
 * no way is useful any more. */
static uint32_t
add_up(uint32_t a, uint32_t b)
{
    return a + b < 2 * ZI_BI_MAX ? a + b : 2 * ZI_BI_MAX;
}

static bool
settle(run *r, uint32_t v)
{
    const uint32_t distance = r->distance[v];
    const zi_pair cost = r->cost[v];

    for (uint32_t i = r->first[v]; i < r->first[v + 1]; i++) {
        const zi_bi_arc *arc = &r->arc[i];
        const uint32_t head = arc->head, bound = r->bound ? r->bound[head] : 0;
        const uint32_t next = distance + zi_mix_of(r->mix, arc->cost);
        if (next >= r->distance[head] || bound == ZI_BI_NONE || next + bound > r->limit) {
            continue;
        }
        r->distance[head] = next;
        r->cost[head] =
            (zi_pair){ add_up(cost.x, arc->cost.x), add_up(cost.y, arc->cost.y) };
        if (!push(r, head, next + bound)) {
            return false;
        }
        if (head == r->goal) {
            r->limit = next;
        }
    }
    return true;
}

static bool
run_it(run *r)
{
    zi_mixer *m = r->m;
    const uint32_t bound = r->bound ? r->bound[r->start] : 0;

    if (!m->bucket) {
        m->bucket = ZI_NEW(uint32_t, N_BUCKETS);
    }
    if (!m->bucket) {
        return false;
    }
    memset(m->bucket, 0xff, N_BUCKETS * sizeof *m->bucket);
    memset(r->distance, 0xff, r->n_nodes * sizeof *r->distance);
    m->n_entries = 0;
    m->free_entry = ZI_BI_NONE;
    r->shift = 0;
    while (r->limit >> r->shift >= N_BUCKETS) {
        r->shift++;
    }
    r->distance[r->start] = 0;
    r->cost[r->start] = (zi_pair){ 0, 0 };
    if (bound == ZI_BI_NONE) {
        return true; /* cut off: so it is where the caller's bounds are none */
    }
    if (!push(r, r->start, bound)) {
        return false;
    }
    for (uint32_t b = 0; b <= r->limit >> r->shift; b++) {
        while (m->bucket[b] != ZI_BI_NONE) {
            const uint32_t e = m->bucket[b];
            const zi_mix_entry entry = m->entry[e];
            m->bucket[b] = entry.next;
            m->entry[e].next = m->free_entry;
            m->free_entry = e;
            if (entry.distance == r->distance[entry.node] && !settle(r, entry.node)) {
                return false;
            }
        }
    }
    return true;
}

static bool
reserve_costs(zi_mixer *m, size_t n)
{
    zi_pair *from = zi_grow(m->from_cost, &m->from_cost_capacity, n, sizeof *from);
    zi_pair *to = zi_grow(m->to_cost, &m->to_cost_capacity, n, sizeof *to);

    m->from_cost = from ? from : m->from_cost;
    m->to_cost = to ? to : m->to_cost;
    return from && to;
}

static run
forward(zi_mixer *m, const zi_corridor *c, const zi_mix *mix, uint32_t limit)
{
    return (run){ .m = m,
        .mix = mix,
        .first = c->first,
        .arc = c->arc,
        .distance = m->distance.at,
        .cost = m->from_cost,
        .n_nodes = c->n_nodes,
        .start = c->source,
        .goal = ZI_BI_NONE,
        .limit = limit };
}

bool
zi_mix_way(zi_mixer *m, zi_corridor *c, const zi_mix *mix, uint32_t limit, zi_pair *cost)
{
    if (!zi_column_reserve(&m->distance, c->n_nodes) || !reserve_costs(m, c->n_nodes)) {
        return false;
    }
    if (limit == 0) {
        return true;
    }
    run r = forward(m, c, mix, limit - 1);
    r.goal = c->target;
    if (!run_it(&r)) {
        return false;
    }
    if (r.distance[c->target] != ZI_BI_NONE) {
        *cost = r.cost[c->target];
    }
    return true;
}

/* The corridor's arcs by their heads. */
static bool
turn_round(zi_mixer *m, const zi_corridor *c)
{
    zi_bi_arc *arcs = zi_grow(m->arc, &m->arc_capacity, c->n_arcs, sizeof *arcs);

    m->arc = arcs ? arcs : m->arc;
    if (!arcs || !zi_column_reserve(&m->first, (size_t) c->n_nodes + 2)) {
        return false;
    }
    uint32_t *next = m->first.at + 1; /* is `first` itself when all are dealt out */
    memset(m->first.at, 0, ((size_t) c->n_nodes + 2) * sizeof *next);
    for (uint32_t i = 0; i < c->n_arcs; i++) {
        m->first.at[c->arc[i].head + 2]++;
    }
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        next[v + 1] += next[v];
    }
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t i = c->first[v]; i < c->first[v + 1]; i++) {
            arcs[next[c->arc[i].head]++] =
                (zi_bi_arc){ v, c->arc[i].cost, c->arc[i].link };
        }
    }
    return true;
}

static bool
add_ways_by(const zi_mixer *m, const zi_corridor *c, const zi_mix_bound *b, zi_stair *s)
{
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const zi_pair from = m->from_cost[v], to = m->to_cost[v];
        if (b->from.at[v] != ZI_BI_NONE && b->to.at[v] != ZI_BI_NONE
            && !zi_stair_add(s, (zi_pair){ from.x + to.x, from.y + to.y })) {
            return false;
        }
    }
    return true;
}

bool
zi_mix_bounds(
    zi_mixer *m, zi_corridor *c, const zi_mix *mix, uint32_t limit, zi_stair *stair)
{
    zi_mix_bound *b = &c->bound[c->n_mixes];

    if (!zi_column_reserve(&b->from, c->n_nodes) || !zi_column_reserve(&b->to, c->n_nodes)
        || !reserve_costs(m, c->n_nodes) || !turn_round(m, c)) {
        return false;
    }
    run there = forward(m, c, mix, limit);
    there.distance = b->from.at;
    run back = there;
    back.first = m->first.at;
    back.arc = m->arc;
    back.bound = b->from.at;
    back.distance = b->to.at;
    back.cost = m->to_cost;
    back.start = c->target;
    if (!run_it(&there) || !run_it(&back) || !add_ways_by(m, c, b, stair)) {
        return false;
    }
    c->mix[c->n_mixes++] = *mix;
    return true;
}

bool
zi_mix_gone(zi_mixer *m, zi_corridor *c, int criterion)
{
    const zi_mix one = { .per_x = criterion == 0, .per_y = criterion == 1 };

    if (!zi_column_reserve(&m->distance, c->n_nodes) || !reserve_costs(m, c->n_nodes)) {
        return false;
    }
    run r = forward(m, c, &one, criterion == 0 ? c->most.x : c->most.y);
    if (!run_it(&r)) {
        return false;
    }
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        *(criterion == 0 ? &c->gone[v].x : &c->gone[v].y) = r.distance[v];
    }
    return true;
}
