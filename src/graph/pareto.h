/* SPDX-License-Identifier: Apache-2.0 */
/** @file pareto.h  The parts of a zhol_pareto, for the files pareto*.c only. */
#ifndef ZI_GRAPH_PARETO_H
#define ZI_GRAPH_PARETO_H

#include "graph/front.h"
#include "graph/graph.h"

#include <stddef.h>

enum { ZI_MAX_CRITERIA = ZHOL_MAX_CRITERIA };

/** An arc with reduced costs, step = weight + bound[head] - bound[tail] >= 0, where
 * bound[v] is the least cost from v to the target, criterion by criterion: along a way
 * the steps add up to what it costs more than the bound of its first node. */
typedef struct zi_step {
    uint64_t cost[ZI_MAX_CRITERIA];
    uint32_t head, arc;
} zi_step;

/** An apex-path pair: every way that this label stands for costs at least `apex` from
 * source to target, and a real way to `node` costs at least `way` if it goes on as well
 * as the bounds allow. way <= (1 + within) apex always; they are equal when exact. */
typedef struct zi_label {
    uint64_t apex[ZI_MAX_CRITERIA], way[ZI_MAX_CRITERIA];
    uint64_t limit[ZI_MAX_CRITERIA]; /* (1 + within) apex, rounded down */
    uint32_t node;
    uint32_t parent, arc; /* the way: a zi_hop and the arc that follows it */
    uint32_t heap_slot;
    uint32_t node_slot; /* in the list of its node's open labels */
} zi_label;

/** A closed label's way, as far as `arc`. */
typedef struct zi_hop {
    uint32_t parent, arc; /* parent: a zi_hop, or ZI_NO_HOP */
} zi_hop;

#define ZI_NO_HOP UINT32_MAX

/** A way that reached the target, or one of the first ways. */
typedef struct zi_found {
    uint64_t cost[ZI_MAX_CRITERIA];
    uint32_t hop;               /* the way's last hop, or ZI_NO_HOP */
    uint32_t n_arcs, first_arc; /* instead of hops: arcs in zhol_pareto.seed_arc */
} zi_found;

typedef struct zi_heap_entry {
    uint64_t key; /* apex[0] */
    uint32_t label;
} zi_heap_entry;

typedef struct zi_open_list {
    uint32_t *label;
    size_t capacity;
    uint32_t n;
} zi_open_list;

/** Labels made and not yet closed, all and by node. */
typedef struct zi_open {
    zi_label *label;
    size_t label_capacity, heap_capacity, free_capacity;
    uint32_t n_labels, n_heap, n_free;
    zi_heap_entry *heap;
    uint32_t *free;   /* label slots that can be used again */
    zi_open_list *at; /* n_nodes */
    uint32_t n_criteria;
} zi_open;

struct zhol_pareto {
    const zhol_graph *graph;             /* borrowed */
    uint32_t n_criteria, source, target; /* of this run */
    uint64_t within_q32;                 /* within as a multiple of 2^-32, rounded down */

    /* pareto_prepare.c */
    zhol_graph *reverse;
    zhol_dijkstra *dijkstra; /* on the reverse graph */
    uint32_t *reverse_arc;   /* arc of the graph, by arc of the reverse */
    uint32_t *by_head;       /* arcs of the graph, sorted by (tail, head, number) */
    uint32_t *weight;     /* by arc of the reverse: one criterion, closed arcs closed */
    uint64_t *bound;      /* [v * ZI_MAX_CRITERIA + k] */
    uint32_t *next;       /* [k * n_nodes + v]: the next node of the k-th best way */
    uint32_t *first_step; /* n_nodes + 1 */
    zi_step *step;

    /* pareto.c */
    zi_open open;
    zi_front *closed; /* by node: apexes of closed labels, first criterion left out */
    zi_front best;    /* costs of ways found, first criterion left out; tag: in `found` */
    zi_hop *hop;
    zi_found *found;
    uint32_t *seed_arc;
    uint32_t n_hops, n_found, n_seed_arcs, n_seeds_used;
    size_t hop_capacity, found_capacity, seed_arc_capacity;
    uint64_t n_labels;
    double factor;
};

/** Rounded down, so that the promise is kept to the last unit; never overflows while
 * f < 2^63 and within <= 1. */
static inline uint64_t
zi_limit(uint64_t f, uint64_t within_q32)
{
    return f + (f >> 32) * within_q32 + ((f & UINT32_MAX) * within_q32 >> 32);
}

/* pareto_prepare.c: bounds by backward searches, steps, the first ways. */
zhol_status zi_pareto_prepare_new(zhol_pareto *p, zhol_error *err);
void zi_pareto_prepare_free(zhol_pareto *p);
zhol_status zi_pareto_prepare(
    zhol_pareto *p, const zhol_pareto_query *q, zhol_error *err);

/* pareto_open.c */
bool zi_open_new(zi_open *o, uint32_t n_nodes);
void zi_open_free(zi_open *o, uint32_t n_nodes);
/** Empties it for the next run. */
void zi_open_reset(zi_open *o, uint32_t n_nodes, uint32_t n_criteria);
/** Adds a label, merged with an open one of its node if a way stays in both limits.
 * @return false: no memory. */
bool zi_open_add(zi_open *o, const zi_label *label);
/** Takes out the label with the lexicographically smallest apex; false: there is none. */
bool zi_open_take(zi_open *o, zi_label *out);

/* pareto_result.c */
zhol_status zi_pareto_result(
    zhol_pareto *p, const zhol_pareto_query *q, zhol_front **out, zhol_error *err);

#endif
