/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of crossings for people: text or Markdown. */
#include "report/border.h"

#include <string.h>

#include "base/mem.h"
#include "net/words.h"

typedef struct sheet {
    const zi_border *b;
    const zi_crossing *c;
    zi_grid_form form;
    zi_buffer *out;
} sheet;

static const char *
text_of(const sheet *s, zhol_text text)
{
    return zhol_world_text(s->b->w, text);
}

static void
heading(const sheet *s, const char *text)
{
    zi_buffer_format(s->out, s->form == ZI_GRID_MD ? "\n### %s\n" : "\n%s\n", text);
}

static void
cells(zi_grid *g, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        zi_grid_cell(g, "%s", texts[i]);
    }
}

#define HEAD(g, ...)                                 \
    cells((g), (const char *const[]){ __VA_ARGS__ }, \
        sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static void
cell_whole(zi_grid *g, uint32_t x)
{
    if (x > 0) {
        zi_grid_cell(g, "%u", x);
    } else {
        zi_grid_cell(g, "%s", "");
    }
}

static void
cell_number(zi_grid *g, double x, int decimals)
{
    char text[48];

    zi_grid_cell(g, "%s", x < 0 ? "" : zi_grid_number(x, decimals, text));
}

static void
cell_origin(zi_grid *g, const sheet *s, const zhol_origin *origin)
{
    zi_grid_cell(
        g, "%s%s", zhol_grade_word(origin->grade), origin->is_mine ? " mine" : "");
    zi_grid_cell(g, "%s", text_of(s, origin->source));
}

static void
cell_date(zi_grid *g, uint32_t date)
{
    if (date > 0) {
        zi_grid_cell(g, "%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
    } else {
        zi_grid_cell(g, "%s", "");
    }
}

static void
write_links(const sheet *s)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(s->b->w, &n);
    zi_grid g;

    heading(s, "links");
    zi_grid_begin(&g, "llrrrrrlllll");
    HEAD(&g, "link", "mode", "km", "gauge", "tracks", "electrified", "capacity", "unit",
        "state", "years", "grade", "source");
    for (uint32_t i = 0; i < n; i++) {
        const zhol_link *l = &links[i];
        if (!zi_crossing_has(s->c, l)) {
            continue;
        }
        zi_grid_cell(&g, "%s", text_of(s, l->id));
        zi_grid_cell(&g, "%s", zhol_mode_word(l->mode));
        cell_number(&g, l->length_km, 1);
        cell_whole(&g, l->gauge_mm);
        cell_whole(&g, l->tracks);
        cell_number(&g, l->electrified_share, 2);
        cell_number(&g, l->capacity, 0);
        zi_grid_cell(&g, "%s", text_of(s, l->capacity_unit));
        zi_grid_cell(&g, "%s", zi_state_words[l->state]);
        if (l->open_year || l->close_year) {
            zi_grid_cell(&g, "%.0u-%.0u", l->open_year, l->close_year);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        cell_origin(&g, s, &l->origin);
    }
    zi_grid_end_as(&g, s->form, s->out);
}

static void
write_toll(zi_grid *g, const sheet *s, const zi_passage *p, const zi_toll *t)
{
    zi_grid_cell(g, "%s to %s", zi_report_place_iso3(s->b->w, p->from),
        zi_report_place_iso3(s->b->w, p->to));
    zi_grid_cell(g, "%s", zhol_mode_word(p->mode));
    zi_grid_cell(g, "%s", zhol_service_class_word(p->service_class));
    if (t->first_year == t->last_year) {
        zi_grid_cell(g, "%u", t->first_year);
    } else {
        zi_grid_cell(g, "%u-%u", t->first_year, t->last_year);
    }
    for (int r = 0; r < 3; r++) {
        cell_number(g, t->has_rows ? t->hours[r] : ZHOL_NOT_GIVEN, 1);
    }
    cell_number(g, t->has_rows ? t->usd[0] : ZHOL_NOT_GIVEN, 0);
}

static void
write_tolls(const sheet *s)
{
    zi_passage passages[ZI_MAX_PASSAGES];
    const uint32_t n = zi_border_passages(s->b, s->c, passages);
    zi_toll *tolls = ZI_NEW(zi_toll, s->b->n_years);
    zi_grid g;

    if (!tolls) {
        s->out->failed = true;
        return;
    }
    heading(s,
        "hours and dollars of passing: both sides together, 1 FEU of 20 t, without "
        "the change of gauge");
    zi_grid_begin(&g, "llllrrrr");
    HEAD(&g, "passage", "mode", "class", "year", "normal h", "congested h", "crisis h",
        "USD");
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t n_tolls = zi_border_tolls(s->b, &passages[i], tolls);
        for (uint32_t k = 0; k < n_tolls; k++) {
            write_toll(&g, s, &passages[i], &tolls[k]);
        }
    }
    zi_grid_end_as(&g, s->form, s->out);
    zi_free(tolls);
}

static void
cell_scope(zi_grid *g, const sheet *s, const zhol_procedure *p)
{
    zi_buffer text = { 0 };

    zi_border_scope(s->b->w, p->at, &text);
    if (p->other.kind != ZHOL_SCOPE_EVERYWHERE) {
        zi_buffer_text(&text, " / ");
        zi_border_scope(s->b->w, p->other, &text);
    }
    zi_grid_cell(g, "%s", text.data ? text.data : "");
    s->out->failed = s->out->failed || text.failed;
    zi_buffer_free(&text);
}

/* Money as the row gives it, and what that is in dollars of the base year. */
static void
cell_cost(zi_grid *g, const sheet *s, const zhol_procedure *p)
{
    char amount[48], usd[48];
    const double factor =
        s->b->book->usd_of_procedure[p - zhol_world_procedures(s->b->w, NULL)];

    if (p->cost < 0) {
        zi_grid_cell(g, "%s", "");
    } else {
        zi_grid_cell(g, "%s %s/%s (%s USD of %u)", zi_grid_number(p->cost, 2, amount),
            text_of(s, p->currency), zhol_unit_word(p->cost_unit),
            zi_grid_number(p->cost * factor, 2, usd), zhol_world_base_year(s->b->w));
    }
}

static void
write_row(zi_grid *g, const sheet *s, const zi_border_row *row)
{
    const zhol_procedure *p = row->p;

    zi_grid_cell(g, "%s", zi_report_place_id(s->b->w, row->side));
    zi_grid_cell(g, "%s", zhol_what_word(p->what));
    zi_grid_cell(g, "%s", zi_direction_words[p->direction]);
    zi_grid_cell(g, "%s", zhol_mode_word(p->mode));
    zi_grid_cell(g, "%s%s%s", zhol_service_class_word(p->service_class),
        p->service_class && p->cargo ? ", " : "",
        p->cargo ? zi_cargo_words[p->cargo] : "");
    cell_whole(g, p->year);
    zi_grid_cell(g, "%s", zhol_regime_word(p->regime));
    cell_number(g, p->mean_h, 1);
    cell_cost(g, s, p);
    cell_scope(g, s, p);
    cell_origin(g, s, &p->origin);
}

static void
write_rows(const sheet *s)
{
    zi_border_row *rows = NULL;
    uint32_t n = 0, n_overruled = 0;
    zi_grid g;

    if (zi_border_rows(s->b, s->c, &rows, &n, NULL) != ZHOL_OK) {
        s->out->failed = true;
        return;
    }
    heading(s, "rows behind the hours (of narrowest scope)");
    zi_grid_begin(&g, "lllllrlrllll");
    HEAD(&g, "side", "what", "direction", "mode", "class", "year", "regime", "h", "cost",
        "scope", "grade", "source");
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i].is_overruled) {
            n_overruled++;
        } else {
            write_row(&g, s, &rows[i]);
        }
    }
    zi_grid_end_as(&g, s->form, s->out);
    if (n_overruled > 0) {
        zi_buffer_format(s->out,
            "%s%u rows of wider scope are overruled by these; --format json lists them\n",
            s->form == ZI_GRID_MD ? "\n" : "", n_overruled);
    }
    zi_free(rows);
}

