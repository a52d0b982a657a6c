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
static const zhol_reach_figure drawn[] = { ZHOL_REACH_GDP_PPP, ZHOL_REACH_GDP_NOMINAL,
    ZHOL_REACH_PEOPLE };
enum { N_DRAWN = 3 };
static const double marked = 0.65; /* the share that is read off */

/* The points of all curves of one picture, and its texts. */
typedef struct sheet {
    const zhol_reach *r, *base;
    double x[ZHOL_N_REACH_BYS][N_POINTS];
    double y[2][ZHOL_N_REACH_BYS][N_DRAWN][N_POINTS]; /* of the reach, of its base */
    double low[N_POINTS], high[N_POINTS];             /* P10 and P90 of GDP (PPP) */
    char title[240], subtitle[240], sources[300], how[300], marks[2][64];
} sheet;

static void
fill_points(const zhol_reach *r, sheet *p, uint32_t which)
{
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        for (uint32_t i = 0; i < N_POINTS; i++) {
            const bool is_time = by == ZHOL_REACH_BY_TIME;
            p->x[by][i] = is_time ? i : (double) i * ZI_REACH_DOLLAR_STEP;
            for (uint32_t f = 0; f < N_DRAWN; f++) {
                p->y[which][by][f][i] = zhol_reach_within(
                    r, drawn[f], (zhol_reach_by) by, p->x[by][i] * (is_time ? 24 : 1));
            }
        }
    }
}

static void
add_lines(zi_plot_panel *panel, const sheet *p, uint32_t which, uint32_t by)
{
    static const char *const labels[N_DRAWN] = { "GDP (PPP)", "GDP (nominal)", "people" };

    for (uint32_t f = 0; f < N_DRAWN; f++) {
        panel->lines[panel->n_lines++] = (zi_plot_line){ .label = labels[f],
            .colour = f,
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
        p->low[i] = zhol_reach_drawn(p->r, ZHOL_REACH_GDP_PPP, 24.0 * i, 0.1);
        p->high[i] = zhol_reach_drawn(p->r, ZHOL_REACH_GDP_PPP, 24.0 * i, 0.9);
    }
    panel->band = (zi_plot_band){ .colour = 0,
        .x = p->x[ZHOL_REACH_BY_TIME],
        .low = p->low,
        .high = p->high,
        .n = N_POINTS };
}

/* Where the axis ends: nearly all is reached, in whole steps. */
static double
end_of_axis(const zhol_reach *r, uint32_t by)
{
    const bool is_time = by == ZHOL_REACH_BY_TIME;
    const double step = is_time ? 10 : 1000;
    const double most =
        is_time ? ZI_REACH_DAYS : ZI_REACH_DOLLARS * (double) ZI_REACH_DOLLAR_STEP;
    const double at = zhol_reach_at(r, ZHOL_REACH_GDP_PPP, (zhol_reach_by) by, 0.99);
    const double end = step * ceil(at / (is_time ? 24 : 1) / step);

    return end < most ? end : most;
}

static void
mark(zi_plot_panel *panel, const zhol_reach *r, uint32_t by, char text[64])
{
    const double at = zhol_reach_at(r, ZHOL_REACH_GDP_PPP, (zhol_reach_by) by, marked);
    const double x = by == ZHOL_REACH_BY_TIME ? at / 24 : at;
    char number[48];

    panel->mark_x = -1;
    if (x <= panel->x_max) {
        panel->mark_x = x;
        panel->mark_y = marked;
        if (by == ZHOL_REACH_BY_TIME) {
            snprintf(text, 64, "65 %% of GDP (PPP): %.0f days", ceil(x));
        } else {
            snprintf(text, 64, "65 %% of GDP (PPP): %s USD",
                zi_grid_number(50 * round(x / 50), 0, number));
        }
        panel->mark_text = text;
    }
}

/* The largest economies, each on the curve where half of its people are reached. */
static void
note_economies(zi_plot_panel *panel, const zhol_reach *r, const double *half, uint32_t by)
{
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);
    uint32_t n_economies;
    double last = DBL_MAX;

    (void) zhol_world_economies(r->world, &n_economies);
    for (uint32_t k = 0; k < ZI_PLOT_MAX_NOTES; k++) {
        double most = 0;
        zhol_ref best = ZHOL_NO_ROW;
        for (uint32_t e = 0; e < n_economies; e++) {
            const double share =
                zhol_reach_economy(r, ZHOL_REACH_GDP_PPP, (zhol_reach_by) by, DBL_MAX, e);
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
            panel->notes[panel->n_notes++] = (zi_plot_note){
                half[best] / (by == ZHOL_REACH_BY_TIME ? 24 : 1),
                zhol_reach_within(r, ZHOL_REACH_GDP_PPP, (zhol_reach_by) by, half[best]),
                zhol_world_text(r->world, economies[best].name_en)
            };
        }
    }
}

