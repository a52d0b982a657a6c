/* SPDX-License-Identifier: Apache-2.0 */
/* From tables or a file to a world: zhol_world_read, zhol_world_open, zhol_world_write.
 */
#include <zhol/world.h>

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/berths.h"
#include "world/check.h"
#include "world/draft.h"
#include "world/folder.h"
#include "world/image.h"

/* The source that the user's own rows may always name. */
static zhol_status
add_source_mine(zi_draft *d, zhol_error *err)
{
    static const char key[] = "mine", citation[] = "the user's own rows",
                      address[] = "see citation", licence[] = "not stated";
    zhol_source *row = zi_draft_new_row(d, ZI_TABLE_SOURCES);
    zhol_status status;

    if (!row) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    row->is_mine = 1;
    row->seen_date = 19700101; /* of no meaning: there is no clock in a world */
    status = zi_pool_add(&d->pool, key, sizeof key - 1, &row->key, err);
    if (status == ZHOL_OK) {
        status =
            zi_pool_add(&d->pool, citation, sizeof citation - 1, &row->citation, err);
    }
    if (status == ZHOL_OK) {
        status = zi_pool_add(&d->pool, address, sizeof address - 1, &row->address, err);
    }
    if (status == ZHOL_OK) {
        status = zi_pool_add(&d->pool, licence, sizeof licence - 1, &row->licence, err);
    }
    return status;
}

/* Does a table of sources already have a row with the key "mine"? */
static bool
has_source_mine(const zi_draft *d)
{
    bool has = false;

    for (uint32_t i = 0; i < d->table[ZI_TABLE_SOURCES].n && !has; i++) {
        const zhol_source *row = zi_draft_row(d, ZI_TABLE_SOURCES, i);
        has = strcmp(zi_pool_text(&d->pool, row->key), "mine") == 0;
    }
    return has;
}

static zhol_status
read_table(
    zi_draft *d, const zi_folder *folder, uint32_t t, bool is_mine, zhol_error *err)
{
    char name[256];
    zi_csv *csv = NULL;
    zhol_error fault = { "" };
    zhol_status status;

    zi_table_path(folder->path, t, name, sizeof name);
    status =
        zi_csv_from_memory(name, folder->table[t].data, folder->table[t].n, &csv, &fault);
    if (status == ZHOL_BAD_DATA) {
        zi_problem_as_is(d->problems, (zi_spot){ is_mine, t, 1 }, fault.message);
        d->table[t].is_cut = true;
        return ZHOL_OK;
    }
    if (status != ZHOL_OK) {
        return zi_fail(err, status, "%s", fault.message);
    }
    status = zi_draft_read(d, t, is_mine, csv, err);
    zi_csv_close(csv);
    return status;
}

static zhol_status
read_tables(zi_draft *d, const zi_folder *folder, bool is_mine, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t t = 0; t < ZI_N_TABLES && status == ZHOL_OK; t++) {
        if (folder->table[t].data) {
            status = read_table(d, folder, t, is_mine, err);
        } else if (!is_mine) {
            zi_problem(d->problems, (zi_spot){ false, ZI_N_TABLES, 0 },
                "the table %s.csv is missing", zi_schema_of(t)->name);
            d->table[t].is_cut = true;
        }
    }
    return status;
}