static void
write_services(const sheet *s)
{
    uint32_t n, n_found = 0;
    const zhol_procedure *all = zhol_world_procedures(s->b->w, &n);
    zi_grid g;

    if (!(s->c->modes >> ZHOL_MODE_RAIL & 1u)) {
        return;
    }
    heading(s, "change of gauge");
    zi_grid_begin(&g, "lllrrrlll");
    HEAD(&g, "at", "what", "goods", "gauges", "year", "h", "cost", "grade", "source");
    for (uint32_t i = 0; i < n; i++) {
        if (zi_border_is_gauge(&all[i]) && zi_crossing_is_in(s->b, s->c, all[i].at)) {
            n_found++;
            cell_scope(&g, s, &all[i]);
            zi_grid_cell(&g, "%s", zhol_what_word(all[i].what));
            zi_grid_cell(&g, "%s", zi_cargo_words[all[i].cargo]);
            zi_grid_cell(&g, "%u-%u", all[i].gauge_from_mm, all[i].gauge_to_mm);
            cell_whole(&g, all[i].year);
            cell_number(&g, all[i].mean_h, 1);
            cell_cost(&g, s, &all[i]);
            cell_origin(&g, s, &all[i].origin);
        }
    }
    zi_grid_end_as(&g, s->form, s->out);
    if (n_found == 0) {
        zi_buffer_text(s->out, "no row offers it at either side\n");
    }
}

