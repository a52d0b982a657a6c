/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that a customized hierarchy answers, against Dijkstra: one way, one to many,
 * one to all, forward and reverse, of one metric and of batches, basic and perfect, new
 * and updated, with any lanes and threads. */
#include <zhol/graph.h>

#include "prop.h"

#include <string.h>

enum {
    FEW_NODES = 22, /* as most instances have */
    MAX_NODES = 90,
    MAX_ARCS = 4 * MAX_NODES,
    MAX_NAMED = 20, /* sources or targets of a sweep */
    N_LANES = 16,   /* sources of a sweep to all, at most */
    MAX_ANSWERS = ZHOL_MAX_METRICS
                  * (MAX_NODES * MAX_NODES + 2 * MAX_NAMED * MAX_NAMED + 2 * MAX_NODES)
};

typedef struct instance {
    zhol_graph *graph;
    zhol_cch *cch;
    uint32_t n_nodes, n_arcs, n_metrics, n_weights;
    uint32_t order[MAX_NODES];
    uint32_t weight[ZHOL_MAX_METRICS][MAX_ARCS];
    const uint32_t *weights[ZHOL_MAX_METRICS];
    uint32_t n_sources, n_targets, n_lanes; /* what is asked: lanes are sources, too */
    uint32_t source[MAX_NAMED], target[MAX_NAMED];
    uint32_t want[MAX_ANSWERS], got[MAX_ANSWERS];
    uint64_t trace; /* of what must not depend on lanes and threads, but is no distance */
} instance;

static uint32_t
random_weight(prop *p, const instance *x)
{
    return prop_below(p, 8) == 0 ? ZHOL_INFINITE : prop_below(p, x->n_weights);
}

/* Few arcs: often in parts. Half of the graphs have most arcs both ways. */
static int
make_graph(prop *p, instance *x)
{
    uint32_t tail[MAX_ARCS], head[MAX_ARCS];
    const uint32_t two_way = prop_below(p, 2) * 3;

    x->n_nodes = 1 + prop_below(p, prop_below(p, 24) > 0 ? FEW_NODES : MAX_NODES);
    x->n_arcs = prop_below(p, 4 * x->n_nodes + 1);
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        const int is_back = a > 0 && prop_below(p, 4) < two_way;
        tail[a] = is_back ? head[a - 1] : prop_below(p, x->n_nodes);
        head[a] = is_back ? tail[a - 1] : prop_below(p, x->n_nodes);
    }
    for (uint32_t r = 0; r < x->n_nodes; r++) {
        const uint32_t at = prop_below(p, r + 1);
        x->order[r] = x->order[at];
        x->order[at] = r;
    }
    const zhol_arcs arcs = { x->n_nodes, x->n_arcs, tail, head };
    return zhol_graph_new(&arcs, NULL, &x->graph, NULL) == ZHOL_OK
           && zhol_cch_new(x->graph, x->order, &x->cch, NULL) == ZHOL_OK;
}

static int
make(prop *p, instance *x)
{
    static const uint32_t n_weights[] = { 1, 4, 1000, 1 << 20 };

    x->graph = NULL;
    x->cch = NULL;
    if (!make_graph(p, x)) {
        return 0;
    }
    x->n_weights = n_weights[prop_below(p, 4)];
    x->n_metrics = prop_below(p, 2) ? 1 : 1 + prop_below(p, ZHOL_MAX_METRICS);
    for (uint32_t k = 0; k < ZHOL_MAX_METRICS; k++) {
        x->weights[k] = x->weight[k];
        for (uint32_t a = 0; a < x->n_arcs; a++) {
            x->weight[k][a] = random_weight(p, x);
        }
    }
    x->n_sources = prop_below(p, MAX_NAMED + 1); /* none, and the same twice, too */
    x->n_targets = prop_below(p, MAX_NAMED + 1);
    x->n_lanes = x->n_metrics > 1 ? 1 : 1 + prop_below(p, N_LANES);
    for (uint32_t i = 0; i < MAX_NAMED; i++) {
        x->source[i] = prop_below(p, x->n_nodes);
        x->target[i] = prop_below(p, x->n_nodes);
    }
    return 1;
}

