/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol net export --as svg`: the network as a picture. Equal Earth projection (Savric,
 * Patterson, Jenny, International Journal of Geographical Information Science 33, 2019).
 */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/svg.h"
#include "report/report.h"

enum { WIDTH = 1600, HEIGHT = 800, MARGIN = 20, TOP = 84, LEGEND_Y = 776 };

static const double middle_lon = 11; /* so that Bering Strait is the edge */
static const char ink[] = "#111111", soft[] = "#555555", graticule[] = "#e4e4e4";

typedef struct layer {
    uint32_t modes; /* bit set */
    zi_svg_pen pen;
    const char *label;
} layer;

/* Drawn in this order. Colours of Okabe and Ito. */
static const layer layers[] = {
    { 1U << ZHOL_MODE_SEA, { "#9ecbe8", 0.4, NULL }, "sea lanes" },
    { 1U << ZHOL_MODE_ROAD, { "#c9b48f", 0.7, NULL }, "roads" },
    { 1U << ZHOL_MODE_INLAND_WATER, { "#0072b2", 1.3, NULL }, "rivers and canals" },
    { 1U << ZHOL_MODE_RAIL, { "#333333", 0.9, NULL }, "railways" },
    { 1U << ZHOL_MODE_RAIL_FERRY | 1U << ZHOL_MODE_ROAD_FERRY, { "#009e73", 1.4, "3 2" },
        "ferries" },
};

typedef struct point {
    double x, y;
} point;

static double
wrap(double lon)
{
    const double turned = fmod(lon - middle_lon + 540, 360);

    return (turned < 0 ? turned + 360 : turned) - 180;
}

static point
equal_earth(double lon, double lat)
{
    static const double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
    static const double rad = 3.14159265358979323846 / 180;
    const double t = asin(sqrt(3) / 2 * sin(lat * rad));
    const double t2 = t * t, t6 = t2 * t2 * t2;
    const double below = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2);

    return (point){ 2 * sqrt(3) * wrap(lon) * rad * cos(t) / (3 * below),
        t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)) };
}

/* The whole globe without its poles, filling the width. */
static point
on_paper(double lon, double lat)
{
    static const double half_width = 2.70663, north = 1.2; /* of equal_earth() */
    const double scale = (WIDTH - 2.0 * MARGIN) / (2 * half_width);
    const point p = equal_earth(lon, lat);

    return (point){ WIDTH / 2.0 + scale * p.x, TOP + scale * (north - p.y) };
}

static void
draw_graticule(zi_svg *s)
{
    enum { N = 61 };
    const zi_svg_pen pen = { graticule, 0.6, NULL };
    double x[N], y[N];

    for (int k = 0; k <= 12; k++) { /* the first and the last are the edges */
        const double lon = middle_lon - 179.99 + 359.98 * k / 12;
        for (int i = 0; i < N; i++) {
            const point p = on_paper(lon, -60.0 + 135.0 * i / (N - 1));
            x[i] = p.x;
            y[i] = p.y;
        }
        zi_svg_path(s, x, y, N, &pen);
    }
    for (int lat = -30; lat <= 60; lat += 30) {
        const point a = on_paper(middle_lon - 179.99, lat),
                    b = on_paper(middle_lon + 179.99, lat);
        zi_svg_line(s, a.x, a.y, b.x, b.y, &pen);
    }
}

/* Does the link leave the paper on one side and come back on the other? */
static bool
is_torn(const zhol_place *a, const zhol_place *b)
{
    return fabs(wrap(a->lon) - wrap(b->lon)) > 180;
}

static uint32_t
draw_layer(zi_svg *s, const zhol_world *w, const layer *which, double *x, double *y)
{
    uint32_t n_links = 0, n = 0;
    const zhol_link *links = zhol_world_links(w, &n_links);
    const zhol_place *places = zhol_world_places(w, NULL);

    for (uint32_t i = 0; i < n_links; i++) {
        const zhol_place *a = &places[links[i].from], *b = &places[links[i].to];
        if ((which->modes >> links[i].mode & 1) && !is_torn(a, b)) {
            const point p = on_paper(a->lon, a->lat), q = on_paper(b->lon, b->lat);
            x[n] = p.x;
            y[n] = p.y;
            x[n + 1] = q.x;
            y[n + 1] = q.y;
            n += 2;
        }
    }
    if (n > 0) {
        zi_svg_segments(s, x, y, n / 2, &which->pen);
    }
    return n / 2;
}

static void
draw_places(zi_svg *s, const zhol_world *w)
{
    uint32_t n = 0;
    const zhol_place *places = zhol_world_places(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t kind = places[i].kind;
        const bool is_border =
            kind == ZHOL_PLACE_RAIL_BORDER || kind == ZHOL_PLACE_ROAD_BORDER;
        if (is_border || kind == ZHOL_PLACE_SEAPORT) {
            const point p = on_paper(places[i].lon, places[i].lat);
            zi_svg_circle(
                s, p.x, p.y, is_border ? 1.9 : 1.6, is_border ? "#d55e00" : "#0072b2");
        }
    }
}

static void
draw_legend(zi_svg *s, const uint32_t n_of_layer[])
{
    const zi_svg_font font = { 15, ink, ZI_SVG_START, false, false };
    char text[80];
    double x = 40;

    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        zi_svg_pen pen = layers[i].pen;
        pen.width = 3;
        zi_svg_line(s, x, LEGEND_Y - 5, x + 34, LEGEND_Y - 5, &pen);
        (void) snprintf(text, sizeof text, "%s (%u)", layers[i].label, n_of_layer[i]);
        zi_svg_text(s, x + 42, LEGEND_Y, &font, text);
        x += 240;
    }
    zi_svg_circle(s, x + 6, LEGEND_Y - 5, 4, "#d55e00");
    zi_svg_text(s, x + 18, LEGEND_Y, &font, "land borders");
    zi_svg_circle(s, x + 146, LEGEND_Y - 5, 4, "#0072b2");
    zi_svg_text(s, x + 158, LEGEND_Y, &font, "seaports");
}

zhol_status
zhol_report_network_svg(const zhol_world *w, zhol_buffer *out, zhol_error *err)
{
    const zi_svg_font title = { 26, ink, ZI_SVG_START, true, false };
    const zi_svg_font below = { 15, soft, ZI_SVG_START, false, false };
    uint32_t n_links = 0, n_drawn[sizeof layers / sizeof layers[0]] = { 0 };
    char text[120];

    (void) zhol_world_links(w, &n_links);
    double *x = ZI_NEW(double, 2 * (size_t) n_links + 2);
    double *y = ZI_NEW(double, 2 * (size_t) n_links + 2);
    if (!x || !y) {
        zi_free(x);
        zi_free(y);
        return zi_fail(err, ZHOL_LIMIT, "no memory for the map");
    }
    zi_buffer made = zi_report_take_over(out);
    zi_svg s = zi_svg_begin(&made, WIDTH, HEIGHT, "The freight network of the world");
    zi_svg_text(&s, 40, 42, &title, "The freight network of zhol");
    (void) snprintf(text, sizeof text,
        "Links are drawn straight between their ends; data of %u; Equal Earth projection",
        zhol_world_data_year(w));
    zi_svg_text(&s, 40, 68, &below, text);
    draw_graticule(&s);
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        n_drawn[i] = draw_layer(&s, w, &layers[i], x, y);
    }
    draw_places(&s, w);
    draw_legend(&s, n_drawn);
    zi_svg_end(&s);
    zi_free(x);
    zi_free(y);
    return zi_report_hand_over(&made, out, err);
}
