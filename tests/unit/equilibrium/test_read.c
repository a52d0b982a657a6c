/* SPDX-License-Identifier: Apache-2.0 */
/* Flows, shocks and covariances from text, and what is said of their faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "base/mem.h"
#include "equilibrium/flows.h"
#include "io/file.h"
#include "worlds.h"

#define HEAD  "exporter,importer,trade\n"
#define THREE HEAD "A,A,10\nB,B,20\nC,C,30\nA,B,1\nB,C,2\nC,A,3\n"

static zhol_status
read_text(
    const char *text, const zhol_flows_options *o, zhol_flows **out, zhol_error *err)
{
    const zi_bytes bytes = { "flows.csv", text, strlen(text) };

    return zi_flows_of_bytes(&bytes, o, out, err);
}

static zhol_flows *
flows_of(const char *text, const zhol_flows_options *o)
{
    zhol_flows *f = NULL;
    zhol_error err = { "" };

    if (read_text(text, o, &f, &err) != ZHOL_OK) {
        print_message("%s\n", err.message);
        fail();
    }
    return f;
}

static zhol_flows_options
plain(void)
{
    zhol_flows_options o;

    zhol_flows_options_defaults(&o);
    return o;
}

static bool
is_near(double a, double b)
{
    return fabs(a - b) <= 1e-12 * fabs(b);
}

static void
economies_are_sorted_whatever_the_order_of_rows(void **state)
{
    (void) state;
    const zhol_flows_options o = plain();
    zhol_flows *f = flows_of("note,trade,importer,exporter\n"
                             "x,3,A,C\nx,30,C,C\nx,20,B,B\nx,1,B,A\nx,2,C,B\nx,10,A,A\n",
        &o);

    assert_int_equal(f->n, 3);
    assert_string_equal(f->id[0], "A");
    assert_string_equal(f->id[2], "C");
    assert_true(is_near(f->trade[1], 1));     /* A to B */
    assert_true(is_near(f->trade[3 + 2], 2)); /* B to C */
    assert_true(is_near(f->trade[6], 3));     /* C to A */
    assert_true(fabs(f->trade[2]) < 1e-300);  /* A to C: no row, no trade */
    assert_int_equal(zhol_flows_find(f, "B"), 1);
    assert_int_equal(zhol_flows_find(f, "D"), UINT32_MAX);
    zhol_flows_free(f);
}

static void
one_year_is_read_of_many(void **state)
{
    (void) state;
    zhol_flows_options o = plain();
    static const char text[] = "t,i,v,e\n2005,A,1,B\n2005,B,1,A\n2006,A,2,B\n2006,B,3,"
                               "A\n2006,A,9,A\n2006,B,9,B\n";

    o.exporter = "e";
    o.importer = "i";
    o.trade = "v";
    o.year_column = "t";
    o.year = 2006;
    zhol_flows *f = flows_of(text, &o);
    assert_true(is_near(f->trade[1], 3));
    assert_int_equal(f->n_rows, 4);
    assert_int_equal(f->year, 2006);
    zhol_flows_free(f);
}

/* A sells 4 and buys 6: half of its spending at home is 6 at home. */
static void
domestic_trade_can_be_made(void **state)
{
    (void) state;
    static const char text[] = HEAD "A,B,4\nB,A,6\nB,B,50\n";
    zhol_flows_options o = plain();
    char path[] = "/tmp/zhol-output-XXXXXX";
    static const char table[] = "economy,output\nB,1\nA,25\nZ,3\n";

    o.domestic = ZHOL_DOMESTIC_SHARE;
    o.domestic_share = 0.5;
    zhol_flows *f = flows_of(text, &o);
    assert_true(is_near(f->trade[0], 6));
    assert_true(is_near(f->trade[3], 50)); /* a row of the file stays */
    assert_int_equal(f->n_domestic_made, 1);
    zhol_flows_free(f);
    assert_int_equal(close(mkstemp(path)), 0);
    assert_int_equal(zi_file_write_atomic(path, table, sizeof table - 1, NULL), ZHOL_OK);
    o.domestic = ZHOL_DOMESTIC_OUTPUT;
    o.output_path = path;
    f = flows_of(text, &o);
    assert_true(is_near(f->trade[0], 21));
    zhol_flows_free(f);
    f = NULL;
    zhol_error err = { "" };
    assert_int_equal(read_text(HEAD "A,B,40\nB,A,6\n", &o, &f, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "output of 'A' is 25, but it exports 40"));
    unlink(path);
}

