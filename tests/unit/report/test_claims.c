/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts on the tiny world with five figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "report/claims.h"
#include "unit/cost/scenes.h"

static const char figures[] = "KAZ,gdp_ppp_usd,2023,10,v,test_b,B\n"
                              "CHN,gdp_ppp_usd,2023,30,v,test_a,A\n"
                              "AZE,gdp_ppp_usd,2023,10,v,test_a,A\n"
                              "KAZ,imports_usd,2023,0,v,test_a,A\n"
                              "CHN,exports_usd,2023,15,v,test_a,A\n";
static const char claims[] = "some,2,said & | so,shows some,test_a,A\n"
                             "holds,1,said,shows,test_a,A\n"
                             "lost,3,said,shows,test_a,A\n"
                             "bare,4,said,shows,test_a,A\n"
                             "noted,5,said,shows,test_a,A\n";
static const char checks[] =
    "holds,2,rank,rank,CHN;gdp_ppp_usd;2023;v,1,1,,test_a,A\n"
    "holds,1,share,share,CHN;gdp_ppp_usd;2023;v,60,60,%,test_a,A\n"
    "holds,3,beside it,share,KAZ;gdp_ppp_usd;present;v,,,%,test_a,A\n"
    "some,1,within,total,CHN+KAZ;gdp_ppp_usd;2023;v,40,,USD,test_a,A\n"
    "some,2,outside,total,group:CAREC;gdp_ppp_usd;2023;v;10,,4.9,tens,test_a,A\n"
    "some,3,unknown,total,CHN;gdp_ppp_usd;1990;v,1,,USD,test_a,A\n"
    "lost,1,outside,percent_of,"
    "CHN;exports_usd;2023;v;CHN;gdp_ppp_usd;2023;v,,49.9,%,test_a,A\n"
    "lost,2,of nothing,percent_of,"
    "KAZ;gdp_ppp_usd;2023;v;KAZ;imports_usd;2023;v,1,,%,test_a,A\n"
    "lost,3,of no world,share,KAZ;imports_usd;2023;v,1,,%,test_a,A\n"
    "noted,1,no bounds,share,CHN;gdp_ppp_usd;2023;v,,,%,test_a,A\n";

