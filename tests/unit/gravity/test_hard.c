/* SPDX-License-Identifier: Apache-2.0 */
/* Small panels that were once answered wrongly, or are hard to answer. Which rows are
 * separated was found by linear programming. */
/* clang-format off: cmocka.h needs these four before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format on */
#include <cmocka.h>
#include <math.h>

#include "sample.h"

typedef struct three_way {
    double y, x;
    uint32_t id[3];
    uint8_t state;
} three_way;

enum { U = ZHOL_ROW_USED, S = ZHOL_ROW_SEPARATED, L = ZHOL_ROW_SINGLETON };

/* y of 1e-5 beside 1e6: what is small is no zero. */
static const three_way tiny_beside_huge[] = {
    { 1, -0.7332216596688412, { 1, 1, 2 }, U },
    { 1e4, 0, { 1, 0, 0 }, U },
    { 0, 0, { 1, 0, 0 }, U },
    { 0.1, 0, { 1, 0, 1 }, L },
    { 0, 0, { 1, 1, 2 }, U },
    { 1e6, -0.2612242359228872, { 1, 1, 2 }, U },
    { 1e-5, 0.7481470008944857, { 0, 1, 2 }, L },
    { 0, 0, { 1, 0, 0 }, U },
    { 0, -2.0581790004912386, { 0, 1, 0 }, S },
    { 0, 0, { 1, 2, 2 }, S },
};

/* A regressor of 1e-6 whose coefficient is 1e7. */
static const three_way tiny_regressor[] = {
    { 0, 0, { 2, 0, 0 }, U },
    { 1e6, 0, { 2, 2, 0 }, U },
    { 10, 2e-6, { 0, 1, 1 }, U },
    { 0, 1e-6, { 1, 1, 1 }, S },
    { 1e4, 0, { 0, 1, 1 }, U },
    { 0, 0, { 0, 0, 0 }, U },
    { 0, 0, { 1, 2, 1 }, U },
    { 0, 1e-6, { 1, 2, 1 }, U },
    { 100, 1e-6, { 2, 1, 1 }, U },
    { 1e5, 0, { 0, 0, 0 }, U },
    { 0.1, 0, { 1, 2, 1 }, U },
    { 0.001, 2e-6, { 0, 2, 0 }, U },
    { 10, 1e-6, { 0, 0, 0 }, U },
};

static const three_way one_row_of_a_regressor[] = {
    { 0, -0.7681866720928983, { 2, 0, 0 }, S },
    { 0, 0, { 0, 1, 2 }, U },
    { 0, 0.660335262384359, { 1, 0, 0 }, U },
    { 0, 0, { 2, 0, 1 }, S },
    { 0, 0.31884110568167184, { 1, 0, 2 }, S },
    { 0, -0.7683476055860071, { 1, 0, 0 }, U },
    { 1e7, 0, { 0, 0, 0 }, U },
    { 0, 0, { 0, 1, 2 }, U },
    { 0.001, -0.9053300025859645, { 1, 1, 2 }, U },
    { 0, 0, { 1, 1, 2 }, U },
    { 0, 0, { 2, 1, 0 }, S },
    { 0, 0, { 2, 1, 1 }, S },
    { 1e8, 0, { 1, 1, 1 }, U },
    { 0, 0, { 2, 0, 0 }, S },
    { 0, 0, { 0, 1, 1 }, U },
    { 0, 0.0018430103177651137, { 1, 0, 0 }, U },
    { 0, 0, { 2, 0, 1 }, S },
    { 0, 0, { 1, 1, 1 }, U },
    { 1e3, 0, { 1, 0, 0 }, U },
    { 0.1, 0.425549072095465, { 1, 1, 2 }, U },
    { 0, 1.5401508674288484, { 0, 0, 0 }, U },
    { 0, 0, { 0, 0, 2 }, S },
};

