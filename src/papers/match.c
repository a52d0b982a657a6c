/* SPDX-License-Identifier: Apache-2.0 */
#include "papers/match.h"

#include <string.h>

#include "base/text.h"

bool
zi_rule_is_in_force(const zhol_rule *r, uint32_t date)
{
    return r->valid_from <= date && (r->valid_to == 0 || date < r->valid_to);
}

static bool
is_economy_in(const zhol_world *w, zhol_scope s, zhol_ref economy, uint32_t date)
{
    switch (s.kind) {
    case ZHOL_SCOPE_EVERYWHERE:
        return true;
    case ZHOL_SCOPE_ECONOMY:
        return economy != ZHOL_NO_ROW && s.ref == economy;
    case ZHOL_SCOPE_GROUP:
        return economy != ZHOL_NO_ROW && zhol_world_is_member(w, s.ref, economy, date);
    default:
        return false;
    }
}

/* An empty scope is everywhere: "by way of anywhere" is no condition. */
static bool
has_via(const zhol_rule *r)
{
    return r->via.kind != ZHOL_SCOPE_EVERYWHERE;
}

static bool
is_inside_group(
    const zhol_world *w, const zhol_papers_query *q, zhol_scope one, zhol_scope other)
{
    return one.kind == ZHOL_SCOPE_EVERYWHERE && other.kind == ZHOL_SCOPE_GROUP
           && zhol_world_is_member(w, other.ref, q->from, q->date)
           && zhol_world_is_member(w, other.ref, q->to, q->date);
}

bool
zi_rule_is_between(const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r)
{
    if (!is_economy_in(w, r->from, q->from, q->date)
        || !is_economy_in(w, r->to, q->to, q->date)) {
        return false;
    }
    return has_via(r)
           || (q->from != q->to && !is_inside_group(w, q, r->from, r->to)
               && !is_inside_group(w, q, r->to, r->from));
}

/* Yes: a beginning in the list begins the code. Unknown: the code begins one. */
static zhol_truth
covers_hs(const char *list, const char *hs)
{
    const size_t n = strlen(hs);
    zhol_truth best = ZHOL_TRUTH_NO;

    while (*list) {
        const size_t length = strcspn(list, ";");
        if (length <= n && memcmp(list, hs, length) == 0) {
            return ZHOL_TRUTH_YES;
        }
        if (n > 0 && n < length && memcmp(list, hs, n) == 0) {
            best = ZHOL_TRUTH_UNKNOWN;
        }
        list += length + (list[length] == ';');
    }
    return best;
}

/* Kleene's "and": false wins, then unknown. */
static void
and_also(zi_answer *a, zhol_truth truth, uint32_t fact)
{
    if (truth == ZHOL_TRUTH_NO) {
        *a = (zi_answer){ ZHOL_TRUTH_NO, 0 };
    } else if (truth == ZHOL_TRUTH_UNKNOWN && a->truth != ZHOL_TRUTH_NO) {
        a->truth = ZHOL_TRUTH_UNKNOWN;
        a->open |= fact;
    }
}

static zhol_truth
is_same(uint32_t wanted, uint32_t known)
{
    return known == ZHOL_TRUTH_UNKNOWN ? ZHOL_TRUTH_UNKNOWN
           : wanted == known           ? ZHOL_TRUTH_YES
                                       : ZHOL_TRUTH_NO;
}

zi_answer
zi_rule_allows(const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r)
{
    const char *regions = zhol_world_text(w, r->origin_region);
    zi_answer a = { ZHOL_TRUTH_YES, 0 };

    if (*regions) {
        const char *region = q->known.origin_region;
        and_also(&a,
            !region                        ? ZHOL_TRUTH_UNKNOWN
            : zi_list_has(regions, region) ? ZHOL_TRUTH_YES
                                           : ZHOL_TRUTH_NO,
            ZHOL_FACT_REGION);
    }
    if (r->establishment_registered != ZHOL_TRUTH_UNKNOWN) {
        and_also(&a,
            is_same(r->establishment_registered, q->known.establishment_registered),
            ZHOL_FACT_REGISTERED);
    }
    if (r->wood_packaging != ZHOL_TRUTH_UNKNOWN) {
        and_also(&a, is_same(r->wood_packaging, q->known.wood_packaging), ZHOL_FACT_WOOD);
    }
    return a;
}

