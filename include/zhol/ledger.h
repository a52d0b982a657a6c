/* SPDX-License-Identifier: Apache-2.0 */
/** @file ledger.h  The public ledger: published cases beside what the model says of them.
 *
 * A case states origin, destination, mode, period and at least one figure: kilometres,
 * days or money (docs/validation.md). A zhol_ledger is *data* until it is run by one
 * thread; it owns its texts and borrows nothing but the world while it runs.
 */
#ifndef ZHOL_LEDGER_H
#define ZHOL_LEDGER_H

#include <zhol/route.h>

/** What a case measures. */
typedef enum zhol_case_kind {
    ZHOL_CASE_OD,      /**< terminal to terminal with handling and waiting */
    ZHOL_CASE_SEGMENT, /**< the same without what happens at both ends */
    ZHOL_CASE_LINK,    /**< moving alone */
    ZHOL_CASE_SEA,     /**< line haul at sea */
    ZHOL_CASE_ROAD,    /**< like SEGMENT, by road */
    ZHOL_N_CASE_KINDS
} zhol_case_kind;

/** How a time came about; each is scored apart. */
typedef enum zhol_case_class {
    ZHOL_TIME_OBSERVED,
    ZHOL_TIME_TIMETABLED,
    ZHOL_TIME_ANNOUNCED,
    ZHOL_TIME_RECORD, /**< best runs: inside when the published time is at most P25 */
    ZHOL_TIME_OTHER,
    ZHOL_N_CASE_CLASSES
} zhol_case_class;

typedef enum zhol_verdict {
    ZHOL_VERDICT_NONE,    /**< nothing was published */
    ZHOL_VERDICT_INSIDE,  /**< within the tolerance */
    ZHOL_VERDICT_OUTSIDE, /**< not */
    ZHOL_VERDICT_INPUT,   /**< the figure or its source is an input row: not scored */
    ZHOL_VERDICT_TUNED,   /**< the model was calibrated on it: not scored */
    ZHOL_VERDICT_NO_WAY   /**< an end is unknown, or there is no way: not scored */
} zhol_verdict;

/** One published figure and the model's. Kilometres, days, or the case's cost unit. */
typedef struct zhol_score {
    double lo, hi;        /**< published; ZHOL_NOT_GIVEN: nothing was */
    double tolerance;     /**< as a share */
    double model;         /**< P50 of a time */
    double p10, p25, p90; /**< of a time */
    double error;         /**< (model - middle of lo and hi) / middle; of a cost ln of
                             the ratio */
    uint32_t verdict;     /**< zhol_verdict */
} zhol_score;

enum { ZHOL_SCORE_DISTANCE, ZHOL_SCORE_TIME, ZHOL_SCORE_COST, ZHOL_N_SCORES };

typedef struct zhol_case {
    char *id, *origin, *destination, *via, *mode, *time_class, *cost_unit, *quality;
    char *source, *source_key;
    uint32_t kind, year, class_of_time, line;
    bool is_calibrated;
    zhol_score score[ZHOL_N_SCORES];
    zhol_ref economy; /**< of the origin; ZHOL_NO_ROW: not answered */
    char note[256];   /**< why it is not scored, or what of `via` was not understood */
} zhol_case;

typedef struct zhol_ledger {
    zhol_case *cases;
    uint32_t n_cases;
} zhol_ledger;

/** Reads a file of cases; columns by name, source_key and calibrated may be missing.
 * @return ZHOL_OK, ZHOL_BAD_DATA ("file:line: ..."), ZHOL_IO or ZHOL_LIMIT. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_ledger_read(
    const char *path, zhol_ledger **out, zhol_error *err);

/** Answers each case and scores it. An @p id: of that one alone; the others leave the
 * ledger.
 *
 * The way is the fastest one of the shown that uses every mode of the case, in the
 * network of the case's year and over the places, economies and passes of `via`; of ends
 * "A|B" the faster. Without a way over `via`, the fastest one, and the note says so. A
 * case that names a pass sails through no canal that it does not name. A place without a
 * link of the case's modes stands for the nearest one in its economy within 100 km, told
 * in the note. Time and money are those of that way. Percentiles of a part of a way are
 * of a lognormal with its mean and variance; of a whole way those of the router's joint
 * draws.
 * @return ZHOL_OK; ZHOL_USAGE: no case has that id; ZHOL_LIMIT.  O(cases x route). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_ledger_run(
    const zhol_world *w, zhol_ledger *ledger, const char *id, zhol_error *err);

ZHOL_API void zhol_ledger_free(zhol_ledger *ledger); /**< NULL is allowed */

ZHOL_API const char *zhol_case_kind_word(uint32_t kind);
ZHOL_API const char *zhol_case_class_word(uint32_t class_of_time);
ZHOL_API const char *zhol_verdict_word(uint32_t verdict);

#endif
