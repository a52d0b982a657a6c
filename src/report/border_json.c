/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of crossings for programs: zhol.border/1. */
#include "report/border.h"

#include "base/mem.h"
#include "net/words.h"
#include "report/trade.h"

static void
put_place(zi_json *j, const char *key, const zi_border *b, zhol_ref place)
{
    zi_json_key(j, key);
    zi_json_begin_object_line(j);
    zi_json_word(j, "id", zi_report_place_id(b->w, place));
    zi_json_word(j, "name_en", zi_report_place_name(b->w, place));
    zi_json_word(j, "economy", zi_report_place_iso3(b->w, place));
    zi_json_end_object(j);
}

static void
put_origin(zi_json *j, const zi_border *b, const zhol_origin *origin)
{
    zi_json_word(j, "grade", zhol_grade_word(origin->grade));
    zi_json_word(j, "source", zhol_world_text(b->w, origin->source));
    zi_json_key(j, "is_mine");
    zi_json_bool(j, origin->is_mine != 0);
    zi_json_end_object(j);
}

static void
put_links(zi_json *j, const zi_border *b, const zi_crossing *c)
{
    uint32_t n;
    const zhol_link *links = zhol_world_links(b->w, &n);

    zi_json_key(j, "links");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        const zhol_link *l = &links[i];
        if (!zi_crossing_has(c, l)) {
            continue;
        }
        zi_json_begin_object_line(j);
        zi_json_word(j, "id", zhol_world_text(b->w, l->id));
        zi_json_word(j, "mode", zhol_mode_word(l->mode));
        zi_json_known(j, "length_km", l->length_km);
        zi_json_count(j, "gauge_mm", l->gauge_mm);
        zi_json_count(j, "tracks", l->tracks);
        zi_json_known(j, "electrified_share", l->electrified_share);
        zi_json_known(j, "capacity", l->capacity);
        zi_json_word(j, "capacity_unit", zhol_world_text(b->w, l->capacity_unit));
        zi_json_word(j, "state", zi_state_words[l->state]);
        zi_json_count(j, "open_year", l->open_year);
        zi_json_count(j, "close_year", l->close_year);
        put_origin(j, b, &l->origin);
    }
    zi_json_end_array(j);
}

static void
put_toll(zi_json *j, const zi_toll *t)
{
    zi_json_begin_object_line(j);
    zi_json_count(j, "from_year", t->first_year);
    zi_json_count(j, "to_year", t->last_year);
    for (uint32_t r = 0; r < 3; r++) {
        zi_json_key(j, zhol_regime_word(ZHOL_REGIME_NORMAL + r));
        if (!t->has_rows) {
            zi_json_null(j);
            continue;
        }
        zi_json_begin_object_line(j);
        zi_json_known(j, "time_h", t->hours[r]);
        zi_json_known(j, "cost_usd", t->usd[r]);
        zi_json_end_object(j);
    }
    zi_json_end_object(j);
}

static void
put_passages(zi_json *j, const zi_border *b, const zi_crossing *c)
{
    zi_passage passages[ZI_MAX_PASSAGES];
    const uint32_t n = zi_border_passages(b, c, passages);
    zi_toll *tolls = ZI_NEW(zi_toll, b->n_years);

    if (!tolls) {
        j->out->failed = true;
        return;
    }
    zi_json_key(j, "passages");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t n_tolls = zi_border_tolls(b, &passages[i], tolls);
        zi_json_begin_object(j);
        zi_json_word(j, "from", zi_report_place_id(b->w, passages[i].from));
        zi_json_word(j, "to", zi_report_place_id(b->w, passages[i].to));
        zi_json_word(j, "mode", zhol_mode_word(passages[i].mode));
        zi_json_word(j, "class", zhol_service_class_word(passages[i].service_class));
        zi_json_key(j, "years");
        zi_json_begin_array(j);
        for (uint32_t k = 0; k < n_tolls; k++) {
            put_toll(j, &tolls[k]);
        }
        zi_json_end_array(j);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_free(tolls);
}

static void
put_scope(zi_json *j, const char *key, const zi_border *b, zhol_scope scope)
{
    zi_buffer text = { 0 };

    zi_border_scope(b->w, scope, &text);
    zi_json_word(j, key, text.data ? text.data : "");
    j->out->failed = j->out->failed || text.failed;
    zi_buffer_free(&text);
}

