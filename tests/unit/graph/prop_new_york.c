/* SPDX-License-Identifier: Apache-2.0 */
/* Hierarchies on the road graph of New York (264,346 nodes, 9th DIMACS challenge) against
 * Dijkstra. Without the files, which are not ours to give, the test is skipped.
 *
 * Under sanitizers Dijkstra takes a third of a second: fewer sources than targets are
 * asked about, unless ZHOL_LONG is set: then a matrix of 1000 x 1000 and 1000 pairs. */
#include <zhol/graph.h>
#include <zhol/io.h>

#include "base/hash.h"
#include "prop.h"

#include <string.h>
#include <unistd.h>

#define FOLDER "../shared/inputs/graphs/"

enum {
    N_TARGETS = 1000,
    MAX_SOURCES = 1000,
    N_LANES = 16,
    N_CHANGED = 100,
    SKIPPED = 77
};

typedef struct roads {
    zhol_graph *graph, *reverse;
    uint32_t *order, *time, *length;
    zhol_cch *cch;
    uint32_t n_sources, source[MAX_SOURCES], target[N_TARGETS];
    uint32_t matrix[MAX_SOURCES * N_TARGETS], other[MAX_SOURCES * N_TARGETS];
    uint32_t *to_all; /* by node and lane, from the first N_LANES sources */
} roads;

/* A failure ends the program: what was allocated is the system's then. */
static void
must(int is_so, const char *promise)
{
    if (!is_so) {
        fprintf(stderr, "New York: %s: is not so\n", promise);
        exit(1);
    }
}

static void
succeed(zhol_status status, const zhol_error *err)
{
    must(status == ZHOL_OK, err->message);
}

static zhol_metric *
metric_of(const zhol_cch *cch, const uint32_t *const *weight, uint32_t n_metrics,
    const zhol_metric_options *o)
{
    zhol_metric *m = NULL;
    zhol_error err = { "" };

    succeed(zhol_metric_new(cch, weight, n_metrics, o, &m, &err), &err);
    return m;
}

static uint32_t *
new_array(size_t n)
{
    uint32_t *x = calloc(n, sizeof *x);

    must(x != NULL, "there is memory");
    return x;
}

/* From the sources to the targets; is_back: from each target to the sources. */
static void
fill_matrix(const roads *r, const zhol_metric *m, bool is_back, uint32_t *distance)
{
    zhol_error err = { "" };
    zhol_targets *targets = NULL;
    zhol_sweep *sweep = NULL;

    succeed(zhol_targets_new(m, r->target, N_TARGETS, is_back, &targets, &err), &err);
    succeed(zhol_sweep_new(m, &sweep, &err), &err);
    succeed(zhol_sweep_to(sweep, targets, r->source, r->n_sources, distance, &err), &err);
    zhol_sweep_free(sweep);
    zhol_targets_free(targets);
}

static void
store(void *user, const zhol_reached *reached)
{
    uint32_t *to_all = user;

    for (uint32_t i = 0; i < reached->n_nodes; i++) {
        memcpy(to_all + (size_t) reached->node[i] * N_LANES,
            reached->distance + (size_t) i * reached->n_lanes, N_LANES * sizeof *to_all);
    }
}

static void
fill_to_all(const roads *r, const zhol_metric *m)
{
    zhol_error err = { "" };
    zhol_sweep *sweep = NULL;
    const zhol_reducer reducer = { store, r->to_all };

    succeed(zhol_sweep_new(m, &sweep, &err), &err);
    succeed(zhol_sweep_all(sweep, r->source, N_LANES, false, &reducer, &err), &err);
    zhol_sweep_free(sweep);
}

static size_t
matrix_bytes(const roads *r)
{
    return (size_t) r->n_sources * N_TARGETS * sizeof *r->matrix;
}

static void
read_roads(roads *r)
{
    zhol_error err = { "" };
    zhol_graph *same = NULL;
    prop p = { 2026, 2026 };

    succeed(
        zhol_dimacs_read_graph(FOLDER "USA-road-t.NY.gr.gz", &r->graph, &r->time, &err),
        &err);
    succeed(zhol_dimacs_read_graph(FOLDER "USA-road-d.NY.gr.gz", &same, &r->length, &err),
        &err);
    zhol_graph_free(same);
    const uint32_t n_nodes = zhol_graph_n_nodes(r->graph);
    must(n_nodes == 264346 && zhol_graph_n_arcs(r->graph) == 733846, "its size");
    r->order = new_array(n_nodes);
    r->to_all = new_array((size_t) n_nodes * N_LANES);
    succeed(zhol_graph_order(r->graph, r->order, &err), &err);
    succeed(zhol_cch_new(r->graph, r->order, &r->cch, &err), &err);
    r->n_sources = getenv("ZHOL_LONG") ? MAX_SOURCES : 32;
    for (uint32_t i = 0; i < MAX_SOURCES; i++) {
        r->source[i] = prop_below(&p, n_nodes);
        r->target[i % N_TARGETS] = prop_below(&p, n_nodes);
    }
}

