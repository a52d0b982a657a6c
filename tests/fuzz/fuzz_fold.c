/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes fold to UTF-8 that folds to itself, and make a valid JSON text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zi_buffer json_text = { 0 }, copy = { 0 };
    zi_json json = zi_json_to(&json_text);
    char *once, *twice;

    zi_buffer_add(&copy, (const char *) data, size);
    once = zi_fold(copy.data, NULL);
    twice = once ? zi_fold(once, NULL) : NULL;
    if (!twice || strcmp(once, twice) != 0 || !zi_utf8_is_valid(once, strlen(once))
        || zi_edit_distance(once, twice, 3)
               > (strlen(once) <= ZI_EDIT_MAX_LETTERS ? 0 : 4)) {
        abort();
    }
    zi_json_text(&json, copy.data);
    if (!zi_utf8_is_valid(json_text.data, json_text.length)
        || json_text.data[json_text.length - 1] != '"') {
        abort();
    }
    zi_free(once);
    zi_free(twice);
    zi_buffer_free(&copy);
    zi_buffer_free(&json_text);
    if (zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
