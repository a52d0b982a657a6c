/* SPDX-License-Identifier: Apache-2.0 */
/** @file matrix_piece.h  One band of a matrix as the bytes of its file.
 *
 * A piece is a zi_piece_head, then for each metric its packed numbers (OMX), or lines of
 * text (CSV). Pieces are made on any thread or process; their bytes depend on nothing but
 * the band.
 */
#ifndef ZI_REPORT_MATRIX_PIECE_H
#define ZI_REPORT_MATRIX_PIECE_H

#include <zhol/report.h>

/** What a metric of some bands is like. Sums of whole units, so that their order does not
 * matter. Places to themselves do not count. */
typedef struct zi_piece_sums {
    uint64_t n_pairs, n_none, sum;
    uint32_t least, most; /* of pairs with a way; least is ZHOL_INFINITE without */
} zi_piece_sums;

typedef struct zi_piece_head {
    uint64_t size[ZHOL_N_MATRIX_METRICS]; /* bytes of each metric; of CSV [0]: all */
    zi_piece_sums sums[ZHOL_N_MATRIX_METRICS];
} zi_piece_head;

/** Scratch memory of one thread. */
typedef struct zi_piece_scratch {
    uint32_t *value; /* [metric x ZHOL_MATRIX_BAND x n_columns] */
    double *number;  /* [ZHOL_MATRIX_BAND x n_columns]; of OMX only */
} zi_piece_scratch;

/** Rows that a band of the file has: fewer only if the matrix has fewer. */
uint32_t zi_piece_rows(const zhol_matrix *m);

/** Bytes that a piece, and the scratch memory of a thread, take at most. */
uint64_t zi_piece_max(const zhol_matrix *m, zhol_matrix_format format);
uint64_t zi_piece_scratch_bytes(const zhol_matrix *m, zhol_matrix_format format);

/** ZHOL_LIMIT: memory. Freed by zi_piece_scratch_free(), also after a failure. */
ZHOL_MUST_CHECK zhol_status zi_piece_scratch_new(const zhol_matrix *m,
    zhol_matrix_format format, zi_piece_scratch *out, zhol_error *err);
void zi_piece_scratch_free(zi_piece_scratch *s);

typedef struct zi_piece_order {
    zhol_matrix_format format;
    uint32_t band, thread;
} zi_piece_order;

/** Computes a band and writes its piece of *n bytes; @p piece has room for
 * zi_piece_max(). */
ZHOL_MUST_CHECK zhol_status zi_piece_make(zhol_matrix *m, const zi_piece_order *order,
    const zi_piece_scratch *s, char *piece, size_t *n, zhol_error *err);

/** What OMX holds where no way leads. */
#define ZI_PIECE_NONE (-1.0)

#endif
