/* SPDX-License-Identifier: Apache-2.0 */
/* Options that several commands share: what is sent, and the changed look at the world.
 *
 * A command writes CLI_GOODS_ENUM(ROUTE) in its enum and [ROUTE_GOODS] = CLI_GOODS_ROWS
 * in its table, and hands &values[ROUTE_GOODS] to the reader. */
#ifndef ZHOL_CLI_OPTIONS_H
#define ZHOL_CLI_OPTIONS_H

#include "cli.h"

#define CLI_GOODS_ENUM(P)                                                               \
    P##_GOODS, P##_MASS, P##_UNITS, P##_VALUE, P##_REEFER, P##_DANGEROUS, P##_OVERSIZE, \
        P##_DRIVERS
#define CLI_GOODS_ROWS                                                                   \
    { "--goods", CLI_TEXT, .value = "HS",                                                \
        .help = "what they are: HS code of 2, 4 or 6 digits (default: general cargo)" }, \
        { "--mass", CLI_NUMBER, .value = "T", .min = 0.001, .max = 100000, .unit = "t",  \
            .help = "their mass in tonnes (default: 20); alone: as many of each mode's " \
                    "units as "                                                          \
                    "it needs" },                                                        \
        { "--units", CLI_TEXT, .value = "UNITS",                                         \
            .help = "how they are packed: 1FEU, 2TEU, 3wagon, truck (default: 1FEU)" },  \
        { "--value", CLI_NUMBER, .value = "USD", .min = 0, .max = 1e12,                  \
            .help = "their value in USD (default: by commodity, else 50000)" },          \
        { "--reefer", CLI_FLAG, .help = "they must be cooled" },                         \
        { "--dangerous", CLI_FLAG, .help = "they are dangerous goods" },                 \
        { "--oversize", CLI_FLAG, .help = "they are oversize" },                         \
    {                                                                                    \
        "--drivers", CLI_WHOLE, .value = "N", .min = 1, .max = 2, .fallback = "1",       \
                                .help = "drivers of a truck"                             \
    }

/* Reads them into a consignment and checks it. */
zhol_status cli_read_goods(const cli_value *values, zhol_consignment *c, zhol_error *err);

#define CLI_SCENARIO_ENUM(P)                                                    \
    P##_YEAR, P##_AS_OF, P##_REGIME, P##_AVOID, P##_CLOSE, P##_OPEN, P##_MODES, \
        P##_WITH, P##_WITHOUT
#define CLI_SCENARIO_ROWS                                                                \
    { "--year", CLI_WHOLE, .value = "Y", .min = 1990, .max = 2050,                       \
        .help = "network and rows of that year (default: the data year)" },              \
        { "--as-of", CLI_DATE, .value = "DATE",                                          \
            .help = "closures and memberships of that day (default: the day of "         \
                    "departure, else "                                                   \
                    "1 July of the year)" },                                             \
        { "--regime", CLI_CHOICE, .choices = "normal|congested|crisis",                  \
            .fallback = "normal", .help = "how the borders run" },                       \
        { "--avoid", CLI_TEXT, .value = "PLACE", .is_repeated = true,                    \
            .help = "must not pass this place, economy (RUS) or group (EAEU, EU)" },     \
        { "--close", CLI_TEXT, .value = "PLACE", .is_repeated = true,                    \
            .help = "a strait or canal (suez), a link or a place that is closed" },      \
        { "--open", CLI_TEXT, .value = "PASS", .is_repeated = true,                      \
            .help = "a pass or link that is open though the tables close it" },          \
        { "--modes", CLI_TEXT, .value = "LIST",                                          \
            .help = "modes allowed: rail,road,sea,inland_water,rail_ferry,road_ferry "   \
                    "(default: all)" },                                                  \
        { "--with", CLI_TEXT, .value = "PROJECT", .is_repeated = true,                   \
            .help = "with this project (`zhol plan show` lists them), though it is not " \
                    "open then" },                                                       \
    {                                                                                    \
        "--without", CLI_TEXT, .value = "PROJECT", .is_repeated = true,                  \
                               .help = "without this project, though it is open then"    \
    }

#define CLI_KNOWN_ENUM(P) \
    P##_REGION, P##_REGISTERED, P##_WOOD, P##_TEMPERATURE, P##_NO_RULES
#define CLI_KNOWN_ROWS                                                                   \
    { "--origin-region", CLI_TEXT, .value = "REGION",                                    \
        .help = "where the goods originate, as rules name it (east_kazakhstan); other: " \
                "none of those named" },                                                 \
        { "--registered", CLI_CHOICE, .choices = "yes|no",                               \
            .help = "is the establishment registered with the importing state?" },       \
        { "--wood-packaging", CLI_CHOICE, .choices = "yes|no",                           \
            .help = "are the goods packed in wood?" },                                   \
        { "--temperature", CLI_CHOICE, .choices = "ambient|chilled|frozen",              \
            .help = "how the goods are kept" },                                          \
    {                                                                                    \
        "--no-rules", CLI_FLAG, .help = "do not obey rules about the goods"              \
    }

/* Reads them; what was not typed stays unknown. Borrows the values' texts. */
zhol_known cli_read_known(const cli_value *values);
bool cli_ignores_rules(const cli_value *values);

/* Evaluates the rules for the economies of two ends on the scenario's day and makes the
 * scenario obey them: it borrows the bars of @p out, which the caller frees. */
zhol_status cli_obey_rules(const zhol_world *w, const zhol_end ends[2],
    const zhol_papers_query *query, zhol_scenario *s, zhol_papers **out, zhol_error *err);

/* The scenario's lists, which zhol_scenario borrows. */
typedef struct cli_lists {
    zhol_scope avoid[CLI_MAX_REPEATS], close[CLI_MAX_REPEATS];
    zhol_ref close_passes[CLI_MAX_REPEATS], close_links[CLI_MAX_REPEATS];
    zhol_ref open_passes[CLI_MAX_REPEATS], open_links[CLI_MAX_REPEATS];
    zhol_ref with[CLI_MAX_REPEATS], without[CLI_MAX_REPEATS];
} cli_lists;

/* Reads them into a scenario that borrows @p lists. USAGE: an unknown name. */
zhol_status cli_read_scenario(const zhol_world *w, const cli_value *values,
    zhol_scenario *s, cli_lists *lists, zhol_error *err);

/* Reads a repeated option of places, economies and groups. */
zhol_status cli_read_scopes(const zhol_world *w, const cli_value *value, zhol_scope *out,
    uint32_t *n, zhol_error *err);

#endif
