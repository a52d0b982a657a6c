/* SPDX-License-Identifier: Apache-2.0 */
#include "math/dense.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

struct zi_dense {
    void *library;
    const zi_dense_module *module;
};

static zhol_status
load(zi_dense *dense, const char *modules, zhol_error *err)
{
    const zi_dense_module *(*entry)(void) = NULL;
    char path[PATH_MAX];
    void *symbol;

    if (snprintf(path, sizeof path, "%s/%s", modules, ZI_DENSE_MODULE)
        >= (int) sizeof path) {
        return zi_fail(err, ZHOL_IO, "the name of the folder of modules is too long");
    }
    dense->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!dense->library) {
        return zi_fail(err, ZHOL_IO,
            "dense algebra needs a module that was built with OpenBLAS "
            "(libopenblas-serial-dev): %.300s",
            dlerror());
    }
    symbol = dlsym(dense->library, ZI_DENSE_ENTRY);
    memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast for it */
    dense->module = entry ? entry() : NULL;
    if (!dense->module || dense->module->version != ZI_DENSE_VERSION) {
        return zi_fail(err, ZHOL_IO, "%.300s is no module of this version of zhol", path);
    }
    return ZHOL_OK;
}

zhol_status
zi_dense_open(const char *modules, zi_dense **out, zhol_error *err)
{
    zi_dense *dense = ZI_NEW(zi_dense, 1);

    *out = NULL;
    if (!dense) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for dense algebra");
    }
    const zhol_status status = load(dense, modules, err);
    if (status != ZHOL_OK) {
        zi_dense_close(dense);
        return status;
    }
    *out = dense;
    return ZHOL_OK;
}

void
zi_dense_close(zi_dense *dense)
{
    if (dense) {
        if (dense->library) {
            dlclose(dense->library);
        }
        zi_free(dense);
    }
}

void
zi_dense_product(
    const zi_dense *dense, uint32_t n, const double *a, const double *b, double *c)
{
    dense->module->product(n, a, b, c);
}

bool
zi_dense_factor(const zi_dense *dense, uint32_t n, double *a, int32_t *pivot)
{
    return dense->module->factor(n, a, pivot);
}

void
zi_dense_solve(
    const zi_dense *dense, uint32_t n, const double *lu, const int32_t *pivot, double *x)
{
    dense->module->solve(n, lu, pivot, x);
}

double *
zi_dense_aligned(size_t n, void **owner)
{
    char *memory = n < SIZE_MAX / 16 ? zi_calloc(n + ZI_DENSE_ALIGN / 8, 8) : NULL;

    *owner = memory;
    if (!memory) {
        return NULL;
    }
    void *first = memory + (ZI_DENSE_ALIGN - (uintptr_t) memory % ZI_DENSE_ALIGN);
    return first;
}
