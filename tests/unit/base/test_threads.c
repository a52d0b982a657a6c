/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"

enum { N_TASKS = 500 };

typedef struct job {
    uint32_t first_bad; /* this task and every third after it fail */
    uint32_t n_threads;
    uint8_t runs[N_TASKS];
} job;

static zhol_status
count_run(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    job *j = shared;
    (void) err;
    j->runs[task]++;
    if (thread >= j->n_threads) {
        return ZHOL_INTERNAL;
    }
    if (task >= j->first_bad && (task - j->first_bad) % 3 == 0) {
        return zi_fail(err, ZHOL_BAD_DATA, "task %u is bad", task);
    }
    return ZHOL_OK;
}

static void
every_task_runs_once_for_any_number_of_threads(void **state)
{
    static const uint32_t n_threads[] = { 0, 1, 2, 3, 8, 700 };
    (void) state;
    for (size_t i = 0; i < sizeof n_threads / sizeof n_threads[0]; i++) {
        job j = { .first_bad = N_TASKS, .n_threads = n_threads[i] ? n_threads[i] : 1 };
        assert_int_equal(
            zi_threads_run(n_threads[i], N_TASKS, count_run, &j, NULL), ZHOL_OK);
        for (uint32_t k = 0; k < N_TASKS; k++) {
            assert_int_equal(j.runs[k], 1);
        }
    }
}

static void
no_tasks_are_no_work(void **state)
{
    job j = { .first_bad = 0 };
    (void) state;
    assert_int_equal(zi_threads_run(4, 0, count_run, &j, NULL), ZHOL_OK);
    assert_int_equal(j.runs[0], 0);
}

static void
the_first_bad_task_is_reported_for_any_number_of_threads(void **state)
{
    (void) state;
    for (uint32_t n_threads = 1; n_threads < 9; n_threads++) {
        job j = { .first_bad = 17 * n_threads, .n_threads = n_threads };
        zhol_error err;
        char expected[40];
        assert_int_equal(
            zi_threads_run(n_threads, N_TASKS, count_run, &j, &err), ZHOL_BAD_DATA);
        snprintf(expected, sizeof expected, "task %u is bad", j.first_bad);
        assert_string_equal(err.message, expected);
        for (uint32_t k = 0; k <= j.first_bad; k++) {
            assert_int_equal(j.runs[k], 1);
        }
    }
}

enum { N_TOGETHER = 8 };

/* Waits until all are at work, and then fails. */
static zhol_status
fail_together(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    atomic_uint *n_started = shared;
    (void) thread;
    atomic_fetch_add(n_started, 1);
    for (int i = 0; i < 1000000 && atomic_load(n_started) < N_TOGETHER; i++) {
        sched_yield();
    }
    return zi_fail(err, task % 2 ? ZHOL_IO : ZHOL_BAD_DATA, "task %u is bad", task);
}

static void
of_tasks_that_fail_together_the_first_is_reported(void **state)
{
    (void) state;
    for (int round = 0; round < 20; round++) {
        atomic_uint n_started = 0;
        zhol_error err;
        assert_int_equal(
            zi_threads_run(N_TOGETHER, N_TOGETHER, fail_together, &n_started, &err),
            ZHOL_BAD_DATA);
        assert_string_equal(err.message, "task 0 is bad");
    }
}

static void
one_thread_stops_at_the_first_failure(void **state)
{
    job j = { .first_bad = 3, .n_threads = 1 };
    (void) state;
    assert_int_equal(zi_threads_run(1, N_TASKS, count_run, &j, NULL), ZHOL_BAD_DATA);
    assert_int_equal(j.runs[3], 1);
    assert_int_equal(j.runs[4], 0);
}

static void
without_memory_nothing_runs(void **state)
{
    const long before = zi_mem_live();
    job j = { .first_bad = N_TASKS, .n_threads = 2 };
    zhol_error err;
    (void) state;
    zi_mem_fail_after(0);
    assert_int_equal(zi_threads_run(2, N_TASKS, count_run, &j, &err), ZHOL_LIMIT);
    zi_mem_fail_after(-1);
    assert_non_null(strstr(err.message, "no memory"));
    assert_int_equal(j.runs[0], 0);
    assert_int_equal(zi_mem_live(), before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_runs_once_for_any_number_of_threads),
        cmocka_unit_test(no_tasks_are_no_work),
        cmocka_unit_test(the_first_bad_task_is_reported_for_any_number_of_threads),
        cmocka_unit_test(of_tasks_that_fail_together_the_first_is_reported),
        cmocka_unit_test(one_thread_stops_at_the_first_failure),
        cmocka_unit_test(without_memory_nothing_runs),
    };
    return cmocka_run_group_tests_name("base-threads", tests, NULL, NULL);
}
