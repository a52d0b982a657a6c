/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/crossing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

/*  a0 --5-- b0        a1 --3-- b1
 *     \____________________0__/       one zero from the first part to the second
 */
static const double y[] = { 5, 3, 0, 0 };
static const uint32_t a[] = { 0, 1, 0, 1 }, b[] = { 0, 1, 1, 0 };

static zhol_design
design_of(uint32_t n_rows)
{
    static const uint32_t *effect[] = { a, b }, n_levels[] = { 2, 2 };

    return (zhol_design){
        .n_rows = n_rows, .y = y, .n_effects = 2, .effect = effect, .n_levels = n_levels
    };
}

static void
a_zero_that_leads_one_way_is_separated(void **state)
{
    const zhol_design d = design_of(3);
    uint8_t row[3] = { 0 };
    double certificate[3] = { 0 };
    uint32_t n = 0;

    (void) state;
    assert_int_equal(zi_find_crossing(&d, row, certificate, &n, NULL), ZHOL_OK);
    assert_int_equal(n, 1);
    assert_int_equal(row[0], ZHOL_ROW_USED);
    assert_int_equal(row[1], ZHOL_ROW_USED);
    assert_int_equal(row[2], ZHOL_ROW_SEPARATED);
    assert_true(certificate[2] > 0);
    assert_true(!(certificate[0] > 0) && !(certificate[1] > 0));
}

static void
zeros_in_a_circle_are_not(void **state)
{
    const zhol_design d = design_of(4); /* and one zero back */
    uint8_t row[4] = { 0 };
    double certificate[4] = { 0 };
    uint32_t n = 7;

    (void) state;
    assert_int_equal(zi_find_crossing(&d, row, certificate, &n, NULL), ZHOL_OK);
    assert_int_equal(n, 0);
    assert_int_equal(row[2], ZHOL_ROW_USED);
    assert_int_equal(row[3], ZHOL_ROW_USED);
}

/* Parts 0 -> 1 -> 2 by zeros, and 0 -> 2: c falls along every zero. */
static void
certificates_fall_along_chains(void **state)
{
    const double chain[] = { 1, 1, 1, 0, 0, 0 };
    const uint32_t from[] = { 0, 1, 2, 0, 1, 0 }, to[] = { 0, 1, 2, 1, 2, 2 };
    const uint32_t *effect[] = { from, to }, n_levels[] = { 3, 3 };
    const zhol_design d = {
        .n_rows = 6, .y = chain, .n_effects = 2, .effect = effect, .n_levels = n_levels
    };
    uint8_t row[6] = { 0 };
    double certificate[6] = { 0 };
    uint32_t n = 0;

    (void) state;
    assert_int_equal(zi_find_crossing(&d, row, certificate, &n, NULL), ZHOL_OK);
    assert_int_equal(n, 3);
    assert_true(certificate[3] > 0 && certificate[4] > 0);
    assert_true(certificate[5] - certificate[3] - certificate[4] < 1e-12);
    assert_true(certificate[3] + certificate[4] - certificate[5] < 1e-12);
}

static void
memory_that_runs_out_is_told(void **state)
{
    const zhol_design d = design_of(3);
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        uint8_t row[3] = { 0 };
        double certificate[3] = { 0 };
        uint32_t n = 0;
        zhol_error err = { "" };
        zi_mem_fail_after(k);
        status = zi_find_crossing(&d, row, certificate, &n, &err);
        zi_mem_fail_after(-1);
        assert_int_equal(zi_mem_live(), 0);
        assert_true(status == ZHOL_OK || strstr(err.message, "no memory"));
        assert_true(k < 20);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zero_that_leads_one_way_is_separated),
        cmocka_unit_test(zeros_in_a_circle_are_not),
        cmocka_unit_test(certificates_fall_along_chains),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
