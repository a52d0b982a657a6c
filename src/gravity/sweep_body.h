/* SPDX-License-Identifier: Apache-2.0 */
/** @file sweep_body.h  The passes, for sweep_1.c and sweep_4.c only, which name ZI_SWEEPS
 * before they include it. Loops over runs are plain, so that compilers make vectors of
 * them; sums name their four lanes.
 */
#include <math.h>
#include <string.h>

#include "gravity/sweep.h"

#define ZI_INLINE static inline __attribute__((always_inline))

typedef double v4 __attribute__((vector_size(32)));
typedef double v4_in_memory __attribute__((vector_size(32), aligned(8), may_alias));
typedef int64_t i4 __attribute__((vector_size(32)));

ZI_INLINE v4
load(const double *p)
{
    return *(const v4_in_memory *) p;
}

ZI_INLINE void
store(double *p, v4 x)
{
    *(v4_in_memory *) p = x;
}

ZI_INLINE v4
all(double x)
{
    return (v4){ x, x, x, x };
}

ZI_INLINE double
total(v4 x)
{
    return (x[0] + x[1]) + (x[2] + x[3]);
}

/* exp(x) = 2^k exp(r), |r| <= ln 2 / 2, by the Taylor series to r^13: its rest is below
 * 2^-57. The sum with 1.5 * 2^52 rounds to whole numbers and leaves k in the low bits. */
ZI_INLINE v4
exp4(v4 x)
{
    static const double term[] = { 1 / 6227020800.0, 1 / 479001600.0, 1 / 39916800.0,
        1 / 3628800.0, 1 / 362880.0, 1 / 40320.0, 1 / 5040.0, 1 / 720.0, 1 / 120.0,
        1 / 24.0, 1 / 6.0, 0.5, 1, 1 };
    const v4 magic = all(0x1.8p52), high = all(0x1.62e42fefa0000p-1),
             low = all(0x1.cf79abc9e3b3ap-40);

    x = (v4) (((i4) x & (i4) (x > all(-700))) | ((i4) all(-700) & (i4) (x <= all(-700))));
    x = (v4) (((i4) x & (i4) (x < all(700))) | ((i4) all(700) & (i4) (x >= all(700))));
    const v4 shifted = x * all(0x1.71547652b82fep0) + magic, k = shifted - magic;
    const v4 r = (x - k * high) - k * low;
    v4 sum = all(term[0]);
    for (int i = 1; i < 14; i++) {
        sum = sum * r + all(term[i]);
    }
    return (v4) ((i4) sum + ((i4) shifted << 52));
}

ZI_INLINE void
exp_rows(double *x, uint32_t n)
{
    uint32_t r = 0;

    for (; r + 4 <= n; r += 4) {
        store(x + r, exp4(load(x + r)));
    }
    if (r < n) {
        double rest[4] = { 0 };
        memcpy(rest, x + r, (n - r) * sizeof *x);
        store(rest, exp4(load(rest)));
        memcpy(x + r, rest, (n - r) * sizeof *x);
    }
}

ZI_INLINE double
dot(const double *a, const double *b, uint32_t n)
{
    v4 sum = all(0);
    double rest = 0;
    uint32_t r = 0;

    for (; r + 4 <= n; r += 4) {
        sum += load(a + r) * load(b + r);
    }
    for (; r < n; r++) {
        rest += a[r] * b[r];
    }
    return total(sum) + rest;
}

ZI_INLINE double
sum_of(const double *a, uint32_t n)
{
    v4 sum = all(0);
    double rest = 0;
    uint32_t r = 0;

    for (; r + 4 <= n; r += 4) {
        sum += load(a + r);
    }
    for (; r < n; r++) {
        rest += a[r];
    }
    return total(sum) + rest;
}

/* t[r] = sum of the unknowns of row r of group g, run by run. `nf` is a constant 1, 2 or
 * the number of other effects. */
ZI_INLINE void
gather_runs(const zi_layout *l, uint32_t g, uint32_t nf, const double *restrict v,
    double *restrict t)
{
    for (uint32_t k = l->run_of_group[g]; k < l->run_of_group[g + 1]; k++) {
        const uint32_t r = l->run[k], length = l->run[k + 1] - r;
        const double *restrict a = v + l->index[0][r];
        const double *restrict b = v + (nf > 1 ? l->index[1][r] : 0);
        double *restrict s = t + (r - l->first[g]);
        for (uint32_t i = 0; i < length; i++) {
            s[i] = nf > 1 ? a[i] + b[i] : a[i];
        }
        for (uint32_t f = 2; f < nf; f++) {
            const double *restrict c = v + l->index[f][r];
            for (uint32_t i = 0; i < length; i++) {
                s[i] += c[i];
            }
        }
    }
}

