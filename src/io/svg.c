/* SPDX-License-Identifier: Apache-2.0 */
#include "io/svg.h"

#include <math.h>

#include "base/number.h"

void
zi_xml_text(zi_buffer *out, const char *text)
{
    for (; *text; text++) {
        const unsigned char c = (unsigned char) *text;
        if (c == '&') {
            zi_buffer_text(out, "&amp;");
        } else if (c == '<') {
            zi_buffer_text(out, "&lt;");
        } else if (c == '>') {
            zi_buffer_text(out, "&gt;");
        } else if (c == '"') {
            zi_buffer_text(out, "&quot;");
        } else {
            zi_buffer_add(out, c < ' ' && c != '\t' && c != '\n' ? "?" : text, 1);
        }
    }
}

static void
write_number(zi_svg *s, const char *before, double x)
{
    char text[ZI_NUMBER_MAX];

    zi_buffer_text(s->out, before);
    zi_buffer_add(s->out, text, zi_number_write(round(100 * x) / 100 + 0.0, text));
}

static void
write_pen(zi_svg *s, const zi_svg_pen *pen)
{
    zi_buffer_format(s->out, " fill=\"none\" stroke=\"%s\"", pen->colour);
    write_number(s, " stroke-width=\"", pen->width);
    zi_buffer_text(s->out, "\"");
    if (pen->dashes) {
        zi_buffer_format(s->out, " stroke-dasharray=\"%s\"", pen->dashes);
    }
}

zi_svg
zi_svg_begin(zi_buffer *out, double width, double height, const char *title)
{
    zi_svg s = { out };

    zi_buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    write_number(&s, " width=\"", width);
    write_number(&s, "\" height=\"", height);
    write_number(&s, "\" viewBox=\"0 0 ", width);
    write_number(&s, " ", height);
    zi_buffer_text(out, "\" font-family=\"sans-serif\" role=\"img\">\n<title>");
    zi_xml_text(out, title);
    zi_buffer_text(out, "</title>\n");
    zi_svg_box(&s, 0, 0, width, height, "#ffffff");
    return s;
}

void
zi_svg_line(zi_svg *s, double x1, double y1, double x2, double y2, const zi_svg_pen *pen)
{
    write_number(s, "<line x1=\"", x1);
    write_number(s, "\" y1=\"", y1);
    write_number(s, "\" x2=\"", x2);
    write_number(s, "\" y2=\"", y2);
    zi_buffer_text(s->out, "\"");
    write_pen(s, pen);
    zi_buffer_text(s->out, "/>\n");
}

void
zi_svg_path(
    zi_svg *s, const double *x, const double *y, uint32_t n, const zi_svg_pen *pen)
{
    zi_buffer_text(s->out, "<polyline points=\"");
    for (uint32_t i = 0; i < n; i++) {
        write_number(s, i > 0 ? " " : "", x[i]);
        write_number(s, ",", y[i]);
    }
    zi_buffer_text(s->out, "\" stroke-linejoin=\"round\"");
    write_pen(s, pen);
    zi_buffer_text(s->out, "/>\n");
}

void
zi_svg_segments(
    zi_svg *s, const double *x, const double *y, uint32_t n, const zi_svg_pen *pen)
{
    zi_buffer_text(s->out, "<path d=\"");
    for (uint32_t i = 0; i < 2 * n; i++) {
        write_number(s, i % 2 == 0 ? "M" : "L", x[i]);
        write_number(s, " ", y[i]);
    }
    zi_buffer_text(s->out, "\" stroke-linecap=\"round\"");
    write_pen(s, pen);
    zi_buffer_text(s->out, "/>\n");
}

void
zi_svg_area(
    zi_svg *s, const double *x, const double *y, uint32_t n, const zi_svg_wash *wash)
{
    zi_buffer_text(s->out, "<polygon points=\"");
    for (uint32_t i = 0; i < n; i++) {
        write_number(s, i > 0 ? " " : "", x[i]);
        write_number(s, ",", y[i]);
    }
    zi_buffer_format(s->out, "\" fill=\"%s\"", wash->colour);
    write_number(s, " fill-opacity=\"", wash->opacity);
    zi_buffer_text(s->out, "\"/>\n");
}

void
zi_svg_circle(zi_svg *s, double x, double y, double radius, const char *colour)
{
    write_number(s, "<circle cx=\"", x);
    write_number(s, "\" cy=\"", y);
    write_number(s, "\" r=\"", radius);
    zi_buffer_format(s->out, "\" fill=\"%s\"/>\n", colour);
}

void
zi_svg_box(zi_svg *s, double x, double y, double width, double height, const char *colour)
{
    write_number(s, "<rect x=\"", x);
    write_number(s, "\" y=\"", y);
    write_number(s, "\" width=\"", width);
    write_number(s, "\" height=\"", height);
    zi_buffer_format(s->out, "\" fill=\"%s\"/>\n", colour);
}

void
zi_svg_text(zi_svg *s, double x, double y, const zi_svg_font *font, const char *text)
{
    static const char *const anchors[] = { "start", "middle", "end" };

    write_number(s, "<text x=\"", x);
    write_number(s, "\" y=\"", y);
    write_number(s, "\" font-size=\"", font->size);
    zi_buffer_format(s->out, "\" fill=\"%s\" text-anchor=\"%s\"%s%s>", font->colour,
        anchors[font->anchor], font->is_bold ? " font-weight=\"bold\"" : "",
        font->has_halo ? " stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\""
                       : "");
    zi_xml_text(s->out, text);
    zi_buffer_text(s->out, "</text>\n");
}

void
zi_svg_end(zi_svg *s)
{
    zi_buffer_text(s->out, "</svg>\n");
}
