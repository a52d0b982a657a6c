/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/csv.h"

static zi_csv *
reader_of(const char *text)
{
    zi_csv *csv = NULL;
    assert_int_equal(
        zi_csv_from_memory("links.csv", text, strlen(text), &csv, NULL), ZHOL_OK);
    return csv;
}

/* Joins all rows: fields by '|', rows by their line numbers. "1:a|b 2:c|d " */
static zhol_status
read_all(zi_csv *csv, zi_buffer *out, zhol_error *err)
{
    zhol_status status;
    bool has_row = false;
    while ((status = zi_csv_next(csv, &has_row, err)) == ZHOL_OK && has_row) {
        zi_buffer_format(out, "%u:", zi_csv_line(csv));
        for (uint32_t i = 0; i < zi_csv_n_fields(csv); i++) {
            const char *field = zi_csv_field(csv, i);
            assert_int_equal(zi_csv_field_length(csv, i), strlen(field));
            zi_buffer_format(out, "%s%s", i ? "|" : "", field);
        }
        zi_buffer_text(out, " ");
    }
    assert_true(status == ZHOL_OK || !has_row);
    assert_int_equal(zi_csv_n_fields(csv), 0);
    return status;
}

static void
assert_reads(const char *text, const char *expected)
{
    zi_csv *csv = reader_of(text);
    zi_buffer all = { 0 };
    zhol_error err = { "" };
    zi_buffer_text(&all, "");
    if (read_all(csv, &all, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    assert_string_equal(all.data, expected);
    zi_buffer_free(&all);
    zi_csv_close(csv);
}

static void
rows_are_read_as_rfc_4180_says(void **state)
{
    (void) state;
    assert_reads("", "");
    assert_reads("a,b\n1,2\n", "1:a|b 2:1|2 ");
    assert_reads("a,b\r\n1,2", "1:a|b 2:1|2 ");
    assert_reads(",\n,", "1:| 2:| ");
    assert_reads("a\n\nb\n", "1:a 2: 3:b ");
    assert_reads(" a , b \n", "1: a | b  ");
    assert_reads("\"a,b\",\"\"\n", "1:a,b| ");
    assert_reads("\"say \"\"hi\"\"\",\"\"\"\",\"\"\"\"\"\"\n", "1:say \"hi\"|\"|\"\" ");
    assert_reads("\"x\"", "1:x ");
    assert_reads("Достық,西安\n", "1:Достық|西安 ");
    assert_reads(
        "\xC2\xA0\n", "1:\xC2\xA0 "); /* the first after the control characters */
}

static void
a_row_knows_the_line_where_it_began(void **state)
{
    (void) state;
    assert_reads("a,b\n\"1\n2\r\n3\",4\n5,6\n", "1:a|b 2:1\n2\r\n3|4 5:5|6 ");
    assert_reads("\"\n\"\n\"\n\"\n", "1:\n 3:\n ");
}

static void
what_is_not_csv_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "a,b\n1\n", "links.csv:2: 1 field, but the first row has 2" },
        { "a,b\n1,2,3\n", "links.csv:2: 3 fields, but the first row has 2" },
        { "a,b\n1,2\n\n3,4\n", "links.csv:3: 1 field, but the first row has 2" },
        { "a,b\n\"1\n2\",3\nx\"y,4\n", "links.csv:4: a quote inside field 1" },
        { "a\n\"x\"y\n", "links.csv:2: text after the closing quote of field 1" },
        { "a\n\"x\ny\" \n", "links.csv:3: text after the closing quote of field 1" },
        { "a\nb,\"x\n\n\n", "links.csv:2: the quote that opens field 2 is never closed" },
        { "a\n\"", "links.csv:2: the quote that opens field 1 is never closed" },
        { "a\n\"x\"\"", "links.csv:2: the quote that opens field 1 is never closed" },
        { "a\rb\n", "links.csv:1: a carriage return without a line feed" },
        { "a\n\"b\"\r", "links.csv:2: a carriage return without a line feed" },
        { "a,b\nx,\xE9\n", "links.csv:2: byte 0xE9 in field 2 is not UTF-8" },
        { "a\n\"x\ny\n\xC3\"\n", "links.csv:4: byte 0xC3 in field 1 is not UTF-8" },
        { "a\n\x1B[2J\n", "links.csv:2: a control character (byte 0x1B) in field 1" },
        { "a\nb\tc\n", "links.csv:2: a control character (byte 0x09) in field 1" },
        { "a\n\"\n\x7F\"\n", "links.csv:3: a control character (byte 0x7F) in field 1" },
        { "a\n\xC2\x9B\n", "links.csv:2: a control character (byte 0xC2) in field 1" },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zi_csv *csv = reader_of(cases[i].text);
        zi_buffer all = { 0 };
        zhol_error err = { "" }, again = { "" };
        bool has_row = true;
        assert_int_equal(read_all(csv, &all, &err), ZHOL_BAD_DATA);
        if (strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0) {
            fail_msg("'%s', not '%s'", err.message, cases[i].message);
        }
        assert_int_equal(zi_csv_next(csv, &has_row, &again), ZHOL_BAD_DATA);
        assert_false(has_row);
        assert_string_equal(again.message, err.message);
        zi_buffer_free(&all);
        zi_csv_close(csv);
    }
}