static void
write_statuses(const sheet *s)
{
    uint32_t n, n_found = 0;
    const zhol_status_row *all = zhol_world_statuses(s->b->w, &n);
    zi_grid g;

    zi_grid_begin(&g, "lllllll");
    HEAD(&g, "what", "state", "from", "to", "note", "grade", "source");
    for (uint32_t i = 0; i < n; i++) {
        if (zi_crossing_has_status(s->b, s->c, &all[i])) {
            n_found++;
            zi_grid_cell(&g, "%s", zi_status_what_words[all[i].what]);
            zi_grid_cell(&g, "%s", zi_state_words[all[i].state]);
            cell_date(&g, all[i].from_date);
            cell_date(&g, all[i].to_date);
            zi_grid_cell(&g, "%s", text_of(s, all[i].note));
            cell_origin(&g, s, &all[i].origin);
        }
    }
    heading(s,
        n_found > 0
            ? "closures, openings, restrictions (from that day, until before the other)"
            : "closures, openings, restrictions: none in the tables");
    if (n_found > 0) {
        zi_grid_end_as(&g, s->form, s->out);
    } else {
        zi_buffer_free(&g.cells);
    }
}

static void
write_rules(const sheet *s)
{
    uint32_t n, n_found = 0;
    const zhol_rule *all = zhol_world_rules(s->b->w, &n);
    zi_grid g;

    zi_grid_begin(&g, "lllllll");
    HEAD(&g, "rule", "effect", "goods", "from", "to", "text", "grade");
    for (uint32_t i = 0; i < n; i++) {
        if (zi_crossing_is_ruled(s->b, s->c, &all[i])) {
            n_found++;
            zi_grid_cell(&g, "%s", text_of(s, all[i].id));
            zi_grid_cell(&g, "%s", zhol_rule_effect_word(all[i].effect));
            zi_grid_cell(&g, "%s", text_of(s, all[i].hs));
            cell_date(&g, all[i].valid_from);
            cell_date(&g, all[i].valid_to);
            zi_grid_cell(&g, "%s", text_of(s, all[i].text));
            zi_grid_cell(&g, "%s", zhol_grade_word(all[i].origin.grade));
        }
    }
    heading(s, n_found > 0
                   ? "rules about goods that name the crossing (papers: zhol "
                     "papers)"
                   : "rules about goods that name the crossing: none in the tables");
    if (n_found > 0) {
        zi_grid_end_as(&g, s->form, s->out);
    } else {
        zi_buffer_free(&g.cells);
    }
}

void
zi_border_text(const zi_border *border, zi_grid_form form, zi_buffer *out)
{
    for (uint32_t i = 0; i < border->n_crossings; i++) {
        const sheet s = { border, &border->crossings[i], form, out };
        zi_buffer_format(out, "%s%s%s (%s) - %s (%s)\n", i > 0 ? "\n" : "",
            form == ZI_GRID_MD ? "## " : "", zi_report_place_name(border->w, s.c->a),
            zi_report_place_iso3(border->w, s.c->a),
            zi_report_place_name(border->w, s.c->b),
            zi_report_place_iso3(border->w, s.c->b));
        write_links(&s);
        write_tolls(&s);
        write_rows(&s);
        write_services(&s);
        write_statuses(&s);
        write_rules(&s);
    }
}
