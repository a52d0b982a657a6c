/* SPDX-License-Identifier: Apache-2.0 */
/** @file matrices.h  A matrix of some world, and its files, for tests. */
#ifndef ZHOL_TESTS_MATRICES_H
#define ZHOL_TESTS_MATRICES_H

#include <zhol/report.h>

#include "unit/world/tables.h"

typedef struct matrix {
    zhol_world *world; /* borrowed */
    zhol_place_set from, to;
    zhol_matrix_query query;
    zhol_matrix *made;
} matrix;

static inline void
matrix_must(zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK) {
        fprintf(stderr, "%s\n", err->message);
        abort();
    }
}

/* Time and dollars of the default consignment. */
static inline void
matrix_open(
    matrix *m, zhol_world *w, const char *from, const char *to, uint32_t n_threads)
{
    zhol_error err = { "" };

    memset(m, 0, sizeof *m);
    m->world = w;
    matrix_must(zhol_place_set_read(w, from, &m->from, &err), &err);
    matrix_must(zhol_place_set_read(w, to, &m->to, &err), &err);
    m->query = (zhol_matrix_query){ .from = &m->from,
        .to = &m->to,
        .metrics = { ZHOL_MATRIX_TIME, ZHOL_MATRIX_COST },
        .n_metrics = 2,
        .n_threads = n_threads };
    zhol_scenario_defaults(&m->query.scenario);
    zhol_consignment_defaults(&m->query.consignment);
    matrix_must(zhol_matrix_new(w, &m->query, &m->made, &err), &err);
}

static inline void
matrix_close(matrix *m)
{
    zhol_matrix_free(m->made);
    zhol_place_set_free(&m->from);
    zhol_place_set_free(&m->to);
}

#endif
