/* SPDX-License-Identifier: Apache-2.0 */
/* The module that arranges OMX files by HDF5; see io/omx.h. It is loaded on demand, so
 * that neither the library nor the program depends on HDF5.
 *
 * The same matrix gives the same bytes: no times are kept, and packed bands are handed to
 * HDF5 as they are, in the order in which they come.
 *
 * A file driver of our own carries the bytes to zi_omx_store. HDF5's own driver would
 * report a full disk, but HDF5 1.10.8 then cannot close the file and crashes at the end
 * of the process; here closing always succeeds and the store keeps the reason. */
#include <hdf5.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/omx.h"

/* ------------------------------------------------------------------- the driver */

typedef struct driver_file {
    H5FD_t base; /* HDF5's part comes first */
    zi_omx_store store;
    haddr_t eoa, eof; /* what HDF5 has given out, what was written */
} driver_file;

#define MAX_ADDRESS (((haddr_t) 1 << 62) - 1)

static H5FD_t *
driver_open(const char *name, unsigned flags, hid_t fapl, haddr_t max_address)
{
    const zi_omx_store *store = H5Pget_driver_info(fapl);
    driver_file *f = store ? calloc(1, sizeof *f) : NULL;

    (void) name;
    (void) flags;
    (void) max_address;
    if (!f) {
        return NULL;
    }
    f->store = *store;
    return &f->base;
}

static herr_t
driver_close(H5FD_t *file)
{
    free(file);
    return 0;
}

