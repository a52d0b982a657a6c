/* SPDX-License-Identifier: Apache-2.0 */
/* Computations on agreements, rules and freight. */
#include <stdio.h>
#include <string.h>
#include <zhol/landed.h>
#include <zhol/papers.h>
#include <zhol/route.h>

#include "base/date.h"
#include "report/claims.h"

static bool
is_party(const zhol_world *w, const zhol_agreement *a, zhol_ref economy)
{
    const zhol_scope *parties = zhol_world_stops(w, NULL) + a->first_party;

    for (uint32_t i = 0; i < a->n_parties; i++) {
        if ((parties[i].kind == ZHOL_SCOPE_ECONOMY && parties[i].ref == economy)
            || (parties[i].kind == ZHOL_SCOPE_GROUP
                && zhol_world_is_member(w, parties[i].ref, economy, a->signed_date))) {
            return true;
        }
    }
    return false;
}

/* PARTY;PARTY;FROM;TO: agreements of both, signed from the first day to the last */
static zhol_status
run_agreements(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zhol_ref party[2];
    uint32_t from, to, n;
    const zhol_agreement *rows = zhol_world_agreements(run->w, &n);
    zhol_status status =
        zhol_world_find_economy(run->w, run->argument[0], &party[0], err);

    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(run->w, run->argument[1], &party[1], err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_date(run, 2, &from, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_date(run, 3, &to, err);
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const zhol_agreement *a = &rows[i];
        if (a->signed_date >= from && a->signed_date <= to
            && is_party(run->w, a, party[0]) && is_party(run->w, a, party[1])) {
            out->value++;
            zi_buffer_format(&out->text, "%s%s", out->text.length ? "; " : "",
                zhol_world_text(run->w, a->title));
            zi_finding_rests_on(out, "agreements", i, &a->origin);
        }
    }
    out->is_known = out->value > 0;
    if (!out->is_known) {
        zi_buffer_text(&out->text, "the table of agreements has none of these days");
    }
    zi_buffer_format(
        &out->command, "zhol brief %s %s", run->argument[0], run->argument[1]);
    return status;
}

/* The rule that closes a market to these goods, whenever it is in force. */
static void
rest_on_closure(const zi_check_run *run, const zhol_papers *p, zi_finding *out)
{
    const char *hs = run->argument[2];
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(run->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_rule *r = &rules[i];
        const char *list = zhol_world_text(run->w, r->hs);
        const bool is_theirs =
            r->effect == ZHOL_EFFECT_FORBID && r->from.kind == ZHOL_SCOPE_ECONOMY
            && r->from.ref == p->query.from && r->to.kind == ZHOL_SCOPE_ECONOMY
            && r->to.ref == p->query.to;
        while (is_theirs && *list) {
            const size_t length = strcspn(list, ";");
            if (strncmp(hs, list, length) == 0) {
                zi_finding_rests_on(out, "rules", i, &r->origin);
            }
            list += length + (list[length] == ';');
        }
    }
}

static void
tell_rules(const zi_check_run *run, const zhol_papers *p, zi_finding *out)
{
    const zhol_rule *rules = zhol_world_rules(run->w, NULL);

    for (uint32_t i = 0; i < p->n_refusals; i++) {
        zi_buffer_format(&out->text, "%srefused by %s: %s", i > 0 ? "; " : "",
            zhol_world_text(run->w, rules[p->refusals[i]].id),
            zhol_world_text(run->w, rules[p->refusals[i]].text));
    }
    if (p->n_refusals == 0) {
        zi_buffer_format(&out->text,
            "no rule refuses them; %u questions that could bar are open", p->n_questions);
    }
}

/* FROM;TO;HS;DATE: how many rules refuse the goods, whatever the way */
static zhol_status
run_refusals(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zhol_papers_query q = { .known = { .origin_region = NULL } };
    zhol_papers *p = NULL;
    zhol_status status = zhol_world_find_economy(run->w, run->argument[0], &q.from, err);

    zhol_consignment_defaults(&q.consignment);
    snprintf(q.consignment.hs, sizeof q.consignment.hs, "%.6s", run->argument[2]);
    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(run->w, run->argument[1], &q.to, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_date(run, 3, &q.date, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_papers_new(run->w, &q, &p, err);
    }
    if (status == ZHOL_OK) {
        out->is_known = true;
        out->value = p->n_refusals;
        tell_rules(run, p, out);
        rest_on_closure(run, p, out);
        zi_buffer_format(&out->command, "zhol papers Almaty Urumqi --goods %s --as-of %s",
            run->argument[2], run->argument[3]);
    }
    zhol_papers_free(p);
    return status;
}

/* FROM;TO;HS;TONNES: dollars a tonne of the cheapest way that the rules allow */
static zhol_status
run_freight(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_place *places = zhol_world_places(run->w, NULL);
    zhol_end ends[2] = { { .place = ZHOL_NO_ROW }, { .place = ZHOL_NO_ROW } };
    zhol_papers_query q = { .known = { .origin_region = NULL } };
    zhol_route_options o;
    zhol_papers *p = NULL;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_error why = { "" };
    zhol_status status = ZHOL_OK;

    zhol_consignment_defaults(&q.consignment);
    zhol_route_defaults(&o);
    snprintf(q.consignment.hs, sizeof q.consignment.hs, "%.6s", run->argument[2]);
    for (uint32_t i = 0; i < 2 && status == ZHOL_OK; i++) {
        status = zhol_world_find_place(run->w, run->argument[i], &ends[i].place, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 3, &q.consignment.mass_t, err);
    }
    if (status == ZHOL_OK) {
        q.from = places[ends[0].place].economy;
        q.to = places[ends[1].place].economy;
        q.date = zhol_world_data_year(run->w) * 10000 + 701;
        status = zhol_papers_new(run->w, &q, &p, err);
    }
    if (status == ZHOL_OK) {
        o.scenario.bars = p->bars;
        o.scenario.n_bars = p->n_bars;
        o.order = ZHOL_ORDER_COST;
        status = zhol_router_new(run->w, &router, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_find(
            router, &ends[0], &ends[1], &q.consignment, &o, &routes, &why);
        out->is_known = status == ZHOL_OK;
    }
    if (status == ZHOL_OK) {
        const zhol_alternative *way = &routes->alternatives[0];
        out->value = way->cost_usd / q.consignment.mass_t;
        zi_buffer_format(&out->text,
            "%.0f USD for %g t, P50 %.1f days, goods worth %.0f USD "
            "a tonne",
            way->cost_usd, q.consignment.mass_t, way->time_p50_h / 24,
            routes->consignment.value_usd / q.consignment.mass_t);
        for (uint32_t i = 0; i < way->n_legs && !out->table; i++) {
            if (way->legs[i].link != ZHOL_NO_ROW) {
                zi_finding_rests_on(out, "links", way->legs[i].link,
                    &zhol_world_links(run->w, NULL)[way->legs[i].link].origin);
            }
        }
    } else if (status == ZHOL_NONE) {
        zi_buffer_text(&out->text, why.message);
        status = ZHOL_OK;
    } else if (why.message[0] && err) {
        *err = why;
    }
    zi_buffer_format(&out->command, "zhol route %s %s --goods %s --mass %s --order cost",
        run->argument[0], run->argument[1], run->argument[2], run->argument[3]);
    zhol_routes_free(routes);
    zhol_router_free(router);
    zhol_papers_free(p);
    return status;
}

/* The sum of some lines, and what they are, in words. */
static double
add_lines(const zhol_landed *l, uint32_t whats, zi_finding *out)
{
    const zhol_world *w = l->world;
    double sum = 0;
    uint32_t n;

    for (uint32_t i = 0; i < l->n_lines; i++) {
        const zhol_landed_line *line = &l->lines[i];
        if (!(whats >> line->what & 1U)) {
            continue;
        }
        sum += line->amount_usd;
        zi_buffer_format(&out->text, "%s%s %.0f USD", out->text.length ? ", " : "",
            zhol_landed_word(line->what), line->amount_usd);
        if (line->rate >= 0) {
            zi_buffer_format(&out->text, " (%.1f %%)", 100 * line->rate);
        }
        const zhol_duty *duties = zhol_world_duties(w, &n);
        for (uint32_t k = 0; k < n && strcmp(line->table, "duties") == 0; k++) {
            if (duties[k].id == line->id) {
                zi_finding_rests_on(out, "duties", k, &duties[k].origin);
            }
        }
    }
    for (uint32_t i = 0; i < l->n_missing; i++) {
        zi_buffer_format(&out->text, "; %s", l->missing[i]);
    }
    return sum;
}

/* FROM;TO;HS;TONNES;USD_A_TONNE;FREIGHT_USD_A_TONNE;LINE+LINE: dollars a tonne of these
 * lines (duty, vat, other, fee, insurance, ...) */
static zhol_status
run_landed(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zhol_landed_query q = { .hs = run->argument[2] };
    double value = 0, freight = 0;
    zhol_landed *l = NULL;
    uint32_t whats = 0;
    zhol_status status = zhol_world_find_economy(run->w, run->argument[0], &q.from, err);

    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(run->w, run->argument[1], &q.to, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 3, &q.mass_t, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 4, &value, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 5, &freight, err);
    }
    q.value_usd = value * q.mass_t;
    q.freight_usd = freight * q.mass_t;
    for (uint32_t i = 0; i < ZHOL_N_LANDED; i++) {
        whats |= strstr(run->argument[6], zhol_landed_word(i)) ? 1U << i : 0;
    }
    if (status == ZHOL_OK) {
        status = zhol_landed_new(run->w, &q, &l, err);
    }
    if (status == ZHOL_OK) {
        out->value = add_lines(l, whats, out) / q.mass_t;
        out->is_known = out->text.length > 0;
        zi_buffer_format(&out->command,
            "zhol route Almaty \"Xi'an\" --goods %s --mass %s --value %.0f --landed",
            run->argument[2], run->argument[3], q.value_usd);
    }
    zhol_landed_free(l);
    return status;
}

/* FROM;TO;KG;USD;DATE: dollars of duty and tax on a person's parcel */
static zhol_status
run_parcel(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zhol_landed_query q = { .hs = "", .is_parcel = true };
    zhol_landed *l = NULL;
    uint32_t n;
    const zhol_parcel *rows = zhol_world_parcels(run->w, &n);
    zhol_status status = zhol_world_find_economy(run->w, run->argument[0], &q.from, err);

    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(run->w, run->argument[1], &q.to, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 2, &q.mass_t, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 3, &q.value_usd, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_date(run, 4, &q.date, err);
    }
    q.mass_t /= 1000;
    q.year = q.date / 10000;
    if (status == ZHOL_OK) {
        status = zhol_landed_new(run->w, &q, &l, err);
    }
    if (status == ZHOL_OK) {
        out->value = add_lines(l, 1U << ZHOL_LANDED_DUTY | 1U << ZHOL_LANDED_VAT, out);
        out->is_known = out->text.length > 0;
        for (uint32_t i = 0; i < n; i++) { /* the rule in force on that day */
            const zhol_parcel *p = &rows[i];
            const bool is_theirs =
                p->importer.kind == ZHOL_SCOPE_ECONOMY ? p->importer.ref == q.to
                : p->importer.kind == ZHOL_SCOPE_GROUP
                    ? zhol_world_is_member(run->w, p->importer.ref, q.to, q.date)
                    : false;
            if (is_theirs && p->valid_from <= q.date
                && (!p->valid_to || q.date < p->valid_to)) {
                zi_finding_rests_on(out, "parcels", i, &p->origin);
            }
        }
        zi_buffer_format(&out->command,
            "zhol route Guangzhou Almaty --parcel %skg --value %s --as-of %s",
            run->argument[2], run->argument[3], run->argument[4]);
    }
    zhol_landed_free(l);
    return status;
}

const zi_computation zi_claims_on_papers[] = {
    { "agreements", "PARTY;PARTY;FROM;TO",
        "dated agreements that both signed within these days", 4, 4, run_agreements },
    { "refusals", "FROM;TO;HS;DATE", "rules that refuse the goods on that day", 4, 4,
        run_refusals },
    { "freight", "FROM;TO;HS;TONNES",
        "dollars a tonne of the cheapest way that the rules allow", 4, 4, run_freight },
    { "landed", "FROM;TO;HS;TONNES;USD_A_TONNE;FREIGHT_A_TONNE;LINE+LINE",
        "dollars a tonne of these lines of the landed cost (duty, vat, other, fee, ...)",
        7, 7, run_landed },
    { "parcel", "FROM;TO;KG;USD;DATE", "dollars of duty and tax on a person's parcel", 5,
        5, run_parcel },
};
const uint32_t zi_claims_n_on_papers =
    sizeof zi_claims_on_papers / sizeof zi_claims_on_papers[0];
