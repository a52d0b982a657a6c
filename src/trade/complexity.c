/* SPDX-License-Identifier: Apache-2.0 */
/* Hidalgo and Hausmann, The building blocks of economic complexity, PNAS 106, 2009.
 *
 * Their method of reflections converges to the second eigenvector of W = D^-1 M U^-1 M',
 * D and U the diversities and ubiquities on a diagonal. W is similar to the symmetric S =
 * D^-1/2 M U^-1 M' D^-1/2, whose first eigenvector is known: the square roots of
 * diversity, eigenvalue 1. It is taken away, then the largest one left is the second. */
#include <zhol/indices.h>

#include <math.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "math/spectrum.h"
#include "trade/cube.h"

/* Equality of RCA and threshold, and of eigenvalues, up to rounding: RCA is three
 * operations on sums, eigenvalues of a few hundred economies are good to 1e-13. */
static const double same_rca = 1e-12, same_eigenvalue = 1e-9;

void
zhol_index_options_defaults(zhol_index_options *o)
{
    *o = (zhol_index_options){ .least_rca = 1, .deviation = ZHOL_DEVIATION_POPULATION };
}

void
zhol_complexity_free(zhol_complexity *c)
{
    if (!c) {
        return;
    }
    zi_free(c->is_economy_in);
    zi_free(c->is_product_in);
    zi_free(c->exports);
    zi_free(c->world);
    zi_free(c->has_advantage);
    zi_free(c->diversity);
    zi_free(c->ubiquity);
    zi_free(c->eci);
    zi_free(c->pci);
    zi_free(c->eci_rank);
    zi_free(c);
}

static zhol_complexity *
complexity_new(const zhol_cube *cube)
{
    const size_t n_e = cube->n_economies, n_p = cube->n_products;
    zhol_complexity *c = ZI_NEW(zhol_complexity, 1);

    if (!c) {
        return NULL;
    }
    c->n_economies = cube->n_economies;
    c->n_products = cube->n_products;
    c->is_economy_in = ZI_NEW(bool, n_e);
    c->is_product_in = ZI_NEW(bool, n_p);
    c->exports = ZI_NEW(double, n_e);
    c->world = ZI_NEW(double, n_p);
    c->has_advantage = ZI_NEW(uint8_t, n_e * n_p);
    c->diversity = ZI_NEW(uint32_t, n_e);
    c->ubiquity = ZI_NEW(uint32_t, n_p);
    c->eci = ZI_NEW(double, n_e);
    c->pci = ZI_NEW(double, n_p);
    c->eci_rank = ZI_NEW(uint32_t, n_e);
    if (!c->is_economy_in || !c->is_product_in || !c->exports || !c->world
        || !c->has_advantage || !c->diversity || !c->ubiquity || !c->eci || !c->pci
        || !c->eci_rank) {
        zhol_complexity_free(c);
        return NULL;
    }
    return c;
}

/* What passes the filters: economies by what they export, then products by what the
 * economies left export. */
static void
select_by_size(const zhol_cube *cube, const zhol_index_options *o, zhol_complexity *c)
{
    for (uint32_t i = 0; i < c->n_economies; i++) {
        const double *row = cube->exports + (size_t) i * c->n_products;
        const double sum = zi_cube_sum(row, c->n_products);
        uint32_t n = 0;
        for (uint32_t p = 0; p < c->n_products; p++) {
            n += row[p] > 0;
        }
        c->is_economy_in[i] =
            sum > 0 && sum >= o->least_exports && n >= o->least_products;
        c->n_economies_in += c->is_economy_in[i];
    }
    for (uint32_t p = 0; p < c->n_products; p++) {
        zi_sum sum = { 0 };
        for (uint32_t i = 0; i < c->n_economies; i++) {
            if (c->is_economy_in[i]) {
                zi_sum_add(&sum, cube->exports[(size_t) i * c->n_products + p]);
            }
        }
        c->world[p] = zi_sum_value(&sum);
        c->is_product_in[p] = c->world[p] > 0 && c->world[p] >= o->least_world;
        c->world[p] = c->is_product_in[p] ? c->world[p] : 0;
        c->n_products_in += c->is_product_in[p];
    }
    c->total = zi_cube_sum(c->world, c->n_products);
    for (uint32_t i = 0; i < c->n_economies; i++) {
        zi_sum sum = { 0 };
        for (uint32_t p = 0; p < c->n_products; p++) {
            zi_sum_add(&sum,
                c->is_product_in[p] ? cube->exports[(size_t) i * c->n_products + p] : 0);
        }
        c->exports[i] = zi_sum_value(&sum);
    }
}

