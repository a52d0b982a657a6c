/* SPDX-License-Identifier: Apache-2.0 */
/** @file tables.h  The tiny world (tests/data/tiny) in memory, to be changed by a test.
 */
#ifndef ZHOL_TESTS_TABLES_H
#define ZHOL_TESTS_TABLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "world/folder.h"

#define TINY ZHOL_TEST_DATA "/tiny"

/* Messages name the folder by @p path, so that they are the same everywhere. */
static inline void
tables_read(zi_folder *f, const char *path)
{
    zhol_problems *problems = NULL;
    zhol_error err = { "" };

    if (zhol_problems_new(&problems, &err) != ZHOL_OK
        || zi_folder_read(TINY, false, problems, f, &err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    zhol_problems_free(problems);
    f->path = path;
}

static inline void
tables_set(zi_folder *f, uint32_t table, const char *text)
{
    zi_free(f->owned[table]);
    f->owned[table] = NULL;
    f->table[table] = (zi_table_text){ text, text ? strlen(text) : 0 };
}

/* Puts @p now where @p old stands first. */
static inline void
tables_change(zi_folder *f, uint32_t table, const char *old, const char *now)
{
    const zi_table_text text = f->table[table];
    const char *at = strstr(text.data, old);
    const size_t n = text.n - strlen(old) + strlen(now);
    char *changed = ZI_NEW(char, n + 1);

    if (!at || !changed) {
        fprintf(stderr, "'%s' does not stand in %s\n", old, zi_schema_of(table)->name);
        abort();
    }
    const size_t before = (size_t) (at - text.data), after = before + strlen(old);
    memcpy(changed, text.data, before);
    memcpy(changed + before, now, strlen(now));
    memcpy(changed + before + strlen(now), text.data + after, text.n - after);
    zi_free(f->owned[table]);
    f->owned[table] = changed;
    f->table[table] = (zi_table_text){ changed, n };
}

static inline void
tables_add(zi_folder *f, uint32_t table, const char *row)
{
    char *all = ZI_NEW(char, f->table[table].n + strlen(row) + 1);

    if (!all) {
        abort();
    }
    memcpy(all, f->table[table].data, f->table[table].n);
    memcpy(all + f->table[table].n, row, strlen(row));
    zi_free(f->owned[table]);
    f->owned[table] = all;
    f->table[table] = (zi_table_text){ all, f->table[table].n + strlen(row) };
}

static inline zhol_status
tables_make(const zi_folder *base, const zi_folder *mine, zhol_problems *problems,
    zhol_world **out, zhol_error *err)
{
    const zi_world_parts parts = { .base = base, .mine = mine, .problems = problems };

    return zi_world_make(&parts, out, err);
}

/* The tiny world itself. */
static inline zhol_world *
tiny_world(void)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    if (zhol_world_read(TINY, NULL, NULL, &w, &err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    return w;
}

#endif
