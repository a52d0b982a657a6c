/* SPDX-License-Identifier: Apache-2.0 */
/** @file io.h  Files of graphs, and of the orders of their nodes.
 *
 * Messages about a file begin with its name and, where a line is at fault, the line:
 * "roads.gr:12: node 0: a number of 1 .. 264346 would be right".
 */
#ifndef ZHOL_IO_H
#define ZHOL_IO_H

#include <stdint.h>
#include <zhol/error.h>
#include <zhol/graph.h>

/** Frees what a function of this header handed over as an array. NULL is allowed. */
ZHOL_API void zhol_io_free(void *array);

/* ------------------------------------------ road graphs of the 9th DIMACS challenge
 *
 * Text, plain or compressed by gzip, at most 4 GiB when unpacked. Comments are lines that
 * begin with 'c'; lines without any word are passed over. Nodes count from 1 in a file
 * and from 0 in memory. Anything else than what stands here is refused.
 */

/** Reads a file of arcs (.gr): one line `p sp NODES ARCS`, then ARCS lines
 * `a TAIL HEAD WEIGHT`, weights being whole numbers below 2^30. O(bytes).
 *
 * @param[out] graph   owned by the caller: zhol_graph_free(). NULL on failure.
 * @param[out] weight  of each arc, by its number in @p graph; owned by the caller:
 *                     zhol_io_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_IO; ZHOL_BAD_DATA; ZHOL_LIMIT (memory, size of the file).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_dimacs_read_graph(
    const char *path, zhol_graph **graph, uint32_t **weight, zhol_error *err);

/** Where a node lies. In the files of the challenge: longitude and latitude in millionths
 * of a degree. */
typedef struct zhol_dimacs_point {
    int32_t x, y;
} zhol_dimacs_point;

/** Reads a file of coordinates (.co): one line `p aux sp co NODES`, then one line
 * `v NODE X Y` for each node, in any order. O(bytes).
 *
 * @param[out] n_nodes  how many there are.
 * @param[out] point    n_nodes elements, by node; owned by the caller: zhol_io_free().
 *                      NULL on failure.
 * @return as zhol_dimacs_read_graph().
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_dimacs_read_points(
    const char *path, uint32_t *n_nodes, zhol_dimacs_point **point, zhol_error *err);

/* ---------------------------------------------------------------- orders of nodes
 *
 * An order takes far longer to find than all that is done with it: keep it in a file.
 * The file carries a hash of its graph's arcs (not of weights) and a checksum of itself.
 */

/** Writes an order of @p g. The old file stays as it is until the new one is complete.
 * @param order  n_nodes elements, a permutation: see zhol_graph_order().
 * @return ZHOL_OK; ZHOL_IO; ZHOL_BAD_DATA (no permutation); ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_order_write(
    const char *path, const zhol_graph *g, const uint32_t *order, zhol_error *err);

/** Reads an order of @p g, the same bytes on every machine.
 * @param[out] order  n_nodes elements; undefined on failure.
 * @return ZHOL_OK; ZHOL_IO; ZHOL_BAD_DATA (damaged, no order, or of another graph);
 *         ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_order_read(
    const char *path, const zhol_graph *g, uint32_t *order, zhol_error *err);

#endif
