/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static void
texts_grow_piece_by_piece(void **state)
{
    zi_buffer b = { 0 };
    (void) state;
    zi_buffer_text(&b, "Dostyk");
    zi_buffer_add(&b, "|ignored", 1);
    zi_buffer_format(&b, "%s %.1f km", "Alashankou", 12.25);
    zi_buffer_repeat(&b, '-', 3);
    zi_buffer_repeat(&b, '-', 0);
    zi_buffer_add(&b, NULL, 0);
    assert_string_equal(b.data, "Dostyk|Alashankou 12.2 km---");
    assert_int_equal(b.length, strlen(b.data));
    assert_int_equal(zi_buffer_status(&b, NULL), ZHOL_OK);
    zi_buffer_free(&b);
    assert_null(b.data);
}

static void
a_long_text_grows_to_its_length(void **state)
{
    zi_buffer b = { 0 };
    (void) state;
    for (int i = 0; i < 10000; i++) {
        zi_buffer_format(&b, "%04d ", i);
    }
    assert_int_equal(b.length, 50000);
    assert_memory_equal(b.data + 49995, "9999 ", 6);
    zi_buffer_free(&b);
}

static void
once_memory_was_out_the_text_says_so_for_ever(void **state)
{
    const long before = zi_mem_live();
    zi_buffer b = { 0 };
    zhol_error err;
    (void) state;
    for (long k = 0; k < 3; k++) {
        zi_mem_fail_after(k);
        for (int i = 0; i < 10; i++) {
            zi_buffer_text(&b, "0123456789");
        }
        zi_mem_fail_after(-1);
        zi_buffer_format(&b, "%d", 1);
        zi_buffer_repeat(&b, 'x', 5);
        assert_true(b.failed);
        assert_int_equal(b.length % 10, 0);
        assert_int_equal(zi_buffer_status(&b, &err), ZHOL_LIMIT);
        assert_non_null(strstr(err.message, "no memory"));
        zi_buffer_free(&b);
        assert_false(b.failed);
        assert_int_equal(zi_mem_live(), before);
    }
}

static void
a_text_has_a_ceiling(void **state)
{
    zi_buffer b = { 0 };
    (void) state;
    zi_buffer_text(&b, "kept");
    zi_buffer_repeat(&b, 'x', ZI_BUFFER_MAX - 4);
    assert_true(b.failed);
    zi_buffer_text(&b, "more");
    assert_string_equal(b.data, "kept");
    zi_buffer_free(&b);
    zi_buffer_repeat(&b, 'x', SIZE_MAX);
    assert_true(b.failed);
    zi_buffer_free(&b);
}

static void
numbers_have_a_point_in_every_locale(void **state)
{
    static const char *const names[] = { "de_DE.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8" };
    zi_buffer b = { 0 };
    const char *set = NULL;
    (void) state;
    for (size_t i = 0; !set && i < 3; i++) {
        set = setlocale(LC_ALL, names[i]);
    }
    if (!set) {
        skip(); /* this machine has no locale with a comma */
    }
    zi_buffer_format(&b, "%.1f", 0.5);
    setlocale(LC_ALL, "C");
    assert_string_equal(b.data, "0.5");
    zi_buffer_free(&b);
}

