/* SPDX-License-Identifier: Apache-2.0 */
/* OMX files, read back by HDF5 itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <hdf5.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/omx.h"

enum { N_ROWS = 5, N_COLUMNS = 3, BAND = 2 };

typedef struct place {
    char folder[32], path[64];
} place;

static const char *const from[N_ROWS] = { "almaty", "aktau", "urumqi", "baku", "x" };
static const char *const to[N_COLUMNS] = { "khorgos_rail", "baku", "y" };

static const zi_omx_spec spec = { .n_rows = N_ROWS,
    .n_columns = N_COLUMNS,
    .band_rows = BAND,
    .from = from,
    .to = to,
    .n_matrices = 2,
    .name = { "time", "cost" },
    .unit = { "h", "USD" },
    .none = -1,
    .about = "from \xd0\x90\xd0\xbb\xd0\xbc\xd0\xb0\xd1\x82\xd1\x8b" };

static int
make_folder(void **state)
{
    place *p = calloc(1, sizeof *p);
    *state = p;
    if (!p) {
        return -1;
    }
    strcpy(p->folder, "/tmp/zhol-omx-XXXXXX");
    if (!mkdtemp(p->folder)) {
        return -1;
    }
    snprintf(p->path, sizeof p->path, "%s/a.omx", p->folder);
    return 0;
}

static int
remove_folder(void **state)
{
    place *p = *state;
    int wrong;
    unlink(p->path);
    wrong = rmdir(p->folder); /* fails if a temporary file was left */
    free(p);
    return wrong || zi_mem_live() != 0;
}

static double
value_of(uint32_t matrix, uint32_t row, uint32_t column)
{
    return row == 1 && column == 1 ? -1 : 1000.0 * matrix + 10.0 * row + column + 0.25;
}

static zhol_status
add_bands(zi_omx *omx, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t row = 0; row < N_ROWS && status == ZHOL_OK; row += BAND) {
        for (uint32_t k = 0; k < spec.n_matrices && status == ZHOL_OK; k++) {
            double value[BAND * N_COLUMNS];
            char packed[512];
            size_t n = 0;
            for (uint32_t i = 0; i < BAND * N_COLUMNS; i++) {
                value[i] = value_of(k, row + i / N_COLUMNS, i % N_COLUMNS);
            }
            assert_true(zi_omx_packed_max(BAND * N_COLUMNS) <= sizeof packed);
            status = zi_omx_pack(value, BAND * N_COLUMNS, packed, &n, err);
            if (status == ZHOL_OK) {
                status = zi_omx_add(omx, k, row, packed, n, err);
            }
        }
    }
    return status;
}

static zhol_status
write_matrix(const char *modules, const char *path, zhol_error *err)
{
    zi_part *part = NULL;
    zi_omx *omx = NULL;
    zhol_status status = zi_part_open(path, &part, err);

    if (status == ZHOL_OK) {
        status = zi_omx_new(modules, &spec, part, &omx, err);
    }
    if (status == ZHOL_OK) {
        status = add_bands(omx, err);
    }
    if (status == ZHOL_OK) {
        status = zi_omx_finish(omx, err);
    }
    if (status == ZHOL_OK) {
        status = zi_part_keep(part, err);
    }
    zi_omx_free(omx);
    zi_part_free(part);
    return status;
}

