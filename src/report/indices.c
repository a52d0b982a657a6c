/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade structure ECONOMY --products FILE`: every index of one economy, and the
 * products behind them. */
#include "report/cube.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct sheet {
    const zhol_cube *cube;
    const zhol_index_options *options;
    const zhol_complexity *complexity;
    const zhol_indices *x;
    const zhol_cube_view *view;
} sheet;

static const char *const state_words[] = { "ok", "few", "same", "apart", "tie" };
static const char *const state_texts[] = { "",
    "fewer than three economies or products pass the filters",
    "all have the same advantages", "parts of the economies share no product",
    "two directions explain equally much" };

static void
write_head(const sheet *s, zi_buffer *out)
{
    const zhol_indices *x = s->x;
    const int digits = zi_cube_digits(x->exports.total);
    char exports[48], imports[48];

    zi_cube_title(s->view, s->cube->economies[x->economy], out);
    zi_buffer_format(
        out, ": structure of exports by product, %s\n\n", zi_cube_file(s->view));
    zi_buffer_format(out, "exports %s, in %u of %u products",
        zi_grid_number(x->exports.total, digits, exports), x->exports.n_members,
        s->cube->n_products);
    if (s->cube->imports) {
        zi_buffer_format(
            out, "; imports %s", zi_grid_number(x->total_imports, digits, imports));
    }
    zi_buffer_text(out, " (unit of the file)\n");
    if (s->complexity->n_economies_in < s->cube->n_economies
        || s->complexity->n_products_in < s->cube->n_products) {
        zi_buffer_format(out,
            "RCA and complexity among %u of %u economies and %u of %u products that pass "
            "the filters\n",
            s->complexity->n_economies_in, s->cube->n_economies,
            s->complexity->n_products_in, s->cube->n_products);
    }
    zi_buffer_text(out, "\n");
}

static void
write_row(zi_grid *g, const char *name, double x, const char *meaning)
{
    zi_grid_cell(g, "%s", name);
    if (isfinite(x)) {
        zi_cell_number(g, x, 4);
    } else {
        zi_grid_cell(g, "%s", "-");
    }
    zi_grid_cell(g, "%s", meaning);
}

static void
write_concentration(const sheet *s, zi_grid *g)
{
    const zhol_concentration *c = &s->x->exports;
    char text[128];

    write_row(
        g, "HHI", c->hhi, "concentration: 1/n for n equal products, 1 for a single one");
    snprintf(text, sizeof text, "the same from 0 to 1, n = %u: all products of the file",
        s->cube->n_products);
    write_row(g, "HHI normalised", s->x->hhi_normalised_all, text);
    snprintf(text, sizeof text, "inequality: 0 for %u equal products, %.4f for one",
        s->cube->n_products, log(s->cube->n_products));
    write_row(g, "Theil", s->x->theil_all, text);
    snprintf(text, sizeof text, "the same among the %u that it exports", c->n_members);
    write_row(g, "Theil of exported", c->theil, text);
    write_row(
        g, "entropy", c->entropy, "diversity of shares, nats: Theil = ln n - entropy");
    write_row(
        g, "equivalent", c->equivalent, "so many equal products are as concentrated");
    write_row(g, "largest, per cent", 100 * c->first[0], "share of the largest product");
    write_row(g, "largest three", 100 * c->first[1], "of the largest three");
    write_row(g, "largest five", 100 * c->first[2], "of the largest five");
}

static void
write_complexity(const sheet *s, zi_grid *g)
{
    const zhol_indices *x = s->x;
    char text[160];

    snprintf(text, sizeof text, "products with an advantage: RCA of at least %g, of %u",
        s->options->least_rca, s->complexity->n_products_in);
    zi_grid_cell(g, "%s", "diversity");
    zi_grid_cell(g, "%u", x->diversity);
    zi_grid_cell(g, "%s", text);
    write_row(g, "mean ubiquity", x->mean_ubiquity,
        "economies with an advantage in these products: fewer is rarer");
    if (x->eci_rank > 0) {
        snprintf(text, sizeof text,
            "complexity: what it can make, and others cannot; rank %u of %u, mean 0, "
            "deviation 1 (%s)",
            x->eci_rank, s->complexity->n_economies_in,
            s->options->deviation == ZHOL_DEVIATION_SAMPLE ? "sample" : "population");
    } else {
        snprintf(text, sizeof text, "complexity: not defined, %s",
            x->is_in ? state_texts[s->complexity->state]
                     : "it does not pass the filters");
    }
    write_row(g, "ECI", x->eci, text);
    write_row(g, "outlook", x->outlook,
        "complexity of what is near: density x PCI of products without advantage");
    if (s->cube->imports) {
        write_row(g, "Grubel-Lloyd", x->grubel_lloyd,
            "two-way trade: 0 only other products come in, 1 the same and as much");
    }
}

static void
write_products(const sheet *s, zi_buffer *out)
{
    static const char *const head[] = { "product", "exports", "share", "RCA", "symmetric",
        "ubiquity", "PCI", "imports", "Lafay", "Grubel-Lloyd" };
    const bool has_imports = s->cube->imports != NULL;
    const uint32_t most = zi_cube_lines(s->view, s->x->exports.n_members);
    const int digits = zi_cube_digits(s->x->exports.total);
    char shown[ZI_PRODUCT_SHOWN];
    zi_grid g;

    zi_buffer_text(out, "\nthe largest products\n");
    zi_grid_begin(&g, has_imports ? "lrrrrrrrrr" : "lrrrrrr");
    zi_cells(&g, head, has_imports ? 10 : 7);
    for (uint32_t i = 0; i < most; i++) {
        const zhol_index_product *p = &s->x->products[i];
        zi_grid_cell(&g, "%s", zi_cube_product(s->cube, p->product, shown));
        zi_cell_defined(&g, p->exports, digits);
        zi_cell_percent(&g, p->share);
        zi_cell_defined(&g, p->rca, 2);
        zi_cell_defined(&g, p->symmetric_rca, 3);
        zi_grid_cell(&g, "%u", p->ubiquity);
        zi_cell_defined(&g, p->pci, 3);
        if (has_imports) {
            zi_cell_defined(&g, p->imports, digits);
            zi_cell_defined(&g, p->lafay, 3);
            zi_cell_defined(&g, p->grubel_lloyd, 3);
        }
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, s->x->exports.n_members);
    zi_buffer_text(out,
        "RCA: its share here relative to that in the world (Balassa 1965), above 1 an "
        "advantage; symmetric from -1 to 1.\nubiquity: economies with an advantage in "
        "it. "
        "PCI: the complexity of those.\n");
    if (has_imports) {
        zi_buffer_text(out,
            "Lafay: contribution to the balance, per cent of trade, sums to "
            "0. Grubel-Lloyd: two-way trade, 0 to 1.\n");
    }
}

/* Densest first; then the more complex, then their order. */
static int
by_density(const void *pa, const void *pb)
{
    const zhol_index_product *a = pa, *b = pb;

    if (a->density > b->density || a->density < b->density) {
        return a->density > b->density ? -1 : 1;
    }
    if (a->pci > b->pci || a->pci < b->pci) {
        return a->pci > b->pci ? -1 : 1;
    }
    return (a->product > b->product) - (a->product < b->product);
}

static void
write_nearby(const sheet *s, zi_buffer *out)
{
    static const char *const head[] = { "product", "density", "PCI", "less ECI", "RCA",
        "exports" };
    zhol_index_product *near = ZI_NEW(zhol_index_product, s->x->n_products);
    uint32_t n = 0, most;
    char shown[ZI_PRODUCT_SHOWN];
    zi_grid g;

    if (!near) {
        out->failed = true;
        return;
    }
    for (uint32_t i = 0; i < s->x->n_products; i++) {
        const zhol_index_product *p = &s->x->products[i];
        if (!p->has_advantage && isfinite(p->density)) {
            near[n++] = *p;
        }
    }
    qsort(near, n, sizeof *near, by_density);
    most = zi_cube_lines(s->view, n);
    if (n == 0) {
        zi_free(near);
        return;
    }
    zi_buffer_text(out, "\nthe nearest products without an advantage\n");
    zi_grid_begin(&g, "lrrrrr");
    zi_cells(&g, head, 6);
    for (uint32_t i = 0; i < most; i++) {
        zi_grid_cell(&g, "%s", zi_cube_product(s->cube, near[i].product, shown));
        zi_cell_defined(&g, near[i].density, 4);
        zi_cell_defined(&g, near[i].pci, 3);
        zi_cell_defined(&g, near[i].pci - s->x->eci, 3);
        zi_cell_defined(&g, near[i].rca, 2);
        zi_cell_defined(&g, near[i].exports, zi_cube_digits(s->x->exports.total));
    }
    zi_grid_end(&g, out);
    zi_cube_shown(out, most, n);
    zi_buffer_text(out,
        "density: share of what lies near the product that it already makes with an "
        "advantage, 0 to 1 (Hidalgo et al. 2007).\nless ECI: above 0 the product is more "
        "complex than the economy.\n");
    zi_free(near);
}

static void
write_table(const sheet *s, zi_buffer *out)
{
    static const char *const head[] = { "index", "value", "what it says" };
    zi_grid g;

    write_head(s, out);
    zi_grid_begin(&g, "lrl");
    zi_cells(&g, head, 3);
    write_concentration(s, &g);
    write_complexity(s, &g);
    zi_grid_end(&g, out);
    write_products(s, out);
    if (s->x->diversity > 0) {
        write_nearby(s, out);
    }
}

static void
json_options(const sheet *s, zi_json *j)
{
    zi_json_key(j, "options");
    zi_json_begin_object_line(j);
    zi_json_defined(j, "least_rca", s->options->least_rca);
    zi_json_word(j, "deviation",
        s->options->deviation == ZHOL_DEVIATION_SAMPLE ? "sample" : "population");
    zi_json_defined(j, "least_exports", s->options->least_exports);
    zi_json_count(j, "least_products", s->options->least_products);
    zi_json_defined(j, "least_world", s->options->least_world);
    zi_json_end_object(j);
}

static void
json_indices(const sheet *s, zi_json *j)
{
    const zhol_indices *x = s->x;
    const zhol_concentration *c = &x->exports;

    zi_json_defined(j, "exports", c->total);
    zi_json_defined(j, "imports", x->total_imports);
    zi_json_count(j, "n_exported", c->n_members);
    zi_json_defined(j, "hhi", c->hhi);
    zi_json_defined(j, "hhi_normalised", x->hhi_normalised_all);
    zi_json_defined(j, "hhi_normalised_exported",
        c->n_members > 1 ? c->hhi_normalised : (double) NAN);
    zi_json_defined(j, "theil", x->theil_all);
    zi_json_defined(j, "theil_exported", c->theil);
    zi_json_defined(j, "entropy_nats", c->entropy);
    zi_json_defined(j, "equivalent", c->equivalent);
    zi_json_defined(j, "first_1", c->first[0]);
    zi_json_defined(j, "first_3", c->first[1]);
    zi_json_defined(j, "first_5", c->first[2]);
    zi_json_count(j, "diversity", x->diversity);
    zi_json_defined(j, "mean_ubiquity", x->mean_ubiquity);
    zi_json_defined(j, "eci", x->eci);
    zi_json_key(j, "eci_rank");
    if (x->eci_rank > 0) {
        zi_json_integer(j, x->eci_rank);
    } else {
        zi_json_null(j);
    }
    zi_json_defined(j, "outlook", x->outlook);
    zi_json_defined(j, "grubel_lloyd", x->grubel_lloyd);
}

static void
json_product(const sheet *s, const zhol_index_product *p, zi_json *j)
{
    zi_json_begin_object_line(j);
    zi_json_product(j, s->cube, p->product);
    zi_json_defined(j, "exports", p->exports);
    zi_json_defined(j, "imports", p->imports);
    zi_json_defined(j, "share", p->share);
    zi_json_defined(j, "rca", p->rca);
    zi_json_defined(j, "symmetric_rca", p->symmetric_rca);
    zi_json_defined(j, "lafay_pct", p->lafay);
    zi_json_defined(j, "grubel_lloyd", p->grubel_lloyd);
    zi_json_count(j, "ubiquity", p->ubiquity);
    zi_json_defined(j, "pci", p->pci);
    zi_json_key(j, "has_advantage");
    zi_json_bool(j, p->has_advantage);
    zi_json_defined(j, "density", p->density);
    zi_json_end_object(j);
}

static void
write_json(const sheet *s, zi_buffer *out)
{
    const char *id = s->cube->economies[s->x->economy];
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.indices/1");
    zi_json_word(&j, "economy", id);
    zi_json_word(&j, "name", zi_cube_name(s->view, id));
    zi_json_word(&j, "file", zi_cube_file(s->view));
    zi_json_count(&j, "n_economies", s->cube->n_economies);
    zi_json_count(&j, "n_products", s->cube->n_products);
    json_options(s, &j);
    zi_json_key(&j, "complexity");
    zi_json_begin_object_line(&j);
    zi_json_word(&j, "state", state_words[s->complexity->state]);
    zi_json_count(&j, "n_economies", s->complexity->n_economies_in);
    zi_json_count(&j, "n_products", s->complexity->n_products_in);
    zi_json_defined(&j, "second_eigenvalue", s->complexity->second);
    zi_json_defined(&j, "third_eigenvalue", s->complexity->third);
    zi_json_end_object(&j);
    json_indices(s, &j);
    zi_json_key(&j, "products");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < s->x->n_products; i++) {
        json_product(s, &s->x->products[i], &j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const sheet *s, zi_buffer *out)
{
    zi_buffer_text(out, "product,exports,imports,share,rca,symmetric_rca,lafay_pct,"
                        "grubel_lloyd,ubiquity,pci,has_advantage,density\n");
    for (uint32_t i = 0; i < s->x->n_products; i++) {
        const zhol_index_product *p = &s->x->products[i];
        const double numbers[] = { p->exports, p->imports, p->share, p->rca,
            p->symmetric_rca, p->lafay, p->grubel_lloyd, p->ubiquity, p->pci,
            p->has_advantage, p->density };
        zi_report_csv_text(out, s->cube->products[p->product]);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_csv_defined(out, numbers[k]);
        }
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zhol_report_indices(const zhol_cube *cube, const zhol_index_answer *answer,
    const zhol_cube_view *view, zhol_buffer *out, zhol_error *err)
{
    const sheet s = { cube, answer->options, answer->complexity, answer->indices, view };
    const zhol_status status = zi_cube_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(&s, &made);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(&s, &made);
    } else {
        write_table(&s, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
