/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "net/words.h"

static void
every_value_has_the_word_of_the_tables(void **state)
{
    (void) state;
    assert_string_equal(zhol_mode_word(ZHOL_MODE_RAIL_FERRY), "rail_ferry");
    assert_string_equal(zhol_place_kind_word(ZHOL_PLACE_SEA_WAYPOINT), "sea_waypoint");
    assert_string_equal(zhol_ocean_word(ZHOL_OCEAN_BALTIC), "baltic");
    assert_string_equal(zhol_ocean_word(ZHOL_OCEAN_NONE), "");
    assert_string_equal(zhol_what_word(ZHOL_WHAT_TRANSIT), "transit");
    assert_string_equal(zhol_service_class_word(ZHOL_CLASS_TRUCK), "truck");
    assert_string_equal(zhol_regime_word(ZHOL_REGIME_CRISIS), "crisis");
    assert_string_equal(zhol_unit_word(ZHOL_UNIT_FEU), "feu");
    assert_string_equal(zhol_grade_word(ZHOL_GRADE_D), "D");
}

static void
a_word_leads_back_to_its_value(void **state)
{
    static const char *const with_gap[] = { "general", NULL, "bulk" };
    (void) state;
    for (uint32_t i = 0; i < ZHOL_N_WHATS; i++) {
        assert_int_equal(zi_word_value(zi_what_words, ZHOL_N_WHATS, zi_what_words[i]), i);
    }
    assert_int_equal(zi_word_value(zi_what_words, ZHOL_N_WHATS, "Border"), ZHOL_N_WHATS);
    assert_int_equal(zi_word_value(zi_mode_words, ZHOL_N_MODES, ""), ZHOL_N_MODES);
    assert_int_equal(zi_word_value(with_gap, 3, "bulk"), 2);
    assert_int_equal(zi_word_value(with_gap, 3, "container"), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_has_the_word_of_the_tables),
        cmocka_unit_test(a_word_leads_back_to_its_value),
    };
    return cmocka_run_group_tests_name("net words", tests, NULL, NULL);
}
