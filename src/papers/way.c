/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules ask on one way: documents, fees, inspections, and how long the papers
 * take before departure. */
#include "base/fail.h"
#include "base/mem.h"
#include "papers/match.h"

/* The first crossing that the rule sees and that fits; ZHOL_NO_ROW: none. */
static zhol_ref
crossing_of(const zhol_papers_way *way, const zhol_rule *r)
{
    const zhol_papers *p = way->papers;

    for (uint32_t i = 0; i < way->n_crossings; i++) {
        if (zi_rule_sees(p->world, &p->query, r, &way->crossings[i], true)
            && zi_rule_fits(p->world, r, &way->crossings[i])) {
            return i;
        }
    }
    return ZHOL_NO_ROW;
}

static bool
is_seeing(const zhol_papers_way *way, const zhol_rule *r)
{
    const zhol_papers *p = way->papers;

    for (uint32_t i = 0; i < way->n_crossings; i++) {
        if (zi_rule_sees(p->world, &p->query, r, &way->crossings[i], false)) {
            return true;
        }
    }
    return false;
}

/* Could an answer bar a crossing of this way? Not if the rule bars others only. */
static bool
is_concerned(const zhol_papers_way *way, const zhol_paper_question *q)
{
    const zhol_papers *p = way->papers;
    const zhol_rule *r = &zhol_world_rules(p->world, NULL)[q->rule];
    const uint32_t of_all = ZHOL_FACT_REGION | ZHOL_FACT_REGISTERED | ZHOL_FACT_WOOD;
    const bool is_forbidding = r->effect == ZHOL_EFFECT_FORBID;

    for (uint32_t i = 0; i < way->n_crossings; i++) {
        const zhol_crossing *c = &way->crossings[i];
        if (zi_rule_sees(p->world, &p->query, r, c, false)
            && (zi_rule_fits(p->world, r, c) == is_forbidding
                || (!is_forbidding && (q->unknown & of_all)))) {
            return true;
        }
    }
    return false;
}

static bool
may_bar(const zhol_rule *r)
{
    return r->effect == ZHOL_EFFECT_FORBID || r->effect == ZHOL_EFFECT_RESTRICT_TO;
}

/* A rule that cannot bar goes to the list of its effect, or becomes a question. */
static void
sort_rule(zhol_papers_way *way, zhol_ref rule)
{
    const zhol_papers *p = way->papers;
    const zhol_rule *r = &zhol_world_rules(p->world, NULL)[rule];
    const zi_answer covers = zi_rule_covers(p->world, &p->query, r);
    const zhol_paper_line line = { rule, ZHOL_NO_ROW, crossing_of(way, r) };

    if (covers.truth == ZHOL_TRUTH_NO || line.crossing == ZHOL_NO_ROW) {
        return;
    }
    if (covers.truth == ZHOL_TRUTH_UNKNOWN) {
        way->questions[way->n_questions++] =
            (zhol_paper_question){ rule, covers.open, 0 };
        return;
    }
    switch (r->effect) {
    case ZHOL_EFFECT_REQUIRE:
        way->documents[way->n_documents++] = line;
        break;
    case ZHOL_EFFECT_ALTERNATIVE_OF:
        way->alternatives[way->n_alternatives++] = line;
        break;
    case ZHOL_EFFECT_INSPECT:
        way->inspections[way->n_inspections++] = line;
        break;
    default:
        way->fees[way->n_fees++] = line;
        break;
    }
}

