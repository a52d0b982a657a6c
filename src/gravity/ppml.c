/* SPDX-License-Identifier: Apache-2.0 */
/* Newton's method for Poisson regression on the profile likelihood: the eliminated effect
 * is always at its best value, which has a closed form, so its score is 0 all the way and
 * the Schur complement is the exact Hessian of the rest. In each step regressors come
 * first, on columns that are nearly orthogonal to the effects, then the effects by
 * conjugate gradients, as exactly as the step deserves (inexact Newton: Dembo, Eisenstat
 * and Steihaug 1982). What is neglected between both is the square of the angle, so that
 * a loose cleaning suffices. The start are sweeps of scaling: effect by effect, each
 * level such that its total fits (Stephan 1942; of gravity Guimaraes and Portugal 2010).
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "gravity/regression.h"
#include "math/cholesky.h"

enum {
    MIN_SWEEPS = 2, /* at the start, and after a step that leaves levels far off */
    MAX_SWEEPS = 50,
    MAX_STEPS = 20000, /* of one solve */
    MAX_HALVES = 50,   /* of one step */
    SLOW_AFTER = 8,    /* Newton steps after which separated rows are sought */
    SLOW_SOON = 4,     /* ... where effects are badly connected */
    DRIFT_EVERY = 5,   /* a search looks at zeros that run away */
    STUCK_EVERY = 20,  /* ... and at all of them */
    FROM_START = 25    /* steps from a start that another regression left */
};

/* No step changes a predictor by more: further away the quadratic model means nothing,
 * and weights of 1e-20 would leave levels without a say. */
static const double MAX_CHANGE = 20;

/* Sweeps go on until no level is scaled by more than exp of it. */
static const double SWEPT = 0.5;

/* After a step that has moved the fit by no more, another may change nothing. */
static const double NEAR = 1e-4, LATE = 1e-2;

/* A search is over when every zero's w is above this many times what scores miss. */
static const double PROOF = 1e4;

/* Each level must have its total to this part of it. What rounding of large levels hides
 * from conjugate gradients, levels of a millionth of a millionth of trade, is left to
 * sweeps once the rest has settled to POLISHED. */
static const double LEVEL = 1e-11, POLISHED = 1e-8;

/* Where even these crawl, the whole being at rest, this much will do; separation.c then
 * asks for more proof. */
static const double AT_REST = 1e-13, LEVEL_AT_REST = 1e-9;

typedef struct newton {
    zi_regression *g;
    double *eta_new, *dx, *dv, *rhs, *residual, *score_v, *score_y, *group_y;
    double *dbeta, *score_b, *factor, *inverse;
    double fit;  /* sum of weight (y eta) - w */
    double rms;  /* of the last step, weighted by mu: how far we may still be */
    double rms2; /* of this step */
} newton;

static void
newton_free(newton *t)
{
    zi_free(t->eta_new);
    zi_free(t->dx);
    zi_free(t->dv);
    zi_free(t->rhs);
    zi_free(t->residual);
    zi_free(t->score_v);
    zi_free(t->score_y);
    zi_free(t->group_y);
    zi_free(t->dbeta);
    zi_free(t->score_b);
    zi_free(t->factor);
    zi_free(t->inverse);
}

static zhol_status
newton_new(newton *t, zhol_error *err)
{
    const zi_layout *l = t->g->l;
    const size_t m = (size_t) l->n_unknowns + 1, n = t->g->n;

    t->eta_new = ZI_NEW(double, l->n_rows);
    t->dx = ZI_NEW(double, l->n_rows);
    t->dv = ZI_NEW(double, m);
    t->rhs = ZI_NEW(double, m);
    t->residual = ZI_NEW(double, m);
    t->score_v = ZI_NEW(double, m);
    t->score_y = ZI_NEW(double, m);
    t->group_y = ZI_NEW(double, l->n_groups);
    t->dbeta = ZI_NEW(double, n + 1);
    t->score_b = ZI_NEW(double, n + 1);
    t->factor = ZI_NEW(double, n *n + 1);
    t->inverse = ZI_NEW(double, n *n + 1);
    if (!t->eta_new || !t->dx || !t->dv || !t->rhs || !t->residual || !t->score_v
        || !t->score_y || !t->group_y || !t->dbeta || !t->score_b || !t->factor
        || !t->inverse) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", l->n_rows);
    }
    return ZHOL_OK;
}

