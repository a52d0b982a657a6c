/* SPDX-License-Identifier: Apache-2.0 */
/* zhol.papers/1, and the object `papers` of zhol.route/1. */
#include "report/at.h"
#include "report/papers.h"

static void
number_if(zi_json *j, const char *key, double x)
{
    if (x >= 0) {
        number_at(j, key, x);
    }
}

static void
economy_at(zi_json *j, const char *key, const zhol_world *w, zhol_ref economy)
{
    text_at(j, key, zhol_world_text(w, zhol_world_economies(w, NULL)[economy].iso3));
}

/* What closes every line: which rule, and how far it can be trusted. */
static void
write_rule(zi_json *j, const zhol_world *w, zhol_ref rule)
{
    const zhol_rule *r = &zhol_world_rules(w, NULL)[rule];

    text_at(j, "rule", zhol_world_text(w, r->id));
    text_at(j, "text", zhol_world_text(w, r->text));
    if (r->agreement != ZHOL_NO_ROW) {
        const zhol_agreement *a = &zhol_world_agreements(w, NULL)[r->agreement];
        text_at(j, "agreement", zhol_world_text(w, a->title));
    }
    date_at(j, "valid_from", r->valid_from);
    date_at(j, "valid_to", r->valid_to);
    date_at(j, "checked_on", r->checked_on);
    text_at(j, "source", zhol_world_text(w, r->origin.source));
    text_at(j, "grade", zhol_grade_word(r->origin.grade));
    if (r->origin.is_mine) {
        bool_at(j, "is_own_row", true);
    }
}

static void
write_crossing(zi_json *j, const zhol_world *w, const zhol_crossing *c)
{
    text_at(j, "from", zi_report_place_id(w, c->from));
    text_at(j, "to", zi_report_place_id(w, c->to));
    text_at(j, "mode", zhol_mode_word(c->mode));
    text_at(j, "link", zhol_world_text(w, zhol_world_links(w, NULL)[c->link].id));
}

static void
write_line(zi_json *j, const zhol_papers_way *way, const zhol_paper_line *line)
{
    const zhol_world *w = way->papers->world;
    const zhol_rule *r = &zhol_world_rules(w, NULL)[line->rule];

    zi_json_begin_object(j);
    if (r->document != ZHOL_NO_ROW) {
        const zhol_document *d = &zhol_world_documents(w, NULL)[r->document];
        text_at(j, "document", zhol_world_text(w, d->id));
        text_at(j, "edifact", zhol_world_text(w, d->edifact));
        text_at(j, "name_en", zhol_world_text(w, d->name_en));
        text_at(j, "name_ru", zhol_world_text(w, d->name_ru));
        text_at(j, "name_zh", zhol_world_text(w, d->name_zh));
        text_at(j, "issuer", zhol_world_text(w, d->issuer));
        text_at(j, "issued_in", zhol_issued_word(d->issued_in));
    }
    if (line->instead_of != ZHOL_NO_ROW) {
        text_at(j, "instead_of",
            zhol_world_text(w, zhol_world_rules(w, NULL)[line->instead_of].id));
    }
    number_if(j, "lead_p50_days", r->lead_days_p50);
    number_if(j, "lead_p90_days", r->lead_days_p90);
    number_if(j, "inspection_share", r->inspection_share);
    number_if(j, "time_h", r->hours_mean);
    number_if(j, "fee", r->fee);
    if (r->fee >= 0) {
        text_at(j, "currency", zhol_world_text(w, r->currency));
        number_if(j, "fee_usd", zi_papers_fee_usd(way->papers, r));
    }
    text_at(j, "regime", zhol_customs_word(r->customs));
    if (line->crossing != ZHOL_NO_ROW) {
        zi_json_key(j, "at");
        zi_json_begin_object_line(j);
        write_crossing(j, w, &way->crossings[line->crossing]);
        zi_json_end_object(j);
    }
    if (*zhol_world_text(w, r->question)) {
        text_at(j, "question", zhol_world_text(w, r->question));
    }
    write_rule(j, w, line->rule);
    zi_json_end_object(j);
}

static void
write_lines(zi_json *j, const char *key, const zhol_papers_way *way,
    const zhol_paper_line *lines, uint32_t n)
{
    zi_json_key(j, key);
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        write_line(j, way, &lines[i]);
    }
    zi_json_end_array(j);
}

