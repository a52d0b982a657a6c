/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach` for people. */
#include "report/reach.h"

#include <math.h>
#include <stdio.h>

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
zi_reach_name(const zhol_reach *r)
{
    const zhol_scope from = r->query.from;

    return from.kind == ZHOL_SCOPE_PLACE
               ? zi_report_place_name(r->world, from.ref)
               : zhol_world_text(
                   r->world, zhol_world_economies(r->world, NULL)[from.ref].name_en);
}

static bool
is_known(const zhol_reach *r, uint32_t figure)
{
    return r->sources[figure].vintage != NULL;
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
        zi_buffer_format(
            out, "the average of its %u cities, weighted by their people\n", r->n_starts);
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

static void
write_steps(const zhol_reach *r, const zhol_reach *base, zhol_reach_by by,
    const double *steps, uint32_t n, zi_buffer *out)
{
    const double unit = by == ZHOL_REACH_BY_TIME ? day_h : 1;
    zi_grid g;
    char text[48];

    zi_grid_begin(&g, "rrrrrrr");
    zi_grid_cell(&g, "%s", by == ZHOL_REACH_BY_TIME ? "days" : "USD");
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        zi_grid_cell(&g, "%s %%", zi_reach_words((zhol_reach_figure) f));
    }
    zi_grid_cell(&g, "people, bn");
    for (uint32_t i = 0; i < n; i++) {
        const double limit = steps[i] * unit;
        zi_grid_cell(&g, "%s", zi_grid_number(steps[i], 0, text));
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            const zhol_reach_figure figure = (zhol_reach_figure) f;
            if (is_known(r, f)) {
                write_share(&g, zhol_reach_within(r, figure, by, limit),
                    base ? zhol_reach_within(base, figure, by, limit) : 0, base != NULL);
            } else {
                zi_grid_cell(&g, "no data");
            }
        }
        zi_grid_cell(&g, "%.2f",
            zhol_reach_within(r, ZHOL_REACH_PEOPLE, by, limit)
                * r->sources[ZHOL_REACH_PEOPLE].total / 1e9);
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
write_thresholds(const zhol_reach *r, zi_buffer *out)
{
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
            if (!is_known(r, f)) {
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
        for (int k = 0; k < 6; k++) {
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
    zi_grid_cell(g, "%s", zi_grid_number(10 * round(gate->cost_usd / 10), 0, text));
    zi_grid_cell(g, "%s", zi_grid_number(gate->length_km, 0, text));
    zi_grid_cell(g, "%u", gate->n_borders);
    zi_grid_cell(g, "%u", gate->n_gauge_changes);
    write_economies(g, r, gate);
}

static void
write_oceans(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    static const char *const head[] = { "ocean or sea", "way", "best port", "days", "USD",
        "km", "borders", "gauge changes", "through" };
    zi_grid g;

    zi_grid_begin(&g, "lllrrrrrl");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < r->n_gateways; i++) {
        write_gateway(&g, r, i, base);
    }
    zi_grid_end(&g, out);
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

static void
write_coast(zi_grid *g, const zhol_reach *r, const char *name, uint32_t oceans)
{
    zi_grid_cell(g, "%s", name);
    zi_grid_cell(g, "%.1f",
        100
            * zhol_reach_coast(
                r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, (double) INFINITY, oceans));
    for (uint32_t i = 0; i < N_AREA_DAYS; i++) {
        zi_grid_cell(g, "%.1f",
            100
                * zhol_reach_coast(r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME,
                    area_days[i] * day_h, oceans));
    }
}

static void
write_coasts(const zhol_reach *r, zi_buffer *out)
{
    const uint32_t oceans = zhol_reach_oceans(r->world);
    zi_grid g;

    begin_areas(&g, "economies with a port on");
    for (uint32_t ocean = 1; ocean < ZHOL_N_OCEANS; ocean++) {
        if (oceans >> ocean & 1U) {
            write_coast(&g, r, zhol_ocean_word(ocean), 1U << ocean);
        }
    }
    write_coast(&g, r, "any of them (they overlap)", oceans);
    zi_grid_end(&g, out);
}

static void
write_coverage(const zhol_reach *r, zi_buffer *out)
{
    char text[48];
    zi_grid g;

    zi_grid_begin(&g, "lrlrrrr");
    static const char *const head[] = { "figure", "year", "vintage", "economies",
        "world total", "of world GDP %", "with a place %" };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const zhol_reach_source *s = &r->sources[f];
        if (s->vintage) {
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
write_table(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    static const double days[] = { 5, 10, 15, 20, 25, 30, 40, 50, 60 };
    static const double dollars[] = { 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10000,
        15000 };

    write_head(r, base, out);
    zi_buffer_text(out, "\nShare of the world within so many days\n");
    write_steps(r, base, ZHOL_REACH_BY_TIME, days, 9, out);
    zi_buffer_text(out, "\nShare of the world for so many dollars\n");
    write_steps(r, base, ZHOL_REACH_BY_COST, dollars, 9, out);
    zi_buffer_text(out, "\n");
    write_thresholds(r, out);
    zi_buffer_format(out, "\nOceans and seas from %s\n",
        r->n_gateways > 0 && r->gateways[0].n_economies > 0 && r->n_starts > 1
            ? "its largest city"
            : zi_reach_name(r));
    write_oceans(r, base, out);
    zi_buffer_text(out, "\n");
    write_regions(r, out);
    zi_buffer_text(out, "\n");
    write_coasts(r, out);
    zi_buffer_text(out,
        "\nWhat the shares are of (an economy's figure is spread over its "
        "cities by their people)\n");
    write_coverage(r, out);
}

zhol_status
zhol_report_reach(const zhol_reach *reach, const zhol_reach *base,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);

    switch (options->format) {
    case ZHOL_FORMAT_JSON:
        zi_reach_json(reach, base, &text);
        break;
    case ZHOL_FORMAT_CSV:
        zi_reach_csv(reach, base, &text);
        break;
    default:
        write_table(reach, base, &text);
        break;
    }
    return zi_report_hand_over(&text, out, err);
}
