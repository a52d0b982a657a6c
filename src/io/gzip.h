/* SPDX-License-Identifier: Apache-2.0 */
/** @file gzip.h  Files that may be compressed: plain text and .gz read alike. */
#ifndef ZI_IO_GZIP_H
#define ZI_IO_GZIP_H

#include <stddef.h>
#include <zhol/error.h>

/** Reads a file to its end and unpacks it if its first bytes are those of gzip (RFC 1952;
 * several members are read one after the other, as gzip does).
 * @param max_bytes  of the file, and of what is in it.
 * @param[out] data  owned by the caller: zi_free(). data[n] is a NUL. NULL on failure.
 * @return ZHOL_OK; ZHOL_IO; ZHOL_BAD_DATA (damaged or cut off); ZHOL_LIMIT (memory, or
 *         more than @p max_bytes). O(bytes), by zlib. */
ZHOL_MUST_CHECK zhol_status zi_gzip_read(
    const char *path, size_t max_bytes, char **data, size_t *n, zhol_error *err);

/** Packed bytes in memory, and the file that messages name. */
typedef struct zi_gzip {
    const char *path, *bytes;
    size_t n;
} zi_gzip;

/** The same of bytes in memory. */
ZHOL_MUST_CHECK zhol_status zi_gzip_unpack(
    const zi_gzip *packed, size_t max_bytes, char **data, size_t *n, zhol_error *err);

#endif
