/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* realpath */
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

/* The end of a path is never cut off by the message's length: long ones lose their head.
 */
static zhol_status
fail_io(zhol_error *err, const char *path, const char *doing, int error)
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
        return fail_io(err, path, "open it", errno);
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
            status = fail_io(err, path, "read it", errno);
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

/* Writes everything and closes; 0, or the error of the first step that failed. */
static int
write_and_close(int fd, const char *data, size_t n, bool is_file)
{
    int error = 0;

    while (n > 0 && error == 0) {
        const ssize_t done = write(fd, data, n < SSIZE_MAX ? n : SSIZE_MAX);
        if (done >= 0) {
            data += done;
            n -= (size_t) done;
        } else if (errno != EINTR) {
            error = errno;
        }
    }
    if (error == 0 && is_file && fsync(fd) != 0) {
        error = errno;
    }
    if (close(fd) != 0 && error == 0 && errno != EINTR) {
        error = errno;
    }
    return error;
}

/* Creates a file that was not there, in the folder of target, and gives its name. */
static int
open_temporary(const char *target, mode_t mode, char name[PATH_MAX])
{
    const char *slash = strrchr(target, '/');
    const int folder = slash ? (int) (slash - target) + 1 : 0;

    /* A name may be left by a process of the same number that was killed: try the next.
     */
    for (int i = 0; i < 100; i++) {
        int fd;
        if (snprintf(name, PATH_MAX, "%.*s.zhol-%ld-%d.tmp", folder, target,
                (long) getpid(), i)
            >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || (errno != EEXIST && errno != EINTR)) {
            return fd;
        }
    }
    return -1;
}

/* Makes the renaming itself last. A system that cannot sync a folder still has the new
 * file in place, so nothing is reported. */
static void
sync_folder_of(char name[PATH_MAX])
{
    char *slash = strrchr(name, '/');
    int fd;

    if (slash) {
        slash[slash == name ? 1 : 0] = '\0';
    }
    fd = open_to_read(slash ? name : ".", O_DIRECTORY);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

/* Replaces (or creates) a file of which `old`, or NULL, is known; 0 or the error. */
static int
replace(const char *target, const struct stat *old, const void *data, size_t n)
{
    const mode_t mode = old ? old->st_mode & 0777 : 0666;
    char name[PATH_MAX];
    int error = 0, fd;

    if (old && access(target, W_OK) != 0) {
        return errno; /* renaming would not ask */
    }
    fd = open_temporary(target, mode, name);
    if (fd < 0) {
        return errno;
    }
    if (old && fchmod(fd, mode) != 0) { /* open() took the umask off */
        error = errno;
        close(fd);
    } else {
        error = write_and_close(fd, data, n, true);
    }
    if (error == 0 && rename(name, target) != 0) {
        error = errno;
    }
    if (error != 0) {
        unlink(name);
        return error;
    }
    sync_folder_of(name);
    return 0;
}

zhol_status
zi_file_write_atomic(const char *path, const void *data, size_t n, zhol_error *err)
{
    char resolved[PATH_MAX];
    struct stat old;
    int error = 0;

    if (stat(path, &old) != 0) {
        error = errno == ENOENT ? replace(path, NULL, data, n) : errno;
    } else if (S_ISREG(old.st_mode)) {
        /* The file behind a link, not the link, is replaced. */
        error = realpath(path, resolved) ? replace(resolved, &old, data, n) : errno;
    } else {
        /* Renaming over /dev/null as root would replace it for everybody. */
        const int fd = open(path, O_WRONLY | O_CLOEXEC);
        error = fd < 0 ? errno : write_and_close(fd, data, n, false);
    }
    return error == 0 ? ZHOL_OK : fail_io(err, path, "write it", error);
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
        return fail_io(err, path, "open it", errno);
    }
    if (fstat(fd, &st) != 0) {
        status = fail_io(err, path, "look at it", errno);
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
        status = fail_io(err, path, "map it", errno);
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
