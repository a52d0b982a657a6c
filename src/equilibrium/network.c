/* SPDX-License-Identifier: Apache-2.0 */
/* How the network enters: hours and dollars between places, before and after, become a
 * change of trade costs between economies. */
#include <zhol/equilibrium.h>

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/omx.h"

enum { TIME, COST, N_WANTED, HOURS_IN_A_DAY = 24 };

/* Hours and dollars of a pair of economies, before and after. */
typedef struct between {
    double sum[2][N_WANTED], least[2][N_WANTED];
    uint32_t n_ways; /* pairs of places with a way in both */
    uint32_t n_only[2];
} between;

typedef struct reading {
    const zhol_flows *flows;
    const zhol_network_costs *asked;
    zi_omx_table before, after;
    uint32_t *from, *to; /* economy of each row and column, or UINT32_MAX */
    between *pairs;
} reading;

static zhol_status
check_same(const reading *r, zhol_error *err)
{
    const zi_omx_table *a = &r->before, *b = &r->after;
    bool is_same = a->n_rows == b->n_rows && a->n_columns == b->n_columns;

    for (uint32_t i = 0; i < a->n_rows && is_same; i++) {
        is_same = strcmp(a->from[i], b->from[i]) == 0;
    }
    for (uint32_t j = 0; j < a->n_columns && is_same; j++) {
        is_same = strcmp(a->to[j], b->to[j]) == 0;
    }
    return is_same ? ZHOL_OK
                   : zi_fail(err, ZHOL_BAD_DATA,
                       "%.150s and %.150s are of different places: ask `zhol matrix` for "
                       "the same --from and --to in both networks",
                       r->asked->from_path, r->asked->to_path);
}

static zhol_status
find_economies(
    const reading *r, const char *const *id, uint32_t n, uint32_t *out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        out[i] = UINT32_MAX;
        status = r->asked->economy_of(r->asked->user, id[i], &out[i], err);
    }
    return status;
}

/* Is there a way? Then x has its hours and dollars. */
static bool
read_cell(const zi_omx_table *t, size_t cell, double x[N_WANTED])
{
    bool has_way = true;

    for (int k = 0; k < N_WANTED; k++) {
        x[k] = t->value[k] ? t->value[k][cell] : 0;
        has_way = has_way && isfinite(x[k]) && x[k] >= 0
                  && !(t->value[k] && fabs(x[k] - t->none[k]) <= 0);
    }
    return has_way;
}

static void
add_cell(const reading *r, size_t cell, between *b)
{
    double x[2][N_WANTED];
    const bool had = read_cell(&r->before, cell, x[0]),
               has = read_cell(&r->after, cell, x[1]);

    b->n_only[0] += had && !has;
    b->n_only[1] += has && !had;
    if (!had || !has) {
        return;
    }
    for (int when = 0; when < 2; when++) {
        for (int k = 0; k < N_WANTED; k++) {
            b->sum[when][k] += x[when][k];
            b->least[when][k] = b->n_ways == 0 || x[when][k] < b->least[when][k]
                                    ? x[when][k]
                                    : b->least[when][k];
        }
    }
    b->n_ways++;
}

static double
ad_valorem(const reading *r, const between *b, int when, bool has_dollars)
{
    const zhol_network_costs *o = r->asked;
    const bool is_mean = o->between == ZHOL_BETWEEN_MEAN;
    const double hours = is_mean ? b->sum[when][TIME] / b->n_ways : b->least[when][TIME];
    const double usd = is_mean ? b->sum[when][COST] / b->n_ways : b->least[when][COST];

    return hours / HOURS_IN_A_DAY * o->time_pct_per_day / 100
           + (has_dollars ? usd / o->value_usd : 0);
}

