/* SPDX-License-Identifier: Apache-2.0 */
/* All economies side by side, without their products. */
#include <zhol/indices.h>

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"

void
zhol_ranking_free(zhol_ranking *r)
{
    if (r) {
        zi_free(r->of);
        zi_free(r);
    }
}

static int
by_rank(const void *pa, const void *pb)
{
    const zhol_ranked *a = pa, *b = pb;
    /* none, 0, becomes the largest */
    const uint32_t x = a->eci_rank - 1, y = b->eci_rank - 1;

    if (x != y) {
        return x < y ? -1 : 1;
    }
    if (a->exports > b->exports || a->exports < b->exports) {
        return a->exports > b->exports ? -1 : 1;
    }
    return (a->economy > b->economy) - (a->economy < b->economy);
}

static zhol_status
rank(const zhol_cube *cube, const zhol_complexity *c, uint32_t economy, zhol_ranking *r,
    zhol_error *err)
{
    zhol_concentration of;
    zhol_error inner = { "" };
    const zhol_status status =
        zhol_concentration_of(cube->exports + (size_t) economy * cube->n_products,
            cube->n_products, 0, &of, &inner);

    if (status == ZHOL_NONE) {
        return ZHOL_OK;
    }
    if (status != ZHOL_OK) {
        return zi_fail(err, status, "%s", inner.message);
    }
    r->of[r->n++] = (zhol_ranked){ .economy = economy,
        .n_exported = of.n_members,
        .exports = of.total,
        .hhi = of.hhi,
        .theil_all = fmax(0, log(cube->n_products) - of.entropy),
        .diversity = c->diversity[economy],
        .eci = c->eci[economy],
        .eci_rank = c->eci_rank[economy] };
    return ZHOL_OK;
}

zhol_status
zhol_ranking_of(
    const zhol_cube *cube, const zhol_complexity *c, zhol_ranking **out, zhol_error *err)
{
    zhol_ranking *r = ZI_NEW(zhol_ranking, 1);
    zhol_status status = ZHOL_OK;

    *out = NULL;
    if (r) {
        r->of = ZI_NEW(zhol_ranked, cube->n_economies);
    }
    if (!r || !r->of) {
        zhol_ranking_free(r);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u economies", cube->n_economies);
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < cube->n_economies; i++) {
        status = rank(cube, c, i, r, err);
    }
    if (status != ZHOL_OK) {
        zhol_ranking_free(r);
        return status;
    }
    qsort(r->of, r->n, sizeof *r->of, by_rank);
    *out = r;
    return ZHOL_OK;
}
