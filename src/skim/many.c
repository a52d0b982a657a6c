/* SPDX-License-Identifier: Apache-2.0 */
/* Either way gives the same values: weights are whole numbers. */
#include "skim/many.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"
#include "skim/inside.h"

/* On the default world a hierarchy, its metric and its targets take as long as 18
 * searches; leaving out what no shortest way needs pays from about 2,000 rows on. */
enum { LEAST_FOR_HIERARCHY = 18, LEAST_FOR_PERFECT = 2000, ROWS_OF_TASK = 64 };

struct zi_many {
    const zi_skim *skim;
    zi_many_options options; /* without the targets of the caller */
    uint32_t *column;        /* of each target: its column in rows, or UINT32_MAX */
    uint32_t *gate;          /* of each column: the node */
    zhol_ref *targets;
    uint32_t n_columns;
    zhol_metric *metric; /* NULL: rows are searched */
    zhol_targets *selected;
};

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for a block of values");
}

static zhol_status
check_places(const zi_skim *k, const zhol_ref *places, uint32_t n, zhol_error *err)
{
    for (uint32_t i = 0; i < n; i++) {
        if (places[i] >= k->book->n_places) {
            return zi_fail(err, ZHOL_USAGE, "there is no such place");
        }
    }
    return ZHOL_OK;
}

static zhol_status
choose_columns(zi_many *many, const zi_many_options *o, zhol_error *err)
{
    const size_t n = (size_t) o->n_targets + 1;

    many->targets = ZI_NEW(zhol_ref, n);
    many->column = ZI_NEW(uint32_t, n);
    many->gate = ZI_NEW(uint32_t, n);
    if (!many->targets || !many->column || !many->gate) {
        return no_memory(err);
    }
    for (uint32_t j = 0; j < o->n_targets; j++) {
        const uint32_t gate = zi_skim_gate(many->skim, o->targets[j], !o->is_reverse);
        many->targets[j] = o->targets[j];
        many->column[j] = gate == ZHOL_NO_NODE ? UINT32_MAX : many->n_columns;
        if (gate != ZHOL_NO_NODE) {
            many->gate[many->n_columns++] = gate;
        }
    }
    return ZHOL_OK;
}

