/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the reader lets through is what its header promises. */
static void
check_row(const zi_csv *csv, uint32_t n_fields, uint32_t last_line)
{
    if (zi_csv_n_fields(csv) != n_fields || zi_csv_line(csv) <= last_line) {
        abort();
    }
    for (uint32_t i = 0; i < n_fields; i++) {
        const char *field = zi_csv_field(csv, i);
        const size_t n = strlen(field);
        if (n != zi_csv_field_length(csv, i) || n > ZI_CSV_MAX_FIELD_BYTES
            || !zi_utf8_is_valid(field, n) || strchr(field, '\x1B')) {
            abort();
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zhol_status status;
    uint32_t n_fields = 0, line = 0;
    bool has_row = true;
    zhol_error err = { "" };
    zi_csv *csv = NULL;

    status = zi_csv_from_memory("fuzz.csv", (const char *) data, size, &csv, &err);
    while (status == ZHOL_OK && has_row) {
        status = zi_csv_next(csv, &has_row, &err);
        if (status == ZHOL_OK && has_row) {
            n_fields = n_fields ? n_fields : zi_csv_n_fields(csv);
            check_row(csv, n_fields, line);
            line = zi_csv_line(csv);
        }
    }
    if (status != ZHOL_OK
        && (status != ZHOL_BAD_DATA || strncmp(err.message, "fuzz.csv:", 9) != 0)) {
        abort();
    }
    zi_csv_close(csv);
    if (zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
