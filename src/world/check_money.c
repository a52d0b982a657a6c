/* SPDX-License-Identifier: Apache-2.0 */
/* Procedures, services, rates, speeds, energy and currencies: what must hold. */
#include "world/check.h"

#include <string.h>

#include "net/words.h"

static bool
is_currency_known(const zi_checking *c, zhol_text code)
{
    const char *word = zhol_world_text(c->w, code);

    return strcmp(word, "USD") == 0 || c->draft->table[ZI_TABLE_CURRENCIES].is_cut
           || zi_world_row_by_key(c->w, ZI_TABLE_CURRENCIES, word) != ZHOL_NO_ROW;
}

void
zi_check_currency(const zi_checking *c, zi_spot spot, bool has_amount, zhol_text code)
{
    if (code == 0 && has_amount) {
        zi_problem(
            c->problems, spot, "an amount without a currency: write USD, KZT, ...");
    } else if (code != 0 && !is_currency_known(c, code)) {
        zi_problem(c->problems, spot,
            "currency '%s' has no row in currencies.csv: add its rate",
            zhol_world_text(c->w, code));
    }
}

static bool
is_gauge_change(uint32_t what)
{
    return what == ZHOL_WHAT_CONTAINER_LIFT || what == ZHOL_WHAT_BOGIE_EXCHANGE
           || what == ZHOL_WHAT_BULK_TRANSFER;
}

static void
check_class(const zi_checking *c, zi_spot spot, uint32_t mode, uint32_t service_class)
{
    if (!zi_service_class_fits(mode, service_class)) {
        zi_problem(c->problems, spot, "there is no class '%s' of mode %s",
            zi_service_class_words[service_class], zi_mode_words[mode]);
    }
}

static void
check_line_class(const zi_checking *c, zi_spot spot, uint32_t mode, uint32_t line_class)
{
    if (!zi_line_class_fits(mode, line_class)) {
        zi_problem(c->problems, spot, "there is no line_class '%s' of mode %s",
            zi_line_class_words[line_class], zi_mode_words[mode]);
    }
}

static void
check_procedure(const zi_checking *c, const zhol_procedure *p)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_PROCEDURES, p);
    const char *what = zi_what_words[p->what];

    check_class(c, spot, p->mode, p->service_class);
    zi_check_currency(c, spot, p->cost > 0, p->currency);
    if (!is_gauge_change(p->what)) {
        if (p->gauge_from_mm != 0 || p->gauge_to_mm != 0) {
            zi_problem(c->problems, spot,
                "%s changes no gauge: leave gauge_from_mm and gauge_to_mm empty", what);
        }
        return;
    }
    if (p->at.kind != ZHOL_SCOPE_PLACE) {
        zi_problem(c->problems, spot,
            "%s must be at one place: its row is the offer of that place", what);
    }
    if (p->gauge_from_mm == 0 || p->gauge_to_mm == 0
        || p->gauge_from_mm == p->gauge_to_mm) {
        zi_problem(c->problems, spot,
            "%s needs two different gauges in gauge_from_mm and gauge_to_mm", what);
    }
}

static void
check_service(const zi_checking *c, const zhol_service *s)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_SERVICES, s);

    check_class(c, spot, s->mode, s->service_class);
    if (s->from_year != 0 && s->to_year != 0 && s->from_year > s->to_year) {
        zi_problem(c->problems, spot, "from_year %u is after to_year %u",
            (unsigned) s->from_year, (unsigned) s->to_year);
    }
}

static void
check_rate(const zi_checking *c, const zhol_rate *r)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_RATES, r);

    check_class(c, spot, r->mode, r->service_class);
    check_line_class(c, spot, r->mode, r->line_class);
    zi_check_currency(c, spot, true, r->currency);
    if (r->fixed < 0 && r->per_km < 0 && r->per_h < 0) {
        zi_problem(c->problems, spot, "one of fixed, per_km and per_h must be filled in");
    }
}

static void
check_procedures_and_services(const zi_checking *c)
{
    uint32_t n;
    const zhol_procedure *procedures = zhol_world_procedures(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_PROCEDURES, i)) {
            check_procedure(c, &procedures[i]);
        }
    }
    const zhol_service *services = zhol_world_services(c->w, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_SERVICES, i)) {
            check_service(c, &services[i]);
        }
    }
}

