/* SPDX-License-Identifier: Apache-2.0 */
/** @file gravity.h  Gravity: Poisson pseudo-maximum likelihood and least squares with any
 * number of fixed effects.
 *
 * Two doors: zhol_estimate() takes a file and a formula in words; zhol_fit_design() takes
 * plain arrays. Both run the same engine.
 *
 * zhol_design is *data* and borrows arrays of the caller. zhol_fit and zhol_estimate are
 * *results*, owned by the caller, independent of what they came from. Same input, same
 * bytes at any number of threads. docs/why/trade.md has the mathematics.
 *
 * The model: E[y_r] = mu_r = exp(o_r + x_r'b + sum over effects f of a_f[level of r]),
 * weights w_r. The estimate solves sum_r w_r (y_r - mu_r) x_r = 0 and the same for every
 * level of every effect (Santos Silva and Tenreyro 2006; Correia, Guimaraes and Zylkin
 * 2020). Least squares: y_r = o_r + x_r'b + ... + error.
 */
#ifndef ZHOL_GRAVITY_H
#define ZHOL_GRAVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

/* What is estimated, as arrays */

/** Rows in any order. All numbers are finite. */
typedef struct zhol_design {
    uint32_t n_rows;
    const double *y;      /**< the dependent; of PPML not negative */
    const double *weight; /**< above 0, or NULL: all 1 */
    const double *offset; /**< added to the linear predictor, or NULL: all 0 */
    uint32_t n_regressors;
    const double *const *x;   /**< n_regressors columns of n_rows */
    const char *const *names; /**< of the regressors, for messages; or NULL */
    bool has_intercept; /**< adds a column of ones, as the last coefficient; with effects
                           it must be false: they span it */
    uint32_t n_effects;
    const uint32_t *const *effect; /**< n_effects columns of codes below n_levels[f] */
    const uint32_t *n_levels;
    const char *const *effect_names; /**< or NULL */
    uint32_t n_clusters;             /**< ways of clustering, for standard errors */
    const uint32_t *const *cluster;  /**< columns of codes below n_cluster_levels[c] */
    const uint32_t *n_cluster_levels;
} zhol_design;

typedef enum zhol_fit_method { ZHOL_FIT_PPML, ZHOL_FIT_OLS } zhol_fit_method;

typedef enum zhol_errors {
    ZHOL_ERRORS_AUTO, /**< clustered if the design has clusters, else HC1 */
    ZHOL_ERRORS_IID,  /**< of PPML: mu is the variance, as of counts, so that they change
                         with the unit of y; of OLS: all rows have the same variance */
    ZHOL_ERRORS_HC1,  /**< robust to heteroskedasticity */
    ZHOL_ERRORS_CLUSTER /**< one-way, or Cameron, Gelbach and Miller (2011) for more */
} zhol_errors;

/** How covariances are scaled for small samples, to the digits of the usual packages.
 *
 * n: rows used. G: clusters, of several ways those of the way with the fewest; for HC1
 * each row is one, G = n. K: regressors kept with the intercept and, if there are
 * effects, 1 + the sum over effects of their levels with a used row - 1; effects of which
 * every level lies in one cluster of some way (nested) are left out of this sum.
 *
 * FIXEST is what the R package fixest does unless told otherwise: ssc(adj = TRUE,
 * fixef.K = "nested", cluster.adj = TRUE, cluster.df = "min"); Berge, On standard-errors,
 * cran.r-project.org/web/packages/fixest/vignettes/standard_errors.html. It counts one
 * level in excess for each effect, also where effects have more in common (years, of
 * exporter^year and importer^year). Two published standard errors, and what was found to
 * reproduce all their digits: 0.0432402293546 (n 5950, K 1 + 350 - 1, G 1190),
 * 0.0321347911 (n 28152, K 4 + 828 - 1, G 2346).
 *
 * STATA is for PPML ppmlhdfe (Correia, Guimaraes and Zylkin 2020, Stata Journal 20),
 * whose published example gives 0.0419527 for the first of these, and poisson; for OLS it
 * is reghdfe (scorreia.com/software/reghdfe/faq.html): FIXEST, but of each effect all
 * levels are left out that it and earlier effects span.
 *
 *          PPML: clustered, HC1    IID            OLS: clustered, HC1     IID, times e'we
 *   FIXEST (n-1)/(n-K) G/(G-1)     (n-1)/(n-K)    (n-1)/(n-K) G/(G-1)     1/(n-K)
 *   STATA  G/(G-1)                 1              (n-1)/(n-K) G/(G-1)     1/(n-K)
 *   NONE   1                       1              1                       1/n
 *
 * p: of PPML by the normal distribution; of OLS by Student's t with G-1 degrees if
 * clustered (NONE: n-K), else n-K. */
