/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade potential ECONOMY --products FILE`: supply x demand x ease. */
#include "report/cube.h"

#include <math.h>

enum { N_ASSUMPTIONS = 4 };

static void
assumptions_of(
    const zhol_cube *cube, const zhol_potential *p, zi_assumption of[N_ASSUMPTIONS])
{
    of[0] = (zi_assumption){
        "supply: the exporter keeps its share of the world's exports of each product", 'C'
    };
    of[1] = (zi_assumption){
        "demand: imports stay as in the file: no growth, no change of tariffs", 'D'
    };
    of[2] = p->is_ease_given
                ? (zi_assumption){ "ease: as the table of ease says, for all products "
                                   "alike",
                      'D' }
                : (zi_assumption){ "ease: trade of the pair relative to what supply and "
                                   "demand alone would give, for all products alike",
                      'C' };
    of[3] =
        cube->flows
            ? (zi_assumption){ "untapped: what is below potential could be sold", 'D' }
            : (zi_assumption){ "actual trade by pair is not in the file: what is "
                               "untapped is not known",
                  'D' };
}

/* Digits that all tables of an answer show. */
static int
digits_of(const zhol_potential *p)
{
    double largest = 0;

    for (uint32_t i = 0; i < p->n_markets; i++) {
        largest = fmax(largest, fmax(p->markets[i].potential, p->markets[i].demand));
    }
    return zi_cube_digits(largest);
}

static void
write_markets(const zhol_cube *cube, const zhol_potential *p, const zhol_cube_view *view,
    zi_buffer *out)
{
    static const char *const head[] = { "market", "", "demand", "ease", "potential",
        "actual", "untapped" };
    const uint32_t most = zi_cube_lines(view, p->n_markets);
    const int digits = digits_of(p);
    zi_grid g;

    zi_grid_begin(&g, "llrrrrr");
    zi_cells(&g, head, 7);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_potential_line *line = &p->markets[i];
        const char *id = cube->economies[line->importer], *name = zi_cube_name(view, id);
        zi_grid_cell(&g, "%s", id);
        zi_grid_cell(&g, "%s", name == id ? "" : name);
        zi_cell_defined(&g, line->demand, digits);
        zi_cell_defined(&g, line->ease, 3);
        zi_cell_defined(&g, line->potential, digits);
        zi_cell_defined(&g, line->actual, digits);
        zi_cell_defined(&g, line->untapped, digits);
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, p->n_markets);
    if (p->n_without_ease > 0) {
        zi_buffer_format(
            out, "%u markets are left out: their ease is not known\n", p->n_without_ease);
    }
    zi_buffer_text(out,
        "demand: imports of what the exporter sells. ease: above 1 the two trade more "
        "than "
        "their sizes would say.\npotential = supply x demand x ease, product by product; "
        "untapped: what of it is above actual trade (Decreux and Spies 2016).\n");
}

static void
write_products(const zhol_cube *cube, const zhol_potential *p, const zhol_cube_view *view,
    zi_buffer *out)
{
    static const char *const head[] = { "product", "supply", "demand", "potential",
        "actual", "untapped" };
    const uint32_t most = zi_cube_lines(view, p->n_products);
    const int digits = digits_of(p);
    char shown[ZI_PRODUCT_SHOWN];
    zi_grid g;

    zi_buffer_text(out, "\nproducts, over these markets\n");
    zi_grid_begin(&g, "lrrrrr");
    zi_cells(&g, head, 6);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_potential_line *line = &p->products[i];
        zi_grid_cell(&g, "%s", zi_cube_product(cube, line->product, shown));
        zi_cell_percent(&g, line->supply);
        zi_cell_defined(&g, line->demand, digits);
        zi_cell_defined(&g, line->potential, digits);
        zi_cell_defined(&g, line->actual, digits);
        zi_cell_defined(&g, line->untapped, digits);
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, p->n_products);
    zi_buffer_text(out, "supply: the exporter's share of the world's exports.\n");
}

static void
write_lines(const zhol_cube *cube, const zhol_potential *p, const zhol_cube_view *view,
    zi_buffer *out)
{
    static const char *const head[] = { "market", "product", "demand", "potential",
        "actual", "untapped" };
    const uint32_t most = zi_cube_lines(view, p->n_lines);
    const int digits = digits_of(p);
    char shown[ZI_PRODUCT_SHOWN];
    zi_grid g;

    zi_buffer_text(out, "\nproducts in markets\n");
    zi_grid_begin(&g, "llrrrr");
    zi_cells(&g, head, 6);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_potential_line *line = &p->lines[i];
        zi_grid_cell(&g, "%s", cube->economies[line->importer]);
        zi_grid_cell(&g, "%s", zi_cube_product(cube, line->product, shown));
        zi_cell_defined(&g, line->demand, digits);
        zi_cell_defined(&g, line->potential, digits);
        zi_cell_defined(&g, line->actual, digits);
        zi_cell_defined(&g, line->untapped, digits);
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, p->n_lines);
}

static void
write_table(const zhol_cube *cube, const zhol_potential *p, const zhol_cube_view *view,
    zi_buffer *out)
{
    const char *id = cube->economies[p->exporter];
    zi_assumption assumptions[N_ASSUMPTIONS];

    zi_cube_title(view, id, out);
    zi_buffer_format(
        out, ": export potential, %s (unit of the file)\n\n", zi_cube_file(view));
    write_markets(cube, p, view, out);
    write_products(cube, p, view, out);
    write_lines(cube, p, view, out);
    assumptions_of(cube, p, assumptions);
    zi_assumptions_table(assumptions, N_ASSUMPTIONS, out);
}

static void
json_lines(const zhol_cube *cube, const char *key, const zhol_potential_line *of,
    uint32_t n, zi_json *j)
{
    zi_json_key(j, key);
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        zi_json_begin_object_line(j);
        if (of[i].importer != UINT32_MAX) {
            zi_json_word(j, "importer", cube->economies[of[i].importer]);
        }
        if (of[i].product != UINT32_MAX) {
            zi_json_product(j, cube, of[i].product);
        }
        zi_json_defined(j, "supply", of[i].supply);
        zi_json_defined(j, "demand", of[i].demand);
        zi_json_defined(j, "ease", of[i].ease);
        zi_json_defined(j, "potential", of[i].potential);
        zi_json_defined(j, "actual", of[i].actual);
        zi_json_defined(j, "untapped", of[i].untapped);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_json(const zhol_cube *cube, const zhol_potential *p, const zhol_cube_view *view,
    zi_buffer *out)
{
    const char *id = cube->economies[p->exporter];
    zi_assumption assumptions[N_ASSUMPTIONS];
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.potential/1");
    zi_json_word(&j, "method", "supply_demand_ease");
    zi_json_word(&j, "economy", id);
    zi_json_word(&j, "name", zi_cube_name(view, id));
    zi_json_word(&j, "file", zi_cube_file(view));
    assumptions_of(cube, p, assumptions);
    zi_assumptions_json(assumptions, N_ASSUMPTIONS, &j);
    zi_json_count(&j, "n_markets_without_ease", p->n_without_ease);
    json_lines(cube, "markets", p->markets, p->n_markets, &j);
    json_lines(cube, "products", p->products, p->n_products, &j);
    json_lines(cube, "lines", p->lines, p->n_lines, &j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_cube *cube, const zhol_potential *p, zi_buffer *out)
{
    zi_buffer_text(
        out, "exporter,importer,product,supply,demand,ease,potential,actual,untapped\n");
    for (uint32_t i = 0; i < p->n_lines; i++) {
        const zhol_potential_line *line = &p->lines[i];
        const double numbers[] = { line->supply, line->demand, line->ease,
            line->potential, line->actual, line->untapped };
        zi_report_csv_text(out, cube->economies[p->exporter]);
        zi_buffer_text(out, ",");
        zi_report_csv_text(out, cube->economies[line->importer]);
        zi_buffer_text(out, ",");
        zi_report_csv_text(out, cube->products[line->product]);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_csv_defined(out, numbers[k]);
        }
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zhol_report_potential(const zhol_cube *cube, const zhol_potential *potential,
    const zhol_cube_view *view, zhol_buffer *out, zhol_error *err)
{
    const zhol_status status = zi_cube_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(cube, potential, view, &made);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(cube, potential, &made);
    } else {
        write_table(cube, potential, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
