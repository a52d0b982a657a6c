/* SPDX-License-Identifier: Apache-2.0 */
/* The way from a file to an estimate and back to the rows of the file. What would be
 * estimated is recorded by a stand-in, which the linker puts before zhol_fit_design(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zhol/gravity.h>

#include "base/mem.h"

static const char trade[] = "exporter,importer,year,trade,dist\n"
                            "KAZ,CHN,2000,5,100\n"
                            "KAZ,CHN,1990,4,100\n"
                            "CHN,KAZ,2000,3,\n"
                            "CHN,KAZ,1990,0,50\n"
                            "KAZ,KAZ,2000,9,0\n";

static uint32_t n_rows_given;

zhol_status __wrap_zhol_fit_design(const zhol_design *design,
    const zhol_fit_options *options, zhol_fit **out, zhol_error *err);
void __wrap_zhol_fit_free(zhol_fit *fit);
void __wrap_zhol_fit_options_defaults(zhol_fit_options *options);

/* Row i of the design is fitted by 10 + i; the last one is separated. */
zhol_status
__wrap_zhol_fit_design(const zhol_design *design, const zhol_fit_options *options,
    zhol_fit **out, zhol_error *err)
{
    zhol_fit *fit = ZI_NEW(zhol_fit, 1);

    (void) options;
    *out = fit;
    if (fit) {
        fit->n_rows = design->n_rows;
        fit->row = ZI_NEW(uint8_t, design->n_rows);
        fit->fitted = ZI_NEW(double, design->n_rows);
    }
    if (!fit || !fit->row || !fit->fitted) {
        zhol_fit_free(fit);
        *out = NULL;
        snprintf(err->message, sizeof err->message, "out of memory");
        return ZHOL_LIMIT;
    }
    for (uint32_t i = 0; i < design->n_rows; i++) {
        fit->fitted[i] = 10 + i;
    }
    fit->row[design->n_rows - 1] = ZHOL_ROW_SEPARATED;
    n_rows_given = design->n_rows;
    return ZHOL_OK;
}

void
__wrap_zhol_fit_free(zhol_fit *fit)
{
    if (fit) {
        zi_free(fit->row);
        zi_free(fit->fitted);
        zi_free(fit);
    }
}

void
__wrap_zhol_fit_options_defaults(zhol_fit_options *options)
{
    memset(options, 0, sizeof *options);
    options->tol = 1e-13;
}

static int
write_file(void **state)
{
    static char path[] = "/tmp/zhol-estimate-XXXXXX";
    const int file = mkstemp(path);
    const int is_bad =
        file < 0 || write(file, trade, sizeof trade - 1) != (ssize_t) sizeof trade - 1
        || close(file) != 0;
    *state = path;
    return is_bad;
}

static int
remove_file(void **state)
{
    return unlink(*state);
}

static zhol_estimate_options
options_of(const char *formula)
{
    static const char *const wheres[] = { "exporter != importer" };
    zhol_estimate_options o;

    zhol_estimate_options_defaults(&o);
    o.formula = formula;
    o.wheres = wheres;
    o.n_wheres = 1;
    return o;
}

static void
results_are_of_the_rows_of_the_file(void **state)
{
    static const uint8_t rows[] = { ZHOL_ROW_USED, ZHOL_ROW_USED, ZHOL_ROW_LEFT_OUT,
        ZHOL_ROW_SEPARATED, ZHOL_ROW_LEFT_OUT };
    const zhol_estimate_options o = options_of("trade ~ dist | exporter^year + importer");
    zhol_estimate *e = NULL;
    zhol_error err = { "" };
    char text[20];

    if (zhol_estimate_file(*state, &o, &e, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(n_rows_given, 3);
    assert_int_equal(e->n_file_rows, 5);
    assert_int_equal(e->n_left_out, 1);
    assert_int_equal(e->n_missing, 1);
    assert_int_equal(e->n_columns, 5);
    assert_string_equal(e->columns[4], "dist");
    assert_int_equal(e->missing_by[4], 1);
    assert_int_equal(e->missing_by[3], 0);
    assert_int_equal(e->fit->n_rows, 5);
    assert_memory_equal(e->fit->row, rows, sizeof rows);
    assert_true(e->fit->fitted[0] == 10 && e->fit->fitted[1] == 11
                && e->fit->fitted[3] == 12 && isnan(e->fit->fitted[2])
                && isnan(e->fit->fitted[4]));
    assert_true(e->y[0] == 5 && e->y[3] == 0 && isnan(e->y[2]) && isnan(e->y[4]));
    assert_string_equal(e->path, *state);
    assert_string_equal(e->dependent, "trade");
    assert_string_equal(e->names[0], "dist");
    assert_int_equal(e->n_effects, 2);
    assert_string_equal(e->effect_names[0], "exporter^year");
    assert_int_equal(e->n_levels[0], 3);
    zhol_estimate_level(e, 0, 0, text, sizeof text);
    assert_string_equal(text, "CHN^1990");
    zhol_estimate_level(e, 0, 2, text, sizeof text);
    assert_string_equal(text, "KAZ^2000");
    zhol_estimate_level(e, 0, 2, text, 6);
    assert_string_equal(text, "KAZ^2");
    zhol_estimate_level(e, 0, 3, text, sizeof text);
    assert_string_equal(text, "");
    zhol_estimate_free(e);
    assert_int_equal(zi_mem_live(), 0);
}

static void
the_intercept_is_named_where_no_effect_spans_it(void **state)
{
    const zhol_estimate_options o = options_of("trade ~ dist");
    zhol_estimate *e = NULL;

    assert_int_equal(zhol_estimate_file(*state, &o, &e, NULL), ZHOL_OK);
    assert_string_equal(e->names[1], "(intercept)");
    assert_int_equal(e->n_effects, 0);
    zhol_estimate_free(e);
}

static void
what_fails_gives_nothing(void **state)
{
    zhol_estimate_options o = options_of("trade ~ distance");
    zhol_estimate *e = NULL;
    zhol_error err = { "" };

    assert_int_equal(zhol_estimate_file(*state, &o, &e, &err), ZHOL_USAGE);
    assert_null(e);
    assert_int_equal(zhol_estimate_file("/none/such.csv", &o, &e, &err), ZHOL_IO);
    o.formula = NULL;
    assert_int_equal(zhol_estimate_file(*state, &o, &e, &err), ZHOL_USAGE);
    assert_int_equal(zi_mem_live(), 0);
}

static void
every_failed_allocation_is_survived(void **state)
{
    zhol_estimate_options o = options_of("trade ~ log(dist) | exporter^year");
    zhol_status status = ZHOL_LIMIT;

    o.cluster = "exporter";
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_estimate *e = NULL;
        zhol_error err = { "" };
        zi_mem_fail_after(k);
        status = zhol_estimate_file(*state, &o, &e, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (err.message[0] && !e));
        zhol_estimate_free(e);
        assert_int_equal(zi_mem_live(), 0);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_of_the_rows_of_the_file),
        cmocka_unit_test(the_intercept_is_named_where_no_effect_spans_it),
        cmocka_unit_test(what_fails_gives_nothing),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("estimates", tests, write_file, remove_file);
}
