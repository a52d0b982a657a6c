/* SPDX-License-Identifier: Apache-2.0 */
#include "report/figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/grid.h"
#include "report/report.h"
#include "world/suggest.h"

static bool
is_same_figure(const zhol_figure *a, const zhol_figure *b)
{
    return a->economy == b->economy && a->indicator == b->indicator && a->year == b->year
           && a->vintage == b->vintage;
}

/* Own rows stand beside those of the base; the base's is then left out. */
static bool
is_replaced(const zhol_figure *figures, uint32_t n, uint32_t row)
{
    if (figures[row].origin.is_mine) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (figures[i].origin.is_mine && is_same_figure(&figures[i], &figures[row])) {
            return true;
        }
    }
    return false;
}

static bool
has_own_rows(const zhol_figure *figures, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (figures[i].origin.is_mine) {
            return true;
        }
    }
    return false;
}

static bool
is_in_set(const zhol_world *w, const zi_figure_set *set, const zhol_figure *f)
{
    return f->year == set->year
           && strcmp(zhol_world_text(w, f->indicator), set->indicator) == 0
           && strcmp(zhol_world_text(w, f->vintage), set->vintage) == 0;
}

zi_figure_sum
zi_figures_add(const zhol_world *w, const zi_figure_set *set, const uint8_t *members)
{
    zi_figure_sum out = { .largest = ZHOL_NO_ROW };
    uint32_t n;
    const zhol_figure *figures = zhol_world_figures(w, &n);
    const bool has_own = has_own_rows(figures, n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_figure *f = &figures[i];
        if (!is_in_set(w, set, f) || (members && !members[f->economy])
            || (has_own && is_replaced(figures, n, i))) {
            continue;
        }
        out.sum += f->value;
        out.n++;
        if (out.largest == ZHOL_NO_ROW || f->value > figures[out.largest].value) {
            out.largest = i;
        }
    }
    return out;
}

zhol_ref
zi_figures_find(const zhol_world *w, const zi_figure_set *set, zhol_ref economy)
{
    uint32_t n;
    const zhol_figure *figures = zhol_world_figures(w, &n);
    zhol_ref found = ZHOL_NO_ROW;

    for (uint32_t i = 0; i < n; i++) {
        if (figures[i].economy == economy && is_in_set(w, set, &figures[i])
            && (found == ZHOL_NO_ROW || figures[i].origin.is_mine)) {
            found = i;
        }
    }
    return found;
}

uint32_t
zi_figures_rank(const zhol_world *w, const zi_figure_set *set, zhol_ref economy)
{
    const zhol_ref row = zi_figures_find(w, set, economy);
    uint32_t n, rank = 1;
    const zhol_figure *figures = zhol_world_figures(w, &n);
    const bool has_own = has_own_rows(figures, n);

    if (row == ZHOL_NO_ROW) {
        return 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        rank += is_in_set(w, set, &figures[i]) && figures[i].value > figures[row].value
                && !(has_own && is_replaced(figures, n, i));
    }
    return rank;
}

/* `zhol figures`: what is known of some economies, with the world's sum beside it. */

typedef struct line {
    zi_figure_set set;
    zi_figure_sum of, world;
    uint32_t rank; /* of a single economy, else 0 */
} line;

static int
compare_lines(const void *a, const void *b)
{
    const line *x = a, *y = b;
    int order = strcmp(x->set.indicator, y->set.indicator);

    if (order == 0) {
        order = (x->set.year > y->set.year) - (x->set.year < y->set.year);
    }
    return order ? order : strcmp(x->set.vintage, y->set.vintage);
}

static bool
is_wanted(const zhol_world *w, const zhol_figures_query *q, const uint8_t *members,
    const zhol_figure *f)
{
    return members[f->economy] && (q->year == 0 || f->year == q->year)
           && (!q->indicator
               || strcmp(zhol_world_text(w, f->indicator), q->indicator) == 0)
           && (!q->vintage || strcmp(zhol_world_text(w, f->vintage), q->vintage) == 0);
}

/* One line for each set that some member has a figure of. */
static uint32_t
collect(
    const zhol_world *w, const zhol_figures_query *q, const uint8_t *members, line *lines)
{
    uint32_t n, n_lines = 0;
    const zhol_figure *figures = zhol_world_figures(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_figure *f = &figures[i];
        const zi_figure_set set = { zhol_world_text(w, f->indicator),
            zhol_world_text(w, f->vintage), f->year };
        uint32_t k = 0;
        if (!is_wanted(w, q, members, f)) {
            continue;
        }
        while (k < n_lines && compare_lines(&lines[k], &(line){ .set = set }) != 0) {
            k++;
        }
        if (k == n_lines) {
            lines[n_lines++].set = set;
        }
    }
    qsort(lines, n_lines, sizeof *lines, compare_lines);
    return n_lines;
}

static void
mark(const zhol_world *w, const zhol_figures_query *q, uint8_t *members)
{
    uint32_t n;

    (void) zhol_world_economies(w, &n);
    for (uint32_t e = 0; e < n; e++) {
        for (uint32_t i = 0; i < q->n_scopes; i++) {
            const zhol_scope s = q->scopes[i];
            members[e] |= s.kind == ZHOL_SCOPE_ECONOMY ? s.ref == e
                          : s.kind == ZHOL_SCOPE_GROUP
                              ? zhol_world_is_member(w, s.ref, e, q->as_of)
                              : s.kind == ZHOL_SCOPE_EVERYWHERE;
        }
    }
}

