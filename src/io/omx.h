/* SPDX-License-Identifier: Apache-2.0 */
/** @file omx.h  Writing and reading OMX 0.2, the open matrix format: HDF5 with a fixed
 * layout.
 *
 * HDF5 is not linked: it comes with the module ZI_OMX_MODULE (modules/omx.c), which is
 * loaded from the folder that the caller names, when a matrix is written. The module only
 * arranges the file; packing happens here, on any thread, and bytes go through zi_part.
 *
 * The file: attributes OMX_VERSION "0.2" and SHAPE; /data/<name> of doubles, deflated at
 * level 1 in bands of rows, with the attributes unit and NA (what stands for "none");
 * /lookup/from and /lookup/to, the ids of rows (DIM 0) and columns (DIM 1). Attributes of
 * the root say what was computed: about, a sentence, and facts by name.
 */
#ifndef ZI_IO_OMX_H
#define ZI_IO_OMX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

#include "io/part.h"

#define ZI_OMX_MODULE "zhol_omx.so"
#define ZI_OMX_ENTRY  "zhol_omx_module"

enum { ZI_OMX_VERSION = 3, ZI_OMX_MAX_MATRICES = 8, ZI_OMX_MAX_FACTS = 4 };

/** An attribute of the root: a text, or a number if there is no text. */
typedef struct zi_omx_fact {
    const char *name, *text;
    double number;
} zi_omx_fact;

/** What a file holds; borrowed while it is created. */
typedef struct zi_omx_spec {
    uint32_t n_rows, n_columns;          /* at least 1 each */
    uint32_t band_rows;                  /* rows of a band, at most n_rows */
    const char *const *from, *const *to; /* ids of the rows and columns, unique */
    uint32_t n_matrices;
    const char *name[ZI_OMX_MAX_MATRICES], *unit[ZI_OMX_MAX_MATRICES];
    double none;       /* what stands for "none" */
    const char *about; /* attribute of the root, in UTF-8: what was computed */
    const zi_omx_fact *facts;
    uint32_t n_facts;
} zi_omx_spec;

/* ---------------------------------------------- between io/omx.c and the module */

/** Where the module writes. It is told of no failure: HDF5 1.10 crashes when it cannot
 * close a file, so what fails is remembered outside and the rest is dropped. */
typedef struct zi_omx_store {
    void *user;
    void (*write)(void *user, uint64_t offset, const void *data, size_t n);
    void (*read)(void *user, uint64_t offset, void *data, size_t n);
} zi_omx_store;

/** Of a file that is read: /lookup/from and /lookup/to hold texts of so many bytes. */
typedef struct zi_omx_shape {
    uint32_t n_rows, n_columns;
    uint32_t width[2];
} zi_omx_shape;

/** What the module's entry, `const zi_omx_module *zhol_omx_module(void)`, returns. */
typedef struct zi_omx_module {
    uint32_t version; /* ZI_OMX_VERSION */
    zhol_status (*create)(
        const zi_omx_spec *spec, const zi_omx_store *store, void **file, zhol_error *err);
    zhol_status (*add)(void *file, uint32_t matrix, uint32_t first_row,
        const void *packed, size_t n, zhol_error *err);
    zhol_status (*close)(void *file, zhol_error *err); /* frees, also when it fails */
    zhol_status (*open)(
        const char *path, void **file, zi_omx_shape *shape, zhol_error *err);
    zhol_status (*read_ids)(void *file, int side, char *ids, zhol_error *err);
    bool (*has)(void *file, const char *matrix);
    zhol_status (*read)(
        void *file, const char *matrix, double *value, double *none, zhol_error *err);
    /* Attributes of a matrix, or of the root: matrix NULL. Bytes of a text with its NUL,
     * of which at most size are written; 0: there is no such text of fixed length. */
    size_t (*read_text)(
        void *file, const char *matrix, const char *name, char *out, size_t size);
    bool (*read_number)(void *file, const char *name, double *out); /* of the root */
    void (*end)(void *file);                                        /* of open */
} zi_omx_module;

/* ------------------------------------------------------------------ for the rooms */

typedef struct zi_omx zi_omx;

/** Begins a file in @p part, which must be a file and outlive it.
 * @param modules  the folder with the module.
 * @param[out] out  owned by the caller: zi_omx_free(). NULL on failure.
 * @return ZHOL_OK, ZHOL_IO (no module, no file) or ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_omx_new(const char *modules, const zi_omx_spec *spec,
    zi_part *part, zi_omx **out, zhol_error *err);

/** Room that packing n numbers may take. */
size_t zi_omx_packed_max(size_t n);

/** Packs the numbers of one band, which has all its rows also at the end of the matrix:
 * @p n becomes the bytes used of zi_omx_packed_max(). Any thread. @return ZHOL_OK or
 * ZHOL_LIMIT (memory). */
ZHOL_MUST_CHECK zhol_status zi_omx_pack(
    const double *value, size_t n_values, void *packed, size_t *n, zhol_error *err);

/** Adds a packed band. The file's bytes depend on the order of the calls.
 * @return ZHOL_OK or ZHOL_IO. */
ZHOL_MUST_CHECK zhol_status zi_omx_add(zi_omx *omx, uint32_t matrix, uint32_t first_row,
    const void *packed, size_t n, zhol_error *err);

/** Completes the file; zi_part_keep() comes next. @return ZHOL_OK or ZHOL_IO. */
ZHOL_MUST_CHECK zhol_status zi_omx_finish(zi_omx *omx, zhol_error *err);
void zi_omx_free(zi_omx *omx); /**< NULL is allowed */

/** A file that was read. */
typedef struct zi_omx_table {
    uint32_t n_rows, n_columns;
    const char **from, **to; /* ids of rows and columns; owned with what is behind them */
    uint32_t n_matrices;
    double *value[ZI_OMX_MAX_MATRICES]; /* of the names asked for, row by row; owned; NULL
                                           if the file has no such matrix */
    double none[ZI_OMX_MAX_MATRICES];   /* what stands for "none"; NaN: nothing does */
    char unit[ZI_OMX_MAX_MATRICES][16]; /* "": none is told */
    char *about;                        /* owned; NULL: none is told */
    char *text[ZI_OMX_MAX_FACTS];       /* owned; facts by the names asked for, or NULL */
    double number[ZI_OMX_MAX_FACTS];    /* NaN: none is told */
} zi_omx_table;

enum { ZI_OMX_MAX_CELLS = 100 * 1000 * 1000 };

/** Names of matrices to read. */
typedef struct zi_omx_wanted {
    const char *name[ZI_OMX_MAX_MATRICES];
    uint32_t n, n_required; /* the first n_required must be there */
    const char *text[ZI_OMX_MAX_FACTS], *number[ZI_OMX_MAX_FACTS]; /* facts; or NULL */
} zi_omx_wanted;

/** Reads matrices of an OMX file with the lookups `from` and `to`, as `zhol matrix` and
 * zi_omx_new() write them. @param[out] out  zi_omx_table_free().
 * @return ZHOL_OK; ZHOL_IO (no module, no such file, not HDF5); ZHOL_BAD_DATA (not OMX, a
 * matrix or lookup is missing or of another shape); ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_omx_read(const char *modules, const char *path,
    const zi_omx_wanted *wanted, zi_omx_table *out, zhol_error *err);
void zi_omx_table_free(zi_omx_table *table); /**< it is zero after */

#endif
