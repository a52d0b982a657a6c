/* SPDX-License-Identifier: Apache-2.0 */
#include "equilibrium/draws.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/threads.h"
#include "math/normal.h"
#include "math/quantile.h"

static const double quantiles[3] = { 0.025, 0.5, 0.975 };

bool
zi_covariance_root(const double *matrix, uint32_t n, double *l)
{
    memset(l, 0, (size_t) n * n * sizeof *l);
    for (uint32_t j = 0; j < n; j++) {
        const double size = matrix[j * n + j];
        double pivot = size;
        for (uint32_t k = 0; k < j; k++) {
            pivot -= l[j * n + k] * l[j * n + k];
        }
        const double tol = 1e-12 * fabs(size);
        if (!(pivot >= -tol)) {
            return false;
        }
        const bool is_zero = pivot <= tol; /* spanned by the earlier ones */
        l[j * n + j] = is_zero ? 0 : sqrt(pivot);
        for (uint32_t i = j + 1; i < n; i++) {
            double x = matrix[i * n + j];
            for (uint32_t k = 0; k < j; k++) {
                x -= l[i * n + k] * l[j * n + k];
            }
            if (is_zero && fabs(x) > 1e-6 * sqrt(fabs(size * matrix[i * n + i]))) {
                return false;
            }
            l[i * n + j] = is_zero ? 0 : x / l[j * n + j];
        }
    }
    return true;
}

/* What each draw needs, and where it leaves its answer. */
typedef struct drawing {
    const zi_solved *solved;
    const zhol_simulate_options *asked;
    uint32_t n, n_drawn;  /* economies; coefficients and theta */
    double *coefficient;  /* owned: n_draws x (coefficients, theta) */
    double *answer;       /* owned: n_draws x (n x ZHOL_N_HATS, the world's income) */
    uint8_t *is_fallback; /* owned: of each draw */
    uint8_t *is_failed;   /* owned: of each draw: it has no equilibrium that was found */
    zi_solving *solving;  /* owned: of each thread */
    double **weight;      /* owned: of each thread */
    uint32_t n_threads;
} drawing;

static double
draw_uniform(uint64_t *state)
{
    return ((double) (zi_random_u64(state) >> 11) + 0.5) * 0x1p-53;
}

/* All coefficients come from one stream, draw by draw: threads have no part in it. Theta
 * is a normal number above 0: the chance below is cut off. */
static zhol_status
draw_coefficients(drawing *d, zhol_error *err)
{
    const zhol_shock *shock = d->solved->weights->shock;
    const uint32_t m = shock->n_coefficients;
    double l[ZHOL_MAX_COEFFICIENTS * ZHOL_MAX_COEFFICIENTS] = { 0 };
    double z[ZHOL_MAX_COEFFICIENTS] = { 0 };
    const double theta = d->asked->theta, error = d->asked->theta_std_error;
    const double cut_off = error > 0 ? zi_normal_cdf(-theta / error) : 0;
    uint64_t state = d->asked->seed;

    if (shock->covariance && !zi_covariance_root(shock->covariance, m, l)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "the covariance of the coefficients is not positive semidefinite: some "
            "combination of them would have a negative variance");
    }
    for (uint32_t draw = 0; draw < d->asked->n_draws; draw++) {
        double *out = d->coefficient + (size_t) draw * d->n_drawn;
        for (uint32_t k = 0; k < m; k++) {
            z[k] = zi_normal_quantile(draw_uniform(&state));
        }
        for (uint32_t k = 0; k < m; k++) {
            out[k] = shock->estimate[k];
            for (uint32_t i = 0; i <= k; i++) {
                out[k] += l[k * m + i] * z[i];
            }
        }
        const double chance = cut_off + (1 - cut_off) * draw_uniform(&state);
        out[m] = error > 0 ? theta + error * zi_normal_quantile(chance) : theta;
    }
    return ZHOL_OK;
}

static zhol_status
solve_draw(void *shared, uint32_t draw, uint32_t thread, zhol_error *err)
{
    (void) err;
    const drawing *d = shared;
    const zi_solving *point = d->solved->at;
    const double *coefficient = d->coefficient + (size_t) draw * d->n_drawn;
    const double theta = coefficient[d->n_drawn - 1];
    zi_solving *s = &d->solving[thread];
    bool is_fallback = false;
    double *out = d->answer + (size_t) draw * ((size_t) d->n * ZHOL_N_HATS + 1);
    zi_problem problem = *d->solved->problem;
    zhol_status status = ZHOL_LIMIT;

    problem.weight = d->weight[thread];
    problem.theta = theta;
    memcpy(s->now.x, point->now.x, d->n * sizeof *s->now.x);
    s->lu_now = point->lu_now;
    s->pivot_now = point->pivot_now;
    if (theta > 0
        && zi_weights_fill(d->solved->weights, theta, coefficient, d->weight[thread])) {
        status = zi_solve(&problem, d->solved->dense, d->asked, s, &is_fallback);
    }
    d->is_fallback[draw] = is_fallback && status == ZHOL_OK;
    d->is_failed[draw] = status != ZHOL_OK;
    if (status != ZHOL_OK) {
        return ZHOL_OK; /* counted by summarise() */
    }
    for (uint32_t i = 0; i < d->n; i++) {
        zi_hats(&problem, &s->now, i, out + (size_t) i * ZHOL_N_HATS);
    }
    out[(size_t) d->n * ZHOL_N_HATS] = zi_world_income(&problem, &s->now);
    return ZHOL_OK;
}

