/* SPDX-License-Identifier: Apache-2.0 */
/* Every index of one economy by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "cubes.h"

static void
assert_near(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-14 * fmax(1, fabs(b)));
}

/* Who has what:    common  middle  rare
 *       can_all      x       x      x
 *       can_one      x
 *       can_some     x       x
 * W = [11/18 5/18 2/18; 5/12 5/12 2/12; 1/3 1/3 1/3] of all, some, one has the
 * eigenvalues 1, 1/4, 1/9; the vector of 1/4 is (2, -1, -4), of mean -1 and variance 6.
 */
#define STEPS                 \
    "country,product,value\n" \
    "can_all,common,1\n"      \
    "can_all,rare,1\n"        \
    "can_all,middle,1\n"      \
    "can_some,common,1\n"     \
    "can_some,middle,1\n"     \
    "can_one,common,1\n"
enum { CAN_ALL, CAN_ONE, CAN_SOME };
enum { COMMON, MIDDLE, RARE };
static const double any_exports = 1e-6; /* as an RCA */

static void
complexity_of_three_steps_is_that_by_hand(void **state)
{
    zhol_cube *cube = cube_of(STEPS);
    zhol_complexity *c = complexity_of(cube, any_exports, ZHOL_DEVIATION_POPULATION);
    (void) state;
    assert_int_equal(c->state, ZHOL_COMPLEXITY_OK);
    assert_near(c->second, 0.25);
    assert_near(c->third, 1.0 / 9);
    assert_int_equal(c->diversity[CAN_ALL], 3);
    assert_int_equal(c->ubiquity[MIDDLE], 2);
    assert_near(c->eci[CAN_ALL], sqrt(1.5));
    assert_near(c->eci[CAN_SOME], 0);
    assert_near(c->eci[CAN_ONE], -sqrt(1.5));
    assert_near(c->pci[RARE], sqrt(1.5));
    assert_near(c->pci[MIDDLE], 0);
    assert_near(c->pci[COMMON], -sqrt(1.5));
    assert_int_equal(c->eci_rank[CAN_ALL], 1);
    assert_int_equal(c->eci_rank[CAN_ONE], 3);
    assert_near(zhol_proximity(c, COMMON, MIDDLE), 2.0 / 3);
    assert_near(zhol_proximity(c, RARE, MIDDLE), 1.0 / 2);
    assert_near(zhol_proximity(c, RARE, COMMON), 1.0 / 3);
    zhol_complexity_free(c);
    c = complexity_of(cube, any_exports, ZHOL_DEVIATION_SAMPLE);
    assert_near(c->eci[CAN_ALL], 1);
    zhol_complexity_free(c);
    zhol_cube_free(cube);
}

static const zhol_index_product *
product_of(const zhol_indices *x, uint32_t product)
{
    for (uint32_t i = 0; i < x->n_products; i++) {
        if (x->products[i].product == product) {
            return &x->products[i];
        }
    }
    return NULL;
}

static void
density_and_outlook_are_those_by_hand(void **state)
{
    zhol_cube *cube = cube_of(STEPS);
    zhol_complexity *c = complexity_of(cube, any_exports, ZHOL_DEVIATION_POPULATION);
    zhol_indices *x = NULL;
    (void) state;
    assert_int_equal(zhol_indices_of(cube, c, CAN_ONE, &x, NULL), ZHOL_OK);
    assert_near(product_of(x, RARE)->density, (1.0 / 3) / (1 + 1.0 / 2 + 1.0 / 3));
    assert_near(product_of(x, MIDDLE)->density, (2.0 / 3) / (1 + 2.0 / 3 + 1.0 / 2));
    assert_near(x->outlook, 2.0 / 11 * sqrt(1.5));
    assert_near(x->mean_ubiquity, 3);
    assert_near(x->eci, -sqrt(1.5));
    zhol_indices_free(x);
    zhol_complexity_free(c);
    zhol_cube_free(cube);
}

/* Kazakhstan: exports crude 70, wheat 30 of 100; imports cars 70, wheat 10 of 80. World:
 * cars 110, crude 140, wheat 50 of 300. */