/* The same, row by row. */
ZI_INLINE void
gather_rows(const zi_layout *l, uint32_t g, uint32_t nf, const double *restrict v,
    double *restrict t)
{
    const uint32_t begin = l->first[g], n = l->first[g + 1] - begin;
    const uint32_t *restrict a = l->index[0] + begin;
    const uint32_t *restrict b = nf > 1 ? l->index[1] + begin : a;

    for (uint32_t r = 0; r < n; r++) {
        t[r] = nf > 1 ? v[a[r]] + v[b[r]] : v[a[r]];
    }
    for (uint32_t f = 2; f < nf; f++) {
        const uint32_t *restrict c = l->index[f] + begin;
        for (uint32_t r = 0; r < n; r++) {
            t[r] += v[c[r]];
        }
    }
}

ZI_INLINE void
gather(const zi_layout *l, uint32_t g, uint32_t nf, const double *v, double *t)
{
    if (nf == 0) {
        memset(t, 0, (l->first[g + 1] - l->first[g]) * sizeof *t);
    } else if (l->has_runs) {
        gather_runs(l, g, nf, v, t);
    } else {
        gather_rows(l, g, nf, v, t);
    }
}

/* out[unknown of row r] += q[r], effect by effect. */
ZI_INLINE void
scatter(const zi_layout *l, uint32_t g, uint32_t nf, const double *restrict q,
    double *restrict out)
{
    const uint32_t begin = l->first[g], n = l->first[g + 1] - begin;

    for (uint32_t f = 0; f < nf; f++) {
        if (l->has_runs) {
            for (uint32_t k = l->run_of_group[g]; k < l->run_of_group[g + 1]; k++) {
                const uint32_t r = l->run[k], length = l->run[k + 1] - r;
                double *restrict o = out + l->index[f][r];
                const double *restrict s = q + (r - begin);
                for (uint32_t i = 0; i < length; i++) {
                    o[i] += s[i];
                }
            }
        } else {
            const uint32_t *restrict a = l->index[f] + begin;
            for (uint32_t r = 0; r < n;) {
                const uint32_t v = a[r];
                double sum = q[r++];
                while (l->has_repeats[f] && r < n && a[r] == v) {
                    sum += q[r++];
                }
                out[v] += sum;
            }
        }
    }
}

ZI_INLINE void
apply_1(const zi_weighting *at, uint32_t chunk, uint32_t nf, const double *v, double *t,
    double *out)
{
    const zi_layout *l = at->l;
    const double *w = at->w;

    for (uint32_t g = l->chunk[chunk]; g < l->chunk[chunk + 1]; g++) {
        const uint32_t begin = l->first[g], n = l->first[g + 1] - begin;
        const double *restrict wg = w + begin;
        gather(l, g, nf, v, t);
        const double mean = dot(wg, t, n) * at->inverse[g];
        for (uint32_t r = 0; r < n; r++) {
            t[r] = wg[r] * (t[r] - mean);
        }
        scatter(l, g, nf, t, out);
    }
}

/* The unknowns of row r in four lanes. */
ZI_INLINE v4
gather_4(const zi_layout *l, uint32_t r, uint32_t nf, const double *v)
{
    v4 sum = load(v + (size_t) 4 * l->index[0][r]);

    for (uint32_t f = 1; f < nf; f++) {
        sum += load(v + (size_t) 4 * l->index[f][r]);
    }
    return sum;
}

ZI_INLINE void
apply_4(const zi_weighting *at, uint32_t chunk, uint32_t nf, const double *v, double *t,
    double *out)
{
    const zi_layout *l = at->l;
    const double *w = at->w;

    for (uint32_t g = l->chunk[chunk]; g < l->chunk[chunk + 1]; g++) {
        const uint32_t begin = l->first[g], n = l->first[g + 1] - begin;
        v4 sum = all(0);
        for (uint32_t r = 0; r < n; r++) {
            const v4 x = gather_4(l, begin + r, nf, v);
            store(t + (size_t) 4 * r, x);
            sum += all(w[begin + r]) * x;
        }
        const v4 mean = sum * all(at->inverse[g]);
        for (uint32_t r = 0; r < n; r++) {
            const v4 q = all(w[begin + r]) * (load(t + (size_t) 4 * r) - mean);
            for (uint32_t f = 0; f < nf; f++) {
                double *o = out + (size_t) 4 * l->index[f][begin + r];
                store(o, load(o) + q);
            }
        }
    }
}

