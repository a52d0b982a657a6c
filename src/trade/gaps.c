/* SPDX-License-Identifier: Apache-2.0 */
/* What a gravity model expects of pairs that trade less. */
#include <zhol/indices.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "math/quantile.h"
#include "trade/names.h"

static const double strong_from = 0.9, some_from = 0.75;

void
zhol_gaps_free(zhol_gaps *g)
{
    if (!g) {
        return;
    }
    for (uint32_t i = 0; g->of && i < g->n; i++) {
        zi_free(g->of[i].partner);
    }
    zi_free(g->of);
    zi_free(g->economy);
    zi_free(g);
}

typedef struct pair {
    uint32_t exporter, importer, row; /* row: sums run in the order of the file */
    double actual, fitted;
} pair;

static int
by_pair(const void *pa, const void *pb)
{
    const pair *a = pa, *b = pb;

    if (a->exporter != b->exporter) {
        return a->exporter < b->exporter ? -1 : 1;
    }
    if (a->importer != b->importer) {
        return a->importer < b->importer ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

/* Used rows, those of a pair added up. *n receives how many pairs there are. */
static zhol_status
make_pairs(const zhol_fitted_rows *rows, pair **out, uint32_t *n, zhol_error *err)
{
    pair *all = ZI_NEW(pair, (size_t) rows->n + 1);
    uint32_t n_all = 0;

    *n = 0;
    *out = all;
    if (!all) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u rows", rows->n);
    }
    for (uint32_t r = 0; r < rows->n; r++) {
        if (rows->is_wanted[r] && !isnan(rows->fitted[r])
            && rows->exporter[r] != rows->importer[r]) {
            all[n_all++] = (pair){ rows->exporter[r], rows->importer[r], r,
                rows->actual[r], rows->fitted[r] };
        }
    }
    qsort(all, n_all, sizeof *all, by_pair);
    for (uint32_t i = 0; i < n_all;) {
        const pair first = all[i];
        zi_sum actual = { 0 }, fitted = { 0 };
        for (; i < n_all && all[i].exporter == first.exporter
               && all[i].importer == first.importer;
             i++) {
            zi_sum_add(&actual, all[i].actual);
            zi_sum_add(&fitted, all[i].fitted);
        }
        all[*n] = first;
        all[*n].actual = zi_sum_value(&actual);
        all[*n].fitted = zi_sum_value(&fitted);
        (*n)++;
    }
    return ZHOL_OK;
}

static char *
copy_of(const char *text)
{
    const size_t n = strlen(text) + 1;
    char *copy = ZI_NEW(char, n);

    if (copy) {
        memcpy(copy, text, n);
    }
    return copy;
}

/* The share of sorted numbers that are larger than x. */
static double
share_above(const double *sorted, uint32_t n, double x)
{
    uint32_t lo = 0, hi = n;

    while (lo < hi) {
        const uint32_t middle = lo + (hi - lo) / 2;
        if (sorted[middle] > x) {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    return (n - lo) / (double) n;
}

static int
by_untapped(const void *pa, const void *pb)
{
    const zhol_gap *a = pa, *b = pb;

    if (a->untapped > b->untapped || a->untapped < b->untapped) {
        return a->untapped > b->untapped ? -1 : 1;
    }
    if (a->ratio > b->ratio || a->ratio < b->ratio) {
        return a->ratio < b->ratio ? -1 : 1;
    }
    return zi_names_compare(a->partner, b->partner);
}

static void
set_gap(const pair *p, const double *sorted, uint32_t n_sorted, zhol_gap *gap)
{
    gap->actual = p->actual;
    gap->fitted = p->fitted;
    gap->untapped = fmax(0, p->fitted - p->actual);
    gap->ratio = gap->reached_by = (double) NAN;
    if (p->fitted > 0) {
        gap->ratio = p->actual / p->fitted;
        gap->reached_by = share_above(sorted, n_sorted, gap->ratio);
    }
    gap->confidence = gap->reached_by >= strong_from ? ZHOL_CONFIDENCE_STRONG
                      : gap->reached_by >= some_from ? ZHOL_CONFIDENCE_SOME
                                                     : ZHOL_CONFIDENCE_WITHIN;
}

/* Ratios of all pairs, sorted; the caller frees them. */
static double *
sorted_ratios(const pair *pairs, uint32_t n, uint32_t *n_sorted)
{
    double *sorted = ZI_NEW(double, (size_t) n + 1);

    *n_sorted = 0;
    for (uint32_t i = 0; sorted && i < n; i++) {
        if (pairs[i].fitted > 0) {
            sorted[(*n_sorted)++] = pairs[i].actual / pairs[i].fitted;
        }
    }
    if (sorted) {
        zi_quantile_sort(sorted, *n_sorted);
    }
    return sorted;
}

static zhol_status
fill(const zhol_fitted_rows *rows, const pair *pairs, uint32_t n, uint32_t economy,
    zhol_gaps *g, zhol_error *err)
{
    uint32_t n_sorted = 0;
    double *sorted = sorted_ratios(pairs, n, &n_sorted);

    g->economy = copy_of(rows->economies[economy]);
    g->of = ZI_NEW(zhol_gap, (size_t) rows->n_economies);
    if (!sorted || !g->economy || !g->of) {
        zi_free(sorted);
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u pairs", n);
    }
    g->n_pairs = n_sorted;
    g->median_ratio = n_sorted > 0 ? zi_quantile(sorted, n_sorted, 0.5) : (double) NAN;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t own = g->is_import ? pairs[i].importer : pairs[i].exporter;
        const uint32_t other = g->is_import ? pairs[i].exporter : pairs[i].importer;
        if (own != economy) {
            continue;
        }
        g->of[g->n].partner = copy_of(rows->economies[other]);
        if (!g->of[g->n].partner) {
            zi_free(sorted);
            return zi_fail(err, ZHOL_LIMIT, "no memory for %u partners", g->n);
        }
        set_gap(&pairs[i], sorted, n_sorted, &g->of[g->n++]);
    }
    zi_free(sorted);
    if (g->n == 0) {
        return zi_fail(err, ZHOL_NONE, "no row with %.60s as %s was used by the model",
            g->economy, g->is_import ? "importer" : "exporter");
    }
    qsort(g->of, g->n, sizeof *g->of, by_untapped);
    return ZHOL_OK;
}

static zhol_status
find_economy(const zhol_fitted_rows *rows, const char *id, uint32_t *out, zhol_error *err)
{
    for (uint32_t i = 0; i < rows->n_economies; i++) {
        if (zi_names_compare(rows->economies[i], id) == 0) {
            *out = i;
            return ZHOL_OK;
        }
    }
    return zi_names_unknown(rows->economies, rows->n_economies, "economy", id, err);
}

zhol_status
zhol_gaps_of(const zhol_fitted_rows *rows, const char *economy, bool is_import,
    zhol_gaps **out, zhol_error *err)
{
    uint32_t own = 0, n = 0;
    pair *pairs = NULL;
    zhol_gaps *g = NULL;
    zhol_status status = find_economy(rows, economy, &own, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = make_pairs(rows, &pairs, &n, err);
    }
    if (status == ZHOL_OK) {
        g = ZI_NEW(zhol_gaps, 1);
        status = g ? ZHOL_OK : zi_fail(err, ZHOL_LIMIT, "no memory for %u pairs", n);
    }
    if (status == ZHOL_OK) {
        g->is_import = is_import;
        status = fill(rows, pairs, n, own, g, err);
    }
    zi_free(pairs);
    if (status == ZHOL_OK) {
        *out = g;
    } else {
        zhol_gaps_free(g);
    }
    return status;
}
