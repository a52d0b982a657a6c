/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "cost/item.h"
#include "cost/item_parts.h"
#include "cost/measure.h"

/* Of model.md, used where a row of speeds gives no cv. */
static const double cv_of_mode[ZHOL_N_MODES] = { [ZHOL_MODE_RAIL] = 0.10,
    [ZHOL_MODE_ROAD] = 0.15,
    [ZHOL_MODE_SEA] = 0.08,
    [ZHOL_MODE_INLAND_WATER] = 0.10,
    [ZHOL_MODE_RAIL_FERRY] = 0.08,
    [ZHOL_MODE_ROAD_FERRY] = 0.08,
    [ZHOL_MODE_AIR] = 0.10,
    [ZHOL_MODE_PIPELINE] = 0.10 };

static const char *const per_km_unit[ZHOL_N_UNITS] = { "USD/km", "USD/FEU-km",
    "USD/TEU-km", "USD/t-km", "USD/wagon-km", "USD/truck-km" };
static const char *const per_h_unit[ZHOL_N_UNITS] = { "USD/h", "USD/FEU-h", "USD/TEU-h",
    "USD/t-h", "USD/wagon-h", "USD/truck-h" };

uint32_t
zi_item_classes(uint32_t mode, uint32_t service_class, uint32_t line_class)
{
    const uint32_t liner = 1U << ZHOL_CLASS_LINER, feeder = 1U << ZHOL_CLASS_FEEDER;

    if (mode != ZHOL_MODE_SEA) {
        return service_class ? 1U << service_class : 0;
    }
    switch (line_class) {
    case ZHOL_LINE_FEEDER:
        return feeder;
    case ZHOL_LINE_ANY:
    case ZHOL_LINE_REGIONAL:
    case ZHOL_LINE_CASPIAN:
    case ZHOL_LINE_BLACK_SEA:
        return liner | feeder;
    default:
        return liner;
    }
}

/* Hours from hours at the wheel: a driver must rest, two take turns. */
static double
with_rest(zi_item *item, const zi_scene *scene, const zi_load *load, double driving_h)
{
    double h_per_day = zi_book_parameter(scene->book, ZI_PARAM_DRIVING_H_PER_DAY_ONE);

    zi_item_parameter(item, scene, "driving hours a day", ZI_PARAM_DRIVING_H_PER_DAY_ONE);
    if (load->consignment.n_drivers == 2) {
        h_per_day *= zi_book_parameter(scene->book, ZI_PARAM_TEAM_FACTOR);
        zi_item_parameter(item, scene, "two drivers", ZI_PARAM_TEAM_FACTOR);
    }
    return driving_h * 24 / fmin(h_per_day, 24);
}

/* Hours of moving without rests, or -1: there is no speed. */
static double
add_time(zi_item *item, const zi_scene *scene, const zi_load *load, const zi_asked *asked)
{
    const zi_book *b = scene->book;
    const zhol_link *l = &b->links[item->leg.link];
    const zhol_ref row = zi_pick(scene, ZI_ROWS_SPEED, l->mode, asked);
    zhol_leg *leg = &item->leg;

    if (row == ZHOL_NO_ROW) {
        return -1;
    }
    const zhol_speed *s = &b->speeds[row];
    const double moving_h = l->length_km / s->speed * (s->is_per_day ? 24 : 1);
    const double cv = s->cv >= 0 ? s->cv : cv_of_mode[l->mode];
    zi_item_reason(item, "length", l->length_km, "km",
        (zi_used){ ZI_ROWS_LINK, leg->link, 0, &l->origin });
    zi_item_reason(item, "speed", s->speed, s->is_per_day ? "km/day" : "km/h",
        (zi_used){ ZI_ROWS_SPEED, row, s->year, &s->origin });
    leg->time_h = l->mode == ZHOL_MODE_ROAD && !s->is_per_day
                      ? with_rest(item, scene, load, moving_h)
                      : moving_h;
    leg->variance_h2 =
        zi_item_variance(scene, leg->time_h, cv, &s->origin, ZI_PARAM_SPREAD_SPEED_AB);
    leg->share_time_cd = zi_is_weak(&s->origin) || zi_is_weak(&l->origin);
    return moving_h;
}

static bool
add_money(zi_item *item, const zi_scene *scene, const zi_load *load,
    const zi_asked *asked, double moving_h, zi_fee *fee)
{
    const zi_book *b = scene->book;
    const zhol_link *l = &b->links[item->leg.link];
    zi_asked priced = *asked;

    priced.unit_rank = zi_load_unit_rank(load, l->mode, item->leg.service_class);
    const zhol_ref row = zi_pick(scene, ZI_ROWS_RATE, l->mode, &priced);
    if (row == ZHOL_NO_ROW) {
        return false;
    }
    const zhol_rate *r = &b->rates[row];
    const zi_used used = { ZI_ROWS_RATE, row, r->year, &r->origin };
    const double usd = b->usd_of_rate[row], n = load->n[r->unit] * load->rate_factor;
    const double per_km = fmax(r->per_km, 0) * usd, per_h = fmax(r->per_h, 0) * usd;
    item->leg.cost_usd = n * (per_km * l->length_km + per_h * moving_h);
    item->leg.share_cost_cd = zi_is_weak(&r->origin) || zi_is_weak(&l->origin);
    zi_item_reason(item, "rate per km", per_km, per_km_unit[r->unit], used);
    if (per_h > 0) {
        zi_item_reason(item, "rate per hour", per_h, per_h_unit[r->unit], used);
    }
    *fee = (zi_fee){ row, n * fmax(r->fixed, 0) * usd };
    return true;
}

