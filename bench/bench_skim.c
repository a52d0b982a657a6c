/* SPDX-License-Identifier: Apache-2.0 */
/* One place and all others on the default world: CPU time of building the network, of one
 * search, of its hierarchy and weights, of all gates against all, of a reach and of a
 * plan of six projects, each with its ratio to the search (one plain Dijkstra).
 * bench_skim [WORLD]. One JSON object a line; medians. */
#include <zhol/plan.h>
#include <zhol/skim.h>

#include "bench.h"
#include "skim/hierarchy.h"
#include "skim/many.h"

enum { N_RUNS = 21 };

static void
must(zhol_status status, const zhol_error *err)
{
    bench_must("bench_skim", status, err);
}

static void
tell(const char *what, double ms, double search_ms)
{
    printf("{\"bench\": \"%s\", \"cpu_ms\": %.3f, \"ratio_to_dijkstra\": %.1f}\n", what,
        ms, ms / search_ms);
}

/* Building and searching, apart. */
static double
skim(const zhol_world *w, zhol_ref from)
{
    zhol_error err = { "" };
    zhol_scenario scenario;
    zhol_consignment c;
    zi_book *book = NULL;
    double build[N_RUNS], search[N_RUNS], *value;
    uint32_t n;

    (void) zhol_world_places(w, &n);
    value = calloc((size_t) n + 1, sizeof *value);
    zhol_scenario_defaults(&scenario);
    zhol_consignment_defaults(&c);
    must(zi_book_new(w, &book, &err), &err);
    for (int i = 0; i < N_RUNS && value; i++) {
        zi_skim *k = NULL;
        const double start = bench_cpu_ms();
        must(zi_skim_new(book, &scenario, &c, &k, &err), &err);
        build[i] = bench_cpu_ms() - start;
        must(zi_skim_from(k, ZI_SKIM_TIME_H, from, value, &err), &err);
        search[i] = bench_cpu_ms() - start - build[i];
        zi_skim_free(k);
    }
    zi_book_free(book);
    free(value);
    const double search_ms = bench_median(search, N_RUNS);
    tell("search", search_ms, search_ms);
    tell("network", bench_median(build, N_RUNS), search_ms);
    return search_ms;
}

/* Weights of one metric and of 16 at once. */
static void
customize(const zi_skim *k, const zhol_cch *cch, uint32_t n_metrics, double search_ms)
{
    const uint32_t *weight[ZHOL_MAX_METRICS];
    zhol_metric_options options;
    zhol_error err = { "" };
    double ms[N_RUNS];

    zhol_metric_defaults(&options);
    for (uint32_t i = 0; i < n_metrics; i++) {
        weight[i] = zi_skim_weights(k, (zi_skim_metric) (i % ZI_N_SKIM_METRICS));
    }
    for (int i = 0; i < N_RUNS; i++) {
        zhol_metric *m = NULL;
        const double start = bench_cpu_ms();
        must(zhol_metric_new(cch, weight, n_metrics, &options, &m, &err), &err);
        ms[i] = bench_cpu_ms() - start;
        zhol_metric_free(m);
    }
    tell(n_metrics > 1 ? "weights of 16 metrics" : "weights of a metric",
        bench_median(ms, N_RUNS), search_ms);
}

/* All gates against all: preparing and rows together. */
static void
matrix(zi_skim *k, uint32_t n_places, uint32_t n_rows, double search_ms)
{
    zhol_ref *places = calloc(n_places, sizeof *places);
    zi_many_options o = { .metric = ZI_SKIM_TIME_H, .targets = places, .n_rows = n_rows };
    zhol_error err = { "" };
    double ms[N_RUNS];

    for (zhol_ref p = 0; p < n_places && places; p++) {
        if (zi_skim_has(k, p)) {
            places[o.n_targets++] = p;
        }
    }
    const size_t n = o.n_targets;
    double *value = calloc(n * n + 1, sizeof *value);
    for (int i = 0; i < N_RUNS && value; i++) {
        zi_many *many = NULL;
        const double start = bench_cpu_ms();
        must(zi_many_new(k, &o, &many, &err), &err);
        must(zi_many_rows(many, places, o.n_targets, value, &err), &err);
        ms[i] = bench_cpu_ms() - start;
        zi_many_free(many);
    }
    printf("{\"bench\": \"gates\", \"n\": %u}\n", o.n_targets);
    tell(n_rows < 2000 ? "all gates to all" : "all gates to all, perfect",
        bench_median(ms, N_RUNS), search_ms);
    free(places);
    free(value);
}

