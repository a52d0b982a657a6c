/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plot.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/svg.h"
#include "report/grid.h"

enum { WIDTH = 1000, HEIGHT = 520 };
static const double left = 62, top = 86, bottom = 410, panel_gap = 150, right = 135;

/* Okabe and Ito; black first. */
static const char *const palette[] = { "#0072b2", "#d55e00", "#009e73", "#cc79a7",
    "#e69f00", "#56b4e9", "#000000" };
static const char grey[] = "#dddddd", ink[] = "#111111", soft[] = "#555555";

/* Where a panel stands. */
typedef struct frame {
    double x0, x1;
    const zi_plot_panel *panel;
} frame;

static double
x_of(const frame *f, double x)
{
    const double share = x / f->panel->x_max;
    return f->x0 + (f->x1 - f->x0) * (share > 1 ? 1 : share);
}

static double
y_of(double share)
{
    return bottom - (bottom - top) * (share > 1 ? 1 : share);
}

static void
draw_axes(zi_svg *s, const frame *f, const zi_plot *plot)
{
    const zi_svg_pen rule = { grey, 1, NULL }, axis = { ink, 1.2, NULL };
    const zi_svg_font tick = { 12, soft, ZI_SVG_END, false, false };
    const zi_svg_font below = { 12, soft, ZI_SVG_MIDDLE, false, false };
    const zi_svg_font title = { 13, ink, ZI_SVG_MIDDLE, false, false };
    char text[48];

    for (int k = 0; k <= 5; k++) {
        const double y = y_of(k / 5.0);
        zi_svg_line(s, f->x0, y, f->x1, y, &rule);
        snprintf(text, sizeof text, "%d %%", 20 * k);
        zi_svg_text(s, f->x0 - 6, y + 4, &tick, text);
    }
    const int n_steps = (int) (f->panel->x_max * 1.0001 / f->panel->x_step);
    for (int k = 0; k <= n_steps; k++) {
        const double x = k * f->panel->x_step;
        zi_svg_line(s, x_of(f, x), bottom, x_of(f, x), bottom + 5, &axis);
        zi_svg_text(s, x_of(f, x), bottom + 19, &below, zi_grid_number(x, 0, text));
    }
    zi_svg_line(s, f->x0, bottom, f->x1, bottom, &axis);
    zi_svg_text(s, (f->x0 + f->x1) / 2, bottom + 40, &title, f->panel->x_title);
    zi_svg_text(s, f->x0 - 46, top - 12,
        &(zi_svg_font){ 13, ink, ZI_SVG_START, false, false }, plot->y_title);
}

/* Points of a line that the axis has room for. */
static uint32_t
n_drawn(const zi_plot_panel *p, const zi_plot_line *l)
{
    uint32_t n = 0;

    assert(l->n <= ZI_PLOT_MAX_POINTS);
    while (n < l->n && l->x[n] <= p->x_max) {
        n++;
    }
    return n;
}

/* Labels stand at the lines' ends, at least 15 apart, in the order of their ends. */
static void
place_labels(const zi_plot_panel *p, double *at, uint32_t *order, uint32_t *n)
{
    *n = 0;
    for (uint32_t i = 0; i < p->n_lines; i++) {
        const zi_plot_line *l = &p->lines[i];
        const uint32_t m = n_drawn(p, l);
        uint32_t k = *n;
        if (l->is_unlabelled || m == 0) {
            continue;
        }
        at[i] = y_of(l->y[m - 1]);
        while (k > 0 && at[order[k - 1]] > at[i]) {
            order[k] = order[k - 1];
            k--;
        }
        order[k] = i;
        (*n)++;
    }
    for (uint32_t k = 1; k < *n; k++) {
        if (at[order[k]] < at[order[k - 1]] + 15) {
            at[order[k]] = at[order[k - 1]] + 15;
        }
    }
}

static void
draw_lines(zi_svg *s, const frame *f)
{
    const zi_plot_panel *p = f->panel;
    double at[ZI_PLOT_MAX_LINES] = { 0 }, x[ZI_PLOT_MAX_POINTS], y[ZI_PLOT_MAX_POINTS];
    uint32_t order[ZI_PLOT_MAX_LINES], n = 0;

    for (uint32_t i = 0; i < p->n_lines; i++) {
        const zi_plot_line *l = &p->lines[i];
        const zi_svg_pen pen = { palette[l->colour], l->is_dashed ? 1.5 : 2.5,
            l->is_dashed ? "5 4" : NULL };
        const uint32_t m = n_drawn(p, l);
        for (uint32_t k = 0; k < m; k++) {
            x[k] = x_of(f, l->x[k]);
            y[k] = y_of(l->y[k]);
        }
        zi_svg_path(s, x, y, m, &pen);
    }
    place_labels(p, at, order, &n);
    for (uint32_t k = 0; k < n; k++) {
        const zi_plot_line *l = &p->lines[order[k]];
        zi_svg_text(s, f->x1 + 8, at[order[k]] + 4,
            &(zi_svg_font){ 13, palette[l->colour], ZI_SVG_START, true, false },
            l->label);
    }
}

