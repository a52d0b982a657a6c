/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a number for each pair of three economies. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "equilibrium/flows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const id[] = { "A", "B", "C" };
    static const zi_pair_column columns[] = { { "cost_hat", ZHOL_PAIR_COST },
        { "rta", ZHOL_PAIR_CHANGE } };
    const zhol_flows flows = { .n = 3, .n_sectors = 1, .id = id };
    const zi_bytes bytes = { "fuzz.csv", (const char *) data, size };
    const long live = zi_mem_live();

    for (int k = 0; k < 2; k++) {
        double value[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
        zhol_error err = { "" };
        const zhol_status status =
            zi_pairs_of_bytes(&flows, &bytes, columns[k], value, &err);
        if (status != ZHOL_OK && status != ZHOL_LIMIT
            && ((status != ZHOL_BAD_DATA && status != ZHOL_USAGE)
                || strncmp(err.message, "fuzz.csv:", 9) != 0)) {
            abort();
        }
        for (int pair = 0; pair < 9 && status == ZHOL_OK; pair++) {
            if (!isfinite(value[pair]) || (k == 0 && !(value[pair] > 0))) {
                abort();
            }
        }
    }
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
