/* SPDX-License-Identifier: Apache-2.0 */
/* Poisson regression with three effects: CPU time of one thread after loading, by phases,
 * best and median of the runs, with the ratio to the textbook way (gravity_baseline.h) in
 * the same run and the digits on which estimates at the default and at the tightest
 * tolerance agree. bench_gravity [SYN150X20.csv.gz AGTPA.csv.gz]: without files, of
 * panels that are made here; "-" leaves one out. One JSON object a line. */
#include <math.h>
#include <string.h>

#include "bench.h"
#include "gravity_baseline.h"
#include "prop.h"
#include "unit/gravity/published.h"

enum { N_RUNS = 9, MADE_ROWS = 100000, ROWS_A_WORKER = 10, ROWS_A_FIRM = 23 };

/* The textbook way is given up after this time. */
static const double PATIENCE_MS = 20000;

static double
uniform(prop *p)
{
    return (double) (prop_u64(p) >> 11) * 0x1p-53;
}

/* Box and Muller (1958). */
static double
normal(prop *p)
{
    return sqrt(-2 * log(1 - uniform(p))) * cos(6.283185307179586 * uniform(p));
}

static double
poisson(prop *p, double mu)
{
    const double least = exp(-mu);
    double product = uniform(p);
    uint32_t n = 0;

    while (product > least) {
        product *= uniform(p);
        n++;
    }
    return n;
}

/* Few movers: workers x firms x years, ten rows a worker. */
typedef enum kind {
    KIND_RING,   /* every row of a worker in the next firm of a long ring */
    KIND_STAYERS /* workers stay, but for 6 % who move to the neighbouring firm */
} kind;

static void
fill_firms(prop *p, kind as, uint32_t n, uint32_t *firm)
{
    const uint32_t n_firms = n / ROWS_A_FIRM / (as == KIND_STAYERS ? 2 : 1),
                   n_workers = n / ROWS_A_WORKER;

    for (uint32_t w = 0; w < n_workers; w++) {
        const uint32_t home = (uint32_t) ((uint64_t) w * n_firms / n_workers);
        const bool moves = prop_below(p, 100) < 6;
        const uint32_t when = 1 + prop_below(p, 8);
        for (uint32_t i = 0; i < ROWS_A_WORKER; i++) {
            const uint32_t r = w * ROWS_A_WORKER + i;
            firm[r] = as == KIND_RING ? r % n_firms
                                      : home + (moves && i >= when && home + 1 < n_firms);
        }
    }
}

static void
make(kind as, panel *q)
{
    const uint32_t n = MADE_ROWS;
    prop p = { 1, 1 };
    double *worker = calloc(n, sizeof *worker), *firm = calloc(n, sizeof *firm);

    *q = (panel){ .n = n, .n_x = 2, .n_effects = 3 };
    q->y = ZI_NEW(double, n);
    for (uint32_t f = 0; f < 3; f++) {
        q->code[f] = ZI_NEW(uint32_t, n);
        q->effect_list[f] = q->code[f];
        q->x[f] = ZI_NEW(double, n);
        q->x_list[f] = q->x[f];
    }
    if (!worker || !firm || !q->y || !q->x[2] || !q->code[2]) {
        exit(ZHOL_LIMIT);
    }
    for (uint32_t i = 0; i < n; i++) {
        worker[i] = normal(&p);
        firm[i] = normal(&p);
    }
    fill_firms(&p, as, n, q->code[1]);
    for (uint32_t r = 0; r < n; r++) {
        const uint32_t w = r / ROWS_A_WORKER, f = q->code[1][r];
        q->code[0][r] = w;
        q->code[2][r] = r % ROWS_A_WORKER;
        q->x[0][r] = normal(&p) + 0.3 * firm[f];
        q->x[1][r] = normal(&p) + 0.3 * firm[f];
        q->y[r] = poisson(&p,
            exp(0.5 * q->x[0][r] - 0.3 * q->x[1][r] + 0.5 * worker[w] + 0.5 * firm[f]));
    }
    q->n_levels[0] = n / ROWS_A_WORKER;
    q->n_levels[1] = n / ROWS_A_FIRM + 1;
    q->n_levels[2] = ROWS_A_WORKER;
    q->cluster_list[0] = q->code[0];
    q->d = (zhol_design){ .n_rows = n,
        .y = q->y,
        .n_regressors = 2,
        .x = q->x_list,
        .n_effects = 3,
        .effect = q->effect_list,
        .n_levels = q->n_levels,
        .n_clusters = 1,
        .cluster = q->cluster_list,
        .n_cluster_levels = q->n_levels };
    free(worker);
    free(firm);
}

static double
total_ms(const zhol_fit_timings *t)
{
    return t->prepare_ms + t->iterate_ms + t->separation_ms + t->errors_ms;
}

static zhol_fit *
fit_of(const zhol_design *d, double tol, zhol_fit_timings *timings)
{
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };

    zhol_fit_options_defaults(&o);
    o.tol = tol > 0 ? tol : o.tol; /* 0: the default */
    o.timings = timings;
    o.clock_ms = bench_cpu_ms;
    bench_must("bench_gravity", zhol_fit_design(d, &o, &fit, &err), &err);
    return fit;
}

