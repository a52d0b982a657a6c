/* SPDX-License-Identifier: Apache-2.0 */
/** @file part.h  A file that is written piece by piece and there only once it is
 * complete.
 *
 * It has a temporary name in the same folder until zi_part_keep() syncs and renames it:
 * until then the old file stays as it is, and on failure for ever; nothing else is left
 * behind. Links are followed, permissions of an old file are kept. What is no file (a
 * pipe, /dev/null) is simply written to. One thread for one zi_part.
 */
#ifndef ZI_IO_PART_H
#define ZI_IO_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

typedef struct zi_part zi_part;

/** @param[out] out  owned by the caller: zi_part_free(). NULL on failure.
 * @return ZHOL_OK, ZHOL_IO or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_part_open(
    const char *path, zi_part **out, zhol_error *err);

/** Is it a file, of which any place can be written and read? */
bool zi_part_is_file(const zi_part *p);

const char *zi_part_path(const zi_part *p); /**< as it was given */

/** Appends. @return ZHOL_OK or ZHOL_IO. */
ZHOL_MUST_CHECK zhol_status zi_part_add(
    zi_part *p, const void *data, size_t n, zhol_error *err);

/** Of a file: writes and reads anywhere; behind its end there are zeros. */
ZHOL_MUST_CHECK zhol_status zi_part_write_at(
    zi_part *p, uint64_t offset, const void *data, size_t n, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_part_read_at(
    zi_part *p, uint64_t offset, void *data, size_t n, zhol_error *err);

/** It is complete: takes the place of the old one. Nothing may be written after.
 * @return ZHOL_OK or ZHOL_IO. */
ZHOL_MUST_CHECK zhol_status zi_part_keep(zi_part *p, zhol_error *err);

/** Removes what was not kept. NULL is allowed. */
void zi_part_free(zi_part *p);

#endif
