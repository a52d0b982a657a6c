/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"

static void
new_memory_is_zero_and_counted(void **state)
{
    const long before = zi_mem_live();
    uint32_t *p = ZI_NEW(uint32_t, 100);
    (void) state;
    assert_non_null(p);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(p[i], 0);
    }
    assert_int_equal(zi_mem_live(), before + 1);
    zi_free(p);
    zi_free(NULL);
    assert_int_equal(zi_mem_live(), before);
}

static void
an_array_of_nothing_is_still_an_array(void **state)
{
    void *p = ZI_NEW(double, 0);
    void *q = zi_realloc(NULL, 0, 8);
    (void) state;
    assert_non_null(p);
    assert_non_null(q);
    zi_free(p);
    zi_free(q);
}

static void
sizes_that_overflow_are_refused(void **state)
{
    size_t capacity = 0;
    (void) state;
    assert_null(zi_calloc(SIZE_MAX / 2, 4));
    assert_null(zi_realloc(NULL, SIZE_MAX / 2, 4));
    assert_null(zi_grow(NULL, &capacity, SIZE_MAX / 2, 4));
    capacity = SIZE_MAX - 1;
    assert_null(zi_grow(NULL, &capacity, SIZE_MAX, 2));
    assert_int_equal(capacity, SIZE_MAX - 1);
}

static void
growing_keeps_what_was_there_and_is_seldom(void **state)
{
    const long before = zi_mem_live();
    size_t capacity = 0, moves = 0;
    uint32_t *p = NULL;
    (void) state;
    for (uint32_t i = 0; i < 10000; i++) {
        const size_t old = capacity;
        uint32_t *more = zi_grow(p, &capacity, (size_t) i + 1, sizeof *more);
        assert_non_null(more);
        p = more;
        p[i] = i;
        moves += capacity != old;
        assert_true(capacity > i);
    }
    for (uint32_t i = 0; i < 10000; i++) {
        assert_int_equal(p[i], i);
    }
    assert_true(moves <= 11); /* 16 x 2^10 > 10000 */
    assert_int_equal(zi_mem_live(), before + 1);
    zi_free(p);
    assert_int_equal(zi_mem_live(), before);
}

static void
a_failed_growth_leaves_the_array_alone(void **state)
{
    size_t capacity = 0;
    uint32_t *p = zi_grow(NULL, &capacity, 3, sizeof *p);
    const size_t before = capacity;
    (void) state;
    assert_non_null(p);
    p[2] = 7;
    zi_mem_fail_after(0);
    assert_null(zi_grow(p, &capacity, before + 1, sizeof *p));
    assert_int_equal(capacity, before);
    assert_int_equal(p[2], 7);
    zi_free(p);
}

static void
exactly_the_chosen_allocation_fails(void **state)
{
    (void) state;
    for (long k = 0; k < 4; k++) {
        zi_mem_fail_after(k);
        for (long i = 0; i < 6; i++) {
            void *p = i % 2 ? zi_realloc(NULL, 1, 1) : zi_calloc(1, 1);
            assert_true((p == NULL) == (i == k));
            zi_free(p);
        }
    }
    zi_mem_fail_after(-1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_memory_is_zero_and_counted),
        cmocka_unit_test(an_array_of_nothing_is_still_an_array),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(growing_keeps_what_was_there_and_is_seldom),
        cmocka_unit_test(a_failed_growth_leaves_the_array_alone),
        cmocka_unit_test(exactly_the_chosen_allocation_fails),
    };
    return cmocka_run_group_tests_name("base-mem", tests, NULL, NULL);
}
