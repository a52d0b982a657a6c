/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "tables.h"

/* A list with text for an own rate and own speed, so that everything is passed through.
 */
static const char own_speeds[] =
    "mode,class,at,line_class,year,speed,unit,cv,source,grade\n"
    "rail,,almaty,,,500,km_day,0.2,mine,D\n";

/* Making a world fails at its (k+1)-th allocation, for every k until it succeeds. */
static void
assert_survives(zhol_status (*make)(void *), void *input)
{
    const long before = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    long k = 0;

    for (; status == ZHOL_LIMIT; k++) {
        zi_mem_fail_after(k);
        status = make(input);
        zi_mem_fail_after(-1);
        assert_int_equal(zi_mem_live(), before);
    }
    assert_true(k > 1);
    assert_int_equal(status, ZHOL_OK);
}

static zhol_status
make_with_overlay(void *tables)
{
    const zi_folder mine = { .path = "mine",
        .table = { [ZI_TABLE_SPEEDS] = { own_speeds, sizeof own_speeds - 1 } } };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    const zhol_status status = tables_make(tables, &mine, NULL, &w, &err);

    assert_true((status == ZHOL_OK) == (w != NULL));
    zhol_world_free(w);
    return status;
}

static void
making_a_world_survives_every_failed_allocation(void **state)
{
    zi_folder tables = { 0 };
    (void) state;
    tables_read(&tables, "tiny");
    assert_survives(make_with_overlay, &tables);
    zi_folder_free(&tables);
}

/* With faults the answer is ZHOL_BAD_DATA in the end, never a fault that is not told. */
static zhol_status
list_faults(void *tables)
{
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    zhol_status status = zhol_problems_new(&problems, NULL);

    if (status == ZHOL_OK) {
        status = tables_make(tables, NULL, problems, &w, NULL);
        assert_null(w);
    }
    zhol_problems_free(problems);
    return status == ZHOL_BAD_DATA ? ZHOL_OK : status;
}

static void
listing_faults_survives_every_failed_allocation(void **state)
{
    zi_folder tables = { 0 };
    (void) state;
    tables_read(&tables, "tiny");
    tables_change(&tables, ZI_TABLE_LINKS, "rail,2900,1520", "rail,1900,1520");
    tables_change(&tables, ZI_TABLE_PLACES, "76.95,43.24", "76.95,95");
    tables_change(&tables, ZI_TABLE_DEFLATORS, "year,index", "index,year");
    assert_survives(list_faults, &tables);
    zi_folder_free(&tables);
}

static zhol_status
read_and_write(void *path)
{
    zhol_world *w = NULL;
    zhol_status status = zhol_world_read(TINY, NULL, NULL, &w, NULL);

    if (status == ZHOL_OK) {
        status = zhol_world_write(w, path, NULL);
    }
    zhol_world_free(w);
    return status;
}

static zhol_status
open_and_find(void *path)
{
    zhol_world *w = NULL;
    zhol_ref row;
    zhol_scope scope;
    zhol_match match[4];
    zhol_status status = zhol_world_open(path, NULL, &w, NULL);

    if (status == ZHOL_OK) {
        status = zhol_world_find_place(w, "Алматы", &row, NULL);
    }
    if (status == ZHOL_OK && zhol_world_find_places(w, "alma", match, 4) == 0) {
        status = ZHOL_LIMIT;
    }
    if (status == ZHOL_OK) {
        status = zhol_world_find_place(w, "Almtay", &row, NULL);
        status = status == ZHOL_USAGE ? ZHOL_OK : status;
    }
    if (status == ZHOL_OK) {
        status = zhol_world_find_scope(w, "Qazaqstan", &scope, NULL);
        status = status == ZHOL_USAGE ? ZHOL_OK : status;
    }
    if (status == ZHOL_OK) {
        status = zhol_world_find_pass(w, "Baku Passage", &row, NULL);
    }
    zhol_world_free(w);
    return status;
}

static void
files_and_searches_survive_every_failed_allocation(void **state)
{
    char path[] = "/tmp/zhol-memory-XXXXXX";
    const int file = mkstemp(path);
    (void) state;
    assert_true(file >= 0);
    close(file);
    assert_survives(read_and_write, path);
    assert_survives(open_and_find, path);
    unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(making_a_world_survives_every_failed_allocation),
        cmocka_unit_test(listing_faults_survives_every_failed_allocation),
        cmocka_unit_test(files_and_searches_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests_name("world memory", tests, NULL, NULL);
}
