/* SPDX-License-Identifier: Apache-2.0 */
#define ZLIB_CONST /* zlib.h: what it reads it does not change */
#include "io/omx.h"

#include <dlfcn.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/fail.h"
#include "base/mem.h"

enum { DEFLATE_LEVEL = 1 };

struct zi_omx {
    void *library;
    const zi_omx_module *module;
    void *file; /* the module's; NULL once closed */
    zi_part *part;
    zi_omx_store store;
    zhol_status status; /* of the first write or read that failed */
    zhol_error error;
};

static void
store_write(void *user, uint64_t offset, const void *data, size_t n)
{
    zi_omx *omx = user;

    if (omx->status == ZHOL_OK) {
        omx->status = zi_part_write_at(omx->part, offset, data, n, &omx->error);
    }
}

static void
store_read(void *user, uint64_t offset, void *data, size_t n)
{
    zi_omx *omx = user;

    if (omx->status == ZHOL_OK) {
        omx->status = zi_part_read_at(omx->part, offset, data, n, &omx->error);
    }
    if (omx->status != ZHOL_OK) {
        memset(data, 0, n);
    }
}

/* A failed write comes before what HDF5 makes of it. */
static zhol_status
tell(const zi_omx *omx, zhol_status status, zhol_error *err)
{
    return omx->status == ZHOL_OK ? status
                                  : zi_fail(err, omx->status, "%s", omx->error.message);
}

/* The module of the folder; *library is dlclose()d by the caller. */
static zhol_status
load_module(
    const char *modules, void **library, const zi_omx_module **out, zhol_error *err)
{
    const zi_omx_module *(*entry)(void) = NULL;
    char path[PATH_MAX];
    void *symbol;

    if (snprintf(path, sizeof path, "%s/%s", modules, ZI_OMX_MODULE)
        >= (int) sizeof path) {
        (void) zi_fail(err, ZHOL_IO, "the name of the folder of modules is too long");
        return ZHOL_IO;
    }
    /* HDF5 1.10.8 that has told of a damaged file crashes if it is unloaded and loaded
     * again: it stays. */
    *library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!*library) {
        (void) zi_fail(err, ZHOL_IO,
            "OMX needs a module that was built with HDF5 (libhdf5-dev): %.300s",
            dlerror());
        return ZHOL_IO;
    }
    symbol = dlsym(*library, ZI_OMX_ENTRY);
    memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast for it */
    *out = entry ? entry() : NULL;
    if (!*out || (*out)->version != ZI_OMX_VERSION) {
        (void) zi_fail(err, ZHOL_IO, "%.300s is no module of this version of zhol", path);
        return ZHOL_IO;
    }
    return ZHOL_OK;
}

zhol_status
zi_omx_new(const char *modules, const zi_omx_spec *spec, zi_part *part, zi_omx **out,
    zhol_error *err)
{
    zi_omx *omx = ZI_NEW(zi_omx, 1);
    zhol_status status;

    *out = NULL;
    if (!omx) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to write an OMX file");
    }
    omx->part = part;
    omx->store = (zi_omx_store){ omx, store_write, store_read };
    if (zi_part_is_file(part)) {
        status = load_module(modules, &omx->library, &omx->module, err);
    } else {
        status = ZHOL_IO;
        (void) zi_fail(
            err, status, "%.300s: OMX can be written to files only", zi_part_path(part));
    }
    if (status == ZHOL_OK) {
        status = omx->module->create(spec, &omx->store, &omx->file, err);
        status = tell(omx, status, err);
    }
    if (status != ZHOL_OK) {
        zi_omx_free(omx);
        return status;
    }
    *out = omx;
    return ZHOL_OK;
}

size_t
zi_omx_packed_max(size_t n)
{
    return compressBound(n * sizeof(double));
}

static voidpf
allocate(voidpf user, uInt n, uInt size)
{
    (void) user;
    return zi_calloc(n, size);
}

