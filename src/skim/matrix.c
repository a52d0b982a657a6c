/* SPDX-License-Identifier: Apache-2.0 */
/* Values from many places to many, band by band: a hierarchy of the network, perfectly
 * customized for each metric, and RPHAST sweeps with the rows of a band as lanes. Only a
 * metric with very large weights is searched row by row. */
#include <zhol/matrix.h>

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "skim/hierarchy.h"
#include "skim/inside.h"

/* One metric. Each thread has a sweep, or a search where there is no zhol_metric. */
typedef struct layer {
    zhol_metric *metric; /* NULL: sums may be too large for it */
    zhol_targets *targets;
    zhol_sweep **sweep;
    zhol_dijkstra **search;
} layer;

struct zhol_matrix {
    const zhol_world *world;
    zhol_matrix_query query; /* pointers inside the scenario are not kept */
    zi_book *book;
    zi_skim *skim;
    uint32_t *source;   /* of each row its node, or ZHOL_NO_NODE */
    uint32_t *target;   /* nodes of the places that may be reached */
    uint32_t *column;   /* ... and their columns */
    uint32_t n_targets; /* <= n_columns */
    zhol_cch *cch;
    layer layers[ZHOL_N_MATRIX_METRICS]; /* of each metric asked for */
    uint32_t **distance;                 /* of each thread: [row of a band x n_targets] */
};

typedef struct metric_words {
    const char *word, *column, *unit;
    uint32_t parts;
    zi_skim_metric metric;
} metric_words;

static const metric_words words_of[ZHOL_N_MATRIX_METRICS] = {
    [ZHOL_MATRIX_TIME] = { "time", "time_h", "h", 3600, ZI_SKIM_TIME_H },
    [ZHOL_MATRIX_COST] = { "cost", "cost_usd", "USD", 100, ZI_SKIM_COST_USD },
    [ZHOL_MATRIX_CO2E] = { "co2e", "co2e_kg", "kg", 1000, ZI_SKIM_CO2E_KG },
    [ZHOL_MATRIX_GENERALISED] = { "generalised", "generalised_usd", "USD", 100,
        ZI_SKIM_GENERALISED_USD },
};

const char *
zhol_matrix_word(zhol_matrix_metric metric)
{
    return words_of[metric].word;
}

const char *
zhol_matrix_column(zhol_matrix_metric metric)
{
    return words_of[metric].column;
}

const char *
zhol_matrix_unit(zhol_matrix_metric metric)
{
    return words_of[metric].unit;
}

uint32_t
zhol_matrix_parts(zhol_matrix_metric metric)
{
    return words_of[metric].parts;
}

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the matrix");
}

static zhol_status
check_query(const zhol_matrix_query *q, zhol_error *err)
{
    uint32_t seen = 0;

    if (q->from->n_places == 0 || q->to->n_places == 0) {
        return zi_fail(
            err, ZHOL_USAGE, "a matrix needs places to start from and to reach");
    }
    if (q->n_metrics == 0 || q->n_metrics > ZHOL_N_MATRIX_METRICS) {
        return zi_fail(err, ZHOL_USAGE, "a matrix needs a metric");
    }
    for (uint32_t k = 0; k < q->n_metrics; k++) {
        if ((uint32_t) q->metrics[k] >= ZHOL_N_MATRIX_METRICS
            || (seen >> q->metrics[k] & 1U)) {
            return zi_fail(err, ZHOL_USAGE, "a metric is none or named twice");
        }
        seen |= 1U << q->metrics[k];
    }
    return ZHOL_OK;
}

/* The node of a place's gate, or ZHOL_NO_NODE. */
static uint32_t
gate_of(const zi_skim *k, const uint32_t *gates, zhol_ref place)
{
    return zi_skim_has(k, place) ? gates[k->gate[place]] : ZHOL_NO_NODE;
}

