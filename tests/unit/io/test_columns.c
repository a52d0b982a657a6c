/* SPDX-License-Identifier: Apache-2.0 */
#include "io/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/csv.h"

static const char *const panel = "exporter,year,trade,\"rta, any\"\n"
                                 "KAZ,1998,0.5,NA\n"
                                 "\"CHN\",1998,.,1\n"
                                 "KAZ,NA,25.093540000000001,0\n"
                                 ",2000,-1.5e3,\n";

static zi_columns *
columns_of(const char *text, const char *const *names, uint32_t n_names)
{
    zi_columns *c = NULL;
    zhol_error err = { "" };

    if (zi_columns_from_memory("panel.csv", text, strlen(text), names, n_names, &c, &err)
        != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    return c;
}

static void
assert_fails(
    zhol_status expected, const char *text, const char *name, const char *message)
{
    zi_columns *c = (zi_columns *) 1;
    zhol_error err = { "" };

    assert_int_equal(
        zi_columns_from_memory("panel.csv", text, strlen(text), &name, 1, &c, &err),
        expected);
    assert_null(c);
    assert_string_equal(err.message, message);
    assert_int_equal(zi_mem_live(), 0);
}

static void
assert_same(double x, double expected)
{
    if (isnan(expected)) {
        assert_true(isnan(x));
    } else {
        assert_memory_equal(&x, &expected, sizeof x);
    }
}

static void
columns_are_read_by_name_in_the_order_asked(void **state)
{
    static const char *const names[] = { "trade", "exporter", "rta, any" };
    static const double trade[] = { 0.5, NAN, 25.093540000000001, -1500 };
    static const double rta[] = { NAN, 1, 0, NAN };
    zi_columns *c = columns_of(panel, names, 3);

    (void) state;
    assert_string_equal(c->path, "panel.csv");
    assert_int_equal(c->n_rows, 4);
    assert_int_equal(c->n_columns, 3);
    assert_string_equal(c->column[0].name, "trade");
    assert_false(c->column[0].is_text);
    assert_null(c->column[0].code);
    assert_int_equal(c->column[0].n_missing, 1);
    assert_int_equal(c->column[2].n_missing, 2);
    for (int i = 0; i < 4; i++) {
        assert_same(c->column[0].value[i], trade[i]);
        assert_same(c->column[2].value[i], rta[i]);
    }
    assert_ptr_equal(zi_columns_find(c, "exporter"), &c->column[1]);
    assert_null(zi_columns_find(c, "year"));
    zi_columns_free(c);
    zi_columns_free(NULL);
    assert_int_equal(zi_mem_live(), 0);
}

static void
a_byte_order_mark_is_stepped_over(void **state)
{
    static const char text[] = "\xEF\xBB\xBFx,y\n1,2\n";
    static const char *const names[] = { "x" };
    zi_columns *c = NULL;

    (void) state;
    assert_int_equal(
        zi_columns_from_memory("p.csv", text, sizeof text - 1, names, 1, &c, NULL),
        ZHOL_OK);
    assert_true(c->column[0].value[0] >= 1 && c->column[0].value[0] <= 1);
    assert_int_equal(zi_columns_line(c, 0), 2);
    zi_columns_free(c);
}

static void
texts_are_coded_in_order_of_appearance(void **state)
{
    static const char *const names[] = { "exporter" };
    static const uint32_t code[] = { 0, 1, 0, ZI_COLUMN_MISSING };
    zi_columns *c = columns_of(panel, names, 1);
    const zi_column *x = &c->column[0];

    (void) state;
    assert_true(x->is_text);
    assert_null(x->value);
    assert_int_equal(x->n_words, 2);
    assert_int_equal(x->n_missing, 1);
    assert_string_equal(x->word[0], "KAZ");
    assert_string_equal(x->word[1], "CHN");
    assert_memory_equal(x->code, code, sizeof code);
    assert_int_equal(x->text_row, 0);
    assert_string_equal(x->text, "KAZ");
    zi_columns_free(c);
}

/* Longer than any 16 bytes that are looked at together; and one byte apart. */
static void
words_that_differ_a_little_are_different_words(void **state)
{
    static const char *const names[] = { "w" };
    static const char *const words[] = { "a", "aa", "aaa", "aaaa", "aaaab", "aaaaaa",
        "aaaaaab", "aaaaaaaa", "aaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2", "Қазақстан", "\"x\"\"\"", "x" };
    zi_buffer text = { 0 };
    const uint32_t n_words = sizeof words / sizeof *words;

    (void) state;
    zi_buffer_text(&text, "w\n");
    for (uint32_t i = 0; i < 2 * n_words; i++) {
        zi_buffer_format(&text, "%s\n", words[i % n_words]);
    }
    zi_columns *c = columns_of(text.data, names, 1);
    assert_int_equal(c->column[0].n_words, n_words);
    for (uint32_t i = 0; i < c->n_rows; i++) {
        assert_int_equal(c->column[0].code[i], i % n_words);
    }
    assert_string_equal(c->column[0].word[11], "Қазақстан");
    assert_string_equal(c->column[0].word[12], "x\"");
    zi_buffer_free(&text);
    zi_columns_free(c);
}

static void
a_column_that_becomes_text_late_has_all_its_words(void **state)
{
    enum { N_ROWS = 100000, LATE = 70000 };
    static const char *const names[] = { "x", "id", "y" };
    zi_buffer text = { 0 };

    (void) state;
    zi_buffer_text(&text, "id,x,y\n");
    for (uint32_t i = 0; i < N_ROWS; i++) {
        if (i % 1000 == 1) {
            zi_buffer_format(&text, "%u,NA,\"1\n2\"\n", i);
        } else {
            zi_buffer_format(&text, i < LATE ? "%u,%u.0,3\n" : "%u,w%u,4\n", i, i / 2);
        }
    }
    zi_columns *c = columns_of(text.data, names, 3);
    const zi_column *x = zi_columns_find(c, "x"), *id = zi_columns_find(c, "id"),
                    *y = zi_columns_find(c, "y");
    assert_int_equal(c->n_rows, N_ROWS);
    assert_true(x->is_text);
    assert_null(x->value);
    assert_int_equal(x->text_row, LATE);
    assert_string_equal(x->text, "w35000");
    assert_int_equal(x->n_missing, N_ROWS / 1000);
    assert_int_equal(x->n_words, N_ROWS / 2);
    assert_string_equal(x->word[0], "0.0");
    assert_string_equal(x->word[34999], "34999.0");
    assert_int_equal(x->code[1], ZI_COLUMN_MISSING);
    assert_int_equal(x->code[N_ROWS - 1], N_ROWS / 2 - 1);
    assert_false(id->is_text);
    assert_same(id->value[N_ROWS - 1], N_ROWS - 1);
    assert_int_equal(y->text_row, 1);
    assert_string_equal(y->word[1], "1\n2");
    assert_int_equal(zi_columns_line(c, 1), 3);
    assert_int_equal(zi_columns_line(c, 2), 5);
    assert_int_equal(zi_columns_line(c, 1001), 1004);
    assert_int_equal(zi_columns_line(c, N_ROWS - 1), N_ROWS + 1 + N_ROWS / 1000);
    zi_buffer_free(&text);
    zi_columns_free(c);
    assert_int_equal(zi_mem_live(), 0);
}

static void
small_and_open_ended_files_are_read(void **state)
{
    static const struct {
        const char *text;
        uint32_t n_rows, n_missing, last_line;
        bool is_text;
    } cases[] = {
        { "x", 0, 0, 0, false },
        { "x\n", 0, 0, 0, false },
        { "x\r\n1\r\n2", 2, 0, 3, false },
        { "x\n1\n\n3", 3, 1, 4, false },
        { "y,x\n,\n1,", 2, 2, 3, false },
        { "y,x\n,", 1, 1, 2, false },
        { "x,\"x\"\"\"\n\"1\",7\n\"NA\",\n", 2, 1, 3, false },
        { "x\nNA\nabc", 2, 1, 3, true },
        { "x,y,y\n1,2,3\n", 1, 0, 2, false },
        { "\"two\r\nlines\",x\r\n1,2\r\n", 1, 0, 3, false },
    };
    static const char *const names[] = { "x" };

    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zi_columns *c = columns_of(cases[i].text, names, 1);
        assert_int_equal(c->n_rows, cases[i].n_rows);
        assert_int_equal(c->column[0].n_missing, cases[i].n_missing);
        assert_int_equal(c->column[0].is_text, cases[i].is_text);
        assert_true((c->column[0].value != NULL) == !cases[i].is_text);
        if (c->n_rows > 0) {
            assert_int_equal(zi_columns_line(c, c->n_rows - 1), cases[i].last_line);
        }
        zi_columns_free(c);
    }
    zi_columns *none = columns_of("a,b\n1,2\n3,4\n", NULL, 0);
    assert_int_equal(none->n_rows, 2);
    zi_columns_free(none);
}