typedef enum zhol_small_sample {
    ZHOL_SMALL_FIXEST,
    ZHOL_SMALL_STATA,
    ZHOL_SMALL_NONE
} zhol_small_sample;

typedef enum zhol_separation {
    ZHOL_SEPARATION_ALL,    /**< find every separated row, with a certificate */
    ZHOL_SEPARATION_EFFECTS /**< only levels whose rows are all zero: the caller vouches
                               that there are no others */
} zhol_separation;

/** CPU time of the phases of one fit, ms. */
typedef struct zhol_fit_timings {
    double prepare_ms;    /**< singletons, zero levels, sorting, numbering */
    double iterate_ms;    /**< sweeps of scaling, Newton steps with their inner solves */
    double separation_ms; /**< beyond levels of zeros */
    double errors_ms;     /**< residuals of the regressors, covariance */
} zhol_fit_timings;

typedef struct zhol_fit_options {
    zhol_fit_method method;
    double tol; /**< Newton's method stops when another step would change no coefficient
                   by more than this part of its size, nor the fit by this part of the
                   total, and every level has its total to 1e-11; default 1e-13 */
    uint32_t max_iterations; /**< Newton steps; default 200; more: ZHOL_LIMIT */
    zhol_errors errors;
    zhol_small_sample small_sample;
    zhol_separation separation;
    bool keeps_singletons;     /**< default false: they are dropped */
    bool wants_effects;        /**< fill zhol_fit.effect */
    uint32_t n_threads;        /**< 0 or 1: one */
    double (*clock_ms)(void);  /**< CPU time, which the library cannot ask for by itself;
                                  NULL: timings are 0 */
    zhol_fit_timings *timings; /**< filled if not NULL */
} zhol_fit_options;

ZHOL_API void zhol_fit_options_defaults(zhol_fit_options *options);

typedef enum zhol_row_state {
    ZHOL_ROW_USED,
    ZHOL_ROW_SINGLETON, /**< the only row of a level: the effect fits it exactly */
    ZHOL_ROW_SEPARATED, /**< a zero that the model fits only at minus infinity */
    ZHOL_ROW_LEFT_OUT /**< by a condition, or a value is missing: of zhol_estimate only */
} zhol_row_state;

typedef struct zhol_coefficient {
    double estimate, std_error; /**< 0 if is_collinear */
    double z, p;                /**< of OLS a t value with zhol_fit.df_t degrees; NaN
                                   where std_error is 0: the covariance is singular */
    bool is_collinear; /**< spanned by earlier regressors and effects: left out */
    bool is_indicator; /**< 0 or 1 in every used row, and both occur */
} zhol_coefficient;

typedef struct zhol_fit {
    zhol_fit_method method;
    zhol_errors errors;
    zhol_small_sample small_sample;
    uint32_t n_coefficients; /**< regressors, then the intercept if there is one */
    zhol_coefficient *coefficient;
    double *covariance; /**< n_coefficients x n_coefficients; 0 for collinear ones */
    uint32_t n_rows, n_used, n_singletons, n_separated;
    uint32_t n_in_zero_levels; /**< separated since every y of a level is 0 */
    uint8_t *row;              /**< zhol_row_state of each row */
    double *certificate; /**< of each row, or NULL if nothing is separated: a combination
                            of regressors and effects that is 0 on used rows and above 0
                            on separated ones, of each round of the search by itself; in
                            levels of zeros 1, the level's own indicator */
    double *fitted;      /**< mu of each used row; 0 of separated ones; else NaN */
    double deviance;     /**< of OLS the residual sum of squares */
    double deviance_change; /**< what another step would change, of the total of y */
    double
        score_norm; /**< largest |sum w (y - mu) a| / sum w (y + mu) |a| of a column a */
    double null_deviance, log_likelihood, null_log_likelihood;
    double
        pseudo_r2; /**< 1 - log_likelihood / null_log_likelihood (McFadden); of OLS R2 */
    double within_r2; /**< of OLS with effects: of the regressors beyond them; else NaN */
    uint32_t iterations, inner_iterations;
    uint32_t df;       /**< K of zhol_small_sample */
    uint32_t df_t;     /**< degrees of freedom of t; 0: the normal distribution */
    double dispersion; /**< sum of w (y-mu)^2/mu over n-K; OLS: residual variance */
    uint32_t covariance_rank;  /**< fewer than coefficients kept: it is singular */
    bool is_made_semidefinite; /**< of several ways of clustering: negative eigenvalues
                                  were set to 0 (Cameron, Gelbach and Miller 2011) */
    uint32_t n_clusters[8];    /**< G of each way */
    uint32_t n_cluster_ways;
    uint32_t n_effects;
    uint32_t *n_levels;    /**< of each effect, those of used rows only */
    uint32_t *n_redundant; /**< levels of each effect that others span */
    double **effect;       /**< wants_effects: [f][level]; NaN where no row is used; the
                              first effect has the constant, the others mean 0 over used
                              rows */
} zhol_fit;

