/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/schur.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"

/* Steps after which a factor is tried: of the whole matrix, then of its blocks, and after
 * which one of earlier weights is made anew. */
enum { PATIENCE = 60, LONG_PATIENCE = 300, STALE = 8 };

/* A part of the weights of a level that rounding may leave where groups take all. */
static const double CANCELLED = 1e-14;

/* One pass, as a task for each chunk. */
typedef struct pass {
    zi_schur *s;
    zi_weighting at;
    uint32_t lanes;
    const double *in;
    double *out; /* of rows; sums go to the parts */
    const zi_step *step;
    zi_fit_of_step fit[ZI_MAX_CHUNKS];
} pass;

static size_t
part_size(const zi_schur *s)
{
    return (size_t) s->l->n_unknowns * ZI_LANES;
}

static double *
part(const zi_schur *s, uint32_t chunk)
{
    return s->parts + part_size(s) * chunk;
}

static double *
scratch(const zi_schur *s, uint32_t thread)
{
    return s->scratch + (size_t) s->l->max_group * ZI_LANES * thread;
}

/* On one thread without making any. */
zhol_status
zi_schur_run(zi_schur *s, zhol_status (*task)(void *, uint32_t, uint32_t, zhol_error *),
    void *shared, zhol_error *err)
{
    if (s->n_threads > 1 && s->l->n_chunks > 1) {
        return zi_threads_run(s->n_threads, s->l->n_chunks, task, shared, err);
    }
    for (uint32_t c = 0; c < s->l->n_chunks; c++) {
        const zhol_status status = task(shared, c, 0, err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return ZHOL_OK;
}

/* out = the parts of all chunks, added in their order. */
static void
add_parts(const zi_schur *s, uint32_t lanes, size_t offset, double *restrict out)
{
    const size_t n = (size_t) s->l->n_unknowns * lanes;

    memcpy(out, part(s, 0) + offset, n * sizeof *out);
    for (uint32_t c = 1; c < s->l->n_chunks; c++) {
        const double *restrict from = part(s, c) + offset;
        for (size_t i = 0; i < n; i++) {
            out[i] += from[i];
        }
    }
}

static zhol_status
apply_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    const pass *p = shared;

    (void) err;
    memset(
        part(p->s, chunk), 0, (size_t) p->s->l->n_unknowns * p->lanes * sizeof(double));
    p->s->sweeps->apply(
        &p->at, chunk, p->lanes, p->in, scratch(p->s, thread), part(p->s, chunk));
    return ZHOL_OK;
}

static zhol_status
collect_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    const pass *p = shared;

    (void) err;
    (void) thread;
    memset(
        part(p->s, chunk), 0, (size_t) p->s->l->n_unknowns * p->lanes * sizeof(double));
    p->s->sweeps->collect(&p->at, chunk, p->lanes, p->in, part(p->s, chunk));
    return ZHOL_OK;
}

static zhol_status
remove_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    const pass *p = shared;

    (void) err;
    (void) thread;
    p->s->sweeps->remove(&p->at, chunk, p->lanes, p->in, p->out);
    return ZHOL_OK;
}

static zhol_status
step_task(void *shared, uint32_t chunk, uint32_t thread, zhol_error *err)
{
    pass *p = shared;
    const size_t n = p->s->l->n_unknowns;
    zi_step_sums sums = { part(p->s, chunk), part(p->s, chunk) + n, 0, 0, 0 };

    (void) err;
    memset(part(p->s, chunk), 0, 2 * n * sizeof(double));
    p->s->sweeps->step(p->s->l, chunk, p->step, scratch(p->s, thread), &sums);
    /* sum w (y eta - mu): centered groups keep their total, but blocks do not */
    p->fit[chunk] = (zi_fit_of_step){ sums.fit - sums.total, sums.largest };
    return ZHOL_OK;
}

static pass
pass_of(zi_schur *s, uint32_t lanes, const double *in, double *out)
{
    return (pass){
        .s = s, .at = { s->l, s->w, s->inverse }, .lanes = lanes, .in = in, .out = out
    };
}

zhol_status
zi_schur_collect(
    zi_schur *s, uint32_t lanes, const double *x, double *out, zhol_error *err)
{
    pass p = pass_of(s, lanes, x, NULL);
    const zhol_status status = zi_schur_run(s, collect_task, &p, err);

    add_parts(s, lanes, 0, out);
    return status;
}

