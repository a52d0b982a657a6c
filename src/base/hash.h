/* SPDX-License-Identifier: Apache-2.0 */
/** @file hash.h  One hash for checksums and tables: XXH3, 64 bits. */
#ifndef ZI_BASE_HASH_H
#define ZI_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** The same bytes and seed give the same number on every machine, for ever: it is stored
 * in files. @p data may be NULL if n is 0. Not against attackers. */
uint64_t zi_hash(const void *data, size_t n, uint64_t seed);

#endif
