/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "gravity/covariance.h"
#include "math/normal.h"
#include "math/student.h"
#include "prop.h"

static void
assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

/*        b 0          b 1        x e of four rows in a grid of two ways of clustering:
 *  a 0   1 x 1 = 1    2 x -1     sums by a -1 and 2, by b 3 and -2, squares 5 and 13;
 *  a 1   1 x 2 = 2    2 x 0      of the cells 1 + 4 + 4 + 0 = 9. Bread 1/10.
 */
static const double grid_x[] = { 1, 2, 1, 2 }, grid_e[] = { 1, -1, 2, 0 }, tenth = 0.1;
static const uint32_t way_a[] = { 3, 3, 7, 7 }, way_b[] = { 0, 1, 0, 1 };
static const uint32_t *const ways[] = { way_a, way_b };
static const uint32_t way_levels[] = { 9, 2 };

static zi_scores
grid(uint32_t n_ways)
{
    return (zi_scores){ .method = ZHOL_FIT_PPML,
        .n_rows = 4,
        .n = 1,
        .x = grid_x,
        .e = grid_e,
        .bread = &tenth,
        .root = &tenth,
        .pearson = 3,
        .n_ways = n_ways,
        .cluster = ways,
        .n_levels = way_levels };
}

static double
variance(const zi_scores *s, zhol_errors errors, zhol_small_sample small,
    zi_covariance_info *i)
{
    double v = 0;
    zhol_error err;

    assert_int_equal(zi_covariance(s, errors, small, &v, i, &err), ZHOL_OK);
    return v;
}

static void
four_rows_as_by_hand(void **state)
{
    zi_covariance_info info;
    zi_scores s = grid(0);

    (void) state;
    assert_near(variance(&s, ZHOL_ERRORS_IID, ZHOL_SMALL_NONE, &info), 0.1, 1e-16);
    assert_near(variance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &info), 0.09, 1e-16);
    assert_int_equal(info.errors, ZHOL_ERRORS_HC1);
    assert_near(info.dispersion, 1, 1e-16);
    s = grid(1);
    assert_near(variance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &info), 0.05, 1e-16);
    assert_int_equal(info.errors, ZHOL_ERRORS_CLUSTER);
    assert_int_equal(info.n_clusters[0], 2);
    assert_near(variance(&s, ZHOL_ERRORS_HC1, ZHOL_SMALL_NONE, &info), 0.09, 1e-16);
    s.cluster = &ways[1];
    s.n_levels = &way_levels[1];
    assert_near(variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_NONE, &info), 0.13, 1e-16);
    s = grid(2);
    assert_near(variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_NONE, &info),
        0.05 + 0.13 - 0.09, 1e-16);
    assert_int_equal(info.n_clusters[1], 2);
    assert_false(info.is_made_semidefinite);
    assert_int_equal(info.rank, 1);
}

/* n 4, one regressor: K is 1, of one effect with two levels 2 (1 if nested). */
static void
factors_are_those_of_the_conventions(void **state)
{
    static const uint32_t levels[] = { 2 }, redundant[] = { 0 };
    static const bool in_no_way[] = { false }, in_a_way[] = { true };
    zi_covariance_info info;
    zi_scores s = grid(1);

    (void) state;
    variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_FIXEST, &info);
    assert_int_equal(info.k, 1);
    assert_near(info.factor, 2, 1e-15);
    s.n_effects = 1;
    s.effect_levels = levels;
    s.effect_redundant = redundant;
    s.effect_is_nested = in_no_way;
    variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_FIXEST, &info);
    assert_int_equal(info.k, 3);
    assert_near(info.factor, 3.0 / 1 * 2, 1e-15);
    s.effect_is_nested = in_a_way;
    variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_FIXEST, &info);
    assert_int_equal(info.k, 2);
    assert_near(info.factor, 3.0 / 2 * 2, 1e-15);
    variance(&s, ZHOL_ERRORS_HC1, ZHOL_SMALL_FIXEST, &info);
    assert_int_equal(info.k, 3); /* without clusters nothing is nested */
    assert_near(info.factor, 4.0 / 1, 1e-15);
    variance(&s, ZHOL_ERRORS_IID, ZHOL_SMALL_FIXEST, &info);
    assert_near(info.factor, 3.0 / 1, 1e-15);
    assert_int_equal(info.df_t, 0);
    variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_STATA, &info);
    assert_near(info.factor, 2, 1e-15);
    variance(&s, ZHOL_ERRORS_HC1, ZHOL_SMALL_STATA, &info);
    assert_near(info.factor, 4.0 / 3, 1e-15);
    variance(&s, ZHOL_ERRORS_IID, ZHOL_SMALL_STATA, &info);
    assert_near(info.factor, 1, 1e-15);
    s.method = ZHOL_FIT_OLS;
    variance(&s, ZHOL_ERRORS_IID, ZHOL_SMALL_FIXEST, &info);
    assert_near(info.factor, 3.0 / (4 - 3), 1e-15); /* residual variance */
    assert_int_equal(info.df_t, 1);
    variance(&s, ZHOL_ERRORS_IID, ZHOL_SMALL_NONE, &info);
    assert_near(info.factor, 3.0 / 4, 1e-15);
    variance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_STATA, &info);
    assert_near(info.factor, 3.0 / 2 * 2, 1e-15);
    assert_int_equal(info.df_t, 1); /* G - 1 */
    variance(&s, ZHOL_ERRORS_HC1, ZHOL_SMALL_STATA, &info);
    assert_near(info.factor, 4.0 / 1, 1e-15);
}

