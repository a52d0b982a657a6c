/* SPDX-License-Identifier: Apache-2.0 */
/** @file published.h  Designs of published panels, for tests and benches: columns by
 * name, effects joined from columns. The slow way, by sorting. */
#ifndef ZHOL_TESTS_GRAVITY_PUBLISHED_H
#define ZHOL_TESTS_GRAVITY_PUBLISHED_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zhol/gravity.h>

#include "base/mem.h"
#include "io/columns.h"

enum { PANEL_X = 16, PANEL_EFFECTS = 3, PANEL_JOINED = 3, PANEL_COLUMNS = 24 };

/** What is estimated of a file. Lists end with NULL. "log dist" is the logarithm of a
 * column. */
typedef struct panel_model {
    const char *file, *y;
    const char *x[PANEL_X + 1];
    const char *effect[PANEL_EFFECTS][PANEL_JOINED + 1];
    const char *cluster[PANEL_JOINED + 1];
    const char *needs[PANEL_JOINED + 1]; /**< columns that keeps() and joins() look at */
    bool (*keeps)(const zi_columns *c, uint32_t row); /**< NULL: all rows */
    /** Are the levels of this effect in this row one common level? NULL: never. */
    bool (*joins)(const zi_columns *c, uint32_t row, uint32_t effect);
} panel_model;

typedef struct panel {
    zi_columns *c;
    uint32_t n, n_x, n_effects;
    uint32_t *row; /**< of the file */
    double *y, *x[PANEL_X];
    uint32_t *code[PANEL_EFFECTS + 1], n_levels[PANEL_EFFECTS + 1]; /**< cluster last */
    const double *x_list[PANEL_X];
    const uint32_t *effect_list[PANEL_EFFECTS], *cluster_list[1];
    zhol_design d; /**< borrows the rest: a panel must not be moved */
} panel;

static inline void
panel_free(panel *p)
{
    zi_columns_free(p->c);
    zi_free(p->row);
    zi_free(p->y);
    for (int j = 0; j < PANEL_X; j++) {
        zi_free(p->x[j]);
    }
    for (int f = 0; f <= PANEL_EFFECTS; f++) {
        zi_free(p->code[f]);
    }
    *p = (panel){ 0 };
}

static inline int
panel_ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* Dense codes of keys, in the order of the keys. */
static inline uint32_t
panel_number(const double *key, uint32_t n, uint32_t *code)
{
    double *sorted = ZI_NEW(double, n);
    uint32_t n_levels = 0;

    if (!sorted) {
        exit(ZHOL_LIMIT);
    }
    memcpy(sorted, key, n * sizeof *key);
    qsort(sorted, n, sizeof *sorted, panel_ascending);
    for (uint32_t i = 0; i < n; i++) {
        if (n_levels == 0 || sorted[i] > sorted[n_levels - 1]) {
            sorted[n_levels++] = sorted[i];
        }
    }
    for (uint32_t r = 0; r < n; r++) {
        const double *at =
            bsearch(&key[r], sorted, n_levels, sizeof *sorted, panel_ascending);
        code[r] = (uint32_t) (at - sorted);
    }
    zi_free(sorted);
    return n_levels;
}

static inline double
panel_value(const zi_column *c, uint32_t row)
{
    return c->is_text ? c->code[row] : c->value[row];
}

/* Levels of columns joined: below 2^53 combinations. */
static inline void
panel_join(panel *p, const panel_model *m, const char *const *names, uint32_t f)
{
    double *key = ZI_NEW(double, p->n);

    p->code[f] = ZI_NEW(uint32_t, p->n);
    if (!key || !p->code[f]) {
        exit(ZHOL_LIMIT);
    }
    p->n_levels[f] = 1;
    for (int i = 0; names[i]; i++) {
        const zi_column *c = zi_columns_find(p->c, names[i]);
        for (uint32_t r = 0; r < p->n; r++) {
            key[r] = panel_value(c, p->row[r]);
        }
        uint32_t *code = ZI_NEW(uint32_t, p->n);
        if (!code) {
            exit(ZHOL_LIMIT);
        }
        const uint32_t n = panel_number(key, p->n, code);
        for (uint32_t r = 0; r < p->n; r++) {
            key[r] = (double) p->code[f][r] * n + code[r];
        }
        zi_free(code);
        p->n_levels[f] = panel_number(key, p->n, p->code[f]);
    }
    for (uint32_t r = 0; m->joins && r < p->n; r++) {
        if (f < PANEL_EFFECTS && m->joins(p->c, p->row[r], f)) {
            p->code[f][r] = p->n_levels[f];
        }
    }
    p->n_levels[f] += m->joins != NULL;
    zi_free(key);
}