static void
an_unknown_column_is_answered_with_the_nearest(void **state)
{
    zi_buffer many = { 0 };
    zhol_error err = { "" };
    zi_columns *c;
    static const char *const name = "zzz";

    (void) state;
    assert_fails(ZHOL_USAGE, "trade,log_dist,rta\n", "log_dst",
        "panel.csv has no column 'log_dst'; did you mean 'log_dist'? It has: trade, "
        "log_dist, rta");
    assert_fails(ZHOL_USAGE, "trade,log_dist\n", "importer",
        "panel.csv has no column 'importer'. It has: trade, log_dist");
    assert_fails(ZHOL_USAGE, "trade,x\n", "Trade",
        "panel.csv has no column 'Trade'; did you mean 'trade'? It has: trade, x");
    for (int i = 0; i < 1000; i++) {
        zi_buffer_format(&many, "%scolumn_%d", i ? "," : "", i);
    }
    assert_int_equal(
        zi_columns_from_memory("p", many.data, many.length, &name, 1, &c, &err),
        ZHOL_USAGE);
    assert_non_null(strstr(err.message, "column_20, "));
    assert_non_null(strstr(err.message, ", ... (1000 in all)"));
    zi_buffer_free(&many);
}

static void
a_name_must_mean_one_column(void **state)
{
    static const char *const twice[] = { "x", "y", "x" };
    zi_columns *c = NULL;
    zhol_error err = { "" };

    (void) state;
    assert_fails(ZHOL_BAD_DATA, "y,x,y\n1,2,3\n", "y",
        "panel.csv:1: 2 columns are named 'y': each needs a name of its own");
    assert_int_equal(
        zi_columns_from_memory("panel.csv", "x,y\n", 4, twice, 3, &c, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "panel.csv: column 'x' is asked for twice: once is enough");
}

static void
mistakes_have_the_words_of_csv(void **state)
{
    (void) state;
    assert_fails(ZHOL_BAD_DATA, "", "x",
        "panel.csv:1: the file is empty: a first row with names would be right");
    assert_fails(ZHOL_BAD_DATA, "x,y\n1,2\n3\n", "x",
        "panel.csv:3: 1 field, but the first row has 2");
    assert_fails(ZHOL_BAD_DATA, "y,x\n\"a\nb\",2\n3,4,5\n", "x",
        "panel.csv:4: 3 fields, but the first row has 2");
    assert_fails(ZHOL_BAD_DATA, "x,y\n1,2\n3,\xC3(\n", "x",
        "panel.csv:3: byte 0xC3 in field 2 is not UTF-8: save as UTF-8");
    assert_fails(ZHOL_BAD_DATA, "x,y\n1,2\r3,4\n", "x",
        "panel.csv:2: a carriage return without a line feed: lines end with LF or CRLF");
    assert_fails(ZHOL_BAD_DATA, "x\n1\n2\t\n", "x",
        "panel.csv:3: a control character (byte 0x09) in field 1");
    assert_fails(ZHOL_BAD_DATA, "x\n\"1\n2\n", "x",
        "panel.csv:2: the quote that opens field 1 is never closed");
    assert_fails(ZHOL_BAD_DATA, "\xEF\xBB\xBF\xEF\xBB\xBFx\n1\n", "x",
        "panel.csv:1: a byte-order mark: save the file as UTF-8 without one (not \"UTF-8 "
        "BOM\")"); /* one is stepped over */
}

/* In a column of numbers, of texts, and in one that is not asked for. */
static void
fields_have_the_ceiling_of_csv(void **state)
{
    static const char *const begins[] = { "x\n", "x\n\"", "x\nword\n", "x\nword\n\"",
        "x,y\n1," };
    static const char *const ends[] = { "\n", "\"\n", "\n", "\"\n", "\n" };
    static const char *const name = "x";
    char *text = malloc(ZI_CSV_MAX_FIELD_BYTES + 16);

    (void) state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        for (size_t extra = 0; extra < 2; extra++) {
            const size_t n = ZI_CSV_MAX_FIELD_BYTES + extra, at = strlen(begins[i]);
            zi_columns *c = NULL;
            strcpy(text, begins[i]);
            memset(text + at, 'a', n);
            strcpy(text + at + n, ends[i]);
            assert_int_equal(
                zi_columns_from_memory("t", text, strlen(text), &name, 1, &c, NULL),
                extra ? ZHOL_BAD_DATA : ZHOL_OK);
            zi_columns_free(c);
        }
    }
    free(text);
}