static void
indices_of_one_economy_are_those_by_hand(void **state)
{
    zhol_cube *cube = cube_of(PAIRS);
    zhol_complexity *c = complexity_of(cube, 1, ZHOL_DEVIATION_POPULATION);
    zhol_indices *x = NULL;
    const zhol_index_product *crude, *wheat, *cars;
    (void) state;
    assert_int_equal(zhol_indices_of(cube, c, KAZ, &x, NULL), ZHOL_OK);
    assert_near(x->exports.hhi, 0.49 + 0.09);
    assert_near(x->hhi_normalised_all, (0.58 - 1.0 / 3) / (2.0 / 3));
    assert_near(x->exports.entropy, -0.7 * log(0.7) - 0.3 * log(0.3));
    assert_near(x->theil_all, log(3) + 0.7 * log(0.7) + 0.3 * log(0.3));
    assert_near(x->exports.theil, log(2) + 0.7 * log(0.7) + 0.3 * log(0.3));
    assert_near(x->total_imports, 80);
    assert_int_equal(x->products[0].product, CRUDE); /* the largest first */
    crude = product_of(x, CRUDE);
    wheat = product_of(x, WHEAT);
    cars = product_of(x, CARS);
    assert_near(crude->rca, 0.7 / (140.0 / 300));
    assert_near(crude->symmetric_rca, 0.5 / 2.5);
    assert_near(wheat->rca, 1.8);
    assert_near(cars->rca, 0);
    assert_near(cars->symmetric_rca, -1);
    assert_near(crude->lafay, 100 * (70 - 70.0 / 9) / 180);
    assert_near(wheat->lafay, 100 * (20 - 40.0 / 9) / 180);
    assert_near(cars->lafay, 100 * (-70 - 70.0 / 9) / 180);
    assert_near(crude->grubel_lloyd, 0);
    assert_near(wheat->grubel_lloyd, 0.5);
    assert_near(x->grubel_lloyd, 1 - 160.0 / 180);
    assert_int_equal(x->diversity, 2);
    assert_near(x->mean_ubiquity, 1.5);
    zhol_indices_free(x);
    zhol_complexity_free(c);
    zhol_cube_free(cube);
}

static void
complexity_that_is_not_defined_says_why(void **state)
{
    static const struct {
        const char *rows;
        zhol_complexity_state state;
    } cases[] = {
        { "A,x,1\nA,y,1\nB,z,1\n", ZHOL_COMPLEXITY_FEW },
        { "A,x,1\nB,x,1\nC,x,1\n", ZHOL_COMPLEXITY_FEW },
        { "A,x,1\nB,x,2\nC,x,3\nA,y,1\nB,y,2\nC,y,3\nA,z,1\nB,z,2\nC,z,3\n",
            ZHOL_COMPLEXITY_SAME },
        { "A,x,1\nB,x,2\nC,y,3\nA,z,2\nB,z,2\nC,u,1\n", ZHOL_COMPLEXITY_APART },
        /* a ring: A x B y C z A; turned it is the same */
        { "A,x,1\nB,x,1\nB,y,1\nC,y,1\nC,z,1\nA,z,1\n", ZHOL_COMPLEXITY_TIE },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[200];
        snprintf(text, sizeof text, "country,product,value\n%s", cases[i].rows);
        zhol_cube *cube = cube_of(text);
        zhol_complexity *c = complexity_of(cube, 1e-6, ZHOL_DEVIATION_POPULATION);
        assert_int_equal(c->state, cases[i].state);
        assert_true(isnan(c->eci[0]) && isnan(c->pci[0]));
        assert_int_equal(c->eci_rank[0], 0);
        zhol_complexity_free(c);
        zhol_cube_free(cube);
    }
}