static void
a_nul_is_a_control_character(void **state)
{
    zi_csv *csv = NULL;
    zhol_error err;
    bool has_row;
    (void) state;
    assert_int_equal(zi_csv_from_memory("x", "a\0b\n", 4, &csv, NULL), ZHOL_OK);
    assert_int_equal(zi_csv_next(csv, &has_row, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, "x:1: a control character (byte 0x00) in field 1");
    zi_csv_close(csv);
    /* Behind a quote it is text, too, and no end of the row. */
    assert_int_equal(zi_csv_from_memory("x", "\"a\"\0b\n", 6, &csv, NULL), ZHOL_OK);
    assert_int_equal(zi_csv_next(csv, &has_row, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "x:1: text after the closing quote of field 1"));
    zi_csv_close(csv);
}

static void
other_encodings_are_refused_at_once(void **state)
{
    zi_csv *csv = (zi_csv *) 1;
    zhol_error err;
    (void) state;
    assert_int_equal(zi_csv_from_memory("x",
                         "\xEF\xBB\xBF"
                         "a\n",
                         5, &csv, &err),
        ZHOL_BAD_DATA);
    assert_null(csv);
    assert_non_null(strstr(err.message, "x:1: a byte-order mark"));
    assert_int_equal(
        zi_csv_from_memory("x", "\xFF\xFE\x41\0", 4, &csv, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "UTF-16"));
    assert_int_equal(
        zi_csv_from_memory("x", "\xFE\xFF\0\x41", 4, &csv, &err), ZHOL_BAD_DATA);
}

static void
fields_and_rows_have_ceilings(void **state)
{
    char *text = malloc(ZI_CSV_MAX_FIELD_BYTES + 8);
    zi_buffer all = { 0 };
    zhol_error err;
    zi_csv *csv;
    (void) state;
    assert_non_null(text);
    for (int extra = 0; extra < 2; extra++) {
        for (int is_quoted = 0; is_quoted < 2; is_quoted++) {
            const size_t n = ZI_CSV_MAX_FIELD_BYTES + (size_t) extra;
            memset(text, 'x', n + 2);
            text[0] = is_quoted ? '"' : 'x';
            strcpy(text + n + is_quoted, is_quoted ? "\"\n" : "\n");
            csv = reader_of(text);
            assert_int_equal(read_all(csv, &all, &err), extra ? ZHOL_BAD_DATA : ZHOL_OK);
            zi_buffer_free(&all);
            zi_csv_close(csv);
        }
    }
    assert_string_equal(err.message,
        "links.csv:1: a field of 65537 bytes, at most 65536 are "
        "allowed: is its closing quote missing?");
    for (int extra = 0; extra < 2; extra++) {
        const size_t n_commas = ZI_CSV_MAX_FIELDS - 1 + (size_t) extra;
        memset(text, ',', n_commas);
        text[n_commas] = '\0';
        csv = reader_of(text);
        assert_int_equal(read_all(csv, &all, &err), extra ? ZHOL_BAD_DATA : ZHOL_OK);
        zi_buffer_free(&all);
        zi_csv_close(csv);
    }
    assert_string_equal(err.message, "links.csv:1: more than 1024 fields");
    assert_int_equal(
        zi_csv_from_memory("x", text, (size_t) ZI_CSV_MAX_FILE_BYTES + 1, &csv, &err),
        ZHOL_LIMIT);
    free(text);
}

static void
ten_million_rows_are_enough(void **state)
{
    const size_t n = (size_t) ZI_CSV_MAX_ROWS + 1;
    char *text;
    zi_csv *csv = NULL;
    zhol_error err;
    bool has_row = true;
    size_t n_rows = 0;
    (void) state;
    if (!getenv("ZHOL_LONG")) {
        skip();
    }
    text = malloc(n);
    assert_non_null(text);
    memset(text, '\n', n);
    assert_int_equal(zi_csv_from_memory("x", text, n, &csv, NULL), ZHOL_OK);
    while (zi_csv_next(csv, &has_row, &err) == ZHOL_OK && has_row) {
        n_rows++;
    }
    assert_int_equal(n_rows, ZI_CSV_MAX_ROWS);
    assert_int_equal(zi_csv_next(csv, &has_row, &err), ZHOL_LIMIT);
    assert_string_equal(err.message, "x:10000001: more than 10000000 rows");
    zi_csv_close(csv);
    free(text);
}

static void
callers_blame_the_row_they_read(void **state)
{
    zi_csv *csv = reader_of("crane_t\n\"4\n0\"\n");
    zhol_error err;
    bool has_row;
    (void) state;
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_OK);
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_OK);
    assert_int_equal(
        zi_csv_fail(csv, &err, "crane_t %d at '%s'", 0, "Dostyk"), ZHOL_BAD_DATA);
    assert_string_equal(err.message, "links.csv:2: crane_t 0 at 'Dostyk'");
    assert_int_equal(zi_csv_fail(csv, NULL, "no message asked for"), ZHOL_BAD_DATA);
    zi_csv_close(csv);
}

