/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/separation.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "gravity/cone.h"
#include "math/cholesky.h"

enum { EXTRAPOLATE_EVERY = 8, EXACT_COLUMNS = 500, EXACT_ENTRIES = 4000000 };

/* Rounds before it is given up: while the regression can still go on so many that they
 * cost little. What is small is then decided exactly. */
static uint32_t
most_rounds(const zi_regression *g)
{
    const bool may_go_on = g->is_stopped && !g->is_lost;
    const double n = 1e7 / g->l->n_rows, least = may_go_on ? 200 : 2000;

    return (uint32_t) fmin(fmax(n, least), 5000);
}

/* A zero is no suspect if its w is above ten times the sizes of all scores added up: of a
 * certificate z that is 1 there, sum of w z over the zeros is a sum of scores. Levels of
 * a certificate may count for more than 1, so it must also be above a part of the
 * smallest total of the row's levels. */
static const double PROVED = 1e-10, MISSED = 10;

/* Rows outside the suspects have this weight, and their target is corrected by what they
 * miss it: so z becomes 0 there in few rounds (method of multipliers, Hestenes 1969)
 * without the 1e8 that would spoil the conditioning. */
static const double HOLD = 1e3;

/* z is 0 below this part of its largest value, and rows are taken above the other one:
 * what lies between is found in the next round, when the clear cases are gone. */
static const double IS_ZERO = 1e-7, IS_CLEAR = 1e-3;

typedef struct search {
    const zi_regression *g;
    zi_schur *s;
    zi_panels x, t; /* regressors; the target, one column */
    bool *is_suspect;
    double *u, *held, *z, *e, *change, *factor, *score;
    double moved; /* by the last round, squared */
    uint32_t n_suspects;
} search;

/* Marks zeros about which mu proves nothing; `is_suspect` may be NULL. */
static uint32_t
find_suspects(const zi_regression *g, bool *is_suspect)
{
    const zi_layout *l = g->l;
    uint32_t n = 0;

    for (uint32_t i = 0; i < l->n_groups; i++) {
        for (uint32_t r = l->first[i]; r < l->first[i + 1]; r++) {
            if (l->y[r] > 0) {
                continue;
            }
            double least = l->is_centered ? 1 / g->s->inverse[i] : g->total;
            for (uint32_t k = 0; k < l->n_others; k++) {
                least = fmin(least, g->s->level_w[l->index[k][r]]);
            }
            const bool is = g->is_stuck     ? true
                            : g->is_stopped ? g->last[r] < -0.1
                                            : g->s->w[r] < MISSED * g->miss
                                                  || (g->look != ZI_LOOK_DRIFT
                                                      && g->s->w[r] < PROVED * least);
            n += is;
            if (is_suspect) {
                is_suspect[r] = is;
            }
        }
    }
    return n;
}

uint32_t
zi_separation_suspects(const zi_regression *g)
{
    return find_suspects(g, NULL);
}

static void
search_free(search *f)
{
    zi_schur_free(f->s);
    zi_panels_free(&f->x);
    zi_panels_free(&f->t);
    zi_free(f->is_suspect);
    zi_free(f->u);
    zi_free(f->held);
    zi_free(f->z);
    zi_free(f->e);
    zi_free(f->change);
    zi_free(f->factor);
    zi_free(f->score);
}

