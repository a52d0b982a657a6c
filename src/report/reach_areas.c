/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach --format geojson`: isochrones for any map program. */
#include "report/reach.h"
#include "report/report.h"

static void
write_point(zi_json *j, const double point[2])
{
    zi_json_begin_array(j);
    zi_json_number(j, point[0]);
    zi_json_number(j, point[1]);
    zi_json_end_array(j);
}

/* A ring of GeoJSON ends with its first point. */
static void
write_ring(zi_json *j, const zhol_area *a, uint32_t ring)
{
    zi_json_begin_array(j);
    for (uint32_t i = a->first[ring]; i < a->first[ring + 1]; i++) {
        write_point(j, a->points[i]);
    }
    write_point(j, a->points[a->first[ring]]);
    zi_json_end_array(j);
}

static void
write_geometry(zi_json *j, const zhol_area *a)
{
    zi_json_key(j, "geometry");
    zi_json_begin_object(j);
    zi_json_key(j, "type");
    zi_json_text(j, "MultiPolygon");
    zi_json_key(j, "coordinates");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < a->n_rings; i++) {
        if (a->outer[i] != i) {
            continue;
        }
        zi_json_begin_array_line(j);
        write_ring(j, a, i);
        for (uint32_t k = 0; k < a->n_rings; k++) {
            if (k != i && a->outer[k] == i) {
                write_ring(j, a, k);
            }
        }
        zi_json_end_array(j);
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
}

static void
write_properties(zi_json *j, const zi_reach_sheet *s, const zhol_area *a)
{
    const zhol_reach *r = s->r;
    const zhol_reach_by by = r->drawn ? ZHOL_REACH_BY_CHANCE : ZHOL_REACH_BY_TIME;

    zi_json_key(j, "properties");
    zi_json_begin_object(j);
    zi_json_key(j, "from");
    zi_json_text(j, zi_reach_name(r));
    zi_json_key(j, "days");
    zi_json_number(j, a->limit_h / 24);
    if (r->drawn) {
        zi_json_key(j, "probability");
        zi_json_number(j, r->query.probability);
    }
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (zi_reach_shows(s, f)) {
            char key[48];
            zi_json_key(j, zi_reach_share_key((zhol_reach_figure) f, key));
            zi_json_number(
                j, zhol_reach_within(r, (zhol_reach_figure) f, by, a->limit_h));
        }
    }
    zi_json_key(j, "access_km_h");
    zi_json_integer(j, 50);
    zi_json_key(j, "grid_deg");
    zi_json_number(j, 0.5);
    zi_json_end_object(j);
}

zhol_status
zhol_report_reach_areas(const zhol_reach *reach, const zhol_areas *areas,
    const zhol_reach_view *view, zhol_buffer *out, zhol_error *err)
{
    const zi_reach_sheet s = { .r = reach, .view = view };
    zi_buffer text = zi_report_take_over(out);
    zi_json j = zi_json_to(&text);

    zi_json_begin_object(&j);
    zi_json_key(&j, "type");
    zi_json_text(&j, "FeatureCollection");
    zi_json_key(&j, "features");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < areas->n_areas; i++) {
        zi_json_begin_object(&j);
        zi_json_key(&j, "type");
        zi_json_text(&j, "Feature");
        write_properties(&j, &s, &areas->areas[i]);
        write_geometry(&j, &areas->areas[i]);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
    return zi_report_hand_over(&text, out, err);
}
