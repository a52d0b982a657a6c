/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows of duties and rules apply, and what they come to. */
#include "landed/inside.h"

#include "cost/money.h"

typedef enum part { DUTY, OTHER, VAT } part;

static bool
gives(const zhol_duty *d, part p)
{
    switch (p) {
    case DUTY:
        return d->duty_pct >= 0 || d->duty_per_kg >= 0;
    case OTHER:
        return d->other_pct >= 0;
    case VAT:
    default:
        return d->vat_pct >= 0;
    }
}

/* Larger is better: own rows, narrower origin, a union's inner trade, narrower importer,
 * longer hs. */
static uint32_t
weight_of(const zhol_duty *d, uint32_t hs_fit)
{
    const uint32_t is_inner = d->from.kind == ZHOL_SCOPE_GROUP
                              && d->importer.kind == ZHOL_SCOPE_GROUP
                              && d->from.ref == d->importer.ref;

    return d->origin.is_mine << 24 | d->from.kind << 17 | is_inner << 16
           | d->importer.kind << 8 | hs_fit;
}

/* NULL: no row gives that part */
static const zhol_duty *
find(const zi_landing *s, part p)
{
    uint32_t n, best_weight = 0;
    const zhol_duty *rows = zhol_world_duties(s->w, &n), *best = NULL;

    for (uint32_t i = 0; i < n; i++) {
        const zhol_duty *d = &rows[i];
        const uint32_t fit = zi_landed_hs_fit(s, d->hs);
        const uint32_t weight = weight_of(d, fit);
        if (fit == 0 || !gives(d, p) || !zi_landed_is_valid(s, d->valid_from, d->valid_to)
            || !zi_landed_is_in(s, s->q->to, d->importer)
            || !zi_landed_is_in(s, s->q->from, d->from)) {
            continue;
        }
        if (!best || weight > best_weight
            || (weight == best_weight && d->valid_from > best->valid_from)) {
            best = d;
            best_weight = weight;
        }
    }
    return best;
}

static zhol_landed_line
line_of(const zhol_duty *d, zhol_landed_what what, double base_usd, double pct)
{
    return (zhol_landed_line){ .what = what,
        .base_usd = base_usd,
        .rate = pct / 100,
        .amount_usd = base_usd * pct / 100,
        .nominal = ZHOL_NOT_GIVEN,
        .id = d->id,
        .text = d->text,
        .source = d->origin.source,
        .table = "duties",
        .grade = d->origin.grade };
}

static zhol_status
add_duty(const zi_landing *s, const zhol_duty *d, zhol_error *err)
{
    const double pct = d->duty_pct >= 0 ? d->duty_pct : 0;
    zhol_landed_line line = line_of(d, ZHOL_LANDED_DUTY, s->out->customs_value_usd, pct);

    if (d->duty_per_kg >= 0) {
        const double nominal = d->duty_per_kg * 1000 * s->q->mass_t;
        double usd;
        const zhol_status status =
            zi_money_factor(s->w, d->currency, s->out->year, &usd, err);
        if (status != ZHOL_OK) {
            return status;
        }
        if (nominal * usd > line.amount_usd) {
            line.base_usd = line.rate = ZHOL_NOT_GIVEN;
            line.nominal = nominal;
            line.currency = d->currency;
            line.amount_usd = nominal * usd;
        }
    }
    return zi_landed_add(s->out, &line, err);
}

static void
miss(const zi_landing *s, const char *what)
{
    const char *hs = s->q->hs;

    zi_landed_miss(s->out, "%s not included: no row for %s%s into %s from %s", what,
        hs[0] ? "hs " : "goods without a HS code", hs, zi_landed_iso3(s->w, s->q->to),
        zi_landed_iso3(s->w, s->q->from));
}

zhol_status
zi_landed_duties(const zi_landing *s, zhol_error *err)
{
    const zhol_duty *duty = find(s, DUTY), *other = find(s, OTHER), *vat = find(s, VAT);
    const uint32_t first = s->out->n_lines;
    double base_usd = s->out->customs_value_usd;
    zhol_status status = ZHOL_OK;

    if (duty) {
        status = add_duty(s, duty, err);
    } else {
        miss(s, "duty");
    }
    if (status == ZHOL_OK && other) {
        const zhol_landed_line line = line_of(
            other, ZHOL_LANDED_OTHER, s->out->customs_value_usd, other->other_pct);
        status = zi_landed_add(s->out, &line, err);
    }
    for (uint32_t i = first; i < s->out->n_lines; i++) {
        base_usd += s->out->lines[i].amount_usd;
    }
    if (!vat) {
        miss(s, "VAT");
    } else if (status == ZHOL_OK) {
        const zhol_landed_line line =
            line_of(vat, ZHOL_LANDED_VAT, base_usd, vat->vat_pct);
        status = zi_landed_add(s->out, &line, err);
    }
    return status;
}

/* Goods, economies and date fit; the rest may hang on facts that are not known here. */
static bool
fits(const zi_landing *s, const zhol_rule *r)
{
    return r->effect == ZHOL_EFFECT_FEE && r->fee >= 0 && zi_landed_hs_fit(s, r->hs) > 0
           && zi_landed_is_valid(s, r->valid_from, r->valid_to)
           && zi_landed_is_in(s, s->q->from, r->from)
           && zi_landed_is_in(s, s->q->to, r->to) && r->value_from_usd <= s->q->value_usd
           && !(r->customs == ZHOL_CUSTOMS_TRANSIT && r->via.kind == ZHOL_SCOPE_ECONOMY
                && (r->via.ref == s->q->from || r->via.ref == s->q->to));
}

static bool
is_known(const zi_landing *s, const zhol_rule *r)
{
    return r->via.kind == ZHOL_SCOPE_EVERYWHERE && r->customs != ZHOL_CUSTOMS_TRANSIT
           && r->n_borders == 0 && r->mode == ZHOL_MODE_ANY
           && zhol_world_text(s->w, r->origin_region)[0] == '\0'
           && r->establishment_registered == ZHOL_TRUTH_UNKNOWN
           && r->wood_packaging == ZHOL_TRUTH_UNKNOWN
           && r->dangerous == ZHOL_TRUTH_UNKNOWN
           && r->temperature == ZHOL_TEMPERATURE_UNKNOWN;
}

zhol_status
zi_landed_fees(const zi_landing *s, zhol_error *err)
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(s->w, &n);
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const zhol_rule *r = &rules[i];
        zhol_landed_line line = { .what = ZHOL_LANDED_FEE,
            .base_usd = ZHOL_NOT_GIVEN,
            .rate = ZHOL_NOT_GIVEN,
            .nominal = r->fee,
            .currency = r->currency,
            .id = r->id,
            .text = r->text,
            .source = r->origin.source,
            .table = "rules",
            .grade = r->origin.grade };
        if (!fits(s, r)) {
            continue;
        }
        if (!is_known(s, r)) {
            zi_landed_miss(s->out,
                "fee %s not included: it depends on the way or on facts not asked for",
                zhol_world_text(s->w, r->id));
            continue;
        }
        status = zi_money_factor(s->w, r->currency, s->out->year, &line.amount_usd, err);
        line.amount_usd *= r->fee;
        if (status == ZHOL_OK) {
            status = zi_landed_add(s->out, &line, err);
        }
    }
    return status;
}
