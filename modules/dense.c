/* SPDX-License-Identifier: Apache-2.0 */
/* The module of dense algebra, by OpenBLAS; see math/dense.h. It is loaded on demand:
 * linked, OpenBLAS would add 2.5 milliseconds to every start of the program.
 *
 * OpenBLAS has LAPACK inside, but Debian's build leaves LAPACKE out, and liblapacke would
 * bring the slow reference LAPACK: so its Fortran names are declared here. */
#include <cblas.h>
#include <openblas_config.h>

#include "math/dense.h"

void dgetrf_(const blasint *m, const blasint *n, double *a, const blasint *lda,
    blasint *pivot, blasint *info);
void dgetrs_(const char *trans, const blasint *n, const blasint *n_rhs, const double *a,
    const blasint *lda, const blasint *pivot, double *b, const blasint *ldb,
    blasint *info, size_t trans_length);

_Static_assert(sizeof(blasint) == sizeof(int32_t), "pivots are 32 bits");

static void
product(uint32_t n, const double *a, const double *b, double *c)
{
    const blasint size = (blasint) n;

    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, size, size, size, 1, a, size, b,
        size, 0, c, size);
}

/* Fortran sees columns: it factors a', and solves with the transpose of that. */
static bool
factor(uint32_t n, double *a, int32_t *pivot)
{
    const blasint size = (blasint) n;
    blasint info = 0;

    dgetrf_(&size, &size, a, &size, pivot, &info);
    return info == 0;
}

static void
solve(uint32_t n, const double *lu, const int32_t *pivot, double *x)
{
    const blasint size = (blasint) n, one = 1;
    blasint info = 0;

    dgetrs_("T", &size, &one, lu, &size, pivot, x, &size, &info, 1);
}

ZHOL_API const zi_dense_module *zhol_dense_module(void);

const zi_dense_module *
zhol_dense_module(void)
{
    static const zi_dense_module module = { ZI_DENSE_VERSION, product, factor, solve };

    openblas_set_num_threads(1); /* the callers' threads are enough */
    return &module;
}