/* Takes the step (dx, dv) at this length; the new predictor becomes the old one if the
 * fit is no worse. */
static zhol_status
try_step(newton *t, double length, bool *is_better, zhol_error *err)
{
    zi_regression *g = t->g;
    zi_step step = { g->eta, t->eta_new, g->s->w, g->s->inverse, t->group_y, t->dx, t->dv,
        length };
    zi_fit_of_step is;
    const zhol_status status = zi_schur_step(g->s, &step, t->score_v, &is, err);

    for (uint32_t v = 0; v < g->l->n_unknowns; v++) {
        g->s->level_w[v] = t->score_y[v] - t->score_v[v];
    }
    zi_schur_forget_cancelled(g->s);
    /* rounding of the sum: 1e-12 of its terms */
    *is_better = is.fit >= t->fit - 1e-12 * (fabs(t->fit) + g->total)
                 && (is.largest <= MAX_CHANGE || !isfinite(t->fit));
    if (status == ZHOL_OK && *is_better) {
        double *old = g->eta;
        g->eta = t->eta_new;
        t->eta_new = old;
        t->fit = is.fit;
    }
    return status;
}

static double
weighted_y(const zi_layout *l, uint32_t r)
{
    return l->weight ? l->weight[r] * l->y[r] : l->y[r];
}

static void
total_up(newton *t)
{
    zi_regression *g = t->g;
    const zi_layout *l = g->l;

    g->total = 0;
    for (uint32_t i = 0; i < l->n_groups; i++) {
        for (uint32_t r = l->first[i]; r < l->first[i + 1]; r++) {
            const double y = weighted_y(l, r);
            t->group_y[i] += y;
            for (uint32_t f = 0; f < l->n_others; f++) {
                t->score_y[l->index[f][r]] += y;
            }
        }
        g->total += t->group_y[i];
    }
}

/* The predictor before anything is known: offsets, and a constant where there is no
 * effect to hold it. */
static void
begin(newton *t)
{
    zi_regression *g = t->g;
    const zi_layout *l = g->l;
    double expected = 0;

    total_up(t);
    t->fit = -HUGE_VAL;
    for (uint32_t r = 0; r < l->n_rows; r++) {
        g->eta[r] = l->offset ? l->offset[r] : 0;
        expected += (l->weight ? l->weight[r] : 1) * exp(g->eta[r]);
    }
    if (g->d->has_intercept) {
        const double constant = log(g->total / expected);
        g->beta[0] = constant; /* the intercept is first, so it is never dropped */
        for (uint32_t r = 0; r < l->n_rows; r++) {
            g->eta[r] += constant;
        }
    }
}

/* Scales the levels of each other effect in turn such that they have their totals.
 * largest: by which the most was scaled, in logarithms. */
static zhol_status
sweep(newton *t, double *largest, zhol_error *err)
{
    zi_regression *g = t->g;
    const zi_layout *l = g->l;
    zhol_status status = ZHOL_OK;
    bool is_better = false;

    *largest = 0;
    memset(t->dx, 0, l->n_rows * sizeof *t->dx);
    for (uint32_t f = 0; f < l->n_others && status == ZHOL_OK; f++) {
        memset(t->dv, 0, l->n_unknowns * sizeof *t->dv);
        for (uint32_t v = l->base[f]; v < l->base[f + 1]; v++) {
            t->dv[v] = log(t->score_y[v] / (t->score_y[v] - t->score_v[v]));
            g->alpha[v] += t->dv[v];
            *largest = fmax(*largest, fabs(t->dv[v]));
        }
        t->fit = -HUGE_VAL; /* a sweep is always right, however far it goes */
        status = try_step(t, 1, &is_better, err);
    }
    return status;
}

/* Largest part of a level's total by which the level misses it. */
static double
level_error(const newton *t)
{
    double most = 0;

    for (uint32_t v = 0; v < t->g->l->n_unknowns; v++) {
        most = fmax(most, fabs(t->score_v[v]) / t->score_y[v]);
    }
    return most;
}

/* Small levels may be far off after a step that is right for the rest: each is brought to
 * its total. */
