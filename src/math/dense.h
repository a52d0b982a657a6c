/* SPDX-License-Identifier: Apache-2.0 */
/** @file dense.h  Dense linear algebra: a product, and systems by LU.
 *
 * BLAS and LAPACK are not linked: they come with the module ZI_DENSE_MODULE
 * (modules/dense.c, OpenBLAS on one thread), loaded from the folder that the caller
 * names. docs/decisions/015-dense-algebra-is-a-module.md says why.
 *
 * Matrices are n x n, row by row. zi_dense is immutable: any threads may share it. The
 * same numbers give the same bits if matrices begin at ZI_DENSE_ALIGN bytes: see
 * zi_dense_aligned().
 */
#ifndef ZI_MATH_DENSE_H
#define ZI_MATH_DENSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

#define ZI_DENSE_MODULE "zhol_dense.so"
#define ZI_DENSE_ENTRY  "zhol_dense_module"

enum { ZI_DENSE_VERSION = 1, ZI_DENSE_ALIGN = 64 };

/** What the module's entry, `const zi_dense_module *zhol_dense_module(void)`, returns. */
typedef struct zi_dense_module {
    uint32_t version; /* ZI_DENSE_VERSION */
    void (*product)(uint32_t n, const double *a, const double *b, double *c);
    bool (*factor)(uint32_t n, double *a, int32_t *pivot);
    void (*solve)(uint32_t n, const double *lu, const int32_t *pivot, double *x);
} zi_dense_module;

typedef struct zi_dense zi_dense;

/** Loads the module from the folder @p modules.
 * @param[out] out  owned by the caller: zi_dense_close(). NULL on failure.
 * @return ZHOL_OK, ZHOL_IO (no module; the message says what to install) or ZHOL_LIMIT.
 */
ZHOL_MUST_CHECK zhol_status zi_dense_open(
    const char *modules, zi_dense **out, zhol_error *err);
void zi_dense_close(zi_dense *dense); /**< NULL is allowed */

/** c = a b', where b' is b with rows and columns swapped. O(n^3). */
void zi_dense_product(
    const zi_dense *dense, uint32_t n, const double *a, const double *b, double *c);

/** Replaces @p a by its factors (LU with partial pivoting). false: it is singular.
 * O(n^3). */
bool zi_dense_factor(const zi_dense *dense, uint32_t n, double *a, int32_t *pivot);

/** Solves a x = x for the factors of a. O(n^2). */
void zi_dense_solve(
    const zi_dense *dense, uint32_t n, const double *lu, const int32_t *pivot, double *x);

/** Room for @p n doubles at ZI_DENSE_ALIGN bytes. @param[out] owner what zi_free() takes.
 * NULL: memory is out. */
double *zi_dense_aligned(size_t n, void **owner);

#endif
