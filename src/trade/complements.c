/* SPDX-License-Identifier: Apache-2.0 */
/* Two economies: Finger and Kreinin, A measure of "export similarity" and its possible
 * uses, Economic Journal 89, 1979; Michaely, Trade preferential agreements in Latin
 * America, World Bank 1996; Brown, Applied economics, 1949. */
#include <zhol/indices.h>

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "trade/cube.h"

void
zhol_complements_free(zhol_complements *m)
{
    if (!m) {
        return;
    }
    for (uint32_t i = 0; m->of && i < m->n; i++) {
        zi_free(m->of[i].products);
    }
    zi_free(m->of);
    zi_free(m);
}

/* Sum of the smaller of two shares of each product. With both adding up to 1 that is 1 -
 * sum |a - b| / 2. */
static double
common_shares(const double *a, const double *b, uint32_t n)
{
    const double total_a = zi_cube_sum(a, n), total_b = zi_cube_sum(b, n);
    zi_sum sum = { 0 };

    if (!(total_a > 0 && total_b > 0)) {
        return (double) NAN;
    }
    for (uint32_t p = 0; p < n; p++) {
        zi_sum_add(&sum, fmin(a[p] / total_a, b[p] / total_b));
    }
    return zi_sum_value(&sum);
}

static const double *
exports_of(const zhol_cube *cube, uint32_t economy)
{
    return cube->exports + (size_t) economy * cube->n_products;
}

static const double *
imports_of(const zhol_cube *cube, uint32_t economy)
{
    return cube->imports + (size_t) economy * cube->n_products;
}

double
zhol_similarity(const zhol_cube *cube, uint32_t a, uint32_t b)
{
    return common_shares(exports_of(cube, a), exports_of(cube, b), cube->n_products);
}

double
zhol_complementarity_of(const zhol_cube *cube, uint32_t exporter, uint32_t importer)
{
    return cube->imports ? common_shares(
               exports_of(cube, exporter), imports_of(cube, importer), cube->n_products)
                         : (double) NAN;
}

/* Of a cube of pairs: what the economy sends to each, what each imports. */
typedef struct totals {
    double *sent, *imports; /* of each economy; NULL: the cube is not of pairs */
    double exports, world;  /* exports of the economy; imports of all but it */
} totals;

static zhol_status
make_totals(const zhol_cube *cube, uint32_t economy, totals *t, zhol_error *err)
{
    zi_sum world = { 0 };

    if (!cube->flows) {
        return ZHOL_OK;
    }
    t->sent = ZI_NEW(double, 2 * (size_t) cube->n_economies);
    if (!t->sent) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u partners", cube->n_economies);
    }
    t->imports = t->sent + cube->n_economies;
    for (uint32_t f = 0; f < cube->n_flows;) { /* flows of a pair stand together */
        const zhol_cube_flow *first = &cube->flows[f];
        zi_sum sum = { 0 };
        for (; f < cube->n_flows && cube->flows[f].exporter == first->exporter
               && cube->flows[f].importer == first->importer;
             f++) {
            zi_sum_add(&sum, cube->flows[f].value);
        }
        if (first->exporter == economy) {
            t->sent[first->importer] = zi_sum_value(&sum);
        }
    }
    for (uint32_t j = 0; j < cube->n_economies; j++) {
        t->imports[j] = zi_cube_sum(imports_of(cube, j), cube->n_products);
        zi_sum_add(&world, j != economy ? t->imports[j] : 0);
    }
    t->exports = zi_cube_sum(exports_of(cube, economy), cube->n_products);
    t->world = zi_sum_value(&world);
    return ZHOL_OK;
}

/* The share of j in i's exports, relative to its share in the imports of all but i. */
static void
set_intensity(const totals *t, uint32_t economy, zhol_complement *m)
{
    m->trade = m->intensity = (double) NAN;
    if (t->sent && m->partner != economy) {
        m->trade = t->sent[m->partner];
        if (t->imports[m->partner] > 0) {
            m->intensity = (m->trade / t->exports) / (t->imports[m->partner] / t->world);
        }
    }
}

static int
by_common(const void *pa, const void *pb)
{
    const zhol_complement_product *a = pa, *b = pb;

    if (a->common > b->common || a->common < b->common) {
        return a->common > b->common ? -1 : 1;
    }
    return (a->product > b->product) - (a->product < b->product);
}

