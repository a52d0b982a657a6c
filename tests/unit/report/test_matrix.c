/* SPDX-License-Identifier: Apache-2.0 */
/* Files of matrices: what stands in them, and that they are whole or as before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "matrices.h"

static char folder[40], path[64];

static int
open_world(void **state)
{
    strcpy(folder, "/tmp/zhol-matrix-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/m.csv", folder);
    return zhol_world_open(ZHOL_WORLD_FILE, NULL, (zhol_world **) state, NULL) != ZHOL_OK;
}

static int
close_world(void **state)
{
    zhol_world_free(*state);
    unlink(path);
    return rmdir(folder) || zi_mem_live() != 0; /* fails if a temporary file was left */
}

static zhol_matrix_output
to_csv(void)
{
    return (zhol_matrix_output){ .path = path, .format = ZHOL_MATRIX_CSV };
}

static char *
read_back(size_t *n)
{
    char *data = NULL;
    zhol_error err = { "" };

    if (zi_file_read_all(path, 1 << 28, &data, n, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    return data;
}

static void
assert_old(void)
{
    size_t n;
    char *data = read_back(&n);
    assert_string_equal(data, "old");
    zi_free(data);
}

static void
make_old(void)
{
    assert_int_equal(zi_file_write_atomic(path, "old", 3, NULL), ZHOL_OK);
}

/* From Urumqi to itself, to Aktau by road only: no way; to Almaty there is one. */
static void
a_line_a_pair_and_nothing_where_no_way_leads(void **state)
{
    zhol_world *w = tiny_world();
    const zhol_matrix_output o = to_csv();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    uint32_t value[2 * ZHOL_MATRIX_BAND * 3];
    char expected[256];
    matrix m;
    size_t n;
    (void) state;
    matrix_open(&m, w, "urumqi", "urumqi,aktau,almaty", 1);
    zhol_matrix_free(m.made);
    m.query.scenario.modes = 1U << ZHOL_MODE_ROAD;
    matrix_must(zhol_matrix_new(w, &m.query, &m.made, &err), &err);
    matrix_must(zhol_matrix_band(m.made, 0, 0, value, &err), &err);
    const double h = value[2] / 3600.0, usd = value[3 * ZHOL_MATRIX_BAND + 2] / 100.0;
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_OK);
    snprintf(expected, sizeof expected, "%s%s%.4f,%.2f",
        "from_id,to_id,time_h,cost_usd\n",
        "urumqi,urumqi,0,0\nurumqi,aktau,,\nurumqi,almaty,", h, usd);
    char *data = read_back(&n);
    while (expected[strlen(expected) - 1] == '0') { /* which the file leaves out */
        expected[strlen(expected) - 1] = '\0';
    }
    strcat(expected, "\n");
    assert_string_equal(data, expected);
    assert_non_null(
        strstr(summary.data, "from 1 place to 3 places: 20 t of general cargo"));
    assert_non_null(strstr(summary.data, "time, h        1       1"));
    zi_free(data);
    zhol_buffer_free(&summary);
    matrix_close(&m);
    zhol_world_free(w);
}

/* Every hour tells its second, every dollar its cent. */
static void
numbers_read_back_as_they_are(void **state)
{
    const zhol_matrix_output o = to_csv();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    matrix m;
    size_t n, n_seen = 0;
    matrix_open(&m, *state, "economies", "cities:3000000", 1);
    uint32_t *value = calloc(2 * ZHOL_MATRIX_BAND * m.to.n_places, sizeof *value);
    assert_non_null(value);
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_OK);
    char *data = read_back(&n), *line = strchr(data, '\n') + 1;
    for (uint32_t i = 0; i < m.from.n_places; i++) {
        if (i % ZHOL_MATRIX_BAND == 0) {
            matrix_must(
                zhol_matrix_band(m.made, i / ZHOL_MATRIX_BAND, 0, value, &err), &err);
        }
        for (uint32_t j = 0; j < m.to.n_places; j++) {
            const uint32_t *time_s =
                value + (size_t) (i % ZHOL_MATRIX_BAND) * m.to.n_places + j;
            const uint32_t *cents = time_s + (size_t) ZHOL_MATRIX_BAND * m.to.n_places;
            char *at = strchr(strchr(line, ',') + 1, ',') + 1;
            if (*time_s == ZHOL_INFINITE) {
                assert_memory_equal(at, ",\n", 2);
            } else {
                assert_int_equal(lround(strtod(at, &at) * 3600), *time_s);
                assert_int_equal(lround(strtod(at + 1, &at) * 100), *cents);
                assert_int_equal(*at, '\n');
                n_seen++;
            }
            line = strchr(line, '\n') + 1;
        }
    }
    assert_int_equal(*line, '\0');
    assert_true(n_seen > 1000);
    assert_non_null(strstr(summary.data, "economies by their largest city:\n"));
    assert_non_null(strstr(summary.data, "KAZ almaty"));
    free(value);
    zi_free(data);
    zhol_buffer_free(&summary);
    matrix_close(&m);
}

