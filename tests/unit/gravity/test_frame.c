/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "base/mem.h"
#include "panel.h"

static const char trade[] = "exporter,importer,year,trade,dist,rta,w\n"
                            "KAZ,CHN,2000,5,100,0,1\n"
                            "KAZ,CHN,1990,4,100,1,2\n"
                            "CHN,KAZ,2000,3,100,0,1\n"
                            "CHN,KAZ,1990,0,,1,3\n"
                            "KAZ,KAZ,2000,9,0,0,1\n"
                            "CHN,CHN,1990,8,7,0,1\n"
                            ",CHN,1990,8,7,0,1\n";

static zhol_estimate_options
asks(const char *formula)
{
    zhol_estimate_options o = { 0 };
    o.formula = formula;
    return o;
}

static void
assert_fails(const char *data, const zhol_estimate_options *o, zhol_status expected,
    const char *message)
{
    panel p;
    zi_frame f;
    zhol_design d;
    zhol_error err = { "" };

    panel_begin(&p, data);
    assert_int_equal(panel_design(&p, o, &f, &d, &err), expected);
    assert_string_equal(err.message, message);
    zi_frame_free(&f);
    assert_int_equal(zi_mem_live(), 0);
}

static void
assert_numbers(const double *x, const double *expected, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!(fabs(x[i] - expected[i]) <= 1e-15 * fabs(expected[i]))) {
            fail_msg("row %u: %.17g is not %.17g", i, x[i], expected[i]);
        }
    }
}

