/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/figures.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"

static zhol_status
check_column(const char *what, const double *x, uint32_t n, double above, zhol_error *err)
{
    for (uint32_t r = 0; x && r < n; r++) {
        if (!(x[r] > above) || !isfinite(x[r])) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "row %u: %s is %g: a finite number%s is needed", r + 1, what, x[r],
                isinf(above) ? "" : " above 0");
        }
    }
    return ZHOL_OK;
}

static zhol_status
check_codes(const char *what, const uint32_t *const *code, const uint32_t *n_levels,
    uint32_t n, uint32_t n_rows, zhol_error *err)
{
    for (uint32_t f = 0; f < n; f++) {
        for (uint32_t r = 0; r < n_rows; r++) {
            if (code[f][r] >= n_levels[f]) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "row %u: %s %u has code %u, but only %u levels", r + 1, what, f + 1,
                    code[f][r], n_levels[f]);
            }
        }
    }
    return ZHOL_OK;
}

/* Beyond these exp() and squares mean nothing. */
static zhol_status
check_sizes(const zhol_design *d, zhol_error *err)
{
    for (uint32_t r = 0; r < d->n_rows; r++) {
        const double size = fabs(d->y[r]);
        if (size > 1e150 || (size > 0 && size < 1e-150)) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "row %u: the dependent is %g: choose a unit in which it lies between "
                "1e-150 and 1e150",
                r + 1, d->y[r]);
        }
        if (d->offset && fabs(d->offset[r]) > 500) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "row %u: the offset is %g: it is added to a logarithm, and beyond 500 "
                "means nothing",
                r + 1, d->offset[r]);
        }
    }
    return ZHOL_OK;
}

static zhol_status
check_y(const zhol_design *d, const zhol_fit_options *o, zhol_error *err)
{
    bool is_zero = true;

    for (uint32_t r = 0; r < d->n_rows; r++) {
        if (o->method == ZHOL_FIT_PPML && d->y[r] < 0) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "row %u: the dependent is %g: Poisson regression takes no negative "
                "numbers",
                r + 1, d->y[r]);
        }
        is_zero = is_zero && !(fabs(d->y[r]) > 0);
    }
    if (is_zero) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "the dependent is 0 in all %u rows: nothing to estimate", d->n_rows);
    }
    return ZHOL_OK;
}

zhol_status
zi_check_design(const zhol_design *d, const zhol_fit_options *o, zhol_error *err)
{
    zhol_status status;

    if (d->n_rows == 0) {
        return zi_fail(err, ZHOL_BAD_DATA, "there are no rows");
    }
    if (d->n_effects > ZI_MAX_EFFECTS || d->n_clusters > 8) {
        return zi_fail(err, ZHOL_USAGE, "at most %d effects and 8 ways of clustering",
            ZI_MAX_EFFECTS);
    }
    if (d->n_effects > 0 && d->has_intercept) {
        return zi_fail(err, ZHOL_USAGE,
            "effects span the intercept: it cannot be asked "
            "for beside them");
    }
    if (!(o->tol > 0) || o->max_iterations == 0) {
        return zi_fail(
            err, ZHOL_USAGE, "the tolerance and the most iterations are above 0");
    }
    status = check_column("the dependent", d->y, d->n_rows, -HUGE_VAL, err);
    if (status == ZHOL_OK) {
        status = check_column("the weight", d->weight, d->n_rows, 0, err);
    }
    if (status == ZHOL_OK) {
        status = check_column("the offset", d->offset, d->n_rows, -HUGE_VAL, err);
    }
    for (uint32_t j = 0; j < d->n_regressors && status == ZHOL_OK; j++) {
        status = check_column(
            d->names ? d->names[j] : "a regressor", d->x[j], d->n_rows, -HUGE_VAL, err);
    }
    if (status == ZHOL_OK) {
        status =
            check_codes("effect", d->effect, d->n_levels, d->n_effects, d->n_rows, err);
    }
    if (status == ZHOL_OK) {
        status = check_codes(
            "cluster", d->cluster, d->n_cluster_levels, d->n_clusters, d->n_rows, err);
    }
    if (status == ZHOL_OK) {
        status = check_y(d, o, err);
    }
    return status == ZHOL_OK && o->method == ZHOL_FIT_PPML ? check_sizes(d, err) : status;
}

