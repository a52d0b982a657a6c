/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> columns, all of them and some of them: as zi_csv and strtod() read them. */
#include <stdint.h>
#include <stdlib.h>

#include "../columns_oracle.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *) data;

    if (!oracle_agrees(bytes, size, UINT64_MAX)
        || !oracle_agrees(bytes, size, UINT64_C(0x5555555555555555))
        || zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
