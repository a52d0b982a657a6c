/* SPDX-License-Identifier: Apache-2.0 */
/* The module of dense algebra against sums that anybody would write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "math/dense.h"
#include "prop.h"

enum { MOST = 40 };

static zi_dense *dense; /* opened once; closed at the end */

static void
fill(prop *p, double *a, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        a[k] = (double) (prop_u64(p) >> 11) * 0x1p-53 - 0.5;
    }
}

static int
a_product_is_the_sum_of_products(prop *p)
{
    const uint32_t n = 1 + prop_below(p, MOST);
    double a[MOST * MOST], b[MOST * MOST], c[MOST * MOST];

    fill(p, a, n * n);
    fill(p, b, n * n);
    zi_dense_product(dense, n, a, b, c);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            double sum = 0;
            for (uint32_t k = 0; k < n; k++) {
                sum += a[i * n + k] * b[j * n + k];
            }
            if (fabs(sum - c[i * n + j]) > 1e-13) {
                return 0;
            }
        }
    }
    return 1;
}

static int
a_solution_solves_the_system(prop *p)
{
    const uint32_t n = 1 + prop_below(p, MOST);
    double a[MOST * MOST], lu[MOST * MOST], b[MOST], x[MOST];
    int32_t pivot[MOST];

    fill(p, a, n * n);
    fill(p, b, n);
    for (uint32_t i = 0; i < n; i++) {
        a[i * n + i] += 2; /* far from singular */
    }
    memcpy(lu, a, sizeof lu);
    memcpy(x, b, sizeof x);
    if (!zi_dense_factor(dense, n, lu, pivot)) {
        return 0;
    }
    zi_dense_solve(dense, n, lu, pivot, x);
    for (uint32_t i = 0; i < n; i++) {
        double left = -b[i];
        for (uint32_t k = 0; k < n; k++) {
            left += a[i * n + k] * x[k];
        }
        if (fabs(left) > 1e-11) {
            return 0;
        }
    }
    return 1;
}

static void
products_and_solutions(void **state)
{
    (void) state;
    assert_true(prop_holds("product", 100, a_product_is_the_sum_of_products));
    assert_true(prop_holds("solve", 100, a_solution_solves_the_system));
}

static void
a_singular_matrix_is_told(void **state)
{
    (void) state;
    double a[4] = { 1, 2, 2, 4 };
    int32_t pivot[2];

    assert_false(zi_dense_factor(dense, 2, a, pivot));
}

static void
aligned_memory_is_aligned(void **state)
{
    (void) state;
    for (size_t n = 1; n < 20; n++) {
        void *owner = NULL;
        double *x = zi_dense_aligned(n, &owner);
        assert_non_null(x);
        assert_int_equal((uintptr_t) x % ZI_DENSE_ALIGN, 0);
        x[n - 1] = 1; /* the sanitizer watches */
        zi_free(owner);
    }
}

static void
a_folder_without_the_module_is_told(void **state)
{
    (void) state;
    zi_dense *none = NULL;
    zhol_error err = { "" };

    assert_int_equal(zi_dense_open("/nowhere", &none, &err), ZHOL_IO);
    assert_null(none);
    assert_non_null(strstr(err.message, "built with OpenBLAS (libopenblas-serial-dev)"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_solutions),
        cmocka_unit_test(a_singular_matrix_is_told),
        cmocka_unit_test(aligned_memory_is_aligned),
        cmocka_unit_test(a_folder_without_the_module_is_told),
    };
    if (zi_dense_open(ZHOL_MODULES_FOLDER, &dense, NULL) != ZHOL_OK) {
        return 1;
    }
    const int wrong = cmocka_run_group_tests(tests, NULL, NULL);
    zi_dense_close(dense);
    return wrong;
}