static void
release(voidpf user, voidpf p)
{
    (void) user;
    zi_free(p);
}

zhol_status
zi_omx_pack(
    const double *value, size_t n_values, void *packed, size_t *n, zhol_error *err)
{
    z_stream z = { .zalloc = allocate, .zfree = release };
    const size_t room = zi_omx_packed_max(n_values);
    int code;

    *n = 0;
    if (room > UINT_MAX) {
        return zi_fail(err, ZHOL_LIMIT, "a band of more than 4 GB cannot be packed");
    }
    code = deflateInit(&z, DEFLATE_LEVEL);
    if (code == Z_OK) {
        z.next_in = (const Bytef *) value;
        z.avail_in = (uInt) (n_values * sizeof *value);
        z.next_out = packed;
        z.avail_out = (uInt) room;
        code = deflate(&z, Z_FINISH);
        *n = z.total_out;
        deflateEnd(&z);
    }
    return code == Z_STREAM_END ? ZHOL_OK
                                : zi_fail(err, ZHOL_LIMIT, "no memory to pack rows");
}

zhol_status
zi_omx_add(zi_omx *omx, uint32_t matrix, uint32_t first_row, const void *packed, size_t n,
    zhol_error *err)
{
    const zhol_status status =
        omx->module->add(omx->file, matrix, first_row, packed, n, err);

    return tell(omx, status, err);
}

zhol_status
zi_omx_finish(zi_omx *omx, zhol_error *err)
{
    const zhol_status status = omx->module->close(omx->file, err);

    omx->file = NULL;
    return tell(omx, status, err);
}

void
zi_omx_free(zi_omx *omx)
{
    if (omx) {
        if (omx->file && omx->module) {
            zhol_error unheard = { "" };
            (void) omx->module->close(omx->file, &unheard);
        }
        if (omx->library) {
            dlclose(omx->library);
        }
        zi_free(omx);
    }
}

/* -------------------------------------------------------------------------- reading */

static zhol_status
cannot_read(const char *path, zhol_status status, const zhol_error *why, zhol_error *err)
{
    return zi_fail(err, status, "%.200s: %.250s", path, why->message);
}

/* Texts of `width` bytes, filled up with zeros, become texts of C. */
static zhol_status
read_ids(const zi_omx_module *module, void *file, const zi_omx_shape *shape, int side,
    const char ***out, zhol_error *err)
{
    const uint32_t n = side == 0 ? shape->n_rows : shape->n_columns;
    const size_t width = shape->width[side];
    char *fixed = ZI_NEW(char, n *width);
    const char **id = zi_calloc(1, n * (sizeof *id + width + 1));
    zhol_status status = fixed && id ? ZHOL_OK : ZHOL_LIMIT;

    *out = id;
    if (status != ZHOL_OK) {
        (void) zi_fail(err, status, "no memory for the ids of a matrix");
    } else {
        status = module->read_ids(file, side, fixed, err);
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        char *text = (char *) (id + n) + i * (width + 1);
        memcpy(text, fixed + i * width, width);
        id[i] = text;
    }
    zi_free(fixed);
    return status;
}

static zhol_status
read_matrices(const zi_omx_module *module, void *file, const zi_omx_wanted *wanted,
    zi_omx_table *out, zhol_error *err)
{
    const size_t n = (size_t) out->n_rows * out->n_columns;
    zhol_status status = ZHOL_OK;

    out->n_matrices = wanted->n;
    for (uint32_t k = 0; k < wanted->n && status == ZHOL_OK; k++) {
        if (!module->has(file, wanted->name[k])) {
            if (k < wanted->n_required) {
                status = zi_fail(err, ZHOL_BAD_DATA, "there is no matrix /data/%.60s",
                    wanted->name[k]);
            }
            continue;
        }
        out->value[k] = ZI_NEW(double, n);
        status = out->value[k] ? module->read(
                     file, wanted->name[k], out->value[k], &out->none[k], err)
                               : zi_fail(err, ZHOL_LIMIT, "no memory for a matrix");
    }
    return status;
}

