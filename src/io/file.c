/* SPDX-License-Identifier: Apache-2.0 */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/locale.h"
#include "base/mem.h"
#include "io/part.h"

zhol_status
zi_file_fail(zhol_error *err, const char *path, const char *doing, int error)
{
    const zi_locale l = zi_locale_begin();
    const size_t n = strlen(path);
    char reason[128];

    if (strerror_r(error, reason, sizeof reason) != 0) {
        snprintf(reason, sizeof reason, "error %d", error);
    }
    zi_locale_end(l);
    return zi_fail(err, ZHOL_IO, "%s%s: cannot %s: %s", n > 300 ? "..." : "",
        n > 300 ? path + n - 300 : path, doing, reason);
}

static int
open_to_read(const char *path, int flags)
{
    int fd;

    do {
        fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

/* Reads up to n bytes, fewer only at the end; -1 and errno on failure. n fits in ssize_t.
 */
static ssize_t
read_some(int fd, char *data, size_t n)
{
    size_t have = 0;

    while (have < n) {
        const ssize_t got = read(fd, data + have, n - have);
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return -1;
        }
        have += got > 0 ? (size_t) got : 0;
    }
    return (ssize_t) have;
}

/* What is known of a file's size before it is read: 0 of a pipe. */
static size_t
size_hint(int fd, size_t max_bytes)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0) {
        return 0;
    }
    return (uintmax_t) st.st_size < max_bytes ? (size_t) st.st_size : max_bytes;
}

zhol_status
zi_file_read_all(
    const char *path, size_t max_bytes, char **data, size_t *n, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    size_t capacity = 0, length = 0, room;
    char *text = NULL;
    ssize_t got;
    int fd;

    *data = NULL;
    *n = 0;
    max_bytes = max_bytes < SSIZE_MAX - 2 ? max_bytes : SSIZE_MAX - 2;
    fd = open_to_read(path, 0);
    if (fd < 0) {
        return zi_file_fail(err, path, "open it", errno);
    }
    room = size_hint(fd, max_bytes) + 2; /* one to see the end, one for the NUL */
    do {
        char *more = zi_grow(text, &capacity, length + room, 1);
        if (!more) {
            status = zi_fail(err, ZHOL_LIMIT,
                "%.300s: no memory for its %zu bytes or more", path, length);
            goto out;
        }
        text = more;
        room = capacity - length - 1;
        got = read_some(fd, text + length, room);
        if (got < 0) {
            status = zi_file_fail(err, path, "read it", errno);
            goto out;
        }
        length += (size_t) got;
        if (length > max_bytes) {
            status =
                zi_fail(err, ZHOL_LIMIT, "%.300s: more than %zu bytes", path, max_bytes);
            goto out;
        }
        text[length] = '\0';
        room = (size_t) got < room ? 0 : capacity;
    } while (room > 0);
    *data = text;
    *n = length;
    text = NULL;

out:
    zi_free(text);
    close(fd);
    return status;
}

zhol_status
zi_file_write_atomic(const char *path, const void *data, size_t n, zhol_error *err)
{
    zi_part *part = NULL;
    zhol_status status = zi_part_open(path, &part, err);

    if (status == ZHOL_OK) {
        status = zi_part_add(part, data, n, err);
    }
    if (status == ZHOL_OK) {
        status = zi_part_keep(part, err);
    }
    zi_part_free(part);
    return status;
}

zhol_status
zi_file_map(const char *path, zi_map *out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    struct stat st;
    void *data;
    int fd;

    *out = (zi_map){ 0 };
    fd = open_to_read(path, O_NONBLOCK); /* does not wait for a writer of a pipe */
    if (fd < 0) {
        return zi_file_fail(err, path, "open it", errno);
    }
    if (fstat(fd, &st) != 0) {
        status = zi_file_fail(err, path, "look at it", errno);
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        status = zi_fail(err, ZHOL_BAD_DATA, "%.300s: not a file", path);
        goto out;
    }
    if (st.st_size <= 0 || (uintmax_t) st.st_size > SIZE_MAX) {
        status = zi_fail(err, ZHOL_BAD_DATA, "%.300s: a file of %jd bytes", path,
            (intmax_t) st.st_size);
        goto out;
    }
    data = mmap(NULL, (size_t) st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED) {
        status = zi_file_fail(err, path, "map it", errno);
        goto out;
    }
    *out = (zi_map){ data, (size_t) st.st_size, data };

out:
    close(fd);
    return status;
}

void
zi_file_unmap(zi_map *map)
{
    if (map->mapping) {
        munmap(map->mapping, map->n);
    }
    *map = (zi_map){ 0 };
}
