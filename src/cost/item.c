/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/item.h"

#include <math.h>

#include "cost/item_parts.h"
#include "cost/measure.h"

static const char *const cost_unit_words[ZHOL_N_UNITS] = { "USD", "USD/FEU", "USD/TEU",
    "USD/t", "USD/wagon", "USD/truck" };

static bool
is_at_border(uint32_t what)
{
    return what == ZHOL_WHAT_BORDER || what == ZHOL_WHAT_WAGON_WAIT;
}

/* Cranes lift at a change of mode or gauge; the rest is papers and waiting. */
static bool
is_lift(uint32_t what)
{
    return what == ZHOL_WHAT_CONTAINER_LIFT || what == ZHOL_WHAT_BOGIE_EXCHANGE
           || what == ZHOL_WHAT_BULK_TRANSFER || what == ZHOL_WHAT_TRANSFER;
}

static const char *
reason_of_hours(uint32_t what)
{
    static const char *const words[ZHOL_N_WHATS] = { "border procedure", "wagon wait",
        "container lift", "bogie exchange", "bulk transfer", "transfer", "port dwell",
        "origin terminal", "destination terminal", "transit" };
    return words[what];
}

static void
fill_step(zi_item *out, const zi_scene *scene, const zi_load *load, zhol_ref row)
{
    const zi_book *b = scene->book;
    const zhol_procedure *p = &b->procedures[row];
    const zi_used used = { ZI_ROWS_PROCEDURE, row, p->year, &p->origin };
    const double cv = p->cv >= 0 ? p->cv : zi_book_parameter(b, ZI_PARAM_CV_BORDER);
    const double usd = fmax(p->cost, 0) * b->usd_of_procedure[row];
    const double regime = is_at_border(p->what) ? zi_pick_regime_factor(scene, p) : 1;
    zhol_leg *leg = &out->leg;

    leg->row_year = p->year;
    leg->row_regime = p->regime;
    leg->time_h = p->mean_h * regime * load->procedure_factor;
    leg->variance_h2 =
        zi_item_variance(scene, leg->time_h, cv, &p->origin, ZI_PARAM_SPREAD_HOURS_AB);
    leg->cost_usd = usd * load->n[p->cost_unit];
    leg->share_time_cd = leg->share_cost_cd = zi_is_weak(&p->origin);
    zi_item_reason(out, reason_of_hours(p->what), p->mean_h, "h", used);
    if (usd > 0) {
        zi_item_reason(out, "charge", usd, cost_unit_words[p->cost_unit], used);
    }
    if (regime > 1) {
        zi_item_parameter(out, scene, "regime",
            scene->regime == ZHOL_REGIME_CRISIS ? ZI_PARAM_REGIME_CRISIS_FACTOR
                                                : ZI_PARAM_REGIME_CONGESTED_FACTOR);
    }
    if (load->procedure_factor > 1) {
        zi_item_parameter(out, scene, "dangerous goods", ZI_PARAM_DANGEROUS_TIME_FACTOR);
    }
    if (is_lift(p->what)) {
        const double kwh_per_t = zi_book_parameter(b, ZI_PARAM_HUB_KWH_PER_T);
        zi_item_parameter(out, scene, "energy of a lift", ZI_PARAM_HUB_KWH_PER_T);
        (void) zi_item_energy(out, scene, leg->from, ZHOL_CARRIER_ELECTRICITY,
            kwh_per_t * load->consignment.mass_t);
    }
}

bool
zi_item_step(
    const zi_scene *scene, const zi_load *load, const zi_step *step, zi_item *out)
{
    const zi_asked asked = { .at = step->at,
        .other = step->other,
        .mode = step->mode,
        .direction = step->direction,
        .classes = zi_item_classes(step->mode, step->service_class, 0),
        .cargos = load->cargos,
        .gauge_from_mm = step->gauge_to_mm ? step->gauge_mm : 0, /* else only told */
        .gauge_to_mm = step->gauge_to_mm };
    const zhol_ref row = zi_pick(scene, ZI_ROWS_PROCEDURE, step->what, &asked);

    if (row == ZHOL_NO_ROW) {
        return false;
    }
    *out = (zi_item){ .leg = { .kind = ZHOL_LEG_PROCEDURE,
                          .mode = step->mode,
                          .service_class = step->service_class,
                          .what = step->what,
                          .from = step->at,
                          .to = step->at,
                          .link = ZHOL_NO_ROW,
                          .gauge_mm = step->gauge_mm,
                          .gauge_to_mm = step->gauge_to_mm,
                          .direction = step->direction,
                          .pass = ZHOL_NO_ROW },
        .factor = step->factor };
    out->key = zi_identity_hash(&(zi_identity){ .kind = ZHOL_LEG_PROCEDURE,
        .what = step->what,
        .place = step->at,
        .other = step->other,
        .direction = step->direction,
        .gauge_mm = step->gauge_mm,
        .gauge_to_mm = step->gauge_to_mm });
    fill_step(out, scene, load, row);
    zi_measure_item(scene, step->other, out);
    return true;
}

