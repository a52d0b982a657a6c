/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a road graph, and the same bytes -> coordinates. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/dimacs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_name_a_line(zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK
        && (status != ZHOL_BAD_DATA || strncmp(err->message, "fuzz:", 5) != 0)) {
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    zhol_error err = { "" };
    zi_dimacs d;
    zhol_dimacs_point *point = NULL;
    uint32_t n_nodes = 0;

    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    must_name_a_line(zi_dimacs_arcs("fuzz", text, size, &d, &err), &err);
    for (uint32_t a = 0; a < d.n_arcs; a++) {
        if (d.tail[a] >= d.n_nodes || d.head[a] >= d.n_nodes || d.weight[a] >> 30) {
            abort();
        }
    }
    zi_dimacs_free(&d);
    must_name_a_line(zi_dimacs_points("fuzz", text, size, &n_nodes, &point, &err), &err);
    zi_free(point);
    free(text);
    if (zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
