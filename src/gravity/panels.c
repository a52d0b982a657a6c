/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/panels.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"

enum { MAX_STEPS = 20000, MAX_ROUNDS = 30, BLOCK = 256 };

zhol_status
zi_panels_new(const zi_layout *l, const double *const *x, uint32_t n, zi_panels *out,
    zhol_error *err)
{
    *out = (zi_panels){ .l = l, .n = n, .lanes = n == 1 ? 1 : ZI_LANES };
    out->n_panels = (n + out->lanes - 1) / out->lanes;
    out->x = ZI_NEW(double *, (size_t) out->n_panels * 3 + 1);
    out->square = ZI_NEW(double, (size_t) n *n + 1);
    if (!out->x || !out->square) {
        goto no_memory;
    }
    out->u = out->x + out->n_panels;
    out->r = out->u + out->n_panels;
    for (uint32_t p = 0; p < out->n_panels; p++) {
        out->x[p] = ZI_NEW(double, (size_t) l->n_rows * out->lanes);
        out->u[p] = ZI_NEW(double, ((size_t) l->n_unknowns + 1) * out->lanes);
        out->r[p] = ZI_NEW(double, ((size_t) l->n_unknowns + 1) * out->lanes);
        if (!out->x[p] || !out->u[p] || !out->r[p]) {
            goto no_memory;
        }
    }
    for (uint32_t j = 0; j < n; j++) {
        double *to = out->x[j / out->lanes] + j % out->lanes;
        for (uint32_t r = 0; r < l->n_rows; r++) {
            to[(size_t) r * out->lanes] = x[j] ? x[j][l->row[r]] : 1;
        }
    }
    return ZHOL_OK;
no_memory:
    zi_panels_free(out);
    return zi_fail(
        err, ZHOL_LIMIT, "no memory for %u regressors of %u rows", n, l->n_rows);
}

void
zi_panels_free(zi_panels *p)
{
    for (uint32_t i = 0; p->x && i < 3 * p->n_panels; i++) {
        zi_free(p->x[i]);
    }
    zi_free(p->x);
    zi_free(p->square);
    *p = (zi_panels){ 0 };
}

/* A pass over the rows of a chunk. */
typedef struct pass {
    zi_schur *s;
    const zi_panels *p;
    zi_weighting at;
    const double *in;
    double *out;
    double *parts; /* n_chunks x so many sums */
    size_t n_sums;
} pass;

static uint32_t
first_row(const zi_layout *l, uint32_t chunk)
{
    return l->first[l->chunk[chunk]];
}

