/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices as OMX, read back by HDF5, against the values themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <hdf5.h>
#include <stdlib.h>
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
    snprintf(path, sizeof path, "%s/m.omx", folder);
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
to_omx(void)
{
    return (zhol_matrix_output){ .path = path,
        .format = ZHOL_MATRIX_OMX,
        .modules = ZHOL_MODULES,
        .question = "--from some --to others" };
}

static void
assert_values(hid_t file, matrix *m, uint32_t k, const char *name)
{
    const uint32_t n_rows = m->from.n_places, n_columns = m->to.n_places;
    const double parts = zhol_matrix_parts(m->query.metrics[k]);
    const size_t n_band = (size_t) ZHOL_MATRIX_BAND * n_columns;
    double *stored = calloc((size_t) n_rows * n_columns, sizeof *stored);
    uint32_t *value = calloc(m->query.n_metrics * n_band, sizeof *value);
    const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    zhol_error err = { "" };

    assert_true(stored && value && set >= 0);
    assert_true(
        H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, stored) >= 0);
    for (uint32_t i = 0; i < n_rows; i++) {
        if (i % ZHOL_MATRIX_BAND == 0) {
            matrix_must(
                zhol_matrix_band(m->made, i / ZHOL_MATRIX_BAND, 0, value, &err), &err);
        }
        for (uint32_t j = 0; j < n_columns; j++) {
            const uint32_t x =
                value[k * n_band + (size_t) (i % ZHOL_MATRIX_BAND) * n_columns + j];
            const double expected = x == ZHOL_INFINITE ? -1 : x / parts;
            const double found = stored[(size_t) i * n_columns + j];
            assert_true(found == expected); /* NOLINT: exactly */
        }
    }
    H5Dclose(set);
    free(value);
    free(stored);
}

static void
assert_ids(
    hid_t file, const zhol_world *w, const zhol_place_set *places, const char *name)
{
    const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    const hid_t type = H5Dget_type(set);
    const size_t width = H5Tget_size(type);
    char *texts = calloc(places->n_places, width), *text = calloc(1, width + 1);

    assert_true(texts && text);
    assert_true(H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0);
    for (uint32_t i = 0; i < places->n_places; i++) {
        const zhol_place *p = &zhol_world_places(w, NULL)[places->places[i]];
        memcpy(text, texts + i * width, width);
        assert_string_equal(text, zhol_world_text(w, p->id));
    }
    free(text);
    free(texts);
    H5Tclose(type);
    H5Dclose(set);
}

static void
assert_about(hid_t file)
{
    char text[512] = "";
    const hid_t a = H5Aopen(file, "about", H5P_DEFAULT), type = H5Aget_type(a);

    assert_true(a >= 0 && H5Tget_size(type) < sizeof text);
    assert_true(H5Aread(a, type, text) >= 0);
    assert_memory_equal(text, "20 t of general cargo, network and rows of ", 43);
    assert_non_null(strstr(text, "; world "));
    assert_non_null(strstr(text, "; --from some --to others"));
    H5Tclose(type);
    H5Aclose(a);
}

/* 37 rows, so that the last band is not full; by rail only, so that some have no way. */
static void
what_is_read_is_what_was_computed(void **state)
{
    const zhol_world *w = *state;
    const zhol_matrix_output o = to_omx();
    zhol_buffer summary = { 0 };
    zhol_error err = { "" };
    matrix m;
    matrix_open(&m, *state, "economies", "Almaty,ports", 2);
    m.from.n_places = 37;
    zhol_matrix_free(m.made);
    m.query.scenario.modes = 1U << ZHOL_MODE_RAIL;
    matrix_must(zhol_matrix_new(w, &m.query, &m.made, &err), &err);
    matrix_must(zhol_report_matrix(m.made, &o, &summary, &err), &err);
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(file >= 0);
    assert_values(file, &m, 0, "data/time");
    assert_values(file, &m, 1, "data/cost");
    assert_ids(file, w, &m.from, "lookup/from");
    assert_ids(file, w, &m.to, "lookup/to");
    assert_about(file);
    H5Fclose(file);
    zhol_buffer_free(&summary);
    matrix_close(&m);
}

static void
the_bytes_do_not_depend_on_threads_or_memory(void **state)
{
    static const struct {
        uint32_t n_threads;
        uint64_t memory_bytes;
    } how[] = { { 1, 0 }, { 2, 0 }, { 4, 0 }, { 3, 65000000 }, { 1, 65000000 } };
    char *first = NULL;
    size_t n_first = 0;
    for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
        zhol_matrix_output o = to_omx();
        zhol_buffer summary = { 0 };
        zhol_error err = { "" };
        char *data = NULL;
        matrix m;
        size_t n;
        matrix_open(&m, *state, "cities:500000", "economies", how[i].n_threads);
        o.memory_bytes = how[i].memory_bytes;
        matrix_must(zhol_report_matrix(m.made, &o, &summary, &err), &err);
        matrix_must(zi_file_read_all(path, 1 << 28, &data, &n, &err), &err);
        if (first) {
            assert_int_equal(n, n_first);
            assert_memory_equal(data, first, n);
            zi_free(data);
        } else {
            first = data;
            n_first = n;
        }
        zhol_buffer_free(&summary);
        matrix_close(&m);
    }
    zi_free(first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_what_was_computed),
        cmocka_unit_test(the_bytes_do_not_depend_on_threads_or_memory),
    };

    return cmocka_run_group_tests_name(
        "report-matrix_omx", tests, open_world, close_world);
}