/* The finding, as a sentence. */
static void
write_title(const zhol_reach *r, char title[240])
{
    const double at = zhol_reach_at(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, marked);

    if (!(at < (double) INFINITY)) {
        snprintf(title, 240, "%s reaches %.0f %% of world GDP (PPP)", zi_reach_name(r),
            100 * zhol_reach_within(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, DBL_MAX));
        return;
    }
    if (!r->drawn) {
        snprintf(title, 240, "%s reaches 65 %% of world GDP (PPP) within %.0f days",
            zi_reach_name(r), ceil(at / 24));
        return;
    }
    const double p = r->query.probability;
    const double sure = zhol_reach_drawn_at(r, ZHOL_REACH_GDP_PPP, marked, p);
    snprintf(title, 240, "%s: 65 %% of world GDP (PPP) within %.0f days",
        zi_reach_name(r), ceil(at / 24));
    const size_t n = strlen(title);
    if (ceil(sure / 24) <= ceil(at / 24)) {
        snprintf(title + n, 240 - n, ", also in %.10g %% of cases", 100 * p);
    } else if (sure < (double) INFINITY) {
        snprintf(title + n, 240 - n, ", in %.10g %% of cases within %.0f", 100 * p,
            ceil(sure / 24));
    }
}

static void
write_texts(sheet *p)
{
    const zhol_reach_source *s = p->r->sources;
    const char *hs = p->r->query.consignment.hs;
    size_t n;

    write_title(p->r, p->title);
    snprintf(p->subtitle, sizeof p->subtitle, "%.10g t of %s%s, network of %u",
        p->r->query.consignment.mass_t, hs[0] ? "HS " : "general cargo", hs, p->r->year);
    n = strlen(p->subtitle);
    if (p->r->drawn) {
        n += (size_t) snprintf(p->subtitle + n, sizeof p->subtitle - n,
            "; shaded: GDP (PPP) in 8 of 10 cases (%u joint draws)", p->r->query.n_draws);
    }
    if (p->base && n < sizeof p->subtitle) {
        snprintf(p->subtitle + n, sizeof p->subtitle - n,
            "; dashed: the network of %u as it is", p->base->year);
    }
    snprintf(p->sources, sizeof p->sources,
        "GDP (PPP): %s, %u; nominal: %s, %u; people: %s, %u. Shares are of the sums of "
        "these figures. Dots: half of that economy's people.",
        s[0].vintage ? s[0].vintage : "none", s[0].year,
        s[1].vintage ? s[1].vintage : "none", s[1].year,
        s[2].vintage ? s[2].vintage : "none", s[2].year);
    snprintf(p->how, sizeof p->how,
        "zhol reach, data of %u: terminals, borders, gauge changes and waiting included, "
        "without duties. Sources: zhol net info.",
        zhol_world_data_year(p->r->world));
}

static zhol_status
add_notes(zi_plot *plot, const zhol_reach *r, zhol_error *err)
{
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
            note_economies(&plot->panels[by], r, half, by);
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
        plot->panels[by].x_max = end_of_axis(p->r, by);
        if (p->base) {
            add_lines(&plot->panels[by], p, 1, by);
        }
        add_lines(&plot->panels[by], p, 0, by);
        mark(&plot->panels[by], p->r, by, p->marks[by]);
    }
    if (p->r->drawn) {
        add_band(&plot->panels[ZHOL_REACH_BY_TIME], p);
    }
}

zhol_status
zhol_report_reach_plot(
    const zhol_reach *reach, const zhol_reach *base, zhol_buffer *out, zhol_error *err)
{
    sheet p = { .r = reach, .base = base };
    zi_plot plot = { .title = p.title,
        .subtitle = p.subtitle,
        .y_title = "share of the world",
        .foot = { p.sources, p.how, NULL },
        .panels = { { .x_title = "days (mean time of the fastest way)", .x_step = 10 },
            { .x_title = "US dollars for the shipment (cheapest way)", .x_step = 1000 } },
        .n_panels = 2 };
    zi_buffer text = zi_report_take_over(out);
    zhol_status status, handed;

    write_texts(&p);
    add_curves(&plot, &p);
    status = add_notes(&plot, reach, err);
    if (status == ZHOL_OK) {
        zi_plot_write(&plot, &text);
    }
    handed = zi_report_hand_over(&text, out, status == ZHOL_OK ? err : NULL);
    return status == ZHOL_OK ? handed : status;
}