static void
what_does_not_pass_the_filters_counts_in_no_total(void **state)
{
    zhol_cube *cube = cube_of(STEPS "small,common,0.5\n");
    zhol_index_options o;
    zhol_complexity *c = NULL;
    zhol_indices *x = NULL;
    zhol_error err = { "" };
    (void) state;
    zhol_index_options_defaults(&o);
    o.least_rca = any_exports;
    o.least_exports = 1;
    assert_int_equal(zhol_complexity_of(cube, &o, &c, &err), ZHOL_OK);
    assert_int_equal(c->n_economies_in, 3);
    assert_near(c->world[COMMON], 3);
    assert_near(c->total, 6);
    assert_near(c->eci[CAN_ALL], sqrt(1.5));
    assert_true(isnan(c->eci[3]));
    assert_int_equal(zhol_indices_of(cube, c, 3, &x, &err), ZHOL_OK);
    assert_false(x->is_in);
    assert_near(x->products[0].rca, 2); /* all in common, of which the world has a half */
    zhol_indices_free(x);
    zhol_complexity_free(c);
    o.least_exports = 0;
    o.least_products = 2;
    assert_int_equal(zhol_complexity_of(cube, &o, &c, &err), ZHOL_OK);
    assert_int_equal(c->n_economies_in, 2);
    zhol_complexity_free(c);
    o.least_products = 0;
    o.least_world = 1.5;
    assert_int_equal(zhol_complexity_of(cube, &o, &c, &err), ZHOL_OK);
    assert_int_equal(c->n_products_in, 2);
    assert_near(c->exports[CAN_ALL], 2);
    zhol_complexity_free(c);
    o.least_world = 100;
    assert_int_equal(zhol_complexity_of(cube, &o, &c, &err), ZHOL_NONE);
    assert_null(c);
    zhol_cube_free(cube);
}

static void
an_economy_without_exports_has_no_indices(void **state)
{
    zhol_cube *cube = cube_of(STEPS "none,common,0\n");
    zhol_complexity *c = complexity_of(cube, any_exports, ZHOL_DEVIATION_POPULATION);
    zhol_indices *x = NULL;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_indices_of(cube, c, 3, &x, &err), ZHOL_NONE);
    assert_string_equal(err.message, "none exports nothing in this file");
    assert_null(x);
    zhol_complexity_free(c);
    zhol_cube_free(cube);
}

static void
all_economies_stand_by_complexity_and_those_without_last(void **state)
{
    zhol_cube *cube = cube_of(STEPS "none,common,0\nsmall,rare,0.5\n");
    zhol_index_options o;
    zhol_complexity *c = NULL;
    zhol_ranking *r = NULL;
    (void) state;
    zhol_index_options_defaults(&o);
    o.least_rca = any_exports;
    o.least_exports = 1;
    assert_int_equal(zhol_complexity_of(cube, &o, &c, NULL), ZHOL_OK);
    assert_int_equal(zhol_ranking_of(cube, c, &r, NULL), ZHOL_OK);
    assert_int_equal(r->n, 4); /* not the one that exports nothing */
    assert_int_equal(r->of[0].economy, CAN_ALL);
    assert_int_equal(r->of[1].economy, CAN_SOME);
    assert_int_equal(r->of[2].economy, CAN_ONE);
    assert_int_equal(r->of[2].eci_rank, 3);
    assert_near(r->of[1].hhi, 0.5);
    assert_near(r->of[2].theil_all, log(3));
    assert_int_equal(r->of[3].eci_rank, 0);
    assert_true(isnan(r->of[3].eci));
    zhol_ranking_free(r);
    zhol_complexity_free(c);
    zhol_cube_free(cube);
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    zhol_cube *cube = cube_of(STEPS);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    zhol_index_options o;
    (void) state;
    zhol_index_options_defaults(&o);
    o.least_rca = any_exports;
    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_complexity *c = NULL;
        zhol_indices *x = NULL;
        zhol_ranking *r = NULL;
        zi_mem_fail_after(k);
        status = zhol_complexity_of(cube, &o, &c, NULL);
        if (status == ZHOL_OK) {
            status = zhol_indices_of(cube, c, CAN_ONE, &x, NULL);
        }
        if (status == ZHOL_OK) {
            status = zhol_ranking_of(cube, c, &r, NULL);
        }
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && !r));
        zhol_ranking_free(r);
        zhol_indices_free(x);
        zhol_complexity_free(c);
        assert_int_equal(zi_mem_live(), live);
    }
    zhol_cube_free(cube);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complexity_of_three_steps_is_that_by_hand),
        cmocka_unit_test(density_and_outlook_are_those_by_hand),
        cmocka_unit_test(indices_of_one_economy_are_those_by_hand),
        cmocka_unit_test(complexity_that_is_not_defined_says_why),
        cmocka_unit_test(what_does_not_pass_the_filters_counts_in_no_total),
        cmocka_unit_test(an_economy_without_exports_has_no_indices),
        cmocka_unit_test(all_economies_stand_by_complexity_and_those_without_last),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("indices", tests, NULL, NULL);
}