bool
zi_is_indicator(const zi_layout *l, const double *column)
{
    bool has_zero = false, has_one = false;

    for (uint32_t r = 0; r < l->n_rows; r++) {
        const double x = column[l->row[r]];
        const bool is_zero = !(fabs(x) > 0), is_one = !(fabs(x - 1) > 0);
        if (!is_zero && !is_one) {
            return false;
        }
        has_zero = has_zero || is_zero;
        has_one = has_one || is_one;
    }
    return has_zero && has_one;
}

double
zi_pearson(const zi_regression *g)
{
    zi_sum sum = { 0 };

    for (uint32_t r = 0; r < g->l->n_rows; r++) {
        if (g->s->w[r] > 0) {
            zi_sum_add(&sum, g->e[r] * g->e[r] / g->s->w[r]);
        }
    }
    return zi_sum_value(&sum);
}

static double
weight_of(const zi_layout *l, uint32_t r)
{
    return l->weight ? l->weight[r] : 1;
}

/* ln y!, of y that need not be whole. From 16 on Stirling's series to y^-7, whose next
 * term is below 1e-13; log_y is at hand. */
static double
log_factorial(double y, double log_y)
{
    if (y < 16) {
        return y > 0 ? lgamma(y + 1) : 0;
    }
    const double z = 1 / (y * y);
    return (y + 0.5) * log_y - y + 0.91893853320467274178
           + (1 / 12.0 - z * (1 / 360.0 - z * (1 / 1260.0 - z / 1680.0))) / y;
}

/* Sums over the used rows of Poisson regression. */
static void
figures_of_ppml(const zi_regression *g, zhol_fit *fit)
{
    const zi_layout *l = g->l;
    zi_sum deviance = { 0 }, null_deviance = { 0 }, constant = { 0 }, scale = { 0 };
    double total = 0;

    for (uint32_t r = 0; r < l->n_rows; r++) {
        zi_sum_add(&scale, weight_of(l, r) * (l->offset ? exp(l->offset[r]) : 1));
        total += weight_of(l, r) * l->y[r];
    }
    const double log_mean = log(total / zi_sum_value(&scale));
    for (uint32_t r = 0; r < l->n_rows; r++) {
        const double y = l->y[r], w = weight_of(l, r), log_y = y > 0 ? log(y) : 0;
        const double own = y > 0 ? y * log_y - y : 0;
        const double null_eta = log_mean + (l->offset ? l->offset[r] : 0);
        zi_sum_add(&deviance, w * own - w * y * g->eta[r] + g->s->w[r]);
        zi_sum_add(&null_deviance,
            w
                * (own - y * null_eta
                    + (l->offset ? exp(null_eta) : total / zi_sum_value(&scale))));
        zi_sum_add(&constant, w * (own - log_factorial(y, log_y)));
    }
    fit->deviance = fmax(0, 2 * zi_sum_value(&deviance));
    fit->null_deviance = 2 * zi_sum_value(&null_deviance);
    fit->log_likelihood = zi_sum_value(&constant) - fit->deviance / 2;
    fit->null_log_likelihood = zi_sum_value(&constant) - fit->null_deviance / 2;
    fit->pseudo_r2 = 1 - fit->log_likelihood / fit->null_log_likelihood;
    fit->within_r2 = NAN;
}

