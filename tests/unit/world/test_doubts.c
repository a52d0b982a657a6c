/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tables.h"

typedef struct doubt {
    uint32_t table;
    const char *old, *now; /* old NULL: now is a further row */
    const char *message;
} doubt;

static bool
is_told(const zhol_problems *problems, const char *message)
{
    bool is_warning = false;

    for (uint32_t i = 0; i < zhol_problems_count(problems); i++) {
        const char *here = zhol_problems_message(problems, i, &is_warning);
        if (strcmp(here, message) == 0) {
            return is_warning;
        }
    }
    return false;
}

/* The world is made, but the doubt is told. */
static void
assert_doubt(const doubt *d)
{
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_error err = { "" };
    zhol_world *w = NULL;

    tables_read(&tables, "tiny");
    if (d->old) {
        tables_change(&tables, d->table, d->old, d->now);
    } else {
        tables_add(&tables, d->table, d->now);
    }
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    if (tables_make(&tables, NULL, problems, &w, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    if (!is_told(problems, d->message)) {
        for (uint32_t i = 0; i < zhol_problems_count(problems); i++) {
            print_message("told: %s\n", zhol_problems_message(problems, i, NULL));
        }
        fail_msg("not told: %s", d->message);
    }
    zhol_world_free(w);
    zhol_problems_free(problems);
    zi_folder_free(&tables);
    assert_int_equal(zi_mem_live(), 0);
}

static void
doubtful_rows_are_told_but_taken(void **state)
{
    static const doubt doubts[] = {
        { ZI_TABLE_PLACES, NULL, "atyrau,city,Atyrau,,,,,,KAZ,51.9,47.1,,,,test_a,A\n",
            "tiny/places.csv:11: no link leads to 'atyrau'" },
        { ZI_TABLE_PLACES, NULL,
            "almaty_2,city,Almaty,,,,,,KAZ,76.96,43.25,,,,test_a,A\n",
            "tiny/places.csv:11: 'almaty_2' and 'almaty' are both city and 1.4 km apart: "
            "are they one?" },
        { ZI_TABLE_PLACES, "51.17,43.65,caspian", "51.17,43.65,",
            "tiny/places.csv:2: 'aktau' is a seaport without an ocean" },
        { ZI_TABLE_PLACES, "KZALA", "CNALA",
            "tiny/places.csv:4: 'almaty' lies in KZ, but its unlocode is CNALA" },
        { ZI_TABLE_PLACES, "80.25,44.18,,,", "80.25,44.18,,KZALA,",
            "tiny/places.csv:5: 'altynkol' has the unlocode KZALA of 'almaty'" },
        { ZI_TABLE_LINKS, "rail,2900,", "rail,4400,",
            "tiny/links.csv:3: 'aktau_almaty_rail': 4400 km is 2.1 times the 2079 km "
            "between its ends" },
        { ZI_TABLE_LINKS, NULL, "x,aktau,almaty,sea,2900,,,,,,,both,,open,,,test_a,A\n",
            "tiny/links.csv:14: 'x' is sea, but its end 'almaty' is a city" },
        { ZI_TABLE_PLACES, NULL, "odd,city,Odd,,,,,,KAZ,67.95,63.25,,,,test_a,A\n",
            "tiny/places.csv:11: 'odd' at 67.95, 63.25 lies 1030 km outside of KAZ" },
        { ZI_TABLE_LINKS, NULL, "x,aktau,almaty,sea,2900,,,,,,,both,,open,,,test_a,A\n",
            "tiny/links.csv:14: 'x' leads across 1859 km of land between 'aktau' and "
            "'almaty'" },
        { ZI_TABLE_PLACES, NULL,
            "aktau_city,city,Aktau city,,,,,,KAZ,51.17,43.66,,,,test_a,A\n",
            "tiny/places.csv:11: 'aktau_city' (city) and 'aktau' (seaport) are 1.1 km "
            "apart and no link joins them" },
        { ZI_TABLE_SPEEDS, "rail,,*,,,300,km_day", "rail,,*,,,300,km_h",
            "tiny/speeds.csv:3: 300 km_h is 300.0 km/h: by rail 4 to 80 km/h are "
            "expected" },
        { ZI_TABLE_RATES, "2023,400,1,,USD", "2023,400,100,,USD",
            "tiny/rates.csv:2: 'ferry_any': 100 USD a km of one feu: by rail_ferry 0.1 "
            "to 8 are expected" },
        { ZI_TABLE_SOURCES, NULL, "unused,x,x,x,2026-01-01\n",
            "tiny/sources.csv:6: no row uses the source 'unused'" },
        { ZI_TABLE_LINKS, "rail,2900,1520,1,0.4", "rail,2900,1435,1,0.4",
            "tiny/places.csv:2: two gauges meet at 'aktau', but no procedure changes "
            "them "
            "there" },
    };
    (void) state;
    for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++) {
        assert_doubt(&doubts[i]);
    }
}

static void
pieces_that_hang_together_by_themselves_are_told(void **state)
{
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    (void) state;
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_PLACES,
        "atyrau,city,Atyrau,,,,,,KAZ,51.9,47.1,,,,test_a,A\n"
        "oral,city,Oral,,,,,,KAZ,51.37,51.23,,,,test_a,A\n");
    tables_add(&tables, ZI_TABLE_LINKS,
        "oral_atyrau,oral,atyrau,road,500,,,,,,,both,,open,,,test_a,A\n");
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, NULL), ZHOL_OK);
    assert_int_equal(zhol_problems_count(problems), 1);
    assert_true(is_told(problems, "tiny/places.csv:11: 'atyrau' and 1 more, linked with "
                                  "it, are apart from the rest"));
    zhol_world_free(w);
    zhol_problems_free(problems);
    zi_folder_free(&tables);
}

