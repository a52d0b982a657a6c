/* SPDX-License-Identifier: Apache-2.0 */
/* Computations on what is reached: shares, days, oceans. Each is asked of the default
 * consignment and its draws, and of other goods. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "math/quantile.h"
#include "net/words.h"
#include "report/claims.h"
#include "report/figures.h"
#include "report/reach.h"

/* What one check asks, read from its arguments. */
typedef struct question {
    const zi_check_run *run;
    zhol_ref place;
    zhol_reach_figure figure;
    uint32_t year, before; /* of networks; before: of a gain */
    double number;         /* days or percent */
    bool is_people;
} question;

/* A figure of one consignment. */
typedef struct answer {
    bool is_known;
    double value;
} answer;

typedef zhol_status ask(
    const question *q, uint32_t goods, bool is_drawn, answer *out, zhol_error *err);

static const double unit_h = 24;

static zhol_status
read_figure(
    const zi_check_run *run, uint32_t argument, zhol_reach_figure *out, zhol_error *err)
{
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (strcmp(run->argument[argument], zi_reach_key((zhol_reach_figure) f)) == 0) {
            *out = (zhol_reach_figure) f;
            return ZHOL_OK;
        }
    }
    return zi_check_complain(run, err,
        "'%s' is no figure: gdp_ppp, gdp_nominal, population, imports, consumption",
        run->argument[argument]);
}

void
zi_check_rest_on_link(const zi_check_run *run, zhol_ref link, zi_finding *out)
{
    if (link != ZHOL_NO_ROW) {
        zi_finding_rests_on(
            out, "links", link, &zhol_world_links(run->w, NULL)[link].origin);
    }
}

/* The figure of China, or of the largest economy, in the series that was used. */
static void
rest_on_series(const zi_check_run *run, const zhol_reach_source *s, zi_finding *out)
{
    const zi_figure_set set = { s->indicator, s->vintage ? s->vintage : "", s->year };
    const zi_figure_sum sum = zi_figures_add(run->w, &set, NULL);

    if (sum.largest != ZHOL_NO_ROW) {
        zi_finding_rests_on(out, "figures", sum.largest,
            &zhol_world_figures(run->w, NULL)[sum.largest].origin);
    }
}

static void
write_command(const question *q, uint32_t year, bool is_drawn, zi_finding *out)
{
    zi_buffer_format(&out->command, "zhol reach %s --year %u --figures-year %u%s",
        q->run->argument[0], year, zhol_world_data_year(q->run->w),
        is_drawn ? " --probability 0.5" : "");
}

static zhol_status
reach_of(const question *q, uint32_t year, uint32_t goods, bool is_drawn,
    const zhol_reach **out, zhol_error *err)
{
    const zi_claims_asked asked = {
        .place = q->place, .year = year, .goods = goods, .is_drawn = is_drawn
    };

    return zi_claims_reach(q->run, &asked, out, err);
}

/* Reads PLACE and the year at an argument. */
static zhol_status
begin(const zi_check_run *run, uint32_t year_at, question *q, zhol_error *err)
{
    zhol_status status;

    *q = (question){ .run = run, .figure = ZHOL_REACH_PEOPLE };
    status = zhol_world_find_place(run->w, run->argument[0], &q->place, err);
    return status == ZHOL_OK ? zi_check_year(run, year_at, &q->year, err) : status;
}

/* The figure by means, and of the other goods. A place may be out of their reach. */
static zhol_status
ask_all(const question *q, bool is_drawn, ask *one, zi_finding *out, zhol_error *err)
{
    answer a = { false, 0 };
    zhol_status status = one(q, 0, is_drawn, &a, err);

    out->is_known = a.is_known;
    out->value = a.value;
    out->has_others = true;
    for (uint32_t k = 0; k < ZI_CLAIMS_N_OTHER_GOODS && status == ZHOL_OK; k++) {
        zhol_error none = { "" };
        a = (answer){ false, 0 };
        status = one(q, k + 1, false, &a, &none);
        if (status == ZHOL_NONE) {
            status = ZHOL_OK;
        } else if (status != ZHOL_OK) {
            return zi_fail(err, status, "%s", none.message);
        }
        out->other[k].is_known = a.is_known;
        out->other[k].value = a.value;
    }
    return status;
}

/* Shares */

