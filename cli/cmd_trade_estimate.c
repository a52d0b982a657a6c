/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <time.h>

#include "cli.h"

enum {
    PANEL,
    FORMULA,
    LET,
    WHERE,
    CLUSTER,
    WEIGHTS,
    OFFSET,
    METHOD,
    ERRORS,
    SMALL_SAMPLE,
    SEPARATION,
    KEEP_SINGLETONS,
    TOL,
    MAX_ITERATIONS,
    THREADS,
    FORMAT,
    SEPARATED,
    EFFECTS,
    ROWS,
    COVARIANCE,
    TIMINGS,
    OUTPUT
};

static const cli_arg args[] = {
    [PANEL] = { "PANEL", CLI_TEXT, .is_required = true,
        .help = "CSV file with names of columns in its first line, also gzipped (.gz); "
                "empty, NA, NaN and . are missing values" },
    [FORMULA] = { "--formula", CLI_TEXT, .value = "TEXT", .is_required = true,
        .help = "dependent ~ regressors | effects, each list joined by +; ^ joins "
                "columns into one effect: \"trade ~ log_dist + rta | exporter^year + "
                "importer^year\"" },
    [LET] = { "--let", CLI_TEXT, .value = "NAME=EXPR", .is_repeated = true,
        .help = "a new column: \"log_dist=log(dist)\"; later ones may use it" },
    [WHERE] = { "--where", CLI_TEXT, .value = "EXPR", .is_repeated = true,
        .help = "use only rows for which this holds: \"exporter != importer\"" },
    [CLUSTER] = { "--cluster", CLI_TEXT, .value = "NAMES",
        .help = "cluster standard errors by a column, several joined by ^, or in several "
                "ways: pair,exporter" },
    [WEIGHTS] = { "--weights", CLI_TEXT, .value = "EXPR",
        .help = "weights of the rows, above 0 (default: all 1)" },
    [OFFSET] = { "--offset", CLI_TEXT, .value = "EXPR",
        .help = "added to the linear predictor (default: 0)" },
    [METHOD] = { "--method", CLI_CHOICE, .choices = "ppml|ols", .fallback = "ppml",
        .help = "Poisson pseudo-maximum likelihood, or least squares" },
    [ERRORS] = { "--errors", CLI_CHOICE, .choices = "auto|iid|hc1|cluster",
        .fallback = "auto",
        .help = "kind of standard errors; auto: cluster with --cluster, else hc1" },
    [SMALL_SAMPLE] = { "--small-sample", CLI_CHOICE, .choices = "fixest|stata|none",
        .fallback = "fixest",
        .help = "whose correction for small samples: of the R package fixest, of Stata's "
                "ppmlhdfe and reghdfe, or none" },
    [SEPARATION] = { "--separation", CLI_CHOICE, .choices = "all|effects",
        .fallback = "all",
        .help =
            "find and drop separated rows: all of them, or those of levels of effects "
            "that have zeros only, if you know that there are no others" },
    [KEEP_SINGLETONS] = { "--keep-singletons", CLI_FLAG,
        .help = "keep a row that is the only one of a level of an effect" },
    [TOL] = { "--tol", CLI_NUMBER, .value = "T", .min = 1e-15, .max = 0.1,
        .fallback = "1e-13",
        .help = "stop when another step would change no coefficient by more than this "
                "part of it, nor the fit by this part of the total" },
    [MAX_ITERATIONS] = { "--max-iterations", CLI_WHOLE, .value = "N", .min = 1,
        .max = 100000, .fallback = "200", .help = "steps at most" },
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 1024,
        .fallback = "1", .help = "threads; the result has the same bytes with any" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv|tex",
        .fallback = "table", .help = "form of the result" },
    [SEPARATED] = { "--separated", CLI_FLAG,
        .help = "list separated rows with their certificates below the table" },
    [EFFECTS] = { "--effects", CLI_TEXT, .value = "FILE",
        .help = "write the fixed effects to this file: effect,level,value" },
    [ROWS] = { "--rows", CLI_TEXT, .value = "FILE",
        .help = "write each row's state, prediction and residual to this file: "
                "row,state,y,fitted,residual,certificate" },
    [COVARIANCE] = { "--covariance", CLI_TEXT, .value = "FILE",
        .help =
            "write the coefficients and their covariance to this file, as `zhol trade "
            "simulate --covariance` reads them: name,estimate, a column for each" },
    [TIMINGS] = { "--timings", CLI_FLAG, .help = "processor time to standard error" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    { .kind = CLI_END },
};

