/* SPDX-License-Identifier: Apache-2.0 */
/* A fit from beginning to end: check, drop, regress, look for separated rows and if there
 * are any begin again without them, standard errors, figures of the whole. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "gravity/covariance.h"
#include "gravity/crossing.h"
#include "gravity/drop.h"
#include "gravity/figures.h"
#include "gravity/separation.h"

/* A regression that was stopped is worth beginning from if its last step was smaller. */
static const double CLOSE = 0.1;

typedef struct fitting {
    const zhol_design *d;
    const zhol_fit_options *o;
    zhol_fit *fit;
    zi_regression g;
    uint32_t n_inner;
    bool
        is_stubborn; /* rows were dropped: the effects will be as badly connected again */
    zhol_fit_timings ms;
    double clock;
    zi_start start, search_start; /* of the regression, of the search */
    bool has_crossed;             /* rows that two effects separate are dropped */
    bool is_empty; /* no row is left: each is the only one of a level, or separated */
    bool is_tight; /* a loose look for collinear regressors has missed one */
} fitting;

static double
now_ms(const zhol_fit_options *o)
{
    return o->clock_ms ? o->clock_ms() : 0;
}

/* Adds what has passed since the last call. */
static void
lap(fitting *f, double *phase_ms)
{
    const double now = now_ms(f->o);

    *phase_ms += now - f->clock;
    f->clock = now;
}

void
zhol_fit_options_defaults(zhol_fit_options *options)
{
    *options = (zhol_fit_options){ .tol = 1e-13, .max_iterations = 200, .n_threads = 1 };
}

static zhol_status
fit_new(const zhol_design *d, const zhol_fit_options *o, zhol_fit **out, zhol_error *err)
{
    const size_t n = d->n_regressors + d->has_intercept, n_effects = d->n_effects;
    zhol_fit *fit = ZI_NEW(zhol_fit, 1);

    *out = fit;
    if (!fit) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for an estimate");
    }
    fit->method = o->method;
    fit->small_sample = o->small_sample;
    fit->n_coefficients = (uint32_t) n;
    fit->n_rows = d->n_rows;
    fit->n_effects = d->n_effects;
    fit->coefficient = ZI_NEW(zhol_coefficient, n + 1);
    fit->covariance = ZI_NEW(double, n *n + 1);
    fit->row = ZI_NEW(uint8_t, d->n_rows);
    fit->certificate = ZI_NEW(double, d->n_rows);
    fit->fitted = ZI_NEW(double, d->n_rows);
    fit->n_levels = ZI_NEW(uint32_t, n_effects + 1);
    fit->n_redundant = ZI_NEW(uint32_t, n_effects + 1);
    if (!fit->coefficient || !fit->covariance || !fit->row || !fit->certificate
        || !fit->fitted || !fit->n_levels || !fit->n_redundant) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", d->n_rows);
    }
    return ZHOL_OK;
}

void
zhol_fit_free(zhol_fit *fit)
{
    if (!fit) {
        return;
    }
    for (uint32_t f = 0; fit->effect && f < fit->n_effects; f++) {
        zi_free(fit->effect[f]);
    }
    zi_free(fit->effect);
    zi_free(fit->coefficient);
    zi_free(fit->covariance);
    zi_free(fit->row);
    zi_free(fit->certificate);
    zi_free(fit->fitted);
    zi_free(fit->n_levels);
    zi_free(fit->n_redundant);
    zi_free(fit);
}

static uint32_t
count_used(const zhol_fit *fit)
{
    uint32_t n = 0;

    for (uint32_t r = 0; r < fit->n_rows; r++) {
        n += fit->row[r] == ZHOL_ROW_USED;
    }
    return n;
}

/* Drops what effects fit by themselves, and lays out the rest as a new regression. */
static zhol_status
prepare(fitting *f, const zhol_design *d, zhol_error *err)
{
    const bool is_stubborn = f->g.s && f->g.s->is_stubborn;
    zhol_status status = zi_drop_levels(d, f->o, f->fit->row, err);

    f->fit->iterations += f->g.iterations;
    f->fit->inner_iterations += f->g.s ? f->g.s->n_inner : 0;
    zi_regression_free(&f->g);
    f->is_empty = status == ZHOL_OK && count_used(f->fit) == 0;
    if (status != ZHOL_OK || f->is_empty) {
        return status;
    }
    if (status == ZHOL_OK) {
        status = zi_regression_new(d, f->o, f->fit->row, &f->g, err);
    }
    if (status == ZHOL_OK) {
        f->g.s->is_stubborn = is_stubborn; /* effects are as badly connected as before */
        status = zi_regression_drop_collinear(&f->g, f->is_tight, err);
    }
    return status;
}

