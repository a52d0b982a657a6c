/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach` for programs. */
#include "report/reach.h"

#include <math.h>

#include "base/fail.h"
#include "report/report.h"

static const char *const by_words[ZHOL_N_REACH_BYS] = { "days", "usd" };

static const char *
spread_key(zhol_spread spread)
{
    static const char *const keys[ZHOL_N_SPREADS] = { "population", "even", "largest" };
    return keys[spread];
}

static void
limit_at(zhol_reach_by by, uint32_t i, double *x, double *limit)
{
    *x = by == ZHOL_REACH_BY_TIME ? i : (double) i * ZI_REACH_DOLLAR_STEP;
    *limit = by == ZHOL_REACH_BY_TIME ? 24.0 * i : *x;
}

static uint32_t
n_steps(zhol_reach_by by)
{
    return by == ZHOL_REACH_BY_TIME ? ZI_REACH_DAYS : ZI_REACH_DOLLARS;
}

/* Which number of a step: the share by means, or one of the draws'. */
typedef enum series {
    SERIES_MEAN,
    SERIES_CHANCE,
    SERIES_P10,
    SERIES_P50,
    SERIES_P90,
    N_SERIES
} series;

static const char *const series_words[N_SERIES] = { "points", "points_at_probability",
    "p10", "p50", "p90" };

static double
share_at(
    const zhol_reach *r, uint32_t figure, zhol_reach_by by, series which, double limit)
{
    static const double quantiles[N_SERIES] = { 0, 0, 0.1, 0.5, 0.9 };

    switch (which) {
    case SERIES_MEAN:
        return zhol_reach_within(r, (zhol_reach_figure) figure, by, limit);
    case SERIES_CHANCE:
        return zhol_reach_within(
            r, (zhol_reach_figure) figure, ZHOL_REACH_BY_CHANCE, limit);
    default:
        return zhol_reach_drawn(r, (zhol_reach_figure) figure, limit, quantiles[which]);
    }
}

static void
write_points(
    zi_json *j, const zhol_reach *r, uint32_t figure, zhol_reach_by by, series which)
{
    zi_json_key(j, series_words[which]);
    zi_json_begin_array_line(j);
    for (uint32_t i = 0; i <= n_steps(by); i++) {
        double x, limit;
        limit_at(by, i, &x, &limit);
        zi_json_begin_array(j);
        zi_json_number(j, x);
        zi_json_number(j, share_at(r, figure, by, which, limit));
        zi_json_end_array(j);
    }
    zi_json_end_array(j);
}

static void
write_curves(zi_json *j, const zi_reach_sheet *s, const zhol_reach *r)
{
    zi_json_key(j, "curves");
    zi_json_begin_array(j);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && zi_reach_shows(s, f); by++) {
            const bool is_drawn = r->drawn && by == ZHOL_REACH_BY_TIME;
            zi_json_begin_object(j);
            zi_json_key(j, "figure");
            zi_json_text(j, zi_reach_key((zhol_reach_figure) f));
            zi_json_key(j, "by");
            zi_json_text(j, by_words[by]);
            for (int k = 0; k < (is_drawn ? N_SERIES : 1); k++) {
                write_points(j, r, f, (zhol_reach_by) by, (series) k);
            }
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
}

static void
write_number(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    if (x < (double) INFINITY) {
        zi_json_number(j, x);
    } else {
        zi_json_null(j);
    }
}

static void
write_way(zi_json *j, const zhol_reach *r, const zhol_gateway *g)
{
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);

    zi_json_text(j, zi_report_place_id(r->world, g->place));
    write_number(j, "time_mean_h", g->time_h);
    write_number(j, "time_p10_h", g->time_p10_h);
    write_number(j, "time_p50_h", g->time_p50_h);
    write_number(j, "time_p90_h", g->time_p90_h);
    write_number(j, "cost_usd", g->cost_usd);
    write_number(j, "length_km", g->length_km);
    zi_json_key(j, "borders");
    zi_json_integer(j, g->n_borders);
    zi_json_key(j, "gauge_changes");
    zi_json_integer(j, g->n_gauge_changes);
    zi_json_key(j, "economies");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < g->n_economies; k++) {
        zi_json_text(j, zhol_world_text(r->world, economies[g->economies[k]].iso3));
    }
    zi_json_end_array(j);
}

static void
write_closed(zi_json *j, const zhol_reach *r, const zhol_gateway *g)
{
    const zhol_pass *passes = zhol_world_passes(r->world, NULL);

    zi_json_key(j, "closed_passes");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < g->n_closed; k++) {
        zi_json_text(j, zhol_world_text(r->world, passes[g->closed[k]].id));
    }
    zi_json_end_array(j);
}

static void
write_oceans(zi_json *j, const zhol_reach *r)
{
    zi_json_key(j, "oceans");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < r->n_gateways; i++) {
        const zhol_gateway *g = &r->gateways[i];
        zi_json_begin_object_line(j);
        zi_json_key(j, "ocean");
        zi_json_text(j, zhol_ocean_word(g->ocean));
        zi_json_key(j, "by");
        zi_json_text(j, by_words[g->by]);
        zi_json_key(j, "gateway");
        if (g->place == ZHOL_NO_ROW) {
            zi_json_null(j);
        } else {
            write_way(j, r, g);
        }
        write_closed(j, r, g);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

/* Of each economy the hours and dollars to half of its people, and its share. */
static void
write_economies(
    zi_json *j, const zi_reach_sheet *s, const zhol_reach *r, double *const *half)
{
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);

    zi_json_key(j, "economies");
    zi_json_begin_array(j);
    for (uint32_t e = 0; e < s->n_economies; e++) {
        if (s->gdp[e] <= 0 || !zi_reach_asks(s, half, e)) {
            continue;
        }
        zi_json_begin_object_line(j);
        zi_json_key(j, "iso3");
        zi_json_text(j, zhol_world_text(r->world, economies[e].iso3));
        write_number(j, "gdp_ppp_share", s->gdp[e]);
        write_number(j, "half_time_mean_h", half[ZHOL_REACH_BY_TIME][e]);
        write_number(j, "half_cost_usd", half[ZHOL_REACH_BY_COST][e]);
        if (r->drawn) {
            write_number(j, "half_time_at_probability_h", half[ZHOL_REACH_BY_CHANCE][e]);
        }
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

void
zi_reach_coverage_json(
    const zhol_reach_source *sources, uint32_t figures, zhol_spread spread, zi_json *j)
{
    zi_json_key(j, "spread");
    zi_json_text(j, spread_key(spread));
    zi_json_key(j, "coverage");
    zi_json_begin_array(j);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const zhol_reach_source *s = &sources[f];
        if (!zi_reach_knows(sources, figures, f)) {
            continue;
        }
        zi_json_begin_object_line(j);
        zi_json_key(j, "figure");
        zi_json_text(j, zi_reach_key((zhol_reach_figure) f));
        zi_json_key(j, "year");
        zi_json_integer(j, s->year);
        zi_json_key(j, "vintage");
        zi_json_text(j, s->vintage);
        zi_json_key(j, "economies");
        zi_json_integer(j, s->n_economies);
        write_number(j, "total", s->total);
        write_number(j, "gdp_share_covered", s->coverage);
        write_number(j, "share_with_a_place", s->placed);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

/* The one step of --within. */
static void
write_within(zi_json *j, const zi_reach_sheet *s, const zhol_reach *r)
{
    const zhol_reach_by by = s->view->within_by;
    const bool is_time = by == ZHOL_REACH_BY_TIME;

    zi_json_key(j, "within");
    zi_json_begin_array(j);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (!zi_reach_shows(s, f)) {
            continue;
        }
        zi_json_begin_object_line(j);
        zi_json_key(j, "figure");
        zi_json_text(j, zi_reach_key((zhol_reach_figure) f));
        zi_json_key(j, "by");
        zi_json_text(j, by_words[by]);
        write_number(j, "limit", s->view->within / (is_time ? 24 : 1));
        for (int k = 0; k < (r->drawn && is_time ? N_SERIES : 1); k++) {
            write_number(j,
                k == SERIES_MEAN     ? "share"
                : k == SERIES_CHANCE ? "share_at_probability"
                                     : series_words[k],
                share_at(r, f, by, (series) k, s->view->within));
        }
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_head(zi_json *j, const zhol_reach *r)
{
    zi_json_key(j, "from");
    zi_json_text(j, zi_reach_name(r));
    zi_json_key(j, "year");
    zi_json_integer(j, r->year);
    zi_json_key(j, "data_year");
    zi_json_integer(j, zhol_world_data_year(r->world));
    zi_json_key(j, "draws");
    zi_json_integer(j, r->query.n_draws);
    zi_json_key(j, "seed");
    zi_json_integer(j, (int64_t) r->query.seed);
    if (r->drawn) {
        write_number(j, "probability", r->query.probability);
    }
    zi_json_key(j, "starts");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < r->n_starts; i++) {
        zi_json_begin_object_line(j);
        zi_json_key(j, "place");
        zi_json_text(j, zi_report_place_id(r->world, r->starts[i]));
        write_number(j, "weight", r->start_weights[i]);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_reach(zi_json *j, const zi_reach_sheet *s, const zhol_reach *r, double *const *half)
{
    write_head(j, r);
    if (s->view->within > 0) {
        write_within(j, s, r);
    }
    write_curves(j, s, r);
    write_oceans(j, r);
    write_economies(j, s, r, half);
    zi_reach_coverage_json(s->r->sources, s->view->figures, s->r->query.spread, j);
}

static void
write_total(zi_json *j, const zi_reach_sheet *s)
{
    const zi_reach_total time = zi_reach_add_up(s, ZHOL_REACH_BY_TIME);
    const zi_reach_total cost = zi_reach_add_up(s, ZHOL_REACH_BY_COST);

    zi_json_key(j, "total");
    zi_json_begin_object_line(j);
    zi_json_key(j, "economies");
    zi_json_integer(j, time.n);
    zi_json_key(j, "economies_lost");
    zi_json_integer(j, time.n_lost);
    zi_json_key(j, "economies_new");
    zi_json_integer(j, time.n_new);
    write_number(j, "gdp_ppp_share", time.share);
    write_number(j, "half_time_mean_h", time.now);
    write_number(j, "change_h", time.now - time.before);
    write_number(j, "half_cost_usd", cost.now);
    write_number(j, "change_usd", cost.now - cost.before);
    zi_json_end_object(j);
}

static void
write_changes(zi_json *j, const zi_reach_sheet *s)
{
    const zhol_economy *economies = zhol_world_economies(s->r->world, NULL);

    zi_json_key(j, "changes");
    zi_json_begin_object(j);
    write_total(j, s);
    zi_json_key(j, "economies");
    zi_json_begin_array(j);
    for (uint32_t e = 0; e < s->n_economies; e++) {
        const double h = s->half[ZHOL_REACH_BY_TIME][e];
        const double h_before = s->base_half[ZHOL_REACH_BY_TIME][e];
        const double usd = s->half[ZHOL_REACH_BY_COST][e];
        const double usd_before = s->base_half[ZHOL_REACH_BY_COST][e];
        if (!(h < (double) INFINITY && h_before < (double) INFINITY)
            || !zi_reach_asks(s, s->half, e)) {
            continue; /* new or lost: a time is null in one of the lists */
        }
        zi_json_begin_object_line(j);
        zi_json_key(j, "iso3");
        zi_json_text(j, zhol_world_text(s->r->world, economies[e].iso3));
        write_number(j, "change_h", h - h_before);
        write_number(j, "change_usd", usd - usd_before);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
}

void
zi_reach_json(const zi_reach_sheet *s, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.reach/1");
    write_reach(&j, s, s->r, s->half);
    if (s->base) {
        write_changes(&j, s);
        zi_json_key(&j, "compared_with");
        zi_json_begin_object(&j);
        write_reach(&j, s, s->base, s->base_half);
        zi_json_end_object(&j);
    }
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

/* CSV */

static void
write_cell(zi_buffer *out, bool is_there, double x)
{
    zi_buffer_text(out, ",");
    if (is_there && x < (double) INFINITY) {
        zi_report_csv_number(out, x);
    }
}

static void
write_curve_row(const zi_reach_sheet *s, uint32_t figure, zhol_reach_by by, double limit,
    zi_buffer *out)
{
    const bool is_drawn = s->r->drawn && by == ZHOL_REACH_BY_TIME;

    zi_buffer_format(
        out, "%s,%s,", zi_reach_key((zhol_reach_figure) figure), by_words[by]);
    zi_report_csv_number(out, limit / (by == ZHOL_REACH_BY_TIME ? 24 : 1));
    write_cell(out, true, share_at(s->r, figure, by, SERIES_MEAN, limit));
    write_cell(
        out, s->base, s->base ? share_at(s->base, figure, by, SERIES_MEAN, limit) : 0);
    for (int k = SERIES_CHANCE; k < N_SERIES; k++) {
        write_cell(
            out, is_drawn, is_drawn ? share_at(s->r, figure, by, (series) k, limit) : 0);
    }
    zi_buffer_text(out, "\n");
}

static void
write_curve_rows(
    const zi_reach_sheet *s, uint32_t figure, zhol_reach_by by, zi_buffer *out)
{
    double x, limit;

    for (uint32_t i = 0; i <= n_steps(by); i++) {
        limit_at(by, i, &x, &limit);
        write_curve_row(s, figure, by, limit, out);
    }
}

/* All steps, or the one of --within. */
static void
curves_csv(const zi_reach_sheet *s, zi_buffer *out)
{
    const zhol_reach_view *v = s->view;

    zi_buffer_text(out, "figure,by,limit,share,share_compared_with,share_at_probability,"
                        "p10,p50,p90\n");
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (!zi_reach_shows(s, f)) {
            continue;
        }
        if (v->within > 0) {
            write_curve_row(s, f, v->within_by, v->within, out);
            continue;
        }
        for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
            write_curve_rows(s, f, (zhol_reach_by) by, out);
        }
    }
}

/* With a base: what was the way before. */
static void
write_way_before(const zi_reach_sheet *s, uint32_t i, zi_buffer *out)
{
    const zhol_gateway *g =
        s->base && i < s->base->n_gateways ? &s->base->gateways[i] : NULL;
    const bool is_there = g && g->place != ZHOL_NO_ROW;

    zi_buffer_format(
        out, ",%s", is_there ? zi_report_place_id(s->base->world, g->place) : "");
    write_cell(out, is_there, is_there ? g->time_h : 0);
    write_cell(out, is_there, is_there ? g->cost_usd : 0);
}

static void
oceans_csv(const zi_reach_sheet *s, zi_buffer *out)
{
    zi_buffer_text(out, "ocean,by,gateway,time_mean_h,time_p10_h,time_p50_h,time_p90_h,"
                        "cost_usd,length_km,borders,gauge_changes,gateway_compared_with,"
                        "time_compared_with_h,cost_compared_with_usd\n");
    for (uint32_t i = 0; i < s->r->n_gateways; i++) {
        const zhol_gateway *g = &s->r->gateways[i];
        const bool is_there = g->place != ZHOL_NO_ROW;
        zi_buffer_format(out, "%s,%s,%s", zhol_ocean_word(g->ocean), by_words[g->by],
            is_there ? zi_report_place_id(s->r->world, g->place) : "");
        write_cell(out, is_there, g->time_h);
        write_cell(out, is_there, g->time_p10_h);
        write_cell(out, is_there, g->time_p50_h);
        write_cell(out, is_there, g->time_p90_h);
        write_cell(out, is_there, g->cost_usd);
        write_cell(out, is_there, g->length_km);
        write_cell(out, is_there, g->n_borders);
        write_cell(out, is_there, g->n_gauge_changes);
        write_way_before(s, i, out);
        zi_buffer_text(out, "\n");
    }
}

static void
economies_csv(const zi_reach_sheet *s, zi_buffer *out)
{
    const zhol_economy *economies = zhol_world_economies(s->r->world, NULL);

    zi_buffer_text(out, "iso3,gdp_ppp_share,half_time_mean_h,half_cost_usd,"
                        "half_time_at_probability_h,half_time_compared_with_h,"
                        "half_cost_compared_with_usd\n");
    for (uint32_t e = 0; e < s->n_economies; e++) {
        if (s->gdp[e] <= 0 || !zi_reach_asks(s, s->half, e)) {
            continue;
        }
        zi_buffer_text(out, zhol_world_text(s->r->world, economies[e].iso3));
        write_cell(out, true, s->gdp[e]);
        write_cell(out, true, s->half[ZHOL_REACH_BY_TIME][e]);
        write_cell(out, true, s->half[ZHOL_REACH_BY_COST][e]);
        write_cell(out, s->r->drawn, s->half[ZHOL_REACH_BY_CHANCE][e]);
        write_cell(out, s->base, s->base ? s->base_half[ZHOL_REACH_BY_TIME][e] : 0);
        write_cell(out, s->base, s->base ? s->base_half[ZHOL_REACH_BY_COST][e] : 0);
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zi_reach_csv(const zi_reach_sheet *s, zi_buffer *out, zhol_error *err)
{
    switch (s->view->parts) {
    case 0:
        curves_csv(s, out);
        return ZHOL_OK;
    case ZHOL_REACH_PART_OCEANS:
        oceans_csv(s, out);
        return ZHOL_OK;
    case ZHOL_REACH_PART_ECONOMIES:
        economies_csv(s, out);
        return ZHOL_OK;
    default:
        return zi_fail(
            err, ZHOL_USAGE, "one table of CSV holds oceans or economies, not both");
    }
}