static void
more_rows_than_csv_takes_are_refused(void **state)
{
    static const char *const name = "x";
    const size_t n = (size_t) ZI_CSV_MAX_ROWS + 2; /* the name and its line feed */
    char *text;
    zi_columns *c = NULL;
    zhol_error err = { "" };

    (void) state;
    if (!getenv("ZHOL_LONG")) {
        skip();
    }
    text = malloc(n);
    assert_non_null(text);
    memset(text, '\n', n);
    text[0] = 'x';
    assert_int_equal(
        zi_columns_from_memory("t.csv", text, n, &name, 1, &c, &err), ZHOL_LIMIT);
    assert_string_equal(err.message, "t.csv:10000001: more than 10000000 rows");
    assert_int_equal(
        zi_columns_from_memory("t.csv", text, n - 1, &name, 1, &c, &err), ZHOL_OK);
    assert_int_equal(c->n_rows, ZI_CSV_MAX_ROWS - 1);
    assert_int_equal(c->column[0].n_missing, ZI_CSV_MAX_ROWS - 1);
    zi_columns_free(c);
    free(text);
}

/* A temporary file of these bytes, packed or not. */
static void
make_file(char path[32], const char *text, bool is_packed)
{
    int fd;

    strcpy(path, "/tmp/zhol-columns-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    if (is_packed) {
        gzFile file = gzdopen(fd, "wb");
        assert_int_equal(gzputs(file, text), (int) strlen(text));
        assert_int_equal(gzclose(file), Z_OK);
    } else {
        assert_int_equal(write(fd, text, strlen(text)), (ssize_t) strlen(text));
        close(fd);
    }
}