static void
faulty_flows_are_refused_with_their_line(void **state)
{
    (void) state;
    static const struct {
        const char *text, *message;
        zhol_status status;
    } cases[] = {
        { "", "flows.csv:1: a first line with column names is missing", ZHOL_BAD_DATA },
        { "exporter,importer,trde\n",
            "flows.csv:1: there is no column 'trade' (did you mean 'trde'?)",
            ZHOL_BAD_DATA },
        { HEAD "Kaz,Kaz,9\nKaz,CHN,1\nKAZ,CHN,1\n",
            "flows.csv:2: 'Kaz' stands beside 'KAZ'", ZHOL_BAD_DATA },
        { "exporter,importer,trade,trade\n", "flows.csv:1: column 'trade' stands twice",
            ZHOL_BAD_DATA },
        { HEAD, "flows.csv: there are no rows", ZHOL_BAD_DATA },
        { HEAD "A,B,x\n", "flows.csv:2: trade must be a number, not 'x'", ZHOL_BAD_DATA },
        { HEAD "A,B,\n", "not '': leave the row out", ZHOL_BAD_DATA },
        { HEAD "A,B,-1\n", "flows.csv:2: trade is -1: it must be from 0 to 1e100",
            ZHOL_BAD_DATA },
        { HEAD ",B,1\n", "flows.csv:2: exporter '' is no id", ZHOL_BAD_DATA },
        { HEAD "A,*,1\n", "flows.csv:2: importer '*' is no id", ZHOL_BAD_DATA },
        { THREE "A,B,1\n", "flows.csv:8: 'A' to 'B' stands already in line 5",
            ZHOL_BAD_DATA },
        { HEAD "A,A,1\nA,B,1\nB,A,1\n", "flows.csv:3: 'B' has no domestic trade",
            ZHOL_BAD_DATA },
        { HEAD "A,A,1\nA,B,1\nB,B,1\n", "flows.csv:2: 'A' buys nothing from the others",
            ZHOL_BAD_DATA },
        { HEAD "A,A,1\n", "flows.csv:2: 'A' sells nothing to the others", ZHOL_BAD_DATA },
        { "exporter,importer,trade,year\nA,B,1,2005\nB,A,1,2006\n",
            "flows.csv:3: the file has the years 2005 and 2006: say which", ZHOL_USAGE },
        { "exporter,importer,trade,year\nA,B,1,soon\n", "must be a year, not 'soon'",
            ZHOL_BAD_DATA },
        { "exporter,importer,trade,sector\nA,B,1,wine\nB,A,1,cloth\n",
            "flows.csv:3: sector 'cloth' stands beside 'wine'", ZHOL_BAD_DATA },
    };
    const zhol_flows_options o = plain();

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        zhol_flows *f = NULL;
        zhol_error err = { "" };
        const zhol_status status = read_text(cases[k].text, &o, &f, &err);
        if (status != cases[k].status || !strstr(err.message, cases[k].message)) {
            print_message("%zu: %d %s\n", k, (int) status, err.message);
            fail();
        }
        assert_null(f);
    }
}

/* A column that the caller names himself is his mistake. */
static void
a_chosen_column_that_is_missing_is_bad_usage(void **state)
{
    (void) state;
    zhol_flows_options o = plain();
    zhol_flows *f = NULL;
    zhol_error err = { "" };

    o.trade = "flow";
    assert_int_equal(read_text(THREE, &o, &f, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "flows.csv: there is no column 'flow'"));
}

static void
a_year_without_rows_or_column_is_told(void **state)
{
    (void) state;
    zhol_flows_options o = plain();
    zhol_flows *f = NULL;
    zhol_error err = { "" };

    o.year = 2001;
    assert_int_equal(read_text(THREE, &o, &f, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "there is no column 'year' for --year"));
    assert_int_equal(
        read_text("exporter,importer,trade,year\nA,B,1,2000\n", &o, &f, &err),
        ZHOL_USAGE);
    assert_non_null(strstr(err.message, "there are no rows of that year"));
}

/* ---------------------------------------------------------------------------- pairs */

static zhol_status
read_pairs(const zhol_flows *f, const char *text, double *value, zhol_error *err)
{
    const zi_bytes bytes = { "s.csv", text, strlen(text) };
    const zi_pair_column column = { "cost_hat", ZHOL_PAIR_COST };

    for (uint32_t k = 0; k < f->n * f->n; k++) {
        value[k] = 1;
    }
    return zi_pairs_of_bytes(f, &bytes, column, value, err);
}

