/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "equilibrium/solve.h"

#define DEPTH ((size_t) ZI_ANDERSON_DEPTH)
/* An accelerated step may let errors grow this much for once: they often fall after. */
#define MAY_GROW   20.0
#define SHORT_STEP 0.1
/* Prices change by a factor of e^0.5 in an accelerated step at most. */
#define LONGEST_STEP 0.5
/* A column of differences that the newer ones span to so many digits says nothing new. */
#define DEPENDENT 1e-10
/* The scaled map divides by what an economy's own price does to its gap; not by less. */
#define LEAST_SLOPE 1e-12
/* Acceleration must halve the error in so many steps, or plain ones have their turn. */
enum { MOST_HALVINGS = 10, PATIENCE = 40, FIRST_PLAIN = 16 };

/* The last steps. Differences of residuals and of what the map makes of x. */
typedef struct history {
    double *df, *dg, *q; /* DEPTH of n each; q: an orthonormal basis of df */
    double *f, *g;       /* of the point before */
    uint32_t n, n_kept, next;
    bool has_before;
} history;

static double
inner(const double *a, const double *b, uint32_t n)
{
    double sum = 0;

    for (uint32_t i = 0; i < n; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

static void
subtract(double factor, const double *a, double *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        b[i] -= factor * a[i];
    }
}

static void
forget(history *h)
{
    h->n_kept = h->next = 0;
    h->has_before = false;
}

static void
remember(history *h, const double *f, const double *g)
{
    if (h->has_before) {
        double *df = h->df + (size_t) h->next * h->n,
               *dg = h->dg + (size_t) h->next * h->n;
        for (uint32_t i = 0; i < h->n; i++) {
            df[i] = f[i] - h->f[i];
            dg[i] = g[i] - h->g[i];
        }
        h->next = (h->next + 1) % DEPTH;
        h->n_kept += h->n_kept < DEPTH;
    }
    h->has_before = true;
    memcpy(h->f, f, h->n * sizeof *f);
    memcpy(h->g, g, h->n * sizeof *g);
}

/* The weights c that make |f - sum c_k df_k| least, by Gram and Schmidt's method done
 * twice (Giraud, Langou and Rozloznik 2005), the newest column first: normal equations
 * lose half of the digits, and where little is traded there are none to lose. false: no
 * numbers come out. */
static bool
weights(const history *h, const double *f, double c[DEPTH])
{
    const uint32_t n = h->n;
    double r[DEPTH][DEPTH] = { { 0 } }, qf[DEPTH] = { 0 };
    size_t kept[DEPTH], n_kept = 0;

    for (size_t age = 1; age <= h->n_kept; age++) {
        const size_t column = (h->next + DEPTH - age) % DEPTH;
        double *q = h->q + n_kept * n;
        memcpy(q, h->df + column * n, n * sizeof *q);
        const double size = sqrt(inner(q, q, n));
        for (int twice = 0; twice < 2; twice++) {
            for (size_t k = 0; k < n_kept; k++) {
                const double part = inner(h->q + k * n, q, n);
                r[k][n_kept] += part;
                subtract(part, h->q + k * n, q, n);
            }
        }
        const double left = sqrt(inner(q, q, n));
        if (!(left > DEPENDENT * size)) {
            for (size_t k = 0; k < n_kept; k++) {
                r[k][n_kept] = 0;
            }
            continue;
        }
        for (uint32_t i = 0; i < n; i++) {
            q[i] /= left;
        }
        r[n_kept][n_kept] = left;
        qf[n_kept] = inner(q, f, n);
        kept[n_kept++] = column;
    }
    memset(c, 0, DEPTH * sizeof *c);
    for (size_t k = n_kept; k-- > 0;) {
        double x = qf[k];
        for (size_t j = k + 1; j < n_kept; j++) {
            x -= r[k][j] * c[kept[j]];
        }
        c[kept[k]] = x / r[k][k];
        if (!isfinite(c[kept[k]])) {
            return false;
        }
    }
    return n_kept > 0;
}

/* How far the scaled map moves a price: over the slope of the gap by an economy's own
 * price and what it sells to itself, the diagonal of Newton's system without sales to
 * others. Almost all of a large economy's sales may be to itself: the plain map moves its
 * price by too little, in proportion to what it trades. */
static double
scaled_move(const zi_problem *p, const zi_point *at, uint32_t i)
{
    const double own = at->s[i] * p->weight[(size_t) i * p->base->n + i] / at->phi[i];
    const double e = at->e[i] / at->y[i], a = p->base->is_additive ? 1 : e;
    const double all = 1 + p->theta + p->psi;
    const double slope = all - own * own * (p->theta * e - p->psi * a)
                         - (1 + p->psi) * a * own - p->psi * own;

    return log1p(at->gap[i]) / (slope > LEAST_SLOPE * all ? slope : all);
}

/* f: how far the map moves x. g: where it leads. */
static void
scaled_map(const zi_problem *p, const zi_point *at, double *f, double *g)
{
    for (uint32_t i = 0; i < p->base->n; i++) {
        f[i] = scaled_move(p, at, i);
        g[i] = at->x[i] + f[i];
    }
}

/* How wrong prices may be: the longest move. The largest gap would not do: a right step
 * of a large economy opens gaps of small ones, which their own next step closes. */
static double
price_error(const zi_problem *p, const zi_point *at)
{
    double worst = 0;

    for (uint32_t i = 0; i < p->base->n; i++) {
        const double move = fabs(scaled_move(p, at, i));
        worst = move > worst ? move : worst;
    }
    return worst;
}

static bool
is_better(const zi_problem *p, const zi_solving *s)
{
    return s->trial.excess <= MAY_GROW * s->now.excess
           || price_error(p, &s->trial) <= MAY_GROW * price_error(p, &s->now);
}

/* Shortens the way to the trial so that no price moves by more than LONGEST_STEP. */
static void
shorten(zi_solving *s)
{
    double longest = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        const double move = fabs(s->trial.x[i] - s->now.x[i]);
        longest = move > longest ? move : longest;
    }
    for (uint32_t i = 0; i < s->n && longest > LONGEST_STEP; i++) {
        s->trial.x[i] =
            s->now.x[i] + LONGEST_STEP / longest * (s->trial.x[i] - s->now.x[i]);
    }
}

