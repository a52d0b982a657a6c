/* SPDX-License-Identifier: Apache-2.0 */
/** @file bi.h  The exact search of two criteria, for the files bi*.c and pareto*.c only.
 *
 * All costs here are *extra* costs: what a way costs more than the least that any way
 * from source to target must cost, criterion by criterion. An arc's extra cost is
 * weight + bound[head] - bound[tail] >= 0; along a way they add up.
 */
#ifndef ZI_GRAPH_BI_H
#define ZI_GRAPH_BI_H

#include "graph/between.h"
#include "graph/pareto.h"

#include <assert.h>

/** Extra costs of useful ways stay below this: else the general search takes over. */
#define ZI_BI_MAX  (UINT32_C(1) << 29)
#define ZI_BI_NONE UINT32_MAX

enum {
    ZI_BI_MIXES = 8,    /* mixed weights with bounds of their own, at most */
    ZI_BI_CORNERS = 128 /* at most; a multiple of 4 */
};

typedef struct zi_pair {
    uint32_t x, y; /* extra costs, first and second criterion */
} zi_pair;

/** A weighted sum of both criteria, divided and rounded down: a sum of rounded parts is
 * never larger than the rounded sum, so bounds stay bounds. */
typedef struct zi_mix {
    uint64_t per_x, per_y; /* < 2^16 */
    uint32_t shift;        /* makes it <= ZI_BI_MAX for useful ways */
} zi_mix;

static inline uint32_t
zi_mix_of(const zi_mix *m, zi_pair e)
{
    return (uint32_t) ((m->per_x * e.x + m->per_y * e.y) >> m->shift);
}

/** The mix in which a and b (a.x < b.x, a.y > b.y) cost the same. */
zi_mix zi_mix_between(zi_pair a, zi_pair b, zi_pair most);

/* ------------------------------------------------- bi_stair.c: costs of known ways */

/** Costs of which none is <= another, x ascending, y descending. */
typedef struct zi_stair {
    zi_pair *cost;
    size_t capacity;
    uint32_t n;
} zi_stair;

/** @return false: no memory. */
bool zi_stair_add(zi_stair *s, zi_pair cost);

/** Four numbers that are compared at once (an extension of gcc and clang). */
typedef int32_t zi_four __attribute__((vector_size(16)));

typedef struct zi_corner_block {
    zi_four x, y, mix[ZI_BI_MIXES];
} zi_corner_block;

enum { ZI_BI_SLOTS = 1024 };

/** The outer corners of a stair: a way that is not worse than a known one costs at most
 * as much as one of them, in both criteria and so in every mix. */
typedef struct zi_corners {
    zi_corner_block block[ZI_BI_CORNERS / 4];
    uint32_t n, n_mixes;
    uint32_t most_mix[ZI_BI_MIXES]; /* over all corners */
    zi_pair most;
    uint32_t shift_x, shift_y;
    uint8_t first_block[ZI_BI_SLOTS], last_block[ZI_BI_SLOTS]; /* that may allow x, y */
} zi_corners;

void zi_corners_make(
    zi_corners *c, const zi_stair *s, const zi_mix *mix, uint32_t n_mixes);

/** False: surely not zi_corners_allow(), whatever the mixes. */
static inline bool
zi_corners_may_allow(const zi_corners *c, zi_pair e)
{
    return e.x <= c->most.x && e.y <= c->most.y
           && c->first_block[e.x >> c->shift_x] <= c->last_block[e.y >> c->shift_y];
}

/** Whether a way can be worth it that costs at least e, and in mix k at least mix[k]. */
bool zi_corners_allow(const zi_corners *c, zi_pair e, const uint32_t *mix);

/* --------------------------------------- bi_corridor.c: the useful part of the graph */

typedef struct zi_bi_arc {
    uint32_t head;
    zi_pair cost;
    uint32_t link;
} zi_bi_arc;

/** What an arc of the corridor stands for: an arc of the graph, or one link after
 * another. */
typedef struct zi_link {
    uint32_t left, right; /* links; left is ZI_BI_NONE: right is an arc of the graph */
} zi_link;

/** A number for each node of the corridor. */
typedef struct zi_column {
    uint32_t *at;
    size_t capacity;
} zi_column;

/** The least mix from the source and to the target, and what those ways really cost. */
typedef struct zi_mix_bound {
    zi_column from, to;
} zi_mix_bound;

typedef struct zi_corridor {
    uint32_t n_nodes, n_arcs, source, target, n_mixes;
    uint32_t *first; /* n_nodes + 1 */
    zi_bi_arc *arc;
    zi_pair *gone;  /* by node: least extra costs on the way from the source */
    zi_column node; /* while it is made: of the graph */
    zi_link *link;
    zi_mix mix[ZI_BI_MIXES];
    zi_mix_bound bound[ZI_BI_MIXES];
    zi_pair most; /* extra costs of a useful way are <= these */
    uint32_t n_links;
    size_t first_capacity, arc_capacity, gone_capacity, link_capacity;
} zi_corridor;

/** Where the bounds of a query are. */
typedef struct zi_bi_bounds {
    const uint32_t *to[2];   /* by node, ZHOL_INFINITE: no way. Or: */
    const uint32_t *from[2]; /* NULL: not known */
    zi_between *between;     /* NULL, or found when they are asked for */
    bool knows_from;
} zi_bi_bounds;

