/* SPDX-License-Identifier: Apache-2.0 */
#include "world/suggest.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "world/problems.h"

zi_nearest
zi_nearest_to(const char *wanted)
{
    const size_t n = strlen(wanted);
    zi_nearest nearest = { .wanted = wanted };

    /* A quarter of the letters may be wrong, of a short word one. */
    nearest.edits = n > 60 ? 16 : (uint32_t) (n + 3) / 4;
    return nearest;
}

void
zi_nearest_try(zi_nearest *nearest, const char *candidate)
{
    const uint32_t max = nearest->best ? nearest->edits - 1 : nearest->edits;
    uint32_t edits;

    if (nearest->best && nearest->edits == 0) {
        return;
    }
    edits = zi_edit_distance(nearest->wanted, candidate, max);
    if (edits <= max && candidate[0] != '\0') {
        nearest->best = candidate;
        nearest->edits = edits;
    }
}

const char *
zi_nearest_text(zi_nearest *nearest)
{
    char shown[ZI_SHOWN];

    nearest->text[0] = '\0';
    if (nearest->best) {
        snprintf(nearest->text, sizeof nearest->text, " (did you mean '%s'?)",
            zi_show(nearest->best, shown));
    }
    return nearest->text;
}
