/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tables.h"
#include "world/world.h"

static zhol_world *world;

static int
make_world(void **state)
{
    (void) state;
    world = tiny_world();
    return 0;
}

static int
free_world(void **state)
{
    (void) state;
    zhol_world_free(world);
    return zi_mem_live() != 0;
}

static const char *
id_of(zhol_ref place)
{
    return zhol_world_text(world, zhol_world_places(world, NULL)[place].id);
}

static void
a_place_is_found_by_id_code_and_name_in_any_language(void **state)
{
    static const struct {
        const char *name, *id;
    } cases[] = {
        { "almaty", "almaty" },
        { "ALMATY", "almaty" },
        { "Алматы", "almaty" },
        { "阿拉木图", "almaty" },
        { "Alma Ata", "almaty" },
        { "alma-ata", "almaty" },
        { "kzala", "almaty" },
        { "Urumchi", "urumqi" },
        { "urumqi", "urumqi" },
        { "ÜRÜMQİ", "urumqi" },
        { "Үрімші", "urumqi" },
        { "Port of Baku at Alat", "alat" },
        { "nur_zholy", "nur_zholy" },
        { "Nur Zholy", "nur_zholy" },
        { "khorgos_rail", "khorgos_rail" },
        { "Khorgos", "khorgos" },
        { "Horgos", "khorgos" },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zhol_ref place = 0;
        zhol_error err = { "" };
        if (zhol_world_find_place(world, cases[i].name, &place, &err) != ZHOL_OK) {
            fail_msg("%s", err.message);
        }
        assert_string_equal(id_of(place), cases[i].id);
    }
}

static void
an_unknown_place_is_refused_with_the_nearest(void **state)
{
    zhol_ref place = 0;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_find_place(world, "Almtay", &place, &err), ZHOL_USAGE);
    assert_int_equal(place, ZHOL_NO_ROW);
    assert_string_equal(err.message,
        "there is no place 'Almtay': did you mean Almaty (almaty), Aktau (aktau), "
        "Alat (alat)?");
    assert_int_equal(zhol_world_find_place(world, "Timbuktu", &place, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "there is no place 'Timbuktu', nor one with a name like it");
    assert_int_equal(zhol_world_find_place(world, "", &place, &err), ZHOL_USAGE);
    assert_int_equal(zhol_world_find_place(world, "...", &place, NULL), ZHOL_USAGE);
}

/* Two towns of one name: the one with ten times the people is meant, otherwise nobody
 * knows. */
static void
of_two_places_with_one_name_only_a_much_larger_one_is_taken(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_ref place = 0;
    zhol_error err = { "" };
    (void) state;
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_PLACES,
        "almaty_2,junction,Almaty,,,,,,CHN,88,44,,,220000,test_a,A\n"
        "aktau_2,junction,Aktau,,,,,,CHN,89,44,,,26001,test_a,A\n"
        "nowhere_1,junction,Nowhere,,,,,,CHN,90,44,,,,test_a,A\n"
        "nowhere_2,junction,Nowhere,,,,,,CHN,91,44,,,,test_a,A\n");
    assert_int_equal(tables_make(&tables, NULL, NULL, &w, &err), ZHOL_OK);
    assert_int_equal(zhol_world_find_place(w, "Almaty", &place, &err), ZHOL_OK);
    assert_string_equal(
        zhol_world_text(w, zhol_world_places(w, NULL)[place].id), "almaty");
    assert_int_equal(zhol_world_find_place(w, "Aktau", &place, &err), ZHOL_USAGE);
    assert_string_equal(err.message,
        "'Aktau' may mean Aktau (aktau), Aktau (aktau_2): give the id in brackets");
    assert_int_equal(zhol_world_find_place(w, "Nowhere", &place, &err), ZHOL_USAGE);
    assert_int_equal(zhol_world_find_place(w, "aktau", &place, &err), ZHOL_OK);
    zhol_world_free(w);
    zi_folder_free(&tables);
}

static void
candidates_come_exact_first_then_by_distance_then_by_people(void **state)
{
    zhol_match match[9];
    (void) state;
    assert_int_equal(zhol_world_find_places(world, "Khorgos", match, 9), 2);
    assert_string_equal(id_of(match[0].place), "khorgos");
    assert_true(match[0].distance == 0);
    assert_string_equal(id_of(match[1].place), "khorgos_rail");
    assert_true(match[1].distance > 0 && match[1].distance < 0.5);
    assert_int_equal(zhol_world_find_places(world, "Khorgos", match, 1), 1);
    assert_string_equal(id_of(match[0].place), "khorgos");
    assert_int_equal(zhol_world_find_places(world, "Khorgos", match, 0), 0);
    assert_int_equal(zhol_world_find_places(world, "xxxxxxxxxxxx", match, 9), 0);
    /* A beginning is near, however much is missing. */
    assert_true(zhol_world_find_places(world, "uru", match, 9) >= 1);
    assert_string_equal(id_of(match[0].place), "urumqi");
}