static void
hierarchy(const zhol_world *w, double search_ms)
{
    zhol_error err = { "" };
    zhol_scenario scenario;
    zhol_consignment c;
    zi_book *book = NULL;
    zi_skim *k = NULL;
    zhol_cch *cch = NULL;
    double ms[N_RUNS];

    zhol_scenario_defaults(&scenario);
    zhol_consignment_defaults(&c);
    must(zi_book_new(w, &book, &err), &err);
    must(zi_skim_new(book, &scenario, &c, &k, &err), &err);
    for (int i = 0; i < N_RUNS; i++) {
        zhol_cch_free(cch);
        const double start = bench_cpu_ms();
        must(zi_hierarchy_new(zi_skim_network(k), zi_skim_graph(k), &cch, &err), &err);
        ms[i] = bench_cpu_ms() - start;
    }
    printf("{\"bench\": \"size\", \"nodes\": %u, \"arcs\": %u, \"edges\": %u, "
           "\"triangles\": %llu, \"height\": %u}\n",
        zhol_cch_n_nodes(cch), zhol_graph_n_arcs(zi_skim_graph(k)), zhol_cch_n_edges(cch),
        (unsigned long long) zhol_cch_n_triangles(cch), zhol_cch_height(cch));
    tell("hierarchy", bench_median(ms, N_RUNS), search_ms);
    customize(k, cch, 1, search_ms);
    customize(k, cch, ZHOL_MAX_METRICS, search_ms);
    matrix(k, book->n_places, 100, search_ms);
    matrix(k, book->n_places, 5000, search_ms);
    zhol_cch_free(cch);
    zi_skim_free(k);
    zi_book_free(book);
}

/* One reach: by means, with 256 draws along the ways by means, or with new ways in each
 * draw; by searches of one start, by hierarchies of 16 draws for 39 starts. */
static void
reach(const zhol_world *w, const char *what, const zhol_reach_query *q, double search_ms)
{
    zhol_error err = { "" };
    double ms[N_RUNS];

    for (int i = 0; i < N_RUNS; i++) {
        zhol_reach *r = NULL;
        const double start = bench_cpu_ms();
        must(zhol_reach_new(w, q, &r, &err), &err);
        ms[i] = bench_cpu_ms() - start;
        zhol_reach_free(r);
    }
    tell(what, bench_median(ms, N_RUNS), search_ms);
}

static void
reaches(const zhol_world *w, zhol_ref from, double search_ms)
{
    const zhol_reach_goal goal = { ZHOL_REACH_BY_TIME, 15 * 24, ZHOL_REACH_GDP_PPP };
    zhol_reach_query q;
    zhol_reach_ranks *ranks = NULL;
    zhol_error err = { "" };

    zhol_reach_defaults(&q);
    q.from = (zhol_scope){ ZHOL_SCOPE_PLACE, from };
    reach(w, "reach", &q, search_ms);
    q.probability = 0.9;
    reach(w, "reach, 256 draws", &q, search_ms);
    q.is_informed = true;
    reach(w, "reach, 256 informed draws", &q, search_ms);
    q.from.kind = ZHOL_SCOPE_ECONOMY;
    must(zhol_world_find_economy(w, "KAZ", &q.from.ref, &err), &err);
    reach(w, "reach of an economy, 256 informed draws", &q, search_ms);
    q.probability = 0;
    const double start = bench_cpu_ms();
    must(zhol_reach_each(w, &q, &goal, &ranks, &err), &err);
    tell("ranks of all economies", bench_cpu_ms() - start, search_ms);
    zhol_reach_ranks_free(ranks);
}

/* 64 networks, 4 starts each. */
static void
plan(const zhol_world *w, double search_ms)
{
    zhol_ref projects[ZHOL_PLAN_MAX_PROJECTS], economies[2];
    zhol_error err = { "" };
    zhol_plan_query q;
    zhol_plan *p = NULL;

    zhol_plan_defaults(&q);
    must(zhol_world_find_economy(w, "KAZ", &economies[0], &err), &err);
    must(zhol_world_find_economy(w, "CHN", &economies[1], &err), &err);
    q.n_projects = zhol_plan_choose(w, economies[0], economies[1], projects);
    q.n_projects = q.n_projects > 6 ? 6 : q.n_projects;
    q.projects = projects;
    q.economies = economies;
    q.n_economies = 2;
    q.n_cities = 2;
    const double start = bench_cpu_ms();
    must(zhol_plan_new(w, &q, &p, &err), &err);
    tell("plan of six", bench_cpu_ms() - start, search_ms);
    zhol_plan_free(p);
}

int
main(int argc, char **argv)
{
    zhol_error err = { "" };
    zhol_world *w = NULL;
    zhol_ref from;

    must(zhol_world_open(argc > 1 ? argv[1] : ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    must(zhol_world_find_place(w, "Almaty", &from, &err), &err);
    const double search_ms = skim(w, from);
    hierarchy(w, search_ms);
    reaches(w, from, search_ms);
    plan(w, search_ms);
    zhol_world_free(w);
    return 0;
}
