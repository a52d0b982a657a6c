/* SPDX-License-Identifier: Apache-2.0 */
/* What products are called. */
#include "trade/cube.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* Products are sorted. false: the cube has none of that id. */
static bool
find_product(const zhol_cube *cube, const char *id, uint32_t *out)
{
    uint32_t lo = 0, hi = cube->n_products;

    while (lo < hi) {
        const uint32_t middle = lo + (hi - lo) / 2;
        const int order = zi_names_compare(cube->products[middle], id);
        if (order == 0) {
            *out = middle;
            return true;
        }
        if (order < 0) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return false;
}

static zhol_status
keep_name(zhol_cube *cube, const zi_trade_table *t, uint32_t product, uint32_t column,
    zhol_error *err)
{
    const size_t n = zi_csv_field_length(t->csv, column) + 1;

    if (cube->product_names[product]) {
        return zi_csv_fail(t->csv, err, "product '%.60s' has a name already: keep one",
            cube->products[product]);
    }
    if (strpbrk(zi_csv_field(t->csv, column), "\r\n")) {
        return zi_csv_fail(t->csv, err,
            "the name of product '%.60s' has more than one line",
            cube->products[product]);
    }
    cube->product_names[product] = ZI_NEW(char, n);
    if (!cube->product_names[product]) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for names of products");
    }
    memcpy(cube->product_names[product], zi_csv_field(t->csv, column), n);
    return ZHOL_OK;
}

zhol_status
zi_cube_read_names(zhol_cube *cube, zi_trade_table *t, zhol_error *err)
{
    uint32_t id = 0, name = 0, product = 0;
    bool has_row = true;
    zhol_status status = zi_trade_table_column(t, "product|hs|code", true, &id, err);

    if (status == ZHOL_OK) {
        status = zi_trade_table_column(t, "name|description", true, &name, err);
    }
    if (status == ZHOL_OK) {
        cube->product_names = ZI_NEW(char *, cube->n_products);
        status = cube->product_names
                     ? ZHOL_OK
                     : zi_fail(err, ZHOL_LIMIT, "no memory for names of products");
    }
    while (status == ZHOL_OK) {
        status = zi_csv_next(t->csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        if (find_product(cube, zi_csv_field(t->csv, id), &product)) {
            status = keep_name(cube, t, product, name, err);
        }
    }
    return status;
}
