/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol places NAME`: what a name may mean. */
#include "report/grid.h"
#include "report/report.h"

#include "base/fail.h"

static void
write_table(
    const zhol_world *w, const zhol_match *matches, uint32_t n_matches, zi_buffer *out)
{
    static const char *const head[] = { "id", "name", "local name", "kind", "economy",
        "UN/LOCODE", "lon", "lat", "people", "fits" };
    const zhol_place *places = zhol_world_places(w, &(uint32_t){ 0 });
    zi_grid g;

    zi_grid_begin(&g, "llllllrrrl");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n_matches; i++) {
        const zhol_place *p = &places[matches[i].place];
        char text[48];
        zi_grid_cell(&g, "%s", zhol_world_text(w, p->id));
        zi_grid_cell(&g, "%s", zhol_world_text(w, p->name_en));
        zi_grid_cell(&g, "%s", zhol_world_text(w, p->name_local));
        zi_grid_cell(&g, "%s", zhol_place_kind_word(p->kind));
        zi_grid_cell(&g, "%s", zi_report_place_iso3(w, matches[i].place));
        zi_grid_cell(&g, "%s", zhol_world_text(w, p->unlocode));
        zi_grid_cell(&g, "%.2f", p->lon);
        zi_grid_cell(&g, "%.2f", p->lat);
        zi_grid_cell(
            &g, "%s", p->population >= 0 ? zi_grid_number(p->population, 0, text) : "");
        zi_grid_cell(&g, "%s", matches[i].distance > 0 ? "nearly" : "yes");
    }
    zi_grid_end(&g, out);
}

static void
write_csv(
    const zhol_world *w, const zhol_match *matches, uint32_t n_matches, zi_buffer *out)
{
    const zhol_place *places = zhol_world_places(w, &(uint32_t){ 0 });

    zi_buffer_text(out, "id,name_en,name_local,kind,economy,unlocode,lon,lat,population,"
                        "distance\n");
    for (uint32_t i = 0; i < n_matches; i++) {
        const zhol_place *p = &places[matches[i].place];
        const char *const texts[] = { zhol_world_text(w, p->id),
            zhol_world_text(w, p->name_en), zhol_world_text(w, p->name_local),
            zhol_place_kind_word(p->kind), zi_report_place_iso3(w, matches[i].place),
            zhol_world_text(w, p->unlocode) };
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
            zi_report_csv_text(out, texts[k]);
            zi_buffer_text(out, ",");
        }
        zi_report_csv_number(out, p->lon);
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, p->lat);
        zi_buffer_text(out, ",");
        if (p->population >= 0) {
            zi_report_csv_number(out, p->population);
        }
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, matches[i].distance);
        zi_buffer_text(out, "\n");
    }
}

static void
write_json(
    const zhol_world *w, const zhol_match *matches, uint32_t n_matches, zi_buffer *out)
{
    const zhol_place *places = zhol_world_places(w, &(uint32_t){ 0 });
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.places/1");
    zi_json_key(&j, "places");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < n_matches; i++) {
        const zhol_place *p = &places[matches[i].place];
        const char *const rows[][2] = { { "id", zhol_world_text(w, p->id) },
            { "name_en", zhol_world_text(w, p->name_en) },
            { "name_local", zhol_world_text(w, p->name_local) },
            { "name_kk", zhol_world_text(w, p->name_kk) },
            { "name_ru", zhol_world_text(w, p->name_ru) },
            { "name_zh", zhol_world_text(w, p->name_zh) },
            { "kind", zhol_place_kind_word(p->kind) },
            { "economy", zi_report_place_iso3(w, matches[i].place) },
            { "unlocode", zhol_world_text(w, p->unlocode) },
            { "ocean", zhol_ocean_word(p->ocean) },
            { "grade", zhol_grade_word(p->origin.grade) },
            { "source", zhol_world_text(w, p->origin.source) } };
        zi_json_begin_object(&j);
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            if (rows[k][1][0]) {
                zi_json_key(&j, rows[k][0]);
                zi_json_text(&j, rows[k][1]);
            }
        }
        zi_json_key(&j, "lon");
        zi_json_number(&j, p->lon);
        zi_json_key(&j, "lat");
        zi_json_number(&j, p->lat);
        if (p->population >= 0) {
            zi_json_key(&j, "population");
            zi_json_number(&j, p->population);
        }
        zi_json_key(&j, "distance");
        zi_json_number(&j, matches[i].distance);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

zhol_status
zhol_report_places(const zhol_world *w, const zhol_match *matches, uint32_t n_matches,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_buffer made;

    if (options->format == ZHOL_FORMAT_GEOJSON) {
        return zi_fail(err, ZHOL_USAGE, "places are listed as table, json or csv");
    }
    made = zi_report_take_over(out);
    if (options->format == ZHOL_FORMAT_JSON) {
        write_json(w, matches, n_matches, &made);
    } else if (options->format == ZHOL_FORMAT_CSV) {
        write_csv(w, matches, n_matches, &made);
    } else {
        write_table(w, matches, n_matches, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