/** Estimates. @p out is owned by the caller: zhol_fit_free(). NULL on failure.
 *
 * Singletons, separated rows and collinear regressors are an answer, not an error: if no
 * row is left n_used is 0, every coefficient is_collinear and figures of the whole are
 * NaN; if no degree of freedom is left standard errors are NaN.
 * @return ZHOL_OK; ZHOL_BAD_DATA (negative or all zero y, numbers not finite or of no
 * sensible size, weights not above 0, codes out of range, one cluster, a regression that
 * cannot go on); ZHOL_LIMIT (memory, more than max_iterations, zeros of which it is not
 * decided whether they are separated, first-order conditions that are not met).
 * O(rows) for a step of the inner iteration. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_fit_design(const zhol_design *design,
    const zhol_fit_options *options, zhol_fit **out, zhol_error *err);
ZHOL_API void zhol_fit_free(zhol_fit *fit); /**< NULL is allowed */

/* The same of a file and a formula */

typedef struct zhol_estimate_options {
    const char *formula; /**< "trade ~ log_dist + rta | exporter^year + importer^year" */
    const char *const *lets; /**< "NAME=EXPR", each may use the earlier ones, and see all
                                rows */
    uint32_t n_lets;
    const char *const *wheres; /**< conditions; rows for which all hold are used */
    uint32_t n_wheres;
    const char *cluster; /**< "pair" or "pair,exporter" or "exporter^year"; or NULL */
    const char *weights, *offset; /**< expressions, or NULL */
    zhol_fit_options fit;
} zhol_estimate_options;

ZHOL_API void zhol_estimate_options_defaults(zhol_estimate_options *options);

/** Names of levels, for zhol_estimate_level(). */
typedef struct zhol_estimate_levels zhol_estimate_levels;

typedef struct zhol_estimate {
    zhol_fit *fit; /**< its rows are those of the file: row 0 is data row 1 */
    const char *path, *formula, *dependent;
    const char *cluster;      /**< or NULL */
    const char *const *names; /**< of the coefficients; the intercept is "(intercept)" */
    uint32_t n_effects;
    const char *const *effect_names; /**< "exporter^year" */
    const uint32_t *n_levels; /**< of each effect: of fit->effect, also of levels of which
                                 singletons or separated rows alone are left */
    uint32_t n_file_rows;
    uint32_t n_left_out; /**< rows for which not all conditions hold */
    uint32_t n_missing;  /**< rows of the others that miss a value that is needed */
    uint32_t n_columns;
    const char *const *columns; /**< columns of the file that are used, then lets */
    uint32_t *missing_by; /**< of each column: in how many of n_missing it is missing */
    uint32_t n_notes;
    const char *const *notes; /**< what could not be computed: "let: log of a number that
                                 is not above 0 in 12 rows ..." */
    double *y; /**< the dependent of each row of the file; NaN where left out */
    double read_ms, frame_ms; /**< CPU time: reading the file; expressions and codes */
    zhol_estimate_levels *levels;
} zhol_estimate;

/** Reads the columns it needs of a CSV file (or .csv.gz), computes the lets, leaves out
 * rows, and estimates. The grammar is in docs/estimate.md. Fields that are empty, "NA",
 * "NaN" or "." are missing.
 * @return as zhol_fit_design(); ZHOL_USAGE (a formula or expression, with a caret under
 * the place; an unknown column, with the nearest name); ZHOL_BAD_DATA ("file:line: ...");
 * ZHOL_IO. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_estimate_file(const char *path,
    const zhol_estimate_options *options, zhol_estimate **out, zhol_error *err);
ZHOL_API void zhol_estimate_free(zhol_estimate *estimate); /**< NULL is allowed */

/** Name of a level of an effect: "ARG^1986". Written to @p text, at most @p size bytes
 * with the NUL, never half a letter. @p effect is below n_effects, @p level below its
 * n_levels; others give "". Levels are sorted by the first column, then the second ...:
 * numbers ascending, texts by bytes. */
ZHOL_API void zhol_estimate_level(const zhol_estimate *estimate, uint32_t effect,
    uint32_t level, char *text, size_t size);

#endif
