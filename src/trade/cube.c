/* SPDX-License-Identifier: Apache-2.0 */
/* Rows -> dense matrices, and flows between pairs. */
#include "trade/cube.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"

void
zhol_cube_free(zhol_cube *cube)
{
    if (!cube) {
        return;
    }
    for (uint32_t i = 0; cube->economies && i < cube->n_economies; i++) {
        zi_free(cube->economies[i]);
    }
    for (uint32_t i = 0; cube->products && i < cube->n_products; i++) {
        zi_free(cube->products[i]);
    }
    for (uint32_t i = 0; cube->product_names && i < cube->n_products; i++) {
        zi_free(cube->product_names[i]);
    }
    zi_free(cube->product_names);
    zi_free(cube->economies);
    zi_free(cube->products);
    zi_free(cube->exports);
    zi_free(cube->imports);
    zi_free(cube->flows);
    zi_free(cube);
}

/* Exports before imports, then economy, partner, product. */
static int
by_key(const void *pa, const void *pb)
{
    const zi_cube_row *a = pa, *b = pb;

    if (a->is_import != b->is_import) {
        return a->is_import ? 1 : -1;
    }
    if (a->economy != b->economy) {
        return a->economy < b->economy ? -1 : 1;
    }
    if (a->partner != b->partner) {
        return a->partner < b->partner ? -1 : 1;
    }
    return (a->product > b->product) - (a->product < b->product);
}

static int
by_key_and_line(const void *pa, const void *pb)
{
    const zi_cube_row *a = pa, *b = pb;
    const int order = by_key(a, b);

    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* The repetition that stands first in the file is told. */
static zhol_status
check_unique(const zi_cube_draft *d, const char *const path[2], zhol_error *err)
{
    uint32_t first = 0;

    for (uint32_t i = 1; i < d->n_rows; i++) {
        if (by_key(&d->rows[i - 1], &d->rows[i]) == 0
            && (first == 0 || d->rows[i].line < d->rows[first].line)) {
            first = i;
        }
    }
    return first == 0
               ? ZHOL_OK
               : zi_fail(err, ZHOL_BAD_DATA,
                   "%s:%u: economy, flow, importer and product stand already in line %u: "
                   "give each once",
                   path[d->rows[first].is_second], d->rows[first].line,
                   d->rows[first - 1].line);
}

static zhol_status
renumber(zi_cube_draft *d, zhol_error *err)
{
    uint32_t *economy = NULL, *product = NULL;
    zhol_status status = zi_names_sort(&d->economies, &economy, err);

    if (status == ZHOL_OK) {
        status = zi_names_sort(&d->products, &product, err);
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < d->n_rows; i++) {
        zi_cube_row *row = &d->rows[i];
        row->economy = economy[row->economy];
        row->product = product[row->product];
        row->partner =
            row->partner == ZI_NO_PARTNER ? ZI_NO_PARTNER : economy[row->partner];
    }
    zi_free(economy);
    zi_free(product);
    return status;
}

static zhol_status
allocate(const zi_cube_draft *d, zhol_cube *cube, zhol_error *err)
{
    const size_t n_cells = (size_t) d->economies.n * d->products.n;
    const bool has_imports = d->has_pairs || d->has_imports;

    if (n_cells > ZI_CUBE_MAX_CELLS) {
        return zi_fail(err, ZHOL_LIMIT,
            "%u economies x %u products are more than %d cells: use broader products",
            d->economies.n, d->products.n, ZI_CUBE_MAX_CELLS);
    }
    cube->exports = ZI_NEW(double, n_cells + 1);
    cube->imports = has_imports ? ZI_NEW(double, n_cells + 1) : NULL;
    cube->flows = d->has_pairs ? ZI_NEW(zhol_cube_flow, (size_t) d->n_rows + 1) : NULL;
    if (!cube->exports || (has_imports && !cube->imports)
        || (d->has_pairs && !cube->flows)) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u economies x %u products",
            d->economies.n, d->products.n);
    }
    return ZHOL_OK;
}

/* Sums over pairs are plain: at most as many terms as economies, in their order. */
static void
fill(const zi_cube_draft *d, zhol_cube *cube)
{
    const size_t width = cube->n_products;

    for (uint32_t i = 0; i < d->n_rows; i++) {
        const zi_cube_row *row = &d->rows[i];
        double *into = row->is_import ? cube->imports : cube->exports;
        if (row->partner == row->economy) {
            continue;
        }
        assert(into); /* allocate() has looked at what the rows are about */
        into[row->economy * width + row->product] += row->value;
        if (row->partner != ZI_NO_PARTNER) {
            assert(cube->imports && cube->flows);
            cube->imports[row->partner * width + row->product] += row->value;
            cube->flows[cube->n_flows++] =
                (zhol_cube_flow){ row->economy, row->partner, row->product, row->value };
        }
    }
}

static void
take_names(zi_names *names, char ***of, uint32_t *n)
{
    *of = names->of;
    *n = names->n;
    names->of = NULL;
    names->n = 0;
    names->capacity = 0;
}

zhol_status
zi_cube_make(
    zi_cube_draft *d, const char *const path[2], zhol_cube **out, zhol_error *err)
{
    zhol_cube *cube = ZI_NEW(zhol_cube, 1);
    zhol_status status =
        cube ? renumber(d, err) : zi_fail(err, ZHOL_LIMIT, "no memory for a cube");

    *out = NULL;
    if (status == ZHOL_OK) {
        qsort(d->rows, d->n_rows, sizeof *d->rows, by_key_and_line);
        status = check_unique(d, path, err);
    }
    if (status == ZHOL_OK) {
        status = allocate(d, cube, err);
    }
    if (status != ZHOL_OK) {
        zhol_cube_free(cube);
        return status;
    }
    take_names(&d->economies, &cube->economies, &cube->n_economies);
    take_names(&d->products, &cube->products, &cube->n_products);
    cube->n_domestic = d->n_domestic;
    cube->n_rows = d->n_rows;
    fill(d, cube);
    *out = cube;
    return ZHOL_OK;
}

zhol_status
zhol_cube_find(const zhol_cube *cube, const char *id, uint32_t *out, zhol_error *err)
{
    for (uint32_t i = 0; i < cube->n_economies; i++) {
        if (zi_names_compare(cube->economies[i], id) == 0) {
            *out = i;
            return ZHOL_OK;
        }
    }
    *out = 0;
    return zi_names_unknown(cube->economies, cube->n_economies, "economy", id, err);
}

double
zi_cube_sum(const double *x, uint32_t n)
{
    zi_sum sum = { 0 };

    for (uint32_t i = 0; i < n; i++) {
        zi_sum_add(&sum, x[i]);
    }
    return zi_sum_value(&sum);
}