/* Nodes of the rows and of those columns that may be reached. */
static zhol_status
choose_nodes(zhol_matrix *m, zhol_error *err)
{
    const zhol_place_set *from = m->query.from, *to = m->query.to;

    m->source = ZI_NEW(uint32_t, from->n_places);
    m->target = ZI_NEW(uint32_t, to->n_places);
    m->column = ZI_NEW(uint32_t, to->n_places);
    if (!m->source || !m->target || !m->column) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < from->n_places; i++) {
        m->source[i] = gate_of(m->skim, m->skim->net->out_gates, from->places[i]);
    }
    for (uint32_t j = 0; j < to->n_places; j++) {
        const uint32_t node = gate_of(m->skim, m->skim->net->in_gates, to->places[j]);
        if (node != ZHOL_NO_NODE) {
            m->target[m->n_targets] = node;
            m->column[m->n_targets++] = j;
        }
    }
    return ZHOL_OK;
}

/* The perfect metric, or none where sums may be too large for it: dear goods lose
 * millions of dollars on the bounds that it goes by. */
static zhol_status
make_metric(zhol_matrix *m, uint32_t k, zhol_error *err)
{
    const uint32_t *weight = m->skim->weight[words_of[m->query.metrics[k]].metric];
    zhol_metric_options options;
    zhol_status status;

    zhol_metric_defaults(&options);
    options.n_threads = m->query.n_threads;
    options.is_perfect = true;
    status = zhol_metric_new(m->cch, &weight, 1, &options, &m->layers[k].metric, err);
    return status == ZHOL_BAD_DATA ? ZHOL_OK : status;
}

static zhol_status
make_layer(zhol_matrix *m, uint32_t k, zhol_error *err)
{
    layer *l = &m->layers[k];
    zhol_status status = make_metric(m, k, err);

    if (status == ZHOL_OK && l->metric) {
        status =
            zhol_targets_new(l->metric, m->target, m->n_targets, false, &l->targets, err);
    }
    l->sweep = ZI_NEW(zhol_sweep *, m->query.n_threads);
    l->search = ZI_NEW(zhol_dijkstra *, m->query.n_threads);
    if (status == ZHOL_OK && (!l->sweep || !l->search)) {
        status = no_memory(err);
    }
    for (uint32_t i = 0; i < m->query.n_threads && status == ZHOL_OK; i++) {
        status = l->metric ? zhol_sweep_new(l->metric, &l->sweep[i], err)
                           : zhol_dijkstra_new(m->skim->graph, &l->search[i], err);
    }
    return status;
}

static zhol_status
make_layers(zhol_matrix *m, zhol_error *err)
{
    zhol_status status = zi_hierarchy_new(m->skim->net, m->skim->graph, &m->cch, err);

    m->distance = ZI_NEW(uint32_t *, m->query.n_threads);
    if (status == ZHOL_OK && !m->distance) {
        status = no_memory(err);
    }
    for (uint32_t i = 0; i < m->query.n_threads && status == ZHOL_OK; i++) {
        m->distance[i] = ZI_NEW(uint32_t, (size_t) ZHOL_MATRIX_BAND * m->n_targets + 1);
        status = m->distance[i] ? ZHOL_OK : no_memory(err);
    }
    for (uint32_t k = 0; k < m->query.n_metrics && status == ZHOL_OK; k++) {
        status = make_layer(m, k, err);
    }
    return status;
}

static zhol_status
fill(zhol_matrix *m, const zhol_matrix_query *q, zhol_error *err)
{
    zhol_status status = check_query(q, err);

    if (status == ZHOL_OK) {
        status = zi_book_new(m->world, &m->book, err);
    }
    if (status == ZHOL_OK) {
        status = zi_skim_new(m->book, &q->scenario, &q->consignment, &m->skim, err);
    }
    if (status == ZHOL_OK) {
        status = choose_nodes(m, err);
    }
    if (status == ZHOL_OK) {
        status = make_layers(m, err);
    }
    return status;
}