/* Whether a row is separated depends only on which y are positive, so the search
 * regresses that: an indicator has nothing of the range of trade. It ends with a
 * converged score, the proof that no separated row is left. */
static zhol_status
separate(fitting *f, zhol_error *err)
{
    zhol_design d = *f->d;
    double *is_positive = ZI_NEW(double, d.n_rows);
    uint32_t n_found = 1;
    zhol_status status = is_positive ? ZHOL_OK : ZHOL_LIMIT;

    if (!is_positive) {
        return zi_fail(err, status, "no memory for %u rows", d.n_rows);
    }
    for (uint32_t r = 0; r < d.n_rows; r++) {
        is_positive[r] = f->d->y[r] > 0;
    }
    d.y = is_positive;
    d.weight = NULL;
    d.offset = NULL;
    while (status == ZHOL_OK && n_found > 0) {
        bool is_done = false;
        status = prepare(f, &d, err);
        n_found = 0;
        f->g.look = ZI_LOOK_DRIFT;
        f->g.start = f->search_start.is_set ? &f->search_start : NULL;
        while (status == ZHOL_OK && !is_done && !f->is_empty) {
            status = zi_regression_ppml(&f->g, err);
            is_done = !f->g.is_stopped;
            if (status == ZHOL_OK) {
                status = zi_separation_find(
                    &f->g, f->fit->row, f->fit->certificate, &n_found, err);
            }
            /* stuck for good, and nothing found among all zeros: that is proof, too */
            is_done = is_done || n_found > 0 || f->g.is_lost;
            if (f->g.is_lost && n_found == 0 && !f->is_tight) {
                f->is_tight = true;
                f->search_start.is_set = false;
                n_found = 1;
            }
            if (status == ZHOL_OK && n_found > 0 && !f->g.is_lost && f->g.rms < CLOSE) {
                status = zi_start_save(&f->search_start, &f->g, err);
            }
        }
    }
    zi_free(is_positive);
    return status;
}

/* Looks for separated rows, and lays out the regression anew without them. First for
 * those that two effects separate, which is soon done; the regression may then prove that
 * there are no others. */
static zhol_status
begin_without_separated(fitting *f, bool *is_proved, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    uint32_t n_found = 0;

    if (!f->g.is_lost && f->g.rms < CLOSE) {
        status = zi_start_save(&f->start, &f->g, err);
    }
    if (status == ZHOL_OK && !f->has_crossed) {
        f->has_crossed = true;
        status = zi_find_crossing(f->d, f->fit->row, f->fit->certificate, &n_found, err);
    }
    if (status == ZHOL_OK && n_found == 0) {
        *is_proved = true;
        status = separate(f, err);
    }
    lap(f, &f->ms.separation_ms);
    if (status == ZHOL_OK) {
        status = prepare(f, f->d, err);
        f->g.start = f->start.is_set ? &f->start : NULL;
    }
    return status;
}

/* A regression that converges proves by its scores that no row is separated. One that
 * does not, or proves too little, waits for the search and begins again without what it
 * finds; one that cannot go on even then is tried once more with a close look at its
 * regressors. */
static zhol_status
regress_ppml(fitting *f, zhol_error *err)
{
    bool is_proved = f->o->separation != ZHOL_SEPARATION_ALL;
    zhol_status status = ZHOL_OK;

    while (status == ZHOL_OK && !f->is_empty) {
        f->g.look = is_proved ? ZI_LOOK_NEVER : ZI_LOOK_SLOW;
        f->g.is_patient = f->has_crossed;
        status = zi_regression_ppml(&f->g, err);
        lap(f, &f->ms.iterate_ms);
        if (status != ZHOL_OK
            || (!f->g.is_stopped && (is_proved || zi_separation_suspects(&f->g) == 0))) {
            break;
        }
        if (!is_proved) {
            status = begin_without_separated(f, &is_proved, err);
        } else if (!f->is_tight || f->g.start) {
            f->is_tight = true;
            status = prepare(f, f->d, err);
        } else {
            status = zi_fail(err, ZHOL_BAD_DATA,
                "the regression cannot go on from step %u: under its weights regressors "
                "are collinear or too badly scaled (does one vary only where hardly any "
                "trade is expected?)",
                f->g.iterations);
        }
    }
    return status;
}

