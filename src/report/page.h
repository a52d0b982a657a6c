/* SPDX-License-Identifier: Apache-2.0 */
/** @file page.h  A sheet for people, as one self-contained HTML file or as Markdown.
 *
 * The HTML needs no script, font or network and prints on A4. Sources are collected as
 * tables are written and listed at the end.
 */
#ifndef ZI_REPORT_PAGE_H
#define ZI_REPORT_PAGE_H

#include <zhol/world.h>

#include "report/grid.h"

typedef struct zi_page {
    const zhol_world *w;
    zi_grid_form form; /**< HTML or MD */
    zi_buffer *out;    /**< borrowed */
    uint8_t *is_cited; /**< of each row of sources; owned */
} zi_page;

/** Begins a page. ZHOL_LIMIT: memory is out. */
ZHOL_MUST_CHECK zhol_status zi_page_begin(zi_page *page, const zhol_world *w,
    zi_grid_form form, const char *title, zi_buffer *out, zhol_error *err);
void zi_page_heading(zi_page *page, const char *format, ...) ZHOL_PRINTF(2, 3);
void zi_page_text(zi_page *page, const char *format, ...) ZHOL_PRINTF(2, 3);
void zi_page_grid(zi_page *page, zi_grid *g);
/** A picture; in Markdown its title only, because a file would be needed. */
void zi_page_svg(zi_page *page, const char *title, const char *svg, size_t n);
/** Markdown as other writers of this room make it: headings, lists, tables, a paragraph a
 * line. Headings go one level down. */
void zi_page_markdown(zi_page *page, const char *text);
/** Notes the sources of a row. */
void zi_page_cite(zi_page *page, zhol_text sources);
/** Lists the sources noted, and ends the page. */
void zi_page_end(zi_page *page);
/** Frees what the page owns instead of ending it. */
void zi_page_drop(zi_page *page);

#endif