static void
a_file_is_loaded_once_and_read_as_often_as_wanted(void **state)
{
    static const char *const names[] = { "year" };
    char path[32];

    (void) state;
    for (int is_packed = 0; is_packed < 2; is_packed++) {
        zi_columns_file *file = NULL;
        zi_columns *c = NULL, *again = NULL;
        make_file(path, panel, is_packed != 0);
        assert_int_equal(zi_columns_open(path, &file, NULL), ZHOL_OK);
        assert_int_equal(file->n_names, 4);
        assert_string_equal(file->names[3], "rta, any");
        assert_int_equal(zi_columns_read_file(file, names, 1, &c, NULL), ZHOL_OK);
        assert_int_equal(zi_columns_read_file(
                             file, (const char *const *) file->names, 4, &again, NULL),
            ZHOL_OK);
        zi_columns_close(file);
        assert_same(c->column[0].value[3], 2000);
        assert_string_equal(again->path, path);
        assert_string_equal(again->column[0].name, "exporter");
        zi_columns_free(again);
        zi_columns_free(c);
        assert_int_equal(zi_columns_read(path, names, 1, &c, NULL), ZHOL_OK);
        assert_int_equal(c->column[0].n_missing, 1);
        zi_columns_free(c);
        unlink(path);
        assert_int_equal(zi_mem_live(), 0);
    }
    zi_columns_close(NULL);
}

