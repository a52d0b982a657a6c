/* SPDX-License-Identifier: Apache-2.0 */
#include "skim/many.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"
#include "skim/inside.h"

struct zi_many {
    const zi_skim *skim;
    zi_many_options options; /* without the targets of the caller */
    zhol_ref *targets;
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

zhol_status
zi_many_new(zi_skim *k, const zi_many_options *options, zi_many **out, zhol_error *err)
{
    zi_many *many = NULL;
    zhol_status status = check_places(k, options->targets, options->n_targets, err);

    *out = NULL;
    if (status == ZHOL_OK && (uint32_t) options->metric >= ZI_N_SKIM_METRICS) {
        status = zi_fail(err, ZHOL_USAGE, "there is no such metric");
    }
    if (status == ZHOL_OK && options->is_reverse) {
        status = zi_skim_turn_round(k, options->metric, err);
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
    many->targets = ZI_NEW(zhol_ref, (size_t) options->n_targets + 1);
    if (!many->targets) {
        zi_many_free(many);
        return no_memory(err);
    }
    memcpy(many->targets, options->targets, options->n_targets * sizeof *many->targets);
    *out = many;
    return ZHOL_OK;
}

void
zi_many_free(zi_many *many)
{
    if (many) {
        zi_free(many->targets);
        zi_free(many);
    }
}

typedef struct block {
    const zi_many *many;
    const zhol_ref *sources;
    double *value;
} block;

static zhol_status
fill_row(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    const block *b = shared;
    const zi_skim *k = b->many->skim;
    const zi_many_options *o = &b->many->options;
    const uint32_t *from = o->is_reverse ? k->net->in_gates : k->net->out_gates;
    const uint32_t *to = o->is_reverse ? k->net->out_gates : k->net->in_gates;
    const uint32_t gate = k->gate[b->sources[task]];
    double *row = b->value + (size_t) task * o->n_targets;
    zhol_dijkstra *d = NULL;
    zhol_status status =
        zhol_dijkstra_new(o->is_reverse ? k->reverse : k->graph, &d, err);

    (void) thread;
    if (status == ZHOL_OK && gate != UINT32_MAX) {
        status = zhol_dijkstra_run(d,
            o->is_reverse ? k->reverse_weight[o->metric] : k->weight[o->metric],
            from[gate], ZHOL_NO_NODE, err);
    }
    for (uint32_t j = 0; j < o->n_targets && status == ZHOL_OK; j++) {
        const zhol_ref target = b->many->targets[j];
        const uint64_t sum = gate == UINT32_MAX || k->gate[target] == UINT32_MAX
                                 ? ZHOL_UNREACHABLE
                                 : zhol_dijkstra_distance(d, to[k->gate[target]]);
        row[j] = sum == ZHOL_UNREACHABLE ? (double) INFINITY
                                         : (double) sum * zi_skim_unit(o->metric);
        row[j] = target == b->sources[task] && gate != UINT32_MAX ? 0 : row[j];
    }
    zhol_dijkstra_free(d);
    return status;
}

zhol_status
zi_many_rows(const zi_many *many, const zhol_ref *sources, uint32_t n_sources,
    double *value, zhol_error *err)
{
    block b = { many, sources, value };
    const zhol_status status = check_places(many->skim, sources, n_sources, err);

    return status == ZHOL_OK
               ? zi_threads_run(many->options.n_threads, n_sources, fill_row, &b, err)
               : status;
}
