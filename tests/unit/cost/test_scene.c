/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "unit/cost/scenes.h"

static uint32_t
bar_of_link(const tiny *t, const char *id)
{
    return zi_scene_link_bar(t->scene, link_of(t, id), false);
}

static uint32_t
bar_of_place(const tiny *t, const char *id)
{
    return t->scene->place_bar[place(t, id)];
}

static void
assert_told(const tiny *t, const char *link, const char *right)
{
    zi_buffer text = { 0 };

    zi_scene_tell_link(t->scene, link_of(t, link), false, &text);
    assert_string_equal(text.data, right);
    zi_buffer_free(&text);
}

static void
links_open_and_close_with_the_years(void **state)
{
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    assert_int_equal(t.scene->year, 2023); /* the data year */
    assert_int_equal(t.scene->as_of, 20230701);
    assert_int_equal(bar_of_link(&t, "altynkol_khorgos_1520"), ZI_OPEN);
    assert_int_equal(bar_of_link(&t, "nur_zholy_khorgos_2030"), ZI_BAR_PLANNED);
    assert_told(
        &t, "nur_zholy_khorgos_2030", "nur_zholy_khorgos_2030 (planned from 2030)");

    zhol_scenario_defaults(&s);
    s.year = 2010;
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_link(&t, "altynkol_khorgos_1520"), ZI_BAR_NOT_YET);
    assert_told(&t, "altynkol_khorgos_1520", "altynkol_khorgos_1520 (open from 2012)");
    s.year = 2012; /* the first year with traffic */
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_link(&t, "altynkol_khorgos_1520"), ZI_OPEN);
    s.year = 2030;
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_link(&t, "nur_zholy_khorgos_2030"), ZI_OPEN);
    tiny_close(&t);
}

static void
a_link_that_ended_or_is_closed_says_so(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    tiny t;

    (void) state;
    tables_read(&tables, "tiny");
    tables_change(&tables, ZI_TABLE_LINKS,
        "aktau_almaty_rail,aktau,almaty,rail,2900,1520,1,"
        "0.4,main,,,both,,open,,",
        "aktau_almaty_rail,aktau,almaty,rail,2900,1520,1,"
        "0.4,main,,,both,,open,,2020");
    tables_change(
        &tables, ZI_TABLE_LINKS, "motorway,,,both,,open", "motorway,,,both,,closed");
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    tiny_of(&t, w);
    assert_told(&t, "aktau_almaty_rail", "aktau_almaty_rail (closed since 2020)");
    assert_told(&t, "almaty_nur_zholy", "almaty_nur_zholy (closed)");
    tiny_close(&t);
    zi_folder_free(&tables);
}

static void
dated_rows_decide_on_their_days(void **state)
{
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_scenario_defaults(&s);
    s.as_of = 20200131;
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_link(&t, "aktau_alat_ferry"), ZI_BAR_STATUS);
    assert_told(&t, "aktau_alat_ferry", "aktau_alat_ferry (closed on 2020-01-31)");
    s.as_of = 20200201; /* the first day without */
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_link(&t, "aktau_alat_ferry"), ZI_OPEN);
    s.as_of = 20191231;
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_link(&t, "aktau_alat_ferry"), ZI_OPEN);
    tiny_close(&t);
}

static void
the_last_of_several_dated_rows_wins_and_may_close_places_and_passes(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    zi_buffer text = { 0 };
    tiny t;

    (void) state;
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_STATUS,
        "link,nur_zholy_khorgos_2030,open,2022-01-01,,trial,test_b,B\n"
        "link,aktau_almaty_rail,closed,2020-01-01,,flood,test_b,B\n"
        "link,aktau_almaty_rail,open,2021-01-01,,mended,test_b,B\n"
        "place,alat,closed,2023-01-01,,fire,test_b,B\n"
        "pass,baku_pass,closed,2023-01-01,,ice,test_b,B\n");
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    tiny_of(&t, w);
    assert_int_equal(bar_of_link(&t, "nur_zholy_khorgos_2030"), ZI_OPEN);
    assert_int_equal(bar_of_link(&t, "aktau_almaty_rail"), ZI_OPEN);
    assert_int_equal(bar_of_place(&t, "alat"), ZI_BAR_STATUS);
    assert_told(&t, "caspian_mid_alat", "caspian_mid_alat (baku_pass is closed)");
    zi_scene_tell_place(t.scene, place(&t, "alat"), &text);
    assert_string_equal(text.data, "alat (closed on 2023-07-01)");
    zi_buffer_free(&text);
    tiny_close(&t);
    zi_folder_free(&tables);
}