#define SHOCKS "exporter,importer,cost_hat\n"

static void
the_most_specific_row_counts(void **state)
{
    (void) state;
    const zhol_flows_options o = plain();
    zhol_flows *f = flows_of(THREE, &o);
    double v[9];
    zhol_error err = { "" };

    assert_int_equal(
        read_pairs(f, SHOCKS "A,B,0.5\nA,*,0.9\n*,*,2\nC,C,3\n", v, &err), ZHOL_OK);
    static const double want[9] = { 1, 0.5, 0.9, 2, 1, 2, 2, 2, 3 };
    for (int k = 0; k < 9; k++) {
        assert_true(is_near(v[k], want[k]));
    }
    /* two rows of one name each that agree, or that a third decides */
    assert_int_equal(read_pairs(f, SHOCKS "A,*,0.9\n*,B,0.9\n", v, &err), ZHOL_OK);
    assert_int_equal(
        read_pairs(f, SHOCKS "A,*,0.9\n*,B,0.8\nA,B,0.7\n", v, &err), ZHOL_OK);
    assert_true(is_near(v[1], 0.7));
    zhol_flows_free(f);
}

static void
faulty_shocks_are_refused_with_their_line(void **state)
{
    (void) state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        { SHOCKS "A,KAZ,1\n", "s.csv:2: importer 'KAZ' is no economy of the flows" },
        { SHOCKS "AA,B,1\n", "s.csv:2: exporter 'AA' is no economy of the flows" },
        { SHOCKS "A,B,0\n", "s.csv:2: cost_hat is 0: costs over those before" },
        { SHOCKS "A,B,-2\n", "s.csv:2: cost_hat is -2" },
        { SHOCKS "A,B,1e10\n", "s.csv:2: cost_hat is 1e+10" },
        { SHOCKS "A,B,ten\n", "s.csv:2: cost_hat must be a number, not 'ten'" },
        { SHOCKS "A,B,1\nA,B,1\n", "s.csv:3: the same pair stands already in line 2" },
        { SHOCKS "*,*,1\n*,*,1\n", "s.csv:3: the same pair stands already in line 2" },
        { SHOCKS "A,*,0.9\n*,B,0.8\n",
            "s.csv:3: 'A' to 'B' has another cost_hat by line 2" },
    };
    const zhol_flows_options o = plain();
    zhol_flows *f = flows_of(THREE, &o);
    double v[9];

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        zhol_error err = { "" };
        const zhol_status status = read_pairs(f, cases[k].text, v, &err);
        if (status != ZHOL_BAD_DATA || !strstr(err.message, cases[k].message)) {
            print_message("%zu: %s\n", k, err.message);
            fail();
        }
    }
    zhol_error err = { "" };
    assert_int_equal(
        read_pairs(f, "exporter,importer,cost\nA,B,1\n", v, &err), ZHOL_BAD_DATA);
    zhol_flows_free(f);
}

static void
the_nearest_economy_is_offered(void **state)
{
    (void) state;
    const zhol_flows_options o = plain();
    zhol_flows *f = flows_of(HEAD "KAZ,KAZ,9\nCHN,CHN,9\nKAZ,CHN,1\nCHN,KAZ,1\n", &o);
    double v[4];
    zhol_error err = { "" };

    assert_int_equal(read_pairs(f, SHOCKS "kaz,Chn,0.5\n", v, &err), ZHOL_OK);
    assert_true(fabs(v[2] - 0.5) <= 0); /* KAZ to CHN, which comes first */
    assert_int_equal(read_pairs(f, SHOCKS "KZA,CHN,1\n", v, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "(did you mean 'KAZ'?)"));
    zhol_flows_free(f);
}

/* ----------------------------------------------------------------------- covariances */

static zhol_status
read_covariance(const char *text, double *c, zhol_error *err)
{
    static const char *const names[] = { "rta", "border" };
    char path[] = "/tmp/zhol-covariance-XXXXXX";
    zhol_status status;

    assert_int_equal(close(mkstemp(path)), 0);
    assert_int_equal(zi_file_write_atomic(path, text, strlen(text), NULL), ZHOL_OK);
    status = zhol_covariance_read(path, names, 2, c, err);
    unlink(path);
    return status;
}

