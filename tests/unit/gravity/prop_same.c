/* SPDX-License-Identifier: Apache-2.0 */
/* What may not change a fit: the order of rows and of effects, names of levels, the unit
 * of y, the number of threads, the width of vectors. */
#include <math.h>

#include "gravity/schur.h"
#include "sample.h"

static void
fill_panel(sample *s)
{
    const uint32_t n_places = s->n < 2000 ? 8 : 70, n_years = s->n / n_places / n_places;

    s->n = n_places * n_places * n_years;
    s->n_effects = 3;
    for (uint32_t r = 0; r < s->n; r++) {
        const uint32_t from = r / n_years / n_places, to = r / n_years % n_places,
                       year = r % n_years;
        s->code[0][r] = from * n_years + year;
        s->code[1][r] = to * n_years + year;
        s->code[2][r] = from * n_places + to;
    }
    s->n_levels[0] = s->n_levels[1] = n_places * n_years;
    s->n_levels[2] = n_places * n_places;
}

static void
fill_random(prop *p, sample *s)
{
    s->n_effects = 1 + prop_below(p, 3);
    for (uint32_t f = 0; f < s->n_effects; f++) {
        s->n_levels[f] = 2 + s->n / (4 + prop_below(p, 30));
        for (uint32_t r = 0; r < s->n; r++) {
            s->code[f][r] = prop_below(p, s->n_levels[f]);
        }
    }
}

static sample
make(prop *p, uint32_t n, uint32_t kind)
{
    if (kind == 0) {
        return sample_chain(p, n / 20 * 20, prop_below(p, 6));
    }
    sample s = sample_new(n);

    s.n = n;
    s.n_x = prop_below(p, 6);
    s.has_weight = prop_below(p, 3) == 0;
    s.has_offset = prop_below(p, 3) == 0;
    if (kind == 1) {
        fill_panel(&s);
    } else {
        fill_random(p, &s);
    }
    for (uint32_t r = 0; r < s.n; r++) {
        double eta = 0;
        for (uint32_t j = 0; j < s.n_x; j++) {
            s.x[j][r] = j == 1 ? prop_below(p, 2) : 2 * prop_uniform(p) - 1;
            eta += 0.4 * s.x[j][r];
        }
        for (uint32_t f = 0; f < s.n_effects; f++) {
            eta += sin(7.0 * s.code[f][r] + f);
        }
        s.weight[r] = 0.2 + 3 * prop_uniform(p);
        s.offset[r] = 2 * prop_uniform(p) - 1;
        s.y[r] = prop_below(p, 6) == 0 ? 0 : exp(eta) * 2 * prop_uniform(p);
    }
    return s;
}

static zhol_fit *
fit_of(sample *s, zhol_fit_method method, uint32_t n_threads)
{
    const zhol_design d = sample_design(s);
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };

    zhol_fit_options_defaults(&o);
    o.method = method;
    o.n_threads = n_threads;
    o.small_sample = ZHOL_SMALL_NONE;
    if (zhol_fit_design(&d, &o, &fit, &err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
    }
    return fit;
}

static bool
near(const char *what, double a, double b, double tolerance)
{
    if (fabs(a - b) <= tolerance * fmax(1, fabs(b))) {
        return true;
    }
    fprintf(stderr, "%s: %.17g is not %.17g\n", what, a, b);
    return false;
}

/* The same rows, shuffled; levels renamed; effects the other way round; y in other units.
 * place[r] is where row r went. */
static sample
disguise(prop *p, const sample *s, uint32_t *place, double unit)
{
    sample other = sample_like(s, s->capacity);

    other.n = s->n;
    for (uint32_t r = 0; r < s->n; r++) {
        place[r] = r;
    }
    for (uint32_t r = s->n; r-- > 1;) {
        const uint32_t i = prop_below(p, r + 1), old = place[r];
        place[r] = place[i];
        place[i] = old;
    }
    for (uint32_t r = 0; r < s->n; r++) {
        const uint32_t to = place[r];
        sample_copy_row(&other, to, s, r);
        other.y[to] = s->y[r] * unit;
        for (uint32_t f = 0; f < s->n_effects; f++) {
            const uint32_t of = s->n_effects - 1 - f;
            other.code[f][to] = 2 * (s->n_levels[of] - 1 - s->code[of][r]);
            other.n_levels[f] = 2 * s->n_levels[of];
        }
    }
    return other;
}

