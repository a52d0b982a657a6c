/* SPDX-License-Identifier: Apache-2.0 */
/* Bottom-up merge sort of row numbers: stable, no worst case, and unlike qsort() its
 * comparison gets a context. */
#include "world/draft.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct span {
    uint32_t begin, middle, end;
} span;

static void
merge(
    uint32_t *to, const uint32_t *from, span s, zi_compare *compare, const void *context)
{
    uint32_t i = s.begin, j = s.middle;

    for (uint32_t k = s.begin; k < s.end; k++) {
        const bool is_left =
            i < s.middle && (j >= s.end || compare(context, from[i], from[j]) <= 0);
        to[k] = is_left ? from[i++] : from[j++];
    }
}

static uint32_t
smaller(uint64_t a, uint32_t b)
{
    return a < b ? (uint32_t) a : b;
}

zhol_status
zi_sort(
    uint32_t *rows, uint32_t n, zi_compare *compare, const void *context, zhol_error *err)
{
    uint32_t *other = ZI_NEW(uint32_t, n);

    if (!other) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint64_t width = 1; width < n; width *= 2) {
        for (uint64_t begin = 0; begin < n; begin += 2 * width) {
            const span s = { (uint32_t) begin, smaller(begin + width, n),
                smaller(begin + 2 * width, n) };
            merge(other, rows, s, compare, context);
        }
        memcpy(rows, other, (size_t) n * sizeof *rows);
    }
    zi_free(other);
    return ZHOL_OK;
}
