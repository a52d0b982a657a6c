/* SPDX-License-Identifier: Apache-2.0 */
/** @file sweep.h  One pass over the rows of a layout: the inner loops of estimation.
 *
 * Every pass works on one chunk, reads what is shared and writes rows of its chunk and
 * its own sums, so chunks may run on any number of threads. Rounding does not depend on
 * the width of vectors: columns and rows stand in lanes, sums of a group have four lanes
 * whatever the processor, and nothing is contracted.
 */
#ifndef ZI_GRAVITY_SWEEP_H
#define ZI_GRAVITY_SWEEP_H

#include "gravity/layout.h"

/** Columns that stand together: `lanes` (1 or 4) of them side by side in each row. */
enum { ZI_LANES = 4 };

/** What a pass of a step reads and writes, all over the whole layout but the sums. */
typedef struct zi_step {
    const double *eta;     /**< n_rows: linear predictor before the step */
    double *eta_new;       /**< n_rows */
    double *w;             /**< n_rows: weight x mu after the step */
    double *inverse;       /**< n_groups: 1 / sum of w of the group */
    const double *group_y; /**< n_groups: sum of weight x y, if the layout is centered */
    const double *dx;      /**< n_rows: what regressors add to eta at full length */
    const double *dv;      /**< n_unknowns: what each unknown adds at full length */
    double length;         /**< of the step */
} zi_step;

/** Sums of one chunk. */
typedef struct zi_step_sums {
    double *score;    /**< n_unknowns: sum of weight x y - w */
    double *diagonal; /**< n_unknowns: sum of w - w^2/sum of the group */
    double fit;       /**< sum of weight x y x eta */
    double total;     /**< sum of w */
    double largest;   /**< change of eta, in size; zeros may fall freely */
} zi_step_sums;

/** Weights of the rows, and what follows from them. */
typedef struct zi_weighting {
    const zi_layout *l;
    const double *w;       /**< n_rows */
    const double *inverse; /**< n_groups: 1 / sum of w of the group; 0: not centered */
} zi_weighting;

/** The passes, compiled for one width of vectors. t: scratch of max_group x ZI_LANES. */
typedef struct zi_sweeps {
    /** out += Schur complement of the weights times v; one column, or ZI_LANES. There is
     * at least one other effect. */
    void (*apply)(const zi_weighting *at, uint32_t chunk, uint32_t lanes, const double *v,
        double *t, double *out);
    /** Subtracts from x (n_rows x lanes) the unknowns u that belong to each row (NULL:
     * nothing) and then the weighted mean of the group. */
    void (*remove)(const zi_weighting *at, uint32_t chunk, uint32_t lanes,
        const double *u, double *x);
    /** out += sum of w x over the rows of each unknown, of centered x. */
    void (*collect)(const zi_weighting *at, uint32_t chunk, uint32_t lanes,
        const double *x, double *out);
    /** Adds sums over the rows of the group to `square`: w x z for the columns of x and
     * z, lanes x lanes. */
    void (*multiply)(const zi_weighting *at, uint32_t chunk, uint32_t lanes,
        const double *x, const double *z, double *square);
    /** Takes a step: predictor, weights, group by group the eliminated effect such that
     * its score is 0; adds to the sums. */
    void (*step)(const zi_layout *l, uint32_t chunk, const zi_step *step, double *t,
        zi_step_sums *sums);
} zi_sweeps;

extern const zi_sweeps zi_sweeps_1, zi_sweeps_4;

/** Those for this processor. */
const zi_sweeps *zi_sweeps_for(void);

#endif
