/* SPDX-License-Identifier: Apache-2.0 */
/** @file json.h  Writing JSON as it comes, indented by two spaces.
 *
 *     zi_buffer text = { 0 };
 *     zi_json json = zi_json_to(&text);
 *     zi_json_begin_object(&json);
 *     zi_json_key(&json, "length_km");
 *     zi_json_number(&json, 11179);
 *     zi_json_end_object(&json);
 *     zi_json_finish(&json);            the final line end
 *     status = zi_buffer_status(&text, err);
 *
 * Wrong order of calls (a value without a key, an end too many) is a programming error
 * and is asserted; so is NaN or infinity, written as null where asserts are off. Memory
 * that runs out shows in the buffer's `failed`.
 */
#ifndef ZI_IO_JSON_H
#define ZI_IO_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { ZI_JSON_MAX_DEPTH = 32 };

typedef struct zi_json {
    zi_buffer *out; /**< borrowed */
    uint32_t depth;
    bool has_key; /**< a key was written and waits for its value */
    struct {
        bool is_object, is_one_line, has_item;
    } level[ZI_JSON_MAX_DEPTH + 1];
} zi_json;

zi_json zi_json_to(zi_buffer *out);

void zi_json_begin_object(zi_json *j);
void zi_json_end_object(zi_json *j);
void zi_json_begin_array(zi_json *j);
void zi_json_end_array(zi_json *j);

/** `[1, 2, 3]`: this array or object, and all inside it, stands on one line. */
void zi_json_begin_array_line(zi_json *j);
void zi_json_begin_object_line(zi_json *j);

void zi_json_key(zi_json *j, const char *key);

/** Bytes that are not UTF-8 become U+FFFD, so that the document is always valid. */
void zi_json_text(zi_json *j, const char *text);
void zi_json_number(zi_json *j, double x);
void zi_json_integer(zi_json *j, int64_t x);
void zi_json_bool(zi_json *j, bool x);
void zi_json_null(zi_json *j);

void zi_json_finish(zi_json *j);

#endif