static void
a_scope_is_a_place_an_economy_or_a_group(void **state)
{
    static const struct {
        const char *name;
        uint32_t kind;
        const char *text; /* of the ref */
    } cases[] = {
        { "almaty", ZHOL_SCOPE_PLACE, "almaty" },
        { "Алматы", ZHOL_SCOPE_PLACE, "almaty" },
        { "KAZ", ZHOL_SCOPE_ECONOMY, "KAZ" },
        { "kz", ZHOL_SCOPE_ECONOMY, "KAZ" },
        { "Қазақстан", ZHOL_SCOPE_ECONOMY, "KAZ" },
        { "中国", ZHOL_SCOPE_ECONOMY, "CHN" },
        { "economy:AZE", ZHOL_SCOPE_ECONOMY, "AZE" },
        { "EAEU", ZHOL_SCOPE_GROUP, "EAEU" },
        { "Eurasian Economic Union", ZHOL_SCOPE_GROUP, "EAEU" },
        { "group:EAEC", ZHOL_SCOPE_GROUP, "EAEC" },
        { "kind:seaport", ZHOL_SCOPE_KIND, NULL },
        { "*", ZHOL_SCOPE_EVERYWHERE, NULL },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zhol_scope scope;
        zhol_error err = { "" };
        const char *text = NULL;
        if (zhol_world_find_scope(world, cases[i].name, &scope, &err) != ZHOL_OK) {
            fail_msg("%s", err.message);
        }
        assert_int_equal(scope.kind, cases[i].kind);
        if (scope.kind == ZHOL_SCOPE_PLACE) {
            text = id_of(scope.ref);
        } else if (scope.kind == ZHOL_SCOPE_ECONOMY) {
            text =
                zhol_world_text(world, zhol_world_economies(world, NULL)[scope.ref].iso3);
        } else if (scope.kind == ZHOL_SCOPE_GROUP) {
            text = zhol_world_text(world, scope.ref);
        } else if (scope.kind == ZHOL_SCOPE_KIND) {
            assert_int_equal(scope.ref, ZHOL_PLACE_SEAPORT);
        }
        assert_true((text != NULL) == (cases[i].text != NULL));
        if (text) {
            assert_string_equal(text, cases[i].text);
        }
    }
}

static void
an_unknown_or_ambiguous_scope_is_refused_with_candidates(void **state)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_scope scope;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_find_scope(world, "Kazakstan", &scope, &err), ZHOL_USAGE);
    assert_string_equal(err.message,
        "there is no place, economy or group 'Kazakstan': did you mean economy:KAZ?");
    assert_int_equal(zhol_world_find_scope(world, "kind:port", &scope, &err), ZHOL_USAGE);
    assert_int_equal(
        zhol_world_find_scope(world, "economy:XXX", &scope, &err), ZHOL_USAGE);
    assert_int_equal(zhol_world_find_scope(world, "group:EU", &scope, &err), ZHOL_USAGE);
    assert_int_equal(
        zhol_world_find_scope(world, "Baku passage", &scope, &err), ZHOL_USAGE);
    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_PLACES,
        "china_town,junction,China,,,,,,CHN,88,44,,,22000000,test_a,A\n");
    assert_int_equal(tables_make(&tables, NULL, NULL, &w, &err), ZHOL_OK);
    assert_int_equal(zhol_world_find_scope(w, "China", &scope, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "'China' may mean china_town, economy:CHN: say which");
    zhol_world_free(w);
    zi_folder_free(&tables);
}

