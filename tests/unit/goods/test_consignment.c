/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <zhol/goods.h>

static void
the_default_is_one_feu_of_20_t(void **state)
{
    zhol_consignment c;
    (void) state;
    memset(&c, 0xFF, sizeof c);
    zhol_consignment_defaults(&c);
    assert_string_equal(c.hs, "");
    assert_true(c.mass_t == 20);
    assert_true(c.value_usd == ZHOL_NOT_GIVEN);
    assert_int_equal(c.packing, ZHOL_PACK_FEU);
    assert_int_equal(c.n_units, 1);
    assert_int_equal(c.n_drivers, 1);
    assert_false(c.is_reefer || c.is_dangerous || c.is_oversize);
    assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_OK);
}

static void
assert_refused(const zhol_consignment *c, const char *message)
{
    zhol_error err = { "" };
    assert_int_equal(zhol_consignment_check(c, &err), ZHOL_USAGE);
    assert_string_equal(err.message, message);
}

static void
mass_and_value_have_a_range(void **state)
{
    zhol_consignment c;
    (void) state;
    zhol_consignment_defaults(&c);
    c.mass_t = 0;
    assert_refused(&c, "mass 0 t: must be more than 0 and at most 1e+06 t");
    c.mass_t = NAN;
    assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_USAGE);
    c.mass_t = 1e6;
    assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_OK);
    c.value_usd = -2;
    assert_refused(&c, "value -2 USD: must be between 0 and 1e+12 USD");
    c.value_usd = NAN;
    assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_USAGE);
    c.value_usd = 0;
    assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_OK);
}

static void
goods_are_2_4_or_6_digits(void **state)
{
    static const char *const good[] = { "", "51", "5101", "510111" };
    static const char *const bad[] = { "5", "510", "51011", "51x1", "-1", "5101110" };
    zhol_consignment c;
    (void) state;
    zhol_consignment_defaults(&c);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        memset(c.hs, 0, sizeof c.hs);
        memcpy(c.hs, good[i], strlen(good[i]));
        assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memset(c.hs, 0, sizeof c.hs);
        memcpy(c.hs, bad[i], strlen(bad[i]));
        assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_USAGE);
    }
    memset(c.hs, '1', sizeof c.hs); /* without an end */
    assert_refused(&c, "goods '1111111': write 2, 4 or 6 digits of the HS code");
}

static void
units_and_drivers_have_a_range(void **state)
{
    zhol_consignment c;
    (void) state;
    zhol_consignment_defaults(&c);
    c.n_units = 10001;
    assert_refused(&c, "units 10001: at most 10000");
    c.n_units = 0;
    assert_int_equal(zhol_consignment_check(&c, NULL), ZHOL_OK);
    c.n_drivers = 3;
    assert_refused(&c, "drivers 3: must be 1 or 2");
    c.n_drivers = 2;
    c.packing = (zhol_packing) 9;
    assert_refused(&c, "packing 9: there is no such unit");
}

static void
units_are_read_in_any_case(void **state)
{
    static const struct {
        const char *text;
        zhol_packing packing;
        uint32_t n;
    } good[] = {
        { "1FEU", ZHOL_PACK_FEU, 1 },
        { "2TEU", ZHOL_PACK_TEU, 2 },
        { "3wagon", ZHOL_PACK_WAGON, 3 },
        { "truck", ZHOL_PACK_TRUCK, 1 },
        { "Feu", ZHOL_PACK_FEU, 1 },
        { "10000teu", ZHOL_PACK_TEU, 10000 },
    };
    zhol_consignment c;
    (void) state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        zhol_consignment_defaults(&c);
        assert_int_equal(zhol_consignment_read_units(&c, good[i].text, NULL), ZHOL_OK);
        assert_int_equal(c.packing, good[i].packing);
        assert_int_equal(c.n_units, good[i].n);
    }
}

static void
other_units_are_refused_and_change_nothing(void **state)
{
    static const char *const bad[] = { "", "7x", "0FEU", "-1FEU", "1 FEU", "FEU1",
        "1FEUs", "10001FEU", "99999999999999999999FEU", "1", "fe" };
    zhol_consignment c;
    zhol_error err = { "" };
    (void) state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        zhol_consignment_defaults(&c);
        c.n_units = 7;
        assert_int_equal(zhol_consignment_read_units(&c, bad[i], NULL), ZHOL_USAGE);
        assert_int_equal(c.n_units, 7);
        assert_int_equal(c.packing, ZHOL_PACK_FEU);
    }
    assert_int_equal(zhol_consignment_read_units(&c, "7x", &err), ZHOL_USAGE);
    assert_string_equal(err.message, "units '7x': write a number from 1 to 10000 and "
                                     "FEU, TEU, wagon or truck, as 1FEU");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_one_feu_of_20_t),
        cmocka_unit_test(mass_and_value_have_a_range),
        cmocka_unit_test(goods_are_2_4_or_6_digits),
        cmocka_unit_test(units_and_drivers_have_a_range),
        cmocka_unit_test(units_are_read_in_any_case),
        cmocka_unit_test(other_units_are_refused_and_change_nothing),
    };
    return cmocka_run_group_tests_name("consignment", tests, NULL, NULL);
}
