/* SPDX-License-Identifier: Apache-2.0 */
/* Threads share one graph and its weights, each with its own queries: the preset tsan
 * watches them. All must find the same. */
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include <zhol/graph.h>

#include "base/random.h"

enum { N_THREADS = 4, N_ROUNDS = 5, N_NODES = 60, N_ARCS = 300 };

typedef struct shared {
    zhol_graph *graph;
    uint32_t weight[4][N_ARCS];
    zhol_front *want;
} shared;

static zhol_status
find(const shared *s, zhol_front **out)
{
    zhol_pareto *p = NULL;
    zhol_pareto_options o;
    zhol_pareto_query q = { .n_criteria = 4, .target = N_NODES - 1 };
    zhol_status status = zhol_pareto_new(s->graph, &p, NULL);

    for (int k = 0; k < 4; k++) {
        q.weight[k] = s->weight[k];
    }
    zhol_pareto_defaults(&o);
    o.within = 0.01;
    if (status == ZHOL_OK) {
        status = zhol_pareto_run(p, &q, &o, out, NULL);
    }
    zhol_pareto_free(p);
    return status;
}

static int
is_as_wanted(const shared *s, const zhol_front *f)
{
    return f->n_ways == s->want->n_ways
           && memcmp(f->cost, s->want->cost, sizeof *f->cost * 4 * f->n_ways) == 0;
}

/* Returns NULL, or its argument if anything went wrong. */
static void *
search_again(void *argument)
{
    const shared *s = argument;
    int n_wrong = 0;

    for (int i = 0; i < N_ROUNDS && n_wrong == 0; i++) {
        zhol_front *got = NULL;
        n_wrong += find(s, &got) != ZHOL_OK || !is_as_wanted(s, got);
        zhol_front_free(got);
    }
    return n_wrong > 0 ? argument : NULL;
}

/* A ring, and arcs across it. */
static int
make(shared *s)
{
    uint32_t tail[N_ARCS], head[N_ARCS];
    const zhol_arcs arcs = { N_NODES, N_ARCS, tail, head };
    uint64_t seed = 3;

    for (uint32_t a = 0; a < N_ARCS; a++) {
        const uint32_t any = (uint32_t) (zi_random_u64(&seed) % N_NODES);
        tail[a] = a / (N_ARCS / N_NODES);
        head[a] = a % (N_ARCS / N_NODES) == 0 ? (tail[a] + 1) % N_NODES : any;
        for (int k = 0; k < 4; k++) {
            s->weight[k][a] = (uint32_t) (100 + zi_random_u64(&seed) % 1000);
        }
    }
    return zhol_graph_new(&arcs, NULL, &s->graph, NULL) == ZHOL_OK
           && find(s, &s->want) == ZHOL_OK && s->want->n_ways > 5;
}

int
main(void)
{
    static shared s;
    pthread_t thread[N_THREADS];

    if (!make(&s)) {
        return 1;
    }
    int n_wrong = 0;
    for (int i = 0; i < N_THREADS; i++) {
        if (pthread_create(&thread[i], NULL, search_again, &s) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < N_THREADS; i++) {
        void *wrong = NULL;
        pthread_join(thread[i], &wrong);
        n_wrong += wrong != NULL;
    }
    zhol_front_free(s.want);
    zhol_graph_free(s.graph);
    return n_wrong > 0;
}