/* Two published standard errors over those without a factor (an independent computation
 * with dense dummies): trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp of the
 * example of ppmlhdfe, by pair, as fixest and as ppmlhdfe have it; the two-way gravity of
 * the Advanced Guide (Yotov, Piermartini, Monteiro and Larch 2016). */
static void
factors_make_the_published_standard_errors(void **state)
{
    static const struct {
        uint32_t n_rows, n, n_effects, levels[3], redundant[3], n_clusters;
        bool is_nested[3];
        double without, fixest, stata, digits;
    } published[] = {
        { 5950, 1, 3, { 175, 175, 1190 }, { 0, 5, 69 }, 1190, { false, false, true },
            0.04193507890506846, 0.0432402293546, 0.0419527, 1e-13 },
        { 28152, 4, 2, { 414, 414 }, { 0, 6 }, 2346, { false, false },
            0.03165077021417418, 0.0321347911, 0, 6e-11 },
    };
    (void) state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        const uint32_t n_rows = published[i].n_rows, n = published[i].n;
        double *x = ZI_NEW(double, (size_t) n_rows *n), *e = ZI_NEW(double, n_rows);
        uint32_t *code = ZI_NEW(uint32_t, n_rows);
        const uint32_t *const cluster = code;
        double bread[16] = { 0 }, v[16];
        zi_covariance_info info;
        const zi_scores s = { .n_rows = n_rows,
            .n = n,
            .x = x,
            .e = e,
            .bread = bread,
            .root = bread,
            .n_effects = published[i].n_effects,
            .effect_levels = published[i].levels,
            .effect_redundant = published[i].redundant,
            .effect_is_nested = published[i].is_nested,
            .n_ways = 1,
            .cluster = &cluster,
            .n_levels = &published[i].n_clusters };
        assert_true(x && e && code);
        for (uint32_t r = 0; r < n_rows; r++) {
            code[r] = r % published[i].n_clusters;
            e[r] = 1;
        }
        for (uint32_t k = 0; k < n; k++) {
            bread[k * n + k] = 1;
        }
        assert_int_equal(
            zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_FIXEST, v, &info, NULL),
            ZHOL_OK);
        assert_near(published[i].without * sqrt(info.factor), published[i].fixest,
            published[i].digits);
        assert_int_equal(
            zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_STATA, v, &info, NULL),
            ZHOL_OK);
        if (published[i].stata > 0) {
            assert_near(
                published[i].without * sqrt(info.factor), published[i].stata, 5e-8);
        }
        zi_free(x);
        zi_free(e);
        zi_free(code);
    }
}

enum { ROWS = 40, COLUMNS = 3 };

typedef struct made {
    double x[ROWS * COLUMNS], e[ROWS], bread[COLUMNS * COLUMNS];
    uint32_t code[ZI_MAX_WAYS][ROWS], n_levels[ZI_MAX_WAYS];
    const uint32_t *cluster[ZI_MAX_WAYS];
    zi_scores s;
} made;