/* The products that complementarity is made of; without imports those that both export.
 */
static zhol_status
list_products(const zhol_cube *cube, uint32_t economy, uint32_t most, zhol_complement *m,
    zhol_error *err)
{
    const double *a = exports_of(cube, economy);
    const double *b =
        cube->imports ? imports_of(cube, m->partner) : exports_of(cube, m->partner);
    const double total_a = zi_cube_sum(a, cube->n_products);
    const double total_b = zi_cube_sum(b, cube->n_products);
    zhol_complement_product *all = ZI_NEW(zhol_complement_product, cube->n_products);
    uint32_t n = 0;

    m->products = all ? ZI_NEW(zhol_complement_product, (size_t) most + 1) : NULL;
    if (!m->products) {
        zi_free(all);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u products", cube->n_products);
    }
    for (uint32_t p = 0; p < cube->n_products; p++) {
        if (a[p] > 0 && b[p] > 0) {
            const double x = a[p] / total_a, y = b[p] / total_b;
            all[n++] = (zhol_complement_product){ p, x, y, fmin(x, y) };
        }
    }
    qsort(all, n, sizeof *all, by_common);
    m->n_products = n < most ? n : most;
    for (uint32_t i = 0; i < m->n_products; i++) {
        m->products[i] = all[i];
    }
    zi_free(all);
    return ZHOL_OK;
}

/* Larger first, NaN last. 0: equal. */
static int
descending(double a, double b)
{
    if (isnan(a) || isnan(b)) {
        return (isnan(a) != 0) - (isnan(b) != 0);
    }
    return (a < b) - (a > b);
}

static int
by_fit(const void *pa, const void *pb)
{
    const zhol_complement *a = pa, *b = pb;
    int order = descending(a->complementarity, b->complementarity);

    order = order != 0 ? order : descending(a->similarity, b->similarity);
    return order != 0 ? order : (a->partner > b->partner) - (a->partner < b->partner);
}

static zhol_status
match(const zhol_cube *cube, const zhol_complement_options *o, const totals *t,
    zhol_complement *m, zhol_error *err)
{
    m->complementarity = zhol_complementarity_of(cube, o->economy, m->partner);
    m->reverse = zhol_complementarity_of(cube, m->partner, o->economy);
    m->similarity = zhol_similarity(cube, o->economy, m->partner);
    set_intensity(t, o->economy, m);
    return list_products(cube, o->economy, o->n_products, m, err);
}

/* Has a partner that was not asked for something to compare? */
static bool
is_comparable(const zhol_cube *cube, const zhol_complement *m)
{
    return !isnan(cube->imports ? m->complementarity : m->similarity);
}

zhol_status
zhol_complements_of(const zhol_cube *cube, const zhol_complement_options *o,
    zhol_complements **out, zhol_error *err)
{
    const uint32_t n = o->n_partners > 0 ? o->n_partners : cube->n_economies;
    zhol_complements *m = NULL;
    totals t = { NULL, NULL, 0, 0 };
    zhol_status status;

    *out = NULL;
    if (!(zi_cube_sum(exports_of(cube, o->economy), cube->n_products) > 0)) {
        return zi_fail(err, ZHOL_NONE, "%.60s exports nothing in this file",
            cube->economies[o->economy]);
    }
    m = ZI_NEW(zhol_complements, 1);
    if (m) {
        m->economy = o->economy;
        m->of = ZI_NEW(zhol_complement, n);
    }
    if (!m || !m->of) {
        zhol_complements_free(m);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u partners", n);
    }
    status = make_totals(cube, o->economy, &t, err);
    for (uint32_t i = 0; status == ZHOL_OK && i < n; i++) {
        zhol_complement *next = &m->of[m->n];
        next->partner = o->n_partners > 0 ? o->partners[i] : i;
        if (o->n_partners == 0 && i == o->economy) {
            continue;
        }
        status = match(cube, o, &t, next, err);
        if (o->n_partners > 0 || is_comparable(cube, next)) {
            m->n++;
        } else {
            zi_free(next->products);
            *next = (zhol_complement){ 0 };
        }
    }
    zi_free(t.sent);
    if (status != ZHOL_OK) {
        zhol_complements_free(m);
        return status;
    }
    qsort(m->of, m->n, sizeof *m->of, by_fit);
    *out = m;
    return ZHOL_OK;
}