/* Of least squares: the normal likelihood at the best variance. */
static void
figures_of_ols(const zi_regression *g, zhol_fit *fit)
{
    const zi_layout *l = g->l;
    zi_sum deviance = { 0 }, null_deviance = { 0 }, mean = { 0 }, total = { 0 };
    const double n = l->n_rows, turn = 2 * 3.14159265358979323846;
    double log_weights = 0, explained = 0;

    for (uint32_t r = 0; r < l->n_rows; r++) {
        const double z = l->y[r] - (l->offset ? l->offset[r] : 0);
        zi_sum_add(&mean, weight_of(l, r) * z);
        zi_sum_add(&total, weight_of(l, r));
        log_weights += l->weight ? log(l->weight[r]) : 0;
    }
    const double m = zi_sum_value(&mean) / zi_sum_value(&total);
    for (uint32_t r = 0; r < l->n_rows; r++) {
        const double z = l->y[r] - (l->offset ? l->offset[r] : 0) - m;
        zi_sum_add(&deviance, g->e[r] * g->e[r] / weight_of(l, r));
        zi_sum_add(&null_deviance, weight_of(l, r) * z * z);
    }
    for (uint32_t i = 0; i < g->n; i++) {
        for (uint32_t j = 0; j < g->n; j++) {
            explained += g->beta[i] * g->x.square[(size_t) i * g->n + j] * g->beta[j];
        }
    }
    fit->deviance = zi_sum_value(&deviance);
    fit->null_deviance = zi_sum_value(&null_deviance);
    fit->log_likelihood = 0.5 * (log_weights - n * (log(turn * fit->deviance / n) + 1));
    fit->null_log_likelihood =
        0.5 * (log_weights - n * (log(turn * fit->null_deviance / n) + 1));
    fit->pseudo_r2 = 1 - fit->deviance / fit->null_deviance;
    fit->within_r2 = l->is_centered ? explained / (explained + fit->deviance) : NAN;
}

/* |sum of e a| against the sum of the sizes of what it is made of. */
static double
score_of(const zi_regression *g, const double *column)
{
    const zi_layout *l = g->l;
    zi_sum score = { 0 }, size = { 0 };

    for (uint32_t r = 0; r < l->n_rows; r++) {
        const double a = column ? column[l->row[r]] : 1;
        zi_sum_add(&score, g->e[r] * a);
        zi_sum_add(&size, fabs(a)
                              * (weight_of(l, r) * fabs(l->y[r])
                                  + fabs(weight_of(l, r) * l->y[r] - g->e[r])));
    }
    return zi_sum_value(&size) > 0 ? fabs(zi_sum_value(&score)) / zi_sum_value(&size) : 0;
}

static double
score_of_levels(const zi_regression *g, const uint32_t *code, uint32_t n, double *sums)
{
    const zi_layout *l = g->l;
    double most = 0;

    memset(sums, 0, 2 * (size_t) n * sizeof *sums);
    for (uint32_t r = 0; r < l->n_rows; r++) {
        double *of = sums + 2 * (size_t) code[l->row[r]];
        const double y = weight_of(l, r) * l->y[r];
        of[0] += g->e[r];
        of[1] += fabs(y) + fabs(y - g->e[r]);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (sums[2 * (size_t) i + 1] > 0) {
            most = fmax(most, fabs(sums[2 * (size_t) i]) / sums[2 * (size_t) i + 1]);
        }
    }
    return most;
}

static zhol_status
find_score_norm(const zi_regression *g, zhol_fit *fit, zhol_error *err)
{
    const zhol_design *d = g->d;
    size_t most = 0;

    for (uint32_t f = 0; f < d->n_effects; f++) {
        most = d->n_levels[f] > most ? d->n_levels[f] : most;
    }
    double *sums = ZI_NEW(double, 2 * most + 1);
    if (!sums) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %zu levels", most);
    }
    fit->score_norm = d->has_intercept ? score_of(g, NULL) : 0;
    for (uint32_t j = 0; j < d->n_regressors; j++) {
        fit->score_norm = fmax(fit->score_norm, score_of(g, d->x[j]));
    }
    for (uint32_t f = 0; f < d->n_effects; f++) {
        fit->score_norm =
            fmax(fit->score_norm, score_of_levels(g, d->effect[f], d->n_levels[f], sums));
    }
    zi_free(sums);
    return ZHOL_OK;
}

