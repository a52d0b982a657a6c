/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "panels.h"

static zhol_concentration
index_of(const double *values, uint32_t n, double total)
{
    zhol_concentration c;

    assert_int_equal(zhol_concentration_of(values, n, total, &c, NULL), ZHOL_OK);
    return c;
}

static void
equal_members_have_1_by_n_no_inequality_and_count_as_n(void **state)
{
    const double values[] = { 7, 7, 7, 7 };
    const zhol_concentration c = index_of(values, 4, 0);
    (void) state;
    assert_near(c.hhi, 0.25);
    assert_near(c.hhi_normalised, 0);
    assert_near(c.entropy, log(4));
    assert_near(c.theil, 0);
    assert_near(c.equivalent, 4);
    assert_near(c.first[0], 0.25);
    assert_near(c.first[1], 0.75);
    assert_near(c.first[2], 1);
}

static void
a_single_member_is_all_there_is(void **state)
{
    const double values[] = { 0, 3, 0 };
    const zhol_concentration c = index_of(values, 3, 0);
    (void) state;
    assert_int_equal(c.n_members, 1);
    assert_near(c.hhi, 1);
    assert_true(c.hhi_normalised < 0); /* 0/0: not given */
    assert_near(c.theil, 0);
}

/* Horizontal Merger Guidelines of the US Department of Justice and the Federal Trade
 * Commission (2010), 5.3: four firms with 30, 30, 20 and 20 per cent have 2,600. */
static void
the_example_of_the_merger_guidelines_has_its_published_index(void **state)
{
    const double values[] = { 20, 30, 20, 30 };
    (void) state;
    assert_near(1e4 * index_of(values, 4, 0).hhi, 2600);
}

/* Cover and Thomas, Elements of Information Theory, example 2.1.1 of the second edition:
 * 1/2, 1/4, 1/8, 1/8 has an entropy of 7/4 bits. So Theil is ln 4 - 7/4 ln 2 = ln 2 / 4.
 */
static void
the_example_of_cover_and_thomas_has_its_published_entropy(void **state)
{
    const double values[] = { 4, 2, 1, 1 };
    const zhol_concentration c = index_of(values, 4, 0);
    (void) state;
    assert_near(c.entropy / log(2), 1.75);
    assert_near(c.theil, log(2) / 4);
    /* by hand: (16 + 4 + 1 + 1) / 64, and (11/32 - 8/32) / (24/32) */
    assert_near(c.hhi, 11.0 / 32);
    assert_near(c.hhi_normalised, 1.0 / 8);
}

static void
what_is_not_listed_gives_bounds(void **state)
{
    const double values[] = { 40, 20 };
    const zhol_concentration c = index_of(values, 2, 100);
    (void) state;
    assert_near(c.coverage, 0.6);
    assert_near(c.hhi, 5.0 / 9); /* among the listed */
    assert_near(c.hhi_lo, 0.16 + 0.04);
    assert_near(c.hhi_hi, 0.16 + 0.04 + 0.16);
    assert_near(c.first_lo[0], 0.4);
    assert_near(c.first_hi[0], 0.4); /* a rest of 40 is not above 40 */
    assert_near(c.first_lo[1], 0.6);
    assert_near(c.first_hi[1], 1);
}

static void
rows_that_exceed_their_total_have_no_rest(void **state)
{
    const double values[] = { 60, 60 };
    const zhol_concentration c = index_of(values, 2, 100);
    (void) state;
    assert_near(c.coverage, 1.2);
    assert_near(c.hhi_lo, 0.5);
    assert_near(c.hhi_hi, 0.5);
}

static void
nothing_at_all_has_no_shares(void **state)
{
    const double values[] = { 0, 0 };
    zhol_concentration c;
    (void) state;
    assert_int_equal(zhol_concentration_of(values, 2, 5, &c, NULL), ZHOL_NONE);
    assert_int_equal(zhol_concentration_of(values, 0, 0, &c, NULL), ZHOL_NONE);
    assert_int_equal(zi_mem_live(), 0);
}

static void
memory_that_runs_out_is_told(void **state)
{
    const double values[] = { 1, 2 };
    zhol_concentration c;
    (void) state;
    zi_mem_fail_after(0);
    assert_int_equal(zhol_concentration_of(values, 2, 0, &c, NULL), ZHOL_LIMIT);
    zi_mem_fail_after(-1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_members_have_1_by_n_no_inequality_and_count_as_n),
        cmocka_unit_test(a_single_member_is_all_there_is),
        cmocka_unit_test(the_example_of_the_merger_guidelines_has_its_published_index),
        cmocka_unit_test(the_example_of_cover_and_thomas_has_its_published_entropy),
        cmocka_unit_test(what_is_not_listed_gives_bounds),
        cmocka_unit_test(rows_that_exceed_their_total_have_no_rest),
        cmocka_unit_test(nothing_at_all_has_no_shares),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests_name("concentration", tests, NULL, NULL);
}
