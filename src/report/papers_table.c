/* SPDX-License-Identifier: Apache-2.0 */
/* The papers of one way for people: a sheet, as text or Markdown. */
#include "report/papers.h"

#include "base/date.h"

typedef struct sheet {
    const zhol_papers_way *way;
    const zhol_papers *p;
    const zhol_world *w;
    const zhol_rule *rules;
    zi_grid_form form;
    zi_buffer *out;
} sheet;

static const char *
text_of(const sheet *s, zhol_text text)
{
    return zhol_world_text(s->w, text);
}

static void
head(const sheet *s, const char *title)
{
    zi_buffer_format(s->out, s->form == ZI_GRID_MD ? "\n## %s\n" : "\n%s\n", title);
}

static const char *
name_of(const sheet *s, const zhol_rule *r)
{
    return r->document == ZHOL_NO_ROW
               ? ""
               : text_of(s, zhol_world_documents(s->w, NULL)[r->document].name_en);
}

static void
cells(zi_grid *g, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        zi_grid_cell(g, "%s", texts[i]);
    }
}

/* Which rule, when it was checked, from where: closes every row. */
static void
rule_cells(const sheet *s, zi_grid *g, const zhol_rule *r)
{
    char day[11] = "";

    if (r->checked_on) {
        zi_date_write(r->checked_on, day);
    }
    zi_grid_cell(g, "%s", text_of(s, r->id));
    zi_grid_cell(g, "%s", day);
    zi_grid_cell(
        g, "%s (%s)", text_of(s, r->origin.source), zhol_grade_word(r->origin.grade));
}

static void
days_cell(zi_grid *g, double days)
{
    if (days >= 0) {
        zi_grid_cell(g, "%g", days);
    } else {
        zi_grid_cell(g, "%s", "?");
    }
}

static void
write_title(const sheet *s)
{
    const zhol_papers_query *q = &s->p->query;
    const zhol_economy *economies = zhol_world_economies(s->w, NULL);
    char day[11];

    zi_date_write(q->date, day);
    zi_buffer_format(s->out, "%s%s%s from %s to %s on %s; %u rules in force are known\n",
        s->form == ZI_GRID_MD ? "# " : "", q->consignment.hs[0] ? "HS " : "Goods",
        q->consignment.hs, text_of(s, economies[q->from].name_en),
        text_of(s, economies[q->to].name_en), day, s->p->n_in_force);
    if (s->form == ZI_GRID_MD) {
        zi_buffer_text(s->out, "\n");
    }
    for (uint32_t i = 0; i < s->way->n_crossings; i++) {
        const zhol_crossing *c = &s->way->crossings[i];
        zi_buffer_format(s->out, "%s%s > %s by %s",
            i ? ", " : "way: ", zi_report_place_name(s->w, c->from),
            zi_report_place_name(s->w, c->to), zhol_mode_word(c->mode));
    }
    zi_buffer_text(s->out, s->way->n_crossings ? "\n" : "way: no border is crossed\n");
}

/* Each rule once, though it may bar several crossings of the way. */
static void
write_barred(const sheet *s)
{
    if (s->way->n_barred == 0) {
        zi_buffer_format(s->out, "\nno rule of the tables bars this way%s\n",
            s->way->n_questions ? "; questions are open" : "");
        return;
    }
    head(s, "Barred");
    for (uint32_t i = 0; i < s->way->n_barred; i++) {
        const zhol_paper_line *line = &s->way->barred[i];
        const zhol_crossing *c = &s->way->crossings[line->crossing];
        const zhol_rule *r = &s->rules[line->rule];
        zi_buffer_format(s->out, "- %s > %s by %s: rule %s: %s [",
            zi_report_place_name(s->w, c->from), zi_report_place_name(s->w, c->to),
            zhol_mode_word(c->mode), text_of(s, r->id), text_of(s, r->text));
        if (r->agreement != ZHOL_NO_ROW) {
            zi_buffer_format(s->out, "%s; ",
                text_of(s, zhol_world_agreements(s->w, NULL)[r->agreement].title));
        }
        zi_buffer_format(s->out, "%s (%s)]\n", text_of(s, r->origin.source),
            zhol_grade_word(r->origin.grade));
    }
}

static void
write_questions(const sheet *s)
{
    zi_buffer text = { 0 };

    if (s->way->n_questions == 0) {
        return;
    }
    head(s, "Questions");
    for (uint32_t i = 0; i < s->way->n_questions; i++) {
        const zhol_paper_question *q = &s->way->questions[i];
        zi_papers_question(s->p, q, &text);
        zi_buffer_text(&text, " If ");
        zi_papers_answer(s->p, q, &text);
        zi_buffer_format(s->out, "- %s (rule %s)\n", text.data ? text.data : "",
            text_of(s, s->rules[q->rule].id));
        s->out->failed |= text.failed;
        zi_buffer_free(&text);
    }
}