static void
release(instance *x)
{
    zhol_cch_free(x->cch);
    zhol_graph_free(x->graph);
}

/* ----------------------------------------------------------------- what is wanted */

/* Where the answers stand: by pair; to targets; to them reversed; to all; reversed. */
static size_t
begin_of_part(const instance *x, int part)
{
    const size_t pairs = (size_t) x->n_nodes * x->n_nodes * x->n_metrics;
    const size_t matrix = (size_t) x->n_sources * x->n_targets * x->n_metrics;
    const size_t all = (size_t) x->n_nodes * x->n_lanes * x->n_metrics;
    const size_t begin[] = { 0, pairs, pairs + matrix, pairs + 2 * matrix,
        pairs + 2 * matrix + all, pairs + 2 * matrix + 2 * all };

    return begin[part];
}

static uint32_t *
place_of_part(const instance *x, uint32_t *answers, int part)
{
    return answers + begin_of_part(x, part);
}

/* From s to v in metric k, as Dijkstra found it. */
static uint32_t
wanted(const instance *x, uint32_t s, uint32_t v, uint32_t k)
{
    return x->want[((size_t) s * x->n_nodes + v) * x->n_metrics + k];
}

static void
want_matrices(instance *x)
{
    uint32_t *forward = place_of_part(x, x->want, 1);
    uint32_t *reverse = place_of_part(x, x->want, 2);

    for (uint32_t i = 0; i < x->n_sources; i++) {
        for (uint32_t j = 0; j < x->n_targets; j++) {
            for (uint32_t k = 0; k < x->n_metrics; k++) {
                *forward++ = wanted(x, x->source[i], x->target[j], k);
                *reverse++ = wanted(x, x->target[j], x->source[i], k);
            }
        }
    }
}

/* Lanes are sources or metrics: there is one of either. */
static void
want_all(instance *x)
{
    uint32_t *forward = place_of_part(x, x->want, 3);
    uint32_t *reverse = place_of_part(x, x->want, 4);

    for (uint32_t v = 0; v < x->n_nodes; v++) {
        for (uint32_t i = 0; i < x->n_lanes; i++) {
            for (uint32_t k = 0; k < x->n_metrics; k++) {
                *forward++ = wanted(x, x->source[i], v, k);
                *reverse++ = wanted(x, v, x->source[i], k);
            }
        }
    }
}

static int
want(instance *x)
{
    zhol_dijkstra *d = NULL;
    int ok = zhol_dijkstra_new(x->graph, &d, NULL) == ZHOL_OK;

    for (uint32_t k = 0; k < x->n_metrics && ok; k++) {
        for (uint32_t s = 0; s < x->n_nodes && ok; s++) {
            ok = zhol_dijkstra_run(d, x->weight[k], s, ZHOL_NO_NODE, NULL) == ZHOL_OK;
            for (uint32_t v = 0; v < x->n_nodes; v++) {
                const uint64_t distance = zhol_dijkstra_distance(d, v);
                x->want[((size_t) s * x->n_nodes + v) * x->n_metrics + k] =
                    distance == ZHOL_UNREACHABLE ? ZHOL_INFINITE : (uint32_t) distance;
            }
        }
    }
    zhol_dijkstra_free(d);
    want_matrices(x);
    want_all(x);
    return ok;
}

/* ------------------------------------------------------------------- what is got */

/* A metric with what asks it; kept over updates. */
typedef struct asker {
    zhol_metric *metric;
    zhol_cch_query *query;
    zhol_sweep *sweep;
    bool has_ways;
} asker;

