/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "cube.h"

enum {
    ECONOMY,
    PARTNERS,
    PRODUCTS,
    IMPORTS,
    NAMES,
    YEAR,
    EACH,
    MOST,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(COMPLEMENTARITY)
};

static const cli_arg args[] = {
    [ECONOMY] = { "ECONOMY", CLI_TEXT, .is_required = true,
        .help = "whose exports: an id of the file (KAZ) or a name" },
    [PARTNERS] = { "PARTNER", CLI_TEXT, .is_repeated = true,
        .help = "whose imports (default: all others)" },
    [PRODUCTS] = CLI_PRODUCTS_ROW(""),
    [IMPORTS] = CLI_IMPORTS_ROW,
    [NAMES] = CLI_NAMES_ROW,
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1, .max = 9999,
        .help = "only rows of this year" },
    [EACH] = { "--each", CLI_WHOLE, .value = "N", .min = 0, .max = 100000,
        .fallback = "3", .help = "products named for each partner" },
    [MOST] = { "--most", CLI_WHOLE, .value = "N", .min = 1, .max = 100000,
        .fallback = "20", .help = "lines of a table at most" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [COMPLEMENTARITY_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
answer(const cli_value *values, const zhol_world *world, const zhol_cube *cube,
    zhol_buffer *result, zhol_error *err)
{
    const zhol_cube_view view = { world, values[PRODUCTS].text[0], values[FORMAT].choice,
        (uint32_t) values[MOST].number };
    uint32_t partners[CLI_MAX_REPEATS];
    zhol_complement_options o = { .partners = partners,
        .n_partners = values[PARTNERS].n,
        .n_products = (uint32_t) values[EACH].number };
    zhol_complements *complements = NULL;
    zhol_status status =
        cli_find_in_cube(world, cube, values[ECONOMY].text[0], &o.economy, err);

    for (uint32_t i = 0; status == ZHOL_OK && i < values[PARTNERS].n; i++) {
        status =
            cli_find_in_cube(world, cube, values[PARTNERS].text[i], &partners[i], err);
    }
    if (status == ZHOL_OK) {
        status = zhol_complements_of(cube, &o, &complements, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_complements(cube, complements, &view, result, err);
    }
    zhol_complements_free(complements);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    const zhol_cube_options asked = { values[PRODUCTS].text[0], values[IMPORTS].text[0],
        (uint32_t) values[YEAR].number, values[NAMES].text[0] };
    zhol_world *world = NULL;
    zhol_cube *cube = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = ZHOL_OK;

    if (!asked.path) {
        return cli_fail(err, ZHOL_USAGE,
            "--products is missing: a file of all economies' trade by product");
    }
    status = cli_open_world(&values[COMPLEMENTARITY_WORLD], &world, err);
    if (status == ZHOL_OK) {
        status = zhol_cube_read(&asked, &cube, err);
    }
    if (status == ZHOL_OK) {
        status = answer(values, world, cube, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_cube_free(cube);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_trade_complementarity = { "trade complementarity",
    "whose imports fit an economy's exports, and who competes",
    "ECONOMY [PARTNER..] --products FILE [options]",
    "  zhol trade complementarity KAZ CHN RUS --products world.csv.gz\n"
    "  zhol trade complementarity KAZ --products exports.csv --imports imports.csv\n"
    "  zhol trade complementarity KAZ --products pairs.csv --format json\n",
    args, run };