/* Largest relative difference of coefficients. */
static double
difference(const zhol_fit *fit, const double *beta)
{
    double most = 0;

    for (uint32_t j = 0; j < fit->n_coefficients; j++) {
        const double b = fit->coefficient[j].estimate;
        most = fmax(most, fabs(beta[j] - b) / fabs(b));
    }
    return most;
}

/* The textbook way is spared what it cannot do: rows that are not used are left out. */
static void
tell_baseline(const panel *p, const zhol_fit *fit, double ours_ms)
{
    panel q = { .n_effects = p->n_effects };
    zhol_design d = p->d;
    const double tolerance[] = { 1e-10, 1e-13 };
    double beta[PANEL_X];
    baseline_result b;

    q.y = ZI_NEW(double, p->n);
    for (uint32_t j = 0; j < p->n_x; j++) {
        q.x_list[j] = q.x[j] = ZI_NEW(double, p->n);
    }
    for (uint32_t f = 0; f < p->n_effects; f++) {
        q.effect_list[f] = q.code[f] = ZI_NEW(uint32_t, p->n);
    }
    for (uint32_t r = 0; r < p->n; r++) {
        if (fit->row[r] != ZHOL_ROW_USED) {
            continue;
        }
        q.y[q.n] = p->y[r];
        for (uint32_t j = 0; j < p->n_x; j++) {
            q.x[j][q.n] = p->x[j][r];
        }
        for (uint32_t f = 0; f < p->n_effects; f++) {
            q.code[f][q.n] = p->code[f][r];
        }
        q.n++;
    }
    d.n_rows = q.n;
    d.y = q.y;
    d.x = q.x_list;
    d.effect = q.effect_list;
    baseline_estimate(&d, tolerance, PATIENCE_MS, beta, &b);
    printf("\"textbook_cpu_ms\": %.0f, \"textbook_is_done\": %s, \"textbook_steps\": %u, "
           "\"textbook_sweeps\": %llu, ",
        b.cpu_ms, b.is_done ? "true" : "false", b.n_steps,
        (unsigned long long) b.n_sweeps);
    if (b.is_done) {
        printf("\"textbook_difference\": %.1e, ", difference(fit, beta));
    }
    printf("\"times_faster_than_textbook%s\": %.0f}\n", b.is_done ? "" : "_at_least",
        b.cpu_ms / ours_ms);
    panel_free(&q);
}

static void
tell(const char *what, const panel *p)
{
    zhol_fit_timings best = { 0 };
    zhol_fit *fit = NULL;
    double ms[N_RUNS], tight[PANEL_X];

    for (int i = 0; i < N_RUNS; i++) {
        zhol_fit_timings t;
        zhol_fit_free(fit);
        fit = fit_of(&p->d, 0, &t);
        ms[i] = total_ms(&t);
        if (i == 0 || ms[i] < total_ms(&best)) {
            best = t;
        }
    }
    zhol_fit *tightest = fit_of(&p->d, 1e-14, NULL);
    for (uint32_t j = 0; j < fit->n_coefficients; j++) {
        tight[j] = tightest->coefficient[j].estimate;
    }
    const double off = difference(fit, tight), median_ms = bench_median(ms, N_RUNS);
    printf("{\"bench\": \"gravity_%s\", \"rows\": %u, \"used\": %u, \"steps\": %u, "
           "\"inner_steps\": %u, \"cpu_ms\": %.1f, \"best_cpu_ms\": %.1f, "
           "\"prepare_ms\": %.1f, \"iterate_ms\": %.1f, \"separation_ms\": %.1f, "
           "\"errors_ms\": %.1f, \"score_norm\": %.1e, \"tightest_difference\": %.1e, "
           "\"agreeing_digits\": %.1f, ",
        what, p->n, fit->n_used, fit->iterations, fit->inner_iterations, median_ms,
        total_ms(&best), best.prepare_ms, best.iterate_ms, best.separation_ms,
        best.errors_ms, fit->score_norm, off, off > 0 ? -log10(off) : 16);
    fflush(stdout);
    tell_baseline(p, fit, median_ms);
    fflush(stdout);
    zhol_fit_free(tightest);
    zhol_fit_free(fit);
}

int
main(int argc, char **argv)
{
    static const panel_model models[] = {
        { .y = "trade",
            .x = { "fta", "ltar", "intl" },
            .effect = { { "i", "y" }, { "j", "y" }, { "i", "j" } },
            .cluster = { "i", "j" } },
        { .y = "trade",
            .x = { "rta" },
            .effect = { { "exporter", "year" }, { "importer", "year" },
                { "exporter", "importer" } },
            .cluster = { "exporter", "importer" } },
    };
    static const char *const names[] = { "syn150x20", "agtpa" };
    panel p;

    for (int i = 1; i < argc && i <= 2; i++) {
        if (strcmp(argv[i], "-") != 0 && panel_read(&models[i - 1], argv[i], &p)) {
            tell(names[i - 1], &p);
            panel_free(&p);
        }
    }
    make(KIND_RING, &p);
    tell("ring", &p);
    panel_free(&p);
    make(KIND_STAYERS, &p);
    tell("stayers", &p);
    panel_free(&p);
    return 0;
}