zhol_status
zhol_matrix_new(const zhol_world *w, const zhol_matrix_query *query, zhol_matrix **out,
    zhol_error *err)
{
    zhol_matrix *m = ZI_NEW(zhol_matrix, 1);
    zhol_status status;

    *out = NULL;
    if (!m) {
        return no_memory(err);
    }
    m->world = w;
    m->query = *query;
    m->query.n_threads = query->n_threads ? query->n_threads : 1;
    status = fill(m, query, err);
    m->query.scenario = (zhol_scenario){ .year = query->scenario.year,
        .as_of = query->scenario.as_of,
        .regime = query->scenario.regime,
        .modes = query->scenario.modes };
    if (status != ZHOL_OK) {
        zhol_matrix_free(m);
        return status;
    }
    *out = m;
    return ZHOL_OK;
}

static void
free_layer(layer *l, uint32_t n_threads)
{
    for (uint32_t i = 0; i < n_threads && l->sweep && l->search; i++) {
        zhol_sweep_free(l->sweep[i]);
        zhol_dijkstra_free(l->search[i]);
    }
    zi_free(l->sweep);
    zi_free(l->search);
    zhol_targets_free(l->targets);
    zhol_metric_free(l->metric);
}

void
zhol_matrix_free(zhol_matrix *m)
{
    if (m) {
        for (uint32_t k = 0; k < ZHOL_N_MATRIX_METRICS; k++) {
            free_layer(&m->layers[k], m->query.n_threads);
        }
        for (uint32_t i = 0; i < m->query.n_threads && m->distance; i++) {
            zi_free(m->distance[i]);
        }
        zi_free(m->distance);
        zhol_cch_free(m->cch);
        zi_free(m->source);
        zi_free(m->target);
        zi_free(m->column);
        zi_skim_free(m->skim);
        zi_book_free(m->book);
        zi_free(m);
    }
}

const zhol_world *
zhol_matrix_world(const zhol_matrix *m)
{
    return m->world;
}

const zhol_matrix_query *
zhol_matrix_asked(const zhol_matrix *m)
{
    return &m->query;
}

double
zhol_matrix_value_usd(const zhol_matrix *m)
{
    return m->skim->load.consignment.value_usd;
}

double
zhol_matrix_value_of_time_pct_per_day(const zhol_matrix *m)
{
    return zi_skim_value_of_time_pct_per_day(m->skim);
}

uint32_t
zhol_matrix_n_bands(const zhol_matrix *m)
{
    return (m->query.from->n_places - 1) / ZHOL_MATRIX_BAND + 1;
}

/* The skim, then the hierarchy with the weights of each metric, then each thread. What is
 * counted by element is an upper bound of what src/skim and src/graph keep for it. */
uint64_t
zhol_matrix_bytes(const zhol_matrix *m)
{
    const zi_network *net = m->skim->net;
    const uint64_t n_nodes = net->n_nodes, n_arcs = net->n_arcs;
    const uint64_t n_edges = zhol_cch_n_edges(m->cch), height = zhol_cch_height(m->cch);
    const uint64_t n_targets = m->n_targets, lanes = ZHOL_MATRIX_BAND;
    const uint64_t whole = sizeof(uint32_t);
    const uint64_t skim =
        net->nodes_size * sizeof *net->nodes + net->arcs_size * sizeof *net->arcs
        + (net->weights_size + (3 + ZI_N_SKIM_METRICS) * n_arcs) * whole
        + (uint64_t) m->skim->book->n_places * (net->n_layers + 4) * whole + 40 * n_nodes;
    const uint64_t cch = (16 * n_nodes + 2 * n_arcs + 5 * n_edges) * whole;
    /* a search takes less than a metric and a sweep */
    const uint64_t metric = (8 * n_edges + 4 * n_nodes) * whole;
    const uint64_t targets = (4 * n_nodes + 2 * n_edges + n_targets) * whole;
    const uint64_t sweep =
        (n_nodes + lanes * (n_targets + 3 * height) + lanes * lanes * height) * whole;

    return skim + cch + m->query.n_metrics * (metric + targets)
           + m->query.n_threads * (m->query.n_metrics * sweep + lanes * n_targets * whole)
           + (m->query.from->n_places + 2 * (uint64_t) m->query.to->n_places) * whole;
}

