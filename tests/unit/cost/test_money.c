/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "cost/money.h"
#include "unit/cost/scenes.h"

static double
factor(const zhol_world *w, const char *code, uint32_t year)
{
    double usd = -1;

    assert_int_equal(
        zi_money_factor(w, zi_world_text_of(w, code), year, &usd, NULL), ZHOL_OK);
    return usd;
}

/* 1e-12 relative: a few roundings of products of doubles */
static void
assert_near(double found, double right)
{
    if (!(fabs(found - right) <= 1e-12 * fabs(right))) {
        fail_msg("%.17g is not %.17g", found, right);
    }
}

static void
nominal_amounts_become_dollars_of_the_base_year(void **state)
{
    zhol_world *w = tiny_world();

    (void) state;
    assert_near(factor(w, "KZT", 2023), 1 / 456.3);
    assert_near(factor(w, "KZT", 2022), 101 / 97.5 / 460.2); /* prices rose since */
    assert_near(factor(w, "USD", 2022), 101 / 97.5);
    assert_near(factor(w, "USD", 0), 1); /* undated: of the base year */
    assert_near(factor(w, "", 0), 1);
    zhol_world_free(w);
}

static void
the_nearest_year_stands_in_for_a_missing_one(void **state)
{
    zhol_world *w = tiny_world();

    (void) state;
    assert_near(factor(w, "EUR", 2010), 101 / 97.5 / 0.925);
    assert_near(factor(w, "CNY", 2030), 1 / 7.08);
    assert_near(factor(w, "CNY", 1999), 101 / 97.5 / 6.74);
    zhol_world_free(w);
}

static void
a_currency_without_a_row_is_bad_data(void **state)
{
    zhol_world *w = tiny_world();
    zhol_error err = { "" };
    double usd = -1;

    (void) state;
    /* any text of the world that is no currency will do */
    assert_int_equal(zi_money_factor(w, zi_world_text_of(w, "almaty"), 2023, &usd, &err),
        ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "'almaty'"));
    assert_true(usd >= 0 && usd <= 0);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nominal_amounts_become_dollars_of_the_base_year),
        cmocka_unit_test(the_nearest_year_stands_in_for_a_missing_one),
        cmocka_unit_test(a_currency_without_a_row_is_bad_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