static void
apply(const zi_weighting *at, uint32_t chunk, uint32_t lanes, const double *v, double *t,
    double *out)
{
    const zi_layout *l = at->l;

    switch (lanes * 16 + (l->n_others < 3 ? l->n_others : 3)) {
    case 16 + 1:
        apply_1(at, chunk, 1, v, t, out);
        break;
    case 16 + 2:
        apply_1(at, chunk, 2, v, t, out);
        break;
    case 16 + 3:
        apply_1(at, chunk, l->n_others, v, t, out);
        break;
    case 64 + 1:
        apply_4(at, chunk, 1, v, t, out);
        break;
    case 64 + 2:
        apply_4(at, chunk, 2, v, t, out);
        break;
    default:
        apply_4(at, chunk, l->n_others, v, t, out);
        break;
    }
}

static void
remove_1(const zi_weighting *at, uint32_t chunk, const double *u, double *x)
{
    const zi_layout *l = at->l;
    const double *w = at->w;

    for (uint32_t g = l->chunk[chunk]; g < l->chunk[chunk + 1]; g++) {
        const uint32_t begin = l->first[g], end = l->first[g + 1];
        for (uint32_t f = 0; u && f < l->n_others; f++) {
            for (uint32_t r = begin; r < end; r++) {
                x[r] -= u[l->index[f][r]];
            }
        }
        if (l->is_centered) {
            const double mean = dot(w + begin, x + begin, end - begin) * at->inverse[g];
            for (uint32_t r = begin; r < end; r++) {
                x[r] -= mean;
            }
        }
    }
}

static void
remove_4(const zi_weighting *at, uint32_t chunk, const double *u, double *x)
{
    const zi_layout *l = at->l;
    const double *w = at->w;

    for (uint32_t g = l->chunk[chunk]; g < l->chunk[chunk + 1]; g++) {
        v4 sum = all(0);
        for (uint32_t r = l->first[g]; r < l->first[g + 1]; r++) {
            v4 z = load(x + (size_t) 4 * r);
            if (u) {
                z -= gather_4(l, r, l->n_others, u);
                store(x + (size_t) 4 * r, z);
            }
            sum += all(w[r]) * z;
        }
        if (l->is_centered) {
            const v4 mean = sum * all(at->inverse[g]);
            for (uint32_t r = l->first[g]; r < l->first[g + 1]; r++) {
                store(x + (size_t) 4 * r, load(x + (size_t) 4 * r) - mean);
            }
        }
    }
}

static void
remove_unknowns(
    const zi_weighting *at, uint32_t chunk, uint32_t lanes, const double *u, double *x)
{
    if (lanes == 1) {
        remove_1(at, chunk, u, x);
    } else {
        remove_4(at, chunk, u, x);
    }
}

static void
collect(
    const zi_weighting *at, uint32_t chunk, uint32_t lanes, const double *x, double *out)
{
    const zi_layout *l = at->l;
    const double *w = at->w;
    const uint32_t begin = l->first[l->chunk[chunk]], end = l->first[l->chunk[chunk + 1]];

    for (uint32_t f = 0; f < l->n_others; f++) {
        const uint32_t *index = l->index[f];
        for (uint32_t r = begin; lanes == 1 && r < end; r++) {
            out[index[r]] += w[r] * x[r];
        }
        for (uint32_t r = begin; lanes != 1 && r < end; r++) {
            double *o = out + (size_t) 4 * index[r];
            store(o, load(o) + all(w[r]) * load(x + (size_t) 4 * r));
        }
    }
}

static void
multiply(const zi_weighting *at, uint32_t chunk, uint32_t lanes, const double *x,
    const double *z, double *square)
{
    const zi_layout *l = at->l;

    for (uint32_t g = l->chunk[chunk]; g < l->chunk[chunk + 1]; g++) {
        v4 sum[4] = { all(0), all(0), all(0), all(0) };
        double one = 0;
        for (uint32_t r = l->first[g]; r < l->first[g + 1]; r++) {
            if (lanes == 1) {
                one += at->w[r] * x[r] * z[r];
                continue;
            }
            const v4 a = load(x + (size_t) 4 * r);
            const v4 b = all(at->w[r]) * load(z + (size_t) 4 * r);
            for (int i = 0; i < 4; i++) {
                sum[i] += all(a[i]) * b;
            }
        }
        square[0] += one;
        for (int i = 0; lanes == 4 && i < 4; i++) {
            double *row = square + (size_t) i * 4;
            store(row, load(row) + sum[i]);
        }
    }
}