static void
what_is_restricted_stays_open_and_hides_no_closure(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    zhol_scenario s;
    tiny t;

    (void) state;
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_STATUS,
        "link,altynkol_khorgos_1520,restricted,2020-01-01,,by night only,test_b,B\n"
        "link,altynkol_khorgos_1435,closed,2020-01-01,,works,test_b,B\n"
        "link,altynkol_khorgos_1435,restricted,2021-01-01,,dear,test_b,B\n"
        "pass,baku_pass,restricted,2020-01-01,,storms,test_b,B\n"
        "place,aktau,restricted,2020-01-01,,slow,test_b,B\n"
        "economy,KAZ,restricted,2020-01-01,,papers,test_b,B\n");
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    tiny_of(&t, w);
    zhol_scenario_defaults(&s);
    s.as_of = 20220801;
    tiny_look(&t, &s, 20220801); /* in the season of the pass */
    assert_int_equal(bar_of_link(&t, "altynkol_khorgos_1520"), ZI_OPEN);
    assert_int_equal(bar_of_link(&t, "altynkol_khorgos_1435"), ZI_BAR_STATUS);
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_OPEN);
    assert_int_equal(bar_of_place(&t, "aktau"), ZI_OPEN);
    assert_int_equal(bar_of_place(&t, "almaty"), ZI_OPEN);
    tiny_close(&t);
    zi_folder_free(&tables);
}

static void
seasons_count_only_when_the_day_of_departure_is_known(void **state)
{
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_scenario_defaults(&s);
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_OPEN);
    tiny_look(&t, &s, 20230314);
    assert_told(&t, "caspian_mid_alat", "caspian_mid_alat (baku_pass is out of season)");
    tiny_look(&t, &s, 20230315);
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_OPEN);
    tiny_look(&t, &s, 20231216);
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_BAR_SEASON);
    tiny_close(&t);
}

static void
a_season_may_span_the_new_year(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    zhol_scenario s;
    tiny t;

    (void) state;
    tables_read(&tables, "tiny");
    tables_change(&tables, ZI_TABLE_PASSES, "03-15,12-15", "11-01,03-31");
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    tiny_of(&t, w);
    zhol_scenario_defaults(&s);
    tiny_look(&t, &s, 20231231);
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_OPEN);
    tiny_look(&t, &s, 20230701);
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_BAR_SEASON);
    tiny_close(&t);
    zi_folder_free(&tables);
}

static void
the_user_closes_opens_avoids_and_chooses_modes(void **state)
{
    zhol_scenario s;
    zi_buffer text = { 0 };
    tiny t;

    (void) state;
    tiny_open(&t);
    const zhol_scope kaz = { ZHOL_SCOPE_ECONOMY,
        zi_world_economy_by_iso3(t.world, "KAZ") };
    const zhol_scope almaty = { ZHOL_SCOPE_PLACE, place(&t, "almaty") };
    const zhol_ref planned = link_of(&t, "nur_zholy_khorgos_2030");
    const zhol_ref ferry = link_of(&t, "aktau_alat_ferry"), pass = 0;
    zhol_scenario_defaults(&s);
    s.avoid = &kaz;
    s.close = &almaty;
    s.n_avoid = s.n_close = 1;
    s.open_links = &planned;
    s.close_links = &ferry;
    s.close_passes = &pass;
    s.n_open_links = s.n_close_links = s.n_close_passes = 1;
    s.modes = 1U << ZHOL_MODE_ROAD | 1U << ZHOL_MODE_SEA;
    tiny_look(&t, &s, 0);
    assert_int_equal(bar_of_place(&t, "almaty"), ZI_BAR_ASKED);
    assert_int_equal(bar_of_place(&t, "aktau"), ZI_BAR_AVOIDED);
    assert_int_equal(bar_of_place(&t, "urumqi"), ZI_OPEN);
    assert_int_equal(bar_of_place(&t, "caspian_mid"), ZI_OPEN);
    assert_int_equal(bar_of_link(&t, "nur_zholy_khorgos_2030"), ZI_OPEN);
    assert_told(&t, "aktau_alat_ferry", "aktau_alat_ferry (closed as asked)");
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_BAR_ASKED);
    assert_told(&t, "almaty_altynkol_rail",
        "almaty_altynkol_rail (a mode that was not asked for)");
    zi_scene_tell_place(t.scene, place(&t, "aktau"), &text);
    assert_string_equal(text.data, "aktau (avoided as asked)");
    zi_buffer_free(&text);

    s.n_close_passes = 0;
    s.open_passes = &pass;
    s.n_open_passes = 1;
    tiny_look(&t, &s, 20230101); /* also out of season */
    assert_int_equal(bar_of_link(&t, "caspian_mid_alat"), ZI_OPEN);
    tiny_close(&t);
}