static void
a_file_that_is_not_there_is_named(void **state)
{
    zi_columns *c = (zi_columns *) 1;
    zhol_error err = { "" };

    (void) state;
    assert_int_equal(zi_columns_read("/nowhere/panel.csv", NULL, 0, &c, &err), ZHOL_IO);
    assert_null(c);
    assert_non_null(strstr(err.message, "/nowhere/panel.csv"));
}

static void
every_failed_allocation_is_reported(void **state)
{
    static const char *const names[] = { "w", "late", "x" };
    static const char *const wrong[] = { "no" };
    const long before = zi_mem_live();
    zi_buffer text = { 0 };
    char path[32];

    (void) state;
    zi_buffer_text(&text, "w,late,x\n");
    for (int i = 0; i < 300; i++) { /* words enough for a larger table */
        zi_buffer_format(&text, "w%d,%s,\"a\n\"\"b\"\n", i, i < 9 ? "1" : "late");
    }
    make_file(path, text.data, true);
    zi_buffer_free(&text);
    for (int is_wrong = 0; is_wrong < 2; is_wrong++) {
        const zhol_status last = is_wrong ? ZHOL_USAGE : ZHOL_OK;
        zhol_status status = ZHOL_LIMIT;
        long k = 0;
        for (; status == ZHOL_LIMIT; k++) {
            zi_columns *c = NULL;
            zhol_error err = { "" };
            assert_true(k < 200);
            zi_mem_fail_after(k);
            status = zi_columns_read(
                path, is_wrong ? wrong : names, is_wrong ? 1 : 3, &c, &err);
            zi_mem_fail_after(-1);
            assert_true(status == last || status == ZHOL_LIMIT);
            assert_true(status == last || strstr(err.message, "no memory"));
            assert_true((c != NULL) == (status == ZHOL_OK));
            zi_columns_free(c);
            assert_int_equal(zi_mem_live(), before);
        }
        assert_true(k > 15);
    }
    unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_read_by_name_in_the_order_asked),
        cmocka_unit_test(a_byte_order_mark_is_stepped_over),
        cmocka_unit_test(texts_are_coded_in_order_of_appearance),
        cmocka_unit_test(words_that_differ_a_little_are_different_words),
        cmocka_unit_test(a_column_that_becomes_text_late_has_all_its_words),
        cmocka_unit_test(small_and_open_ended_files_are_read),
        cmocka_unit_test(an_unknown_column_is_answered_with_the_nearest),
        cmocka_unit_test(a_name_must_mean_one_column),
        cmocka_unit_test(mistakes_have_the_words_of_csv),
        cmocka_unit_test(fields_have_the_ceiling_of_csv),
        cmocka_unit_test(more_rows_than_csv_takes_are_refused),
        cmocka_unit_test(a_file_is_loaded_once_and_read_as_often_as_wanted),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("io-columns", tests, NULL, NULL);
}
