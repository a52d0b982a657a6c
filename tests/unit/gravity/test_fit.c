/* SPDX-License-Identifier: Apache-2.0 */
/* clang-format off: cmocka.h needs these four before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format on */
#include <cmocka.h>
#include <math.h>

#include "sample.h"

static void
assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

static zhol_fit_options
options(zhol_fit_method method)
{
    zhol_fit_options o;

    zhol_fit_options_defaults(&o);
    o.method = method;
    o.small_sample = ZHOL_SMALL_NONE; /* so few rows have no degrees of freedom to lose */
    return o;
}

static zhol_fit *
fit_of(const zhol_design *d, const zhol_fit_options *o)
{
    zhol_error err = { "" };
    zhol_fit *fit = NULL;

    if (zhol_fit_design(d, o, &fit, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    return fit;
}

static void
assert_refused(const zhol_design *d, const zhol_fit_options *o, zhol_status status,
    const char *message)
{
    zhol_error err = { "" };
    zhol_fit *fit = NULL;

    assert_int_equal(zhol_fit_design(d, o, &fit, &err), status);
    assert_null(fit);
    if (strstr(err.message, message) == NULL) {
        fail_msg("'%s' does not say '%s'", err.message, message);
    }
    assert_int_equal(zi_mem_live(), 0);
}

/*        column 0   column 1   total
 *  row 0     1          2        3
 *  row 1     3          4        7        fitted: row total x column total / 10
 *  total     4          6       10
 */
static const double cells[] = { 1, 2, 3, 4 };
static const uint32_t row_of[] = { 0, 0, 1, 1 }, column_of[] = { 0, 1, 0, 1 };
static const uint32_t *const two_ways[] = { row_of, column_of };
static const uint32_t two_levels[] = { 2, 2 };

static zhol_design
two_by_two(void)
{
    return (zhol_design){ .n_rows = 4,
        .y = cells,
        .n_effects = 2,
        .effect = two_ways,
        .n_levels = two_levels };
}

static void
a_table_of_two_by_two_has_a_closed_form(void **state)
{
    const double expected[] = { 1.2, 1.8, 2.8, 4.2 };
    const zhol_design d = two_by_two();
    zhol_fit_options o = options(ZHOL_FIT_PPML);
    double deviance = 0;

    (void) state;
    o.wants_effects = true;
    zhol_fit *fit = fit_of(&d, &o);
    for (int r = 0; r < 4; r++) {
        assert_near(fit->fitted[r], expected[r], 1e-14);
        assert_near(fit->effect[0][row_of[r]] + fit->effect[1][column_of[r]],
            log(expected[r]), 1e-14);
        deviance += 2 * cells[r] * log(cells[r] / expected[r]);
    }
    assert_near(fit->deviance, deviance, 1e-14);
    assert_near(fit->effect[1][0] + fit->effect[1][1], 0, 1e-15);
    assert_int_equal(fit->n_coefficients, 0);
    assert_int_equal(fit->n_used, 4);
    assert_int_equal(fit->n_levels[0], 2);
    assert_int_equal(fit->n_redundant[1], 1);
    assert_null(fit->certificate);
    assert_true(fit->score_norm <= 1e-15);
    zhol_fit_free(fit);
}

static void
the_cell_of_a_table_is_its_log_odds_ratio(void **state)
{
    const double corner[] = { 0, 0, 0, 1 }, *const x[] = { corner };
    zhol_design d = two_by_two();
    const zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    d.n_regressors = 1;
    d.x = x;
    zhol_fit *fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, log(1 * 4 / (2 * 3.0)), 1e-12);
    assert_true(fit->coefficient[0].is_indicator);
    for (int r = 0; r < 4; r++) {
        assert_near(fit->fitted[r], cells[r], 1e-12);
    }
    assert_near(fit->deviance, 0, 1e-13);
    zhol_fit_free(fit);
}

static void
an_intercept_alone_is_the_log_of_the_mean(void **state)
{
    const double y[] = { 1, 2, 3, 6 };
    zhol_design d = { .n_rows = 4, .y = y, .has_intercept = true };
    zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    zhol_fit *fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, log(3), 1e-14);
    assert_near(fit->coefficient[0].std_error, sqrt(14) / 12, 1e-14); /* 4 + 1 + 0 + 9 */
    assert_near(fit->deviance, fit->null_deviance, 1e-13);
    assert_near(fit->pseudo_r2, 0, 1e-14);
    assert_false(fit->coefficient[0].is_indicator);
    zhol_fit_free(fit);
    o.errors = ZHOL_ERRORS_IID;
    fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].std_error, 1 / sqrt(12), 1e-14);
    zhol_fit_free(fit);
    o = options(ZHOL_FIT_OLS);
    fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, 3, 1e-14);
    assert_near(fit->deviance, 14, 1e-13);
    zhol_fit_free(fit);
}