/* Adds a part to a leg that is priced already; its grade counts by its weight. */
static void
add_part(double *total, double *share_cd, double part, bool is_weak)
{
    if (part > 0) {
        *share_cd = (*share_cd * *total + (is_weak ? part : 0)) / (*total + part);
        *total += part;
    }
}

static void
add_pass(zi_item *item, const zi_scene *scene, const zi_load *load)
{
    const zi_book *b = scene->book;
    const zhol_pass *p = &b->passes[item->leg.pass];
    const zi_used used = { ZI_ROWS_PASS, item->leg.pass, p->year, &p->origin };
    const bool is_weak = zi_is_weak(&p->origin);
    const bool is_by_box =
        p->toll_per_feu >= 0 && (load->may_be_boxed || p->toll_per_t < 0);
    const double toll = fmax(is_by_box ? p->toll_per_feu : p->toll_per_t, 0)
                        * b->usd_of_pass[item->leg.pass];
    const double toll_usd = toll * load->n[is_by_box ? ZHOL_UNIT_FEU : ZHOL_UNIT_T];
    const double dwell_h = fmax(p->dwell_h, 0), cv = fmax(p->dwell_cv, 0);
    zhol_leg *leg = &item->leg;

    leg->variance_h2 +=
        zi_item_variance(scene, dwell_h, cv, &p->origin, ZI_PARAM_SPREAD_HOURS_AB);
    add_part(&leg->time_h, &leg->share_time_cd, dwell_h, is_weak);
    add_part(&leg->cost_usd, &leg->share_cost_cd, toll_usd, is_weak);
    if (dwell_h > 0) {
        zi_item_reason(item, "dwell at the pass", dwell_h, "h", used);
    }
    if (toll > 0) {
        zi_item_reason(item, "toll", toll, is_by_box ? "USD/FEU" : "USD/t", used);
    }
    zi_item_use(item, used);
}

/* Ships of one sea meet the same weather and the same strikes; trains, or lorries, of one
 * way the same season and the same lack of locomotives or drivers. */
static uint64_t
factor_of(const zi_book *b, const zhol_link *l)
{
    const uint32_t from = b->places[l->from].ocean, to = b->places[l->to].ocean;

    if (l->mode == ZHOL_MODE_RAIL || l->mode == ZHOL_MODE_ROAD) {
        return zi_identity_hash(
            &(zi_identity){ .kind = ZHOL_LEG_LINK, .what = ZHOL_N_OCEANS + 1 + l->mode });
    }
    if (l->mode != ZHOL_MODE_SEA) {
        return 0;
    }
    return zi_identity_hash(
        &(zi_identity){ .kind = ZHOL_LEG_LINK, .what = 1 + (from ? from : to) });
}

zi_lack
zi_item_move(const zi_scene *scene, const zi_load *load, const zi_move *move,
    zi_item *out, zi_fee *fee)
{
    const zi_book *b = scene->book;
    const zhol_link *l = &b->links[move->link];
    const zhol_ref from = move->is_backward ? l->to : l->from;
    const zhol_ref to = move->is_backward ? l->from : l->to;
    const zi_asked asked = { .at = from,
        .other = to,
        .mode = l->mode,
        .line_class = l->line_class,
        .direction = move->is_backward ? ZHOL_DIRECTION_BACKWARD : ZHOL_DIRECTION_FORWARD,
        .classes = zi_item_classes(l->mode, move->service_class, l->line_class),
        .cargos = load->cargos };
    const double adjustment = l->mode == ZHOL_MODE_SEA
                                  ? zi_book_parameter(b, ZI_PARAM_DISTANCE_ADJUSTMENT_SEA)
                                  : 1;

    *out = (zi_item){ .leg = { .kind = ZHOL_LEG_LINK,
                          .mode = l->mode,
                          .service_class = l->line_class == ZHOL_LINE_FEEDER
                                               ? ZHOL_CLASS_FEEDER
                                               : move->service_class,
                          .from = from,
                          .to = to,
                          .link = move->link,
                          .gauge_mm = l->gauge_mm,
                          .pass = l->pass,
                          .length_km = l->length_km } };
    *fee = (zi_fee){ ZHOL_NO_ROW, 0 };
    out->key =
        zi_identity_hash(&(zi_identity){ .kind = ZHOL_LEG_LINK, .link = 1 + move->link });
    out->factor = factor_of(b, l);
    const double moving_h = add_time(out, scene, load, &asked);
    if (moving_h < 0) {
        return ZI_LACKS_SPEED;
    }
    if (!add_money(out, scene, load, &asked, moving_h, fee)) {
        return ZI_LACKS_RATE;
    }
    const double tkm = load->consignment.mass_t * l->length_km * adjustment;
    if (!zi_item_emissions(
            out, scene, &asked, l->electrified_share, tkm * load->energy_factor)) {
        return ZI_LACKS_EMISSION;
    }
    if (l->pass != ZHOL_NO_ROW) {
        add_pass(out, scene, load);
    }
    zi_measure_item(scene, to, out);
    return ZI_LACKS_NOTHING;
}
