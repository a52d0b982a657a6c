/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of expressions and formulas. */
#include "gravity/expr.h"

#include <string.h>

#include "base/number.h"

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || (unsigned char) c >= 0x80;
}

static bool
is_name_part(char c)
{
    return is_name_start(c) || is_digit(c) || c == '.';
}

/* What stands between two quotes ends with NUL where the closing one stood. */
static zhol_status
read_quoted(zi_parser *p, zi_token *t)
{
    const zi_source *source = p->source;
    const char quote = source->text[t->at];
    const char *begin = source->text + t->at + 1, *end = strchr(begin, quote);

    if (!end) {
        return zi_source_fail(source, t->at, p->err, "there is no second %c", quote);
    }
    t->kind = quote == '`' ? ZI_TOKEN_NAME : ZI_TOKEN_TEXT;
    t->is_quoted = quote == '`';
    if (t->is_quoted && end == begin) {
        return zi_source_fail(
            source, t->at, p->err, "there is no name between the backquotes");
    }
    t->string = t->at + 1;
    t->end = (uint32_t) (end - source->text) + 1;
    source->strings[t->end - 1] = '\0';
    return ZHOL_OK;
}

static zhol_status
read_number(zi_parser *p, zi_token *t)
{
    const char *text = p->source->text;
    uint32_t i = t->at;

    while (is_digit(text[i]) || text[i] == '.') {
        i++;
    }
    if ((text[i] == 'e' || text[i] == 'E')
        && (is_digit(text[i + 1])
            || ((text[i + 1] == '-' || text[i + 1] == '+') && is_digit(text[i + 2])))) {
        i += 2;
        while (is_digit(text[i])) {
            i++;
        }
    }
    t->kind = ZI_TOKEN_NUMBER;
    t->end = i;
    if (is_name_part(text[i])) {
        return zi_source_fail(p->source, t->at, p->err,
            "neither a number nor a name: names that begin with a digit stand in "
            "`backquotes`");
    }
    if (!zi_number_read(text + t->at, i - t->at, &t->number)) {
        return zi_source_fail(p->source, t->at, p->err,
            "no number: numbers look like 12, 0.5 or 1e-3, below 1.8e308");
    }
    return ZHOL_OK;
}

static void
read_name(zi_parser *p, zi_token *t)
{
    static const struct {
        const char *word;
        int symbol;
    } words[] = { { "and", ZI_AND }, { "or", ZI_OR }, { "not", ZI_NOT } };
    const char *text = p->source->text;
    uint32_t n = 0;

    while (is_name_part(text[t->at + n])) {
        n++;
    }
    t->kind = ZI_TOKEN_NAME;
    t->string = t->at;
    t->end = t->at + n;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].word) == n && memcmp(words[i].word, text + t->at, n) == 0) {
            t->kind = ZI_TOKEN_SYMBOL;
            t->symbol = words[i].symbol;
        }
    }
    if (t->kind == ZI_TOKEN_NAME) {
        p->source->strings[t->end] = '\0'; /* never inside a later name or text */
    }
}

static zhol_status
read_symbol(zi_parser *p, zi_token *t)
{
    static const struct {
        char text[3];
        int symbol;
    } pairs[] = { { "==", ZI_EQ }, { "!=", ZI_NE }, { "<=", ZI_LE }, { ">=", ZI_GE },
        { "&&", ZI_AND }, { "||", ZI_OR } };
    const char *text = p->source->text + t->at;

    t->kind = ZI_TOKEN_SYMBOL;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (text[0] == pairs[i].text[0] && text[1] == pairs[i].text[1]) {
            t->symbol = pairs[i].symbol;
            t->end = t->at + 2;
            return ZHOL_OK;
        }
    }
    t->end = t->at + 1;
    t->symbol = text[0] == '!' ? ZI_NOT : text[0];
    if (text[0] == '&') {
        return zi_source_fail(p->source, t->at, p->err, "say 'and', or &&");
    }
    if (!strchr("+-*/%^()<>=!,~|:[]", text[0])) {
        return zi_source_fail(p->source, t->at, p->err,
            "this character means nothing here; names with others than letters, digits, "
            "_ and . stand in `backquotes`");
    }
    return ZHOL_OK;
}

zhol_status
zi_parser_advance(zi_parser *p)
{
    const char *text = p->source->text;
    zi_token t = { 0 };
    zhol_status status = ZHOL_OK;

    p->last_end = p->token.end;
    t.at = p->token.end + (uint32_t) strspn(text + p->token.end, " \t\r\n");
    t.end = t.at;
    if (t.at >= p->source->n) {
        t.kind = ZI_TOKEN_END;
    } else if (strchr("'\"`", text[t.at])) {
        status = read_quoted(p, &t);
    } else if (is_digit(text[t.at]) || (text[t.at] == '.' && is_digit(text[t.at + 1]))) {
        status = read_number(p, &t);
    } else if (is_name_start(text[t.at])) {
        read_name(p, &t);
    } else {
        status = read_symbol(p, &t);
    }
    p->token = t;
    return status;
}

zhol_status
zi_parser_begin(zi_parser *p, const zi_source *source, zhol_error *err)
{
    memset(p, 0, sizeof *p);
    p->source = source;
    p->err = err;
    return zi_parser_advance(p);
}

bool
zi_parser_sees(const zi_parser *p, int symbol)
{
    return p->token.kind == ZI_TOKEN_SYMBOL && p->token.symbol == symbol;
}

zhol_status
zi_parser_fail(zi_parser *p, const char *wanted)
{
    const zi_token *t = &p->token;
    const uint32_t n = t->end - t->at < 30 ? t->end - t->at : 30;

    if (t->kind == ZI_TOKEN_END) {
        return zi_source_fail(p->source, p->source->n, p->err, "it ends, but %s", wanted);
    }
    return zi_source_fail(p->source, t->at, p->err, "'%.*s' stands where %s", (int) n,
        p->source->text + t->at, wanted);
}

zhol_status
zi_parser_expect(zi_parser *p, int symbol, const char *wanted)
{
    return zi_parser_sees(p, symbol) ? zi_parser_advance(p) : zi_parser_fail(p, wanted);
}

zhol_status
zi_parser_name(zi_parser *p, const char *wanted, uint32_t *string, uint32_t *at)
{
    if (p->token.kind != ZI_TOKEN_NAME) {
        return zi_parser_fail(p, wanted);
    }
    *string = p->token.string;
    *at = p->token.at;
    return zi_parser_advance(p);
}
