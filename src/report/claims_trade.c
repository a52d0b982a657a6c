/* SPDX-License-Identifier: Apache-2.0 */
/* Computations on the table of trade. */
#include <string.h>
#include <zhol/trade.h>

#include "net/words.h"
#include "report/claims.h"
#include "report/figures.h"
#include "report/grid.h"

/* FLOW is a word of the table, or "turnover". */
static zhol_status
read_flow(const zi_check_run *run, uint32_t argument, uint32_t *flow, uint32_t *column,
    zhol_error *err)
{
    const char *word = run->argument[argument];

    *column = ZHOL_COLUMN_TURNOVER;
    *flow = ZHOL_FLOW_GOODS;
    if (strcmp(word, "turnover") == 0) {
        return ZHOL_OK;
    }
    *column = ZHOL_COLUMN_EXPORT; /* of a single flow the only one */
    *flow = zi_word_value(zi_flow_words, ZHOL_N_FLOWS, word);
    return *flow < ZHOL_N_FLOWS ? ZHOL_OK
                                : zi_check_complain(run, err,
                                    "'%s' is no flow: export, import, turnover, "
                                    "fdi_inflow, fdi_stock, fdi_cumulative",
                                    word);
}

/* The row of trade that a figure depends on most: of this reporter, partner and year. */
static void
rest_on_row(const zi_check_run *run, const zhol_trade_options *o, zi_finding *out)
{
    uint32_t n;
    const zhol_trade_row *rows = zhol_world_trade(run->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_trade_row *r = &rows[i];
        if (r->reporter == o->economy && r->year == o->from && r->partner == o->partner
            && (r->flow == o->flow || o->flow == ZHOL_FLOW_GOODS)
            && (o->by == ZHOL_BY_PARTNER ? r->hs == 0 : r->hs != 0)
            && strcmp(zhol_world_text(run->w, r->vintage), o->vintage) == 0) {
            zi_finding_rests_on(out, "trade", i, &r->origin);
            return;
        }
    }
}

/* What one partner is in the sheet of one year and vintage; NULL: nothing is known. */
static const zhol_trade_cell *
find_cell(const zhol_partners *p, const zhol_trade_options *o, zhol_ref partner,
    uint32_t column, const zhol_partner_sheet **sheet)
{
    for (uint32_t s = 0; s < p->n_sheets; s++) {
        *sheet = &p->sheets[s];
        for (uint32_t i = 0; i < p->sheets[s].n_lines; i++) {
            const zhol_partner_line *line = &p->sheets[s].lines[i];
            if (line->partner == partner && line->cell[column].usd >= 0) {
                return &line->cell[column];
            }
        }
    }
    (void) o;
    return NULL;
}

typedef struct partner_asked {
    zhol_trade_options o;
    zhol_ref partner;
    uint32_t column;
    zhol_panel *panel;
    zhol_partners *partners;
    const zhol_partner_sheet *sheet;
    const zhol_trade_cell *cell; /* NULL: not known */
} partner_asked;

