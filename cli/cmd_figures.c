/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

enum { WHOSE, INDICATOR, YEAR, VINTAGE, AS_OF, FORMAT, OUTPUT, CLI_WORLD_ENUM(FIGURES) };

static const cli_arg args[] = {
    [WHOSE] = { "ECONOMY", CLI_TEXT, .is_required = true, .is_repeated = true,
        .help = "an economy or group; several are added up" },
    [INDICATOR] = { "--indicator", CLI_TEXT, .value = "NAME",
        .help = "population, gdp_nominal_usd, gdp_ppp_usd, exports_usd, imports_usd, "
                "consumption_usd, ... (default: all)" },
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1900, .max = 2100,
        .help = "figures of that year only" },
    [VINTAGE] = { "--vintage", CLI_TEXT, .value = "NAME",
        .help = "figures of that publication only" },
    [AS_OF] = { "--as-of", CLI_DATE, .value = "DATE",
        .help = "memberships of that day (default: 1 July of the year asked for, else of "
                "the data year)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [FIGURES_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_scope scopes[CLI_MAX_REPEATS];
    zhol_figures_query query = { .scopes = scopes,
        .indicator = values[INDICATOR].text[0],
        .vintage = values[VINTAGE].text[0],
        .year = (uint32_t) values[YEAR].number };
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = cli_open_world(&values[FIGURES_WORLD], &world, err);

    if (status == ZHOL_OK) {
        const uint32_t year = query.year ? query.year : zhol_world_data_year(world);
        query.as_of =
            values[AS_OF].n > 0 ? (uint32_t) values[AS_OF].number : year * 10000 + 701;
        status = cli_read_scopes(world, &values[WHOSE], scopes, &query.n_scopes, err);
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < query.n_scopes; i++) {
        if (scopes[i].kind != ZHOL_SCOPE_ECONOMY && scopes[i].kind != ZHOL_SCOPE_GROUP) {
            status = cli_fail(
                err, ZHOL_USAGE, "'%s' is no economy or group", values[WHOSE].text[i]);
        }
    }
    if (status == ZHOL_OK) {
        status = zhol_report_figures(world, &query, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_figures = { "figures",
    "what is known of an economy: people, GDP, trade, and its share of the world",
    "ECONOMY... [options]",
    "  zhol figures CHN --indicator gdp_ppp_usd\n  zhol figures ASEAN EU IND --year "
    "2018\n",
    args, run };