static herr_t
driver_query(const H5FD_t *file, unsigned long *flags)
{
    (void) file;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA
             | H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

static haddr_t
driver_get_eoa(const H5FD_t *file, H5FD_mem_t type)
{
    (void) type;
    return ((const driver_file *) file)->eoa;
}

static herr_t
driver_set_eoa(H5FD_t *file, H5FD_mem_t type, haddr_t address)
{
    (void) type;
    ((driver_file *) file)->eoa = address;
    return 0;
}

static haddr_t
driver_get_eof(const H5FD_t *file, H5FD_mem_t type)
{
    (void) type;
    return ((const driver_file *) file)->eof;
}

static herr_t
driver_read(
    H5FD_t *file, H5FD_mem_t type, hid_t dxpl, haddr_t address, size_t n, void *data)
{
    const driver_file *f = (const driver_file *) file;

    (void) type;
    (void) dxpl;
    f->store.read(f->store.user, address, data, n);
    return 0;
}

static herr_t
driver_write(H5FD_t *file, H5FD_mem_t type, hid_t dxpl, haddr_t address, size_t n,
    const void *data)
{
    driver_file *f = (driver_file *) file;

    (void) type;
    (void) dxpl;
    f->store.write(f->store.user, address, data, n);
    f->eof = address + n > f->eof ? address + n : f->eof;
    return 0;
}

/* What was given out but never written, at the end: one zero makes the file that long. */
static herr_t
driver_truncate(H5FD_t *file, hid_t dxpl, hbool_t is_closing)
{
    driver_file *f = (driver_file *) file;

    (void) dxpl;
    (void) is_closing;
    if (f->eoa > f->eof) {
        f->store.write(f->store.user, f->eoa - 1, "", 1);
        f->eof = f->eoa;
    }
    return 0;
}

static const H5FD_class_t driver = {
#if H5_VERSION_GE(1, 14, 0)
    .version = H5FD_CLASS_VERSION,
    .value = (H5FD_class_value_t) 600, /* of the range that is free for own use */
#endif
    .name = "zhol",
    .maxaddr = MAX_ADDRESS,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(zi_omx_store),
    .open = driver_open,
    .close = driver_close,
    .query = driver_query,
    .get_eoa = driver_get_eoa,
    .set_eoa = driver_set_eoa,
    .get_eof = driver_get_eof,
    .read = driver_read,
    .write = driver_write,
    .truncate = driver_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

/* --------------------------------------------------------------------- the file */

typedef struct omx_file {
    hid_t driver, file, data, lookup;
    hid_t matrix[ZI_OMX_MAX_MATRICES];
    uint32_t n_matrices;
} omx_file;

/* HDF5 prints its failures unless it is told not to, which must not last: it may be the
 * HDF5 of the program too. */
typedef struct quiet {
    H5E_auto2_t print;
    void *user;
} quiet;

static quiet
quiet_begin(void)
{
    quiet q = { NULL, NULL };

    H5Eget_auto2(H5E_DEFAULT, &q.print, &q.user);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return q;
}

static void
quiet_end(quiet q)
{
    H5Eset_auto2(H5E_DEFAULT, q.print, q.user);
}

static zhol_status
fail(zhol_error *err, const char *doing)
{
    if (err) {
        snprintf(err->message, sizeof err->message, "HDF5 cannot %s", doing);
    }
    return ZHOL_IO;
}

static bool
add_attribute(hid_t object, const char *name, hid_t type, hid_t space, const void *data)
{
    const hid_t a = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    const bool is_done = a >= 0 && H5Awrite(a, type, data) >= 0;

    return (a < 0 || H5Aclose(a) >= 0) && is_done;
}

/* A type for texts of n bytes, filled up with zeros. */
static hid_t
text_type(size_t n)
{
    const hid_t type = H5Tcopy(H5T_C_S1);

    H5Tset_size(type, n > 0 ? n : 1);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    return type;
}

static bool
add_text(hid_t object, const char *name, const char *text, H5T_cset_t letters)
{
    const hid_t type = text_type(strlen(text)), space = H5Screate(H5S_SCALAR);
    const bool is_done =
        H5Tset_cset(type, letters) >= 0 && add_attribute(object, name, type, space, text);

    H5Sclose(space);
    H5Tclose(type);
    return is_done;
}

static bool
add_number(hid_t object, const char *name, hid_t type, const void *number)
{
    const hid_t space = H5Screate(H5S_SCALAR);
    const bool is_done = add_attribute(object, name, type, space, number);

    H5Sclose(space);
    return is_done;
}

static bool
add_shape(hid_t file, const zi_omx_spec *spec)
{
    const uint32_t shape[2] = { spec->n_rows, spec->n_columns };
    const hsize_t two = 2;
    const hid_t space = H5Screate_simple(1, &two, NULL);
    const hid_t type = H5T_NATIVE_INT32; /* readers expect a signed one */
    const bool is_done = add_attribute(file, "SHAPE", type, space, shape);

    H5Sclose(space);
    return is_done;
}

/* The ids of one side, as texts of one length. */
static bool
add_lookup(hid_t folder, const char *name, const char *const *id, uint32_t n, int32_t dim)
{
    const hid_t plist = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t length = n;
    const hid_t space = H5Screate_simple(1, &length, NULL);
    size_t width = 1;
    bool is_done = false;

    for (uint32_t i = 0; i < n; i++) {
        width = strlen(id[i]) > width ? strlen(id[i]) : width;
    }
    H5Pset_obj_track_times(plist, false);
    const hid_t type = text_type(width);
    const hid_t set =
        H5Dcreate2(folder, name, type, space, H5P_DEFAULT, plist, H5P_DEFAULT);
    char *texts = calloc((size_t) n + 1, width);
    if (texts && set >= 0) {
        for (uint32_t i = 0; i < n; i++) {
            memcpy(texts + i * width, id[i], strlen(id[i]));
        }
        is_done = H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0
                  && add_number(set, "DIM", H5T_NATIVE_INT32, &dim);
    }
    free(texts);
    H5Dclose(set);
    H5Tclose(type);
    H5Sclose(space);
    H5Pclose(plist);
    return is_done;
}

static hid_t
add_matrix(hid_t folder, const zi_omx_spec *spec, uint32_t i)
{
    const hsize_t shape[2] = { spec->n_rows, spec->n_columns };
    const hsize_t chunk[2] = { spec->band_rows, spec->n_columns };
    const hid_t plist = H5Pcreate(H5P_DATASET_CREATE);
    const hid_t space = H5Screate_simple(2, shape, NULL);
    hid_t set = -1;

    if (H5Pset_chunk(plist, 2, chunk) >= 0 && H5Pset_deflate(plist, 1) >= 0
        && H5Pset_fill_value(plist, H5T_NATIVE_DOUBLE, &spec->none) >= 0
        && H5Pset_obj_track_times(plist, false) >= 0) {
        set = H5Dcreate2(folder, spec->name[i], H5T_NATIVE_DOUBLE, space, H5P_DEFAULT,
            plist, H5P_DEFAULT);
    }
    if (set >= 0
        && (!add_number(set, "NA", H5T_NATIVE_DOUBLE, &spec->none)
            || !add_text(set, "unit", spec->unit[i], H5T_CSET_ASCII))) {
        H5Dclose(set);
        set = -1;
    }
    H5Sclose(space);
    H5Pclose(plist);
    return set;
}

static hid_t
add_folder(hid_t file, const char *name)
{
    const hid_t plist = H5Pcreate(H5P_GROUP_CREATE);
    hid_t folder;

    H5Pset_obj_track_times(plist, false);
    folder = H5Gcreate2(file, name, H5P_DEFAULT, plist, H5P_DEFAULT);
    H5Pclose(plist);
    return folder;
}

static bool
open_file(omx_file *f, const zi_omx_store *store)
{
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    const hid_t creation = H5Pcreate(H5P_FILE_CREATE);

    H5Pset_obj_track_times(creation, false);
    f->driver = H5FDregister(&driver);
    if (f->driver >= 0 && H5Pset_driver(access, f->driver, store) >= 0) {
        f->file = H5Fcreate("OMX", H5F_ACC_TRUNC, creation, access);
    }
    H5Pclose(creation);
    H5Pclose(access);
    return f->file >= 0;
}

static bool
add_facts(hid_t file, const zi_omx_spec *spec)
{
    bool is_done = true;

    for (uint32_t k = 0; k < spec->n_facts && is_done; k++) {
        const zi_omx_fact *fact = &spec->facts[k];
        is_done = fact->text
                      ? add_text(file, fact->name, fact->text, H5T_CSET_UTF8)
                      : add_number(file, fact->name, H5T_NATIVE_DOUBLE, &fact->number);
    }
    return is_done;
}

static bool
fill_file(omx_file *f, const zi_omx_spec *spec)
{
    f->data = add_folder(f->file, "data");
    f->lookup = add_folder(f->file, "lookup");
    bool is_done = f->data >= 0 && f->lookup >= 0
                   && add_text(f->file, "OMX_VERSION", "0.2", H5T_CSET_ASCII)
                   && add_shape(f->file, spec) && add_facts(f->file, spec)
                   && add_text(f->file, "about", spec->about, H5T_CSET_UTF8)
                   && add_lookup(f->lookup, "from", spec->from, spec->n_rows, 0)
                   && add_lookup(f->lookup, "to", spec->to, spec->n_columns, 1);

    for (; is_done && f->n_matrices < spec->n_matrices; f->n_matrices++) {
        f->matrix[f->n_matrices] = add_matrix(f->data, spec, f->n_matrices);
        is_done = f->matrix[f->n_matrices] >= 0;
    }
    return is_done;
}

static bool
close_file(omx_file *f)
{
    bool is_done = true;

    for (uint32_t i = 0; i < f->n_matrices; i++) {
        is_done = (f->matrix[i] < 0 || H5Dclose(f->matrix[i]) >= 0) && is_done;
    }
    is_done = (f->data < 0 || H5Gclose(f->data) >= 0) && is_done;
    is_done = (f->lookup < 0 || H5Gclose(f->lookup) >= 0) && is_done;
    is_done = (f->file < 0 || H5Fclose(f->file) >= 0) && is_done;
    is_done = (f->driver < 0 || H5FDunregister(f->driver) >= 0) && is_done;
    free(f);
    return is_done;
}

static zhol_status
omx_create(
    const zi_omx_spec *spec, const zi_omx_store *store, void **file, zhol_error *err)
{
    omx_file *f = calloc(1, sizeof *f);

    *file = NULL;
    if (!f) {
        if (err) {
            snprintf(err->message, sizeof err->message, "no memory to write an OMX file");
        }
        return ZHOL_LIMIT;
    }
    f->driver = f->file = f->data = f->lookup = -1;
    const quiet q = quiet_begin();
    const bool is_done = open_file(f, store) && fill_file(f, spec);
    if (!is_done) {
        (void) close_file(f);
    }
    quiet_end(q);
    if (!is_done) {
        return fail(err, "begin the OMX file");
    }
    *file = f;
    return ZHOL_OK;
}

static zhol_status
omx_add(void *file, uint32_t matrix, uint32_t first_row, const void *packed, size_t n,
    zhol_error *err)
{
    const omx_file *f = file;
    const hsize_t offset[2] = { first_row, 0 };
    const quiet q = quiet_begin();
    const herr_t code =
        H5Dwrite_chunk(f->matrix[matrix], H5P_DEFAULT, 0, offset, n, packed);

    quiet_end(q);
    return code >= 0 ? ZHOL_OK : fail(err, "add rows to the OMX file");
}

static zhol_status
omx_close(void *file, zhol_error *err)
{
    const quiet q = quiet_begin();
    const bool is_done = close_file(file);

    quiet_end(q);
    return is_done ? ZHOL_OK : fail(err, "close the OMX file");
}

/* -------------------------------------------------------------------------- reading
 *
 * HDF5's own driver reads; no error of it is printed. */

enum { MAX_ID_BYTES = 1024 };

static zhol_status refuse(zhol_error *err, const char *format, ...) ZHOL_PRINTF(2, 3);

static zhol_status
refuse(zhol_error *err, const char *format, ...)
{
    va_list args;

    if (err) {
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return ZHOL_BAD_DATA;
}

/* How long a set of one dimension, or how large one of two is. false: it is neither. */
static bool
shape_of(hid_t set, int n_dims, hsize_t *shape)
{
    const hid_t space = H5Dget_space(set);
    const bool fits = space >= 0 && H5Sget_simple_extent_ndims(space) == n_dims
                      && H5Sget_simple_extent_dims(space, shape, NULL) == n_dims;

    H5Sclose(space);
    return fits;
}

static bool
look_at_ids(hid_t file, int side, uint32_t *n, uint32_t *width)
{
    const hid_t set =
        H5Dopen2(file, side == 0 ? "/lookup/from" : "/lookup/to", H5P_DEFAULT);
    const hid_t type = set >= 0 ? H5Dget_type(set) : -1;
    hsize_t length = 0;
    const bool fits = type >= 0 && shape_of(set, 1, &length) && length > 0
                      && length <= INT32_MAX && H5Tget_class(type) == H5T_STRING
                      && H5Tis_variable_str(type) == 0
                      && H5Tget_size(type) <= MAX_ID_BYTES;

    *n = (uint32_t) length;
    *width = fits ? (uint32_t) H5Tget_size(type) : 0;
    if (type >= 0) {
        H5Tclose(type);
    }
    if (set >= 0) {
        H5Dclose(set);
    }
    return fits;
}

typedef struct opened {
    hid_t file;
    zi_omx_shape shape;
} opened;

static zhol_status
omx_open(const char *path, void **file, zi_omx_shape *shape, zhol_error *err)
{
    opened *o = calloc(1, sizeof *o);
    zhol_status status = ZHOL_OK;

    *file = NULL;
    if (!o) {
        (void) refuse(err, "no memory to read an OMX file");
        return ZHOL_LIMIT;
    }
    const quiet q = quiet_begin();
    o->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (o->file < 0) {
        (void) refuse(err, "there is no such file, or it is not HDF5");
        status = ZHOL_IO;
    } else if (H5Aexists(o->file, "OMX_VERSION") <= 0) {
        status = refuse(err, "it is HDF5, but not OMX: OMX_VERSION is missing");
    } else if (!look_at_ids(o->file, 0, &o->shape.n_rows, &o->shape.width[0])
               || !look_at_ids(o->file, 1, &o->shape.n_columns, &o->shape.width[1])) {
        status = refuse(err,
            "/lookup/from and /lookup/to must be ids as texts of one length, as `zhol "
            "matrix` writes them");
    }
    if (status != ZHOL_OK) {
        if (o->file >= 0) {
            H5Fclose(o->file);
        }
        free(o);
    } else {
        *file = o;
        *shape = o->shape;
    }
    quiet_end(q);
    return status;
}

static zhol_status
omx_read_ids(void *file, int side, char *ids, zhol_error *err)
{
    const opened *o = file;
    const quiet q = quiet_begin();
    const hid_t set =
        H5Dopen2(o->file, side == 0 ? "/lookup/from" : "/lookup/to", H5P_DEFAULT);
    const hid_t type = text_type(o->shape.width[side]);
    const bool is_done =
        set >= 0 && H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, ids) >= 0;

    H5Tclose(type);
    if (set >= 0) {
        H5Dclose(set);
    }
    quiet_end(q);
    return is_done ? ZHOL_OK : fail(err, "read the ids");
}

static hid_t
open_matrix(hid_t file, const char *name)
{
    const hid_t data = H5Gopen2(file, "/data", H5P_DEFAULT);
    const hid_t set = data >= 0 && H5Lexists(data, name, H5P_DEFAULT) > 0
                          ? H5Dopen2(data, name, H5P_DEFAULT)
                          : -1;

    if (data >= 0) {
        H5Gclose(data);
    }
    return set;
}

static bool
omx_has(void *file, const char *matrix)
{
    const opened *o = file;
    const quiet q = quiet_begin();
    const hid_t set = open_matrix(o->file, matrix);

    if (set >= 0) {
        H5Dclose(set);
    }
    quiet_end(q);
    return set >= 0;
}

/* NaN where there is no such attribute, or it is not one number. */
static double
read_number(hid_t object, const char *name)
{
    double number = (double) NAN;

    if (H5Aexists(object, name) > 0) {
        const hid_t a = H5Aopen(object, name, H5P_DEFAULT);
        const hid_t space = a >= 0 ? H5Aget_space(a) : -1;
        if (space < 0 || H5Sget_simple_extent_npoints(space) != 1
            || H5Aread(a, H5T_NATIVE_DOUBLE, &number) < 0) {
            number = (double) NAN;
        }
        if (space >= 0) {
            H5Sclose(space);
        }
        if (a >= 0) {
            H5Aclose(a);
        }
    }
    return number;
}

static zhol_status
omx_read(void *file, const char *matrix, double *value, double *none, zhol_error *err)
{
    const opened *o = file;
    const quiet q = quiet_begin();
    const hid_t set = open_matrix(o->file, matrix);
    hsize_t shape[2] = { 0, 0 };
    zhol_status status = ZHOL_OK;

    if (set < 0 || !shape_of(set, 2, shape) || shape[0] != o->shape.n_rows
        || shape[1] != o->shape.n_columns) {
        status = refuse(err, "/data/%.60s is not a matrix of %u x %u, as its lookups say",
            matrix, o->shape.n_rows, o->shape.n_columns);
    } else if (H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, value)
               < 0) {
        status = fail(err, "read a matrix: the file is damaged or cut off");
    } else {
        *none = read_number(set, "NA");
    }
    if (set >= 0) {
        H5Dclose(set);
    }
    quiet_end(q);
    return status;
}

/* The bytes of a text of fixed length, copied as far as there is room. */
static size_t
copy_text(hid_t attribute, char *out, size_t size)
{
    const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    const bool fits = type >= 0 && space >= 0 && H5Tget_class(type) == H5T_STRING
                      && H5Tis_variable_str(type) == 0
                      && H5Sget_simple_extent_npoints(space) == 1;
    const size_t n = fits ? H5Tget_size(type) : 0;
    char *text = n > 0 ? calloc(1, n + 1) : NULL;
    const bool is_read = text && H5Aread(attribute, type, text) >= 0;

    if (is_read && size > 0) {
        snprintf(out, size, "%s", text);
    }
    free(text);
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    return is_read ? n + 1 : 0;
}

static size_t
omx_read_text(void *file, const char *matrix, const char *name, char *out, size_t size)
{
    const opened *o = file;
    const quiet q = quiet_begin();
    const hid_t object = matrix ? open_matrix(o->file, matrix) : o->file;
    size_t n = 0;

    if (object >= 0 && H5Aexists(object, name) > 0) {
        const hid_t a = H5Aopen(object, name, H5P_DEFAULT);
        n = a >= 0 ? copy_text(a, out, size) : 0;
        if (a >= 0) {
            H5Aclose(a);
        }
    }
    if (matrix && object >= 0) {
        H5Dclose(object);
    }
    quiet_end(q);
    return n;
}

static bool
omx_read_number(void *file, const char *name, double *out)
{
    const opened *o = file;
    const quiet q = quiet_begin();

    *out = read_number(o->file, name);
    quiet_end(q);
    return isfinite(*out);
}

static void
omx_end(void *file)
{
    opened *o = file;
    const quiet q = quiet_begin();

    H5Fclose(o->file);
    quiet_end(q);
    free(o);
}

ZHOL_API const zi_omx_module *zhol_omx_module(void);

const zi_omx_module *
zhol_omx_module(void)
{
    static const zi_omx_module module = { ZI_OMX_VERSION, omx_create, omx_add, omx_close,
        omx_open, omx_read_ids, omx_has, omx_read, omx_read_text, omx_read_number,
        omx_end };
    return &module;
}
