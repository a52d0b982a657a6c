/* SPDX-License-Identifier: Apache-2.0 */
/** @file model.h  The equations of one world, at given prices.
 *
 * Unknowns are x_i, the logarithms of the prices at the factory gate relative to those
 * before the change. Since shares before the change stand in for everything that is not
 * known, a world is a matrix: weight_ij = (share of i in spending of j) cost_hat^-theta.
 *
 *     s_i      = exp(-theta x_i)
 *     phi_j    = sum_i weight_ij s_i          so that log P_j = -log phi_j / theta
 *     Y_i      = Y0_i exp((1 + psi) x_i - psi log P_i)
 *     E_j      = r_j Y_j W / sum_k r_k Y_k    or Y_j + D_j
 *     demand_i = s_i sum_j weight_ij E_j / phi_j
 *
 * One exponential a pair goes into the weights; an iteration takes 2 n of them and two
 * passes over the matrix.
 */
#ifndef ZI_EQUILIBRIUM_MODEL_H
#define ZI_EQUILIBRIUM_MODEL_H

#include <zhol/equilibrium.h>

/** A world before the change. Immutable while it is solved. */
typedef struct zi_world_base {
    uint32_t n, largest; /* the economy with most output: it closes the system */
    double *trade;       /* owned; [i * n + j] */
    double *share;       /* owned; trade over spending of j */
    double *output, *spending;
    double *ratio;   /* of spending to output */
    double *deficit; /* spending less output */
    double total;    /* world output */
    bool is_additive;
} zi_world_base;

/** Makes a base of flows, or changes one to other flows of the same size. */
ZHOL_MUST_CHECK zhol_status zi_base_new(
    const double *trade, uint32_t n, zi_world_base *out, zhol_error *err);
void zi_base_set(zi_world_base *base, const double *trade);
void zi_base_free(zi_world_base *base);

/** What is to be solved; borrows the base. */
typedef struct zi_problem {
    const zi_world_base *base;
    const double *weight;
    double theta, psi;
} zi_problem;

/** Values at one x. All arrays have n numbers; one allocation holds them. */
typedef struct zi_point {
    double *x, *s, *phi, *log_price, *y, *e, *demand, *gap; /* gap: demand / y - 1 */
    double scale;   /* W / sum of r Y, of the multiplicative closure; else 1 */
    double excess;  /* largest |gap|; infinite if the point cannot be evaluated */
    uint32_t worst; /* whose gap that is, or who has nothing to spend */
    bool is_broke;  /* additive closure: a surplus takes all that `worst` makes */
    double *memory; /* owned */
} zi_point;

ZHOL_MUST_CHECK zhol_status zi_point_new(uint32_t n, zi_point *out, zhol_error *err);
void zi_point_free(zi_point *p);
void zi_point_copy(zi_point *to, const zi_point *from, uint32_t n);

/** Fills all but x from x, after moving x by one number so that world output is that of
 * the base. false: a number overflows, or the surplus of an economy (additive closure, E
 * = Y + D with D below 0) is all that it makes, so that nothing is left to spend. O(n^2).
 */
bool zi_evaluate(const zi_problem *p, zi_point *at);

/** The Jacobian of `gap` by x at a point, with the row of the largest economy replaced by
 * that of world output. @p scaled and @p shares are scratch of n x n; @p product makes
 * a b'. Row by row. O(n^3), all of it in the product. */
typedef void zi_product(
    const void *user, uint32_t n, const double *a, const double *b, double *c);
typedef struct zi_jacobian_scratch {
    double *scaled, *shares, *vector; /* vector: 2 n */
    zi_product *product;
    const void *user;
} zi_jacobian_scratch;
void zi_jacobian(const zi_problem *p, const zi_point *at,
    const zi_jacobian_scratch *scratch, double *out);

#endif
