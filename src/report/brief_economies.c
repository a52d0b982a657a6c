/* SPDX-License-Identifier: Apache-2.0 */
/* Sections of the sheet on two economies. */
#include <stdio.h>
#include <string.h>
#include <zhol/trade.h>

#include "base/date.h"
#include "report/brief.h"
#include "report/figures.h"

/* The newest figure of an indicator, and its vintage. */
static zhol_ref
newest(const zhol_world *w, const char *indicator, zhol_ref economy)
{
    zhol_ref best = ZHOL_NO_ROW;
    uint32_t n;
    const zhol_figure *rows = zhol_world_figures(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (rows[i].economy == economy
            && strcmp(zhol_world_text(w, rows[i].indicator), indicator) == 0
            && (best == ZHOL_NO_ROW || rows[i].year > rows[best].year
                || (rows[i].year == rows[best].year && rows[i].origin.is_mine))) {
            best = i;
        }
    }
    return best;
}

static void
write_figure(zi_brief *b, zi_grid *g, const char *indicator, zhol_ref economy)
{
    const zhol_ref row = newest(b->w, indicator, economy);
    char text[48];

    if (row == ZHOL_NO_ROW) {
        zi_grid_cell(g, "not found");
        zi_grid_cell(g, "%s", "");
        return;
    }
    const zhol_figure *f = &zhol_world_figures(b->w, NULL)[row];
    const zi_figure_set set = { indicator, zhol_world_text(b->w, f->vintage), f->year };
    const double world = zi_figures_add(b->w, &set, NULL).sum;
    zi_grid_cell(g, "%s (%u)", zi_grid_number(f->value / 1e6, 0, text), f->year);
    zi_grid_cell(g, "%.2f", world > 0 ? 100 * f->value / world : 0);
    zi_page_cite(&b->page, f->origin.source);
}

void
zi_brief_figures(zi_brief *b)
{
    static const struct {
        const char *indicator, *words;
    } rows[] = { { "population", "people, millions" },
        { "gdp_nominal_usd", "GDP, nominal, USD m" },
        { "gdp_ppp_usd", "GDP, PPP, USD m" }, { "exports_usd", "exports, USD m" },
        { "imports_usd", "imports, USD m" },
        { "consumption_usd", "household consumption, USD m" } };
    zi_grid g;

    zi_page_heading(&b->page, "Size");
    zi_grid_begin(&g, "lrrrr");
    zi_grid_cell(&g, "%s", "");
    for (int i = 0; i < 2; i++) {
        zi_grid_cell(&g, "%s", b->name[i]);
        zi_grid_cell(&g, "%% of the world");
    }
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        zi_grid_cell(&g, "%s", rows[k].words);
        write_figure(b, &g, rows[k].indicator, b->economy[0]);
        write_figure(b, &g, rows[k].indicator, b->economy[1]);
    }
    zi_page_grid(&b->page, &g);
}