/* Unicode 15, table 3-7, its edges; and W3C's favourites. */
static void
only_well_formed_utf8_is_valid(void **state)
{
    static const char *const good[] = { "", "a", "\x7F", "\xC2\x80", "\xDF\xBF",
        "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "Дружба 友谊 Достық" };
    static const char *const bad[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2",
        "\xC2\x41", "\xC2\xC2", "\xE0\x9F\xBF", "\xE0\xA0", "\xE2\x82\x41",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80",
        "\xF0\x90\x80\xC0", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF" };
    char text[16];
    (void) state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(zi_utf8_is_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(zi_utf8_is_valid(bad[i], strlen(bad[i])));
        strcpy(text, "ok\xC3\xA9");
        strcat(text, bad[i]);
        assert_int_equal(zi_utf8_bad_at(text, strlen(text)), 4);
    }
    assert_true(zi_utf8_is_valid("a\0b", 3));
}

static void
assert_folds(const char *name, const char *folded)
{
    char *found = zi_fold(name, NULL);
    assert_non_null(found);
    assert_string_equal(found, folded);
    zi_free(found);
}

static void
names_fold_to_what_their_spellings_share(void **state)
{
    (void) state;
    assert_folds("Xi'an", "xian");
    assert_folds("Xi\u2019an", "xian");
    assert_folds("XIAN", "xian");
    assert_folds("Ürümqi", "urumqi");
    assert_folds("U\u0308ru\u0308mqi", "urumqi");
    assert_folds("bandar_abbas", "bandarabbas");
    assert_folds("Bandar  Abbas ", "bandarabbas");
    assert_folds("Saint-Petersburg", "saintpetersburg");
    assert_folds("Małaszewicze", "malaszewicze");
    assert_folds("Diyarbakır", "diyarbakir");
    assert_folds("İZMİR", "izmir");
    assert_folds("To\u02BBrtko\u02BBl", "tortkol");
    assert_folds("Straße", "strasse");
    assert_folds("Tromsø Ærø Đakovo Þing Œ Ħal Ŧ ð", "tromsoaerodakovothingoehaltd");
    assert_folds("", "");
    assert_folds("...", "");
}

static void
cyrillic_chinese_and_wide_letters_fold_too(void **state)
{
    (void) state;
    assert_folds("ДОСТЫҚ", "достық");
    assert_folds("Алёшинка", "алешинка");
    assert_folds("西安", "西安");
    assert_folds("ＡＬＭＡＴＹ ２", "almaty2"); /* full-width forms */
    assert_folds("上海港", "上海港");
}

static void
bytes_that_are_no_text_are_left_out_of_a_folded_name(void **state)
{
    (void) state;
    assert_folds("Al\xFFma\xC3ty\xE4", "almaty");
}

static void
folding_survives_every_failed_allocation(void **state)
{
    const long before = zi_mem_live();
    char long_name[200];
    zhol_error err;
    char *folded = NULL;
    (void) state;
    memset(long_name, 'A', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    for (long k = 0; !folded; k++) {
        assert_true(k < 100);
        err.message[0] = '\0';
        zi_mem_fail_after(k);
        folded = zi_fold(long_name, &err);
        zi_mem_fail_after(-1);
        assert_true(folded || err.message[0] != '\0');
        assert_int_equal(zi_mem_live(), before + (folded ? 1 : 0));
    }
    assert_int_equal(strlen(folded), 199);
    zi_free(folded);
}

static void
edits_are_counted_in_letters(void **state)
{
    (void) state;
    assert_int_equal(zi_edit_distance("almaty", "almaty", 3), 0);
    assert_int_equal(zi_edit_distance("almaty", "alma", 3), 2);
    assert_int_equal(zi_edit_distance("kitten", "sitting", 9), 3);
    assert_int_equal(zi_edit_distance("kitten", "sitting", 2), 3);
    assert_int_equal(zi_edit_distance("almtay", "almaty", 3), 1); /* neighbours swapped */
    assert_int_equal(zi_edit_distance("ca", "abc", 9), 3);        /* not the metric's 2 */
    assert_int_equal(zi_edit_distance("достык", "достық", 3), 1);
    assert_int_equal(zi_edit_distance("西安", "", 3), 2);
    assert_int_equal(zi_edit_distance("", "", 0), 0);
    assert_int_equal(zi_edit_distance("a", "b", 0), 1);
}

static void
very_long_texts_are_too_far_apart(void **state)
{
    char a[300], b[300];
    (void) state;
    memset(a, 'x', sizeof a);
    a[256] = '\0';
    memcpy(b, a, sizeof b);
    assert_int_equal(zi_edit_distance(a, b, 1000), 1001);
    a[255] = b[255] = '\0';
    assert_int_equal(zi_edit_distance(a, b, 1000), 0);
    memset(b, 'y', 255);
    assert_int_equal(zi_edit_distance(a, b, 1000), 255);
    assert_int_equal(zi_edit_distance(a, b, 254), 255);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_grow_piece_by_piece),
        cmocka_unit_test(a_long_text_grows_to_its_length),
        cmocka_unit_test(once_memory_was_out_the_text_says_so_for_ever),
        cmocka_unit_test(a_text_has_a_ceiling),
        cmocka_unit_test(numbers_have_a_point_in_every_locale),
        cmocka_unit_test(only_well_formed_utf8_is_valid),
        cmocka_unit_test(names_fold_to_what_their_spellings_share),
        cmocka_unit_test(cyrillic_chinese_and_wide_letters_fold_too),
        cmocka_unit_test(bytes_that_are_no_text_are_left_out_of_a_folded_name),
        cmocka_unit_test(folding_survives_every_failed_allocation),
        cmocka_unit_test(edits_are_counted_in_letters),
        cmocka_unit_test(very_long_texts_are_too_far_apart),
    };
    return cmocka_run_group_tests_name("base-text", tests, NULL, NULL);
}