static zhol_status
prepare_hierarchy(zi_many *many, zi_skim *k, zhol_error *err)
{
    const zi_many_options *o = &many->options;
    const uint32_t *weight = k->weight[o->metric];
    const zhol_cch *cch = NULL;
    zhol_metric_options options;
    zhol_status status = zi_skim_hierarchy(k, &cch, err);

    zhol_metric_defaults(&options);
    options.n_threads = o->n_threads;
    options.is_perfect = o->n_rows >= LEAST_FOR_PERFECT;
    if (status == ZHOL_OK) {
        status = zhol_metric_new(cch, &weight, 1, &options, &many->metric, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_targets_new(many->metric, many->gate, many->n_columns,
            o->is_reverse, &many->selected, err);
    }
    return status;
}

static void
drop_hierarchy(zi_many *many)
{
    zhol_targets_free(many->selected);
    zhol_metric_free(many->metric);
    many->selected = NULL;
    many->metric = NULL;
}

static zhol_status
prepare(zi_many *many, zi_skim *k, const zi_many_options *o, zhol_error *err)
{
    zhol_status status = choose_columns(many, o, err);

    if (status == ZHOL_OK && o->n_rows >= LEAST_FOR_HIERARCHY) {
        status = prepare_hierarchy(many, k, err);
        if (status == ZHOL_BAD_DATA) { /* distances may not fit into 31 bits */
            drop_hierarchy(many);
            status = ZHOL_OK;
        }
    }
    if (status == ZHOL_OK && !many->metric && o->is_reverse) {
        status = zi_skim_turn_round(k, o->metric, err);
    }
    return status;
}

zhol_status
zi_many_new(zi_skim *k, const zi_many_options *options, zi_many **out, zhol_error *err)
{
    zi_many *many = NULL;
    zhol_status status = check_places(k, options->targets, options->n_targets, err);

    *out = NULL;
    if (status == ZHOL_OK && (uint32_t) options->metric >= ZI_N_SKIM_METRICS) {
        status = zi_fail(err, ZHOL_USAGE, "there is no such metric");
    }
    if (status != ZHOL_OK) {
        return status;
    }
    many = ZI_NEW(zi_many, 1);
    if (!many) {
        return no_memory(err);
    }
    many->skim = k;
    many->options = *options;
    many->options.targets = NULL;
    status = prepare(many, k, options, err);
    if (status == ZHOL_OK) {
        *out = many;
    } else {
        zi_many_free(many);
    }
    return status;
}

void
zi_many_free(zi_many *many)
{
    if (many) {
        drop_hierarchy(many);
        zi_free(many->targets);
        zi_free(many->column);
        zi_free(many->gate);
        zi_free(many);
    }
}

/* Rows */

typedef struct block {
    const zi_many *many;
    const zhol_ref *sources;
    uint32_t n_sources;
    double *value;
} block;

/* What is wanted of a task: the nodes of its rows; those of places without a gate are
 * left out. */
typedef struct part {
    const block *block;
    uint32_t first, n;
    uint32_t n_nodes, node[ROWS_OF_TASK], row[ROWS_OF_TASK];
    uint32_t *distance; /* [i * n_columns + column] of node i */
} part;

static zhol_status
sweep_rows(const part *p, zhol_error *err)
{
    const zi_many *many = p->block->many;
    zhol_sweep *sweep = NULL;
    zhol_status status = zhol_sweep_new(many->metric, &sweep, err);

    if (status == ZHOL_OK) {
        status =
            zhol_sweep_to(sweep, many->selected, p->node, p->n_nodes, p->distance, err);
    }
    zhol_sweep_free(sweep);
    return status;
}

static void
write_row(const part *p, uint32_t row, const uint32_t *distance)
{
    const zi_many *many = p->block->many;
    const double unit = zi_skim_unit(many->options.metric);
    const zhol_ref source = p->block->sources[row];
    double *value = p->block->value + (size_t) row * many->options.n_targets;

    for (uint32_t j = 0; j < many->options.n_targets; j++) {
        const uint32_t x = !distance || many->column[j] == UINT32_MAX
                               ? ZHOL_INFINITE
                               : distance[many->column[j]];
        value[j] = x == ZHOL_INFINITE ? (double) INFINITY : x * unit;
        if (distance && many->targets[j] == source) {
            value[j] = 0;
        }
    }
}

static zhol_status
search_row(const part *p, uint32_t i, zhol_dijkstra *d, zhol_error *err)
{
    const zi_many *many = p->block->many;
    const zi_skim *k = many->skim;
    const zi_many_options *o = &many->options;
    const double unit = zi_skim_unit(o->metric);
    double *value = p->block->value + (size_t) p->row[i] * o->n_targets;
    const zhol_status status = zhol_dijkstra_run(d,
        o->is_reverse ? k->reverse_weight[o->metric] : k->weight[o->metric], p->node[i],
        ZHOL_NO_NODE, err);

    for (uint32_t j = 0; j < o->n_targets && status == ZHOL_OK; j++) {
        const uint64_t x = many->column[j] == UINT32_MAX
                               ? ZHOL_UNREACHABLE
                               : zhol_dijkstra_distance(d, many->gate[many->column[j]]);
        value[j] = x == ZHOL_UNREACHABLE ? (double) INFINITY : (double) x * unit;
        if (many->targets[j] == p->block->sources[p->row[i]]) {
            value[j] = 0;
        }
    }
    return status;
}

static zhol_status
search_rows(const part *p, zhol_error *err)
{
    const zi_skim *k = p->block->many->skim;
    zhol_dijkstra *d = NULL;
    zhol_status status = zhol_dijkstra_new(
        p->block->many->options.is_reverse ? k->reverse : k->graph, &d, err);

    for (uint32_t i = 0; i < p->n_nodes && status == ZHOL_OK; i++) {
        status = search_row(p, i, d, err);
    }
    zhol_dijkstra_free(d);
    return status;
}

static zhol_status
fill_rows(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    const block *b = shared;
    const zi_many *many = b->many;
    part p = { .block = b, .first = task * ROWS_OF_TASK };
    zhol_status status = ZHOL_OK;

    (void) thread;
    p.n = b->n_sources - p.first < ROWS_OF_TASK ? b->n_sources - p.first : ROWS_OF_TASK;
    for (uint32_t i = p.first; i < p.first + p.n; i++) {
        const uint32_t node =
            zi_skim_gate(many->skim, b->sources[i], many->options.is_reverse);
        if (node == ZHOL_NO_NODE) {
            write_row(&p, i, NULL);
        } else {
            p.row[p.n_nodes] = i;
            p.node[p.n_nodes++] = node;
        }
    }
    if (!many->metric) {
        return search_rows(&p, err);
    }
    p.distance = ZI_NEW(uint32_t, (size_t) p.n_nodes * many->n_columns + 1);
    status = p.distance ? sweep_rows(&p, err) : no_memory(err);
    for (uint32_t i = 0; i < p.n_nodes && status == ZHOL_OK; i++) {
        write_row(&p, p.row[i], p.distance + (size_t) i * many->n_columns);
    }
    zi_free(p.distance);
    return status;
}

zhol_status
zi_many_rows(const zi_many *many, const zhol_ref *sources, uint32_t n_sources,
    double *value, zhol_error *err)
{
    block b = { many, sources, n_sources, value };
    const zhol_status status = check_places(many->skim, sources, n_sources, err);

    return status == ZHOL_OK ? zi_threads_run(many->options.n_threads,
               n_sources / ROWS_OF_TASK + (n_sources % ROWS_OF_TASK > 0), fill_rows, &b,
               err)
                             : status;
}
