/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach --economies`, and what `--compare` says of them. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/grid.h"
#include "report/reach.h"
#include "report/report.h"

enum { N_SHOWN = 12 };
static const double day_h = 24, smallest_share = 0.001, least_change_h = 1.2;

/* What is reached in one world only has changed most. */
static double
size_of_change(const zi_reach_sheet *s, zhol_ref economy)
{
    const double before = s->base_half[ZHOL_REACH_BY_TIME][economy];
    const double now = s->half[ZHOL_REACH_BY_TIME][economy];
    const bool was = before < (double) INFINITY, is = now < (double) INFINITY;

    return was && is ? fabs(now - before) : was || is ? (double) INFINITY : 0;
}

/* The largest change first; of equal ones the earlier row. */
static void
keep(const zi_reach_sheet *s, zhol_ref *list, uint32_t *n, zhol_ref economy)
{
    const double size = size_of_change(s, economy);
    uint32_t i = *n;

    while (i > 0 && size_of_change(s, list[i - 1]) < size) {
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
    list[i] = economy;
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
write_change(zi_grid *g, double before, double now, double unit, int decimals)
{
    const bool was = before < (double) INFINITY, is = now < (double) INFINITY;

    if (was && is) {
        zi_grid_cell(g, "%+.*f", decimals, (now - before) / unit);
    } else {
        zi_grid_cell(g, "%s", was ? "lost" : is ? "new" : "");
    }
}

static void
write_list(const zi_reach_sheet *s, const zhol_ref *list, uint32_t n, zi_buffer *out)
{
    static const char *const head[] = { "economy", "share of world GDP (PPP) %",
        "days before", "days now", "change" };
    const zhol_world *w = s->r->world;
    const zhol_economy *economies = zhol_world_economies(w, NULL);
    zi_grid g;

    zi_grid_begin(&g, "lrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        const double before = s->base_half[ZHOL_REACH_BY_TIME][list[i]];
        const double now = s->half[ZHOL_REACH_BY_TIME][list[i]];
        zi_grid_cell(&g, "%s", zhol_world_text(w, economies[list[i]].name_en));
        zi_grid_cell(&g, "%.1f", 100 * s->gdp[list[i]]);
        write_days(&g, before);
        write_days(&g, now);
        write_change(&g, before, now, day_h, 1);
    }
    zi_grid_end(&g, out);
}

zi_reach_total
zi_reach_add_up(const zi_reach_sheet *s, zhol_reach_by by)
{
    zi_reach_total total = { 0 };

    for (uint32_t e = 0; e < s->n_economies; e++) {
        const double before = s->base_half[by][e], now = s->half[by][e];
        const bool was = before < (double) INFINITY, is = now < (double) INFINITY;
        total.n += was && is;
        total.n_lost += was && !is;
        total.n_new += is && !was;
        if (was && is) {
            total.share += s->gdp[e];
            total.before += s->gdp[e] * before;
            total.now += s->gdp[e] * now;
        }
    }
    if (total.share > 0) {
        total.before /= total.share;
        total.now /= total.share;
    }
    return total;
}

/* An average leaves out what is reached in one network only: that is said with it. */
static void
write_total(const zi_reach_sheet *s, zi_buffer *out)
{
    const zi_reach_total time = zi_reach_add_up(s, ZHOL_REACH_BY_TIME);
    const zi_reach_total cost = zi_reach_add_up(s, ZHOL_REACH_BY_COST);

    if (time.n > 0) {
        zi_buffer_format(out,
            "In total, over the %u economies reached in both (%.1f %% of GDP (PPP)): to "
            "half of the people of an economy, weighted by GDP (PPP), %.2f days (%+.2f) "
            "and %.0f USD (%+.0f)",
            time.n, 100 * time.share, time.now / day_h, (time.now - time.before) / day_h,
            cost.now, cost.now - cost.before);
    } else {
        zi_buffer_text(out, "In total: no economy is reached in both");
    }
    if (time.n_lost > 0) {
        zi_buffer_format(out, "; %u lost", time.n_lost);
    }
    if (time.n_new > 0) {
        zi_buffer_format(out, "; %u new", time.n_new);
    }
    zi_buffer_text(out, "\n");
}

void
zi_reach_changes(const zi_reach_sheet *s, zi_buffer *out)
{
    zhol_ref list[N_SHOWN];
    uint32_t n = 0, n_changed = 0;
    double share = 0;

    for (uint32_t e = 0; e < s->n_economies; e++) {
        if (size_of_change(s, e) >= least_change_h && s->gdp[e] >= smallest_share) {
            n_changed++;
            share += s->gdp[e];
            keep(s, list, &n, e);
        }
    }
    zi_buffer_format(out,
        "\nHalf of an economy's people: %u economies of at least 0.1 %% of world GDP "
        "(PPP) are reached sooner or later\nby 0.05 days or more, %.1f %% of it "
        "together%s\n",
        n_changed, 100 * share, n_changed > n ? "; those that change most" : "");
    if (n > 0) {
        write_list(s, list, n, out);
    }
    write_total(s, out);
}

/* All economies */

typedef struct entry {
    double limit;
    zhol_ref economy;
} entry;

static int
nearest_first(const void *a, const void *b)
{
    const entry *x = a, *y = b;

    if (x->limit < y->limit || x->limit > y->limit) {
        return x->limit < y->limit ? -1 : 1;
    }
    return x->economy < y->economy ? -1 : x->economy > y->economy;
}

bool
zi_reach_asks(const zi_reach_sheet *s, double *const *half, zhol_ref economy)
{
    return !(s->view->within > 0) || half[s->view->within_by][economy] <= s->view->within;
}

/* The economies that are asked for, the nearest first. */
static uint32_t
fill_entries(const zi_reach_sheet *s, entry *list)
{
    const zhol_reach_by by =
        s->view->within > 0 ? s->view->within_by : ZHOL_REACH_BY_TIME;
    uint32_t n = 0;

    for (uint32_t e = 0; e < s->n_economies; e++) {
        if (zi_reach_asks(s, s->half, e) && s->half[by][e] < (double) INFINITY) {
            list[n++] = (entry){ s->half[by][e], e };
        }
    }
    if (n > 0) {
        qsort(list, n, sizeof *list, nearest_first);
    }
    return n;
}

static void
write_head(const zi_reach_sheet *s, zi_grid *g)
{
    char columns[8];
    uint32_t n = 4;

    n += s->r->drawn ? 1 : 0;
    n += s->base ? 2 : 0;
    for (uint32_t i = 0; i < n; i++) {
        columns[i] = i == 0 ? 'l' : 'r';
    }
    columns[n] = '\0';
    zi_grid_begin(g, columns);
    zi_grid_cell(g, "economy");
    zi_grid_cell(g, "share of world GDP (PPP) %%");
    zi_grid_cell(g, "days");
    if (s->base) {
        zi_grid_cell(g, "change");
    }
    if (s->r->drawn) {
        zi_grid_cell(g, "days at %.10g", s->r->query.probability);
    }
    zi_grid_cell(g, "USD");
    if (s->base) {
        zi_grid_cell(g, "change");
    }
}

static void
write_economy(const zi_reach_sheet *s, zhol_ref e, zi_grid *g)
{
    const double *const *now = (const double *const *) s->half;
    const double *const *before = (const double *const *) s->base_half;
    const zhol_economy *economies = zhol_world_economies(s->r->world, NULL);
    char text[48];

    zi_grid_cell(g, "%s", zhol_world_text(s->r->world, economies[e].name_en));
    zi_grid_cell(g, "%.2f", 100 * s->gdp[e]);
    write_days(g, now[ZHOL_REACH_BY_TIME][e]);
    if (s->base) {
        write_change(
            g, before[ZHOL_REACH_BY_TIME][e], now[ZHOL_REACH_BY_TIME][e], day_h, 1);
    }
    if (s->r->drawn) {
        write_days(g, now[ZHOL_REACH_BY_CHANCE][e]);
    }
    if (now[ZHOL_REACH_BY_COST][e] < (double) INFINITY) {
        zi_grid_cell(g, "%s",
            zi_grid_number(10 * round(now[ZHOL_REACH_BY_COST][e] / 10), 0, text));
    } else {
        zi_grid_cell(g, "never");
    }
    if (s->base) {
        write_change(g, before[ZHOL_REACH_BY_COST][e], now[ZHOL_REACH_BY_COST][e], 1, 0);
    }
}

void
zi_reach_economies(const zi_reach_sheet *s, zi_buffer *out)
{
    entry *list = ZI_NEW(entry, (size_t) s->n_economies + 1);
    zi_grid g;
    uint32_t n;

    if (!list) {
        out->failed = true;
        return;
    }
    n = fill_entries(s, list);
    zi_buffer_format(out, "\nTo half of an economy's people: %u economies\n", n);
    write_head(s, &g);
    for (uint32_t i = 0; i < n; i++) {
        write_economy(s, list[i].economy, &g);
    }
    zi_grid_end(&g, out);
    if (s->base) {
        write_total(s, out);
    }
    zi_free(list);
}
