/* SPDX-License-Identifier: Apache-2.0 */
/* Sections of the sheet on two economies that look at the network. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/border.h"
#include "report/brief.h"

/* A paragraph of a text that was made elsewhere; frees the text. */
static void
write_line(zi_brief *b, zi_buffer *line)
{
    zi_page_text(&b->page, "%s", line->data ? line->data : "");
    b->page.out->failed = b->page.out->failed || line->failed;
    zi_buffer_free(line);
}

static zhol_status
write_direction(zi_brief *b, zhol_router *router, int from, zhol_error *err)
{
    const zhol_end ends[2] = { { .place = b->city[from] },
        { .place = b->city[1 - from] } };
    zhol_consignment consignment;
    zhol_route_options options;
    zhol_routes *routes = NULL;
    zhol_error none = { "" };
    zi_buffer line = { 0 };
    zhol_status status;

    zhol_consignment_defaults(&consignment);
    zhol_route_defaults(&options);
    options.scenario = *b->scenario;
    status = zhol_router_find(
        router, &ends[0], &ends[1], &consignment, &options, &routes, &none);
    if (status == ZHOL_NONE) {
        zi_page_text(&b->page, "%s", none.message);
        return ZHOL_OK;
    }
    if (status != ZHOL_OK) {
        *err = none;
        return status;
    }
    zi_routes_head(routes, &line);
    write_line(b, &line);
    zi_routes_ways(routes, b->page.form, b->page.out);
    zi_report_data_line(routes, &line);
    write_line(b, &line);
    for (uint32_t i = 0; i < routes->n_alternatives; i++) {
        for (uint32_t k = 0; k < routes->alternatives[i].n_legs; k++) {
            const zhol_leg *leg = &routes->alternatives[i].legs[k];
            for (uint32_t r = 0; r < leg->n_reasons; r++) {
                zi_page_cite(&b->page, leg->reason[r].source);
            }
        }
    }
    zhol_routes_free(routes);
    return ZHOL_OK;
}

zhol_status
zi_brief_ways(zi_brief *b, zhol_error *err)
{
    zhol_router *router = NULL;
    zhol_status status;

    zi_page_heading(&b->page, "Ways between the largest cities");
    if (b->city[0] == ZHOL_NO_ROW || b->city[1] == ZHOL_NO_ROW) {
        zi_page_text(&b->page, "The network has no place of %s.",
            b->name[b->city[0] == ZHOL_NO_ROW ? 0 : 1]);
        return ZHOL_OK;
    }
    status = zhol_router_new(b->w, &router, err);
    for (int i = 0; i < 2 && status == ZHOL_OK; i++) {
        status = write_direction(b, router, i, err);
    }
    zhol_router_free(router);
    return status;
}

/* Crossings */

/* What passing takes in the data year: the last of the tolls. */
static void
write_passage(zi_brief *b, zi_grid *g, const zi_passage *p, const zi_toll *toll)
{
    zi_grid_cell(g, "%s - %s", zi_report_place_name(b->w, p->from),
        zi_report_place_name(b->w, p->to));
    zi_grid_cell(g, "%s to %s", zi_report_place_iso3(b->w, p->from),
        zi_report_place_iso3(b->w, p->to));
    zi_grid_cell(
        g, "%s %s", zhol_mode_word(p->mode), zhol_service_class_word(p->service_class));
    for (int k = 0; k < 3; k++) {
        zi_grid_cell(g, "%.0f", toll->hours[k]);
    }
    zi_grid_cell(g, "%.0f", toll->usd[0]);
}

static void
write_crossings(zi_brief *b, const zi_border *border, zi_toll *tolls)
{
    static const char *const head[] = { "crossing", "direction", "how", "hours, normal",
        "congested", "crisis", "USD, normal" };
    zi_grid g;

    zi_grid_begin(&g, "lllrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < border->n_crossings; i++) {
        zi_passage passages[ZI_MAX_PASSAGES];
        const uint32_t n = zi_border_passages(border, &border->crossings[i], passages);
        for (uint32_t k = 0; k < n; k++) {
            const uint32_t n_tolls = zi_border_tolls(border, &passages[k], tolls);
            if (n_tolls > 0 && tolls[n_tolls - 1].has_rows) {
                write_passage(b, &g, &passages[k], &tolls[n_tolls - 1]);
            }
        }
    }
    zi_page_grid(&b->page, &g);
}

