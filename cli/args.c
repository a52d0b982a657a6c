/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the words of a command line by its table of options. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

zhol_status
cli_fail(zhol_error *err, zhol_status status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

bool
cli_is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && !(word[1] >= '0' && word[1] <= '9')
           && word[1] != '.';
}

/* Digits, a point, an exponent: strtod() would also take " 7", "inf" and "0x10". */
bool
cli_read_number(const char *text, const char *unit, double *number)
{
    const size_t n = strspn(text, "0123456789.eE+-");
    char *end = NULL;

    if (n == 0 || n > 40 || text[0] == '+' || text[0] == 'e' || text[0] == 'E') {
        return false;
    }
    errno = 0;
    *number = strtod(text, &end);
    return errno == 0 && isfinite(*number) && end <= text + n
           && (*end == '\0' || (unit && strcmp(end, unit) == 0));
}

static bool
read_whole(const char *text, double *number)
{
    double n = 0;

    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9' || n > 1e15) {
            return false;
        }
        n = n * 10 + (*c - '0');
    }
    *number = n;
    return text[0] != '\0';
}

/* The digits from text[first] on, as a number. */
static int
digits(const char *text, size_t first, size_t n)
{
    int number = 0;

    for (size_t i = first; i < first + n; i++) {
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static bool
read_date(const char *text, double *number)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (strlen(text) != 10 || strspn(text, "0123456789") != 4 || text[4] != '-'
        || strspn(text + 5, "0123456789") != 2 || text[7] != '-'
        || strspn(text + 8, "0123456789") != 2) {
        return false;
    }
    const int year = digits(text, 0, 4), month = digits(text, 5, 2),
              day = digits(text, 8, 2);
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    *number = year * 10000.0 + month * 100 + day;
    return year >= 1 && month >= 1 && month <= 12 && day >= 1
           && day <= days[month - 1] + (month == 2 && is_leap);
}

uint32_t
cli_choice(const char *choices, const char *text)
{
    const char *word = choices;

    for (uint32_t i = 0;; i++) {
        const size_t length = strcspn(word, "|");
        if (strlen(text) == length && strncmp(word, text, length) == 0) {
            return i;
        }
        if (word[length] == '\0') {
            return UINT32_MAX;
        }
        word += length + 1;
    }
}

const char *
cli_describe(const cli_arg *arg, char *text, size_t size)
{
    switch (arg->kind) {
    case CLI_CHOICE:
        snprintf(text, size, "one of %s", arg->choices);
        break;
    case CLI_WHOLE:
        snprintf(text, size, "a whole number from %.0f to %.0f", arg->min, arg->max);
        break;
    case CLI_NUMBER:
        snprintf(text, size, "a number from %g to %g%s%s", arg->min, arg->max,
            arg->unit ? " " : "", arg->unit ? arg->unit : "");
        break;
    case CLI_DATE:
        snprintf(text, size, "a date like 2026-01-31");
        break;
    case CLI_END:
    case CLI_FLAG:
    case CLI_TEXT:
    default:
        snprintf(text, size, "a text");
        break;
    }
    return text;
}

static bool
read_value(const cli_arg *arg, const char *text, cli_value *value)
{
    switch (arg->kind) {
    case CLI_CHOICE:
        value->choice = cli_choice(arg->choices, text);
        return value->choice != UINT32_MAX;
    case CLI_WHOLE:
        return read_whole(text, &value->number) && value->number >= arg->min
               && value->number <= arg->max;
    case CLI_NUMBER:
        return cli_read_number(text, arg->unit, &value->number)
               && value->number >= arg->min && value->number <= arg->max;
    case CLI_DATE:
        return read_date(text, &value->number);
    case CLI_END:
    case CLI_FLAG:
    case CLI_TEXT:
    default:
        return text[0] != '\0' || arg->kind == CLI_FLAG;
    }
}

/* The row that `word` speaks of: the option of that name or the next free operand. */
static size_t
find_arg(const cli_arg *args, const char *word, const cli_value *values)
{
    const size_t length = strcspn(word, "=");
    size_t k = 0;

    for (; args[k].kind != CLI_END; k++) {
        const bool is_same =
            strlen(args[k].name) == length && strncmp(args[k].name, word, length) == 0;
        const bool is_free =
            !cli_is_option(args[k].name) && (values[k].n == 0 || args[k].is_repeated);
        if (cli_is_option(word) ? is_same : is_free) {
            break;
        }
    }
    return k;
}

static zhol_status
take_word(const cli_arg *arg, const char *text, cli_value *value, zhol_error *err)
{
    char range[256];

    if (value->n > 0 && !arg->is_repeated) {
        return cli_fail(err, ZHOL_USAGE, "%s is given twice", arg->name);
    }
    if (value->n == CLI_MAX_REPEATS) {
        return cli_fail(err, ZHOL_USAGE, "%s is given more than %d times", arg->name,
            CLI_MAX_REPEATS);
    }
    if (!read_value(arg, text, value)) {
        return cli_fail(err, ZHOL_USAGE, "%s must be %s, not '%s'", arg->name,
            cli_describe(arg, range, sizeof range), text);
    }
    value->text[value->n++] = text;
    return ZHOL_OK;
}

static zhol_status
fill_in(const cli_arg *args, cli_value *values, zhol_error *err)
{
    for (size_t k = 0; args[k].kind != CLI_END; k++) {
        if (values[k].n > 0) {
            continue;
        }
        if (args[k].is_required) {
            return cli_fail(
                err, ZHOL_USAGE, "%s is missing: %s", args[k].name, args[k].help);
        }
        if (args[k].fallback && read_value(&args[k], args[k].fallback, &values[k])) {
            values[k].text[0] = args[k].fallback;
        }
    }
    return ZHOL_OK;
}

zhol_status
cli_parse(const cli_arg *args, int argc, char **argv, cli_value *values, zhol_error *err)
{
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i], *text = word;
        const size_t k = find_arg(args, word, values);
        zhol_status status;

        if (args[k].kind == CLI_END) {
            return cli_fail(err, ZHOL_USAGE,
                "'%s' is unknown or too much; --help lists what there is", word);
        }
        if (cli_is_option(word) && args[k].kind == CLI_FLAG && strchr(word, '=')) {
            return cli_fail(err, ZHOL_USAGE, "%s takes no value", args[k].name);
        }
        if (cli_is_option(word) && args[k].kind != CLI_FLAG) { /* --a=b or --a b */
            const char *equals = strchr(word, '=');
            text = equals ? equals + 1 : i + 1 < argc ? argv[++i] : "";
        }
        status = take_word(&args[k], text, &values[k], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return fill_in(args, values, err);
}
