/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "panels.h"

#define HEAD "reporter,partner,flow,hs,year,value_usd\n"

static void
columns_may_stand_in_any_order_and_some_be_missing(void **state)
{
    zhol_panel *p = panel_of(*state, "value_usd,year,flow,reporter\n"
                                     "5,2019,import,KAZ\n"
                                     "7,2018,export,KAZ\n");
    uint32_t n;
    const zhol_panel_row *rows = zhol_panel_rows(p, &n);
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].flow, ZHOL_FLOW_EXPORT); /* sorted */
    assert_near(rows[0].value_usd, 7);
    assert_int_equal(rows[0].partner, ZHOL_NO_ROW);
    assert_string_equal(rows[0].hs, "");
    assert_int_equal(rows[0].line, 3);
    assert_string_equal(zhol_panel_vintage(p, rows[0].vintage), "file");
    zhol_panel_free(p);
}

static void
vintages_are_sorted_whatever_the_order_of_lines(void **state)
{
    zhol_panel *p = panel_of(*state, "reporter,flow,year,value_usd,vintage\n"
                                     "KAZ,export,2019,2,b\n"
                                     "KAZ,export,2019,1,a\n"
                                     "KAZ,export,2018,3,b\n");
    uint32_t n;
    const zhol_panel_row *rows = zhol_panel_rows(p, &n);
    assert_near(rows[0].value_usd, 3);
    assert_near(rows[1].value_usd, 1);
    assert_near(rows[2].value_usd, 2);
    assert_string_equal(zhol_panel_vintage(p, rows[1].vintage), "a");
    zhol_panel_free(p);
}

static void
a_faulty_file_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "panel.csv:1: a first line with column names is missing" },
        { "reporter,flow,year\n", "panel.csv:1: column 'value_usd' is missing" },
        { "reporter,flow,year,value\n", "panel.csv:1: column 'value' is unknown" },
        { "reporter,flow,flow\n", "panel.csv:1: column 'flow' stands twice" },
        { HEAD "KAS,,export,,2019,1\n", "panel.csv:2: reporter 'KAS' is no economy that "
                                        "the world knows (did you mean '" },
        { HEAD ",,export,,2019,1\n", "panel.csv:2: reporter is empty" },
        { HEAD "KAZ,China,export,,2019,1\n", "panel.csv:2: partner 'China' is no" },
        { HEAD "KAZ,,exports,,2019,1\n", "panel.csv:2: flow must be export, import" },
        { HEAD "KAZ,,export,270,2019,1\n", "panel.csv:2: hs must be " },
        { HEAD "KAZ,,export,27090000,2019,1\n", "panel.csv:2: hs must be " },
        { HEAD "KAZ,,export,,19,1\n", "panel.csv:2: year must be a year from 1900" },
        { HEAD "KAZ,,export,,2019,-1\n", "panel.csv:2: value_usd must be a number" },
        { HEAD "KAZ,,export,,2019,1e17\n", "panel.csv:2: value_usd must be a number" },
        { HEAD "KAZ,,export,,2019,nan\n", "panel.csv:2: value_usd must be a number" },
        { HEAD "KAZ,,export,,2019\n", "panel.csv:2: " },
        { HEAD "KAZ,,export,,2019,1\nKAZ,CHN,export,,2019,1\nKAZ,,export,,2019,2\n",
            "panel.csv:4: reporter, partner, flow, hs, year and vintage stand already in "
            "line 2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zhol_panel *panel = NULL;
        zhol_error err = { "" };
        assert_int_equal(zi_panel_read_memory(*state, "panel.csv", cases[i].text,
                             strlen(cases[i].text), &panel, &err),
            ZHOL_BAD_DATA);
        assert_int_equal(
            strncmp(err.message, cases[i].message, strlen(cases[i].message)), 0);
        assert_null(panel);
    }
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    static const char text[] = HEAD "KAZ,CHN,export,27,2019,1\nKAZ,RUS,export,,2019,1\n";
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_panel *panel = NULL;
        zi_mem_fail_after(k);
        status = zi_panel_read_memory(
            *state, "panel.csv", text, sizeof text - 1, &panel, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && !panel));
        zhol_panel_free(panel);
        assert_int_equal(zi_mem_live(), live);
    }
}

static void
a_file_that_is_not_there_is_told(void **state)
{
    zhol_panel *panel = NULL;
    assert_int_equal(zhol_panel_read(*state, "no-such.csv", &panel, NULL), ZHOL_IO);
    assert_null(panel);
}

static void
a_worlds_own_rows_make_a_panel(void **state)
{
    zhol_panel *panel = NULL;
    uint32_t n, n_trade;
    assert_int_equal(zhol_panel_of_world(*state, &panel, NULL), ZHOL_OK);
    zhol_world_trade(*state, &n_trade);
    const zhol_panel_row *rows = zhol_panel_rows(panel, &n);
    assert_int_equal(n, n_trade);
    for (uint32_t i = 1; i < n; i++) {
        assert_true(zi_panel_compare(&rows[i - 1], &rows[i]) < 0);
    }
    zhol_panel_free(panel);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_may_stand_in_any_order_and_some_be_missing),
        cmocka_unit_test(vintages_are_sorted_whatever_the_order_of_lines),
        cmocka_unit_test(a_faulty_file_is_refused_with_its_line),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
        cmocka_unit_test(a_worlds_own_rows_make_a_panel),
    };
    return cmocka_run_group_tests_name("panel", tests, open_world, close_world);
}