static void
write_table(const zhol_world *w, const line *lines, uint32_t n, zi_buffer *out)
{
    const zhol_figure *figures = zhol_world_figures(w, NULL);
    zi_grid g;

    zi_grid_begin(&g, "lrlrrrrrrl");
    static const char *const head[] = { "indicator", "year", "vintage", "value", "of n",
        "world", "of n", "share %", "rank", "source" };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        const line *l = &lines[i];
        char value[48], world[48];
        zi_grid_cell(&g, "%s", l->set.indicator);
        zi_grid_cell(&g, "%u", l->set.year);
        zi_grid_cell(&g, "%s", l->set.vintage);
        zi_grid_cell(&g, "%s", zi_grid_number(l->of.sum, 0, value));
        zi_grid_cell(&g, "%u", l->of.n);
        zi_grid_cell(&g, "%s", zi_grid_number(l->world.sum, 0, world));
        zi_grid_cell(&g, "%u", l->world.n);
        zi_grid_cell(&g, "%.1f", l->world.sum > 0 ? 100 * l->of.sum / l->world.sum : 0);
        if (l->rank) {
            zi_grid_cell(&g, "%u", l->rank);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        zi_grid_cell(&g, "%s (%s)",
            zhol_world_text(w, figures[l->of.largest].origin.source),
            zhol_grade_word(figures[l->of.largest].origin.grade));
    }
    zi_grid_end(&g, out);
}

static void
write_json(const zhol_world *w, const line *lines, uint32_t n, zi_buffer *out)
{
    const zhol_figure *figures = zhol_world_figures(w, NULL);
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.figures/1");
    zi_json_key(&j, "figures");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < n; i++) {
        const line *l = &lines[i];
        zi_json_begin_object_line(&j);
        zi_json_key(&j, "indicator");
        zi_json_text(&j, l->set.indicator);
        zi_json_key(&j, "year");
        zi_json_integer(&j, l->set.year);
        zi_json_key(&j, "vintage");
        zi_json_text(&j, l->set.vintage);
        zi_json_key(&j, "value");
        zi_json_number(&j, l->of.sum);
        zi_json_key(&j, "n_economies");
        zi_json_integer(&j, l->of.n);
        zi_json_key(&j, "world");
        zi_json_number(&j, l->world.sum);
        zi_json_key(&j, "world_n_economies");
        zi_json_integer(&j, l->world.n);
        zi_json_key(&j, "share");
        zi_json_number(&j, l->world.sum > 0 ? l->of.sum / l->world.sum : 0);
        zi_json_key(&j, "rank");
        if (l->rank) {
            zi_json_integer(&j, l->rank);
        } else {
            zi_json_null(&j);
        }
        zi_json_key(&j, "source");
        zi_json_text(&j, zhol_world_text(w, figures[l->of.largest].origin.source));
        zi_json_key(&j, "grade");
        zi_json_text(&j, zhol_grade_word(figures[l->of.largest].origin.grade));
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

/* Does the table know the name? Else the nearest one is kept. */
static bool
is_known(const zhol_world *w, bool is_vintage, zi_nearest *nearest)
{
    uint32_t n;
    const zhol_figure *figures = zhol_world_figures(w, &n);

    for (uint32_t i = 0; nearest->wanted && i < n; i++) {
        const char *name =
            zhol_world_text(w, is_vintage ? figures[i].vintage : figures[i].indicator);
        if (strcmp(name, nearest->wanted) == 0) {
            return true;
        }
        zi_nearest_try(nearest, name);
    }
    return !nearest->wanted;
}

/* Nothing was found: a name is wrong, or there is no such figure. */
static zhol_status
tell_none(const zhol_world *w, const zhol_figures_query *q, zhol_error *err)
{
    const char *const asked[2] = { q->indicator, q->vintage };
    static const char *const what[2] = { "indicator", "vintage" };

    for (int i = 0; i < 2; i++) {
        zi_nearest nearest = { .wanted = NULL };
        if (asked[i]) {
            nearest = zi_nearest_to(asked[i]);
        }
        if (!is_known(w, i == 1, &nearest)) {
            return zi_fail(err, ZHOL_USAGE,
                "the table of figures has no %s '%s'%s: `zhol figures KAZ` lists them",
                what[i], asked[i], zi_nearest_text(&nearest));
        }
    }
    return zi_fail(err, ZHOL_NONE,
        "the table of figures has none like that (indicators are population, "
        "gdp_nominal_usd, gdp_ppp_usd, exports_usd, imports_usd, ...)");
}

zhol_status
zhol_report_figures(const zhol_world *w, const zhol_figures_query *q,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    uint32_t n_figures, n_economies, n = 0;
    zi_buffer text = zi_report_take_over(out);
    uint8_t *members = NULL;
    line *lines = NULL;
    zhol_status status = ZHOL_OK;

    (void) zhol_world_figures(w, &n_figures);
    (void) zhol_world_economies(w, &n_economies);
    members = ZI_NEW(uint8_t, (size_t) n_economies + 1);
    lines = ZI_NEW(line, (size_t) n_figures + 1);
    if (!members || !lines) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for the figures");
        goto out;
    }
    mark(w, q, members);
    n = collect(w, q, members, lines);
    if (n == 0) {
        status = tell_none(w, q, err);
        goto out;
    }
    for (uint32_t i = 0; i < n; i++) {
        lines[i].of = zi_figures_add(w, &lines[i].set, members);
        lines[i].world = zi_figures_add(w, &lines[i].set, NULL);
        if (q->n_scopes == 1 && q->scopes[0].kind == ZHOL_SCOPE_ECONOMY) {
            lines[i].rank = zi_figures_rank(w, &lines[i].set, q->scopes[0].ref);
        }
    }
    (options->format == ZHOL_FORMAT_JSON ? write_json : write_table)(w, lines, n, &text);
out:
    zi_free(lines);
    zi_free(members);
    if (status == ZHOL_OK) {
        return zi_report_hand_over(&text, out, err);
    }
    zi_buffer_free(&text);
    return status;
}