static void
the_bytes_do_not_depend_on_threads_or_memory(void **state)
{
    static const struct {
        uint32_t n_threads;
        uint64_t memory_bytes;
    } how[] = { { 1, 0 }, { 2, 0 }, { 4, 0 }, { 3, 45000000 }, { 1, 45000000 } };
    char *first = NULL, *summary_of_first = NULL;
    size_t n_first = 0;
    for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
        zhol_matrix_output o = to_csv();
        zhol_buffer summary = { 0 };
        zhol_error err = { "" };
        matrix m;
        size_t n;
        matrix_open(&m, *state, "cities:500000", "economies", how[i].n_threads);
        o.memory_bytes = how[i].memory_bytes;
        matrix_must(zhol_report_matrix(m.made, &o, &summary, &err), &err);
        char *data = read_back(&n);
        if (first) {
            assert_int_equal(n, n_first);
            assert_memory_equal(data, first, n);
            assert_string_equal(summary.data, summary_of_first);
            zi_free(data);
            zhol_buffer_free(&summary);
        } else {
            first = data;
            n_first = n;
            summary_of_first = summary.data;
        }
        matrix_close(&m);
    }
    zi_free(first);
    zi_free(summary_of_first);
}

/* Two writers make the bands in turn; a third one adds them: as two processes do. */
static void
pieces_of_several_writers_make_the_same_file(void **state)
{
    zhol_matrix_output o = to_csv(), nowhere = { .format = ZHOL_MATRIX_CSV };
    zhol_matrix_writer *maker[2] = { NULL, NULL }, *adder = NULL;
    zhol_buffer summary[2] = { { 0 } };
    zhol_error err = { "" };
    size_t n[2], n_piece;
    char *data[2];
    matrix m;
    matrix_open(&m, *state, "cities:2000000", "ports", 1);
    matrix_must(zhol_report_matrix(m.made, &o, &summary[0], &err), &err);
    data[0] = read_back(&n[0]);
    matrix_must(zhol_matrix_writer_new(m.made, &o, &adder, &err), &err);
    for (int i = 0; i < 2; i++) {
        matrix_must(zhol_matrix_writer_new(m.made, &nowhere, &maker[i], &err), &err);
        assert_in_range(zhol_matrix_writer_room(maker[i]), 1, 4);
    }
    assert_int_equal(zhol_matrix_writer_keep(adder, &summary[1], &err), ZHOL_USAGE);
    for (uint32_t band = 0; band < zhol_matrix_n_bands(m.made); band++) {
        zhol_matrix_writer *w = maker[band % 2];
        matrix_must(zhol_matrix_writer_make(w, band, 1, &err), &err);
        const void *piece = zhol_matrix_writer_piece(w, 0, &n_piece);
        assert_in_range(n_piece, 1, zhol_matrix_writer_piece_max(w));
        assert_int_equal(zhol_matrix_writer_add(w, piece, n_piece, &err), ZHOL_USAGE);
        matrix_must(zhol_matrix_writer_add(adder, piece, n_piece, &err), &err);
    }
    matrix_must(zhol_matrix_writer_keep(adder, &summary[1], &err), &err);
    data[1] = read_back(&n[1]);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(data[0], data[1], n[0]);
    assert_string_equal(summary[0].data, summary[1].data);
    for (int i = 0; i < 2; i++) {
        zhol_matrix_writer_free(maker[i]);
        zhol_buffer_free(&summary[i]);
        zi_free(data[i]);
    }
    zhol_matrix_writer_free(adder);
    matrix_close(&m);
}

