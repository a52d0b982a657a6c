/* SPDX-License-Identifier: Apache-2.0 */
#define ZLIB_CONST /* zlib.h: what it reads it does not change */
#include "io/gzip.h"

#include "base/fail.h"
#include "base/mem.h"
#include "io/file.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum { GZIP_ONLY = 16 + MAX_WBITS }; /* inflateInit2: a gzip header, no other */

typedef struct unpacker {
    z_stream z;
    const char *path;
    char *data;
    size_t n, capacity, max_bytes;
} unpacker;

static voidpf
allocate(voidpf user, uInt n, uInt size)
{
    (void) user;
    return zi_calloc(n, size);
}

static void
release(voidpf user, voidpf p)
{
    (void) user;
    zi_free(p);
}

/* Room for more bytes and a NUL. The limit is noticed with one byte too many. */
static zhol_status
make_room(unpacker *u, zhol_error *err)
{
    const size_t wanted = u->n + (u->n / 2 > 65536 ? u->n / 2 : 65536);
    const size_t most = wanted < u->max_bytes ? wanted : u->max_bytes + 1;

    if (u->n > u->max_bytes) {
        return zi_fail(err, ZHOL_LIMIT, "%.300s: more than %zu bytes when unpacked",
            u->path, u->max_bytes);
    }
    char *data = zi_grow(u->data, &u->capacity, most + 1, 1);
    if (!data) {
        return zi_fail(err, ZHOL_LIMIT,
            "%.300s: no memory for what it holds: %zu bytes "
            "or more",
            u->path, u->n);
    }
    const size_t room = u->capacity - 1 - u->n;
    u->data = data;
    u->z.next_out = (Bytef *) data + u->n;
    u->z.avail_out = room < UINT_MAX ? (uInt) room : UINT_MAX;
    return ZHOL_OK;
}

/* One call of inflate(). *is_end: the last member is complete. */
static zhol_status
step(unpacker *u, size_t *n_left, bool *is_end, zhol_error *err)
{
    const uInt given = *n_left < UINT_MAX ? (uInt) *n_left : UINT_MAX;
    const uInt room = u->z.avail_out;

    u->z.avail_in = given;
    const int result = inflate(&u->z, Z_NO_FLUSH);
    *n_left -= given - u->z.avail_in;
    u->n += room - u->z.avail_out;
    if (result == Z_STREAM_END) {
        *is_end = *n_left == 0;
        return *is_end || inflateReset(&u->z) == Z_OK
                   ? ZHOL_OK
                   : zi_fail(err, ZHOL_LIMIT, "%.300s: no memory to unpack it", u->path);
    }
    if (result == Z_MEM_ERROR) {
        return zi_fail(err, ZHOL_LIMIT, "%.300s: no memory to unpack it", u->path);
    }
    if (result != Z_OK && !(result == Z_BUF_ERROR && u->z.avail_out == 0)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s: %s: a complete gzip file would be right", u->path,
            result == Z_BUF_ERROR ? "it is cut off" : "its packed bytes are damaged");
    }
    return ZHOL_OK;
}

zhol_status
zi_gzip_unpack(
    const zi_gzip *packed, size_t max_bytes, char **data, size_t *n, zhol_error *err)
{
    unpacker u = { .z = { .zalloc = allocate, .zfree = release },
        .path = packed->path,
        .max_bytes = max_bytes < SIZE_MAX - 2 ? max_bytes : SIZE_MAX - 2 };
    zhol_status status = ZHOL_OK;
    size_t n_left = packed->n;
    bool is_end = false;

    *data = NULL;
    *n = 0;
    if (inflateInit2(&u.z, GZIP_ONLY) != Z_OK) {
        return zi_fail(err, ZHOL_LIMIT, "%.300s: no memory to unpack it", u.path);
    }
    u.z.next_in = (const Bytef *) packed->bytes;
    while (status == ZHOL_OK && !is_end) {
        if (u.z.avail_out == 0) {
            status = make_room(&u, err);
        }
        if (status == ZHOL_OK) {
            status = step(&u, &n_left, &is_end, err);
        }
    }
    inflateEnd(&u.z);
    if (status == ZHOL_OK && u.n > max_bytes) {
        status = make_room(&u, err);
    }
    if (status != ZHOL_OK) {
        zi_free(u.data);
        return status;
    }
    u.data[u.n] = '\0';
    *data = u.data;
    *n = u.n;
    return ZHOL_OK;
}

zhol_status
zi_gzip_read(const char *path, size_t max_bytes, char **data, size_t *n, zhol_error *err)
{
    static const char magic[] = { '\x1f', '\x8b' };
    zhol_status status = zi_file_read_all(path, max_bytes, data, n, err);

    if (status == ZHOL_OK && *n >= sizeof magic && !memcmp(*data, magic, sizeof magic)) {
        char *bytes = *data;
        const zi_gzip packed = { path, bytes, *n };
        status = zi_gzip_unpack(&packed, max_bytes, data, n, err);
        zi_free(bytes);
    }
    return status;
}
