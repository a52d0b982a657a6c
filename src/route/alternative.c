/* SPDX-License-Identifier: Apache-2.0 */
#include "route/alternative.h"

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"

static void
fill_totals(zhol_alternative *a)
{
    zi_sum km = { 0 }, h = { 0 }, h2 = { 0 }, usd = { 0 }, wtw = { 0 }, ttw = { 0 };
    zi_sum weak_h = { 0 }, weak_usd = { 0 };

    for (uint32_t i = 0; i < a->n_legs; i++) {
        const zhol_leg *leg = &a->legs[i];
        zi_sum_add(&km, leg->length_km);
        zi_sum_add(&h, leg->time_h);
        zi_sum_add(&h2, zi_risk_h2(leg));
        zi_sum_add(&usd, leg->cost_usd);
        zi_sum_add(&wtw, leg->co2e_wtw_kg);
        zi_sum_add(&ttw, leg->co2e_ttw_kg);
        zi_sum_add(&weak_h, leg->time_h * leg->share_time_cd);
        zi_sum_add(&weak_usd, leg->cost_usd * leg->share_cost_cd);
    }
    a->length_km = zi_sum_value(&km);
    a->time_mean_h = zi_sum_value(&h);
    a->risk_h2 = zi_sum_value(&h2);
    a->cost_usd = zi_sum_value(&usd);
    a->co2e_wtw_kg = zi_sum_value(&wtw);
    a->co2e_ttw_kg = zi_sum_value(&ttw);
    a->share_hours_cd = a->time_mean_h > 0 ? zi_sum_value(&weak_h) / a->time_mean_h : 0;
    a->share_usd_cd = a->cost_usd > 0 ? zi_sum_value(&weak_usd) / a->cost_usd : 0;
}

/* Two seaports or airports are no border: what they do to a shipment is port_dwell. */
static bool
is_border(const zi_book *b, const zhol_leg *leg)
{
    if (leg->kind != ZHOL_LEG_LINK || leg->mode == ZHOL_MODE_SEA
        || leg->mode == ZHOL_MODE_AIR || leg->mode == ZHOL_MODE_PIPELINE) {
        return false;
    }
    const zhol_ref left = b->places[leg->from].economy;
    const zhol_ref entered = b->places[leg->to].economy;
    return left != entered && left != ZHOL_NO_ROW && entered != ZHOL_NO_ROW;
}

static bool
is_side(const zhol_leg *leg, uint32_t direction)
{
    return leg->kind == ZHOL_LEG_PROCEDURE && leg->direction == direction
           && (leg->what == ZHOL_WHAT_BORDER || leg->what == ZHOL_WHAT_WAGON_WAIT
               || leg->what == ZHOL_WHAT_TRANSIT);
}

/* The crossing on leg i with the procedures just before and just behind it. */
static zhol_border_crossing
crossing_at(const zhol_alternative *a, uint32_t i)
{
    const zhol_leg *link = &a->legs[i];
    zhol_border_crossing c = { .from = link->from, .to = link->to, .mode = link->mode };

    for (uint32_t k = i; k-- > 0 && is_side(&a->legs[k], ZHOL_DIRECTION_OUT);) {
        c.time_h += a->legs[k].time_h;
        c.cost_usd += a->legs[k].cost_usd;
    }
    for (uint32_t k = i + 1; k < a->n_legs && is_side(&a->legs[k], ZHOL_DIRECTION_IN);
         k++) {
        c.time_h += a->legs[k].time_h;
        c.cost_usd += a->legs[k].cost_usd;
    }
    return c;
}

static void
fill_lists(const zi_book *b, zhol_alternative *a)
{
    for (uint32_t i = 0; i < a->n_legs; i++) {
        const zhol_leg *leg = &a->legs[i];
        if (is_border(b, leg)) {
            a->borders[a->n_borders++] = crossing_at(a, i);
        }
        if (leg->gauge_to_mm) {
            a->gauge_changes[a->n_gauge_changes++] = (zhol_gauge_change){
                .place = leg->from,
                .from_mm = leg->gauge_mm,
                .to_mm = leg->gauge_to_mm,
                .what = leg->what,
                .time_h = leg->time_h,
                .cost_usd = leg->cost_usd,
            };
        }
        if (leg->kind == ZHOL_LEG_LINK && a->n_modes < ZHOL_N_MODES
            && (!a->n_modes || a->modes[a->n_modes - 1] != leg->mode)) {
            a->modes[a->n_modes++] = leg->mode;
        }
    }
}

zhol_status
zi_alternative_fill(
    const zi_book *b, const zi_journey *journey, zhol_alternative *out, zhol_error *err)
{
    const size_t n = journey->n_items;

    *out = (zhol_alternative){ .chance_in_time = ZHOL_NOT_GIVEN };
    out->legs = ZI_NEW(zhol_leg, n + 1);
    out->borders = ZI_NEW(zhol_border_crossing, n + 1);
    out->gauge_changes = ZI_NEW(zhol_gauge_change, n + 1);
    if (!out->legs || !out->borders || !out->gauge_changes) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the answer");
    }
    for (uint32_t i = 0; i < n; i++) {
        out->legs[out->n_legs++] = journey->items[i].leg;
    }
    fill_totals(out);
    fill_lists(b, out);
    return ZHOL_OK;
}

void
zi_alternative_clear(zhol_alternative *a)
{
    zi_free(a->legs);
    zi_free(a->borders);
    zi_free(a->gauge_changes);
}
