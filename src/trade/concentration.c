/* SPDX-License-Identifier: Apache-2.0 */
/* How unevenly a total is divided: Hirschman (1945) and Herfindahl (1950), Theil (1967).
 */
#include <zhol/trade.h>

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "math/quantile.h"

static const uint32_t firsts[3] = { 1, 3, 5 };

/* Sorted ascending: the sum of the k largest. */
static double
sum_of_largest(const double *sorted, uint32_t n, uint32_t k)
{
    zi_sum sum = { 0 };

    for (uint32_t i = 0; i < k && i < n; i++) {
        zi_sum_add(&sum, sorted[n - 1 - i]);
    }
    return zi_sum_value(&sum);
}

/* The bounds: the rest spread thinly adds nothing to the squares and nothing to the
 * largest; as one member it may be among the largest itself. */
static void
set_bounds(const double *sorted, zhol_concentration *c)
{
    const double rest = c->total > c->listed ? c->total - c->listed : 0;
    const double part = c->listed / (c->listed + rest), rest_share = 1 - part;

    c->hhi_lo = c->hhi * part * part;
    c->hhi_hi = c->hhi_lo + rest_share * rest_share;
    for (int k = 0; k < 3; k++) {
        const double without = sum_of_largest(sorted, c->n_members, firsts[k]);
        const double with = sum_of_largest(sorted, c->n_members, firsts[k] - 1) + rest;
        c->first_lo[k] = without / (c->listed + rest);
        c->first_hi[k] = (with > without ? with : without) / (c->listed + rest);
    }
}

static void
set_indices(const double *sorted, zhol_concentration *c)
{
    const double n = c->n_members;
    zi_sum squares = { 0 }, entropy = { 0 };

    for (uint32_t i = 0; i < c->n_members; i++) {
        const double share = sorted[i] / c->listed;
        zi_sum_add(&squares, share * share);
        zi_sum_add(&entropy, -share * log(share));
    }
    c->hhi = zi_sum_value(&squares);
    c->hhi_normalised =
        c->n_members > 1 ? (c->hhi - 1 / n) / (1 - 1 / n) : ZHOL_NOT_GIVEN;
    c->entropy = zi_sum_value(&entropy);
    c->theil = log(n) - c->entropy;
    c->equivalent = 1 / c->hhi;
    /* Equal members: the last bits must not make it negative. */
    c->theil = c->theil > 0 ? c->theil : 0;
    if (c->n_members > 1 && c->hhi_normalised < 0) {
        c->hhi_normalised = 0;
    }
    for (int k = 0; k < 3; k++) {
        c->first[k] = sum_of_largest(sorted, c->n_members, firsts[k]) / c->listed;
    }
}

zhol_status
zhol_concentration_of(const double *values, uint32_t n, double total,
    zhol_concentration *out, zhol_error *err)
{
    double *sorted = ZI_NEW(double, (size_t) n + 1);
    zi_sum listed = { 0 };

    *out = (zhol_concentration){ 0 };
    if (!sorted) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u shares", n);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (values[i] > 0) {
            sorted[out->n_members++] = values[i];
        }
    }
    if (out->n_members == 0) {
        zi_free(sorted);
        return zi_fail(err, ZHOL_NONE, "nothing is above 0: there are no shares");
    }
    zi_quantile_sort(sorted, out->n_members);
    for (uint32_t i = 0; i < out->n_members; i++) {
        zi_sum_add(&listed, sorted[i]);
    }
    out->listed = zi_sum_value(&listed);
    out->total = total > 0 ? total : out->listed;
    out->coverage = out->listed / out->total;
    set_indices(sorted, out);
    set_bounds(sorted, out);
    zi_free(sorted);
    return ZHOL_OK;
}
