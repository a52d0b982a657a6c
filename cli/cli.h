/* SPDX-License-Identifier: Apache-2.0 */
/** @file cli.h  What each `zhol <command>` offers to main(), as data.
 *
 * To add a command: cli/cmd_<name>.c with its `const cli_command`, a line in the list
 * below, in cli/CMakeLists.txt, and examples in tests/cli/<name>.md. A command of two
 * words ("trade estimate") has '_' for the space in C, '-' in the names of files. Help,
 * manual and completion come from its table of options: `./dev docs --accept`.
 */
#ifndef ZHOL_CLI_H
#define ZHOL_CLI_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/report.h>

#define CLI_COMMAND_LIST(X)  \
    X(route)                 \
    X(papers)                \
    X(places)                \
    X(reach)                 \
    X(matrix)                \
    X(trade)                 \
    X(trade_complementarity) \
    X(trade_estimate)        \
    X(trade_potential)       \
    X(trade_simulate)        \
    X(border)                \
    X(figures)               \
    X(brief)                 \
    X(claims)                \
    X(plan)                  \
    X(validate)              \
    X(net)

enum { CLI_MAX_ARGS = 64, CLI_MAX_REPEATS = 32, CLI_MAX_PATH = 4096 };

/* How the text of an option is read, and what its messages say. */
typedef enum cli_kind {
    CLI_END,    /* closes a table */
    CLI_FLAG,   /* takes no value */
    CLI_TEXT,   /* any text; `value` names what it stands for */
    CLI_CHOICE, /* one of `choices` */
    CLI_WHOLE,  /* a whole number from min to max */
    CLI_NUMBER, /* a number from min to max, with `unit` behind it or not */
    CLI_DATE    /* 2026-01-31 */
} cli_kind;

/* One option ("--format") or operand ("FROM"): parsing, messages, help, manual and
 * completion all come from this row. */
typedef struct cli_arg {
    const char *name;
    cli_kind kind;
    const char *value;    /* "DATE" in the help; NULL for flags and choices */
    const char *choices;  /* "table|json" */
    double min, max;      /* of WHOLE and NUMBER */
    const char *unit;     /* of NUMBER: "t" */
    const char *fallback; /* the default as text; NULL: not given */
    const char *help;     /* what it means, with its unit */
    bool is_required, is_repeated;
} cli_arg;

/* What was typed for one row. */
typedef struct cli_value {
    uint32_t n;                        /* how often it was given; 0: the default holds */
    const char *text[CLI_MAX_REPEATS]; /* as typed, or [0] the default, or NULL */
    double number;                     /* of WHOLE, NUMBER, DATE (yyyymmdd) */
    uint32_t choice;                   /* of CHOICE: its index */
} cli_value;

typedef struct cli_command {
    const char *name, *summary; /* the name: "route", or two words: "trade estimate" */
    const char *synopsis;       /* "FROM TO [options]" */
    const char *examples;       /* lines for the manual */
    const cli_arg *args;        /* fewer than CLI_MAX_ARGS, then one of kind CLI_END */
    zhol_status (*run)(const cli_value *values, zhol_error *err);
} cli_command;

#define X(name) extern const cli_command cmd_##name;
CLI_COMMAND_LIST(X)
#undef X

/* Writes the message for a person and returns `status`. */
zhol_status cli_fail(zhol_error *err, zhol_status status, const char *format, ...)
    ZHOL_PRINTF(3, 4);

/* Reads the words behind the command into values[], one for each row. OK or USAGE. */
zhol_status cli_parse(
    const cli_arg *args, int argc, char **argv, cli_value *values, zhol_error *err);
bool cli_is_option(const char *word); /* "-1" and "-3.7,40" are not */
/* "one of table|json", "a whole number from 1 to 9", as messages and help tell it. */
const char *cli_describe(const cli_arg *arg, char *text, size_t size);
/* The index of `text` in "a|b|c", or UINT32_MAX. */
uint32_t cli_choice(const char *choices, const char *text);
/* Reads a number with a unit behind it or not: "20t", "20". */
bool cli_read_number(const char *text, const char *unit, double *number);

/* `zhol help [COMMAND]`, --help, and the same as manual or completion. */
zhol_status cli_help(int argc, char **argv, zhol_error *err);
void cli_help_command(const cli_command *command);
extern const cli_command *const cli_commands[];
extern const uint32_t cli_n_commands;
/* The command that the words begin with, and how many words its name has: "trade
 * estimate" is found before "trade". NULL if there is none. */
const cli_command *cli_find(int n, const char *const *words, int *n_words);

/* What commands share that look at the world (session.c). */

/* Rows of the options --world and --mine; indices follow from an enum that begins with
 * the names of CLI_WORLD_ENUM. */
#define CLI_WORLD_ENUM(P) P##_WORLD, P##_MINE
#define CLI_WORLD_ROWS                                                                   \
    { "--world", CLI_TEXT, .value = "FILE",                                              \
        .help = "world file (default: world.zhol beside the program, else in the data "  \
                "directory)" },                                                          \
    {                                                                                    \
        "--mine", CLI_TEXT,                                                              \
            .value = "DIR",                                                              \
            .help = "folder with your own rows of the same tables, laid over the world " \
                    "(default: zhol/mine in the configuration directory, if it exists; " \
                    "none: leave it out)"                                                \
    }

/* Opens the world that the two values name. */
zhol_status cli_open_world(
    const cli_value *world_and_mine, zhol_world **out, zhol_error *err);

/* The file that an option names, or the one of that name beside the world. */
zhol_status cli_find_data(
    const cli_value *given, const char *name, char path[CLI_MAX_PATH], zhol_error *err);

/* The folder of modules that an option names, else modules/ beside the program (a build
 * tree), else where they are installed. */
void cli_find_modules(const cli_value *given, char path[CLI_MAX_PATH]);

/* Writes a result to the file of -o, or to standard output. */
zhol_status cli_write(
    const zhol_buffer *result, const cli_value *output, zhol_error *err);

#endif