static zhol_status
multiply_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    const pass *p = shared;
    const uint32_t lanes = p->p->lanes;
    double *to = p->parts + p->n_sums * chunk;

    (void) thread;
    (void) err;
    for (uint32_t i = 0; i < p->p->n_panels; i++) {
        for (uint32_t j = i; j < p->p->n_panels; j++) {
            p->s->sweeps->multiply(&p->at, chunk, lanes, p->p->x[i], p->p->x[j], to);
            to += (size_t) lanes * lanes;
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_panels_multiply(zi_schur *s, zi_panels *p, zhol_error *err)
{
    const size_t block = (size_t) p->lanes * p->lanes,
                 n_sums = block * p->n_panels * (p->n_panels + 1) / 2;
    pass shared = { s, p, { s->l, s->w, s->inverse }, NULL, NULL, NULL, n_sums };
    size_t at = 0;

    shared.parts = ZI_NEW(double, n_sums * s->l->n_chunks + 1);
    if (!shared.parts) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", p->n);
    }
    const zhol_status status = zi_schur_run(s, multiply_task, &shared, err);
    for (uint32_t a = 0; a < p->n_panels; a++) {
        for (uint32_t b = a; b < p->n_panels; b++, at += block) {
            for (uint32_t k = 0; k < block; k++) {
                const uint32_t i = a * p->lanes + k / p->lanes,
                               j = b * p->lanes + k % p->lanes;
                double sum = 0;
                for (uint32_t c = 0; c < s->l->n_chunks; c++) {
                    sum += shared.parts[n_sums * c + at + k];
                }
                if (i < p->n && j < p->n) {
                    p->square[(size_t) i * p->n + j] = sum;
                    p->square[(size_t) j * p->n + i] = sum;
                }
            }
        }
    }
    zi_free(shared.parts);
    return status;
}

/* Sums of blocks of rows, and these compensated. */
static zhol_status
score_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    const pass *p = shared;
    const zi_layout *l = p->p->l;
    const uint32_t lanes = p->p->lanes, end = first_row(l, chunk + 1);

    (void) thread;
    (void) err;
    for (uint32_t j = 0; j < p->p->n_panels; j++) {
        zi_sum sum[ZI_LANES] = { { 0 } };
        for (uint32_t r = first_row(l, chunk); r < end; r += BLOCK) {
            const uint32_t n = end - r < BLOCK ? end - r : BLOCK;
            const double *x = p->p->x[j] + (size_t) r * lanes;
            double part[ZI_LANES] = { 0 };
            for (uint32_t i = 0; lanes == 1 && i < n; i++) {
                part[0] += x[i] * p->in[r + i];
            }
            for (size_t i = 0; lanes != 1 && i < n; i++) {
                for (size_t k = 0; k < ZI_LANES; k++) {
                    part[k] += x[i * ZI_LANES + k] * p->in[r + i];
                }
            }
            for (uint32_t k = 0; k < lanes; k++) {
                zi_sum_add(&sum[k], part[k]);
            }
        }
        for (uint32_t k = 0; k < lanes; k++) {
            p->parts[p->n_sums * chunk + (size_t) j * lanes + k] = zi_sum_value(&sum[k]);
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_panels_score(
    zi_schur *s, const zi_panels *p, const double *e, double *out, zhol_error *err)
{
    const size_t n_sums = (size_t) p->n_panels * p->lanes;
    pass shared = { s, p, { s->l, s->w, s->inverse }, e, NULL, NULL, n_sums };

    shared.parts = ZI_NEW(double, n_sums * s->l->n_chunks + 1);
    if (!shared.parts) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", p->n);
    }
    const zhol_status status = zi_schur_run(s, score_task, &shared, err);
    for (uint32_t j = 0; j < p->n; j++) {
        out[j] = 0;
        for (uint32_t c = 0; c < s->l->n_chunks; c++) {
            out[j] += shared.parts[n_sums * c + j];
        }
    }
    zi_free(shared.parts);
    return status;
}

static zhol_status
combine_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    const pass *p = shared;
    const zi_layout *l = p->p->l;
    const uint32_t begin = first_row(l, chunk), end = first_row(l, chunk + 1);

    (void) thread;
    (void) err;
    memset(p->out + begin, 0, (end - begin) * sizeof *p->out);
    for (uint32_t j = 0; j < p->p->n_panels; j++) {
        const double *b = p->in + (size_t) j * p->p->lanes;
        for (size_t r = begin; r < end; r++) {
            const double *x = p->p->x[j] + r * p->p->lanes;
            p->out[r] += p->p->lanes == 1
                             ? x[0] * b[0]
                             : (x[0] * b[0] + x[1] * b[1]) + (x[2] * b[2] + x[3] * b[3]);
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_panels_combine(
    zi_schur *s, const zi_panels *p, const double *b, double *out, zhol_error *err)
{
    double *padded = ZI_NEW(double, (size_t) p->n_panels * p->lanes + 1);
    pass shared = { s, p, { s->l, s->w, s->inverse }, padded, out, NULL, 0 };

    if (!padded) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u regressors", p->n);
    }
    memcpy(padded, b, p->n * sizeof *b);
    const zhol_status status = zi_schur_run(s, combine_task, &shared, err);
    zi_free(padded);
    return status;
}

void
zi_panels_add(
    const zi_panels *p, double *const *v, double f, const double *b, double *out)
{
    for (uint32_t j = 0; j < p->n; j++) {
        const double *from = v[j / p->lanes] + j % p->lanes;
        const double by = f * b[j];
        for (size_t i = 0; i < p->l->n_unknowns; i++) {
            out[i] += by * from[i * p->lanes];
        }
    }
}

/* What is cleaned, and how far. */
typedef struct cleaning {
    zi_schur *s;
    zi_panels *p;
    zi_angle angle;
    const double *smallest;
    bool has_changed;
} cleaning;

/* The goals of the columns of a panel whose D'Wx is in p->r. Are all near enough? */
static bool
set_goals(const cleaning *c, uint32_t panel, zi_goal *goal)
{
    const zi_panels *p = c->p;
    double norm[ZI_LANES];
    bool is_clean = true;

    zi_schur_norm(c->s, p->lanes, p->r[panel], norm);
    for (uint32_t k = 0; k < p->lanes; k++) {
        const uint32_t j = panel * p->lanes + k;
        const double square = j < p->n ? p->square[(size_t) j * p->n + j] : 0;
        const bool rests = !(square > (c->smallest && j < p->n ? c->smallest[j] : 0));
        is_clean = is_clean && (rests || norm[k] <= c->angle.most * sqrt(square));
        goal->norm[k] = rests ? HUGE_VAL : c->angle.goal * sqrt(square);
    }
    return is_clean;
}

/* Cleans one panel if a column of it is too far off. */
static zhol_status
clean_panel(cleaning *c, uint32_t panel, zhol_error *err)
{
    zi_panels *p = c->p;
    const size_t n = (size_t) p->l->n_unknowns * p->lanes;
    zi_goal goal = { .max_steps = MAX_STEPS };
    zhol_status status = zi_schur_collect(c->s, p->lanes, p->x[panel], p->r[panel], err);

    if (status != ZHOL_OK || set_goals(c, panel, &goal)) {
        return status;
    }
    double *u = ZI_NEW(double, n);
    if (!u) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u levels", p->l->n_unknowns);
    }
    status = zi_schur_solve(c->s, p->lanes, u, p->r[panel], &goal, err);
    if (status == ZHOL_OK) {
        status = zi_schur_remove(c->s, p->lanes, u, p->x[panel], err);
    }
    for (size_t k = 0; k < n; k++) {
        p->u[panel][k] += u[k];
    }
    c->has_changed = true;
    zi_free(u);
    return status;
}

zhol_status
zi_panels_clean(
    zi_schur *s, zi_panels *p, zi_angle angle, const double *smallest, zhol_error *err)
{
    cleaning c = { s, p, angle, smallest, p->l->n_unknowns > 0 };
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; p->l->is_centered && i < p->n_panels && status == ZHOL_OK; i++) {
        status = zi_schur_remove(s, p->lanes, NULL, p->x[i], err);
    }
    if (status == ZHOL_OK) {
        status = zi_panels_multiply(s, p, err);
    }
    for (uint32_t round = 0; c.has_changed && round < MAX_ROUNDS && status == ZHOL_OK;
         round++) {
        c.has_changed = false;
        for (uint32_t i = 0; i < p->n_panels && status == ZHOL_OK; i++) {
            status = clean_panel(&c, i, err);
        }
        if (status == ZHOL_OK && c.has_changed) {
            status = zi_panels_multiply(s, p, err);
        }
    }
    return status;
}
