/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> one table of an otherwise right world: the first byte says which, and whether
 * it stands in the world's folder or among the user's own tables. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "world/folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static zi_folder right; /* read once; the operating system frees it */

static void
read_right(void)
{
    zhol_problems *problems = NULL;

    if (zhol_problems_new(&problems, NULL) != ZHOL_OK
        || zi_folder_read(ZHOL_TEST_DATA "/tiny", false, problems, &right, NULL)
               != ZHOL_OK) {
        abort();
    }
    right.path = "fuzz";
    zhol_problems_free(problems);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    zhol_error err = { "" };

    if (size == 0) {
        return 0;
    }
    if (!right.path) {
        read_right();
    }
    const long live = zi_mem_live();
    const uint32_t t = (data[0] & 0x7F) % ZI_N_TABLES;
    const zi_trade_table_text text = { (const char *) data + 1, size - 1 };
    const bool is_mine = (data[0] & 0x80) != 0;
    zi_folder base = right, mine = { .path = "mine" };
    *(is_mine ? &mine.table[t] : &base.table[t]) = text;

    if (zhol_problems_new(&problems, NULL) != ZHOL_OK) {
        return 0;
    }
    const zi_world_parts parts = {
        .base = &base, .mine = is_mine ? &mine : NULL, .problems = problems
    };
    const zhol_status status = zi_world_make(&parts, &w, &err);
    if ((status == ZHOL_OK) != (w != NULL)
        || (status != ZHOL_OK && status != ZHOL_BAD_DATA)
        || (status == ZHOL_BAD_DATA && zhol_problems_count(problems) == 0)) {
        abort();
    }
    for (uint32_t i = 0; i < zhol_problems_count(problems); i++) {
        const char *message = zhol_problems_message(problems, i, NULL);
        if (!zi_utf8_is_valid(message, strlen(message))) {
            abort();
        }
    }
    zhol_world_free(w);
    zhol_problems_free(problems);
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
