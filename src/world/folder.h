/* SPDX-License-Identifier: Apache-2.0 */
/** @file folder.h  A folder of tables as bytes in memory. */
#ifndef ZI_WORLD_FOLDER_H
#define ZI_WORLD_FOLDER_H

#include "world/problems.h"
#include "world/schema.h"

typedef struct zi_table_text {
    const char *data; /**< NULL: there is no such file */
    size_t n;
} zi_table_text;

/** A folder's tables: read from disk (owned is set), or written in a test (borrowed). */
typedef struct zi_folder {
    const char *path; /**< borrowed; for messages */
    zi_table_text table[ZI_N_TABLES];
    char *owned[ZI_N_TABLES];
    zi_table_text shapes; /**< shapes.csv of a world's folder: no table, for checks */
    char *owned_shapes;
} zi_folder;

/** Reads all tables there are. Other files that end with .csv are reported.
 * @return ZHOL_OK, ZHOL_IO (no such folder, an unreadable file) or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_folder_read(const char *path, bool is_mine,
    zhol_problems *problems, zi_folder *out, zhol_error *err);
void zi_folder_free(zi_folder *folder);

/** Writes "folder/places.csv", as messages name a table. */
void zi_table_path(const char *folder, uint32_t table, char *out, size_t n);

/** Makes and checks a world of tables in memory, of a world, or of both: exactly one of
 * @p base and @p base_world is given; @p mine may be NULL. Problems may be NULL. */
typedef struct zi_world_parts {
    const zi_folder *base;
    const zhol_world *base_world;
    const char *base_path; /**< of the world, for messages */
    const zi_folder *mine;
    zhol_problems *problems;
    bool
        is_unread; /**< nobody will read the doubts: those that need a map are left out */
} zi_world_parts;
ZHOL_MUST_CHECK zhol_status zi_world_make(
    const zi_world_parts *parts, zhol_world **out, zhol_error *err);

#endif
