/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

enum {
    FROM,
    TO,
    GOODS,
    MASS,
    UNITS,
    VALUE,
    REEFER,
    DANGEROUS,
    OVERSIZE,
    DRIVERS,
    DEPART,
    DELIVER_BY,
    YEAR,
    AS_OF,
    REGIME,
    VIA,
    AVOID,
    CLOSE,
    OPEN,
    MODES,
    ORDER,
    ALTERNATIVES,
    ALTERNATIVE,
    WITHIN,
    BUDGET,
    DRAWS,
    SEED,
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
    [GOODS] = { "--goods", CLI_TEXT, .value = "HS",
        .help = "what they are: HS code of 2, 4 or 6 digits (default: general cargo)" },
    [MASS] = { "--mass", CLI_NUMBER, .value = "T", .min = 0.001, .max = 100000,
        .unit = "t",
        .help =
            "their mass in tonnes (default: 20); alone: as many of each mode's units as "
            "it needs" },
    [UNITS] = { "--units", CLI_TEXT, .value = "UNITS",
        .help = "how they are packed: 1FEU, 2TEU, 3wagon, truck (default: 1FEU)" },
    [VALUE] = { "--value", CLI_NUMBER, .value = "USD", .min = 0, .max = 1e12,
        .help = "their value in USD (default: by commodity, else 50000)" },
    [REEFER] = { "--reefer", CLI_FLAG, .help = "they must be cooled" },
    [DANGEROUS] = { "--dangerous", CLI_FLAG, .help = "they are dangerous goods" },
    [OVERSIZE] = { "--oversize", CLI_FLAG, .help = "they are oversize" },
    [DRIVERS] = { "--drivers", CLI_WHOLE, .value = "N", .min = 1, .max = 2,
        .fallback = "1", .help = "drivers of a truck" },
    [DEPART] = { "--depart", CLI_DATE, .value = "DATE", .help = "day of departure" },
    [DELIVER_BY] = { "--deliver-by", CLI_DATE, .value = "DATE",
        .help = "shows the chance to arrive by that day; needs --depart" },
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1990, .max = 2050,
        .help = "network and rows of that year (default: the data year)" },
    [AS_OF] = { "--as-of", CLI_DATE, .value = "DATE",
        .help =
            "closures and memberships of that day (default: the day of departure, else "
            "1 July of the year)" },
    [REGIME] = { "--regime", CLI_CHOICE, .choices = "normal|congested|crisis",
        .fallback = "normal", .help = "how the borders run" },
    [VIA] = { "--via", CLI_TEXT, .value = "PLACE", .is_repeated = true,
        .help = "must pass this place, economy or group; several: in this order" },
    [AVOID] = { "--avoid", CLI_TEXT, .value = "PLACE", .is_repeated = true,
        .help = "must not pass this place, economy (RUS) or group (EAEU, EU)" },
    [CLOSE] = { "--close", CLI_TEXT, .value = "PLACE", .is_repeated = true,
        .help = "a strait or canal (suez), a link or a place that is closed" },
    [OPEN] = { "--open", CLI_TEXT, .value = "PASS", .is_repeated = true,
        .help = "a pass or link that is open though the tables close it" },
    [MODES] = { "--modes", CLI_TEXT, .value = "LIST",
        .help = "modes allowed: rail,road,sea,inland_water,rail_ferry,road_ferry "
                "(default: all)" },
    [ORDER] = { "--order", CLI_CHOICE, .choices = "time|cost|co2e|risk",
        .fallback = "time", .help = "what the ways are sorted by; risk is P90 - P50" },
    [ALTERNATIVES] = { "--alternatives", CLI_WHOLE, .value = "N", .min = 1, .max = 100,
        .fallback = "5", .help = "ways shown at most" },
    [ALTERNATIVE] = { "--alternative", CLI_WHOLE, .value = "K", .min = 1, .max = 100,
        .help = "the way whose legs the table shows (default: the first)" },
    [WITHIN] = { "--within", CLI_NUMBER, .value = "PCT", .min = 0, .max = 50, .unit = "%",
        .fallback = "1",
        .help = "percent by which a criterion may miss the exact answer; 0: exact" },
    [BUDGET] = { "--budget", CLI_WHOLE, .value = "N", .min = 1, .max = 1e9,
        .fallback = "5000000", .help = "labels that the search may make" },
    [DRAWS] = { "--draws", CLI_CHOICE, .choices = "1024|2048|4096|8192|16384|32768|65536",
        .fallback = "4096", .help = "draws behind P10, P50 and P90" },
    [SEED] = { "--seed", CLI_WHOLE, .value = "N", .min = 0, .max = 4294967295.0,
        .fallback = "1", .help = "seed of the draws" },
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
    { NULL, CLI_END },
};