/* Opens the row and leaves its origin to be written. */
static void
put_procedure(zi_json *j, const zi_border *b, const zhol_procedure *p)
{
    const double factor =
        b->book->usd_of_procedure[p - zhol_world_procedures(b->w, NULL)];

    zi_json_begin_object_line(j);
    zi_json_word(j, "what", zhol_what_word(p->what));
    put_scope(j, "at", b, p->at);
    put_scope(j, "other", b, p->other);
    zi_json_word(j, "mode", zhol_mode_word(p->mode));
    zi_json_word(j, "direction", zi_direction_words[p->direction]);
    zi_json_word(j, "goods", zi_cargo_words[p->cargo]);
    zi_json_word(j, "class", zhol_service_class_word(p->service_class));
    zi_json_count(j, "year", p->year);
    zi_json_word(j, "regime", zhol_regime_word(p->regime));
    zi_json_known(j, "mean_h", p->mean_h);
    zi_json_known(j, "cost", p->cost);
    if (p->cost >= 0) {
        zi_json_word(j, "currency", zhol_world_text(b->w, p->currency));
        zi_json_word(j, "cost_unit", zhol_unit_word(p->cost_unit));
        zi_json_known(j, "cost_usd", p->cost * factor);
    }
}

static void
put_rows(zi_json *j, const zi_border *b, const zi_crossing *c)
{
    zi_border_row *rows = NULL;
    uint32_t n = 0;

    if (zi_border_rows(b, c, &rows, &n, NULL) != ZHOL_OK) {
        j->out->failed = true;
        return;
    }
    zi_json_key(j, "procedures");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        put_procedure(j, b, rows[i].p);
        zi_json_word(j, "side", zi_report_place_id(b->w, rows[i].side));
        zi_json_key(j, "is_overruled");
        zi_json_bool(j, rows[i].is_overruled);
        put_origin(j, b, &rows[i].p->origin);
    }
    zi_json_end_array(j);
    zi_free(rows);
}

static void
put_services(zi_json *j, const zi_border *b, const zi_crossing *c)
{
    uint32_t n;
    const zhol_procedure *all = zhol_world_procedures(b->w, &n);

    zi_json_key(j, "gauge_services");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n && (c->modes >> ZHOL_MODE_RAIL & 1u); i++) {
        if (zi_border_is_gauge(&all[i]) && zi_crossing_is_in(b, c, all[i].at)) {
            put_procedure(j, b, &all[i]);
            zi_json_count(j, "gauge_from_mm", all[i].gauge_from_mm);
            zi_json_count(j, "gauge_to_mm", all[i].gauge_to_mm);
            put_origin(j, b, &all[i].origin);
        }
    }
    zi_json_end_array(j);
}

static void
put_statuses(zi_json *j, const zi_border *b, const zi_crossing *c)
{
    uint32_t n;
    const zhol_status_row *all = zhol_world_statuses(b->w, &n);

    zi_json_key(j, "statuses");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        if (zi_crossing_has_status(b, c, &all[i])) {
            zi_json_begin_object_line(j);
            zi_json_word(j, "what", zi_status_what_words[all[i].what]);
            zi_json_word(j, "state", zi_state_words[all[i].state]);
            zi_json_count(j, "from_date", all[i].from_date);
            zi_json_count(j, "to_date", all[i].to_date);
            zi_json_word(j, "note", zhol_world_text(b->w, all[i].note));
            put_origin(j, b, &all[i].origin);
        }
    }
    zi_json_end_array(j);
}

static void
put_rules(zi_json *j, const zi_border *b, const zi_crossing *c)
{
    uint32_t n;
    const zhol_rule *all = zhol_world_rules(b->w, &n);

    zi_json_key(j, "rules");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        if (zi_crossing_is_ruled(b, c, &all[i])) {
            zi_json_begin_object_line(j);
            zi_json_word(j, "id", zhol_world_text(b->w, all[i].id));
            zi_json_word(j, "effect", zhol_rule_effect_word(all[i].effect));
            zi_json_word(j, "hs", zhol_world_text(b->w, all[i].hs));
            zi_json_count(j, "valid_from", all[i].valid_from);
            zi_json_count(j, "valid_to", all[i].valid_to);
            zi_json_word(j, "text", zhol_world_text(b->w, all[i].text));
            put_origin(j, b, &all[i].origin);
        }
    }
    zi_json_end_array(j);
}

void
zi_border_json(const zi_border *b, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.border/1");
    zi_json_count(&j, "usd_of_year", zhol_world_base_year(b->w));
    zi_json_word(&j, "unit", "1 FEU of 20 t, without the change of gauge");
    zi_json_key(&j, "crossings");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < b->n_crossings; i++) {
        const zi_crossing *c = &b->crossings[i];
        zi_json_begin_object(&j);
        put_place(&j, "a", b, c->a);
        put_place(&j, "b", b, c->b);
        put_links(&j, b, c);
        put_passages(&j, b, c);
        put_rows(&j, b, c);
        put_services(&j, b, c);
        put_statuses(&j, b, c);
        put_rules(&j, b, c);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}