static zhol_status
settle(newton *t, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    double largest = 0;

    for (uint32_t i = 0; i < MIN_SWEEPS && level_error(t) > SWEPT && status == ZHOL_OK;
         i++) {
        status = sweep(t, &largest, err);
    }
    return status;
}

/* Begins where another regression ended. */
static zhol_status
take_start(newton *t, zhol_error *err)
{
    bool is_better = false;
    zhol_status status;

    total_up(t);
    t->fit = -HUGE_VAL;
    zi_start_apply(t->g->start, t->g);
    status = try_step(t, 0, &is_better, err);
    return status == ZHOL_OK ? settle(t, err) : status;
}

/* The start: regressors have no part yet. */
static zhol_status
scale(newton *t, zhol_error *err)
{
    double largest = HUGE_VAL;
    bool is_better = false;

    begin(t);
    zhol_status status = try_step(t, 0, &is_better, err);
    for (uint32_t i = 0; i < MAX_SWEEPS && (i < MIN_SWEEPS || largest > SWEPT)
                         && t->g->l->n_others > 0 && status == ZHOL_OK;
         i++) {
        status = sweep(t, &largest, err);
    }
    return status;
}

static void
fill_residuals(zi_regression *g)
{
    for (uint32_t r = 0; r < g->l->n_rows; r++) {
        g->e[r] = weighted_y(g->l, r) - g->s->w[r];
    }
}

/* The direction of regressors: (X'WX)^-1 X'e. */
static zhol_status
direct_regressors(newton *t, zhol_error *err)
{
    zi_regression *g = t->g;
    const uint32_t n = g->n;
    const double rms = t->rms;
    const zi_angle angle =
        rms > 1e-2 ? (zi_angle){ 5e-2, 1e-2 } : (zi_angle){ 1e-3, 1e-4 };
    zhol_status status = zi_panels_clean(g->s, &g->x, angle, NULL, err);

    fill_residuals(g);
    if (status == ZHOL_OK) {
        status = zi_panels_score(g->s, &g->x, g->e, t->score_b, err);
    }
    memcpy(t->factor, g->x.square, (size_t) n * n * sizeof *t->factor);
    if (status != ZHOL_OK) {
        return status;
    }
    g->is_lost = !zi_cholesky(t->factor, n, NULL, NULL);
    if (g->is_lost) { /* what varies only in separated rows vanishes with them */
        return ZHOL_OK;
    }
    memcpy(t->dbeta, t->score_b, n * sizeof *t->dbeta);
    zi_cholesky_solve(t->factor, n, t->dbeta);
    return status;
}

/* The direction of the effects, given that of the regressors. */
static zhol_status
direct_effects(newton *t, zhol_error *err)
{
    zi_regression *g = t->g;
    const uint32_t m = g->l->n_unknowns;
    const double scale = sqrt(g->total);
    zi_goal goal = { .max_steps = MAX_STEPS };
    double norm[ZI_LANES] = { 0 };

    memcpy(t->rhs, t->score_v, m * sizeof *t->rhs);
    zi_panels_add(&g->x, g->x.r, -1, t->dbeta, t->rhs);
    zi_schur_norm(g->s, 1, t->rhs, norm);
    const double far = norm[0] / scale, part = far < 1 ? 0.1 * far : 0.1;
    goal.norm[0] = norm[0] * (part > 1e-6 ? part : 1e-6);
    if (g->s->factor) { /* exact but for rounding: a few steps get there, if any do */
        goal.max_steps = 40;
    } else {
        goal.norm[0] = fmax(goal.norm[0], zi_schur_noise(g->s));
    }
    memcpy(t->residual, t->rhs, m * sizeof *t->rhs);
    const zhol_status status = zi_schur_solve(g->s, 1, t->dv, t->residual, &goal, err);
    double decrement = 0;
    for (uint32_t v = 0; v < m; v++) {
        decrement += t->rhs[v] * t->dv[v];
    }
    for (uint32_t j = 0; j < g->n; j++) {
        decrement += t->score_b[j] * t->dbeta[j];
    }
    t->rms2 = decrement > 0 ? sqrt(decrement / g->total) : 0;
    return status;
}