static void
too_little_memory_says_how_much_is_needed(void **state)
{
    zhol_matrix_output o = to_csv();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    unsigned long needed = 0;
    matrix m;
    make_old();
    matrix_open(&m, *state, "all", "all", 2);
    o.memory_bytes = 1000000;
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_LIMIT);
    assert_int_equal(
        sscanf(err.message, "the matrix needs at least %lu MB of memory, not 1", &needed),
        1);
    assert_in_range(needed, 5, 100);
    assert_old();
    o.memory_bytes = (needed - 1) * 1000000; /* one less is too little ... */
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_LIMIT);
    assert_null(summary.data);
    o.memory_bytes = needed * 1000000; /* ... and this is enough */
    matrix_must(zhol_report_matrix(m.made, &o, &summary, &err), &err);
    zhol_buffer_free(&summary);
    matrix_close(&m);
}

/* Rows of few places take less than 1 MB: what they need is rounded up all the same. */
static void
what_little_memory_is_for_adds_up(void **state)
{
    zhol_matrix_output o = to_csv();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    unsigned long needed = 0, program = 0, rows = 0;
    matrix m;

    matrix_open(&m, *state, "Almaty", "Astana", 1);
    o.memory_bytes = 1000000;
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_LIMIT);
    assert_int_equal(sscanf(err.message,
                         "the matrix needs at least %lu MB of memory, not 1: %lu for the "
                         "program and the network, %lu for 16 rows of 1 places",
                         &needed, &program, &rows),
        3);
    assert_int_equal(rows, 1);
    assert_int_equal(program + rows, needed);
    matrix_close(&m);
}

static bool
stop(void *user, uint32_t rows_done, uint32_t n_rows)
{
    uint32_t *n_calls = user;

    assert_in_range(rows_done, 1, n_rows);
    return ++*n_calls < 3;
}

static void
it_can_be_stopped(void **state)
{
    zhol_matrix_output o = to_csv();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    uint32_t n_calls = 0;
    matrix m;
    make_old();
    matrix_open(&m, *state, "all", "economies", 1);
    o.progress = stop;
    o.user = &n_calls;
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_LIMIT);
    assert_string_equal(err.message, "the matrix was stopped");
    assert_int_equal(n_calls, 3);
    assert_old();
    matrix_close(&m);
}

static void
a_full_disk_leaves_the_old_file(void **state)
{
    zhol_matrix_output o = to_csv();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    struct rlimit before, small;
    matrix m;
    make_old();
    matrix_open(&m, *state, "economies", "economies", 2);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    for (rlim_t limit = 0; limit < 600000; limit += 150000) {
        small.rlim_cur = limit;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        const zhol_status status = zhol_report_matrix(m.made, &o, &summary, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, ZHOL_IO);
        assert_non_null(strstr(err.message, "m.csv: cannot write it: File too large"));
        assert_old();
    }
    o.path = "/dev/full";
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_IO);
    o.path = "/nowhere/m.csv";
    assert_int_equal(zhol_report_matrix(m.made, &o, &summary, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "/nowhere/m.csv: cannot write it: No such file"));
    assert_null(summary.data);
    matrix_close(&m);
}

static void
memory_may_run_out(void **state)
{
    zhol_world *w = tiny_world();
    const zhol_matrix_output o = to_csv();
    zhol_buffer first = { 0 };
    zhol_status status = ZHOL_LIMIT;
    zhol_error err = { "" };
    matrix m;
    (void) state;
    matrix_open(&m, w, "economies", "all", 2);
    matrix_must(zhol_report_matrix(m.made, &o, &first, &err), &err);
    zhol_buffer_free(&first); /* the matrix keeps scratch memory of its first rows */
    const long live = zi_mem_live();
    make_old();
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_buffer summary = { 0 };
        err.message[0] = '\0';
        assert_true(k < 500);
        zi_mem_fail_after(k);
        status = zhol_report_matrix(m.made, &o, &summary, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || err.message[0] != '\0');
        assert_true((status == ZHOL_OK) == (summary.data != NULL));
        zhol_buffer_free(&summary);
        assert_int_equal(zi_mem_live(), live);
        if (status != ZHOL_OK) {
            assert_old();
        }
    }
    assert_int_equal(status, ZHOL_OK);
    matrix_close(&m);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_a_pair_and_nothing_where_no_way_leads),
        cmocka_unit_test(numbers_read_back_as_they_are),
        cmocka_unit_test(the_bytes_do_not_depend_on_threads_or_memory),
        cmocka_unit_test(pieces_of_several_writers_make_the_same_file),
        cmocka_unit_test(too_little_memory_says_how_much_is_needed),
        cmocka_unit_test(what_little_memory_is_for_adds_up),
        cmocka_unit_test(it_can_be_stopped),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("report-matrix", tests, open_world, close_world);
}