zhol_status
zi_schur_remove(zi_schur *s, uint32_t lanes, const double *u, double *x, zhol_error *err)
{
    pass p = pass_of(s, lanes, u, x);

    return zi_schur_run(s, remove_task, &p, err);
}

zhol_status
zi_schur_step(
    zi_schur *s, zi_step *step, double *score, zi_fit_of_step *fit, zhol_error *err)
{
    pass p = pass_of(s, 1, NULL, NULL);

    p.step = step;
    const zhol_status status = zi_schur_run(s, step_task, &p, err);
    s->n_weights++;
    add_parts(s, 1, 0, score);
    add_parts(s, 1, s->l->n_unknowns, s->diagonal);
    *fit = (zi_fit_of_step){ 0 };
    for (uint32_t c = 0; c < s->l->n_chunks; c++) {
        fit->fit += p.fit[c].fit;
        fit->largest = fmax(fit->largest, p.fit[c].largest);
    }
    return status;
}

void
zi_schur_forget_cancelled(zi_schur *s)
{
    for (uint32_t i = 0; i < s->l->n_unknowns; i++) {
        if (s->diagonal[i] <= CANCELLED * s->level_w[i]) {
            s->diagonal[i] = 0;
        }
    }
}

/* Sums of groups; the diagonal is that of a step that changes nothing. */
zhol_status
zi_schur_weigh(zi_schur *s, zhol_error *err)
{
    const zi_layout *l = s->l;

    (void) err;
    s->n_weights++;
    memset(s->diagonal, 0, l->n_unknowns * sizeof *s->diagonal);
    memset(s->level_w, 0, l->n_unknowns * sizeof *s->level_w);
    for (uint32_t g = 0; g < l->n_groups; g++) {
        double sum = 0;
        for (uint32_t r = l->first[g]; r < l->first[g + 1]; r++) {
            sum += s->w[r];
        }
        s->inverse[g] = l->is_centered ? 1 / sum : 0;
        for (uint32_t r = l->first[g]; r < l->first[g + 1]; r++) {
            const double d = s->w[r] - s->w[r] * s->w[r] * s->inverse[g];
            for (uint32_t f = 0; f < l->n_others; f++) {
                s->diagonal[l->index[f][r]] += d;
                s->level_w[l->index[f][r]] += s->w[r];
            }
        }
    }
    zi_schur_forget_cancelled(s);
    return ZHOL_OK;
}

/* z = M^-1 r. What no weight reaches stays 0. */
static void
precondition(zi_schur *s, uint32_t lanes, const double *restrict r, double *restrict z)
{
    if (s->factor) {
        zi_factor_solve(s->factor, lanes, r, z);
        return;
    }
    for (uint32_t i = 0; i < s->l->n_unknowns; i++) {
        const double d = s->diagonal[i], inverse = d > 0 ? 1 / d : 0;
        for (uint32_t k = 0; k < lanes; k++) {
            z[(size_t) i * lanes + k] = r[(size_t) i * lanes + k] * inverse;
        }
    }
}

