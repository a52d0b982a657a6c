/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol net info`: how much a world holds, and how well it is known. */
#include "report/grid.h"
#include "report/report.h"

#include "base/fail.h"

/* Kilometres and links of each mode */
typedef struct mode_sum {
    uint32_t n_links;
    double length_km, length_ab_km; /* ab: of grades A and B */
} mode_sum;

static void
sum_modes(const zhol_world *w, mode_sum sums[ZHOL_N_MODES])
{
    uint32_t n = 0;
    const zhol_link *links = zhol_world_links(w, &n);

    for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
        sums[m] = (mode_sum){ 0 };
    }
    for (uint32_t i = 0; i < n; i++) {
        mode_sum *sum = &sums[links[i].mode];
        sum->n_links++;
        sum->length_km += links[i].length_km;
        if (links[i].origin.grade <= ZHOL_GRADE_B) {
            sum->length_ab_km += links[i].length_km;
        }
    }
}

static void
write_table(const zhol_world *w, zi_buffer *out)
{
    mode_sum sums[ZHOL_N_MODES];
    zi_grid g;
    char text[48];

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
    sum_modes(w, sums);
    zi_grid_begin(&g, "lrrr");
    zi_grid_cell(&g, "%s", "mode");
    zi_grid_cell(&g, "%s", "links");
    zi_grid_cell(&g, "%s", "km");
    zi_grid_cell(&g, "%s", "km on grades A, B");
    for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
        if (sums[m].n_links > 0) {
            zi_grid_cell(&g, "%s", zhol_mode_word(m));
            zi_grid_cell(&g, "%u", sums[m].n_links);
            zi_grid_cell(&g, "%s", zi_grid_number(sums[m].length_km, 0, text));
            zi_grid_cell(&g, "%.0f %%", 100 * sums[m].length_ab_km / sums[m].length_km);
        }
    }
    zi_grid_end(&g, out);
}

static void
write_json(const zhol_world *w, zi_buffer *out)
{
    mode_sum sums[ZHOL_N_MODES];
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
    sum_modes(w, sums);
    zi_json_key(&j, "modes");
    zi_json_begin_array(&j);
    for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
        if (sums[m].n_links > 0) {
            zi_json_begin_object_line(&j);
            zi_json_key(&j, "mode");
            zi_json_text(&j, zhol_mode_word(m));
            zi_json_key(&j, "links");
            zi_json_integer(&j, sums[m].n_links);
            zi_json_key(&j, "length_km");
            zi_json_number(&j, sums[m].length_km);
            zi_json_key(&j, "length_ab_km");
            zi_json_number(&j, sums[m].length_ab_km);
            zi_json_end_object(&j);
        }
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

zhol_status
zhol_report_world(const zhol_world *w, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err)
{
    zi_buffer made;

    if (options->format != ZHOL_FORMAT_TABLE && options->format != ZHOL_FORMAT_JSON) {
        return zi_fail(err, ZHOL_USAGE, "a world is summed up as table or json");
    }
    made = zi_report_take_over(out);
    if (options->format == ZHOL_FORMAT_JSON) {
        write_json(w, &made);
    } else {
        write_table(w, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
