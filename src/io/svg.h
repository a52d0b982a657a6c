/* SPDX-License-Identifier: Apache-2.0 */
/** @file svg.h  Writing SVG 1.1 as it comes: shapes and text, no style sheet, no script.
 *
 * Coordinates are written with at most two decimals, so that the same picture is the same
 * bytes. Lengths are user units (px at 96 dpi).
 */
#ifndef ZI_IO_SVG_H
#define ZI_IO_SVG_H

#include "base/text.h"

typedef struct zi_svg {
    zi_buffer *out; /**< borrowed */
} zi_svg;

/** How a line or text looks. NULL colour: none. */
typedef struct zi_svg_pen {
    const char *colour; /**< "#0072b2" */
    double width;
    const char *dashes; /**< "4 3" or NULL */
} zi_svg_pen;

typedef enum zi_svg_anchor { ZI_SVG_START, ZI_SVG_MIDDLE, ZI_SVG_END } zi_svg_anchor;

/** Begins a picture with a white ground; @p title is what screen readers say. */
zi_svg zi_svg_begin(zi_buffer *out, double width, double height, const char *title);
void zi_svg_line(
    zi_svg *s, double x1, double y1, double x2, double y2, const zi_svg_pen *pen);
/** A line through n points: x[i], y[i]. */
void zi_svg_path(
    zi_svg *s, const double *x, const double *y, uint32_t n, const zi_svg_pen *pen);
/** n separate lines as one shape: from x[2 i], y[2 i] to x[2 i + 1], y[2 i + 1]. */
void zi_svg_segments(
    zi_svg *s, const double *x, const double *y, uint32_t n, const zi_svg_pen *pen);
/** The ground inside of n points, without a line; opacity 0 to 1. */
typedef struct zi_svg_wash {
    const char *colour;
    double opacity;
} zi_svg_wash;
void zi_svg_area(
    zi_svg *s, const double *x, const double *y, uint32_t n, const zi_svg_wash *wash);
void zi_svg_circle(zi_svg *s, double x, double y, double radius, const char *colour);
void zi_svg_box(
    zi_svg *s, double x, double y, double width, double height, const char *colour);
/** Text at its baseline; size in px, bold if @p is_bold. */
typedef struct zi_svg_font {
    double size;
    const char *colour;
    zi_svg_anchor anchor;
    bool is_bold;
    bool has_halo; /**< a white edge, to stand on lines */
} zi_svg_font;
void zi_svg_text(
    zi_svg *s, double x, double y, const zi_svg_font *font, const char *text);
void zi_svg_end(zi_svg *s);

/** Text of XML: & < > " are written as entities; what XML forbids becomes '?'. */
void zi_xml_text(zi_buffer *out, const char *text);

#endif
