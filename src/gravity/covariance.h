/* SPDX-License-Identifier: Apache-2.0 */
/** @file covariance.h  Covariance of estimated coefficients, from what is left when the
 * estimation is done.
 *
 * The sandwich V = factor x B M B: B ("bread") is the inverse of the second derivatives,
 * M ("meat") the sum of products of scores x_r e_r, of single rows or of clusters of
 * them (White 1980; Liang and Zeger 1986). Of several ways of clustering it is the sum
 * over all sets of ways, M of the clusters that they cut out together, plus for sets of
 * an odd number of ways, minus for others (Cameron, Gelbach and Miller 2011, Journal of
 * Business & Economic Statistics 29). That may have negative eigenvalues; as they
 * propose, these are then set to zero, and the result says so.
 *
 * Effects are absorbed first, so that x has what effects leave of the regressors: by the
 * theorem of Frisch, Waugh and Lovell V is the block of the whole model's covariance.
 */
#ifndef ZI_GRAVITY_COVARIANCE_H
#define ZI_GRAVITY_COVARIANCE_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/gravity.h>

enum { ZI_MAX_WAYS = 8 };

typedef struct zi_scores {
    zhol_fit_method method;
    uint32_t n_rows;     /**< used */
    uint32_t n;          /**< regressors kept (not collinear), the intercept included */
    const double *x;     /**< n_rows x n, row-major: regressors less what effects explain
                            (weighted by w mu; of OLS by w), times root */
    const double *e;     /**< n_rows: w (y - mu); of OLS w times the residual */
    const double *bread; /**< n x n: inverse of the sum of w mu x x'; of OLS of w x x' */
    const double *root;  /**< n x n: R with R R' = bread, so that factor R M R' is the
                            covariance. Scores of nearly collinear regressors lose their
                            digits in B M B, scores of x times R do not. (R = bread, of x
                            as it is, is right, too.) */
    double pearson; /**< sum of w (y - mu)^2 / mu; of OLS of w times residual squared */
    uint32_t n_effects;
    const uint32_t *effect_levels;    /**< of each effect, those with a used row */
    const uint32_t *effect_redundant; /**< of these, spanned by other levels of this and
                                         of earlier effects; of the first effect 0 */
    const bool *effect_is_nested;     /**< in some way of clustering: zi_nested() */
    uint32_t n_ways;                  /**< up to ZI_MAX_WAYS */
    const uint32_t *const *cluster;   /**< [way][row], rows as in x */
    const uint32_t *n_levels; /**< [way]: codes are below it; codes without rows do not
                                 count */
} zi_scores;

typedef struct zi_covariance_info {
    zhol_errors errors; /**< what ZHOL_ERRORS_AUTO has become */
    uint32_t n_clusters[ZI_MAX_WAYS];
    uint32_t k;        /**< K of zhol_small_sample */
    uint32_t df_t;     /**< degrees of freedom of t; 0: the normal distribution */
    double factor;     /**< of zhol_small_sample, in front of B M B; of IID of B */
    double dispersion; /**< pearson / (n - K): of OLS the residual variance */
    uint32_t rank;     /**< of the covariance; below n: it is singular */
    bool is_made_semidefinite; /**< negative eigenvalues were set to zero */
} zi_covariance_info;

/** @param[out] covariance  n x n, symmetric, positive semi-definite; all NaN, with rank
 * 0, if no degree of freedom is left.
 * @return ZHOL_OK, also with a singular covariance (see info->rank: no more clusters than
 * regressors); ZHOL_USAGE (clustered without a cluster); ZHOL_BAD_DATA (a way with one
 * cluster, a bread that is no covariance); ZHOL_LIMIT (memory).
 * O(rows n^2), of ways 2^ways times O(rows (n + ways)). Thread-safe. */
ZHOL_MUST_CHECK zhol_status zi_covariance(const zi_scores *s, zhol_errors errors,
    zhol_small_sample small, double *covariance, zi_covariance_info *info,
    zhol_error *err);

/** Does every level of an effect lie in one cluster only? O(rows + levels). */
ZHOL_MUST_CHECK zhol_status zi_nested(uint32_t n_rows, const uint32_t *effect,
    uint32_t n_levels, const uint32_t *cluster, bool *is_nested, zhol_error *err);

/** Fills std_error, z and p of a coefficient from its estimate and variance. A variance
 * of 0 (the covariance is singular) leaves std_error 0 and z and p NaN, one that is NaN
 * (no degrees of freedom) all three. */
void zi_coefficient_test(double variance, uint32_t df_t, zhol_coefficient *c);

#endif
