/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "prop.h"
#include "tables.h"
#include "world/image.h"

typedef struct image {
    zhol_world *world;
    unsigned char *data;
    size_t n;
    char path[64];
} image;

static image
image_of_tiny(void)
{
    image m = { tiny_world(), NULL, 0, "/tmp/zhol-image-XXXXXX" };
    const int file = mkstemp(m.path);

    assert_true(file >= 0);
    close(file);
    assert_int_equal(zi_image_write(m.world, &m.data, &m.n, NULL), ZHOL_OK);
    return m;
}

static void
image_free(image *m)
{
    unlink(m->path);
    zi_free(m->data);
    zhol_world_free(m->world);
    assert_int_equal(zi_mem_live(), 0);
}

/* Opens n bytes as a file. */
static zhol_status
open_bytes(const image *m, const void *data, size_t n, zhol_world **out, zhol_error *err)
{
    FILE *f = fopen(m->path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    fclose(f);
    return zhol_world_open(m->path, NULL, out, err);
}

/* The message without the path. */
static void
assert_refused(const image *m, const void *data, size_t n, const char *message)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    assert_int_equal(open_bytes(m, data, n, &w, &err), ZHOL_BAD_DATA);
    assert_null(w);
    assert_memory_equal(err.message, m->path, strlen(m->path));
    assert_string_equal(err.message + strlen(m->path), message);
}

static void
a_world_file_holds_the_same_rows(void **state)
{
    image m = image_of_tiny();
    zhol_world *w = NULL;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_write(m.world, m.path, &err), ZHOL_OK);
    assert_int_equal(zhol_world_open(m.path, NULL, &w, &err), ZHOL_OK);
    assert_true(zhol_world_hash(w) == zhol_world_hash(m.world));
    for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
        const size_t size = (size_t) w->section[s].n * zi_section_record_size(s);
        unsigned char *a = ZI_NEW(unsigned char, size), *b = ZI_NEW(unsigned char, size);
        assert_int_equal(w->section[s].n, m.world->section[s].n);
        zi_section_write(w, s, a);
        zi_section_write(m.world, s, b);
        assert_memory_equal(a, b, size);
        zi_free(a);
        zi_free(b);
    }
    assert_int_equal(zhol_world_data_year(w), 2023);
    assert_string_equal(
        zhol_world_text(w, zi_world_parameter(w, ZI_PARAM_FEU_MAX_T)->unit), "t");
    zhol_world_free(w);
    image_free(&m);
}

static void
other_files_are_refused_with_the_reason(void **state)
{
    static const char rebuild[] = "make it again with 'zhol net build'";
    image m = image_of_tiny();
    zi_image_header *header = (zi_image_header *) (void *) m.data;
    char message[300];
    zhol_world *w = NULL;
    zhol_error err = { "" };
    (void) state;
    snprintf(message, sizeof message, ": 5 bytes: not a world file, or cut short: %s",
        rebuild);
    assert_refused(&m, "short", 5, message);
    snprintf(message, sizeof message, ": %zu bytes, but %zu were written: %s", m.n - 64,
        m.n, rebuild);
    assert_refused(&m, m.data, m.n - 64, message);
    header->version = 7;
    snprintf(message, sizeof message,
        ": world file of version 7, this program reads version 3: %s", rebuild);
    assert_refused(&m, m.data, m.n, message);
    header->version = ZI_IMAGE_VERSION;
    header->schema++;
    snprintf(message, sizeof message,
        ": made by another build of zhol, with other tables: %s", rebuild);
    assert_refused(&m, m.data, m.n, message);
    header->schema--;
    header->byte_order = 0x04030201;
    snprintf(message, sizeof message,
        ": made on a machine with the other byte order: %s here", rebuild);
    assert_refused(&m, m.data, m.n, message);
    header->byte_order = 0x01020304;
    header->magic[1]++;
    assert_refused(&m, m.data, m.n,
        ": this is not a world file: 'zhol net build' makes one from tables");
    header->magic[1]--;
    assert_int_equal(open_bytes(&m, m.data, m.n, &w, &err), ZHOL_OK);
    zhol_world_free(w);
    assert_int_equal(zhol_world_open("no/such.zhol", NULL, &w, &err), ZHOL_IO);
    image_free(&m);
}

