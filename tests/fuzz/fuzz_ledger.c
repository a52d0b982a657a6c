/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> cases of a ledger; what was read is answered on the tiny world. */
#include <stdlib.h>

#include "ledger/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static zhol_world *world; /* read once; the operating system frees it */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zi_csv *csv = NULL;
    zhol_ledger *ledger = NULL;
    zhol_error err = { "" };

    if (!world
        && zhol_world_read(ZHOL_TEST_DATA "/tiny", NULL, NULL, &world, NULL) != ZHOL_OK) {
        abort();
    }
    if (zi_csv_from_memory("fuzz.csv", (const char *) data, size, &csv, &err)
        == ZHOL_OK) {
        const zhol_status status = zi_ledger_from(csv, &ledger, &err);
        if ((status == ZHOL_OK) != (ledger != NULL)
            || (status != ZHOL_OK && !err.message[0])) {
            abort();
        }
        if (ledger && ledger->n_cases < 20
            && zhol_ledger_run(world, ledger, NULL, &err) != ZHOL_OK) {
            abort();
        }
    }
    zhol_ledger_free(ledger);
    zi_csv_close(csv);
    return 0;
}
