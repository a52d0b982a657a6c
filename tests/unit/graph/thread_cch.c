/* SPDX-License-Identifier: Apache-2.0 */
/* Run under the thread sanitizer: a metric made by several threads is the same, and is
 * shared by queries and sweeps of several threads. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zhol/graph.h>

#include "base/random.h"

enum { SIDE = 40, N = SIDE * SIDE, N_ARCS = 4 * N, N_NAMED = 40, N_THREADS = 4 };

typedef struct shared {
    zhol_graph *graph;
    zhol_cch *cch;
    zhol_metric *metric;
    zhol_targets *targets;
    uint32_t weight[N_ARCS], named[N_NAMED];
    uint32_t want[N_NAMED * N_NAMED];
} shared;

/* From each named node to each: by pairs, and by a sweep. */
static int
ask(const shared *s, const zhol_metric *m, const zhol_targets *t, uint32_t *far)
{
    static const size_t n_bytes = sizeof s->want;
    uint32_t *pairs = calloc(1, n_bytes);
    zhol_cch_query *q = NULL;
    zhol_sweep *w = NULL;
    int ok = pairs && zhol_cch_query_new(m, &q, NULL) == ZHOL_OK
             && zhol_sweep_new(m, &w, NULL) == ZHOL_OK
             && zhol_sweep_to(w, t, s->named, N_NAMED, far, NULL) == ZHOL_OK;

    for (uint32_t i = 0; i < N_NAMED * N_NAMED && ok; i++) {
        const uint32_t from = s->named[i / N_NAMED], to = s->named[i % N_NAMED];
        ok = zhol_cch_query_run(q, from, to, &pairs[i], NULL) == ZHOL_OK;
    }
    ok = ok && memcmp(pairs, far, n_bytes) == 0;
    free(pairs);
    zhol_sweep_free(w);
    zhol_cch_query_free(q);
    return ok;
}

/* Returns NULL, or its argument if anything went wrong. */
static void *
ask_again(void *argument)
{
    const shared *s = argument;
    uint32_t *far = calloc(1, sizeof s->want);
    const int ok = far && ask(s, s->metric, s->targets, far)
                   && memcmp(far, s->want, sizeof s->want) == 0;

    free(far);
    return ok ? NULL : argument;
}

static int
make(shared *s)
{
    static uint32_t tail[N_ARCS], head[N_ARCS], order[N];
    zhol_arcs arcs = { N, 0, tail, head };
    uint64_t seed = 5;

    for (uint32_t v = 0; v < N; v++) {
        const uint32_t east = v % SIDE + 1 < SIDE ? v + 1 : v;
        const uint32_t south = v + SIDE < N ? v + SIDE : v;
        const uint32_t ends[4][2] = { { v, east }, { east, v }, { v, south },
            { south, v } };
        for (int i = 0; i < 4; i++) {
            tail[arcs.n_arcs] = ends[i][0];
            head[arcs.n_arcs] = ends[i][1];
            s->weight[arcs.n_arcs++] = (uint32_t) (zi_random_u64(&seed) % 1000);
        }
        order[v] = v;
    }
    for (uint32_t v = 0; v < N; v++) { /* any order will do */
        const uint32_t at = (uint32_t) (zi_random_u64(&seed) % (v + 1)), x = order[at];
        order[at] = order[v];
        order[v] = x;
    }
    for (uint32_t i = 0; i < N_NAMED; i++) {
        s->named[i] = (uint32_t) (zi_random_u64(&seed) % N);
    }
    return zhol_graph_new(&arcs, NULL, &s->graph, NULL) == ZHOL_OK
           && zhol_cch_new(s->graph, order, &s->cch, NULL) == ZHOL_OK;
}

static int
customize(shared *s, uint32_t n_threads)
{
    const uint32_t *weights[] = { s->weight };
    const zhol_metric_options o = { .n_threads = n_threads, .is_perfect = true };

    return zhol_metric_new(s->cch, weights, 1, &o, &s->metric, NULL) == ZHOL_OK
           && zhol_targets_new(s->metric, s->named, N_NAMED, false, &s->targets, NULL)
                  == ZHOL_OK;
}

int
main(void)
{
    static shared s;
    pthread_t thread[N_THREADS];
    int n_wrong = 0;

    if (!make(&s) || !customize(&s, 1) || !ask(&s, s.metric, s.targets, s.want)) {
        return 1;
    }
    zhol_targets_free(s.targets);
    zhol_metric_free(s.metric);
    if (!customize(&s, N_THREADS)) {
        return 1;
    }
    for (int i = 0; i < N_THREADS; i++) {
        if (pthread_create(&thread[i], NULL, ask_again, &s) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < N_THREADS; i++) {
        void *wrong = NULL;
        pthread_join(thread[i], &wrong);
        n_wrong += wrong != NULL;
    }
    zhol_targets_free(s.targets);
    zhol_metric_free(s.metric);
    zhol_cch_free(s.cch);
    zhol_graph_free(s.graph);
    return n_wrong > 0;
}