/* Weights, regressors without effects, and the factor of what is left of them. */
static zhol_status
prepare(search *f, zhol_error *err)
{
    const zi_regression *g = f->g;
    const uint32_t n = g->n;
    const zi_angle tight = { 1e-10, 1e-11 };
    const double *none[] = { NULL };
    const double **x = ZI_NEW(const double *, (size_t) n + 1);
    double *small = ZI_NEW(double, (size_t) n + 1);
    bool *is_dropped = ZI_NEW(bool, (size_t) n + 1);
    zhol_status status = zi_schur_new(g->l, g->o->n_threads, &f->s, err);

    if (status == ZHOL_OK && (!x || !small || !is_dropped)) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", n);
    }
    for (uint32_t j = 0; status == ZHOL_OK && j < n; j++) {
        x[j] = g->kept[j] < g->d->n_regressors ? g->d->x[g->kept[j]] : NULL;
    }
    for (uint32_t r = 0; status == ZHOL_OK && r < g->l->n_rows; r++) {
        f->s->w[r] = f->is_suspect[r] ? 1 : HOLD;
    }
    if (status == ZHOL_OK) {
        status = zi_schur_weigh(f->s, err);
    }
    if (status == ZHOL_OK) {
        status = zi_panels_new(g->l, x, n, &f->x, err);
    }
    if (status == ZHOL_OK) {
        status = zi_panels_new(g->l, none, 1, &f->t, err);
    }
    if (status == ZHOL_OK) {
        status = zi_panels_multiply(f->s, &f->x, err);
    }
    for (uint32_t j = 0; status == ZHOL_OK && j < n; j++) {
        small[j] = 1e-13 * f->x.square[(size_t) j * n + j];
    }
    if (status == ZHOL_OK) {
        status = zi_panels_clean(f->s, &f->x, tight, small, err);
    }
    if (status == ZHOL_OK) {
        memcpy(f->factor, f->x.square, (size_t) n * n * sizeof *f->factor);
        zi_cholesky(f->factor, n, small, is_dropped);
        for (uint32_t j = 0; j < n; j++) { /* a column left out has coefficient 0 */
            double *pivot = &f->factor[(size_t) j * n + j];
            *pivot = is_dropped[j] ? HUGE_VAL : *pivot;
        }
    }
    zi_free(x);
    zi_free(small);
    zi_free(is_dropped);
    return status;
}

/* z = what regressors and effects make of the target u, or of -held outside. */
static zhol_status
project(search *f, zhol_error *err)
{
    const uint32_t n_rows = f->g->l->n_rows;
    const zi_angle tight = { 1e-9, 1e-10 };
    double *t = f->t.x[0];
    double size = 0;

    for (uint32_t r = 0; r < n_rows; r++) {
        t[r] = f->is_suspect[r] ? f->u[r] : -f->held[r];
        size += f->s->w[r] * t[r] * t[r];
        f->z[r] = t[r];
    }
    const double small = 1e-20 * size;
    zhol_status status = zi_panels_clean(f->s, &f->t, tight, &small, err);
    for (uint32_t r = 0; r < n_rows; r++) {
        f->e[r] = f->s->w[r] * t[r];
    }
    if (status == ZHOL_OK) {
        status = zi_panels_score(f->s, &f->x, f->e, f->score, err);
    }
    zi_cholesky_solve(f->factor, f->g->n, f->score);
    if (status == ZHOL_OK) {
        status = zi_panels_combine(f->s, &f->x, f->score, f->e, err);
    }
    for (uint32_t r = 0; r < n_rows; r++) {
        f->z[r] -= t[r] - f->e[r];
    }
    return status;
}

/* The next target: z where it is above 0. Rounds converge like a geometric series, slowly
 * where certificates nearly leave the positive ones; so from time to time the rest of the
 * series is added (Aitken 1926). That is no guess: whatever certificate there is, its
 * product with u does not fall from round to round, nor along the same direction. */
static void
take_positive(search *f, uint32_t round)
{
    const uint32_t n_rows = f->g->l->n_rows;
    double moved = 0;

    for (uint32_t r = 0; r < n_rows; r++) {
        const double next = f->is_suspect[r] && f->z[r] > 0 ? f->z[r] : 0;
        f->change[r] = next - f->u[r];
        f->u[r] = next;
        f->held[r] += f->is_suspect[r] ? 0 : f->z[r];
        moved += f->change[r] * f->change[r];
    }
    const double ratio = sqrt(moved / f->moved);
    if (round % EXTRAPOLATE_EVERY == EXTRAPOLATE_EVERY - 1 && ratio < 1) {
        const double length = fmin(ratio / (1 - ratio), 1e3);
        for (uint32_t r = 0; r < n_rows; r++) {
            f->u[r] = fmax(0, f->u[r] + length * f->change[r]);
        }
    }
    f->moved = moved;
}

