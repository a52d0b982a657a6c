/* SPDX-License-Identifier: Apache-2.0 */
/** @file graph.h  Directed graphs, and the ways through them.
 *
 * Nodes and arcs are numbered from 0. A graph holds no weights: a caller keeps them in
 * his own arrays of uint32_t with one element per arc, ZHOL_INFINITE for a closed arc.
 *
 * Words: *data* is immutable and shared by any number of threads (zhol_graph); a *query*
 * is scratch memory of one thread that borrows data (zhol_dijkstra, zhol_pareto) and is
 * made once for many runs; a *result* is owned by the caller (zhol_front).
 */
#ifndef ZHOL_GRAPH_H
#define ZHOL_GRAPH_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/error.h>

#define ZHOL_INFINITE    UINT32_MAX /**< weight of a closed arc */
#define ZHOL_UNREACHABLE UINT64_MAX /**< distance of a node that no way leads to */
#define ZHOL_NO_ARC      UINT32_MAX
#define ZHOL_NO_NODE     UINT32_MAX

/* ---------------------------------------------------------------- the graph (data) */

typedef struct zhol_graph zhol_graph;

/** What a graph is built from: arc i goes from tail[i] to head[i]. */
typedef struct zhol_arcs {
    uint32_t n_nodes, n_arcs;
    const uint32_t *tail, *head; /**< n_arcs elements each; borrowed */
} zhol_arcs;

/** Builds a graph. O(n_nodes + n_arcs).
 *
 * Keeps no pointer to its inputs. Arcs are renumbered by tail, parallel arcs keep their
 * order; @p new_arc_of (n_arcs elements, or NULL) receives the new number of each input
 * arc. Loops and parallel arcs are allowed.
 *
 * @param[out] out  the graph, owned by the caller: zhol_graph_free(). NULL on failure.
 * @return ZHOL_OK, ZHOL_BAD_DATA (an end is >= n_nodes) or ZHOL_LIMIT (memory, or 2^30
 *         nodes or arcs).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_graph_new(
    const zhol_arcs *arcs, uint32_t *new_arc_of, zhol_graph **out, zhol_error *err);

/** The same nodes, every arc turned round. O(n_nodes + n_arcs).
 *
 * @param[out] arc_of  n_arcs elements, or NULL: arc b of the reverse graph is arc
 *                     arc_of[b] of @p g.
 * @param[out] out     owned by the caller, independent of @p g. NULL on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_graph_reverse(
    const zhol_graph *g, uint32_t *arc_of, zhol_graph **out, zhol_error *err);
ZHOL_API void zhol_graph_free(zhol_graph *g); /**< NULL is allowed */

ZHOL_API uint32_t zhol_graph_n_nodes(const zhol_graph *g);
ZHOL_API uint32_t zhol_graph_n_arcs(const zhol_graph *g);

/** The arcs that leave node v are zhol_graph_first_arc(g, v) .. (g, v + 1) - 1; v may be
 * n_nodes. */
ZHOL_API uint32_t zhol_graph_first_arc(const zhol_graph *g, uint32_t v);
ZHOL_API uint32_t zhol_graph_head(const zhol_graph *g, uint32_t arc);

/** O(log n_nodes): keep it out of inner loops. */
ZHOL_API uint32_t zhol_graph_tail(const zhol_graph *g, uint32_t arc);

/* ------------------------------------------------- shortest ways, one weight (query) */

typedef struct zhol_dijkstra zhol_dijkstra;

/** Scratch memory for runs on @p g, which must outlive it. O(n_nodes).
 * @param[out] out  owned by the caller: zhol_dijkstra_free(). NULL on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_dijkstra_new(
    const zhol_graph *g, zhol_dijkstra **out, zhol_error *err);
ZHOL_API void zhol_dijkstra_free(zhol_dijkstra *d); /**< NULL is allowed */