static zhol_status
run(fitting *f, zhol_error *err)
{
    zhol_status status = prepare(f, f->d, err);

    lap(f, &f->ms.prepare_ms);
    if (status != ZHOL_OK || f->is_empty) {
        return status;
    }
    if (f->o->method == ZHOL_FIT_OLS) {
        status = zi_regression_ols(&f->g, err);
        lap(f, &f->ms.iterate_ms);
    } else {
        status = regress_ppml(f, err);
    }
    return status;
}

/* Clusters of the used rows, in the order of the layout. */
static zhol_status
take_clusters(const fitting *f, uint32_t **cluster, zhol_error *err)
{
    const zi_layout *l = f->g.l;

    for (uint32_t c = 0; c < f->d->n_clusters; c++) {
        cluster[c] = ZI_NEW(uint32_t, l->n_rows);
        if (!cluster[c]) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", l->n_rows);
        }
        for (uint32_t r = 0; r < l->n_rows; r++) {
            cluster[c][r] = f->d->cluster[c][l->row[r]];
        }
    }
    return ZHOL_OK;
}

static zhol_status
find_nested(const fitting *f, uint32_t *const *cluster, bool *is_nested, zhol_error *err)
{
    const zi_layout *l = f->g.l;
    uint32_t *code = ZI_NEW(uint32_t, l->n_rows);
    zhol_status status = code ? ZHOL_OK : ZHOL_LIMIT;

    if (!code) {
        return zi_fail(err, status, "no memory for %u rows", l->n_rows);
    }
    for (uint32_t e = 0; e < f->d->n_effects && status == ZHOL_OK; e++) {
        for (uint32_t r = 0; r < l->n_rows; r++) {
            code[r] = f->d->effect[e][l->row[r]];
        }
        for (uint32_t c = 0; c < f->d->n_clusters && !is_nested[e] && status == ZHOL_OK;
             c++) {
            status = zi_nested(
                l->n_rows, code, f->d->n_levels[e], cluster[c], &is_nested[e], err);
        }
    }
    zi_free(code);
    return status;
}

/* Columns were laid out less their means: the intercept takes what they had. Its row and
 * column of the covariance follow: V = T V T' with T the identity but for its first row.
 */
static void
uncenter(zi_regression *g, double *covariance)
{
    const size_t n = g->n;

    if (!g->d->has_intercept) {
        return;
    }
    for (size_t j = 1; j < n; j++) {
        g->beta[0] -= g->shift[j] * g->beta[j];
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 1; j < n; j++) {
            covariance[i] -= g->shift[j] * covariance[j * n + i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 1; j < n; j++) {
            covariance[i * n] -= g->shift[j] * covariance[i * n + j];
        }
    }
}

/* Coefficients of the fit are the regressors in their order, then the intercept. */
static void
fill_coefficients(fitting *f, const double *covariance, const zi_covariance_info *info)
{
    zhol_fit *fit = f->fit;
    const zi_regression *g = &f->g;

    for (uint32_t i = 0; i < g->n; i++) {
        zhol_coefficient *c = &fit->coefficient[g->kept[i]];
        c->is_collinear = false;
        c->estimate = g->beta[i];
        c->is_indicator =
            g->kept[i] < f->d->n_regressors && zi_is_indicator(g->l, f->d->x[g->kept[i]]);
        const double variance = covariance[(size_t) i * g->n + i];
        /* of clusters of which one has all the variation the scores add up to 0 */
        const double least = 1e-18 * g->bread[(size_t) i * g->n + i] * info->dispersion;
        zi_coefficient_test(variance < least ? 0 : variance, info->df_t, c);
        for (uint32_t j = 0; j < g->n; j++) {
            fit->covariance[(size_t) g->kept[i] * fit->n_coefficients + g->kept[j]] =
                covariance[(size_t) i * g->n + j];
        }
    }
    fit->errors = info->errors;
    fit->df = info->k;
    fit->df_t = info->df_t;
    fit->dispersion = info->dispersion;
    fit->covariance_rank = info->rank;
    fit->is_made_semidefinite = info->is_made_semidefinite;
    fit->n_cluster_ways = info->errors == ZHOL_ERRORS_CLUSTER ? f->d->n_clusters : 0;
    memcpy(fit->n_clusters, info->n_clusters, sizeof fit->n_clusters);
}

