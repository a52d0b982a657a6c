/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "world/shapes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zhol_error err = { "" };
    zi_shapes shapes;
    zi_land *land = NULL;
    const zhol_status status =
        zi_shapes_read("fuzz.csv", (const char *) data, size, &shapes, &err);

    if (status == ZHOL_BAD_DATA && strncmp(err.message, "fuzz.csv:", 9) != 0) {
        abort();
    }
    if (status == ZHOL_OK) {
        const bool is_inside = zi_rings_contain(shapes.rings, shapes.n, 50, 45);
        if (zi_land_new(shapes.rings, shapes.n, &land, &err) != ZHOL_OK
            || zi_land_contains(land, 50, 45) != is_inside
            || !(zi_rings_distance_km(shapes.rings, shapes.n, 50, 45) >= 0)) {
            abort();
        }
    }
    zi_land_free(land);
    zi_shapes_free(&shapes);
    if (zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
