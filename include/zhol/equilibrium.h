/* SPDX-License-Identifier: Apache-2.0 */
/** @file equilibrium.h  What trade becomes when costs change: exact hat algebra.
 *
 * zhol_flows is *data*: who sells what to whom, domestic trade included. zhol_shock is
 * what changes, borrowed from the caller. zhol_simulation is a *result*, owned by the
 * caller, independent of both. Same input, same bytes at any number of threads.
 * docs/why/equilibrium.md has the mathematics and its papers.
 *
 * The model, one sector: X_ij = (p_i cost_ij)^-theta / sum_k (p_k cost_kj)^-theta E_j
 * (Armington 1969; Eaton and Kortum 2002; Anderson and van Wincoop 2003), output Q_i
 * proportional to (p_i / P_i)^psi (Allen, Arkolakis and Takahashi 2020; psi 0: fixed).
 * A "hat" is a value after the change over the one before (Dekle, Eaton and Kortum 2007):
 * levels of costs, of technology and of labour are not needed.
 */
#ifndef ZHOL_EQUILIBRIUM_H
#define ZHOL_EQUILIBRIUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

enum { ZHOL_MAX_ECONOMIES = 2000, ZHOL_MAX_COEFFICIENTS = 16, ZHOL_MAX_DRAWS = 100000 };
/** Draws without an equilibrium, per cent: more are a failure. */
enum { ZHOL_MAX_FAILED_DRAWS_PCT = 5 };

/* ------------------------------------------------------------------------- the data */

/** Trade among n economies, sorted by id. A caller may also fill one by hand. */
typedef struct zhol_flows {
    uint32_t n;
    uint32_t n_sectors;    /**< must be 1: sectors with input-output links are to come */
    const char *const *id; /**< n, each once */
    double *trade;         /**< [i * n + j]: exporter i, importer j, domestic rows too;
                              not negative, any one unit */
    uint32_t year;         /**< that was asked for, or 0 */
    uint32_t n_rows;       /**< of the file that are used */
    uint32_t n_domestic_made; /**< economies whose domestic trade is not of the file */
    void *texts; /* all that is behind the pointers; NULL if filled by hand */
} zhol_flows;

typedef enum zhol_domestic {
    ZHOL_DOMESTIC_ROWS,   /**< of the file; one that is missing is an error */
    ZHOL_DOMESTIC_OUTPUT, /**< gross output of a second file less exports, grade of it */
    ZHOL_DOMESTIC_SHARE   /**< an assumed share of spending, grade D */
} zhol_domestic;

typedef struct zhol_flows_options {
    const char *exporter, *importer, *trade, *year_column; /**< names of the columns */
    uint32_t year;           /**< rows of this year only; 0: the file has one year */
    zhol_domestic domestic;  /**< for economies without a domestic row */
    const char *output_path; /**< CSV economy,output in the unit of the flows */
    double domestic_share;   /**< above 0, below 1 */
} zhol_flows_options;

ZHOL_API void zhol_flows_options_defaults(zhol_flows_options *options);

/** Reads flows from a CSV (or .csv.gz). Pairs without a row do not trade.
 * @param[out] out  owned by the caller: zhol_flows_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_USAGE (a column of another name that is not there, with the
 * nearest; a year that is needed); ZHOL_BAD_DATA ("file:line: ...", a usual column is
 * missing, an economy in upper and in lower case); ZHOL_IO; ZHOL_LIMIT. O(rows log n +
 * n^2).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_flows_read(const char *path,
    const zhol_flows_options *options, zhol_flows **out, zhol_error *err);
ZHOL_API void zhol_flows_free(zhol_flows *flows); /**< NULL is allowed */

/** Index of an economy, or UINT32_MAX. O(log n). */
ZHOL_API uint32_t zhol_flows_find(const zhol_flows *flows, const char *id);

/* ----------------------------------------------------------------- what is changed */

/** A number for each pair from a CSV with the columns exporter, importer and @p column.
 *
 * `*` stands for every economy; then only pairs of two different economies are meant. Of
 * several rows that fit a pair the most specific counts: both named, one named, none.
 * Two rows with one named that fit the same pair are an error unless they agree or a
 * third names both.
 * @param rule   what values may be.
 * @param value  [i * n + j], given with what holds for pairs that no row names.
 * @return ZHOL_OK; ZHOL_BAD_DATA ("file:line: ...": an economy that the flows do not
 * have, with the nearest; a pair named twice; a value); ZHOL_USAGE (the column of
 * a coefficient is missing; a fixed one is BAD_DATA); ZHOL_IO; ZHOL_LIMIT. */
typedef enum zhol_pair_rule {
    ZHOL_PAIR_COST,  /**< 1e-9 to 1e9: a cost over the one before */
    ZHOL_PAIR_CHANGE /**< any number: a regressor's value less the one before */
} zhol_pair_rule;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_pairs_read(const zhol_flows *flows,
    const char *path, const char *column, zhol_pair_rule rule, double *value,
    zhol_error *err);