/* REPORTER;PARTNER;FLOW;YEAR;VINTAGE */
static zhol_status
ask_partner(const zi_check_run *run, partner_asked *a, zi_finding *out, zhol_error *err)
{
    zhol_status status;

    zhol_trade_options_defaults(&a->o);
    status = zhol_world_find_economy(run->w, run->argument[0], &a->o.economy, err);
    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(run->w, run->argument[1], &a->partner, err);
    }
    if (status == ZHOL_OK) {
        status = read_flow(run, 2, &a->o.flow, &a->column, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_year(run, 3, &a->o.from, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_panel_of_world(run->w, &a->panel, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    a->o.to = a->o.from;
    a->o.vintage = run->argument[4];
    status = zhol_trade_partners(a->panel, &a->o, &a->partners, err);
    if (status == ZHOL_OK) {
        a->cell = find_cell(a->partners, &a->o, a->partner, a->column, &a->sheet);
    }
    out->is_known = a->cell != NULL;
    if (a->cell) {
        zhol_trade_options row = a->o;
        row.partner = a->partner;
        rest_on_row(run, &row, out);
    } else {
        zi_buffer_format(&out->text, "no row of %s with %s in %u, vintage %s",
            run->argument[0], run->argument[1], a->o.from, a->o.vintage);
    }
    zi_buffer_format(&out->command,
        "zhol trade partners %s --from %u --to %u --vintage %s", run->argument[0],
        a->o.from, a->o.from, a->o.vintage);
    if (a->o.flow != ZHOL_FLOW_GOODS) {
        zi_buffer_format(&out->command, " --flow %s", run->argument[2]);
    }
    return status == ZHOL_NONE ? ZHOL_OK : status;
}

static void
free_partner(partner_asked *a)
{
    zhol_partners_free(a->partners);
    zhol_panel_free(a->panel);
}

static zhol_status
run_partner_share(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    partner_asked a = { .cell = NULL };
    char usd[48], total[48];
    zhol_status status = ask_partner(run, &a, out, err);

    if (status == ZHOL_OK && a.cell) {
        out->value = 100 * a.cell->share;
        out->decimals = 1;
        zi_buffer_format(&out->text, "USD %s m of %s m",
            zi_grid_number(a.cell->usd / 1e6, 0, usd),
            zi_grid_number(a.sheet->total[a.column].usd / 1e6, 0, total));
    }
    free_partner(&a);
    return status;
}

static zhol_status
run_partner_rank(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    partner_asked a = { .cell = NULL };
    zhol_status status = ask_partner(run, &a, out, err);

    if (status == ZHOL_OK && a.cell) {
        out->value = a.cell->rank;
        zi_buffer_format(&out->text, "among %u listed partners%s",
            a.sheet->n_listed[a.column],
            a.cell->is_rank_sure ? "" : "; an unlisted one could be larger");
    }
    free_partner(&a);
    return status;
}

static zhol_status
run_partner_value(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    partner_asked a = { .cell = NULL };
    zhol_status status = ask_partner(run, &a, out, err);

    if (status == ZHOL_OK && a.cell) {
        out->value = a.cell->usd / 1e9;
        out->decimals = 1;
        zi_buffer_format(&out->text, "as %s reports it", run->argument[0]);
    }
    free_partner(&a);
    return status;
}

typedef struct structure_asked {
    zhol_trade_options o;
    zhol_panel *panel;
    zhol_structures *structures;
    const zhol_structure *found;
} structure_asked;

/* ECONOMY;FLOW;YEAR;VINTAGE, by partner or product */
static zhol_status
ask_structure(const zi_check_run *run, zhol_trade_by by, structure_asked *a,
    zi_finding *out, zhol_error *err)
{
    uint32_t column;
    zhol_status status;

    zhol_trade_options_defaults(&a->o);
    status = zhol_world_find_economy(run->w, run->argument[0], &a->o.economy, err);
    if (status == ZHOL_OK) {
        status = read_flow(run, 1, &a->o.flow, &column, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_year(run, 2, &a->o.from, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_panel_of_world(run->w, &a->panel, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    a->o.to = a->o.from;
    a->o.vintage = run->argument[3];
    a->o.by = by;
    status = zhol_trade_structure(a->panel, &a->o, &a->structures, err);
    for (uint32_t i = 0; status == ZHOL_OK && i < a->structures->n; i++) {
        if (a->structures->of[i].by == by) {
            a->found = &a->structures->of[i];
        }
    }
    out->is_known = a->found != NULL;
    if (a->found) {
        zhol_trade_options row = a->o;
        row.partner = by == ZHOL_BY_PARTNER ? a->found->members[0].partner : ZHOL_NO_ROW;
        rest_on_row(run, &row, out);
    } else {
        zi_buffer_format(&out->text, "no rows of %s by %s in %u, vintage %s",
            run->argument[0], by == ZHOL_BY_PARTNER ? "partner" : "product", a->o.from,
            a->o.vintage);
    }
    zi_buffer_format(&out->command,
        "zhol trade structure %s --flow %s --from %u --to %u --vintage %s",
        run->argument[0], run->argument[1], a->o.from, a->o.from, a->o.vintage);
    return status == ZHOL_NONE ? ZHOL_OK : status;
}

static void
free_structure(structure_asked *a)
{
    zhol_structures_free(a->structures);
    zhol_panel_free(a->panel);
}

/* ECONOMY;FLOW;YEAR;VINTAGE;partner|product */
static zhol_status
run_hhi(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const bool is_partner = strcmp(run->argument[4], "partner") == 0;
    structure_asked a = { .found = NULL };
    zhol_status status;

    if (!is_partner && strcmp(run->argument[4], "product") != 0) {
        return zi_check_complain(run, err, "'%s': partner or product", run->argument[4]);
    }
    status =
        ask_structure(run, is_partner ? ZHOL_BY_PARTNER : ZHOL_BY_PRODUCT, &a, out, err);
    if (status == ZHOL_OK && a.found) {
        const zhol_concentration *c = &a.found->index;
        out->value = c->hhi;
        out->decimals = 3;
        zi_buffer_format(&out->text,
            "as concentrated as %.1f equal %ss; %u listed, %.0f %% of the total, so "
            "between %.3f and %.3f",
            c->equivalent, run->argument[4], c->n_members, 100 * c->coverage, c->hhi_lo,
            c->hhi_hi);
    }
    free_structure(&a);
    return status;
}

/* ECONOMY;FLOW;YEAR;VINTAGE;STAGE[+STAGE] */
static zhol_status
run_stage_share(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    structure_asked a = { .found = NULL };
    zhol_status status = ask_structure(run, ZHOL_BY_PRODUCT, &a, out, err);
    double wanted = 0, known = 0;

    for (uint32_t s = 1; status == ZHOL_OK && a.found && s < ZHOL_N_STAGES; s++) {
        known += a.found->stage_usd[s];
        wanted +=
            strstr(run->argument[4], zhol_stage_word(s)) ? a.found->stage_usd[s] : 0;
    }
    if (status == ZHOL_OK && a.found && known > 0) {
        out->value = 100 * wanted / known;
        out->decimals = 1;
        zi_buffer_format(&out->text, "of the %.0f %% of goods whose stage is known",
            100 * known / a.found->index.total);
    } else if (status == ZHOL_OK && a.found) {
        out->is_known = false;
        zi_buffer_text(&out->text, "no product's stage of processing is known");
    }
    free_structure(&a);
    return status;
}

/* REPORTER;PARTNER;FLOW;YEAR;VINTAGE;INDICATOR;FIGURES_YEAR;FIGURES_VINTAGE: the
 * partner's share in the reporter's flow over its share in the world's (Brown 1949,
 * Kojima 1964). */
static zhol_status
run_intensity(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    partner_asked a = { .cell = NULL };
    zi_figure_set set = { run->argument[5], run->argument[7], 0 };
    zhol_status status = zi_check_year(run, 6, &set.year, err);
    zhol_ref own;

    if (status == ZHOL_OK) {
        status = ask_partner(run, &a, out, err);
    }
    if (status == ZHOL_OK && a.cell) {
        const double world = zi_figures_add(run->w, &set, NULL).sum;
        const zhol_figure *figures = zhol_world_figures(run->w, NULL);
        const zhol_ref of = zi_figures_find(run->w, &set, a.partner);
        own = zi_figures_find(run->w, &set, a.o.economy);
        if (of == ZHOL_NO_ROW || own == ZHOL_NO_ROW || figures[of].value <= 0) {
            out->is_known = false;
            zi_buffer_format(&out->text, "no %s of both in %u, vintage %s", set.indicator,
                set.year, set.vintage);
        } else {
            const double share = figures[of].value / (world - figures[own].value);
            out->value = a.cell->share / share;
            out->decimals = 2;
            zi_buffer_format(&out->text,
                "%.1f %% of %s's %s, and %.1f %% of the rest of the world's %s (%u)",
                100 * a.cell->share, run->argument[0], run->argument[2], 100 * share,
                set.indicator, set.year);
        }
    }
    free_partner(&a);
    return status;
}

const zi_computation zi_claims_on_trade[] = {
    { "partner_share", "REPORTER;PARTNER;FLOW;YEAR;VINTAGE",
        "percent of a flow (export, import, turnover, fdi_...) with one partner", 5, 5,
        run_partner_share },
    { "partner_rank", "REPORTER;PARTNER;FLOW;YEAR;VINTAGE",
        "place of a partner among those listed", 5, 5, run_partner_rank },
    { "partner_value", "REPORTER;PARTNER;FLOW;YEAR;VINTAGE", "billions of dollars", 5, 5,
        run_partner_value },
    { "hhi", "ECONOMY;FLOW;YEAR;VINTAGE;partner or product",
        "Herfindahl-Hirschman index of those listed", 5, 5, run_hhi },
    { "stage_share", "ECONOMY;FLOW;YEAR;VINTAGE;STAGE+STAGE",
        "percent of goods of these stages of processing (raw, semi, finished)", 5, 5,
        run_stage_share },
    { "intensity", "REPORTER;PARTNER;FLOW;YEAR;VINTAGE;INDICATOR;YEAR;VINTAGE",
        "intensity of trade: the partner's share in the flow over its share in the rest "
        "of "
        "the world's figure (imports for exports); above 1 is more than proportional",
        8, 8, run_intensity },
};
const uint32_t zi_claims_n_on_trade =
    sizeof zi_claims_on_trade / sizeof zi_claims_on_trade[0];
