/* SPDX-License-Identifier: Apache-2.0 */
/* Two economies: complementarity, potential, and what a model expects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "cubes.h"

static void
assert_near(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-14 * fmax(1, fabs(b)));
}

static void
complementarity_similarity_and_intensity_are_those_by_hand(void **state)
{
    zhol_cube *cube = cube_of(PAIRS);
    const zhol_complement_options o = { .economy = KAZ, .n_products = 2 };
    zhol_complements *m = NULL;
    (void) state;
    assert_int_equal(zhol_complements_of(cube, &o, &m, NULL), ZHOL_OK);
    assert_int_equal(m->n, 2);
    assert_int_equal(m->of[0].partner, CHN); /* it imports crude only */
    assert_near(m->of[0].complementarity, 0.7);
    assert_near(m->of[0].reverse, 0.875 + 0.1);
    assert_near(m->of[0].similarity, 0.1);
    assert_near(m->of[0].trade, 60);
    assert_near(m->of[0].intensity, 0.6 / (130.0 / 220));
    assert_int_equal(m->of[0].n_products, 1);
    assert_near(m->of[1].complementarity, 0.3 + 1.0 / 9);
    assert_near(m->of[1].similarity, 0.7 + 0.1);
    assert_int_equal(m->of[1].products[0].product, WHEAT);
    assert_near(m->of[1].products[0].common, 0.3);
    assert_near(m->of[1].products[1].import_share, 10.0 / 90);
    zhol_complements_free(m);
    zhol_cube_free(cube);
}

static void
without_imports_there_is_still_similarity(void **state)
{
    const zhol_cube_options file = { TRADE_DATA "exports.csv", NULL, 0, NULL };
    const uint32_t partners[] = { RUS };
    const zhol_complement_options o = { KAZ, partners, 1, 5 };
    zhol_cube *cube = NULL;
    zhol_complements *m = NULL;
    (void) state;
    assert_int_equal(zhol_cube_read(&file, &cube, NULL), ZHOL_OK);
    assert_int_equal(zhol_complements_of(cube, &o, &m, NULL), ZHOL_OK);
    assert_int_equal(m->n, 1);
    assert_true(isnan(m->of[0].complementarity) && isnan(m->of[0].intensity));
    assert_near(m->of[0].similarity, 0.8);
    zhol_complements_free(m);
    zhol_cube_free(cube);
}

/* KAZ in RUS: supply of wheat 3/5, of crude 1/2; demand 40 and 10. Expected 24 + 5, and
 * 40 are sold: ease 40/29. */
static void
potential_of_pairs_is_that_by_hand(void **state)
{
    zhol_cube *cube = cube_of(PAIRS);
    const zhol_potential_options o = { .exporter = KAZ, .importer = UINT32_MAX };
    zhol_potential *p = NULL;
    (void) state;
    assert_int_equal(zhol_potential_of(cube, &o, &p, NULL), ZHOL_OK);
    assert_int_equal(p->n_markets, 2);
    assert_int_equal(p->markets[0].importer, RUS); /* something is untapped */
    assert_near(p->markets[0].ease, 40.0 / 29);
    assert_near(p->markets[0].potential, 40);
    assert_near(p->markets[0].untapped, 24 * 40.0 / 29 - 30);
    assert_near(p->markets[1].ease, 60.0 / 65);
    assert_near(p->markets[1].untapped, 0);
    assert_int_equal(p->n_lines, 3);
    assert_int_equal(p->lines[0].product, WHEAT);
    assert_near(p->lines[0].potential, 24 * 40.0 / 29);
    assert_near(p->lines[0].actual, 30);
    assert_near(p->lines[0].supply, 0.6);
    assert_int_equal(p->n_products, 2);
    assert_near(p->products[0].demand, 40);
    assert_near(p->products[1].actual, 70);
    zhol_potential_free(p);
    zhol_cube_free(cube);
}

static void
potential_without_pairs_needs_a_table_of_ease(void **state)
{
    const zhol_cube_options file = { TRADE_DATA "exports.csv", TRADE_DATA "imports.csv",
        0, NULL };
    zhol_potential_options o = { .exporter = KAZ, .importer = RUS };
    zhol_cube *cube = NULL;
    zhol_potential *p = NULL;
    (void) state;
    assert_int_equal(zhol_cube_read(&file, &cube, NULL), ZHOL_OK);
    assert_int_equal(zhol_potential_of(cube, &o, &p, NULL), ZHOL_USAGE);
    o.ease = TRADE_DATA "ease.csv";
    assert_int_equal(zhol_potential_of(cube, &o, &p, NULL), ZHOL_OK);
    assert_int_equal(p->n_markets, 1);
    assert_near(p->markets[0].potential, 29 * 1.5);
    assert_true(isnan(p->markets[0].actual) && isnan(p->markets[0].untapped));
    zhol_potential_free(p);
    o.exporter = CHN; /* not in the table */
    assert_int_equal(zhol_potential_of(cube, &o, &p, NULL), ZHOL_NONE);
    assert_null(p);
    zhol_cube_free(cube);
}

static void
a_faulty_table_of_ease_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *path, *message;
        zhol_status status;
    } cases[] = {
        { TRADE_DATA "pairs.csv", "pairs.csv:1: column 'ease' is missing",
            ZHOL_BAD_DATA },
        { TRADE_DATA "ease_twice.csv",
            "ease_twice.csv:3: ease of kaz to chn stands twice", ZHOL_BAD_DATA },
        { TRADE_DATA "no-such.csv", "no-such.csv: cannot open it", ZHOL_IO },
    };
    zhol_cube *cube = cube_of(PAIRS);
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const zhol_potential_options o = { KAZ, UINT32_MAX, cases[i].path, 0 };
        zhol_potential *p = NULL;
        zhol_error err = { "" };
        assert_int_equal(zhol_potential_of(cube, &o, &p, &err), cases[i].status);
        assert_null(p);
        assert_non_null(strstr(err.message, cases[i].message));
    }
    zhol_cube_free(cube);
}

