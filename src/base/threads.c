/* SPDX-License-Identifier: Apache-2.0 */
#include "base/threads.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fail.h"
#include "base/mem.h"

enum { MAX_THREADS = 1024 };

typedef struct crew {
    atomic_uint_least64_t next; /* 64 bits: every thread counts once past the end */
    atomic_bool has_failed;
    uint32_t n_tasks;
    zi_task *task;
    void *shared;
} crew;

typedef struct worker {
    crew *crew;
    pthread_t thread;
    uint32_t number, failed_task;
    zhol_status status;
    zhol_error error;
} worker;

/* Tasks are taken in order and a taken one is always finished. So when task k fails,
 * every smaller one is run, and the smallest failing task is the same for any number of
 * threads. */
static void *
work(void *argument)
{
    worker *w = argument;
    crew *c = w->crew;

    while (!atomic_load(&c->has_failed)) {
        const uint64_t k = atomic_fetch_add(&c->next, 1);
        if (k >= c->n_tasks) {
            break;
        }
        w->status = c->task(c->shared, (uint32_t) k, w->number, &w->error);
        if (w->status != ZHOL_OK) {
            w->failed_task = (uint32_t) k;
            atomic_store(&c->has_failed, true);
        }
    }
    return NULL;
}

zhol_status
zi_threads_run(
    uint32_t n_threads, uint32_t n_tasks, zi_task *task, void *shared, zhol_error *err)
{
    crew c = { .n_tasks = n_tasks, .task = task, .shared = shared };
    const worker *failed = NULL;
    zhol_status status = ZHOL_OK;
    worker *workers;
    uint32_t n = 1;

    n_threads = n_threads < n_tasks ? n_threads : n_tasks;
    n_threads = n_threads < MAX_THREADS ? n_threads : MAX_THREADS;
    n_threads = n_threads > 0 ? n_threads : 1;
    workers = ZI_NEW(worker, n_threads);
    if (!workers) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u threads", n_threads);
    }
    workers[0].crew = &c;
    while (n < n_threads) {
        workers[n].crew = &c;
        workers[n].number = n;
        if (pthread_create(&workers[n].thread, NULL, work, &workers[n]) != 0) {
            break; /* those that are here do it all */
        }
        n++;
    }
    work(&workers[0]);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) {
            pthread_join(workers[i].thread, NULL);
        }
        if (workers[i].status != ZHOL_OK
            && (!failed || workers[i].failed_task < failed->failed_task)) {
            failed = &workers[i];
        }
    }
    if (failed) {
        status = zi_fail(err, failed->status, "%s", failed->error.message);
    }
    zi_free(workers);
    return status;
}
