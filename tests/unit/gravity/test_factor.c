/* SPDX-License-Identifier: Apache-2.0 */
/* clang-format off: cmocka.h needs these four before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format on */
#include <cmocka.h>
#include <math.h>

#include "gravity/regression.h"
#include "sample.h"

enum { CHAIN_ROWS = 1000 };

static zi_layout *
layout_of(sample *s)
{
    const zhol_design d = sample_design(s);
    uint8_t *state = ZI_NEW(uint8_t, s->n);
    zhol_error err = { "" };
    zi_layout *l = NULL;

    assert_non_null(state);
    assert_int_equal(zi_layout_new(&d, state, &l, &err), ZHOL_OK);
    zi_free(state);
    return l;
}

/* Blocks leave out what effects have in common: they are checked by one effect alone. */
static void
a_factor_undoes_the_complement(void **state)
{
    prop p = { 3, 3 };
    sample s = sample_chain(&p, CHAIN_ROWS, 0);
    zhol_error err = { "" };
    zi_schur *schur = NULL;

    (void) state;
    for (int extent = ZI_FACTOR_WHOLE; extent <= ZI_FACTOR_BLOCKS; extent++) {
        s.n_effects = extent == ZI_FACTOR_WHOLE ? 3 : 2;
        zi_layout *l = layout_of(&s);
        zi_factor *factor = NULL;
        assert_int_equal(zi_schur_new(l, 1, &schur, &err), ZHOL_OK);
        for (uint32_t r = 0; r < l->n_rows; r++) {
            schur->w[r] = 0.1 + prop_uniform(&p);
        }
        assert_int_equal(zi_schur_weigh(schur, &err), ZHOL_OK);
        const zi_complement of = { l, schur->w, schur->inverse, schur->diagonal,
            (zi_factor_extent) extent };
        assert_int_equal(zi_factor_new(&of, &factor, &err), ZHOL_OK);
        assert_non_null(factor);
        for (uint32_t lanes = 1; lanes <= ZI_LANES; lanes += ZI_LANES - 1) {
            const size_t n = (size_t) l->n_unknowns * lanes;
            const zi_weighting at = { l, schur->w, schur->inverse };
            double *v = ZI_NEW(double, n), *r = ZI_NEW(double, n), *z = ZI_NEW(double, n),
                   *back = ZI_NEW(double, n);
            for (size_t i = 0; i < n; i++) {
                v[i] = prop_uniform(&p) - 0.5;
            }
            for (uint32_t c = 0; c < l->n_chunks; c++) {
                schur->sweeps->apply(&at, c, lanes, v, schur->scratch, r);
            }
            zi_factor_solve(factor, lanes, r, z);
            for (uint32_t c = 0; c < l->n_chunks; c++) {
                schur->sweeps->apply(&at, c, lanes, z, schur->scratch, back);
            }
            for (size_t i = 0; i < n; i++) {
                assert_true(fabs(back[i] - r[i]) <= 1e-7);
            }
            zi_free(v);
            zi_free(r);
            zi_free(z);
            zi_free(back);
        }
        zi_factor_free(factor);
        zi_schur_free(schur);
        zi_layout_free(l);
    }
    sample_free(&s);
    assert_int_equal(zi_mem_live(), 0);
}

/* Workers who stay say nothing of their firm, and where nobody moves firms are in parts
 * that nothing connects: S is singular, and what it lacks is the ridge's. The right-hand
 * side here is not in its range, as rounding is not: conjugate gradients take few steps
 * only if they have the very ridge of the factor. */
static void
a_factor_is_nearly_exact_also_where_only_the_ridge_holds(void **state)
{
    prop p = { 7, 7 };
    sample s = sample_chain(&p, CHAIN_ROWS, 0);
    zhol_error err = { "" };
    zi_schur *schur = NULL;
    zi_goal goal = { .max_steps = 1000 };

    (void) state;
    for (uint32_t r = 0; r < s.n; r++) {
        s.code[1][r] = s.code[0][r] % 6 > 2 ? s.code[0][r] / 2 : s.code[1][r];
    }
    zi_layout *l = layout_of(&s);
    const size_t n = l->n_unknowns;
    assert_int_equal(zi_schur_new(l, 1, &schur, &err), ZHOL_OK);
    for (uint32_t r = 0; r < l->n_rows; r++) {
        schur->w[r] = 0.1 + prop_uniform(&p);
    }
    assert_int_equal(zi_schur_weigh(schur, &err), ZHOL_OK);
    double *v = ZI_NEW(double, n), *r = ZI_NEW(double, n);
    schur->is_stubborn = true; /* makes a factor at once */
    r[0] = 1;
    assert_int_equal(zi_schur_solve(schur, 1, v, r, &goal, &err), ZHOL_OK);
    assert_non_null(schur->factor);
    for (size_t i = 0; i < n; i++) {
        r[i] = prop_uniform(&p) - 0.5;
    }
    zi_schur_norm(schur, 1, r, goal.norm);
    goal.norm[0] *= 1e-4;
    schur->n_inner = 0;
    assert_int_equal(zi_schur_solve(schur, 1, v, r, &goal, &err), ZHOL_OK);
    if (schur->n_inner > 2) {
        fail_msg("%u steps", schur->n_inner);
    }
    zi_free(v);
    zi_free(r);
    zi_schur_free(schur);
    zi_layout_free(l);
    sample_free(&s);
}

