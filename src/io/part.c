/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "io/part.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/file.h"

struct zi_part {
    const char *path; /* as it was given, for messages; behind the struct */
    int fd;           /* -1 once closed */
    bool is_file;
    bool is_there;         /* the temporary file is */
    char target[PATH_MAX]; /* what it will replace */
    char name[PATH_MAX];   /* its temporary name */
};

static zhol_status
fail_to_write(const zi_part *p, int error, zhol_error *err)
{
    return zi_file_fail(err, p->path, "write it", error);
}

/* Creates a file that was not there, in the folder of the target; 0 or the error. */
static int
open_temporary(zi_part *p, mode_t mode)
{
    const char *slash = strrchr(p->target, '/');
    const int folder = slash ? (int) (slash - p->target) + 1 : 0;

    /* A name may be left by a process of the same number that was killed: try the next.
     */
    for (int i = 0; i < 100; i++) {
        if (snprintf(p->name, PATH_MAX, "%.*s.zhol-%ld-%d.tmp", folder, p->target,
                (long) getpid(), i)
            >= PATH_MAX) {
            return ENAMETOOLONG;
        }
        p->fd = open(p->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        p->is_there = p->fd >= 0;
        if (p->is_there || (errno != EEXIST && errno != EINTR)) {
            return p->is_there ? 0 : errno;
        }
    }
    return EEXIST;
}

/* To replace (or create) a file of which `old`, or NULL, is known; 0 or the error. */
static int
open_beside(zi_part *p, const struct stat *old)
{
    const mode_t mode = old ? old->st_mode & 0777 : 0666;
    int error;

    if (old && access(p->target, W_OK) != 0) {
        return errno; /* renaming would not ask */
    }
    error = open_temporary(p, mode);
    if (error == 0 && old && fchmod(p->fd, mode) != 0) { /* open() took the umask off */
        error = errno;
    }
    return error;
}

static int
open_any(zi_part *p)
{
    struct stat old;
    int error = 0;

    p->is_file = true;
    if (stat(p->path, &old) != 0) {
        if (errno != ENOENT) {
            return errno;
        }
        return snprintf(p->target, PATH_MAX, "%s", p->path) < PATH_MAX
                   ? open_beside(p, NULL)
                   : ENAMETOOLONG;
    }
    if (S_ISREG(old.st_mode)) {
        /* The file behind a link, not the link, is replaced. */
        return realpath(p->path, p->target) ? open_beside(p, &old) : errno;
    }
    /* Renaming over /dev/null as root would replace it for everybody. */
    p->is_file = false;
    p->fd = open(p->path, O_WRONLY | O_CLOEXEC);
    if (p->fd < 0) {
        error = errno;
    }
    return error;
}

zhol_status
zi_part_open(const char *path, zi_part **out, zhol_error *err)
{
    const size_t n = strlen(path) + 1;
    zi_part *p = (zi_part *) zi_calloc(1, sizeof *p + n);
    zhol_status status;

    *out = NULL;
    if (!p) {
        return zi_fail(err, ZHOL_LIMIT, "%.300s: no memory to write it", path);
    }
    p->fd = -1;
    p->path = memcpy(p + 1, path, n);
    const int error = open_any(p);
    if (error != 0) {
        status = fail_to_write(p, error, err);
        zi_part_free(p);
        return status;
    }
    *out = p;
    return ZHOL_OK;
}

bool
zi_part_is_file(const zi_part *p)
{
    return p->is_file;
}

const char *
zi_part_path(const zi_part *p)
{
    return p->path;
}

zhol_status
zi_part_add(zi_part *p, const void *data, size_t n, zhol_error *err)
{
    const char *from = data;

    while (n > 0) {
        const ssize_t done = write(p->fd, from, n < SSIZE_MAX ? n : SSIZE_MAX);
        if (done >= 0) {
            from += done;
            n -= (size_t) done;
        } else if (errno != EINTR) {
            return fail_to_write(p, errno, err);
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_part_write_at(zi_part *p, uint64_t offset, const void *data, size_t n, zhol_error *err)
{
    const char *from = data;

    while (n > 0) {
        const ssize_t done =
            pwrite(p->fd, from, n < SSIZE_MAX ? n : SSIZE_MAX, (off_t) offset);
        if (done >= 0) {
            from += done;
            offset += (uint64_t) done;
            n -= (size_t) done;
        } else if (errno != EINTR) {
            return fail_to_write(p, errno, err);
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_part_read_at(zi_part *p, uint64_t offset, void *data, size_t n, zhol_error *err)
{
    char *to = data;

    while (n > 0) {
        const ssize_t done =
            pread(p->fd, to, n < SSIZE_MAX ? n : SSIZE_MAX, (off_t) offset);
        if (done == 0) {
            memset(to, 0, n);
            break;
        }
        if (done > 0) {
            to += done;
            offset += (uint64_t) done;
            n -= (size_t) done;
        } else if (errno != EINTR) {
            return zi_file_fail(err, p->path, "read it again", errno);
        }
    }
    return ZHOL_OK;
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
    fd = open(slash ? name : ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

zhol_status
zi_part_keep(zi_part *p, zhol_error *err)
{
    int error = p->is_file && fsync(p->fd) != 0 ? errno : 0;

    if (close(p->fd) != 0 && error == 0 && errno != EINTR) {
        error = errno;
    }
    p->fd = -1;
    if (error == 0 && p->is_file && rename(p->name, p->target) != 0) {
        error = errno;
    }
    if (error != 0) {
        return fail_to_write(p, error, err);
    }
    if (p->is_file) {
        p->is_there = false;
        sync_folder_of(p->name);
    }
    return ZHOL_OK;
}

void
zi_part_free(zi_part *p)
{
    if (p) {
        if (p->fd >= 0) {
            close(p->fd);
        }
        if (p->is_there) {
            unlink(p->name);
        }
        zi_free(p);
    }
}
