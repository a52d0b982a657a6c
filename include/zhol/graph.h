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

    /** What the caller knows already, by node; NULL: found here, by a search for each.
     * The distances in each criterion to the target and (of use to the exact search of
     * two criteria) from the source, ZHOL_INFINITE where no way leads: see
     * zhol_pareto_bounds(). Arcs that are closed in another criterion may count as open.
     * Whether they are bounds is checked along the arcs that are looked at; one that is
     * too high elsewhere loses ways unseen. So bounds (or a metric, below) of other
     * weights give ZHOL_USAGE or a front that is not the right one, and never a crash. */
    const uint32_t *to_target[ZHOL_MAX_CRITERIA], *from_source[ZHOL_MAX_CRITERIA];

    /** Instead of these, for the exact search of two criteria: a metric of both, in
     * their order, on a hierarchy of the graph. Bounds are then found where they are
     * needed, which is quicker than sweeps and, on road graphs, five times as quick as
     * without. Other searches do not look at it. Or NULL. */
    const struct zhol_metric *metric;
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
 * which may be exponential in n_nodes when exact: hence the budget. Exact fronts of two
 * and of three criteria have searches of their own.
 *
 * @param[out] out  owned by the caller: zhol_front_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_NONE (no way); ZHOL_USAGE; ZHOL_LIMIT (budget, memory, cancel).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_pareto_run(zhol_pareto *p,
    const zhol_pareto_query *query, const zhol_pareto_options *options, zhol_front **out,
    zhol_error *err);
ZHOL_API void zhol_front_free(zhol_front *front); /**< NULL is allowed */

/* ------------------------------------- customizable contraction hierarchies (data)
 *
 * What many questions on one graph share, whatever the weights: an order of its nodes and
 * the shortcuts of that order. After Dibbelt, Strasser and Wagner, Customizable
 * Contraction Hierarchies (2016).
 */

/** A nested-dissection order by METIS_NodeND of the graph without directions.
 *
 * The same graph gives the same order. METIS traps signals while it runs: not for a
 * server's threads.
 * @param[out] order  n_nodes elements: order[r] is the node of rank r; the node that is
 *                    contracted first has rank 0.
 * @return ZHOL_OK or ZHOL_LIMIT (memory; 2^30 neighbours; built without METIS).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_graph_order(
    const zhol_graph *g, uint32_t *order, zhol_error *err);

typedef struct zhol_cch zhol_cch;

/** Builds the hierarchy of an order: shortcuts for any weights. Keeps no pointer to its
 * inputs. Ranks inside are those of a post-order of the elimination tree, which has the
 * same shortcuts. O(shortcuts * height of the tree) at most.
 * @param order  any permutation of the nodes: see zhol_graph_order().
 * @param[out] out  owned by the caller: zhol_cch_free(). NULL on failure.
 * @return ZHOL_OK, ZHOL_BAD_DATA (no permutation) or ZHOL_LIMIT (memory, or 2^30 edges).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_cch_new(
    const zhol_graph *g, const uint32_t *order, zhol_cch **out, zhol_error *err);
ZHOL_API void zhol_cch_free(zhol_cch *cch);                  /**< NULL is allowed */
ZHOL_API uint32_t zhol_cch_n_nodes(const zhol_cch *cch);     /**< of the graph */
ZHOL_API uint32_t zhol_cch_n_edges(const zhol_cch *cch);     /**< shortcuts included */
ZHOL_API uint64_t zhol_cch_n_triangles(const zhol_cch *cch); /**< lower triangles */
ZHOL_API uint32_t zhol_cch_height(const zhol_cch *cch); /**< nodes from root to leaf */

/* ------------------------------------------------------ weights of a hierarchy (data)
 *
 * Customization turns weights of arcs into weights of shortcuts: of one metric, or of up
 * to 16 at once in the lanes of the processor's vectors (time, money, scenarios, draws).
 *
 * Distances are uint32_t below 2^31 - 1, and ZHOL_INFINITE where no way leads: that a sum
 * could be larger is found when weights are given, never by a wrong answer.
 */

enum { ZHOL_MAX_METRICS = 16 };

typedef struct zhol_metric zhol_metric;

typedef struct zhol_metric_options {
    uint32_t n_threads; /**< 0: 1. The same bytes for any */
    uint32_t lanes;     /**< of vectors to use at most: 1, 4, 8, 16; 0: as many as this
        processor has. The same bytes for any */
    bool has_ways;      /**< zhol_cch_query_way() will be asked; of one metric only */
    bool is_perfect;    /**< leave out shortcuts that no shortest way needs: costs about
        two customizations, and makes all questions faster; of one metric only */
} zhol_metric_options;

ZHOL_API void zhol_metric_defaults(zhol_metric_options *o);

/** Weights for @p cch, which must outlive the metric. O(lower triangles * n_metrics).
 *
 * @param weight  n_metrics arrays (1 .. ZHOL_MAX_METRICS) with an element for each arc of
 *                the graph, ZHOL_INFINITE or below 2^30. Not kept.
 * @param[out] out  owned by the caller: zhol_metric_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_USAGE (options, n_metrics); ZHOL_LIMIT (memory); ZHOL_BAD_DATA (a
 *         weight of 2^30 or more; distances that may not fit: divide the weights).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_metric_new(const zhol_cch *cch,
    const uint32_t *const *weight, uint32_t n_metrics, const zhol_metric_options *options,
    zhol_metric **out, zhol_error *err);

/** Takes new weights of a few arcs: the metric is then, byte by byte, what
 * zhol_metric_new() makes of @p weight.
 *
 * Only shortcuts above the changed arcs are looked at. No other thread may use the metric
 * meanwhile; queries and sweeps on it go on afterwards, selections of targets are to be
 * made anew. After a failure it may only be freed.
 * @param weight  as above: of all arcs, differing from before in @p arc at most.
 * @return as zhol_metric_new(); ZHOL_USAGE also for an arc that is not.
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_metric_update(zhol_metric *m,
    const uint32_t *const *weight, const uint32_t *arc, uint32_t n_arcs, zhol_error *err);

/** The same for new weights of all arcs: zhol_metric_new() without its memory, for many
 * sets of weights one after the other. As zhol_metric_update(). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_metric_renew(
    zhol_metric *m, const uint32_t *const *weight, zhol_error *err);
ZHOL_API void zhol_metric_free(zhol_metric *m); /**< NULL is allowed */

