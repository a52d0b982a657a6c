/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/item_parts.h"

#include "base/hash.h"

void
zi_item_use(zi_item *item, zi_used used)
{
    if (used.origin->is_mine) {
        item->leg.uses_mine = true;
        if (item->n_mine < ZI_MAX_MINE) {
            item->mine[item->n_mine++] = (uint32_t) used.table << 27 | used.row;
        }
    }
}

void
zi_item_reason(
    zi_item *item, const char *name, double value, const char *unit, zi_used used)
{
    zhol_leg *leg = &item->leg;

    zi_item_use(item, used);
    if (leg->n_reasons < ZHOL_MAX_REASONS) {
        leg->reason[leg->n_reasons++] = (zhol_reason){ .name = name,
            .value = value,
            .unit = unit,
            .year = used.year,
            .grade = used.origin->grade,
            .source = used.origin->source,
            .is_mine = used.origin->is_mine != 0 };
    }
}

void
zi_item_parameter(
    zi_item *item, const zi_scene *scene, const char *name, zi_parameter parameter)
{
    const zhol_parameter *p = scene->book->parameter[parameter];

    zi_item_reason(item, name, p->value, zhol_world_text(scene->book->world, p->unit),
        (zi_used){ ZI_ROWS_PARAMETER, (uint32_t) parameter, p->year, &p->origin });
}

double
zi_item_variance(const zi_scene *scene, double time_h, double cv,
    const zhol_origin *origin, zi_parameter known)
{
    const double spread =
        zi_book_parameter(scene->book, known + (zi_is_weak(origin) ? 1 : 0));

    return (cv * cv + spread * spread) * time_h * time_h;
}

bool
zi_item_energy(
    zi_item *item, const zi_scene *scene, zhol_ref at, uint32_t carrier, double use)
{
    const zi_asked asked = { .at = at, .other = ZHOL_NO_ROW };
    const zhol_ref row = zi_pick(scene, ZI_ROWS_ENERGY, carrier, &asked);

    if (row == ZHOL_NO_ROW) {
        return false;
    }
    const zhol_energy *e = &scene->book->energies[row];
    item->leg.co2e_wtw_kg += use * e->wtw_g / 1000;
    item->leg.co2e_ttw_kg += use * e->ttw_g / 1000;
    zi_item_reason(item, "emission factor", e->wtw_g, e->unit ? "g CO2e/g" : "g CO2e/kWh",
        (zi_used){ ZI_ROWS_ENERGY, row, e->year, &e->origin });
    return true;
}

/* The rows of one carrier, or of the best carrier if `asked` does not say which. */
static bool
add_carrier(zi_item *item, const zi_scene *scene, const zi_asked *asked, double tkm)
{
    const zhol_ref row = zi_pick(scene, ZI_ROWS_EMISSION, asked->mode, asked);

    if (row == ZHOL_NO_ROW) {
        return false;
    }
    const zhol_emission *e = &scene->book->emissions[row];
    zi_item_reason(item, "energy use", e->use_per_tkm, e->unit ? "g/t-km" : "kWh/t-km",
        (zi_used){ ZI_ROWS_EMISSION, row, 0, &e->origin });
    return zi_item_energy(item, scene, asked->at, e->carrier, tkm * e->use_per_tkm);
}

bool
zi_item_emissions(zi_item *item, const zi_scene *scene, const zi_asked *asked,
    double electric_share, double tkm)
{
    zi_asked of_carrier = *asked;

    if (asked->mode != ZHOL_MODE_RAIL) {
        return add_carrier(item, scene, asked, tkm);
    }
    of_carrier.is_of_carrier = true;
    of_carrier.carrier = ZHOL_CARRIER_ELECTRICITY;
    if (electric_share > 0
        && !add_carrier(item, scene, &of_carrier, tkm * electric_share)) {
        return false;
    }
    of_carrier.carrier = ZHOL_CARRIER_DIESEL;
    return electric_share >= 1
           || add_carrier(item, scene, &of_carrier, tkm * (1 - electric_share));
}

uint64_t
zi_identity_hash(const zi_identity *identity)
{
    const uint64_t hash = zi_hash(identity, sizeof *identity, 0);

    return hash ? hash : 1;
}
