/* SPDX-License-Identifier: Apache-2.0 */
/* Published estimates, to their digits, each with the model that a command would name.
 *
 * - agtpa_applications: Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide
 *   to Trade Policy Analysis, data of 69 economies;
 * - ppmlhdfe_trade_fta and separation/: Correia, Guimaraes and Zylkin (2020), Stata
 *   Journal 20, and (2019) for separation, of which the sets mark the rows;
 * - log_of_gravity: Santos Silva and Tenreyro (2006), The Log of Gravity;
 * - syn150x20: a made panel of 450,000 rows.
 *
 * Without the files, which are not ours to give, the test is skipped. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zhol/gravity.h>

#define INPUTS "../shared/inputs/trade/"

enum { SKIPPED = 77, MOST = 4 };

typedef struct published {
    const char *file, *formula, *lets[MOST], *wheres[MOST], *cluster;
    zhol_small_sample small_sample;
    double estimate[MOST]; /* of the first coefficients; 0: not published */
    double std_error;      /* of the first */
    double tolerance, std_error_tolerance;
    uint32_t n_used;
    double deviance, deviance_tolerance;
    double log_likelihood, pseudo_r2; /* to a tenth; to four places */
} published;

#define GUIDE_YEARS "in(year, 1986, 1990, 1994, 1998, 2002, 2006)"

static const published models[] = {
    { .file = INPUTS "ppmlhdfe_trade_fta.csv.gz",
        .formula = "trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp",
        .wheres = { "category == 'TOTAL'" },
        .cluster = "isoexp^isoimp",
        .estimate = { 0.192445493471586 },
        .tolerance = 1e-12,
        .std_error = 0.0432402293546,
        .std_error_tolerance = 1e-12,
        .n_used = 5950,
        .deviance = 377332502.254,
        .deviance_tolerance = 5e-4 },
    { .file = INPUTS "ppmlhdfe_trade_fta.csv.gz",
        .formula = "trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp",
        .wheres = { "category == 'TOTAL'" },
        .cluster = "isoexp^isoimp",
        .small_sample = ZHOL_SMALL_STATA,
        .estimate = { 0.1924455 },
        .tolerance = 5e-8,
        .std_error = 0.0419527,
        .std_error_tolerance = 5e-8,
        .log_likelihood = -188710931.7,
        .pseudo_r2 = 0.9938 },
    { .file = INPUTS "ppmlhdfe_trade_fta.csv.gz",
        .formula = "trade ~ ln_distw + contig + colony + comlang_off + comleg + fta | "
                   "isoexp^year + isoimp^year",
        .wheres = { "category == 'TOTAL'" },
        .estimate = { -0.568788239002493, 0.410312043975148, -0.0821287522075964 },
        .tolerance = 1e-12,
        .n_used = 5950 },
    { .file = INPUTS "ppmlhdfe_trade_fta.csv.gz",
        .formula = "trade ~ fta + ln_distw + contig + colony + comlang_off + comleg | "
                   "isoexp^year + isoimp^year",
        .wheres = { "category == 'TOTAL'" },
        .estimate = { 0.884237198113603, -0.568788239002493, 0.410312043975148,
            -0.0821287522075964 },
        .tolerance = 1e-12 },
    { .file = INPUTS "agtpa_applications.csv.gz",
        .formula =
            "trade ~ log_dist + cntg + lang + clny | exporter^year + importer^year",
        .lets = { "log_dist=log(dist)" },
        .wheres = { GUIDE_YEARS, "exporter != importer" },
        .cluster = "pair_id",
        .estimate = { -0.840927313092307, 0.437443242719958, 0.247476505057301,
            -0.222489861581854 },
        .tolerance = 1e-10,
        .std_error = 0.0321347911,
        .std_error_tolerance = 5.1e-11,
        .n_used = 28152 },
    { .file = INPUTS "agtpa_applications.csv.gz",
        .formula = "trade ~ rta | exporter^year + importer^year + a^b",
        .lets = { "a=if(exporter == importer, 'domestic', min(exporter, importer))",
            "b=if(exporter == importer, 'domestic', max(exporter, importer))" },
        .wheres = { GUIDE_YEARS, "sum(if(" GUIDE_YEARS ", trade, 0)) by (a, b) > 0" },
        .estimate = { 0.5571853355890 },
        .tolerance = 1e-10,
        .n_used = 28482 },
    { .file = INPUTS "agtpa_applications.csv.gz",
        .formula = "trade ~ rta | exporter^year + importer^year + exporter^importer",
        .estimate = { 0.553947338331926 },
        .tolerance = 1e-10,
        .n_used = 99708,
        .deviance = 6131044.40948,
        .deviance_tolerance = 1e-4 },
    { .file = INPUTS "syn150x20.csv.gz",
        .formula = "trade ~ fta + ltar + intl | i^y + j^y + i^j",
        .estimate = { 0.39890352972052, -1.2364028101897, 0.0796874214608 },
        .tolerance = 1e-10 },
    /* the Poisson column, printed with three places */
    { .file = INPUTS "log_of_gravity.csv.gz",
        .formula = "trade ~ ldist + landl_ex + lypex + lypim + lyex + lyim + border + "
                   "comlang + colony + landl_im + lremot_ex + lremot_im + comfrt_wto + "
                   "open_wto",
        .estimate = { -0.784, -0.863 },
        .tolerance = 5.5e-4 },
};

