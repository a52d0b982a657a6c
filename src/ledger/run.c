/* SPDX-License-Identifier: Apache-2.0 */
/* Answering and scoring the cases of a ledger. */
#include "ledger/inside.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "geo/sphere.h"
#include "math/normal.h"

enum { MAX_WORD = 80, MAX_VIA = 16, MAX_PASSES = 8, N_ALTERNATIVES = 16 };

static const double HOURS_A_DAY = 24, NEAR_KM = 100;

typedef struct runner {
    const zhol_world *world;
    zhol_router *router;
    uint8_t *inputs;
    double correlation; /* of the links of one mode on one way */
} runner;

/* What `via` asks for. */
typedef struct course {
    zhol_scope via[MAX_VIA];
    uint32_t n_via;
    zhol_ref closed[64]; /* canals that are not named, if a pass is */
    uint32_t n_closed;
    zi_wanted wanted;
} course_of_case;

/* Adds to the note, which ends before a letter that was cut. */
static void
add_note(zhol_case *c, const char *what, const char *about)
{
    size_t n = strlen(c->note);

    (void) snprintf(
        c->note + n, sizeof c->note - n, "%s%s%s", n ? "; " : "", what, about);
    n = strlen(c->note);
    c->note[zi_utf8_bad_at(c->note, n)] = '\0';
}

/* Copies the next word of a list; false at its end. */
static bool
next_word(const char **at, const char *separator, char word[MAX_WORD])
{
    size_t n, skip = strspn(*at, " ");

    *at += skip;
    if (**at == '\0') {
        return false;
    }
    n = strcspn(*at, separator);
    (void) snprintf(word, MAX_WORD, "%.*s", (int) (n < MAX_WORD ? n : MAX_WORD - 1), *at);
    *at += n;
    *at += strspn(*at, separator);
    for (n = strlen(word); n > 0 && word[n - 1] == ' '; n--) {
        word[n - 1] = '\0';
    }
    return true;
}

/* Does the word stand in the name as a word of its own? */
static bool
has_word(const char *name, const char *word)
{
    const size_t length = strlen(word);

    for (const char *at = strstr(name, word); at; at = strstr(at + 1, word)) {
        if ((at == name || !isalnum((unsigned char) at[-1]))
            && !isalnum((unsigned char) at[length])) {
            return true;
        }
    }
    return false;
}

/* "Suez", "Cape" and "Magellan" stand in the names of passes; "Dostyk" does not. */
static zhol_ref
find_pass(const zhol_world *w, const char *word)
{
    uint32_t n;
    const zhol_pass *passes = zhol_world_passes(w, &n);
    for (uint32_t i = 0; i < n && strlen(word) >= 4; i++) {
        if (has_word(zhol_world_text(w, passes[i].name_en), word)) {
            return i;
        }
    }
    return ZHOL_NO_ROW;
}

static void
close_canals(
    const zhol_world *w, const zhol_ref *named, uint32_t n_named, course_of_case *out)
{
    uint32_t n;
    const zhol_pass *passes = zhol_world_passes(w, &n);

    for (uint32_t i = 0;
         i < n && out->n_closed < sizeof out->closed / sizeof out->closed[0]; i++) {
        bool is_named = passes[i].kind != ZHOL_PASS_CANAL;
        for (uint32_t k = 0; k < n_named && !is_named; k++) {
            is_named = named[k] == i;
        }
        if (!is_named) {
            out->closed[out->n_closed++] = i;
        }
    }
}

/* "rail+sea" as bits. */
static uint32_t
read_modes(const char *text)
{
    uint32_t modes = 0;
    char word[MAX_WORD];
    const char *at = text;

    while (next_word(&at, "+", word)) {
        for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
            if (strcmp(zhol_mode_word(m), word) == 0) {
                modes |= 1u << m;
            }
        }
    }
    return modes;
}

/* A train may take a train ferry; a lorry takes a ferry only where the case names a ship.
 */
static uint32_t
allowed_modes(uint32_t modes)
{
    const uint32_t rail = 1u << ZHOL_MODE_RAIL, sea = 1u << ZHOL_MODE_SEA;
    const uint32_t road = 1u << ZHOL_MODE_ROAD;

    return modes | (modes & rail ? 1u << ZHOL_MODE_RAIL_FERRY : 0)
           | ((modes & road) && (modes & sea) ? 1u << ZHOL_MODE_ROAD_FERRY : 0);
}

static double
km_between(const zhol_place *a, const zhol_place *b)
{
    return zi_geo_distance_km(a->lon, a->lat, b->lon, b->lat);
}

/* A place without a link of the case's modes stands for the nearest one that has one:
 * "Baku" of a ship is its port at Alat. Beyond NEAR_KM it stays what it is. */