static void
write_documents(const sheet *s)
{
    static const char *const top[] = { "document", "issued by", "in", "P50 d", "P90 d",
        "rule", "checked", "source" };
    zi_grid g;

    if (s->way->n_documents == 0) {
        return;
    }
    head(s, "Documents (days from asking to having; ?: not known)");
    zi_grid_begin(&g, "lllrrlll");
    cells(&g, top, sizeof top / sizeof top[0]);
    for (uint32_t i = 0; i < s->way->n_documents; i++) {
        const zhol_rule *r = &s->rules[s->way->documents[i].rule];
        zi_grid_cell(&g, "%s", name_of(s, r));
        if (r->document == ZHOL_NO_ROW) {
            cells(&g, (const char *const[]){ "", "" }, 2);
        } else {
            const zhol_document *d = &zhol_world_documents(s->w, NULL)[r->document];
            zi_grid_cell(&g, "%s", text_of(s, d->issuer));
            zi_grid_cell(&g, "%s", zhol_issued_word(d->issued_in));
        }
        days_cell(&g, r->lead_days_p50);
        days_cell(&g, r->lead_days_p90);
        rule_cells(s, &g, r);
    }
    zi_grid_end_as(&g, s->form, s->out);
}

static void
write_alternatives(const sheet *s)
{
    static const char *const top[] = { "document", "instead of", "rule", "checked",
        "source" };
    zi_grid g;

    if (s->way->n_alternatives == 0) {
        return;
    }
    head(s, "Alternatives");
    zi_grid_begin(&g, "lllll");
    cells(&g, top, sizeof top / sizeof top[0]);
    for (uint32_t i = 0; i < s->way->n_alternatives; i++) {
        const zhol_paper_line *line = &s->way->alternatives[i];
        zi_grid_cell(&g, "%s", name_of(s, &s->rules[line->rule]));
        zi_grid_cell(&g, "%s", name_of(s, &s->rules[line->instead_of]));
        rule_cells(s, &g, &s->rules[line->rule]);
    }
    zi_grid_end_as(&g, s->form, s->out);
}

static void
write_inspections(const sheet *s)
{
    for (uint32_t i = 0; i < s->way->n_inspections; i++) {
        const zhol_paper_line *line = &s->way->inspections[i];
        const zhol_rule *r = &s->rules[line->rule];
        if (i == 0) {
            head(s, "Inspections");
        }
        zi_buffer_format(s->out, "- %s: %g %% of consignments, %g h each (rule %s): %s\n",
            zi_report_place_name(s->w, s->way->crossings[line->crossing].to),
            r->inspection_share >= 0 ? 100 * r->inspection_share : 100,
            r->hours_mean >= 0 ? r->hours_mean : 0, text_of(s, r->id),
            text_of(s, r->text));
    }
}

static void
write_fees(const sheet *s)
{
    for (uint32_t i = 0; i < s->way->n_fees; i++) {
        const zhol_rule *r = &s->rules[s->way->fees[i].rule];
        const double usd = zi_papers_fee_usd(s->p, r);
        if (i == 0) {
            head(s, "Fees");
        }
        zi_buffer_format(s->out, "- %g %s", r->fee, text_of(s, r->currency));
        if (usd >= 0) {
            zi_buffer_format(
                s->out, " (%.0f USD of %u)", usd, zhol_world_base_year(s->w));
        }
        zi_buffer_format(
            s->out, " (rule %s): %s\n", text_of(s, r->id), text_of(s, r->text));
    }
}

static void
write_chain(const sheet *s)
{
    const zhol_papers_way *way = s->way;

    if (way->n_without_lead == way->n_documents) {
        zi_buffer_format(s->out, "of none of the %u documents is the lead time known\n",
            way->n_documents);
        return;
    }
    zi_buffer_format(s->out,
        "P50 %g days, P90 at most about %g days (sum of P90s, an upper estimate)",
        way->lead_p50_days, way->lead_p90_days);
    for (uint32_t i = 0; i < way->n_chain; i++) {
        zi_buffer_format(
            s->out, "%s%s", i ? " > " : ": ", name_of(s, &s->rules[way->chain[i]]));
    }
    if (way->n_without_lead) {
        zi_buffer_format(s->out, "; %u of %u documents without a known lead time",
            way->n_without_lead, way->n_documents);
    }
    zi_buffer_text(s->out, "\n");
}

