/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade potential ECONOMY --panel FILE`: what a gravity model expects and what is.
 */
#include "report/cube.h"

#include <math.h>

static const char *const confidence_words[] = { "within", "some", "strong" };

static const zi_assumption assumptions[] = {
    { "fitted: what the model expects of a pair with these costs and these economies",
        'C' },
    { "untapped: all that is below fitted, also for reasons that the model leaves out",
        'D' },
    { "confidence: strong if nine of ten pairs reach more of what is expected of them, "
      "some "
      "if three of four, else within the usual error",
        'C' },
};
enum { N_ASSUMPTIONS = sizeof assumptions / sizeof assumptions[0] };

static void
write_table(
    const zhol_gaps *gaps, const char *model, const zhol_cube_view *view, zi_buffer *out)
{
    static const char *const head[] = { "partner", "", "actual", "fitted", "untapped",
        "ratio", "reached by", "confidence" };
    const uint32_t most = zi_cube_lines(view, gaps->n);
    zi_grid g;

    zi_cube_title(view, gaps->economy, out);
    zi_buffer_format(out, ": %s and what a gravity model expects, %s\n%s\n\n",
        gaps->is_import ? "imports" : "exports", zi_cube_file(view), model);
    zi_grid_begin(&g, "llrrrrrl");
    zi_cells(&g, head, 8);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_gap *gap = &gaps->of[i];
        const char *name = zi_cube_name(view, gap->partner);
        zi_grid_cell(&g, "%s", gap->partner);
        zi_grid_cell(&g, "%s", name == gap->partner ? "" : name);
        zi_cell_defined(&g, gap->actual, 1);
        zi_cell_defined(&g, gap->fitted, 1);
        zi_cell_defined(&g, gap->untapped, 1);
        zi_cell_defined(&g, gap->ratio, 2);
        zi_cell_percent(&g, gap->reached_by);
        zi_grid_cell(
            &g, "%s", gap->untapped > 0 ? confidence_words[gap->confidence] : "");
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, gaps->n);
    zi_buffer_format(out,
        "untapped = fitted - actual where above 0; ratio = actual / fitted, its median "
        "over "
        "all %u pairs is %.2f.\nreached by: so many pairs have a higher ratio.\n",
        gaps->n_pairs, gaps->median_ratio);
    zi_assumptions_table(assumptions, N_ASSUMPTIONS, out);
}

static void
write_json(
    const zhol_gaps *gaps, const char *model, const zhol_cube_view *view, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.potential/1");
    zi_json_word(&j, "method", "gravity_residuals");
    zi_json_word(&j, "economy", gaps->economy);
    zi_json_word(&j, "name", zi_cube_name(view, gaps->economy));
    zi_json_word(&j, "flow", gaps->is_import ? "import" : "export");
    zi_json_word(&j, "file", zi_cube_file(view));
    zi_json_word(&j, "model", model);
    zi_assumptions_json(assumptions, N_ASSUMPTIONS, &j);
    zi_json_count(&j, "n_pairs", gaps->n_pairs);
    zi_json_defined(&j, "median_ratio", gaps->median_ratio);
    zi_json_key(&j, "partners");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < gaps->n; i++) {
        const zhol_gap *gap = &gaps->of[i];
        zi_json_begin_object_line(&j);
        zi_json_word(&j, "partner", gap->partner);
        zi_json_defined(&j, "actual", gap->actual);
        zi_json_defined(&j, "fitted", gap->fitted);
        zi_json_defined(&j, "untapped", gap->untapped);
        zi_json_defined(&j, "ratio", gap->ratio);
        zi_json_defined(&j, "reached_by", gap->reached_by);
        zi_json_word(&j, "confidence", confidence_words[gap->confidence]);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_gaps *gaps, zi_buffer *out)
{
    zi_buffer_text(
        out, "economy,partner,actual,fitted,untapped,ratio,reached_by,confidence\n");
    for (uint32_t i = 0; i < gaps->n; i++) {
        const zhol_gap *gap = &gaps->of[i];
        const double numbers[] = { gap->actual, gap->fitted, gap->untapped, gap->ratio,
            gap->reached_by };
        zi_report_csv_text(out, gaps->economy);
        zi_buffer_text(out, ",");
        zi_report_csv_text(out, gap->partner);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_csv_defined(out, numbers[k]);
        }
        zi_buffer_format(out, ",%s\n", confidence_words[gap->confidence]);
    }
}

zhol_status
zhol_report_gaps(const zhol_gaps *gaps, const char *model, const zhol_cube_view *view,
    zhol_buffer *out, zhol_error *err)
{
    const zhol_status status = zi_cube_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(gaps, model, view, &made);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(gaps, &made);
    } else {
        write_table(gaps, model, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