/* Takes the step at full length, or halves it until the fit is no worse. */
static zhol_status
walk(newton *t, zhol_error *err)
{
    zi_regression *g = t->g;
    double length = 1;
    bool is_better = false;
    zhol_status status = zi_panels_combine(g->s, &g->x, t->dbeta, t->dx, err);

    for (uint32_t i = 0; i < MAX_HALVES && !is_better && status == ZHOL_OK; i++) {
        length = i == 0 ? 1 : length / 2;
        status = try_step(t, length, &is_better, err);
    }
    g->is_lost = status == ZHOL_OK && !is_better;
    if (g->is_lost) {
        return ZHOL_OK;
    }
    for (uint32_t j = 0; j < g->n; j++) {
        t->dbeta[j] *= length;
        g->beta[j] += t->dbeta[j];
    }
    for (uint32_t v = 0; v < g->l->n_unknowns; v++) {
        g->alpha[v] += length * t->dv[v];
    }
    zi_panels_add(&g->x, g->x.u, -1, t->dbeta, g->alpha);
    return status;
}

/* Sizes of all scores added up, each in units of y. */
static zhol_status
add_scores(newton *t, zhol_error *err)
{
    zi_regression *g = t->g;

    fill_residuals(g);
    const zhol_status status = zi_panels_score(g->s, &g->x, g->e, t->score_b, err);
    g->miss = 4 * DBL_EPSILON * g->total;
    for (uint32_t v = 0; v < g->l->n_unknowns; v++) {
        g->miss += fabs(t->score_v[v]);
    }
    for (uint32_t j = 0; j < g->n; j++) {
        const double square = g->x.square[(size_t) j * g->n + j];
        g->miss += fabs(t->score_b[j]) * sqrt(g->total / square);
    }
    return status;
}

/* Would another step change nothing that counts? Coefficients are measured against their
 * size, or what moves the predictor by one standard deviation. Each level counts for
 * itself, however small: separation.c relies on it. */
static zhol_status
foresee(newton *t, bool *has_converged, zhol_error *err)
{
    zi_regression *g = t->g;
    double norm[ZI_LANES] = { 0 }, largest = 0;
    zhol_status status = ZHOL_OK;

    *has_converged = false;
    for (uint32_t i = 0; i < MAX_SWEEPS && level_error(t) > LEVEL && t->rms < POLISHED
                         && status == ZHOL_OK;
         i++) {
        status = sweep(t, &largest, err);
    }
    if (status != ZHOL_OK
        || level_error(t) > (t->rms < AT_REST ? LEVEL_AT_REST : LEVEL)) {
        return status;
    }
    status = add_scores(t, err);
    if (status != ZHOL_OK) {
        return status;
    }
    memcpy(t->dbeta, t->score_b, g->n * sizeof *t->dbeta);
    zi_cholesky_solve(t->factor, g->n, t->dbeta);
    zi_schur_norm(g->s, 1, t->score_v, norm);
    double decrement = norm[0] * norm[0];
    double spread = 1; /* sizes that add up to a predictor, and round it */
    for (uint32_t j = 0; j < g->n; j++) {
        spread += fabs(g->beta[j]) * sqrt(g->x.square[(size_t) j * g->n + j] / g->total);
    }
    *has_converged = true;
    zi_cholesky_invert(t->factor, g->n, t->inverse);
    for (uint32_t j = 0; j < g->n; j++) {
        const size_t jj = (size_t) j * g->n + j;
        const double size = fabs(g->beta[j]) + 1e-2 * sqrt(g->total / g->x.square[jj]);
        /* nearly collinear regressors: what rounding of the scores makes of them */
        const double noise = 16 * DBL_EPSILON * spread * sqrt(g->total * t->inverse[jj]);
        decrement += t->dbeta[j] * t->score_b[j];
        *has_converged =
            *has_converged && fabs(t->dbeta[j]) <= fmax(g->o->tol * size, noise);
    }
    g->deviance_change = decrement / g->total;
    *has_converged = *has_converged && g->deviance_change <= g->o->tol;
    return ZHOL_OK;
}

/* Zeros that run away lose one unit of their predictor in every step, while all else
 * settles. Some do not run, where another's predictor falls ten times as fast, or the
 * ridge holds them: after many steps any zero may be to blame. g->last holds the
 * predictor of before. */
