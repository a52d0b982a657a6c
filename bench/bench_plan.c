/* SPDX-License-Identifier: Apache-2.0 */
/* Market access of all economies in all subsets of 14 projects on the default world: wall
 * and CPU time with 1 and 2 threads, and the ratio to the plain way (a network of its own
 * for each subset, a Dijkstra for each start; measured on a few subsets).
 * bench_plan [WORLD [PROJECTS]]: PROJECTS of them only. One JSON object a line. */
#include <zhol/plan.h>

#include "bench.h"
#include "plan/subsets.h"

enum { N_PLAIN = 5, MAX_STARTS = ZHOL_PLAN_MAX_ECONOMIES };

static const char *const ids[] = { "khorgos_rail_kz", "khorgos_rail_cn", "dostyk_rail_kz",
    "dostyk_rail_cn", "wewc_road_kz", "wewc_road_cn", "dostyk_road_kz", "dostyk_road_cn",
    "cn_fast_clearance", "dostyk_handling", "astana_1", "e_queue", "tir_china",
    "customs_union_2011" };
enum { N_IDS = sizeof ids / sizeof *ids };

static void
must(zhol_status status, const zhol_error *err)
{
    bench_must("bench_plan", status, err);
}

static double
wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* As many starts as there are economies, anywhere: where they are makes no difference. */
static uint32_t
some_starts(const zi_skim *k, uint32_t n_places, uint32_t n, zhol_ref *out)
{
    uint32_t n_found = 0;

    for (zhol_ref p = 0; p < n_places && n_found < n; p++) {
        if (zi_skim_has(k, p)) {
            out[n_found++] = p;
        }
    }
    return n_found;
}

/* One subset by itself: its network, and a search from each start. */
static double
plain_ms(const zhol_world *w, const zhol_plan_query *q)
{
    zhol_error err = { "" };
    zi_book *book = NULL;
    double ms[N_PLAIN], *value;
    zhol_ref starts[MAX_STARTS];
    uint32_t n_places;

    (void) zhol_world_places(w, &n_places);
    value = calloc((size_t) n_places + 1, sizeof *value);
    must(zi_book_new(w, &book, &err), &err);
    for (uint32_t i = 0; i < N_PLAIN && value; i++) {
        zi_skim *k = NULL;
        const double start = bench_cpu_ms();
        must(zi_subset_skim(book, q, i, &k, &err), &err);
        const uint32_t n = some_starts(k, n_places, q->n_economies, starts);
        for (uint32_t s = 0; s < n; s++) {
            must(zi_skim_from(k, ZI_SKIM_TIME_H, starts[s], value, &err), &err);
        }
        ms[i] = bench_cpu_ms() - start;
        zi_skim_free(k);
    }
    zi_book_free(book);
    free(value);
    return bench_median(ms, N_PLAIN);
}

static void
run(const zhol_world *w, zhol_plan_query *q, uint32_t n_threads, double plain)
{
    zhol_error err = { "" };
    zhol_plan *plan = NULL;
    const double cpu = bench_cpu_ms(), wall = wall_ms();

    q->n_threads = n_threads;
    must(zhol_plan_new(w, q, &plan, &err), &err);
    const double cpu_ms = bench_cpu_ms() - cpu;
    printf("{\"bench\": \"plan\", \"projects\": %u, \"subsets\": %u, \"economies\": %u, "
           "\"threads\": %u, \"wall_ms\": %.0f, \"cpu_ms\": %.0f, "
           "\"cpu_ms_per_subset\": %.3f, \"ratio_to_plain\": %.5f}\n",
        q->n_projects, 1U << q->n_projects, plan->n_accounts - 1, n_threads,
        wall_ms() - wall, cpu_ms, cpu_ms / (1U << q->n_projects),
        cpu_ms / (1U << q->n_projects) / plain);
    fflush(stdout);
    zhol_plan_free(plan);
}

int
main(int argc, char **argv)
{
    zhol_ref projects[N_IDS], economies[ZHOL_PLAN_MAX_ECONOMIES];
    zhol_error err = { "" };
    zhol_world *w = NULL;
    zhol_plan_query q;
    const int n = argc > 2 ? atoi(argv[2]) : N_IDS;

    must(zhol_world_open(argc > 1 ? argv[1] : ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    zhol_plan_defaults(&q);
    q.projects = projects;
    q.economies = economies;
    q.n_cities = 1;
    for (q.n_projects = 0; q.n_projects < N_IDS && (int) q.n_projects < n;
         q.n_projects++) {
        must(zhol_world_find_project(w, ids[q.n_projects], &projects[q.n_projects], &err),
            &err);
    }
    must(zhol_plan_economies(w, 0, economies, &q.n_economies, &err), &err);
    const double plain = plain_ms(w, &q);
    printf("{\"bench\": \"plan_plain_subset\", \"cpu_ms\": %.1f}\n", plain);
    run(w, &q, 1, plain);
    run(w, &q, 2, plain);
    zhol_world_free(w);
    return 0;
}
