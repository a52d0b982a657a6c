/* SPDX-License-Identifier: Apache-2.0 */
/** @file matrix.h  Least hours, dollars and emissions from many places to many.
 *
 * zhol_place_set is *data* of the caller. zhol_matrix is a *query* over it: it borrows
 * the world and both sets, which must outlive it, and uses threads of its own. Values are
 * computed band by band, so that a matrix need not fit into memory; <zhol/report.h>
 * writes them to files.
 */
#ifndef ZHOL_MATRIX_H
#define ZHOL_MATRIX_H

#include <zhol/cost.h>
#include <zhol/goods.h>
#include <zhol/graph.h>
#include <zhol/world.h>

/* ------------------------------------------------------------------- sets of places */

typedef struct zhol_place_set {
    zhol_ref *places; /**< each once, in the order named; of a kind: in that of the ids */
    zhol_ref *stands_for; /**< of each place the economy that it was chosen for, or
        ZHOL_NO_ROW */
    uint32_t n_places;
    uint32_t n_again;     /**< named more than once: the first time counts */
    uint32_t n_placeless; /**< economies without a place in the network: left out */
    size_t capacity;
} zhol_place_set;

/** Reads a set as people type it, a list joined by commas of
 *
 *     all             every place on land
 *     ports           seaports and river ports
 *     cities:100000   cities (ports with inhabitants too) of at least so many people
 *     economies       of each economy its largest city; if no population is known, its
 *                     first seaport, else its first place
 *     Almaty          a place by any of its names
 *     @places.txt     the places that a file names: one a line, or, if the first line is
 *                     a head with the column `id`, a CSV; without @ if the whole text has
 *                     a dot or slash and is the name of a file
 *
 * @param[out] out  owned by the caller: zhol_place_set_free().
 * @return ZHOL_OK; ZHOL_USAGE (an unknown name, with the nearest; nothing named; a place
 *         at sea); ZHOL_BAD_DATA, ZHOL_IO (the file); ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_place_set_read(
    const zhol_world *w, const char *text, zhol_place_set *out, zhol_error *err);
ZHOL_API void zhol_place_set_free(zhol_place_set *set); /**< it is zero after */

/* ------------------------------------------------------------------------ the matrix */

typedef enum zhol_matrix_metric {
    ZHOL_MATRIX_TIME,        /**< mean hours of the fastest way */
    ZHOL_MATRIX_COST,        /**< dollars of the cheapest */
    ZHOL_MATRIX_CO2E,        /**< kg well to wheel of the cleanest */
    ZHOL_MATRIX_GENERALISED, /**< dollars, and hours at the goods' value of time */
    ZHOL_N_MATRIX_METRICS
} zhol_matrix_metric;

/** "time", and with its unit "time_h", and the unit "h". Static texts. */
ZHOL_API const char *zhol_matrix_word(zhol_matrix_metric metric);
ZHOL_API const char *zhol_matrix_column(zhol_matrix_metric metric);
ZHOL_API const char *zhol_matrix_unit(zhol_matrix_metric metric);

typedef struct zhol_matrix_query {
    const zhol_place_set *from, *to;
    zhol_matrix_metric metrics[ZHOL_N_MATRIX_METRICS]; /**< each once */
    uint32_t n_metrics;
    zhol_scenario scenario;
    zhol_consignment consignment;
    uint32_t n_threads; /**< 0: 1. The same values for any */
} zhol_matrix_query;

typedef struct zhol_matrix zhol_matrix;

/** Rows of a band. */
enum { ZHOL_MATRIX_BAND = 16 };

/** Builds the network, its hierarchy and the weights of each metric.
 * @param[out] out  owned by the caller: zhol_matrix_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_USAGE (an empty set, a metric, scenario or consignment);
 *         ZHOL_LIMIT (memory; one link that is too dear). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_matrix_new(const zhol_world *w,
    const zhol_matrix_query *query, zhol_matrix **out, zhol_error *err);
ZHOL_API void zhol_matrix_free(zhol_matrix *m); /**< NULL is allowed */

ZHOL_API const zhol_world *zhol_matrix_world(const zhol_matrix *m);
ZHOL_API const zhol_matrix_query *zhol_matrix_asked(const zhol_matrix *m);
/** Dollars that the whole consignment is worth: as asked, else by its commodity. */
ZHOL_API double zhol_matrix_value_usd(const zhol_matrix *m);
/** What a day costs, per cent of that value: of the commodity, else the usual one. */
ZHOL_API double zhol_matrix_value_of_time_pct_per_day(const zhol_matrix *m);
ZHOL_API uint32_t zhol_matrix_n_bands(const zhol_matrix *m);

/** Bytes that it takes, the scratch memory of each thread included. */
ZHOL_API uint64_t zhol_matrix_bytes(const zhol_matrix *m);

/** The values of band b: of rows b * ZHOL_MATRIX_BAND and the following.
 *
 * @param thread  below n_threads: names scratch memory that no other call uses meanwhile.
 * @param[out] value  [(k * ZHOL_MATRIX_BAND + i) * to->n_places + j] of metric k, row i
 *                    of the band and column j, in whole seconds, cents, grams;
 *                    ZHOL_INFINITE: no way leads there, or one of both is closed or
 *                    avoided. 0 from a place to itself. Rows behind the last one are
 *                    ZHOL_INFINITE.
 * @return ZHOL_OK, ZHOL_USAGE, or ZHOL_LIMIT: a value is larger than its 32 bits. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_matrix_band(
    zhol_matrix *m, uint32_t band, uint32_t thread, uint32_t *value, zhol_error *err);

/** Whole units in one h, USD or kg: 3600, 100, 1000. */
ZHOL_API uint32_t zhol_matrix_parts(zhol_matrix_metric metric);

#endif
