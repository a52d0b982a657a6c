/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tables.h"
#include "world/compare.h"

/* The tiny world, with one text in one table replaced, or with rows added (old NULL). */
static zhol_world *
changed_world(uint32_t table, const char *old, const char *now)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    if (old) {
        tables_change(&tables, table, old, now);
    } else {
        tables_add(&tables, table, now);
    }
    if (tables_make(&tables, NULL, NULL, &w, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    zi_folder_free(&tables);
    return w;
}

static void
assert_field(const zhol_world *w, uint32_t table, zhol_ref row, const char *column,
    const char *expected)
{
    zi_buffer text = { 0 };

    zi_buffer_text(&text, "");
    zi_world_field(w, table, row, zi_schema_column(zi_schema_of(table), column), &text);
    zi_buffer_add(&text, "", 1);
    assert_string_equal(text.data, expected);
    zi_buffer_free(&text);
}

static void
a_world_does_not_differ_from_itself_or_its_file(void **state)
{
    zhol_world *w = tiny_world(), *again = NULL;
    zi_changes changes;
    zhol_error err = { "" };
    (void) state;

    assert_int_equal(zhol_world_write(w, "compare.tmp", &err), ZHOL_OK);
    assert_int_equal(zhol_world_open("compare.tmp", NULL, &again, &err), ZHOL_OK);
    assert_int_equal(zi_world_compare(w, again, &changes, &err), ZHOL_OK);
    assert_int_equal(changes.n, 0);
    zi_changes_free(&changes);
    zhol_world_free(w);
    zhol_world_free(again);
    remove("compare.tmp");
    assert_int_equal(zi_mem_live(), 0);
}

static void
a_changed_field_is_one_change_of_its_row(void **state)
{
    zhol_world *a = tiny_world(),
               *b = changed_world(ZI_TABLE_LINKS, "rail,2900,1520", "rail,2950.5,1520");
    zi_changes changes;
    (void) state;

    assert_int_equal(zi_world_compare(a, b, &changes, NULL), ZHOL_OK);
    assert_int_equal(changes.n, 1);
    assert_int_equal(changes.list[0].table, ZI_TABLE_LINKS);
    assert_field(a, ZI_TABLE_LINKS, changes.list[0].row_a, "id", "aktau_almaty_rail");
    assert_field(a, ZI_TABLE_LINKS, changes.list[0].row_a, "length_km", "2900");
    assert_field(b, ZI_TABLE_LINKS, changes.list[0].row_b, "length_km", "2950.5");
    assert_field(b, ZI_TABLE_LINKS, changes.list[0].row_b, "from", "aktau");
    assert_field(b, ZI_TABLE_LINKS, changes.list[0].row_b, "open_year", "");
    assert_field(b, ZI_TABLE_LINKS, changes.list[0].row_b, "mode", "rail");
    zi_changes_free(&changes);
    zhol_world_free(a);
    zhol_world_free(b);
    assert_int_equal(zi_mem_live(), 0);
}

static void
a_further_row_is_added_one_way_and_removed_the_other(void **state)
{
    zhol_world *a = tiny_world(), *b = changed_world(ZI_TABLE_PLACES, NULL,
                                      "aaa,city,Aaa,,,,,,KAZ,51.9,47.1,,,,test_a,A\n");
    zi_changes changes;
    (void) state;

    /* Row numbers of all places move by one: references must not seem changed. */
    assert_int_equal(zi_world_compare(a, b, &changes, NULL), ZHOL_OK);
    assert_int_equal(changes.n, 1);
    assert_int_equal(changes.list[0].row_a, ZHOL_NO_ROW);
    assert_field(b, ZI_TABLE_PLACES, changes.list[0].row_b, "id", "aaa");
    zi_changes_free(&changes);
    assert_int_equal(zi_world_compare(b, a, &changes, NULL), ZHOL_OK);
    assert_int_equal(changes.n, 1);
    assert_int_equal(changes.list[0].row_b, ZHOL_NO_ROW);
    zi_changes_free(&changes);
    zhol_world_free(a);
    zhol_world_free(b);
}

static void
a_row_without_a_key_that_changes_is_removed_and_added(void **state)
{
    zhol_world *a = tiny_world(), *b = NULL;
    zi_changes changes;
    (void) state;

    assert_int_equal(zi_compare_n_key(zi_schema_of(ZI_TABLE_GROUPS)),
        zi_schema_of(ZI_TABLE_GROUPS)->n_columns);
    b = changed_world(ZI_TABLE_GROUPS, "2015-01-01", "2015-01-02");
    assert_int_equal(zi_world_compare(a, b, &changes, NULL), ZHOL_OK);
    assert_int_equal(changes.n, 2);
    assert_int_equal(changes.list[0].row_b, ZHOL_NO_ROW);
    assert_int_equal(changes.list[1].row_a, ZHOL_NO_ROW);
    assert_field(b, ZI_TABLE_GROUPS, changes.list[1].row_b, "to", "2015-01-02");
    zi_changes_free(&changes);
    zhol_world_free(a);
    zhol_world_free(b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_world_does_not_differ_from_itself_or_its_file),
        cmocka_unit_test(a_changed_field_is_one_change_of_its_row),
        cmocka_unit_test(a_further_row_is_added_one_way_and_removed_the_other),
        cmocka_unit_test(a_row_without_a_key_that_changes_is_removed_and_added),
    };
    return cmocka_run_group_tests_name("world compare", tests, NULL, NULL);
}
