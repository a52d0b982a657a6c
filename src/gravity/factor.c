/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/factor.h"

#include <limits.h>
#include <string.h>
#include <suitesparse/amd.h>
#include <suitesparse/ldl.h>

#include "base/fail.h"
#include "base/mem.h"

/* It pays while making and using it is no more work than some hundred passes over the
 * rows; small problems may always. */
enum { PAIRS_A_ROW = 100, ENTRIES_A_ROW = 60, WORK_A_ROW = 4000, SMALL = 100000 };

/* Where the weights of a level are nearly all taken by its groups, rounding of what is
 * left is this part of them: added to pivots, so that none is negative. */
static const double CANCELLED = 1e-13;

struct zi_factor {
    int n;
    int *order;     /* place -> unknown */
    int *lp, *li;   /* columns of L */
    double *lx, *d; /* L without its diagonal of ones; D */
    double *column; /* scratch of a solve */
};

/* The matrix while it is made: all entries of both triangles, column by column. */
typedef struct maker {
    const zi_complement *of;
    const zi_layout *l;
    uint32_t *group;        /* of each row */
    uint32_t *start, *rows; /* rows of each unknown */
    double *sum;            /* of each unknown: the column that is being made */
    bool *is_in;
    int *ap, *ai;
    double *ax;
    size_t n_entries, ai_capacity, ax_capacity;
} maker;

static void
maker_free(maker *m)
{
    zi_free(m->group);
    zi_free(m->start);
    zi_free(m->rows);
    zi_free(m->sum);
    zi_free(m->is_in);
    zi_free(m->ap);
    zi_free(m->ai);
    zi_free(m->ax);
}

/* Products of pairs of unknowns that meet in a group. */
static bool
is_affordable(const zi_layout *l, zi_factor_extent extent)
{
    const double effects = extent == ZI_FACTOR_WHOLE ? l->n_others : 1;
    double n_pairs = 0;

    for (uint32_t g = 0; g < l->n_groups; g++) {
        const double n = l->first[g + 1] - l->first[g];
        n_pairs += n * n * effects * l->n_others;
    }
    return n_pairs <= (double) PAIRS_A_ROW * l->n_rows + SMALL;
}

static zhol_status
maker_new(maker *m, zhol_error *err)
{
    const zi_layout *l = m->l;
    const size_t n = l->n_unknowns;

    m->group = ZI_NEW(uint32_t, l->n_rows);
    m->start = ZI_NEW(uint32_t, n + 2);
    m->rows = ZI_NEW(uint32_t, (size_t) l->n_rows * l->n_others);
    m->sum = ZI_NEW(double, n);
    m->is_in = ZI_NEW(bool, n);
    m->ap = ZI_NEW(int, n + 1);
    if (!m->group || !m->start || !m->rows || !m->sum || !m->is_in || !m->ap) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for a factor of %zu levels", n);
    }
    for (uint32_t g = 0; g < l->n_groups; g++) {
        for (uint32_t r = l->first[g]; r < l->first[g + 1]; r++) {
            m->group[r] = g;
            for (uint32_t f = 0; f < l->n_others; f++) {
                m->start[l->index[f][r] + 2]++;
            }
        }
    }
    for (size_t u = 0; u < n; u++) {
        m->start[u + 2] += m->start[u + 1];
    }
    for (uint32_t r = 0; r < l->n_rows; r++) {
        for (uint32_t f = 0; f < l->n_others; f++) {
            m->rows[m->start[l->index[f][r] + 1]++] = r;
        }
    }
    return ZHOL_OK;
}

static bool
reserve(maker *m, size_t n)
{
    int *ai = zi_grow(m->ai, &m->ai_capacity, n, sizeof *ai);

    m->ai = ai ? ai : m->ai;
    double *ax = zi_grow(m->ax, &m->ax_capacity, n, sizeof *ax);
    m->ax = ax ? ax : m->ax;
    return ai && ax;
}

/* Adds value to the place of unknown v in the column. */
static void
put(maker *m, uint32_t v, double value)
{
    if (!m->is_in[v]) {
        m->is_in[v] = true;
        m->ai[m->n_entries++] = (int) v;
    }
    m->sum[v] += value;
}

/* What the rows of unknown u have in common with others, less what their group takes.
 * Returns the weight of its rows. */
static double
make_column(maker *m, uint32_t u, uint32_t from, uint32_t to)
{
    const zi_layout *l = m->l;
    double in_group = 0, weight = 0;

    for (uint32_t k = m->start[u]; k < m->start[u + 1]; k++) {
        const uint32_t r = m->rows[k], g = m->group[r];
        for (uint32_t f = from; f < to; f++) {
            put(m, l->index[f][r], m->of->w[r]);
        }
        in_group += m->of->w[r];
        if (k + 1 < m->start[u + 1] && m->group[m->rows[k + 1]] == g) {
            continue;
        }
        const double by = in_group * m->of->inverse[g];
        for (uint32_t f = from; f < to; f++) {
            for (uint32_t i = l->first[g]; i < l->first[g + 1]; i++) {
                put(m, l->index[f][i], -by * m->of->w[i]);
            }
        }
        weight += in_group;
        in_group = 0;
    }
    return weight;
}