/* The documents shown when leaving (export) or when entering: import, transit, any. */
static void
write_side(const sheet *s, zi_grid *g, uint32_t crossing, bool is_exit)
{
    const zhol_crossing *c = &s->way->crossings[crossing];
    const char *iso = zi_report_place_iso3(s->w, is_exit ? c->from : c->to);
    const zhol_ref head_economy = zhol_world_places(s->w, NULL)[c->to].economy;
    zi_buffer list = { 0 };

    for (uint32_t i = 0; i < s->way->n_documents; i++) {
        const zhol_rule *r = &s->rules[s->way->documents[i].rule];
        if (s->way->documents[i].crossing == crossing
            && (r->customs == ZHOL_CUSTOMS_EXPORT) == is_exit) {
            zi_buffer_format(&list, "%s%s", list.length ? ", " : "", name_of(s, r));
        }
    }
    zi_grid_cell(g, "%s > %s", zi_report_place_name(s->w, c->from),
        zi_report_place_name(s->w, c->to));
    zi_grid_cell(g, "%s %s", *iso ? iso : "sea",
        is_exit                          ? "exit"
        : head_economy == s->p->query.to ? "entry"
        : head_economy == ZHOL_NO_ROW    ? "entry"
                                         : "transit");
    zi_grid_cell(g, "%s", list.data ? list.data : "-");
    s->out->failed |= list.failed;
    zi_buffer_free(&list);
}

static void
write_borders(const sheet *s)
{
    static const char *const top[] = { "border", "side", "documents first shown here" };
    zi_grid g;

    if (s->way->n_crossings == 0) {
        return;
    }
    head(s, "Borders");
    zi_grid_begin(&g, "lll");
    cells(&g, top, sizeof top / sizeof top[0]);
    for (uint32_t i = 0; i < s->way->n_crossings; i++) {
        write_side(s, &g, i, true);
        write_side(s, &g, i, false);
    }
    zi_grid_end_as(&g, s->form, s->out);
}

/* How much each rule closes, whatever the way. */
static void
write_bars(const sheet *s)
{
    if (s->p->n_bars == 0) {
        return;
    }
    head(s, "Barred crossings, on all ways");
    for (uint32_t i = 0; i < s->p->n_bars;) {
        const zhol_ref rule = s->p->bars[i].rule;
        uint32_t n = 0;
        for (; i < s->p->n_bars && s->p->bars[i].rule == rule; i++) {
            n++;
        }
        zi_buffer_format(s->out, "- %u by rule %s: %s\n", n,
            text_of(s, s->rules[rule].id), text_of(s, s->rules[rule].text));
    }
}

static void
write_sanctions(const sheet *s)
{
    for (uint32_t i = 0; i < s->way->n_sanctions; i++) {
        const zhol_rule *r = &s->rules[s->way->sanctions[i]];
        if (i == 0) {
            head(s, "Rules of sanctions that were checked");
        }
        zi_buffer_format(s->out, "- %s (%s%s): %s\n", text_of(s, r->id),
            r->hs ? "HS " : "all goods", text_of(s, r->hs), text_of(s, r->text));
    }
}

static void
add_warning(void *to, const char *text)
{
    zi_buffer_format(to, "- %s\n", text);
}

void
zi_papers_sheet(const zhol_papers_way *way, zi_grid_form form, zi_buffer *out)
{
    const zhol_world *w = way->papers->world;
    const sheet s = { way, way->papers, w, zhol_world_rules(w, NULL), form, out };

    write_title(&s);
    write_barred(&s);
    write_questions(&s);
    write_documents(&s);
    write_alternatives(&s);
    write_inspections(&s);
    write_fees(&s);
    head(&s, "Before departure");
    write_chain(&s);
    write_borders(&s);
    write_bars(&s);
    write_sanctions(&s);
    head(&s, "Limits");
    zi_papers_warnings(way, add_warning, out);
}

void
zi_papers_summary(const zhol_papers_way *way, zi_buffer *out)
{
    const zhol_world *w = way->papers->world;
    const sheet s = { way, way->papers, w, zhol_world_rules(w, NULL), ZI_GRID_TEXT, out };

    head(&s, "Papers of this way (`zhol papers` has sources and borders)");
    for (uint32_t i = 0; i < way->n_documents; i++) {
        const zhol_rule *r = &s.rules[way->documents[i].rule];
        zi_buffer_format(out, "- %s (rule %s)\n", name_of(&s, r), text_of(&s, r->id));
    }
    zi_buffer_text(out, "before departure: ");
    write_chain(&s);
    write_questions(&s);
    head(&s, "Limits");
    zi_papers_warnings(way, add_warning, out);
}
