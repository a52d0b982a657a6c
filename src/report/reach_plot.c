/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach --plot` */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/grid.h"
#include "report/plot.h"
#include "report/reach.h"
#include "report/report.h"

enum { N_POINTS = ZI_REACH_DAYS + 1 };
enum {
    USUAL_FIGURES =
        1 << ZHOL_REACH_GDP_PPP | 1 << ZHOL_REACH_GDP_NOMINAL | 1 << ZHOL_REACH_PEOPLE
};
static const double marked = 0.65; /* the share that is read off */

/* The points of all curves of one picture, and its texts. */
typedef struct sheet {
    const zhol_reach *r, *base;
    const zhol_reach_view *view;
    zhol_reach_figure drawn[ZHOL_N_REACH_FIGURES]; /* the first is told in words */
    uint32_t n_drawn;
    double x[ZHOL_N_REACH_BYS][N_POINTS];
    /* of the reach, of its base */
    double y[2][ZHOL_N_REACH_BYS][ZHOL_N_REACH_FIGURES][N_POINTS];
    double low[N_POINTS], high[N_POINTS]; /* P10 and P90 of the first figure */
    char title[240], subtitle[240], sources[400], how[300], marks[2][64];
} sheet;

static const char *const world_words[ZHOL_N_REACH_FIGURES] = { "world GDP (PPP)",
    "world GDP (nominal)", "the world's people", "world imports",
    "world household consumption" };

static void
choose_figures(sheet *p)
{
    const uint32_t figures = p->view->figures ? p->view->figures : USUAL_FIGURES;

    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (zi_reach_knows(p->r->sources, figures, f)) {
            p->drawn[p->n_drawn++] = (zhol_reach_figure) f;
        }
    }
}

/* "15", "0.5" */
static const char *
days_text(double hours, char text[48])
{
    const double days = hours / 24;

    return zi_grid_number(days, days < floor(days) + 0.01 ? 0 : 1, text);
}

static void
fill_points(const zhol_reach *r, sheet *p, uint32_t which)
{
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        for (uint32_t i = 0; i < N_POINTS; i++) {
            const bool is_time = by == ZHOL_REACH_BY_TIME;
            p->x[by][i] = is_time ? i : (double) i * ZI_REACH_DOLLAR_STEP;
            for (uint32_t f = 0; f < p->n_drawn; f++) {
                p->y[which][by][f][i] = zhol_reach_within(
                    r, p->drawn[f], (zhol_reach_by) by, p->x[by][i] * (is_time ? 24 : 1));
            }
        }
    }
}

static void
add_lines(zi_plot_panel *panel, const sheet *p, uint32_t which, uint32_t by)
{
    static const char *const labels[ZHOL_N_REACH_FIGURES] = { "GDP (PPP)",
        "GDP (nominal)", "people", "imports", "consumption" };

    for (uint32_t f = 0; f < p->n_drawn; f++) {
        panel->lines[panel->n_lines++] = (zi_plot_line){ .label = labels[p->drawn[f]],
            .colour = p->drawn[f],
            .is_dashed = which == 1,
            .is_unlabelled = which == 1,
            .x = p->x[by],
            .y = p->y[which][by][f],
            .n = N_POINTS };
    }
}

static void
add_band(zi_plot_panel *panel, sheet *p)
{
    for (uint32_t i = 0; i < N_POINTS; i++) {
        p->low[i] = zhol_reach_drawn(p->r, p->drawn[0], 24.0 * i, 0.1);
        p->high[i] = zhol_reach_drawn(p->r, p->drawn[0], 24.0 * i, 0.9);
    }
    panel->band = (zi_plot_band){ .colour = p->drawn[0],
        .x = p->x[ZHOL_REACH_BY_TIME],
        .low = p->low,
        .high = p->high,
        .n = N_POINTS };
}

static bool
is_within(const sheet *p, uint32_t by)
{
    return p->view->within > 0 && (uint32_t) p->view->within_by == by;
}

/* Where the axis ends: nearly all is reached, in whole steps. */
static double
end_of_axis(const sheet *p, uint32_t by)
{
    const bool is_time = by == ZHOL_REACH_BY_TIME;
    const double step = is_time ? 10 : 1000;
    const double most =
        is_time ? ZI_REACH_DAYS : ZI_REACH_DOLLARS * (double) ZI_REACH_DOLLAR_STEP;
    const double all = zhol_reach_at(p->r, p->drawn[0], (zhol_reach_by) by, 0.99);
    const double at = is_within(p, by) ? fmax(all, p->view->within) : all;
    const double end = step * ceil(at / (is_time ? 24 : 1) / step);

    return end < most ? end : most;
}

/* The limit asked for, or where the share is reached that is read off. */
static void
mark(zi_plot_panel *panel, const sheet *p, uint32_t by, char text[64])
{
    const zhol_reach_figure figure = p->drawn[0];
    const bool is_time = by == ZHOL_REACH_BY_TIME, is_given = is_within(p, by);
    const double at = is_given ? p->view->within
                               : zhol_reach_at(p->r, figure, (zhol_reach_by) by, marked);
    const double x = is_time ? at / 24 : at;
    char number[48];

    panel->mark_x = -1;
    if (!(x <= panel->x_max)) {
        return;
    }
    panel->mark_x = x;
    panel->mark_y =
        is_given ? zhol_reach_within(p->r, figure, (zhol_reach_by) by, at) : marked;
    if (is_time && is_given) {
        (void) days_text(at, number);
    } else {
        (void) zi_grid_number(is_time    ? ceil(x)
                              : is_given ? x
                                         : 50 * round(x / 50),
            0, number);
    }
    snprintf(text, 64, "%.0f %% of %s: %s %s", 100 * panel->mark_y,
        zi_reach_words(figure), number, is_time ? "days" : "USD");
    panel->mark_text = text;
}

/* The largest economies, each on the curve where half of its people are reached. */
static void
note_economies(zi_plot_panel *panel, const sheet *p, const double *half, uint32_t by)
{
    const zhol_reach *r = p->r;
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);
    uint32_t n_economies;
    double last = DBL_MAX;

    (void) zhol_world_economies(r->world, &n_economies);
    for (uint32_t k = 0; k < ZI_PLOT_MAX_NOTES; k++) {
        double most = 0;
        zhol_ref best = ZHOL_NO_ROW;
        for (uint32_t e = 0; e < n_economies; e++) {
            const double share =
                zhol_reach_economy(r, p->drawn[0], (zhol_reach_by) by, DBL_MAX, e);
            if (share > most && share < last) {
                most = share;
                best = e;
            }
        }
        if (best == ZHOL_NO_ROW) {
            return;
        }
        last = most;
        if (half[best] < (double) INFINITY) {
            panel->notes[panel->n_notes++] =
                (zi_plot_note){ half[best] / (by == ZHOL_REACH_BY_TIME ? 24 : 1),
                    zhol_reach_within(r, p->drawn[0], (zhol_reach_by) by, half[best]),
                    zhol_world_text(r->world, economies[best].name_en) };
        }
    }
}

/* What is reached within the limit of the view. */
static void
write_title_within(const sheet *p, char title[240])
{
    const zhol_reach *r = p->r;
    const zhol_reach_figure figure = p->drawn[0];
    const double limit = p->view->within, chance = r->query.probability;
    const double share = 100 * zhol_reach_within(r, figure, p->view->within_by, limit);
    char number[48];

    if (p->view->within_by == ZHOL_REACH_BY_COST) {
        snprintf(title, 240, "%s reaches %.0f %% of %s for %s USD", zi_reach_name(r),
            share, world_words[figure], zi_grid_number(limit, 0, number));
    } else if (r->drawn) {
        snprintf(title, 240,
            "%s: %.0f %% of %s within %s days, in %.10g %% of cases at least %.0f %%",
            zi_reach_name(r), share, world_words[figure], days_text(limit, number),
            100 * chance, 100 * zhol_reach_drawn(r, figure, limit, 1 - chance));
    } else {
        snprintf(title, 240, "%s reaches %.0f %% of %s within %s days", zi_reach_name(r),
            share, world_words[figure], days_text(limit, number));
    }
}

/* The finding, as a sentence. */
static void
write_title(const sheet *p, char title[240])
{
    const zhol_reach *r = p->r;
    const zhol_reach_figure figure = p->drawn[0];
    const char *words = world_words[figure];
    const double at = zhol_reach_at(r, figure, ZHOL_REACH_BY_TIME, marked);

    if (!(at < (double) INFINITY)) {
        snprintf(title, 240, "%s reaches %.0f %% of %s", zi_reach_name(r),
            100 * zhol_reach_within(r, figure, ZHOL_REACH_BY_TIME, DBL_MAX), words);
        return;
    }
    if (!r->drawn) {
        snprintf(title, 240, "%s reaches 65 %% of %s within %.0f days", zi_reach_name(r),
            words, ceil(at / 24));
        return;
    }
    const double chance = r->query.probability;
    const double sure = zhol_reach_drawn_at(r, figure, marked, chance);
    snprintf(title, 240, "%s: 65 %% of %s within %.0f days", zi_reach_name(r), words,
        ceil(at / 24));
    const size_t n = strlen(title);
    if (ceil(sure / 24) <= ceil(at / 24)) {
        snprintf(title + n, 240 - n, ", also in %.10g %% of cases", 100 * chance);
    } else if (sure < (double) INFINITY) {
        snprintf(title + n, 240 - n, ", in %.10g %% of cases within %.0f", 100 * chance,
            ceil(sure / 24));
    }
}

/* "GDP (PPP): cldr_48, 2024; nominal: ..." */
static void
write_sources(sheet *p)
{
    size_t n = 0;

    for (uint32_t i = 0; i < p->n_drawn; i++) {
        const zhol_reach_source *s = &p->r->sources[p->drawn[i]];
        const bool is_second = i > 0 && p->drawn[i] == ZHOL_REACH_GDP_NOMINAL;
        n += (size_t) snprintf(p->sources + n, sizeof p->sources - n, "%s%s: %.40s, %u",
            i > 0 ? "; " : "", is_second ? "nominal" : zi_reach_words(p->drawn[i]),
            s->vintage, s->year);
    }
    snprintf(p->sources + n, sizeof p->sources - n,
        ". Shares are of the sums of these figures. Dots: half of that economy's "
        "people.");
}

static void
write_texts(sheet *p)
{
    const char *hs = p->r->query.consignment.hs;
    size_t n;

    if (p->view->within > 0) {
        write_title_within(p, p->title);
    } else {
        write_title(p, p->title);
    }
    snprintf(p->subtitle, sizeof p->subtitle, "%.10g t of %s%s, network of %u",
        p->r->query.consignment.mass_t, hs[0] ? "HS " : "general cargo", hs, p->r->year);
    n = strlen(p->subtitle);
    if (p->r->drawn) {
        n += (size_t) snprintf(p->subtitle + n, sizeof p->subtitle - n,
            "; shaded: %s in 8 of 10 cases (%u joint draws)", zi_reach_words(p->drawn[0]),
            p->r->query.n_draws);
    }
    if (p->base && n < sizeof p->subtitle) {
        snprintf(p->subtitle + n, sizeof p->subtitle - n,
            "; dashed: the network of %u as it is", p->base->year);
    }
    write_sources(p);
    snprintf(p->how, sizeof p->how,
        "zhol reach, data of %u: terminals, borders, gauge changes and waiting included, "
        "without duties. Sources: zhol net info.",
        zhol_world_data_year(p->r->world));
}

static zhol_status
add_notes(zi_plot *plot, const sheet *p, zhol_error *err)
{
    const zhol_reach *r = p->r;
    uint32_t n;
    double *half;
    zhol_status status = ZHOL_OK;

    (void) zhol_world_economies(r->world, &n);
    half = ZI_NEW(double, (size_t) n + 1);
    if (!half) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the picture");
    }
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && status == ZHOL_OK; by++) {
        status = zhol_reach_halves(r, (zhol_reach_by) by, half, err);
        if (status == ZHOL_OK) {
            note_economies(&plot->panels[by], p, half, by);
        }
    }
    zi_free(half);
    return status;
}

static void
add_curves(zi_plot *plot, sheet *p)
{
    fill_points(p->r, p, 0);
    if (p->base) {
        fill_points(p->base, p, 1);
    }
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        plot->panels[by].x_max = end_of_axis(p, by);
        if (p->base) {
            add_lines(&plot->panels[by], p, 1, by);
        }
        add_lines(&plot->panels[by], p, 0, by);
        mark(&plot->panels[by], p, by, p->marks[by]);
    }
    if (p->r->drawn) {
        add_band(&plot->panels[ZHOL_REACH_BY_TIME], p);
    }
}

zhol_status
zhol_report_reach_plot(const zhol_reach *reach, const zhol_reach *base,
    const zhol_reach_view *view, zhol_buffer *out, zhol_error *err)
{
    sheet p = { .r = reach, .base = base, .view = view };
    zi_plot plot = { .title = p.title,
        .subtitle = p.subtitle,
        .y_title = "share of the world",
        .foot = { p.sources, p.how, NULL },
        .panels = { { .x_title = "days (mean time of the fastest way)", .x_step = 10 },
            { .x_title = "US dollars for the shipment (cheapest way)", .x_step = 1000 } },
        .n_panels = 2 };
    zi_buffer text;
    zhol_status status, handed;

    choose_figures(&p);
    if (p.n_drawn == 0) {
        return zi_fail(err, ZHOL_NONE, "the tables hold none of the figures to draw");
    }
    text = zi_report_take_over(out);
    write_texts(&p);
    add_curves(&plot, &p);
    status = add_notes(&plot, &p, err);
    if (status == ZHOL_OK) {
        zi_plot_write(&plot, &text);
    }
    handed = zi_report_hand_over(&text, out, status == ZHOL_OK ? err : NULL);
    return status == ZHOL_OK ? handed : status;
}
