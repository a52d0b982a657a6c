/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum {
    FLOWS,
    COLUMNS,
    YEAR,
    DOMESTIC,
    SHOCKS,
    COST_FROM,
    COST_TO,
    MEASURE,
    GOODS,
    VALUE_OF_TIME,
    VALUE,
    BETWEEN,
    COEFFICIENT,
    SWITCH,
    STD_ERROR,
    COVARIANCE,
    THETA,
    THETA_STD_ERROR,
    PSI,
    CLOSURE,
    SOLVER,
    TOL,
    MAX_ITERATIONS,
    DRAWS,
    SEED,
    THREADS,
    MODULES,
    TRADE,
    MOST,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(SIMULATE)
};

static const cli_arg args[] = {
    [FLOWS] = { "--flows", CLI_TEXT, .value = "CSV", .is_required = true,
        .help = "who sells to whom: columns exporter, importer, trade, domestic rows "
                "too, in any one unit (.csv.gz too)" },
    [COLUMNS] = { "--columns", CLI_TEXT, .value = "NAME=COLUMN", .is_repeated = true,
        .help = "a column of the flows that has another name: exporter, importer, trade "
                "or year; exporter=iso_o" },
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1, .max = 9999,
        .help = "rows of this year only, by the column year (default: the file has one "
                "year)" },
    [DOMESTIC] = { "--domestic", CLI_TEXT, .value = "output:CSV|share:S",
        .help = "domestic trade of economies without a domestic row: gross output less "
                "exports (columns economy, output), or an assumed share of spending, "
                "above 0 and below 1 (default: such economies are an error)" },
    [SHOCKS] = { "--shocks", CLI_TEXT, .value = "CSV",
        .help = "what changes: columns exporter, importer, cost_hat, the cost over the "
                "one before; * stands for every economy" },
    [COST_FROM] = { "--cost-from", CLI_TEXT, .value = "OMX",
        .help = "costs of the network before: a file of `zhol matrix --metric "
                "generalised`" },
    [COST_TO] = { "--cost-to", CLI_TEXT, .value = "OMX",
        .help = "the same of the network after, of the same places and goods" },
    [MEASURE] = { "--measure", CLI_CHOICE, .choices = "generalised|hours|two-ways",
        .fallback = "generalised",
        .help =
            "what of them counts: dollars and valued hours of the way that is best in "
            "both (matrix generalised); hours of the fastest way (time); hours of the "
            "fastest beside dollars of the cheapest (time, cost)" },
    [GOODS] = { "--goods", CLI_CHOICE, .choices = "manufactures|bulk|perishables",
        .fallback = "manufactures",
        .help = "with --measure hours or two-ways: whose value of time, 1, 0.1 or 2 % of "
                "their value a day; generalised has that of the matrices" },
    [VALUE_OF_TIME] = { "--value-of-time", CLI_NUMBER, .value = "PCT", .min = 0,
        .max = 100, .unit = "%",
        .help = "with --measure hours or two-ways: your own value of time, in % of the "
                "goods' value a day (default: by --goods)" },
    [VALUE] = { "--value", CLI_NUMBER, .value = "USD", .min = 1, .max = 1e12,
        .help = "value in USD of what the matrices carry, if they do not tell it" },
    [BETWEEN] = { "--between", CLI_CHOICE, .choices = "mean|least", .fallback = "mean",
        .help = "of several places of two economies: the mean or the least of their "
                "pairs" },
    [COEFFICIENT] = { "--coefficient", CLI_TEXT, .value = "NAME[=B]", .is_repeated = true,
        .help = "an estimated coefficient of gravity: costs change by exp(-B dx / "
                "theta); without B it is taken from --covariance" },
    [SWITCH] = { "--switch", CLI_TEXT, .value = "CSV",
        .help = "dx, how the regressors change: columns exporter, importer, and one "
                "named as each coefficient" },
    [STD_ERROR] = { "--std-error", CLI_TEXT, .value = "NAME=SE", .is_repeated = true,
        .help = "standard error of a coefficient, for draws" },
    [COVARIANCE] = { "--covariance", CLI_TEXT, .value = "CSV",
        .help = "covariance of the coefficients instead: column name, then one column "
                "for each, as `zhol trade estimate --covariance` writes it" },
    [THETA] = { "--theta", CLI_NUMBER, .value = "T", .min = 0.01, .max = 100,
        .is_required = true, .help = "trade elasticity" },
    [THETA_STD_ERROR] = { "--theta-std-error", CLI_NUMBER, .value = "SE", .min = 0,
        .max = 100, .fallback = "0", .help = "its standard error, for draws" },
    [PSI] = { "--psi", CLI_NUMBER, .value = "P", .min = 0, .max = 100, .fallback = "0",
        .help = "supply elasticity; 0: output is fixed" },
    [CLOSURE] = { "--closure", CLI_CHOICE, .choices = "multiplicative|additive|zero",
        .fallback = "multiplicative",
        .help = "trade imbalances: the same multiple of output, the same share of world "
                "output, or none, also before the change" },
    [SOLVER] = { "--solver", CLI_CHOICE, .choices = "newton|fixed-point",
        .fallback = "newton",
        .help = "newton falls back to the fixed point if it stalls, and the answer says "
                "so" },
    [TOL] = { "--tol", CLI_NUMBER, .value = "X", .min = 1e-14, .max = 1,
        .fallback = "1e-12",
        .help = "largest excess demand relative to an economy's output" },
    [MAX_ITERATIONS] = { "--max-iterations", CLI_WHOLE, .value = "N", .min = 1,
        .max = 10000000, .help = "(default: 200 of newton, 20000 of fixed-point)" },
    [DRAWS] = { "--draws", CLI_WHOLE, .value = "N", .min = 2, .max = ZHOL_MAX_DRAWS,
        .help = "intervals P2.5 to P97.5 from so many draws (default: none)" },
    [SEED] = { "--seed", CLI_WHOLE, .value = "N", .min = 0, .max = 4294967295.0,
        .fallback = "1", .help = "seed of the draws" },
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 256,
        .fallback = "1", .help = "threads for draws; the same answer for any" },
    [MODULES] = { "--modules", CLI_TEXT, .value = "DIR",
        .help = "folder with the modules of dense algebra and OMX (default: modules "
                "beside the program, else where they are installed)" },
    [TRADE] = { "--trade", CLI_TEXT, .value = "FILE",
        .help = "write trade after the change to this file: "
                "exporter,importer,trade,trade_hat, in the unit of the flows" },
    [MOST] = { "--most", CLI_WHOLE, .value = "N", .min = 1, .max = 100000,
        .help = "lines of the table at most (default: all)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [SIMULATE_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

/* All that is read before the simulation. */
typedef struct asked {
    zhol_flows_options read;
    zhol_flows *flows;
    zhol_shock shock;
    double *cost_hat, *change[ZHOL_MAX_COEFFICIENTS]; /* owned */
    double covariance[ZHOL_MAX_COEFFICIENTS * ZHOL_MAX_COEFFICIENTS];
    char name[ZHOL_MAX_COEFFICIENTS][64];
    zhol_network_costs network;
    zhol_network_found found;
    char columns[4][64], modules[CLI_MAX_PATH];
} asked;

/* "NAME=REST": copies the name. */
static zhol_status
split(const char *option, const char *text, char name[64], const char **rest,
    zhol_error *err)
{
    const size_t n = strcspn(text, "=");

    if (n == 0 || n > 63 || text[n] != '=' || text[n + 1] == '\0') {
        return cli_fail(
            err, ZHOL_USAGE, "%s must be NAME=..., not '%.60s'", option, text);
    }
    memcpy(name, text, n);
    name[n] = '\0';
    *rest = text + n + 1;
    return ZHOL_OK;
}

static zhol_status
read_columns(const cli_value *values, asked *a, zhol_error *err)
{
    const char **const place[] = { &a->read.exporter, &a->read.importer, &a->read.trade,
        &a->read.year_column };

    for (uint32_t k = 0; k < values[COLUMNS].n; k++) {
        char name[64];
        const char *column = NULL;
        const zhol_status status =
            split("--columns", values[COLUMNS].text[k], name, &column, err);
        if (status != ZHOL_OK) {
            return status;
        }
        const uint32_t which = cli_choice("exporter|importer|trade|year", name);
        if (which > 3) {
            return cli_fail(err, ZHOL_USAGE,
                "--columns names exporter, importer, trade or year, not '%.60s'", name);
        }
        *place[which] = column;
    }
    return ZHOL_OK;
}

static zhol_status
read_domestic(const cli_value *values, asked *a, zhol_error *err)
{
    const char *text = values[DOMESTIC].text[0];

    if (!text) {
        return ZHOL_OK;
    }
    if (strncmp(text, "output:", 7) == 0 && text[7]) {
        a->read.domestic = ZHOL_DOMESTIC_OUTPUT;
        a->read.output_path = text + 7;
        return ZHOL_OK;
    }
    if (strncmp(text, "share:", 6) == 0
        && cli_read_number(text + 6, NULL, &a->read.domestic_share)) {
        a->read.domestic = ZHOL_DOMESTIC_SHARE;
        return ZHOL_OK;
    }
    return cli_fail(err, ZHOL_USAGE,
        "--domestic must be output:FILE or share:S with a number S, not '%.60s'", text);
}

static zhol_status
read_flows(const cli_value *values, asked *a, zhol_error *err)
{
    zhol_status status;

    zhol_flows_options_defaults(&a->read);
    a->read.year = (uint32_t) values[YEAR].number;
    status = read_columns(values, a, err);
    if (status == ZHOL_OK) {
        status = read_domestic(values, a, err);
    }
    return status == ZHOL_OK
               ? zhol_flows_read(values[FLOWS].text[0], &a->read, &a->flows, err)
               : status;
}

/* A matrix of one number. */
static zhol_status
matrix_of(const zhol_flows *flows, double x, double **out, zhol_error *err)
{
    const size_t n = (size_t) flows->n * flows->n;

    *out = malloc(n * sizeof **out);
    if (!*out) {
        return cli_fail(err, ZHOL_LIMIT, "no memory for %u economies", flows->n);
    }
    for (size_t k = 0; k < n; k++) {
        (*out)[k] = x;
    }
    return ZHOL_OK;
}

/* ------------------------------------------------------------- costs from the network */

/* The economies of the flows as the world knows them. */
typedef struct places {
    const zhol_world *world;
    zhol_ref *economy; /* of each economy of the flows, or ZHOL_NO_ROW */
    uint32_t n;
} places;

static zhol_status
economy_of(void *user, const char *place, uint32_t *economy, zhol_error *err)
{
    const places *p = user;
    zhol_ref ref = ZHOL_NO_ROW;
    const zhol_status status = zhol_world_find_place(p->world, place, &ref, err);

    if (status != ZHOL_OK) {
        return status;
    }
    const zhol_ref where = zhol_world_places(p->world, NULL)[ref].economy;
    for (uint32_t i = 0; i < p->n && where != ZHOL_NO_ROW; i++) {
        if (p->economy[i] == where) {
            *economy = i;
        }
    }
    return ZHOL_OK;
}

/* Ids that the world does not know ("ROW") have no places. */
static zhol_status
find_economies(const zhol_flows *flows, places *p, zhol_error *err)
{
    zhol_error unheard = { "" };

    p->n = flows->n;
    p->economy = calloc(flows->n, sizeof *p->economy);
    if (!p->economy) {
        return cli_fail(err, ZHOL_LIMIT, "no memory for %u economies", flows->n);
    }
    for (uint32_t i = 0; i < flows->n; i++) {
        if (zhol_world_find_economy(p->world, flows->id[i], &p->economy[i], &unheard)
            != ZHOL_OK) {
            p->economy[i] = ZHOL_NO_ROW;
        }
        for (uint32_t k = 0; k < i && p->economy[i] != ZHOL_NO_ROW; k++) {
            if (p->economy[k] == p->economy[i]) {
                return cli_fail(err, ZHOL_BAD_DATA,
                    "'%.60s' and '%.60s' of the flows are the same economy", flows->id[k],
                    flows->id[i]);
            }
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_network(const cli_value *values, asked *a, zhol_error *err)
{
    static const double pct_per_day[] = { 1.0, 0.1, 2.0 };
    zhol_world *world = NULL;
    places p = { .world = NULL };
    zhol_status status = cli_open_world(&values[SIMULATE_WORLD], &world, err);

    if (status == ZHOL_OK) {
        p.world = world;
        status = find_economies(a->flows, &p, err);
    }
    if (status == ZHOL_OK) {
        a->network = (zhol_network_costs){ .from_path = values[COST_FROM].text[0],
            .to_path = values[COST_TO].text[0],
            .modules = a->modules,
            .measure = (zhol_measure) values[MEASURE].choice,
            .time_pct_per_day = values[VALUE_OF_TIME].n > 0
                                    ? values[VALUE_OF_TIME].number
                                    : pct_per_day[values[GOODS].choice],
            .value_usd = values[VALUE].number,
            .between = (zhol_between) values[BETWEEN].choice,
            .economy_of = economy_of,
            .user = &p };
        status =
            zhol_network_costs_read(a->flows, &a->network, a->cost_hat, &a->found, err);
    }
    free(p.economy);
    zhol_world_free(world);
    return status;
}

/* ---------------------------------------------------------------------- coefficients */

static zhol_status
index_of(
    const asked *a, const char *option, const char *name, uint32_t *out, zhol_error *err)
{
    for (*out = 0; *out < a->shock.n_coefficients; (*out)++) {
        if (strcmp(a->name[*out], name) == 0) {
            return ZHOL_OK;
        }
    }
    return cli_fail(
        err, ZHOL_USAGE, "%s: there is no --coefficient %.60s=...", option, name);
}

/* "NAME=B", or "NAME": B is in the file of --covariance. */
static zhol_status
read_name_and_number(
    const char *text, const char *covariance, asked *a, uint32_t k, zhol_error *err)
{
    const char *number = NULL;
    const size_t n = strlen(text);

    if (covariance && n > 0 && n < 64 && !strchr(text, '=')) {
        const char *const name = a->name[k];
        memcpy(a->name[k], text, n + 1);
        return zhol_estimates_read(covariance, &name, 1, &a->shock.estimate[k], err);
    }
    const zhol_status status = split("--coefficient", text, a->name[k], &number, err);
    if (status == ZHOL_OK && !cli_read_number(number, NULL, &a->shock.estimate[k])) {
        return cli_fail(
            err, ZHOL_USAGE, "--coefficient must end with a number, not '%.60s'", text);
    }
    return status;
}

static zhol_status
read_coefficient(const cli_value *values, uint32_t which, asked *a, zhol_error *err)
{
    const uint32_t k = a->shock.n_coefficients;

    if (k == ZHOL_MAX_COEFFICIENTS) {
        return cli_fail(err, ZHOL_USAGE, "--coefficient is given more than %d times",
            ZHOL_MAX_COEFFICIENTS);
    }
    zhol_status status = read_name_and_number(
        values[COEFFICIENT].text[which], values[COVARIANCE].text[0], a, k, err);
    for (uint32_t i = 0; i < k && status == ZHOL_OK; i++) {
        if (strcmp(a->name[i], a->name[k]) == 0) {
            status = cli_fail(
                err, ZHOL_USAGE, "--coefficient %.60s is given twice", a->name[k]);
        }
    }
    if (status == ZHOL_OK) {
        status = matrix_of(a->flows, 0, &a->change[k], err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    a->shock.names[k] = a->name[k];
    a->shock.change[k] = a->change[k];
    a->shock.n_coefficients++;
    return zhol_pairs_read(a->flows, values[SWITCH].text[0], a->name[k], ZHOL_PAIR_CHANGE,
        a->change[k], err);
}

static zhol_status
read_errors(const cli_value *values, asked *a, zhol_error *err)
{
    const uint32_t n = a->shock.n_coefficients;
    bool is_given[ZHOL_MAX_COEFFICIENTS] = { false };

    if (values[COVARIANCE].n > 0) {
        a->shock.covariance = a->covariance;
        return zhol_covariance_read(
            values[COVARIANCE].text[0], a->shock.names, n, a->covariance, err);
    }
    for (uint32_t k = 0; k < values[STD_ERROR].n; k++) {
        const char *text = values[STD_ERROR].text[k], *number = NULL;
        char name[64];
        uint32_t i = 0;
        double error = 0;
        zhol_status status = split("--std-error", text, name, &number, err);
        if (status == ZHOL_OK) {
            status = index_of(a, "--std-error", name, &i, err);
        }
        if (status != ZHOL_OK) {
            return status;
        }
        if (!cli_read_number(number, NULL, &error) || error < 0) {
            return cli_fail(err, ZHOL_USAGE,
                "--std-error must end with a number of at least 0, not '%.60s'", text);
        }
        if (is_given[i]) {
            return cli_fail(
                err, ZHOL_USAGE, "--std-error %.60s is given twice", a->name[i]);
        }
        is_given[i] = true;
        a->covariance[i * n + i] = error * error;
        a->shock.covariance = a->covariance;
    }
    return ZHOL_OK;
}

static zhol_status
read_coefficients(const cli_value *values, asked *a, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t k = 0; k < values[COEFFICIENT].n && status == ZHOL_OK; k++) {
        status = read_coefficient(values, k, a, err);
    }
    return status == ZHOL_OK ? read_errors(values, a, err) : status;
}

/* ------------------------------------------------------------------------ the command */

static zhol_status
check_together(const cli_value *values, zhol_error *err)
{
    static const struct {
        int option, needs;
    } pairs[] = { { COST_FROM, COST_TO }, { COST_TO, COST_FROM }, { COEFFICIENT, SWITCH },
        { SWITCH, COEFFICIENT }, { STD_ERROR, COEFFICIENT }, { COVARIANCE, COEFFICIENT },
        { VALUE, COST_FROM }, { VALUE_OF_TIME, COST_FROM }, { GOODS, COST_FROM },
        { BETWEEN, COST_FROM }, { MEASURE, COST_FROM }, { STD_ERROR, DRAWS },
        { THETA_STD_ERROR, DRAWS } };

    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
        if (values[pairs[k].option].n > 0 && values[pairs[k].needs].n == 0) {
            return cli_fail(err, ZHOL_USAGE, "%s needs %s", args[pairs[k].option].name,
                args[pairs[k].needs].name);
        }
    }
    if (values[SHOCKS].n + values[COST_FROM].n + values[COEFFICIENT].n == 0) {
        return cli_fail(err, ZHOL_USAGE,
            "nothing changes: give --shocks, --cost-from and --cost-to, or --coefficient "
            "and --switch");
    }
    if (values[MEASURE].choice == ZHOL_MEASURE_GENERALISED
        && values[GOODS].n + values[VALUE_OF_TIME].n > 0) {
        return cli_fail(err, ZHOL_USAGE,
            "%s goes with --measure hours or two-ways: generalised dollars have the "
            "value "
            "of time of `zhol matrix --goods`",
            args[values[GOODS].n > 0 ? GOODS : VALUE_OF_TIME].name);
    }
    if (values[MEASURE].choice == ZHOL_MEASURE_HOURS && values[VALUE].n > 0) {
        return cli_fail(err, ZHOL_USAGE,
            "--value goes with dollars, and --measure hours has none: leave one out");
    }
    if (values[STD_ERROR].n > 0 && values[COVARIANCE].n > 0) {
        return cli_fail(err, ZHOL_USAGE, "give --std-error or --covariance, not both");
    }
    if (values[DRAWS].n > 0 && values[STD_ERROR].n == 0 && values[COVARIANCE].n == 0
        && values[THETA_STD_ERROR].n == 0) {
        return cli_fail(err, ZHOL_USAGE,
            "--draws has nothing to draw: give --std-error, --covariance or "
            "--theta-std-error");
    }
    return ZHOL_OK;
}

static zhol_status
read_all(const cli_value *values, asked *a, zhol_error *err)
{
    zhol_status status = check_together(values, err);

    cli_find_modules(&values[MODULES], a->modules);
    if (status == ZHOL_OK) {
        status = read_flows(values, a, err);
    }
    if (status == ZHOL_OK) {
        status = matrix_of(a->flows, 1, &a->cost_hat, err);
        a->shock.cost_hat = a->cost_hat;
    }
    if (status == ZHOL_OK && values[SHOCKS].n > 0) {
        status = zhol_pairs_read(a->flows, values[SHOCKS].text[0], "cost_hat",
            ZHOL_PAIR_COST, a->cost_hat, err);
    }
    if (status == ZHOL_OK && values[COST_FROM].n > 0) {
        status = read_network(values, a, err);
    }
    return status == ZHOL_OK ? read_coefficients(values, a, err) : status;
}

static zhol_status
save_trade(const zhol_simulation *s, const cli_value *file, zhol_error *err)
{
    zhol_buffer text = { 0 };
    zhol_status status = ZHOL_OK;

    if (file->n > 0) {
        status = zhol_report_simulated_trade(s, &text, err);
    }
    if (file->n > 0 && status == ZHOL_OK) {
        status = zhol_buffer_save(&text, file->text[0], err);
    }
    zhol_buffer_free(&text);
    return status;
}

static zhol_status
answer(const cli_value *values, const asked *a, zhol_error *err)
{
    static const char *const goods[] = { "manufactures", "bulk", "perishables" };
    const zhol_simulation_view view = { .format = values[FORMAT].choice,
        .most = (uint32_t) values[MOST].number,
        .flows = a->flows,
        .read = &a->read,
        .shock = &a->shock,
        .network = values[COST_FROM].n > 0 ? &a->network : NULL,
        .found = &a->found,
        .goods = values[VALUE_OF_TIME].n > 0
                         || values[MEASURE].choice == ZHOL_MEASURE_GENERALISED
                     ? NULL
                     : goods[values[GOODS].choice] };
    zhol_simulate_options o;
    zhol_simulation *simulation = NULL;
    zhol_buffer result = { 0 };
    zhol_status status;

    zhol_simulate_options_defaults(&o);
    o.theta = values[THETA].number;
    o.theta_std_error = values[THETA_STD_ERROR].number;
    o.psi = values[PSI].number;
    o.closure = (zhol_closure) values[CLOSURE].choice;
    o.solver = (zhol_solver) values[SOLVER].choice;
    o.tol = values[TOL].number;
    o.max_iterations = (uint32_t) values[MAX_ITERATIONS].number;
    o.n_draws = (uint32_t) values[DRAWS].number;
    o.seed = (uint64_t) values[SEED].number;
    o.n_threads = (uint32_t) values[THREADS].number;
    o.modules = a->modules;
    status = zhol_simulate(a->flows, &a->shock, &o, &simulation, err);
    if (status == ZHOL_OK) {
        status = save_trade(simulation, &values[TRADE], err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_simulation(simulation, &view, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_simulation_free(simulation);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    asked *a = calloc(1, sizeof *a);
    zhol_status status;

    if (!a) {
        return cli_fail(err, ZHOL_LIMIT, "no memory");
    }
    status = read_all(values, a, err);
    if (status == ZHOL_OK) {
        status = answer(values, a, err);
    }
    for (uint32_t k = 0; k < ZHOL_MAX_COEFFICIENTS; k++) {
        free(a->change[k]);
    }
    free(a->cost_hat);
    zhol_network_found_free(&a->found);
    zhol_flows_free(a->flows);
    free(a);
    return status;
}

const cli_command cmd_trade_simulate = { "trade simulate",
    "what trade, prices and incomes become when costs change",
    "--flows CSV --theta T --shocks CSV [options]",
    "  zhol trade simulate --flows flows.csv --shocks cut.csv --theta 4\n"
    "  zhol trade simulate --flows flows.csv.gz --year 2006 --theta 5 --closure zero \\\n"
    "    --coefficient rta=0.5 --std-error rta=0.05 --switch joins.csv --draws 1000\n"
    "  zhol trade simulate --flows flows.csv --theta 4 --cost-from now.omx \\\n"
    "    --cost-to corridor.omx --format json\n",
    args, run };