static zhol_status
set_hash(zhol_world *w, zhol_error *err)
{
    uint64_t checksum[ZI_N_SECTIONS];

    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        const zhol_status status = zi_section_checksum(w, s, &checksum[s], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    w->hash = zi_world_hash_of(checksum);
    return ZHOL_OK;
}

static zhol_status
fill(zi_draft *d, const zi_world_parts *parts, zhol_error *err)
{
    zhol_status status = parts->base ? read_tables(d, parts->base, false, err)
                                     : zi_draft_import(d, parts->base_world, err);

    if (status == ZHOL_OK && parts->mine) {
        status = read_tables(d, parts->mine, true, err);
        if (status == ZHOL_OK && !has_source_mine(d)) {
            status = add_source_mine(d, err);
        }
    }
    return status;
}

zhol_status
zi_world_make(const zi_world_parts *parts, zhol_world **out, zhol_error *err)
{
    zi_draft draft = { .problems = parts->problems };
    zhol_problems *own = NULL;
    zhol_world *w = NULL;
    zhol_status status = ZHOL_OK;

    *out = NULL;
    if (!draft.problems) {
        status = zhol_problems_new(&own, err);
        draft.problems = own;
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    zi_problems_about(draft.problems, parts->base ? parts->base->path : parts->base_path,
        parts->mine ? parts->mine->path : NULL);
    status = fill(&draft, parts, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = zi_draft_finish(&draft, &w, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = zi_world_check(w, &draft, parts->is_unread ? NULL : parts->base, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = zi_problems_finish(draft.problems, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    if (!zi_world_index_parameters(w)) {
        status = zi_fail(err, ZHOL_INTERNAL, "a parameter is missing after all checks");
        goto out;
    }
    status = zi_berths_make(w, parts->base_world, err);
    if (status == ZHOL_OK) {
        status = set_hash(w, err);
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    *out = w;
    w = NULL;

out:
    zhol_world_free(w);
    zi_draft_free(&draft);
    zhol_problems_free(own);
    return status;
}

/* The whole door: lists of problems, folders, and their freeing. */
static zhol_status
make_from(zi_world_parts parts, const char *folder, const char *mine, zhol_world **out,
    zhol_error *err)
{
    zi_folder base_folder = { 0 }, mine_folder = { 0 };
    zhol_problems *own = NULL;
    zhol_status status = ZHOL_OK;

    parts.is_unread = !parts.problems;
    if (!parts.problems) {
        status = zhol_problems_new(&own, err);
        parts.problems = own;
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    zi_problems_about(parts.problems, folder ? folder : parts.base_path, mine);
    if (folder) {
        status = zi_folder_read(folder, false, parts.problems, &base_folder, err);
        parts.base = &base_folder;
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    if (mine) {
        status = zi_folder_read(mine, true, parts.problems, &mine_folder, err);
        parts.mine = &mine_folder;
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    status = zi_world_make(&parts, out, err);

out:
    zi_folder_free(&base_folder);
    zi_folder_free(&mine_folder);
    zhol_problems_free(own);
    return status;
}

zhol_status
zhol_world_read(const char *folder, const char *mine, zhol_problems *problems,
    zhol_world **out, zhol_error *err)
{
    const zi_world_parts parts = { .problems = problems };

    *out = NULL;
    return make_from(parts, folder, mine, out, err);
}

zhol_status
zhol_world_write(const zhol_world *world, const char *path, zhol_error *err)
{
    unsigned char *data = NULL;
    size_t n = 0;
    zhol_status status = zi_image_write(world, &data, &n, err);

    if (status == ZHOL_OK) {
        status = zi_file_write_atomic(path, data, n, err);
    }
    zi_free(data);
    return status;
}

static zhol_status
open_file(const char *path, zhol_world **out, zhol_error *err)
{
    zhol_world *w = ZI_NEW(zhol_world, 1);
    zhol_status status;

    if (!w) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    status = zi_file_map(path, &w->map, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = zi_image_read(path, w->map.data, w->map.n, w, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = zi_world_verify(path, w, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    if (!zi_world_index_parameters(w)) {
        status = zi_fail(err, ZHOL_BAD_DATA, "%s: damaged: a parameter is missing", path);
        goto out;
    }
    *out = w;
    w = NULL;

out:
    zhol_world_free(w);
    return status;
}

zhol_status
zhol_world_open(const char *path, const char *mine, zhol_world **out, zhol_error *err)
{
    zhol_world *base = NULL;
    zhol_status status;

    *out = NULL;
    status = open_file(path, &base, err);
    if (status == ZHOL_OK && mine) {
        const zi_world_parts parts = { .base_world = base, .base_path = path };
        status = make_from(parts, NULL, mine, out, err);
        zhol_world_free(base);
    } else {
        *out = base;
    }
    return status;
}