static zhol_fitted_rows *
read_rows(const char *where_value)
{
    const zhol_fitted_options o = { TRADE_DATA "panel.csv", TRADE_DATA "fitted.csv",
        "exporter", "importer", where_value ? "year" : NULL, where_value };
    zhol_fitted_rows *rows = NULL;

    return zhol_fitted_rows_read(&o, &rows, NULL) == ZHOL_OK ? rows : NULL;
}

static void
gaps_are_what_the_model_expects_more(void **state)
{
    zhol_fitted_rows *rows = read_rows(NULL);
    zhol_gaps *g = NULL;
    (void) state;
    assert_int_equal(zhol_gaps_of(rows, "kaz", false, &g, NULL), ZHOL_OK);
    assert_int_equal(g->n, 2);
    assert_int_equal(g->n_pairs, 5); /* not the separated row, nor KAZ to KAZ */
    assert_string_equal(g->of[0].partner, "CHN");
    assert_near(g->of[0].untapped, 20);
    assert_near(g->of[0].ratio, 0.75);
    assert_near(g->of[0].reached_by, 0.8);
    assert_int_equal(g->of[0].confidence, ZHOL_CONFIDENCE_SOME);
    assert_near(g->of[1].untapped, 0);
    assert_near(g->of[1].reached_by, 0);
    assert_near(g->median_ratio, 70.0 / 60);
    zhol_gaps_free(g);
    assert_int_equal(zhol_gaps_of(rows, "KAZ", true, &g, NULL), ZHOL_OK);
    assert_int_equal(g->n, 1); /* RUS to KAZ is separated */
    assert_near(g->of[0].actual, 50);
    zhol_gaps_free(g);
    zhol_fitted_rows_free(rows);
}

static void
only_rows_with_a_text_can_be_asked_for(void **state)
{
    zhol_fitted_rows *rows = read_rows("2006");
    (void) state;
    assert_int_equal(rows->n, 7);
    assert_near(rows->fitted[0], 80);
    assert_true(isnan(rows->fitted[5]));
    zhol_fitted_rows_free(rows);
    assert_null(read_rows("2007"));
}

static void
wrong_questions_are_answered_with_the_nearest_right_one(void **state)
{
    const zhol_fitted_options o = { TRADE_DATA "panel.csv", NULL, "exporte", "importer",
        NULL, NULL };
    zhol_fitted_rows *rows = NULL;
    zhol_gaps *g = NULL;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_fitted_rows_read(&o, &rows, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "did you mean 'exporter'?"));
    rows = read_rows(NULL);
    assert_int_equal(zhol_gaps_of(rows, "KAS", false, &g, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "did you mean 'KAZ'?"));
    assert_null(g);
    zhol_fitted_rows_free(rows);
}

/* One question each; the answer is freed. */
static zhol_status
ask(const zhol_cube *cube, int what)
{
    const zhol_complement_options of_pair = { .economy = KAZ, .n_products = 2 };
    const zhol_potential_options of_market = { KAZ, UINT32_MAX, TRADE_DATA "ease.csv",
        0 };
    const zhol_fitted_options of_rows = { TRADE_DATA "panel.csv", TRADE_DATA "fitted.csv",
        "exporter", "importer", NULL, NULL };
    zhol_complements *m = NULL;
    zhol_potential *p = NULL;
    zhol_fitted_rows *rows = NULL;
    zhol_gaps *g = NULL;
    zhol_status status;

    if (what == 0) {
        status = zhol_complements_of(cube, &of_pair, &m, NULL);
    } else if (what == 1) {
        status = zhol_potential_of(cube, &of_market, &p, NULL);
    } else {
        status = zhol_fitted_rows_read(&of_rows, &rows, NULL);
        if (status == ZHOL_OK) {
            status = zhol_gaps_of(rows, "KAZ", false, &g, NULL);
        }
    }
    if (status != ZHOL_OK) {
        assert_true(!m && !p && !g);
    }
    zhol_complements_free(m);
    zhol_potential_free(p);
    zhol_gaps_free(g);
    zhol_fitted_rows_free(rows);
    return status;
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    zhol_cube *cube = cube_of(PAIRS);
    const long live = zi_mem_live();
    (void) state;
    for (int what = 0; what < 3; what++) {
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status != ZHOL_OK; k++) {
            zi_mem_fail_after(k);
            status = ask(cube, what);
            zi_mem_fail_after(-1);
            assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
            assert_int_equal(zi_mem_live(), live);
        }
    }
    zhol_cube_free(cube);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complementarity_similarity_and_intensity_are_those_by_hand),
        cmocka_unit_test(without_imports_there_is_still_similarity),
        cmocka_unit_test(potential_of_pairs_is_that_by_hand),
        cmocka_unit_test(potential_without_pairs_needs_a_table_of_ease),
        cmocka_unit_test(a_faulty_table_of_ease_is_refused_with_its_line),
        cmocka_unit_test(gaps_are_what_the_model_expects_more),
        cmocka_unit_test(only_rows_with_a_text_can_be_asked_for),
        cmocka_unit_test(wrong_questions_are_answered_with_the_nearest_right_one),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("potential", tests, NULL, NULL);
}
