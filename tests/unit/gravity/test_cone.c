/* SPDX-License-Identifier: Apache-2.0 */
/* clang-format off: cmocka.h needs these four before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format on */
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "gravity/cone.h"
#include "prop.h"

enum { MAX_ROWS = 6, MAX_COLUMNS = 3 };

/* Half planes x >= 0 and y >= 0 leave a quarter, with an inside: r = (1, 1) here. */
static void
a_cone_with_an_inside_has_a_direction(void **state)
{
    double c[] = { 2, 0, 0, 3 }, z[2] = { 0 };

    (void) state;
    assert_int_equal(zi_cone_find(c, 2, 2, z, NULL), ZHOL_OK);
    assert_true(z[0] > 0 && z[1] > 0);
    assert_true(fabs(z[0] - 2) < 1e-12 && fabs(z[1] - 3) < 1e-12); /* C (1, 1) */
}

/* x >= 0 and -x >= 0 leave the line x = 0: C d is 0 on all of it. With y >= 0 as a third
 * row half of the line is left, on which only the third row is above 0. */
static void
a_cone_without_an_inside_has_its_edge(void **state)
{
    double line[] = { 1, 0, -1, 0 }, half[] = { 1, 0, -2, 0, 0, 5 },
           three[] = { 1, 0, -1, 2, -1, -2 }, z[3] = { 7, 7, 7 };

    (void) state;
    assert_int_equal(zi_cone_find(line, 2, 2, z, NULL), ZHOL_OK);
    assert_true(z[0] <= 0 && z[0] >= 0 && z[1] <= 0 && z[1] >= 0);
    assert_int_equal(zi_cone_find(half, 3, 2, z, NULL), ZHOL_OK);
    assert_true(fabs(z[0]) <= 0 && fabs(z[1]) <= 0 && z[2] > 0);
    /* rows that add up to 0: 2 (1, 0) + (-1, 2) + (-1, -2) */
    assert_int_equal(zi_cone_find(three, 3, 2, z, NULL), ZHOL_OK);
    assert_true(fabs(z[0]) <= 0 && fabs(z[1]) <= 0 && fabs(z[2]) <= 0);
}

static void
no_rows_and_no_columns_are_nothing(void **state)
{
    double zeros[] = { 0, 0 }, z[2] = { 7, 7 };

    (void) state;
    assert_int_equal(zi_cone_find(zeros, 0, 2, z, NULL), ZHOL_OK);
    assert_int_equal(zi_cone_find(zeros, 2, 0, z, NULL), ZHOL_OK);
    assert_true(fabs(z[0]) <= 0 && fabs(z[1]) <= 0);
    z[0] = 7;
    assert_int_equal(zi_cone_find(zeros, 1, 2, z, NULL), ZHOL_OK);
    assert_true(fabs(z[0]) <= 0);
}

/* Rows (1, 1, 0) and (0, 1, 1), and their sum: g is a multiple of (1, -1, 1). */
static void
a_null_space_has_what_rows_leave(void **state)
{
    const double rows[3][3] = { { 1, 1, 0 }, { 0, 1, 1 }, { 1, 2, 1 } },
                 ask[3] = { 3, 0, 4 }, *row = rows[0];
    zi_null_space s;
    double out[3] = { 0 }, of_row[3] = { 0 };

    (void) state;
    assert_int_equal(zi_null_space_new(3, &s, NULL), ZHOL_OK);
    zi_null_space_project(&s, ask, out); /* nothing known: the row as it is */
    assert_memory_equal(out, ask, sizeof ask);
    for (int i = 0; i < 3; i++) {
        zi_null_space_add(&s, rows[i]);
    }
    assert_int_equal(s.rank, 2);
    zi_null_space_project(&s, ask, out);
    zi_null_space_project(&s, row, of_row);
    assert_true(fabs(fabs(out[0]) - 7) < 1e-14); /* (3, 0, 4) (1, -1, 1) */
    assert_true(fabs(of_row[0]) < 1e-14);
    zi_null_space_free(&s);
    assert_int_equal(zi_mem_live(), 0);
}

/* Of cones in the plane and in space of whole numbers from -size to size: an edge that is
 * the cross product of two rows (in the plane: at a right angle to one), or its opposite,
 * or the sum of several of them, shows each row that can be above 0. */
typedef struct cone {
    int c[MAX_ROWS][MAX_COLUMNS], m, q;
    bool can[MAX_ROWS];
} cone;

