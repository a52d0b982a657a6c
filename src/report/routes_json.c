/* SPDX-License-Identifier: Apache-2.0 */
/* zhol.route/1: the JSON of `zhol route`, and of the API later. */
#include "report/at.h"
#include "report/papers.h"
#include "report/report.h"
#include "report/restrictions.h"

#include <string.h>

static void
end_at(zi_json *j, const char *key, const zhol_world *w, const zhol_end *end)
{
    zi_json_key(j, key);
    zi_json_begin_object_line(j);
    if (end->place == ZHOL_NO_ROW) {
        number_at(j, "lon", end->lon);
        number_at(j, "lat", end->lat);
    } else {
        text_at(j, "id", zi_report_place_id(w, end->place));
        text_at(j, "name", zi_report_place_name(w, end->place));
        text_at(j, "economy", zi_report_place_iso3(w, end->place));
    }
    zi_json_end_object(j);
}

static const char *
packing_word(zhol_packing packing)
{
    static const char *const words[] = { "auto", "feu", "teu", "wagon", "truck" };
    return words[packing];
}

static void
write_query(zi_json *j, const zhol_routes *r)
{
    static const char *const orders[] = { "time", "cost", "co2e", "risk" };
    const zhol_consignment *c = &r->consignment;

    zi_json_key(j, "query");
    zi_json_begin_object(j);
    end_at(j, "from", r->world, &r->from);
    end_at(j, "to", r->world, &r->to);
    if (c->hs[0]) {
        text_at(j, "goods_hs", c->hs);
    }
    number_at(j, "mass_t", c->mass_t);
    number_at(j, "value_usd", c->value_usd);
    bool_at(j, "value_is_assumed", r->value_is_assumed);
    text_at(j, "units", packing_word(c->packing));
    integer_at(j, "n_units", c->n_units);
    bool_at(j, "is_reefer", c->is_reefer);
    bool_at(j, "is_dangerous", c->is_dangerous);
    bool_at(j, "is_oversize", c->is_oversize);
    integer_at(j, "drivers", c->n_drivers);
    text_at(j, "order", orders[r->options.order]);
    number_at(j, "within", r->options.within);
    integer_at(j, "draws", r->options.n_draws);
    integer_at(j, "seed", (int64_t) r->options.seed);
    date_at(j, "depart", r->options.depart);
    date_at(j, "deliver_by", r->options.deliver_by);
    zi_json_end_object(j);
}

static void
write_data(zi_json *j, const zhol_routes *r, const zhol_report_options *options)
{
    const zhol_alternative *first = &r->alternatives[0];

    zi_json_key(j, "data");
    zi_json_begin_object(j);
    integer_at(j, "year", r->year);
    integer_at(j, "data_year", zhol_world_data_year(r->world));
    integer_at(j, "usd_of_year", zhol_world_base_year(r->world));
    text_at(j, "regime", zhol_regime_word(r->regime));
    number_at(j, "share_hours_cd", first->share_hours_cd);
    number_at(j, "share_usd_cd", first->share_usd_cd);
    integer_at(j, "oldest_row_year", r->oldest_year);
    integer_at(j, "newest_row_year", r->newest_year);
    integer_at(j, "own_rows_used", r->n_mine);
    integer_at(j, "ways_found", r->n_front);
    zi_json_key(j, "not_checked");
    zi_json_begin_array_line(j);
    zi_json_text(j, "sanctions");
    if (!options->has_papers) {
        zi_json_text(j, "documents");
    }
    if (!options->landed) {
        zi_json_text(j, "duties");
    }
    zi_json_end_array(j);
    if (options->papers || options->ignores_rules) {
        bool_at(j, "rules_obeyed", !options->ignores_rules);
    }
    if (options->papers) {
        integer_at(j, "rules_bar_crossings", options->papers->n_bars);
        integer_at(j, "rules_open_questions", options->papers->n_questions);
    }
    zi_json_end_object(j);
}

/* "a;b" as ["a", "b"], each key once over all texts that were added */
typedef struct key_set {
    const char *key[64];
    size_t length[64];
    uint32_t n;
} key_set;