/** To the target; false: no way. */
static inline bool
zi_bi_to(const zi_bi_bounds *b, uint32_t v, uint32_t to[2])
{
    if (b->between) {
        const uint32_t *far = zi_between_at(b->between, v);
        to[0] = far[0];
        to[1] = far[1];
        return far[0] != ZI_FAR && far[1] != ZI_FAR;
    }
    assert(b->to[0] && b->to[1]);
    to[0] = b->to[0][v];
    to[1] = b->to[1][v];
    return to[0] != ZHOL_INFINITE && to[1] != ZHOL_INFINITE;
}

/** From the source; false: no way. All 0 if that is not known. */
static inline bool
zi_bi_from(const zi_bi_bounds *b, uint32_t v, uint32_t from[2])
{
    if (b->between) {
        const uint32_t *far = zi_between_at(b->between, v);
        from[0] = far[2];
        from[1] = far[3];
        return far[2] != ZI_FAR && far[3] != ZI_FAR;
    }
    from[0] = b->from[0] ? b->from[0][v] : 0;
    from[1] = b->from[1] ? b->from[1][v] : 0;
    return from[0] != ZHOL_INFINITE && from[1] != ZHOL_INFINITE;
}

/** Where a corridor comes from. */
typedef struct zi_corridor_source {
    const zhol_graph *graph;
    const zhol_pareto_query *query;
    const zi_bi_bounds *bounds;
    const zi_corners *corners; /* without mixes */
    zi_column *number;         /* scratch, by node of the graph */
} zi_corridor_source;

/** The nodes and arcs that ways can use which a corner allows. c->target is ZI_BI_NONE if
 * there is no such way.
 * @return ZHOL_OK; ZHOL_USAGE (bounds that are none); ZHOL_LIMIT (memory). */
zhol_status zi_corridor_make(
    zi_corridor *c, const zi_corridor_source *from, zhol_error *err);

/** Drops nodes, and arcs too if is_thorough, that no corner allows.
 * @param number  scratch, by node.
 * @return false, and nothing is dropped: the source or the target would be, as happens
 * with bounds that are none. */
bool zi_corridor_drop(
    zi_corridor *c, const zi_corners *corners, bool is_thorough, uint32_t *number);

/** Whether any way by this arc out of `tail` is allowed by a corner; if not is_thorough,
 * whether its mixes are no larger than any corner's. */
bool zi_corridor_allows(const zi_corridor *c, const zi_corners *corners, uint32_t tail,
    const zi_bi_arc *arc, bool is_thorough);

/** Gives nodes their new numbers, ascending, ZI_BI_NONE drops one; arcs have theirs. */
void zi_corridor_renumber(zi_corridor *c, const uint32_t *number);
void zi_corridor_free(zi_corridor *c);

/** Makes room for n elements. @return false: no memory. */
bool zi_column_reserve(zi_column *c, size_t n);

/* ------------------------------------------------ bi_mix.c: shortest ways in one mix */

typedef struct zi_mix_entry {
    uint32_t node, distance, next;
} zi_mix_entry;

/** Scratch. */
typedef struct zi_mixer {
    zi_column first; /* the corridor turned round: arcs by head */
    zi_bi_arc *arc;  /* `head` is their tail */
    zi_mix_entry *entry;
    zi_column distance;
    zi_pair *from_cost, *to_cost; /* by node: of the ways found */
    size_t arc_capacity, entry_capacity, from_cost_capacity, to_cost_capacity;
    uint32_t n_entries, free_entry;
    uint32_t *bucket;
} zi_mixer;

void zi_mixer_free(zi_mixer *m);

/** Looks for the way of the least mix: *cost is what it costs; unchanged if every way
 * costs at least `limit` in the mix. @return false: no memory. */
bool zi_mix_way(
    zi_mixer *m, zi_corridor *c, const zi_mix *mix, uint32_t limit, zi_pair *cost);

/** Adds a mix with its bounds to the corridor, as far as from + to <= limit, and the
 * costs of the ways it comes across to the stair. @return false: no memory. */
bool zi_mix_bounds(
    zi_mixer *m, zi_corridor *c, const zi_mix *mix, uint32_t limit, zi_stair *stair);

/** Replaces bounds c->gone of one criterion, 0 or 1, by what is found here; none beyond
 * c->most. @return false: no memory. */
bool zi_mix_gone(zi_mixer *m, zi_corridor *c, int criterion);

/* --------------------------------------------- bi_contract.c: fewer nodes, same ways */

typedef struct zi_contraction zi_contraction; /* scratch */

/** Takes out nodes one after the other that have few neighbours, and puts shortcuts over
 * them, as long as that adds no arcs. @return false: no memory. */
bool zi_corridor_contract(
    zi_contraction **scratch, zi_corridor *c, const zi_corners *corners);
void zi_contraction_free(zi_contraction *x);

/* -------------------------------------------------------------- bi_search.c: labels */

typedef struct zi_bi_label {
    zi_pair cost;
    uint32_t node, parent, link;
    uint32_t next; /* in its bucket, or in the list of unused labels */
} zi_bi_label;

typedef struct zi_bi_search zi_bi_search; /* scratch */

/** What a search says at its end. */
typedef struct zi_bi_found {
    const zi_bi_label *label;
    const uint32_t *last; /* n_ways labels at the target, costs ascending in x */
    uint32_t n_ways;
    uint64_t n_labels;
} zi_bi_found;

zhol_status zi_bi_search_run(zi_bi_search **scratch, const zi_corridor *c,
    const zi_corners *corners, const zhol_pareto_options *o, zi_bi_found *out,
    zhol_error *err);
void zi_bi_search_free(zi_bi_search *s);

#endif