/* ----------------------------------------------------------------- against Dijkstra */

static void
check_way(const roads *r, zhol_cch_query *q, uint32_t from, uint32_t to, uint64_t want)
{
    zhol_error err = { "" };
    const uint32_t *arc = NULL;
    uint32_t distance = 0, n_arcs = 0, at = from;
    uint64_t sum = 0;

    succeed(zhol_cch_query_run(q, from, to, &distance, &err), &err);
    must(distance == want, "a query's distance is Dijkstra's");
    succeed(zhol_cch_query_way(q, &arc, &n_arcs, &err), &err);
    for (uint32_t i = 0; i < n_arcs; i++) {
        must(zhol_graph_tail(r->graph, arc[i]) == at, "arcs follow one another");
        at = zhol_graph_head(r->graph, arc[i]);
        sum += r->time[arc[i]];
    }
    must(at == to && sum == want, "a way's arcs add up to its distance");
}

static void
all_is_dijkstras(roads *r)
{
    const uint32_t *const weight[] = { r->time };
    zhol_error err = { "" };
    zhol_metric_options o;
    zhol_dijkstra *d = NULL;
    zhol_cch_query *q = NULL;

    zhol_metric_defaults(&o);
    o.has_ways = true;
    zhol_metric *m = metric_of(r->cch, weight, 1, &o);
    fill_matrix(r, m, false, r->matrix);
    fill_to_all(r, m);
    succeed(zhol_cch_query_new(m, &q, &err), &err);
    succeed(zhol_dijkstra_new(r->graph, &d, &err), &err);
    for (uint32_t i = 0; i < r->n_sources; i++) {
        const uint32_t from = r->source[i], n_nodes = zhol_graph_n_nodes(r->graph);
        succeed(zhol_dijkstra_run(d, r->time, from, ZHOL_NO_NODE, &err), &err);
        for (uint32_t j = 0; j < N_TARGETS; j++) {
            must(r->matrix[i * N_TARGETS + j] == zhol_dijkstra_distance(d, r->target[j]),
                "the matrix is Dijkstra's");
        }
        for (uint32_t v = 0; v < n_nodes && i < N_LANES; v++) {
            must(r->to_all[(size_t) v * N_LANES + i] == zhol_dijkstra_distance(d, v),
                "one to all is Dijkstra's");
        }
        /* New York hangs together: a node that is not reached would fail here. */
        for (uint32_t j = i; j < N_TARGETS; j += r->n_sources) {
            check_way(r, q, from, r->target[j], zhol_dijkstra_distance(d, r->target[j]));
        }
    }
    zhol_dijkstra_free(d);
    zhol_cch_query_free(q);
    zhol_metric_free(m);
}

/* --------------------------------------------------------------- against one another */

static uint64_t
fingerprint(roads *r, const zhol_metric *m)
{
    fill_matrix(r, m, false, r->other);
    fill_to_all(r, m);
    const uint64_t hash = zi_hash(r->other, matrix_bytes(r), 1);
    return zi_hash(r->to_all,
        (size_t) zhol_graph_n_nodes(r->graph) * N_LANES * sizeof *r->to_all, hash);
}

static void
lanes_threads_and_leaving_out_change_no_bit(roads *r)
{
    const uint32_t lanes[] = { 1, 4, 8, 16 }, threads[] = { 1, 2, 4 };
    const int step = getenv("ZHOL_LONG") ? 1 : 5; /* 5: each of them comes up */
    const uint32_t *const weight[] = { r->time };
    zhol_metric_options o;
    uint64_t first = 0;

    zhol_metric_defaults(&o);
    for (int i = 0; i < 24; i += step) {
        o.lanes = lanes[i % 4];
        o.n_threads = threads[i / 4 % 3];
        o.is_perfect = i >= 12;
        zhol_metric *m = metric_of(r->cch, weight, 1, &o);
        const uint64_t now = fingerprint(r, m);
        must(memcmp(r->other, r->matrix, matrix_bytes(r)) == 0, "matrices are equal");
        must(i == 0 || now == first, "all lanes, threads, perfect or not, are equal");
        first = now;
        zhol_metric_free(m);
    }
}

static void
a_batch_is_its_metrics(roads *r)
{
    const uint32_t *const both[] = { r->time, r->length };
    uint32_t *batched = new_array((size_t) 2 * MAX_SOURCES * N_TARGETS);
    zhol_metric_options o;

    zhol_metric_defaults(&o);
    zhol_metric *m = metric_of(r->cch, both, 2, &o);
    fill_matrix(r, m, false, batched);
    zhol_metric_free(m);
    for (uint32_t k = 0; k < 2; k++) {
        m = metric_of(r->cch, &both[k], 1, &o);
        fill_matrix(r, m, false, r->other);
        zhol_metric_free(m);
        for (size_t i = 0; i < (size_t) r->n_sources * N_TARGETS; i++) {
            must(batched[2 * i + k] == r->other[i], "a batch is its metrics");
        }
    }
    free(batched);
}