/* y - y_mean: -1.75 .25 -.75 2.25, x - x_mean: -1.5 -.5 .5 1.5, so that the slope is
 * 5.5 / 5 and the intercept 2.75 - 1.1 x 1.5; residuals -.1 .8 -1.3 .6. */
static void
a_line_through_four_points_as_by_hand(void **state)
{
    const double y[] = { 1, 3, 2, 5 }, x0[] = { 0, 1, 2, 3 }, *const x[] = { x0 };
    const double residual[] = { -0.1, 0.8, -1.3, 0.6 };
    const zhol_design d = {
        .n_rows = 4, .y = y, .n_regressors = 1, .x = x, .has_intercept = true
    };
    zhol_fit_options o = options(ZHOL_FIT_OLS);

    (void) state;
    o.errors = ZHOL_ERRORS_IID;
    o.small_sample = ZHOL_SMALL_STATA;
    zhol_fit *fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, 1.1, 1e-14);
    assert_near(fit->coefficient[1].estimate, 1.1, 1e-14);
    assert_near(fit->coefficient[0].std_error, sqrt(1.35 / 5), 1e-14);
    assert_near(fit->covariance[1], -1.35 * 1.5 / 5, 1e-14);
    assert_near(fit->deviance, 2.7, 1e-14);
    assert_near(fit->pseudo_r2, 1 - 2.7 / 8.75, 1e-14);
    assert_int_equal(fit->df_t, 2);
    for (int r = 0; r < 4; r++) {
        assert_near(fit->fitted[r], y[r] - residual[r], 1e-14);
    }
    zhol_fit_free(fit);
}

static void
offsets_stand_in_the_predictor(void **state)
{
    const double y[] = { 1, 2, 6 }, offset[] = { 0, log(2), log(6) };
    const zhol_design d = {
        .n_rows = 3, .y = y, .offset = offset, .has_intercept = true
    };
    zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    zhol_fit *fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, 0, 1e-14); /* 9 of 1 + 2 + 6 */
    assert_near(fit->fitted[2], 6, 1e-13);
    assert_near(fit->deviance, 0, 1e-14);
    zhol_fit_free(fit);
    o = options(ZHOL_FIT_OLS);
    fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, (9 - log(12)) / 3, 1e-14);
    assert_near(fit->fitted[1], (9 - log(12)) / 3 + log(2), 1e-14);
    zhol_fit_free(fit);
}

/* A panel of 6 x 5 places in 3 years, with two regressors. */
static sample
panel(void)
{
    prop p = { 7, 7 };
    sample s = sample_new(400);

    s.n = 90;
    s.n_x = 2;
    s.n_effects = 2;
    s.n_levels[0] = 6;
    s.n_levels[1] = 15;
    for (uint32_t r = 0; r < s.n; r++) {
        s.code[0][r] = r / 15;
        s.code[1][r] = r % 15;
        s.x[0][r] = prop_uniform(&p);
        s.x[1][r] = prop_below(&p, 2);
        s.y[r] = prop_below(&p, 4) == 0 ? 0 : 10 * prop_uniform(&p);
        s.weight[r] = 1 + prop_below(&p, 3);
        s.offset[r] = prop_uniform(&p);
    }
    return s;
}