static void
write_well(const char *path)
{
    zhol_error err = { "" };
    if (write_matrix(ZHOL_MODULES, path, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
}

static void
assert_text(hid_t object, const char *name, H5T_cset_t letters, const char *expected)
{
    char text[64] = "";
    const hid_t a = H5Aopen(object, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(a);
    assert_true(a >= 0 && H5Tget_size(type) < sizeof text);
    assert_true(H5Aread(a, type, text) >= 0);
    assert_int_equal(H5Tget_cset(type), letters);
    assert_string_equal(text, expected);
    H5Tclose(type);
    H5Aclose(a);
}

static double
number_of(hid_t object, const char *name)
{
    double number = 0;
    const hid_t a = H5Aopen(object, name, H5P_DEFAULT);
    assert_true(a >= 0 && H5Aread(a, H5T_NATIVE_DOUBLE, &number) >= 0);
    H5Aclose(a);
    return number;
}

static void
assert_lookup(hid_t file, const char *name, const char *const *id, uint32_t n, int dim)
{
    const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    const hid_t type = H5Dget_type(set), space = H5Dget_space(set);
    const size_t width = H5Tget_size(type);
    char texts[256] = "";
    assert_int_equal(H5Sget_simple_extent_npoints(space), n);
    assert_true(n * width < sizeof texts);
    assert_true(H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0);
    for (uint32_t i = 0; i < n; i++) {
        char text[64] = "";
        memcpy(text, texts + i * width, width);
        assert_string_equal(text, id[i]);
    }
    assert_true(number_of(set, "DIM") == dim); /* NOLINT: exactly */
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(set);
}

static void
assert_matrix(hid_t file, const char *name, uint32_t k)
{
    const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    const hid_t plist = H5Dget_create_plist(set);
    double value[N_ROWS][N_COLUMNS];
    hsize_t chunk[2] = { 0, 0 };
    unsigned level = 0, flags;
    size_t n = 1;
    assert_true(
        H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, value) >= 0);
    for (uint32_t i = 0; i < N_ROWS; i++) {
        for (uint32_t j = 0; j < N_COLUMNS; j++) {
            assert_true(value[i][j] == value_of(k, i, j)); /* NOLINT: exactly */
        }
    }
    assert_int_equal(H5Pget_chunk(plist, 2, chunk), 2);
    assert_int_equal(chunk[0], BAND);
    assert_int_equal(chunk[1], N_COLUMNS);
    assert_int_equal(H5Pget_nfilters(plist), 1);
    assert_int_equal(
        H5Pget_filter2(plist, 0, &flags, &n, &level, 0, NULL, NULL), H5Z_FILTER_DEFLATE);
    assert_int_equal(level, 1);
    assert_true(number_of(set, "NA") == -1); /* NOLINT: exactly */
    assert_text(set, "unit", H5T_CSET_ASCII, spec.unit[k]);
    H5Pclose(plist);
    H5Dclose(set);
}

static void
what_is_written_is_what_hdf5_reads(void **state)
{
    const place *p = *state;
    int shape[2] = { 0, 0 };
    write_well(p->path);
    const hid_t file = H5Fopen(p->path, H5F_ACC_RDONLY, H5P_DEFAULT);
    const hid_t a = H5Aopen(file, "SHAPE", H5P_DEFAULT);
    assert_true(file >= 0 && a >= 0 && H5Aread(a, H5T_NATIVE_INT, shape) >= 0);
    assert_int_equal(shape[0], N_ROWS);
    assert_int_equal(shape[1], N_COLUMNS);
    H5Aclose(a);
    assert_text(file, "OMX_VERSION", H5T_CSET_ASCII, "0.2");
    assert_text(file, "about", H5T_CSET_UTF8, spec.about);
    assert_lookup(file, "lookup/from", from, N_ROWS, 0);
    assert_lookup(file, "lookup/to", to, N_COLUMNS, 1);
    assert_matrix(file, "data/time", 0);
    assert_matrix(file, "data/cost", 1);
    H5Fclose(file);
}

static void
the_same_matrix_gives_the_same_bytes(void **state)
{
    const place *p = *state;
    char *data[2] = { NULL, NULL };
    size_t n[2] = { 0, 0 };
    for (int i = 0; i < 2; i++) {
        if (i == 1) {
            sleep(1); /* a time that was kept would differ */
        }
        write_well(p->path);
        assert_int_equal(
            zi_file_read_all(p->path, 1 << 20, &data[i], &n[i], NULL), ZHOL_OK);
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(data[0], data[1], n[0]);
    zi_free(data[0]);
    zi_free(data[1]);
}

static void
assert_old(const char *path)
{
    char *data = NULL;
    size_t n = 0;
    assert_int_equal(zi_file_read_all(path, 1 << 20, &data, &n, NULL), ZHOL_OK);
    assert_string_equal(data, "old");
    zi_free(data);
}

/* The disk is full after so many bytes: a limit of the process stands for it. */
static void
a_full_disk_leaves_the_old_file(void **state)
{
    const place *p = *state;
    struct rlimit before, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    assert_int_equal(zi_file_write_atomic(p->path, "old", 3, NULL), ZHOL_OK);
    for (rlim_t limit = 0; limit <= 8000; limit += 500) {
        zhol_error err = { "" };
        small.rlim_cur = limit;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        const zhol_status status = write_matrix(ZHOL_MODULES, p->path, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, ZHOL_IO);
        assert_non_null(strstr(err.message, "a.omx: cannot write it: File too large"));
        assert_old(p->path);
    }
}

static void
a_missing_or_wrong_module_is_told(void **state)
{
    const place *p = *state;
    char module[64];
    zhol_error err = { "" };
    assert_int_equal(write_matrix("/nowhere", p->path, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "libhdf5-dev"));
    assert_non_null(strstr(err.message, "/nowhere/zhol_omx.so"));
    snprintf(module, sizeof module, "%s/zhol_omx.so", p->folder);
    assert_int_equal(zi_file_write_atomic(module, "no module", 9, NULL), ZHOL_OK);
    assert_int_equal(write_matrix(p->folder, p->path, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "zhol_omx.so"));
    assert_int_equal(unlink(module), 0);
    assert_int_equal(symlink(ZHOL_OTHER_LIBRARY, module), 0); /* without our entry */
    assert_int_equal(write_matrix(p->folder, p->path, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "is no module of this version of zhol"));
    assert_int_equal(unlink(module), 0);
    assert_int_not_equal(access(p->path, F_OK), 0);
}

static void
only_files_can_hold_it(void **state)
{
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(write_matrix(ZHOL_MODULES, "/dev/null", &err), ZHOL_IO);
    assert_string_equal(err.message, "/dev/null: OMX can be written to files only");
}

static void
memory_may_run_out(void **state)
{
    const place *p = *state;
    const long before = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_error err = { "" };
        assert_true(k < 200);
        zi_mem_fail_after(k);
        status = write_matrix(ZHOL_MODULES, p->path, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || err.message[0] != '\0');
        assert_int_equal(zi_mem_live(), before);
    }
    assert_int_equal(status, ZHOL_OK);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_what_hdf5_reads),
        IN_FOLDER(the_same_matrix_gives_the_same_bytes),
        IN_FOLDER(a_full_disk_leaves_the_old_file),
        IN_FOLDER(a_missing_or_wrong_module_is_told),
        IN_FOLDER(only_files_can_hold_it),
        IN_FOLDER(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("io-omx", tests, NULL, NULL);
}