/* All regressors, the intercept and the levels of all effects in one row; regressors
 * scaled to the order of 1. */
static void
fill_row(const search *f, uint32_t r, uint32_t group, const double *scale, double *row)
{
    const zi_regression *g = f->g;
    const zi_layout *l = g->l;
    const uint32_t n_groups = l->is_centered ? l->n_groups : 0;

    memset(row, 0, (g->n + n_groups + l->n_unknowns) * sizeof *row);
    for (uint32_t j = 0; j < g->n; j++) {
        const bool is_one = g->kept[j] == g->d->n_regressors;
        row[j] = is_one ? 1 : (g->d->x[g->kept[j]][l->row[r]] - g->shift[j]) * scale[j];
    }
    if (l->is_centered) {
        row[g->n + group] = 1;
    }
    for (uint32_t k = 0; k < l->n_others; k++) {
        row[g->n + n_groups + l->index[k][r]] = 1;
    }
}

/* By the largest value, less the mean. */
static void
scale_columns(const search *f, double *scale)
{
    const zi_regression *g = f->g;

    for (uint32_t j = 0; j < g->n; j++) {
        double most = 0;
        for (uint32_t r = 0; r < g->l->n_rows && g->kept[j] < g->d->n_regressors; r++) {
            most = fmax(most, fabs(g->d->x[g->kept[j]][g->l->row[r]] - g->shift[j]));
        }
        scale[j] = most > 0 ? 1 / most : 1;
    }
}

/* Rows outside the suspects leave a null space; in it each suspect is a row of a cone. */
static zhol_status
make_cone(const search *f, zi_null_space *space, double **cone, zhol_error *err)
{
    const zi_layout *l = f->g->l;
    double *row = ZI_NEW(double, (size_t) space->p + 1),
           *scale = ZI_NEW(double, (size_t) f->g->n + 1), *to = NULL;

    if (row && scale) {
        scale_columns(f, scale);
        for (uint32_t r = 0, i = 0; r < l->n_rows; r++) {
            i += r == l->first[i + 1];
            if (!f->is_suspect[r]) {
                fill_row(f, r, i, scale, row);
                zi_null_space_add(space, row);
            }
        }
        to = ZI_NEW(double, (size_t) f->n_suspects *(space->p - space->rank) + 1);
    }
    *cone = to;
    for (uint32_t r = 0, i = 0; to && r < l->n_rows; r++) {
        i += r == l->first[i + 1];
        if (f->is_suspect[r]) {
            fill_row(f, r, i, scale, row);
            zi_null_space_project(space, row, to);
            to += space->p - space->rank;
        }
    }
    zi_free(row);
    zi_free(scale);
    return *cone ? ZHOL_OK
                 : zi_fail(err, ZHOL_LIMIT, "no memory for %u zeros", f->n_suspects);
}

/* What the rectifier leaves open, exactly, if it is small enough. */
static zhol_status
decide(search *f, double *largest, zhol_error *err)
{
    const zi_layout *l = f->g->l;
    const uint32_t p = f->g->n + (l->is_centered ? l->n_groups : 0) + l->n_unknowns;
    zi_null_space space = { 0 };
    double *cone = NULL;

    if (p > EXACT_COLUMNS || (uint64_t) p * l->n_rows > EXACT_ENTRIES) {
        return zi_fail(err, ZHOL_LIMIT,
            "%u zeros may be separated; %u rounds of the rectifier did not decide it",
            f->n_suspects, most_rounds(f->g));
    }
    zhol_status status = zi_null_space_new(p, &space, err);
    if (status == ZHOL_OK) {
        status = make_cone(f, &space, &cone, err);
    }
    if (status == ZHOL_OK) { /* e has room for all suspects */
        status = zi_cone_find(cone, f->n_suspects, space.p - space.rank, f->e, err);
    }
    *largest = 0;
    for (uint32_t r = 0, i = 0; status == ZHOL_OK && r < l->n_rows; r++) {
        f->z[r] = f->is_suspect[r] ? f->e[i++] : 0;
        *largest = fmax(*largest, f->z[r]);
    }
    zi_null_space_free(&space);
    zi_free(cone);
    return status;
}

