/* SPDX-License-Identifier: Apache-2.0 */
#include "report/matrix_piece.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/omx.h"
#include "report/report.h"

enum { MAX_NUMBER = 16 }; /* ",42949672.95" and a line's end, with some room */

uint32_t
zi_piece_rows(const zhol_matrix *m)
{
    const uint32_t n = zhol_matrix_asked(m)->from->n_places;

    return n < ZHOL_MATRIX_BAND ? n : ZHOL_MATRIX_BAND;
}

static size_t
n_values(const zhol_matrix *m)
{
    return (size_t) ZHOL_MATRIX_BAND * zhol_matrix_asked(m)->to->n_places;
}

static size_t
longest_id(const zhol_matrix *m, const zhol_place_set *set)
{
    size_t longest = 0;

    for (uint32_t i = 0; i < set->n_places; i++) {
        const size_t n = strlen(zi_report_place_id(zhol_matrix_world(m), set->places[i]));
        longest = n > longest ? n : longest;
    }
    return longest;
}

uint64_t
zi_piece_max(const zhol_matrix *m, zhol_matrix_format format)
{
    const zhol_matrix_query *q = zhol_matrix_asked(m);
    const size_t rows = zi_piece_rows(m), n_columns = q->to->n_places;
    const size_t line = longest_id(m, q->from) + longest_id(m, q->to) + 2
                        + (size_t) q->n_metrics * MAX_NUMBER;
    const uint64_t body = format == ZHOL_MATRIX_CSV
                              ? rows * n_columns * line + 1
                              : q->n_metrics * zi_omx_packed_max(rows * n_columns);

    return sizeof(zi_piece_head) + body;
}

uint64_t
zi_piece_scratch_bytes(const zhol_matrix *m, zhol_matrix_format format)
{
    const uint64_t values = n_values(m) * sizeof(uint32_t);
    const uint64_t numbers = format == ZHOL_MATRIX_OMX ? n_values(m) * sizeof(double) : 0;

    return values * zhol_matrix_asked(m)->n_metrics + numbers;
}

zhol_status
zi_piece_scratch_new(const zhol_matrix *m, zhol_matrix_format format,
    zi_piece_scratch *out, zhol_error *err)
{
    const size_t n = n_values(m);

    *out = (zi_piece_scratch){ NULL, NULL };
    out->value = ZI_NEW(uint32_t, n * zhol_matrix_asked(m)->n_metrics);
    out->number = format == ZHOL_MATRIX_OMX ? ZI_NEW(double, n) : NULL;
    if (!out->value || (format == ZHOL_MATRIX_OMX && !out->number)) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for rows of the matrix");
    }
    return ZHOL_OK;
}

void
zi_piece_scratch_free(zi_piece_scratch *s)
{
    zi_free(s->value);
    zi_free(s->number);
    *s = (zi_piece_scratch){ NULL, NULL };
}

/* Rows of a band that the matrix has. */
static uint32_t
rows_of(const zhol_matrix *m, uint32_t band)
{
    const uint32_t left = zhol_matrix_asked(m)->from->n_places - band * ZHOL_MATRIX_BAND;

    return left < ZHOL_MATRIX_BAND ? left : ZHOL_MATRIX_BAND;
}

static zi_piece_sums
add_up(const zhol_matrix *m, uint32_t band, const uint32_t *value)
{
    const zhol_place_set *from = zhol_matrix_asked(m)->from,
                         *to = zhol_matrix_asked(m)->to;
    zi_piece_sums sums = { .least = ZHOL_INFINITE };

    for (uint32_t i = 0; i < rows_of(m, band); i++) {
        const zhol_ref place = from->places[band * ZHOL_MATRIX_BAND + i];
        const uint32_t *row = &value[(size_t) i * to->n_places];
        for (uint32_t j = 0; j < to->n_places; j++) {
            if (to->places[j] == place) {
                continue;
            }
            sums.n_pairs++;
            if (row[j] == ZHOL_INFINITE) {
                sums.n_none++;
                continue;
            }
            sums.sum += row[j];
            sums.least = row[j] < sums.least ? row[j] : sums.least;
            sums.most = row[j] > sums.most ? row[j] : sums.most;
        }
    }
    return sums;
}

