/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

const cli_command *const cli_commands[] = {
#define X(name) &cmd_##name,
    CLI_COMMAND_LIST(X)
#undef X
};
const uint32_t cli_n_commands = sizeof cli_commands / sizeof cli_commands[0];

const cli_command *
cli_find(int n, const char *const *words, int *n_words)
{
    char two[64];

    snprintf(two, sizeof two, "%s %s", n > 0 ? words[0] : "", n > 1 ? words[1] : "");
    for (*n_words = 2; *n_words > 0; (*n_words)--) {
        const char *name = *n_words == 2 ? two : n > 0 ? words[0] : "";
        for (uint32_t i = 0; i < cli_n_commands; i++) {
            if (strcmp(name, cli_commands[i]->name) == 0) {
                return cli_commands[i];
            }
        }
    }
    return NULL;
}

static bool
asks_for_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return true;
        }
    }
    return false;
}

/* A mistyped "trade estimat" was read as `zhol trade`: names the commands of two words
 * that begin so. */
static void
name_others(const cli_command *command, zhol_error *err)
{
    const size_t length = strlen(command->name);
    const char *begin = "; commands of their own:";

    for (uint32_t i = 0; i < cli_n_commands; i++) {
        const char *name = cli_commands[i]->name;
        const size_t used = strlen(err->message);
        if (strncmp(name, command->name, length) == 0 && name[length] == ' ') {
            snprintf(err->message + used, sizeof err->message - used, "%s zhol %s", begin,
                name);
            begin = ",";
        }
    }
}

static zhol_status
run_line(int argc, char **argv, zhol_error *err)
{
    const char *name = argc > 1 ? argv[1] : "help";
    cli_value values[CLI_MAX_ARGS] = { { .n = 0 } };
    int n_words = 0;

    if (strcmp(name, "--version") == 0) {
        printf("zhol %s\n", zhol_version());
        return ZHOL_OK;
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0
        || strcmp(name, "-h") == 0) {
        return cli_help(argc - 2, argv + 2, err);
    }
    const cli_command *command =
        cli_find(argc - 1, (const char *const *) argv + 1, &n_words);
    if (command) {
        const int n = argc - 1 - n_words;
        if (asks_for_help(n, argv + 1 + n_words)) {
            cli_help_command(command);
            return ZHOL_OK;
        }
        const zhol_status status =
            cli_parse(command->args, n, argv + 1 + n_words, values, err);
        if (status != ZHOL_OK && n > 0 && !cli_is_option(argv[1 + n_words])) {
            name_others(command, err);
        }
        return status == ZHOL_OK ? command->run(values, err) : status;
    }
    return cli_fail(
        err, ZHOL_USAGE, "there is no command '%s'; `zhol help` lists them", name);
}

int
main(int argc, char **argv)
{
    zhol_error err = { "" };
    zhol_status status = run_line(argc, argv, &err);

    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        status = cli_fail(&err, ZHOL_IO, "standard output: %s",
            errno ? strerror(errno) : "an earlier write failed");
    }
    if (status != ZHOL_OK && err.message[0] != '\0') {
        fprintf(stderr, "zhol: %s: %s\n", zhol_status_text(status), err.message);
    }
    return (int) status;
}