/* The iterated rectifier. Ends with z a certificate, or 0 everywhere: nothing. */
static zhol_status
rectify(search *f, double *largest, zhol_error *err)
{
    const uint32_t n_rows = f->g->l->n_rows, n_rounds = most_rounds(f->g);

    for (uint32_t round = 0; round < n_rounds; round++) {
        double most = 0, least = 0, off = 0;
        const zhol_status status = project(f, err);
        if (status != ZHOL_OK) {
            return status;
        }
        for (uint32_t r = 0; r < n_rows; r++) {
            if (f->is_suspect[r]) {
                most = fmax(most, f->z[r]);
                least = fmin(least, f->z[r]);
            } else {
                off = fmax(off, fabs(f->z[r]));
            }
        }
        *largest = most;
        if (most <= IS_ZERO || (least >= -IS_ZERO * most && off <= IS_ZERO * most)) {
            *largest = most <= IS_ZERO ? 0 : most;
            return ZHOL_OK;
        }
        take_positive(f, round);
    }
    if (f->g->is_stopped && !f->g->is_lost) { /* the regression may still tell */
        *largest = 0;
        return ZHOL_OK;
    }
    return decide(f, largest, err);
}

static zhol_status
reserve(search *f, zhol_error *err)
{
    const size_t n_rows = f->g->l->n_rows, n = f->g->n;

    f->u = ZI_NEW(double, n_rows);
    f->held = ZI_NEW(double, n_rows);
    f->z = ZI_NEW(double, n_rows);
    f->e = ZI_NEW(double, n_rows);
    f->change = ZI_NEW(double, n_rows);
    f->factor = ZI_NEW(double, n *n + 1);
    f->score = ZI_NEW(double, n + 1);
    if (!f->u || !f->held || !f->z || !f->e || !f->change || !f->factor || !f->score) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %zu rows", n_rows);
    }
    return ZHOL_OK;
}

zhol_status
zi_separation_find(zi_regression *g, uint8_t *state, double *certificate,
    uint32_t *n_found, zhol_error *err)
{
    search f = { .g = g, .is_suspect = ZI_NEW(bool, g->l->n_rows) };
    double largest = 0;

    *n_found = 0;
    if (!f.is_suspect) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", g->l->n_rows);
    }
    f.n_suspects = find_suspects(g, f.is_suspect);
    if (f.n_suspects == 0) {
        search_free(&f);
        return ZHOL_OK;
    }
    zhol_status status = reserve(&f, err);
    for (uint32_t r = 0; status == ZHOL_OK && r < g->l->n_rows; r++) {
        f.u[r] = !f.is_suspect[r]                ? 0
                 : g->is_stopped && !g->is_stuck ? fmin(-g->last[r], 2)
                                                 : 1;
    }
    if (status == ZHOL_OK) {
        status = prepare(&f, err);
    }
    if (status == ZHOL_OK) {
        status = rectify(&f, &largest, err);
    }
    for (uint32_t r = 0; status == ZHOL_OK && r < g->l->n_rows; r++) {
        if (f.is_suspect[r] && largest > 0 && f.z[r] > IS_CLEAR * largest) {
            state[g->l->row[r]] = ZHOL_ROW_SEPARATED;
            certificate[g->l->row[r]] = f.z[r] / largest;
            (*n_found)++;
        }
    }
    search_free(&f);
    return status;
}
