/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "options.h"

enum {
    FROM,
    TO,
    CLI_GOODS_ENUM(ROUTE),
    DEPART,
    DELIVER_BY,
    CLI_SCENARIO_ENUM(ROUTE),
    CLI_KNOWN_ENUM(ROUTE),
    PAPERS,
    VIA,
    ORDER,
    ALTERNATIVES,
    ALTERNATIVE,
    WITHIN,
    BUDGET,
    DRAWS,
    SEED,
    LANDED,
    PARCEL,
    CURRENCY,
    EXPLAIN,
    BATCH,
    THREADS,
    TIMINGS,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(ROUTE)
};

static const cli_arg args[] = {
    [FROM] = { "FROM", CLI_TEXT,
        .help = "where the goods are: a name, id, UN/LOCODE or lon,lat" },
    [TO] = { "TO", CLI_TEXT, .help = "where they go" },
    [ROUTE_GOODS] = CLI_GOODS_ROWS,
    [DEPART] = { "--depart", CLI_DATE, .value = "DATE", .help = "day of departure" },
    [DELIVER_BY] = { "--deliver-by", CLI_DATE, .value = "DATE",
        .help = "shows the chance to arrive by that day; needs --depart" },
    [ROUTE_YEAR] = CLI_SCENARIO_ROWS,
    [ROUTE_REGION] = CLI_KNOWN_ROWS,
    [PAPERS] = { "--papers", CLI_FLAG,
        .help = "of each way its documents, questions and lead time (`zhol papers` has "
                "more)" },
    [VIA] = { "--via", CLI_TEXT, .value = "PLACE", .is_repeated = true,
        .help = "must pass this place, economy or group; several: in this order" },
    [ORDER] = { "--order", CLI_CHOICE, .choices = "time|cost|co2e|risk",
        .fallback = "time", .help = "what the ways are sorted by; risk is P90 - P50" },
    [ALTERNATIVES] = { "--alternatives", CLI_WHOLE, .value = "N", .min = 1, .max = 24,
        .fallback = "5", .help = "ways shown at most" },
    [ALTERNATIVE] = { "--alternative", CLI_WHOLE, .value = "K", .min = 1, .max = 100,
        .help = "the way whose legs the table shows (default: the first)" },
    [WITHIN] = { "--within", CLI_NUMBER, .value = "PCT", .min = 0, .max = 50, .unit = "%",
        .fallback = "2",
        .help = "percent by which a criterion may miss the exact answer; 0: exact" },
    [BUDGET] = { "--budget", CLI_WHOLE, .value = "N", .min = 1, .max = 1e9,
        .fallback = "5000000", .help = "labels that the search may make" },
    [DRAWS] = { "--draws", CLI_CHOICE, .choices = "1024|2048|4096|8192|16384|32768|65536",
        .fallback = "4096", .help = "draws behind P10, P50 and P90" },
    [SEED] = { "--seed", CLI_WHOLE, .value = "N", .min = 0, .max = 4294967295.0,
        .fallback = "1", .help = "seed of the draws" },
    [LANDED] = { "--landed", CLI_FLAG,
        .help = "adds insurance, duty, VAT and fees with their sources" },
    [PARCEL] = { "--parcel", CLI_NUMBER, .value = "KG", .min = 0.001, .max = 1000,
        .unit = "kg",
        .help = "a person's parcel of that mass, and --value its value: landed cost by "
                "the de minimis rule of the destination" },
    [CURRENCY] = { "--currency", CLI_TEXT, .value = "CODE",
        .help = "landed cost in this currency too (default: USD)" },
    [EXPLAIN] = { "--explain", CLI_FLAG,
        .help = "for each number its parameter, unit, source and grade" },
    [BATCH] = { "--batch", CLI_TEXT, .value = "FILE",
        .help = "instead of FROM TO: a CSV file with the columns id, from, to, goods, "
                "mass_t, units, value_usd, year, regime, depart, deliver_by; answers in "
                "CSV" },
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 256,
        .help = "threads of a batch (default: one for each processor)" },
    [TIMINGS] = { "--timings", CLI_FLAG, .help = "processor time to standard error" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv|geojson",
        .fallback = "table", .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [ROUTE_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

/* What options borrow. */
typedef struct lists {
    cli_lists scenario;
    zhol_scope via[CLI_MAX_REPEATS];
} lists;

static zhol_status
read_options(const zhol_world *w, const cli_value *values, zhol_route_options *o,
    lists *l, zhol_error *err)
{
    zhol_status status;

    zhol_route_defaults(o);
    status = cli_read_scenario(w, &values[ROUTE_YEAR], &o->scenario, &l->scenario, err);
    if (status == ZHOL_OK) {
        status = cli_read_scopes(w, &values[VIA], l->via, &o->n_via, err);
    }
    if (values[ROUTE_AS_OF].n == 0) {
        o->scenario.as_of = (uint32_t) values[DEPART].number;
    }
    o->via = l->via;
    o->order = (zhol_order) values[ORDER].choice;
    o->n_alternatives = (uint32_t) values[ALTERNATIVES].number;
    o->within = values[WITHIN].number / 100;
    o->budget = (uint64_t) values[BUDGET].number;
    o->seed = (uint64_t) values[SEED].number;
    o->n_draws = 1024u << values[DRAWS].choice;
    o->depart = (uint32_t) values[DEPART].number;
    o->deliver_by = (uint32_t) values[DELIVER_BY].number;
    if (status == ZHOL_OK && o->deliver_by != 0 && o->depart == 0) {
        status = cli_fail(err, ZHOL_USAGE, "--deliver-by needs --depart");
    }
    return status;
}

static zhol_status
route_one(const zhol_world *w, const cli_value *values, const zhol_consignment *c,
    const zhol_route_options *options, zhol_buffer *result, zhol_error *err)
{
    const bool is_parcel = values[PARCEL].n > 0;
    const zhol_landed_options landed = {
        .currency = values[CURRENCY].n > 0 ? values[CURRENCY].text[0] : NULL,
        .parcel_mass_t = is_parcel ? values[PARCEL].number / 1000 : 0,
        .parcel_value_usd =
            values[ROUTE_VALUE].n > 0 ? values[ROUTE_VALUE].number : ZHOL_NOT_GIVEN
    };
    zhol_report_options report = { .format = values[FORMAT].choice,
        .alternative = (uint32_t) values[ALTERNATIVE].number,
        .has_explanation = values[EXPLAIN].n > 0,
        .has_papers = values[PAPERS].n > 0,
        .ignores_rules = cli_ignores_rules(&values[ROUTE_REGION]),
        .landed = values[LANDED].n > 0 || is_parcel ? &landed : NULL };
    const zhol_papers_query query = { .consignment = *c,
        .known = cli_read_known(&values[ROUTE_REGION]) };
    zhol_route_options obedient = *options;
    zhol_papers *papers = NULL;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_end ends[2];
    zhol_status status = zhol_end_read(w, values[FROM].text[0], &ends[0], err);

    if (status == ZHOL_OK) {
        status = zhol_end_read(w, values[TO].text[0], &ends[1], err);
    }
    if (status == ZHOL_OK && (c->hs[0] || report.has_papers) && !report.ignores_rules) {
        status = cli_obey_rules(w, ends, &query, &obedient.scenario, &papers, err);
        report.papers = papers;
    }
    if (status == ZHOL_OK) {
        status = zhol_router_new(w, &router, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_find(router, &ends[0], &ends[1], c, &obedient, &routes, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_routes(routes, &report, result, err);
    }
    zhol_papers_free(papers);
    zhol_routes_free(routes);
    zhol_router_free(router);
    return status;
}

static zhol_status
route_batch(const zhol_world *w, const cli_value *values, const zhol_consignment *c,
    const zhol_route_options *options, zhol_buffer *result, zhol_error *err)
{
    const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
    const zhol_batch_options batch = { .base = *options,
        .consignment = *c,
        .known = cli_read_known(&values[ROUTE_REGION]),
        .ignores_rules = cli_ignores_rules(&values[ROUTE_REGION]),
        .n_threads = values[THREADS].n > 0 ? (uint32_t) values[THREADS].number
                     : n_processors > 0    ? (uint32_t) n_processors
                                           : 1 };

    return zhol_report_batch(w, values[BATCH].text[0], &batch, result, err);
}

static zhol_status
check_landed(const cli_value *values, zhol_error *err)
{
    const bool is_landed = values[LANDED].n > 0 || values[PARCEL].n > 0;

    if (values[PARCEL].n > 0 && values[ROUTE_UNITS].n > 0) {
        return cli_fail(err, ZHOL_USAGE,
            "--parcel and --units: a parcel travels with others; give one of them");
    }
    if (values[CURRENCY].n > 0 && !is_landed) {
        return cli_fail(err, ZHOL_USAGE, "--currency needs --landed or --parcel");
    }
    if (is_landed && (values[BATCH].n > 0 || values[FORMAT].choice > 1)) {
        return cli_fail(err, ZHOL_USAGE,
            "landed cost is written as table or json, and not for a batch");
    }
    return ZHOL_OK;
}

static zhol_status
check_operands(const cli_value *values, zhol_error *err)
{
    if (values[BATCH].n > 0 && values[FROM].n > 0) {
        return cli_fail(err, ZHOL_USAGE, "either FROM TO or --batch, not both");
    }
    if (values[BATCH].n > 0
        && (values[FORMAT].n > 0 || values[EXPLAIN].n > 0 || values[PAPERS].n > 0)) {
        return cli_fail(err, ZHOL_USAGE,
            "a batch is answered in CSV: --format, --explain and --papers do not go with "
            "it");
    }
    if (values[PAPERS].n > 0 && values[FORMAT].choice > 1) {
        return cli_fail(
            err, ZHOL_USAGE, "--papers goes with the formats table and json only");
    }
    if (values[PAPERS].n > 0 && cli_ignores_rules(&values[ROUTE_REGION])) {
        return cli_fail(err, ZHOL_USAGE, "either --papers or --no-rules, not both");
    }
    if (values[BATCH].n == 0 && values[TO].n == 0) {
        return cli_fail(err, ZHOL_USAGE, "%s is missing: %s",
            values[FROM].n == 0 ? "FROM" : "TO",
            values[FROM].n == 0 ? args[FROM].help : args[TO].help);
    }
    return ZHOL_OK;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_consignment consignment;
    zhol_route_options options;
    lists own = { .via = { { 0, 0 } } };
    zhol_status status = check_operands(values, err);

    if (status == ZHOL_OK) {
        status = check_landed(values, err);
    }
    if (status == ZHOL_OK) {
        status = cli_read_goods(&values[ROUTE_GOODS], &consignment, err);
    }
    if (values[PARCEL].n > 0) {
        consignment.value_usd = ZHOL_NOT_GIVEN; /* --value is the parcel's */
    }
    if (status == ZHOL_OK) {
        status = cli_open_world(&values[ROUTE_WORLD], &world, err);
    }
    if (status == ZHOL_OK) {
        status = read_options(world, values, &options, &own, err);
    }
    if (status == ZHOL_OK) {
        status = (values[BATCH].n > 0 ? route_batch : route_one)(
            world, values, &consignment, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    if (values[TIMINGS].n > 0) {
        fprintf(stderr, "processor time: %.1f ms\n",
            1000.0 * (double) clock() / (double) CLOCKS_PER_SEC);
    }
    return status;
}

const cli_command cmd_route = { "route",
    "one consignment from door to door: ways, days, "
    "dollars, CO2e, borders",
    "FROM TO [options] | --batch FILE [options]",
    "  zhol route Chongqing Duisburg --goods 8471 --units 1FEU\n"
    "  zhol route Shanghai Rotterdam --close suez\n"
    "  zhol route Almaty \"Bandar Abbas\" --avoid TKM --explain\n"
    "  zhol route 76.9,43.2 CNLYG --mass 20t --goods 5101 --format json\n",
    args, run };
