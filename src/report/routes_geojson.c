/* SPDX-License-Identifier: Apache-2.0 */
/* The ways as lines and their stops as points, for any map program. */
#include "report/report.h"

#include "report/line.h"

static void
write_line(zi_json *j, const zhol_routes *r, uint32_t i)
{
    const zhol_alternative *way = &r->alternatives[i];
    char labels[96];
    zi_line line = zi_line_begin(j);

    for (uint32_t k = 0; k < way->n_legs; k++) {
        const zhol_leg *leg = &way->legs[k];
        const zhol_ref ends[2] = { leg->from, leg->to };
        for (int e = 0; e < 2; e++) {
            if (ends[e] == ZHOL_NO_ROW) {
                const zhol_end *point = k == 0 && e == 0 ? &r->from : &r->to;
                zi_line_point(&line, point->lon, point->lat);
            } else {
                const zhol_place *places = zhol_world_places(r->world, &(uint32_t){ 0 });
                zi_line_point(&line, places[ends[e]].lon, places[ends[e]].lat);
            }
        }
    }
    zi_line_end(&line);
    zi_json_key(j, "properties");
    zi_json_begin_object(j);
    zi_json_key(j, "id");
    zi_json_integer(j, (int64_t) i + 1);
    zi_json_key(j, "labels");
    zi_json_text(j, zi_report_labels(way->labels, ", ", labels));
    zi_json_key(j, "length_km");
    zi_json_number(j, way->length_km);
    zi_json_key(j, "time_p50_h");
    zi_json_number(j, way->time_p50_h);
    zi_json_key(j, "cost_usd");
    zi_json_number(j, way->cost_usd);
    zi_json_key(j, "co2e_wtw_kg");
    zi_json_number(j, way->co2e_wtw_kg);
    zi_json_end_object(j);
    zi_json_end_object(j);
}

void
zi_routes_geojson(const zhol_routes *routes, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "type");
    zi_json_text(&j, "FeatureCollection");
    zi_json_key(&j, "features");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        write_line(&j, routes, i);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}