static void
dots(uint32_t n, uint32_t lanes, const double *restrict a, const double *restrict b,
    double *out)
{
    double sum[ZI_LANES] = { 0 };

    for (size_t i = 0; lanes == 1 && i < n; i++) {
        sum[i % ZI_LANES] += a[i] * b[i];
    }
    for (size_t i = 0; lanes != 1 && i < n; i++) {
        for (size_t k = 0; k < ZI_LANES; k++) {
            sum[k] += a[i * ZI_LANES + k] * b[i * ZI_LANES + k];
        }
    }
    if (lanes == 1) {
        out[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    } else {
        memcpy(out, sum, sizeof sum);
    }
}

void
zi_schur_norm(zi_schur *s, uint32_t lanes, const double *r, double *norm)
{
    precondition(s, lanes, r, s->z);
    dots(s->l->n_unknowns, lanes, r, s->z, norm);
    for (uint32_t k = 0; k < lanes; k++) {
        norm[k] = sqrt(norm[k] > 0 ? norm[k] : 0);
    }
}

/* What rounding leaves of a sum of w over a level, with either sign. */
double
zi_schur_noise(zi_schur *s)
{
    double norm[ZI_LANES];

    for (size_t i = 0; i < s->l->n_unknowns; i++) {
        const bool is_odd = (i * UINT64_C(0x9e3779b97f4a7c15)) >> 63;
        s->q[i] = (is_odd ? -4 : 4) * DBL_EPSILON * s->level_w[i];
    }
    zi_schur_norm(s, 1, s->q, norm);
    return norm[0];
}

/* x += f[lane] * y */
static void
add_scaled(uint32_t n, uint32_t lanes, const double *f, const double *restrict y,
    double *restrict x)
{
    for (size_t i = 0; lanes == 1 && i < n; i++) {
        x[i] += f[0] * y[i];
    }
    for (size_t i = 0; lanes != 1 && i < n; i++) {
        for (size_t k = 0; k < ZI_LANES; k++) {
            x[i * ZI_LANES + k] += f[k] * y[i * ZI_LANES + k];
        }
    }
}

/* p = z + f[lane] * p */
static void
turn(uint32_t n, uint32_t lanes, const double *f, const double *restrict z,
    double *restrict p)
{
    for (size_t i = 0; lanes == 1 && i < n; i++) {
        p[i] = z[i] + f[0] * p[i];
    }
    for (size_t i = 0; lanes != 1 && i < n; i++) {
        for (size_t k = 0; k < ZI_LANES; k++) {
            p[i * ZI_LANES + k] = z[i * ZI_LANES + k] + f[k] * p[i * ZI_LANES + k];
        }
    }
}

static bool
is_reached(const zi_goal *goal, uint32_t lanes, const double *square)
{
    for (uint32_t k = 0; k < lanes; k++) {
        if (square[k] > goal->norm[k] * goal->norm[k]) {
            return false;
        }
    }
    return true;
}

/* A solve on its way. */
typedef struct descent {
    zi_schur *s;
    uint32_t lanes;
    double *u, *r; /* solution, residual */
    zi_goal goal;
    double rz[ZI_LANES]; /* r'M^-1 r of each column */
} descent;

/* One step of conjugate gradients. */
static zhol_status
descend(descent *d, zhol_error *err)
{
    zi_schur *s = d->s;
    const uint32_t n = s->l->n_unknowns, lanes = d->lanes;
    double pq[ZI_LANES] = { 0 }, along[ZI_LANES] = { 0 }, back[ZI_LANES] = { 0 },
           next[ZI_LANES] = { 0 };
    pass p = pass_of(s, lanes, s->p, NULL);
    const zhol_status status = zi_schur_run(s, apply_task, &p, err);

    s->n_inner++;
    if (status != ZHOL_OK) {
        return status;
    }
    add_parts(s, lanes, 0, s->q);
    for (size_t i = 0; i < (size_t) n * lanes; i++) {
        s->q[i] += ZI_RIDGE * s->diagonal[i / lanes] * s->p[i];
    }
    dots(n, lanes, s->p, s->q, pq);
    for (uint32_t k = 0; k < lanes; k++) {
        const bool rests = d->rz[k] <= d->goal.norm[k] * d->goal.norm[k] || !(pq[k] > 0);
        along[k] = rests ? 0 : d->rz[k] / pq[k];
        back[k] = -along[k];
    }
    add_scaled(n, lanes, along, s->p, d->u);
    add_scaled(n, lanes, back, s->q, d->r);
    precondition(s, lanes, d->r, s->z);
    dots(n, lanes, d->r, s->z, next);
    for (uint32_t k = 0; k < lanes; k++) {
        along[k] = d->rz[k] > 0 ? next[k] / d->rz[k] : 0;
        d->rz[k] = !(pq[k] > 0) ? 0 : next[k];
    }
    turn(n, lanes, along, s->z, s->p);
    return ZHOL_OK;
}

/* The next preconditioner to try, if there is one: is_new. */
static zhol_status
find_factor(zi_schur *s, bool *is_new, zhol_error *err)
{
    zi_factor *factor = NULL;
    zhol_status status;

    if (s->factor && s->factor_weights != s->n_weights) {
        zi_factor_free(s->factor);
        s->factor = NULL;
    } else if (s->factor || s->n_refused == 2) {
        return ZHOL_OK;
    }
    const zi_complement of = { s->l, s->w, s->inverse, s->diagonal,
        (zi_factor_extent) s->n_refused };
    status = zi_factor_new(&of, &factor, err);
    s->factor = factor;
    s->factor_weights = s->n_weights;
    s->n_refused += factor == NULL;
    s->is_stubborn = s->is_stubborn || factor != NULL;
    *is_new = true;
    return status;
}

static uint32_t
patience(const zi_schur *s, const zi_goal *goal)
{
    if (s->factor) {
        return s->factor_weights != s->n_weights ? STALE : goal->max_steps;
    }
    return s->n_refused == 0   ? (s->is_stubborn ? 0 : PATIENCE)
           : s->n_refused == 1 ? LONG_PATIENCE
                               : goal->max_steps;
}

/* Starts anew from the residual. Goals were given in the norm of the preconditioner
 * before: they grow with the residual's. */
static void
restart(descent *d)
{
    zi_schur *s = d->s;
    double before[ZI_LANES];

    memcpy(before, d->rz, sizeof before);
    precondition(s, d->lanes, d->r, s->z);
    memcpy(s->p, s->z, (size_t) s->l->n_unknowns * d->lanes * sizeof *s->p);
    dots(s->l->n_unknowns, d->lanes, d->r, s->z, d->rz);
    for (uint32_t k = 0; k < d->lanes; k++) {
        if (before[k] > 0 && d->rz[k] > before[k]) {
            d->goal.norm[k] *= sqrt(d->rz[k] / before[k]);
        }
    }
}

zhol_status
zi_schur_solve(zi_schur *s, uint32_t lanes, double *u, double *r, const zi_goal *goal,
    zhol_error *err)
{
    descent d = { s, lanes, u, r, *goal, { 0 } };
    zhol_status status = ZHOL_OK;
    bool is_new = true;

    memset(u, 0, (size_t) s->l->n_unknowns * lanes * sizeof *u);
    while (is_new && status == ZHOL_OK) {
        const uint32_t most = patience(s, goal);
        restart(&d);
        for (uint32_t i = 0; i < most && status == ZHOL_OK; i++) {
            if (is_reached(&d.goal, lanes, d.rz)) {
                return ZHOL_OK;
            }
            status = descend(&d, err);
        }
        is_new = false;
        if (status == ZHOL_OK && most < goal->max_steps) {
            status = find_factor(s, &is_new, err);
        }
    }
    return status;
}

zhol_status
zi_schur_new(const zi_layout *l, uint32_t n_threads, zi_schur **out, zhol_error *err)
{
    const size_t n = (size_t) l->n_unknowns * ZI_LANES + ZI_LANES;
    zi_schur *s = ZI_NEW(zi_schur, 1);

    *out = NULL;
    if (!s) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for an estimate");
    }
    s->l = l;
    s->sweeps = zi_sweeps_for();
    s->n_threads = n_threads > 0 ? n_threads : 1;
    s->w = ZI_NEW(double, l->n_rows);
    s->inverse = ZI_NEW(double, l->n_groups);
    s->diagonal = ZI_NEW(double, n);
    s->level_w = ZI_NEW(double, n);
    s->parts = ZI_NEW(double, n * l->n_chunks);
    s->scratch = ZI_NEW(double, (size_t) l->max_group *ZI_LANES * s->n_threads);
    s->p = ZI_NEW(double, n);
    s->q = ZI_NEW(double, n);
    s->z = ZI_NEW(double, n);
    if (!s->w || !s->inverse || !s->diagonal || !s->level_w || !s->parts || !s->scratch
        || !s->p || !s->q || !s->z) {
        zi_schur_free(s);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows and %u levels", l->n_rows,
            l->n_unknowns);
    }
    *out = s;
    return ZHOL_OK;
}

void
zi_schur_free(zi_schur *s)
{
    if (!s) {
        return;
    }
    zi_factor_free(s->factor);
    zi_free(s->w);
    zi_free(s->inverse);
    zi_free(s->diagonal);
    zi_free(s->level_w);
    zi_free(s->parts);
    zi_free(s->scratch);
    zi_free(s->p);
    zi_free(s->q);
    zi_free(s->z);
    zi_free(s);
}
