/* SPDX-License-Identifier: Apache-2.0 */
/* --explain: for each leg the rows that its numbers were made from. */
#include "report/report.h"

#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "report/grid.h"

/* Notes which keys of "a;b" were used, as a bit for each row of the table of sources. */
static void
mark_sources(const zhol_world *w, const char *list, bool *is_used)
{
    uint32_t n = 0;
    const zhol_source *sources = zhol_world_sources(w, &n);

    while (*list) {
        const size_t length = strcspn(list, ";");
        for (uint32_t i = 0; i < n; i++) {
            const char *key = zhol_world_text(w, sources[i].key);
            if (strlen(key) == length && strncmp(key, list, length) == 0) {
                is_used[i] = true;
            }
        }
        list += length + (list[length] == ';');
    }
}

static void
write_reason(zi_grid *g, const zhol_world *w, const zhol_reason *reason)
{
    char value[ZI_NUMBER_MAX];

    zi_number_write(reason->value, value);
    zi_grid_cell(g, "%s", reason->name);
    zi_grid_cell(g, "%s", value);
    zi_grid_cell(g, "%s", reason->unit);
    if (reason->year) {
        zi_grid_cell(g, "%u", reason->year);
    } else {
        zi_grid_cell(g, "%s", "");
    }
    zi_grid_cell(g, "%s", zhol_grade_word(reason->grade));
    zi_grid_cell(g, "%s%s", zhol_world_text(w, reason->source),
        reason->is_mine ? " (your own row)" : "");
}

static void
write_sources(const zhol_world *w, const bool *is_used, zi_buffer *out)
{
    uint32_t n = 0;
    const zhol_source *sources = zhol_world_sources(w, &n);

    zi_buffer_text(out, "\nSources\n");
    for (uint32_t i = 0; i < n; i++) {
        if (is_used[i]) {
            zi_buffer_format(out, "  %s: %s; %s\n", zhol_world_text(w, sources[i].key),
                zhol_world_text(w, sources[i].citation),
                zhol_world_text(w, sources[i].address));
        }
    }
}

void
zi_routes_explain(const zhol_routes *routes, const zhol_alternative *way, zi_buffer *out)
{
    static const char *const head[] = { "at", "to", "what", "value", "unit", "year",
        "grade", "source" };
    const zhol_world *w = routes->world;
    uint32_t n_sources = 0;
    zi_grid g;

    (void) zhol_world_sources(w, &n_sources);
    bool *is_used = ZI_NEW(bool, n_sources);
    if (!is_used) {
        out->failed = true;
        return;
    }
    zi_buffer_text(out, "\nWhere the numbers come from (grade A measured or official, B "
                        "published, C estimated by a stated rule, D assumption)\n");
    zi_grid_begin(&g, "lllrllll");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t k = 0; k < way->n_legs; k++) {
        const zhol_leg *leg = &way->legs[k];
        for (uint32_t i = 0; i < leg->n_reasons; i++) {
            zi_grid_cell(&g, "%s", i > 0 ? "" : zi_report_place_name(w, leg->from));
            zi_grid_cell(&g, "%s",
                i > 0 || leg->from == leg->to ? "" : zi_report_place_name(w, leg->to));
            write_reason(&g, w, &leg->reason[i]);
            mark_sources(w, zhol_world_text(w, leg->reason[i].source), is_used);
        }
    }
    zi_grid_end(&g, out);
    write_sources(w, is_used, out);
    zi_free(is_used);
}