static void
write_questions(zi_json *j, const zhol_papers_way *way)
{
    zi_buffer text = { 0 };

    zi_json_key(j, "questions");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < way->n_questions; i++) {
        const zhol_paper_question *q = &way->questions[i];
        zi_json_begin_object(j);
        zi_papers_question(way->papers, q, &text);
        text_at(j, "question", text.data ? text.data : "");
        zi_buffer_free(&text);
        zi_papers_answer(way->papers, q, &text);
        text_at(j, "changes_if", text.data ? text.data : "");
        zi_buffer_free(&text);
        bool_at(j, "may_bar", q->may_bar != 0);
        write_rule(j, way->papers->world, q->rule);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_rule_ids(
    zi_json *j, const char *key, const zhol_world *w, const zhol_ref *rules, uint32_t n)
{
    zi_json_key(j, key);
    zi_json_begin_array_line(j);
    for (uint32_t i = 0; i < n; i++) {
        zi_json_text(j, zhol_world_text(w, zhol_world_rules(w, NULL)[rules[i]].id));
    }
    zi_json_end_array(j);
}

static void
write_borders(zi_json *j, const zhol_papers_way *way)
{
    const zhol_world *w = way->papers->world;

    zi_json_key(j, "borders");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < way->n_crossings; i++) {
        const zhol_crossing *c = &way->crossings[i];
        zi_json_begin_object(j);
        write_crossing(j, w, c);
        text_at(j, "exit_of", zi_report_place_iso3(w, c->from));
        text_at(j, "entry_of", zi_report_place_iso3(w, c->to));
        zi_json_key(j, "documents");
        zi_json_begin_array_line(j);
        for (uint32_t k = 0; k < way->n_documents; k++) {
            const zhol_rule *r = &zhol_world_rules(w, NULL)[way->documents[k].rule];
            if (way->documents[k].crossing == i) {
                zi_json_text(j, zhol_world_text(w, r->id));
            }
        }
        zi_json_end_array(j);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_bars(zi_json *j, const zhol_papers *p)
{
    const zhol_world *w = p->world;

    zi_json_key(j, "bars");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < p->n_bars; i++) {
        const zhol_bar *bar = &p->bars[i];
        const zhol_link *l = &zhol_world_links(w, NULL)[bar->link];
        zi_json_begin_object_line(j);
        text_at(j, "link", zhol_world_text(w, l->id));
        text_at(j, "from", zi_report_place_id(w, bar->is_backward ? l->to : l->from));
        text_at(j, "to", zi_report_place_id(w, bar->is_backward ? l->from : l->to));
        text_at(j, "rule", zhol_world_text(w, zhol_world_rules(w, NULL)[bar->rule].id));
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
add_text(void *json, const char *text)
{
    zi_json_text(json, text);
}

void
zi_papers_json(const zhol_papers_way *way, zi_json *j)
{
    const zhol_papers *p = way->papers;

    text_at(j, "goods_hs", p->query.consignment.hs);
    economy_at(j, "from_economy", p->world, p->query.from);
    economy_at(j, "to_economy", p->world, p->query.to);
    date_at(j, "as_of", p->query.date);
    integer_at(j, "rules_in_force", p->n_in_force);
    bool_at(j, "is_barred", way->n_barred > 0);
    write_lines(j, "barred", way, way->barred, way->n_barred);
    write_questions(j, way);
    write_lines(j, "documents", way, way->documents, way->n_documents);
    write_lines(j, "alternatives", way, way->alternatives, way->n_alternatives);
    write_lines(j, "inspections", way, way->inspections, way->n_inspections);
    write_lines(j, "fees", way, way->fees, way->n_fees);
    zi_json_key(j, "before_departure");
    zi_json_begin_object(j);
    number_at(j, "lead_p50_days", way->lead_p50_days);
    number_at(j, "lead_p90_upper_days", way->lead_p90_days);
    integer_at(j, "documents_without_lead", way->n_without_lead);
    write_rule_ids(j, "chain", p->world, way->chain, way->n_chain);
    zi_json_end_object(j);
    write_borders(j, way);
    write_bars(j, p);
    write_rule_ids(j, "refusals", p->world, p->refusals, p->n_refusals);
    write_rule_ids(j, "sanction_rules", p->world, way->sanctions, way->n_sanctions);
    zi_json_key(j, "warnings");
    zi_json_begin_array(j);
    zi_papers_warnings(way, add_text, j);
    zi_json_end_array(j);
}
