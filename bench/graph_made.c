/* SPDX-License-Identifier: Apache-2.0 */
#include "graph_made.h"

#include "base/random.h"

#include <stdbool.h>
#include <stdlib.h>

enum { BLOCK = 16 };

typedef struct town {
    uint32_t side, n_arcs;
    uint64_t seed;
    uint32_t *tail, *head, *weight;
} town;

/* Crossings of one block have numbers that follow one another. */
static uint32_t
number_of(const town *t, uint32_t x, uint32_t y)
{
    const uint32_t blocks = t->side / BLOCK;
    const uint32_t block = y / BLOCK * blocks + x / BLOCK;

    return block * BLOCK * BLOCK + y % BLOCK * BLOCK + x % BLOCK;
}

/* `line` is the number of the street: its class. Small streets end with their block. */
static void
add_street(town *t, uint32_t a, uint32_t b, uint32_t line)
{
    const bool is_between = a / (BLOCK * BLOCK) != b / (BLOCK * BLOCK);
    const uint32_t speed = line % 64 == 0 ? 4 : line % 8 == 0 ? 2 : 1;
    const uint32_t weight =
        (100 + (uint32_t) (100 * zi_random_unit(&t->seed))) / speed + 1;
    const double luck = zi_random_unit(&t->seed);

    if (speed == 1 && (is_between || luck < 0.25)) {
        return; /* a house stands there */
    }
    for (uint32_t way = 0; way < (luck > 0.9 ? 1u : 2u); way++) {
        t->tail[t->n_arcs] = way ? b : a;
        t->head[t->n_arcs] = way ? a : b;
        t->weight[t->n_arcs] = weight;
        t->n_arcs++;
    }
}

static void
build(town *t)
{
    for (uint32_t y = 0; y < t->side; y++) {
        for (uint32_t x = 0; x < t->side; x++) {
            const uint32_t here = number_of(t, x, y);
            if (x + 1 < t->side) {
                add_street(t, here, number_of(t, x + 1, y), y);
            }
            if (y + 1 < t->side) {
                add_street(t, here, number_of(t, x, y + 1), x);
            }
        }
    }
}

zhol_status
graph_made(uint32_t side, zhol_graph **graph, uint32_t **weight, zhol_error *err)
{
    town t = { .side = side / BLOCK * BLOCK, .seed = 1 };
    const size_t n = (size_t) t.side * t.side, most = 4 * n + 1;
    uint32_t *new_arc_of = malloc(most * sizeof *new_arc_of);
    zhol_status status = ZHOL_LIMIT;

    *graph = NULL;
    *weight = malloc(most * sizeof **weight);
    t.tail = malloc(most * sizeof *t.tail);
    t.head = malloc(most * sizeof *t.head);
    t.weight = malloc(most * sizeof *t.weight);
    if (new_arc_of && *weight && t.tail && t.head && t.weight) {
        build(&t);
        const zhol_arcs arcs = { (uint32_t) n, t.n_arcs, t.tail, t.head };
        status = zhol_graph_new(&arcs, new_arc_of, graph, err);
    }
    for (uint32_t a = 0; status == ZHOL_OK && a < t.n_arcs; a++) {
        (*weight)[new_arc_of[a]] = t.weight[a];
    }
    free(new_arc_of);
    free(t.tail);
    free(t.head);
    free(t.weight);
    return status;
}
