/* SPDX-License-Identifier: Apache-2.0 */
/** @file plot.h  Curves for people: panels side by side, direct labels, colours that the
 * colour-blind tell apart (Okabe and Ito 2008), legible in print.
 */
#ifndef ZI_REPORT_PLOT_H
#define ZI_REPORT_PLOT_H

#include "base/text.h"

enum {
    ZI_PLOT_MAX_LINES = 12,
    ZI_PLOT_MAX_PANELS = 2,
    ZI_PLOT_MAX_POINTS = 512,
    ZI_PLOT_MAX_NOTES = 8
};

typedef struct zi_plot_line {
    const char *label;
    uint32_t colour; /**< 0 to 6, number in the palette */
    bool is_dashed, is_unlabelled;
    const double *x, *y; /**< n each, x rising; y is a share, 0 to 1 */
    uint32_t n;
} zi_plot_line;

/** The ground between two curves: where a line may lie. */
typedef struct zi_plot_band {
    uint32_t colour;
    const double *x, *low, *high; /**< n each, x rising; shares */
    uint32_t n;                   /**< 0: no band */
} zi_plot_band;

/** A point of a line with a word to it. */
typedef struct zi_plot_note {
    double x, y;
    const char *text;
} zi_plot_note;

typedef struct zi_plot_panel {
    const char *x_title;
    double x_max, x_step;  /**< ticks at multiples of x_step */
    double mark_x, mark_y; /**< a point to be read off; mark_x < 0: none */
    const char *mark_text;
    zi_plot_line lines[ZI_PLOT_MAX_LINES];
    uint32_t n_lines;
    zi_plot_band band;
    zi_plot_note notes[ZI_PLOT_MAX_NOTES]; /**< those that find room are written, the
        earlier ones first */
    uint32_t n_notes;
} zi_plot_panel;

typedef struct zi_plot {
    const char *title, *subtitle, *y_title, *foot[3]; /**< foot: up to three lines */
    zi_plot_panel panels[ZI_PLOT_MAX_PANELS];
    uint32_t n_panels;
} zi_plot;

/** Writes a whole SVG document. O(points). */
void zi_plot_write(const zi_plot *plot, zi_buffer *out);

#endif