static int
product(const int *a, const int *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void
try_direction(cone *k, const int *d)
{
    bool is_inside = true;

    for (int i = 0; i < k->m; i++) {
        is_inside = is_inside && product(k->c[i], d) >= 0;
    }
    for (int i = 0; i < k->m && is_inside; i++) {
        k->can[i] = k->can[i] || product(k->c[i], d) > 0;
    }
}

static void
try_both(cone *k, int x, int y, int z)
{
    const int d[] = { x, y, z }, e[] = { -x, -y, -z };

    try_direction(k, d);
    try_direction(k, e);
}

/* All edges, whatever the rank: where the rows span less than the space there are also
 * directions within what they span, so unit vectors stand in for rows that are absent. */
static void
search_edges(cone *k)
{
    int all[MAX_ROWS + MAX_COLUMNS][MAX_COLUMNS] = { { 0 } };
    const int n = k->m + MAX_COLUMNS;

    memcpy(all, k->c, sizeof k->c[0] * (size_t) k->m);
    for (int i = 0; i < MAX_COLUMNS; i++) {
        all[k->m + i][i] = 1;
    }
    for (int i = 0; i < n; i++) {
        try_both(k, all[i][0], all[i][1], all[i][2]);
        for (int j = 0; j < i; j++) {
            const int *a = all[i], *b = all[j];
            const int x = a[1] * b[2] - a[2] * b[1], y = a[2] * b[0] - a[0] * b[2],
                      z = a[0] * b[1] - a[1] * b[0];
            try_both(k, x, y, z);
            for (int l = 0; l < n; l++) { /* within what two rows span */
                const int *e = all[l], f = product(a, a), g = product(b, b);
                try_both(
                    k, y * e[2] - z * e[1], z * e[0] - x * e[2], x * e[1] - y * e[0]);
                try_both(k, a[0] * g - b[0] * product(a, b),
                    a[1] * g - b[1] * product(a, b), a[2] * g - b[2] * product(a, b));
                try_both(k, b[0] * f - a[0] * product(a, b),
                    b[1] * f - a[1] * product(a, b), b[2] * f - a[2] * product(a, b));
            }
        }
    }
}

static int n_with, n_without;

/* z is C d of a direction inside, above 0 in some row exactly if one can be; found again
 * and again without these rows it shows every row that can be. */
static int
every_cone_is_decided(prop *p)
{
    cone k = { .m = 1 + (int) prop_below(p, MAX_ROWS), .q = 2 + (int) prop_below(p, 2) };
    const uint32_t size = 1 + prop_below(p, 3);
    double c[MAX_ROWS * MAX_COLUMNS], z[MAX_ROWS];
    bool any = false, found = false, ok = true;

    for (int i = 0; i < k.m; i++) {
        for (int j = 0; j < k.q; j++) {
            k.c[i][j] = (int) prop_below(p, 2 * size + 1) - (int) size;
            c[i * k.q + j] = k.c[i][j];
        }
    }
    search_edges(&k);
    if (zi_cone_find(c, (uint32_t) k.m, (uint32_t) k.q, z, NULL) != ZHOL_OK) {
        return 0;
    }
    for (int i = 0; i < k.m; i++) {
        any = any || k.can[i];
        found = found || z[i] > 0;
        ok = ok && z[i] >= 0 && (z[i] <= 0 || k.can[i]);
    }
    n_with += any;
    n_without += !any;
    return ok && any == found && zi_mem_live() == 0;
}

static void
cones_of_whole_numbers_are_decided(void **state)
{
    (void) state;
    assert_true(prop_holds("every cone is decided", 20000, every_cone_is_decided));
    assert_true(getenv("ZHOL_SEED") || (n_with > 2000 && n_without > 2000));
}

static void
every_failed_allocation_is_survived(void **state)
{
    zhol_status status = ZHOL_LIMIT;
    long k = 0;

    (void) state;
    for (; status != ZHOL_OK; k++) {
        double c[] = { 1, 0, 0, 1, 1, -1 }, z[3];
        zi_null_space s;
        zhol_error err = { "" };
        zi_mem_fail_after(k);
        status = zi_cone_find(c, 3, 2, z, &err);
        if (status == ZHOL_OK) {
            status = zi_null_space_new(2, &s, &err);
        }
        zi_mem_fail_after(-1);
        if (status == ZHOL_OK) {
            zi_null_space_free(&s);
        } else {
            assert_int_equal(status, ZHOL_LIMIT);
            assert_non_null(strstr(err.message, "no memory"));
        }
        assert_int_equal(zi_mem_live(), 0);
    }
    assert_true(k > 12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cone_with_an_inside_has_a_direction),
        cmocka_unit_test(a_cone_without_an_inside_has_its_edge),
        cmocka_unit_test(no_rows_and_no_columns_are_nothing),
        cmocka_unit_test(a_null_space_has_what_rows_leave),
        cmocka_unit_test(cones_of_whole_numbers_are_decided),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
