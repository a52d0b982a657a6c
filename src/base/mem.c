/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise() */
#include "base/mem.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#if defined __linux__
#include <sys/mman.h>
#endif

static atomic_long fail_after = -1;
static atomic_long live = 0;

static bool
is_to_fail(void)
{
    return atomic_load_explicit(&fail_after, memory_order_relaxed) >= 0
           && atomic_fetch_sub(&fail_after, 1) == 0;
}

/* Large arrays on large pages, where the system gives them when asked: customizing 16
 * metrics of a road graph (170 MB) takes a third less time. A hint: nothing depends on
 * it. */
static void
hint_large(void *p, size_t n_bytes)
{
#if defined MADV_HUGEPAGE
    const size_t page = 2 << 20, skip = (page - (uintptr_t) p % page) % page;

    if (n_bytes >= 2 * page) {
        (void) madvise((char *) p + skip, (n_bytes - skip) / page * page, MADV_HUGEPAGE);
    }
#else
    (void) p;
    (void) n_bytes;
#endif
}

void *
zi_calloc(size_t n, size_t size)
{
    void *p;

    if (size == 0 || n > SIZE_MAX / size || is_to_fail()) {
        return NULL;
    }
    p = calloc(n ? n : 1, size);
    if (p) {
        atomic_fetch_add_explicit(&live, 1, memory_order_relaxed);
        hint_large(p, n * size);
    }
    return p;
}

void *
zi_realloc(void *p, size_t n, size_t size)
{
    void *moved;

    if (size == 0 || n > SIZE_MAX / size || is_to_fail()) {
        return NULL;
    }
    moved = realloc(p, (n ? n : 1) * size);
    if (moved && !p) {
        atomic_fetch_add_explicit(&live, 1, memory_order_relaxed);
    }
    return moved;
}

void *
zi_grow(void *p, size_t *capacity, size_t n, size_t size)
{
    size_t more = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity * 2;
    void *moved;

    if (p && n <= *capacity) {
        return p;
    }
    if (more < n) {
        more = n;
    }
    if (more < 16) {
        more = 16;
    }
    moved = zi_realloc(p, more, size);
    if (moved) {
        *capacity = more;
    }
    return moved;
}

void
zi_free(void *p)
{
    if (p) {
        atomic_fetch_sub_explicit(&live, 1, memory_order_relaxed);
    }
    free(p);
}

void
zi_mem_fail_after(long k)
{
    atomic_store(&fail_after, k);
}

long
zi_mem_live(void)
{
    return atomic_load(&live);
}