static double
cpu_ms(void)
{
    struct timespec t = { 0 };

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static zhol_status
read_options(const cli_value *values, zhol_estimate_options *o, zhol_error *err)
{
    zhol_estimate_options_defaults(o);
    o->formula = values[FORMULA].text[0];
    o->lets = values[LET].text;
    o->n_lets = values[LET].n;
    o->wheres = values[WHERE].text;
    o->n_wheres = values[WHERE].n;
    o->cluster = values[CLUSTER].text[0];
    o->weights = values[WEIGHTS].text[0];
    o->offset = values[OFFSET].text[0];
    o->fit.method = (zhol_fit_method) values[METHOD].choice;
    o->fit.errors = (zhol_errors) values[ERRORS].choice;
    o->fit.small_sample = (zhol_small_sample) values[SMALL_SAMPLE].choice;
    o->fit.separation = (zhol_separation) values[SEPARATION].choice;
    o->fit.keeps_singletons = values[KEEP_SINGLETONS].n > 0;
    o->fit.tol = values[TOL].number;
    o->fit.max_iterations = (uint32_t) values[MAX_ITERATIONS].number;
    o->fit.n_threads = (uint32_t) values[THREADS].number;
    o->fit.wants_effects = values[EFFECTS].n > 0;
    if (o->cluster
        && (o->fit.errors == ZHOL_ERRORS_IID || o->fit.errors == ZHOL_ERRORS_HC1)) {
        return cli_fail(err, ZHOL_USAGE,
            "--cluster asks for clustered standard errors, --errors %s for others",
            values[ERRORS].text[0]);
    }
    if (!o->cluster && o->fit.errors == ZHOL_ERRORS_CLUSTER) {
        return cli_fail(err, ZHOL_USAGE, "--errors cluster needs --cluster NAMES");
    }
    if (values[SEPARATED].n > 0 && values[FORMAT].choice != ZHOL_FORMAT_TABLE) {
        return cli_fail(err, ZHOL_USAGE,
            "--separated is of the table; json lists separated rows always, --rows in "
            "csv");
    }
    return ZHOL_OK;
}

/* One part of the estimate, as CSV, to the file that an option names. */
static zhol_status
save(const zhol_estimate *e, zhol_estimate_part part, const cli_value *file,
    zhol_error *err)
{
    const zhol_estimate_view view = { .format = ZHOL_FORMAT_CSV, .part = part };
    zhol_buffer text = { 0 };
    zhol_status status = ZHOL_OK;

    if (file->n > 0) {
        status = zhol_report_estimate(e, &view, &text, err);
    }
    if (file->n > 0 && status == ZHOL_OK) {
        status = zhol_buffer_save(&text, file->text[0], err);
    }
    zhol_buffer_free(&text);
    return status;
}

static void
print_timings(const zhol_estimate *e, const zhol_fit_timings *t, double total_ms)
{
    fprintf(stderr,
        "read %.1f ms, columns %.1f, prepare %.1f, iterate %.1f, separation "
        "%.1f, errors %.1f; in all %.1f ms of processor time\n",
        e->read_ms, e->frame_ms, t->prepare_ms, t->iterate_ms, t->separation_ms,
        t->errors_ms, total_ms);
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_CSV, ZHOL_FORMAT_TEX };
    const zhol_estimate_view view = { .format = formats[values[FORMAT].choice],
        .lists_separated = values[SEPARATED].n > 0 };
    zhol_fit_timings timings = { 0 };
    zhol_estimate *estimate = NULL;
    zhol_buffer result = { 0 };
    zhol_estimate_options options;
    zhol_status status = read_options(values, &options, err);

    if (status == ZHOL_OK && values[TIMINGS].n > 0) {
        options.fit.clock_ms = cpu_ms;
        options.fit.timings = &timings;
    }
    if (status == ZHOL_OK) {
        status = zhol_estimate_file(values[PANEL].text[0], &options, &estimate, err);
    }
    if (status == ZHOL_OK) {
        status = save(estimate, ZHOL_ESTIMATE_EFFECTS, &values[EFFECTS], err);
    }
    if (status == ZHOL_OK) {
        status = save(estimate, ZHOL_ESTIMATE_ROWS, &values[ROWS], err);
    }
    if (status == ZHOL_OK) {
        status = save(estimate, ZHOL_ESTIMATE_COVARIANCE, &values[COVARIANCE], err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_estimate(estimate, &view, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    if (status == ZHOL_OK && values[TIMINGS].n > 0) {
        print_timings(estimate, &timings, cpu_ms());
    }
    zhol_buffer_free(&result);
    zhol_estimate_free(estimate);
    return status;
}

const cli_command cmd_trade_estimate = { "trade estimate",
    "gravity: what trade depends on, with any number of fixed effects",
    "PANEL --formula TEXT [options]",
    "  zhol trade estimate panel.csv --formula \"trade ~ log_dist + rta | exporter^year "
    "+ "
    "importer^year\" --let \"log_dist=log(dist)\" --cluster exporter^importer\n"
    "  zhol trade estimate panel.csv.gz --formula \"trade ~ rta | exporter^year + "
    "importer^year + exporter^importer\" --format json\n"
    "  zhol trade estimate panel.csv --method ols --formula \"log(trade) ~ log(dist) | "
    "exporter + importer\" --where \"trade > 0\"\n",
    args, run };
