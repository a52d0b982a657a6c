/* SPDX-License-Identifier: Apache-2.0 */
/** @file names.h  Ids as a file has them, numbered: "KAZ" and "kaz" are one. */
#ifndef ZI_TRADE_NAMES_H
#define ZI_TRADE_NAMES_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <zhol/error.h>

enum { ZI_NAME_MAX_BYTES = 100 };

/** `zi_names names = { 0 };`, add, sort once, zi_names_free(). */
typedef struct zi_names {
    char **of; /* owned */
    uint32_t n;
    size_t capacity;
    uint32_t *slot; /* open addressing: number + 1, or 0 */
    uint32_t n_slots;
} zi_names;

/** The number of an id, added if it is new. Of several spellings the first in the order
 * of bytes is kept, so that the order of rows does not matter. O(1).
 * ZHOL_LIMIT: memory is out. */
ZHOL_MUST_CHECK zhol_status zi_names_add(
    zi_names *names, const char *id, uint32_t *out, zhol_error *err);

/** Looks an id up. false: there is none. */
bool zi_names_find(const zi_names *names, const char *id, uint32_t *out);

/** Puts them in the order of zi_names_compare(). @p new_of receives the new number of
 * each old one; owned by the caller: zi_free(). NULL on failure. Afterwards nothing can
 * be added or found. O(n log n). */
ZHOL_MUST_CHECK zhol_status zi_names_sort(
    zi_names *names, uint32_t **new_of, zhol_error *err);

/** The order of two ids without case (of ASCII letters); 0: the same id. */
int zi_names_compare(const char *a, const char *b);

/** Fails with ZHOL_USAGE, naming the nearest of @p n ids. @p what: "economy". */
zhol_status zi_names_unknown(
    char *const *of, uint32_t n, const char *what, const char *id, zhol_error *err);

void zi_names_free(zi_names *names);

#endif