static zhol_status
estimate_errors(fitting *f, zhol_error *err)
{
    zi_regression *g = &f->g;
    const size_t n = g->n;
    uint32_t *cluster[ZI_MAX_WAYS] = { NULL };
    bool is_nested[ZI_MAX_EFFECTS] = { false };
    double *x = ZI_NEW(double, n * g->l->n_rows + 1);
    double *covariance = ZI_NEW(double, n *n + 1);
    zi_covariance_info info = { 0 };
    zhol_status status = x && covariance ? ZHOL_OK : ZHOL_LIMIT;

    if (status != ZHOL_OK) {
        zi_fail(err, status, "no memory for %u rows", g->l->n_rows);
    }
    if (status == ZHOL_OK) {
        status = take_clusters(f, cluster, err);
    }
    if (status == ZHOL_OK) {
        status = find_nested(f, cluster, is_nested, err);
    }
    if (status == ZHOL_OK) {
        for (uint32_t r = 0; r < g->l->n_rows; r++) {
            zi_regression_orthonormal(g, r, x + r * n);
        }
        const zi_scores scores = { .method = f->o->method,
            .n_rows = g->l->n_rows,
            .n = g->n,
            .x = x,
            .e = g->e,
            .bread = g->bread,
            .root = g->root,
            .pearson = zi_pearson(g),
            .n_effects = f->d->n_effects,
            .effect_levels = f->fit->n_levels,
            .effect_redundant = f->fit->n_redundant,
            .effect_is_nested = is_nested,
            .n_ways = f->d->n_clusters,
            .cluster = (const uint32_t *const *) cluster,
            .n_levels = f->d->n_cluster_levels };
        status = zi_covariance(
            &scores, f->o->errors, f->o->small_sample, covariance, &info, err);
    }
    if (status == ZHOL_OK) {
        uncenter(&f->g, covariance);
        fill_coefficients(f, covariance, &info);
    }
    for (uint32_t c = 0; c < f->d->n_clusters; c++) {
        zi_free(cluster[c]);
    }
    zi_free(x);
    zi_free(covariance);
    return status;
}

static zhol_status
conclude(fitting *f, zhol_error *err)
{
    zhol_fit *fit = f->fit;
    zhol_status status;

    for (uint32_t j = 0; j < fit->n_coefficients; j++) {
        fit->coefficient[j].is_collinear = true; /* until it is filled */
    }
    if (f->is_empty) {
        zi_count_rows(fit);
        fit->deviance = fit->deviance_change = fit->score_norm = NAN;
        fit->null_deviance = fit->log_likelihood = fit->null_log_likelihood = NAN;
        fit->pseudo_r2 = fit->within_r2 = fit->dispersion = NAN;
        return f->o->wants_effects ? zi_effects(f->d, &f->g, fit, err) : ZHOL_OK;
    }
    status = zi_regression_finish(&f->g, err);
    fit->iterations += f->g.iterations;
    fit->inner_iterations += f->g.s->n_inner;
    fit->deviance_change = f->g.deviance_change;
    if (status == ZHOL_OK) {
        status = zi_count_levels(f->d, fit->row, fit->n_levels, fit->n_redundant, err);
    }
    if (status == ZHOL_OK && f->g.n > 0) {
        status = estimate_errors(f, err);
    }
    if (status == ZHOL_OK) {
        status = zi_figures(&f->g, fit, err);
    }
    if (status == ZHOL_OK && f->o->method == ZHOL_FIT_PPML
        && !(fit->score_norm <= 1e-6)) {
        status = zi_fail(err, ZHOL_LIMIT,
            "the first-order conditions are missed by %.1e of what they add up: the "
            "dependent spans too many orders of magnitude",
            fit->score_norm);
    }
    if (status == ZHOL_OK && f->o->wants_effects) {
        status = zi_effects(f->d, &f->g, fit, err);
    }
    lap(f, &f->ms.errors_ms);
    return status;
}

zhol_status
zhol_fit_design(const zhol_design *design, const zhol_fit_options *options,
    zhol_fit **out, zhol_error *err)
{
    fitting f = { .d = design, .o = options, .clock = now_ms(options) };
    zhol_status status = zi_check_design(design, options, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = fit_new(design, options, &f.fit, err);
    }
    if (status == ZHOL_OK) {
        status = run(&f, err);
    }
    if (status == ZHOL_OK) {
        status = conclude(&f, err);
    }
    zi_regression_free(&f.g);
    zi_start_free(&f.start);
    zi_start_free(&f.search_start);
    if (options->timings) {
        *options->timings = f.ms;
    }
    if (status != ZHOL_OK) {
        zhol_fit_free(f.fit);
        return status;
    }
    *out = f.fit;
    return ZHOL_OK;
}