static void
draw_band(zi_svg *s, const frame *f)
{
    const zi_plot_band *b = &f->panel->band;
    double x[2 * ZI_PLOT_MAX_POINTS], y[2 * ZI_PLOT_MAX_POINTS];
    uint32_t n = 0;

    assert(b->n <= ZI_PLOT_MAX_POINTS);
    while (n < b->n && b->x[n] <= f->panel->x_max) {
        n++;
    }
    for (uint32_t i = 0; i < n; i++) { /* along the high side and back along the low */
        x[i] = x[2 * n - 1 - i] = x_of(f, b->x[i]);
        y[i] = y_of(b->high[i]);
        y[2 * n - 1 - i] = y_of(b->low[i]);
    }
    if (n > 0) {
        zi_svg_area(s, x, y, 2 * n, &(zi_svg_wash){ palette[b->colour], 0.18 });
    }
}

/* What is taken by words, roughly: 11 px letters are six wide. */
typedef struct box {
    double west, east, base;
} box;

static const double note_height = 13, note_letter = 6.2;

static bool
is_free(const frame *f, const box *b, const box *taken, uint32_t n)
{
    bool has_room = b->west > f->x0 && b->east < f->x1 && b->base < bottom - 4;

    for (uint32_t k = 0; k < n && has_room; k++) {
        has_room = fabs(taken[k].base - b->base) > note_height || taken[k].east < b->west
                   || b->east < taken[k].west;
    }
    return has_room;
}

/* Where the mark's words stand, and its line down to the axis. */
static uint32_t
take_mark(const frame *f, box *taken)
{
    const zi_plot_panel *p = f->panel;
    const double x = x_of(f, p->mark_x), y = y_of(p->mark_y);
    uint32_t n = 0;

    if (p->mark_x < 0) {
        return 0;
    }
    if (x > (f->x0 + f->x1) / 2) {
        taken[n++] = (box){ f->x0, x, y - 9 };
    }
    const uint32_t n_lines = (uint32_t) ((bottom - y) / note_height) + 1;
    for (uint32_t i = 0; i < n_lines; i++) {
        taken[n++] = (box){ x - 1, x + 1, y + note_height * i };
    }
    return n;
}

/* Below and to the right of a rising curve there is room, else above and to the left;
 * words that would run into others are left out. */
static void
draw_notes(zi_svg *s, const frame *f)
{
    enum { MAX_TAKEN = 64 };
    const zi_plot_panel *p = f->panel;
    box taken[MAX_TAKEN];
    uint32_t n = take_mark(f, taken);

    for (uint32_t i = 0; i < p->n_notes && n < MAX_TAKEN; i++) {
        const zi_plot_note *note = &p->notes[i];
        const double x = x_of(f, note->x), y = y_of(note->y);
        const double wide = note_letter * (double) strlen(note->text);
        const box below = { x + 6, x + 6 + wide, y + 13 };
        const box above = { x - 6 - wide, x - 6, y - 5 };
        const bool is_below = is_free(f, &below, taken, n);
        if (note->x <= p->x_max && (is_below || is_free(f, &above, taken, n))) {
            const box *b = is_below ? &below : &above;
            zi_svg_circle(s, x, y, 3, ink);
            zi_svg_text(s, b->west, b->base,
                &(zi_svg_font){ 11, ink, ZI_SVG_START, false, true }, note->text);
            taken[n++] = *b;
        }
    }
}

static void
draw_mark(zi_svg *s, const frame *f)
{
    const zi_plot_panel *p = f->panel;
    const zi_svg_pen pen = { ink, 1, "2 3" };
    const double x = x_of(f, p->mark_x), y = y_of(p->mark_y);
    /* rising curves leave room above on the left and below on the right */
    const bool is_right = x > (f->x0 + f->x1) / 2;

    if (p->mark_x < 0) {
        return;
    }
    zi_svg_line(s, f->x0, y, x, y, &pen);
    zi_svg_line(s, x, y, x, bottom, &pen);
    zi_svg_circle(s, x, y, 4.5, ink);
    zi_svg_text(s, is_right ? x - 9 : x + 9, is_right ? y - 9 : bottom - 12,
        &(zi_svg_font){ 13, ink, is_right ? ZI_SVG_END : ZI_SVG_START, true, true },
        p->mark_text);
}

void
zi_plot_write(const zi_plot *plot, zi_buffer *out)
{
    const double width =
        (WIDTH - left - right - (plot->n_panels - 1) * (panel_gap + 40)) / plot->n_panels;
    zi_svg s = zi_svg_begin(out, WIDTH, HEIGHT, plot->title);

    zi_svg_text(
        &s, 16, 30, &(zi_svg_font){ 19, ink, ZI_SVG_START, true, false }, plot->title);
    zi_svg_text(&s, 16, 50, &(zi_svg_font){ 13, soft, ZI_SVG_START, false, false },
        plot->subtitle);
    for (uint32_t i = 0; i < plot->n_panels; i++) {
        const double x0 = left + i * (width + panel_gap + 40);
        const frame f = { x0, x0 + width, &plot->panels[i] };
        draw_axes(&s, &f, plot);
        draw_band(&s, &f);
        draw_lines(&s, &f);
        draw_notes(&s, &f);
        draw_mark(&s, &f);
    }
    for (int i = 0; i < 3 && plot->foot[i]; i++) {
        zi_svg_text(&s, 16, 472 + 16 * i,
            &(zi_svg_font){ 11, soft, ZI_SVG_START, false, false }, plot->foot[i]);
    }
    zi_svg_end(&s);
}
