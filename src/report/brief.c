/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol brief`: one sheet on two economies, or on one shipment. */
#include "report/brief.h"

#include <stdio.h>

#include "base/fail.h"
#include "report/papers.h"

static zhol_ref
largest_city(const zhol_world *w, zhol_ref economy)
{
    zhol_ref best = ZHOL_NO_ROW;
    uint32_t n;
    const zhol_place *places = zhol_world_places(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (places[i].economy == economy
            && (places[i].kind == ZHOL_PLACE_CITY || places[i].kind == ZHOL_PLACE_SEAPORT)
            && (best == ZHOL_NO_ROW || places[i].population > places[best].population)) {
            best = i;
        }
    }
    return best;
}

static void
write_method(zi_page *page)
{
    zi_page_heading(page, "How to read this");
    zi_page_text(page,
        "Every number comes from a table row with a source; grades: A measured or "
        "official, B published secondary, C estimated by a stated rule, D assumption. "
        "Money is USD of %u unless said otherwise. The sheet is of data year %u; it has "
        "no clock, and the same tables give the same sheet.",
        zhol_world_base_year(page->w), zhol_world_data_year(page->w));
}

zhol_status
zhol_report_brief(const zhol_world *w, zhol_ref a, zhol_ref b,
    const zhol_brief_options *options, zhol_buffer *out, zhol_error *err)
{
    const zi_grid_form form = options->is_markdown ? ZI_GRID_MD : ZI_GRID_HTML;
    const zhol_economy *economies = zhol_world_economies(w, NULL);
    zi_brief brief = { .w = w,
        .scenario = &options->scenario,
        .economy = { a, b },
        .name = { zhol_world_text(w, economies[a].name_en),
            zhol_world_text(w, economies[b].name_en) },
        .city = { largest_city(w, a), largest_city(w, b) } };
    zi_buffer text;
    char title[256];
    zhol_status status;

    if (a == b) {
        return zi_fail(err, ZHOL_USAGE, "a sheet needs two different economies");
    }
    text = zi_report_take_over(out);
    snprintf(title, sizeof title, "%s and %s", brief.name[0], brief.name[1]);
    status = zi_page_begin(&brief.page, w, form, title, &text, err);
    if (status == ZHOL_OK) {
        zi_brief_figures(&brief);
        status = zi_brief_trade(&brief, err);
    }
    if (status == ZHOL_OK) {
        status = zi_brief_ways(&brief, err);
    }
    if (status == ZHOL_OK) {
        status = zi_brief_crossings(&brief, err);
    }
    if (status == ZHOL_OK) {
        status = zi_brief_reach(&brief, err);
    }
    if (status == ZHOL_OK) {
        zi_brief_agreements(&brief);
        zi_brief_projects(&brief);
        write_method(&brief.page);
        zi_page_end(&brief.page);
        return zi_report_hand_over(&text, out, err);
    }
    zi_page_drop(&brief.page);
    zi_buffer_free(&text);
    return status;
}

static void
cite_way(zi_page *page, const zhol_alternative *way)
{
    for (uint32_t i = 0; i < way->n_legs; i++) {
        for (uint32_t k = 0; k < way->legs[i].n_reasons; k++) {
            zi_page_cite(page, way->legs[i].reason[k].source);
        }
    }
}

/* The sheet of papers as the program prints it. */
static zhol_status
write_papers(zi_page *page, const zhol_routes *routes, uint32_t way,
    const zhol_papers *papers, zhol_error *err)
{
    const zhol_rule *rules = zhol_world_rules(routes->world, NULL);
    zhol_papers_way *sheet = NULL;
    zi_buffer text = { 0 };
    zhol_status status;

    zi_page_heading(page, "Papers");
    if (!papers) {
        zi_page_text(
            page, "No HS code was given (--goods), so rules were not looked at.");
        return ZHOL_OK;
    }
    status = zi_papers_of(routes, papers, way, &sheet, err);
    if (status == ZHOL_OK) {
        zi_papers_sheet(sheet, ZI_GRID_MD, &text);
        status = zi_buffer_status(&text, err);
    }
    if (status == ZHOL_OK) {
        zi_page_markdown(page, text.data ? text.data : "");
        for (uint32_t i = 0; i < sheet->n_documents; i++) {
            zi_page_cite(page, rules[sheet->documents[i].rule].origin.source);
        }
    }
    zi_buffer_free(&text);
    zhol_papers_way_free(sheet);
    return status;
}

static zhol_status
write_landed(zi_page *page, const zhol_routes *routes, uint32_t way,
    const zhol_landed_options *landed, zhol_error *err)
{
    const zhol_report_options options = { .format = ZHOL_FORMAT_MD, .landed = landed };
    zhol_landed *cost = NULL;
    zi_buffer text = { 0 };
    zhol_status status;

    if (!landed) {
        return ZHOL_OK;
    }
    zi_page_heading(page, "Landed cost");
    status = zi_routes_land_one(routes, way, landed, &cost, err);
    if (status == ZHOL_OK) {
        zi_routes_landed_table(routes, way, &options, cost, &text);
        status = zi_buffer_status(&text, err);
    }
    if (status == ZHOL_OK) {
        zi_page_markdown(page, text.data ? text.data : "");
        for (uint32_t i = 0; i < cost->n_lines; i++) {
            zi_page_cite(page, cost->lines[i].source);
        }
    }
    zi_buffer_free(&text);
    zhol_landed_free(cost);
    return status;
}

zhol_status
zhol_report_brief_route(const zhol_routes *routes, uint32_t way,
    const zhol_brief_options *options, zhol_buffer *out, zhol_error *err)
{
    const zi_grid_form form = options->is_markdown ? ZI_GRID_MD : ZI_GRID_HTML;
    zi_buffer text, line = { 0 };
    zi_page page;
    zhol_status status = ZHOL_OK;

    if (way >= routes->n_alternatives) {
        return zi_fail(err, ZHOL_USAGE, "the answer has %u ways: ask for one of them",
            routes->n_alternatives);
    }
    text = zi_report_take_over(out);
    zi_routes_head(routes, &line);
    status = zi_buffer_status(&line, err);
    if (status == ZHOL_OK) {
        line.data[line.length - 1] = '\0'; /* without its line end */
        status = zi_page_begin(&page, routes->world, form, line.data, &text, err);
    }
    zi_buffer_free(&line);
    if (status != ZHOL_OK) {
        zi_buffer_free(&text);
        return status;
    }
    zi_report_data_line(routes, &line);
    zi_page_text(&page, "%s", line.data ? line.data : "");
    text.failed = text.failed || line.failed;
    zi_buffer_free(&line);
    zi_page_heading(&page, "Ways");
    zi_routes_ways(routes, form, &text);
    zi_page_heading(&page, "Way %u, leg by leg", way + 1);
    zi_routes_legs(routes, way, form, &text);
    cite_way(&page, &routes->alternatives[way]);
    status = write_papers(&page, routes, way, options->papers, err);
    if (status == ZHOL_OK) {
        status = write_landed(&page, routes, way, options->landed, err);
    }
    if (status != ZHOL_OK) {
        zi_page_drop(&page);
        zi_buffer_free(&text);
        return status;
    }
    write_method(&page);
    zi_page_end(&page);
    return zi_report_hand_over(&text, out, err);
}
