/* SPDX-License-Identifier: Apache-2.0 */
/* Fronts of time and distance on the road graph of New York (9th DIMACS challenge) as
 * plain BOA* finds them (bench/bench_bicriteria.c). Without the files, which are not ours
 * to give, the test is skipped. */
#include <zhol/graph.h>
#include <zhol/io.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FOLDER "../shared/inputs/graphs/"

enum { SKIPPED = 77 };

typedef struct pair_of_new_york {
    uint32_t source, target; /* from 1, as in the file */
    uint32_t n_ways;
    uint64_t fastest[2], shortest[2]; /* time, distance */
} pair_of_new_york;

static const pair_of_new_york pairs[] = {
    { 177345, 152329, 8, { 214592, 157604 }, { 254760, 102022 } },
    { 121868, 236056, 194, { 1193098, 1047208 }, { 1844985, 1005399 } },
    { 147536, 191343, 789, { 1521980, 1192849 }, { 1857106, 968853 } },
};

/* A failure ends the program: what was allocated is the system's then. */
static void
must(int is_so, const char *promise)
{
    if (!is_so) {
        fprintf(stderr, "fronts of New York: %s: is not so\n", promise);
        exit(1);
    }
}

static void
check_front(const zhol_front *f, const pair_of_new_york *x)
{
    const uint64_t *last = &f->cost[2 * ((size_t) f->n_ways - 1)];

    must(f->n_ways == x->n_ways, "as many ways as BOA* finds");
    must(f->cost[0] == x->fastest[0] && f->cost[1] == x->fastest[1], "the fastest way");
    must(last[0] == x->shortest[0] && last[1] == x->shortest[1], "the shortest way");
    for (uint32_t i = 1; i < f->n_ways; i++) {
        must(f->cost[2 * i - 2] < f->cost[2 * i], "times ascend");
        must(f->cost[2 * i - 1] > f->cost[2 * i + 1], "distances descend");
    }
}

static void
check_ways(const zhol_front *f, const zhol_graph *g, const zhol_pareto_query *q)
{
    for (uint32_t i = 0; i < f->n_ways; i++) {
        uint64_t cost[2] = { 0, 0 };
        uint32_t v = q->source;
        for (uint32_t j = f->first_arc[i]; j < f->first_arc[i + 1]; j++) {
            const uint32_t a = f->arc[j];
            must(a >= zhol_graph_first_arc(g, v) && a < zhol_graph_first_arc(g, v + 1),
                "arcs follow one another");
            cost[0] += q->weight[0][a];
            cost[1] += q->weight[1][a];
            v = zhol_graph_head(g, a);
        }
        must(v == q->target && cost[0] == f->cost[2 * i] && cost[1] == f->cost[2 * i + 1],
            "the way leads to the target at this cost");
    }
}

int
main(void)
{
    static const char *const files[] = { FOLDER "USA-road-t.NY.gr.gz",
        FOLDER "USA-road-d.NY.gr.gz" };
    zhol_graph *g[2] = { NULL, NULL };
    uint32_t *weight[2] = { NULL, NULL };
    zhol_pareto *p = NULL;
    zhol_pareto_options o;
    zhol_error err = { "" };

    if (access(files[0], R_OK) != 0 || access(files[1], R_OK) != 0) {
        fprintf(stderr, "skipped: there is no %s\n", files[0]);
        return SKIPPED;
    }
    for (int k = 0; k < 2; k++) {
        must(zhol_dimacs_read_graph(files[k], &g[k], &weight[k], &err) == ZHOL_OK,
            err.message);
    }
    must(zhol_pareto_new(g[0], &p, &err) == ZHOL_OK, err.message);
    zhol_pareto_defaults(&o);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const zhol_pareto_query q = { .weight = { weight[0], weight[1] },
            .n_criteria = 2,
            .source = pairs[i].source - 1,
            .target = pairs[i].target - 1 };
        zhol_front *f = NULL;
        must(zhol_pareto_run(p, &q, &o, &f, &err) == ZHOL_OK, err.message);
        check_front(f, &pairs[i]);
        check_ways(f, g[0], &q);
        zhol_front_free(f);
    }
    zhol_pareto_free(p);
    for (int k = 0; k < 2; k++) {
        zhol_graph_free(g[k]);
        zhol_io_free(weight[k]);
    }
    return 0;
}
