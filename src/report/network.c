/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol net export`: the network for map programs (GeoJSON) and for other transport
 * models (GMNS 0.96: node.csv and link.csv; our extra columns begin with "zhol_"). */
#include "report/line.h"
#include "report/report.h"

static void
write_place(zi_json *j, const zhol_world *w, const zhol_place *p, zhol_ref place)
{
    zi_line_point_feature(j, p->lon, p->lat);
    zi_json_key(j, "properties");
    zi_json_begin_object_line(j);
    zi_json_key(j, "id");
    zi_json_text(j, zhol_world_text(w, p->id));
    zi_json_key(j, "name");
    zi_json_text(j, zhol_world_text(w, p->name_en));
    zi_json_key(j, "kind");
    zi_json_text(j, zhol_place_kind_word(p->kind));
    zi_json_key(j, "economy");
    zi_json_text(j, zi_report_place_iso3(w, place));
    zi_json_key(j, "grade");
    zi_json_text(j, zhol_grade_word(p->origin.grade));
    zi_json_end_object(j);
    zi_json_end_object(j);
}

static void
write_link(zi_json *j, const zhol_world *w, const zhol_link *link)
{
    const zhol_place *places = zhol_world_places(w, &(uint32_t){ 0 });
    zi_line line = zi_line_begin(j);

    zi_line_point(&line, places[link->from].lon, places[link->from].lat);
    zi_line_point(&line, places[link->to].lon, places[link->to].lat);
    zi_line_end(&line);
    zi_json_key(j, "properties");
    zi_json_begin_object_line(j);
    zi_json_key(j, "id");
    zi_json_text(j, zhol_world_text(w, link->id));
    zi_json_key(j, "mode");
    zi_json_text(j, zhol_mode_word(link->mode));
    zi_json_key(j, "length_km");
    zi_json_number(j, link->length_km);
    if (link->gauge_mm) {
        zi_json_key(j, "gauge_mm");
        zi_json_integer(j, link->gauge_mm);
    }
    zi_json_key(j, "grade");
    zi_json_text(j, zhol_grade_word(link->origin.grade));
    zi_json_end_object(j);
    zi_json_end_object(j);
}

zhol_status
zhol_report_network_geojson(const zhol_world *w, zhol_buffer *out, zhol_error *err)
{
    uint32_t n_places = 0, n_links = 0;
    const zhol_place *places = zhol_world_places(w, &n_places);
    const zhol_link *links = zhol_world_links(w, &n_links);
    zi_buffer made = zi_report_take_over(out);
    zi_json j = zi_json_to(&made);

    zi_json_begin_object(&j);
    zi_json_key(&j, "type");
    zi_json_text(&j, "FeatureCollection");
    zi_json_key(&j, "features");
    zi_json_begin_array(&j);
    for (uint32_t p = 0; p < n_places; p++) {
        write_place(&j, w, &places[p], p);
    }
    for (uint32_t l = 0; l < n_links; l++) {
        write_link(&j, w, &links[l]);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
    return zi_report_hand_over(&made, out, err);
}

static void
write_gmns_nodes(const zhol_world *w, zi_buffer *out)
{
    uint32_t n = 0;
    const zhol_place *places = zhol_world_places(w, &n);

    zi_buffer_text(out, "node_id,name,x_coord,y_coord,node_type,zhol_id,zhol_iso3,"
                        "zhol_unlocode,zhol_ocean,zhol_source,zhol_grade\n");
    for (uint32_t p = 0; p < n; p++) {
        const char *const texts[] = { zhol_place_kind_word(places[p].kind),
            zhol_world_text(w, places[p].id), zi_report_place_iso3(w, p),
            zhol_world_text(w, places[p].unlocode), zhol_ocean_word(places[p].ocean),
            zhol_world_text(w, places[p].origin.source),
            zhol_grade_word(places[p].origin.grade) };
        zi_buffer_format(out, "%u,", p + 1);
        zi_report_csv_text(out, zhol_world_text(w, places[p].name_en));
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, places[p].lon);
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, places[p].lat);
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
            zi_buffer_text(out, ",");
            zi_report_csv_text(out, texts[k]);
        }
        zi_buffer_text(out, "\n");
    }
}

/* GMNS length is in the unit that the configuration table names: km here. */
static void
write_gmns_links(const zhol_world *w, zi_buffer *out)
{
    uint32_t n = 0;
    const zhol_link *links = zhol_world_links(w, &n);

    zi_buffer_text(out,
        "link_id,name,from_node_id,to_node_id,directed,length,allowed_uses,"
        "lanes,zhol_id,zhol_gauge_mm,zhol_electrified_share,"
        "zhol_open_year,zhol_close_year,zhol_source,zhol_grade\n");
    for (uint32_t l = 0; l < n; l++) {
        const zhol_link *k = &links[l];
        const char *id = zhol_world_text(w, k->id);
        zi_buffer_format(out, "%u,%s,%u,%u,%s,", l + 1, id, k->from + 1, k->to + 1,
            k->direction == ZHOL_DIRECTION_FORWARD ? "true" : "false");
        zi_report_csv_number(out, k->length_km);
        zi_buffer_format(out, ",%s,", zhol_mode_word(k->mode));
        if (k->tracks) {
            zi_buffer_format(out, "%u", k->tracks);
        }
        zi_buffer_format(out, ",%s,", id);
        if (k->gauge_mm) {
            zi_buffer_format(out, "%u", k->gauge_mm);
        }
        zi_buffer_text(out, ",");
        if (k->electrified_share >= 0) {
            zi_report_csv_number(out, k->electrified_share);
        }
        zi_buffer_text(out, ",");
        if (k->open_year) {
            zi_buffer_format(out, "%u", k->open_year);
        }
        zi_buffer_text(out, ",");
        if (k->close_year) {
            zi_buffer_format(out, "%u", k->close_year);
        }
        zi_buffer_text(out, ",");
        zi_report_csv_text(out, zhol_world_text(w, k->origin.source));
        zi_buffer_format(out, ",%s\n", zhol_grade_word(k->origin.grade));
    }
}

zhol_status
zhol_report_gmns(
    const zhol_world *w, bool is_link_table, zhol_buffer *out, zhol_error *err)
{
    zi_buffer made = zi_report_take_over(out);

    if (is_link_table) {
        write_gmns_links(w, &made);
    } else {
        write_gmns_nodes(w, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