static zhol_status
make_matrix(maker *m, zhol_error *err)
{
    const zi_layout *l = m->l;

    for (uint32_t u = 0, f = 0; u < l->n_unknowns; u++) {
        while (u >= l->base[f + 1]) {
            f++;
        }
        const bool is_whole = m->of->extent == ZI_FACTOR_WHOLE;
        const size_t begin = m->n_entries;
        if (begin + l->n_unknowns > INT_MAX || !reserve(m, begin + l->n_unknowns)) {
            return zi_fail(
                err, ZHOL_LIMIT, "no memory for a factor of %u levels", l->n_unknowns);
        }
        const double weight =
            make_column(m, u, is_whole ? 0 : f, is_whole ? l->n_others : f + 1);
        for (size_t k = begin; k < m->n_entries; k++) {
            const uint32_t v = (uint32_t) m->ai[k];
            m->ax[k] = m->sum[v];
            if (v == u) {
                m->ax[k] += ZI_RIDGE * m->of->diagonal[u] + CANCELLED * weight;
            }
            m->sum[v] = 0;
            m->is_in[v] = false;
        }
        m->ap[u + 1] = (int) m->n_entries;
    }
    return ZHOL_OK;
}

static bool
pays(const zi_layout *l, const int *lp, const int *n_in_column)
{
    double work = 0;

    for (uint32_t u = 0; u < l->n_unknowns; u++) {
        work += (double) n_in_column[u] * n_in_column[u];
    }
    return lp[l->n_unknowns] >= 0
           && lp[l->n_unknowns] <= (double) ENTRIES_A_ROW * l->n_rows + SMALL
           && work <= (double) WORK_A_ROW * l->n_rows + 100.0 * SMALL;
}

/* Scratch of LDL. */
typedef struct scratch {
    int *parent, *n_in_column, *flag, *place, *pattern;
    double *y;
} scratch;

static zhol_status
factorise(maker *m, scratch *s, zi_factor *factor, bool *is_done, zhol_error *err)
{
    const int n = factor->n;

    if (amd_order(n, m->ap, m->ai, factor->order, NULL, NULL) < AMD_OK) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to order %d levels", n);
    }
    ldl_symbolic(n, m->ap, m->ai, factor->lp, s->parent, s->n_in_column, s->flag,
        factor->order, s->place);
    if (!pays(m->l, factor->lp, s->n_in_column)) {
        return ZHOL_OK;
    }
    factor->li = ZI_NEW(int, (size_t) factor->lp[n] + 1);
    factor->lx = ZI_NEW(double, (size_t) factor->lp[n] + 1);
    if (!factor->li || !factor->lx) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for a factor of %d levels", n);
    }
    /* a pivot of 0 (an empty level) ends it early: then there is no factor */
    *is_done = ldl_numeric(n, m->ap, m->ai, m->ax, factor->lp, s->parent, s->n_in_column,
                   factor->li, factor->lx, factor->d, s->y, s->pattern, s->flag,
                   factor->order, s->place)
               == n;
    for (int u = 0; *is_done && u < n; u++) {
        *is_done = factor->d[u] > 0;
    }
    return ZHOL_OK;
}

static zhol_status
order_and_factorise(maker *m, zi_factor *factor, bool *is_done, zhol_error *err)
{
    const size_t n = (size_t) factor->n + 1;
    scratch s = { ZI_NEW(int, n), ZI_NEW(int, n), ZI_NEW(int, n), ZI_NEW(int, n),
        ZI_NEW(int, n), ZI_NEW(double, n) };
    zhol_status status = ZHOL_LIMIT;

    factor->order = ZI_NEW(int, n);
    factor->lp = ZI_NEW(int, n);
    factor->d = ZI_NEW(double, n);
    factor->column = ZI_NEW(double, n);
    if (!s.parent || !s.n_in_column || !s.flag || !s.place || !s.pattern || !s.y
        || !factor->order || !factor->lp || !factor->d || !factor->column) {
        zi_fail(err, status, "no memory for a factor of %d levels", factor->n);
    } else {
        status = factorise(m, &s, factor, is_done, err);
    }
    zi_free(s.parent);
    zi_free(s.n_in_column);
    zi_free(s.flag);
    zi_free(s.place);
    zi_free(s.pattern);
    zi_free(s.y);
    return status;
}

zhol_status
zi_factor_new(const zi_complement *of, zi_factor **out, zhol_error *err)
{
    const zi_layout *l = of->l;
    maker m = { .of = of, .l = l };
    bool is_done = false;

    *out = NULL;
    if (l->n_unknowns > INT_MAX / 2 || !is_affordable(l, of->extent)) {
        return ZHOL_OK;
    }
    zi_factor *factor = ZI_NEW(zi_factor, 1);
    zhol_status status =
        factor ? maker_new(&m, err) : zi_fail(err, ZHOL_LIMIT, "no memory for a factor");
    if (status == ZHOL_OK) {
        factor->n = (int) l->n_unknowns;
        status = make_matrix(&m, err);
    }
    if (status == ZHOL_OK) {
        status = order_and_factorise(&m, factor, &is_done, err);
    }
    maker_free(&m);
    if (!is_done) {
        zi_factor_free(factor);
        return status;
    }
    *out = factor;
    return status;
}

void
zi_factor_solve(zi_factor *factor, uint32_t lanes, const double *r, double *z)
{
    const size_t n = (size_t) factor->n;

    for (uint32_t k = 0; k < lanes; k++) {
        for (size_t i = 0; i < n; i++) {
            factor->column[i] = r[(size_t) factor->order[i] * lanes + k];
        }
        ldl_lsolve(factor->n, factor->column, factor->lp, factor->li, factor->lx);
        ldl_dsolve(factor->n, factor->column, factor->d);
        ldl_ltsolve(factor->n, factor->column, factor->lp, factor->li, factor->lx);
        for (size_t i = 0; i < n; i++) {
            z[(size_t) factor->order[i] * lanes + k] = factor->column[i];
        }
    }
}

void
zi_factor_free(zi_factor *factor)
{
    if (!factor) {
        return;
    }
    zi_free(factor->order);
    zi_free(factor->lp);
    zi_free(factor->li);
    zi_free(factor->lx);
    zi_free(factor->d);
    zi_free(factor->column);
    zi_free(factor);
}
