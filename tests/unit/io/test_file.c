/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

/* Each test has a folder of its own, which must be empty again at its end. */
typedef struct place {
    char folder[32], path[64], other[64];
} place;

static int
make_folder(void **state)
{
    place *p = calloc(1, sizeof *p);
    *state = p;
    if (!p) {
        return -1;
    }
    strcpy(p->folder, "/tmp/zhol-file-XXXXXX");
    if (!mkdtemp(p->folder)) {
        return -1;
    }
    snprintf(p->path, sizeof p->path, "%s/world.zhol", p->folder);
    snprintf(p->other, sizeof p->other, "%s/other", p->folder);
    return 0;
}

static int
remove_folder(void **state)
{
    place *p = *state;
    int wrong;
    unlink(p->path);
    unlink(p->other);
    wrong = rmdir(p->folder); /* fails if a temporary file was left */
    free(p);
    return wrong;
}

static void
assert_holds(const char *path, const char *expected)
{
    char *data = NULL;
    size_t n = 0;
    zhol_error err = { "" };
    if (zi_file_read_all(path, 1 << 20, &data, &n, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(n, strlen(expected));
    assert_string_equal(data, expected);
    zi_free(data);
}

static void
write_text(const char *path, const char *text)
{
    zhol_error err = { "" };
    if (zi_file_write_atomic(path, text, strlen(text), &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
}

static int
n_entries(const char *folder)
{
    DIR *d = opendir(folder);
    int n = 0;
    assert_non_null(d);
    while (readdir(d)) {
        n++;
    }
    closedir(d);
    return n - 2; /* without . and .. */
}

static void
what_is_written_is_read(void **state)
{
    const place *p = *state;
    write_text(p->path, "first");
    assert_holds(p->path, "first");
    write_text(p->path, "");
    assert_holds(p->path, "");
    write_text(p->path, "third, longer than before");
    assert_holds(p->path, "third, longer than before");
}

static void
a_name_without_a_folder_is_here(void **state)
{
    const place *p = *state;
    char here[1024];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(p->folder), 0);
    write_text("world.zhol", "x");
    assert_int_equal(chdir(here), 0);
    assert_holds(p->path, "x");
}

static void
large_files_are_read_whole(void **state)
{
    const place *p = *state;
    const size_t n = 300000;
    char *text = malloc(n), *data = NULL;
    size_t n_read = 0;
    zhol_error err;
    assert_non_null(text);
    for (size_t i = 0; i < n; i++) {
        text[i] = (char) (i * 7 + i / 251);
    }
    assert_int_equal(zi_file_write_atomic(p->path, text, n, NULL), ZHOL_OK);
    assert_int_equal(zi_file_read_all(p->path, n, &data, &n_read, NULL), ZHOL_OK);
    assert_int_equal(n_read, n);
    assert_memory_equal(data, text, n);
    assert_int_equal(data[n], 0);
    zi_free(data);
    assert_int_equal(zi_file_read_all(p->path, n - 1, &data, &n_read, &err), ZHOL_LIMIT);
    assert_null(data);
    assert_int_equal(n_read, 0);
    assert_non_null(strstr(err.message, "world.zhol: more than 299999 bytes"));
    assert_int_equal(zi_file_read_all(p->path, SIZE_MAX, &data, &n_read, NULL), ZHOL_OK);
    zi_free(data);
    free(text);
}

/* Writes 70,000 bytes into a pipe by its name. */
static void *
feed(void *path)
{
    char text[1000];
    const int fd = open(path, O_WRONLY);
    memset(text, 'p', sizeof text);
    for (int i = 0; fd >= 0 && i < 70; i++) {
        if (write(fd, text, sizeof text) != (ssize_t) sizeof text) {
            break;
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    return NULL;
}

static void
pipes_are_read_to_their_end(void **state)
{
    place *p = *state;
    char *data = NULL;
    size_t n = 0;
    pthread_t writer;
    zi_map map;
    assert_int_equal(mkfifo(p->path, 0600), 0);
    assert_int_equal(pthread_create(&writer, NULL, feed, p->path), 0);
    assert_int_equal(zi_file_read_all(p->path, 1 << 20, &data, &n, NULL), ZHOL_OK);
    pthread_join(writer, NULL);
    assert_int_equal(n, 70000);
    assert_int_equal(data[69999], 'p');
    zi_free(data);
    assert_int_equal(
        zi_file_map(p->path, &map, NULL), ZHOL_BAD_DATA); /* and no waiting */
}

static void
what_cannot_be_read_is_named_with_the_reason(void **state)
{
    const place *p = *state;
    char expected[128], long_path[600];
    char *data = (char *) 1;
    size_t n = 1;
    zhol_error err;
    zi_map map = { .n = 1 };
    snprintf(expected, sizeof expected, "%s: cannot open it: No such file or directory",
        p->path);
    assert_int_equal(zi_file_read_all(p->path, 9, &data, &n, &err), ZHOL_IO);
    assert_string_equal(err.message, expected);
    assert_null(data);
    assert_int_equal(n, 0);
    assert_int_equal(zi_file_map(p->path, &map, &err), ZHOL_IO);
    assert_string_equal(err.message, expected);
    assert_null(map.data);
    snprintf(expected, sizeof expected, "%s: cannot read it: Is a directory", p->folder);
    assert_int_equal(zi_file_read_all(p->folder, 9, &data, &n, &err), ZHOL_IO);
    assert_string_equal(err.message, expected);
    memset(long_path, 'x', sizeof long_path);
    strcpy(long_path + 590, "/end.csv");
    assert_int_equal(zi_file_read_all(long_path, 9, &data, &n, &err), ZHOL_IO);
    assert_memory_equal(err.message, "...xxx", 6);
    assert_non_null(strstr(err.message, "/end.csv: cannot open it: File name too long"));
}

static void
what_cannot_be_written_is_named_with_the_reason(void **state)
{
    const place *p = *state;
    char path[128];
    zhol_error err;
    assert_int_equal(zi_file_write_atomic(p->folder, "x", 1, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, ": cannot write it: Is a directory"));
    snprintf(path, sizeof path, "%s/missing/file", p->folder);
    assert_int_equal(zi_file_write_atomic(path, "x", 1, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "/missing/file: cannot write it: No such file"));
    snprintf(path, sizeof path, "%s/", p->path); /* a file is no folder */
    write_text(p->path, "old");
    assert_int_equal(zi_file_write_atomic(path, "x", 1, &err), ZHOL_IO);
    assert_int_equal(zi_file_write_atomic("", "x", 1, &err), ZHOL_IO);
}

/* The disk is full in the middle of writing: a limit of the process stands for it. */
static void
a_failed_write_leaves_the_old_file_and_nothing_else(void **state)
{
    const place *p = *state;
    struct rlimit before, small;
    char *text = calloc(1, 100000);
    zhol_error err = { "" };
    zhol_status status;
    assert_non_null(text);
    write_text(p->path, "old");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 50000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    status = zi_file_write_atomic(p->path, text, 100000, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, ZHOL_IO);
    assert_non_null(strstr(err.message, "world.zhol: cannot write it: File too large"));
    assert_holds(p->path, "old");
    assert_int_equal(n_entries(p->folder), 1);
    free(text);
}

static void
devices_are_written_to_and_never_replaced(void **state)
{
    struct stat st;
    zhol_error err;
    (void) state;
    assert_int_equal(zi_file_write_atomic("/dev/null", "x", 1, NULL), ZHOL_OK);
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_int_equal(zi_file_write_atomic("/dev/full", "x", 1, &err), ZHOL_IO);
    assert_string_equal(
        err.message, "/dev/full: cannot write it: No space left on device");
}

static void
permissions_and_links_survive(void **state)
{
    const place *p = *state;
    struct stat st;
    write_text(p->path, "old");
    assert_int_equal(chmod(p->path, 0626), 0);
    assert_int_equal(symlink("world.zhol", p->other), 0);
    write_text(p->other, "new");
    assert_holds(p->path, "new");
    assert_int_equal(lstat(p->other, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0626);
}

static void
new_files_get_the_usual_permissions(void **state)
{
    const place *p = *state;
    const mode_t before = umask(027);
    struct stat st;
    write_text(p->path, "x");
    umask(before);
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

static void
a_file_that_may_not_be_written_is_not_replaced(void **state)
{
    const place *p = *state;
    zhol_error err;
    if (geteuid() == 0) {
        skip(); /* root may */
    }
    write_text(p->path, "old");
    assert_int_equal(chmod(p->path, 0400), 0);
    assert_int_equal(zi_file_write_atomic(p->path, "new", 3, &err), ZHOL_IO);
    assert_holds(p->path, "old");
}

/* A killed process of the same number left its temporary file. */
static void
left_overs_of_others_are_not_in_the_way(void **state)
{
    const place *p = *state;
    char name[100];
    int fd;
    snprintf(name, sizeof name, "%s/.zhol-%ld-0.tmp", p->folder, (long) getpid());
    fd = open(name, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0 && close(fd) == 0);
    write_text(p->path, "x");
    assert_holds(p->path, "x");
    assert_int_equal(n_entries(p->folder), 2);
    unlink(name);
}

static void
a_mapped_file_lies_in_memory_as_it_was(void **state)
{
    const place *p = *state;
    zi_map map;
    write_text(p->path, "old bytes");
    assert_int_equal(zi_file_map(p->path, &map, NULL), ZHOL_OK);
    assert_int_equal(map.n, 9);
    assert_int_equal((uintptr_t) map.data % (uintptr_t) sysconf(_SC_PAGESIZE), 0);
    write_text(p->path, "new"); /* replaced by renaming: the map keeps the old one */
    assert_memory_equal(map.data, "old bytes", 9);
    zi_file_unmap(&map);
    assert_null(map.data);
    assert_int_equal(map.n, 0);
    zi_file_unmap(&map);
}

static void
what_is_no_file_or_empty_is_not_mapped(void **state)
{
    const place *p = *state;
    zhol_error err;
    zi_map map;
    assert_int_equal(zi_file_map(p->folder, &map, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, ": not a file"));
    write_text(p->path, "");
    assert_int_equal(zi_file_map(p->path, &map, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "world.zhol: a file of 0 bytes"));
    assert_null(map.data);
}

static void
reading_survives_every_failed_allocation(void **state)
{
    const place *p = *state;
    const long before = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    write_text(p->path, "x");
    for (long k = 0; status != ZHOL_OK; k++) {
        char *data = NULL;
        size_t n;
        assert_true(k < 10);
        zi_mem_fail_after(k);
        status = zi_file_read_all(p->path, 9, &data, &n, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && !data));
        zi_free(data);
        assert_int_equal(zi_mem_live(), before);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_read),
        IN_FOLDER(a_name_without_a_folder_is_here),
        IN_FOLDER(large_files_are_read_whole),
        IN_FOLDER(pipes_are_read_to_their_end),
        IN_FOLDER(what_cannot_be_read_is_named_with_the_reason),
        IN_FOLDER(what_cannot_be_written_is_named_with_the_reason),
        IN_FOLDER(a_failed_write_leaves_the_old_file_and_nothing_else),
        IN_FOLDER(devices_are_written_to_and_never_replaced),
        IN_FOLDER(permissions_and_links_survive),
        IN_FOLDER(new_files_get_the_usual_permissions),
        IN_FOLDER(a_file_that_may_not_be_written_is_not_replaced),
        IN_FOLDER(left_overs_of_others_are_not_in_the_way),
        IN_FOLDER(a_mapped_file_lies_in_memory_as_it_was),
        IN_FOLDER(what_is_no_file_or_empty_is_not_mapped),
        IN_FOLDER(reading_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests_name("io-file", tests, NULL, NULL);
}
