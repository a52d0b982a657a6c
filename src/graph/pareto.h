/* SPDX-License-Identifier: Apache-2.0 */
/** @file pareto.h  The parts of a zhol_pareto, for the files pareto*.c only. */
#ifndef ZI_GRAPH_PARETO_H
#define ZI_GRAPH_PARETO_H

#include "graph/front.h"
#include "graph/graph.h"

#include <stddef.h>

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
    uint32_t node_slot;   /* in the list of its node's open labels */
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

/** In which order labels are closed. */
typedef struct zi_order {
    bool is_lexicographic; /* by apex; else by bands of the mean of its criteria */
    double per_unit[ZI_MAX_CRITERIA]; /* bands that one unit of a criterion is worth */
    double per_bound;                 /* of the first criterion's bound, in 2^-32 */
    const uint64_t *bound;            /* [node * ZI_MAX_CRITERIA + k]; borrowed */
} zi_order;

typedef struct zi_heap_entry {
    uint64_t key;
    uint32_t label;
} zi_heap_entry;

/** Ways and limits of a node's open labels, cut to 31 bits as in front.h. */
typedef struct zi_open_block {
    int32_t way[ZI_MAX_CRITERIA][ZI_BLOCK];   /* INT32_MAX where none is */
    int32_t limit[ZI_MAX_CRITERIA][ZI_BLOCK]; /* -1 where none is */
    uint32_t label[ZI_BLOCK];
} zi_open_block;

typedef struct zi_open_list {
    zi_open_block *block;
    size_t capacity; /* blocks */
    uint32_t n;
} zi_open_list;

/** Labels made and not yet closed, all and by node. */
typedef struct zi_open {
    zi_order order;
    zi_label *label;
    uint32_t *slot; /* by label: where it is in the heap */
    zi_heap_entry *heap;
    uint32_t *unused; /* labels that can be used again */
    zi_open_list *at; /* by node */
    size_t label_capacity, slot_capacity, heap_capacity, unused_capacity;
    uint32_t n_labels, n_heap, n_unused;
} zi_open;

typedef struct zi_bi zi_bi;   /* bi.c: scratch of the search of two criteria */
typedef struct zi_tri zi_tri; /* tri.c: of three */

struct zhol_pareto {
    const zhol_graph *graph;             /* borrowed */
    uint32_t n_criteria, source, target; /* of this run */
    bool is_exact;
    uint64_t within_q32; /* within as a multiple of 2^-32, rounded down */

    /* pareto_prepare.c */
    zhol_graph *reverse;
    zhol_dijkstra *dijkstra; /* on the reverse graph */
    uint32_t *reverse_arc;   /* arc of the graph, by arc of the reverse */
    uint32_t *by_head;       /* arcs of the graph, sorted by (tail, head, number) */
    bool *is_closed;         /* by arc of the graph, in this run */
    uint32_t *weight;     /* by arc of the reverse: one criterion, closed arcs closed */
    uint64_t *bound;      /* [v * ZI_MAX_CRITERIA + k] */
    uint32_t *next;       /* [k * n_nodes + v]: the next node of the k-th best way */
    uint32_t *first_step; /* n_nodes + 1 */
    zi_step *step;

    /* pareto.c */
    zi_open open;
    zi_front *closed; /* by node: apexes of closed labels */
    zi_front best;    /* costs of ways found; tag: in `found` */
    zi_hop *hop;
    zi_found *found;
    uint32_t *seed_arc;
    uint32_t n_hops, n_found, n_seed_arcs, n_seeds_used;
    size_t hop_capacity, found_capacity, seed_arc_capacity;
    uint64_t n_labels;
    double factor;

    /* pareto_result.c */
    uint32_t *place; /* by node: its place on the way in hand + 1, or 0 */
    uint32_t *draft_arc;
    size_t draft_arc_capacity;

    zi_bi *bi; /* made when they are needed first */
    zi_tri *tri;
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
/** Arcs that are closed, once for all zi_pareto_find_bounds() of a query. */
void zi_pareto_find_closed(zhol_pareto *p, const zhol_pareto_query *q);
/** p->bound and p->next of criterion k. */
zhol_status zi_pareto_find_bounds(
    zhol_pareto *p, const zhol_pareto_query *q, uint32_t k, zhol_error *err);

/* pareto_given.c */
/** p->bound and p->next from what the caller knows. *is_taken: he knows it. */
zhol_status zi_pareto_take_bounds(
    zhol_pareto *p, const zhol_pareto_query *q, bool *is_taken, zhol_error *err);

/* pareto.c: what all searches say */
/** Stops when the budget is spent; asks the caller every 4,096 labels. *reported: 0
 * before the first call. */
zhol_status zi_pareto_watch(
    const zhol_pareto_options *o, uint64_t n_labels, uint64_t *reported, zhol_error *err);
zhol_status zi_pareto_fail_none(const zhol_pareto_query *q, zhol_error *err);

/* bi.c */
/** The exact search of two criteria: leaves its ways where zi_pareto_result() finds them.
 * @param[out] is_narrow  false: the numbers do not fit, and nothing was done. */
zhol_status zi_bi_run(zhol_pareto *p, const zhol_pareto_query *q,
    const zhol_pareto_options *o, bool *is_narrow, zhol_error *err);
void zi_bi_free(zi_bi *b);

/* tri.c */
/** The exact search of three criteria: leaves its ways where zi_pareto_result() finds
 * them. */
zhol_status zi_tri_run(zhol_pareto *p, const zhol_pareto_query *q,
    const zhol_pareto_options *o, zhol_error *err);
void zi_tri_free(zi_tri *t);

/* pareto_open.c */
bool zi_open_new(zi_open *o, uint32_t n_nodes);
void zi_open_free(zi_open *o, uint32_t n_nodes);
/** Empties it for the next run. */
void zi_open_reset(zi_open *o, uint32_t n_nodes, const zi_order *order);
/** Adds a label, merged with an open one of its node if a way stays in both limits.
 * @return false: no memory. */
bool zi_open_add(zi_open *o, const zi_label *label);
/** Takes out the first label in the order; false: there is none. */
bool zi_open_take(zi_open *o, zi_label *out);

/* pareto_result.c */
/** A label's way may come back to a node after labels were merged: cuts out what lies
 * between, which makes no criterion larger. @p place: 0 for each node, before and after.
 * @return how many arcs are left. */
uint32_t zi_pareto_cut_cycles(const zhol_graph *g, uint32_t source, uint32_t *arc,
    uint32_t n_arcs, uint32_t *place);
zhol_status zi_pareto_result(
    zhol_pareto *p, const zhol_pareto_query *q, zhol_front **out, zhol_error *err);

#endif
