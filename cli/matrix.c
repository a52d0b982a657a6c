/* SPDX-License-Identifier: Apache-2.0 */
#include "matrix.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    FROM,
    TO,
    METRIC,
    CLI_GOODS_ENUM(MATRIX),
    CLI_SCENARIO_ENUM(MATRIX),
    OUTPUT, /* what stands before it says what is asked, the rest how it is done */
    FORMAT,
    MEMORY,
    THREADS,
    MODULES,
    CLI_WORLD_ENUM(MATRIX)
};

#define SET_HELP                                                                         \
    "a list of places joined by commas, or all, ports, cities:100000 (at least so many " \
    "people), economies (each by its largest city), @FILE (a place a line, or a CSV "    \
    "with the column id)"

const cli_arg cli_matrix_args[] = {
    [FROM] = { "--from", CLI_TEXT, .value = "SET", .is_required = true,
        .help = "where from: " SET_HELP },
    [TO] = { "--to", CLI_TEXT, .value = "SET",
        .help = "where to, likewise (default: as --from)" },
    [METRIC] = { "--metric", CLI_TEXT, .value = "LIST", .fallback = "time",
        .help = "time (mean h of the fastest way), cost (USD of the cheapest), co2e (kg "
                "of the cleanest), generalised (USD with the goods' value of time); "
                "several joined by commas" },
    [MATRIX_GOODS] = CLI_GOODS_ROWS,
    [MATRIX_YEAR] = CLI_SCENARIO_ROWS,
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .is_required = true,
        .help = "the file to write, .omx or .csv; it is replaced once the new one is "
                "complete" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "omx|csv",
        .help = "form of the file (default: by its ending)" },
    [MEMORY] = { "--memory", CLI_NUMBER, .value = "MB", .min = 1, .max = 999999,
        .unit = "MB", .fallback = "512",
        .help = "memory that it may take; the matrix itself need not fit" },
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 256,
        .help = "threads (default: one for each processor)" },
    [MODULES] = { "--modules", CLI_TEXT, .value = "DIR",
        .help = "folder of the module for OMX (default: modules beside the program, else "
                "the one it was installed with)" },
    [MATRIX_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
read_metrics(const char *list, zhol_matrix_query *q, zhol_error *err)
{
    while (*list) {
        const size_t n = strcspn(list, ",");
        zhol_matrix_metric metric = ZHOL_MATRIX_TIME;
        while (metric < ZHOL_N_MATRIX_METRICS
               && (strlen(zhol_matrix_word(metric)) != n
                   || strncmp(zhol_matrix_word(metric), list, n) != 0)) {
            metric++;
        }
        if (metric == ZHOL_N_MATRIX_METRICS) {
            return cli_fail(err, ZHOL_USAGE,
                "--metric: '%.*s' is none; there are time, cost, co2e, generalised",
                (int) (n < 60 ? n : 60), list);
        }
        for (uint32_t k = 0; k < q->n_metrics; k++) {
            if (q->metrics[k] == metric) {
                return cli_fail(err, ZHOL_USAGE, "--metric: %s is named twice",
                    zhol_matrix_word(metric));
            }
        }
        q->metrics[q->n_metrics++] = metric;
        list += n + (list[n] == ',');
    }
    return ZHOL_OK;
}

static zhol_status
read_sets(const cli_value *values, cli_matrix *c, zhol_matrix_query *q, zhol_error *err)
{
    zhol_status status =
        zhol_place_set_read(c->world, values[FROM].text[0], &c->from, err);

    if (status == ZHOL_OK && values[TO].n > 0) {
        status = zhol_place_set_read(c->world, values[TO].text[0], &c->to, err);
    }
    q->from = &c->from;
    q->to = values[TO].n > 0 ? &c->to : &c->from;
    return status;
}

static zhol_status
read_format(const cli_value *values, zhol_matrix_format *format, zhol_error *err)
{
    const char *path = values[OUTPUT].text[0], *dot = strrchr(path, '.');
    const uint32_t by_name = dot ? cli_choice("omx|csv", dot + 1) : UINT32_MAX;

    if (values[FORMAT].n == 0 && by_name == UINT32_MAX) {
        return cli_fail(err, ZHOL_USAGE,
            "-o %.200s should end with .omx or .csv, or --format should say what it is",
            path);
    }
    *format =
        (zhol_matrix_format) (values[FORMAT].n > 0 ? values[FORMAT].choice : by_name);
    return ZHOL_OK;
}

static size_t
add_option(const cli_value *values, uint32_t k, char question[CLI_MAX_QUESTION], size_t n)
{
    const bool has_value = cli_matrix_args[k].kind != CLI_FLAG;

    for (uint32_t i = 0; i < values[k].n && n < CLI_MAX_QUESTION; i++) {
        n += (size_t) snprintf(question + n, CLI_MAX_QUESTION - n, "%s%s%s%s",
            n > 0 ? " " : "", cli_matrix_args[k].name, has_value ? " " : "",
            has_value ? values[k].text[i] : "");
    }
    return n;
}

/* The options that say what is asked, as they were typed. The places come last: their
 * lists may be long, and what does not fit is cut there, which three dots say. */
static void
write_question(const cli_value *values, char question[CLI_MAX_QUESTION])
{
    static const char dots[] = "...";
    size_t n = 0;

    for (uint32_t k = METRIC; k < OUTPUT; k++) {
        n = add_option(values, k, question, n);
    }
    n = add_option(values, FROM, question, n);
    n = add_option(values, TO, question, n);
    if (n >= CLI_MAX_QUESTION) {
        size_t end = CLI_MAX_QUESTION - sizeof dots;
        while (((unsigned char) question[end] & 0xc0) == 0x80) {
            end--; /* not within a letter of several bytes */
        }
        memcpy(question + end, dots, sizeof dots);
    }
}

static zhol_status
read_output(const cli_value *values, cli_matrix *c, zhol_error *err)
{
    write_question(values, c->question);
    c->output = (zhol_matrix_output){ .path = values[OUTPUT].text[0],
        .modules = c->modules,
        .question = c->question,
        .memory_bytes = (uint64_t) (values[MEMORY].number * 1e6),
        .user = c };
    cli_find_modules(&values[MODULES], c->modules);
    return read_format(values, &c->output.format, err);
}

static uint32_t
read_threads(const cli_value *threads, uint32_t usual)
{
    const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);

    return threads->n > 0     ? (uint32_t) threads->number
           : usual > 0        ? usual
           : n_processors > 0 ? (uint32_t) n_processors
                              : 1;
}