void
zi_count_rows(zhol_fit *fit)
{
    for (uint32_t r = 0; r < fit->n_rows; r++) {
        const bool is_separated = fit->row[r] == ZHOL_ROW_SEPARATED;
        fit->fitted[r] = is_separated ? 0 : NAN;
        fit->n_used += fit->row[r] == ZHOL_ROW_USED;
        fit->n_singletons += fit->row[r] == ZHOL_ROW_SINGLETON;
        fit->n_separated += is_separated;
        if (is_separated && !(fit->certificate[r] > 0)) {
            fit->n_in_zero_levels++;
            fit->certificate[r] = 1; /* the level itself: 1 in its rows, 0 elsewhere */
        }
    }
    if (fit->n_separated == 0) {
        zi_free(fit->certificate);
        fit->certificate = NULL;
    }
}

zhol_status
zi_figures(const zi_regression *g, zhol_fit *fit, zhol_error *err)
{
    const zi_layout *l = g->l;

    zi_count_rows(fit);
    for (uint32_t r = 0; r < l->n_rows; r++) {
        fit->fitted[l->row[r]] =
            fit->method == ZHOL_FIT_PPML ? g->s->w[r] / weight_of(l, r) : g->eta[r];
    }
    if (fit->method == ZHOL_FIT_PPML) {
        figures_of_ppml(g, fit);
    } else {
        figures_of_ols(g, fit);
    }
    return find_score_norm(g, fit, err);
}

/* The eliminated effect is what is left of the predictor. */
static void
fill_eliminated(const zi_regression *g, zhol_fit *fit)
{
    const zi_layout *l = g->l;

    for (uint32_t i = 0; i < l->n_groups; i++) {
        zi_sum sum = { 0 };
        for (uint32_t r = l->first[i]; r < l->first[i + 1]; r++) {
            double rest = g->eta[r] - (l->offset ? l->offset[r] : 0);
            for (uint32_t j = 0; j < g->n; j++) {
                rest -= g->beta[j] * g->d->x[g->kept[j]][l->row[r]];
            }
            for (uint32_t f = 0; f < l->n_others; f++) {
                rest -= g->alpha[l->index[f][r]];
            }
            zi_sum_add(&sum, rest);
        }
        fit->effect[l->eliminated][l->group_level[i]] =
            zi_sum_value(&sum) / (l->first[i + 1] - l->first[i]);
    }
}

zhol_status
zi_effects(const zhol_design *d, const zi_regression *g, zhol_fit *fit, zhol_error *err)
{
    const zi_layout *l = g->l;

    fit->effect = ZI_NEW(double *, (size_t) d->n_effects + 1);
    for (uint32_t f = 0; f < d->n_effects; f++) {
        double *value = fit->effect ? ZI_NEW(double, d->n_levels[f]) : NULL;
        if (!value) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for %u levels", d->n_levels[f]);
        }
        fit->effect[f] = value;
        for (uint32_t i = 0; i < d->n_levels[f]; i++) {
            value[i] = NAN;
        }
    }
    if (!l || !l->is_centered) { /* no row is left, or there are no effects */
        return ZHOL_OK;
    }
    for (uint32_t f = 0; f < l->n_others; f++) {
        for (uint32_t v = l->base[f]; v < l->base[f + 1]; v++) {
            fit->effect[l->other[f]][l->level[v]] = g->alpha[v];
        }
    }
    fill_eliminated(g, fit);
    for (uint32_t f = 1; f < d->n_effects; f++) { /* the first one has the constant */
        zi_sum sum = { 0 };
        for (uint32_t r = 0; r < l->n_rows; r++) {
            zi_sum_add(&sum, fit->effect[f][d->effect[f][l->row[r]]]);
        }
        const double mean = zi_sum_value(&sum) / l->n_rows;
        for (uint32_t i = 0; i < d->n_levels[f]; i++) {
            fit->effect[f][i] -= mean;
        }
        for (uint32_t i = 0; i < d->n_levels[0]; i++) {
            fit->effect[0][i] += mean;
        }
    }
    return ZHOL_OK;
}