/* OMX */

static zhol_status
pack(const zhol_matrix *m, uint32_t k, const zi_piece_scratch *s, char *piece, size_t *n,
    zhol_error *err)
{
    const zhol_matrix_query *q = zhol_matrix_asked(m);
    const size_t n_numbers = (size_t) zi_piece_rows(m) * q->to->n_places;
    const uint32_t *value = s->value + k * n_values(m);
    const double parts = zhol_matrix_parts(q->metrics[k]);
    zi_piece_head *head = (zi_piece_head *) (void *) piece;
    size_t size = 0;

    for (size_t i = 0; i < n_numbers; i++) {
        s->number[i] = value[i] == ZHOL_INFINITE ? ZI_PIECE_NONE : value[i] / parts;
    }
    const zhol_status status = zi_omx_pack(s->number, n_numbers, piece + *n, &size, err);
    head->size[k] = size;
    *n += size;
    return status;
}

/* CSV */

static char *
add_text(char *out, const char *text)
{
    const size_t n = strlen(text);

    memcpy(out, text, n + 1); /* what follows takes the place of the NUL */
    return out + n;
}

static char *
add_whole(char *out, uint64_t number)
{
    char digits[24];
    size_t n = 0;

    do {
        digits[n++] = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (n > 0) {
        *out++ = digits[--n];
    }
    return out;
}

/* Hours to four digits, which still tell one second from the next; dollars and kg to the
 * cent and gram. Nothing where no way leads. */
static char *
add_number(char *out, uint32_t value, uint32_t parts)
{
    const uint32_t unit = parts == 3600 ? 10000 : parts;
    const uint64_t number = ((uint64_t) value * unit + parts / 2) / parts;
    uint64_t rest = number % unit;

    *out++ = ',';
    if (value == ZHOL_INFINITE) {
        return out;
    }
    out = add_whole(out, number / unit);
    if (rest > 0) {
        *out++ = '.';
    }
    for (uint32_t digit = unit / 10; rest > 0; digit /= 10) {
        *out++ = (char) ('0' + rest / digit);
        rest %= digit;
    }
    return out;
}

static char *
add_lines(const zhol_matrix *m, uint32_t band, const uint32_t *value, char *out)
{
    const zhol_matrix_query *q = zhol_matrix_asked(m);
    const zhol_world *w = zhol_matrix_world(m);

    for (uint32_t i = 0; i < rows_of(m, band); i++) {
        const char *from =
            zi_report_place_id(w, q->from->places[band * ZHOL_MATRIX_BAND + i]);
        for (uint32_t j = 0; j < q->to->n_places; j++) {
            out = add_text(out, from);
            *out++ = ',';
            out = add_text(out, zi_report_place_id(w, q->to->places[j]));
            for (uint32_t k = 0; k < q->n_metrics; k++) {
                out = add_number(out,
                    value[k * n_values(m) + (size_t) i * q->to->n_places + j],
                    zhol_matrix_parts(q->metrics[k]));
            }
            *out++ = '\n';
        }
    }
    return out;
}

zhol_status
zi_piece_make(zhol_matrix *m, const zi_piece_order *order, const zi_piece_scratch *s,
    char *piece, size_t *n, zhol_error *err)
{
    const zhol_matrix_query *q = zhol_matrix_asked(m);
    zi_piece_head *head = (zi_piece_head *) (void *) piece;
    zhol_status status = zhol_matrix_band(m, order->band, order->thread, s->value, err);

    *head = (zi_piece_head){ .size = { 0 } };
    *n = sizeof *head;
    for (uint32_t k = 0; k < q->n_metrics && status == ZHOL_OK; k++) {
        head->sums[k] = add_up(m, order->band, s->value + k * n_values(m));
        if (order->format == ZHOL_MATRIX_OMX) {
            status = pack(m, k, s, piece, n, err);
        }
    }
    if (order->format == ZHOL_MATRIX_CSV && status == ZHOL_OK) {
        const char *end = add_lines(m, order->band, s->value, piece + *n);
        head->size[0] = (size_t) (end - piece) - *n;
        *n += head->size[0];
    }
    return status;
}