static zhol_ref
snap(const zhol_world *w, zhol_ref place, uint32_t modes)
{
    uint32_t n_places, n_links;
    const zhol_place *places = zhol_world_places(w, &n_places);
    const zhol_link *links = zhol_world_links(w, &n_links);
    zhol_ref nearest = place;
    double nearest_km = NEAR_KM;

    for (uint32_t i = 0; i < n_links; i++) {
        const zhol_ref ends[] = { links[i].from, links[i].to };
        for (int e = 0; e < 2 && (modes & 1u << links[i].mode); e++) {
            const double km = km_between(&places[place], &places[ends[e]]);
            if (ends[e] == place) {
                return place;
            }
            if (km < nearest_km && places[ends[e]].kind != ZHOL_PLACE_SEA_WAYPOINT
                && places[ends[e]].economy == places[place].economy) {
                nearest = ends[e];
                nearest_km = km;
            }
        }
    }
    return nearest;
}

/* The same of a place that was read, told in the note. */
static zhol_ref
snap_and_tell(const zhol_world *w, zhol_case *c, zhol_ref place, uint32_t modes)
{
    const zhol_place *places = zhol_world_places(w, &(uint32_t){ 0 });
    const zhol_ref out = snap(w, place, modes);
    char text[2 * MAX_WORD];

    if (out != place) {
        (void) snprintf(text, sizeof text, "%.60s stands for %.60s",
            zhol_world_text(w, places[out].name_en),
            zhol_world_text(w, places[place].name_en));
        if (!strstr(c->note, text)) {
            add_note(c, text, "");
        }
    }
    return out;
}

/* Places, economies and passes of `via`, in order; the rest is told in the note. */
static void
read_via(const zhol_world *w, zhol_case *c, course_of_case *out)
{
    zhol_ref named[MAX_PASSES];
    uint32_t n_named = 0;
    char word[MAX_WORD], unknown[MAX_WORD] = "";
    const char *at = c->via;
    zhol_error why;

    *out = (course_of_case){ 0 };
    while (next_word(&at, "-;,/", word)) {
        const zhol_ref pass = find_pass(w, word);
        if (pass != ZHOL_NO_ROW && n_named < MAX_PASSES) {
            named[n_named++] = pass;
        } else if (out->n_via < MAX_VIA
                   && zhol_world_find_scope(w, word, &out->via[out->n_via], &why)
                          == ZHOL_OK) {
            zhol_scope *scope = &out->via[out->n_via++];
            if (scope->kind == ZHOL_SCOPE_PLACE) {
                scope->ref = snap_and_tell(w, c, scope->ref, read_modes(c->mode));
            }
        } else {
            const size_t n = strlen(unknown);
            (void) snprintf(
                unknown + n, sizeof unknown - n, "%s%.30s", n ? ", " : "", word);
        }
    }
    if (n_named > 0) {
        close_canals(w, named, n_named, out);
    }
    if (unknown[0]) {
        add_note(c, "not understood of via: ", unknown);
    }
}

/* The part of a leg list that a kind of case measures. */
static bool
is_measured(const zhol_case *c, const zhol_alternative *way, uint32_t i)
{
    const zhol_leg *leg = &way->legs[i];

    switch (c->kind) {
    case ZHOL_CASE_OD:
        return true;
    case ZHOL_CASE_LINK:
        return leg->kind == ZHOL_LEG_LINK;
    case ZHOL_CASE_SEA:
        return leg->kind == ZHOL_LEG_LINK && leg->mode == ZHOL_MODE_SEA;
    default:
        return leg->kind != ZHOL_LEG_PROCEDURE
                   ? leg->kind != ZHOL_LEG_WAIT || (i > 1 && i + 2 < way->n_legs)
                   : leg->what != ZHOL_WHAT_ORIGIN && leg->what != ZHOL_WHAT_DESTINATION;
    }
}

/* Quantile of a lognormal with this mean and variance. */
static double
lognormal(double mean, double variance, double p)
{
    const double s2 = mean > 0 ? log1p(variance / (mean * mean)) : 0;

    return mean * exp(sqrt(s2) * zi_normal_quantile(p) - s2 / 2);
}

