/* SPDX-License-Identifier: Apache-2.0 */
/** @file threads.h  Doing numbered tasks on several threads. */
#ifndef ZI_BASE_THREADS_H
#define ZI_BASE_THREADS_H

#include <stdint.h>
#include <zhol/error.h>

/** One task. @p thread is below n_threads and names scratch memory that no other task
 * uses at the same time. A task writes only to its own place in @p shared. */
typedef zhol_status zi_task(
    void *shared, uint32_t task, uint32_t thread, zhol_error *err);

/** Runs tasks 0 .. n_tasks - 1, each once, taken in this order by whichever thread is
 * free.
 *
 * The caller's thread is thread 0; with fewer threads than asked for (the system refuses,
 * or there are fewer tasks) the work is the same. After a failure no further task begins;
 * the status and message are those of the failing task with the smallest number, so they
 * do not depend on n_threads. @p n_threads 0 is taken as 1.
 * @return ZHOL_OK, a task's status, or ZHOL_LIMIT (memory).
 */
ZHOL_MUST_CHECK zhol_status zi_threads_run(
    uint32_t n_threads, uint32_t n_tasks, zi_task *task, void *shared, zhol_error *err);

#endif