static int
make_asker(const instance *x, const zhol_metric_options *o, asker *a)
{
    *a = (asker){ .has_ways = o->has_ways };
    return zhol_metric_new(x->cch, x->weights, x->n_metrics, o, &a->metric, NULL)
               == ZHOL_OK
           && zhol_cch_query_new(a->metric, &a->query, NULL) == ZHOL_OK
           && zhol_sweep_new(a->metric, &a->sweep, NULL) == ZHOL_OK;
}

static void
release_asker(asker *a)
{
    zhol_sweep_free(a->sweep);
    zhol_cch_query_free(a->query);
    zhol_metric_free(a->metric);
}

static void
add_to_trace(instance *x, uint32_t number)
{
    x->trace = (x->trace ^ number) * UINT64_C(0x100000001b3);
}

/* Arcs that follow one another from s to v and add up to the distance. */
static int
way_is_right(instance *x, asker *a, uint32_t s, uint32_t v, uint32_t distance)
{
    const uint32_t *arc = NULL;
    uint32_t n_arcs = 0, at = s;
    uint64_t sum = 0;
    const zhol_status status = zhol_cch_query_way(a->query, &arc, &n_arcs, NULL);

    if (distance == ZHOL_INFINITE) {
        return status == ZHOL_NONE;
    }
    if (status != ZHOL_OK || (s == v && n_arcs > 0)) {
        return 0;
    }
    for (uint32_t i = 0; i < n_arcs; i++) {
        if (arc[i] >= x->n_arcs || zhol_graph_tail(x->graph, arc[i]) != at) {
            return 0;
        }
        at = zhol_graph_head(x->graph, arc[i]);
        sum += x->weight[0][arc[i]];
        add_to_trace(x, arc[i]);
    }
    return at == v && sum == distance;
}

static int
ask_pairs(instance *x, asker *a)
{
    uint32_t *got = place_of_part(x, x->got, 0);
    int ok = 1;

    for (uint32_t s = 0; s < x->n_nodes; s++) {
        for (uint32_t v = 0; v < x->n_nodes && ok; v++, got += x->n_metrics) {
            ok = zhol_cch_query_run(a->query, s, v, got, NULL) == ZHOL_OK
                 && (!a->has_ways || way_is_right(x, a, s, v, *got));
        }
    }
    return ok;
}

static int
ask_matrix(instance *x, asker *a, bool is_reverse)
{
    zhol_targets *targets = NULL;
    const int ok =
        zhol_targets_new(a->metric, x->target, x->n_targets, is_reverse, &targets, NULL)
            == ZHOL_OK
        && zhol_sweep_to(a->sweep, targets, x->source, x->n_sources,
               place_of_part(x, x->got, is_reverse ? 2 : 1), NULL)
               == ZHOL_OK;

    zhol_targets_free(targets);
    return ok;
}

typedef struct visit {
    instance *x;
    uint32_t *got, n_times[MAX_NODES];
    int ok;
} visit;

static void
take(void *user, const zhol_reached *reached)
{
    visit *v = user;
    const uint32_t n = v->x->n_lanes * v->x->n_metrics; /* one of them is 1 */

    v->ok = v->ok && reached->n_lanes >= n && reached->n_lanes <= N_LANES;
    for (uint32_t i = 0; i < reached->n_nodes && v->ok; i++) {
        const uint32_t node = reached->node[i];
        const uint32_t *distance = reached->distance + (size_t) i * reached->n_lanes;
        v->ok = node < v->x->n_nodes && v->n_times[node]++ == 0;
        for (uint32_t lane = n; lane < reached->n_lanes && v->x->n_metrics == 1; lane++) {
            v->ok = v->ok && distance[lane] == ZHOL_INFINITE;
        }
        if (v->ok) {
            memcpy(v->got + (size_t) node * n, distance, n * sizeof *distance);
            add_to_trace(v->x, node);
        }
    }
}

