/* SPDX-License-Identifier: Apache-2.0 */
/** @file claims.h  Statements tested: each check is a row of the table `checks` that
 * names a computation and its arguments. What the computations share.
 *
 * No figure stands in the code: a computation reads tables, and says which row its figure
 * depends on most, so that a test can change that row and see the figure change.
 */
#ifndef ZI_REPORT_CLAIMS_H
#define ZI_REPORT_CLAIMS_H

#include <zhol/plan.h>
#include <zhol/skim.h>

#include "report/report.h"

enum { ZI_CHECK_MAX_ARGUMENTS = 8, ZI_CHECK_MAX_ARGUMENT = 256 };
enum { ZI_CLAIMS_N_OTHER_GOODS = 2 };

/** What one check found. */
typedef struct zi_finding {
    bool is_known;     /**< false: `text` says what is missing */
    double value;      /**< in the check's unit */
    uint32_t decimals; /**< that make sense */
    zi_buffer text;    /**< how it came about, one sentence */
    zi_buffer command; /**< the command that gives the same number */
    const char *table; /**< the row it depends on most: its table ... */
    uint32_t row;      /**< ... and number */
    uint32_t grade;    /**< of that row */
    zhol_text source;  /**< keys of its sources */
    bool has_range;    /**< joint draws of all times were asked */
    double p10, p90;   /**< in the check's unit */
    bool has_others;   /**< other goods than the default were asked, in the order of
        zi_claims_other_goods() */
    struct {
        bool is_known;
        double value;
    } other[ZI_CLAIMS_N_OTHER_GOODS];
} zi_finding;

/** What checks share: networks that were searched already. */
typedef struct zi_claims_cache zi_claims_cache;

/** One check at work. */
typedef struct zi_check_run {
    const zhol_world *w;
    zi_claims_cache *cache; /**< zi_claims_reach(), zi_claims_plan() */
    const zhol_check *check;
    uint32_t n_arguments;
    char argument[ZI_CHECK_MAX_ARGUMENTS][ZI_CHECK_MAX_ARGUMENT];
} zi_check_run;

/** A computation: its name in the table, its arguments in words, and what runs it.
 * `run` returns ZHOL_OK with finding->is_known false when the tables lack something;
 * ZHOL_BAD_DATA or, of names, ZHOL_USAGE when the arguments are wrong (both end as
 * ZHOL_BAD_DATA that says which check); other failures as they come. */
typedef struct zi_computation {
    const char *name, *arguments, *meaning;
    uint32_t n_least, n_most;
    zhol_status (*run)(const zi_check_run *run, zi_finding *out, zhol_error *err);
} zi_computation;

/** A reach that is asked for: with the figures of the data year. */
typedef struct zi_claims_asked {
    zhol_ref place;
    uint32_t year;  /**< of the network */
    uint32_t goods; /**< 0: the default; k: zi_claims_other_goods(k - 1) */
    bool is_drawn;  /**< with draws of the whole network */
} zi_claims_asked;

/** The cache keeps it. */
ZHOL_MUST_CHECK zhol_status zi_claims_reach(const zi_check_run *run,
    const zi_claims_asked *asked, const zhol_reach **out, zhol_error *err);
/** "60 t of wheat (1001) in a wagon"; fills @p c unless NULL. */
const char *zi_claims_other_goods(uint32_t k, zhol_consignment *c);

/** The plan of projects ("a+b") against a year, for the economies that `zhol plan` tells
 * by default; the cache keeps it. */
ZHOL_MUST_CHECK zhol_status zi_claims_plan(const zi_check_run *run, const char *projects,
    uint32_t year, const zhol_plan **out, zhol_error *err);
extern const char *const zi_claims_told[];
extern const uint32_t zi_claims_n_told;

/** Makes room for them; frees it with all that it keeps. */
ZHOL_MUST_CHECK zhol_status zi_claims_cache_new(
    const zhol_world *w, zi_claims_cache **out, zhol_error *err);
void zi_claims_cache_free(zi_claims_cache *cache);

/** The computations of each file. */
extern const zi_computation zi_claims_on_figures[];
extern const uint32_t zi_claims_n_on_figures;
extern const zi_computation zi_claims_on_trade[];
extern const uint32_t zi_claims_n_on_trade;
extern const zi_computation zi_claims_on_network[];
extern const uint32_t zi_claims_n_on_network;
extern const zi_computation zi_claims_on_reach[];
extern const uint32_t zi_claims_n_on_reach;
extern const zi_computation zi_claims_on_papers[];
extern const uint32_t zi_claims_n_on_papers;

/** Verdicts, in their order of strength. */
typedef enum zi_verdict {
    ZI_VERDICT_HOLDS,
    ZI_VERDICT_HOLDS_ON_THIS_BASIS,
    ZI_VERDICT_NOT_FOUND,
    ZI_VERDICT_NOT_TESTABLE,
    ZI_N_VERDICTS
} zi_verdict;
const char *zi_verdict_text(zi_verdict verdict);

typedef struct zi_checked {
    const zhol_check *check;
    zi_finding finding;
    bool is_bounded, is_within;
} zi_checked;

typedef struct zi_claimed {
    const zhol_claim *claim;
    zi_checked *checks; /**< in the order of their steps */
    uint32_t n_checks;
    zi_verdict verdict;
} zi_claimed;

/** All claims, or the one with that number, in the order of their numbers. Owned by the
 * caller: zi_claims_free(). ZHOL_NONE: the table is empty; ZHOL_USAGE: no such number;
 * ZHOL_BAD_DATA: a check is wrong. */
ZHOL_MUST_CHECK zhol_status zi_claims_run(const zhol_world *w, uint32_t number,
    zi_claimed **out, uint32_t *n_out, zhol_error *err);
void zi_claims_free(zi_claimed *claims, uint32_t n);

/* Helpers of the computations. */

/** The arguments are wrong: says which check and what would be right. */
zhol_status zi_check_complain(
    const zi_check_run *run, zhol_error *err, const char *format, ...) ZHOL_PRINTF(3, 4);
/** A row a figure depends on. */
void zi_finding_rests_on(
    zi_finding *f, const char *table, uint32_t row, const zhol_origin *origin);
/** A link as that row; ZHOL_NO_ROW: nothing is said. */
void zi_check_rest_on_link(const zi_check_run *run, zhol_ref link, zi_finding *out);
/** Marks members[economy] for a list as "CHN+group:EU+JPN". */
zhol_status zi_check_economies(const zi_check_run *run, uint32_t argument, uint32_t date,
    uint8_t *members, zhol_error *err);
/** A year, a date (yyyymmdd), a number. */
zhol_status zi_check_year(
    const zi_check_run *run, uint32_t argument, uint32_t *year, zhol_error *err);
zhol_status zi_check_date(
    const zi_check_run *run, uint32_t argument, uint32_t *date, zhol_error *err);
zhol_status zi_check_number(
    const zi_check_run *run, uint32_t argument, double *number, zhol_error *err);

#endif
