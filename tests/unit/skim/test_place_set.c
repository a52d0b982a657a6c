/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of places as people type them, on the tiny world: two cities, two seaports, four
 * places at borders and one at sea, of three economies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zhol/matrix.h>

#include "base/mem.h"
#include "io/file.h"
#include "unit/world/tables.h"

static char path[64];

static int
open_world(void **state)
{
    snprintf(path, sizeof path, "./places-%ld.txt", (long) getpid());
    *state = tiny_world();
    return 0;
}

static int
close_world(void **state)
{
    remove(path);
    zhol_world_free(*state);
    return zi_mem_live() != 0;
}

/* The ids of a set, joined by blanks. */
static const char *
ids_of(const zhol_world *w, const zhol_place_set *set, char text[256])
{
    size_t n = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < set->n_places; i++) {
        const zhol_place *p = &zhol_world_places(w, NULL)[set->places[i]];
        n += (size_t) snprintf(
            text + n, 256 - n, "%s%s", i > 0 ? " " : "", zhol_world_text(w, p->id));
    }
    return text;
}

static void
assert_set(const zhol_world *w, const char *text, const char *ids)
{
    zhol_place_set set;
    zhol_error err = { "" };
    char found[256];

    if (zhol_place_set_read(w, text, &set, &err) != ZHOL_OK) {
        fail_msg("%s: %s", text, err.message);
    }
    assert_string_equal(ids_of(w, &set, found), ids);
    zhol_place_set_free(&set);
    assert_null(set.places);
}

static void
assert_refused(
    const zhol_world *w, const char *text, zhol_status expected, const char *message)
{
    zhol_place_set set;
    zhol_error err = { "" };

    assert_int_equal(zhol_place_set_read(w, text, &set, &err), expected);
    if (!strstr(err.message, message)) {
        fail_msg("'%s' does not say '%s'", err.message, message);
    }
    assert_null(set.places);
    assert_int_equal(set.n_places, 0);
}

static void
write_file(const char *text)
{
    assert_int_equal(zi_file_write_atomic(path, text, strlen(text), NULL), ZHOL_OK);
}

static void
kinds_of_places_come_in_the_order_of_ids(void **state)
{
    const zhol_world *w = *state;
    assert_set(
        w, "all", "aktau alat almaty altynkol khorgos khorgos_rail nur_zholy urumqi");
    assert_set(w, "ports", "aktau alat");
    assert_set(w, "cities:2000000", "almaty urumqi");
    assert_set(w, "cities:2200000", "almaty urumqi"); /* at least */
    assert_set(w, "cities:2200001", "urumqi");
    assert_set(w, "cities:13000", "aktau alat almaty urumqi"); /* ports are cities too */
    assert_set(w, "cities:0", "aktau alat almaty urumqi");     /* no population: none */
}

static void
names_come_as_they_are_typed(void **state)
{
    const zhol_world *w = *state;
    assert_set(w, "Urumqi,Алматы, Aqtau", "urumqi almaty aktau");
    assert_set(w, "urumqi,ports", "urumqi aktau alat");
}

/* Azerbaijan has one place, China and Kazakhstan several. */
static void
an_economy_stands_as_its_largest_city(void **state)
{
    const zhol_world *w = *state;
    zhol_place_set set;
    uint32_t n;
    assert_set(w, "economies", "alat urumqi almaty");
    assert_int_equal(zhol_place_set_read(w, "urumqi,economies", &set, NULL), ZHOL_OK);
    (void) zhol_world_economies(w, &n);
    assert_int_equal(set.n_places, 3);
    assert_int_equal(set.n_again, 1);
    assert_int_equal(set.n_placeless, 0);
    assert_int_equal(set.stands_for[0], ZHOL_NO_ROW); /* it was named as a place */
    assert_in_range(set.stands_for[1], 0, n - 1);
    zhol_place_set_free(&set);
}

