/* SPDX-License-Identifier: Apache-2.0 */
/* What rules bar between two economies, and what they leave open. */
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "papers/match.h"
#include "world/world.h"

static const char other_region[] = "other";

typedef struct making {
    const zhol_world *w;
    zhol_papers *p;
    zhol_crossing *crossings; /* every directed link between two economies */
    uint32_t n_crossings;
    size_t bar_capacity;
} making;

static bool
is_region_known(const zhol_world *w, const char *region)
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (zi_list_has(zhol_world_text(w, rules[i].origin_region), region)) {
            return true;
        }
    }
    return strcmp(region, other_region) == 0;
}

/* The regions of all rules, each once: there are a dozen or two. */
static void
tell_regions(const zhol_world *w, zi_buffer *text)
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(w, &n);

    zi_buffer_text(text, other_region);
    for (uint32_t i = 0; i < n; i++) {
        const char *list = zhol_world_text(w, rules[i].origin_region);
        while (*list && !text->failed) {
            char word[64];
            const size_t length = strcspn(list, ";");
            if (length < sizeof word) {
                memcpy(word, list, length);
                word[length] = '\0';
                if (!zi_list_has(text->data, word)) {
                    zi_buffer_format(text, ";%s", word);
                }
            }
            list += length + (list[length] == ';');
        }
    }
}

static zhol_status
check(const zhol_world *w, const zhol_papers_query *q, zhol_error *err)
{
    const char *region = q->known.origin_region;
    uint32_t n;

    (void) zhol_world_economies(w, &n);
    if (q->from >= n || q->to >= n) {
        return zi_fail(err, ZHOL_USAGE, "the world has no such economy");
    }
    if (!zi_date_is_valid(q->date)) {
        return zi_fail(err, ZHOL_USAGE, "there is no such day: %u", q->date);
    }
    if (region && !is_region_known(w, region)) {
        zi_buffer known = { 0 };
        tell_regions(w, &known);
        const zhol_status status = zi_fail(err, ZHOL_USAGE,
            "no rule names the region '%.60s'; write one of %s ('other': none of the "
            "rest)",
            region, known.data ? known.data : other_region);
        zi_buffer_free(&known);
        return status;
    }
    return ZHOL_OK;
}

/* Fills both directions of every link that leads from one economy, or the sea, to
 * another. */
static zhol_status
find_crossings(making *m, zhol_error *err)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(m->w, &n);
    const zhol_place *places = zhol_world_places(m->w, NULL);

    m->crossings = ZI_NEW(zhol_crossing, 2 * (size_t) n + 1);
    if (!m->crossings) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look for crossings");
    }
    for (uint32_t i = 0; i < n; i++) {
        const zhol_link *l = &links[i];
        if (places[l->from].economy == places[l->to].economy) {
            continue;
        }
        m->crossings[m->n_crossings++] = (zhol_crossing){ l->from, l->to, i, 0, l->mode };
        if (l->direction != ZHOL_DIRECTION_FORWARD) {
            m->crossings[m->n_crossings++] =
                (zhol_crossing){ l->to, l->from, i, 1, l->mode };
        }
    }
    return ZHOL_OK;
}

static zhol_status
bar(making *m, const zhol_crossing *c, zhol_ref rule, zhol_error *err)
{
    zhol_bar *bars =
        zi_grow(m->p->bars, &m->bar_capacity, m->p->n_bars + 1, sizeof *bars);

    if (!bars) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for barred crossings");
    }
    m->p->bars = bars;
    bars[m->p->n_bars++] = (zhol_bar){ c->link, rule, c->is_backward };
    return ZHOL_OK;
}

/* Bars what the rule sees: all of it, or only the crossings that fit (forbid) or do not
 * fit (restrict_to) its mode and borders. */
static zhol_status
bar_crossings(making *m, zhol_ref rule, bool is_all, zhol_error *err)
{
    const zhol_rule *r = &zhol_world_rules(m->w, NULL)[rule];
    const bool is_forbidding = r->effect == ZHOL_EFFECT_FORBID;
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; status == ZHOL_OK && i < m->n_crossings; i++) {
        const zhol_crossing *c = &m->crossings[i];
        if (zi_rule_sees(m->w, &m->p->query, r, c, false)
            && (is_all || zi_rule_fits(m->w, r, c) == is_forbidding)) {
            status = bar(m, c, rule, err);
        }
    }
    return status;
}

static bool
names_crossings(const zhol_rule *r)
{
    return r->mode != ZHOL_MODE_ANY || r->n_borders > 0;
}

