/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

enum { NAME, YEAR, DIRECTION, FORMAT, OUTPUT, CLI_WORLD_ENUM(BORDER) };

static const cli_arg args[] = {
    [NAME] = { "NAME", CLI_TEXT, .is_required = true,
        .help = "a place on either side, a link's id, or two economies: KAZ-CHN" },
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1990, .max = 2050,
        .help = "only this year (default: all that rows have)" },
    [DIRECTION] = { "--direction", CLI_TEXT, .value = "WAY",
        .help = "out (of the side named first), in (to it), or two economies: CHN-KAZ "
                "(default: both ways)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|md", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [BORDER_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_MD };
    const zhol_border_view view = { .format = formats[values[FORMAT].choice],
        .year = (uint32_t) values[YEAR].number,
        .direction = values[DIRECTION].text[0] };
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = cli_open_world(&values[BORDER_WORLD], &world, err);

    if (status == ZHOL_OK) {
        status = zhol_report_border(world, values[NAME].text[0], &view, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_border = { "border", "crossings of a border side by side",
    "NAME [options]",
    "  zhol border Dostyk\n  zhol border KAZ-CHN --year 2023\n"
    "  zhol border KAZ-CHN --direction CHN-KAZ --format md\n",
    args, run };
