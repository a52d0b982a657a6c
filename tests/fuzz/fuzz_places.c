/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a set of places of the tiny world: each once, none at sea. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "skim/place_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static zhol_world *world; /* read once; the operating system frees it */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = ZI_NEW(char, size + 1);
    zhol_place_set set;
    zhol_error err = { "" };
    uint32_t seen = 0;

    if (!text
        || (!world
            && zhol_world_read(ZHOL_TEST_DATA "/tiny", NULL, NULL, &world, NULL)
                   != ZHOL_OK)) {
        abort();
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    const zhol_status status =
        zi_place_set_of_file(world, "fuzz.txt", text, size, &set, &err);
    if ((status == ZHOL_OK) != (set.n_places > 0)
        || (status != ZHOL_OK && !err.message[0])) {
        abort();
    }
    for (uint32_t i = 0; i < set.n_places; i++) {
        const zhol_ref p = set.places[i];
        if ((seen >> p & 1U)
            || zhol_world_places(world, NULL)[p].kind == ZHOL_PLACE_SEA_WAYPOINT) {
            abort();
        }
        seen |= 1U << p;
    }
    zhol_place_set_free(&set);
    zi_free(text);
    return 0;
}