static void
groups_hold_who_is_a_member_on_the_day(void **state)
{
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    const zhol_scope eaec = { ZHOL_SCOPE_GROUP, zi_world_text_of(t.world, "EAEC") };
    const zhol_scope eaeu = { ZHOL_SCOPE_GROUP, zi_world_text_of(t.world, "EAEU") };
    const zhol_scope none = { ZHOL_SCOPE_GROUP, zi_world_text_of(t.world, "almaty") };
    assert_true(zi_scene_is_in(t.scene, place(&t, "almaty"), eaeu));
    assert_false(zi_scene_is_in(t.scene, place(&t, "almaty"), eaec));
    assert_false(zi_scene_is_in(t.scene, place(&t, "urumqi"), eaeu));
    assert_false(zi_scene_is_in(t.scene, place(&t, "caspian_mid"), eaeu));
    assert_false(zi_scene_is_in(t.scene, place(&t, "almaty"), none));
    assert_false(zi_scene_is_in(t.scene, ZHOL_NO_ROW, eaeu));
    zhol_scenario_defaults(&s);
    s.year = 2014;
    tiny_look(&t, &s, 0);
    assert_false(zi_scene_is_in(t.scene, place(&t, "almaty"), eaeu));
    assert_true(zi_scene_is_in(t.scene, place(&t, "almaty"), eaec));
    tiny_close(&t);
}

static void
assert_refused(const tiny *t, const zhol_scenario *s, uint32_t depart, const char *words)
{
    zhol_error err = { "" };
    zi_scene *scene = NULL;

    assert_int_equal(zi_scene_new(t->book, s, depart, &scene, &err), ZHOL_USAGE);
    assert_null(scene);
    if (!strstr(err.message, words)) {
        fail_msg("'%s' does not say '%s'", err.message, words);
    }
}

static void
a_scenario_that_is_out_of_range_is_refused(void **state)
{
    const zhol_ref far = 1000000;
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_scenario_defaults(&s);
    s.year = 1815;
    assert_refused(&t, &s, 0, "1815");
    s.year = 0;
    s.as_of = 20230230;
    assert_refused(&t, &s, 0, "20230230");
    s.as_of = 0;
    assert_refused(&t, &s, 20231301, "20231301");
    s.regime = ZHOL_N_REGIMES;
    assert_refused(&t, &s, 0, "regime");
    s.regime = ZHOL_REGIME_ANY;
    s.close_links = &far;
    s.n_close_links = 1;
    assert_refused(&t, &s, 0, "does not have");
    s.n_close_links = 0;
    tiny_look(&t, &s, 0);
    assert_int_equal(t.scene->regime, ZHOL_REGIME_NORMAL);
    tiny_close(&t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_open_and_close_with_the_years),
        cmocka_unit_test(a_link_that_ended_or_is_closed_says_so),
        cmocka_unit_test(dated_rows_decide_on_their_days),
        cmocka_unit_test(
            the_last_of_several_dated_rows_wins_and_may_close_places_and_passes),
        cmocka_unit_test(what_is_restricted_stays_open_and_hides_no_closure),
        cmocka_unit_test(seasons_count_only_when_the_day_of_departure_is_known),
        cmocka_unit_test(a_season_may_span_the_new_year),
        cmocka_unit_test(the_user_closes_opens_avoids_and_chooses_modes),
        cmocka_unit_test(groups_hold_who_is_a_member_on_the_day),
        cmocka_unit_test(a_scenario_that_is_out_of_range_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
