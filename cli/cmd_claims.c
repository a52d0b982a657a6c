/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

enum { NUMBER, FORMAT, OUTPUT, CLI_WORLD_ENUM(CLAIMS) };

static const cli_arg args[] = {
    [NUMBER] = { "N", CLI_WHOLE, .min = 1, .max = 1000,
        .help = "number of a statement: its steps, and the commands that give the same "
                "numbers (default: all statements)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|md", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [CLAIMS_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_MD };
    const zhol_report_options options = { .format = formats[values[FORMAT].choice] };
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = cli_open_world(&values[CLAIMS_WORLD], &world, err);

    if (status == ZHOL_OK) {
        status = zhol_report_claims(
            world, (uint32_t) values[NUMBER].number, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_claims = { "claims",
    "what was said in the interview of 2019, and what open data say", "[N] [options]",
    "  zhol claims\n  zhol claims 4\n  zhol claims --format md -o claims.md\n", args,
    run };
