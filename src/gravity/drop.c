/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/drop.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* What a level holds: 2 stands for more rows than one. */
enum { ONE = 1, MANY = 2, POSITIVE = 4 };

static void
look(const zhol_design *d, uint32_t f, const uint8_t *state, uint8_t *holds)
{
    const uint32_t *code = d->effect[f];

    memset(holds, 0, d->n_levels[f]);
    for (uint32_t r = 0; r < d->n_rows; r++) {
        if (state[r] == ZHOL_ROW_USED) {
            uint8_t *h = &holds[code[r]];
            *h = (uint8_t) (*h | (*h & ONE ? MANY : ONE) | (d->y[r] > 0 ? POSITIVE : 0));
        }
    }
}

/* Singletons first, so that a single zero is counted as what it is. */
static uint32_t
drop_of(const zhol_design *d, uint32_t f, const zhol_fit_options *o, uint8_t *state,
    const uint8_t *holds)
{
    const uint32_t *code = d->effect[f];
    uint32_t n_dropped = 0;

    for (uint32_t r = 0; r < d->n_rows; r++) {
        if (state[r] != ZHOL_ROW_USED) {
            continue;
        }
        const uint8_t h = holds[code[r]];
        if (o->method == ZHOL_FIT_PPML && !(h & POSITIVE)) {
            state[r] = ZHOL_ROW_SEPARATED;
        } else if (!o->keeps_singletons && !(h & MANY)) {
            state[r] = ZHOL_ROW_SINGLETON;
        }
        n_dropped += state[r] != ZHOL_ROW_USED;
    }
    return n_dropped;
}

zhol_status
zi_drop_levels(
    const zhol_design *d, const zhol_fit_options *o, uint8_t *state, zhol_error *err)
{
    uint32_t most = 0, n_clean = 0;

    for (uint32_t f = 0; f < d->n_effects; f++) {
        most = d->n_levels[f] > most ? d->n_levels[f] : most;
    }
    uint8_t *holds = ZI_NEW(uint8_t, (size_t) most + 1);
    if (!holds) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u levels", most);
    }
    /* until every effect in turn has nothing to drop */
    for (uint32_t f = 0; n_clean < d->n_effects; f = (f + 1) % d->n_effects) {
        look(d, f, state, holds);
        n_clean = drop_of(d, f, o, state, holds) > 0 ? 1 : n_clean + 1;
    }
    zi_free(holds);
    return ZHOL_OK;
}

/* The root of a set, halving the way to it. */
static uint32_t
root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* Parts of the graph whose nodes are the used levels of effects a and b. */
static uint32_t
count_parts(
    const zhol_design *d, const uint8_t *state, uint32_t a, uint32_t b, uint32_t *parent)
{
    const uint32_t n_a = d->n_levels[a], n = n_a + d->n_levels[b];
    uint32_t n_parts = 0;

    for (uint32_t i = 0; i < n; i++) {
        parent[i] = UINT32_MAX;
    }
    for (uint32_t r = 0; r < d->n_rows; r++) {
        if (state[r] == ZHOL_ROW_USED) {
            const uint32_t ends[] = { d->effect[a][r], n_a + d->effect[b][r] };
            for (int k = 0; k < 2; k++) {
                if (parent[ends[k]] == UINT32_MAX) {
                    parent[ends[k]] = ends[k];
                    n_parts++;
                }
            }
            const uint32_t from = root_of(parent, ends[0]), to = root_of(parent, ends[1]);
            n_parts -= from != to;
            parent[from > to ? from : to] = from > to ? to : from;
        }
    }
    return n_parts;
}

zhol_status
zi_count_levels(const zhol_design *d, const uint8_t *state, uint32_t *n_levels,
    uint32_t *n_redundant, zhol_error *err)
{
    size_t most = 0;

    for (uint32_t f = 0; f < d->n_effects; f++) {
        most = d->n_levels[f] > most ? d->n_levels[f] : most;
    }
    uint32_t *parent = ZI_NEW(uint32_t, 2 * most + 1);
    uint8_t *seen = ZI_NEW(uint8_t, most + 1);
    if (!parent || !seen) {
        zi_free(parent);
        zi_free(seen);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %zu levels", most);
    }
    for (uint32_t f = 0; f < d->n_effects; f++) {
        n_levels[f] = 0;
        n_redundant[f] = 0;
        memset(seen, 0, most);
        for (uint32_t r = 0; r < d->n_rows; r++) {
            const uint32_t c = d->effect[f][r];
            if (state[r] == ZHOL_ROW_USED && !seen[c]) {
                seen[c] = 1;
                n_levels[f]++;
            }
        }
        for (uint32_t e = 0; e < f; e++) {
            const uint32_t n = count_parts(d, state, e, f, parent);
            n_redundant[f] = n > n_redundant[f] ? n : n_redundant[f];
        }
    }
    zi_free(parent);
    zi_free(seen);
    return ZHOL_OK;
}