static void
a_long_name_keeps_its_end(void **state)
{
    char name[400];
    zi_csv *csv = NULL;
    (void) state;
    for (size_t shift = 0; shift < 3; shift++) {
        memset(name, '/', sizeof name);
        for (size_t i = shift; i + 3 < 390; i += 3) {
            memcpy(name + i, "\xE9\x87\x8C", 3);
        }
        strcpy(name + 390, "links.csv");
        assert_int_equal(zi_csv_from_memory(name, "", 0, &csv, NULL), ZHOL_OK);
        assert_memory_equal(zi_csv_name(csv), "...\xE9\x87\x8C", 6);
        assert_true(zi_utf8_is_valid(zi_csv_name(csv), strlen(zi_csv_name(csv))));
        assert_string_equal(strstr(zi_csv_name(csv), "links"), "links.csv");
        zi_csv_close(csv);
    }
}

static void
files_are_read_like_memory(void **state)
{
    char path[] = "/tmp/zhol-csv-XXXXXX";
    const int fd = mkstemp(path);
    zi_buffer all = { 0 };
    zhol_error err;
    zi_csv *csv = NULL;
    (void) state;
    assert_true(fd >= 0 && write(fd, "a,b\n1,2\n", 8) == 8 && close(fd) == 0);
    assert_int_equal(zi_csv_open(path, &csv, NULL), ZHOL_OK);
    assert_string_equal(zi_csv_name(csv), path);
    assert_int_equal(read_all(csv, &all, NULL), ZHOL_OK);
    assert_string_equal(all.data, "1:a|b 2:1|2 ");
    zi_csv_close(csv);
    unlink(path);
    assert_int_equal(zi_csv_open(path, &csv, &err), ZHOL_IO);
    assert_null(csv);
    assert_non_null(strstr(err.message, path));
    assert_non_null(strstr(err.message, "No such file"));
    zi_buffer_free(&all);
}

/* Every allocation fails once, of opening and of reading. */
static void
every_failed_allocation_is_reported(void **state)
{
    static const char text[] = "a,b\n\"0123456789012345678901234567890123456789\",2\n";
    const long before = zi_mem_live();
    char path[] = "/tmp/zhol-csv-XXXXXX";
    const int fd = mkstemp(path);
    zhol_status status = ZHOL_LIMIT;
    (void) state;
    assert_true(fd >= 0 && write(fd, text, sizeof text - 1) > 0 && close(fd) == 0);
    for (long k = 0; status != ZHOL_OK; k++) {
        zi_csv *csv = NULL;
        zhol_error err = { "" };
        bool has_row = true;
        assert_true(k < 100);
        zi_mem_fail_after(k);
        status = zi_csv_open(path, &csv, &err);
        while (status == ZHOL_OK && has_row) {
            status = zi_csv_next(csv, &has_row, &err);
        }
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        assert_true(status == ZHOL_OK || strstr(err.message, "no memory"));
        zi_csv_close(csv);
        assert_int_equal(zi_mem_live(), before);
    }
    unlink(path);
    zi_csv_close(NULL);
}

static void
a_row_with_the_wrong_number_of_fields_can_be_skipped(void **state)
{
    zi_csv *csv = reader_of("a,b\n1\n2,3\n\"x");
    bool has_row = false;
    (void) state;
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_OK);
    assert_false(zi_csv_skip_row(csv));
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_BAD_DATA);
    assert_true(zi_csv_skip_row(csv));
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_OK);
    assert_true(has_row);
    assert_string_equal(zi_csv_field(csv, 1), "3");
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_BAD_DATA);
    assert_false(zi_csv_skip_row(csv));
    assert_int_equal(zi_csv_next(csv, &has_row, NULL), ZHOL_BAD_DATA);
    zi_csv_close(csv);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_rfc_4180_says),
        cmocka_unit_test(a_row_knows_the_line_where_it_began),
        cmocka_unit_test(what_is_not_csv_is_refused_with_its_line),
        cmocka_unit_test(a_nul_is_a_control_character),
        cmocka_unit_test(other_encodings_are_refused_at_once),
        cmocka_unit_test(fields_and_rows_have_ceilings),
        cmocka_unit_test(ten_million_rows_are_enough),
        cmocka_unit_test(callers_blame_the_row_they_read),
        cmocka_unit_test(a_long_name_keeps_its_end),
        cmocka_unit_test(files_are_read_like_memory),
        cmocka_unit_test(every_failed_allocation_is_reported),
        cmocka_unit_test(a_row_with_the_wrong_number_of_fields_can_be_skipped),
    };
    return cmocka_run_group_tests_name("io-csv", tests, NULL, NULL);
}
