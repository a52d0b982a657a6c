/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

enum {
    FROM,
    CLI_GOODS_ENUM(REACH),
    CLI_SCENARIO_ENUM(REACH),
    FIGURES_YEAR,
    COMPARE,
    PLOT,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(REACH)
};

static const cli_arg args[] = {
    [FROM] = { "FROM", CLI_TEXT, .is_required = true,
        .help = "a place, or an economy: then the average of its cities, by people" },
    [REACH_GOODS] = CLI_GOODS_ROWS,
    [REACH_YEAR] = CLI_SCENARIO_ROWS,
    [FIGURES_YEAR] = { "--figures-year", CLI_WHOLE, .value = "Y", .min = 1960,
        .max = 2100,
        .help =
            "people, GDP and trade of about that year (default: the network's year)" },
    [COMPARE] = { "--compare", CLI_FLAG,
        .help = "shows the change against the network of the data year without --year, "
                "--with, --without, --close, --open, --avoid, --regime and --modes" },
    [PLOT] = { "--plot", CLI_TEXT, .value = "FILE.svg",
        .help = "draws the curves into a file as well" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [REACH_WORLD] = CLI_WORLD_ROWS,
    { NULL, CLI_END },
};

/* The reach asked for and, with --compare, that of the world as it is. The figures are
 * the same for both, so that what changes is the network. */
static zhol_status
find(const zhol_world *w, const cli_value *values, zhol_reach **reach, zhol_reach **base,
    zhol_error *err)
{
    zhol_reach_query query = { .figures_year = (uint32_t) values[FIGURES_YEAR].number };
    cli_lists lists;
    zhol_status status = zhol_world_find_scope(w, values[FROM].text[0], &query.from, err);

    if (status == ZHOL_OK) {
        status = cli_read_goods(&values[REACH_GOODS], &query.consignment, err);
    }
    zhol_scenario_defaults(&query.scenario);
    if (status == ZHOL_OK) {
        status = cli_read_scenario(w, &values[REACH_YEAR], &query.scenario, &lists, err);
    }
    if (status == ZHOL_OK && values[COMPARE].n > 0 && !query.figures_year) {
        query.figures_year = zhol_world_data_year(w);
    }
    if (status == ZHOL_OK) {
        status = zhol_reach_new(w, &query, reach, err);
    }
    if (status == ZHOL_OK && values[COMPARE].n > 0) {
        zhol_scenario_defaults(&query.scenario);
        status = zhol_reach_new(w, &query, base, err);
    }
    return status;
}

static zhol_status
draw(const zhol_reach *reach, const zhol_reach *base, const cli_value *values,
    zhol_error *err)
{
    zhol_buffer picture = { 0 };
    zhol_status status = ZHOL_OK;

    if (values[PLOT].n > 0) {
        status = zhol_report_reach_plot(reach, base, &picture, err);
    }
    if (values[PLOT].n > 0 && status == ZHOL_OK) {
        status = zhol_buffer_save(&picture, values[PLOT].text[0], err);
    }
    zhol_buffer_free(&picture);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_world *world = NULL;
    zhol_reach *reach = NULL, *base = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = cli_open_world(&values[REACH_WORLD], &world, err);

    if (status == ZHOL_OK) {
        status = find(world, values, &reach, &base, err);
    }
    if (status == ZHOL_OK) {
        status = draw(reach, base, values, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_reach(reach, base, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_reach_free(reach);
    zhol_reach_free(base);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_reach = { "reach",
    "what a place or an economy reaches: shares of the world, oceans", "FROM [options]",
    "  zhol reach Almaty\n  zhol reach Almaty --year 2013 --compare --plot almaty.svg\n"
    "  zhol reach Kazakhstan --without khorgos_rail_kz --compare\n",
    args, run };
