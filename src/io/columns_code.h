/* SPDX-License-Identifier: Apache-2.0 */
/** @file columns_code.h  Words -> 0, 1, 2, ... in order of first appearance. */
#ifndef ZI_IO_COLUMNS_CODE_H
#define ZI_IO_COLUMNS_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct zi_codes zi_codes;

/** @return owned by the caller: zi_codes_free(). NULL: memory is out. */
zi_codes *zi_codes_new(void);

/** The code of a word of @p n bytes without a NUL; new words get the next one. Expected
 * O(n). At most 2^31 words of 4 GiB together. @return false: memory is out. */
bool zi_codes_add(zi_codes *codes, const char *word, size_t n, uint32_t *code);

uint32_t zi_codes_count(const zi_codes *codes);

/** Hands over the words: an array of zi_codes_count() texts, each with a NUL, and the one
 * block they stand in; both owned by the caller: zi_free(). The codes are empty after,
 * and only to be freed. @return false: memory is out, nothing is handed over. */
bool zi_codes_take(zi_codes *codes, const char ***words, char **block);

void zi_codes_free(zi_codes *codes); /**< NULL is allowed */

#endif
