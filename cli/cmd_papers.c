/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

enum {
    FROM,
    TO,
    CLI_GOODS_ENUM(PAPERS),
    CLI_SCENARIO_ENUM(PAPERS),
    CLI_KNOWN_ENUM(PAPERS),
    VIA,
    ALTERNATIVE,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(PAPERS)
};

static const cli_arg args[] = {
    [FROM] = { "FROM", CLI_TEXT, .is_required = true,
        .help = "where the goods are: a name, id, UN/LOCODE or lon,lat" },
    [TO] = { "TO", CLI_TEXT, .is_required = true, .help = "where they go" },
    [PAPERS_GOODS] = CLI_GOODS_ROWS,
    [PAPERS_YEAR] = CLI_SCENARIO_ROWS,
    [PAPERS_REGION] = CLI_KNOWN_ROWS,
    [VIA] = { "--via", CLI_TEXT, .value = "PLACE", .is_repeated = true,
        .help = "must pass this place, economy or group; several: in this order" },
    [ALTERNATIVE] = { "--alternative", CLI_WHOLE, .value = "K", .min = 1, .max = 100,
        .help = "the way of `zhol route` that is looked at (default: the first)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|md", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [PAPERS_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

typedef struct lists {
    cli_lists scenario;
    zhol_scope via[CLI_MAX_REPEATS];
} lists;

/* The ways that obey the rules; if there are none, those that do not, so that the sheet
 * tells what bars them; the status stays ZHOL_NONE and its message says why. */
static zhol_status
find_ways(const zhol_world *w, const zhol_end ends[2], const zhol_papers_query *q,
    zhol_route_options *o, zhol_routes **routes, zhol_error *err)
{
    zhol_router *router = NULL;
    zhol_status status = zhol_router_new(w, &router, err);

    if (status == ZHOL_OK) {
        status =
            zhol_router_find(router, &ends[0], &ends[1], &q->consignment, o, routes, err);
    }
    if (status == ZHOL_NONE && o->scenario.n_bars > 0) {
        zhol_error other = { "" };
        o->scenario.n_bars = 0;
        if (zhol_router_find(
                router, &ends[0], &ends[1], &q->consignment, o, routes, &other)
            != ZHOL_OK) {
            *routes = NULL;
        }
    }
    zhol_router_free(router);
    return status;
}

/* ZHOL_NONE with a sheet in @p result: the rules leave no way, and it says why. */
static zhol_status
answer(const zhol_world *w, const cli_value *values, const zhol_papers_query *q,
    zhol_route_options *o, zhol_buffer *result, zhol_error *err)
{
    const zhol_report_options report = { .format = values[FORMAT].choice == 2
                                                       ? ZHOL_FORMAT_MD
                                                   : values[FORMAT].choice == 1
                                                       ? ZHOL_FORMAT_JSON
                                                       : ZHOL_FORMAT_TABLE,
        .alternative = (uint32_t) values[ALTERNATIVE].number };
    const bool is_obedient = !cli_ignores_rules(&values[PAPERS_REGION]);
    zhol_papers *papers = NULL;
    zhol_routes *routes = NULL;
    zhol_end ends[2];
    zhol_status status = zhol_end_read(w, values[FROM].text[0], &ends[0], err);

    if (status == ZHOL_OK) {
        status = zhol_end_read(w, values[TO].text[0], &ends[1], err);
    }
    if (status == ZHOL_OK) {
        status = cli_obey_rules(w, ends, q, &o->scenario, &papers, err);
    }
    if (status == ZHOL_OK) {
        o->scenario.n_bars = is_obedient ? o->scenario.n_bars : 0;
        status = find_ways(w, ends, q, o, &routes, err);
    }
    if (routes && (status == ZHOL_OK || status == ZHOL_NONE)) {
        zhol_error late = { "" };
        const zhol_status written =
            zhol_report_papers(routes, papers, &report, result, &late);
        if (written != ZHOL_OK) {
            *err = late;
            status = written;
        }
    }
    zhol_papers_free(papers);
    zhol_routes_free(routes);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_papers_query query = { .known = cli_read_known(&values[PAPERS_REGION]) };
    zhol_route_options options;
    lists own = { .via = { { 0, 0 } } };
    zhol_status status = cli_read_goods(&values[PAPERS_GOODS], &query.consignment, err);

    zhol_route_defaults(&options);
    if (status == ZHOL_OK) {
        status = cli_open_world(&values[PAPERS_WORLD], &world, err);
    }
    if (status == ZHOL_OK) {
        status = cli_read_scenario(
            world, &values[PAPERS_YEAR], &options.scenario, &own.scenario, err);
    }
    if (status == ZHOL_OK) {
        status = cli_read_scopes(world, &values[VIA], own.via, &options.n_via, err);
    }
    options.via = own.via;
    if (values[ALTERNATIVE].number > options.n_alternatives) {
        options.n_alternatives = (uint32_t) values[ALTERNATIVE].number;
    }
    if (status == ZHOL_OK) {
        status = answer(world, values, &query, &options, &result, err);
    }
    if (result.data) {
        zhol_error late = { "" };
        const zhol_status written = cli_write(&result, &values[OUTPUT], &late);
        if (written != ZHOL_OK) {
            *err = late;
            status = written;
        }
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_papers = { "papers",
    "what states ask of a shipment: documents, barred borders, "
    "open questions, lead time",
    "FROM TO --goods HS [options]",
    "  zhol papers Almaty Urumqi --goods 5101 --as-of 2019-09-10\n"
    "  zhol papers Almaty Urumqi --goods 0204 --via dostyk --origin-region abai "
    "--registered yes\n",
    args, run };
