/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/cone.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static const double INDEPENDENT = 1e-9, NOTHING = 1e-9, FEASIBLE = 1e-11;

static double
dot(const double *a, const double *b, uint32_t n)
{
    double sum = 0;

    for (uint32_t i = 0; i < n; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

static void
add(double *a, double f, const double *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        a[i] += f * b[i];
    }
}

/* Non-negative least squares on its way. */
typedef struct squares {
    const double *c;  /* m x q */
    uint32_t m, q, n; /* n: rows that may be above 0 */
    uint32_t *set;    /* n: which */
    bool *is_in;
    double *length;         /* m: of the rows before they were scaled */
    double *l, *s;          /* m: multipliers; n: what the set alone would take */
    double *base, *r;       /* q: sum of all rows; residual */
    double *basis, *factor; /* q x q: rows of the set made orthogonal; triangle */
} squares;

static void
squares_free(squares *x)
{
    zi_free(x->set);
    zi_free(x->is_in);
    zi_free(x->length);
    zi_free(x->l);
    zi_free(x->s);
    zi_free(x->base);
    zi_free(x->r);
    zi_free(x->basis);
    zi_free(x->factor);
}

static zhol_status
squares_new(squares *x, zhol_error *err)
{
    const size_t m = (size_t) x->m + 1, q = (size_t) x->q + 1;

    x->set = ZI_NEW(uint32_t, q);
    x->is_in = ZI_NEW(bool, m);
    x->length = ZI_NEW(double, m);
    x->l = ZI_NEW(double, m);
    x->s = ZI_NEW(double, q);
    x->base = ZI_NEW(double, q);
    x->r = ZI_NEW(double, q);
    x->basis = ZI_NEW(double, q *q);
    x->factor = ZI_NEW(double, q *q);
    if (!x->set || !x->is_in || !x->length || !x->l || !x->s || !x->base || !x->r
        || !x->basis || !x->factor) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u zeros", x->m);
    }
    return ZHOL_OK;
}

/* Makes row k of the set orthogonal to those before, twice for the digits. false: it
 * depends on them. */
static bool
orthogonalise(squares *x, uint32_t k)
{
    const uint32_t q = x->q;
    double *v = x->basis + (size_t) k * q;

    memcpy(v, x->c + (size_t) x->set[k] * q, q * sizeof *v);
    for (uint32_t j = 0; j <= k; j++) {
        x->factor[(size_t) j * q + k] = 0;
    }
    for (int twice = 0; twice < 2; twice++) {
        for (uint32_t j = 0; j < k; j++) {
            const double h = dot(x->basis + (size_t) j * q, v, q);
            x->factor[(size_t) j * q + k] += h;
            add(v, -h, x->basis + (size_t) j * q, q);
        }
    }
    const double length = sqrt(dot(v, v, q));
    x->factor[(size_t) k * q + k] = length;
    for (uint32_t i = 0; i < q; i++) {
        v[i] /= length > 0 ? length : 1;
    }
    return length > INDEPENDENT;
}

/* The multipliers of the set that make base + sum s c shortest. */
static void
solve(squares *x)
{
    const uint32_t q = x->q;

    for (uint32_t k = x->n; k-- > 0;) {
        double sum = -dot(x->basis + (size_t) k * q, x->base, q);
        for (uint32_t j = k + 1; j < x->n; j++) {
            sum -= x->factor[(size_t) k * q + j] * x->s[j];
        }
        x->s[k] = sum / x->factor[(size_t) k * q + k];
    }
}

static void
find_residual(squares *x)
{
    memcpy(x->r, x->base, x->q * sizeof *x->r);
    for (uint32_t k = 0; k < x->n; k++) {
        add(x->r, x->l[x->set[k]], x->c + (size_t) x->set[k] * x->q, x->q);
    }
}

/* Drops rows whose multiplier has become 0, and makes the rest orthogonal again. */
static void
drop_zeros(squares *x)
{
    uint32_t n = 0;

    for (uint32_t k = 0; k < x->n; k++) {
        const uint32_t row = x->set[k];
        if (x->l[row] > 0) {
            x->set[n++] = row;
        } else {
            x->l[row] = 0;
            x->is_in[row] = false;
        }
    }
    x->n = n;
    for (uint32_t k = 0; k < n; k++) {
        orthogonalise(x, k);
    }
}

/* Goes towards the solution of the set as far as no multiplier falls below 0. */
static void
approach(squares *x)
{
    for (;;) {
        double part = 1;
        uint32_t first = UINT32_MAX;
        solve(x);
        for (uint32_t k = 0; k < x->n; k++) {
            const double l = x->l[x->set[k]];
            if (x->s[k] <= 0 && l / (l - x->s[k]) <= part) {
                part = l / (l - x->s[k]);
                first = k;
            }
        }
        for (uint32_t k = 0; k < x->n; k++) {
            double *l = &x->l[x->set[k]];
            *l += part * (x->s[k] - *l);
            *l = k == first ? 0 : *l;
        }
        if (first == UINT32_MAX) {
            return;
        }
        drop_zeros(x);
    }
}

/* Is the residual, of the length, only rounding of the rows that add up to it? */
static bool
is_nothing(const squares *x, double length)
{
    double size = 0;

    for (uint32_t i = 0; i < x->m; i++) {
        size += 1 + x->l[i];
    }
    return length <= NOTHING * size;
}

