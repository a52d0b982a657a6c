/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol net info`: how much a world holds, and how well it is known. */
#include "report/grid.h"
#include "report/report.h"
#include "report/world_sums.h"

#include "base/fail.h"

static void
head_of(zi_grid *g, const char *alignment, const char *const *head)
{
    zi_grid_begin(g, alignment);
    for (; *head; head++) {
        zi_grid_cell(g, "%s", *head);
    }
}

static void
write_modes(const zi_world_sums *sums, zi_buffer *out)
{
    static const char *const head[] = { "mode", "links", "km", "A", "B", "C", "D", NULL };
    zi_grid g;
    char text[48];

    head_of(&g, "lrrrrrr", head);
    for (uint32_t m = 0; m < ZHOL_N_MODES + ZI_N_TRUNKS; m++) {
        const zi_km_sum *sum = &sums->km[m];
        if (sum->n_links > 0) {
            zi_grid_cell(&g, "%s", zi_world_sums_word(m));
            zi_grid_cell(&g, "%u", sum->n_links);
            zi_grid_cell(&g, "%s", zi_grid_number(sum->km, 0, text));
            for (uint32_t k = 0; k < ZHOL_N_GRADES; k++) {
                zi_grid_cell(&g, "%.0f %%", 100 * sum->km_of_grade[k] / sum->km);
            }
        }
    }
    zi_grid_end(&g, out);
}

static void
write_counts(const zhol_world *w, const zi_world_sums *sums, zi_buffer *out)
{
    static const char *const places[] = { "kind of place", "places", NULL };
    static const char *const gauges[] = { "gauge, mm", "links", "km", NULL };
    zi_grid g;
    char text[48];

    head_of(&g, "lr", places);
    for (uint32_t k = 0; k < ZHOL_N_PLACE_KINDS; k++) {
        if (sums->n_places[k] > 0) {
            zi_grid_cell(&g, "%s", zhol_place_kind_word(k));
            zi_grid_cell(&g, "%u", sums->n_places[k]);
        }
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out, "\n");
    head_of(&g, "rrr", gauges);
    for (uint32_t i = 0; i < sums->n_gauges; i++) {
        zi_grid_cell(&g, "%u", sums->gauge[i].gauge_mm);
        zi_grid_cell(&g, "%u", sums->gauge[i].n_links);
        zi_grid_cell(&g, "%s", zi_grid_number(sums->gauge[i].km, 0, text));
    }
    zi_grid_end(&g, out);
    zi_buffer_format(out,
        "\nland borders: %u links of road and rail between two economies\n"
        "names: %u places in English and the local language, %u of them in Kazakh, "
        "Russian and Chinese, too\n"
        "economies: %u of %u have a place that a link leads to",
        sums->n_border_links, sums->n_local, sums->n_four, sums->n_reached,
        sums->n_economies);
    zi_buffer_format(out, "; of those of more than a million people, without one: %s",
        sums->n_missing > 0 ? "" : "none");
    for (uint32_t i = 0; i < sums->n_missing; i++) {
        zi_buffer_format(out, "%s%s", i > 0 ? ", " : "",
            zhol_world_text(w, zhol_world_economies(w, NULL)[sums->missing[i]].iso3));
    }
    zi_buffer_text(out, "\n");
}

static void
write_table(const zhol_world *w, const zi_world_sums *sums, zi_buffer *out)
{
    zi_grid g;

    zi_buffer_format(out, "data of %u, USD of %u, rows' hash %016llx\n\n",
        zhol_world_data_year(w), zhol_world_base_year(w),
        (unsigned long long) zhol_world_hash(w));
    zi_grid_begin(&g, "lrrrrr");
    const char *const head[] = { "table", "rows", "A", "B", "C", "D" };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t t = 0; t < zhol_world_n_tables(); t++) {
        uint32_t count[ZHOL_N_GRADES] = { 0 };
        zhol_world_table_grades(w, t, count);
        zi_grid_cell(&g, "%s", zhol_world_table_name(t));
        zi_grid_cell(&g, "%u", zhol_world_table_rows(w, t));
        for (uint32_t k = 0; k < ZHOL_N_GRADES; k++) {
            zi_grid_cell(&g, "%u", count[k]);
        }
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out, "\n");
    write_modes(sums, out);
    zi_buffer_text(out, "\n");
    write_counts(w, sums, out);
}

static void
write_json_modes(const zi_world_sums *sums, uint32_t first, uint32_t end, zi_json *j)
{
    zi_json_begin_array(j);
    for (uint32_t m = first; m < end; m++) {
        const zi_km_sum *sum = &sums->km[m];
        if (sum->n_links > 0) {
            zi_json_begin_object_line(j);
            zi_json_key(j, first ? "name" : "mode");
            zi_json_text(j, zi_world_sums_word(m));
            zi_json_key(j, "links");
            zi_json_integer(j, sum->n_links);
            zi_json_key(j, "length_km");
            zi_json_number(j, sum->km);
            for (uint32_t k = 0; k < ZHOL_N_GRADES; k++) {
                zi_json_key(j, zhol_grade_word(k));
                zi_json_number(j, sum->km_of_grade[k]);
            }
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
}

static void
write_json_sums(const zhol_world *w, const zi_world_sums *sums, zi_json *j)
{
    zi_json_key(j, "modes");
    write_json_modes(sums, 0, ZHOL_N_MODES, j);
    zi_json_key(j, "trunks");
    write_json_modes(sums, ZHOL_N_MODES, ZHOL_N_MODES + ZI_N_TRUNKS, j);
    zi_json_key(j, "places");
    zi_json_begin_object(j);
    for (uint32_t k = 0; k < ZHOL_N_PLACE_KINDS; k++) {
        zi_json_key(j, zhol_place_kind_word(k));
        zi_json_integer(j, sums->n_places[k]);
    }
    zi_json_end_object(j);
    zi_json_key(j, "gauges");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < sums->n_gauges; i++) {
        zi_json_begin_object_line(j);
        zi_json_key(j, "gauge_mm");
        zi_json_integer(j, sums->gauge[i].gauge_mm);
        zi_json_key(j, "links");
        zi_json_integer(j, sums->gauge[i].n_links);
        zi_json_key(j, "length_km");
        zi_json_number(j, sums->gauge[i].km);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_json_key(j, "border_links");
    zi_json_integer(j, sums->n_border_links);
    zi_json_key(j, "places_named_locally");
    zi_json_integer(j, sums->n_local);
    zi_json_key(j, "places_named_in_kk_ru_zh");
    zi_json_integer(j, sums->n_four);
    zi_json_key(j, "economies");
    zi_json_integer(j, sums->n_economies);
    zi_json_key(j, "economies_reached");
    zi_json_integer(j, sums->n_reached);
    zi_json_key(j, "large_economies_not_reached");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < sums->n_missing; i++) {
        zi_json_text(
            j, zhol_world_text(w, zhol_world_economies(w, NULL)[sums->missing[i]].iso3));
    }
    zi_json_end_array(j);
}

static void
write_json(const zhol_world *w, const zi_world_sums *sums, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.net/1");
    zi_json_key(&j, "data_year");
    zi_json_integer(&j, zhol_world_data_year(w));
    zi_json_key(&j, "usd_of_year");
    zi_json_integer(&j, zhol_world_base_year(w));
    zi_json_key(&j, "tables");
    zi_json_begin_array(&j);
    for (uint32_t t = 0; t < zhol_world_n_tables(); t++) {
        uint32_t count[ZHOL_N_GRADES] = { 0 };
        zhol_world_table_grades(w, t, count);
        zi_json_begin_object_line(&j);
        zi_json_key(&j, "table");
        zi_json_text(&j, zhol_world_table_name(t));
        zi_json_key(&j, "rows");
        zi_json_integer(&j, zhol_world_table_rows(w, t));
        for (uint32_t k = 0; k < ZHOL_N_GRADES; k++) {
            zi_json_key(&j, zhol_grade_word(k));
            zi_json_integer(&j, count[k]);
        }
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    write_json_sums(w, sums, &j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

zhol_status
zhol_report_world(const zhol_world *w, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err)
{
    zi_world_sums sums;
    zi_buffer made;

    if (options->format != ZHOL_FORMAT_TABLE && options->format != ZHOL_FORMAT_JSON) {
        return zi_fail(err, ZHOL_USAGE, "a world is summed up as table or json");
    }
    const zhol_status status = zi_world_sums_of(w, &sums, err);
    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (options->format == ZHOL_FORMAT_JSON) {
        write_json(w, &sums, &made);
    } else {
        write_table(w, &sums, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
