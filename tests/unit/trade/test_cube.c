/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "cubes.h"

static double
exports(const zhol_cube *c, uint32_t economy, uint32_t product)
{
    return c->exports[economy * c->n_products + product];
}

static double
imports(const zhol_cube *c, uint32_t economy, uint32_t product)
{
    return c->imports[economy * c->n_products + product];
}

static void
pairs_give_exports_imports_and_flows(void **state)
{
    zhol_cube *c = cube_of(PAIRS);
    (void) state;
    assert_int_equal(c->n_economies, 3);
    assert_int_equal(c->n_products, 3);
    assert_string_equal(c->economies[RUS], "RUS");
    assert_string_equal(c->products[WHEAT], "wheat");
    assert_true(exports(c, KAZ, CRUDE) == 70);
    assert_true(exports(c, KAZ, CARS) == 0);
    assert_true(imports(c, RUS, WHEAT) == 40);
    assert_true(imports(c, CHN, CRUDE) == 130);
    assert_int_equal(c->n_flows, 9);
    assert_int_equal(c->flows[0].exporter, CHN);
    assert_int_equal(c->flows[0].importer, KAZ);
    assert_int_equal(c->flows[8].product, WHEAT);
    zhol_cube_free(c);
}

static void
exports_and_imports_may_stand_in_one_file(void **state)
{
    zhol_cube *c = cube_of("flow,hs,reporter,value_usd,note\n"
                           "import,0101,KAZ,3,\n"
                           "export,0101,KAZ,2,x\n"
                           "export,0102,kaz,1,\n");
    (void) state;
    assert_int_equal(c->n_economies, 1);
    assert_string_equal(c->economies[0], "KAZ"); /* the spelling that sorts first */
    assert_true(exports(c, 0, 0) == 2);
    assert_true(imports(c, 0, 0) == 3);
    assert_true(imports(c, 0, 1) == 0);
    assert_null(c->flows);
    zhol_cube_free(c);
}

static void
imports_may_come_from_a_second_file(void **state)
{
    const zhol_cube_options o = { TRADE_DATA "exports.csv", TRADE_DATA "imports.csv", 0,
        NULL };
    const zhol_cube_options twice = { TRADE_DATA "pairs.csv", TRADE_DATA "imports.csv", 0,
        NULL };
    zhol_cube *c = NULL, *pairs = cube_of(PAIRS);
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_cube_read(&o, &c, &err), ZHOL_OK);
    assert_int_equal(memcmp(c->exports, pairs->exports, 9 * sizeof(double)), 0);
    assert_int_equal(memcmp(c->imports, pairs->imports, 9 * sizeof(double)), 0);
    zhol_cube_free(c);
    zhol_cube_free(pairs);
    assert_int_equal(zhol_cube_read(&twice, &c, &err), ZHOL_USAGE);
    assert_null(c);
    assert_non_null(strstr(err.message, "imports of its own"));
}

static void
products_may_have_names(void **state)
{
    static const struct {
        const char *text, *message;
    } faults[] = {
        { "product,nam\n", "n.csv:1: column 'name' is missing (did you mean 'nam'?)" },
        { "hs,name\ncrude,a\nCRUDE,b\n", "n.csv:3: product 'crude' has a name already" },
        { "hs,name\ncrude,\"a\nb\"\n", "n.csv:2: the name of product 'crude' has more" },
    };
    const zhol_cube_options o = { TRADE_DATA "pairs.csv", NULL, 0,
        TRADE_DATA "names.csv" };
    zhol_cube *c = NULL;
    (void) state;
    assert_int_equal(zhol_cube_read(&o, &c, NULL), ZHOL_OK);
    assert_string_equal(c->product_names[WHEAT], "Wheat");
    assert_null(c->product_names[CARS]);
    zhol_cube_free(c);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        zi_trade_table t;
        zhol_error err = { "" };
        c = cube_of(PAIRS);
        assert_int_equal(zi_trade_table_of_memory(
                             "n.csv", faults[i].text, strlen(faults[i].text), &t, NULL),
            ZHOL_OK);
        assert_int_equal(zi_cube_read_names(c, &t, &err), ZHOL_BAD_DATA);
        err.message[strlen(faults[i].message)] = '\0';
        assert_string_equal(err.message, faults[i].message);
        zi_trade_table_close(&t);
        zhol_cube_free(c);
    }
}

static void
trade_with_oneself_is_left_out_and_counted(void **state)
{
    zhol_cube *c = cube_of("exporter,importer,product,value\nA,A,x,5\nA,B,x,2\n");
    (void) state;
    assert_int_equal(c->n_domestic, 1);
    assert_int_equal(c->n_flows, 1);
    assert_true(exports(c, 0, 0) == 2);
    assert_true(imports(c, 0, 0) == 0);
    zhol_cube_free(c);
}

static void
of_several_years_one_is_chosen(void **state)
{
    static const char text[] = "economy,product,value,year\nA,x,5,2001\nA,x,7,2002\n";
    zi_cube_draft d = { 0 };
    zi_trade_table t;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(
        zi_trade_table_of_memory("f.csv", text, sizeof text - 1, &t, NULL), 0);
    assert_int_equal(zi_cube_draft_read(&d, &t, false, 2002, NULL), ZHOL_OK);
    assert_int_equal(d.n_rows, 1);
    assert_true(d.rows[0].value == 7);
    zi_trade_table_close(&t);
    zi_cube_draft_free(&d);
    for (uint32_t year = 0; year < 2000; year += 1999) {
        static const char *const messages[] = {
            "f.csv has rows of 2001 and of 2002 (line 3): choose one year",
            "f.csv has no row of 1999"
        };
        assert_int_equal(
            zi_trade_table_of_memory("f.csv", text, sizeof text - 1, &t, NULL), 0);
        assert_int_equal(zi_cube_draft_read(&d, &t, false, year, &err), ZHOL_USAGE);
        assert_string_equal(err.message, messages[year > 0]);
        zi_trade_table_close(&t);
        zi_cube_draft_free(&d);
    }
}