static void
weights_are_repeated_rows(void **state)
{
    (void) state;
    for (int method = ZHOL_FIT_PPML; method <= ZHOL_FIT_OLS; method++) {
        const zhol_fit_options o = options((zhol_fit_method) method);
        sample s = panel(), repeated = sample_like(&s, 400);
        for (uint32_t r = 0; r < s.n; r++) {
            for (int i = 0; i < (int) s.weight[r]; i++) {
                sample_copy_row(&repeated, repeated.n++, &s, r);
            }
        }
        s.has_weight = true;
        const zhol_design d = sample_design(&s), d2 = sample_design(&repeated);
        zhol_fit *fit = fit_of(&d, &o), *fit2 = fit_of(&d2, &o);
        for (int j = 0; j < 2; j++) {
            assert_near(
                fit->coefficient[j].estimate, fit2->coefficient[j].estimate, 1e-11);
        }
        assert_near(fit->deviance / fit2->deviance, 1, 1e-12);
        assert_near(fit->null_deviance / fit2->null_deviance, 1, 1e-12);
        assert_near(fit->fitted[0], fit2->fitted[0], 1e-10);
        zhol_fit_free(fit);
        zhol_fit_free(fit2);
        sample_free(&s);
        sample_free(&repeated);
    }
}

static void
of_collinear_regressors_the_first_stays(void **state)
{
    (void) state;
    for (int with_effects = 0; with_effects < 2; with_effects++) {
        const zhol_fit_options o = options(ZHOL_FIT_PPML);
        sample s = panel();
        zhol_design d = sample_design(&s);
        zhol_fit *plain, *fit;
        s.n_effects = with_effects ? 2 : 0;
        d = sample_design(&s);
        plain = fit_of(&d, &o);
        s.n_x = 5;
        for (uint32_t r = 0; r < s.n; r++) {
            s.x[2][r] = 3 * s.x[1][r] - 0.5 * s.x[0][r]; /* spanned by the first two */
            s.x[3][r] = 0.1; /* a constant that is not exact in binary */
            s.x[4][r] = with_effects ? 0.3 * s.code[0][r] + 0.7 * s.code[1][r] : 1e-3;
        }
        d = sample_design(&s);
        fit = fit_of(&d, &o);
        for (uint32_t j = 0; j < 2; j++) {
            assert_false(fit->coefficient[j].is_collinear);
            assert_near(
                fit->coefficient[j].estimate, plain->coefficient[j].estimate, 1e-11);
            assert_near(
                fit->coefficient[j].std_error, plain->coefficient[j].std_error, 1e-11);
        }
        for (uint32_t j = 2; j < 5; j++) {
            assert_true(fit->coefficient[j].is_collinear);
            assert_true(fabs(fit->coefficient[j].estimate) <= 0);
            assert_true(fabs(fit->covariance[(size_t) j * fit->n_coefficients + j]) <= 0);
        }
        zhol_fit_free(plain);
        zhol_fit_free(fit);
        sample_free(&s);
    }
}

/* The last row is alone in its level of the second effect; without it the row before is
 * alone in its level of the first. */
static void
singletons_are_dropped_round_by_round(void **state)
{
    const double y[] = { 1, 2, 3, 4, 5, 6 };
    const uint32_t a[] = { 0, 0, 1, 1, 2, 2 }, b[] = { 0, 1, 0, 1, 1, 2 };
    const uint32_t *const effect[] = { a, b }, n_levels[] = { 3, 3 };
    const zhol_design d = {
        .n_rows = 6, .y = y, .n_effects = 2, .effect = effect, .n_levels = n_levels
    };
    zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    zhol_fit *fit = fit_of(&d, &o);
    assert_int_equal(fit->n_singletons, 2);
    assert_int_equal(fit->row[4], ZHOL_ROW_SINGLETON);
    assert_int_equal(fit->row[5], ZHOL_ROW_SINGLETON);
    assert_int_equal(fit->n_used, 4);
    assert_true(isnan(fit->fitted[5]));
    assert_near(fit->fitted[0], 1.2, 1e-14);
    zhol_fit_free(fit);
    o.keeps_singletons = true;
    fit = fit_of(&d, &o);
    assert_int_equal(fit->n_singletons, 0);
    assert_int_equal(fit->n_used, 6);
    assert_near(fit->fitted[5], 6, 1e-12); /* each fits itself */
    assert_near(fit->fitted[4], 5, 1e-12);
    assert_near(fit->fitted[0], 1.2, 1e-12); /* and says nothing of the others */
    zhol_fit_free(fit);
}

