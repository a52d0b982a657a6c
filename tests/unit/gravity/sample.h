/* SPDX-License-Identifier: Apache-2.0 */
/** @file sample.h  Rows that tests make up, and the design that borrows them. */
#ifndef ZHOL_TESTS_GRAVITY_SAMPLE_H
#define ZHOL_TESTS_GRAVITY_SAMPLE_H

#include <string.h>
#include <zhol/gravity.h>

#include "base/mem.h"
#include "prop.h"

enum { SAMPLE_X = 6, SAMPLE_EFFECTS = 4 };

/** Its arrays have room for `capacity` rows. weight and offset are left out of the design
 * unless has_weight and has_offset. */
typedef struct sample {
    uint32_t n, capacity, n_x, n_effects, n_ways;
    bool has_weight, has_offset;
    double *y, *weight, *offset, *x[SAMPLE_X];
    uint32_t *code[SAMPLE_EFFECTS], n_levels[SAMPLE_EFFECTS];
    const double *x_list[SAMPLE_X];
    const uint32_t *code_list[SAMPLE_EFFECTS];
} sample;

static inline void
sample_free(sample *s)
{
    zi_free(s->y);
    zi_free(s->weight);
    zi_free(s->offset);
    for (int j = 0; j < SAMPLE_X; j++) {
        zi_free(s->x[j]);
    }
    for (int f = 0; f < SAMPLE_EFFECTS; f++) {
        zi_free(s->code[f]);
    }
    *s = (sample){ 0 };
}

static inline sample
sample_new(uint32_t capacity)
{
    sample s = { .capacity = capacity };
    bool ok;

    s.y = ZI_NEW(double, capacity);
    s.weight = ZI_NEW(double, capacity);
    s.offset = ZI_NEW(double, capacity);
    ok = s.y && s.weight && s.offset;
    for (int j = 0; j < SAMPLE_X; j++) {
        s.x[j] = ZI_NEW(double, capacity);
        ok = ok && s.x[j];
    }
    for (int f = 0; f < SAMPLE_EFFECTS; f++) {
        s.code[f] = ZI_NEW(uint32_t, capacity);
        ok = ok && s.code[f];
    }
    if (!ok) {
        fprintf(stderr, "no memory for a sample of %u rows\n", capacity);
        exit(4);
    }
    return s;
}

/** Points into the sample: it must not be moved. Without effects there is an intercept;
 * the first n_ways effects are what errors are clustered by. */
static inline zhol_design
sample_design(sample *s)
{
    for (int j = 0; j < SAMPLE_X; j++) {
        s->x_list[j] = s->x[j];
    }
    for (int f = 0; f < SAMPLE_EFFECTS; f++) {
        s->code_list[f] = s->code[f];
    }
    return (zhol_design){ .n_rows = s->n,
        .y = s->y,
        .weight = s->has_weight ? s->weight : NULL,
        .offset = s->has_offset ? s->offset : NULL,
        .n_regressors = s->n_x,
        .x = s->x_list,
        .has_intercept = s->n_effects == 0,
        .n_effects = s->n_effects,
        .effect = s->code_list,
        .n_levels = s->n_levels,
        .n_clusters = s->n_ways,
        .cluster = s->code_list,
        .n_cluster_levels = s->n_levels };
}

static inline void
sample_copy_row(sample *to, uint32_t row, const sample *from, uint32_t of)
{
    to->y[row] = from->y[of];
    to->weight[row] = from->weight[of];
    to->offset[row] = from->offset[of];
    for (int j = 0; j < SAMPLE_X; j++) {
        to->x[j][row] = from->x[j][of];
    }
    for (int f = 0; f < SAMPLE_EFFECTS; f++) {
        to->code[f][row] = from->code[f][of];
    }
}

/** The same numbers of columns, with other rows to come. */
static inline sample
sample_like(const sample *s, uint32_t capacity)
{
    sample new = sample_new(capacity);

    new.n_x = s->n_x;
    new.n_effects = s->n_effects;
    new.n_ways = s->n_ways;
    new.has_weight = s->has_weight;
    new.has_offset = s->has_offset;
    memcpy(new.n_levels, s->n_levels, sizeof new.n_levels);
    return new;
}

static inline double
prop_uniform(prop *p)
{
    return (double) (prop_u64(p) >> 11) * 0x1p-53;
}

/** A panel in which effects are badly connected: workers (10 rows each) x firms x years,
 * in which every second worker moves once, to the firm next door, so that firms are a
 * chain. A tenth of y is 0. n is a multiple of 20. */
static inline sample
sample_chain(prop *p, uint32_t n, uint32_t n_x)
{
    sample s = sample_new(n);

    s.n = n;
    s.n_x = n_x;
    s.n_effects = 3;
    s.n_levels[0] = n / 10;
    s.n_levels[1] = n / 20 + 1;
    s.n_levels[2] = 10;
    for (uint32_t r = 0; r < n; r++) {
        double eta = 0;
        s.code[0][r] = r / 10;
        s.code[1][r] = r / 20 + (r / 10 % 2 == 1 && r % 10 > 6);
        s.code[2][r] = r % 10;
        for (uint32_t j = 0; j < n_x; j++) {
            s.x[j][r] = j == 1 ? prop_below(p, 2) : 2 * prop_uniform(p) - 1;
            eta += 0.4 * s.x[j][r];
        }
        for (uint32_t f = 0; f < s.n_effects; f++) {
            eta += s.code[f][r] * 1.7 - 3 * (double) (int) (s.code[f][r] * 1.7 / 3);
        }
        s.weight[r] = 0.5 + prop_uniform(p);
        s.y[r] = prop_below(p, 10) == 0 ? 0 : eta * 4 * prop_uniform(p) + 5;
    }
    return s;
}

#endif
