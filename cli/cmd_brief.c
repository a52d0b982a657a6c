/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

enum {
    FIRST,
    SECOND,
    ROUTE,
    ALTERNATIVE,
    CLI_GOODS_ENUM(BRIEF),
    CLI_SCENARIO_ENUM(BRIEF),
    CLI_KNOWN_ENUM(BRIEF),
    LANDED,
    CURRENCY,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(BRIEF)
};

static const cli_arg args[] = {
    [FIRST] = { "A", CLI_TEXT, .is_required = true,
        .help = "an economy; with --route the place where the goods are" },
    [SECOND] = { "B", CLI_TEXT, .is_required = true,
        .help = "another economy; with --route where they go" },
    [ROUTE] = { "--route", CLI_FLAG,
        .help = "a sheet on one shipment from place A to B" },
    [ALTERNATIVE] = { "--alternative", CLI_WHOLE, .value = "K", .min = 1, .max = 100,
        .fallback = "1", .help = "of --route: the way shown leg by leg" },
    [BRIEF_GOODS] = CLI_GOODS_ROWS,
    [BRIEF_YEAR] = CLI_SCENARIO_ROWS,
    [BRIEF_REGION] = CLI_KNOWN_ROWS,
    [LANDED] = { "--landed", CLI_FLAG,
        .help = "of --route: insurance, duty, tax and fees as well" },
    [CURRENCY] = { "--currency", CLI_TEXT, .value = "CODE",
        .help = "of --landed: amounts in this currency too" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "html|md", .fallback = "html",
        .help = "one self-contained HTML file, or Markdown without pictures" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [BRIEF_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
on_economies(const zhol_world *w, const cli_value *values,
    const zhol_brief_options *options, zhol_buffer *result, zhol_error *err)
{
    zhol_ref a, b;
    zhol_status status = zhol_world_find_economy(w, values[FIRST].text[0], &a, err);

    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(w, values[SECOND].text[0], &b, err);
    }
    return status == ZHOL_OK ? zhol_report_brief(w, a, b, options, result, err) : status;
}

static zhol_status
on_shipment(const zhol_world *w, const cli_value *values,
    const zhol_brief_options *options, zhol_buffer *result, zhol_error *err)
{
    const zhol_landed_options landed = { .currency = values[CURRENCY].text[0],
        .parcel_value_usd = ZHOL_NOT_GIVEN };
    zhol_brief_options sheet = *options;
    zhol_papers_query query = { .known = cli_read_known(&values[BRIEF_REGION]) };
    zhol_papers *papers = NULL;
    zhol_route_options route;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_end ends[2];
    zhol_status status = cli_read_goods(&values[BRIEF_GOODS], &query.consignment, err);

    zhol_route_defaults(&route);
    route.scenario = options->scenario;
    if (status == ZHOL_OK) {
        status = zhol_end_read(w, values[FIRST].text[0], &ends[0], err);
    }
    if (status == ZHOL_OK) {
        status = zhol_end_read(w, values[SECOND].text[0], &ends[1], err);
    }
    if (status == ZHOL_OK && query.consignment.hs[0]
        && !cli_ignores_rules(&values[BRIEF_REGION])) {
        status = cli_obey_rules(w, ends, &query, &route.scenario, &papers, err);
        sheet.papers = papers;
    }
    if (status == ZHOL_OK) {
        status = zhol_router_new(w, &router, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_find(
            router, &ends[0], &ends[1], &query.consignment, &route, &routes, err);
    }
    sheet.landed = values[LANDED].n > 0 ? &landed : NULL;
    if (status == ZHOL_OK) {
        status = zhol_report_brief_route(
            routes, (uint32_t) values[ALTERNATIVE].number - 1, &sheet, result, err);
    }
    zhol_routes_free(routes);
    zhol_papers_free(papers);
    zhol_router_free(router);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_brief_options options = { .is_markdown = values[FORMAT].choice == 1 };
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    cli_lists lists;
    zhol_status status = cli_open_world(&values[BRIEF_WORLD], &world, err);

    zhol_scenario_defaults(&options.scenario);
    if (status == ZHOL_OK) {
        status =
            cli_read_scenario(world, &values[BRIEF_YEAR], &options.scenario, &lists, err);
    }
    if (status == ZHOL_OK) {
        status = (values[ROUTE].n > 0 ? on_shipment : on_economies)(
            world, values, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_brief = { "brief",
    "one sheet on two economies, or on one shipment, to print",
    "A B [options] | A B --route [options]",
    "  zhol brief KAZ CHN -o kaz-chn.html\n"
    "  zhol brief Almaty Lianyungang --route --goods 1204 -o flax.html\n",
    args, run };
