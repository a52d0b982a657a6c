/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix of all places of the default world, computed but not written, and written to
 * nowhere as CSV: CPU and wall time, with the ratio to one plain Dijkstra from each
 * place. bench_matrix [WORLD]. One JSON object a line; medians. */
#include <zhol/report.h>

#include "bench.h"
#include "skim/skim.h"

enum { N_RUNS = 5, N_SEARCHES = 21 };

typedef struct times {
    double cpu_ms, wall_ms;
} times;

static void
must(zhol_status status, const zhol_error *err)
{
    bench_must("bench_matrix", status, err);
}

static double
wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* The median time of one search by hours. */
static double
search_ms(const zhol_world *w, const zhol_matrix_query *q)
{
    zhol_error err = { "" };
    zi_book *book = NULL;
    zi_skim *k = NULL;
    double ms[N_SEARCHES], *value;
    uint32_t n;

    (void) zhol_world_places(w, &n);
    value = calloc((size_t) n + 1, sizeof *value);
    must(zi_book_new(w, &book, &err), &err);
    must(zi_skim_new(book, &q->scenario, &q->consignment, &k, &err), &err);
    for (uint32_t i = 0; i < N_SEARCHES && value; i++) {
        const zhol_ref from = q->from->places[(i * 67) % q->from->n_places];
        const double start = bench_cpu_ms();
        must(zi_skim_from(k, ZI_SKIM_TIME_H, from, value, &err), &err);
        ms[i] = bench_cpu_ms() - start;
    }
    zi_skim_free(k);
    zi_book_free(book);
    free(value);
    return bench_median(ms, N_SEARCHES);
}

typedef enum work { WORK_BUILD, WORK_COMPUTE, WORK_WRITE } work;

static times
measure(const zhol_world *w, const zhol_matrix_query *q, work what)
{
    const zhol_matrix_output nowhere = { .path = "/dev/null", .format = ZHOL_MATRIX_CSV };
    const double cpu = bench_cpu_ms(), wall = wall_ms();
    zhol_buffer summary = { 0 };
    zhol_matrix *m = NULL;
    zhol_error err = { "" };

    must(zhol_matrix_new(w, q, &m, &err), &err);
    if (what == WORK_WRITE) {
        must(zhol_report_matrix(m, &nowhere, &summary, &err), &err);
    }
    if (what == WORK_COMPUTE) {
        uint32_t *value =
            calloc((size_t) q->n_metrics * ZHOL_MATRIX_BAND * q->to->n_places, 4);
        for (uint32_t band = 0; value && band < zhol_matrix_n_bands(m); band++) {
            must(zhol_matrix_band(m, band, 0, value, &err), &err);
        }
        free(value);
    }
    zhol_matrix_free(m);
    zhol_buffer_free(&summary);
    return (times){ bench_cpu_ms() - cpu, wall_ms() - wall };
}

static void
tell(const char *what, const zhol_world *w, const zhol_matrix_query *q, work how)
{
    const double n_searches = (double) q->from->n_places * q->n_metrics;
    const double all_searches_ms = search_ms(w, q) * n_searches;
    double cpu[N_RUNS], wall[N_RUNS];

    for (int i = 0; i < N_RUNS; i++) {
        const times t = measure(w, q, how);
        cpu[i] = t.cpu_ms;
        wall[i] = t.wall_ms;
    }
    const double cpu_ms = bench_median(cpu, N_RUNS);
    printf("{\"bench\": \"%s\", \"places\": %u, \"metrics\": %u, \"threads\": %u, "
           "\"cpu_ms\": %.1f, \"wall_ms\": %.1f, \"searches_ms\": %.0f, "
           "\"times_faster_than_dijkstra\": %.0f}\n",
        what, q->from->n_places, q->n_metrics, q->n_threads, cpu_ms,
        bench_median(wall, N_RUNS), all_searches_ms, all_searches_ms / cpu_ms);
}

int
main(int argc, char **argv)
{
    zhol_error err = { "" };
    zhol_world *w = NULL;
    zhol_place_set all;
    zhol_matrix_query q = { .from = &all,
        .to = &all,
        .metrics = { ZHOL_MATRIX_TIME, ZHOL_MATRIX_COST, ZHOL_MATRIX_CO2E,
            ZHOL_MATRIX_GENERALISED },
        .n_metrics = 1,
        .n_threads = 1 };

    must(zhol_world_open(argc > 1 ? argv[1] : ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    must(zhol_place_set_read(w, "all", &all, &err), &err);
    zhol_scenario_defaults(&q.scenario);
    zhol_consignment_defaults(&q.consignment);
    tell("matrix_build", w, &q, WORK_BUILD);
    tell("matrix_all", w, &q, WORK_COMPUTE);
    tell("matrix_all_csv", w, &q, WORK_WRITE);
    q.n_threads = 2;
    tell("matrix_all_csv", w, &q, WORK_WRITE);
    q.n_threads = 1;
    q.n_metrics = 4;
    tell("matrix_all", w, &q, WORK_COMPUTE);
    zhol_place_set_free(&all);
    zhol_world_free(w);
    return 0;
}