static int
ask_all(instance *x, asker *a, bool is_reverse)
{
    visit v = { .x = x, .got = place_of_part(x, x->got, is_reverse ? 4 : 3), .ok = 1 };
    const zhol_reducer reducer = { take, &v };

    if (zhol_sweep_all(a->sweep, x->source, x->n_lanes, is_reverse, &reducer, NULL)
        != ZHOL_OK) {
        return 0;
    }
    for (uint32_t node = 0; node < x->n_nodes; node++) {
        v.ok = v.ok && v.n_times[node] == 1;
    }
    return v.ok;
}

static const char *const parts[] = { "pairs", "to targets", "to targets, reverse",
    "to all", "to all, reverse" };

/* Says which answer is another than wanted. */
static int
is_as_wanted(const instance *x, int part)
{
    const size_t begin = begin_of_part(x, part), end = begin_of_part(x, part + 1);

    for (size_t i = begin; i < end; i++) {
        if (x->got[i] != x->want[i]) {
            fprintf(stderr, "%s, answer %zu of %zu: %u, wanted %u\n", parts[part],
                i - begin, end - begin, x->got[i], x->want[i]);
            return 0;
        }
    }
    return 1;
}

/* Asks for everything; every answer must be the one that is wanted. */
static int
answers_are_right(instance *x, asker *a)
{
    memset(x->got, 0x55, begin_of_part(x, 5) * sizeof *x->got);
    x->trace = 0;
    for (int part = 0; part < 5; part++) {
        const int ok = part == 0  ? ask_pairs(x, a)
                       : part < 3 ? ask_matrix(x, a, part == 2)
                                  : ask_all(x, a, part == 4);
        if (!ok) {
            fprintf(stderr, "%s: refused, or nodes or arcs are not right\n", parts[part]);
        }
        if (!ok || !is_as_wanted(x, part)) {
            return 0;
        }
    }
    return 1;
}

/* ------------------------------------------------------------------- the promises */

static zhol_metric_options
random_options(prop *p, const instance *x)
{
    static const uint32_t lanes[] = { 0, 1, 4, 8, 16 };
    zhol_metric_options o;

    zhol_metric_defaults(&o);
    o.lanes = lanes[prop_below(p, 5)];
    o.n_threads = prop_below(p, 5);
    o.has_ways = x->n_metrics == 1 && prop_below(p, 2);
    o.is_perfect = x->n_metrics == 1 && prop_below(p, 2);
    return o;
}

static int
all_answers_are_dijkstras(prop *p)
{
    static instance x;
    asker a = { 0 };
    int ok = make(p, &x) && want(&x);

    if (ok) {
        const zhol_metric_options o = random_options(p, &x);
        ok = make_asker(&x, &o, &a) && answers_are_right(&x, &a);
        ok = ok && answers_are_right(&x, &a); /* queries are used again */
    }
    release_asker(&a);
    release(&x);
    return ok;
}

/* The ways and the order of nodes, too. */
static int
lanes_and_threads_change_nothing(prop *p)
{
    static const uint32_t lanes[] = { 1, 4, 8, 16 }, threads[] = { 1, 2, 4 };
    static instance x;
    uint64_t first_trace = 0;
    int ok = make(p, &x) && want(&x);
    zhol_metric_options o = random_options(p, &x);

    for (uint32_t i = 0; i < 12 && ok; i++) {
        asker a = { 0 };
        o.lanes = lanes[i % 4];
        o.n_threads = threads[i / 4];
        ok = make_asker(&x, &o, &a) && answers_are_right(&x, &a);
        first_trace = i == 0 ? x.trace : first_trace;
        ok = ok && x.trace == first_trace;
        release_asker(&a);
    }
    release(&x);
    return ok;
}