static void
levels_of_zeros_are_separated_in_poisson_only(void **state)
{
    const double y[] = { 1, 2, 3, 4, 0, 0 };
    const uint32_t a[] = { 0, 0, 1, 1, 2, 2 }, b[] = { 0, 1, 0, 1, 0, 1 };
    const uint32_t *const effect[] = { a, b }, n_levels[] = { 3, 2 };
    const zhol_design d = {
        .n_rows = 6, .y = y, .n_effects = 2, .effect = effect, .n_levels = n_levels
    };
    zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    o.wants_effects = true;
    zhol_fit *fit = fit_of(&d, &o);
    assert_int_equal(fit->n_separated, 2);
    assert_int_equal(fit->n_in_zero_levels, 2);
    assert_int_equal(fit->row[4], ZHOL_ROW_SEPARATED);
    assert_true(fabs(fit->fitted[4]) <= 0);
    assert_near(fit->certificate[4], 1, 0); /* the level itself */
    assert_near(fit->certificate[0], 0, 0);
    assert_int_equal(fit->n_levels[0], 2);
    assert_true(isnan(fit->effect[0][2]));
    zhol_fit_free(fit);
    o.method = ZHOL_FIT_OLS;
    fit = fit_of(&d, &o);
    assert_int_equal(fit->n_used, 6);
    assert_near(fit->fitted[4], 0 + 4 / 3.0 - 10 / 6.0, 1e-13); /* row + column - all */
    zhol_fit_free(fit);
}

/*  y 0 and x 1 in one row only, x 0 elsewhere: the coefficient runs to minus infinity. */
static void
a_zero_that_a_regressor_singles_out_is_separated(void **state)
{
    const double y[] = { 1, 2, 3, 0, 5, 0 }, alone[] = { 0, 0, 0, 1, 0, 0 },
                 other[] = { 0, 1, 2, 0, 1, 1 }, *const x[] = { alone, other };
    const zhol_design d = {
        .n_rows = 6, .y = y, .n_regressors = 2, .x = x, .has_intercept = true
    };
    const zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    zhol_fit *fit = fit_of(&d, &o);
    assert_int_equal(fit->n_separated, 1);
    assert_int_equal(fit->row[3], ZHOL_ROW_SEPARATED);
    assert_int_equal(fit->n_in_zero_levels, 0);
    assert_non_null(fit->certificate);
    assert_true(fit->certificate[3] > 0);
    for (int r = 0; r < 6; r++) {
        assert_true(r == 3 || fabs(fit->certificate[r]) <= 1e-9);
    }
    assert_true(fit->coefficient[0].is_collinear); /* 0 in all rows that are left */
    assert_false(fit->coefficient[1].is_collinear);
    zhol_fit_free(fit);
}

static void
written_effects_make_the_predictor(void **state)
{
    (void) state;
    for (int method = ZHOL_FIT_PPML; method <= ZHOL_FIT_OLS; method++) {
        zhol_fit_options o = options((zhol_fit_method) method);
        sample s = panel();
        double mean = 0;
        s.has_offset = s.has_weight = true;
        const zhol_design d = sample_design(&s);
        o.wants_effects = true;
        zhol_fit *fit = fit_of(&d, &o);
        for (uint32_t r = 0; r < s.n; r++) {
            double eta = s.offset[r];
            for (int j = 0; j < 2; j++) {
                eta += s.x[j][r] * fit->coefficient[j].estimate;
                eta += fit->effect[j][s.code[j][r]];
            }
            assert_near(method == ZHOL_FIT_PPML ? log(fit->fitted[r]) : fit->fitted[r],
                eta, 1e-11);
            mean += fit->effect[1][s.code[1][r]] / s.n;
        }
        assert_near(mean, 0, 1e-13);
        zhol_fit_free(fit);
        sample_free(&s);
    }
}