/* Any one changed bit of the file is seen: there is no byte that nobody looks at. */
static void
every_flipped_bit_is_seen(void **state)
{
    const int n_flips = getenv("ZHOL_LONG") ? 10000 : 500;
    image m = image_of_tiny();
    prop p = { 2, 2 };
    (void) state;
    for (int i = 0; i < n_flips; i++) {
        const uint32_t bit = prop_below(&p, (uint32_t) m.n * 8);
        zhol_world *w = NULL;
        zhol_error err = { "" };
        m.data[bit / 8] ^= (unsigned char) (1u << bit % 8);
        if (open_bytes(&m, m.data, m.n, &w, &err) != ZHOL_BAD_DATA || w) {
            fail_msg("bit %u may be flipped", (unsigned) bit);
        }
        m.data[bit / 8] ^= (unsigned char) (1u << bit % 8);
    }
    image_free(&m);
}

static void
every_cut_is_seen(void **state)
{
    const size_t step = getenv("ZHOL_LONG") ? 1 : 61;
    image m = image_of_tiny();
    (void) state;
    for (size_t n = 1; n < m.n; n += step) {
        zhol_world *w = NULL;
        assert_int_equal(open_bytes(&m, m.data, n, &w, NULL), ZHOL_BAD_DATA);
        assert_null(w);
    }
    image_free(&m);
}

/* With checksums that fit again, only the look at each row is left: whatever it lets
 * through can be used. */
static void
a_damaged_row_with_a_right_checksum_is_seen_or_harmless(void **state)
{
    const int n_flips = getenv("ZHOL_LONG") ? 10000 : 500;
    image m = image_of_tiny();
    unsigned char *copy = ZI_NEW(unsigned char, m.n);
    prop p = { 3, 3 };
    int n_seen = 0;
    (void) state;
    for (int i = 0; i < n_flips; i++) {
        zhol_world *w = NULL;
        memcpy(copy, m.data, m.n);
        for (uint32_t k = prop_below(&p, 3); k < 3; k++) {
            copy[prop_below(&p, (uint32_t) m.n)] = (unsigned char) prop_u64(&p);
        }
        zi_image_seal(copy, m.n);
        if (open_bytes(&m, copy, m.n, &w, NULL) == ZHOL_OK) {
            zhol_match match[3];
            zhol_scope scope;
            (void) zhol_world_find_places(w, "Almaty", match, 3);
            (void) (zhol_world_find_scope(w, "EAEU", &scope, NULL) == ZHOL_OK);
            zhol_world_free(w);
        } else {
            n_seen++;
        }
    }
    assert_true(n_seen > n_flips / 4);
    zi_free(copy);
    image_free(&m);
}

/* What each of these is would lead a reader astray; the message names table and row. */
static void
each_kind_of_column_is_looked_at(void **state)
{
    static const struct {
        uint32_t table, at, value;
        const char *column;
    } cases[] = {
        { ZI_TABLE_PLACES, offsetof(zhol_place, name_en), 0x7FFFFFFF, "name_en" },
        { ZI_TABLE_PLACES, offsetof(zhol_place, name_en), 0, "name_en" },
        { ZI_TABLE_PLACES, offsetof(zhol_place, name_ru), 3, "name_ru" },
        { ZI_TABLE_PLACES, offsetof(zhol_place, kind), 10, "kind" },
        { ZI_TABLE_PLACES, offsetof(zhol_place, economy), 3, "iso3" },
        { ZI_TABLE_PLACES, offsetof(zhol_place, lon) + 4, 0x7FF80000, "lon" },
        { ZI_TABLE_LINKS, offsetof(zhol_link, from), ZHOL_NO_ROW, "from" },
        { ZI_TABLE_LINKS, offsetof(zhol_link, to), 9, "to" },
        { ZI_TABLE_LINKS, offsetof(zhol_link, gauge_mm), 1, "gauge_mm" },
        { ZI_TABLE_LINKS, offsetof(zhol_link, mode), ZHOL_MODE_ANY, "mode" },
        { ZI_TABLE_LINKS, offsetof(zhol_link, open_year), 99, "open_year" },
        { ZI_TABLE_LINKS, offsetof(zhol_link, length_km) + 4, 0xBFF00000, "length_km" },
        { ZI_TABLE_PASSES, offsetof(zhol_pass, season_from), 230, "season_from" },
        { ZI_TABLE_STATUS, offsetof(zhol_status_row, from_date), 20200230, "from" },
        { ZI_TABLE_STATUS, offsetof(zhol_status_row, ref), 12, "id" },
        { ZI_TABLE_PROCEDURES, offsetof(zhol_procedure, at.kind), 5, "at" },
        { ZI_TABLE_PROCEDURES, offsetof(zhol_procedure, other.kind), ZHOL_SCOPE_GROUP,
            "other" },
        { ZI_TABLE_SERVICES, offsetof(zhol_service, n_stops), 100, "stops" },
        { ZI_TABLE_SERVICES, offsetof(zhol_service, first_stop), 0xFFFFFFFF, "stops" },
        { ZI_TABLE_RATES, offsetof(zhol_rate, origin.grade), 4, "grade" },
        { ZI_TABLE_COMMODITIES, offsetof(zhol_commodity, cargo), ZHOL_CARGO_CONTAINER,
            "class" },
    };
    image m = image_of_tiny();
    unsigned char *copy = ZI_NEW(unsigned char, m.n);
    zi_image_section sections[ZI_N_SECTIONS];
    (void) state;
    memcpy(sections, m.data + sizeof(zi_image_header), sizeof sections);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[200];
        memcpy(copy, m.data, m.n);
        memcpy(copy + sections[cases[i].table].offset + cases[i].at, &cases[i].value, 4);
        zi_image_seal(copy, m.n);
        snprintf(message, sizeof message, ": damaged: %s, row 0: %s is not as it must be",
            zhol_world_table_name(cases[i].table), cases[i].column);
        assert_refused(&m, copy, m.n, message);
    }
    zi_free(copy);
    image_free(&m);
}