static uint32_t
document_of(const zhol_papers_way *way, zhol_ref rule)
{
    for (uint32_t i = 0; i < way->n_documents; i++) {
        if (way->documents[i].rule == rule) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* An alternative is one only where its document is asked for. */
static void
match_alternatives(zhol_papers_way *way)
{
    const zhol_world *w = way->papers->world;
    uint32_t n_kept = 0;

    for (uint32_t i = 0; i < way->n_alternatives; i++) {
        zhol_paper_line line = way->alternatives[i];
        const zhol_rule *r = &zhol_world_rules(w, NULL)[line.rule];
        const char *list = zhol_world_text(w, r->depends_on);
        while (*list && line.instead_of == ZHOL_NO_ROW) {
            const zhol_ref rule = zi_rule_next(w, &list);
            if (rule != ZHOL_NO_ROW && document_of(way, rule) != UINT32_MAX) {
                line.instead_of = rule;
            }
        }
        if (line.instead_of != ZHOL_NO_ROW) {
            way->alternatives[n_kept++] = line;
        }
    }
    way->n_alternatives = n_kept;
}

static void
find_barred(zhol_papers_way *way)
{
    const zhol_papers *p = way->papers;

    for (uint32_t i = 0; i < way->n_crossings; i++) {
        for (uint32_t b = 0; b < p->n_bars; b++) {
            if (p->bars[b].link == way->crossings[i].link
                && p->bars[b].is_backward == way->crossings[i].is_backward) {
                way->barred[way->n_barred++] =
                    (zhol_paper_line){ p->bars[b].rule, ZHOL_NO_ROW, i };
            }
        }
    }
}

static double
lead_of(const zhol_rule *r, bool is_p90)
{
    const double days =
        is_p90 && r->lead_days_p90 >= 0 ? r->lead_days_p90 : r->lead_days_p50;
    return days >= 0 ? days : 0;
}

/* Longest chains: ready[i] days from the first request to having document i, before[i]
 * the one it waits for longest. Documents are few and chains short, so passes over all of
 * them, at most one for each, do (Bellman 1958); a cycle is a fault of the tables. */
static double
find_chains(const zhol_papers_way *way, bool is_p90, double *ready, uint32_t *before)
{
    const zhol_world *w = way->papers->world;
    const zhol_rule *rules = zhol_world_rules(w, NULL);
    bool is_changed = true;
    double longest = 0;

    for (uint32_t i = 0; i < way->n_documents; i++) {
        ready[i] = lead_of(&rules[way->documents[i].rule], is_p90);
        before[i] = UINT32_MAX;
    }
    for (uint32_t pass = 0; is_changed && pass < way->n_documents; pass++) {
        is_changed = false;
        for (uint32_t i = 0; i < way->n_documents; i++) {
            const zhol_rule *r = &rules[way->documents[i].rule];
            const char *list = zhol_world_text(w, r->depends_on);
            while (*list) {
                const uint32_t k = document_of(way, zi_rule_next(w, &list));
                const double days = k == UINT32_MAX ? 0 : ready[k] + lead_of(r, is_p90);
                if (days > ready[i]) {
                    ready[i] = days;
                    before[i] = k;
                    is_changed = true;
                }
            }
        }
    }
    for (uint32_t i = 0; i < way->n_documents; i++) {
        longest = ready[i] > longest ? ready[i] : longest;
    }
    return longest;
}

static zhol_status
time_papers(zhol_papers_way *way, zhol_error *err)
{
    const zhol_rule *rules = zhol_world_rules(way->papers->world, NULL);
    double *ready = ZI_NEW(double, (size_t) way->n_documents + 1);
    uint32_t *before = ZI_NEW(uint32_t, (size_t) way->n_documents + 1);
    uint32_t last = UINT32_MAX;
    zhol_status status = ZHOL_OK;

    if (!ready || !before) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to time the documents");
        goto out;
    }
    way->lead_p90_days = find_chains(way, true, ready, before);
    way->lead_p50_days = find_chains(way, false, ready, before);
    for (uint32_t i = 0; i < way->n_documents; i++) {
        way->n_without_lead += rules[way->documents[i].rule].lead_days_p50 < 0;
        if (ready[i] > 0 && (last == UINT32_MAX || ready[i] > ready[last])) {
            last = i;
        }
    }
    for (; last != UINT32_MAX && way->n_chain < way->n_documents; last = before[last]) {
        way->chain[way->n_chain++] = way->documents[last].rule;
    }
    for (uint32_t i = 0; i < way->n_chain / 2; i++) {
        const zhol_ref rule = way->chain[i];
        way->chain[i] = way->chain[way->n_chain - 1 - i];
        way->chain[way->n_chain - 1 - i] = rule;
    }
out:
    zi_free(ready);
    zi_free(before);
    return status;
}

static bool
allocate(zhol_papers_way *way, uint32_t n_crossings)
{
    uint32_t n;
    (void) zhol_world_rules(way->papers->world, &n);
    const size_t n_rules = (size_t) n + 1;

    way->crossings = ZI_NEW(zhol_crossing, (size_t) n_crossings + 1);
    way->documents = ZI_NEW(zhol_paper_line, n_rules);
    way->alternatives = ZI_NEW(zhol_paper_line, n_rules);
    way->inspections = ZI_NEW(zhol_paper_line, n_rules);
    way->fees = ZI_NEW(zhol_paper_line, n_rules);
    /* A bar fits a crossing once; a way may take a crossing more than once. */
    way->barred = ZI_NEW(zhol_paper_line, ((size_t) n_crossings + 1) * n_rules);
    way->questions = ZI_NEW(zhol_paper_question, n_rules);
    way->chain = ZI_NEW(zhol_ref, n_rules);
    way->sanctions = ZI_NEW(zhol_ref, n_rules);
    return way->crossings && way->documents && way->alternatives && way->inspections
           && way->fees && way->barred && way->questions && way->chain && way->sanctions;
}

static void
fill(zhol_papers_way *way)
{
    const zhol_papers *p = way->papers;
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(p->world, &n);

    for (uint32_t i = 0; i < p->n_questions; i++) {
        if (is_concerned(way, &p->questions[i])) {
            way->questions[way->n_questions++] = p->questions[i];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!zi_rule_is_in_force(&rules[i], p->query.date)
            || !zi_rule_is_between(p->world, &p->query, &rules[i])) {
            continue;
        }
        if (zhol_rule_is_sanction(p->world, i) && is_seeing(way, &rules[i])) {
            way->sanctions[way->n_sanctions++] = i;
        }
        if (!may_bar(&rules[i])) {
            sort_rule(way, i);
        }
    }
    match_alternatives(way);
    find_barred(way);
}

zhol_status
zhol_papers_way_new(const zhol_papers *papers, const zhol_crossing *crossings,
    uint32_t n_crossings, zhol_papers_way **out, zhol_error *err)
{
    zhol_papers_way *way = ZI_NEW(zhol_papers_way, 1);
    zhol_status status = ZHOL_OK;
    uint32_t n_places, n_links;

    *out = NULL;
    (void) zhol_world_places(papers->world, &n_places);
    (void) zhol_world_links(papers->world, &n_links);
    for (uint32_t i = 0; status == ZHOL_OK && i < n_crossings; i++) {
        const zhol_crossing *c = &crossings[i];
        if (c->from >= n_places || c->to >= n_places || c->link >= n_links) {
            status = zi_fail(err, ZHOL_USAGE, "crossing %u is not of this world", i + 1);
        }
    }
    if (status == ZHOL_OK && way) {
        way->papers = papers;
    }
    if (status == ZHOL_OK && (!way || !allocate(way, n_crossings))) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for the papers of a way");
    }
    if (status == ZHOL_OK) {
        for (uint32_t i = 0; i < n_crossings; i++) {
            way->crossings[way->n_crossings++] = crossings[i];
        }
        fill(way);
        status = time_papers(way, err);
    }
    if (status != ZHOL_OK) {
        zhol_papers_way_free(way);
        return status;
    }
    *out = way;
    return ZHOL_OK;
}

void
zhol_papers_way_free(zhol_papers_way *way)
{
    if (way) {
        zi_free(way->crossings);
        zi_free(way->documents);
        zi_free(way->alternatives);
        zi_free(way->inspections);
        zi_free(way->fees);
        zi_free(way->barred);
        zi_free(way->questions);
        zi_free(way->chain);
        zi_free(way->sanctions);
        zi_free(way);
    }
}