static void
fill_model(zhol_case *c, const zhol_alternative *way, double correlation)
{
    double km = 0, hours = 0, variance = 0, usd = 0, moving_sd[ZHOL_N_MODES] = { 0 };
    zhol_score *time = &c->score[ZHOL_SCORE_TIME];

    for (uint32_t i = 0; i < way->n_legs; i++) {
        const bool is_moving = way->legs[i].kind == ZHOL_LEG_LINK;
        if (is_measured(c, way, i)) {
            km += way->legs[i].length_km;
            hours += way->legs[i].time_h;
            variance += (is_moving ? 1 - correlation : 1) * way->legs[i].variance_h2;
            if (is_moving) {
                moving_sd[way->legs[i].mode] += sqrt(way->legs[i].variance_h2);
            }
            usd += way->legs[i].cost_usd;
        }
    }
    for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
        variance += correlation * moving_sd[m] * moving_sd[m];
    }
    c->score[ZHOL_SCORE_DISTANCE].model = km;
    c->score[ZHOL_SCORE_COST].model = usd;
    time->model = lognormal(hours, variance, 0.5) / HOURS_A_DAY;
    time->p10 = lognormal(hours, variance, 0.1) / HOURS_A_DAY;
    time->p25 = lognormal(hours, variance, 0.25) / HOURS_A_DAY;
    time->p90 = lognormal(hours, variance, 0.9) / HOURS_A_DAY;
    if (c->kind == ZHOL_CASE_OD) { /* joint draws instead of the lognormal */
        time->model = way->time_p50_h / HOURS_A_DAY;
        time->p10 = way->time_p10_h / HOURS_A_DAY;
        time->p90 = way->time_p90_h / HOURS_A_DAY;
    }
}

static bool
has_figure(const zhol_score *s)
{
    return s->lo > 0;
}

static void
judge(zhol_case *c, bool is_input)
{
    for (uint32_t k = 0; k < ZHOL_N_SCORES; k++) {
        zhol_score *s = &c->score[k];
        const double middle = (s->lo + s->hi) / 2;
        if (!has_figure(s) || s->model < 0) {
            continue;
        }
        const bool is_own = k == ZHOL_SCORE_DISTANCE && c->kind != ZHOL_CASE_OD
                            && fabs(s->model - s->lo) < 0.5;
        double lo = s->lo * (1 - s->tolerance), hi = s->hi * (1 + s->tolerance);
        double model = s->model;
        s->error = model / middle - 1;
        if (k == ZHOL_SCORE_COST) {
            s->error = log(model / middle);
            lo = s->lo / (1 + s->tolerance);
        } else if (k == ZHOL_SCORE_TIME && c->class_of_time == ZHOL_TIME_RECORD) {
            /* a best run lies at or below P25 */
            lo = 0;
            model = s->lo;
            hi = s->p25;
        }
        s->verdict = c->is_calibrated           ? ZHOL_VERDICT_TUNED
                     : is_input || is_own       ? ZHOL_VERDICT_INPUT
                     : model < lo || model > hi ? ZHOL_VERDICT_OUTSIDE
                                                : ZHOL_VERDICT_INSIDE;
    }
}

/* Reads "USD/FEU" into the consignment: false if it is no such unit. */
static bool
read_cost_unit(const char *unit, zhol_consignment *consignment, double *per)
{
    char text[MAX_WORD];
    zhol_error why;

    *per = 1;
    if (strcmp(unit, "USD/t") == 0) {
        *per = consignment->mass_t;
        return true;
    }
    if (strncmp(unit, "USD/", 4) != 0) {
        return false;
    }
    (void) snprintf(text, sizeof text, "1%.70s", unit + 4);
    return zhol_consignment_read_units(consignment, text, &why) == ZHOL_OK;
}

static void
snap_end(const zhol_world *w, zhol_case *c, zhol_end *end)
{
    if (end->place != ZHOL_NO_ROW) {
        end->place = snap_and_tell(w, c, end->place, read_modes(c->mode));
    }
}

/* The fastest way between any origin and any destination of "A|B" lists. */
static zhol_status
find_way(const runner *r, zhol_case *c, const zhol_consignment *consignment,
    const course_of_case *course, zhol_routes **best, zhol_error *err)
{
    zhol_route_options options;
    zhol_end from, to;
    char origin[MAX_WORD], destination[MAX_WORD];
    zhol_status status = ZHOL_OK, last = ZHOL_NONE;

    *best = NULL;
    zhol_route_defaults(&options);
    options.scenario.year = c->year;
    options.scenario.modes = allowed_modes(read_modes(c->mode));
    options.scenario.close_passes = course->closed;
    options.scenario.n_close_passes = course->n_closed;
    options.via = course->via;
    options.n_via = course->n_via;
    options.order = ZHOL_ORDER_TIME;
    options.n_alternatives = N_ALTERNATIVES;
    for (const char *a = c->origin; next_word(&a, "|", origin);) {
        for (const char *b = c->destination; next_word(&b, "|", destination);) {
            zhol_routes *routes = NULL;
            status = zhol_end_read(r->world, origin, &from, err);
            if (status == ZHOL_OK) {
                status = zhol_end_read(r->world, destination, &to, err);
            }
            if (status == ZHOL_OK) {
                snap_end(r->world, c, &from);
                snap_end(r->world, c, &to);
                status = zhol_router_find(
                    r->router, &from, &to, consignment, &options, &routes, err);
            }
            if (status != ZHOL_OK) {
                last = status;
            } else if (zi_ledger_is_better(r->world, &course->wanted, routes, *best)) {
                zhol_routes_free(*best);
                *best = routes;
                routes = NULL;
            }
            zhol_routes_free(routes);
        }
    }
    return *best ? ZHOL_OK : last;
}