static inline uint32_t
panel_name(const char **names, uint32_t n, const char *name)
{
    name += strncmp(name, "log ", 4) == 0 ? 4 : 0;
    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0) {
            return n;
        }
    }
    names[n] = name;
    return n + 1;
}

/* The columns that the model needs, each once. */
static inline uint32_t
panel_names(const panel_model *m, const char **names)
{
    uint32_t n = panel_name(names, 0, m->y);

    for (int j = 0; m->x[j]; j++) {
        n = panel_name(names, n, m->x[j]);
    }
    for (int f = 0; f < PANEL_EFFECTS; f++) {
        for (int i = 0; m->effect[f][i]; i++) {
            n = panel_name(names, n, m->effect[f][i]);
        }
    }
    for (int i = 0; m->cluster[i]; i++) {
        n = panel_name(names, n, m->cluster[i]);
    }
    for (int i = 0; m->needs[i]; i++) {
        n = panel_name(names, n, m->needs[i]);
    }
    return n;
}

static inline double *
panel_take(const panel *p, const char *name)
{
    const bool is_log = strncmp(name, "log ", 4) == 0;
    const zi_column *c = zi_columns_find(p->c, is_log ? name + 4 : name);
    double *x = ZI_NEW(double, p->n);

    if (!x) {
        exit(ZHOL_LIMIT);
    }
    for (uint32_t r = 0; r < p->n; r++) {
        x[r] = is_log ? log(c->value[p->row[r]]) : c->value[p->row[r]];
    }
    return x;
}

static inline void
panel_fill(panel *p, const panel_model *m)
{
    p->row = ZI_NEW(uint32_t, p->c->n_rows);
    if (!p->row) {
        exit(ZHOL_LIMIT);
    }
    for (uint32_t r = 0; r < p->c->n_rows; r++) {
        if (!m->keeps || m->keeps(p->c, r)) {
            p->row[p->n++] = r;
        }
    }
    p->y = panel_take(p, m->y);
    for (; m->x[p->n_x]; p->n_x++) {
        p->x_list[p->n_x] = p->x[p->n_x] = panel_take(p, m->x[p->n_x]);
    }
    for (; p->n_effects < PANEL_EFFECTS && m->effect[p->n_effects][0]; p->n_effects++) {
        panel_join(p, m, m->effect[p->n_effects], p->n_effects);
        p->effect_list[p->n_effects] = p->code[p->n_effects];
    }
    if (m->cluster[0]) {
        panel_join(p, m, m->cluster, PANEL_EFFECTS);
        p->cluster_list[0] = p->code[PANEL_EFFECTS];
    }
    p->d = (zhol_design){ .n_rows = p->n,
        .y = p->y,
        .n_regressors = p->n_x,
        .x = p->x_list,
        .has_intercept = p->n_effects == 0,
        .n_effects = p->n_effects,
        .effect = p->effect_list,
        .n_levels = p->n_levels,
        .n_clusters = m->cluster[0] != NULL,
        .cluster = p->cluster_list,
        .n_cluster_levels = &p->n_levels[PANEL_EFFECTS] };
}

/** False, with words, if the file cannot be read. @p path: NULL stands for m->file. */
static inline bool
panel_read(const panel_model *m, const char *path, panel *p)
{
    const char *names[PANEL_COLUMNS];
    zhol_error err = { "" };

    *p = (panel){ 0 };
    if (zi_columns_read(path ? path : m->file, names, panel_names(m, names), &p->c, &err)
        != ZHOL_OK) {
        printf("skipped: %s\n", err.message);
        return false;
    }
    panel_fill(p, m);
    return true;
}

#endif