static void
passes_links_and_commodities_are_found(void **state)
{
    zhol_ref row = 0;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_find_pass(world, "baku_pass", &row, &err), ZHOL_OK);
    assert_int_equal(zhol_world_find_pass(world, "Baku Passage", &row, &err), ZHOL_OK);
    assert_int_equal(zhol_world_find_pass(world, "baku_pas", &row, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "there is no pass 'baku_pas' (did you mean 'baku_pass'?)");
    assert_int_equal(row, ZHOL_NO_ROW);
    assert_int_equal(
        zhol_world_find_link(world, "nur_zholy_khorgos", &row, &err), ZHOL_OK);
    assert_int_equal(zhol_world_links(world, NULL)[row].mode, ZHOL_MODE_ROAD);
    assert_int_equal(zhol_world_find_link(world, "nur_joly", &row, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "there is no link 'nur_joly'");
    row = zhol_world_find_commodity(world, "510111");
    assert_string_equal(
        zhol_world_text(world, zhol_world_commodities(world, NULL)[row].hs), "5101");
    row = zhol_world_find_commodity(world, "5102");
    assert_string_equal(
        zhol_world_text(world, zhol_world_commodities(world, NULL)[row].hs), "51");
    assert_int_equal(zhol_world_find_commodity(world, "99"), ZHOL_NO_ROW);
    assert_int_equal(zhol_world_find_commodity(world, ""), ZHOL_NO_ROW);
}

/* EAEC: Kazakhstan from 10 October 2000 until the last day of 2014. */
static void
membership_has_dates(void **state)
{
    const zhol_ref kaz = zi_world_economy_by_iso3(world, "KAZ");
    const zhol_ref chn = zi_world_economy_by_iso3(world, "CHN");
    const zhol_text eaec = zi_world_text_of(world, "EAEC");
    const zhol_text eaeu = zi_world_text_of(world, "EAEU");
    (void) state;
    assert_false(zhol_world_is_member(world, eaec, kaz, 20001009));
    assert_true(zhol_world_is_member(world, eaec, kaz, 20001010));
    assert_true(zhol_world_is_member(world, eaec, kaz, 20141231));
    assert_false(zhol_world_is_member(world, eaec, kaz, 20150101));
    assert_true(zhol_world_is_member(world, eaeu, kaz, 20150101));
    assert_false(zhol_world_is_member(world, eaeu, chn, 20150101));
    /* No date: the middle of the data year. */
    assert_true(zhol_world_is_member(world, eaeu, kaz, 0));
    assert_false(zhol_world_is_member(world, eaec, kaz, 0));
}

static void
a_place_is_inside_its_scopes(void **state)
{
    const zhol_ref almaty = zi_world_place_by_id(world, "almaty");
    const zhol_ref at_sea = zi_world_place_by_id(world, "caspian_mid");
    const zhol_ref kaz = zi_world_economy_by_iso3(world, "KAZ");
    const zhol_scope everywhere = { ZHOL_SCOPE_EVERYWHERE, 0 };
    const zhol_scope cities = { ZHOL_SCOPE_KIND, ZHOL_PLACE_CITY };
    const zhol_scope in_kaz = { ZHOL_SCOPE_ECONOMY, kaz };
    const zhol_scope in_eaeu = { ZHOL_SCOPE_GROUP, zi_world_text_of(world, "EAEU") };
    const zhol_scope there = { ZHOL_SCOPE_PLACE, almaty };
    (void) state;
    assert_true(zhol_world_is_in(world, almaty, everywhere, 0));
    assert_true(zhol_world_is_in(world, almaty, cities, 0));
    assert_true(zhol_world_is_in(world, almaty, in_kaz, 0));
    assert_true(zhol_world_is_in(world, almaty, in_eaeu, 20230101));
    assert_false(zhol_world_is_in(world, almaty, in_eaeu, 20140101));
    assert_true(zhol_world_is_in(world, almaty, there, 0));
    assert_true(zhol_world_is_in(world, at_sea, everywhere, 0));
    assert_false(zhol_world_is_in(world, at_sea, cities, 0));
    assert_false(zhol_world_is_in(world, at_sea, in_kaz, 0));
    assert_false(zhol_world_is_in(world, at_sea, in_eaeu, 20230101));
    assert_false(zhol_world_is_in(world, at_sea, there, 0));
}

static void
texts_and_keys_are_looked_up_exactly(void **state)
{
    (void) state;
    assert_string_equal(
        zhol_world_text(world, zi_world_text_of(world, "test_b")), "test_b");
    assert_int_equal(zi_world_text_of(world, "test_"), 0);
    assert_int_equal(zi_world_text_of(world, ""), 0);
    assert_int_equal(zi_world_text_of(world, "\xF4\x8F"), 0);
    assert_int_equal(zi_world_place_by_id(world, "Almaty"), ZHOL_NO_ROW);
    assert_int_equal(zi_world_link_by_id(world, "almaty"), ZHOL_NO_ROW);
    assert_int_equal(zi_world_pass_by_id(world, "baku_pass"), 0);
}

static void
grades_are_counted(void **state)
{
    uint32_t count[ZHOL_N_GRADES];
    (void) state;
    zhol_world_table_grades(world, ZI_TABLE_PLACES, count);
    assert_int_equal(count[ZHOL_GRADE_A], 2);
    assert_int_equal(count[ZHOL_GRADE_C], 7);
    assert_int_equal(zhol_world_table_rows(world, ZI_TABLE_PLACES), 9);
    zhol_world_table_grades(world, ZI_TABLE_SOURCES, count);
    assert_int_equal(count[0] + count[1] + count[2] + count[3], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_found_by_id_code_and_name_in_any_language),
        cmocka_unit_test(an_unknown_place_is_refused_with_the_nearest),
        cmocka_unit_test(of_two_places_with_one_name_only_a_much_larger_one_is_taken),
        cmocka_unit_test(candidates_come_exact_first_then_by_distance_then_by_people),
        cmocka_unit_test(a_scope_is_a_place_an_economy_or_a_group),
        cmocka_unit_test(an_unknown_or_ambiguous_scope_is_refused_with_candidates),
        cmocka_unit_test(passes_links_and_commodities_are_found),
        cmocka_unit_test(membership_has_dates),
        cmocka_unit_test(a_place_is_inside_its_scopes),
        cmocka_unit_test(texts_and_keys_are_looked_up_exactly),
        cmocka_unit_test(grades_are_counted),
    };
    return cmocka_run_group_tests_name("world find", tests, make_world, free_world);
}
