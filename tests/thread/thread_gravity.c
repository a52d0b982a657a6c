/* SPDX-License-Identifier: Apache-2.0 */
/* A three-way regression by one, two and four threads: the same bytes, and nothing for
 * the thread sanitizer. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zhol/gravity.h>

enum { N = 46, YEARS = 24, ROWS = N * N * YEARS };

static double y[ROWS], rta[ROWS], tariff[ROWS];
static uint32_t exporter[ROWS], importer[ROWS], pair[ROWS];

/* Numbers that look random, without a library. */
static double
next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double) (*state >> 8) / (1 << 24);
}

static void
make(void)
{
    uint32_t state = 7, r = 0;

    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t j = 0; j < N; j++) {
            const double level = 2 * next(&state);
            for (uint32_t t = 0; t < YEARS; t++, r++) {
                exporter[r] = i * YEARS + t;
                importer[r] = j * YEARS + t;
                pair[r] = i * N + j;
                rta[r] = next(&state) < 0.3;
                tariff[r] = next(&state);
                y[r] = next(&state) < 0.2
                           ? 0
                           : exp(level + 0.4 * rta[r] - tariff[r]) * (0.5 + next(&state));
            }
        }
    }
}

static zhol_fit *
fit_with(zhol_fit_method method, uint32_t n_threads)
{
    static const double *x[] = { rta, tariff };
    static const uint32_t *effect[] = { exporter, importer, pair }, *cluster[] = { pair };
    static const uint32_t n_levels[] = { N * YEARS, N * YEARS, N * N };
    static const uint32_t n_clusters[] = { N * N };
    const zhol_design d = { .n_rows = ROWS,
        .y = y,
        .n_regressors = 2,
        .x = x,
        .n_effects = 3,
        .effect = effect,
        .n_levels = n_levels,
        .n_clusters = 1,
        .cluster = cluster,
        .n_cluster_levels = n_clusters };
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };

    zhol_fit_options_defaults(&o);
    o.method = method;
    o.n_threads = n_threads;
    o.wants_effects = true;
    if (zhol_fit_design(&d, &o, &fit, &err) != ZHOL_OK) {
        printf("%s\n", err.message);
    }
    return fit;
}

static int
differ(const zhol_fit *a, const zhol_fit *b)
{
    if (!a || !b) {
        return 1;
    }
    return memcmp(a->coefficient, b->coefficient, 2 * sizeof *a->coefficient) != 0
           || memcmp(a->covariance, b->covariance, 4 * sizeof *a->covariance) != 0
           || memcmp(a->fitted, b->fitted, ROWS * sizeof *a->fitted) != 0
           || memcmp(a->effect[2], b->effect[2], N * N * sizeof *a->effect[2]) != 0;
}

int
main(void)
{
    int n_wrong = 0;

    make();
    for (int method = 0; method < 2; method++) {
        zhol_fit *one = fit_with((zhol_fit_method) method, 1);
        for (uint32_t n = 2; n <= 4; n += 2) {
            zhol_fit *many = fit_with((zhol_fit_method) method, n);
            n_wrong += differ(one, many);
            zhol_fit_free(many);
        }
        zhol_fit_free(one);
    }
    printf("%d of 4 fits differ from that of one thread\n", n_wrong);
    return n_wrong > 0;
}
