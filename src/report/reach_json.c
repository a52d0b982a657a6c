/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach` for programs. */
#include "report/reach.h"

#include <math.h>

#include "report/report.h"

static const char *const by_words[ZHOL_N_REACH_BYS] = { "days", "usd" };

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

static void
write_curves(zi_json *j, const zhol_reach *r)
{
    zi_json_key(j, "curves");
    zi_json_begin_array(j);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && r->sources[f].vintage; by++) {
            zi_json_begin_object(j);
            zi_json_key(j, "figure");
            zi_json_text(j, zi_reach_key((zhol_reach_figure) f));
            zi_json_key(j, "by");
            zi_json_text(j, by_words[by]);
            zi_json_key(j, "points");
            zi_json_begin_array_line(j);
            for (uint32_t i = 0; i <= n_steps((zhol_reach_by) by); i++) {
                double x, limit;
                limit_at((zhol_reach_by) by, i, &x, &limit);
                zi_json_begin_array(j);
                zi_json_number(j, x);
                zi_json_number(j, zhol_reach_within(r, (zhol_reach_figure) f,
                                      (zhol_reach_by) by, limit));
                zi_json_end_array(j);
            }
            zi_json_end_array(j);
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
}

static void
write_oceans(zi_json *j, const zhol_reach *r)
{
    const zhol_economy *economies = zhol_world_economies(r->world, NULL);

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
            zi_json_end_object(j);
            continue;
        }
        zi_json_text(j, zi_report_place_id(r->world, g->place));
        zi_json_key(j, "time_mean_h");
        zi_json_number(j, g->time_h);
        zi_json_key(j, "cost_usd");
        zi_json_number(j, g->cost_usd);
        zi_json_key(j, "length_km");
        zi_json_number(j, g->length_km);
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
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

/* Of each economy the hours and dollars to half of it, and its share of the world. */
static double
half_of(const zhol_reach *r, zhol_reach_by by, zhol_ref economy)
{
    const zhol_place *places = zhol_world_places(r->world, NULL);
    const double whole =
        zhol_reach_economy(r, ZHOL_REACH_PEOPLE, by, (double) INFINITY, economy);
    double best = (double) INFINITY;

    for (uint32_t i = 0; i < r->n_points; i++) {
        const double limit = r->points[i].limit[by];
        if (places[r->points[i].place].economy == economy && limit < best
            && zhol_reach_economy(r, ZHOL_REACH_PEOPLE, by, limit, economy)
                   >= whole / 2) {
            best = limit;
        }
    }
    return best;
}

static void
write_limit(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    if (x < (double) INFINITY) {
        zi_json_number(j, x);
    } else {
        zi_json_null(j);
    }
}

static void
write_economies(zi_json *j, const zhol_reach *r)
{
    uint32_t n;
    const zhol_economy *economies = zhol_world_economies(r->world, &n);

    zi_json_key(j, "economies");
    zi_json_begin_array(j);
    for (uint32_t e = 0; e < n; e++) {
        const double share = zhol_reach_economy(
            r, ZHOL_REACH_GDP_PPP, ZHOL_REACH_BY_TIME, (double) INFINITY, e);
        if (share <= 0) {
            continue;
        }
        zi_json_begin_object_line(j);
        zi_json_key(j, "iso3");
        zi_json_text(j, zhol_world_text(r->world, economies[e].iso3));
        zi_json_key(j, "gdp_ppp_share");
        zi_json_number(j, share);
        write_limit(j, "half_time_mean_h", half_of(r, ZHOL_REACH_BY_TIME, e));
        write_limit(j, "half_cost_usd", half_of(r, ZHOL_REACH_BY_COST, e));
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_sources(zi_json *j, const zhol_reach *r)
{
    zi_json_key(j, "coverage");
    zi_json_begin_array(j);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        const zhol_reach_source *s = &r->sources[f];
        if (!s->vintage) {
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
        zi_json_key(j, "total");
        zi_json_number(j, s->total);
        zi_json_key(j, "gdp_share_covered");
        zi_json_number(j, s->coverage);
        zi_json_key(j, "share_with_a_place");
        zi_json_number(j, s->placed);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_reach(zi_json *j, const zhol_reach *r)
{
    zi_json_key(j, "from");
    zi_json_text(j, zi_reach_name(r));
    zi_json_key(j, "year");
    zi_json_integer(j, r->year);
    zi_json_key(j, "data_year");
    zi_json_integer(j, zhol_world_data_year(r->world));
    zi_json_key(j, "starts");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < r->n_starts; i++) {
        zi_json_begin_object_line(j);
        zi_json_key(j, "place");
        zi_json_text(j, zi_report_place_id(r->world, r->starts[i]));
        zi_json_key(j, "weight");
        zi_json_number(j, r->start_weights[i]);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    write_curves(j, r);
    write_oceans(j, r);
    write_economies(j, r);
    write_sources(j, r);
}

void
zi_reach_json(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.reach/1");
    write_reach(&j, r);
    if (base) {
        zi_json_key(&j, "compared_with");
        zi_json_begin_object(&j);
        write_reach(&j, base);
        zi_json_end_object(&j);
    }
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

void
zi_reach_csv(const zhol_reach *r, const zhol_reach *base, zi_buffer *out)
{
    zi_buffer_text(out, "figure,by,limit,share,share_compared_with\n");
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        for (uint32_t by = 0; by < ZHOL_N_REACH_BYS && r->sources[f].vintage; by++) {
            for (uint32_t i = 0; i <= n_steps((zhol_reach_by) by); i++) {
                double x, limit;
                limit_at((zhol_reach_by) by, i, &x, &limit);
                zi_buffer_format(out, "%s,%s,%.0f,", zi_reach_key((zhol_reach_figure) f),
                    by_words[by], x);
                zi_report_csv_number(out, zhol_reach_within(r, (zhol_reach_figure) f,
                                              (zhol_reach_by) by, limit));
                zi_buffer_text(out, ",");
                if (base) {
                    zi_report_csv_number(
                        out, zhol_reach_within(
                                 base, (zhol_reach_figure) f, (zhol_reach_by) by, limit));
                }
                zi_buffer_text(out, "\n");
            }
        }
    }
}
