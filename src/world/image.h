/* SPDX-License-Identifier: Apache-2.0 */
/** @file image.h  A world as the bytes of a world.zhol file.
 *
 * A header of 64 bytes, a list of sections (zi_image_section), then the sections, each at
 * a multiple of 64 bytes with zeros in between. Little-endian. Nothing in it is a
 * pointer, so the file is used where it is mapped.
 */
#ifndef ZI_WORLD_IMAGE_H
#define ZI_WORLD_IMAGE_H

#include "world/inside.h"

/** To change whenever the bytes mean something else; a changed schema shows by itself. */
enum { ZI_IMAGE_VERSION = 3 };

typedef struct zi_image_header {
    unsigned char magic[8];
    uint32_t version, byte_order;
    uint64_t schema;   /**< zi_schema_hash() */
    uint64_t size;     /**< of the whole file */
    uint64_t checksum; /**< of header and list of sections, with 0 here */
    uint32_t n_sections;
    uint32_t berth_order; /**< zhol_berth_order */
    uint32_t is_zero[4];
} zi_image_header;

typedef struct zi_image_section {
    uint64_t offset, checksum;
    uint32_t n, record_size, is_zero[2];
} zi_image_section;

/** @param[out] data  owned by the caller: zi_free(). */
ZHOL_MUST_CHECK zhol_status zi_image_write(
    const zhol_world *w, unsigned char **data, size_t *n, zhol_error *err);

/** Looks at header, sizes and checksums and points the world's sections into @p data,
 * which is borrowed and begins at a multiple of 64. @p path is for messages. */
ZHOL_MUST_CHECK zhol_status zi_image_read(const char *path, const unsigned char *data,
    size_t n, zhol_world *w, zhol_error *err);

/** Makes the checksums fit the bytes again: for tests, which damage what lies behind. */
void zi_image_seal(unsigned char *data, size_t n);

/** Looks at every text, number, word and reference of a world whose sections come from
 * outside. */
ZHOL_MUST_CHECK zhol_status zi_world_verify(
    const char *path, const zhol_world *w, zhol_error *err);

#endif
