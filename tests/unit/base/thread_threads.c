/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks on several threads share memory only as they may: the preset tsan watches them.
 */
#include <stdio.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/text.h"
#include "base/threads.h"

enum { N_THREADS = 4, N_TASKS = 2000 };

typedef struct job {
    uint64_t result[N_TASKS];
    uint64_t scratch[N_THREADS]; /* not atomic: one task at a time uses a thread's */
} job;

static zhol_status
fold_and_count(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    job *j = shared;
    zi_buffer b = { 0 };
    char *folded;

    j->scratch[thread] = task;
    zi_buffer_format(&b, "Žhol %.2f", (double) j->scratch[thread]);
    folded = b.failed ? NULL : zi_fold(b.data, err);
    for (const char *c = folded; c && *c; c++) {
        j->scratch[thread] += (unsigned char) *c;
    }
    j->result[task] = zi_random_u64(&j->scratch[thread]);
    zi_free(folded);
    zi_buffer_free(&b);
    return folded ? ZHOL_OK : ZHOL_LIMIT;
}

int
main(void)
{
    static job alone, together;

    if (zi_threads_run(1, N_TASKS, fold_and_count, &alone, NULL) != ZHOL_OK
        || zi_threads_run(N_THREADS, N_TASKS, fold_and_count, &together, NULL)
               != ZHOL_OK) {
        return 1;
    }
    for (int i = 0; i < N_TASKS; i++) {
        if (alone.result[i] != together.result[i]) {
            fprintf(stderr, "task %d depends on the number of threads\n", i);
            return 1;
        }
    }
    return zi_mem_live() != 0;
}