static void
too_few_iterations_are_said(void **state)
{
    zhol_fit_options o = options(ZHOL_FIT_PPML);
    sample s = panel();
    const zhol_design d = sample_design(&s);
    zhol_error err = { "" };
    zhol_fit *fit = NULL;

    (void) state;
    o.max_iterations = 1;
    assert_int_equal(zhol_fit_design(&d, &o, &fit, &err), ZHOL_LIMIT);
    assert_non_null(strstr(err.message, "no convergence within 1 steps"));
    assert_null(fit);
    sample_free(&s);
}

static void
wrong_numbers_are_refused_with_their_row(void **state)
{
    const zhol_fit_options ppml = options(ZHOL_FIT_PPML), ols = options(ZHOL_FIT_OLS);
    const double negative[] = { 1, -2, 3, 4 }, zeros[] = { 0, 0, 0, 0 },
                 infinite[] = { 1, 2, INFINITY, 4 },
                 nothing[] = { 1, 2, NAN, 4 }, *const x[] = { infinite };
    const char *const names[] = { "log_dist" };
    zhol_design d = two_by_two();

    (void) state;
    d.y = negative;
    assert_refused(&d, &ppml, ZHOL_BAD_DATA, "row 2: the dependent is -2");
    d.y = nothing;
    assert_refused(&d, &ols, ZHOL_BAD_DATA, "row 3: the dependent is ");
    d.y = zeros;
    assert_refused(&d, &ppml, ZHOL_BAD_DATA, "the dependent is 0 in all 4 rows");
    d.y = cells;
    d.weight = infinite;
    assert_refused(&d, &ppml, ZHOL_BAD_DATA, "row 3: the weight is inf");
    d.weight = zeros;
    assert_refused(&d, &ols, ZHOL_BAD_DATA,
        "row 1: the weight is 0: a finite number above 0 is needed");
    d.weight = NULL;
    d.offset = nothing;
    assert_refused(&d, &ppml, ZHOL_BAD_DATA, "row 3: the offset is ");
    d.offset = NULL;
    d.n_regressors = 1;
    d.x = x;
    assert_refused(&d, &ppml, ZHOL_BAD_DATA, "row 3: a regressor is inf");
    d.names = names;
    assert_refused(&d, &ppml, ZHOL_BAD_DATA, "row 3: log_dist is inf");
}

static void
wrong_designs_are_refused(void **state)
{
    const zhol_fit_options o = options(ZHOL_FIT_PPML);
    const uint32_t one[] = { 1, 2 };
    zhol_design d = two_by_two();
    zhol_fit_options bad = o;

    (void) state;
    d.n_levels = one;
    assert_refused(&d, &o, ZHOL_BAD_DATA, "row 3: effect 1 has code 1, but only 1");
    d = two_by_two();
    d.n_clusters = 2;
    d.cluster = two_ways;
    d.n_cluster_levels = one;
    assert_refused(&d, &o, ZHOL_BAD_DATA, "row 3: cluster 1 has code 1, but only 1");
    d = two_by_two();
    d.has_intercept = true;
    assert_refused(&d, &o, ZHOL_USAGE, "effects span the intercept");
    d = two_by_two();
    d.n_rows = 0;
    assert_refused(&d, &o, ZHOL_BAD_DATA, "there are no rows");
    d = two_by_two();
    d.n_effects = 9;
    assert_refused(&d, &o, ZHOL_USAGE, "at most 8 effects");
    d = two_by_two();
    bad.tol = 0;
    assert_refused(&d, &bad, ZHOL_USAGE, "above 0");
}

/* Each row is alone in its level; then the same with a row that is separated. */
static void
no_row_left_is_an_answer(void **state)
{
    const uint32_t alone[] = { 0, 1, 2, 3 }, four = 4, *const each[] = { alone };
    const double x0[] = { 1, 2, 5, 7 },
                 zero_first[] = { 0, 2, 3, 4 }, *const x[] = { x0 };
    zhol_design d = { .n_rows = 4,
        .y = cells,
        .n_regressors = 1,
        .x = x,
        .n_effects = 1,
        .effect = each,
        .n_levels = &four };
    zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    o.wants_effects = true;
    for (int i = 0; i < 3; i++) {
        d.y = i == 1 ? zero_first : cells;
        o.method = i == 2 ? ZHOL_FIT_OLS : ZHOL_FIT_PPML;
        zhol_fit *fit = fit_of(&d, &o);
        assert_int_equal(fit->n_used, 0);
        assert_int_equal(fit->n_singletons + fit->n_separated, 4);
        assert_int_equal(fit->n_separated, i == 1);
        assert_true(fit->coefficient[0].is_collinear);
        assert_near(fit->coefficient[0].estimate, 0, 0);
        assert_true(i == 1 ? fit->certificate[0] > 0 : !fit->certificate);
        for (uint32_t k = 0; k < 4; k++) {
            assert_true(isnan(fit->effect[0][k]));
            assert_true(i == 1 && k == 0 ? fit->fitted[k] <= 0 : isnan(fit->fitted[k]));
        }
        zhol_fit_free(fit);
        assert_int_equal(zi_mem_live(), 0);
    }
}