/* ------------------------------------------------- one way in a hierarchy (query) */

typedef struct zhol_cch_query zhol_cch_query;

/** Scratch memory for questions on @p m, which must outlive it. O(n_nodes) memory.
 * @param[out] out  owned by the caller: zhol_cch_query_free(). NULL on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_cch_query_new(
    const zhol_metric *m, zhol_cch_query **out, zhol_error *err);
ZHOL_API void zhol_cch_query_free(zhol_cch_query *q); /**< NULL is allowed */

/** The distance from @p source to @p target in each metric.
 * @param[out] distance  n_metrics elements; ZHOL_INFINITE: no way leads there.
 * @return ZHOL_OK, or ZHOL_USAGE (a node that is not). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_cch_query_run(zhol_cch_query *q,
    uint32_t source, uint32_t target, uint32_t *distance, zhol_error *err);

/** A shortest way of the last run: arcs of the graph in the order of travel, their
 * weights sum to the distance. Needs a metric with has_ways.
 * @param[out] arc  borrowed until the next run; none if the source is the target.
 * @return ZHOL_OK; ZHOL_NONE (no way); ZHOL_USAGE (no run, no has_ways); ZHOL_LIMIT. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_cch_query_way(
    zhol_cch_query *q, const uint32_t **arc, uint32_t *n_arcs, zhol_error *err);

/* ----------------------------------------------------- many at once (data, query)
 *
 * PHAST (Delling, Goldberg, Nowatzyk, Werneck 2013) and RPHAST (Delling, Goldberg,
 * Werneck 2011) on customized weights. With a metric of one, sources are the lanes; with
 * a batch, the metrics are. "Reverse" asks for distances *to* the named sources.
 */

typedef struct zhol_targets zhol_targets;

/** A selection of targets: what of the hierarchy leads to them. Data; borrows @p m.
 * @param target  n of them; a node may be named more than once.
 * @param is_reverse  the distances that are asked for lead from the targets to sources.
 * @param[out] out  owned by the caller: zhol_targets_free(). NULL on failure.
 * @return ZHOL_OK, ZHOL_USAGE (a node that is not) or ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_targets_new(const zhol_metric *m,
    const uint32_t *target, uint32_t n, bool is_reverse, zhol_targets **out,
    zhol_error *err);
ZHOL_API void zhol_targets_free(zhol_targets *t); /**< NULL is allowed */

typedef struct zhol_sweep zhol_sweep;

/** Scratch memory for sweeps on @p m, which must outlive it.
 * @param[out] out  owned by the caller: zhol_sweep_free(). NULL on failure.
 * @return ZHOL_OK or ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_sweep_new(
    const zhol_metric *m, zhol_sweep **out, zhol_error *err);
ZHOL_API void zhol_sweep_free(zhol_sweep *s); /**< NULL is allowed */

/** From each of the sources to each of the targets (reverse: from each target to each
 * source), n_sources rows.
 * @param[out] distance  [(i * n_targets + j) * n_metrics + k] of source i, target j,
 *                       metric k; ZHOL_INFINITE: no way.
 * @return ZHOL_OK or ZHOL_USAGE (a node that is not; targets of another metric). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_sweep_to(zhol_sweep *s,
    const zhol_targets *targets, const uint32_t *source, uint32_t n_sources,
    uint32_t *distance, zhol_error *err);

/** Some nodes and how far they are. */
typedef struct zhol_reached {
    uint32_t n_nodes, n_lanes;
    const uint32_t *node;
    const uint32_t *distance; /**< [i * n_lanes + lane]; ZHOL_INFINITE: not reached */
} zhol_reached;

/** Who takes a sweep, part by part, while it is in the cache. */
typedef struct zhol_reducer {
    void (*take)(
        void *user, const zhol_reached *reached); /**< borrowed until it returns */
    void *user;
} zhol_reducer;

/** From the sources to every node (reverse: from every node to them); each node is
 * handed to @p reducer once, in an order that depends on the hierarchy alone.
 *
 * @param source  1 .. 16 of them, the lanes of the answer (lanes beyond n_sources hold
 *                ZHOL_INFINITE); a batch takes one, and its metrics are the lanes.
 * @return ZHOL_OK or ZHOL_USAGE.  O(edges). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_sweep_all(zhol_sweep *s, const uint32_t *source,
    uint32_t n_sources, bool is_reverse, const zhol_reducer *reducer, zhol_error *err);

/** Bounds for zhol_pareto_query: every criterion's distances from one sweep.
 *
 * Together with bounds from the source they spare zhol_pareto_run() its own searches.
 * @param s  of a metric with the criteria's weights, in their order, all of them.
 * @param node  the target if is_to_target (to_target[]), else the source (from_source[]).
 * @param[out] bound  n_criteria arrays of n_nodes elements.
 * @return ZHOL_OK, or ZHOL_USAGE (a node that is not, more criteria than metrics). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_pareto_bounds(zhol_sweep *s, uint32_t node,
    bool is_to_target, uint32_t n_criteria, uint32_t *const *bound, zhol_error *err);

#endif
