/* SPDX-License-Identifier: Apache-2.0 */
/** @file text.h  Growing texts, and UTF-8 as people type it. */
#ifndef ZI_BASE_TEXT_H
#define ZI_BASE_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <zhol/error.h>

/** A growing text: `zi_buffer b = { 0 };`, write, look at `failed` once,
 * zi_buffer_free().
 *
 * The same first three members as zhol_buffer (report.h), which report/ fills by moving
 * them. Once memory is out or 1 GiB is passed, `failed` stays true, the text keeps what
 * it had and all further writing is ignored.
 */
typedef struct zi_buffer {
    char *data; /**< NUL-terminated once anything was written, else NULL; owned */
    size_t length, capacity;
    bool failed;
} zi_buffer;

enum { ZI_BUFFER_MAX = 1 << 30 };

/** Appends @p n bytes, of which none need be text. Amortised O(n). */
void zi_buffer_add(zi_buffer *b, const char *text, size_t n);
void zi_buffer_text(zi_buffer *b, const char *text);
void zi_buffer_repeat(zi_buffer *b, char c, size_t n);

/** As printf; numbers have a point whatever the user's locale. */
void zi_buffer_format(zi_buffer *b, const char *format, ...) ZHOL_PRINTF(2, 3);

/** ZHOL_OK, or ZHOL_LIMIT with a message if anything did not fit. */
ZHOL_MUST_CHECK zhol_status zi_buffer_status(const zi_buffer *b, zhol_error *err);

/** Frees the text and makes the buffer empty and usable again. */
void zi_buffer_free(zi_buffer *b);

/** Is this item among those of a list joined by ';'? */
bool zi_list_has(const char *list, const char *item);

bool zi_utf8_is_valid(const char *text, size_t n);

/** Offset of the first byte that does not belong to well-formed UTF-8; @p n if all do. */
size_t zi_utf8_bad_at(const char *text, size_t n);

/** What is left of a name when spelling differences are taken away: compatibility
 * decomposition, case folded; only letters and digits stay (no marks, spaces, hyphens,
 * apostrophes), and the letters that people type plainly (ł ø đ ı æ) are spelled so.
 * "Xi'an" and "XIAN" give "xian", "Ürümqi" "urumqi", "bandar_abbas" "bandarabbas".
 *
 * Bytes that are not UTF-8 are left out.
 * @return owned by the caller: zi_free(). NULL: memory is out, and @p err says so. */
char *zi_fold(const char *utf8, zhol_error *err);

/** Edits (insert, delete, replace, swap two neighbours) that make @p a into @p b, counted
 * in code points; max + 1 if there are more than @p max, or if a text is longer than
 * ZI_EDIT_MAX_LETTERS. Optimal string alignment; O(letters x max). */
uint32_t zi_edit_distance(const char *a, const char *b, uint32_t max);

enum { ZI_EDIT_MAX_LETTERS = 255 };

#endif