static bool
try_accelerated(
    const zi_problem *p, history *h, zi_solving *s, const double *f, const double *g)
{
    double c[DEPTH];

    if (h->n_kept > 0 && weights(h, f, c)) {
        memcpy(s->trial.x, g, s->n * sizeof *g);
        for (uint32_t k = 0; k < h->n_kept; k++) {
            subtract(c[k], h->dg + (size_t) k * s->n, s->trial.x, s->n);
        }
        shorten(s);
        if (zi_evaluate(p, &s->trial) && is_better(p, s)) {
            return true;
        }
        forget(h);
    }
    memcpy(s->trial.x, g, s->n * sizeof *g);
    shorten(s);
    return zi_evaluate(p, &s->trial) && is_better(p, s);
}

/* With spending in proportion to output and psi at most theta the plain map preserves
 * order and commutes with a change of all prices: no step of it leads further away in
 * Hilbert's metric, though the largest gap may grow for once. */
static bool
is_monotone(const zi_problem *p)
{
    return !p->base->is_additive && p->psi <= p->theta;
}

static bool
go(const zi_problem *p, zi_solving *s, double length)
{
    for (uint32_t i = 0; i < s->n; i++) {
        s->trial.x[i] =
            s->now.x[i] + length * log1p(s->now.gap[i]) / (1 + p->theta + p->psi);
    }
    return zi_evaluate(p, &s->trial);
}

/* The plain step, else damped until it does not make things worse; if none is so short, a
 * short one all the same: the largest gap may have to grow before it falls. */
static bool
try_plain(const zi_problem *p, zi_solving *s)
{
    double length = 1;

    for (int k = 0; k <= MOST_HALVINGS; k++) {
        if (go(p, s, length) && (is_monotone(p) || s->trial.excess < s->now.excess)) {
            return true;
        }
        length /= 2;
    }
    return go(p, s, SHORT_STEP) || go(p, s, length);
}

/* Watches the gap. Acceleration is on probation: if PATIENCE steps of it do not halve the
 * least gap, it goes back there, and plain steps have a turn, twice as long as the last
 * one. So all in all there are not more than a few times as many steps as plain ones
 * would have taken, though the gap may not fall at each (after Zhang, O'Donoghue and Boyd
 * 2020). */
typedef struct watch {
    double *best; /* x with the least gap */
    double least, least_before;
    uint32_t n_steps, n_plain, turn; /* of this turn; that are left; of the next turn */
} watch;

static void
look(const zi_problem *p, watch *w, const zi_solving *s)
{
    const double error = price_error(p, &s->now);

    if (error < w->least) {
        w->least = error;
        memcpy(w->best, s->now.x, s->n * sizeof *w->best);
    }
}

/* Back to the best point. */
static bool
go_back(const zi_problem *p, const watch *w, zi_solving *s)
{
    memcpy(s->now.x, w->best, s->n * sizeof *w->best);
    return zi_evaluate(p, &s->now);
}

/* Is the next step a plain one? */
static bool
is_plain_turn(const zi_problem *p, watch *w, history *h, zi_solving *s)
{
    if (w->n_plain > 0) {
        w->n_plain--;
        if (w->n_plain == 0) {
            w->n_steps = 0;
            w->least_before = w->least;
        }
        return true;
    }
    if (++w->n_steps <= PATIENCE) {
        return false;
    }
    w->n_steps = 0;
    if (w->least <= w->least_before / 2) {
        w->least_before = w->least;
        return false;
    }
    forget(h);
    w->n_plain = w->turn;
    w->turn = w->turn < UINT32_MAX / 2 ? 2 * w->turn : w->turn;
    return go_back(p, w, s);
}

static bool
step(const zi_problem *p, watch *w, history *h, zi_solving *s)
{
    double *f = s->vectors, *g = s->vectors + s->n; /* step's room and the next two */

    if (!is_plain_turn(p, w, h, s)) {
        scaled_map(p, &s->now, f, g);
        remember(h, f, g);
        if (try_accelerated(p, h, s, f, g)) {
            return true;
        }
        forget(h);
    }
    return try_plain(p, s);
}

bool
zi_fixed_point(const zi_problem *p, zi_until until, zi_solving *s)
{
    const size_t n = s->n;
    history h = { .df = s->history,
        .dg = s->history + DEPTH * n,
        .q = s->history + 2 * DEPTH * n,
        .f = s->history + 3 * DEPTH * n,
        .g = s->history + (3 * DEPTH + 1) * n,
        .n = s->n };
    watch w = { .best = s->history + (3 * DEPTH + 2) * n,
        .least = INFINITY,
        .least_before = INFINITY,
        .turn = FIRST_PLAIN };

    s->iterations = 0;
    if (!zi_evaluate(p, &s->now)) {
        return false;
    }
    look(p, &w, s);
    while (s->now.excess > until.tol) {
        if (s->iterations == until.max_iterations) {
            (void) go_back(p, &w, s);
            return false;
        }
        s->iterations++;
        if (!step(p, &w, &h, s)) {
            (void) go_back(p, &w, s);
            return false;
        }
        const zi_point old = s->now;
        s->now = s->trial;
        s->trial = old;
        look(p, &w, s);
    }
    return true;
}