/* From the targets to the sources, rows and columns changed over. */
static void
fill_transpose(const roads *r, const zhol_metric *m, uint32_t *distance)
{
    uint32_t *back = new_array((size_t) r->n_sources * N_TARGETS);
    zhol_error err = { "" };
    zhol_targets *targets = NULL;
    zhol_sweep *sweep = NULL;

    succeed(zhol_targets_new(m, r->source, r->n_sources, false, &targets, &err), &err);
    succeed(zhol_sweep_new(m, &sweep, &err), &err);
    succeed(zhol_sweep_to(sweep, targets, r->target, N_TARGETS, back, &err), &err);
    for (size_t i = 0; i < r->n_sources; i++) {
        for (size_t j = 0; j < N_TARGETS; j++) {
            distance[i * N_TARGETS + j] = back[j * r->n_sources + i];
        }
    }
    zhol_sweep_free(sweep);
    zhol_targets_free(targets);
    free(back);
}

static void
the_matrix_is_the_transpose_on_the_reversed_graph(roads *r)
{
    const uint32_t n_arcs = zhol_graph_n_arcs(r->graph);
    uint32_t *arc_of = new_array(n_arcs);
    uint32_t *weight = new_array(n_arcs);
    const uint32_t *const weights[] = { weight };
    zhol_error err = { "" };
    zhol_metric_options o;
    zhol_cch *cch = NULL;

    zhol_metric_defaults(&o);
    succeed(zhol_graph_reverse(r->graph, arc_of, &r->reverse, &err), &err);
    for (uint32_t a = 0; a < n_arcs; a++) {
        weight[a] = r->time[arc_of[a]];
    }
    succeed(zhol_cch_new(r->reverse, r->order, &cch, &err), &err);
    zhol_metric *m = metric_of(cch, weights, 1, &o);
    fill_transpose(r, m, r->other);
    must(memcmp(r->other, r->matrix, matrix_bytes(r)) == 0,
        "the matrix is the transpose on the reversed graph");
    fill_matrix(r, m, true, r->other);
    must(memcmp(r->other, r->matrix, matrix_bytes(r)) == 0,
        "asked in reverse on the reversed graph the matrix is the same");
    zhol_metric_free(m);
    zhol_cch_free(cch);
    free(weight);
    free(arc_of);
}

static void
an_updated_metric_is_a_new_one(roads *r)
{
    const uint32_t n_arcs = zhol_graph_n_arcs(r->graph);
    uint32_t *weight = new_array(n_arcs), arc[N_CHANGED];
    const uint32_t *const old[] = { r->time }, *const changed[] = { weight };
    zhol_error err = { "" };
    zhol_metric_options o;
    prop p = { 1, 1 };

    zhol_metric_defaults(&o);
    memcpy(weight, r->time, n_arcs * sizeof *weight);
    for (uint32_t k = 0; k < N_CHANGED; k++) {
        arc[k] = prop_below(&p, n_arcs);
        weight[arc[k]] = prop_below(&p, 3) ? 2 * weight[arc[k]] : ZHOL_INFINITE;
    }
    zhol_metric *updated = metric_of(r->cch, old, 1, &o);
    zhol_metric *fresh = metric_of(r->cch, changed, 1, &o);
    succeed(zhol_metric_update(updated, changed, arc, N_CHANGED, &err), &err);
    const uint64_t hash = fingerprint(r, updated);
    must(memcmp(r->other, r->matrix, matrix_bytes(r)) != 0, "the changes are felt");
    must(hash == fingerprint(r, fresh), "an updated metric is a new one");
    zhol_metric_free(fresh);
    zhol_metric_free(updated);
    free(weight);
}

int
main(void)
{
    static roads r;

    if (access(FOLDER "USA-road-t.NY.gr.gz", R_OK) != 0) {
        printf("skipped: " FOLDER "USA-road-t.NY.gr.gz is not there\n");
        return SKIPPED;
    }
    read_roads(&r);
    all_is_dijkstras(&r);
    lanes_threads_and_leaving_out_change_no_bit(&r);
    a_batch_is_its_metrics(&r);
    the_matrix_is_the_transpose_on_the_reversed_graph(&r);
    an_updated_metric_is_a_new_one(&r);
    zhol_cch_free(r.cch);
    zhol_graph_free(r.reverse);
    zhol_graph_free(r.graph);
    zhol_io_free(r.time);
    zhol_io_free(r.length);
    free(r.order);
    free(r.to_all);
    printf("%u sources, %d targets\n", r.n_sources, N_TARGETS);
    return 0;
}