static void
assert_states(const three_way *rows, uint32_t n)
{
    sample s = sample_new(n);
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };

    s.n = n;
    s.n_x = 1;
    s.n_effects = 3;
    for (uint32_t r = 0; r < n; r++) {
        s.y[r] = rows[r].y;
        s.x[0][r] = rows[r].x;
        for (int f = 0; f < 3; f++) {
            s.code[f][r] = rows[r].id[f];
            s.n_levels[f] = 3;
        }
    }
    const zhol_design d = sample_design(&s);
    zhol_fit_options_defaults(&o);
    o.small_sample = ZHOL_SMALL_NONE;
    if (zhol_fit_design(&d, &o, &fit, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    for (uint32_t r = 0; r < n; r++) {
        if (fit->row[r] != rows[r].state) {
            fail_msg("row %u is %d, not %d", r + 1, fit->row[r], rows[r].state);
        }
        if (fit->row[r] == ZHOL_ROW_SEPARATED) {
            assert_true(fit->certificate[r] > 0);
        }
    }
    assert_true(fit->score_norm < 1e-11);
    zhol_fit_free(fit);
    sample_free(&s);
    assert_int_equal(zi_mem_live(), 0);
}

static void
separated_rows_are_those_of_linear_programming(void **state)
{
    (void) state;
    assert_states(tiny_beside_huge, sizeof tiny_beside_huge / sizeof *tiny_beside_huge);
    assert_states(tiny_regressor, sizeof tiny_regressor / sizeof *tiny_regressor);
    assert_states(one_row_of_a_regressor,
        sizeof one_row_of_a_regressor / sizeof *one_row_of_a_regressor);
}

/* Ten zeros with x 1; of ten positive rows only one has an x, 0.001: so a coefficient far
 * below 0 costs next to nothing, but something. Nothing is separated. By hand: a and b
 * with 10 e^(a + b) + 9 e^a + e^(a + b / 1000) = 55 and 10 e^(a + b) + e^(a + b / 1000) /
 * 1000 = 6 / 1000. */
static void
a_coefficient_far_out_is_found(void **state)
{
    sample s = sample_new(20);
    zhol_fit_options o;
    zhol_fit *fit = NULL;

    (void) state;
    s.n = 20;
    s.n_x = 1;
    for (uint32_t r = 0; r < 20; r++) {
        s.y[r] = r < 10 ? 0 : r - 9;
        s.x[0][r] = r < 10 ? 1 : r == 15 ? 0.001 : 0;
    }
    const zhol_design d = sample_design(&s);
    zhol_fit_options_defaults(&o);
    assert_int_equal(zhol_fit_design(&d, &o, &fit, NULL), ZHOL_OK);
    assert_int_equal(fit->n_used, 20);
    const double b = fit->coefficient[0].estimate, a = fit->coefficient[1].estimate;
    const double ones = 10 * exp(a + b), little = exp(a + b / 1000);
    assert_true(b < -5);
    assert_true(fabs(ones + 9 * exp(a) + little - 55) < 1e-10);
    assert_true(fabs(ones + little / 1000 - 0.006) < 1e-12);
    zhol_fit_free(fit);
    sample_free(&s);
}

/* One positive row, x3 in four of the zeros and in it: in the fit all zeros' mu fall by
 * many orders of magnitude without being separated. The rectifier does not come to an
 * end; the exact answer is that nothing is separated; and the regression says that it
 * cannot go on. */
static const double one_positive[][5] = {
    { 0, 0, 1.2095953436729583, 0, 0.7727275418063912 },
    { 0, -1.8945249177200671, 0.630057521320012, 0, 0.71809365140309 },
    { 0, 0, -0.25674431582869806, 0, 0 },
    { 0, 0, 0, 0, 0 },
    { 3.5, 0, 0, -0.1641238249208695, 0 },
    { 0, 0, 0, 0, 0 },
    { 0, 0, 0, 0, 0.45271991889397006 },
    { 0, 0, 0, 0, 0 },
    { 0, 2.281887440955105, 0, 0, -0.4773273565959219 },
    { 0, -0.10819907555211275, 0, 0, 0 },
    { 0, 0, 0, 0.7228506611911837, 0 },
    { 0, 1.7275307955149408, 0, -1.6749382200035459, 0 },
    { 0, 0, 0.4814279572988608, 0.608693324448929, 0 },
    { 0, 0, -0.860446857139382, 0, 0.8404845333089467 },
    { 0, 0, 0, -0.03464756426897822, 0 },
    { 0, 1.1542536915442736, 0, 0, 0 },
    { 0, 0, 0, 0, 0.1766099269065797 },
    { 0, 0, 1.5227126749190856, -1.1452213838680556, 0 },
    { 0, 0, 0, 0, 0 },
};

static void
a_regression_that_cannot_go_on_says_so(void **state)
{
    enum { ROWS = sizeof one_positive / sizeof *one_positive };
    sample s = sample_new(ROWS);
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };

    (void) state;
    s.n = ROWS;
    s.n_x = 4;
    for (uint32_t r = 0; r < ROWS; r++) {
        s.y[r] = one_positive[r][0];
        for (int j = 0; j < 4; j++) {
            s.x[j][r] = one_positive[r][j + 1];
        }
    }
    const zhol_design d = sample_design(&s);
    zhol_fit_options_defaults(&o);
    assert_int_equal(zhol_fit_design(&d, &o, &fit, &err), ZHOL_BAD_DATA);
    assert_null(fit);
    assert_non_null(strstr(err.message, "the regression cannot go on from step"));
    sample_free(&s);
    assert_int_equal(zi_mem_live(), 0);
}

/* x3 = x1 - 2 x2 in whole numbers: it goes, as the last of the three, with effects and
 * with an intercept, whatever y is. */
static void
the_last_of_a_combination_goes(void **state)
{
    (void) state;
    for (uint32_t seed = 0; seed < 40; seed++) {
        prop p = { .state = seed };
        sample s = sample_new(60);
        zhol_fit_options o;
        zhol_fit *fit = NULL;
        zhol_error err = { "" };

        s.n = 60;
        s.n_x = 4;
        s.n_effects = 2 * (seed % 2);
        s.n_levels[0] = s.n_levels[1] = 5;
        for (uint32_t r = 0; r < s.n; r++) {
            s.y[r] = prop_below(&p, 4);
            for (int j = 0; j < 4; j++) {
                s.x[j][r] = (double) prop_below(&p, 3) - 1;
            }
            s.x[2][r] = s.x[0][r] - 2 * s.x[1][r];
            s.code[0][r] = prop_below(&p, 5);
            s.code[1][r] = prop_below(&p, 5);
        }
        const zhol_design d = sample_design(&s);
        zhol_fit_options_defaults(&o);
        if (zhol_fit_design(&d, &o, &fit, &err) != ZHOL_OK) {
            fail_msg("%u: %s", seed, err.message);
        }
        for (uint32_t j = 0; j < fit->n_coefficients; j++) {
            assert_int_equal(fit->coefficient[j].is_collinear, j == 2);
        }
        zhol_fit_free(fit);
        sample_free(&s);
    }
    assert_int_equal(zi_mem_live(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separated_rows_are_those_of_linear_programming),
        cmocka_unit_test(a_coefficient_far_out_is_found),
        cmocka_unit_test(a_regression_that_cannot_go_on_says_so),
        cmocka_unit_test(the_last_of_a_combination_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
