/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cube.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "world/world.h"

const char *
zi_cube_name(const zhol_cube_view *view, const char *id)
{
    char iso3[4] = "";
    zhol_ref economy;

    if (!view->world || strlen(id) != 3) {
        return id;
    }
    for (int k = 0; k < 3; k++) {
        iso3[k] = id[k];
        if (id[k] >= 'a' && id[k] <= 'z') {
            iso3[k] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[id[k] - 'a'];
        }
    }
    economy = zi_world_economy_by_iso3(view->world, iso3);
    return economy == ZHOL_NO_ROW
               ? id
               : zhol_world_text(
                   view->world, zhol_world_economies(view->world, NULL)[economy].name_en);
}

const char *
zi_cube_product(const zhol_cube *cube, uint32_t product, char out[ZI_PRODUCT_SHOWN])
{
    const char *name = cube->product_names ? cube->product_names[product] : NULL;
    const int n = snprintf(out, ZI_PRODUCT_SHOWN, "%s%s%s", cube->products[product],
        name ? " " : "", name ? name : "");

    if (n >= ZI_PRODUCT_SHOWN) {
        out[zi_utf8_bad_at(out, strlen(out))] = '\0'; /* no letter is cut in two */
    }
    return out;
}

void
zi_json_product(zi_json *j, const zhol_cube *cube, uint32_t product)
{
    zi_json_word(j, "product", cube->products[product]);
    if (cube->product_names && cube->product_names[product]) {
        zi_json_word(j, "product_name", cube->product_names[product]);
    }
}

void
zi_cube_title(const zhol_cube_view *view, const char *id, zi_buffer *out)
{
    const char *name = zi_cube_name(view, id);

    zi_buffer_text(out, name);
    if (name != id) {
        zi_buffer_format(out, " (%s)", id);
    }
}

const char *
zi_cube_file(const zhol_cube_view *view)
{
    const char *slash = strrchr(view->path, '/');

    return slash ? slash + 1 : view->path;
}

void
zi_json_defined(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    if (isfinite(x)) {
        zi_json_number(j, x);
    } else {
        zi_json_null(j);
    }
}

void
zi_csv_defined(zi_buffer *out, double x)
{
    zi_buffer_text(out, ",");
    if (isfinite(x)) {
        zi_report_csv_number(out, x);
    }
}

int
zi_cube_digits(double largest)
{
    return largest >= 10000 ? 0 : largest >= 100 ? 1 : 3;
}

void
zi_cell_defined(zi_grid *g, double x, int digits)
{
    if (isfinite(x)) {
        zi_cell_number(g, x, digits);
    } else {
        zi_grid_cell(g, "%s", "");
    }
}

void
zi_cell_percent(zi_grid *g, double share)
{
    if (isfinite(share)) {
        zi_grid_cell(g, "%.1f %%", 100 * share);
    } else {
        zi_grid_cell(g, "%s", "");
    }
}

void
zi_cells(zi_grid *g, const char *const *words, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        zi_grid_cell(g, "%s", words[i]);
    }
}

void
zi_cube_shown(zi_buffer *out, uint32_t shown, uint32_t n)
{
    if (shown < n) {
        zi_buffer_format(out, "%u of %u shown\n", shown, n);
    }
}

uint32_t
zi_cube_lines(const zhol_cube_view *view, uint32_t n)
{
    return view->most > 0 && view->most < n ? view->most : n;
}

void
zi_assumptions_table(const zi_assumption *of, uint32_t n, zi_buffer *out)
{
    zi_buffer_text(out, "\nassumptions, with their grades\n");
    for (uint32_t i = 0; i < n; i++) {
        zi_buffer_format(out, "%c  %s\n", of[i].grade, of[i].what);
    }
}

void
zi_assumptions_json(const zi_assumption *of, uint32_t n, zi_json *j)
{
    zi_json_key(j, "assumptions");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < n; i++) {
        const char grade[2] = { of[i].grade, '\0' };
        zi_json_begin_object_line(j);
        zi_json_word(j, "what", of[i].what);
        zi_json_word(j, "grade", grade);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

zhol_status
zi_cube_check_format(const zhol_cube_view *view, zhol_error *err)
{
    return view->format <= ZHOL_FORMAT_CSV
               ? ZHOL_OK
               : zi_fail(err, ZHOL_USAGE, "trade is written as table, json or csv");
}