/* With one check more, and the user's own figures; NULL: none. */
static zhol_world *
make_world(const char *check, const char *own)
{
    zi_folder tables = { 0 }, mine = { .path = "mine" };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    tables_add(&tables, ZI_TABLE_CLAIMS, claims);
    tables_add(&tables, ZI_TABLE_CHECKS, checks);
    if (check) {
        tables_add(&tables, ZI_TABLE_CHECKS, check);
    }
    if (own) {
        tables_set(&mine, ZI_TABLE_FIGURES, own);
    }
    must(tables_make(&tables, own ? &mine : NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static zi_claimed *
run(const zhol_world *w, uint32_t number, uint32_t n_right)
{
    zi_claimed *list = NULL;
    zhol_error err = { "" };
    uint32_t n = 0;

    must(zi_claims_run(w, number, &list, &n, &err), &err);
    assert_int_equal(n, n_right);
    return list;
}

static void
assert_near(double found, double right)
{
    if (!(found - right < 1e-9 && right - found < 1e-9)) {
        fail_msg("%.12g is not %.12g", found, right);
    }
}

static void
a_verdict_counts_the_bounded_checks_within_their_bounds(void **state)
{
    static const zi_verdict right[] = { ZI_VERDICT_HOLDS, ZI_VERDICT_HOLDS_ON_THIS_BASIS,
        ZI_VERDICT_NOT_FOUND, ZI_VERDICT_NOT_TESTABLE, ZI_VERDICT_NOT_TESTABLE };
    zhol_world *w = make_world(NULL, NULL);
    zi_claimed *list = run(w, 0, 5);

    (void) state;
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(list[i].claim->number, i + 1);
        assert_int_equal(list[i].verdict, right[i]);
    }
    assert_int_equal(list[0].n_checks, 3);
    assert_int_equal(list[3].n_checks, 0);
    for (uint32_t k = 0; k < 3; k++) { /* in order, whatever the table's */
        assert_int_equal(list[0].checks[k].check->step, k + 1);
        assert_int_equal(list[0].checks[k].is_bounded, k < 2);
    }
    zi_claims_free(list, 5);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
figures_are_shares_ranks_sums_and_parts(void **state)
{
    zhol_world *w = make_world(NULL, NULL);
    zi_claimed *list = run(w, 0, 5);
    const zi_checked *some = list[1].checks, *lost = list[2].checks;

    (void) state;
    assert_near(list[0].checks[0].finding.value, 60);
    assert_near(list[0].checks[1].finding.value, 1);
    assert_near(list[0].checks[2].finding.value, 20);
    assert_near(some[0].finding.value, 40);
    assert_string_equal(some[0].finding.text.data, "the sum of 2 economies");
    assert_string_equal(some[0].finding.command.data,
        "zhol figures CHN KAZ --indicator gdp_ppp_usd --year 2023 --vintage v");
    assert_near(some[1].finding.value, 5);
    assert_false(some[1].is_within);
    assert_false(some[2].finding.is_known);
    assert_string_equal(some[2].finding.text.data,
        "the tables have no gdp_ppp_usd of CHN for 1990 in vintage v");
    assert_near(lost[0].finding.value, 50);
    assert_false(lost[1].finding.is_known);
    assert_string_equal(lost[1].finding.text.data, "the second figure is 0");
    assert_false(lost[2].finding.is_known);
    assert_string_equal(lost[2].finding.text.data, "the world's sum is 0");
    zi_claims_free(list, 5);
    zhol_world_free(w);
}

static void
an_own_row_changes_a_figure_and_the_row_it_rests_on(void **state)
{
    zhol_world *w = make_world(NULL, "iso3,indicator,year,value,vintage,source,grade\n"
                                     "CHN,gdp_ppp_usd,2023,60,v,mine,D\n");
    zi_claimed *list = run(w, 1, 1);
    const zi_finding *f = &list[0].checks[0].finding;

    (void) state;
    assert_near(f->value, 75); /* 60 of 80: the base's 30 is replaced */
    assert_int_equal(f->grade, ZHOL_GRADE_D);
    assert_true(zhol_world_figures(w, NULL)[f->row].origin.is_mine);
    assert_int_equal(list[0].verdict, ZI_VERDICT_HOLDS_ON_THIS_BASIS);
    zi_claims_free(list, 1);
    zhol_world_free(w);
}

static void
a_wrong_check_says_what_would_be_right(void **state)
{
    static const struct {
        const char *row, *message;
    } cases[] = {
        { "bare,1,b,magic,CHN,,,,test_a,A\n", "there is no computation 'magic'" },
        { "bare,1,b,share,CHN,,,,test_a,A\n",
            "share needs the arguments WHO;INDICATOR;YEAR;VINTAGE" },
        { "bare,1,b,share,CHN;gdp_ppp_usd;2023;v;5,,,,test_a,A\n",
            "share needs the arguments WHO;INDICATOR;YEAR;VINTAGE" },
        { "bare,1,b,share,XXX;gdp_ppp_usd;2023;v,,,,test_a,A\n",
            "'XXX' is no economy or group" },
        { "bare,1,b,share,CHN;gdp_ppp_usd;soon;v,,,,test_a,A\n",
            "'soon' is no year: 1990 or present" },
        { "bare,1,b,rank,CHN+KAZ;gdp_ppp_usd;2023;v,,,,test_a,A\n",
            "'CHN+KAZ' is no economy" },
        { "bare,1,b,total,CHN;gdp_ppp_usd;2023;v;x,,,,test_a,A\n", "'x' is no number" },
        { "bare,1,b,total,CHN;gdp_ppp_usd;2023;v;0,,,,test_a,A\n",
            "the unit must be above 0" },
        { "bare,1,b,total,1;2;3;4;5;6;7;8;9,,,,test_a,A\n",
            "too many or too long arguments" },
        { "bare,1,b,mismatch,here;there,,,,test_a,A\n", "there is no project 'here'" },
        { "bare,1,b,ocean_days,Almatyy;indian;2023,,,,test_a,A\n",
            "there is no place 'Almatyy': did you mean Almaty (almaty), Alat (alat)?" },
    };
    static const char where[] = "checks, claim bare, step 1: ";

    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zhol_world *w = make_world(cases[i].row, NULL);
        zi_claimed *list = NULL;
        zhol_error err = { "" };
        uint32_t n = 7;
        assert_int_equal(zi_claims_run(w, 4, &list, &n, &err), ZHOL_BAD_DATA);
        assert_null(list);
        assert_int_equal(n, 0);
        assert_memory_equal(err.message, where, sizeof where - 1);
        assert_string_equal(err.message + sizeof where - 1, cases[i].message);
        zhol_world_free(w);
        assert_int_equal(zi_mem_live(), 0);
    }
}

static void
an_unknown_number_and_an_empty_table_are_told(void **state)
{
    zhol_world *w = make_world(NULL, NULL);
    zi_claimed *list = NULL;
    zhol_error err = { "" };
    uint32_t n;

    (void) state;
    assert_int_equal(zi_claims_run(w, 99, &list, &n, &err), ZHOL_USAGE);
    assert_string_equal(err.message,
        "there is no claim 99: the numbers are 1 to 5 (`zhol claims` lists them)");
    zhol_world_free(w);
    w = tiny_world();
    assert_int_equal(zi_claims_run(w, 0, &list, &n, &err), ZHOL_NONE);
    assert_string_equal(err.message, "the table of claims is empty");
    zhol_world_free(w);
}

static void
markdown_keeps_its_columns(void **state)
{
    const zhol_report_options options = { .format = ZHOL_FORMAT_MD };
    zhol_world *w = make_world(NULL, NULL);
    zhol_buffer out = { 0 };
    zhol_error err = { "" };

    (void) state;
    must(zhol_report_claims(w, 2, &options, &out, &err), &err);
    assert_non_null(strstr(out.data, "| 2 | said & \\| so | within | 40 USD | 40 or more "
                                     "| yes | **holds on this basis** |\n"));
    zhol_buffer_free(&out);
    zhol_world_free(w);
}

static void
memory_may_run_out(void **state)
{
    zhol_world *w = make_world(NULL, NULL);
    zhol_buffer whole = { 0 };
    zhol_error err = { "" };
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    const zhol_report_options options = { .format = ZHOL_FORMAT_JSON };
    must(zhol_report_claims(w, 0, &options, &whole, &err), &err);
    const long live = zi_mem_live();
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_buffer out = { 0 };
        assert_true(k < 1000);
        zi_mem_fail_after(k);
        status = zhol_report_claims(w, 0, &options, &out, &err);
        zi_mem_fail_after(-1);
        if (status == ZHOL_OK) {
            assert_string_equal(out.data, whole.data);
        }
        zhol_buffer_free(&out);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_buffer_free(&whole);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verdict_counts_the_bounded_checks_within_their_bounds),
        cmocka_unit_test(figures_are_shares_ranks_sums_and_parts),
        cmocka_unit_test(an_own_row_changes_a_figure_and_the_row_it_rests_on),
        cmocka_unit_test(a_wrong_check_says_what_would_be_right),
        cmocka_unit_test(an_unknown_number_and_an_empty_table_are_told),
        cmocka_unit_test(markdown_keeps_its_columns),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}