static void
make(prop *p, uint32_t n_ways, made *m)
{
    for (uint32_t i = 0; i < ROWS * COLUMNS; i++) {
        m->x[i] = (double) prop_below(p, 2001) / 1000 - 1;
    }
    for (uint32_t r = 0; r < ROWS; r++) {
        m->e[r] = (double) prop_below(p, 2001) / 1000 - 1;
    }
    for (uint32_t i = 0; i < COLUMNS * COLUMNS; i++) { /* symmetric, definite */
        const uint32_t a = i / COLUMNS, b = i % COLUMNS;
        m->bread[i] = a == b ? 2 + a : 0.25 * (a + b);
    }
    for (uint32_t w = 0; w < n_ways; w++) {
        m->n_levels[w] = 2 + prop_below(p, 12);
        m->cluster[w] = m->code[w];
        for (uint32_t r = 0; r < ROWS; r++) {
            m->code[w][r] = r < 2 ? r : prop_below(p, m->n_levels[w]);
        }
    }
    m->s = (zi_scores){ .n_rows = ROWS,
        .n = COLUMNS,
        .x = m->x,
        .e = m->e,
        .bread = m->bread,
        .root = m->bread,
        .n_ways = n_ways,
        .cluster = m->cluster,
        .n_levels = m->n_levels };
}

/* The sum over all pairs of rows that share a cluster of any way. */
static void
slow(const made *m, double v[COLUMNS * COLUMNS])
{
    double meat[COLUMNS][COLUMNS] = { { 0 } };

    for (uint32_t r = 0; r < ROWS; r++) {
        for (uint32_t t = 0; t < ROWS; t++) {
            bool is_pair = false;
            for (uint32_t w = 0; w < m->s.n_ways; w++) {
                is_pair = is_pair || m->code[w][r] == m->code[w][t];
            }
            for (uint32_t i = 0; is_pair && i < COLUMNS; i++) {
                for (uint32_t j = 0; j < COLUMNS; j++) {
                    meat[i][j] +=
                        m->x[r * COLUMNS + i] * m->e[r] * m->x[t * COLUMNS + j] * m->e[t];
                }
            }
        }
    }
    for (uint32_t i = 0; i < COLUMNS; i++) {
        for (uint32_t j = 0; j < COLUMNS; j++) {
            v[i * COLUMNS + j] = 0;
            for (uint32_t a = 0; a < COLUMNS; a++) {
                for (uint32_t b = 0; b < COLUMNS; b++) {
                    v[i * COLUMNS + j] += m->bread[i * COLUMNS + a] * meat[a][b]
                                          * m->bread[b * COLUMNS + j];
                }
            }
        }
    }
}

static int
is_pairs_of_rows(prop *p)
{
    made m;
    double v[COLUMNS * COLUMNS], want[COLUMNS * COLUMNS];
    zi_covariance_info info;

    make(p, 1 + prop_below(p, 5), &m);
    slow(&m, want);
    if (zi_covariance(&m.s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_NONE, v, &info, NULL)
        != ZHOL_OK) {
        return 0;
    }
    for (uint32_t i = 0; i < COLUMNS * COLUMNS && !info.is_made_semidefinite; i++) {
        if (!(fabs(v[i] - want[i]) < 1e-12 * 100)) {
            return 0;
        }
    }
    /* what was mended is the nearest: its error is the negative part's, so it is
     * semi-definite, and at least as large as before on the diagonal */
    for (uint32_t i = 0; i < COLUMNS; i++) {
        if (!(v[i * COLUMNS + i] >= want[i * COLUMNS + i] - 1e-10)) {
            return 0;
        }
    }
    return 1;
}

static void
ways_together_are_all_pairs_of_rows_that_share_a_cluster(void **state)
{
    (void) state;
    assert_true(prop_holds("pairs of rows", 300, is_pairs_of_rows));
}

static int
is_one_way(prop *p)
{
    static const uint32_t n_ways[] = { 2, 3, 8 };
    made m;
    double one[COLUMNS * COLUMNS], many[COLUMNS * COLUMNS];
    zi_covariance_info info;
    int ok = 1;

    make(p, 1, &m);
    ok = ok
         && zi_covariance(&m.s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_FIXEST, one, &info, NULL)
                == ZHOL_OK;
    for (size_t k = 0; k < 3; k++) {
        for (uint32_t w = 1; w < n_ways[k]; w++) { /* the same way under other codes */
            m.n_levels[w] = m.n_levels[0] + 5;
            m.cluster[w] = m.code[w];
            for (uint32_t r = 0; r < ROWS; r++) {
                m.code[w][r] = m.n_levels[w] - 1 - m.code[0][r];
            }
        }
        m.s.n_ways = n_ways[k];
        ok =
            ok
            && zi_covariance(&m.s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_FIXEST, many, &info, NULL)
                   == ZHOL_OK
            && !info.is_made_semidefinite;
        for (uint32_t i = 0; i < COLUMNS * COLUMNS; i++) {
            ok = ok && fabs(one[i] - many[i]) < 1e-11 * (1 + fabs(one[i]));
        }
    }
    return ok;
}