static void
add_keys(key_set *set, const char *list)
{
    while (*list) {
        const size_t length = strcspn(list, ";");
        bool is_new = length > 0 && set->n < 64;
        for (uint32_t i = 0; is_new && i < set->n; i++) {
            is_new = set->length[i] != length || strncmp(set->key[i], list, length) != 0;
        }
        if (is_new) {
            set->key[set->n] = list;
            set->length[set->n++] = length;
        }
        list += length + (list[length] == ';');
    }
}

static void
write_keys(zi_json *j, const key_set *set)
{
    char word[128];

    zi_json_begin_array_line(j);
    for (uint32_t i = 0; i < set->n; i++) {
        const size_t n = set->length[i] < sizeof word ? set->length[i] : sizeof word - 1;
        memcpy(word, set->key[i], n);
        word[n] = '\0';
        zi_json_text(j, word);
    }
    zi_json_end_array(j);
}

static void
write_reasons(zi_json *j, const zhol_world *w, const zhol_leg *leg)
{
    zi_json_key(j, "reasons");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < leg->n_reasons; i++) {
        const zhol_reason *reason = &leg->reason[i];
        zi_json_begin_object_line(j);
        text_at(j, "name", reason->name);
        number_at(j, "value", reason->value);
        text_at(j, "unit", reason->unit);
        if (reason->year) {
            integer_at(j, "year", reason->year);
        }
        text_at(j, "grade", zhol_grade_word(reason->grade));
        text_at(j, "source", zhol_world_text(w, reason->source));
        bool_at(j, "is_own_row", reason->is_mine);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_leg_words(zi_json *j, const zhol_world *w, const zhol_leg *leg)
{
    static const char *const kinds[] = { "link", "procedure", "wait", "access" };
    uint32_t n = 0;
    const zhol_link *links = zhol_world_links(w, &n);

    text_at(j, "kind", kinds[leg->kind]);
    text_at(j, "from", zi_report_place_id(w, leg->from));
    text_at(j, "to", zi_report_place_id(w, leg->to));
    text_at(j, "mode", zhol_mode_word(leg->mode));
    if (leg->service_class != ZHOL_CLASS_ANY) {
        text_at(j, "class", zhol_service_class_word(leg->service_class));
    }
    if (leg->kind == ZHOL_LEG_PROCEDURE) {
        text_at(j, "what", zhol_what_word(leg->what));
        if (leg->row_year != 0) {
            integer_at(j, "row_year", leg->row_year);
        }
        text_at(j, "row_regime", zhol_regime_word(leg->row_regime));
    }
    if (leg->link < n) {
        text_at(j, "link", zhol_world_text(w, links[leg->link].id));
    }
    if (leg->gauge_mm) {
        integer_at(j, "gauge_mm", leg->gauge_mm);
    }
    if (leg->gauge_to_mm) {
        integer_at(j, "gauge_to_mm", leg->gauge_to_mm);
    }
    if (leg->pass != ZHOL_NO_ROW) {
        const zhol_pass *passes = zhol_world_passes(w, &n);
        text_at(j, "pass", zhol_world_text(w, passes[leg->pass].id));
    }
}

static void
write_leg(zi_json *j, const zhol_world *w, const zhol_leg *leg, bool has_explanation)
{
    key_set keys = { .n = 0 };

    zi_json_begin_object(j);
    write_leg_words(j, w, leg);
    number_at(j, "length_km", leg->length_km);
    number_at(j, "time_h", leg->time_h);
    number_at(j, "variance_h2", leg->variance_h2);
    number_at(j, "cost_usd", leg->cost_usd);
    number_at(j, "co2e_wtw_kg", leg->co2e_wtw_kg);
    number_at(j, "co2e_ttw_kg", leg->co2e_ttw_kg);
    for (uint32_t i = 0; i < leg->n_reasons; i++) {
        add_keys(&keys, zhol_world_text(w, leg->reason[i].source));
    }
    zi_json_key(j, "source");
    write_keys(j, &keys);
    if (leg->uses_mine) {
        bool_at(j, "uses_own_rows", true);
    }
    if (has_explanation) {
        write_reasons(j, w, leg);
    }
    zi_json_end_object(j);
}

static void
write_nodes(zi_json *j, const zhol_world *w, const zhol_alternative *way)
{
    zi_json_key(j, "modes");
    zi_json_begin_array_line(j);
    for (uint32_t m = 0; m < way->n_modes; m++) {
        zi_json_text(j, zhol_mode_word(way->modes[m]));
    }
    zi_json_end_array(j);
    zi_json_key(j, "borders");
    zi_json_begin_array(j);
    for (uint32_t b = 0; b < way->n_borders; b++) {
        const zhol_border_crossing *border = &way->borders[b];
        zi_json_begin_object_line(j);
        text_at(j, "from", zi_report_place_id(w, border->from));
        text_at(j, "to", zi_report_place_id(w, border->to));
        text_at(j, "from_economy", zi_report_place_iso3(w, border->from));
        text_at(j, "to_economy", zi_report_place_iso3(w, border->to));
        text_at(j, "mode", zhol_mode_word(border->mode));
        number_at(j, "time_h", border->time_h);
        number_at(j, "cost_usd", border->cost_usd);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_json_key(j, "gauge_changes");
    zi_json_begin_array(j);
    for (uint32_t g = 0; g < way->n_gauge_changes; g++) {
        const zhol_gauge_change *change = &way->gauge_changes[g];
        zi_json_begin_object_line(j);
        text_at(j, "place", zi_report_place_id(w, change->place));
        integer_at(j, "from_mm", change->from_mm);
        integer_at(j, "to_mm", change->to_mm);
        text_at(j, "what", zhol_what_word(change->what));
        number_at(j, "time_h", change->time_h);
        number_at(j, "cost_usd", change->cost_usd);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_labels(zi_json *j, uint32_t labels)
{
    zi_json_key(j, "labels");
    zi_json_begin_array_line(j);
    for (uint32_t bit = 1; bit <= ZHOL_LABEL_BALANCED; bit <<= 1) {
        if (labels & bit) {
            char word[96];
            zi_json_text(j, zi_report_labels(bit, "", word));
        }
    }
    zi_json_end_array(j);
}

static void
write_papers(zi_json *j, const zhol_routes *r, uint32_t i, const zhol_papers *papers)
{
    zhol_papers_way *way = NULL;

    if (zi_papers_of(r, papers, i, &way, NULL) != ZHOL_OK) {
        j->out->failed = true;
        return;
    }
    zi_json_key(j, "papers");
    zi_json_begin_object(j);
    zi_papers_json(way, j);
    zi_json_end_object(j);
    zhol_papers_way_free(way);
}

static void
write_way(zi_json *j, const zhol_routes *r, uint32_t i,
    const zhol_report_options *options, const zhol_landed *landed)
{
    const zhol_alternative *way = &r->alternatives[i];

    zi_json_begin_object(j);
    integer_at(j, "id", (int64_t) i + 1);
    write_labels(j, way->labels);
    number_at(j, "length_km", way->length_km);
    number_at(j, "time_p10_h", way->time_p10_h);
    number_at(j, "time_p50_h", way->time_p50_h);
    number_at(j, "time_p90_h", way->time_p90_h);
    number_at(j, "time_mean_h", way->time_mean_h);
    number_at(j, "cost_usd", way->cost_usd);
    number_at(j, "co2e_wtw_kg", way->co2e_wtw_kg);
    number_at(j, "co2e_ttw_kg", way->co2e_ttw_kg);
    number_at(j, "risk_h2", way->risk_h2);
    number_at(j, "share_hours_cd", way->share_hours_cd);
    number_at(j, "share_usd_cd", way->share_usd_cd);
    number_at(j, "chance_faster_than_first", way->chance_faster);
    if (way->chance_in_time >= 0) {
        number_at(j, "chance_in_time", way->chance_in_time);
    }
    write_nodes(j, r->world, way);
    if (landed) {
        zi_routes_landed_json(landed, j);
    }
    zi_json_key(j, "legs");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < way->n_legs; k++) {
        write_leg(j, r->world, &way->legs[k], options->has_explanation);
    }
    zi_json_end_array(j);
    if (options->has_papers && options->papers) {
        write_papers(j, r, i, options->papers);
    }
    zi_json_end_object(j);
}

void
zi_routes_json(const zhol_routes *routes, const zhol_report_options *options,
    zhol_landed *const *landed, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    text_at(&j, "schema", "zhol.route/1");
    write_query(&j, routes);
    write_data(&j, routes, options);
    zi_restrictions_json(routes, &j);
    zi_json_key(&j, "alternatives");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        write_way(&j, routes, i, options, landed ? landed[i] : NULL);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}
