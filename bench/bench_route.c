/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol route` on the default world: CPU time of a cold start and of a query inside one
 * process, each with its ratio to one plain Dijkstra over the same virtual network.
 * bench_route [WORLD PROGRAM]. One JSON object a line; medians. */
#define _DEFAULT_SOURCE /* wait4() tells what one child used */
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zhol/route.h>

#include "network.h"

static const char *const pairs[][2] = { { "Chongqing", "Duisburg" },
    { "Almaty", "Lianyungang" }, { "Altynkol", "Aktau" }, { "Xi'an", "Baku" },
    { "Shanghai", "Rotterdam" }, { "Yiwu", "Tehran" }, { "Guangzhou", "Almaty" },
    { "Almaty", "Bandar Abbas" }, { "Tashkent", "Istanbul" }, { "Astana", "Hamburg" } };
enum { N_PAIRS = sizeof pairs / sizeof pairs[0] };

static void
must(zhol_status status, const zhol_error *err)
{
    bench_must("bench_route", status, err);
}

static double
query_ms(const zhol_world *w, zhol_router *router, const char *const pair[2])
{
    zhol_error err = { "" };
    zhol_route_options options;
    zhol_consignment c;
    zhol_end from, to;
    double ms[BENCH_N_RUNS];

    zhol_route_defaults(&options);
    zhol_consignment_defaults(&c);
    must(zhol_end_read(w, pair[0], &from, &err), &err);
    must(zhol_end_read(w, pair[1], &to, &err), &err);
    for (int i = 0; i < BENCH_N_RUNS; i++) {
        zhol_routes *routes = NULL;
        const double start = bench_cpu_ms();
        must(zhol_router_find(router, &from, &to, &c, &options, &routes, &err), &err);
        ms[i] = bench_cpu_ms() - start;
        zhol_routes_free(routes);
    }
    return bench_median(ms, BENCH_N_RUNS);
}

/* User and system time of one run of the program, and its peak memory. */
static double
program_ms(const char *const words[], long *peak_kb)
{
    double ms[BENCH_N_RUNS];
    char *argv[12] = { NULL };

    for (int i = 0; i < 11 && words[i]; i++) {
        argv[i] = strdup(words[i]); /* execv() wants them writable; kept to the end */
    }
    for (int i = 0; i < BENCH_N_RUNS; i++) {
        struct rusage use;
        int status = 0;
        fflush(stdout); /* else the child would write it once more */
        const pid_t child = fork();
        if (child == 0) {
            if (freopen("/dev/null", "w", stdout)) {
                execv(argv[0], argv);
            }
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &use) != child || status != 0) {
            fprintf(stderr, "bench_route: %s failed\n", argv[0]);
            exit(70);
        }
        ms[i] = (double) (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3
                + (double) (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
        *peak_kb = use.ru_maxrss;
    }
    return bench_median(ms, BENCH_N_RUNS);
}

int
main(int argc, char **argv)
{
    char program[4096] = ZHOL_PROGRAM, world[4096] = ZHOL_WORLD_FILE;
    const char *const version[] = { program, "--version", NULL };
    const char *const route[] = { program, "route", "Chongqing", "Duisburg", "--world",
        world, "--mine", "none", NULL };
    zhol_error err = { "" };
    zhol_world *w = NULL;
    zhol_router *router = NULL;
    zhol_end from, to;
    long peak_kb = 0;

    if (argc == 3) {
        snprintf(world, sizeof world, "%s", argv[1]);
        snprintf(program, sizeof program, "%s", argv[2]);
    }
    must(zhol_world_open(world, NULL, &w, &err), &err);
    must(zhol_router_new(w, &router, &err), &err);
    must(zhol_end_read(w, pairs[0][0], &from, &err), &err);
    must(zhol_end_read(w, pairs[0][1], &to, &err), &err);
    const double base_ms = bench_dijkstra("bench_route", w, from.place, to.place);
    for (size_t i = 0; i < N_PAIRS; i++) {
        const double ms = query_ms(w, router, pairs[i]);
        printf("{\"bench\": \"route_in_process\", \"from\": \"%s\", \"to\": \"%s\", "
               "\"cpu_ms\": %.2f, \"ratio_to_dijkstra\": %.1f}\n",
            pairs[i][0], pairs[i][1], ms, ms / base_ms);
    }
    const double version_ms = program_ms(version, &peak_kb);
    printf(
        "{\"bench\": \"version_cold\", \"cpu_ms\": %.2f, \"ratio_to_dijkstra\": %.1f}\n",
        version_ms, version_ms / base_ms);
    const double route_ms = program_ms(route, &peak_kb);
    printf("{\"bench\": \"route_cold\", \"cpu_ms\": %.2f, \"ratio_to_dijkstra\": %.1f, "
           "\"peak_mb\": %.1f}\n",
        route_ms, route_ms / base_ms, (double) peak_kb / 1024);
    zhol_router_free(router);
    zhol_world_free(w);
    return 0;
}