/** A covariance matrix from a CSV: a first column `name`, then a column for each name.
 * Symmetric to 1e-8 of its size, positive semidefinite. `zhol trade estimate
 * --covariance` writes such a file, with more names and a column `estimate`.
 * @param[out] covariance  n x n in the order of @p names. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_covariance_read(const char *path,
    const char *const *names, uint32_t n, double *covariance, zhol_error *err);

/** The coefficients themselves from the second column, `estimate`, of such a file.
 * @param[out] estimate  n in the order of @p names. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_estimates_read(const char *path,
    const char *const *names, uint32_t n, double *estimate, zhol_error *err);

/** What changes. Arrays are borrowed. Costs within an economy usually stay 1. */
typedef struct zhol_shock {
    const double *cost_hat;  /**< n x n, above 0; or NULL: all 1 */
    uint32_t n_coefficients; /**< of a gravity equation */
    const char *names[ZHOL_MAX_COEFFICIENTS];
    double estimate[ZHOL_MAX_COEFFICIENTS];
    const double *change[ZHOL_MAX_COEFFICIENTS]; /**< n x n: of the regressor */
    const double *covariance; /**< n_coefficients^2, for draws; or NULL: none drawn */
} zhol_shock;

/* ------------------------------------------------- costs from two states of a network */

typedef enum zhol_between { ZHOL_BETWEEN_MEAN, ZHOL_BETWEEN_LEAST } zhol_between;

/** What of the matrices counts. */
typedef enum zhol_measure {
    ZHOL_MEASURE_GENERALISED, /**< `generalised`: dollars and valued hours of one way */
    ZHOL_MEASURE_HOURS,       /**< `time`: hours of the fastest way, no dollars */
    ZHOL_MEASURE_TWO_WAYS     /**< `time` and `cost`: hours of the fastest way beside
                                 dollars of the cheapest, though they may be two ways */
} zhol_measure;
/** "generalised", "hours", "two-ways". A static text. */
ZHOL_API const char *zhol_measure_word(zhol_measure measure);

typedef struct zhol_network_costs {
    const char *from_path, *to_path; /**< OMX files of `zhol matrix`, before and after */
    const char *modules;             /**< the folder of modules */
    zhol_measure measure;
    double time_pct_per_day; /**< value of time, per cent of the goods' value; not of
                                GENERALISED, whose matrices have their own */
    double value_usd;        /**< of what the matrices carry; 0: as they say themselves */
    zhol_between between;    /**< of the costs of two economies' places */
    /** The economy of a place, as an index of the flows, or UINT32_MAX: none of them. */
    zhol_status (*economy_of)(
        void *user, const char *place, uint32_t *economy, zhol_error *err);
    void *user;
} zhol_network_costs;

/** Owned by the caller: zhol_network_found_free(). */
typedef struct zhol_network_found {
    uint32_t n_places, n_economies; /**< of the matrices; with a place in them */
    uint32_t n_pairs;               /**< pairs of economies whose costs were computed */
    uint32_t n_pairs_changed;
    uint32_t n_pairs_without_place; /**< one of the two has none: their cost stays */
    uint32_t n_pairs_without_way;   /**< in neither network: their cost stays */
    uint32_t n_place_pairs;         /**< of different economies, with a way in both */
    uint32_t n_place_pairs_lost, n_place_pairs_new; /**< with a way only before, only
        after; a mean leaves them out */
    double time_pct_per_day, value_usd; /**< that were used; 0: neither told nor used */
    bool has_dollars, is_other_world;   /**< is_other_world: tables of two states */
    bool is_consignment_told;           /**< by both: then it is the same */
    char *about[2]; /**< what the files say of themselves, before and after; or NULL */
    uint32_t n_places_outside, n_economies_without; /**< places of economies that the
        flows do not have; economies without a place: their costs stay */
    const char **place_outside;                     /**< their ids */
    const char **economy_without; /**< their ids, borrowed of the flows */
} zhol_network_found;

/** cost_hat = (1 + t_after) / (1 + t_before) of pairs of two different economies, where
 * t is the ad-valorem equivalent: dollars / value_usd, hours / 24 x time_pct_per_day /
 * 100, by the measure (Hummels and Schaur 2013). It multiplies @p cost_hat. A MEAN is of
 * pairs of places that have a way in both networks; the LEAST is sought in each by
 * itself.
 * @param[out] found  also after a failure: zhol_network_found_free().
 * @return ZHOL_OK; ZHOL_USAGE (a value that is not that of the matrices, or none);
 * ZHOL_BAD_DATA (the matrices are of different places or consignments, lack what the
 * measure needs or have it in other units; a pair of economies has a way in only one of
 * them); ZHOL_IO (no file, no module); ZHOL_LIMIT; what economy_of returns. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_network_costs_read(const zhol_flows *flows,
    const zhol_network_costs *asked, double *cost_hat, zhol_network_found *found,
    zhol_error *err);
ZHOL_API void zhol_network_found_free(zhol_network_found *found); /**< it is zero after */

