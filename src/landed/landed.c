/* SPDX-License-Identifier: Apache-2.0 */
#include "landed/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "cost/money.h"
#include "world/world.h"

enum { FIRST_OF_JULY = 701 };

const char *
zhol_landed_word(uint32_t what)
{
    static const char *const words[] = { "goods", "freight", "insurance", "duty", "other",
        "vat", "fee" };
    return what < ZHOL_N_LANDED ? words[what] : "";
}

zhol_status
zi_landed_add(zhol_landed *l, const zhol_landed_line *line, zhol_error *err)
{
    if (l->n_lines == ZHOL_LANDED_MAX_LINES) {
        return zi_fail(err, ZHOL_LIMIT,
            "landed cost: more than %d lines; too many rules of effect fee apply",
            ZHOL_LANDED_MAX_LINES);
    }
    l->lines[l->n_lines++] = *line;
    l->sum_usd += line->amount_usd;
    return ZHOL_OK;
}

void
zi_landed_miss(zhol_landed *l, const char *format, ...)
{
    const bool is_last = l->n_missing + 1 >= ZHOL_LANDED_MAX_MISSING;
    char *note = l->missing[is_last ? ZHOL_LANDED_MAX_MISSING - 1 : l->n_missing];
    va_list list;

    if (l->n_missing < ZHOL_LANDED_MAX_MISSING) {
        l->n_missing++;
    }
    if (is_last) {
        snprintf(note, ZHOL_LANDED_MAX_NOTE, "and more that there is no room to list");
        return;
    }
    va_start(list, format);
    vsnprintf(note, ZHOL_LANDED_MAX_NOTE, format, list);
    va_end(list);
}

bool
zi_landed_is_in(const zi_landing *s, zhol_ref economy, zhol_scope scope)
{
    switch (scope.kind) {
    case ZHOL_SCOPE_EVERYWHERE:
        return true;
    case ZHOL_SCOPE_ECONOMY:
        return scope.ref == economy;
    case ZHOL_SCOPE_GROUP:
        return zhol_world_is_member(s->w, scope.ref, economy, s->out->date);
    default:
        return false;
    }
}

bool
zi_landed_is_valid(const zi_landing *s, uint32_t from, uint32_t to)
{
    return from <= s->out->date && (to == 0 || s->out->date < to);
}

uint32_t
zi_landed_hs_fit(const zi_landing *s, zhol_text list)
{
    const char *at = zhol_world_text(s->w, list), *hs = s->q->hs;
    uint32_t best = at[0] == '\0';

    while (*at) {
        const size_t length = strcspn(at, ";");
        if (length <= strlen(hs) && strncmp(at, hs, length) == 0 && length + 1 > best) {
            best = (uint32_t) length + 1;
        }
        at += length + (at[length] == ';');
    }
    return best;
}

const char *
zi_landed_iso3(const zhol_world *w, zhol_ref economy)
{
    uint32_t n;
    const zhol_economy *rows = zhol_world_economies(w, &n);

    return economy < n ? zhol_world_text(w, rows[economy].iso3) : "(nowhere)";
}

