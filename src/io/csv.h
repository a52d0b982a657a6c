/* SPDX-License-Identifier: Apache-2.0 */
/** @file csv.h  Reading CSV: strict RFC 4180 in UTF-8, with lines in all messages.
 *
 * Refused: a byte-order mark, bytes that are not UTF-8, control characters (line ends
 * only inside quotes), a quote inside an unquoted field, text after a closing quote, a
 * bare CR, a row with more or fewer fields than the first one, more than ZI_CSV_MAX_...
 * Lines end with LF or CRLF; the last one may end without.
 *
 *     zi_csv *csv = NULL;
 *     bool has_row = false;
 *     status = zi_csv_open(path, &csv, err);
 *     while (status == ZHOL_OK && (status = zi_csv_next(csv, &has_row, err)) == ZHOL_OK
 *            && has_row) { zi_csv_field(csv, 0) ... }
 *     zi_csv_close(csv);
 *
 * The first row (the column names) is a row like the others. One thread for one zi_csv.
 */
#ifndef ZI_IO_CSV_H
#define ZI_IO_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zhol/error.h>

typedef struct zi_csv zi_csv;

enum {
    ZI_CSV_MAX_FIELD_BYTES = 64 * 1024,
    ZI_CSV_MAX_FIELDS = 1024,
    ZI_CSV_MAX_ROWS = 10 * 1000 * 1000,
    ZI_CSV_MAX_FILE_BYTES = 1 << 30
};

/** @param[out] out  owned by the caller: zi_csv_close(). NULL on failure.
 * @return ZHOL_OK, ZHOL_IO, ZHOL_BAD_DATA (byte-order mark) or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_csv_open(const char *path, zi_csv **out, zhol_error *err);

/** The same of bytes in memory, borrowed until the end; @p name (copied) is for messages.
 */
ZHOL_MUST_CHECK zhol_status zi_csv_from_memory(
    const char *name, const char *data, size_t n, zi_csv **out, zhol_error *err);

/** Reads the next row. has_row false: the file is at its end.
 * @return ZHOL_OK, ZHOL_BAD_DATA ("file:line: ...") or ZHOL_LIMIT. After a failure the
 * reader stays at it: the same status again, with the same message. */
ZHOL_MUST_CHECK zhol_status zi_csv_next(zi_csv *csv, bool *has_row, zhol_error *err);

/** After a failure: true if only the number of fields was wrong; the reader then goes on
 * behind that row. Otherwise false, and it stays where it is. */
bool zi_csv_skip_row(zi_csv *csv);

uint32_t zi_csv_n_fields(const zi_csv *csv);

/** A field of the row: unquoted, NUL-terminated UTF-8 without a NUL inside. Borrowed
 * until the next zi_csv_next(). @p i is below zi_csv_n_fields(). */
const char *zi_csv_field(const zi_csv *csv, uint32_t i);
size_t zi_csv_field_length(const zi_csv *csv, uint32_t i);

uint32_t zi_csv_line(const zi_csv *csv); /**< where the row begins; the first line is 1 */
const char *zi_csv_name(const zi_csv *csv); /**< of the file, as in messages */

/** Writes "file:line: ..." for the row and returns ZHOL_BAD_DATA. Show field texts with
 * "%.60s": a field may be longer than the message. */
zhol_status zi_csv_fail(const zi_csv *csv, zhol_error *err, const char *format, ...)
    ZHOL_PRINTF(3, 4);

/** Offset of the first control character in the raw bytes of a field; @p n if there is
 * none. Line ends are allowed in quotes. */
size_t zi_csv_control_at(const char *text, size_t n, bool is_quoted);

void zi_csv_close(zi_csv *csv); /**< NULL is allowed */

#endif
