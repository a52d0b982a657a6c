/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach --plot` */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/grid.h"
#include "report/plot.h"
#include "report/reach.h"
#include "report/report.h"

enum { N_POINTS = ZI_REACH_DAYS + 1 };
static const zhol_reach_figure drawn[] = { ZHOL_REACH_GDP_PPP, ZHOL_REACH_GDP_NOMINAL,
    ZHOL_REACH_PEOPLE };
enum { N_DRAWN = 3 };
static const double marked = 0.65; /* the share that is read off */

/* The points of all curves of one picture. */
typedef struct points {
    double x[ZHOL_N_REACH_BYS][N_POINTS];
    double y[2][ZHOL_N_REACH_BYS][N_DRAWN][N_POINTS]; /* of the reach, of its base */
} points;

static void
fill_points(const zhol_reach *r, points *p, uint32_t which)
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
add_lines(zi_plot_panel *panel, const points *p, uint32_t which, uint32_t by)
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
            snprintf(text, 64, "65 %% of GDP (PPP): %.0f days", x);
        } else {
            snprintf(text, 64, "65 %% of GDP (PPP): %s USD",
                zi_grid_number(50 * round(x / 50), 0, number));
        }
        panel->mark_text = text;
    }
}

/* The finding, as a sentence. */
static void
write_title(const zhol_reach *r, char title[200])
{
    const double at = zhol_reach_at(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, marked);

    if (at < (double) INFINITY) {
        snprintf(title, 200, "%s reaches 65 %% of world GDP (PPP) within %.0f days",
            zi_reach_name(r), ceil(at / 24));
    } else {
        snprintf(title, 200, "%s reaches %.0f %% of world GDP (PPP)", zi_reach_name(r),
            100
                * zhol_reach_within(
                    r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, (double) INFINITY));
    }
}

zhol_status
zhol_report_reach_plot(
    const zhol_reach *reach, const zhol_reach *base, zhol_buffer *out, zhol_error *err)
{
    const zhol_reach_source *s = reach->sources;
    char title[200], subtitle[200], sources[300], how[200], marks[2][64];
    points p;
    zi_plot plot = { .title = title,
        .subtitle = subtitle,
        .y_title = "share of the world",
        .foot = { sources, how, NULL },
        .panels = { { .x_title = "days (mean time of the fastest way)", .x_step = 10 },
            { .x_title = "US dollars for the shipment (cheapest way)", .x_step = 1000 } },
        .n_panels = 2 };
    zi_buffer text = zi_report_take_over(out);

    write_title(reach, title);
    snprintf(subtitle, sizeof subtitle, "%.0f t of %s, network of %u",
        reach->query.consignment.mass_t,
        reach->query.consignment.hs[0] ? "goods" : "general cargo", reach->year);
    if (base) {
        const size_t n = strlen(subtitle);
        snprintf(subtitle + n, sizeof subtitle - n,
            "; dashed: the network of %u as it is", base->year);
    }
    snprintf(sources, sizeof sources,
        "GDP (PPP): %s, %u; nominal: %s, %u; people: %s, %u. Denominators: the sums of "
        "these figures.",
        s[0].vintage ? s[0].vintage : "none", s[0].year,
        s[1].vintage ? s[1].vintage : "none", s[1].year,
        s[2].vintage ? s[2].vintage : "none", s[2].year);
    snprintf(how, sizeof how,
        "zhol reach, data of %u: terminals, borders, gauge changes and waiting included, "
        "without duties. Sources: zhol net info.",
        zhol_world_data_year(reach->world));
    fill_points(reach, &p, 0);
    if (base) {
        fill_points(base, &p, 1);
    }
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        plot.panels[by].x_max = end_of_axis(reach, by);
        if (base) {
            add_lines(&plot.panels[by], &p, 1, by);
        }
        add_lines(&plot.panels[by], &p, 0, by);
        mark(&plot.panels[by], reach, by, marks[by]);
    }
    zi_plot_write(&plot, &text);
    return zi_report_hand_over(&text, out, err);
}
