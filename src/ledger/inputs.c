/* SPDX-License-Identifier: Apache-2.0 */
/* Which cases come from the same publication as an input row. */
#include "ledger/inside.h"

#include <ctype.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* The row of a key of n letters, or n_sources. The table is small: no index. */
static uint32_t
find_source(const zhol_world *w, const char *key, size_t n)
{
    uint32_t n_sources;
    const zhol_source *sources = zhol_world_sources(w, &n_sources);

    for (uint32_t i = 0; i < n_sources; i++) {
        const char *have = zhol_world_text(w, sources[i].key);
        if (strncmp(have, key, n) == 0 && have[n] == '\0') {
            return i;
        }
    }
    return n_sources;
}

static void
mark(const zhol_world *w, uint8_t *inputs, const zhol_origin *origin)
{
    uint32_t n_sources;
    const char *at = zhol_world_text(w, origin->source);

    (void) zhol_world_sources(w, &n_sources);
    while (*at) {
        const size_t n = strcspn(at, ";");
        const uint32_t row = find_source(w, at, n);
        if (row < n_sources && strncmp(at, "rule_", 5) != 0) {
            inputs[row] = 1;
        }
        at += n + (at[n] == ';');
    }
}

#define MARK_TABLE(type, accessor)            \
    do {                                      \
        const type *rows = accessor(w, &n);   \
        for (uint32_t i = 0; i < n; i++) {    \
            mark(w, inputs, &rows[i].origin); \
        }                                     \
    } while (0)

uint8_t *
zi_ledger_inputs(const zhol_world *w, zhol_error *err)
{
    uint32_t n_sources, n;
    uint8_t *inputs;

    (void) zhol_world_sources(w, &n_sources);
    inputs = ZI_NEW(uint8_t, n_sources + 1);
    if (!inputs) {
        (void) zi_fail(
            err, ZHOL_LIMIT, "no memory for the marks of %u sources", n_sources);
        return NULL;
    }
    memset(inputs, 0, n_sources + 1);
    MARK_TABLE(zhol_link, zhol_world_links);
    MARK_TABLE(zhol_pass, zhol_world_passes);
    MARK_TABLE(zhol_procedure, zhol_world_procedures);
    MARK_TABLE(zhol_service, zhol_world_services);
    MARK_TABLE(zhol_rate, zhol_world_rates);
    MARK_TABLE(zhol_speed, zhol_world_speeds);
    return inputs;
}

/* "rerail.at": a point before a letter. */
static bool
is_site(const char *word, size_t n)
{
    for (size_t i = 1; i + 1 < n; i++) {
        if (word[i] == '.' && isalpha((unsigned char) word[i + 1])) {
            return true;
        }
    }
    return false;
}

/* A path behind a site, or a number of an article with at least five digits. */
static bool
is_telling(const char *word, size_t n)
{
    uint32_t digits = 0;

    for (size_t i = 0; i < n; i++) {
        digits += isdigit((unsigned char) word[i]) != 0;
    }
    return (is_site(word, n) && memchr(word, '/', n)) || digits >= 5;
}

static bool
has_word(const char *text, const char *word, size_t n)
{
    for (; *text; text++) {
        if (strncmp(text, word, n) == 0) {
            return true;
        }
    }
    return false;
}

/* Does the address have the site and every telling word of the piece [at, at + n)? */
static bool
is_same_publication(const char *address, const char *at, size_t n)
{
    const char *end = at + n;
    bool has_telling = false, has_site = false;

    while (at < end) {
        size_t length = strcspn(at, " ,()");
        if (length > (size_t) (end - at)) {
            length = (size_t) (end - at);
        }
        const char *scheme = strstr(at, "://");
        if (scheme && scheme < at + length) {
            length -= (size_t) (scheme + 3 - at);
            at = scheme + 3;
        }
        if (length >= 4 && strncmp(at, "www.", 4) == 0) {
            at += 4;
            length -= 4;
        }
        const bool telling = is_telling(at, length);
        const bool site = is_site(at, length);
        if ((telling || site) && !has_word(address, at, length)) {
            return false;
        }
        has_telling = has_telling || telling;
        has_site = has_site || site;
        at += length;
        at += strspn(at, " ,()");
    }
    return has_telling && has_site;
}

bool
zi_ledger_is_input(const zhol_world *w, const uint8_t *inputs, const zhol_case *c)
{
    uint32_t n_sources;
    const zhol_source *sources = zhol_world_sources(w, &n_sources);

    for (uint32_t i = 0; i < n_sources; i++) {
        const char *address = zhol_world_text(w, sources[i].address);
        if (!inputs[i]) {
            continue;
        }
        if (strcmp(zhol_world_text(w, sources[i].key), c->source_key) == 0) {
            return true;
        }
        for (const char *at = c->source; *at;) {
            const size_t n = strcspn(at, ";");
            if (is_same_publication(address, at, n)) {
                return true;
            }
            at += n;
            at += strspn(at, "; ");
        }
    }
    return false;
}