static void
badly_connected_effects_get_a_factor(void **state)
{
    prop p = { 4, 4 };
    sample s = sample_chain(&p, CHAIN_ROWS, 2);
    const zhol_design d = sample_design(&s);
    uint8_t *rows = ZI_NEW(uint8_t, s.n);
    zhol_fit_options o;
    zi_regression g;
    zhol_error err = { "" };

    (void) state;
    zhol_fit_options_defaults(&o);
    assert_int_equal(zi_regression_new(&d, &o, rows, &g, &err), ZHOL_OK);
    assert_int_equal(zi_regression_ppml(&g, &err), ZHOL_OK);
    assert_non_null(g.s->factor);
    zi_regression_free(&g);
    zi_free(rows);
    sample_free(&s);
}

/* 300 groups of 400 rows: each row would meet 400 others. */
static void
dense_complements_are_refused_without_an_error(void **state)
{
    prop p = { 5, 5 };
    sample s = sample_new(120000);
    zhol_error err = { "" };

    (void) state;
    s.n = s.capacity;
    s.n_effects = 2;
    s.n_levels[0] = 300;
    s.n_levels[1] = 299;
    for (uint32_t r = 0; r < s.n; r++) {
        s.code[0][r] = r % 300;
        s.code[1][r] = prop_below(&p, 299);
    }
    zi_layout *l = layout_of(&s);
    double *w = ZI_NEW(double, l->n_rows), *inverse = ZI_NEW(double, l->n_groups),
           *diagonal = ZI_NEW(double, l->n_unknowns);
    const zi_complement of = { l, w, inverse, diagonal, ZI_FACTOR_WHOLE };
    zi_factor *factor = NULL;
    assert_int_equal(zi_factor_new(&of, &factor, &err), ZHOL_OK);
    assert_null(factor);
    zi_free(w);
    zi_free(inverse);
    zi_free(diagonal);
    zi_layout_free(l);
    sample_free(&s);
    assert_int_equal(zi_mem_live(), 0);
}

/* With a factor, a row that a regressor separates, clusters, and all that may be asked.
 */
static void
every_failed_allocation_is_survived(void **state)
{
    prop p = { 6, 6 };
    sample s = sample_chain(&p, CHAIN_ROWS, 3);
    zhol_status status = ZHOL_LIMIT;
    long live, k = 0;

    (void) state;
    for (uint32_t r = 0; r < s.n; r++) {
        s.x[2][r] = r == 7 || r == 500;
        s.y[r] = r == 7 || r == 500 ? 0 : s.y[r];
    }
    s.has_weight = s.has_offset = true;
    s.n_ways = 2;
    const zhol_design d = sample_design(&s);
    live = zi_mem_live();
    for (; status != ZHOL_OK; k++) {
        zhol_fit_options o;
        zhol_fit *fit = NULL;
        zhol_error err = { "" };
        zhol_fit_options_defaults(&o);
        o.wants_effects = true;
        zi_mem_fail_after(k);
        status = zhol_fit_design(&d, &o, &fit, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        if (status == ZHOL_OK) {
            assert_int_equal(fit->n_separated, 2);
            assert_non_null(fit->certificate);
        } else {
            assert_null(fit);
            assert_non_null(strstr(err.message, "no memory"));
        }
        zhol_fit_free(fit);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_true(k > 100);
    s.n_x = 2;
    const zhol_design ols = sample_design(&s);
    status = ZHOL_LIMIT;
    for (k = 0; status != ZHOL_OK; k++) {
        zhol_fit_options o;
        zhol_fit *fit = NULL;
        zhol_fit_options_defaults(&o);
        o.method = ZHOL_FIT_OLS;
        zi_mem_fail_after(k);
        status = zhol_fit_design(&ols, &o, &fit, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        zhol_fit_free(fit);
        assert_int_equal(zi_mem_live(), live);
    }
    sample_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_factor_undoes_the_complement),
        cmocka_unit_test(a_factor_is_nearly_exact_also_where_only_the_ridge_holds),
        cmocka_unit_test(badly_connected_effects_get_a_factor),
        cmocka_unit_test(dense_complements_are_refused_without_an_error),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
