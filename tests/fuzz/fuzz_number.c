/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A number that is read is the libc's, and survives being written. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[ZI_NUMBER_MAX_TEXT + 1], written[ZI_NUMBER_MAX];
    uint32_t whole;
    double x, again;
    size_t n;

    n = zi_number_begin((const char *) data, size, &again);
    if (n > 0 && (!zi_number_read((const char *) data, n, &x) || fabs(again - x) > 0)) {
        abort();
    }
    if ((n > 0 && n == size) != zi_number_read((const char *) data, size, &x)) {
        abort();
    }
    if (zi_number_read((const char *) data, size, &x)) {
        memcpy(text, data, size);
        text[size] = '\0';
        n = zi_number_write(x, written);
        if (!isfinite(x) || fabs(strtod(text, NULL) - x) > 0
            || !zi_number_read(written, n, &again) || fabs(again - x) > 0) {
            abort();
        }
    } else if (fabs(x) > 0) {
        abort();
    }
    if (zi_number_read_u32((const char *) data, size, &whole)
        && size <= ZI_NUMBER_MAX_TEXT
        && (!zi_number_read((const char *) data, size, &x) || fabs(x - whole) > 0)) {
        abort();
    }
    return 0;
}
