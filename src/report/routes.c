/* SPDX-License-Identifier: Apache-2.0 */
/* One answer of the router, in the form asked for; what its forms share. */
#include "report/report.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"

zhol_status
zhol_report_routes(const zhol_routes *routes, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err)
{
    zi_buffer made;
    zhol_landed **landed = NULL;

    if (options->alternative > routes->n_alternatives) {
        return zi_fail(err, ZHOL_USAGE,
            "alternative %u: the answer has %u; ask for one of 1 to %u",
            options->alternative, routes->n_alternatives, routes->n_alternatives);
    }
    if (options->landed) {
        const zhol_status status = zi_routes_land(routes, options->landed, &landed, err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    made = zi_report_take_over(out);
    switch (options->format) {
    case ZHOL_FORMAT_JSON:
        zi_routes_json(routes, options, landed, &made);
        break;
    case ZHOL_FORMAT_CSV:
        zi_routes_csv(routes, &made);
        break;
    case ZHOL_FORMAT_GEOJSON:
        zi_routes_geojson(routes, &made);
        break;
    case ZHOL_FORMAT_TABLE:
    default:
        zi_routes_table(routes, options, landed, &made);
        break;
    }
    zi_routes_free_landed(routes, landed);
    return zi_report_hand_over(&made, out, err);
}

const char *
zi_report_place_id(const zhol_world *w, zhol_ref place)
{
    uint32_t n = 0;
    const zhol_place *places = zhol_world_places(w, &n);
    return place < n ? zhol_world_text(w, places[place].id) : "(point)";
}

const char *
zi_report_place_name(const zhol_world *w, zhol_ref place)
{
    uint32_t n = 0;
    const zhol_place *places = zhol_world_places(w, &n);
    return place < n ? zhol_world_text(w, places[place].name_en) : "(point)";
}

static const zhol_economy *
economy_of(const zhol_world *w, zhol_ref place)
{
    uint32_t n = 0, n_economies = 0;
    const zhol_place *places = zhol_world_places(w, &n);
    const zhol_economy *economies = zhol_world_economies(w, &n_economies);

    if (place >= n || places[place].economy >= n_economies) {
        return NULL;
    }
    return &economies[places[place].economy];
}

const char *
zi_report_place_iso2(const zhol_world *w, zhol_ref place)
{
    const zhol_economy *e = economy_of(w, place);
    return e ? zhol_world_text(w, e->iso2) : "";
}

const char *
zi_report_place_iso3(const zhol_world *w, zhol_ref place)
{
    const zhol_economy *e = economy_of(w, place);
    return e ? zhol_world_text(w, e->iso3) : "";
}

const char *
zi_report_labels(uint32_t labels, const char *between, char out[96])
{
    static const char *const words[] = { "fastest", "cheapest", "cleanest",
        "most reliable", "balanced" };
    size_t n = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (labels & (1u << i)) {
            const char *parts[] = { n > 0 ? between : "", words[i] };
            for (size_t k = 0; k < 2; k++) {
                const size_t length = strlen(parts[k]);
                if (n + length < 96) {
                    memcpy(out + n, parts[k], length + 1);
                    n += length;
                }
            }
        }
    }
    return out;
}

void
zi_report_csv_text(zi_buffer *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        zi_buffer_text(out, text);
        return;
    }
    zi_buffer_text(out, "\"");
    for (const char *c = text; *c; c++) {
        zi_buffer_add(out, c, 1);
        if (*c == '"') {
            zi_buffer_add(out, c, 1);
        }
    }
    zi_buffer_text(out, "\"");
}

void
zi_report_csv_number(zi_buffer *out, double x)
{
    char text[ZI_NUMBER_MAX];
    zi_buffer_add(out, text, zi_number_write(x, text));
}

/* One row for each way; the legs are in the JSON. */
void
zi_routes_csv(const zhol_routes *routes, zi_buffer *out)
{
    zi_buffer_text(out,
        "id,labels,length_km,time_p10_h,time_p50_h,time_p90_h,time_mean_h,"
        "cost_usd,co2e_wtw_kg,co2e_ttw_kg,borders,gauge_changes,modes,"
        "share_hours_cd,share_usd_cd\n");
    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        const zhol_alternative *way = &routes->alternatives[i];
        const double numbers[] = { way->length_km, way->time_p10_h, way->time_p50_h,
            way->time_p90_h, way->time_mean_h, way->cost_usd, way->co2e_wtw_kg,
            way->co2e_ttw_kg };
        char labels[96];

        zi_buffer_format(out, "%u,%s", i + 1, zi_report_labels(way->labels, ";", labels));
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_buffer_text(out, ",");
            zi_report_csv_number(out, numbers[k]);
        }
        zi_buffer_format(out, ",%u,%u,", way->n_borders, way->n_gauge_changes);
        for (uint32_t m = 0; m < way->n_modes; m++) {
            zi_buffer_format(
                out, "%s%s", m > 0 ? ";" : "", zhol_mode_word(way->modes[m]));
        }
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, way->share_hours_cd);
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, way->share_usd_cd);
        zi_buffer_text(out, "\n");
    }
}