static void
check_rates_and_speeds(const zi_checking *c)
{
    uint32_t n;
    const zhol_rate *rates = zhol_world_rates(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_RATES, i)) {
            check_rate(c, &rates[i]);
        }
    }
    const zhol_speed *speeds = zhol_world_speeds(c->w, &n);
    for (uint32_t i = 0; i < n; i++) {
        const zi_spot spot = zi_spot_of(ZI_TABLE_SPEEDS, &speeds[i]);
        if (zi_is_whole(c, ZI_TABLE_SPEEDS, i)) {
            check_class(c, spot, speeds[i].mode, speeds[i].service_class);
            check_line_class(c, spot, speeds[i].mode, speeds[i].line_class);
        }
    }
    const zhol_pass *passes = zhol_world_passes(c->w, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_PASSES, i)) {
            const bool has_toll = passes[i].toll_per_feu > 0 || passes[i].toll_per_t > 0;
            zi_check_currency(
                c, zi_spot_of(ZI_TABLE_PASSES, &passes[i]), has_toll, passes[i].currency);
        }
    }
}

static void
check_unit(const zi_checking *c, zi_spot spot, uint32_t carrier, uint32_t unit)
{
    const uint32_t right = carrier == ZHOL_CARRIER_ELECTRICITY ? 0 : 1;

    if (unit != right) {
        zi_problem(c->problems, spot, "the unit of this carrier must be %s",
            right == 0 ? "kwh" : "g");
    }
}

static void
check_energy(const zi_checking *c)
{
    uint32_t n;
    const zhol_emission *emissions = zhol_world_emissions(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zi_spot spot = zi_spot_of(ZI_TABLE_EMISSIONS, &emissions[i]);
        if (zi_is_whole(c, ZI_TABLE_EMISSIONS, i)) {
            check_class(c, spot, emissions[i].mode, emissions[i].service_class);
            check_unit(c, spot, emissions[i].carrier, emissions[i].unit);
        }
    }
    const zhol_energy *energies = zhol_world_energies(c->w, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_ENERGY, i)) {
            check_unit(c, zi_spot_of(ZI_TABLE_ENERGY, &energies[i]), energies[i].carrier,
                energies[i].unit);
        }
    }
}

/* The US dollar is 1 by itself; its price level in the base year must be known. */
static void
check_money(const zi_checking *c)
{
    uint32_t n, n_deflators, n_parameters, base_year = 0;
    const zhol_currency *currencies = zhol_world_currencies(c->w, &n);
    const zhol_deflator *deflators = zhol_world_deflators(c->w, &n_deflators);
    const zhol_parameter *parameters = zhol_world_parameters(c->w, &n_parameters);
    bool has_base_year = c->draft->table[ZI_TABLE_DEFLATORS].is_cut;

    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(zhol_world_text(c->w, currencies[i].code), "USD") == 0
            && currencies[i].per_usd != 1 && zi_is_whole(c, ZI_TABLE_CURRENCIES, i)) {
            zi_problem(c->problems, zi_spot_of(ZI_TABLE_CURRENCIES, &currencies[i]),
                "one US dollar is 1 USD: leave this row out");
        }
    }
    for (uint32_t i = 0; i < n_parameters; i++) {
        if (strcmp(zhol_world_text(c->w, parameters[i].name), "base_year") == 0
            && parameters[i].value >= 1990 && parameters[i].value <= 2100) {
            base_year = (uint32_t) parameters[i].value;
        }
    }
    for (uint32_t i = 0; i < n_deflators; i++) {
        has_base_year = has_base_year || deflators[i].year == base_year;
    }
    if (base_year != 0 && !has_base_year) {
        zi_problem(c->problems, (zi_spot){ false, ZI_TABLE_DEFLATORS, 0 },
            "no row for the base_year %u of parameters.csv", (unsigned) base_year);
    }
}

zhol_status
zi_check_money(const zi_checking *c, zhol_error *err)
{
    (void) err;
    check_procedures_and_services(c);
    check_rates_and_speeds(c);
    check_energy(c);
    check_money(c);
    return ZHOL_OK;
}