static void
identical_ways_are_one_way(void **state)
{
    (void) state;
    assert_true(prop_holds("identical ways", 100, is_one_way));
}

static int
is_hc1(prop *p)
{
    made m;
    double rows[COLUMNS * COLUMNS], clusters[COLUMNS * COLUMNS];
    zi_covariance_info info;
    int ok;

    make(p, 2, &m);
    m.n_levels[0] = ROWS;
    for (uint32_t r = 0; r < ROWS; r++) {
        m.code[0][r] = (r * 7) % ROWS;
    }
    m.s.n_ways = 1;
    ok = zi_covariance(&m.s, ZHOL_ERRORS_HC1, ZHOL_SMALL_STATA, rows, &info, NULL)
             == ZHOL_OK
         && zi_covariance(
                &m.s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_STATA, clusters, &info, NULL)
                == ZHOL_OK;
    for (uint32_t i = 0; i < COLUMNS * COLUMNS; i++) {
        ok = ok && fabs(rows[i] - clusters[i]) < 1e-12 * (1 + fabs(rows[i]));
    }
    return ok;
}

static void
clusters_of_one_row_are_hc1(void **state)
{
    (void) state;
    assert_true(prop_holds("clusters of one row", 50, is_hc1));
}

/*      b 0       b 1      x e: sums by a 0 and 0, by b 0 and 0, squares of the cells
 * a 0   1        -1       4: 0 + 0 - 4 is negative
 * a 1  -1         1
 */
static void
negative_eigenvalues_are_set_to_zero_and_said(void **state)
{
    static const double e[] = { 1, -1, -1, 1 }, x[] = { 1, 1, 1, 1 };
    static const double x2[] = { 1, 5, 1, 1, 1, 2, 1, 4 }, bread[] = { 1, 0, 0, 1 };
    zi_covariance_info info;
    double v[4];
    zi_scores s = grid(2);

    (void) state;
    s.e = e;
    s.x = x;
    assert_near(variance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &info), 0, 0);
    assert_true(info.is_made_semidefinite);
    assert_int_equal(info.rank, 0);
    /* with a second column: x e 5 -1 -2 4, by a 4 and 2, by b 3 and 3; the matrix is
     * (0 0 / 0 0) + ... - cells (4 12 / 12 46): -4, -12 and 20 + 18 - 46 = -8. Its
     * eigenvalues are -6 -+ sqrt(148), the positive one with (12, 4 - 12.17 + 6...). */
    s.n = 2;
    s.x = x2;
    s.bread = s.root = bread;
    assert_int_equal(
        zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, v, &info, NULL), ZHOL_OK);
    assert_true(info.is_made_semidefinite);
    assert_int_equal(info.rank, 1);
    const double positive = -6 + sqrt(4 + 144), b = positive + 4, norm = 144 + b * b;
    assert_near(v[0], positive * 144 / norm, 1e-13);
    assert_near(v[1], positive * -12 * b / norm, 1e-13);
    assert_near(v[3], positive * b * b / norm, 1e-13);
}

static void
fewer_clusters_than_regressors_make_a_singular_covariance(void **state)
{
    made m;
    prop p = { 1, 1 };
    double v[COLUMNS * COLUMNS];
    zi_covariance_info info;

    (void) state;
    make(&p, 1, &m);
    for (uint32_t r = 0; r < ROWS; r++) {
        m.code[0][r] = r % 2;
    }
    assert_int_equal(
        zi_covariance(&m.s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_STATA, v, &info, NULL), ZHOL_OK);
    assert_int_equal(info.rank, 2);
    assert_true(v[0] > 0 && v[4] > 0 && v[8] > 0);
}