static zhol_truth
has_temperature(const zhol_papers_query *q, uint32_t wanted)
{
    if (q->known.temperature != ZHOL_TEMPERATURE_UNKNOWN) {
        return q->known.temperature == wanted ? ZHOL_TRUTH_YES : ZHOL_TRUTH_NO;
    }
    return q->consignment.is_reefer && wanted == ZHOL_TEMPERATURE_AMBIENT
               ? ZHOL_TRUTH_NO
               : ZHOL_TRUTH_UNKNOWN;
}

zi_answer
zi_rule_covers(const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r)
{
    const char *list = zhol_world_text(w, r->hs);
    zi_answer a = { ZHOL_TRUTH_YES, 0 };

    if (*list) {
        and_also(&a, covers_hs(list, q->consignment.hs), ZHOL_FACT_HS);
    }
    if (r->dangerous != ZHOL_TRUTH_UNKNOWN) {
        const bool wanted = r->dangerous == ZHOL_TRUTH_YES;
        and_also(&a,
            wanted == q->consignment.is_dangerous ? ZHOL_TRUTH_YES : ZHOL_TRUTH_NO, 0);
    }
    if (r->value_from_usd > 0) {
        const double value_usd = q->consignment.value_usd;
        and_also(&a,
            value_usd < 0                    ? ZHOL_TRUTH_UNKNOWN
            : value_usd >= r->value_from_usd ? ZHOL_TRUTH_YES
                                             : ZHOL_TRUTH_NO,
            ZHOL_FACT_VALUE);
    }
    if (r->temperature != ZHOL_TEMPERATURE_UNKNOWN) {
        and_also(&a, has_temperature(q, r->temperature), ZHOL_FACT_TEMPERATURE);
    }
    if (r->effect != ZHOL_EFFECT_RESTRICT_TO) {
        const zi_answer facts = zi_rule_allows(w, q, r);
        and_also(&a, facts.truth, facts.open);
    }
    return a;
}

static zhol_ref
economy_of(const zhol_world *w, zhol_ref place)
{
    return zhol_world_places(w, NULL)[place].economy;
}

bool
zi_rule_sees(const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r,
    const zhol_crossing *c, bool is_any_seen)
{
    const zhol_ref tail = economy_of(w, c->from), head = economy_of(w, c->to);
    const bool is_between = head != ZHOL_NO_ROW && head != q->from && head != q->to;

    if (has_via(r)) {
        return is_between && is_economy_in(w, r->via, head, q->date);
    }
    switch (r->customs) {
    case ZHOL_CUSTOMS_EXPORT:
        return tail == q->from;
    case ZHOL_CUSTOMS_TRANSIT:
        return is_between;
    case ZHOL_CUSTOMS_IMPORT:
        return head == q->to;
    default:
        return is_any_seen || head == q->to;
    }
}

bool
zi_rule_fits(const zhol_world *w, const zhol_rule *r, const zhol_crossing *c)
{
    const zhol_scope *borders = zhol_world_stops(w, NULL) + r->first_border;

    if (r->mode != ZHOL_MODE_ANY && r->mode != c->mode) {
        return false;
    }
    for (uint32_t i = 0; i < r->n_borders; i++) {
        if (borders[i].kind == ZHOL_SCOPE_PLACE
            && (borders[i].ref == c->from || borders[i].ref == c->to)) {
            return true;
        }
    }
    return r->n_borders == 0;
}

zhol_ref
zi_rule_next(const zhol_world *w, const char **list)
{
    const size_t length = strcspn(*list, ";");
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(w, &n);
    zhol_ref found = ZHOL_NO_ROW;

    for (uint32_t i = 0; i < n && found == ZHOL_NO_ROW; i++) {
        const char *id = zhol_world_text(w, rules[i].id);
        if (strlen(id) == length && memcmp(id, *list, length) == 0) {
            found = i;
        }
    }
    *list += length + ((*list)[length] == ';');
    return found;
}
