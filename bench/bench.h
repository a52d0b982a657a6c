/* SPDX-License-Identifier: Apache-2.0 */
/** @file bench.h  What every bench needs: a clock, order, and an end with words. */
#ifndef ZHOL_BENCH_BENCH_H
#define ZHOL_BENCH_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zhol/error.h>

static inline double
bench_cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static inline int
bench_ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/** Sorts x. */
static inline double
bench_median(double *x, size_t n)
{
    qsort(x, n, sizeof *x, bench_ascending);
    return x[n / 2];
}

static inline void
bench_must(const char *bench, zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK) {
        fprintf(stderr, "%s: %s\n", bench, err->message);
        exit((int) status);
    }
}

#endif