static int
a_fit_does_not_depend_on_how_rows_are_written(prop *p)
{
    const zhol_fit_method method = prop_below(p, 3) == 0 ? ZHOL_FIT_OLS : ZHOL_FIT_PPML;
    sample s = make(p, 400 + prop_below(p, 800), (uint32_t) (p->seed % 3));
    uint32_t *place = ZI_NEW(uint32_t, s.n);
    const double unit = 1e4;
    sample other = disguise(p, &s, place, unit);
    zhol_fit *fit = fit_of(&s, method, 1), *fit2 = fit_of(&other, method, 1);
    bool ok = fit && fit2;

    for (uint32_t j = 0; ok && j < s.n_x; j++) {
        const double by = method == ZHOL_FIT_OLS && !s.has_offset ? unit : 1;
        if (method == ZHOL_FIT_OLS && s.has_offset) {
            continue; /* offsets have the unit of y */
        }
        ok = near("coefficient", fit2->coefficient[j].estimate,
                 by * fit->coefficient[j].estimate, 1e-9)
             && near("error", fit2->coefficient[j].std_error,
                 by * fit->coefficient[j].std_error, 1e-8);
    }
    for (uint32_t r = 0; ok && r < s.n; r++) {
        ok = fit->row[r] == fit2->row[place[r]];
        if (ok && fit->row[r] == ZHOL_ROW_USED && method == ZHOL_FIT_PPML) {
            ok = near("fitted", fit2->fitted[place[r]], unit * fit->fitted[r], 1e-8);
        }
    }
    zhol_fit_free(fit);
    zhol_fit_free(fit2);
    zi_free(place);
    sample_free(&s);
    sample_free(&other);
    return ok && zi_mem_live() == 0;
}

/* To the last bit. */
static bool
are_same(const void *a, const void *b, size_t n_doubles)
{
    const unsigned char *x = a, *y = b;

    for (size_t i = 0; i < n_doubles * sizeof(double); i++) {
        if (x[i] != y[i]) {
            return false;
        }
    }
    return true;
}

static bool
is_same(const zhol_fit *a, const zhol_fit *b)
{
    bool ok = are_same(a->fitted, b->fitted, a->n_rows)
              && are_same(&a->deviance, &b->deviance, 1)
              && are_same(&a->score_norm, &b->score_norm, 1)
              && a->inner_iterations == b->inner_iterations;

    for (uint32_t j = 0; j < a->n_coefficients; j++) {
        const zhol_coefficient *x = &a->coefficient[j], *y = &b->coefficient[j];
        ok = ok && are_same(&x->estimate, &y->estimate, 1)
             && are_same(&x->std_error, &y->std_error, 1);
    }
    return ok;
}

static int
threads_change_no_bit(prop *p)
{
    const uint32_t kind = (uint32_t) ((p->seed + 1) % 3);
    sample s = make(p, kind == 1 ? 73500 : 66000, kind);
    zhol_fit *one = fit_of(&s, ZHOL_FIT_PPML, 1), *two = fit_of(&s, ZHOL_FIT_PPML, 2),
             *four = fit_of(&s, ZHOL_FIT_PPML, 4);
    const bool ok = one && two && four && is_same(one, two) && is_same(one, four);

    zhol_fit_free(one);
    zhol_fit_free(two);
    zhol_fit_free(four);
    sample_free(&s);
    return ok && zi_mem_live() == 0;
}

/* All passes of both widths over one layout. */
typedef struct passes {
    double *x, *x2, *out, *out2, *t;
    zi_schur *s;
    size_t n_rows, n_out;
} passes;

static bool
are_equal(const passes *q)
{
    return are_same(q->x, q->x2, q->n_rows) && are_same(q->out, q->out2, q->n_out);
}

static void
run_passes(passes *q, const zi_sweeps *sweeps, uint32_t lanes, double *x, double *out)
{
    const zi_layout *l = q->s->l;
    const zi_weighting at = { l, q->s->w, q->s->inverse };
    double square[ZI_LANES * ZI_LANES] = { 0 };

    for (uint32_t c = 0; c < l->n_chunks; c++) {
        if (l->n_others > 0) {
            sweeps->apply(&at, c, lanes, out, q->t, out + q->n_out / 2);
        }
        sweeps->remove(&at, c, lanes, l->n_others > 0 ? out : NULL, x);
        sweeps->collect(&at, c, lanes, x, out);
        sweeps->multiply(&at, c, lanes, x, x, square);
    }
    memcpy(out + q->n_out - sizeof square / sizeof *square, square, sizeof square);
}

