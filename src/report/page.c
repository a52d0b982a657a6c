/* SPDX-License-Identifier: Apache-2.0 */
#include "report/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/svg.h"

static const char style[] =
    "@page{size:A4;margin:15mm}"
    "body{font:15px/1.45 sans-serif;color:#111;background:#fff;max-width:900px;"
    "margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6em;margin:0 0 .3em}"
    "h2{font-size:1.15em;margin:1.6em 0 .4em;border-bottom:2px solid #0072b2;"
    "page-break-after:avoid}"
    "p{margin:.4em 0}"
    "table{border-collapse:collapse;width:100%;font-size:.86em;margin:.5em 0}"
    "th{text-align:left;border-bottom:1px solid #111;vertical-align:bottom}"
    "td,th{padding:.18em .6em .18em 0;vertical-align:top}"
    "td{border-bottom:1px solid #ddd}tr{page-break-inside:avoid}"
    ".r{text-align:right;font-variant-numeric:tabular-nums}"
    "svg{max-width:100%;height:auto;page-break-inside:avoid}"
    "h3{font-size:1em;margin:1em 0 .2em}ul{margin:.3em 0}"
    "ul.sources{font-size:.78em;color:#333;padding-left:1.2em}";

zhol_status
zi_page_begin(zi_page *page, const zhol_world *w, zi_grid_form form, const char *title,
    zi_buffer *out, zhol_error *err)
{
    uint32_t n;

    (void) zhol_world_sources(w, &n);
    *page = (zi_page){ .w = w, .form = form, .out = out };
    page->is_cited = ZI_NEW(uint8_t, (size_t) n + 1);
    if (!page->is_cited) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the sheet");
    }
    if (form == ZI_GRID_MD) {
        zi_buffer_text(out, "# ");
        zi_md_text(out, title);
        zi_buffer_text(out, "\n");
        return ZHOL_OK;
    }
    zi_buffer_text(out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>");
    zi_xml_text(out, title);
    zi_buffer_format(out, "</title>\n<style>%s</style></head>\n<body>\n<h1>", style);
    zi_xml_text(out, title);
    zi_buffer_text(out, "</h1>\n");
    return ZHOL_OK;
}

static void
write_in(zi_page *page, const char *tag, const char *mark, char *text)
{
    text[zi_utf8_bad_at(text, strlen(text))] = '\0'; /* perhaps cut inside a letter */
    if (page->form == ZI_GRID_MD) {
        zi_buffer_format(page->out, "\n%s", mark);
        zi_md_text(page->out, text);
        zi_buffer_text(page->out, "\n");
        return;
    }
    zi_buffer_format(page->out, "<%s>", tag);
    zi_xml_text(page->out, text);
    zi_buffer_format(page->out, "</%s>\n", tag);
}

void
zi_page_heading(zi_page *page, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    write_in(page, "h2", "## ", text);
}

void
zi_page_text(zi_page *page, const char *format, ...)
{
    char text[2048];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    write_in(page, "p", "", text);
}

void
zi_page_grid(zi_page *page, zi_grid *g)
{
    zi_grid_end_as(g, page->form, page->out);
}

void
zi_page_svg(zi_page *page, const char *title, const char *svg, size_t n)
{
    const char *start = n ? strstr(svg, "<svg") : NULL; /* without the XML prologue */

    if (page->form == ZI_GRID_MD) {
        zi_buffer_text(page->out, "\n(plot: ");
        zi_md_text(page->out, title);
        zi_buffer_text(page->out, ")\n");
    } else if (start) {
        zi_buffer_add(page->out, start, n - (size_t) (start - svg));
        zi_buffer_text(page->out, "\n");
    }
}

/* What a line of Markdown is. */
typedef enum line_kind {
    LINE_TEXT,
    LINE_HEADING,
    LINE_ITEM,
    LINE_ROW,
    LINE_RULE
} line_kind;

static line_kind
kind_of(const char *line, size_t n)
{
    if (n > 0 && line[0] == '#') {
        return LINE_HEADING;
    }
    if (n > 2 && line[0] == '-' && line[1] == ' ') {
        return LINE_ITEM;
    }
    if (n > 1 && line[0] == '|') {
        return line[1] == '-' ? LINE_RULE : LINE_ROW;
    }
    return LINE_TEXT;
}

static void
write_piece(zi_page *page, const char *tag, const char *text, size_t n)
{
    char piece[4096];

    snprintf(piece, sizeof piece, "%.*s", (int) n, text);
    zi_buffer_format(page->out, "<%s>", tag);
    zi_xml_text(page->out, piece);
    zi_buffer_format(page->out, "</%s>", tag);
}

