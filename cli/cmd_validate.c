/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

enum { CASE, CASES, FORMAT, OUTPUT, CLI_WORLD_ENUM(VALIDATE) };

static const cli_arg args[] = {
    [CASE] = { "--case", CLI_TEXT, .value = "ID", .help = "this case alone" },
    [CASES] = { "--cases", CLI_TEXT, .value = "FILE",
        .help = "cases of your own, with the columns of the default ones (default: "
                "cases.csv beside the world file)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv|md",
        .fallback = "table", .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [VALIDATE_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_CSV, ZHOL_FORMAT_MD };
    const zhol_report_options options = { .format = formats[values[FORMAT].choice] };
    zhol_world *world = NULL;
    zhol_ledger *ledger = NULL;
    zhol_buffer result = { 0 };
    char path[CLI_MAX_PATH];
    zhol_status status = cli_open_world(&values[VALIDATE_WORLD], &world, err);

    if (status == ZHOL_OK) {
        status = cli_find_data(&values[CASES], "cases.csv", path, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_ledger_read(path, &ledger, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_ledger_run(world, ledger, values[CASE].text[0], err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_ledger(world, ledger, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_ledger_free(ledger);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_validate = { "validate",
    "published cases beside what the model says of them: the public ledger", "[options]",
    "  zhol validate\n  zhol validate --case V20\n  zhol validate --cases mine.csv "
    "--format json\n",
    args, run };
