/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/between.h"

#include "base/fail.h"
#include "base/mem.h"

#include <string.h>

void
zi_between_free(zi_between *b)
{
    zi_free(b->far);
    zi_free(b->done);
    zi_free(b->stack);
    *b = (zi_between){ 0 };
}

static bool
make_room(zi_between *b, uint32_t n_nodes)
{
    if (b->far && b->n_nodes >= n_nodes) {
        return true;
    }
    zi_between_free(b);
    b->far = ZI_NEW(uint32_t, (size_t) n_nodes * 4);
    b->done = ZI_NEW(uint32_t, n_nodes);
    b->stack = ZI_NEW(uint32_t, n_nodes);
    b->n_nodes = n_nodes;
    return b->far && b->done && b->stack;
}

typedef uint32_t four __attribute__((vector_size(16))); /* of gcc and clang */

static inline four
lesser(four a, four b)
{
    const four is_less = (four) (a < b);

    return (a & is_less) | (b & ~is_less);
}

static inline four
four_of(const uint32_t *first_two, const uint32_t *last_two)
{
    four x;

    memcpy(&x, first_two, 2 * sizeof *first_two);
    memcpy((char *) &x + 2 * sizeof *first_two, last_two, 2 * sizeof *last_two);
    return x;
}

static inline void
take_less(uint32_t *best, uint32_t sum)
{
    *best = sum < *best ? sum : *best;
}

/* Distances between node v and its ancestors by edges that only go up (to v: down), in
 * far[first + k] of each ancestor; is_down: from the ancestors to v. */
static void
climb(zi_between *b, uint32_t v, bool is_down, uint32_t first)
{
    const zhol_cch *c = b->metric->cch;
    const zi_side side = zi_metric_side(b->metric, is_down);

    memset(&b->far[(size_t) v * 4 + first], 0, 2 * sizeof *b->far);
    for (uint32_t u = v; u != ZHOL_NO_NODE; u = c->parent[u]) {
        const uint32_t *here = &b->far[(size_t) u * 4 + first];
        for (uint32_t e = side.first[u]; e < side.first[u + 1]; e++) {
            uint32_t *there = &b->far[(size_t) side.up[e] * 4 + first];
            const uint32_t *w = &side.weight[(size_t) e * side.step];
            take_less(&there[0], here[0] + w[0]);
            take_less(&there[1], here[1] + w[1]);
        }
    }
}

static void
set_far(zi_between *b, uint32_t v)
{
    for (int k = 0; k < 4; k++) {
        b->far[(size_t) v * 4 + (size_t) k] = ZI_FAR;
    }
}

/* Where a climb comes to has a distance before it is asked for. */
static const uint32_t STARTED = 1;

zhol_status
zi_between_begin(zi_between *b, const zhol_metric *metric, uint32_t source,
    uint32_t target, zhol_error *err)
{
    const zhol_cch *c = metric->cch;
    const uint32_t ends[2] = { c->rank[source], c->rank[target] };

    if (!make_room(b, c->n_nodes)) {
        zi_between_free(b);
        return zi_fail(err, ZHOL_LIMIT, "no memory for bounds of %u nodes", c->n_nodes);
    }
    b->metric = metric;
    b->run += 2;
    if (b->run == 0) { /* after 2^31 runs every mark is old again */
        memset(b->done, 0, b->n_nodes * sizeof *b->done);
        b->run = 2;
    }
    for (int i = 0; i < 2; i++) {
        for (uint32_t v = ends[i]; v != ZHOL_NO_NODE; v = c->parent[v]) {
            set_far(b, v);
            b->done[v] = b->run + STARTED;
        }
    }
    climb(b, ends[0], false, 2);
    climb(b, ends[1], true, 0);
    return ZHOL_OK;
}

void
zi_between_find(zi_between *b, uint32_t rank)
{
    const zhol_cch *c = b->metric->cch;
    const zi_side up = zi_metric_side(b->metric, false);
    const zi_side down = zi_metric_side(b->metric, true);
    const size_t step = up.step; /* of both: a batch is never perfect */
    uint32_t n = 0;

    for (uint32_t v = rank; v != ZHOL_NO_NODE && b->done[v] != b->run; v = c->parent[v]) {
        b->stack[n++] = v;
    }
    while (n > 0) {
        const uint32_t v = b->stack[--n];
        four best;
        if (b->done[v] != b->run + STARTED) {
            set_far(b, v);
        }
        memcpy(&best, &b->far[(size_t) v * 4], sizeof best);
        for (uint32_t e = up.first[v]; e < up.first[v + 1]; e++) {
            four far;
            memcpy(&far, &b->far[(size_t) up.up[e] * 4], sizeof far);
            best =
                lesser(best, far + four_of(&up.weight[e * step], &down.weight[e * step]));
        }
        memcpy(&b->far[(size_t) v * 4], &best, sizeof best);
        b->done[v] = b->run;
    }
}