static void
a_formula_becomes_arrays_of_the_rows_used(void **state)
{
    zhol_estimate_options o =
        asks("trade ~ log(dist) + rta + rta:w | exporter^year + importer");
    const char *const wheres[] = { "exporter != importer" };
    const double y[] = { 5, 4, 3 }, log_dist[] = { log(100), log(100), log(100) };
    const double product[] = { 0, 2, 0 }, weight[] = { 2, 4, 2 };
    const uint32_t exporter_year[] = { 2, 1, 0 }, importer[] = { 0, 0, 1 };
    const uint32_t pair[] = { 0, 0, 0 };
    const char *const lets[] = { "a=min(exporter, importer)",
        "b = max(exporter, importer)" };
    panel p;
    zi_frame f;
    zhol_design d;
    zhol_error err = { "" };

    (void) state;
    o.wheres = wheres;
    o.n_wheres = 1;
    o.lets = lets;
    o.n_lets = 2;
    o.cluster = "a^b, exporter";
    o.weights = "2 * w";
    panel_begin(&p, trade);
    if (panel_design(&p, &o, &f, &d, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(d.n_rows, 3);
    assert_int_equal(f.n_left_out, 3); /* two domestic, and one without exporter */
    assert_int_equal(f.n_missing, 1);  /* dist */
    assert_int_equal(f.missing_by[4], 1);
    assert_string_equal(f.columns[4]->name, "dist");
    assert_numbers(d.y, y, 3);
    assert_numbers(d.weight, weight, 3);
    assert_null(d.offset);
    assert_int_equal(d.n_regressors, 3);
    assert_numbers(d.x[0], log_dist, 3);
    assert_numbers(d.x[2], product, 3);
    assert_string_equal(d.names[0], "log(dist)");
    assert_string_equal(d.names[2], "rta:w");
    assert_false(d.has_intercept);
    assert_int_equal(d.n_effects, 2);
    assert_int_equal(d.n_levels[0], 3);
    assert_memory_equal(d.effect[0], exporter_year, sizeof exporter_year);
    assert_memory_equal(d.effect[1], importer, sizeof importer);
    assert_string_equal(d.effect_names[0], "exporter^year");
    assert_int_equal(d.n_clusters, 2);
    assert_int_equal(d.n_cluster_levels[0], 1);
    assert_memory_equal(d.cluster[0], pair, sizeof pair);
    zi_frame_free(&f);
    assert_int_equal(zi_mem_live(), 0);
}

static void
a_factor_is_a_column_for_each_level_but_the_first(void **state)
{
    const zhol_estimate_options o = asks("trade ~ factor(year) + i(importer) | 0");
    const double year[] = { 1, 0, 1, 0, 1, 0, 0 }, kaz[] = { 0, 0, 1, 1, 1, 0, 0 };
    panel p;
    zi_frame f;
    zhol_design d;

    (void) state;
    panel_begin(&p, trade);
    assert_int_equal(panel_design(&p, &o, &f, &d, NULL), ZHOL_OK);
    assert_true(d.has_intercept);
    assert_int_equal(d.n_rows, 7);
    assert_int_equal(d.n_regressors, 2);
    assert_string_equal(d.names[0], "year=2000");
    assert_string_equal(d.names[1], "importer=KAZ");
    assert_numbers(d.x[0], year, 7);
    assert_numbers(d.x[1], kaz, 7);
    zi_frame_free(&f);
}

static void
a_let_may_take_the_name_of_a_column(void **state)
{
    const char *const lets[] = { "trade=trade / 10", "trade=trade + 1" };
    const double y[] = { 1.5, 1.4, 1.3, 1, 1.9, 1.8, 1.8 };
    zhol_estimate_options o = asks("trade ~ 1");
    panel p;
    zi_frame f;
    zhol_design d;

    (void) state;
    o.lets = lets;
    o.n_lets = 2;
    panel_begin(&p, trade);
    assert_int_equal(panel_design(&p, &o, &f, &d, NULL), ZHOL_OK);
    assert_int_equal(d.n_regressors, 0);
    assert_numbers(d.y, y, 7);
    zi_frame_free(&f);
}

static void
what_could_not_be_computed_is_noted(void **state)
{
    const char *const lets[] = { "ld=log(dist)" };
    zhol_estimate_options o = asks("trade ~ ld + sqrt(rta)");
    panel p;
    zi_frame f;
    zhol_design d;

    (void) state;
    o.lets = lets;
    o.n_lets = 1;
    panel_begin(&p, trade);
    assert_int_equal(panel_design(&p, &o, &f, &d, NULL), ZHOL_OK);
    assert_int_equal(d.n_rows, 5);
    assert_int_equal(f.n_missing, 2);
    assert_int_equal(f.n_notes, 1);
    assert_string_equal(f.notes[0], "let ld: log of a number that is not above 0 in 1 "
                                    "row of the file: missing there");
    zi_frame_free(&f);
}

static void
bad_values_are_told_with_their_line(void **state)
{
    zhol_estimate_options o = asks("t ~ x");
    const char *const none[] = { "x > 0", "t < 0" };

    (void) state;
    assert_fails("t,x\n1,2\n3,abc\n", &o, ZHOL_BAD_DATA,
        "p.csv:3: x is 'abc': a number is needed");
    assert_fails("t,x\n1,2\n-3,1\n", &o, ZHOL_BAD_DATA,
        "p.csv:3: t is -3: Poisson regression needs a number of 0 or more");
    assert_fails(
        "t,x\n0,2\n0,1\n", &o, ZHOL_BAD_DATA, "p.csv: t is 0 in all 2 rows used");
    assert_fails("t,x\n", &o, ZHOL_BAD_DATA, "p.csv: there is no row below the names");
    assert_fails("t,x\n1,NA\n2,\n,.\n", &o, ZHOL_BAD_DATA,
        "p.csv: no row is left: all 3 miss a value that is needed, 3 of them x");
    o.wheres = none;
    o.n_wheres = 2;
    assert_fails("t,x\n1,-2\n", &o, ZHOL_BAD_DATA,
        "p.csv: no row is left: none of 1 rows has x > 0");
    assert_fails("t,x\n1,2\n3,4\n1,0\n", &o, ZHOL_BAD_DATA,
        "p.csv: no row is left: none of the 2 rows that earlier conditions leave has t < "
        "0");
    o.n_wheres = 0;
    o.weights = "x - 1";
    assert_fails(
        "t,x\n1,2\n3,1\n", &o, ZHOL_BAD_DATA, "p.csv:3: x - 1 is 0: weights are above 0");
    o.weights = "exp(x)";
    assert_fails("t,x\n1,2\n3,1000\n", &o, ZHOL_BAD_DATA,
        "p.csv:3: exp(x) is infinite: a finite number is needed");
    o = asks("t ~ x:x:x");
    assert_fails("t,x\n1,2\n3,1e200\n", &o, ZHOL_BAD_DATA,
        "p.csv:3: x:x:x is infinite: a finite number is needed");
    o = asks("t ~ log(x)");
    assert_fails("t,x\n1,0\n3,-1\n", &o, ZHOL_BAD_DATA,
        "p.csv: no row is left: in all 2 a value that is needed cannot be computed; "
        "formula: log of a number that is not above 0 in 2 rows: missing there");
}

static void
ols_takes_negative_numbers(void **state)
{
    zhol_estimate_options o = asks("t ~ x");
    panel p;
    zi_frame f;
    zhol_design d;

    (void) state;
    o.fit.method = ZHOL_FIT_OLS;
    panel_begin(&p, "t,x\n-1,2\n3,1\n");
    assert_int_equal(panel_design(&p, &o, &f, &d, NULL), ZHOL_OK);
    assert_true(d.y[0] == -1);
    zi_frame_free(&f);
}

static void
unknown_columns_have_a_nearest_name(void **state)
{
    zhol_estimate_options o = asks("trade ~ dits | exporter");
    const char *const lets[] = { "z=y", "y=1" };

    (void) state;
    assert_fails(trade, &o, ZHOL_USAGE,
        "formula: p.csv has no column 'dits'; did you mean 'dist'?\n"
        "    trade ~ dits | exporter\n"
        "            ^");
    o = asks("trade ~ 1 | exporter^yaer");
    assert_fails(trade, &o, ZHOL_USAGE,
        "formula: p.csv has no column 'yaer'; did you mean 'year'?\n"
        "    trade ~ 1 | exporter^yaer\n"
        "                         ^");
    o = asks("trade ~ 1");
    o.cluster = "pair";
    assert_fails(
        trade, &o, ZHOL_USAGE, "cluster: p.csv has no column 'pair'\n    pair\n    ^");
    o.cluster = "expor";
    assert_fails(trade, &o, ZHOL_USAGE,
        "cluster: p.csv has no column 'expor'; did you mean 'exporter'?\n"
        "    expor\n    ^");
    o.cluster = "exporter, exporter";
    assert_fails(trade, &o, ZHOL_USAGE,
        "cluster: this was named before: once is enough\n"
        "    exporter, exporter\n              ^");
    o = asks("trade ~ dist");
    assert_fails("exporter;trade;dist\nA;1;2,5\n", &o, ZHOL_USAGE,
        "formula: p.csv has no column 'trade': its columns are separated by semicolons; "
        "save it with commas (and numbers with points)\n"
        "    trade ~ dist\n    ^");
    assert_fails("trade,dist\n1,+2\n", &o, ZHOL_BAD_DATA,
        "p.csv:2: dist is '+2': a number is needed, without +");
    assert_fails("trade,dist\n1,-2.\n", &o, ZHOL_BAD_DATA,
        "p.csv:2: dist is '-2.': a number is needed, with a digit behind the point");
    assert_fails("trade,dist\n1,\"2,5\"\n", &o, ZHOL_BAD_DATA,
        "p.csv:2: dist is '2,5': a number is needed, with a point and no other sign "
        "between digits");
    o = asks("trade ~ 1");
    o.lets = lets; /* a let sees earlier ones only */
    o.n_lets = 2;
    assert_fails(trade, &o, ZHOL_USAGE,
        "let: p.csv has no column 'y'; did you mean 'w'?\n    z=y\n      ^");
}

static void
every_failed_allocation_is_survived(void **state)
{
    const char *const lets[] = { "a=min(exporter, importer)", "s=sum(trade) by (a)" };
    const char *const wheres[] = { "s > 0" };
    zhol_estimate_options o = asks("trade ~ log(dist) + rta:w + factor(year) | a^year");
    zhol_status status = ZHOL_LIMIT;
    panel p;

    (void) state;
    o.lets = lets;
    o.n_lets = 2;
    o.wheres = wheres;
    o.n_wheres = 1;
    o.weights = "w";
    o.offset = "w / 2";
    o.cluster = "a";
    panel_begin(&p, trade);
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_error err = { "" };
        zi_frame f;
        zhol_design d;
        zi_mem_fail_after(k);
        status = panel_design(&p, &o, &f, &d, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || err.message[0]);
        zi_frame_free(&f);
        assert_int_equal(zi_mem_live(), 0);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_becomes_arrays_of_the_rows_used),
        cmocka_unit_test(a_factor_is_a_column_for_each_level_but_the_first),
        cmocka_unit_test(a_let_may_take_the_name_of_a_column),
        cmocka_unit_test(what_could_not_be_computed_is_noted),
        cmocka_unit_test(bad_values_are_told_with_their_line),
        cmocka_unit_test(ols_takes_negative_numbers),
        cmocka_unit_test(unknown_columns_have_a_nearest_name),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("frames", tests, NULL, NULL);
}
