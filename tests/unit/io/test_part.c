/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are written piece by piece; what holds for whole files too: test_file.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/part.h"

static char folder[32], path[64];

static int
make_folder(void **state)
{
    (void) state;
    strcpy(folder, "/tmp/zhol-part-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/a", folder);
    return 0;
}

static int
remove_folder(void **state)
{
    (void) state;
    unlink(path);
    return rmdir(folder) || zi_mem_live() != 0; /* fails if a temporary file was left */
}

static zi_part *
open_part(void)
{
    zi_part *p = NULL;
    zhol_error err = { "" };
    if (zi_part_open(path, &p, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    return p;
}

static void
assert_holds(const char *expected, size_t n_expected)
{
    char *data = NULL;
    size_t n = 0;
    assert_int_equal(zi_file_read_all(path, 1 << 20, &data, &n, NULL), ZHOL_OK);
    assert_int_equal(n, n_expected);
    assert_memory_equal(data, expected, n);
    zi_free(data);
}

static void
pieces_follow_each_other(void **state)
{
    zi_part *p = open_part();
    (void) state;
    assert_true(zi_part_is_file(p));
    assert_int_equal(zi_part_add(p, "one,", 4, NULL), ZHOL_OK);
    assert_int_equal(zi_part_add(p, "", 0, NULL), ZHOL_OK);
    assert_int_equal(zi_part_add(p, "two", 3, NULL), ZHOL_OK);
    assert_int_not_equal(access(path, F_OK), 0); /* not before it is complete */
    assert_int_equal(zi_part_keep(p, NULL), ZHOL_OK);
    zi_part_free(p);
    assert_holds("one,two", 7);
}

static void
what_is_not_kept_leaves_the_old_file(void **state)
{
    zi_part *p;
    (void) state;
    assert_int_equal(zi_file_write_atomic(path, "old", 3, NULL), ZHOL_OK);
    p = open_part();
    assert_int_equal(zi_part_add(p, "new", 3, NULL), ZHOL_OK);
    zi_part_free(p);
    assert_holds("old", 3);
}

static void
any_place_can_be_written_and_read(void **state)
{
    zi_part *p = open_part();
    char data[8];
    (void) state;
    assert_int_equal(zi_part_write_at(p, 6, "zz", 2, NULL), ZHOL_OK);
    assert_int_equal(zi_part_write_at(p, 0, "aaa", 3, NULL), ZHOL_OK);
    assert_int_equal(zi_part_read_at(p, 1, data, 8, NULL), ZHOL_OK);
    assert_memory_equal(data, "aa\0\0\0zz\0", 8); /* zeros between and behind */
    assert_int_equal(zi_part_keep(p, NULL), ZHOL_OK);
    zi_part_free(p);
    assert_holds("aaa\0\0\0zz", 8);
}

static void
a_device_is_no_file(void **state)
{
    zi_part *p = NULL;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zi_part_open("/dev/full", &p, &err), ZHOL_OK);
    assert_false(zi_part_is_file(p));
    assert_int_equal(zi_part_add(p, "x", 1, &err), ZHOL_IO);
    assert_string_equal(
        err.message, "/dev/full: cannot write it: No space left on device");
    zi_part_free(p);
    zi_mem_fail_after(0);
    assert_int_equal(zi_part_open(path, &p, &err), ZHOL_LIMIT);
    zi_mem_fail_after(-1);
    assert_null(p);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(pieces_follow_each_other),
        IN_FOLDER(what_is_not_kept_leaves_the_old_file),
        IN_FOLDER(any_place_can_be_written_and_read),
        IN_FOLDER(a_device_is_no_file),
    };
    return cmocka_run_group_tests_name("io-part", tests, NULL, NULL);
}