static zhol_status
run_case(const runner *r, zhol_case *c, zhol_error *err)
{
    zhol_consignment consignment;
    zhol_error why = { "" };
    course_of_case course;
    zhol_routes *routes = NULL;
    double per;
    bool has_unit;

    zhol_consignment_defaults(&consignment);
    has_unit = read_cost_unit(c->cost_unit, &consignment, &per);
    if (has_figure(&c->score[ZHOL_SCORE_COST]) && !has_unit) {
        add_note(c, "no cost is given for ", c->cost_unit);
    }
    if (read_modes(c->mode) == 0) {
        add_note(c, "unknown mode: ", c->mode);
        return ZHOL_OK;
    }
    read_via(r->world, c, &course);
    course.wanted = (zi_wanted){ read_modes(c->mode), course.via, course.n_via };
    zhol_status status = find_way(r, c, &consignment, &course, &routes, &why);
    if (course.n_via > 0 && (status == ZHOL_NONE || status == ZHOL_USAGE)) {
        course.n_via = 0;
        status = find_way(r, c, &consignment, &course, &routes, &why);
        if (status == ZHOL_OK) {
            add_note(c, "no way over via, the fastest without it", "");
        }
    }
    if (status == ZHOL_LIMIT) {
        return zi_fail(err, status, "case %s: %.300s", c->id, why.message);
    }
    if (status != ZHOL_OK) {
        add_note(c, why.message, "");
        for (uint32_t k = 0; k < ZHOL_N_SCORES; k++) {
            c->score[k].verdict =
                has_figure(&c->score[k]) ? ZHOL_VERDICT_NO_WAY : ZHOL_VERDICT_NONE;
        }
        return ZHOL_OK;
    }
    const zhol_alternative *way = zi_ledger_choose(r->world, &course.wanted, routes);
    if (!way) {
        way = &routes->alternatives[0];
        add_note(c, "no way found uses every mode, the fastest: ", c->mode);
    }
    fill_model(c, way, r->correlation);
    c->score[ZHOL_SCORE_COST].model =
        has_unit ? c->score[ZHOL_SCORE_COST].model / per : ZHOL_NOT_GIVEN;
    c->economy = zhol_end_economy(r->world, &routes->from);
    judge(c, zi_ledger_is_input(r->world, r->inputs, c));
    zhol_routes_free(routes);
    return ZHOL_OK;
}

static double
correlation_of_links(const zhol_world *w)
{
    uint32_t n;
    const zhol_parameter *rows = zhol_world_parameters(w, &n);
    double value = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(zhol_world_text(w, rows[i].name), "correlation_land") == 0) {
            value = rows[i].value;
        }
    }
    return value;
}

/* The case goes to the front; the others are freed with the ledger. */
static zhol_status
keep_one(zhol_ledger *ledger, const char *id, zhol_error *err)
{
    uint32_t i = 0;

    while (i < ledger->n_cases && strcmp(ledger->cases[i].id, id) != 0) {
        i++;
    }
    if (i == ledger->n_cases) {
        return zi_fail(err, ZHOL_USAGE, "no case has the id '%.60s'", id);
    }
    const zhol_case first = ledger->cases[0];
    ledger->cases[0] = ledger->cases[i];
    ledger->cases[i] = first;
    while (ledger->n_cases > 1) {
        zi_ledger_free_case(&ledger->cases[--ledger->n_cases]);
    }
    return ZHOL_OK;
}

zhol_status
zhol_ledger_run(const zhol_world *w, zhol_ledger *ledger, const char *id, zhol_error *err)
{
    runner r = { .world = w,
        .inputs = zi_ledger_inputs(w, err),
        .correlation = correlation_of_links(w) };
    zhol_status status = r.inputs ? zhol_router_new(w, &r.router, err) : ZHOL_LIMIT;

    if (status == ZHOL_OK && id) {
        status = keep_one(ledger, id, err);
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < ledger->n_cases; i++) {
        status = run_case(&r, &ledger->cases[i], err);
    }
    zhol_router_free(r.router);
    zi_free(r.inputs);
    return status;
}