static void
a_crossing_that_no_row_names_is_told(void **state)
{
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    (void) state;
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_LINKS,
        "x,almaty,urumqi,road,990,,,,,,,both,,open,,,test_a,A\n");
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, NULL), ZHOL_OK);
    assert_int_equal(zhol_problems_count(problems), 0);
    zhol_world_free(w);
    zhol_problems_free(problems);
    tables_change(&tables, ZI_TABLE_PROCEDURES, "economy:KAZ,*,border,any,in",
        "aktau,*,border,any,in");
    tables_change(&tables, ZI_TABLE_PROCEDURES, "economy:KAZ,*,border,any,out",
        "aktau,*,border,any,out");
    tables_change(
        &tables, ZI_TABLE_PROCEDURES, "economy:CHN,*,border", "khorgos,*,border");
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, NULL), ZHOL_OK);
    assert_true(is_told(problems,
        "tiny/links.csv:14: 'x' leads from KAZ to CHN, but neither 'almaty' nor 'urumqi' "
        "is a border place and no row of procedures names their border"));
    zhol_world_free(w);
    zhol_problems_free(problems);
    zi_folder_free(&tables);
}

static void
the_two_sides_of_a_border_may_be_near(void **state)
{
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    (void) state;
    tables_read(&tables, "tiny");
    tables_change(&tables, ZI_TABLE_PLACES, "80.32,44.22", "80.41,44.22");
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, NULL), ZHOL_OK);
    assert_int_equal(zhol_problems_count(problems), 0);
    zhol_world_free(w);
    zhol_problems_free(problems);
    zi_folder_free(&tables);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubtful_rows_are_told_but_taken),
        cmocka_unit_test(pieces_that_hang_together_by_themselves_are_told),
        cmocka_unit_test(a_crossing_that_no_row_names_is_told),
        cmocka_unit_test(the_two_sides_of_a_border_may_be_near),
    };
    return cmocka_run_group_tests_name("world doubts", tests, NULL, NULL);
}