static uint32_t
n_typed(const char *const *typed)
{
    uint32_t n = 0;
    while (n < MOST && typed[n]) {
        n++;
    }
    return n;
}

static int
is_near(const char *what, double got, double want, double tolerance)
{
    if (fabs(got - want) <= tolerance) {
        return 1;
    }
    fprintf(stderr, "    %s: %.15g, published %.15g\n", what, got, want);
    return 0;
}

static int
holds(const published *m)
{
    zhol_estimate_options o;
    zhol_estimate *e = NULL;
    zhol_error err = { "" };
    int ok = 1;

    zhol_estimate_options_defaults(&o);
    o.formula = m->formula;
    o.lets = m->lets;
    o.n_lets = n_typed(m->lets);
    o.wheres = m->wheres;
    o.n_wheres = n_typed(m->wheres);
    o.cluster = m->cluster;
    o.fit.small_sample = m->small_sample;
    if (zhol_estimate_file(m->file, &o, &e, &err) != ZHOL_OK) {
        fprintf(stderr, "    %s\n", err.message);
        return 0;
    }
    for (uint32_t i = 0; i < MOST && (m->estimate[i] < 0 || m->estimate[i] > 0); i++) {
        ok &= is_near(
            e->names[i], e->fit->coefficient[i].estimate, m->estimate[i], m->tolerance);
    }
    if (m->std_error > 0) {
        ok &= is_near("standard error", e->fit->coefficient[0].std_error, m->std_error,
            m->std_error_tolerance);
    }
    if (m->n_used > 0) {
        ok &= is_near("rows used", e->fit->n_used, m->n_used, 0);
    }
    if (m->deviance > 0) {
        ok &= is_near("deviance", e->fit->deviance, m->deviance, m->deviance_tolerance);
    }
    if (m->pseudo_r2 > 0) {
        ok &= is_near("log likelihood", e->fit->log_likelihood, m->log_likelihood, 0.051);
        ok &= is_near("pseudo R2", e->fit->pseudo_r2, m->pseudo_r2, 5e-5);
    }
    ok &= is_near("score norm", e->fit->score_norm, 0, 1e-9);
    zhol_estimate_free(e);
    return ok;
}

/* "y ~ x1 + x2 | id1 + id2" of a set's columns. */
static void
formula_of_columns(const char *path, char *formula, size_t size)
{
    char line[256] = "";
    FILE *file = fopen(path, "r");
    size_t n = (size_t) snprintf(formula, size, "y ~ ");
    const char *between = "", *next_effect = " | ";

    if (file && fgets(line, sizeof line, file)) {
        for (char *rest = NULL, *name = strtok_r(line, ",\n", &rest); name;
             name = strtok_r(NULL, ",\n", &rest)) {
            if (name[0] == 'x') {
                n += (size_t) snprintf(formula + n, size - n, "%s%s", between, name);
                between = " + ";
            } else if (name[0] == 'i') {
                n += (size_t) snprintf(formula + n, size - n, "%s%s%s",
                    strcmp(formula, "y ~ ") == 0 ? "1" : "", next_effect, name);
                next_effect = " + ";
            }
        }
    }
    if (file) {
        fclose(file);
    }
}

/* The rows that the column `separated` marks are found, and no others. The mark is read
 * as the dependent of a second look at the file. */
static int
finds_the_marked_rows(const char *path)
{
    char formula[256];
    zhol_estimate_options o;
    zhol_estimate *e = NULL, *mark = NULL;
    zhol_error err = { "" };
    int ok;

    formula_of_columns(path, formula, sizeof formula);
    zhol_estimate_options_defaults(&o);
    o.formula = formula;
    ok = zhol_estimate_file(path, &o, &e, &err) == ZHOL_OK;
    o.formula = "1 + separated ~ 1";
    ok = ok && zhol_estimate_file(path, &o, &mark, &err) == ZHOL_OK;
    if (!ok) {
        fprintf(stderr, "    %s: %s\n", path, err.message);
    }
    for (uint32_t r = 0; ok && r < e->fit->n_rows; r++) {
        const int is_marked = mark->y[r] > 1.5,
                  is_found = e->fit->row[r] == ZHOL_ROW_SEPARATED;
        if (is_marked != is_found) {
            fprintf(stderr, "    %s: %s: row %u is%s marked\n", path, formula, r + 1,
                is_marked ? "" : " not");
            ok = 0;
        }
    }
    zhol_estimate_free(e);
    zhol_estimate_free(mark);
    return ok;
}

int
main(void)
{
    DIR *folder = opendir(INPUTS "separation");
    int ok = 1;

    if (!folder) {
        fprintf(stderr, "skipped: " INPUTS "separation is not there\n");
        return SKIPPED;
    }
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        char path[512];
        snprintf(path, sizeof path, INPUTS "separation/%s", entry->d_name);
        ok &= entry->d_name[0] == '.' || finds_the_marked_rows(path);
    }
    closedir(folder);
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        fprintf(stderr, "%s\n", models[i].formula);
        ok &= holds(&models[i]);
    }
    return !ok;
}
