/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach --compare`: the economies that come nearer or go farther. */
#include <math.h>

#include "report/grid.h"
#include "report/reach.h"
#include "report/report.h"

enum { N_SHOWN = 12 };
static const double day_h = 24, smallest_share = 0.001, least_change_h = 1.2;

double
zi_reach_half(const zhol_reach *r, zhol_reach_by by, zhol_ref economy)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    const double whole =
        zhol_reach_economy(r, ZHOL_REACH_PEOPLE, by, (double) INFINITY, economy);
    double best = (double) INFINITY;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const double limit = r->points[i].limit[by];
        if (places[r->points[i].place].economy == economy && limit < best
            && zhol_reach_economy(r, ZHOL_REACH_PEOPLE, by, limit, economy)
                   >= whole / 2) {
            best = limit;
        }
    }
    return best;
}

/* An economy's hours to half of its people, with the options and without. */
typedef struct change {
    zhol_ref economy;
    double share, before_h, after_h;
} change;

/* What is reached in one world only has changed most. */
static double
size_of(const change *c)
{
    const bool was = c->before_h < (double) INFINITY, is = c->after_h < (double) INFINITY;

    return was && is ? fabs(c->after_h - c->before_h) : was || is ? (double) INFINITY : 0;
}

/* The largest first; of equal ones the earlier row. */
static void
keep(change *list, uint32_t *n, const change *c)
{
    uint32_t i = *n;

    while (i > 0 && size_of(&list[i - 1]) < size_of(c)) {
        i--;
    }
    if (i == N_SHOWN) {
        return;
    }
    if (*n < N_SHOWN) {
        (*n)++;
    }
    for (uint32_t k = *n - 1; k > i; k--) {
        list[k] = list[k - 1];
    }
    list[i] = *c;
}

static void
write_days(zi_grid *g, double h)
{
    if (h < (double) INFINITY) {
        zi_grid_cell(g, "%.1f", h / day_h);
    } else {
        zi_grid_cell(g, "never");
    }
}

static void
write_list(const zhol_reach *r, const change *list, uint32_t n, zi_buffer *out)
{
    static const char *const head[] = { "economy", "share of world GDP (PPP) %",
        "days before", "days now", "change" };
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);
    zi_grid g;

    zi_grid_begin(&g, "lrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        zi_grid_cell(
            &g, "%s", zhol_world_text(r->world, economies[list[i].economy].name_en));
        zi_grid_cell(&g, "%.1f", 100 * list[i].share);
        write_days(&g, list[i].before_h);
        write_days(&g, list[i].after_h);
        if (size_of(&list[i]) < (double) INFINITY) {
            zi_grid_cell(&g, "%+.1f", (list[i].after_h - list[i].before_h) / day_h);
        } else {
            zi_grid_cell(&g, "%s", list[i].before_h < (double) INFINITY ? "lost" : "new");
        }
    }
    zi_grid_end(&g, out);
}

void
zi_reach_changes(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    change list[N_SHOWN];
    uint32_t n_economies, n = 0, n_changed = 0;
    double share = 0;

    (void) zhol_world_economies(r->world, &n_economies);
    for (uint32_t e = 0; e < n_economies; e++) {
        const change c = { .economy = e,
            .share = zhol_reach_economy(
                r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, (double) INFINITY, e),
            .before_h = zi_reach_half(base, ZHOL_REACH_BY_TIME, e),
            .after_h = zi_reach_half(r, ZHOL_REACH_BY_TIME, e) };
        if (size_of(&c) >= least_change_h && c.share >= smallest_share) {
            n_changed++;
            share += c.share;
            keep(list, &n, &c);
        }
    }
    zi_buffer_format(out,
        "\nHalf of an economy's people: %u economies of at least 0.1 %% of world GDP "
        "(PPP) are reached sooner or later\nby 0.05 days or more, %.1f %% of it "
        "together%s\n",
        n_changed, 100 * share, n_changed > n ? "; those that change most" : "");
    if (n > 0) {
        write_list(r, list, n, out);
    }
}
