/* SPDX-License-Identifier: Apache-2.0 */
/** @file pool.h  Texts stored once each while a world is made. */
#ifndef ZI_WORLD_POOL_H
#define ZI_WORLD_POOL_H

#include <stddef.h>
#include <stdint.h>
#include <zhol/world.h>

/** Zero it before use: then it holds nothing and zi_pool_text(p, 0) is "". */
typedef struct zi_pool {
    char *data;
    size_t n, capacity;
    size_t *start; /**< of text i = 1 .. n_texts */
    uint32_t n_texts;
    size_t start_capacity;
    uint32_t *slot; /**< hash table with open addressing: number of a text, or 0 */
    size_t n_slots; /**< a power of two */
} zi_pool;

void zi_pool_free(zi_pool *p);

/** The number of a text, the same for the same bytes; 0 is "". O(length). */
ZHOL_MUST_CHECK zhol_status zi_pool_add(
    zi_pool *p, const char *text, size_t n, uint32_t *out, zhol_error *err);

const char *zi_pool_text(const zi_pool *p, uint32_t number);

#endif