/* The scenario's lists, which zhol_scenario borrows. */
typedef struct lists {
    zhol_scope avoid[CLI_MAX_REPEATS], close[CLI_MAX_REPEATS], via[CLI_MAX_REPEATS];
    zhol_ref close_passes[CLI_MAX_REPEATS], close_links[CLI_MAX_REPEATS];
    zhol_ref open_passes[CLI_MAX_REPEATS], open_links[CLI_MAX_REPEATS];
} lists;

static zhol_status
read_consignment(const cli_value *values, zhol_consignment *c, zhol_error *err)
{
    zhol_consignment_defaults(c);
    if (values[MASS].n > 0) {
        c->mass_t = values[MASS].number;
        if (values[UNITS].n == 0) {
            c->packing = ZHOL_PACK_AUTO;
            c->n_units = 0;
        }
    }
    if (values[UNITS].n > 0) {
        const zhol_status status =
            zhol_consignment_read_units(c, values[UNITS].text[0], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    if (values[GOODS].n > 0) {
        const char *hs = values[GOODS].text[0];
        if (strlen(hs) >= sizeof c->hs) {
            return cli_fail(err, ZHOL_USAGE,
                "--goods must be an HS code of 2, 4 or 6 digits, not '%s'", hs);
        }
        memcpy(c->hs, hs, strlen(hs) + 1);
    }
    if (values[VALUE].n > 0) {
        c->value_usd = values[VALUE].number;
    }
    c->is_reefer = values[REEFER].n > 0;
    c->is_dangerous = values[DANGEROUS].n > 0;
    c->is_oversize = values[OVERSIZE].n > 0;
    c->n_drivers = (uint32_t) values[DRIVERS].number;
    return zhol_consignment_check(c, err);
}

static zhol_status
read_scopes(const zhol_world *w, const cli_value *value, zhol_scope *out, uint32_t *n,
    zhol_error *err)
{
    for (*n = 0; *n < value->n; (*n)++) {
        const zhol_status status =
            zhol_world_find_scope(w, value->text[*n], &out[*n], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return ZHOL_OK;
}

/* A pass, else a link, else a place, economy or group; a message speaks of both. */
static zhol_status
read_closures(const zhol_world *w, const cli_value *value, zhol_scenario *s, lists *l,
    zhol_error *err)
{
    for (uint32_t i = 0; i < value->n; i++) {
        const char *name = value->text[i];
        zhol_ref ref = ZHOL_NO_ROW;
        zhol_error as_pass = { "" }, as_place = { "" };
        if (zhol_world_find_pass(w, name, &ref, &as_pass) == ZHOL_OK) {
            l->close_passes[s->n_close_passes++] = ref;
        } else if (zhol_world_find_link(w, name, &ref, NULL) == ZHOL_OK) {
            l->close_links[s->n_close_links++] = ref;
        } else if (zhol_world_find_scope(w, name, &l->close[s->n_close], &as_place)
                   != ZHOL_OK) {
            return cli_fail(
                err, ZHOL_USAGE, "--close: %s; %s", as_pass.message, as_place.message);
        } else {
            s->n_close++;
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_openings(const zhol_world *w, const cli_value *value, zhol_scenario *s, lists *l,
    zhol_error *err)
{
    for (uint32_t i = 0; i < value->n; i++) {
        const char *name = value->text[i];
        zhol_ref ref = ZHOL_NO_ROW;
        if (zhol_world_find_link(w, name, &ref, NULL) == ZHOL_OK) {
            l->open_links[s->n_open_links++] = ref;
        } else {
            const zhol_status status = zhol_world_find_pass(w, name, &ref, err);
            if (status != ZHOL_OK) {
                return status;
            }
            l->open_passes[s->n_open_passes++] = ref;
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_modes(const cli_value *value, uint32_t *modes, zhol_error *err)
{
    const char *list = value->n > 0 ? value->text[0] : "";

    *modes = 0;
    while (*list) {
        const size_t length = strcspn(list, ",");
        uint32_t mode = ZHOL_MODE_RAIL;
        while (mode < ZHOL_N_MODES
               && (strlen(zhol_mode_word(mode)) != length
                   || strncmp(zhol_mode_word(mode), list, length) != 0)) {
            mode++;
        }
        if (mode == ZHOL_N_MODES) {
            return cli_fail(err, ZHOL_USAGE,
                "--modes: '%.*s' is no mode; there are rail, road, sea, inland_water, "
                "rail_ferry, road_ferry, air, pipeline",
                (int) length, list);
        }
        *modes |= 1u << mode;
        list += length + (list[length] == ',');
    }
    return ZHOL_OK;
}

static zhol_status
read_scenario(const zhol_world *w, const cli_value *values, zhol_scenario *s, lists *l,
    zhol_error *err)
{
    zhol_status status = read_scopes(w, &values[AVOID], l->avoid, &s->n_avoid, err);

    if (status == ZHOL_OK) {
        status = read_closures(w, &values[CLOSE], s, l, err);
    }
    if (status == ZHOL_OK) {
        status = read_openings(w, &values[OPEN], s, l, err);
    }
    if (status == ZHOL_OK) {
        status = read_modes(&values[MODES], &s->modes, err);
    }
    s->year = (uint32_t) values[YEAR].number;
    s->as_of =
        (uint32_t) (values[AS_OF].n > 0 ? values[AS_OF].number : values[DEPART].number);
    s->regime = ZHOL_REGIME_NORMAL + values[REGIME].choice;
    s->avoid = l->avoid;
    s->close = l->close;
    s->close_passes = l->close_passes;
    s->close_links = l->close_links;
    s->open_passes = l->open_passes;
    s->open_links = l->open_links;
    return status;
}

static zhol_status
read_options(const zhol_world *w, const cli_value *values, zhol_route_options *o,
    lists *l, zhol_error *err)
{
    zhol_status status;

    zhol_route_defaults(o);
    status = read_scenario(w, values, &o->scenario, l, err);
    if (status == ZHOL_OK) {
        status = read_scopes(w, &values[VIA], l->via, &o->n_via, err);
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
    const zhol_report_options report = { .format = values[FORMAT].choice,
        .alternative = (uint32_t) values[ALTERNATIVE].number,
        .has_explanation = values[EXPLAIN].n > 0 };
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_end from, to;
    zhol_status status = zhol_end_read(w, values[FROM].text[0], &from, err);

    if (status == ZHOL_OK) {
        status = zhol_end_read(w, values[TO].text[0], &to, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_new(w, &router, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_find(router, &from, &to, c, options, &routes, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_routes(routes, &report, result, err);
    }
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
        .n_threads = values[THREADS].n > 0 ? (uint32_t) values[THREADS].number
                     : n_processors > 0    ? (uint32_t) n_processors
                                           : 1 };

    return zhol_report_batch(w, values[BATCH].text[0], &batch, result, err);
}

static zhol_status
check_operands(const cli_value *values, zhol_error *err)
{
    if (values[BATCH].n > 0 && values[FROM].n > 0) {
        return cli_fail(err, ZHOL_USAGE, "either FROM TO or --batch, not both");
    }
    if (values[BATCH].n > 0 && (values[FORMAT].n > 0 || values[EXPLAIN].n > 0)) {
        return cli_fail(err, ZHOL_USAGE,
            "a batch is answered in CSV: --format and --explain "
            "do not go with it");
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
    lists own = { .avoid = { { 0, 0 } } };
    zhol_status status = check_operands(values, err);

    if (status == ZHOL_OK) {
        status = read_consignment(values, &consignment, err);
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
