/* SPDX-License-Identifier: Apache-2.0 */
/* The front against a plain list, with numbers below, at and above the 31-bit cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "graph/front.h"

enum { N_VECTORS = 400 };

typedef struct plain_front {
    uint64_t value[N_VECTORS][ZI_MAX_CRITERIA];
    uint32_t n;
} plain_front;

static bool
plain_has(const plain_front *f, const uint64_t *limit)
{
    bool result = false;

    for (uint32_t i = 0; i < f->n; i++) {
        bool is_below = true;
        for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
            is_below = is_below && f->value[i][k] <= limit[k];
        }
        result = result || is_below;
    }
    return result;
}

static void
plain_add(plain_front *f, const uint64_t *value)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < f->n; i++) {
        bool is_above = true;
        for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
            is_above = is_above && f->value[i][k] >= value[k];
        }
        for (int k = 0; k < ZI_MAX_CRITERIA && !is_above; k++) {
            f->value[n][k] = f->value[i][k];
        }
        n += !is_above;
    }
    for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
        f->value[n][k] = value[k];
    }
    f->n = n + 1;
}

static void
make_vector(uint64_t *seed, uint64_t offset, uint32_t n_values, uint64_t *out)
{
    for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
        out[k] = offset + zi_random_u64(seed) % n_values;
    }
}

static void
a_front_is_what_a_plain_list_is(void **state)
{
    static const uint64_t offsets[] = { 0, 1000, INT32_MAX - 5, UINT32_MAX,
        UINT64_C(1) << 60 };
    static const uint32_t n_values[] = { 3, 10, 100, 100000 };
    static plain_front plain;
    uint64_t seed = 1;

    (void) state;
    for (uint32_t i = 0; i < 20; i++) {
        const uint64_t offset = offsets[i % 5];
        zi_front f = { 0 };
        plain.n = 0;
        for (uint32_t j = 0; j < N_VECTORS; j++) {
            uint64_t v[ZI_MAX_CRITERIA];
            make_vector(&seed, offset, n_values[i / 5], v);
            assert_int_equal(zi_front_has(&f, v), plain_has(&plain, v));
            assert_int_equal(zi_front_find(&f, v) != ZI_FRONT_NONE, plain_has(&plain, v));
            if (!plain_has(&plain, v)) {
                plain_add(&plain, v);
                assert_true(zi_front_add(&f, v, j));
                assert_int_equal(zi_front_find(&f, v), j);
            }
            assert_int_equal(f.n, plain.n);
        }
        zi_front_free(&f);
    }
}

static void
an_emptied_front_has_nothing_left(void **state)
{
    const uint64_t low[ZI_MAX_CRITERIA] = { 0 }, high[ZI_MAX_CRITERIA] = { 9, 9, 9, 9 };
    zi_front f = { 0 };

    (void) state;
    assert_true(zi_front_add(&f, low, 3));
    f.n = 0;
    assert_false(zi_front_has(&f, high));
    assert_true(zi_front_add(&f, high, 4));
    assert_false(zi_front_has(&f, low));
    assert_int_equal(zi_front_find(&f, high), 4);
    zi_front_free(&f);
}

static void
every_failed_allocation_is_survived(void **state)
{
    bool ok = false;

    (void) state;
    for (long k = 0; !ok; k++) {
        zi_front f = { 0 };
        ok = true;
        zi_mem_fail_after(k);
        for (uint64_t i = 0; i < 100 && ok; i++) {
            const uint64_t v[ZI_MAX_CRITERIA] = { i, 100 - i };
            ok = zi_front_add(&f, v, 0);
        }
        zi_mem_fail_after(-1);
        assert_true(!ok || f.n == 100);
        zi_front_free(&f);
        assert_int_equal(zi_mem_live(), 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_front_is_what_a_plain_list_is),
        cmocka_unit_test(an_emptied_front_has_nothing_left),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("front", tests, NULL, NULL);
}
