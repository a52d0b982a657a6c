/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade complementarity`: what one exports beside what others import and export. */
#include "report/cube.h"

#include <math.h>

static void
cell_products(const zhol_cube *cube, const zhol_complement *m, zi_grid *g)
{
    zi_buffer text = { 0 };
    char shown[ZI_PRODUCT_SHOWN];

    for (uint32_t i = 0; i < m->n_products; i++) {
        zi_buffer_format(&text, "%s%s %.1f %%", i > 0 ? ", " : "",
            zi_cube_product(cube, m->products[i].product, shown),
            100 * m->products[i].common);
    }
    zi_grid_cell(g, "%s", text.data ? text.data : "");
    g->cells.failed = g->cells.failed || text.failed;
    zi_buffer_free(&text);
}

static void
write_notes(const zhol_cube *cube, zi_buffer *out)
{
    if (cube->imports) {
        zi_buffer_text(out,
            "complementarity: of its exports so much fits what the partner imports, "
            "product "
            "by product: 100 % the same basket,\n0 % nothing in common (Michaely 1996); "
            "reverse: of the partner's exports what fits its imports.\n");
    } else {
        zi_buffer_text(out,
            "complementarity is not given: the file has no imports by product. Add them "
            "with "
            "--imports FILE, with a column flow,\nor give a file of pairs.\n");
    }
    zi_buffer_text(out, "similarity: of both exports so much is the same: high for "
                        "competitors (Finger and "
                        "Kreinin 1979).\n");
    if (cube->flows) {
        zi_buffer_text(out, "intensity: above 1 it sends the partner more than the "
                            "partner's share in world "
                            "imports would say (Brown 1949, Kojima 1964).\n");
    }
    zi_buffer_format(out, "products: that make up %s most, in its per cent.\n",
        cube->imports ? "complementarity" : "similarity");
}

static void
write_table(const zhol_cube *cube, const zhol_complements *all,
    const zhol_cube_view *view, zi_buffer *out)
{
    static const char *const head[] = { "partner", "", "complementarity", "reverse",
        "similarity", "products" };
    static const char *const head_of_pairs[] = { "partner", "", "complementarity",
        "reverse", "similarity", "exports", "intensity", "products" };
    const char *id = cube->economies[all->economy];
    const uint32_t most = zi_cube_lines(view, all->n);
    double largest = 0;
    zi_grid g;

    for (uint32_t i = 0; i < all->n; i++) {
        largest = fmax(largest, all->of[i].trade); /* NaN is not larger */
    }

    zi_cube_title(view, id, out);
    zi_buffer_format(
        out, ": its exports beside the trade of others, %s\n\n", zi_cube_file(view));
    zi_grid_begin(&g, cube->flows ? "llrrrrrl" : "llrrrl");
    zi_cells(&g, cube->flows ? head_of_pairs : head, cube->flows ? 8 : 6);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_complement *m = &all->of[i];
        const char *partner = cube->economies[m->partner];
        const char *name = zi_cube_name(view, partner);
        zi_grid_cell(&g, "%s", partner);
        zi_grid_cell(&g, "%s", name == partner ? "" : name);
        zi_cell_percent(&g, m->complementarity);
        zi_cell_percent(&g, m->reverse);
        zi_cell_percent(&g, m->similarity);
        if (cube->flows) {
            zi_cell_defined(&g, m->trade, zi_cube_digits(largest));
            zi_cell_defined(&g, m->intensity, 2);
        }
        cell_products(cube, m, &g);
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, all->n);
    write_notes(cube, out);
}

static void
write_json(const zhol_cube *cube, const zhol_complements *all, const zhol_cube_view *view,
    zi_buffer *out)
{
    const char *id = cube->economies[all->economy];
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.complementarity/1");
    zi_json_word(&j, "economy", id);
    zi_json_word(&j, "name", zi_cube_name(view, id));
    zi_json_word(&j, "file", zi_cube_file(view));
    zi_json_count(&j, "n_economies", cube->n_economies);
    zi_json_count(&j, "n_products", cube->n_products);
    zi_json_key(&j, "partners");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < all->n; i++) {
        const zhol_complement *m = &all->of[i];
        zi_json_begin_object(&j);
        zi_json_word(&j, "partner", cube->economies[m->partner]);
        zi_json_word(&j, "name", zi_cube_name(view, cube->economies[m->partner]));
        zi_json_defined(&j, "complementarity", m->complementarity);
        zi_json_defined(&j, "reverse", m->reverse);
        zi_json_defined(&j, "similarity", m->similarity);
        zi_json_defined(&j, "exports", m->trade);
        zi_json_defined(&j, "intensity", m->intensity);
        zi_json_key(&j, "products");
        zi_json_begin_array(&j);
        for (uint32_t k = 0; k < m->n_products; k++) {
            zi_json_begin_object_line(&j);
            zi_json_product(&j, cube, m->products[k].product);
            zi_json_defined(&j, "export_share", m->products[k].export_share);
            zi_json_defined(&j, cube->imports ? "import_share" : "partner_export_share",
                m->products[k].import_share);
            zi_json_defined(&j, "common", m->products[k].common);
            zi_json_end_object(&j);
        }
        zi_json_end_array(&j);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_cube *cube, const zhol_complements *all, zi_buffer *out)
{
    zi_buffer_text(
        out, "economy,partner,complementarity,reverse,similarity,exports,intensity\n");
    for (uint32_t i = 0; i < all->n; i++) {
        const zhol_complement *m = &all->of[i];
        const double numbers[] = { m->complementarity, m->reverse, m->similarity,
            m->trade, m->intensity };
        zi_report_csv_text(out, cube->economies[all->economy]);
        zi_buffer_text(out, ",");
        zi_report_csv_text(out, cube->economies[m->partner]);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_csv_defined(out, numbers[k]);
        }
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zhol_report_complements(const zhol_cube *cube, const zhol_complements *complements,
    const zhol_cube_view *view, zhol_buffer *out, zhol_error *err)
{
    const zhol_status status = zi_cube_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(cube, complements, view, &made);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(cube, complements, &made);
    } else {
        write_table(cube, complements, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
