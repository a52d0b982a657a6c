/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach` for people. */
#include "report/reach.h"

#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/grid.h"
#include "report/report.h"

static const double day_h = 24;

const char *
zi_reach_words(zhol_reach_figure figure)
{
    static const char *const words[ZHOL_N_REACH_FIGURES] = { "GDP (PPP)", "GDP (nominal)",
        "people", "imports", "household consumption" };
    return words[figure];
}

const char *
zi_reach_key(zhol_reach_figure figure)
{
    static const char *const keys[ZHOL_N_REACH_FIGURES] = { "gdp_ppp", "gdp_nominal",
        "population", "imports", "consumption" };
    return keys[figure];
}

const char *
zi_reach_share_key(zhol_reach_figure figure, char out[48])
{
    snprintf(out, 48, "%s_share", zi_reach_key(figure));
    return out;
}

const char *
zi_reach_name(const zhol_reach *r)
{
    const zhol_scope from = r->query.from;

    return from.kind == ZHOL_SCOPE_PLACE
               ? zi_report_place_name(r->world, from.ref)
               : zhol_world_text(
                   r->world, zhol_world_economies(r->world, NULL)[from.ref].name_en);
}

bool
zi_reach_knows(const zhol_reach_source *sources, uint32_t figures, uint32_t figure)
{
    return sources[figure].vintage && (!figures || (figures >> figure & 1U));
}

bool
zi_reach_shows(const zi_reach_sheet *s, uint32_t figure)
{
    return zi_reach_knows(s->r->sources, s->view->figures, figure);
}

static const char *
spread_words(zhol_spread spread)
{
    static const char *const words[ZHOL_N_SPREADS] = { "by their people", "evenly",
        "all on the largest" };
    return words[spread];
}

static void
write_head(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    const zhol_consignment *c = &r->query.consignment;
    char text[48];

    zi_buffer_format(out,
        "What %s reaches: %s t%s%s, network and rows of %u (data year %u), %s regime\n",
        zi_reach_name(r), zi_grid_number(c->mass_t, c->mass_t < 10 ? 2 : 0, text),
        c->hs[0] ? " of HS " : " of general cargo", c->hs, r->year,
        zhol_world_data_year(r->world),
        zhol_regime_word(
            r->query.scenario.regime ? r->query.scenario.regime : ZHOL_REGIME_NORMAL));
    zi_buffer_text(out,
        "days: mean times of the fastest ways; dollars: the cheapest ways, "
        "without duties and insurance\n");
    if (r->n_starts > 1) {
        zi_buffer_format(out, "the average of its %u cities, weighted by their %s\n",
            r->n_starts, r->query.spread == ZHOL_SPREAD_POPULATION ? "people" : "number");
    }
    if (base) {
        zi_buffer_format(out,
            "in brackets: the change against the network of %u without the options\n",
            base->year);
    }
}

/* A share in percent, and what a change made of it. */
static void
write_share(zi_grid *g, double share, double before, bool is_compared)
{
    if (is_compared) {
        zi_grid_cell(g, "%.1f (%+.1f)", 100 * share, 100 * (share - before));
    } else {
        zi_grid_cell(g, "%.1f", 100 * share);
    }
}

/* "days", then the figures that are shown. */
static void
begin_steps(const zi_reach_sheet *s, zhol_reach_by by, zi_grid *g)
{
    char columns[ZHOL_N_REACH_FIGURES + 3];
    uint32_t n = 0;

    columns[n++] = 'r';
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        columns[n] = 'r';
        n += zi_reach_shows(s, f);
    }
    columns[n] = 'r';
    n += zi_reach_shows(s, ZHOL_REACH_PEOPLE) && by != ZHOL_REACH_BY_CHANCE;
    columns[n] = '\0';
    zi_grid_begin(g, columns);
    zi_grid_cell(g, "%s", by == ZHOL_REACH_BY_COST ? "USD" : "days");
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (zi_reach_shows(s, f)) {
            zi_grid_cell(g, "%s %%", zi_reach_words((zhol_reach_figure) f));
        }
    }
    if (zi_reach_shows(s, ZHOL_REACH_PEOPLE) && by != ZHOL_REACH_BY_CHANCE) {
        zi_grid_cell(g, "people, bn");
    }
}

/* One step of the curves: days or dollars. */
static void
write_step(const zi_reach_sheet *s, zhol_reach_by by, double step, zi_grid *g)
{
    const zhol_reach *r = s->r, *base = s->base;
    const double limit = by == ZHOL_REACH_BY_TIME ? step * day_h : step;
    char text[48];

    zi_grid_cell(g, "%s", zi_grid_number(step, step < floor(step) + 0.01 ? 0 : 1, text));
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const zhol_reach_figure figure = (zhol_reach_figure) f;
        if (zi_reach_shows(s, f)) {
            write_share(g, zhol_reach_within(r, figure, by, limit),
                base ? zhol_reach_within(base, figure, by, limit) : 0, base != NULL);
        }
    }
    if (zi_reach_shows(s, ZHOL_REACH_PEOPLE)) {
        zi_grid_cell(g, "%.2f",
            zhol_reach_within(r, ZHOL_REACH_PEOPLE, by, limit)
                * r->sources[ZHOL_REACH_PEOPLE].total / 1e9);
    }
}

static const double all_days[] = { 5, 10, 15, 20, 25, 30, 40, 50, 60 };
static const double all_dollars[] = { 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10000,
    15000 };
enum { N_STEPS = sizeof all_days / sizeof all_days[0] };

static void
write_steps(const zi_reach_sheet *s, zhol_reach_by by, zi_buffer *out)
{
    const double *steps = by == ZHOL_REACH_BY_TIME ? all_days : all_dollars;
    zi_grid g;

    zi_buffer_format(out, "\nShare of the world %s\n",
        by == ZHOL_REACH_BY_TIME ? "within so many days" : "for so many dollars");
    begin_steps(s, by, &g);
    if (s->view->within > 0) {
        write_step(s, by, s->view->within / (by == ZHOL_REACH_BY_TIME ? day_h : 1), &g);
    }
    for (uint32_t i = 0; i < N_STEPS && !(s->view->within > 0); i++) {
        write_step(s, by, steps[i], &g);
    }
    zi_grid_end(&g, out);
}

static void
write_chance(const zi_reach_sheet *s, double days, zi_grid *g)
{
    char text[48];

    zi_grid_cell(g, "%s", zi_grid_number(days, days < floor(days) + 0.01 ? 0 : 1, text));
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const zhol_reach_figure figure = (zhol_reach_figure) f;
        if (zi_reach_shows(s, f)) {
            zi_grid_cell(g, "%.1f (%.1f-%.1f)",
                100 * zhol_reach_within(s->r, figure, ZHOL_REACH_BY_CHANCE, days * day_h),
                100 * zhol_reach_drawn(s->r, figure, days * day_h, 0.1),
                100 * zhol_reach_drawn(s->r, figure, days * day_h, 0.9));
        }
    }
}

/* Two questions: which places are there in time with that chance, each for itself; and
 * between which shares the whole lies, since places share their luck. */
static void
write_chances(const zi_reach_sheet *s, zi_buffer *out)
{
    const double p = s->r->query.probability;
    zi_grid g;

    zi_buffer_format(out,
        "\nShare of the world in places that are reached within so many days with "
        "probability %.10g each\n(in brackets: P10 to P90 of the share reached, over "
        "%u joint draws of all times;\n%s)\n",
        p, s->r->query.n_draws,
        s->r->query.is_informed
            ? "informed: each draw's fastest ways, as if delays were known before"
            : "along the ways that are fastest by their means");
    begin_steps(s, ZHOL_REACH_BY_CHANCE, &g);
    if (s->view->within > 0) {
        write_chance(s, s->view->within / day_h, &g);
    }
    for (uint32_t i = 0; i < N_STEPS && !(s->view->within > 0); i++) {
        write_chance(s, all_days[i], &g);
    }
    zi_grid_end(&g, out);
}

static void
write_limit(zi_grid *g, double limit, zhol_reach_by by)
{
    char text[48];

    if (!(limit < (double) INFINITY)) {
        zi_grid_cell(g, "never");
    } else if (by == ZHOL_REACH_BY_TIME) {
        zi_grid_cell(g, "%.1f d", limit / day_h);
    } else {
        zi_grid_cell(g, "%s USD", zi_grid_number(10 * round(limit / 10), 0, text));
    }
}

static void
write_thresholds(const zi_reach_sheet *s, zi_buffer *out)
{
    const zhol_reach *r = s->r;
    static const double shares[] = { 0.25, 0.5, 0.65, 0.75, 0.9 };
    enum { N = sizeof shares / sizeof shares[0] };
    const double people = r->sources[ZHOL_REACH_PEOPLE].total;
    zi_grid g;

    zi_grid_begin(&g, "lrrrrrr");
    zi_grid_cell(&g, "reached within");
    for (uint32_t i = 0; i < N; i++) {
        zi_grid_cell(&g, "%.0f %%", 100 * shares[i]);
    }
    zi_grid_cell(&g, "4 bn people");
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            if (!zi_reach_shows(s, f)) {
                continue;
            }
            zi_grid_cell(&g, "%s", zi_reach_words((zhol_reach_figure) f));
            for (uint32_t i = 0; i < N; i++) {
                write_limit(&g,
                    zhol_reach_at(
                        r, (zhol_reach_figure) f, (zhol_reach_by) by, shares[i]),
                    (zhol_reach_by) by);
            }
            if (f == ZHOL_REACH_PEOPLE && people > 0) {
                write_limit(&g,
                    zhol_reach_at(r, ZHOL_REACH_PEOPLE, (zhol_reach_by) by, 4e9 / people),
                    (zhol_reach_by) by);
            } else {
                zi_grid_cell(&g, "%s", "");
            }
        }
    }
    zi_grid_end(&g, out);
}

/* "KZ CN" */
static void
write_economies(zi_grid *g, const zhol_reach *r, const zhol_gateway *gate)
{
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);
    char text[256] = "";
    size_t n = 0;

    for (uint32_t i = 0; i < gate->n_economies && n + 4 < sizeof text; i++) {
        n += (size_t) snprintf(text + n, sizeof text - n, "%s%s", i > 0 ? " " : "",
            zhol_world_text(r->world, economies[gate->economies[i]].iso2));
    }
    zi_grid_cell(g, "%s", text);
}

static void
write_gateway(zi_grid *g, const zhol_reach *r, uint32_t i, const zhol_reach *base)
{
    const zhol_gateway *gate = &r->gateways[i];
    const zhol_gateway *before = base && i < base->n_gateways ? &base->gateways[i] : NULL;
    const bool is_compared = before && before->place != ZHOL_NO_ROW;
    char text[48];

    zi_grid_cell(g, "%s", zhol_ocean_word(gate->ocean));
    zi_grid_cell(g, "%s", gate->by == ZHOL_REACH_BY_TIME ? "fastest" : "cheapest");
    if (gate->place == ZHOL_NO_ROW) {
        zi_grid_cell(g, "not reached");
        for (int k = 0; k < 7; k++) {
            zi_grid_cell(g, "%s", "");
        }
        return;
    }
    zi_grid_cell(g, "%s (%s)", zi_report_place_name(r->world, gate->place),
        zi_report_place_iso2(r->world, gate->place));
    if (is_compared) {
        zi_grid_cell(g, "%.1f (%+.1f)", gate->time_h / day_h,
            (gate->time_h - before->time_h) / day_h);
    } else {
        zi_grid_cell(g, "%.1f", gate->time_h / day_h);
    }
    zi_grid_cell(g, "%.1f-%.1f", gate->time_p10_h / day_h, gate->time_p90_h / day_h);
    zi_grid_cell(g, "%s", zi_grid_number(10 * round(gate->cost_usd / 10), 0, text));
    zi_grid_cell(g, "%s", zi_grid_number(gate->length_km, 0, text));
    zi_grid_cell(g, "%u", gate->n_borders);
    zi_grid_cell(g, "%u", gate->n_gauge_changes);
    write_economies(g, r, gate);
}

/* "arctic: closed to ships: Northern Sea Route (--open northern_sea_route)" */
static void
write_closed(const zhol_reach *r, zi_buffer *out)
{
    const zhol_pass *passes = zhol_world_passes(r->world, NULL);

    for (uint32_t i = 0; i < r->n_gateways; i++) {
        const zhol_gateway *gate = &r->gateways[i];
        for (uint32_t k = 0; k < gate->n_closed && gate->by == ZHOL_REACH_BY_TIME; k++) {
            const zhol_pass *p = &passes[gate->closed[k]];
            zi_buffer_format(out, "%s: closed to ships: %s (--open %s)\n",
                zhol_ocean_word(gate->ocean), zhol_world_text(r->world, p->name_en),
                zhol_world_text(r->world, p->id));
        }
    }
}

static void
write_oceans(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    static const char *const head[] = { "ocean or sea", "way", "best port", "days",
        "P10-P90", "USD", "km", "borders", "gauge changes", "through" };
    zi_grid g;

    zi_grid_begin(&g, "lllrrrrrrl");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < r->n_gateways; i++) {
        write_gateway(&g, r, i, base);
    }
    zi_grid_end(&g, out);
    write_closed(r, out);
}

static const double area_days[] = { 10, 20, 30, 60 };
enum { N_AREA_DAYS = sizeof area_days / sizeof area_days[0] };

static void
begin_areas(zi_grid *g, const char *name)
{
    zi_grid_begin(g, "lrrrrr");
    zi_grid_cell(g, "%s", name);
    zi_grid_cell(g, "share of world GDP (PPP) %%");
    for (uint32_t i = 0; i < N_AREA_DAYS; i++) {
        zi_grid_cell(g, "within %.0f d %%", area_days[i]);
    }
}

static void
write_regions(const zhol_reach *r, zi_buffer *out)
{
    zi_grid g;

    begin_areas(&g, "region");
    for (uint32_t region = 1; region < ZHOL_N_REGIONS; region++) {
        zi_grid_cell(&g, "%s", zhol_region_word(region));
        zi_grid_cell(&g, "%.1f",
            100
                * zhol_reach_region(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME,
                    (double) INFINITY, region));
        for (uint32_t i = 0; i < N_AREA_DAYS; i++) {
            zi_grid_cell(&g, "%.1f",
                100
                    * zhol_reach_region(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME,
                        area_days[i] * day_h, region));
        }
    }
    zi_grid_end(&g, out);
}

/* The whole world's share and then the shares of area_days. */
static void
coast_shares(const zhol_reach *r, uint32_t oceans, double share[N_AREA_DAYS + 1])
{
    for (uint32_t i = 0; i <= N_AREA_DAYS; i++) {
        const double limit = i == 0 ? (double) INFINITY : area_days[i - 1] * day_h;
        share[i] =
            zhol_reach_coast(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, limit, oceans);
    }
}

static void
write_coast(zi_grid *g, const char *name, const double share[N_AREA_DAYS + 1])
{
    zi_grid_cell(g, "%s", name);
    for (uint32_t i = 0; i <= N_AREA_DAYS; i++) {
        zi_grid_cell(g, "%.1f", 100 * share[i]);
    }
}

/* Who has ports on two oceans counts in both rows: the last row takes that back. */
static void
write_coasts(const zhol_reach *r, zi_buffer *out)
{
    const uint32_t oceans = zhol_reach_oceans(r->world);
    double share[N_AREA_DAYS + 1], twice[N_AREA_DAYS + 1] = { 0 };
    zi_grid g;

    begin_areas(&g, "economies with a port on");
    for (uint32_t ocean = 1; ocean < ZHOL_N_OCEANS; ocean++) {
        if (oceans >> ocean & 1U) {
            coast_shares(r, 1U << ocean, share);
            write_coast(&g, zhol_ocean_word(ocean), share);
            for (uint32_t i = 0; i <= N_AREA_DAYS; i++) {
                twice[i] += share[i];
            }
        }
    }
    coast_shares(r, oceans, share);
    write_coast(&g, "any of them", share);
    for (uint32_t i = 0; i <= N_AREA_DAYS; i++) {
        twice[i] -= share[i];
    }
    write_coast(&g, "counted more than once above", twice);
    zi_grid_end(&g, out);
}

void
zi_reach_coverage(const zhol_reach_source *sources, uint32_t figures, zhol_spread spread,
    zi_buffer *out)
{
    static const char *const head[] = { "figure", "year", "vintage", "economies",
        "world total", "of world GDP %", "with a place %" };
    char text[48];
    zi_grid g;

    zi_buffer_format(out,
        "\nWhat the shares are of (an economy's figure is spread over its "
        "cities %s)\n",
        spread_words(spread));
    zi_grid_begin(&g, "lrlrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const zhol_reach_source *s = &sources[f];
        if (zi_reach_knows(sources, figures, f)) {
            zi_grid_cell(&g, "%s", zi_reach_words((zhol_reach_figure) f));
            zi_grid_cell(&g, "%u", s->year);
            zi_grid_cell(&g, "%s", s->vintage);
            zi_grid_cell(&g, "%u", s->n_economies);
            zi_grid_cell(&g, "%s", zi_grid_number(s->total, 0, text));
            zi_grid_cell(&g, "%.1f", 100 * s->coverage);
            zi_grid_cell(&g, "%.1f", 100 * s->placed);
        }
    }
    zi_grid_end(&g, out);
}

static void
write_gateways(const zi_reach_sheet *s, zi_buffer *out)
{
    const zhol_reach *r = s->r;

    zi_buffer_format(out, "\nOceans and seas from %s\n",
        r->n_gateways > 0 && r->gateways[0].n_economies > 0 && r->n_starts > 1
            ? "its largest city"
            : zi_reach_name(r));
    write_oceans(r, s->base, out);
}

static void
write_curves(const zi_reach_sheet *s, zi_buffer *out)
{
    const bool is_all = !(s->view->within > 0);

    if (is_all || s->view->within_by == ZHOL_REACH_BY_TIME) {
        write_steps(s, ZHOL_REACH_BY_TIME, out);
        if (s->r->drawn) {
            write_chances(s, out);
        }
    }
    if (is_all || s->view->within_by == ZHOL_REACH_BY_COST) {
        write_steps(s, ZHOL_REACH_BY_COST, out);
        if (s->r->drawn) {
            zi_buffer_text(out, "(dollars are not drawn: a probability is about days)\n");
        }
    }
    if (is_all) {
        zi_buffer_text(out, "\n");
        write_thresholds(s, out);
    }
}

static void
write_table(const zi_reach_sheet *s, zi_buffer *out)
{
    const uint32_t parts = s->view->parts;

    write_head(s->r, s->base, out);
    if (!parts) {
        write_curves(s, out);
    }
    if (!parts || (parts & ZHOL_REACH_PART_OCEANS)) {
        write_gateways(s, out);
    }
    if (parts & ZHOL_REACH_PART_ECONOMIES) {
        zi_reach_economies(s, out);
    } else if (s->base) {
        zi_reach_changes(s, out);
    }
    if (!parts) {
        zi_buffer_text(out, "\n");
        write_regions(s->r, out);
        zi_buffer_text(out, "\n");
        write_coasts(s->r, out);
    }
    zi_reach_coverage(s->r->sources, s->view->figures, s->r->query.spread, out);
}

static void
close_sheet(zi_reach_sheet *s)
{
    for (uint32_t by = 0; by < ZHOL_N_REACH_LIMITS; by++) {
        zi_free(s->half[by]);
        zi_free(s->base_half[by]);
    }
    zi_free(s->gdp);
}

static zhol_status
fill_halves(const zhol_reach *r, double **half, uint32_t n_economies, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t by = 0; by < ZHOL_N_REACH_LIMITS && status == ZHOL_OK; by++) {
        half[by] = ZI_NEW(double, (size_t) n_economies + 1);
        status = half[by] ? zhol_reach_halves(r, (zhol_reach_by) by, half[by], err)
                          : zi_fail(err, ZHOL_LIMIT, "no memory for the answer");
    }
    return status;
}

static zhol_status
open_sheet(zi_reach_sheet *s, zhol_error *err)
{
    const zhol_place *places = zhol_world_places(s->r->world, NULL);
    zhol_status status;

    (void) zhol_world_economies(s->r->world, &s->n_economies);
    s->gdp = ZI_NEW(double, (size_t) s->n_economies + 1);
    if (!s->gdp) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the answer");
    }
    for (uint32_t i = 0; i < s->r->n_points; i++) {
        const zhol_reach_point *p = &s->r->points[i];
        s->gdp[places[p->place].economy] += p->share[ZHOL_REACH_GDP_PPP];
    }
    status = fill_halves(s->r, s->half, s->n_economies, err);
    if (status == ZHOL_OK && s->base) {
        status = fill_halves(s->base, s->base_half, s->n_economies, err);
    }
    return status;
}

zhol_status
zhol_report_reach(const zhol_reach *reach, const zhol_reach *base,
    const zhol_reach_view *view, zhol_buffer *out, zhol_error *err)
{
    zi_reach_sheet s = { .r = reach, .base = base, .view = view };
    zi_buffer text = zi_report_take_over(out);
    zhol_status status = open_sheet(&s, err), handed;

    if (status == ZHOL_OK) {
        switch (view->format) {
        case ZHOL_FORMAT_JSON:
            zi_reach_json(&s, &text);
            break;
        case ZHOL_FORMAT_CSV:
            status = zi_reach_csv(&s, &text, err);
            break;
        default:
            write_table(&s, &text);
            break;
        }
    }
    close_sheet(&s);
    handed = zi_report_hand_over(&text, out, status == ZHOL_OK ? err : NULL);
    return status == ZHOL_OK ? handed : status;
}
