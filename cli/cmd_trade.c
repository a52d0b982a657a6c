/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "cube.h"

#include <string.h>

enum {
    ACTION,
    ECONOMY,
    PARTNER,
    FLOW,
    YEAR,
    FROM,
    TO,
    VINTAGE,
    DIGITS,
    BY,
    PANEL,
    PRODUCTS,
    IMPORTS,
    NAMES,
    RCA,
    DEVIATION,
    LEAST_EXPORTS,
    LEAST_PRODUCTS,
    LEAST_WORLD,
    MOST,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(TRADE)
};
enum { PARTNERS, STRUCTURE, GROWTH };

static const cli_arg args[] = {
    [ACTION] = { "ACTION", CLI_CHOICE, .choices = "partners|structure|growth",
        .is_required = true,
        .help = "partners: values, shares and ranks; structure: concentration and stages "
                "of processing; growth: between two years, and who made it" },
    [ECONOMY] = { "ECONOMY", CLI_TEXT, .is_required = true,
        .help =
            "who reports: an ISO code (KAZ) or a name; with --products also all: every "
            "economy of the file, by complexity" },
    [PARTNER] = { "--partner", CLI_TEXT, .value = "ECONOMY",
        .help = "trade with this economy only; of partners: all years, as both report "
                "it" },
    [FLOW] = { "--flow", CLI_CHOICE,
        .choices = "export|import|fdi_inflow|fdi_stock|fdi_cumulative",
        .help = "what flows (default: of partners exports and imports, else export); "
                "fdi_...: direct investment from the partners" },
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1900, .max = 2100,
        .help = "only this year; of structure with its members (default: all years)" },
    [FROM] = { "--from", CLI_WHOLE, .value = "Y", .min = 1900, .max = 2100,
        .help = "the first year (default: the first there is)" },
    [TO] = { "--to", CLI_WHOLE, .value = "Y", .min = 1900, .max = 2100,
        .help = "the last year (default: the last there is)" },
    [VINTAGE] = { "--vintage", CLI_TEXT, .value = "NAME",
        .help = "only figures of this publication (default: each by itself)" },
    [DIGITS] = { "--digits", CLI_CHOICE, .choices = "listed|2|4|6", .fallback = "listed",
        .help = "digits of HS codes that make a product (default: as fine as listed)" },
    [BY] = { "--by", CLI_CHOICE, .choices = "partner|product", .fallback = "partner",
        .help = "whose contributions growth is divided into (with --partner: product)" },
    [PANEL] = { "--file", CLI_TEXT, .value = "CSV",
        .help = "your own figures instead of the tables: columns reporter, flow, year, "
                "value_usd and, if you like, partner, hs, vintage, in any order" },
    [PRODUCTS] = CLI_PRODUCTS_ROW("of structure: "),
    [IMPORTS] = CLI_IMPORTS_ROW,
    [NAMES] = CLI_NAMES_ROW,
    [RCA] = { "--rca", CLI_NUMBER, .value = "X", .min = 1e-6, .max = 1e6, .fallback = "1",
        .help =
            "with --products: revealed comparative advantage from which on an economy "
            "has an advantage" },
    [DEVIATION] = { "--deviation", CLI_CHOICE, .choices = "population|sample",
        .fallback = "population",
        .help = "with --products: the standard deviation that complexity is divided by" },
    [LEAST_EXPORTS] = { "--least-exports", CLI_NUMBER, .value = "X", .min = 0,
        .max = 1e18, .fallback = "0",
        .help = "with --products: leave out of RCA and complexity economies that export "
                "less, unit of the file" },
    [LEAST_PRODUCTS] = { "--least-products", CLI_WHOLE, .value = "N", .min = 0,
        .max = 1000000, .fallback = "0",
        .help = "with --products: leave out of them economies with fewer products" },
    [LEAST_WORLD] = { "--least-world", CLI_NUMBER, .value = "X", .min = 0, .max = 1e18,
        .fallback = "0",
        .help = "with --products: leave out of them products that the world exports less "
                "of" },
    [MOST] = { "--most", CLI_WHOLE, .value = "N", .min = 1, .max = 100000,
        .fallback = "20", .help = "lines of each list of a table at most" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [TRADE_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
read_options(
    const zhol_world *w, const cli_value *values, zhol_trade_options *o, zhol_error *err)
{
    const bool is_partners = values[ACTION].choice == PARTNERS;
    zhol_status status;

    zhol_trade_options_defaults(o);
    status = zhol_world_find_economy(w, values[ECONOMY].text[0], &o->economy, err);
    if (status == ZHOL_OK && values[PARTNER].n > 0) {
        status = zhol_world_find_economy(w, values[PARTNER].text[0], &o->partner, err);
    }
    if (status == ZHOL_OK && values[YEAR].n > 0
        && (values[FROM].n > 0 || values[TO].n > 0)) {
        status = cli_fail(err, ZHOL_USAGE, "--year is one year: give it or --from, --to");
    }
    if (status == ZHOL_OK && values[YEAR].n > 0 && values[ACTION].choice == GROWTH) {
        status = cli_fail(err, ZHOL_USAGE, "growth has two years: --from and --to");
    }
    o->flow = values[FLOW].n > 0 ? values[FLOW].choice
              : is_partners      ? ZHOL_FLOW_GOODS
                                 : (uint32_t) ZHOL_FLOW_EXPORT;
    o->from = (uint32_t) values[values[YEAR].n > 0 ? YEAR : FROM].number;
    o->to = (uint32_t) values[values[YEAR].n > 0 ? YEAR : TO].number;
    o->vintage = values[VINTAGE].text[0];
    o->digits = 2 * values[DIGITS].choice;
    o->by = values[BY].n > 0            ? (zhol_trade_by) values[BY].choice
            : o->partner != ZHOL_NO_ROW ? ZHOL_BY_PRODUCT
                                        : ZHOL_BY_PARTNER;
    return status;
}

/* One partner: its own report may be missing, and so may the mirror of investment. */
static zhol_status
report_partner(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_trade_view *view, zhol_buffer *result, zhol_error *err)
{
    const bool has_mirror = asked->flow == ZHOL_FLOW_GOODS
                            || asked->flow == ZHOL_FLOW_EXPORT
                            || asked->flow == ZHOL_FLOW_IMPORT;
    zhol_partners *partners = NULL;
    zhol_mirror *mirror = NULL;
    zhol_status status = zhol_trade_partners(panel, asked, &partners, err);

    if (has_mirror && (status == ZHOL_OK || status == ZHOL_NONE)) {
        status = zhol_trade_mirror(panel, asked, &mirror, err);
    }
    if (status == ZHOL_OK) {
        const zhol_partner_views views = { partners, mirror };
        status = zhol_report_partner(panel, asked, &views, view, result, err);
    }
    zhol_partners_free(partners);
    zhol_mirror_free(mirror);
    return status;
}

static zhol_status
report_partners(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_trade_view *view, zhol_buffer *result, zhol_error *err)
{
    zhol_partners *partners = NULL;
    zhol_status status = zhol_trade_partners(panel, asked, &partners, err);

    if (status == ZHOL_OK) {
        status = zhol_report_partners(panel, asked, partners, view, result, err);
    }
    zhol_partners_free(partners);
    return status;
}

static zhol_status
report_structure(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_trade_view *view, zhol_buffer *result, zhol_error *err)
{
    zhol_structures *structures = NULL;
    zhol_status status = zhol_trade_structure(panel, asked, &structures, err);

    if (status == ZHOL_OK) {
        status = zhol_report_structure(panel, asked, structures, view, result, err);
    }
    zhol_structures_free(structures);
    return status;
}

static zhol_status
report_growth(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_trade_view *view, zhol_buffer *result, zhol_error *err)
{
    zhol_growth *growth = NULL;
    zhol_status status = zhol_trade_growth(panel, asked, &growth, err);

    if (status == ZHOL_OK) {
        status = zhol_report_growth(panel, asked, growth, view, result, err);
    }
    zhol_growth_free(growth);
    return status;
}

static zhol_status
answer(const zhol_panel *panel, const zhol_trade_options *asked, const cli_value *values,
    zhol_error *err)
{
    const zhol_trade_view view = { values[FORMAT].choice,
        (uint32_t) values[MOST].number };
    zhol_buffer result = { 0 };
    zhol_status status = ZHOL_OK;

    if (values[ACTION].choice == STRUCTURE) {
        status = report_structure(panel, asked, &view, &result, err);
    } else if (values[ACTION].choice == GROWTH) {
        status = report_growth(panel, asked, &view, &result, err);
    } else if (asked->partner != ZHOL_NO_ROW) {
        status = report_partner(panel, asked, &view, &result, err);
    } else {
        status = report_partners(panel, asked, &view, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    return status;
}

/* Options that say nothing about a file of products, and those that need one. */
static zhol_status
check_products(const cli_value *values, zhol_error *err)
{
    static const int others[] = { PARTNER, FLOW, FROM, TO, VINTAGE, DIGITS, BY, PANEL };
    static const int own[] = { IMPORTS, NAMES, RCA, DEVIATION, LEAST_EXPORTS,
        LEAST_PRODUCTS, LEAST_WORLD };

    if (values[PRODUCTS].n == 0) {
        for (size_t k = 0; k < sizeof own / sizeof own[0]; k++) {
            if (values[own[k]].n > 0) {
                return cli_fail(err, ZHOL_USAGE,
                    "%s is about a file of all economies' products: give --products too",
                    args[own[k]].name);
            }
        }
        return ZHOL_OK;
    }
    if (values[ACTION].choice != STRUCTURE) {
        return cli_fail(err, ZHOL_USAGE, "--products is for structure");
    }
    for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
        if (values[others[k]].n > 0) {
            return cli_fail(err, ZHOL_USAGE, "--products and %s do not go together",
                args[others[k]].name);
        }
    }
    return ZHOL_OK;
}

/* UINT32_MAX: all economies. */
static zhol_status
find_indices(const zhol_cube *cube, uint32_t economy, const zhol_index_options *o,
    const zhol_cube_view *view, zhol_buffer *result, zhol_error *err)
{
    zhol_complexity *complexity = NULL;
    zhol_indices *indices = NULL;
    zhol_ranking *ranking = NULL;
    zhol_status status = zhol_complexity_of(cube, o, &complexity, err);

    if (status == ZHOL_OK && economy == UINT32_MAX) {
        status = zhol_ranking_of(cube, complexity, &ranking, err);
        if (status == ZHOL_OK) {
            status = zhol_report_ranking(cube, complexity, ranking, view, result, err);
        }
    } else if (status == ZHOL_OK) {
        status = zhol_indices_of(cube, complexity, economy, &indices, err);
        if (status == ZHOL_OK) {
            const zhol_index_answer answer = { o, complexity, indices };
            status = zhol_report_indices(cube, &answer, view, result, err);
        }
    }
    zhol_ranking_free(ranking);
    zhol_indices_free(indices);
    zhol_complexity_free(complexity);
    return status;
}

/* Every index of one economy in a file of all, or the main ones of all. */
static zhol_status
run_products(const cli_value *values, const zhol_world *world, zhol_error *err)
{
    const zhol_cube_options asked = { values[PRODUCTS].text[0], values[IMPORTS].text[0],
        (uint32_t) values[YEAR].number, values[NAMES].text[0] };
    const zhol_cube_view view = { world, asked.path, values[FORMAT].choice,
        (uint32_t) values[MOST].number };
    zhol_index_options o;
    zhol_cube *cube = NULL;
    zhol_buffer result = { 0 };
    uint32_t economy = UINT32_MAX;
    zhol_status status = zhol_cube_read(&asked, &cube, err);

    zhol_index_options_defaults(&o);
    o.least_rca = values[RCA].number;
    o.deviation = (zhol_deviation) values[DEVIATION].choice;
    o.least_exports = values[LEAST_EXPORTS].number;
    o.least_products = (uint32_t) values[LEAST_PRODUCTS].number;
    o.least_world = values[LEAST_WORLD].number;
    if (status == ZHOL_OK && strcmp(values[ECONOMY].text[0], "all") != 0) {
        status = cli_find_in_cube(world, cube, values[ECONOMY].text[0], &economy, err);
    }
    if (status == ZHOL_OK) {
        status = find_indices(cube, economy, &o, &view, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_cube_free(cube);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_world *world = NULL;
    zhol_panel *panel = NULL;
    zhol_trade_options asked;
    zhol_status status = check_products(values, err);

    if (status == ZHOL_OK) {
        status = cli_open_world(&values[TRADE_WORLD], &world, err);
    }
    if (status == ZHOL_OK && values[PRODUCTS].n > 0) {
        status = run_products(values, world, err);
        zhol_world_free(world);
        return status;
    }
    if (status == ZHOL_OK) {
        status = read_options(world, values, &asked, err);
    }
    if (status == ZHOL_OK) {
        status = values[PANEL].n > 0
                     ? zhol_panel_read(world, values[PANEL].text[0], &panel, err)
                     : zhol_panel_of_world(world, &panel, err);
    }
    if (status == ZHOL_OK) {
        status = answer(panel, &asked, values, err);
    }
    zhol_panel_free(panel);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_trade = { "trade", "partners, structure and growth of trade",
    "partners|structure|growth ECONOMY [options]",
    "  zhol trade partners KAZ --partner CHN\n"
    "  zhol trade structure KAZ --year 2019\n"
    "  zhol trade growth KAZ --from 2018 --to 2019 --by product\n"
    "  zhol trade structure KAZ --file panel.csv --format json\n"
    "  zhol trade structure KAZ --products world.csv.gz\n"
    "  zhol trade structure all --products world.csv.gz --most 30\n",
    args, run };