static void
no_regressor_left_is_an_answer(void **state)
{
    const double by_row[] = { 2, 2, 7, 7 }, *const x[] = { by_row };
    const zhol_fit_method methods[] = { ZHOL_FIT_PPML, ZHOL_FIT_OLS };
    zhol_design d = two_by_two();

    (void) state;
    d.n_regressors = 1;
    d.x = x;
    for (int i = 0; i < 2; i++) {
        const zhol_fit_options o = options(methods[i]);
        zhol_fit *fit = fit_of(&d, &o);
        assert_int_equal(fit->n_used, 4);
        assert_true(fit->coefficient[0].is_collinear);
        assert_near(fit->coefficient[0].std_error, 0, 0);
        assert_int_equal(fit->covariance_rank, 0);
        zhol_fit_free(fit);
        assert_int_equal(zi_mem_live(), 0);
    }
}

/* Two rows, a slope and an intercept: the line goes through both. */
static void
no_degree_of_freedom_left_leaves_errors_unknown(void **state)
{
    const double y[] = { 1, 8 }, x0[] = { 0, 3 }, *const x[] = { x0 };
    const zhol_design d = {
        .n_rows = 2, .y = y, .n_regressors = 1, .x = x, .has_intercept = true
    };
    zhol_fit_options o = options(ZHOL_FIT_PPML);

    (void) state;
    o.small_sample = ZHOL_SMALL_FIXEST;
    zhol_fit *fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, log(2), 1e-12); /* 8 = exp(3 log 2) */
    assert_near(fit->coefficient[1].estimate, 0, 1e-12);
    for (int j = 0; j < 2; j++) {
        assert_true(isnan(fit->coefficient[j].std_error));
        assert_true(isnan(fit->coefficient[j].z) && isnan(fit->coefficient[j].p));
    }
    assert_true(isnan(fit->covariance[1]));
    assert_int_equal(fit->covariance_rank, 0);
    zhol_fit_free(fit);
    o.method = ZHOL_FIT_OLS;
    fit = fit_of(&d, &o);
    assert_near(fit->coefficient[0].estimate, 7 / 3.0, 1e-13);
    assert_true(isnan(fit->coefficient[0].std_error));
    zhol_fit_free(fit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_two_by_two_has_a_closed_form),
        cmocka_unit_test(the_cell_of_a_table_is_its_log_odds_ratio),
        cmocka_unit_test(an_intercept_alone_is_the_log_of_the_mean),
        cmocka_unit_test(a_line_through_four_points_as_by_hand),
        cmocka_unit_test(offsets_stand_in_the_predictor),
        cmocka_unit_test(weights_are_repeated_rows),
        cmocka_unit_test(of_collinear_regressors_the_first_stays),
        cmocka_unit_test(singletons_are_dropped_round_by_round),
        cmocka_unit_test(levels_of_zeros_are_separated_in_poisson_only),
        cmocka_unit_test(a_zero_that_a_regressor_singles_out_is_separated),
        cmocka_unit_test(written_effects_make_the_predictor),
        cmocka_unit_test(too_few_iterations_are_said),
        cmocka_unit_test(wrong_numbers_are_refused_with_their_row),
        cmocka_unit_test(wrong_designs_are_refused),
        cmocka_unit_test(no_row_left_is_an_answer),
        cmocka_unit_test(no_regressor_left_is_an_answer),
        cmocka_unit_test(no_degree_of_freedom_left_leaves_errors_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
