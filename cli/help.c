/* SPDX-License-Identifier: Apache-2.0 */
/* Help, manual pages (scdoc) and shell completion, all from the tables of options. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

static void
print_range(const cli_arg *arg)
{
    char range[256];

    if (arg->kind != CLI_FLAG && arg->kind != CLI_TEXT) {
        printf("; %s", cli_describe(arg, range, sizeof range));
    }
    if (arg->is_repeated) {
        printf("; may be repeated");
    }
    if (arg->fallback) {
        printf(" (default: %s)", arg->fallback);
    }
}

static void
print_args(const cli_arg *args)
{
    for (; args->kind != CLI_END; args++) {
        char left[64];
        snprintf(left, sizeof left, "%s%s%s", args->name, args->value ? " " : "",
            args->value ? args->value : "");
        printf("  %-24s %s", left, args->help);
        print_range(args);
        printf("\n");
    }
}

static void
print_statuses(void)
{
#define X(name, exit_code, http, text) printf("  %2d  %s\n", exit_code, text);
    ZHOL_STATUS_LIST(X)
#undef X
}

void
cli_help_command(const cli_command *command)
{
    printf("zhol %s: %s\n\nusage: zhol %s %s\n\n", command->name, command->summary,
        command->name, command->synopsis);
    print_args(command->args);
    printf("\nexamples:\n%s\nexit status:\n", command->examples);
    print_statuses();
}

static void
print_overview(void)
{
    printf(
        "zhol: freight corridors of the world, computed offline from sourced tables\n\n"
        "usage: zhol <command> [options] OPERAND... | zhol --version\n\n");
    for (uint32_t i = 0; i < cli_n_commands; i++) {
        printf("  %-21s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
    }
    printf("  %-21s %s\n", "help", "this list, or one command: zhol help route");
    printf("\nexit status:\n");
    print_statuses();
}

/* "trade-estimate", for names of pages. */
static const char *
hyphened(const char *name, char *text, size_t size)
{
    snprintf(text, size, "%s", name);
    for (char *c = text; *c; c++) {
        if (*c == ' ') {
            *c = '-';
        }
    }
    return text;
}

static void
print_manual(const cli_command *command)
{
    char page[64];

    hyphened(command->name, page, sizeof page);
    printf(
        "zhol-%s(1)\n\n# NAME\n\nzhol-%s - %s\n\n# SYNOPSIS\n\n```\nzhol %s %s\n```\n\n"
        "# OPTIONS\n\n```\n",
        page, page, command->summary, command->name, command->synopsis);
    print_args(command->args);
    printf(
        "```\n\n# EXAMPLES\n\n```\n%s```\n\n# EXIT STATUS\n\n```\n", command->examples);
    print_statuses();
    printf("```\n");
}

static void
print_overview_manual(void)
{
    printf("zhol(1)\n\n# NAME\n\nzhol - freight corridors of the world, computed offline "
           "from "
           "sourced tables\n\n# SYNOPSIS\n\n```\nzhol <command> [options] OPERAND...\n"
           "zhol --version\n```\n\n# COMMANDS\n\n```\n");
    for (uint32_t i = 0; i < cli_n_commands; i++) {
        printf("  %-21s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
    }
    printf(
        "```\n\nEach has a page of its own: *zhol-route*(1).\n\n# EXIT STATUS\n\n```\n");
    print_statuses();
    printf("```\n");
}

/* Bash: the words of a choice. */
static void
print_choices(const cli_command *command)
{
    for (const cli_arg *arg = command->args; arg->kind != CLI_END; arg++) {
        if (arg->kind == CLI_CHOICE && cli_is_option(arg->name)) {
            printf("    '%s%s') COMPREPLY=($(compgen -W '", command->name, arg->name);
            for (const char *c = arg->choices; *c; c++) {
                putchar(*c == '|' ? ' ' : *c);
            }
            printf("' -- \"$word\")); return ;;\n");
        }
    }
}

/* Bash: the options of each command, and the words of their choices. */
static void
print_completion(void)
{
    printf("# completion of zhol for bash; made by `zhol help --as bash`\n"
           "_zhol() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local command=${COMP_WORDS[1]}\n"
           "    case $command\\ ${COMP_WORDS[2]} in\n");
    for (uint32_t i = 0; i < cli_n_commands; i++) {
        const char *name = cli_commands[i]->name;
        if (strchr(name, ' ')) {
            printf("    '%s') command='%s' ;;\n", name, name);
        }
    }
    printf("    esac\n    case $command$before in\n");
    for (uint32_t i = 0; i < cli_n_commands; i++) {
        print_choices(cli_commands[i]);
    }
    printf("    esac\n    case $command in\n");
    for (uint32_t i = 0; i < cli_n_commands; i++) {
        printf("    '%s') COMPREPLY=($(compgen -W '", cli_commands[i]->name);
        for (const cli_arg *arg = cli_commands[i]->args; arg->kind != CLI_END; arg++) {
            if (cli_is_option(arg->name)) {
                printf("%s ", arg->name);
            }
        }
        printf("--help' -- \"$word\") $(compgen -f -- \"$word\")) ;;\n");
    }
    printf("    *) COMPREPLY=($(compgen -W '");
    for (uint32_t i = 0; i < cli_n_commands; i++) {
        printf("%s ", cli_commands[i]->name);
    }
    printf("help --version' -- \"$word\")) ;;\n    esac\n}\ncomplete -F _zhol zhol\n");
}

zhol_status
cli_help(int argc, char **argv, zhol_error *err)
{
    enum { COMMAND, AS };
    enum { AS_TEXT, AS_SCDOC, AS_BASH };
    static const cli_arg args[] = {
        [COMMAND] = { "COMMAND", CLI_TEXT, .is_repeated = true,
            .help = "the command to tell of, one word or two" },
        [AS] = { "--as", CLI_CHOICE, .choices = "text|scdoc|bash", .fallback = "text",
            .help = "form of the help" },
        { .kind = CLI_END },
    };
    cli_value values[3] = { { .n = 0 } };
    int n_words = 0;
    const cli_command *command = NULL;
    const zhol_status status = cli_parse(args, argc > 0 ? argc : 0, argv, values, err);

    if (status != ZHOL_OK) {
        return status;
    }
    const int n = values[COMMAND].n < 2 ? (int) values[COMMAND].n : 2;
    const char *const *words = values[COMMAND].text;
    command = cli_find(n, words, &n_words);
    if (n > 0 && (!command || n_words < (int) values[COMMAND].n)) {
        return cli_fail(err, ZHOL_USAGE,
            "there is no command '%s%s%s'; `zhol help` lists them", words[0],
            n > 1 ? " " : "", n > 1 ? words[1] : "");
    }
    if (values[AS].choice == AS_BASH) {
        print_completion();
    } else if (values[AS].choice == AS_SCDOC && command) {
        print_manual(command);
    } else if (values[AS].choice == AS_SCDOC) {
        print_overview_manual();
    } else if (command) {
        cli_help_command(command);
    } else {
        print_overview();
    }
    return ZHOL_OK;
}
