/* SPDX-License-Identifier: Apache-2.0 */
/** @file dimacs.h  The text of road graphs (9th DIMACS challenge) -> arrays.
 *
 * See zhol/io.h for the formats and for readers of files.
 */
#ifndef ZI_IO_DIMACS_H
#define ZI_IO_DIMACS_H

#include <stddef.h>
#include <stdint.h>
#include <zhol/io.h>

/** Arcs in the order of the file; nodes from 0. Zero, or freed by zi_dimacs_free(). */
typedef struct zi_dimacs {
    uint32_t n_nodes, n_arcs;
    uint32_t *tail, *head, *weight;
} zi_dimacs;

/** @param text  n bytes, and a NUL behind them.
 * @param[out] out  zero on failure.
 * @return ZHOL_OK, ZHOL_BAD_DATA or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_dimacs_arcs(
    const char *path, const char *text, size_t n, zi_dimacs *out, zhol_error *err);
void zi_dimacs_free(zi_dimacs *d);

/** The same of coordinates. @param[out] point  zi_free(); NULL on failure. */
ZHOL_MUST_CHECK zhol_status zi_dimacs_points(const char *path, const char *text, size_t n,
    uint32_t *n_nodes, zhol_dimacs_point **point, zhol_error *err);

#endif
