/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol papers`: the papers of one way; what its forms share. */
#include "report/papers.h"

#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/mem.h"
#include "cost/money.h"

enum { LONG_AGO_DAYS = 365 };

zhol_status
zi_papers_of(const zhol_routes *routes, const zhol_papers *papers, uint32_t i,
    zhol_papers_way **out, zhol_error *err)
{
    const zhol_alternative *a = &routes->alternatives[i];
    const zhol_place *places = zhol_world_places(routes->world, NULL);
    const zhol_link *links = zhol_world_links(routes->world, NULL);
    zhol_crossing *crossings = ZI_NEW(zhol_crossing, (size_t) a->n_legs + 1);
    uint32_t n = 0;

    *out = NULL;
    if (!crossings) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the papers of a way");
    }
    for (uint32_t k = 0; k < a->n_legs; k++) {
        const zhol_leg *leg = &a->legs[k];
        if (leg->kind == ZHOL_LEG_LINK
            && places[leg->from].economy != places[leg->to].economy) {
            crossings[n++] = (zhol_crossing){ leg->from, leg->to, leg->link,
                leg->from != links[leg->link].from, leg->mode };
        }
    }
    const zhol_status status = zhol_papers_way_new(papers, crossings, n, out, err);
    zi_free(crossings);
    return status;
}

double
zi_papers_fee_usd(const zhol_papers *p, const zhol_rule *r)
{
    double usd;

    if (r->fee < 0
        || zi_money_factor(p->world, r->currency, p->query.date / 10000, &usd, NULL)
               != ZHOL_OK) {
        return ZHOL_NOT_GIVEN;
    }
    return r->fee * usd;
}

void
zi_papers_question(const zhol_papers *p, const zhol_paper_question *q, zi_buffer *out)
{
    const zhol_rule *r = &zhol_world_rules(p->world, NULL)[q->rule];
    const char *text = zhol_world_text(p->world, r->question);
    static const struct {
        uint32_t fact;
        const char *text;
    } plain[] = {
        { ZHOL_FACT_REGION, "In which region do the goods originate?" },
        { ZHOL_FACT_REGISTERED, "Is the establishment registered?" },
        { ZHOL_FACT_WOOD, "Are they packed in wood?" },
        { ZHOL_FACT_TEMPERATURE, "Are they ambient, chilled or frozen?" },
        { ZHOL_FACT_VALUE, "What are they worth?" },
    };

    if (q->unknown & ZHOL_FACT_HS) {
        zi_buffer_text(out, "What is the longer HS code?");
    }
    if (q->unknown & ~(uint32_t) ZHOL_FACT_HS && *text) {
        zi_buffer_format(out, "%s%s", q->unknown & ZHOL_FACT_HS ? " " : "", text);
        return;
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (q->unknown & plain[i].fact) {
            zi_buffer_format(
                out, "%s%s", q->unknown & ZHOL_FACT_HS ? " " : "", plain[i].text);
        }
    }
}

/* The condition under which an open question turns the result: for a `restrict_to` that
 * the goods are not what is allowed, else that the condition is true. */
static void
tell_condition(const zhol_papers *p, const zhol_rule *r, uint32_t fact, zi_buffer *out)
{
    const bool is_allowed = r->effect == ZHOL_EFFECT_RESTRICT_TO;

    switch (fact) {
    case ZHOL_FACT_HS:
        zi_buffer_format(out, "a code under %s", zhol_world_text(p->world, r->hs));
        break;
    case ZHOL_FACT_REGION:
        zi_buffer_format(out, "%s %s", is_allowed ? "none of" : "one of",
            zhol_world_text(p->world, r->origin_region));
        break;
    case ZHOL_FACT_REGISTERED:
        zi_buffer_text(out, (r->establishment_registered == ZHOL_TRUTH_YES) == is_allowed
                                ? "not registered"
                                : "registered");
        break;
    case ZHOL_FACT_WOOD:
        zi_buffer_text(out, (r->wood_packaging == ZHOL_TRUTH_YES) == is_allowed
                                ? "not in wood"
                                : "in wood");
        break;
    case ZHOL_FACT_TEMPERATURE:
        zi_buffer_text(out, zhol_temperature_word(r->temperature));
        break;
    default:
        zi_buffer_format(out, "from %g USD", r->value_from_usd);
        break;
    }
}

void
zi_papers_answer(const zhol_papers *p, const zhol_paper_question *q, zi_buffer *out)
{
    const zhol_rule *r = &zhol_world_rules(p->world, NULL)[q->rule];
    const bool names_crossings = r->mode != ZHOL_MODE_ANY || r->n_borders > 0;
    const char *between = "";

    for (uint32_t fact = 1; fact <= ZHOL_FACT_VALUE; fact <<= 1) {
        if (q->unknown & fact) {
            zi_buffer_text(out, between);
            tell_condition(p, r, fact, out);
            between = " and ";
        }
    }
    if (q->may_bar) {
        zi_buffer_text(out, names_crossings ? ": some crossings are barred"
                                            : ": every crossing it sees is barred");
    } else if (r->document != ZHOL_NO_ROW) {
        const zhol_document *d = &zhol_world_documents(p->world, NULL)[r->document];
        zi_buffer_format(out, ": %s %s", zhol_world_text(p->world, d->name_en),
            r->effect == ZHOL_EFFECT_REQUIRE ? "needed" : "possible");
    } else {
        zi_buffer_format(out, ": %s", zhol_rule_effect_word(r->effect));
    }
}

static void
warn_of_dates(const zhol_papers *p, void (*tell)(void *to, const char *text), void *to)
{
    char day[11], text[256];
    zi_buffer b = { 0 };

    if (p->first_known_date == 0) {
        tell(to, "the tables hold no dated rule between these economies about these "
                 "goods: what held then is unknown");
    } else if (p->query.date < p->first_known_date) {
        zi_date_write(p->first_known_date, day);
        zi_buffer_format(&b,
            "the tables know nothing of rules before %s, the oldest date of a rule about "
            "these goods here: what held earlier is unknown; only undated rows are shown",
            day);
    }
    if (p->oldest_checked_on
        && zi_date_days(p->query.date) - zi_date_days(p->oldest_checked_on)
               > LONG_AGO_DAYS) {
        zi_date_write(p->oldest_checked_on, day);
        zi_buffer_format(&b, "%sa rule was last checked on %s, long before that day",
            b.length ? "; " : "", day);
    }
    if (b.length && b.length < sizeof text) {
        memcpy(text, b.data, b.length + 1);
        tell(to, text);
    }
    zi_buffer_free(&b);
}

void
zi_papers_warnings(
    const zhol_papers_way *way, void (*tell)(void *to, const char *text), void *to)
{
    const zhol_papers *p = way->papers;

    if (p->query.consignment.hs[0] == '\0') {
        tell(to, "no HS code was given: rules about particular goods were not looked at");
    }
    if (p->query.from == p->query.to) {
        tell(to, "origin and destination lie in one economy: rules of its own trade are "
                 "not in the tables");
    }
    warn_of_dates(p, tell, to);
    tell(to, way->n_sanctions == 0 ? "sanctions not checked"
                                   : "sanctions: only the rules listed were checked");
    tell(to, "these are the rules that the tables know; nothing here says that the goods "
             "are cleared");
}

zhol_status
zhol_report_papers(const zhol_routes *routes, const zhol_papers *papers,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    const uint32_t shown = options->alternative > 0 ? options->alternative - 1 : 0;
    zhol_papers_way *way = NULL;
    zi_buffer made;
    zhol_status status;

    if (shown >= routes->n_alternatives) {
        return zi_fail(err, ZHOL_USAGE,
            "alternative %u: the answer has %u; ask for one of 1 to %u",
            options->alternative, routes->n_alternatives, routes->n_alternatives);
    }
    status = zi_papers_of(routes, papers, shown, &way, err);
    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (options->format == ZHOL_FORMAT_JSON) {
        zi_json j = zi_json_to(&made);
        zi_json_begin_object(&j);
        zi_json_key(&j, "schema");
        zi_json_text(&j, "zhol.papers/1");
        zi_json_key(&j, "alternative");
        zi_json_integer(&j, (int64_t) shown + 1);
        zi_papers_json(way, &j);
        zi_json_end_object(&j);
        zi_json_finish(&j);
    } else {
        zi_papers_sheet(
            way, options->format == ZHOL_FORMAT_MD ? ZI_GRID_MD : ZI_GRID_TEXT, &made);
    }
    zhol_papers_way_free(way);
    return zi_report_hand_over(&made, out, err);
}
