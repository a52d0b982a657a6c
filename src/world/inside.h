/* SPDX-License-Identifier: Apache-2.0 */
/** @file inside.h  What a zhol_world is made of: for this room only. */
#ifndef ZI_WORLD_INSIDE_H
#define ZI_WORLD_INSIDE_H

#include "io/file.h"
#include "world/parameters.h"
#include "world/schema.h"
#include "world/world.h"

/** What a folded name may mean: one row of the section of names. Places, economies,
 * groups and passes are found by it; sorted by (name, what, ref), each once. */
typedef struct zi_name {
    zhol_text name; /**< zi_fold() of an id, code or name */
    uint32_t what;  /**< zi_named */
    uint32_t ref;   /**< row of its table; of a GROUP its text */
} zi_name;

typedef enum zi_named {
    ZI_NAMED_PLACE,
    ZI_NAMED_ECONOMY,
    ZI_NAMED_GROUP,
    ZI_NAMED_PASS,
    ZI_N_NAMED
} zi_named;

/* A world is a list of sections: its tables, then these. */
enum {
    ZI_SECTION_STOPS = ZI_N_TABLES, /**< zhol_scope */
    ZI_SECTION_NAMES,               /**< zi_name */
    ZI_SECTION_TEXTS,               /**< char: sorted, each once, the first one is "" */
    ZI_SECTION_BERTHS,              /**< zhol_berth: see berths.h; not in the hash */
    ZI_N_SECTIONS
};

typedef struct zi_section {
    const void *rows; /**< never NULL, also when n is 0 */
    uint32_t n;
} zi_section;

struct zhol_world {
    zi_section section[ZI_N_SECTIONS];
    uint32_t parameter[ZI_N_PARAMS]; /**< rows */
    uint64_t hash;
    uint32_t berth_order;       /**< zhol_berth_order */
    zi_map map;                 /**< where the sections are, if they were mapped */
    void *owned[ZI_N_SECTIONS]; /**< where they are, if they were made; else NULL */
};

/** Bytes of one row of a section. */
uint32_t zi_section_record_size(uint32_t section);

/** The sections as they stand in a file: without line numbers. @p rows receives
 * n x record size bytes. */
void zi_section_write(const zhol_world *w, uint32_t section, void *rows);

/** Checksum of a section in the form of zi_section_write(). */
ZHOL_MUST_CHECK zhol_status zi_section_checksum(
    const zhol_world *w, uint32_t section, uint64_t *out, zhol_error *err);

/** The world's hash, from the checksums of all its sections but the berths. */
uint64_t zi_world_hash_of(const uint64_t checksum[ZI_N_SECTIONS]);

/** Fills in `parameter`; false if one is missing. */
bool zi_world_index_parameters(zhol_world *w);

/** The row of a table whose first column, a text, is exactly this; or ZHOL_NO_ROW. */
zhol_ref zi_world_row_by_key(const zhol_world *w, uint32_t table, const char *key);

static inline const void *
zi_world_row(const zhol_world *w, uint32_t section, uint32_t row)
{
    return (const char *) w->section[section].rows
           + (size_t) row * zi_section_record_size(section);
}

#endif