static zhol_status
ask_share(const question *q, uint32_t goods, bool is_drawn, answer *out, zhol_error *err)
{
    const zhol_reach *r = NULL;
    const zhol_status status = reach_of(q, q->year, goods, is_drawn, &r, err);

    if (status == ZHOL_OK) {
        const zhol_reach_source *s = &r->sources[q->figure];
        const double share =
            zhol_reach_within(r, q->figure, ZHOL_REACH_BY_TIME, unit_h * q->number);
        out->is_known = s->vintage != NULL;
        out->value = q->is_people ? share * s->total / 1e9 : 100 * share;
    }
    return status;
}

/* PLACE;FIGURE;YEAR;DAYS, in percent; of `reach_people` billions */
static zhol_status
run_reach(const zi_check_run *run, bool is_people, zi_finding *out, zhol_error *err)
{
    const zhol_reach *r = NULL;
    question q;
    zhol_status status = begin(run, is_people ? 1 : 2, &q, err);

    q.is_people = is_people;
    if (status == ZHOL_OK && !is_people) {
        status = read_figure(run, 1, &q.figure, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, is_people ? 2 : 3, &q.number, err);
    }
    if (status == ZHOL_OK) {
        status = ask_all(&q, true, ask_share, out, err);
    }
    if (status == ZHOL_OK) {
        status = reach_of(&q, q.year, 0, true, &r, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    const zhol_reach_source *s = &r->sources[q.figure];
    const double unit = is_people ? s->total / 1e9 : 100;
    out->has_range = out->is_known;
    out->p10 = unit * zhol_reach_drawn(r, q.figure, unit_h * q.number, 0.1);
    out->p90 = unit * zhol_reach_drawn(r, q.figure, unit_h * q.number, 0.9);
    out->decimals = is_people ? 2 : 1;
    zi_buffer_format(&out->text, "within %g days, network of %u; figures of %s, %u",
        q.number, q.year, s->vintage ? s->vintage : "none", s->year);
    rest_on_series(run, s, out);
    write_command(&q, q.year, true, out);
    return ZHOL_OK;
}

static zhol_status
run_reach_share(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    return run_reach(run, false, out, err);
}

static zhol_status
run_reach_people(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    return run_reach(run, true, out, err);
}

static zhol_status
ask_days(const question *q, uint32_t goods, bool is_drawn, answer *out, zhol_error *err)
{
    const zhol_reach *r = NULL;
    const zhol_status status = reach_of(q, q->year, goods, is_drawn, &r, err);

    if (status == ZHOL_OK) {
        const double at =
            zhol_reach_at(r, q->figure, ZHOL_REACH_BY_TIME, q->number / 100);
        out->is_known = r->sources[q->figure].vintage && at < (double) INFINITY;
        out->value = out->is_known ? at / unit_h : 0;
    }
    return status;
}

/* PLACE;FIGURE;YEAR;PERCENT */
static zhol_status
run_reach_days(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_reach *r = NULL;
    question q;
    zhol_status status = begin(run, 2, &q, err);

    if (status == ZHOL_OK) {
        status = read_figure(run, 1, &q.figure, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_number(run, 3, &q.number, err);
    }
    if (status == ZHOL_OK) {
        status = ask_all(&q, true, ask_days, out, err);
    }
    if (status == ZHOL_OK) {
        status = reach_of(&q, q.year, 0, true, &r, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    out->p10 = zhol_reach_drawn_at(r, q.figure, q.number / 100, 0.1) / unit_h;
    out->p90 = zhol_reach_drawn_at(r, q.figure, q.number / 100, 0.9) / unit_h;
    out->has_range = out->is_known && out->p90 < (double) INFINITY;
    out->decimals = 1;
    zi_buffer_format(&out->text, "days to %g %% of the world's %s, network of %u",
        q.number, zi_reach_words(q.figure), q.year);
    rest_on_series(run, &r->sources[q.figure], out);
    write_command(&q, q.year, true, out);
    return ZHOL_OK;
}

/* Oceans */

static const zhol_gateway *
gateway_of(const zhol_reach *r, const char *ocean, size_t length)
{
    for (uint32_t i = 0; i < r->n_gateways; i++) {
        const zhol_gateway *g = &r->gateways[i];
        const char *word = zhol_ocean_word(g->ocean);
        if (g->by == ZHOL_REACH_BY_TIME && g->place != ZHOL_NO_ROW
            && strlen(word) == length && strncmp(word, ocean, length) == 0) {
            return g;
        }
    }
    return NULL;
}

/* The gateways of OCEAN+OCEAN; NULL where an ocean is not reached. */
static uint32_t
find_gateways(
    const zhol_reach *r, const char *list, const zhol_gateway *out[ZHOL_N_OCEANS])
{
    uint32_t n = 0;

    while (*list && n < ZHOL_N_OCEANS) {
        const size_t length = strcspn(list, "+");
        out[n++] = gateway_of(r, list, length);
        list += length + (list[length] == '+');
    }
    return n;
}

/* Hours until all of them are reached, by means (draw UINT32_MAX) or in a draw; -1: one
 * is not. */
static double
all_h(const zhol_gateway *const *gates, uint32_t n, uint32_t draw)
{
    double most = n > 0 ? 0 : -1;

    for (uint32_t i = 0; i < n; i++) {
        if (!gates[i]) {
            return -1;
        }
        most =
            fmax(most, draw == UINT32_MAX ? gates[i]->time_h : gates[i]->drawn_h[draw]);
    }
    return most;
}

/* P10 and P90 of hours, or of hours saved, over joint draws: the same luck in both. */
static zhol_status
fill_range(const zhol_reach *r, const zhol_reach *before, const char *list,
    zi_finding *out, zhol_error *err)
{
    const zhol_gateway *now[ZHOL_N_OCEANS], *then[ZHOL_N_OCEANS];
    const uint32_t n = find_gateways(r, list, now), n_draws = r->query.n_draws;
    const uint32_t n_then = before ? find_gateways(before, list, then) : 0;
    double *days;

    if (!out->is_known) {
        return ZHOL_OK;
    }
    days = ZI_NEW(double, n_draws);
    if (!days) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the check");
    }
    for (uint32_t d = 0; d < n_draws; d++) {
        days[d] = all_h(now, n, d) / unit_h;
        days[d] = before ? all_h(then, n_then, d) / unit_h - days[d] : days[d];
    }
    zi_quantile_sort(days, n_draws);
    out->p10 = zi_quantile(days, n_draws, 0.1);
    out->p90 = zi_quantile(days, n_draws, 0.9);
    out->has_range = true;
    zi_free(days);
    return ZHOL_OK;
}

/* Days to all the oceans of the second argument; of a gain, days saved. */
static zhol_status
ask_oceans(const question *q, uint32_t goods, bool is_drawn, answer *out, zhol_error *err)
{
    const zhol_gateway *gates[ZHOL_N_OCEANS];
    const zhol_reach *r = NULL;
    const char *list = q->run->argument[1];
    zhol_status status = reach_of(q, q->year, goods, is_drawn, &r, err);

    if (status != ZHOL_OK) {
        return status;
    }
    const double now = all_h(gates, find_gateways(r, list, gates), UINT32_MAX);
    double before = 0;
    if (q->before) {
        status = reach_of(q, q->before, goods, is_drawn, &r, err);
        if (status == ZHOL_OK) {
            before = all_h(gates, find_gateways(r, list, gates), UINT32_MAX);
        }
    }
    out->is_known = status == ZHOL_OK && now >= 0 && before >= 0;
    out->value = !out->is_known ? 0 : (q->before ? before - now : now) / unit_h;
    return status;
}

static void
tell_gateway(const zi_check_run *run, const zhol_gateway *g, zi_finding *out)
{
    const zhol_economy *economies = zhol_world_economies(run->w, NULL);

    zi_buffer_format(&out->text, "by %s: %u borders, %u gauge changes, through",
        zi_report_place_name(run->w, g->place), g->n_borders, g->n_gauge_changes);
    for (uint32_t i = 0; i < g->n_economies; i++) {
        zi_buffer_format(
            &out->text, " %s", zhol_world_text(run->w, economies[g->economies[i]].iso3));
    }
}

/* PLACE;OCEAN;YEAR */
static zhol_status
run_ocean_days(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_reach *r = NULL;
    const zhol_gateway *g = NULL;
    question q;
    zhol_status status = begin(run, 2, &q, err);

    if (status == ZHOL_OK) {
        status = ask_all(&q, false, ask_oceans, out, err);
    }
    if (status == ZHOL_OK) {
        status = reach_of(&q, q.year, 0, false, &r, err);
    }
    if (status == ZHOL_OK) {
        status = fill_range(r, NULL, run->argument[1], out, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    out->decimals = 1;
    g = gateway_of(r, run->argument[1], strlen(run->argument[1]));
    if (g) {
        tell_gateway(run, g, out);
        zi_check_rest_on_link(run, g->last_link, out);
    } else {
        zi_buffer_format(&out->text, "no port of '%s' is reached", run->argument[1]);
    }
    write_command(&q, q.year, false, out);
    return ZHOL_OK;
}

/* "pacific 5.6 d by Tianjin, atlantic not reached"; the figure rests on the last one. */
static void
tell_oceans(const zi_check_run *run, const zhol_reach *r, zi_finding *out)
{
    const zhol_gateway *gates[ZHOL_N_OCEANS];
    const uint32_t n = find_gateways(r, run->argument[1], gates);
    const char *list = run->argument[1];
    double most = -1;

    for (uint32_t i = 0; i < n; i++) {
        const size_t length = strcspn(list, "+");
        zi_buffer_format(&out->text, "%s%.*s ", i > 0 ? ", " : "", (int) length, list);
        list += length + (list[length] == '+');
        if (!gates[i]) {
            zi_buffer_text(&out->text, "not reached");
            continue;
        }
        zi_buffer_format(&out->text, "%.1f d by %s", gates[i]->time_h / unit_h,
            zi_report_place_name(run->w, gates[i]->place));
        if (gates[i]->time_h > most) {
            most = gates[i]->time_h;
            zi_check_rest_on_link(run, gates[i]->last_link, out);
        }
    }
}

/* PLACE;OCEAN+OCEAN;YEAR: days within which all of them are reached */
static zhol_status
run_all_oceans(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_reach *r = NULL;
    question q;
    zhol_status status = begin(run, 2, &q, err);

    if (status == ZHOL_OK) {
        status = ask_all(&q, false, ask_oceans, out, err);
    }
    if (status == ZHOL_OK) {
        status = reach_of(&q, q.year, 0, false, &r, err);
    }
    if (status == ZHOL_OK) {
        status = fill_range(r, NULL, run->argument[1], out, err);
    }
    if (status == ZHOL_OK) {
        out->decimals = 1;
        tell_oceans(run, r, out);
        write_command(&q, q.year, false, out);
    }
    return status;
}

/* PLACE;OCEAN;FROM_YEAR;TO_YEAR: days saved */
static zhol_status
run_ocean_gain(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_reach *before = NULL, *after = NULL;
    question q;
    zhol_status status = begin(run, 3, &q, err);

    if (status == ZHOL_OK) {
        status = zi_check_year(run, 2, &q.before, err);
    }
    if (status == ZHOL_OK) {
        status = ask_all(&q, false, ask_oceans, out, err);
    }
    if (status == ZHOL_OK) {
        status = reach_of(&q, q.before, 0, false, &before, err);
    }
    if (status == ZHOL_OK) {
        status = reach_of(&q, q.year, 0, false, &after, err);
    }
    if (status == ZHOL_OK) {
        status = fill_range(after, before, run->argument[1], out, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    const size_t length = strlen(run->argument[1]);
    const zhol_gateway *a = gateway_of(before, run->argument[1], length);
    const zhol_gateway *b = gateway_of(after, run->argument[1], length);
    out->decimals = 1;
    if (a && b) {
        zi_buffer_format(&out->text,
            "%.1f days in the network of %u, %.1f in that of %u; ", a->time_h / unit_h,
            q.before, b->time_h / unit_h, q.year);
        tell_gateway(run, b, out);
        zi_check_rest_on_link(run, b->last_link, out);
    } else {
        zi_buffer_text(&out->text, "not reached in one of the years");
    }
    write_command(&q, q.before, false, out);
    zi_buffer_text(&out->command, " --compare");
    return ZHOL_OK;
}

const zi_computation zi_claims_on_reach[] = {
    { "reach_share", "PLACE;FIGURE;YEAR;DAYS",
        "percent of the world's figure that a place reaches within so many days", 4, 4,
        run_reach_share },
    { "reach_people", "PLACE;YEAR;DAYS", "billions of people reached", 3, 3,
        run_reach_people },
    { "reach_days", "PLACE;FIGURE;YEAR;PERCENT", "days to that share of the world", 4, 4,
        run_reach_days },
    { "ocean_days", "PLACE;OCEAN;YEAR", "days to the nearest port of an ocean", 3, 3,
        run_ocean_days },
    { "all_oceans", "PLACE;OCEAN+OCEAN;YEAR",
        "days within which a port of each of these oceans is reached", 3, 3,
        run_all_oceans },
    { "ocean_gain", "PLACE;OCEAN;FROM_YEAR;TO_YEAR", "days saved between two networks", 4,
        4, run_ocean_gain },
};
const uint32_t zi_claims_n_on_reach =
    sizeof zi_claims_on_reach / sizeof zi_claims_on_reach[0];