static zhol_status
fill_costs(const reading *r, double *cost_hat, zhol_network_found *found, zhol_error *err)
{
    const uint32_t n = r->flows->n;

    for (size_t pair = 0; pair < (size_t) n * n; pair++) {
        const between *b = &r->pairs[pair];
        const size_t i = pair / n, j = pair % n;
        if (i == j) {
            continue;
        }
        if (b->n_ways == 0) {
            found->n_pairs_without_way++;
            if (b->n_only[0] > 0 || b->n_only[1] > 0) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "%.150s: from '%.60s' to '%.60s' there is a way, but none in %.150s: "
                    "no change of costs says that; give the pair in --shocks, or keep "
                    "the way open",
                    b->n_only[0] > 0 ? r->asked->from_path : r->asked->to_path,
                    r->flows->id[i], r->flows->id[j],
                    b->n_only[0] > 0 ? r->asked->to_path : r->asked->from_path);
            }
            continue;
        }
        const double hat = (1 + ad_valorem(r, b, 1, found->has_dollars))
                           / (1 + ad_valorem(r, b, 0, found->has_dollars));
        found->n_pairs++;
        found->n_pairs_changed += fabs(hat - 1) > 1e-12; /* less than rounding */
        cost_hat[pair] *= fabs(hat - 1) > 1e-12 ? hat : 1;
    }
    return ZHOL_OK;
}

static zhol_status
add_up(reading *r, zhol_network_found *found, zhol_error *err)
{
    const zi_omx_table *t = &r->before;
    const uint32_t n = r->flows->n;
    uint8_t *is_met = ZI_NEW(uint8_t, n);
    zhol_status status = find_economies(r, t->from, t->n_rows, r->from, err);

    if (status == ZHOL_OK) {
        status = find_economies(r, t->to, t->n_columns, r->to, err);
    }
    if (status == ZHOL_OK && !is_met) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for %u economies", n);
    }
    if (status != ZHOL_OK) {
        zi_free(is_met);
        return status;
    }
    for (uint32_t i = 0; i < t->n_rows; i++) {
        for (uint32_t j = 0; j < t->n_columns; j++) {
            const uint32_t from = r->from[i], to = r->to[j];
            if (from < n && to < n && from != to) {
                add_cell(
                    r, (size_t) i * t->n_columns + j, &r->pairs[(size_t) from * n + to]);
                is_met[from] = is_met[to] = 1;
            }
        }
    }
    found->n_places = t->n_rows > t->n_columns ? t->n_rows : t->n_columns;
    for (uint32_t i = 0; i < n; i++) {
        found->n_economies += is_met[i];
    }
    zi_free(is_met);
    return found->n_economies > 0
               ? ZHOL_OK
               : zi_fail(err, ZHOL_BAD_DATA,
                   "%.200s: none of its places lies in an economy of the flows",
                   r->asked->from_path);
}

zhol_status
zhol_network_costs_read(const zhol_flows *flows, const zhol_network_costs *asked,
    double *cost_hat, zhol_network_found *found, zhol_error *err)
{
    static const zi_omx_wanted wanted = { { "time", "cost" }, N_WANTED, 1 };
    reading r = { .flows = flows, .asked = asked };
    zhol_status status =
        zi_omx_read(asked->modules, asked->from_path, &wanted, &r.before, err);

    *found = (zhol_network_found){ 0 };
    if (status == ZHOL_OK) {
        status = zi_omx_read(asked->modules, asked->to_path, &wanted, &r.after, err);
    }
    if (status == ZHOL_OK) {
        status = check_same(&r, err);
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    r.from = ZI_NEW(uint32_t, r.before.n_rows);
    r.to = ZI_NEW(uint32_t, r.before.n_columns);
    r.pairs = ZI_NEW(between, (size_t) flows->n * flows->n);
    if (!r.from || !r.to || !r.pairs) {
        status =
            zi_fail(err, ZHOL_LIMIT, "no memory for the pairs of %u economies", flows->n);
        goto out;
    }
    found->has_dollars = asked->value_usd > 0;
    if (found->has_dollars && (!r.before.value[COST] || !r.after.value[COST])) {
        status = zi_fail(err, ZHOL_BAD_DATA,
            "%.200s has no matrix of dollars: ask `zhol matrix --metric time,cost`, or "
            "give no value of the goods",
            r.before.value[COST] ? asked->to_path : asked->from_path);
        goto out;
    }
    if (!found->has_dollars) { /* a pair need not have a price then */
        zi_free(r.before.value[COST]);
        zi_free(r.after.value[COST]);
        r.before.value[COST] = r.after.value[COST] = NULL;
    }
    status = add_up(&r, found, err);
    if (status == ZHOL_OK) {
        status = fill_costs(&r, cost_hat, found, err);
    }
out:
    zi_free(r.from);
    zi_free(r.to);
    zi_free(r.pairs);
    zi_omx_table_free(&r.before);
    zi_omx_table_free(&r.after);
    return status;
}