/* The row that the residual violates most; UINT32_MAX: none, or the residual is 0 (what
 * rounding leaves of it violates rows for ever). */
static uint32_t
choose(const squares *x)
{
    const double length = sqrt(dot(x->r, x->r, x->q));
    double least = -FEASIBLE * length;
    uint32_t row = UINT32_MAX;

    if (is_nothing(x, length)) {
        return row;
    }
    for (uint32_t i = 0; i < x->m; i++) {
        const double z = dot(x->c + (size_t) i * x->q, x->r, x->q);
        if (!x->is_in[i] && z < least) {
            least = z;
            row = i;
        }
    }
    return row;
}

static void
scale_rows(squares *x, double *c)
{
    const uint32_t q = x->q;

    for (uint32_t i = 0; i < x->m; i++) {
        double *row = c + (size_t) i * q;
        const double length = sqrt(dot(row, row, q));
        x->length[i] = length;
        for (uint32_t k = 0; k < q; k++) {
            row[k] = length > NOTHING ? row[k] / length : 0;
        }
        add(x->base, 1, row, q);
    }
}

/* z = C r, where it is more than rounding of a residual that may be 0. */
static void
tell(const squares *x, double *z)
{
    const double length = sqrt(dot(x->r, x->r, x->q));
    double most = 0;

    memset(z, 0, x->m * sizeof *z);
    if (is_nothing(x, length)) {
        return;
    }
    for (uint32_t i = 0; i < x->m; i++) {
        z[i] = dot(x->c + (size_t) i * x->q, x->r, x->q);
        most = fmax(most, z[i]);
    }
    for (uint32_t i = 0; i < x->m; i++) {
        z[i] = z[i] > NOTHING * most ? z[i] * x->length[i] : 0;
    }
}

zhol_status
zi_cone_find(double *c, uint32_t m, uint32_t q, double *z, zhol_error *err)
{
    squares x = { .c = c, .m = m, .q = q };
    const uint64_t most = 100 + 30 * ((uint64_t) m + q);
    uint64_t steps = 0;
    zhol_status status = squares_new(&x, err);

    if (status != ZHOL_OK) {
        squares_free(&x);
        return status;
    }
    scale_rows(&x, c);
    find_residual(&x);
    for (uint32_t row; (row = choose(&x)) != UINT32_MAX && steps < most; steps++) {
        x.set[x.n] = row;
        if (x.n == q || !orthogonalise(&x, x.n)) {
            break; /* only rounding can ask for a dependent row */
        }
        x.is_in[row] = true;
        x.n++;
        approach(&x);
        find_residual(&x);
    }
    if (steps < most) {
        tell(&x, z);
    } else {
        status = zi_fail(err, ZHOL_LIMIT,
            "%u zeros may be separated; %u steps of least "
            "squares did not decide it",
            m, (uint32_t) most);
    }
    squares_free(&x);
    return status;
}

zhol_status
zi_null_space_new(uint32_t p, zi_null_space *out, zhol_error *err)
{
    *out = (zi_null_space){ .p = p };
    out->row = ZI_NEW(double, (size_t) p *p + 1);
    out->pivot = ZI_NEW(uint32_t, (size_t) p + 1);
    out->scratch = ZI_NEW(double, (size_t) p + 1);
    if (!out->row || !out->pivot || !out->scratch) {
        zi_null_space_free(out);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u columns", p);
    }
    return ZHOL_OK;
}

void
zi_null_space_free(zi_null_space *s)
{
    zi_free(s->row);
    zi_free(s->pivot);
    zi_free(s->scratch);
    *s = (zi_null_space){ 0 };
}

void
zi_null_space_add(zi_null_space *s, const double *row)
{
    const uint32_t p = s->p;
    double *v = s->scratch;
    double size = 0, most = 0;
    uint32_t pivot = 0;

    memcpy(v, row, p * sizeof *v);
    for (uint32_t i = 0; i < p; i++) {
        size = fmax(size, fabs(v[i]));
    }
    for (uint32_t k = 0; k < s->rank; k++) {
        add(v, -v[s->pivot[k]], s->row + (size_t) k * p, p);
        v[s->pivot[k]] = 0;
    }
    for (uint32_t i = 0; i < p; i++) {
        if (fabs(v[i]) > most) {
            most = fabs(v[i]);
            pivot = i;
        }
    }
    if (s->rank == p || most <= INDEPENDENT * size) {
        return;
    }
    const double by = 1 / v[pivot];
    for (uint32_t i = 0; i < p; i++) {
        v[i] *= by;
    }
    for (uint32_t k = 0; k < s->rank; k++) {
        double *earlier = s->row + (size_t) k * p;
        add(earlier, -earlier[pivot], v, p);
        earlier[pivot] = 0;
    }
    memcpy(s->row + (size_t) s->rank * p, v, p * sizeof *v);
    s->pivot[s->rank++] = pivot;
}

void
zi_null_space_project(const zi_null_space *s, const double *row, double *out)
{
    const uint32_t p = s->p;
    double *v = s->scratch;
    uint32_t n = 0;

    memcpy(v, row, p * sizeof *v);
    for (uint32_t k = 0; k < s->rank; k++) {
        add(v, -v[s->pivot[k]], s->row + (size_t) k * p, p);
        v[s->pivot[k]] = NAN; /* a pivot is no column of the basis */
    }
    for (uint32_t i = 0; i < p; i++) {
        if (!isnan(v[i])) {
            out[n++] = v[i];
        }
    }
}
