/* SPDX-License-Identifier: Apache-2.0 */
/* Fits of random designs against the slow way: a dense matrix with a dummy for each
 * level, Newton's method from the logarithm of y, normal equations by Gauss's elimination
 * with pivots on the diagonal, in long double; columns that others span are left out
 * there, so the first of collinear ones does not matter: fitted values do not depend on
 * it. */
#include <math.h>

#include "oracle.h"
#include "sample.h"

enum { MAX_ROWS = 120 };

typedef enum shape { SHAPE_MIXED, SHAPE_PANEL, SHAPE_CHAIN, N_SHAPES } shape;

/* Levels: at random; a panel that is complete, so that it has runs; or a chain, each
 * level of the first effect sharing rows with two neighbours of the second only. */
static void
fill_codes(prop *p, sample *s, shape as)
{
    const uint32_t a = 4 + prop_below(p, 8), b = s->n / a;

    for (uint32_t r = 0; r < s->n; r++) {
        const uint32_t i = as == SHAPE_MIXED ? prop_below(p, a) : r % s->n / b % a;
        const uint32_t j = as == SHAPE_MIXED   ? prop_below(p, 5)
                           : as == SHAPE_PANEL ? r % b
                                               : (i + (prop_below(p, 3) == 0)) % a;
        const uint32_t code[] = { i, j, prop_below(p, 3) };
        for (uint32_t f = 0; f < s->n_effects; f++) {
            s->code[f][r] = code[f];
            s->n_levels[f] = code[f] >= s->n_levels[f] ? code[f] + 1 : s->n_levels[f];
        }
    }
}

/* Regressors of a row; returns their part of the predictor. If `spans` the first two and
 * an effect make the third. */
static double
fill_regressors(prop *p, sample *s, uint32_t r, bool spans)
{
    double eta = 0;

    for (uint32_t j = 0; j < s->n_x; j++) {
        s->x[j][r] = j == 1   ? prop_below(p, 2)
                     : j == 2 ? 7 + prop_uniform(p)
                              : 2 * prop_uniform(p) - 1;
        eta += j == 2 && spans ? 0 : 0.3 * s->x[j][r];
    }
    if (s->n_x > 2 && spans) {
        s->x[2][r] = s->x[0][r] - 30 * s->x[1][r];
        s->x[2][r] += s->n_effects ? 0.7 * s->code[0][r] : 0;
    }
    return eta;
}

