/* SPDX-License-Identifier: Apache-2.0 */
/** @file file.h  Whole files: read, write so that nothing is ever half done, map.
 *
 * Messages name the path and the system's reason: "places.csv: No such file or
 * directory".
 */
#ifndef ZI_IO_FILE_H
#define ZI_IO_FILE_H

#include <stddef.h>
#include <zhol/error.h>

/** Reads a file, pipe or device to its end.
 * @param[out] data  owned by the caller: zi_free(). data[n] is a NUL. NULL on failure.
 * @return ZHOL_OK, ZHOL_IO or ZHOL_LIMIT (memory, or more than @p max_bytes). */
ZHOL_MUST_CHECK zhol_status zi_file_read_all(
    const char *path, size_t max_bytes, char **data, size_t *n, zhol_error *err);

/** Writes a file: under a temporary name in the same folder, synced, then renamed. Until
 * the new file is complete the old one stays as it is, and on failure for ever; nothing
 * else is left behind. Links are followed, permissions of an old file are kept. What is
 * no file (a pipe, /dev/null) is simply written to. @return ZHOL_OK, ZHOL_IO or
 * ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_file_write_atomic(
    const char *path, const void *data, size_t n, zhol_error *err);

/** Writes "path: cannot write it: Disk quota exceeded" for @p error, an errno, and
 * returns ZHOL_IO. The end of a path is never cut off by the message's length: long ones
 * lose their head. */
zhol_status zi_file_fail(zhol_error *err, const char *path, const char *doing, int error);

/** A file's bytes in memory, read-only, beginning on a page. Shared by any number of
 * threads. A file must not shrink while it is mapped (SIGBUS): replace it by renaming, as
 * zi_file_write_atomic() does. */
typedef struct zi_map {
    const unsigned char *data;
    size_t n;
    void *mapping; /**< for zi_file_unmap() only */
} zi_map;

/** @param[out] out  owned by the caller: zi_file_unmap(). zero on failure.
 * @return ZHOL_OK, ZHOL_IO, or ZHOL_BAD_DATA (an empty file, or no file: a folder). */
ZHOL_MUST_CHECK zhol_status zi_file_map(const char *path, zi_map *out, zhol_error *err);
void zi_file_unmap(zi_map *map); /**< an unmapped one is allowed; it is zero after */

#endif