/* "| a | b |" */
static void
write_cells(zi_page *page, const char *line, size_t n, bool is_head)
{
    size_t at = 1;

    zi_buffer_text(page->out, "<tr>");
    while (at < n) {
        size_t end = at;
        while (end < n && line[end] != '|') {
            end++;
        }
        size_t first = at, last = end;
        while (first < last && line[first] == ' ') {
            first++;
        }
        while (last > first && line[last - 1] == ' ') {
            last--;
        }
        write_piece(page, is_head ? "th" : "td", line + first, last - first);
        at = end + 1;
    }
    zi_buffer_text(page->out, "</tr>\n");
}

static void
write_line(zi_page *page, line_kind kind, line_kind before, const char *line, size_t n)
{
    size_t skip = 0;

    if (before == LINE_ITEM && kind != LINE_ITEM) {
        zi_buffer_text(page->out, "</ul>\n");
    }
    if ((before == LINE_ROW || before == LINE_RULE) && kind != LINE_ROW
        && kind != LINE_RULE) {
        zi_buffer_text(page->out, "</table>\n");
    }
    switch (kind) {
    case LINE_HEADING:
        while (skip < n && (line[skip] == '#' || line[skip] == ' ')) {
            skip++;
        }
        write_piece(page, "h3", line + skip, n - skip);
        break;
    case LINE_ITEM:
        zi_buffer_text(page->out, before == LINE_ITEM ? "" : "<ul>\n");
        write_piece(page, "li", line + 2, n - 2);
        break;
    case LINE_ROW:
        zi_buffer_text(
            page->out, before == LINE_ROW || before == LINE_RULE ? "" : "<table>\n");
        write_cells(page, line, n, before != LINE_ROW && before != LINE_RULE);
        break;
    case LINE_TEXT:
        if (n > 0) {
            write_piece(page, "p", line, n);
        }
        break;
    case LINE_RULE:
        break;
    }
    zi_buffer_text(page->out, "\n");
}

void
zi_page_markdown(zi_page *page, const char *text)
{
    line_kind before = LINE_TEXT;

    while (*text) {
        const size_t n = strcspn(text, "\n");
        const line_kind kind = kind_of(text, n);
        if (page->form == ZI_GRID_MD) {
            zi_buffer_text(page->out, kind == LINE_HEADING ? "#" : "");
            zi_buffer_add(page->out, text, n);
            zi_buffer_text(page->out, "\n");
        } else {
            write_line(page, kind, before, text, n);
        }
        before = kind;
        text += n + (text[n] == '\n');
    }
    if (page->form != ZI_GRID_MD) {
        write_line(page, LINE_TEXT, before, "", 0);
    }
}

void
zi_page_cite(zi_page *page, zhol_text sources)
{
    const char *item = zhol_world_text(page->w, sources);
    uint32_t n;
    const zhol_source *rows = zhol_world_sources(page->w, &n);

    while (*item) {
        const size_t length = strcspn(item, ";");
        for (uint32_t i = 0; i < n; i++) {
            const char *key = zhol_world_text(page->w, rows[i].key);
            if (strlen(key) == length && memcmp(key, item, length) == 0) {
                page->is_cited[i] = 1;
            }
        }
        item += length + (item[length] == ';');
    }
}

static void
write_source(zi_page *page, const zhol_source *row)
{
    const bool is_html = page->form == ZI_GRID_HTML;
    const uint32_t seen = row->seen_date;
    zi_buffer text = { 0 };

    zi_buffer_format(&text, "%s: %s (%s), seen %u-%02u-%02u",
        zhol_world_text(page->w, row->key), zhol_world_text(page->w, row->citation),
        zhol_world_text(page->w, row->address), seen / 10000, seen / 100 % 100,
        seen % 100);
    zi_buffer_text(page->out, is_html ? "<li>" : "- ");
    (is_html ? zi_xml_text : zi_md_text)(page->out, text.data ? text.data : "");
    zi_buffer_text(page->out, is_html ? "</li>\n" : "\n");
    page->out->failed = page->out->failed || text.failed;
    zi_buffer_free(&text);
}

void
zi_page_drop(zi_page *page)
{
    zi_free(page->is_cited);
    page->is_cited = NULL;
}

void
zi_page_end(zi_page *page)
{
    const bool is_html = page->form == ZI_GRID_HTML;
    uint32_t n;
    const zhol_source *rows = zhol_world_sources(page->w, &n);

    zi_page_heading(page, "Sources");
    zi_buffer_text(page->out, is_html ? "<ul class=\"sources\">\n" : "\n");
    for (uint32_t i = 0; i < n; i++) {
        if (page->is_cited[i]) {
            write_source(page, &rows[i]);
        }
    }
    zi_buffer_text(page->out, is_html ? "</ul>\n</body></html>\n" : "");
    zi_page_drop(page);
}