static sample
make(prop *p)
{
    sample s = sample_new(MAX_ROWS);
    const shape as = (shape) prop_below(p, N_SHAPES);
    const uint32_t n_zeros = prop_below(p, 4);
    const bool spans = prop_below(p, 4) == 0;

    s.n = 60 + prop_below(p, MAX_ROWS - 60);
    s.n_effects = prop_below(p, 8) == 0 ? 0 : 1 + prop_below(p, 3);
    s.n_x = prop_below(p, s.n_effects ? 6 : 5);
    s.has_weight = prop_below(p, 3) == 0;
    s.has_offset = prop_below(p, 3) == 0;
    fill_codes(p, &s, as);
    for (uint32_t r = 0; r < s.n; r++) {
        double eta = 1 + fill_regressors(p, &s, r, spans);
        for (uint32_t f = 0; f < s.n_effects; f++) {
            eta += sin(3.0 * s.code[f][r] + f);
        }
        s.weight[r] = 0.2 + 3 * prop_uniform(p);
        s.offset[r] = 2 * prop_uniform(p) - 1;
        s.y[r] = exp(eta) * 2 * prop_uniform(p);
        s.y[r] = prop_below(p, 10) < n_zeros ? 0 : s.y[r];
    }
    return s;
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

/* sum of w (y - mu) of every level, against the total of w y. */
static bool
scores_are_zero(const sample *s, const zhol_fit *fit)
{
    double total = 0;
    bool ok = true;

    for (uint32_t r = 0; r < s->n; r++) {
        total += (s->has_weight ? s->weight[r] : 1) * s->y[r];
    }
    for (uint32_t f = 0; f < s->n_effects; f++) {
        for (uint32_t i = 0; i < s->n_levels[f]; i++) {
            double sum = 0;
            for (uint32_t r = 0; r < s->n; r++) {
                if (s->code[f][r] == i && fit->row[r] == ZHOL_ROW_USED) {
                    sum +=
                        (s->has_weight ? s->weight[r] : 1) * (s->y[r] - fit->fitted[r]);
                }
            }
            ok = near("a level's score", sum / total, 0, 1e-9) && ok;
        }
    }
    return ok;
}

/* The dense fit of the rows that the engine used, with columns as they are. */
static bool
agrees(const sample *s, const zhol_fit *fit)
{
    oracle_fit slow;
    bool ok = oracle_estimate(s, fit, &slow);
    uint32_t n = 0;

    for (uint32_t r = 0; ok && r < s->n; r++) {
        if (fit->row[r] == ZHOL_ROW_USED) {
            ok = near("fitted", fit->fitted[r], slow.fitted[n++], 1e-8);
        }
    }
    ok = ok && near("deviance", fit->deviance, slow.deviance, 1e-9);
    for (uint32_t j = 0; ok && j < fit->n_coefficients; j++) {
        ok = slow.is_spanned[j] == fit->coefficient[j].is_collinear
             && near("coefficient", fit->coefficient[j].estimate, slow.beta[j], 1e-9);
    }
    oracle_free(&slow);
    return ok && scores_are_zero(s, fit);
}

static int n_fits, n_refused, n_dropped;

static int
fits_are_those_of_dense_matrices(prop *p)
{
    sample s = make(p);
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };
    const zhol_design d = sample_design(&s);

    zhol_fit_options_defaults(&o);
    o.method = prop_below(p, 3) == 0 ? ZHOL_FIT_OLS : ZHOL_FIT_PPML;
    o.keeps_singletons = prop_below(p, 4) == 0;
    o.small_sample = ZHOL_SMALL_NONE;
    const zhol_status status = zhol_fit_design(&d, &o, &fit, &err);
    bool ok = status == ZHOL_OK ? agrees(&s, fit)
                                : strstr(err.message, "no degree of freedom") != NULL;
    if (!ok && status != ZHOL_OK) {
        fprintf(stderr, "refused: %s\n", err.message);
    }
    n_fits += status == ZHOL_OK;
    n_refused += status != ZHOL_OK;
    n_dropped += fit && fit->n_used < s.n;
    zhol_fit_free(fit);
    sample_free(&s);
    return ok && zi_mem_live() == 0;
}

/* So long that conjugate gradients give up and a factor is made (test_factor.c sees it
 * made of this very chain). */
static int
long_chains_are_those_of_dense_matrices(prop *p)
{
    sample s = sample_chain(p, 1000, 1 + prop_below(p, 4));
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };

    s.has_weight = prop_below(p, 2) == 0;
    const zhol_design d = sample_design(&s);
    zhol_fit_options_defaults(&o);
    const bool ok = zhol_fit_design(&d, &o, &fit, &err) == ZHOL_OK && agrees(&s, fit);
    zhol_fit_free(fit);
    sample_free(&s);
    return ok;
}

int
main(void)
{
    const int n_cases = getenv("ZHOL_LONG") ? 20000 : 500;
    int ok = prop_holds(
        "fits are those of dense matrices", n_cases, fits_are_those_of_dense_matrices);

    ok = prop_holds("long chains are those of dense matrices",
             getenv("ZHOL_LONG") ? 20 : 1, long_chains_are_those_of_dense_matrices)
         && ok;
    printf("%d fits, %d refused, %d with rows dropped\n", n_fits, n_refused, n_dropped);
    return !ok;
}