static void
covariances_are_found_by_name(void **state)
{
    (void) state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "name,rta\nrta,1\n", ":1: there is no column 'border'" },
        { "rta,border\n1,1\n", ": there is no column 'name'" },
        { "name,rta,border\nrta,1,0\n", ": there is no row 'border'" },
        { "name,rta,border\nrta,1,0\nrta,1,0\n", ":3: 'rta' stands twice" },
        { "name,rta,border\nrta,1,x\nborder,0,1\n", ":2: a covariance must be a number" },
        { "name,rta,border\nrta,1,0.5\nborder,0,1\n", "is not symmetric" },
        { "name,rta,border\nrta,1,2\nborder,2,1\n", "is not positive semidefinite" },
    };
    double c[4];
    zhol_error err = { "" };

    assert_int_equal(read_covariance("name,other,border,rta\nborder,7,4,1\nrta,7,1,9\n"
                                     "other,1,7,7\n",
                         c, &err),
        ZHOL_OK);
    assert_true(
        is_near(c[0], 9) && is_near(c[1], 1) && is_near(c[2], 1) && is_near(c[3], 4));
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        err.message[0] = '\0';
        const zhol_status status = read_covariance(cases[k].text, c, &err);
        if (status == ZHOL_OK || !strstr(err.message, cases[k].message)) {
            print_message("%zu: %s\n", k, err.message);
            fail();
        }
    }
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    (void) state;
    const zhol_flows_options o = plain();
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    double v[9];

    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_flows *f = NULL;
        zi_mem_fail_after(k);
        status = read_text(THREE, &o, &f, NULL);
        if (status == ZHOL_OK) {
            status = read_pairs(f, SHOCKS "A,*,0.9\n", v, NULL);
        }
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        zhol_flows_free(f);
        assert_int_equal(zi_mem_live(), live);
    }
}

static void
a_file_that_is_not_there_is_told(void **state)
{
    (void) state;
    const zhol_flows_options o = plain();
    zhol_flows *f = NULL;

    assert_int_equal(zhol_flows_read("no-such.csv", &o, &f, NULL), ZHOL_IO);
    assert_null(f);
}

/* As `zhol trade estimate --covariance` writes it, with one name more than asked for. */
static void
estimates_are_found_by_name(void **state)
{
    (void) state;
    static const char *const names[] = { "rta", "log(dist)" };
    static const char good[] =
        "name,estimate,log(dist),border,rta\nlog(dist),-0.7,4,0,1\n"
        "border,-2,0,1,0\nrta,0.5,1,0,9\n",
                      no_row[] = "name,estimate\nrta,0.5\n",
                      no_estimate[] = "name,rta\nrta,0.5\n";
    static const struct {
        const char *text, *words;
    } wrong[] = { { no_row, "there is no row 'log(dist)'" },
        { no_estimate, "the second column must be 'estimate'" } };
    char path[] = "/tmp/zhol-estimates-XXXXXX";
    double b[2] = { 0 }, c[4] = { 0 };

    assert_int_equal(close(mkstemp(path)), 0);
    assert_int_equal(zi_file_write_atomic(path, good, strlen(good), NULL), ZHOL_OK);
    assert_int_equal(zhol_estimates_read(path, names, 2, b, NULL), ZHOL_OK);
    assert_true(fabs(b[0] - 0.5) <= 0 && fabs(b[1] + 0.7) <= 0);
    assert_int_equal(zhol_covariance_read(path, names, 2, c, NULL), ZHOL_OK);
    assert_true(fabs(c[0] - 9) <= 0 && fabs(c[1] - 1) <= 0 && fabs(c[3] - 4) <= 0);
    for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
        const char *text = wrong[k].text;
        zhol_error err = { "" };
        assert_int_equal(zi_file_write_atomic(path, text, strlen(text), NULL), ZHOL_OK);
        assert_int_equal(zhol_estimates_read(path, names, 2, b, &err), ZHOL_BAD_DATA);
        assert_non_null(strstr(err.message, wrong[k].words));
    }
    unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimates_are_found_by_name),
        cmocka_unit_test(economies_are_sorted_whatever_the_order_of_rows),
        cmocka_unit_test(one_year_is_read_of_many),
        cmocka_unit_test(domestic_trade_can_be_made),
        cmocka_unit_test(faulty_flows_are_refused_with_their_line),
        cmocka_unit_test(a_chosen_column_that_is_missing_is_bad_usage),
        cmocka_unit_test(a_year_without_rows_or_column_is_told),
        cmocka_unit_test(the_most_specific_row_counts),
        cmocka_unit_test(faulty_shocks_are_refused_with_their_line),
        cmocka_unit_test(the_nearest_economy_is_offered),
        cmocka_unit_test(covariances_are_found_by_name),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
