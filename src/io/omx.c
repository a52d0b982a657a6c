/* SPDX-License-Identifier: Apache-2.0 */
#define ZLIB_CONST /* zlib.h: what it reads it does not change */
#include "io/omx.h"

#include <dlfcn.h>
#include <limits.h>
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

static zhol_status
load(zi_omx *omx, const char *modules, zhol_error *err)
{
    const zi_omx_module *(*entry)(void) = NULL;
    char path[PATH_MAX];
    void *symbol;

    if (snprintf(path, sizeof path, "%s/%s", modules, ZI_OMX_MODULE)
        >= (int) sizeof path) {
        (void) zi_fail(err, ZHOL_IO, "the name of the folder of modules is too long");
        return ZHOL_IO;
    }
    omx->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!omx->library) {
        (void) zi_fail(err, ZHOL_IO,
            "OMX needs a module that was built with HDF5 (libhdf5-dev): %.300s",
            dlerror());
        return ZHOL_IO;
    }
    symbol = dlsym(omx->library, ZI_OMX_ENTRY);
    memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast for it */
    omx->module = entry ? entry() : NULL;
    if (!omx->module || omx->module->version != ZI_OMX_VERSION) {
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
        status = load(omx, modules, err);
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
