/* SPDX-License-Identifier: Apache-2.0 */
/* All indices of one economy. docs/indices.md has the formulas and their papers. */
#include <zhol/indices.h>

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "trade/cube.h"

void
zhol_indices_free(zhol_indices *x)
{
    if (x) {
        zi_free(x->products);
        zi_free(x);
    }
}

/* Which economies have an advantage in a product, a bit each: 64 at once. */
typedef struct holders {
    uint64_t *bits; /* n_words a product */
    size_t n_words;
} holders;

static zhol_status
make_holders(const zhol_complexity *c, holders *h, zhol_error *err)
{
    h->n_words = (c->n_economies + 63) / 64;
    h->bits = ZI_NEW(uint64_t, h->n_words * c->n_products);
    if (!h->bits) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u products", c->n_products);
    }
    for (uint32_t i = 0; i < c->n_economies; i++) {
        for (uint32_t p = 0; p < c->n_products; p++) {
            if (c->has_advantage[(size_t) i * c->n_products + p]) {
                h->bits[p * h->n_words + i / 64] |= UINT64_C(1) << (i % 64);
            }
        }
    }
    return ZHOL_OK;
}

static double
proximity_of(const zhol_complexity *c, const holders *h, uint32_t p, uint32_t q)
{
    const uint64_t *a = h->bits + p * h->n_words, *b = h->bits + q * h->n_words;
    const uint32_t most =
        c->ubiquity[p] > c->ubiquity[q] ? c->ubiquity[p] : c->ubiquity[q];
    int both = 0;

    for (size_t w = 0; w < h->n_words; w++) {
        both += __builtin_popcountll(a[w] & b[w]);
    }
    return both / (double) most;
}

static zhol_status
set_densities(const zhol_complexity *c, zhol_indices *x, zhol_error *err)
{
    holders h = { NULL, 0 };
    zi_sum outlook = { 0 };
    zhol_status status = make_holders(c, &h, err);

    for (uint32_t p = 0; status == ZHOL_OK && p < c->n_products; p++) {
        zhol_index_product *of = &x->products[p];
        zi_sum near = { 0 }, all = { 0 };
        of->density = (double) NAN;
        for (uint32_t q = 0; c->ubiquity[p] > 0 && q < c->n_products; q++) {
            if (c->ubiquity[q] > 0) {
                const double proximity = proximity_of(c, &h, p, q);
                zi_sum_add(&all, proximity);
                zi_sum_add(&near, x->products[q].has_advantage ? proximity : 0);
            }
        }
        if (c->ubiquity[p] > 0) {
            of->density = zi_sum_value(&near) / zi_sum_value(&all);
            zi_sum_add(&outlook,
                of->has_advantage || isnan(of->pci) ? 0 : of->density * of->pci);
        }
    }
    x->outlook = c->state == ZHOL_COMPLEXITY_OK && x->is_in ? zi_sum_value(&outlook)
                                                            : (double) NAN;
    zi_free(h.bits);
    return status;
}

/* Trade of both ways: Lafay and Grubel-Lloyd. */
static void
set_balance(zhol_indices *x)
{
    zi_sum both = { 0 }, net = { 0 }, apart = { 0 };

    for (uint32_t p = 0; p < x->n_products; p++) {
        const zhol_index_product *of = &x->products[p];
        zi_sum_add(&both, of->exports + of->imports);
        zi_sum_add(&net, of->exports - of->imports);
        zi_sum_add(&apart, fabs(of->exports - of->imports));
    }
    const double total = zi_sum_value(&both), balance = zi_sum_value(&net) / total;
    for (uint32_t p = 0; p < x->n_products; p++) {
        zhol_index_product *of = &x->products[p];
        const double trade = of->exports + of->imports, gap = of->exports - of->imports;
        of->lafay = 100 * (gap - balance * trade) / total;
        of->grubel_lloyd = trade > 0 ? 1 - fabs(gap) / trade : (double) NAN;
    }
    x->grubel_lloyd = 1 - zi_sum_value(&apart) / total;
}

static void
set_products(const zhol_cube *cube, const zhol_complexity *c, zhol_indices *x)
{
    const size_t row = (size_t) x->economy * cube->n_products;
    zi_sum ubiquity = { 0 };

    for (uint32_t p = 0; p < cube->n_products; p++) {
        const double rca = zhol_rca(c, cube, x->economy, p);
        x->products[p] = (zhol_index_product){
            .product = p,
            .exports = cube->exports[row + p],
            .imports = cube->imports ? cube->imports[row + p] : (double) NAN,
            .share = cube->exports[row + p] / x->exports.listed,
            .rca = rca,
            .symmetric_rca = (rca - 1) / (rca + 1),
            .lafay = (double) NAN,
            .grubel_lloyd = (double) NAN,
            .ubiquity = c->ubiquity[p],
            .pci = c->pci[p],
            .has_advantage = c->has_advantage[row + p] != 0,
        };
        if (x->products[p].has_advantage) {
            zi_sum_add(&ubiquity, c->ubiquity[p]);
        }
    }
    x->mean_ubiquity =
        x->diversity > 0 ? zi_sum_value(&ubiquity) / x->diversity : (double) NAN;
}

static int
by_exports(const void *pa, const void *pb)
{
    const zhol_index_product *a = pa, *b = pb;

    if (a->exports > b->exports || a->exports < b->exports) {
        return a->exports > b->exports ? -1 : 1;
    }
    return (a->product > b->product) - (a->product < b->product);
}

static zhol_status
fill(const zhol_cube *cube, const zhol_complexity *c, zhol_indices *x, zhol_error *err)
{
    const double *row = cube->exports + (size_t) x->economy * cube->n_products;
    const double n = cube->n_products;
    zhol_error inner = { "" };
    zhol_status status =
        zhol_concentration_of(row, cube->n_products, 0, &x->exports, &inner);

    if (status == ZHOL_NONE) {
        return zi_fail(err, ZHOL_NONE, "%.60s exports nothing in this file",
            cube->economies[x->economy]);
    }
    if (status != ZHOL_OK) {
        return zi_fail(err, status, "%s", inner.message);
    }
    x->hhi_normalised_all = n > 1 ? (x->exports.hhi - 1 / n) / (1 - 1 / n) : (double) NAN;
    x->theil_all = fmax(0, log(n) - x->exports.entropy);
    x->is_in = c->is_economy_in[x->economy];
    x->diversity = c->diversity[x->economy];
    x->eci = c->eci[x->economy];
    x->eci_rank = c->eci_rank[x->economy];
    x->total_imports = x->grubel_lloyd = (double) NAN;
    set_products(cube, c, x);
    if (cube->imports) {
        x->total_imports = zi_cube_sum(
            cube->imports + (size_t) x->economy * cube->n_products, cube->n_products);
        set_balance(x);
    }
    status = set_densities(c, x, err);
    qsort(x->products, x->n_products, sizeof *x->products, by_exports);
    return status;
}

zhol_status
zhol_indices_of(const zhol_cube *cube, const zhol_complexity *c, uint32_t economy,
    zhol_indices **out, zhol_error *err)
{
    zhol_indices *x = ZI_NEW(zhol_indices, 1);
    zhol_status status = ZHOL_OK;

    *out = NULL;
    if (x) {
        x->economy = economy;
        x->n_products = cube->n_products;
        x->products = ZI_NEW(zhol_index_product, cube->n_products);
    }
    if (!x || !x->products) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u products", cube->n_products);
    } else {
        status = fill(cube, c, x, err);
    }
    if (status == ZHOL_OK) {
        *out = x;
    } else {
        zhol_indices_free(x);
    }
    return status;
}