/* The weights of a group, once its predictor stands in eta: without the eliminated
 * effect first, then scaled so that its score is 0. */
ZI_INLINE void
weigh(const zi_layout *l, uint32_t g, const zi_step *s, double *eta)
{
    const uint32_t begin = l->first[g], n = l->first[g + 1] - begin;
    double *restrict w = s->w + begin;

    memcpy(w, eta, n * sizeof *w);
    exp_rows(w, n);
    for (uint32_t r = 0; l->weight && r < n; r++) {
        w[r] *= l->weight[begin + r];
    }
    const double sum = sum_of(w, n);
    s->inverse[g] = l->is_centered ? 1 / s->group_y[g] : 0;
    if (l->is_centered) {
        const double factor = s->group_y[g] / sum, shift = log(factor);
        for (uint32_t r = 0; r < n; r++) {
            w[r] *= factor;
            eta[r] += shift;
        }
    }
}

/* The largest change of a predictor, but zeros may fall: without branches, which would be
 * guessed wrong half of the time. */
ZI_INLINE double
largest_change(const double *eta, const double *old, const double *y, uint32_t n)
{
    v4 most = all(0);
    double rest = 0;
    uint32_t r = 0;

    for (; r + 4 <= n; r += 4) {
        const v4 change = load(eta + r) - load(old + r);
        const i4 counts = (i4) (change > all(0)) | (i4) (load(y + r) > all(0));
        const v4 size = (v4) ((i4) change & counts & INT64_MAX);
        const i4 is_more = (i4) (size > most);
        most = (v4) (((i4) size & is_more) | ((i4) most & ~is_more));
    }
    for (; r < n; r++) {
        const double change = eta[r] - old[r];
        rest = fmax(rest, change > 0 || y[r] > 0 ? fabs(change) : 0);
    }
    return fmax(fmax(fmax(most[0], most[1]), fmax(most[2], most[3])), rest);
}

ZI_INLINE void
step_of(const zi_layout *l, uint32_t chunk, uint32_t nf, const zi_step *s, double *t,
    zi_step_sums *sums)
{
    double fit = 0, sum = 0, largest = 0;

    for (uint32_t g = l->chunk[chunk]; g < l->chunk[chunk + 1]; g++) {
        const uint32_t begin = l->first[g], n = l->first[g + 1] - begin;
        const double *restrict y = l->y + begin;
        double *restrict eta = s->eta_new + begin;
        gather(l, g, nf, s->dv, t);
        for (uint32_t r = 0; r < n; r++) {
            eta[r] = s->eta[begin + r] + s->length * (t[r] + s->dx[begin + r]);
        }
        weigh(l, g, s, eta);
        largest = fmax(largest, largest_change(eta, s->eta + begin, y, n));
        const double *restrict w = s->w + begin;
        sum += sum_of(w, n);
        for (uint32_t r = 0; r < n; r++) {
            t[r] = l->weight ? l->weight[begin + r] * y[r] : y[r];
        }
        fit += dot(t, eta, n);
        for (uint32_t r = 0; r < n; r++) {
            t[r] -= w[r];
        }
        scatter(l, g, nf, t, sums->score);
        const double inverse = s->inverse[g];
        for (uint32_t r = 0; r < n; r++) {
            t[r] = w[r] - w[r] * w[r] * inverse;
        }
        scatter(l, g, nf, t, sums->diagonal);
    }
    sums->fit = fit;
    sums->total = sum;
    sums->largest = largest;
}

static void
take_step(
    const zi_layout *l, uint32_t chunk, const zi_step *s, double *t, zi_step_sums *sums)
{
    switch (l->n_others) {
    case 0:
        step_of(l, chunk, 0, s, t, sums);
        break;
    case 1:
        step_of(l, chunk, 1, s, t, sums);
        break;
    case 2:
        step_of(l, chunk, 2, s, t, sums);
        break;
    default:
        step_of(l, chunk, l->n_others, s, t, sums);
        break;
    }
}

const zi_sweeps ZI_SWEEPS = { apply, remove_unknowns, collect, multiply, take_step };
