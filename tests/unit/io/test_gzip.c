/* SPDX-License-Identifier: Apache-2.0 */
#include "io/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"

enum { N_TEXT = 300000, ROOM = 400000 };

static char text[N_TEXT], packed[ROOM];

/* One member of a gzip file: n bytes of text from `from`. */
static size_t
pack(size_t from, size_t n, size_t at)
{
    z_stream z = { .next_in = (Bytef *) text + from,
        .avail_in = (uInt) n,
        .next_out = (Bytef *) packed + at,
        .avail_out = (uInt) (ROOM - at) };

    assert_int_equal(
        deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    const size_t end = ROOM - z.avail_out;
    deflateEnd(&z);
    return end;
}

static void
fill_text(void)
{
    uint32_t x = 1;

    for (size_t i = 0; i < N_TEXT; i++) {
        x = x * 1664525 + 1013904223;
        text[i] = (char) ('a' + (x >> 29));
    }
}

static void
what_was_packed_comes_back_from_any_number_of_members(void **state)
{
    char *data;
    size_t n, end = 0;

    (void) state;
    fill_text();
    for (size_t from = 0; from < N_TEXT; from += N_TEXT / 3) {
        end = pack(from, N_TEXT / 3, end);
    }
    assert_int_equal(
        zi_gzip_unpack(&(zi_gzip){ "t", packed, end }, N_TEXT, &data, &n, NULL), ZHOL_OK);
    assert_int_equal(n, N_TEXT);
    assert_memory_equal(data, text, N_TEXT);
    assert_int_equal(data[n], '\0');
    zi_free(data);
}

static void
damage_and_too_much_are_told(void **state)
{
    zhol_error err;
    char *data;
    size_t n;

    (void) state;
    fill_text();
    const size_t end = pack(0, N_TEXT, 0);
    for (size_t cut = 0; cut < end; cut = cut * 2 + 1) {
        assert_int_equal(
            zi_gzip_unpack(&(zi_gzip){ "t.gz", packed, cut }, N_TEXT, &data, &n, &err),
            ZHOL_BAD_DATA);
        assert_non_null(strstr(err.message, "t.gz: it is cut off"));
        assert_null(data);
    }
    packed[end / 2] ^= 0x55;
    assert_int_equal(
        zi_gzip_unpack(&(zi_gzip){ "t.gz", packed, end }, N_TEXT, &data, &n, &err),
        ZHOL_BAD_DATA);
    packed[end / 2] ^= 0x55;
    assert_int_equal(
        zi_gzip_unpack(&(zi_gzip){ "t.gz", packed, end }, N_TEXT - 1, &data, &n, &err),
        ZHOL_LIMIT);
    assert_non_null(strstr(err.message, "more than 299999 bytes"));
    assert_null(data);
}

static void
no_memory_is_told(void **state)
{
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    char *data = NULL;
    size_t n;

    (void) state;
    fill_text();
    const size_t end = pack(0, N_TEXT, 0);
    for (long k = 0; status != ZHOL_OK; k++) {
        assert_true(k < 100);
        zi_mem_fail_after(k);
        status = zi_gzip_unpack(&(zi_gzip){ "t", packed, end }, N_TEXT, &data, &n, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && zi_mem_live() == live));
    }
    zi_free(data);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_back_from_any_number_of_members),
        cmocka_unit_test(damage_and_too_much_are_told),
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