double
zhol_rca(
    const zhol_complexity *c, const zhol_cube *cube, uint32_t economy, uint32_t product)
{
    const double x = cube->exports[(size_t) economy * c->n_products + product];

    return c->exports[economy] > 0 && c->world[product] > 0
               ? (x / c->exports[economy]) / (c->world[product] / c->total)
               : (double) NAN;
}

static void
find_advantages(const zhol_cube *cube, const zhol_index_options *o, zhol_complexity *c)
{
    for (uint32_t i = 0; i < c->n_economies; i++) {
        for (uint32_t p = 0; c->is_economy_in[i] && p < c->n_products; p++) {
            const double rca = zhol_rca(c, cube, i, p); /* NaN is not above */
            const bool has = rca > 0 && rca >= o->least_rca * (1 - same_rca);
            c->has_advantage[(size_t) i * c->n_products + p] = has;
            c->diversity[i] += has;
            c->ubiquity[p] += has;
        }
    }
}

/* S without its first eigenvector, of the economies `of`; list: scratch of n. Sums over
 * products are plain: of thousands of terms below 1 they lose 1e-13 at most, and the
 * order is fixed. */
static void
make_matrix(
    const zhol_complexity *c, const uint32_t *of, uint32_t n, double *s, uint32_t *list)
{
    double total = 0;

    for (uint32_t p = 0; p < c->n_products; p++) {
        uint32_t n_list = 0;
        for (uint32_t i = 0; i < n; i++) {
            if (c->has_advantage[(size_t) of[i] * c->n_products + p]) {
                list[n_list++] = i;
            }
        }
        for (uint32_t i = 0; i < n_list; i++) {
            for (uint32_t j = 0; j <= i; j++) {
                s[(size_t) list[i] * n + list[j]] += 1.0 / n_list;
            }
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        total += c->diversity[of[i]];
    }
    for (uint32_t i = 0; i < n; i++) {
        const double a = c->diversity[of[i]];
        for (uint32_t j = 0; j <= i; j++) {
            const double b = c->diversity[of[j]];
            double *cell = &s[(size_t) i * n + j];
            *cell = *cell / sqrt(a * b) - sqrt(a * b) / total;
        }
    }
}

/* Less the mean, divided by the standard deviation; NaN is left out. false: all equal. */
static bool
standardise(double *x, uint32_t n, zhol_deviation deviation)
{
    zi_sum sum = { 0 }, squares = { 0 };
    uint32_t n_known = 0;
    double mean, sd;

    for (uint32_t i = 0; i < n; i++) {
        if (!isnan(x[i])) {
            zi_sum_add(&sum, x[i]);
            n_known++;
        }
    }
    mean = zi_sum_value(&sum) / n_known;
    for (uint32_t i = 0; i < n; i++) {
        if (!isnan(x[i])) {
            zi_sum_add(&squares, (x[i] - mean) * (x[i] - mean));
        }
    }
    sd = sqrt(zi_sum_value(&squares)
              / (n_known - (deviation == ZHOL_DEVIATION_SAMPLE ? 1 : 0)));
    for (uint32_t i = 0; i < n; i++) {
        x[i] = (x[i] - mean) / sd;
    }
    return sd > 0;
}

/* The sign of the covariance with diversity; if that is 0, of the first economy. */
static double
sign_of(const zhol_complexity *c, const uint32_t *of, uint32_t n)
{
    zi_sum sum = { 0 }, k = { 0 };

    for (uint32_t i = 0; i < n; i++) {
        zi_sum_add(&k, c->diversity[of[i]]);
    }
    for (uint32_t i = 0; i < n; i++) {
        zi_sum_add(&sum, c->eci[of[i]] * (c->diversity[of[i]] - zi_sum_value(&k) / n));
    }
    /* ECI has a deviation of 1: a sum below 1e-9 n is rounding. */
    const double sign =
        fabs(zi_sum_value(&sum)) > 1e-9 * n ? zi_sum_value(&sum) : c->eci[of[0]];
    return sign < 0 ? -1 : 1;
}

static void
set_indices(zhol_complexity *c, const uint32_t *of, uint32_t n, const double *vector,
    zhol_deviation deviation)
{
    double sign;

    for (uint32_t i = 0; i < n; i++) {
        c->eci[of[i]] = vector[i] / sqrt(c->diversity[of[i]]);
    }
    (void) standardise(c->eci, c->n_economies, deviation); /* its eigenvalue is not 0 */
    sign = sign_of(c, of, n);
    for (uint32_t i = 0; i < n; i++) {
        c->eci[of[i]] *= sign;
    }
    for (uint32_t p = 0; p < c->n_products; p++) {
        zi_sum sum = { 0 };
        for (uint32_t i = 0; i < n; i++) {
            if (c->has_advantage[(size_t) of[i] * c->n_products + p]) {
                zi_sum_add(&sum, c->eci[of[i]]);
            }
        }
        c->pci[p] =
            c->ubiquity[p] > 0 ? zi_sum_value(&sum) / c->ubiquity[p] : (double) NAN;
    }
    (void) standardise(c->pci, c->n_products, deviation);
    for (uint32_t i = 0; i < n; i++) {
        c->eci_rank[of[i]] = 1;
        for (uint32_t j = 0; j < n; j++) {
            c->eci_rank[of[i]] += c->eci[of[j]] > c->eci[of[i]];
        }
    }
}

static zhol_complexity_state
state_of(const zhol_complexity *c)
{
    return c->second < same_eigenvalue              ? ZHOL_COMPLEXITY_SAME
           : c->second > 1 - same_eigenvalue        ? ZHOL_COMPLEXITY_APART
           : c->second - c->third < same_eigenvalue ? ZHOL_COMPLEXITY_TIE
                                                    : ZHOL_COMPLEXITY_OK;
}

static zhol_status
find_indices(zhol_complexity *c, zhol_deviation deviation, zhol_error *err)
{
    uint32_t *of = ZI_NEW(uint32_t, 2 * (size_t) c->n_economies), n = 0;
    double *s = NULL, *vector = NULL, value[2] = { 0 };
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; of && i < c->n_economies; i++) {
        if (c->diversity[i] > 0) {
            of[n++] = i;
        }
    }
    c->state = ZHOL_COMPLEXITY_FEW;
    if (of && (n < 3 || c->n_products_in < 3)) {
        goto out;
    }
    s = of ? ZI_NEW(double, (size_t) n *n) : NULL;
    vector = s ? ZI_NEW(double, n) : NULL;
    if (!vector) {
        status = zi_fail(
            err, ZHOL_LIMIT, "no memory for %u x %u economies", c->n_economies, n);
        goto out;
    }
    make_matrix(c, of, n, s, of + c->n_economies);
    status = zi_spectrum_largest(s, n, value, vector, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    c->second = value[0];
    c->third = value[1];
    c->state = state_of(c);
    if (c->state == ZHOL_COMPLEXITY_OK) {
        set_indices(c, of, n, vector, deviation);
    }
out:
    zi_free(of);
    zi_free(s);
    zi_free(vector);
    return status;
}

static zhol_status
tell_none(const zhol_index_options *o, zhol_error *err)
{
    if (o->least_exports > 0 || o->least_products > 0) {
        return zi_fail(err, ZHOL_NONE,
            "no economy that exports at least %g of at least %u products, with at least "
            "%g of a product together",
            o->least_exports, o->least_products, o->least_world);
    }
    return zi_fail(err, ZHOL_NONE,
        "of all economies together no product has exports of at least %g",
        o->least_world);
}

zhol_status
zhol_complexity_of(const zhol_cube *cube, const zhol_index_options *o,
    zhol_complexity **out, zhol_error *err)
{
    zhol_complexity *c = complexity_new(cube);
    zhol_status status = ZHOL_OK;

    *out = NULL;
    if (!c) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u economies x %u products",
            cube->n_economies, cube->n_products);
    }
    c->second = c->third = (double) NAN;
    for (uint32_t i = 0; i < c->n_economies; i++) {
        c->eci[i] = (double) NAN;
    }
    for (uint32_t p = 0; p < c->n_products; p++) {
        c->pci[p] = (double) NAN;
    }
    select_by_size(cube, o, c);
    if (c->n_products_in == 0) {
        status = tell_none(o, err);
    }
    if (status == ZHOL_OK) {
        find_advantages(cube, o, c);
        status = find_indices(c, o->deviation, err);
    }
    if (status == ZHOL_OK) {
        *out = c;
    } else {
        zhol_complexity_free(c);
    }
    return status;
}

double
zhol_proximity(const zhol_complexity *c, uint32_t product, uint32_t other)
{
    const uint32_t k = c->ubiquity[product], l = c->ubiquity[other];
    uint32_t both = 0;

    if (k == 0 || l == 0) {
        return (double) NAN;
    }
    for (uint32_t i = 0; i < c->n_economies; i++) {
        const uint8_t *row = c->has_advantage + (size_t) i * c->n_products;
        both += row[product] && row[other];
    }
    return both / (double) (k > l ? k : l);
}