/* A text of the root. @p out stays NULL where there is none. */
static zhol_status
read_text(const zi_omx_module *module, void *file, const char *name, char **out,
    zhol_error *err)
{
    const size_t n = module->read_text(file, NULL, name, NULL, 0);

    if (n == 0) {
        return ZHOL_OK;
    }
    *out = ZI_NEW(char, n);
    if (!*out) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for what a matrix is about");
    }
    (void) module->read_text(file, NULL, name, *out, n);
    return ZHOL_OK;
}

/* What the file says of itself. */
static zhol_status
read_facts(const zi_omx_module *module, void *file, const zi_omx_wanted *wanted,
    zi_omx_table *out, zhol_error *err)
{
    zhol_status status = read_text(module, file, "about", &out->about, err);

    for (uint32_t k = 0; k < wanted->n; k++) {
        if (out->value[k]
            && module->read_text(
                   file, wanted->name[k], "unit", out->unit[k], sizeof out->unit[k])
                   == 0) {
            out->unit[k][0] = '\0';
        }
    }
    for (uint32_t k = 0; k < ZI_OMX_MAX_FACTS && status == ZHOL_OK; k++) {
        out->number[k] = (double) NAN;
        if (wanted->number[k]) {
            (void) module->read_number(file, wanted->number[k], &out->number[k]);
        }
        if (wanted->text[k]) {
            status = read_text(module, file, wanted->text[k], &out->text[k], err);
        }
    }
    return status;
}

static zhol_status
read_file(const zi_omx_module *module, const char *path, const zi_omx_wanted *wanted,
    zi_omx_table *out, zhol_error *err)
{
    zi_omx_shape shape = { 0 };
    void *file = NULL;
    zhol_status status = module->open(path, &file, &shape, err);

    if (status != ZHOL_OK) {
        return status;
    }
    out->n_rows = shape.n_rows;
    out->n_columns = shape.n_columns;
    if ((uint64_t) shape.n_rows * shape.n_columns > ZI_OMX_MAX_CELLS) {
        status = zi_fail(err, ZHOL_LIMIT, "a matrix of %u x %u is more than %d cells",
            shape.n_rows, shape.n_columns, ZI_OMX_MAX_CELLS);
    }
    if (status == ZHOL_OK) {
        status = read_ids(module, file, &shape, 0, &out->from, err);
    }
    if (status == ZHOL_OK) {
        status = read_ids(module, file, &shape, 1, &out->to, err);
    }
    if (status == ZHOL_OK) {
        status = read_matrices(module, file, wanted, out, err);
    }
    if (status == ZHOL_OK) {
        status = read_facts(module, file, wanted, out, err);
    }
    module->end(file);
    return status;
}

zhol_status
zi_omx_read(const char *modules, const char *path, const zi_omx_wanted *wanted,
    zi_omx_table *out, zhol_error *err)
{
    const zi_omx_module *module = NULL;
    void *library = NULL;
    zhol_error why = { "" };
    zhol_status status = load_module(modules, &library, &module, err);

    *out = (zi_omx_table){ .n_rows = 0 };
    if (status == ZHOL_OK) {
        status = read_file(module, path, wanted, out, &why);
        if (status != ZHOL_OK) {
            status = cannot_read(path, status, &why, err);
        }
    }
    if (library) {
        dlclose(library);
    }
    if (status != ZHOL_OK) {
        zi_omx_table_free(out);
    }
    return status;
}

void
zi_omx_table_free(zi_omx_table *table)
{
    zi_free(table->from);
    zi_free(table->to);
    zi_free(table->about);
    for (uint32_t k = 0; k < ZI_OMX_MAX_FACTS; k++) {
        zi_free(table->text[k]);
    }
    for (uint32_t k = 0; k < ZI_OMX_MAX_MATRICES; k++) {
        zi_free(table->value[k]);
    }
    *table = (zi_omx_table){ .n_rows = 0 };
}