static void
economies_without_a_place_are_counted(void **state)
{
    zi_folder f;
    zhol_world *w = NULL;
    zhol_place_set set;
    zhol_error err = { "" };
    (void) state;
    tables_read(&f, "tiny");
    tables_add(&f, ZI_TABLE_ECONOMIES,
        "MNG,MN,Mongolia,Моңғолия,Монголия,蒙古,,1,east_asia,test_a,A\n");
    if (tables_make(&f, NULL, NULL, &w, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(zhol_place_set_read(w, "economies", &set, NULL), ZHOL_OK);
    assert_int_equal(set.n_places, 3);
    assert_int_equal(set.n_placeless, 1);
    zhol_place_set_free(&set);
    zhol_world_free(w);
    zi_folder_free(&f);
}

static void
files_name_a_place_a_line(void **state)
{
    const zhol_world *w = *state;
    char at[80];
    write_file("Urumqi\n\n  Almaty \r\naktau");
    snprintf(at, sizeof at, "@%s", path);
    assert_set(w, at, "urumqi almaty aktau");
    assert_set(w, path, "urumqi almaty aktau"); /* it has a dot and is a file */
    snprintf(at, sizeof at, "khorgos,@%s", path);
    assert_set(w, at, "khorgos urumqi almaty aktau");
    write_file("name,id\n\"a, b\",urumqi\nc,KZALA\n");
    assert_set(w, path, "urumqi almaty");
}

static void
what_is_wrong_with_a_file_names_the_line(void **state)
{
    const zhol_world *w = *state;
    char expected[128];
    write_file("Urumqi\n\nAlmatyy\n");
    snprintf(expected, sizeof expected, "%s:3: there is no place 'Almatyy': did you mean",
        path);
    assert_refused(w, path, ZHOL_USAGE, expected);
    write_file("id\nurumqi\nalmat\n");
    snprintf(expected, sizeof expected, "%s:3: there is no place 'almat'", path);
    assert_refused(w, path, ZHOL_USAGE, expected);
    write_file("id,name\nurumqi\n");
    snprintf(expected, sizeof expected, "%s:2: ", path);
    assert_refused(w, path, ZHOL_BAD_DATA, expected);
    write_file("id,name\nurumqi,a\n,b\n");
    snprintf(expected, sizeof expected, "%s:3: the id is empty", path);
    assert_refused(w, path, ZHOL_BAD_DATA, expected);
    write_file("id\nurumqi\n\nalmaty\n");
    assert_refused(w, path, ZHOL_BAD_DATA, expected);
    write_file("\n \n");
    assert_refused(w, path, ZHOL_USAGE, "names no place");
    write_file("urumqi\nalm\xc3ty\n");
    snprintf(expected, sizeof expected, "%s:2: a byte that is no UTF-8 text", path);
    assert_refused(w, path, ZHOL_BAD_DATA, expected);
    assert_int_equal(
        zi_file_write_atomic(path, "urumqi\n\nalmaty\0x", 16, NULL), ZHOL_OK);
    snprintf(expected, sizeof expected, "%s:3: a byte that is no UTF-8 text", path);
    assert_refused(w, path, ZHOL_BAD_DATA, expected);
    assert_refused(w, "@/nowhere.txt", ZHOL_IO, "/nowhere.txt: cannot open it");
}

static void
unknown_and_empty_sets_are_refused(void **state)
{
    const zhol_world *w = *state;
    assert_refused(w, "Almatyy", ZHOL_USAGE, "did you mean Almaty (almaty)");
    assert_refused(w, "Almaty,,Urumqi", ZHOL_USAGE, "there is no place ''");
    assert_refused(w, "", ZHOL_USAGE, "there is no place ''");
    assert_refused(
        w, "cities:9000000", ZHOL_USAGE, "no place belongs to 'cities:9000000'");
    assert_refused(w, "cities:many", ZHOL_USAGE, "'cities:many' should be a number");
    assert_refused(w, "cities:-1", ZHOL_USAGE, "should be a number");
    assert_refused(w, "caspian_mid", ZHOL_USAGE, "'caspian_mid' is a point at sea");
}

static void
memory_may_run_out(void **state)
{
    const zhol_world *w = *state;
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    char text[96];
    write_file("id\nurumqi\n");
    snprintf(text, sizeof text, "ports,economies,khorgos,@%s", path);
    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_place_set set;
        assert_true(k < 500);
        zi_mem_fail_after(k);
        status = zhol_place_set_read(w, text, &set, NULL);
        zi_mem_fail_after(-1);
        /* a name that could not be looked up for lack of memory is "unknown" */
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT || status == ZHOL_USAGE);
        zhol_place_set_free(&set);
        assert_int_equal(zi_mem_live(), live);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_places_come_in_the_order_of_ids),
        cmocka_unit_test(names_come_as_they_are_typed),
        cmocka_unit_test(an_economy_stands_as_its_largest_city),
        cmocka_unit_test(economies_without_a_place_are_counted),
        cmocka_unit_test(files_name_a_place_a_line),
        cmocka_unit_test(what_is_wrong_with_a_file_names_the_line),
        cmocka_unit_test(unknown_and_empty_sets_are_refused),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("skim-place_set", tests, open_world, close_world);
}
