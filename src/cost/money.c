/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/money.h"

#include <string.h>

#include "base/fail.h"

/* Smaller is better: own rows first, then years apart, the earlier on a tie. */
static uint64_t
distance_of(uint32_t row_year, uint32_t year, uint32_t is_mine)
{
    const uint64_t apart = row_year > year ? row_year - year : year - row_year;

    return (is_mine ? 0 : UINT64_C(1) << 40) + 2 * apart + (row_year > year);
}

/* Units of the currency for one dollar; 0 if there is no row. */
static double
per_usd_of(const zhol_world *w, zhol_text currency, uint32_t year)
{
    uint64_t best = UINT64_MAX;
    double per_usd = 0;
    uint32_t n;
    const zhol_currency *rows = zhol_world_currencies(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const uint64_t d = distance_of(rows[i].year, year, rows[i].origin.is_mine);
        if (rows[i].code == currency && d < best) {
            best = d;
            per_usd = rows[i].per_usd;
        }
    }
    return per_usd;
}

/* 0 if there is no row */
static double
index_of(const zhol_world *w, uint32_t year)
{
    uint64_t best = UINT64_MAX;
    double index = 0;
    uint32_t n;
    const zhol_deflator *rows = zhol_world_deflators(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const uint64_t d = distance_of(rows[i].year, year, rows[i].origin.is_mine);
        if (d < best) {
            best = d;
            index = rows[i].index;
        }
    }
    return index;
}

zhol_status
zi_money_factor(
    const zhol_world *w, zhol_text currency, uint32_t year, double *usd, zhol_error *err)
{
    const char *code = zhol_world_text(w, currency);
    const uint32_t base = zhol_world_base_year(w), nominal = year ? year : base;
    const double from = index_of(w, nominal), to = index_of(w, base);
    double per_usd = per_usd_of(w, currency, nominal);

    if (per_usd <= 0 && (code[0] == '\0' || strcmp(code, "USD") == 0)) {
        per_usd = 1;
    }
    *usd = 0;
    if (per_usd <= 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "currencies.csv: no row for '%s': amounts in it cannot be compared", code);
    }
    *usd = (from > 0 && to > 0 ? to / from : 1) / per_usd;
    return ZHOL_OK;
}