static bool
steps_are_equal(passes *q, const double *group_y)
{
    const zi_layout *l = q->s->l;
    const zi_sweeps *sweeps[] = { &zi_sweeps_1, &zi_sweeps_4 };
    zi_step_sums sums[2];
    double *rows[] = { q->x, q->x2 }, *outs[] = { q->out, q->out2 };
    const size_t n = l->n_rows;

    for (int i = 0; i < 2; i++) {
        double *eta = rows[i], *w = eta + 2 * n,
               *inverse = outs[i] + (size_t) 2 * l->n_unknowns;
        zi_step step = { eta, eta + n, w, inverse, group_y, eta, outs[i], 0.5 };
        memset(outs[i], 0, q->n_out * sizeof *q->out);
        for (uint32_t c = 0; c < l->n_chunks; c++) {
            sums[i] = (zi_step_sums){ outs[i], outs[i] + l->n_unknowns, 0, 0, 0 };
            step.dv = q->s->diagonal;
            sweeps[i]->step(l, c, &step, q->t, &sums[i]);
        }
    }
    return are_equal(q) && are_same(&sums[0].fit, &sums[1].fit, 3);
}

static int
widths_of_vectors_change_no_bit(prop *p)
{
    sample s = make(p, 500 + prop_below(p, 500), (uint32_t) (p->seed % 3));
    const zhol_design d = sample_design(&s);
    uint8_t *state = ZI_NEW(uint8_t, s.n);
    zi_layout *l = NULL;
    passes q = { 0 };
    zhol_error err;
    bool ok = zi_layout_new(&d, state, &l, &err) == ZHOL_OK
              && zi_schur_new(l, 1, &q.s, &err) == ZHOL_OK;

    if (!ok) {
        return 0;
    }
    q.n_rows = (size_t) 4 * l->n_rows;
    q.n_out = (size_t) 8 * l->n_unknowns + l->n_groups + (size_t) ZI_LANES * ZI_LANES;
    q.x = ZI_NEW(double, q.n_rows);
    q.x2 = ZI_NEW(double, q.n_rows);
    q.out = ZI_NEW(double, q.n_out);
    q.out2 = ZI_NEW(double, q.n_out);
    q.t = ZI_NEW(double, (size_t) l->max_group *ZI_LANES);
    double *group_y = ZI_NEW(double, l->n_groups);
    for (uint32_t r = 0; r < l->n_rows; r++) {
        q.s->w[r] = 0.1 + prop_uniform(p);
    }
    for (uint32_t i = 0; i < l->n_groups; i++) {
        group_y[i] = 1 + prop_uniform(p);
    }
    ok = ok && zi_schur_weigh(q.s, &err) == ZHOL_OK;
    for (uint32_t lanes = 1; ok && lanes <= ZI_LANES; lanes += ZI_LANES - 1) {
        for (size_t i = 0; i < q.n_rows; i++) {
            q.x[i] = q.x2[i] = prop_uniform(p) - 0.5;
        }
        for (size_t i = 0; i < q.n_out; i++) {
            q.out[i] = q.out2[i] = prop_uniform(p) - 0.5;
        }
        run_passes(&q, &zi_sweeps_1, lanes, q.x, q.out);
        run_passes(&q, &zi_sweeps_4, lanes, q.x2, q.out2);
        ok = are_equal(&q);
    }
    ok = ok && steps_are_equal(&q, group_y);
    zi_schur_free(q.s);
    zi_layout_free(l);
    zi_free(state);
    zi_free(q.x);
    zi_free(q.x2);
    zi_free(q.out);
    zi_free(q.out2);
    zi_free(q.t);
    zi_free(group_y);
    sample_free(&s);
    return ok && zi_mem_live() == 0;
}

int
main(void)
{
    const int more = getenv("ZHOL_LONG") ? 20 : 1;
    bool ok = prop_holds("a fit does not depend on how rows are written", 60 * more,
        a_fit_does_not_depend_on_how_rows_are_written);

    ok = prop_holds("threads change no bit", more, threads_change_no_bit) && ok;
    if (zi_sweeps_for()
        == &zi_sweeps_4) { /* else this processor has no vectors of four */
        ok = prop_holds("widths of vectors change no bit", 60 * more,
                 widths_of_vectors_change_no_bit)
             && ok;
    }
    return !ok;
}