/* The intervals hold on condition that there is an equilibrium. */
static void
fill_intervals(const drawing *d, zhol_simulation *s, double *column)
{
    const size_t width = (size_t) d->n * ZHOL_N_HATS + 1;

    for (size_t k = 0; k < width; k++) {
        double *interval = k + 1 < width
                               ? s->economy[k / ZHOL_N_HATS].interval[k % ZHOL_N_HATS]
                               : s->world_interval;
        uint32_t n = 0;
        for (uint32_t draw = 0; draw < s->n_draws; draw++) {
            column[n] = d->answer[draw * width + k];
            n += !d->is_failed[draw];
        }
        zi_quantile_sort(column, n);
        for (int q = 0; q < 3; q++) {
            interval[q] = zi_quantile(column, n, quantiles[q]);
        }
    }
}

static zhol_status
summarise(const drawing *d, zhol_simulation *s, double *column, zhol_error *err)
{
    uint32_t first = 0;

    s->n_draws = d->asked->n_draws;
    for (uint32_t draw = s->n_draws; draw-- > 0;) {
        s->n_fallback_draws += d->is_fallback[draw];
        s->n_failed_draws += d->is_failed[draw];
        first = d->is_failed[draw] ? draw : first;
    }
    if (s->n_failed_draws > ZHOL_MAX_FAILED_DRAWS_PCT / 100.0 * s->n_draws) {
        return zi_fail(err, ZHOL_LIMIT,
            "%u of %u draws have no equilibrium that was found, the first with theta %g: "
            "intervals of the others would mislead if there are more than %d %%; smaller "
            "standard errors or a smaller change would be right",
            s->n_failed_draws, s->n_draws,
            d->coefficient[(size_t) first * d->n_drawn + d->n_drawn - 1],
            ZHOL_MAX_FAILED_DRAWS_PCT);
    }
    fill_intervals(d, s, column);
    return ZHOL_OK;
}

static void
drawing_free(drawing *d)
{
    for (uint32_t t = 0; t < d->n_threads; t++) {
        if (d->solving) {
            zi_solving_free(&d->solving[t]);
        }
        if (d->weight) {
            zi_free(d->weight[t]);
        }
    }
    zi_free(d->solving);
    zi_free(d->weight);
    zi_free(d->coefficient);
    zi_free(d->answer);
    zi_free(d->is_fallback);
    zi_free(d->is_failed);
}

static zhol_status
drawing_new(
    const zi_solved *solved, const zhol_simulation *s, drawing *d, zhol_error *err)
{
    const uint32_t n = s->n, n_draws = s->asked.n_draws;
    zhol_status status = ZHOL_OK;

    *d = (drawing){ .solved = solved,
        .asked = &s->asked,
        .n = n,
        .n_drawn = solved->weights->shock->n_coefficients + 1,
        .n_threads = s->asked.n_threads > 0 ? s->asked.n_threads : 1 };
    d->n_threads = d->n_threads < n_draws ? d->n_threads : n_draws;
    d->coefficient = ZI_NEW(double, (size_t) n_draws * d->n_drawn);
    d->answer = ZI_NEW(double, n_draws *((size_t) n * ZHOL_N_HATS + 1));
    d->is_fallback = ZI_NEW(uint8_t, n_draws);
    d->is_failed = ZI_NEW(uint8_t, n_draws);
    d->solving = ZI_NEW(zi_solving, d->n_threads);
    d->weight = ZI_NEW(double *, d->n_threads);
    if (!d->coefficient || !d->answer || !d->is_fallback || !d->is_failed || !d->solving
        || !d->weight) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u draws", n_draws);
    }
    for (uint32_t t = 0; t < d->n_threads && status == ZHOL_OK; t++) {
        status = zi_solving_new(n, solved->dense, &d->solving[t], err);
        d->weight[t] = ZI_NEW(double, (size_t) n *n);
        if (status == ZHOL_OK && !d->weight[t]) {
            status = zi_fail(err, ZHOL_LIMIT, "no memory for %u threads", d->n_threads);
        }
    }
    return status;
}

zhol_status
zi_draw_worlds(const zi_solved *solved, zhol_simulation *s, zhol_error *err)
{
    drawing d;
    double *column = ZI_NEW(double, s->asked.n_draws);
    zhol_status status = drawing_new(solved, s, &d, err);

    if (status == ZHOL_OK && !column) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u draws", s->asked.n_draws);
    }
    if (status == ZHOL_OK) {
        status = draw_coefficients(&d, err);
    }
    if (status == ZHOL_OK) {
        status = zi_threads_run(d.n_threads, s->asked.n_draws, solve_draw, &d, err);
    }
    if (status == ZHOL_OK) {
        status = summarise(&d, s, column, err);
    }
    drawing_free(&d);
    zi_free(column);
    return status;
}
