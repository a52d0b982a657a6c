/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "equilibrium/solve.h"

/* A step with old factors that shrinks the gap less than this asks for new ones. */
#define CHORD 0.2
/* Prices change by a factor of e^2 in a step at most: further away the linear system
 * knows nothing of the world. */
#define LONGEST_STEP 2.0
/* Of the way to a world that is far off; see follow(). */
#define SHORTEST_STRIDE 0x1p-9
enum { MOST_HALVINGS = 12 };

zhol_status
zi_solving_new(uint32_t n, bool has_newton, zi_solving *out, zhol_error *err)
{
    const size_t square = (size_t) n * n;
    zhol_status status;

    *out = (zi_solving){ .n = n };
    status = zi_point_new(n, &out->now, err);
    if (status == ZHOL_OK) {
        status = zi_point_new(n, &out->trial, err);
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    out->vectors = ZI_NEW(double, (3 * ZI_ANDERSON_DEPTH + 6) * (size_t) n);
    if (has_newton) {
        out->pivot = ZI_NEW(int32_t, n);
        out->lu = zi_dense_aligned(square, &out->owner[0]);
        out->scaled = zi_dense_aligned(square, &out->owner[1]);
        out->shares = zi_dense_aligned(square, &out->owner[2]);
        out->bridge = zi_dense_aligned(square, &out->owner[3]);
    }
    if (!out->vectors
        || (has_newton
            && (!out->pivot || !out->lu || !out->scaled || !out->shares
                || !out->bridge))) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to solve for %u economies", n);
        goto out;
    }
    out->step = out->vectors;
    out->history = out->vectors + 3 * (size_t) n;
out:
    if (status != ZHOL_OK) {
        zi_solving_free(out);
    }
    return status;
}

void
zi_solving_free(zi_solving *s)
{
    zi_point_free(&s->now);
    zi_point_free(&s->trial);
    zi_free(s->vectors);
    zi_free(s->pivot);
    for (int k = 0; k < 4; k++) {
        zi_free(s->owner[k]);
    }
    *s = (zi_solving){ 0 };
}

static void
product(const void *user, uint32_t n, const double *a, const double *b, double *c)
{
    zi_dense_product(user, n, a, b, c);
}

static bool
factor(const zi_problem *p, const zi_dense *dense, zi_solving *s)
{
    const zi_jacobian_scratch scratch = { s->scaled, s->shares, s->step, product, dense };

    zi_jacobian(p, &s->now, &scratch, s->lu);
    s->factorizations++;
    if (!zi_dense_factor(dense, s->n, s->lu, s->pivot)) {
        return false;
    }
    s->lu_now = s->lu;
    s->pivot_now = s->pivot;
    return true;
}

/* s->step: where the linear system wants to go. false: it is no number. */
static bool
find_step(const zi_problem *p, const zi_dense *dense, zi_solving *s)
{
    double longest = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        s->step[i] = -s->now.gap[i];
    }
    s->step[p->base->largest] = 0; /* its row: world output is as it should be */
    zi_dense_solve(dense, s->n, s->lu_now, s->pivot_now, s->step);
    for (uint32_t i = 0; i < s->n; i++) {
        if (!isfinite(s->step[i])) {
            return false;
        }
        longest = fabs(s->step[i]) > longest ? fabs(s->step[i]) : longest;
    }
    for (uint32_t i = 0; longest > LONGEST_STEP && i < s->n; i++) {
        s->step[i] *= LONGEST_STEP / longest;
    }
    return true;
}

static void
swap(zi_solving *s)
{
    const zi_point old = s->now;

    s->now = s->trial;
    s->trial = old;
}

/* Goes along the step, halved until the gap shrinks. @return what is left of the gap, as
 * a share; 1: there is nothing to be gained, and now is as it was. */
static double
go(const zi_problem *p, zi_solving *s, int most_halvings)
{
    const double before = s->now.excess;
    double length = 1;

    for (int k = 0; k <= most_halvings; k++) {
        for (uint32_t i = 0; i < s->n; i++) {
            s->trial.x[i] = s->now.x[i] + length * s->step[i];
        }
        if (zi_evaluate(p, &s->trial)
            && s->trial.excess <= before * (1 - 1e-3 * length)) {
            swap(s);
            return s->now.excess / before;
        }
        length /= 2;
    }
    return 1;
}

void
zi_newton_refresh(const zi_problem *p, const zi_dense *dense, zi_solving *s)
{
    s->lu_now = NULL;
    (void) factor(p, dense, s);
}

/* Below the tolerance one more step with the factors at hand gains a digit for nothing,
 * since the error of a price is a multiple of the gap. */
static void
polish(const zi_problem *p, const zi_dense *dense, zi_solving *s)
{
    if (s->lu_now && s->now.excess > 1e-15 && find_step(p, dense, s)) {
        (void) go(p, s, 0);
    }
}

static bool
newton_from(const zi_problem *p, const zi_dense *dense, zi_until until, zi_solving *s)
{
    bool is_fresh = false; /* are the factors those of the point? */

    if (!zi_evaluate(p, &s->now)) {
        return false;
    }
    for (uint32_t left_over = until.max_iterations; s->now.excess > until.tol;
         left_over--) {
        if (left_over == 0) {
            return false;
        }
        s->iterations++;
        if (!s->lu_now) {
            if (!factor(p, dense, s)) {
                return false;
            }
            is_fresh = true;
        }
        const double left =
            find_step(p, dense, s) ? go(p, s, is_fresh ? MOST_HALVINGS : 0) : 1;
        if (left >= 1 && is_fresh) {
            return false;
        }
        if (left > CHORD) {
            s->lu_now = NULL;
        }
        is_fresh = false;
    }
    polish(p, dense, s);
    return true;
}

/* A share of the way, in logs, from the world before to the one after. */
static void
fill_bridge(const zi_problem *p, double way, double *out)
{
    const size_t n_pairs = (size_t) p->base->n * p->base->n;

    for (size_t k = 0; k < n_pairs; k++) {
        const double before = p->base->share[k], after = p->weight[k];
        out[k] = before > 0 && fabs(after - before) > 0
                     ? before * pow((after > 1e-300 ? after : 1e-300) / before, way)
                     : before;
    }
}

/* Continuation: at the beginning of the way all prices are 1, and prices move little
 * between one stop and the next. */
static bool
follow(const zi_problem *p, const zi_dense *dense, zi_until until, zi_solving *s)
{
    const uint32_t n = s->n;
    const zi_until on_the_way = { 1e-8, 30 };
    zi_problem bridge = *p;
    double way = 0, stride = 0.25;
    double *x = s->history; /* prices of the last stop: the fixed point's room is free */

    bridge.weight = s->bridge;
    memset(x, 0, n * sizeof *x);
    while (way < 1 && stride >= SHORTEST_STRIDE) {
        const double next = way + stride < 1 ? way + stride : 1;
        memcpy(s->now.x, x, n * sizeof *x);
        s->lu_now = NULL;
        if (next < 1) {
            fill_bridge(p, next, s->bridge);
        }
        if (newton_from(
                next < 1 ? &bridge : p, dense, next < 1 ? on_the_way : until, s)) {
            memcpy(x, s->now.x, n * sizeof *x);
            way = next;
            stride *= 2;
        } else {
            stride /= 2;
        }
        s->n_stops++;
    }
    return way >= 1;
}

bool
zi_newton(const zi_problem *p, const zi_dense *dense, zi_until until, zi_solving *s)
{
    s->iterations = s->factorizations = s->n_stops = 0;
    return newton_from(p, dense, until, s) || follow(p, dense, until, s);
}