/* A metric, asked on one thread; of a search also from where. */
typedef struct question {
    uint32_t k, thread, source;
} question;

/* One row by Dijkstra: exact for sums of any size, if they can be told. */
static zhol_status
search(zhol_matrix *m, const question *what, uint32_t *row, zhol_error *err)
{
    const metric_words *words = &words_of[m->query.metrics[what->k]];
    zhol_dijkstra *d = m->layers[what->k].search[what->thread];
    zhol_status status = zhol_dijkstra_run(
        d, m->skim->weight[words->metric], what->source, ZHOL_NO_NODE, err);

    for (uint32_t j = 0; j < m->n_targets && status == ZHOL_OK; j++) {
        const uint64_t sum = zhol_dijkstra_distance(d, m->target[j]);
        if (sum >= ZHOL_INFINITE && sum != ZHOL_UNREACHABLE) {
            status = zi_fail(err, ZHOL_LIMIT,
                "%s of one way is %.0f %s, more than a matrix holds: ask for fewer goods",
                words->word, (double) sum / words->parts, words->unit);
        }
        row[j] = sum == ZHOL_UNREACHABLE ? ZHOL_INFINITE : (uint32_t) sum;
    }
    return status;
}

/* From the sources to all targets: a row of `distance` each. */
static zhol_status
sweep(zhol_matrix *m, const uint32_t *source, uint32_t n, const question *what,
    zhol_error *err)
{
    const layer *l = &m->layers[what->k];
    uint32_t *distance = m->distance[what->thread];
    question from = *what;
    zhol_status status = ZHOL_OK;

    if (l->metric) {
        return zhol_sweep_to(
            l->sweep[what->thread], l->targets, source, n, distance, err);
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        from.source = source[i];
        status = search(m, &from, distance + (size_t) i * m->n_targets, err);
    }
    return status;
}

/* One metric of a band, whose rows are all ZHOL_INFINITE before. */
static zhol_status
fill_band(zhol_matrix *m, uint32_t k, uint32_t first, uint32_t thread, uint32_t *value,
    zhol_error *err)
{
    const zhol_place_set *from = m->query.from, *to = m->query.to;
    uint32_t source[ZHOL_MATRIX_BAND], row[ZHOL_MATRIX_BAND], n = 0;
    zhol_status status;

    for (uint32_t i = 0; i < ZHOL_MATRIX_BAND && first + i < from->n_places; i++) {
        if (m->source[first + i] != ZHOL_NO_NODE) {
            source[n] = m->source[first + i];
            row[n++] = i;
        }
    }
    status = sweep(m, source, n, &(question){ .k = k, .thread = thread }, err);
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const uint32_t *distance = &m->distance[thread][(size_t) i * m->n_targets];
        const zhol_ref place = from->places[first + row[i]];
        uint32_t *to_row = &value[(size_t) row[i] * to->n_places];
        for (uint32_t j = 0; j < m->n_targets; j++) {
            const uint32_t column = m->column[j];
            to_row[column] = to->places[column] == place ? 0 : distance[j];
        }
    }
    return status;
}

zhol_status
zhol_matrix_band(
    zhol_matrix *m, uint32_t band, uint32_t thread, uint32_t *value, zhol_error *err)
{
    const size_t n = (size_t) ZHOL_MATRIX_BAND * m->query.to->n_places;
    zhol_status status = ZHOL_OK;

    if (band >= zhol_matrix_n_bands(m) || thread >= m->query.n_threads) {
        return zi_fail(err, ZHOL_USAGE, "there is no such band or thread");
    }
    memset(value, 0xff, n * m->query.n_metrics * sizeof *value); /* ZHOL_INFINITE */
    for (uint32_t k = 0; k < m->query.n_metrics && status == ZHOL_OK; k++) {
        status = fill_band(m, k, band * ZHOL_MATRIX_BAND, thread, value + k * n, err);
    }
    return status;
}
