/* SPDX-License-Identifier: Apache-2.0 */
/** @file many.h  Many places and many others: blocks of a matrix, or all of it.
 *
 * zi_many is *data*: one metric of a skim and a choice of ends, prepared once; any number
 * of threads may ask for rows of it. It borrows the skim.
 *
 * Every value equals that of zi_skim_from() exactly.
 */
#ifndef ZI_SKIM_MANY_H
#define ZI_SKIM_MANY_H

#include "skim/skim.h"

typedef struct zi_many_options {
    zi_skim_metric metric;
    const zhol_ref *targets; /**< places; one may be named more than once; not kept */
    uint32_t n_targets;
    uint32_t n_rows; /**< how many will be asked for, about: few are searched one by one
        (Dijkstra), many are swept on the hierarchy, thousands on a perfect one */
    bool is_reverse; /**< values of the ways from the targets to the sources */
    uint32_t n_threads; /**< 0: 1; the same bytes for any */
} zi_many_options;

typedef struct zi_many zi_many;

/** Prepares rows. The first call for a skim that needs its hierarchy builds it. Distances
 * that do not fit into 31 bits (seconds, cents, grams) are searched one by one.
 * @p out is owned by the caller: zi_many_free().
 * @return ZHOL_OK; ZHOL_USAGE (no such metric or place); ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_many_new(
    zi_skim *k, const zi_many_options *options, zi_many **out, zhol_error *err);
void zi_many_free(zi_many *many); /**< NULL is allowed */

/** value[i * n_targets + j]: from source i to target j (reverse: from target j to source
 * i), in hours, dollars or kilograms; INFINITY and 0 as in zi_skim_from(). Sources are
 * shared out among options->n_threads.
 * @return ZHOL_OK; ZHOL_USAGE (no such place); ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_many_rows(const zi_many *many, const zhol_ref *sources,
    uint32_t n_sources, double *value, zhol_error *err);

#endif