/** Shortest ways from @p source to @p target, or to every node: ZHOL_NO_NODE.
 *
 * @p weight has n_arcs elements. Distances cannot overflow. Nothing is cleared between
 * runs: a near target is found in time that does not depend on n_nodes. Of ways of equal
 * length the one whose last arc has the smallest number is kept among those known when
 * the node is settled; nodes of equal distance settle in the order of their numbers.
 *
 * Complexity O((n_nodes + n_arcs) log n_nodes).
 * @return ZHOL_OK (also when nothing is reached) or ZHOL_USAGE (a node that is not).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_dijkstra_run(zhol_dijkstra *d,
    const uint32_t *weight, uint32_t source, uint32_t target, zhol_error *err);

/** Of the last run. ZHOL_UNREACHABLE: no way leads to @p v, or it is farther than the
 * target at which the run stopped. */
ZHOL_API uint64_t zhol_dijkstra_distance(const zhol_dijkstra *d, uint32_t v);

/** The last arc of the shortest way to @p v; ZHOL_NO_ARC at the source and where the
 * distance is ZHOL_UNREACHABLE. */
ZHOL_API uint32_t zhol_dijkstra_parent_arc(const zhol_dijkstra *d, uint32_t v);

/* ------------------------------------------- the ways worth choosing, many weights */

enum { ZHOL_MAX_CRITERIA = 4 };

typedef struct zhol_pareto zhol_pareto;

/** From where to where, and what counts. */
typedef struct zhol_pareto_query {
    const uint32_t *weight[ZHOL_MAX_CRITERIA]; /**< the first n_criteria: n_arcs elements
        each; an arc that is ZHOL_INFINITE in one of them is closed */
    uint32_t n_criteria;                       /**< 1 .. ZHOL_MAX_CRITERIA */
    uint32_t source, target;
} zhol_pareto_query;

typedef struct zhol_pareto_options {
    double within;          /**< 0: exact; else 0 < within <= 1, 0.01 is 1 % */
    uint64_t budget_labels; /**< labels that may be made before ZHOL_LIMIT */
    bool (*progress)(void *user, uint64_t n_labels); /**< false: cancel; may be NULL */
    void *user;
} zhol_pareto_options;

/** Exact, at most 5,000,000 labels, no progress. */
ZHOL_API void zhol_pareto_defaults(zhol_pareto_options *o);

/** Ways from source to target, none of which is dominated by another.
 *
 * The promise: for the costs x of every way there is a returned way with costs y,
 * y[k] <= (1 + within) x[k] in each criterion k; exact (within 0) every undominated
 * vector of costs is there once. Sorted by costs, first criterion first.
 */
typedef struct zhol_front {
    uint32_t n_criteria, n_ways;
    uint64_t *cost; /**< of way i: cost[i * n_criteria + k]; its arcs' weights, summed */
    uint32_t *first_arc; /**< n_ways + 1: way i has arcs arc[first_arc[i]] .. */
    uint32_t *arc;       /**< in the order of travel; none if the source is the target */
    double factor;       /**< the certificate: what the run really reached, 1 <= factor
        <= 1 + within: each way's costs are at most `factor` times the lower bounds of all
        the ways that it stands for */
    uint64_t n_labels;   /**< work done */
} zhol_front;

/** Scratch memory for runs on @p g, which must outlive it. O(n_nodes + n_arcs).
 * @param[out] out  owned by the caller: zhol_pareto_free(). NULL on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_pareto_new(
    const zhol_graph *g, zhol_pareto **out, zhol_error *err);
ZHOL_API void zhol_pareto_free(zhol_pareto *p); /**< NULL is allowed */

/** Finds the front. The same query gives the same bytes in every run, and the same
 * costs however the arcs are numbered.
 *
 * The ways hold no cycle. Time and memory grow with the number of undominated ways,
 * which may be exponential in n_nodes when exact: hence the budget.
 *
 * @param[out] out  owned by the caller: zhol_front_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_NONE (no way); ZHOL_USAGE; ZHOL_LIMIT (budget, memory, cancel).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_pareto_run(zhol_pareto *p,
    const zhol_pareto_query *query, const zhol_pareto_options *options, zhol_front **out,
    zhol_error *err);
ZHOL_API void zhol_front_free(zhol_front *front); /**< NULL is allowed */

#endif
