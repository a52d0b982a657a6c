/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade structure all --products FILE`: all economies side by side. */
#include "report/cube.h"

#include <math.h>

#include "base/fail.h"

static void
write_table(const zhol_cube *cube, const zhol_complexity *c, const zhol_ranking *r,
    const zhol_cube_view *view, zi_buffer *out)
{
    static const char *const head[] = { "rank", "economy", "", "ECI", "diversity",
        "exports", "products", "HHI", "Theil" };
    const uint32_t most = zi_cube_lines(view, r->n);
    double largest = 0;
    zi_grid g;

    for (uint32_t i = 0; i < r->n; i++) {
        largest = fmax(largest, r->of[i].exports);
    }
    zi_buffer_format(out,
        "structure of exports by product, %u of %u economies, %u of %u products, %s\n\n",
        c->n_economies_in, cube->n_economies, c->n_products_in, cube->n_products,
        zi_cube_file(view));
    zi_grid_begin(&g, "rllrrrrrr");
    zi_cells(&g, head, 9);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_ranked *of = &r->of[i];
        const char *id = cube->economies[of->economy], *name = zi_cube_name(view, id);
        if (of->eci_rank > 0) {
            zi_grid_cell(&g, "%u", of->eci_rank);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        zi_grid_cell(&g, "%s", id);
        zi_grid_cell(&g, "%s", name == id ? "" : name);
        zi_cell_defined(&g, of->eci, 4);
        zi_grid_cell(&g, "%u", of->diversity);
        zi_cell_defined(&g, of->exports, zi_cube_digits(largest));
        zi_grid_cell(&g, "%u", of->n_exported);
        zi_cell_defined(&g, of->hhi, 4);
        zi_cell_defined(&g, of->theil_all, 4);
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, r->n);
    zi_buffer_text(out,
        "ECI: complexity, mean 0 and deviation 1 (Hidalgo and Hausmann 2009). diversity: "
        "products with an advantage.\nHHI and Theil: concentration on few products; of "
        "all "
        "products of the file.\n");
    if (c->n_economies_in == r->n) {
        zi_buffer_text(out,
            "No size filter: those that hardly export rank by the chance of "
            "a few sales (--least-exports).\n");
    }
}

static void
write_json(const zhol_cube *cube, const zhol_complexity *c, const zhol_ranking *r,
    const zhol_cube_view *view, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.ranking/1");
    zi_json_word(&j, "file", zi_cube_file(view));
    zi_json_count(&j, "n_economies_in", c->n_economies_in);
    zi_json_count(&j, "n_products_in", c->n_products_in);
    zi_json_key(&j, "economies");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < r->n; i++) {
        const zhol_ranked *of = &r->of[i];
        zi_json_begin_object_line(&j);
        zi_json_word(&j, "economy", cube->economies[of->economy]);
        zi_json_defined(&j, "eci", of->eci);
        zi_json_key(&j, "eci_rank");
        if (of->eci_rank > 0) {
            zi_json_integer(&j, of->eci_rank);
        } else {
            zi_json_null(&j);
        }
        zi_json_count(&j, "diversity", of->diversity);
        zi_json_defined(&j, "exports", of->exports);
        zi_json_count(&j, "n_exported", of->n_exported);
        zi_json_defined(&j, "hhi", of->hhi);
        zi_json_defined(&j, "theil", of->theil_all);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_cube *cube, const zhol_ranking *r, zi_buffer *out)
{
    zi_buffer_text(out, "economy,eci,eci_rank,diversity,exports,n_exported,hhi,theil\n");
    for (uint32_t i = 0; i < r->n; i++) {
        const zhol_ranked *of = &r->of[i];
        const double numbers[] = { of->eci,
            of->eci_rank > 0 ? of->eci_rank : (double) NAN, of->diversity, of->exports,
            of->n_exported, of->hhi, of->theil_all };
        zi_report_csv_text(out, cube->economies[of->economy]);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_csv_defined(out, numbers[k]);
        }
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zhol_report_ranking(const zhol_cube *cube, const zhol_complexity *complexity,
    const zhol_ranking *ranking, const zhol_cube_view *view, zhol_buffer *out,
    zhol_error *err)
{
    const zhol_status status = zi_cube_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(cube, complexity, ranking, view, &made);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(cube, ranking, &made);
    } else {
        write_table(cube, complexity, ranking, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
