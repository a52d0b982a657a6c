/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "equilibrium/solve.h"

#define DEPTH ((size_t) ZI_ANDERSON_DEPTH)
/* An accelerated step may let the gap grow this much for once: it often falls after. */
#define MAY_GROW   2.0
#define SHORT_STEP 0.1
enum { MOST_HALVINGS = 10 };

/* The last steps. Differences of residuals and of what the plain map makes of x. */
typedef struct history {
    double *df, *dg; /* DEPTH of n each */
    double *f, *g;   /* of the point before */
    uint32_t n, n_kept, next;
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
remember(history *h, const double *f, const double *g, bool has_before)
{
    if (has_before) {
        double *df = h->df + (size_t) h->next * h->n,
               *dg = h->dg + (size_t) h->next * h->n;
        for (uint32_t i = 0; i < h->n; i++) {
            df[i] = f[i] - h->f[i];
            dg[i] = g[i] - h->g[i];
        }
        h->next = (h->next + 1) % DEPTH;
        h->n_kept += h->n_kept < DEPTH;
    }
    memcpy(h->f, f, h->n * sizeof *f);
    memcpy(h->g, g, h->n * sizeof *g);
}

/* The weights c that make |f - sum c_k df_k| least, from the normal equations by Cholesky
 * with a ridge of 1e-14 of the diagonal: depth 8, so there is no need for more. false: no
 * numbers come out. */
static bool
weights(const history *h, const double *f, double c[DEPTH])
{
    const uint32_t m = h->n_kept;
    double a[DEPTH][DEPTH];

    for (uint32_t i = 0; i < m; i++) {
        for (uint32_t j = 0; j <= i; j++) {
            a[i][j] = inner(h->df + (size_t) i * h->n, h->df + (size_t) j * h->n, h->n);
        }
        a[i][i] *= 1 + 1e-14;
        c[i] = inner(h->df + (size_t) i * h->n, f, h->n);
    }
    for (uint32_t i = 0; i < m; i++) {
        for (uint32_t j = 0; j <= i; j++) {
            for (uint32_t k = 0; k < j; k++) {
                a[i][j] -= a[i][k] * a[j][k];
            }
            if (j < i) {
                a[i][j] /= a[j][j];
            }
        }
        if (!(a[i][i] > 0)) {
            return false;
        }
        a[i][i] = sqrt(a[i][i]);
        for (uint32_t k = 0; k < i; k++) {
            c[i] -= a[i][k] * c[k];
        }
        c[i] /= a[i][i];
    }
    for (uint32_t i = m; i-- > 0;) {
        for (uint32_t k = i + 1; k < m; k++) {
            c[i] -= a[k][i] * c[k];
        }
        c[i] /= a[i][i];
    }
    for (uint32_t i = 0; i < m; i++) {
        if (!isfinite(c[i])) {
            return false;
        }
    }
    return true;
}

/* f: how far the plain map moves x. g: where it leads. */
static void
plain_map(const zi_problem *p, const zi_point *at, double *f, double *g)
{
    for (uint32_t i = 0; i < p->base->n; i++) {
        f[i] = log1p(at->gap[i]) / (1 + p->theta + p->psi);
        g[i] = at->x[i] + f[i];
    }
}

static bool
try_accelerated(
    const zi_problem *p, history *h, zi_solving *s, const double *f, const double *g)
{
    double c[DEPTH];

    if (h->n_kept == 0 || !weights(h, f, c)) {
        return false;
    }
    memcpy(s->trial.x, g, s->n * sizeof *g);
    for (uint32_t k = 0; k < h->n_kept; k++) {
        const double *dg = h->dg + (size_t) k * s->n;
        for (uint32_t i = 0; i < s->n; i++) {
            s->trial.x[i] -= c[k] * dg[i];
        }
    }
    return zi_evaluate(p, &s->trial) && s->trial.excess <= MAY_GROW * s->now.excess;
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
go(const zi_problem *p, zi_solving *s, const double *f, double length)
{
    for (uint32_t i = 0; i < s->n; i++) {
        s->trial.x[i] = s->now.x[i] + length * f[i];
    }
    return zi_evaluate(p, &s->trial);
}

/* The plain step, else damped until it does not make things worse; if none is so short, a
 * short one all the same: the largest gap may have to grow before it falls. */
static bool
try_plain(const zi_problem *p, zi_solving *s, const double *f)
{
    double length = 1;

    for (int k = 0; k <= MOST_HALVINGS; k++) {
        if (go(p, s, f, length) && (is_monotone(p) || s->trial.excess < s->now.excess)) {
            return true;
        }
        length /= 2;
    }
    return go(p, s, f, SHORT_STEP) || go(p, s, f, length);
}

bool
zi_fixed_point(const zi_problem *p, zi_until until, zi_solving *s)
{
    const size_t n = s->n;
    double *f = s->vectors, *g = s->vectors + n; /* step's room and the next two */
    history h = { .df = s->history,
        .dg = s->history + DEPTH * n,
        .f = s->history + 2 * DEPTH * n,
        .g = s->history + (2 * DEPTH + 1) * n,
        .n = s->n };
    bool has_before = false;

    s->iterations = 0;
    if (!zi_evaluate(p, &s->now)) {
        return false;
    }
    while (s->now.excess > until.tol) {
        if (s->iterations++ == until.max_iterations) {
            return false;
        }
        plain_map(p, &s->now, f, g);
        remember(&h, f, g, has_before);
        has_before = true;
        if (!try_accelerated(p, &h, s, f, g)) {
            h.n_kept = h.next = 0;
            if (!try_plain(p, s, f)) {
                return false;
            }
        }
        const zi_point old = s->now;
        s->now = s->trial;
        s->trial = old;
    }
    return true;
}
