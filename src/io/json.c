/* SPDX-License-Identifier: Apache-2.0 */
#include "io/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/number.h"

zi_json
zi_json_to(zi_buffer *out)
{
    return (zi_json){ .out = out };
}

/* What stands before an item of the innermost array or object: comma, line, indent. */
static void
begin_item(zi_json *j)
{
    const bool is_one_line = j->level[j->depth].is_one_line;

    if (j->level[j->depth].has_item) {
        zi_buffer_text(j->out, is_one_line ? ", " : ",");
    }
    if (!is_one_line && j->depth > 0) {
        zi_buffer_text(j->out, "\n");
        zi_buffer_repeat(j->out, ' ', (size_t) j->depth * 2);
    }
    j->level[j->depth].has_item = true;
}

static void
begin_value(zi_json *j)
{
    assert(j->depth > 0 || !j->level[0].has_item); /* a document is one value */
    assert(j->has_key == j->level[j->depth].is_object);
    if (!j->level[j->depth].is_object) {
        begin_item(j);
    }
    j->has_key = false;
}

static void
begin_level(zi_json *j, bool is_object, bool is_one_line)
{
    begin_value(j);
    zi_buffer_text(j->out, is_object ? "{" : "[");
    assert(j->depth < ZI_JSON_MAX_DEPTH);
    if (j->depth == ZI_JSON_MAX_DEPTH) {
        j->out->failed = true;
        return;
    }
    is_one_line = is_one_line || j->level[j->depth].is_one_line;
    j->depth++;
    j->level[j->depth].is_object = is_object;
    j->level[j->depth].is_one_line = is_one_line;
    j->level[j->depth].has_item = false;
}

static void
end_level(zi_json *j, bool is_object)
{
    assert(j->depth > 0 && j->level[j->depth].is_object == is_object && !j->has_key);
    if (j->depth == 0) {
        j->out->failed = true;
        return;
    }
    if (j->level[j->depth].has_item && !j->level[j->depth].is_one_line) {
        zi_buffer_text(j->out, "\n");
        zi_buffer_repeat(j->out, ' ', (size_t) (j->depth - 1) * 2);
    }
    zi_buffer_text(j->out, is_object ? "}" : "]");
    j->depth--;
}

void
zi_json_begin_object(zi_json *j)
{
    begin_level(j, true, false);
}

void
zi_json_begin_object_line(zi_json *j)
{
    begin_level(j, true, true);
}

void
zi_json_end_object(zi_json *j)
{
    end_level(j, true);
}

void
zi_json_begin_array(zi_json *j)
{
    begin_level(j, false, false);
}

void
zi_json_begin_array_line(zi_json *j)
{
    begin_level(j, false, true);
}

void
zi_json_end_array(zi_json *j)
{
    end_level(j, false);
}

static void
add_escape(zi_buffer *out, unsigned char c)
{
    static const char names[] = "\bb\ff\nn\rr\tt\"\"\\\\";

    for (size_t i = 0; names[i] != '\0'; i += 2) {
        if ((unsigned char) names[i] == c) {
            zi_buffer_text(out, "\\");
            zi_buffer_add(out, &names[i + 1], 1);
            return;
        }
    }
    zi_buffer_format(out, "\\u%04x", c);
}

static void
add_quoted(zi_buffer *out, const char *text)
{
    size_t n = strlen(text);

    zi_buffer_text(out, "\"");
    while (n > 0) {
        const size_t good = zi_utf8_bad_at(text, n);
        size_t i = 0;
        while (i < good && (unsigned char) text[i] >= 0x20 && text[i] != '"'
               && text[i] != '\\') {
            i++;
        }
        zi_buffer_add(out, text, i);
        if (i < n) {
            if (i < good) {
                add_escape(out, (unsigned char) text[i]);
            } else {
                zi_buffer_text(out, "\xEF\xBF\xBD");
            }
            i++;
        }
        text += i;
        n -= i;
    }
    zi_buffer_text(out, "\"");
}

void
zi_json_key(zi_json *j, const char *key)
{
    assert(j->level[j->depth].is_object && !j->has_key);
    begin_item(j);
    add_quoted(j->out, key);
    zi_buffer_text(j->out, ": ");
    j->has_key = true;
}

void
zi_json_text(zi_json *j, const char *text)
{
    begin_value(j);
    add_quoted(j->out, text);
}

void
zi_json_number(zi_json *j, double x)
{
    char text[ZI_NUMBER_MAX];

    assert(isfinite(x));
    begin_value(j);
    if (isfinite(x)) {
        zi_buffer_add(j->out, text, zi_number_write(x, text));
    } else {
        zi_buffer_text(j->out, "null");
    }
}

void
zi_json_integer(zi_json *j, int64_t x)
{
    begin_value(j);
    zi_buffer_format(j->out, "%" PRId64, x);
}

void
zi_json_bool(zi_json *j, bool x)
{
    begin_value(j);
    zi_buffer_text(j->out, x ? "true" : "false");
}

void
zi_json_null(zi_json *j)
{
    begin_value(j);
    zi_buffer_text(j->out, "null");
}

void
zi_json_finish(zi_json *j)
{
    assert(j->depth == 0 && j->level[0].has_item);
    zi_buffer_text(j->out, "\n");
}