/* The sections without columns. */
static void
texts_names_and_order_are_looked_at(void **state)
{
    static const struct {
        uint32_t section, at, value;
        const char *message;
    } cases[] = {
        { ZI_SECTION_TEXTS, 0, 0x41414141, ": damaged: its texts" },
        { ZI_SECTION_TEXTS, 1, 0x7F7F7F7F, ": damaged: its texts" },
        { ZI_SECTION_NAMES, 0, 0, ": damaged: stops or names" },
        { ZI_SECTION_NAMES, offsetof(zi_name, what), 4, ": damaged: stops or names" },
        { ZI_SECTION_NAMES, offsetof(zi_name, ref), 0xFFFFFF,
            ": damaged: stops or names" },
        { ZI_SECTION_STOPS, 0, 9, ": damaged: stops or names" },
        { ZI_SECTION_BERTHS, offsetof(zhol_berth, place), 0x7FFFFFFF,
            ": damaged: the order of its berths" },
        { ZI_SECTION_BERTHS, offsetof(zhol_berth, gauge_mm), 1,
            ": damaged: the order of its berths" },
        { ZI_TABLE_PLACES, offsetof(zhol_place, origin.is_mine), 2,
            ": damaged: places, row 0: not in its order" },
        { ZI_TABLE_PARAMETERS, offsetof(zhol_parameter, value) + 4, 0x41E00000,
            ": damaged: parameters, row 0" },
    };
    image m = image_of_tiny();
    unsigned char *copy = ZI_NEW(unsigned char, m.n);
    zi_image_section sections[ZI_N_SECTIONS];
    (void) state;
    memcpy(sections, m.data + sizeof(zi_image_header), sizeof sections);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memcpy(copy, m.data, m.n);
        memcpy(
            copy + sections[cases[i].section].offset + cases[i].at, &cases[i].value, 4);
        zi_image_seal(copy, m.n);
        assert_refused(&m, copy, m.n, cases[i].message);
    }
    zi_free(copy);
    image_free(&m);
}

/* A berth in another's stead: one is missing, one is there twice. */
static void
a_berth_that_is_there_twice_is_seen(void **state)
{
    image m = image_of_tiny();
    zi_image_section sections[ZI_N_SECTIONS];
    zhol_berth *berths;
    (void) state;
    memcpy(sections, m.data + sizeof(zi_image_header), sizeof sections);
    berths = (zhol_berth *) (void *) (m.data + sections[ZI_SECTION_BERTHS].offset);
    berths[0] = berths[1];
    zi_image_seal(m.data, m.n);
    assert_refused(&m, m.data, m.n, ": damaged: the order of its berths");
    image_free(&m);
}

static void
a_file_that_cannot_be_written_is_an_io_error(void **state)
{
    zhol_world *w = tiny_world();
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_write(w, "/no/such/folder/w.zhol", &err), ZHOL_IO);
    assert_true(err.message[0] != '\0');
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_world_file_holds_the_same_rows),
        cmocka_unit_test(other_files_are_refused_with_the_reason),
        cmocka_unit_test(every_flipped_bit_is_seen),
        cmocka_unit_test(every_cut_is_seen),
        cmocka_unit_test(a_damaged_row_with_a_right_checksum_is_seen_or_harmless),
        cmocka_unit_test(each_kind_of_column_is_looked_at),
        cmocka_unit_test(texts_names_and_order_are_looked_at),
        cmocka_unit_test(a_berth_that_is_there_twice_is_seen),
        cmocka_unit_test(a_file_that_cannot_be_written_is_an_io_error),
    };
    return cmocka_run_group_tests_name("world image", tests, NULL, NULL);
}