static void
cite_borders(zi_brief *b)
{
    uint32_t n;
    const zhol_procedure *rows = zhol_world_procedures(b->w, &n);
    const zhol_place *places = zhol_world_places(b->w, NULL);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_scope at = rows[i].at;
        const zhol_ref economy = at.kind == ZHOL_SCOPE_PLACE     ? places[at.ref].economy
                                 : at.kind == ZHOL_SCOPE_ECONOMY ? at.ref
                                                                 : ZHOL_NO_ROW;
        if (rows[i].what == ZHOL_WHAT_BORDER
            && (economy == b->economy[0] || economy == b->economy[1])) {
            zi_page_cite(&b->page, rows[i].origin.source);
        }
    }
}

zhol_status
zi_brief_crossings(zi_brief *b, zhol_error *err)
{
    const zhol_economy *economies = zhol_world_economies(b->w, NULL);
    const zhol_border_view view = { .format = ZHOL_FORMAT_TABLE };
    zi_border border;
    zi_toll *tolls = NULL;
    zhol_error none = { "" };
    char name[16];
    zhol_status status;

    snprintf(name, sizeof name, "%s-%s",
        zhol_world_text(b->w, economies[b->economy[0]].iso3),
        zhol_world_text(b->w, economies[b->economy[1]].iso3));
    zi_page_heading(&b->page, "Crossings of their border");
    status = zi_border_new(b->w, name, &view, &border, &none);
    if (status != ZHOL_OK) {
        zi_border_free(&border);
    }
    if (status == ZHOL_NONE) {
        zi_page_text(&b->page, "The network has no link between the two.");
        return ZHOL_OK;
    }
    if (status != ZHOL_OK) {
        return zi_fail(err, status, "%s", none.message);
    }
    tolls = ZI_NEW(zi_toll, (size_t) border.n_years + 1);
    if (tolls) {
        write_crossings(b, &border, tolls);
        cite_borders(b);
        zi_page_text(&b->page,
            "Both sides together, without the change of gauge, for 1 FEU of 20 t, by the "
            "rows nearest to %u; `zhol border %s` has all years, rows and sources.",
            zhol_world_data_year(b->w), name);
    } else {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for the crossings");
    }
    zi_free(tolls);
    zi_border_free(&border);
    return status;
}

/* Reach */

static zhol_status
draw_reach(zi_brief *b, zhol_ref city, zhol_error *err)
{
    const zhol_reach_view view = { .format = ZHOL_FORMAT_TABLE };
    zhol_reach_query q;
    zhol_reach *reach = NULL;
    zhol_buffer picture = { 0 };
    zhol_error none = { "" };
    zhol_status status;

    zhol_reach_defaults(&q);
    q.from = (zhol_scope){ ZHOL_SCOPE_PLACE, city };
    q.scenario = *b->scenario;
    status = zhol_reach_new(b->w, &q, &reach, &none);
    if (status == ZHOL_OK) {
        status = zhol_report_reach_plot(reach, NULL, &view, &picture, &none);
    }
    if (status == ZHOL_OK) {
        zi_page_svg(
            &b->page, zi_report_place_name(b->w, city), picture.data, picture.length);
        zi_page_text(&b->page,
            "%s reaches 65 %% of world GDP (PPP) within %.0f days, 65 %% of nominal GDP "
            "within %.0f days.",
            zi_report_place_name(b->w, city),
            ceil(zhol_reach_at(reach, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, 0.65) / 24),
            ceil(zhol_reach_at(reach, ZHOL_REACH_GDP_NOMINAL, ZHOL_REACH_BY_TIME, 0.65)
                 / 24));
    } else if (status == ZHOL_NONE) {
        zi_page_text(&b->page, "%s", none.message);
        status = ZHOL_OK;
    } else {
        (void) zi_fail(err, status, "%s", none.message);
    }
    zhol_buffer_free(&picture);
    zhol_reach_free(reach);
    return status;
}

zhol_status
zi_brief_reach(zi_brief *b, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    zi_page_heading(&b->page, "What their largest cities reach");
    for (int i = 0; i < 2 && status == ZHOL_OK; i++) {
        if (b->city[i] != ZHOL_NO_ROW) {
            status = draw_reach(b, b->city[i], err);
        }
    }
    return status;
}
