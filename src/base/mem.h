/* SPDX-License-Identifier: Apache-2.0 */
/** @file mem.h  The only door to the heap for libzhol. */
#ifndef ZI_BASE_MEM_H
#define ZI_BASE_MEM_H

#include <stddef.h>

/** An array of @p n zeroed elements; NULL if n * size overflows or memory is out. */
void *zi_calloc(size_t n, size_t size);

/** Typed form: `uint32_t *first = ZI_NEW(uint32_t, n + 1);` */
#define ZI_NEW(type, n) ((type *) zi_calloc((n), sizeof(type)))

/** Makes @p p (or NULL) an array of @p n elements: new elements are not zeroed.
 * NULL on failure: @p p is then still there and still the caller's. */
void *zi_realloc(void *p, size_t n, size_t size);

/** Room for at least @p n elements: @p p itself if *capacity is enough, else a doubled
 * copy. NULL on failure: @p p is then still there. New elements are not zeroed.
 *
 *     zhol_link *more = zi_grow(t->links, &t->capacity, t->n_links + 1, sizeof *more);
 */
void *zi_grow(void *p, size_t *capacity, size_t n, size_t size);

void zi_free(void *p); /**< NULL is allowed */

/* For tests: the (k+1)-th allocation from now fails; a negative k: none does. */
void zi_mem_fail_after(long k);
long zi_mem_live(void); /**< allocations not yet freed */

#endif
