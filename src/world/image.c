/* SPDX-License-Identifier: Apache-2.0 */
#include "world/image.h"

#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"

/* As in PNG: a copy that changed line ends or cut the eighth bit is seen at once. */
static const unsigned char magic[8] = { 0x89, 'Z', 'H', 'O', 'L', '\r', '\n', 0x1A };

enum { ALIGN = 64, BYTE_ORDER_MARK = 0x01020304, OTHER_BYTE_ORDER = 0x04030201 };
static const char rebuild[] = "make it again with 'zhol net build'";

_Static_assert(sizeof(zi_image_header) == 64 && sizeof(zi_image_section) == 32,
    "the form of world.zhol");

static size_t
aligned(size_t n)
{
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static size_t
head_size(void)
{
    return sizeof(zi_image_header) + ZI_N_SECTIONS * sizeof(zi_image_section);
}

static uint64_t
head_checksum(const zi_image_header *header, const zi_image_section *sections)
{
    zi_image_header plain = *header;

    plain.checksum = 0;
    return zi_hash(
        sections, ZI_N_SECTIONS * sizeof *sections, zi_hash(&plain, sizeof plain, 0));
}

/* Where the sections lie follows from their numbers of rows. Returns the file's size. */
static size_t
lay_out(zi_image_section sections[ZI_N_SECTIONS])
{
    size_t at = head_size();

    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        at = aligned(at);
        sections[s].offset = at;
        at += (size_t) sections[s].n * sections[s].record_size;
    }
    return aligned(at);
}

zhol_status
zi_image_write(const zhol_world *w, unsigned char **data, size_t *n, zhol_error *err)
{
    zi_image_section sections[ZI_N_SECTIONS];
    zi_image_header header = { .version = ZI_IMAGE_VERSION,
        .byte_order = BYTE_ORDER_MARK,
        .schema = zi_schema_hash(),
        .n_sections = ZI_N_SECTIONS,
        .berth_order = w->berth_order };
    unsigned char *bytes;

    memset(sections, 0, sizeof sections);
    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        sections[s].n = w->section[s].n;
        sections[s].record_size = zi_section_record_size(s);
    }
    memcpy(header.magic, magic, sizeof magic);
    *n = lay_out(sections);
    header.size = *n;
    *data = bytes = ZI_NEW(unsigned char, *n);
    if (!bytes) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        zi_section_write(w, s, bytes + sections[s].offset);
        sections[s].checksum = zi_hash(bytes + sections[s].offset,
            (size_t) sections[s].n * sections[s].record_size, s);
    }
    header.checksum = head_checksum(&header, sections);
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, sections, sizeof sections);
    return ZHOL_OK;
}

void
zi_image_seal(unsigned char *data, size_t n)
{
    zi_image_section sections[ZI_N_SECTIONS];
    zi_image_header header;

    if (n < head_size()) {
        return;
    }
    memcpy(&header, data, sizeof header);
    memcpy(sections, data + sizeof header, sizeof sections);
    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        const uint64_t n_bytes = (uint64_t) sections[s].n * sections[s].record_size;
        if (sections[s].offset <= n && n_bytes <= n - sections[s].offset) {
            sections[s].checksum =
                zi_hash(data + sections[s].offset, (size_t) n_bytes, s);
        }
    }
    header.checksum = head_checksum(&header, sections);
    memcpy(data, &header, sizeof header);
    memcpy(data + sizeof header, sections, sizeof sections);
}

static zhol_status
check_header(const char *path, const zi_image_header *header, zhol_error *err)
{
    if (memcmp(header->magic, magic, sizeof magic) != 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: this is not a world file: 'zhol net build' makes one from tables", path);
    }
    if (header->byte_order == OTHER_BYTE_ORDER) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: made on a machine with the other byte order: %s here", path, rebuild);
    }
    if (header->version != ZI_IMAGE_VERSION) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: world file of version %u, this program reads version %d: %s", path,
            (unsigned) header->version, ZI_IMAGE_VERSION, rebuild);
    }
    if (header->schema != zi_schema_hash()) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: made by another build of zhol, with other tables: %s", path, rebuild);
    }
    return ZHOL_OK;
}

/* Between the sections are zeros: so a change of any bit of the file is seen. */
static bool
is_zero(const unsigned char *data, size_t from, size_t to)
{
    while (from < to && data[from] == 0) {
        from++;
    }
    return from >= to;
}

static zhol_status
check_sections(const char *path, const unsigned char *data, size_t n,
    const zi_image_section sections[ZI_N_SECTIONS], zhol_error *err)
{
    size_t at = head_size();

    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        const size_t n_bytes = (size_t) sections[s].n * sections[s].record_size;
        const unsigned char *rows = data + sections[s].offset;
        if (!is_zero(data, at, (size_t) sections[s].offset)
            || zi_hash(rows, n_bytes, s) != sections[s].checksum) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%s: damaged: section %u has another checksum: %s", path, (unsigned) s,
                rebuild);
        }
        at = (size_t) sections[s].offset + n_bytes;
    }
    return is_zero(data, at, n)
               ? ZHOL_OK
               : zi_fail(err, ZHOL_BAD_DATA, "%s: damaged at its end: %s", path, rebuild);
}

/* Sizes that agree with one another and with the file. */
static bool
is_laid_out(const zi_image_header *header, const zi_image_section sections[ZI_N_SECTIONS],
    size_t n)
{
    zi_image_section right[ZI_N_SECTIONS];
    bool is_right = header->n_sections == ZI_N_SECTIONS;

    memcpy(right, sections, sizeof right);
    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        is_right = is_right && sections[s].record_size == zi_section_record_size(s);
        right[s].record_size = zi_section_record_size(s);
    }
    is_right = is_right && lay_out(right) == n;
    for (uint32_t s = 0; s < ZI_N_SECTIONS && is_right; s++) {
        is_right = right[s].offset == sections[s].offset;
    }
    return is_right;
}

zhol_status
zi_image_read(
    const char *path, const unsigned char *data, size_t n, zhol_world *w, zhol_error *err)
{
    zi_image_section sections[ZI_N_SECTIONS];
    uint64_t checksums[ZI_N_SECTIONS];
    zi_image_header header;
    zhol_status status;

    if (n < sizeof header) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: %zu bytes: not a world file, or cut short: %s", path, n, rebuild);
    }
    memcpy(&header, data, sizeof header);
    status = check_header(path, &header, err);
    if (status != ZHOL_OK) {
        return status;
    }
    if (header.size != n || n < head_size()) {
        return zi_fail(err, ZHOL_BAD_DATA, "%s: %zu bytes, but %llu were written: %s",
            path, n, (unsigned long long) header.size, rebuild);
    }
    memcpy(sections, data + sizeof header, sizeof sections);
    if (header.checksum != head_checksum(&header, sections)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: damaged: its header has another checksum: %s", path, rebuild);
    }
    if (!is_laid_out(&header, sections, n) || header.berth_order >= ZHOL_N_BERTH_ORDERS) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s: damaged: its sections do not fit the file: %s", path, rebuild);
    }
    status = check_sections(path, data, n, sections, err);
    if (status != ZHOL_OK) {
        return status;
    }
    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        w->section[s] = (zi_section){ data + sections[s].offset, sections[s].n };
        checksums[s] = sections[s].checksum;
    }
    w->berth_order = header.berth_order;
    w->hash = zi_world_hash_of(checksums);
    return ZHOL_OK;
}
