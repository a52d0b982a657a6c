/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "unit/cost/scenes.h"

/* Exact: counts of units are whole or halves. */
#define assert_count(load, unit, right) \
    assert_int_equal((int) (2 * (load).n[ZHOL_UNIT_##unit]), (int) (2 * (right)))

static void
boxes_count_by_the_box_and_take_a_lorry_each(void **state)
{
    zhol_consignment c;
    tiny t;

    (void) state;
    tiny_open(&t);
    assert_count(t.load, FEU, 1);
    assert_count(t.load, TEU, 2);
    assert_count(t.load, TRUCK, 1);
    assert_count(t.load, WAGON, 1);
    assert_count(t.load, T, 20);
    assert_count(t.load, SHIPMENT, 1);
    assert_true(t.load.may_be_boxed && !t.load.may_be_loose);

    zhol_consignment_defaults(&c);
    c.packing = ZHOL_PACK_TEU;
    c.n_units = 3;
    c.mass_t = 60; /* 20 t each: three lorries of 22 t, not two */
    tiny_load(&t, &c);
    assert_count(t.load, TEU, 3);
    assert_count(t.load, FEU, 1.5);
    assert_count(t.load, TRUCK, 3);
    assert_count(t.load, WAGON, 2);
    c.mass_t = 30;
    tiny_load(&t, &c);
    assert_count(t.load, TRUCK, 2);
    tiny_close(&t);
}

static void
a_missing_number_is_what_the_mass_needs(void **state)
{
    zhol_consignment c;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_consignment_defaults(&c);
    c.packing = ZHOL_PACK_AUTO;
    c.n_units = 0;
    c.mass_t = 69;
    tiny_load(&t, &c);
    assert_count(t.load, FEU, 3);   /* of 26.5 t */
    assert_count(t.load, TEU, 4);   /* of 21.6 t */
    assert_count(t.load, WAGON, 2); /* of 68 t */
    assert_count(t.load, TRUCK, 4); /* of 22 t */
    assert_true(t.load.may_be_boxed && t.load.may_be_loose);
    c.packing = ZHOL_PACK_WAGON;
    tiny_load(&t, &c);
    assert_int_equal(t.load.consignment.n_units, 2);
    assert_true(!t.load.may_be_boxed && t.load.may_be_loose);
    c.packing = ZHOL_PACK_FEU;
    c.mass_t = 3 * 26.5;
    tiny_load(&t, &c);
    assert_count(t.load, FEU, 3);
    c.packing = ZHOL_PACK_TRUCK;
    c.n_units = 5;
    tiny_load(&t, &c);
    assert_count(t.load, TRUCK, 5);
    tiny_close(&t);
}

static void
more_than_the_units_hold_is_refused(void **state)
{
    zhol_error err = { "" };
    zhol_consignment c;
    zi_load load;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_consignment_defaults(&c);
    c.mass_t = 60;
    assert_int_equal(zi_load_make(t.book, &c, &load, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "60 t do not fit in 1 FEU of 26.5 t: 3 are needed");
    c.mass_t = -1;
    assert_int_equal(zi_load_make(t.book, &c, &load, NULL), ZHOL_USAGE);
    tiny_close(&t);
}

static void
the_commodity_says_how_goods_travel_and_what_they_are_worth(void **state)
{
    zhol_consignment c;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_consignment_defaults(&c);
    assert_true(t.load.value_is_assumed);
    assert_int_equal(
        (int) t.load.consignment.value_usd, 50000); /* the default, of 20 t */
    strcpy(c.hs, "510111");                         /* 5101 before 51 */
    tiny_load(&t, &c);
    assert_int_equal((int) t.load.consignment.value_usd, 20 * 5000);
    strcpy(c.hs, "0204");
    c.value_usd = 7;
    tiny_load(&t, &c);
    assert_false(t.load.value_is_assumed);
    assert_true(t.load.is_reefer);
    assert_int_equal((int) (100 * t.load.rate_factor), 150);
    assert_int_equal((int) (100 * t.load.energy_factor + 0.5), 115);
    strcpy(c.hs, "36");
    c.is_oversize = true;
    tiny_load(&t, &c);
    assert_int_equal((int) (100 * t.load.rate_factor + 0.5), 260); /* 1.3 x 2 */
    assert_int_equal((int) (100 * t.load.procedure_factor), 120);
    strcpy(c.hs, "1001");
    c.packing = ZHOL_PACK_AUTO;
    c.n_units = 0;
    tiny_load(&t, &c);
    assert_true(t.load.is_bulk && !t.load.may_be_boxed);
    c.packing = ZHOL_PACK_FEU; /* grain in a box is a box */
    tiny_load(&t, &c);
    assert_true(!t.load.is_bulk && t.load.may_be_boxed);
    tiny_close(&t);
}

static uint32_t
liked_best(const zi_load *load, uint32_t mode, uint32_t service_class)
{
    const uint8_t *rank = zi_load_unit_rank(load, mode, service_class);
    uint32_t best = 0;

    for (uint32_t u = 1; u < ZHOL_N_UNITS; u++) {
        best = rank[u] > rank[best] ? u : best;
    }
    assert_int_equal(rank[ZHOL_UNIT_SHIPMENT], 0);
    return best;
}

static void
rates_are_taken_by_the_box_or_by_the_vehicle(void **state)
{
    zhol_consignment c;
    tiny t;

    (void) state;
    tiny_open(&t);
    assert_int_equal(
        liked_best(&t.load, ZHOL_MODE_RAIL, ZHOL_CLASS_WAGONLOAD), ZHOL_UNIT_FEU);
    zhol_consignment_defaults(&c);
    c.packing = ZHOL_PACK_TEU;
    tiny_load(&t, &c);
    assert_int_equal(liked_best(&t.load, ZHOL_MODE_SEA, ZHOL_CLASS_LINER), ZHOL_UNIT_TEU);
    c.packing = ZHOL_PACK_AUTO;
    c.n_units = 0;
    tiny_load(&t, &c);
    assert_int_equal(liked_best(&t.load, ZHOL_MODE_SEA, ZHOL_CLASS_LINER), ZHOL_UNIT_FEU);
    assert_int_equal(
        liked_best(&t.load, ZHOL_MODE_RAIL, ZHOL_CLASS_WAGONLOAD), ZHOL_UNIT_WAGON);
    assert_int_equal(
        liked_best(&t.load, ZHOL_MODE_ROAD, ZHOL_CLASS_TRUCK), ZHOL_UNIT_WAGON);
    c.packing = ZHOL_PACK_TRUCK;
    tiny_load(&t, &c);
    assert_int_equal(
        liked_best(&t.load, ZHOL_MODE_SEA, ZHOL_CLASS_LINER), ZHOL_UNIT_WAGON);
    tiny_close(&t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_count_by_the_box_and_take_a_lorry_each),
        cmocka_unit_test(a_missing_number_is_what_the_mass_needs),
        cmocka_unit_test(more_than_the_units_hold_is_refused),
        cmocka_unit_test(the_commodity_says_how_goods_travel_and_what_they_are_worth),
        cmocka_unit_test(rates_are_taken_by_the_box_or_by_the_vehicle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