/* Insurance is a share of CIF, of which it is a part itself. */
static zhol_status
add_value(const zi_landing *s, zhol_error *err)
{
    const zhol_parameter *pct = zi_world_parameter(s->w, ZI_PARAM_INSURANCE_PCT);
    const zhol_parameter *share = zi_world_parameter(s->w, ZI_PARAM_INSURED_SHARE);
    const double rate = share->value * pct->value / 100;
    const double cif = (s->q->value_usd + s->q->freight_usd) / (1 - rate);
    const zhol_landed_line lines[] = {
        { .what = ZHOL_LANDED_GOODS, .amount_usd = s->q->value_usd },
        { .what = ZHOL_LANDED_FREIGHT, .amount_usd = s->q->freight_usd },
        { .what = ZHOL_LANDED_INSURANCE, .amount_usd = rate * cif },
    };

    s->out->customs_value_usd = cif;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        zhol_landed_line line = lines[i];
        zhol_status status;
        const bool is_insurance = line.what == ZHOL_LANDED_INSURANCE;
        line.base_usd = is_insurance ? cif : ZHOL_NOT_GIVEN;
        line.rate = is_insurance ? rate : ZHOL_NOT_GIVEN;
        line.nominal = ZHOL_NOT_GIVEN;
        line.table = is_insurance ? "parameters" : "";
        line.id = is_insurance ? pct->name : 0;
        line.source = is_insurance ? pct->origin.source : 0;
        line.grade = is_insurance ? pct->origin.grade : ZHOL_N_GRADES;
        status = zi_landed_add(s->out, &line, err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return ZHOL_OK;
}

static zhol_status
check(const zhol_world *w, const zhol_landed_query *q, zhol_error *err)
{
    uint32_t n;

    (void) zhol_world_economies(w, &n);
    if (q->from >= n || q->to >= n) {
        return zi_fail(err, ZHOL_USAGE,
            "landed cost: the %s has no economy; name a place inside one",
            q->from >= n ? "origin" : "destination");
    }
    if (!(q->mass_t > 0) || !(q->value_usd >= 0) || !(q->freight_usd >= 0)) {
        return zi_fail(err, ZHOL_USAGE,
            "landed cost: mass %g t, value %g USD, freight %g USD: the mass must be more "
            "than 0, the others at least 0",
            q->mass_t, q->value_usd, q->freight_usd);
    }
    return ZHOL_OK;
}

static zhol_status
set_currency(const zi_landing *s, zhol_error *err)
{
    const char *code = s->q->currency && s->q->currency[0] ? s->q->currency : "USD";
    const bool is_usd = strcmp(code, "USD") == 0;
    double usd = 1;
    zhol_status status = ZHOL_OK;

    if (strlen(code) >= sizeof s->out->currency
        || (!is_usd && zi_world_text_of(s->w, code) == 0)) {
        return zi_fail(err, ZHOL_USAGE,
            "currency '%.20s': write a code of the table of currencies, as KZT", code);
    }
    memcpy(s->out->currency, code, strlen(code) + 1);
    if (!is_usd) {
        status =
            zi_money_factor(s->w, zi_world_text_of(s->w, code), s->out->year, &usd, err);
    }
    s->out->per_usd = status == ZHOL_OK ? 1 / usd : 0;
    return status;
}

static zhol_status
fill(const zi_landing *s, zhol_error *err)
{
    zhol_status status = set_currency(s, err);

    if (status == ZHOL_OK) {
        status = add_value(s, err);
    }
    if (status != ZHOL_OK || s->q->from == s->q->to) {
        return status; /* no customs border */
    }
    if (s->q->is_parcel) {
        return zi_landed_parcel(s, err);
    }
    status = zi_landed_duties(s, err);
    return status == ZHOL_OK ? zi_landed_fees(s, err) : status;
}

zhol_status
zhol_landed_new(const zhol_world *w, const zhol_landed_query *query, zhol_landed **out,
    zhol_error *err)
{
    zhol_landed_query q = *query;
    zi_landing s = { .w = w, .q = &q };
    zhol_status status = check(w, query, err);

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    s.out = ZI_NEW(zhol_landed, 1);
    if (!s.out) {
        return zi_fail(err, ZHOL_LIMIT, "landed cost: memory is out");
    }
    q.hs = query->hs ? query->hs : "";
    s.out->world = w;
    s.out->mass_t = q.mass_t;
    s.out->year = q.year ? q.year : q.date ? q.date / 10000 : zhol_world_data_year(w);
    s.out->date = q.date ? q.date : s.out->year * 10000 + FIRST_OF_JULY;
    status = fill(&s, err);
    if (status != ZHOL_OK) {
        zi_free(s.out);
        return status;
    }
    *out = s.out;
    return ZHOL_OK;
}

void
zhol_landed_free(zhol_landed *l)
{
    zi_free(l);
}