/* One rule that may bar: bars, a refusal, a question, or nothing. */
static zhol_status
apply(making *m, zhol_ref rule, zhol_error *err)
{
    const zhol_rule *r = &zhol_world_rules(m->w, NULL)[rule];
    const bool is_forbidding = r->effect == ZHOL_EFFECT_FORBID;
    const zi_answer covers = zi_rule_covers(m->w, &m->p->query, r);
    const zi_answer allows = is_forbidding ? (zi_answer){ ZHOL_TRUTH_NO, 0 }
                                           : zi_rule_allows(m->w, &m->p->query, r);
    const bool is_all =
        is_forbidding ? !names_crossings(r) : allows.truth == ZHOL_TRUTH_NO;
    const bool is_harmless =
        covers.truth == ZHOL_TRUTH_NO
        || (!is_forbidding && allows.truth == ZHOL_TRUTH_YES && !names_crossings(r));

    if (is_harmless) {
        return ZHOL_OK;
    }
    if (covers.truth == ZHOL_TRUTH_UNKNOWN || allows.truth == ZHOL_TRUTH_UNKNOWN) {
        m->p->questions[m->p->n_questions++] =
            (zhol_paper_question){ rule, covers.open | allows.open, 1 };
    }
    if (covers.truth == ZHOL_TRUTH_UNKNOWN) {
        return ZHOL_OK;
    }
    if (is_all) {
        m->p->refusals[m->p->n_refusals++] = rule;
    }
    return is_all || names_crossings(r) ? bar_crossings(m, rule, is_all, err) : ZHOL_OK;
}

/* What the tables know at all: rules of that day, and of those about these goods the
 * oldest date and the day that was checked longest ago. */
static void
look_back(const zhol_world *w, zhol_papers *p)
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_rule *r = &rules[i];
        const uint32_t begins = r->valid_from ? r->valid_from : r->valid_to;
        const bool is_in_force = zi_rule_is_in_force(r, p->query.date);
        p->n_in_force += is_in_force;
        if (!zi_rule_is_between(w, &p->query, r)
            || zi_rule_covers(w, &p->query, r).truth == ZHOL_TRUTH_NO) {
            continue;
        }
        if (begins && (!p->first_known_date || begins < p->first_known_date)) {
            p->first_known_date = begins;
        }
        if (is_in_force && r->checked_on
            && (!p->oldest_checked_on || r->checked_on < p->oldest_checked_on)) {
            p->oldest_checked_on = r->checked_on;
        }
    }
}

static zhol_status
fill(making *m, zhol_error *err)
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(m->w, &n);
    zhol_status status = find_crossings(m, err);

    m->p->refusals = ZI_NEW(zhol_ref, (size_t) n + 1);
    m->p->questions = ZI_NEW(zhol_paper_question, (size_t) n + 1);
    if (status == ZHOL_OK && (!m->p->refusals || !m->p->questions)) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to look at the rules");
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < n; i++) {
        const zhol_rule *r = &rules[i];
        if ((r->effect == ZHOL_EFFECT_FORBID || r->effect == ZHOL_EFFECT_RESTRICT_TO)
            && zi_rule_is_in_force(r, m->p->query.date)
            && zi_rule_is_between(m->w, &m->p->query, r)) {
            status = apply(m, i, err);
        }
    }
    return status;
}

zhol_status
zhol_papers_new(const zhol_world *w, const zhol_papers_query *query, zhol_papers **out,
    zhol_error *err)
{
    making m = { .w = w };
    zhol_status status = check(w, query, err);

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    m.p = ZI_NEW(zhol_papers, 1);
    if (!m.p) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look at the rules");
    }
    m.p->world = w;
    m.p->query = *query;
    look_back(w, m.p);
    status = fill(&m, err);
    zi_free(m.crossings);
    if (status != ZHOL_OK) {
        zhol_papers_free(m.p);
        return status;
    }
    *out = m.p;
    return ZHOL_OK;
}

void
zhol_papers_free(zhol_papers *papers)
{
    if (papers) {
        zi_free(papers->bars);
        zi_free(papers->refusals);
        zi_free(papers->questions);
        zi_free(papers);
    }
}

bool
zhol_rule_is_sanction(const zhol_world *w, zhol_ref rule)
{
    const zhol_rule *r = &zhol_world_rules(w, NULL)[rule];

    if (strncmp(zhol_world_text(w, r->id), "sanction_", strlen("sanction_")) == 0) {
        return true;
    }
    if (r->agreement == ZHOL_NO_ROW) {
        return false;
    }
    const zhol_agreement *a = &zhol_world_agreements(w, NULL)[r->agreement];
    return strstr(zhol_world_text(w, a->title), "sanction") != NULL
           || strstr(zhol_world_text(w, a->note), "sanction") != NULL;
}