zhol_status
cli_matrix_open(
    const cli_value *values, uint32_t n_threads, cli_matrix *out, zhol_error *err)
{
    zhol_matrix_query q = { .n_threads = read_threads(&values[THREADS], n_threads) };
    zhol_status status;

    *out = (cli_matrix){ .world = NULL };
    clock_gettime(CLOCK_MONOTONIC, &out->start);
    status = read_output(values, out, err);
    if (status == ZHOL_OK) {
        status = read_metrics(values[METRIC].text[0], &q, err);
    }
    if (status == ZHOL_OK) {
        status = cli_read_goods(&values[MATRIX_GOODS], &q.consignment, err);
    }
    if (status == ZHOL_OK) {
        status = cli_open_world(&values[MATRIX_WORLD], &out->world, err);
    }
    zhol_scenario_defaults(&q.scenario);
    if (status == ZHOL_OK) {
        status = cli_read_scenario(
            out->world, &values[MATRIX_YEAR], &q.scenario, &out->lists, err);
    }
    if (status == ZHOL_OK) {
        status = read_sets(values, out, &q, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_matrix_new(out->world, &q, &out->matrix, err);
    }
    return status;
}

void
cli_matrix_close(cli_matrix *c)
{
    zhol_matrix_free(c->matrix);
    zhol_place_set_free(&c->from);
    zhol_place_set_free(&c->to);
    zhol_world_free(c->world);
}

bool
cli_matrix_progress(void *user, uint32_t rows_done, uint32_t n_rows)
{
    const cli_matrix *c = user;
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    const double s = (double) (now.tv_sec - c->start.tv_sec)
                     + (double) (now.tv_nsec - c->start.tv_nsec) / 1e9;
    fprintf(stderr, "\r%u of %u rows, %.0f s left   %s", rows_done, n_rows,
        s * (n_rows - rows_done) / rows_done, rows_done == n_rows ? "\n" : "");
    return true;
}
