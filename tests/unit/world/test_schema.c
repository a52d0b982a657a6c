/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "world/draft.h"
#include "world/inside.h"
#include "world/pool.h"
#include "world/suggest.h"
#include "base/mem.h"

static void
patterns_take_what_they_say_and_nothing_else(void **state)
{
    static const struct {
        zi_pattern pattern;
        const char *text;
        bool fits;
    } cases[] = {
        { ZI_PATTERN_ID, "khorgos_2", true },
        { ZI_PATTERN_ID, "2khorgos", false },
        { ZI_PATTERN_ID, "Khorgos", false },
        { ZI_PATTERN_ID, "_x", false },
        { ZI_PATTERN_UPPER_2, "KZ", true },
        { ZI_PATTERN_UPPER_2, "KAZ", false },
        { ZI_PATTERN_UPPER_3, "KAZ", true },
        { ZI_PATTERN_UPPER_3, "KA1", false },
        { ZI_PATTERN_UNLOCODE, "KZALA", true },
        { ZI_PATTERN_UNLOCODE, "US2AB", true },
        { ZI_PATTERN_UNLOCODE, "1ZALA", false },
        { ZI_PATTERN_HS, "510111", true },
        { ZI_PATTERN_HS, "51011", false },
        { ZI_PATTERN_GROUP, "EU-27", true },
        { ZI_PATTERN_GROUP, "-EU", false },
        { ZI_PATTERN_ANY, "anything: at all", true },
        { ZI_PATTERN_UPPER_3, "", true },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            zi_pattern_fits(cases[i].pattern, cases[i].text, strlen(cases[i].text)),
            cases[i].fits);
    }
}

/* What the loader, the writer and the overlay rely on. */
static void
columns_lie_inside_their_records_and_do_not_overlap(void **state)
{
    (void) state;
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        const zi_schema *s = zi_schema_of(t);
        unsigned char is_taken[512] = { 0 };
        assert_true(s->record_size <= sizeof is_taken && s->record_size % 4 == 0);
        for (uint32_t i = 0; i < s->n_columns; i++) {
            const zi_column *c = &s->columns[i];
            const bool is_wide = c->kind == ZI_COLUMN_NUMBER || c->kind == ZI_COLUMN_SCOPE
                                 || c->kind == ZI_COLUMN_SCOPES;
            const uint32_t n = is_wide ? 8 : 4;
            assert_true(c->at % (c->kind == ZI_COLUMN_NUMBER ? 8 : 4) == 0);
            for (uint32_t k = c->at; k < c->at + n; k++) {
                assert_true(k < s->record_size && !is_taken[k]);
                is_taken[k] = 1;
            }
            assert_true(c->n_words <= 32);
            assert_int_equal(zi_schema_column(s, c->name), i);
        }
        assert_false(is_taken[s->line_at] || is_taken[s->mine_at]);
    }
    assert_int_equal(
        zi_schema_column(zi_schema_of(0), "no such"), zi_schema_of(0)->n_columns);
}

static void
the_schema_has_one_hash(void **state)
{
    (void) state;
    assert_true(zi_schema_hash() != 0);
    assert_true(zi_schema_hash() == zi_schema_hash());
}

static void
tables_have_their_names(void **state)
{
    (void) state;
    assert_int_equal(zhol_world_n_tables(), 30);
    assert_string_equal(zhol_world_table_name(0), "sources");
    assert_string_equal(zhol_world_table_name(16), "parameters");
}

static void
a_pool_keeps_each_text_once(void **state)
{
    zi_pool pool = { 0 };
    uint32_t first[500], again;
    char text[16];
    (void) state;
    assert_string_equal(zi_pool_text(&pool, 0), "");
    for (uint32_t i = 0; i < 500; i++) {
        const int n = snprintf(text, sizeof text, "text %u", i);
        assert_int_equal(zi_pool_add(&pool, text, (size_t) n, &first[i], NULL), ZHOL_OK);
    }
    for (uint32_t i = 0; i < 500; i++) {
        const int n = snprintf(text, sizeof text, "text %u", i);
        assert_int_equal(zi_pool_add(&pool, text, (size_t) n, &again, NULL), ZHOL_OK);
        assert_int_equal(again, first[i]);
        assert_string_equal(zi_pool_text(&pool, again), text);
    }
    assert_int_equal(pool.n_texts, 500);
    assert_int_equal(zi_pool_add(&pool, "", 0, &again, NULL), ZHOL_OK);
    assert_int_equal(again, 0);
    zi_pool_free(&pool);
    assert_int_equal(zi_mem_live(), 0);
}

static int
by_tens(const void *context, uint32_t a, uint32_t b)
{
    (void) context;
    return (int) (a / 10) - (int) (b / 10);
}

static void
sorting_keeps_the_order_of_equals(void **state)
{
    uint32_t rows[] = { 31, 12, 30, 11, 35, 10, 5 };
    static const uint32_t expected[] = { 5, 12, 11, 10, 31, 30, 35 };
    (void) state;
    assert_int_equal(zi_sort(rows, 7, by_tens, NULL, NULL), ZHOL_OK);
    assert_memory_equal(rows, expected, sizeof rows);
    assert_int_equal(zi_sort(rows, 0, by_tens, NULL, NULL), ZHOL_OK);
}

static void
only_a_near_word_is_suggested(void **state)
{
    zi_nearest nearest = zi_nearest_to("dostik");
    (void) state;
    zi_nearest_try(&nearest, "almaty");
    assert_string_equal(zi_nearest_text(&nearest), "");
    zi_nearest_try(&nearest, "dostuk_x");
    zi_nearest_try(&nearest, "dostyk");
    zi_nearest_try(&nearest, "dustik");
    assert_string_equal(zi_nearest_text(&nearest), " (did you mean 'dostyk'?)");
    nearest = zi_nearest_to("x");
    zi_nearest_try(&nearest, "");
    assert_string_equal(zi_nearest_text(&nearest), "");
}

static void
a_long_text_is_cut_between_letters(void **state)
{
    char shown[ZI_SHOWN], text[200] = "";
    (void) state;
    assert_string_equal(zi_show("short", shown), "short");
    strcat(text, "x");
    for (int i = 0; i < 40; i++) {
        strcat(text, "ж"); /* two bytes: byte 60 is inside one */
    }
    assert_int_equal(strlen(zi_show(text, shown)), 1 + 2 * 29 + 3);
    assert_string_equal(shown + strlen(shown) - 5, "ж...");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_take_what_they_say_and_nothing_else),
        cmocka_unit_test(columns_lie_inside_their_records_and_do_not_overlap),
        cmocka_unit_test(the_schema_has_one_hash),
        cmocka_unit_test(tables_have_their_names),
        cmocka_unit_test(a_pool_keeps_each_text_once),
        cmocka_unit_test(sorting_keeps_the_order_of_equals),
        cmocka_unit_test(only_a_near_word_is_suggested),
        cmocka_unit_test(a_long_text_is_cut_between_letters),
    };
    return cmocka_run_group_tests_name("world schema", tests, NULL, NULL);
}
