/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

enum { NAME, MOST, FORMAT, OUTPUT, CLI_WORLD_ENUM(PLACES) };
enum { MAX_MATCHES = 100 };

static const cli_arg args[] = {
    [NAME] = { "NAME", CLI_TEXT, .is_required = true,
        .help = "a name in any language of the data, an id or an UN/LOCODE" },
    [MOST] = { "--most", CLI_WHOLE, .value = "N", .min = 1, .max = MAX_MATCHES,
        .fallback = "8", .help = "places listed at most" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [PLACES_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_match matches[MAX_MATCHES];
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = cli_open_world(&values[PLACES_WORLD], &world, err);

    if (status == ZHOL_OK) {
        const uint32_t n = zhol_world_find_places(
            world, values[NAME].text[0], matches, (uint32_t) values[MOST].number);
        status = n > 0 ? zhol_report_places(world, matches, n, &options, &result, err)
                       : cli_fail(err, ZHOL_NONE, "no place is called anything like '%s'",
                           values[NAME].text[0]);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_places = { "places", "what a name may mean", "NAME [options]",
    "  zhol places Dostyk\n  zhol places Друж --format json\n  zhol places CNSHA\n", args,
    run };
