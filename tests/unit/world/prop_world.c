/* SPDX-License-Identifier: Apache-2.0 */
#include "prop.h"
#include "tables.h"
#include "world/image.h"
#include "world/world.h"

/* Lines of a text without the first one, in another order. */
static char *
shuffled(const zi_table_text *text, prop *p)
{
    char *out = ZI_NEW(char, text->n + 2);
    const char *line[256], *at = text->data, *end = text->data + text->n;
    uint32_t n = 0;
    size_t n_out;

    while (out && at < end && n < 256) {
        line[n++] = at;
        const char *stop = memchr(at, '\n', (size_t) (end - at));
        at = stop ? stop + 1 : end;
    }
    if (!out || n == 256) {
        abort();
    }
    for (uint32_t i = n - 1; i > 1; i--) { /* line 0 is the header */
        const uint32_t j = 1 + prop_below(p, i);
        const char *other = line[i];
        line[i] = line[j];
        line[j] = other;
    }
    n_out = 0;
    for (uint32_t i = 0; i < n; i++) {
        const size_t length = strcspn(line[i], "\n");
        memcpy(out + n_out, line[i], length);
        out[n_out + length] = '\n';
        n_out += length + 1;
    }
    return out;
}

/* The same rows in another order are the same world, bit for bit. */
static int
permuting_rows_changes_nothing(prop *p)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL, *tiny = tiny_world();
    unsigned char *a = NULL, *b = NULL;
    size_t n_a = 0, n_b = 0;
    int ok;

    tables_read(&tables, "tiny");
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        char *text = shuffled(&tables.table[t], p);
        tables_set(&tables, t, text);
        tables.owned[t] = text;
    }
    ok = tables_make(&tables, NULL, NULL, &w, NULL) == ZHOL_OK
         && zi_image_write(w, &a, &n_a, NULL) == ZHOL_OK
         && zi_image_write(tiny, &b, &n_b, NULL) == ZHOL_OK && n_a == n_b
         && memcmp(a, b, n_a) == 0 && zhol_world_hash(w) == zhol_world_hash(tiny);
    zi_free(a);
    zi_free(b);
    zhol_world_free(w);
    zhol_world_free(tiny);
    zi_folder_free(&tables);
    return ok && zi_mem_live() == 0;
}

/* The slow way to tell whether a row's text is in the world: looking at all of them. */
static zhol_text
text_by_looking(const zhol_world *w, const char *word, uint32_t n_bytes)
{
    for (uint32_t at = 1; at < n_bytes;
         at += (uint32_t) strlen(zhol_world_text(w, at)) + 1) {
        if (strcmp(zhol_world_text(w, at), word) == 0) {
            return at;
        }
    }
    return 0;
}

/* Random words, half of them from the pool and then perhaps changed. */
static int
texts_are_found_as_by_looking_at_all(prop *p)
{
    zhol_world *w = tiny_world();
    const uint32_t n = w->section[ZI_SECTION_TEXTS].n;
    char word[64] = "";
    int ok = 1;

    for (int i = 0; i < 200 && ok; i++) {
        const char *from = zhol_world_text(w, prop_below(p, n));
        snprintf(word, sizeof word, "%.40s", from);
        if (word[0] != '\0' && prop_below(p, 2) == 0) {
            word[prop_below(p, (uint32_t) strlen(word))] ^= 1;
        }
        ok = zi_world_text_of(w, word)
             == (word[0] == '\0' ? 0 : text_by_looking(w, word, n));
    }
    zhol_world_free(w);
    return ok;
}

/* Any change of a table gives a world or a message with its file; never anything else. */
static int
a_changed_byte_gives_a_world_or_a_message(prop *p)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    uint32_t t;
    int ok;

    tables_read(&tables, "tiny");
    t = prop_below(p, ZI_N_TABLES);
    for (uint32_t i = prop_below(p, 3); i < 3; i++) {
        static const char letters[] = ";,\n\"-.0919azAZ_:*\x01\xFF\xC3";
        tables.owned[t][prop_below(p, (uint32_t) tables.table[t].n)] =
            letters[prop_below(p, sizeof letters - 1)];
    }
    const zhol_status status = tables_make(&tables, NULL, NULL, &w, &err);
    ok = status == ZHOL_OK
             ? w != NULL
             : status == ZHOL_BAD_DATA && !w && strncmp(err.message, "tiny/", 5) == 0;
    zhol_world_free(w);
    zi_folder_free(&tables);
    return ok && zi_mem_live() == 0;
}

int
main(void)
{
    const int more = getenv("ZHOL_LONG") ? 20 : 1;

    return !(prop_holds("permuting_rows_changes_nothing", 50 * more,
                 permuting_rows_changes_nothing)
             && prop_holds("texts_are_found_as_by_looking_at_all", 20 * more,
                 texts_are_found_as_by_looking_at_all)
             && prop_holds("a_changed_byte_gives_a_world_or_a_message", 500 * more,
                 a_changed_byte_gives_a_world_or_a_message));
}