static void
what_cannot_be_is_refused(void **state)
{
    static const uint32_t one[] = { 1, 1, 1, 1 }, levels[] = { 4 }, redundant[] = { 0 };
    static const bool is_nested[] = { false };
    static const uint32_t *const one_way[] = { one };
    static const double zero = 0;
    zi_covariance_info info;
    zhol_error err;
    double v = 0;
    zi_scores s = grid(0);

    (void) state;
    assert_int_equal(
        zi_covariance(&s, ZHOL_ERRORS_CLUSTER, ZHOL_SMALL_NONE, &v, &info, &err),
        ZHOL_USAGE);
    assert_string_equal(
        err.message, "standard errors are to be clustered, but it is not said by what");
    s = grid(1);
    s.cluster = one_way;
    assert_int_equal(
        zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &v, &info, &err),
        ZHOL_BAD_DATA);
    assert_string_equal(err.message, "all 4 rows lie in one cluster: clustered standard "
                                     "errors need at least two");
    s = grid(0);
    s.n_effects = 1;
    s.effect_levels = levels;
    s.effect_redundant = redundant;
    s.effect_is_nested = is_nested;
    assert_int_equal(
        zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_FIXEST, &v, &info, &err), ZHOL_OK);
    assert_true(isnan(v) && info.rank == 0); /* 4 rows for 5 parameters */
    s = grid(0);
    s.bread = s.root = &zero;
    assert_int_equal(
        zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &v, &info, &err),
        ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "the covariance is singular: regressor 1 of"));
}

static void
no_regressor_is_no_trouble(void **state)
{
    zi_covariance_info info;
    zi_scores s = grid(2);
    double v = 0;

    (void) state;
    s.n = 0;
    assert_int_equal(
        zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &v, &info, NULL), ZHOL_OK);
    assert_int_equal(info.rank, 0);
}

static void
an_effect_is_nested_if_each_level_lies_in_one_cluster(void **state)
{
    static const uint32_t county[] = { 0, 1, 1, 2, 0 }, state_of[] = { 5, 6, 6, 5, 5 },
                          year[] = { 0, 0, 1, 0, 1 };
    bool is_nested = false;

    (void) state;
    assert_int_equal(zi_nested(5, county, 3, state_of, &is_nested, NULL), ZHOL_OK);
    assert_true(is_nested);
    assert_int_equal(zi_nested(5, year, 2, state_of, &is_nested, NULL), ZHOL_OK);
    assert_false(is_nested);
    assert_int_equal(zi_nested(5, state_of, 7, county, &is_nested, NULL), ZHOL_OK);
    assert_false(is_nested);
}

static void
coefficients_are_tested_by_t_or_z(void **state)
{
    zhol_coefficient c = { .estimate = -3 };

    (void) state;
    zi_coefficient_test(4, 0, &c);
    assert_near(c.std_error, 2, 0);
    assert_near(c.z, -1.5, 0);
    assert_near(c.p, zi_normal_two_sided(1.5), 0);
    zi_coefficient_test(4, 7, &c);
    assert_near(c.p, zi_student_two_sided(1.5, 7), 0);
    zi_coefficient_test(0, 7, &c);
    assert_near(c.std_error, 0, 0);
    assert_true(isnan(c.z) && isnan(c.p));
}

static void
every_failed_allocation_is_survived(void **state)
{
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status != ZHOL_OK; k++) {
        zi_covariance_info info;
        zhol_error err = { "" };
        double v = 0;
        const zi_scores s = grid(2);
        zi_mem_fail_after(k);
        status = zi_covariance(&s, ZHOL_ERRORS_AUTO, ZHOL_SMALL_NONE, &v, &info, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        if (status != ZHOL_OK) {
            assert_string_equal(err.message, "no memory for the standard errors");
        }
        assert_int_equal(zi_mem_live(), 0);
    }
    bool is_nested = true;
    zi_mem_fail_after(0);
    assert_int_equal(zi_nested(4, way_b, 2, way_a, &is_nested, NULL), ZHOL_LIMIT);
    zi_mem_fail_after(-1);
    assert_int_equal(zi_mem_live(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_rows_as_by_hand),
        cmocka_unit_test(factors_are_those_of_the_conventions),
        cmocka_unit_test(factors_make_the_published_standard_errors),
        cmocka_unit_test(ways_together_are_all_pairs_of_rows_that_share_a_cluster),
        cmocka_unit_test(identical_ways_are_one_way),
        cmocka_unit_test(clusters_of_one_row_are_hc1),
        cmocka_unit_test(negative_eigenvalues_are_set_to_zero_and_said),
        cmocka_unit_test(fewer_clusters_than_regressors_make_a_singular_covariance),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(no_regressor_is_no_trouble),
        cmocka_unit_test(an_effect_is_nested_if_each_level_lies_in_one_cluster),
        cmocka_unit_test(coefficients_are_tested_by_t_or_z),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("covariance", tests, NULL, NULL);
}