static void
a_faulty_file_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "cube.csv:1: a first line with column names is missing" },
        { "country,product,valu\nA,x,1\n", "cube.csv:1: column 'value' is missing (did "
                                           "you mean 'valu'?); it may also be "
                                           "called value_usd" },
        { "product,value\nx,1\n", "cube.csv:1: column 'economy' is missing" },
        { "country,product,value\n", "cube.csv:2: there is no row" },
        { "country,economy,product,value\n",
            "cube.csv:1: columns 'country' and 'economy' "
            "mean the same" },
        { "country,importer,flow,product,value\n", "cube.csv:1: columns 'importer' and" },
        { "country,product,value\nA,x,-1\n", "cube.csv:2: value must be a number from 0 "
                                             "to 1e18, not '-1'" },
        { "country,product,value\nA,x,\n", "cube.csv:2: value must be a number" },
        { "country,product,value\nA,x,nan\n", "cube.csv:2: value must be a number" },
        { "country,product,value\n,x,1\n", "cube.csv:2: the economy is empty" },
        { "country,product,value\n\"A\nB\",x,1\n",
            "cube.csv:2: the economy has more than" },
        { "country,product,value\nA,,1\n", "cube.csv:2: the product is empty" },
        { "exporter,importer,product,value\nA,,x,1\n", "cube.csv:2: the importer is" },
        { "country,product,value,flow\nA,x,1,re-export\n",
            "cube.csv:2: flow must be export or import, not 're-export'" },
        { "country,product,value,year\nA,x,1,0\n", "cube.csv:2: year must be a year" },
        { "country,product,value\nA,x,1\nB,x,1\na,X,2\n",
            "cube.csv:4: economy, flow, importer and product stand already in line 2" },
        { "country,product,value\nA,x\n", "cube.csv:2: " },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zhol_cube *cube = NULL;
        zhol_error err = { "" };
        assert_int_equal(
            zi_cube_read_memory(cases[i].text, strlen(cases[i].text), &cube, &err),
            ZHOL_BAD_DATA);
        assert_null(cube);
        err.message[strlen(cases[i].message)] = '\0';
        assert_string_equal(err.message, cases[i].message);
    }
}

static void
an_id_that_is_too_long_is_refused(void **state)
{
    char text[300];
    zhol_cube *cube = NULL;
    (void) state;
    snprintf(text, sizeof text, "country,product,value\n%0101d,x,1\n", 7);
    assert_int_equal(zi_cube_read_memory(text, strlen(text), &cube, NULL), ZHOL_BAD_DATA);
    assert_null(cube);
}

static void
an_economy_is_found_without_case_and_the_nearest_is_named(void **state)
{
    zhol_cube *c = cube_of(PAIRS);
    zhol_error err = { "" };
    uint32_t economy = 9;
    (void) state;
    assert_int_equal(zhol_cube_find(c, "kaz", &economy, &err), ZHOL_OK);
    assert_int_equal(economy, KAZ);
    assert_int_equal(zhol_cube_find(c, "kas", &economy, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "there is no economy 'kas' in the file (did you mean 'KAZ'?)");
    assert_int_equal(zhol_cube_find(c, "qqqqq", &economy, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "there is no economy 'qqqqq' in the file");
    zhol_cube_free(c);
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    const zhol_cube_options o = { TRADE_DATA "exports.csv", TRADE_DATA "imports.csv", 0,
        NULL };
    const long live = zi_mem_live();
    (void) state;
    for (int is_file = 0; is_file < 2; is_file++) {
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status != ZHOL_OK; k++) {
            zhol_cube *cube = NULL;
            zi_mem_fail_after(k);
            status = is_file ? zhol_cube_read(&o, &cube, NULL)
                             : zi_cube_read_memory(PAIRS, strlen(PAIRS), &cube, NULL);
            zi_mem_fail_after(-1);
            assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && !cube));
            zhol_cube_free(cube);
            assert_int_equal(zi_mem_live(), live);
        }
    }
}

static void
a_file_that_is_not_there_is_told(void **state)
{
    const zhol_cube_options o = { "no-such.csv", NULL, 0, TRADE_DATA "names.csv" };
    zhol_cube *cube = NULL;
    (void) state;
    assert_int_equal(zhol_cube_read(&o, &cube, NULL), ZHOL_IO);
    assert_null(cube);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_give_exports_imports_and_flows),
        cmocka_unit_test(exports_and_imports_may_stand_in_one_file),
        cmocka_unit_test(imports_may_come_from_a_second_file),
        cmocka_unit_test(products_may_have_names),
        cmocka_unit_test(trade_with_oneself_is_left_out_and_counted),
        cmocka_unit_test(of_several_years_one_is_chosen),
        cmocka_unit_test(a_faulty_file_is_refused_with_its_line),
        cmocka_unit_test(an_id_that_is_too_long_is_refused),
        cmocka_unit_test(an_economy_is_found_without_case_and_the_nearest_is_named),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests_name("cube", tests, NULL, NULL);
}