void
zi_item_wait(const zi_scene *scene, const zi_layer *aboard, zhol_ref place,
    zhol_ref service, const zi_fee *fee, zi_item *out)
{
    const zi_book *b = scene->book;

    *out = (zi_item){ .leg = { .kind = ZHOL_LEG_WAIT,
                          .mode = aboard->mode,
                          .service_class = aboard->service_class,
                          .from = place,
                          .to = place,
                          .link = ZHOL_NO_ROW,
                          .gauge_mm = aboard->gauge_mm,
                          .pass = ZHOL_NO_ROW } };
    out->key = zi_identity_hash(
        &(zi_identity){ .kind = ZHOL_LEG_WAIT, .place = place, .link = 1 + service });
    if (service != ZHOL_NO_ROW) {
        const zhol_service *s = &b->services[service];
        const zi_used used = { ZI_ROWS_SERVICE, service, 0, &s->origin };
        const double cut_off_h = fmax(s->cut_off_h, 0);
        out->leg.time_h = cut_off_h + s->headway_h / 2;
        out->leg.variance_h2 = s->headway_h * s->headway_h / 12;
        out->leg.share_time_cd = zi_is_weak(&s->origin);
        zi_item_reason(out, "departures every", s->headway_h, "h", used);
        zi_item_reason(out, "cut-off", cut_off_h, "h", used);
    }
    if (fee->rate != ZHOL_NO_ROW && fee->usd > 0) {
        const zhol_rate *r = &b->rates[fee->rate];
        out->leg.cost_usd = fee->usd;
        out->leg.share_cost_cd = zi_is_weak(&r->origin);
        zi_item_reason(out, "rate, fixed part", r->fixed * b->usd_of_rate[fee->rate],
            cost_unit_words[r->unit],
            (zi_used){ ZI_ROWS_RATE, fee->rate, r->year, &r->origin });
    }
}

void
zi_item_access(const zi_scene *scene, const zi_load *load, zhol_ref place,
    bool is_to_place, double km, zi_item *out)
{
    static const double cv = 0.15; /* of road, model.md */
    const zi_book *b = scene->book;
    const zi_asked asked = { .at = place,
        .other = ZHOL_NO_ROW,
        .mode = ZHOL_MODE_ROAD,
        .classes = 1U << ZHOL_CLASS_TRUCK,
        .cargos = load->cargos };
    const double length_km = km * zi_book_parameter(b, ZI_PARAM_ACCESS_DETOUR);
    zhol_leg *leg = &out->leg;

    *out = (zi_item){ .leg = { .kind = ZHOL_LEG_ACCESS,
                          .mode = ZHOL_MODE_ROAD,
                          .service_class = ZHOL_CLASS_TRUCK,
                          .from = is_to_place ? ZHOL_NO_ROW : place,
                          .to = is_to_place ? place : ZHOL_NO_ROW,
                          .link = ZHOL_NO_ROW,
                          .pass = ZHOL_NO_ROW,
                          .length_km = length_km,
                          .share_time_cd = 1,
                          .share_cost_cd = 1 } };
    out->key = zi_identity_hash(&(zi_identity){
        .kind = ZHOL_LEG_ACCESS, .place = place, .direction = is_to_place });
    leg->time_h = length_km / zi_book_parameter(b, ZI_PARAM_ACCESS_SPEED_KM_H);
    leg->variance_h2 = cv * leg->time_h * cv * leg->time_h;
    leg->cost_usd = length_km * load->n[ZHOL_UNIT_TRUCK] * load->rate_factor
                    * zi_book_parameter(b, ZI_PARAM_ACCESS_COST_USD_PER_FEU_KM);
    zi_item_parameter(out, scene, "detour", ZI_PARAM_ACCESS_DETOUR);
    zi_item_parameter(out, scene, "speed", ZI_PARAM_ACCESS_SPEED_KM_H);
    zi_item_parameter(out, scene, "rate per km", ZI_PARAM_ACCESS_COST_USD_PER_FEU_KM);
    (void) zi_item_emissions(out, scene, &asked, 0,
        load->consignment.mass_t * length_km * load->energy_factor);
}
