/* SPDX-License-Identifier: Apache-2.0 */
/* A person's parcel: the de minimis rule of the destination. */
#include "landed/inside.h"

#include "cost/money.h"

static const zhol_parcel *
find(const zi_landing *s)
{
    uint32_t n;
    const zhol_parcel *rows = zhol_world_parcels(s->w, &n), *best = NULL;

    for (uint32_t i = 0; i < n; i++) {
        const zhol_parcel *p = &rows[i];
        if (!zi_landed_is_valid(s, p->valid_from, p->valid_to)
            || !zi_landed_is_in(s, s->q->to, p->importer)) {
            continue;
        }
        if (!best || p->origin.is_mine > best->origin.is_mine
            || (p->origin.is_mine == best->origin.is_mine
                && (p->importer.kind > best->importer.kind
                    || (p->importer.kind == best->importer.kind
                        && p->valid_from > best->valid_from)))) {
            best = p;
        }
    }
    return best;
}

static double
larger(double a, double b)
{
    return a > b ? a : b;
}

static zhol_landed_line
line_of(const zhol_parcel *p, zhol_landed_what what, double nominal, double usd)
{
    return (zhol_landed_line){ .what = what,
        .base_usd = ZHOL_NOT_GIVEN,
        .rate = ZHOL_NOT_GIVEN,
        .nominal = nominal,
        .amount_usd = nominal * usd,
        .currency = p->currency,
        .text = p->text,
        .source = p->origin.source,
        .table = "parcels",
        .grade = p->origin.grade };
}

/* The mass that lies above: of the mass limit, or the share of the value that does. */
static double
duty_of(const zhol_parcel *p, double value, double mass_kg)
{
    const double over =
        p->free_value >= 0 && value > p->free_value ? value - p->free_value : 0;
    const double over_kg =
        p->free_mass_kg >= 0 ? larger(mass_kg - p->free_mass_kg, 0) : 0;
    const double share_kg = value > 0 ? mass_kg * over / value : 0;
    const double by_value = larger(p->over_duty_pct, 0) / 100 * over;

    return larger(by_value, larger(p->over_per_kg, 0) * larger(over_kg, share_kg));
}

static zhol_status
add_vat(const zi_landing *s, const zhol_parcel *p, double value, double duty, double usd,
    zhol_error *err)
{
    const bool is_due = p->vat_free_value >= 0
                            ? value > p->vat_free_value
                            : p->free_value >= 0 && value > p->free_value;
    zhol_landed_line line =
        line_of(p, ZHOL_LANDED_VAT, (value + duty) * p->vat_pct / 100, usd);

    if (is_due && p->vat_pct < 0) {
        zi_landed_miss(s->out, "VAT not included: the parcel rule of %s gives no rate",
            zi_landed_iso3(s->w, s->q->to));
        return ZHOL_OK;
    }
    if (!is_due) {
        line.nominal = line.amount_usd = 0;
    } else {
        line.base_usd = (value + duty) * usd;
        line.rate = p->vat_pct / 100;
    }
    return zi_landed_add(s->out, &line, err);
}

zhol_status
zi_landed_parcel(const zi_landing *s, zhol_error *err)
{
    const zhol_parcel *p = find(s);
    const double mass_kg = 1000 * s->q->mass_t;
    double usd, value, duty;
    bool is_over;
    zhol_status status;

    if (!p) {
        zi_landed_miss(s->out, "no parcel rule known for %s: duty and VAT not included",
            zi_landed_iso3(s->w, s->q->to));
        return ZHOL_OK;
    }
    status = zi_money_factor(s->w, p->currency, s->out->year, &usd, err);
    if (status != ZHOL_OK) {
        return status;
    }
    value = s->q->value_usd / usd;
    duty = duty_of(p, value, mass_kg);
    is_over = (p->free_value >= 0 && value > p->free_value)
              || (p->free_mass_kg >= 0 && mass_kg > p->free_mass_kg);
    if (is_over && p->over_duty_pct < 0 && p->over_per_kg < 0) {
        zi_landed_miss(s->out,
            "duty not included: above the free value the parcel rule of %s gives no rate",
            zi_landed_iso3(s->w, s->q->to));
    } else {
        const zhol_landed_line line = line_of(p, ZHOL_LANDED_DUTY, duty, usd);
        status = zi_landed_add(s->out, &line, err);
    }
    return status == ZHOL_OK ? add_vat(s, p, value, duty, usd, err) : status;
}