static void
write_mirror(zi_brief *b, const zhol_mirror *m)
{
    char own[48], mirror[48];
    zi_grid g;

    zi_grid_begin(&g, "rlrrrl");
    zi_grid_cell(&g, "year");
    zi_grid_cell(&g, "flow, as %s sees it", b->name[0]);
    zi_grid_cell(&g, "%s reports, USD m", b->name[0]);
    zi_grid_cell(&g, "%s reports, USD m", b->name[1]);
    zi_grid_cell(&g, "difference %%");
    zi_grid_cell(&g, "publications");
    for (uint32_t i = 0; i < m->n_lines; i++) {
        const zhol_mirror_line *l = &m->lines[i];
        zi_grid_cell(&g, "%u", l->year);
        zi_grid_cell(&g, "%s", zhol_flow_word(l->flow));
        zi_grid_cell(
            &g, "%s", l->own_usd >= 0 ? zi_grid_number(l->own_usd / 1e6, 0, own) : "");
        zi_grid_cell(&g, "%s",
            l->mirror_usd >= 0 ? zi_grid_number(l->mirror_usd / 1e6, 0, mirror) : "");
        if (l->own_usd > 0 && l->mirror_usd >= 0) {
            zi_grid_cell(&g, "%+.0f", 100 * l->difference_share);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        zi_grid_cell(&g, "%s%s%s", l->vintage ? l->vintage : "",
            l->vintage && l->mirror_vintage ? ", " : "",
            l->mirror_vintage ? l->mirror_vintage : "");
    }
    zi_page_grid(&b->page, &g);
}

static void
cite_trade(zi_brief *b)
{
    uint32_t n;
    const zhol_trade_row *rows = zhol_world_trade(b->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if ((rows[i].reporter == b->economy[0] && rows[i].partner == b->economy[1])
            || (rows[i].reporter == b->economy[1] && rows[i].partner == b->economy[0])) {
            zi_page_cite(&b->page, rows[i].origin.source);
        }
    }
}

zhol_status
zi_brief_trade(zi_brief *b, zhol_error *err)
{
    zhol_trade_options o;
    zhol_panel *panel = NULL;
    zhol_mirror *mirror = NULL;
    zhol_error none = { "" };
    zhol_status status = zhol_panel_of_world(b->w, &panel, err);

    zi_page_heading(&b->page, "Trade with each other");
    if (status == ZHOL_OK) {
        zhol_trade_options_defaults(&o);
        o.economy = b->economy[0];
        o.partner = b->economy[1];
        status = zhol_trade_mirror(panel, &o, &mirror, &none);
        if (status == ZHOL_OK) {
            write_mirror(b, mirror);
            cite_trade(b);
            zi_page_text(&b->page,
                "Exports are reported at the border of the exporter (FOB), imports at "
                "that "
                "of the importer (CIF); goods in transit are counted differently too.");
        } else if (status == ZHOL_NONE) {
            zi_page_text(&b->page, "Not found in the tables.");
            status = ZHOL_OK;
        } else {
            *err = none;
        }
    }
    zhol_mirror_free(mirror);
    zhol_panel_free(panel);
    return status;
}

static bool
is_party(const zi_brief *b, const zhol_agreement *a, zhol_ref economy)
{
    const zhol_scope *parties = zhol_world_stops(b->w, NULL) + a->first_party;
    const uint32_t year = zhol_world_data_year(b->w);
    const uint32_t date = a->signed_date ? a->signed_date : year * 10000 + 701;

    for (uint32_t i = 0; i < a->n_parties; i++) {
        if ((parties[i].kind == ZHOL_SCOPE_ECONOMY && parties[i].ref == economy)
            || (parties[i].kind == ZHOL_SCOPE_GROUP
                && zhol_world_is_member(b->w, parties[i].ref, economy, date))) {
            return true;
        }
    }
    return false;
}

static void
write_date(zi_grid *g, uint32_t date)
{
    char text[11];

    if (date) {
        zi_date_write(date, text);
    }
    zi_grid_cell(g, "%s", date ? text : "");
}

void
zi_brief_agreements(zi_brief *b)
{
    uint32_t n, n_written = 0;
    const zhol_agreement *rows = zhol_world_agreements(b->w, &n);
    zi_grid g;

    zi_page_heading(&b->page, "Agreements that both are party to");
    zi_grid_begin(&g, "lllll");
    static const char *const head[] = { "signed", "in force", "ended", "kind", "title" };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (is_party(b, &rows[i], b->economy[0])
            && is_party(b, &rows[i], b->economy[1])) {
            write_date(&g, rows[i].signed_date);
            write_date(&g, rows[i].in_force);
            write_date(&g, rows[i].ended);
            zi_grid_cell(&g, "%s", zhol_agreement_kind_word(rows[i].kind));
            zi_grid_cell(&g, "%s", zhol_world_text(b->w, rows[i].title));
            zi_page_cite(&b->page, rows[i].origin.source);
            n_written++;
        }
    }
    zi_page_grid(&b->page, &g);
    if (n_written == 0) {
        zi_page_text(&b->page, "The tables know of none.");
    }
}

void
zi_brief_projects(zi_brief *b)
{
    static const char *const head[] = { "project", "side", "kind", "state", "opens",
        "cost, million" };
    uint32_t n;
    const zhol_project *rows = zhol_world_projects(b->w, &n);
    const zhol_economy *economies = zhol_world_economies(b->w, NULL);
    zi_grid g;

    zi_page_heading(&b->page, "Projects on either side");
    zi_grid_begin(&g, "llllrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        const zhol_project *p = &rows[i];
        char cost[48];
        if (p->builder != b->economy[0] && p->builder != b->economy[1]) {
            continue;
        }
        zi_grid_cell(&g, "%s", zhol_world_text(b->w, p->name_en));
        zi_grid_cell(&g, "%s", zhol_world_text(b->w, economies[p->builder].iso3));
        zi_grid_cell(&g, "%s", zhol_project_kind_word(p->kind));
        zi_grid_cell(&g, "%s", zhol_project_state_word(p->state));
        if (p->open_year) {
            zi_grid_cell(&g, "%u", p->open_year);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        if (p->cost >= 0) {
            zi_grid_cell(&g, "%s %s", zi_grid_number(p->cost / 1e6, 0, cost),
                zhol_world_text(b->w, p->currency));
        } else {
            zi_grid_cell(&g, "not found");
        }
        zi_page_cite(&b->page, p->origin.source);
    }
    zi_page_grid(&b->page, &g);
}
