/* SPDX-License-Identifier: Apache-2.0 */
/* Which publication an answer about the world takes its figures from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "unit/world/tables.h"
#include "world/figures.h"

enum { AZE, CHN, KAZ }; /* rows of the table of economies */

/* Shares of the world: CHN 80 %, KAZ and AZE 10 %. */
static const char sizes[] = "KAZ,gdp_ppp_usd,2020,10,s,test_a,A\n"
                            "CHN,gdp_ppp_usd,2020,80,s,test_a,A\n"
                            "AZE,gdp_ppp_usd,2020,10,s,test_a,A\n";

static zhol_world *
world_of(const char *size, const char *figures, const char *own)
{
    zi_folder tables = { 0 }, mine = { .path = "mine" };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_FIGURES, size);
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    if (own) {
        tables_set(&mine, ZI_TABLE_FIGURES, own);
    }
    if (tables_make(&tables, own ? &mine : NULL, NULL, &w, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    zi_folder_free(&tables);
    return w;
}

/* The population of the year asked for comes from this vintage. */
static void
assert_chosen(const zhol_world *w, uint32_t year, const char *vintage, uint32_t of_year)
{
    zi_series s;
    zhol_error err = { "" };

    if (zi_series_choose(w, "population", year, &s, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    assert_string_equal(zhol_world_text(w, s.vintage), vintage);
    assert_int_equal(s.year, of_year);
    zi_series_free(&s);
}

static void
a_vintage_must_cover_most_of_the_world(void **state)
{
    zhol_world *w = world_of(sizes,
        "CHN,population,2023,1400,one,test_a,A\n" /* 80 %: too little */
        "CHN,population,2021,1390,two,test_a,A\n" /* 90 % */
        "KAZ,population,2021,19,two,test_a,A\n"
        "CHN,population,2015,1380,three,test_a,A\n"
        "KAZ,population,2015,17,three,test_a,A\n"
        "AZE,population,2015,9,three,test_a,A\n",
        NULL);
    zi_series s;
    zhol_error err = { "" };

    (void) state;
    assert_chosen(w, 2023, "two", 2021);
    assert_chosen(w, 2019, "two", 2021);
    assert_chosen(w, 2017, "three", 2015);
    assert_int_equal(zi_series_choose(w, "population", 2023, &s, &err), ZHOL_OK);
    assert_int_equal(s.n, 2);
    assert_true(s.total == 1409 && s.coverage > 0.899 && s.coverage < 0.901);
    assert_true(s.value[CHN] == 1390 && s.value[AZE] == ZHOL_NOT_GIVEN);
    assert_int_equal(s.row[AZE], ZHOL_NO_ROW);
    zi_series_free(&s);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
ties_go_to_the_later_year_then_more_economies_then_the_name(void **state)
{
    static const char later[] = "CHN,population,2022,1,a_later,test_a,A\n"
                                "KAZ,population,2022,1,a_later,test_a,A\n"
                                "AZE,population,2022,1,a_later,test_a,A\n"
                                "CHN,population,2018,1,b_early,test_a,A\n"
                                "KAZ,population,2018,1,b_early,test_a,A\n"
                                "AZE,population,2018,1,b_early,test_a,A\n";
    static const char more[] = "CHN,population,2022,1,a_less,test_a,A\n"
                               "KAZ,population,2022,1,a_less,test_a,A\n"
                               "CHN,population,2022,1,b_more,test_a,A\n"
                               "KAZ,population,2022,1,b_more,test_a,A\n"
                               "AZE,population,2022,1,b_more,test_a,A\n";
    static const char name[] = "CHN,population,2022,1,b_name,test_a,A\n"
                               "CHN,population,2022,1,a_name,test_a,A\n";
    zhol_world *w = world_of(sizes, later, NULL);

    (void) state;
    assert_chosen(w, 2020, "a_later", 2022);
    assert_chosen(w, 2019, "b_early", 2018);
    zhol_world_free(w);
    w = world_of(sizes, more, NULL);
    assert_chosen(w, 2020, "b_more", 2022);
    zhol_world_free(w);
    w = world_of(sizes, name, NULL);
    assert_chosen(w, 2020, "a_name", 2022);
    zhol_world_free(w);
}

/* Without GDP every economy counts the same. */
static void
without_sizes_economies_are_counted(void **state)
{
    zhol_world *w = world_of("",
        "CHN,population,2023,1400,one,test_a,A\n"
        "KAZ,population,2015,17,two,test_a,A\n"
        "AZE,population,2015,9,two,test_a,A\n",
        NULL);

    (void) state;
    assert_chosen(w, 2023, "two", 2015);
    zhol_world_free(w);
}

static double
value_of(const zhol_world *w, zhol_ref economy, uint32_t year)
{
    zi_series s;
    zhol_error err = { "" };
    double value;

    assert_int_equal(zi_series_choose(w, "population", year, &s, &err), ZHOL_OK);
    value = s.value[economy];
    zi_series_free(&s);
    return value;
}

static void
each_economy_has_its_nearest_year_and_own_rows_win(void **state)
{
    static const char rows[] = "CHN,population,2010,10,v,test_a,A\n"
                               "CHN,population,2016,16,v,test_a,A\n"
                               "CHN,population,2020,20,v,test_a,A\n"
                               "KAZ,population,2020,2,v,test_a,A\n";
    zhol_world *w = world_of(sizes, rows, NULL);

    (void) state;
    assert_true(value_of(w, CHN, 2012) == 10);
    assert_true(value_of(w, CHN, 2013) == 16); /* as near: the later */
    assert_true(value_of(w, CHN, 2030) == 20);
    zhol_world_free(w);
    w = world_of(sizes, rows,
        "iso3,indicator,year,value,vintage,source,grade\n"
        "CHN,population,2010,77,v,mine,D\n");
    assert_true(value_of(w, CHN, 2030) == 77);
    assert_true(value_of(w, KAZ, 2030) == 2);
    zhol_world_free(w);
}

static void
what_is_not_there_is_told(void **state)
{
    zhol_world *w = world_of(sizes, "", NULL);
    zi_series s;
    zhol_error err = { "" };

    (void) state;
    assert_int_equal(zi_series_choose(w, "population", 2023, &s, &err), ZHOL_NONE);
    assert_string_equal(err.message, "the tables have no figures of population");
    assert_null(s.value);
    zhol_world_free(w);
    assert_int_equal(zi_mem_live(), 0);
}

static void
memory_may_run_out(void **state)
{
    zhol_world *w = world_of(sizes, "CHN,population,2010,10,v,test_a,A\n", NULL);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zi_series s;
        zhol_error err = { "" };
        assert_true(k < 50);
        zi_mem_fail_after(k);
        status = zi_series_choose(w, "population", 2023, &s, &err);
        zi_mem_fail_after(-1);
        zi_series_free(&s);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vintage_must_cover_most_of_the_world),
        cmocka_unit_test(ties_go_to_the_later_year_then_more_economies_then_the_name),
        cmocka_unit_test(without_sizes_economies_are_counted),
        cmocka_unit_test(each_economy_has_its_nearest_year_and_own_rows_win),
        cmocka_unit_test(what_is_not_there_is_told),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