static int
change_some(prop *p, instance *x, asker *a)
{
    uint32_t arc[8];
    const uint32_t n = x->n_arcs > 0 ? prop_below(p, 9) : 0;

    for (uint32_t i = 0; i < n; i++) { /* an arc may be named twice, or stay as it is */
        arc[i] = prop_below(p, x->n_arcs);
        for (uint32_t k = 0; k < x->n_metrics; k++) {
            if (prop_below(p, 4) > 0) {
                x->weight[k][arc[i]] = random_weight(p, x);
            }
        }
    }
    return zhol_metric_update(a->metric, x->weights, arc, n, NULL) == ZHOL_OK;
}

static int
change_all(prop *p, instance *x, asker *a)
{
    for (uint32_t k = 0; k < x->n_metrics; k++) {
        for (uint32_t i = 0; i < x->n_arcs; i++) {
            x->weight[k][i] = random_weight(p, x);
        }
    }
    return zhol_metric_renew(a->metric, x->weights, NULL) == ZHOL_OK;
}

static int
an_updated_metric_answers_as_a_new_one(prop *p)
{
    static instance x;
    asker a = { 0 };
    int ok = make(p, &x) && want(&x);
    const zhol_metric_options o = random_options(p, &x);

    ok = ok && make_asker(&x, &o, &a) && answers_are_right(&x, &a);
    for (int i = 0; i < 4 && ok; i++) {
        asker fresh = { 0 };
        ok = prop_below(p, 4) > 0 ? change_some(p, &x, &a) : change_all(p, &x, &a);
        ok = ok && want(&x) && answers_are_right(&x, &a);
        const uint64_t trace = x.trace;
        ok = ok && make_asker(&x, &o, &fresh) && answers_are_right(&x, &fresh)
             && x.trace == trace;
        release_asker(&fresh);
    }
    release_asker(&a);
    release(&x);
    return ok;
}

/* Distances that do not fit are refused when weights are given, never answered wrongly.
 * want() would cut them: so the largest is looked at first. */
static int
what_does_not_fit_is_told(prop *p)
{
    static instance x;
    asker a = { 0 };
    zhol_dijkstra *d = NULL;
    uint64_t largest = 0;
    int ok = make(p, &x) && zhol_dijkstra_new(x.graph, &d, NULL) == ZHOL_OK;
    const zhol_metric_options o = random_options(p, &x);

    x.n_weights = UINT32_C(1) << (24 + prop_below(p, 7));
    for (uint32_t k = 0; k < x.n_metrics && ok; k++) {
        for (uint32_t i = 0; i < x.n_arcs; i++) {
            x.weight[k][i] = random_weight(p, &x);
        }
        for (uint32_t s = 0; s < x.n_nodes && ok; s++) {
            ok = zhol_dijkstra_run(d, x.weight[k], s, ZHOL_NO_NODE, NULL) == ZHOL_OK;
            for (uint32_t v = 0; v < x.n_nodes; v++) {
                const uint64_t distance = zhol_dijkstra_distance(d, v);
                largest = distance != ZHOL_UNREACHABLE && distance > largest ? distance
                                                                             : largest;
            }
        }
    }
    zhol_dijkstra_free(d);
    if (ok && make_asker(&x, &o, &a)) {
        ok = largest < INT32_MAX && want(&x) && answers_are_right(&x, &a);
    } else {
        ok = ok
             && zhol_metric_new(x.cch, x.weights, x.n_metrics, &o, &a.metric, NULL)
                    == ZHOL_BAD_DATA;
    }
    release_asker(&a);
    release(&x);
    return ok;
}

int
main(void)
{
    const int more = getenv("ZHOL_LONG") ? 10 : 1;
    const int a =
        prop_holds("all_answers_are_dijkstras", 2000 * more, all_answers_are_dijkstras);
    const int b = prop_holds(
        "lanes_and_threads_change_nothing", 150 * more, lanes_and_threads_change_nothing);
    const int c = prop_holds("an_updated_metric_answers_as_a_new_one", 500 * more,
        an_updated_metric_answers_as_a_new_one);
    const int d =
        prop_holds("what_does_not_fit_is_told", 700 * more, what_does_not_fit_is_told);

    return !(a && b && c && d);
}
