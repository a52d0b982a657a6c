/* SPDX-License-Identifier: Apache-2.0 */
/* Sums, ranks and shares of figures beside the tiny world. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <zhol/report.h>

#include "base/mem.h"
#include "report/figures.h"
#include "unit/cost/scenes.h"

enum { AZE, CHN, KAZ, N }; /* rows of the table of economies */

static const char figures[] = "KAZ,gdp_ppp_usd,2023,10,v,test_b,B\n"
                              "CHN,gdp_ppp_usd,2023,30,v,test_a,A\n"
                              "AZE,gdp_ppp_usd,2023,10,v,test_a,A\n"
                              "KAZ,gdp_ppp_usd,2023,99,other,test_a,A\n"
                              "KAZ,gdp_ppp_usd,2022,8,v,test_a,A\n"
                              "CHN,imports_usd,2023,0,v,test_a,A\n";
static const char own[] = "iso3,indicator,year,value,vintage,source,grade\n"
                          "KAZ,gdp_ppp_usd,2023,60,v,mine,D\n"
                          "AZE,gdp_ppp_usd,2023,70,mine,mine,D\n";
static const zi_figure_set set = { "gdp_ppp_usd", "v", 2023 };

static zhol_world *
make_world(bool has_own)
{
    zi_folder tables = { 0 }, mine = { .path = "mine" };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    tables_set(&mine, ZI_TABLE_FIGURES, own);
    must(tables_make(&tables, has_own ? &mine : NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static void
assert_sum(const zi_figure_sum *s, uint32_t sum, uint32_t n)
{
    assert_true(s->sum == sum); /* NOLINT: whole numbers */
    assert_int_equal(s->n, n);
}

static void
sums_are_of_one_vintage_and_year(void **state)
{
    static const uint8_t two[N] = { [AZE] = 1, [KAZ] = 1 }, none[N] = { 0 };
    zhol_world *w = make_world(false);
    zi_figure_sum s = zi_figures_add(w, &set, NULL);

    (void) state;
    assert_sum(&s, 50, 3);
    assert_int_equal(zhol_world_figures(w, NULL)[s.largest].economy, CHN);
    s = zi_figures_add(w, &set, two);
    assert_sum(&s, 20, 2);
    s = zi_figures_add(w, &set, none);
    assert_sum(&s, 0, 0);
    assert_int_equal(s.largest, ZHOL_NO_ROW);
    s = zi_figures_add(w, &(zi_figure_set){ "gdp_ppp_usd", "v", 2022 }, NULL);
    assert_sum(&s, 8, 1);
    zhol_world_free(w);
}

static void
equal_figures_share_a_rank(void **state)
{
    zhol_world *w = make_world(false);

    (void) state;
    assert_int_equal(zi_figures_rank(w, &set, CHN), 1);
    assert_int_equal(zi_figures_rank(w, &set, KAZ), 2);
    assert_int_equal(zi_figures_rank(w, &set, AZE), 2);
    assert_int_equal(
        zi_figures_rank(w, &(zi_figure_set){ "gdp_ppp_usd", "v", 2022 }, CHN), 0);
    zhol_world_free(w);
}

/* The base's 10 of Kazakhstan is replaced; a vintage of one's own changes nothing. */
static void
an_own_row_replaces_that_of_its_year_and_vintage(void **state)
{
    zhol_world *w = make_world(true);
    const zi_figure_sum s = zi_figures_add(w, &set, NULL);
    const zhol_figure *rows = zhol_world_figures(w, NULL);

    (void) state;
    assert_sum(&s, 100, 3);
    assert_int_equal(rows[s.largest].economy, KAZ);
    assert_true(rows[zi_figures_find(w, &set, KAZ)].origin.is_mine);
    assert_false(rows[zi_figures_find(w, &set, AZE)].origin.is_mine);
    assert_int_equal(zi_figures_rank(w, &set, KAZ), 1);
    assert_int_equal(zi_figures_rank(w, &set, CHN), 2);
    assert_int_equal(zi_figures_rank(w, &set, AZE), 3);
    zhol_world_free(w);
}

static const zhol_scope scopes[2] = { { ZHOL_SCOPE_ECONOMY, KAZ },
    { ZHOL_SCOPE_ECONOMY, CHN } };

/* A table of all indicators, JSON of one. */
static zhol_status
report(const zhol_world *w, uint32_t n_scopes, const char *indicator, zhol_buffer *out,
    zhol_error *err)
{
    const zhol_figures_query q = { .scopes = scopes,
        .n_scopes = n_scopes,
        .indicator = indicator,
        .year = 2023,
        .as_of = 20230701 };
    const zhol_report_options options = { .format = indicator ? ZHOL_FORMAT_JSON
                                                              : ZHOL_FORMAT_TABLE };

    return zhol_report_figures(w, &q, &options, out, err);
}

static void
the_report_adds_up_and_ranks_single_economies(void **state)
{
    zhol_world *w = make_world(true);
    zhol_buffer out = { 0 };
    zhol_error err = { "" };

    (void) state;
    must(report(w, 1, NULL, &out, &err), &err);
    assert_string_equal(out.data,
        "indicator    year  vintage  value  of n  world  of n  share %  rank  source\n"
        "gdp_ppp_usd  2023  other       99     1     99     1    100.0     1  test_a "
        "(A)\n"
        "gdp_ppp_usd  2023  v           60     1    100     3     60.0     1  mine "
        "(D)\n");
    zhol_buffer_free(&out);
    must(report(w, 2, "imports_usd", &out, &err), &err);
    assert_non_null(strstr(out.data, "\"share\": 0, \"rank\": null"));
    zhol_buffer_free(&out);
    assert_int_equal(report(w, 1, "imports_usd", &out, &err), ZHOL_NONE);
    assert_null(out.data);
    assert_int_equal(report(w, 1, "import_usd", &out, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "the table of figures has no indicator 'import_usd' "
                                     "(did you mean 'imports_usd'?): "
                                     "`zhol figures KAZ` lists them");
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
memory_may_run_out(void **state)
{
    zhol_world *w = make_world(true);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_buffer out = { 0 };
        zhol_error err = { "" };
        assert_true(k < 100);
        zi_mem_fail_after(k);
        status = report(w, 1, NULL, &out, &err);
        zi_mem_fail_after(-1);
        zhol_buffer_free(&out);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_of_one_vintage_and_year),
        cmocka_unit_test(equal_figures_share_a_rank),
        cmocka_unit_test(an_own_row_replaces_that_of_its_year_and_vintage),
        cmocka_unit_test(the_report_adds_up_and_ranks_single_economies),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