static bool
should_stop(newton *t)
{
    zi_regression *g = t->g;
    const zi_layout *l = g->l;
    const double above = g->look == ZI_LOOK_SLOW ? HUGE_VAL : -0.5;
    bool stops;

    g->is_stuck = g->look == ZI_LOOK_DRIFT && g->iterations % STUCK_EVERY == 0;
    stops = g->is_stuck;
    for (uint32_t r = 0; r < l->n_rows; r++) {
        g->last[r] = g->eta[r] - g->last[r];
        stops = stops || (l->y[r] <= 0 && g->last[r] < above);
    }
    return stops;
}

/* Badly connected effects have separated rows more often than not: if they are far from
 * converged it is looked at once. */
static bool
is_time_to_look(const newton *t)
{
    const zi_regression *g = t->g;
    const bool is_late = g->s->is_stubborn && !g->is_patient && g->iterations >= SLOW_SOON
                         && t->rms > LATE;

    return g->look == ZI_LOOK_SLOW
               ? g->iterations >= SLOW_AFTER || is_late
               : g->look == ZI_LOOK_DRIFT && g->iterations % DRIFT_EVERY == 0;
}

/* A search need not converge: its scores are small enough once no zero can be meant. */
static zhol_status
try_proof(newton *t, bool *is_proved, zhol_error *err)
{
    const zi_regression *g = t->g;
    const zhol_status status = add_scores(t, err);

    *is_proved = status == ZHOL_OK;
    for (uint32_t r = 0; r < g->l->n_rows && *is_proved; r++) {
        *is_proved = g->l->y[r] > 0 || g->s->w[r] > PROOF * g->miss;
    }
    return status;
}

/* One Newton step; is_done: nothing is left to do, or it is stopped. */
static zhol_status
advance(newton *t, bool *is_done, zhol_error *err)
{
    zi_regression *g = t->g;

    if (g->start && g->iterations >= FROM_START) { /* it was no good place to begin */
        g->is_stopped = g->is_stuck = g->is_lost = *is_done = true;
        return ZHOL_OK;
    }
    if (g->iterations >= g->o->max_iterations) {
        return zi_fail(err, ZHOL_LIMIT,
            "no convergence within %u steps (the last one moved the fit by %.1e)",
            g->o->max_iterations, t->rms);
    }
    g->iterations++;
    const bool looks = is_time_to_look(t);
    if (looks) {
        memcpy(g->last, g->eta, g->l->n_rows * sizeof *g->last);
    }
    zhol_status status = direct_regressors(t, err);
    if (status == ZHOL_OK && !g->is_lost) {
        status = direct_effects(t, err);
    }
    if (status == ZHOL_OK && !g->is_lost) {
        status = walk(t, err);
    }
    if (status != ZHOL_OK || g->is_lost) {
        g->is_stopped = g->is_stuck = *is_done = g->is_lost;
        return status;
    }
    g->rms = fmin(t->rms, t->rms2); /* where S is nearly singular one may be noise */
    t->rms = t->rms2;
    status = settle(t, err);
    if (status == ZHOL_OK && g->look == ZI_LOOK_DRIFT) {
        status = try_proof(t, is_done, err);
    }
    if (status == ZHOL_OK && !*is_done && t->rms <= NEAR) {
        status = foresee(t, is_done, err);
    }
    if (status == ZHOL_OK && !*is_done && looks) {
        g->is_stopped = should_stop(t);
        *is_done = g->is_stopped;
    }
    return status;
}

zhol_status
zi_regression_ppml(zi_regression *g, zhol_error *err)
{
    newton t = { .g = g, .rms = 1 };
    zhol_status status = newton_new(&t, err);
    bool is_done = false, is_better = false;

    g->is_stopped = g->is_stuck = g->is_lost = false;
    if (status == ZHOL_OK && g->iterations == 0) {
        status = g->start ? take_start(&t, err) : scale(&t, err);
    } else if (status == ZHOL_OK) { /* goes on where it stopped */
        total_up(&t);
        t.fit = -HUGE_VAL;
        status = try_step(&t, 0, &is_better, err);
    }
    while (status == ZHOL_OK && !is_done) {
        status = advance(&t, &is_done, err);
    }
    if (status == ZHOL_OK) {
        fill_residuals(g);
    }
    newton_free(&t);
    return status;
}