/* -------------------------------------------------------------------- the simulation */

/** What happens to trade imbalances. World output is the numeraire in each. */
typedef enum zhol_closure {
    ZHOL_CLOSURE_MULTIPLICATIVE, /**< spending stays the same multiple of output, times
                                    one number for all economies that makes the world
                                    add up */
    ZHOL_CLOSURE_ADDITIVE, /**< spending less output stays the same amount, in units of
                              world output */
    ZHOL_CLOSURE_ZERO      /**< first a world without imbalances is solved; changes are
                              relative to it */
} zhol_closure;

typedef enum zhol_solver {
    ZHOL_SOLVER_NEWTON,     /**< dense LU by the module; falls back, and says so */
    ZHOL_SOLVER_FIXED_POINT /**< accelerated; needs no module */
} zhol_solver;

typedef struct zhol_simulate_options {
    double theta;           /**< trade elasticity, above 0; there is no default */
    double theta_std_error; /**< for draws; 0: theta is known */
    double psi;             /**< supply elasticity, at least 0; default 0 */
    zhol_closure closure;
    zhol_solver solver;
    double tol; /**< largest excess demand of an economy relative to its own output, so
                   relative to world output it is smaller still; default 1e-12 */
    uint32_t max_iterations; /**< 0: 200 of Newton, 20000 of the fixed point */
    uint32_t n_draws;        /**< 0: no intervals */
    uint64_t seed;
    uint32_t n_threads;  /**< 0 or 1: one */
    const char *modules; /**< the folder of modules, for Newton */
} zhol_simulate_options;

ZHOL_API void zhol_simulate_options_defaults(zhol_simulate_options *options);

/** Hats of an economy. Amounts are in units of world output. */
typedef enum zhol_hat {
    ZHOL_HAT_EXPORTS,  /**< to others */
    ZHOL_HAT_IMPORTS,  /**< from others */
    ZHOL_HAT_DOMESTIC, /**< sales at home */
    ZHOL_HAT_PRICE,    /**< consumer price index P */
    ZHOL_HAT_PRODUCER, /**< price at the factory gate p; with psi 0 output and income */
    ZHOL_HAT_REAL_INCOME,   /**< output over the price index: (p / P)^(1 + psi) */
    ZHOL_HAT_REAL_SPENDING, /**< spending over the price index: with imbalances */
    ZHOL_N_HATS
} zhol_hat;

/** "exports_hat". A static text. */
ZHOL_API const char *zhol_hat_word(zhol_hat hat);
ZHOL_API const char *zhol_closure_word(zhol_closure closure);

typedef struct zhol_economy_change {
    double hat[ZHOL_N_HATS];
    double interval[ZHOL_N_HATS][3]; /**< P2.5, P50, P97.5 of the draws, or 0 */
    double output_share;             /**< of the world's, before the change */
} zhol_economy_change;

typedef struct zhol_simulation {
    uint32_t n;
    const char *const *id;
    zhol_economy_change *economy;
    double *trade; /**< [i * n + j], after the change, world output as before */
    double *base;  /**< before it: of closure zero the world without imbalances */
    double world_real_income_hat; /**< mean of the economies', weighted by output */
    double world_interval[3];
    double max_excess_demand;     /**< relative to world output */
    double max_own_excess_demand; /**< relative to each economy's output */
    double imbalance_scale;   /**< the one number of the multiplicative closure, else 1 */
    double largest_imbalance; /**< of |spending - output| / output, before the change */
    zhol_simulate_options asked;
    bool is_fallback; /**< Newton stalled and the fixed point solved it */
    uint32_t iterations, factorizations, baseline_iterations;
    uint32_t n_stops; /**< worlds between both that Newton needed on its way; mostly 0 */
    uint32_t n_changed_pairs, n_draws, n_fallback_draws;
    uint32_t n_failed_draws; /**< without an equilibrium: intervals are of the others */
    void *texts;             /* the ids and what is behind them */
} zhol_simulation;

/** Solves for the world after the change.
 * @param[out] out  owned by the caller: zhol_simulation_free(). NULL on failure.
 * @return ZHOL_OK; ZHOL_USAGE (options out of range, more than one sector); ZHOL_BAD_DATA
 * (flows that do not fit the model: negative, an economy that sells nothing abroad or at
 * home, groups of economies that do not trade with each other); ZHOL_LIMIT (memory, no
 * convergence); ZHOL_IO (no module). O(n^2) an iteration, O(n^3) a factorization. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_simulate(const zhol_flows *flows,
    const zhol_shock *shock, const zhol_simulate_options *options, zhol_simulation **out,
    zhol_error *err);
ZHOL_API void zhol_simulation_free(zhol_simulation *s); /**< NULL is allowed */

#endif
