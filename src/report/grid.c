/* SPDX-License-Identifier: Apache-2.0 */
#include "report/grid.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "io/svg.h"

void
zi_grid_begin(zi_grid *g, const char *alignment)
{
    *g = (zi_grid){ .n_columns = (uint32_t) strlen(alignment) };
    assert(g->n_columns > 0 && g->n_columns <= ZI_GRID_MAX_COLUMNS);
    for (uint32_t c = 0; c < g->n_columns; c++) {
        g->is_right[c] = alignment[c] == 'r';
    }
}

void
zi_grid_cell(zi_grid *g, const char *format, ...)
{
    char text[1024];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n >= (int) sizeof text) { /* perhaps cut inside a letter */
        text[zi_utf8_bad_at(text, strlen(text))] = '\0';
    }
    zi_buffer_add(&g->cells, text, strlen(text) + 1);
    g->n_cells++;
}

uint32_t
zi_grid_width(const char *text)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *) text;
    utf8proc_int32_t code = 0;
    uint32_t width = 0;

    while (*at) {
        const utf8proc_ssize_t n = utf8proc_iterate(at, -1, &code);
        if (n <= 0) { /* no UTF-8: count bytes */
            width++;
            at++;
            continue;
        }
        width += (uint32_t) utf8proc_charwidth(code);
        at += n;
    }
    return width;
}

void
zi_grid_end(zi_grid *g, zi_buffer *out)
{
    uint32_t width[ZI_GRID_MAX_COLUMNS] = { 0 };
    const char *at = g->cells.data;

    assert(g->cells.failed || g->n_cells % g->n_columns == 0);
    for (uint32_t i = 0; !g->cells.failed && i < g->n_cells; i++, at += strlen(at) + 1) {
        const uint32_t w = zi_grid_width(at);
        if (w > width[i % g->n_columns]) {
            width[i % g->n_columns] = w;
        }
    }
    at = g->cells.data;
    for (uint32_t i = 0, owed = 0; !g->cells.failed && i < g->n_cells; i++) {
        /* blanks are owed until a visible cell follows: no blanks at a line's end */
        const uint32_t c = i % g->n_columns, w = zi_grid_width(at);
        const uint32_t pad = width[c] - w;
        owed += (c > 0 ? 2 : 0) + (g->is_right[c] ? pad : 0);
        if (w > 0) {
            zi_buffer_format(out, "%*s%s", (int) owed, "", at);
            owed = 0;
        }
        owed += w > 0 ? (g->is_right[c] ? 0 : pad) : (g->is_right[c] ? 0 : width[c]);
        if (c + 1 == g->n_columns) {
            zi_buffer_text(out, "\n");
            owed = 0;
        }
        at += strlen(at) + 1;
    }
    out->failed = out->failed || g->cells.failed;
    zi_buffer_free(&g->cells);
    *g = (zi_grid){ 0 };
}

static void
write_html_cell(const zi_grid *g, uint32_t i, const char *text, zi_buffer *out)
{
    const uint32_t c = i % g->n_columns;
    const char *tag = i < g->n_columns ? "th" : "td";

    if (c == 0) {
        zi_buffer_text(out, "<tr>");
    }
    zi_buffer_format(out, "<%s%s>", tag, g->is_right[c] ? " class=\"r\"" : "");
    zi_xml_text(out, text);
    zi_buffer_format(out, "</%s>", tag);
    if (c + 1 == g->n_columns) {
        zi_buffer_text(out, "</tr>\n");
    }
}

/* "&amp;", "&#38;": a reader would turn it into a letter. */
static bool
is_entity(const char *text)
{
    size_t n = 1;

    while (isalnum((unsigned char) text[n]) || text[n] == '#') {
        n++;
    }
    return n > 1 && text[n] == ';';
}

void
zi_md_text(zi_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<') {
            zi_buffer_text(out, "&lt;");
        } else if (*text == '>') {
            zi_buffer_text(out, "&gt;");
        } else if (*text == '&' && is_entity(text)) {
            zi_buffer_text(out, "&amp;");
        } else if (*text == '|') {
            zi_buffer_text(out, "\\|");
        } else if (*text != '\n') {
            zi_buffer_add(out, text, 1);
        } else if (text[1]) {
            zi_buffer_text(out, " ");
        }
    }
}

static void
write_md_cell(const zi_grid *g, uint32_t i, const char *text, zi_buffer *out)
{
    zi_buffer_text(out, i % g->n_columns == 0 ? "| " : " ");
    zi_md_text(out, text);
    zi_buffer_text(out, " |");
    if (i % g->n_columns + 1 == g->n_columns) {
        zi_buffer_text(out, "\n");
    }
    if (i + 1 == g->n_columns) {
        for (uint32_t c = 0; c < g->n_columns; c++) {
            zi_buffer_text(out, g->is_right[c] ? "|---:" : "|---");
        }
        zi_buffer_text(out, "|\n");
    }
}

void
zi_grid_end_as(zi_grid *g, zi_grid_form form, zi_buffer *out)
{
    const char *at = g->cells.data;

    if (form == ZI_GRID_TEXT) {
        zi_grid_end(g, out);
        return;
    }
    zi_buffer_text(out, form == ZI_GRID_HTML ? "<table>\n" : "\n");
    for (uint32_t i = 0; !g->cells.failed && i < g->n_cells; i++, at += strlen(at) + 1) {
        (form == ZI_GRID_HTML ? write_html_cell : write_md_cell)(g, i, at, out);
    }
    zi_buffer_text(out, form == ZI_GRID_HTML ? "</table>\n" : "\n");
    out->failed = out->failed || g->cells.failed;
    zi_buffer_free(&g->cells);
    *g = (zi_grid){ 0 };
}

const char *
zi_grid_number(double x, int decimals, char out[48])
{
    char plain[40];
    size_t n, whole, k = 0;

    snprintf(plain, sizeof plain, "%.*f", decimals, x);
    n = strlen(plain);
    whole = decimals > 0 ? n - (size_t) decimals - 1 : n;
    for (size_t i = 0; i < n && k < 46; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && plain[i - 1] != '-') {
            out[k++] = ',';
        }
        out[k++] = plain[i];
    }
    out[k] = '\0';
    return out;
}
