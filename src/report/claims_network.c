/* SPDX-License-Identifier: Apache-2.0 */
/* Computations on the network: transit, synergy, arrival. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zhol/plan.h>
#include <zhol/route.h>
#include <zhol/skim.h>

#include "base/fail.h"
#include "base/mem.h"
#include "cost/book.h"
#include "cost/money.h"
#include "net/words.h"
#include "report/claims.h"
#include "report/grid.h"
#include "skim/skim.h"

static zhol_status
read_place(const zi_check_run *run, uint32_t argument, zhol_ref *place, zhol_error *err)
{
    return zhol_world_find_place(run->w, run->argument[argument], place, err);
}

/* Transit */

static zhol_status
read_places(const zi_check_run *run, uint32_t argument, zhol_ref *places, uint32_t *n,
    zhol_error *err)
{
    char list[ZI_CHECK_MAX_ARGUMENT], *rest = NULL;

    snprintf(list, sizeof list, "%s", run->argument[argument]);
    *n = 0;
    for (char *item = strtok_r(list, "+", &rest); item && *n < 32;
         item = strtok_r(NULL, "+", &rest)) {
        const zhol_status status =
            zhol_world_find_place(run->w, item, &places[(*n)++], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return ZHOL_OK;
}

/* ECONOMY;FROM+..;TO+..;YEAR;MODES with +: percent of pairs whose fastest way passes it
 */
static zhol_status
run_passes(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zhol_ref economy, from[32] = { 0 }, to[32] = { 0 };
    uint32_t n_from = 0, n_to = 0, n_places, n_known = 0, n_pass = 0;
    double sum_h = 0;
    zhol_scenario s;
    zhol_consignment c;
    zi_book *book = NULL;
    zi_skim *k = NULL;
    double *value;
    zhol_status status;

    zhol_scenario_defaults(&s);
    zhol_consignment_defaults(&c);
    (void) zhol_world_places(run->w, &n_places);
    value = ZI_NEW(double, (size_t) n_places + 1);
    status = value ? zhol_world_find_economy(run->w, run->argument[0], &economy, err)
                   : zi_fail(err, ZHOL_LIMIT, "no memory for the check");
    if (status == ZHOL_OK) {
        status = read_places(run, 1, from, &n_from, err);
    }
    if (status == ZHOL_OK) {
        status = read_places(run, 2, to, &n_to, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_year(run, 3, &s.year, err);
    }
    for (uint32_t m = 1; m < ZHOL_N_MODES && run->n_arguments > 4; m++) {
        s.modes |= strstr(run->argument[4], zhol_mode_word(m)) ? 1U << m : 0;
    }
    if (status == ZHOL_OK) {
        status = zi_book_new(run->w, &book, err);
    }
    if (status == ZHOL_OK) {
        status = zi_skim_new(book, &s, &c, &k, err);
    }
    for (uint32_t i = 0; i < n_from && status == ZHOL_OK; i++) {
        status = zi_skim_from(k, ZI_SKIM_TIME_H, from[i], value, err);
        for (uint32_t j = 0; j < n_to && status == ZHOL_OK; j++) {
            if (value[to[j]] < (double) INFINITY) {
                n_known++;
                sum_h += value[to[j]];
                n_pass += zi_skim_passes(k, to[j], economy);
            }
        }
    }
    if (status == ZHOL_OK) {
        out->is_known = n_known > 0;
        out->value = n_known ? 100.0 * n_pass / n_known : 0;
        zi_buffer_format(&out->text,
            "%u of %u pairs of cities; their fastest ways in %u take %.2f days on "
            "average",
            n_pass, n_known, s.year, n_known ? sum_h / 24 / n_known : 0);
        zi_buffer_format(&out->command, "zhol route %.20s %.20s --year %u --modes rail",
            zhol_world_text(run->w, zhol_world_places(run->w, NULL)[from[0]].id),
            zhol_world_text(run->w, zhol_world_places(run->w, NULL)[to[0]].id), s.year);
        zi_skim_way way = { .economies = NULL };
        if (zi_skim_describe(k, to[n_to - 1], &way)) { /* of the last start */
            zi_check_rest_on_link(run, way.longest, out);
        }
    }
    zi_skim_free(k);
    zi_book_free(book);
    zi_free(value);
    return status;
}

/* Plans */

/* The link that the first effect of a project is about. */
static zhol_ref
link_of_project(const zhol_world *w, zhol_ref project)
{
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (effects[i].project == project && effects[i].link != ZHOL_NO_ROW) {
            return effects[i].link;
        }
    }
    return ZHOL_NO_ROW;
}

/* The account of WHO: an economy that is told, or the total. */
static zhol_status
read_account(
    const zi_check_run *run, const zhol_plan *p, uint32_t *account, zhol_error *err)
{
    zhol_ref economy = ZHOL_NO_ROW;

    *account = p->n_accounts - 1;
    if (strcmp(run->argument[1], "total") == 0) {
        return ZHOL_OK;
    }
    if (zhol_world_find_economy(run->w, run->argument[1], &economy, NULL) == ZHOL_OK) {
        for (uint32_t i = 0; i + 1 < p->n_accounts; i++) {
            if (p->economies[i] == economy) {
                *account = i;
                return ZHOL_OK;
            }
        }
    }
    return zi_check_complain(
        run, err, "'%s' is none of the economies that are told", run->argument[1]);
}

/* PROJECT+PROJECT;WHO;BASELINE */
static zhol_status
ask_plan(
    const zi_check_run *run, const zhol_plan **plan, uint32_t *account, zhol_error *err)
{
    uint32_t year;
    zhol_status status = zi_check_year(run, 2, &year, err);

    if (status == ZHOL_OK) {
        status = zi_claims_plan(run, run->argument[0], year, plan, err);
    }
    return status == ZHOL_OK ? read_account(run, *plan, account, err) : status;
}

/* A link of the project that brings this account most, alone or last. */
static zhol_ref
link_that_matters(const zhol_plan *p, uint32_t account)
{
    uint32_t best = 0;
    double most = -1;

    for (uint32_t i = 0; i < p->n_projects; i++) {
        const zhol_plan_share share = zhol_plan_share_of(p, account, i);
        if (fabs(share.shapley) > most) {
            most = fabs(share.shapley);
            best = i;
        }
    }
    return link_of_project(p->world, p->projects[best]);
}

static void
write_plan_command(const zi_check_run *run, const char *action, zi_finding *out)
{
    zi_buffer_format(
        &out->command, "zhol plan %s --baseline %s", action, run->argument[2]);
    if (strcmp(action, "synergy") == 0) {
        zi_buffer_text(&out->command, " --projects ");
        for (const char *c = run->argument[0]; *c; c++) {
            zi_buffer_add(&out->command, *c == '+' ? "," : c, 1);
        }
    }
}

/* PROJECT+PROJECT;WHO;BASELINE;SIDE;SIDE: synergy as percent of what they bring together
 */
static zhol_status
run_synergy(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_plan *p = NULL;
    uint32_t account = 0;
    zhol_ref sides[2] = { ZHOL_NO_ROW, ZHOL_NO_ROW };
    zhol_status status = ask_plan(run, &p, &account, err);

    for (uint32_t s = 0; s < 2 && status == ZHOL_OK; s++) {
        status = zhol_world_find_economy(run->w, run->argument[3 + s], &sides[s], err);
    }
    if (status == ZHOL_OK) {
        const uint32_t a = zhol_plan_of_builder(p, sides[0]);
        const uint32_t b = zhol_plan_of_builder(p, sides[1]);
        const double both = zhol_plan_value(p, account, a | b);
        out->is_known = fabs(both) > 1e-12;
        out->value = out->is_known ? 100 * zhol_plan_synergy(p, account, a, b) / both : 0;
        out->decimals = 1;
        zi_buffer_format(&out->text,
            "market access of %s: %s alone %+.4f %%, %s alone %+.4f %%, together %+.4f "
            "%%",
            run->argument[1], run->argument[3], zhol_plan_value(p, account, a),
            run->argument[4], zhol_plan_value(p, account, b), both);
        zi_check_rest_on_link(run, link_that_matters(p, account), out);
        write_plan_command(run, "synergy", out);
    }
    return status;
}

/* PROJECT+PROJECT;WHO;BASELINE: percent of what all sides bring that is lost in a year in
 * which the first one is not open */
static zhol_status
run_lost(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_plan *p = NULL;
    uint32_t account = 0;
    const zhol_status status = ask_plan(run, &p, &account, err);

    if (status == ZHOL_OK) {
        const uint32_t whole = (1U << p->n_projects) - 1;
        const double all = zhol_plan_value(p, account, whole);
        const double rest = zhol_plan_value(p, account, whole & ~1U);
        const zhol_project *first = &zhol_world_projects(run->w, NULL)[p->projects[0]];
        out->is_known = fabs(all) > 1e-12;
        out->value = out->is_known ? 100 * (all - rest) / all : 0;
        out->decimals = 1;
        zi_buffer_format(&out->text,
            "%s opens in %u; a year with all sides brings %+.4f %% of market access, one "
            "without it %+.4f %%",
            zhol_world_text(run->w, first->id), first->open_year, all, rest);
        zi_check_rest_on_link(run, link_that_matters(p, account), out);
        write_plan_command(run, "synchronise", out);
        zi_buffer_format(
            &out->command, " --line %s", zhol_world_text(run->w, first->line));
    }
    return status;
}

/* PROJECT;PROJECT: years between their openings */
static zhol_status
run_mismatch(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    const zhol_project *projects = zhol_world_projects(run->w, NULL);
    zhol_ref a, b;
    zhol_status status = zhol_world_find_project(run->w, run->argument[0], &a, err);

    if (status == ZHOL_OK) {
        status = zhol_world_find_project(run->w, run->argument[1], &b, err);
    }
    if (status == ZHOL_OK) {
        const double x = projects[a].open_year, y = projects[b].open_year;
        out->is_known = x > 0 && y > 0;
        out->value = fabs(x - y);
        zi_buffer_format(&out->text, "%s opened in %.0f, %s in %.0f", run->argument[0], x,
            run->argument[1], y);
        zi_finding_rests_on(out, "projects", a, &projects[a].origin);
        zi_buffer_format(&out->command, "zhol plan show %s", run->argument[0]);
    }
    return status;
}

/* Dollars of the base year, or ZHOL_NOT_GIVEN. */
static zhol_status
cost_usd(const zhol_world *w, const zhol_project *p, double *usd, zhol_error *err)
{
    double factor = 0;
    const uint32_t year = p->cost_year ? p->cost_year : p->open_year;
    const zhol_status status =
        p->cost < 0 ? ZHOL_OK : zi_money_factor(w, p->currency, year, &factor, err);

    *usd = p->cost < 0 ? ZHOL_NOT_GIVEN : p->cost * factor;
    return status;
}

/* PROGRAMME or *;open|building|planned|*: known costs in billions of dollars of the base
 * year */
static zhol_status
run_project_costs(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    uint32_t n, n_all = 0, n_known = 0;
    const zhol_project *projects = zhol_world_projects(run->w, &n);
    zhol_ref largest = ZHOL_NO_ROW;
    double most = -1;

    for (uint32_t i = 0; i < n; i++) {
        const zhol_project *p = &projects[i];
        double usd = 0;
        if (strcmp(run->argument[0], "*") != 0
            && !zi_list_has(zhol_world_text(run->w, p->programmes), run->argument[0])) {
            continue;
        }
        if (strcmp(run->argument[1], "*") != 0
            && strcmp(zhol_project_state_word(p->state), run->argument[1]) != 0) {
            continue;
        }
        const zhol_status status = cost_usd(run->w, p, &usd, err);
        if (status != ZHOL_OK) {
            return status;
        }
        n_all++;
        if (usd >= 0) {
            n_known++;
            out->value += usd / 1e9;
            if (usd > most) {
                most = usd;
                largest = i;
            }
        }
    }
    out->is_known = n_known > 0;
    out->decimals = 1;
    zi_buffer_format(&out->text, "%u of %u costs are known; dollars of %u", n_known,
        n_all, zhol_world_base_year(run->w));
    if (largest != ZHOL_NO_ROW) {
        zi_finding_rests_on(out, "projects", largest, &projects[largest].origin);
    }
    zi_buffer_text(&out->command, "zhol plan show");
    if (strcmp(run->argument[0], "*") != 0) {
        zi_buffer_format(&out->command, " --programme %s", run->argument[0]);
    }
    return ZHOL_OK;
}

/* Arriving in time */

/* FROM;TO;HS;DEPART;DELIVER_BY: best chance among the ways shown, percent */
static zhol_status
run_in_time(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zhol_end from = { .place = ZHOL_NO_ROW }, to = from;
    zhol_consignment c;
    zhol_route_options o;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    uint32_t best = 0;
    zhol_status status = read_place(run, 0, &from.place, err);

    zhol_consignment_defaults(&c);
    zhol_route_defaults(&o);
    snprintf(c.hs, sizeof c.hs, "%.6s", run->argument[2]);
    if (status == ZHOL_OK) {
        status = read_place(run, 1, &to.place, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_date(run, 3, &o.depart, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_date(run, 4, &o.deliver_by, err);
    }
    o.scenario.year = o.depart / 10000;
    o.scenario.as_of = o.depart;
    if (status == ZHOL_OK) {
        status = zhol_router_new(run->w, &router, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_find(router, &from, &to, &c, &o, &routes, err);
    }
    if (status == ZHOL_OK) {
        for (uint32_t i = 1; i < routes->n_alternatives; i++) {
            if (routes->alternatives[i].chance_in_time
                > routes->alternatives[best].chance_in_time) {
                best = i;
            }
        }
        const zhol_alternative *way = &routes->alternatives[best];
        out->is_known = true;
        out->value = 100 * way->chance_in_time;
        zi_buffer_format(&out->text, "P50 %.1f days, P90 %.1f days, %.0f USD",
            way->time_p50_h / 24, way->time_p90_h / 24, way->cost_usd);
        for (uint32_t i = 0; i < way->n_legs && !out->table; i++) {
            zi_check_rest_on_link(run, way->legs[i].link, out);
        }
        zi_buffer_format(&out->command,
            "zhol route %s %s --goods %s --year %u --depart %s --deliver-by %s",
            run->argument[0], run->argument[1], run->argument[2], o.scenario.year,
            run->argument[3], run->argument[4]);
    }
    zhol_routes_free(routes);
    zhol_router_free(router);
    return status;
}

const zi_computation zi_claims_on_network[] = {
    { "passes", "ECONOMY;FROM+FROM;TO+TO;YEAR;MODE+MODE",
        "percent of pairs of places whose fastest way passes an economy", 4, 5,
        run_passes },
    { "synergy", "PROJECT+PROJECT;ECONOMY or total;BASELINE;SIDE;SIDE",
        "what both sides bring together less what they bring alone, in percent of "
        "together",
        5, 5, run_synergy },
    { "lost", "PROJECT+PROJECT;ECONOMY or total;BASELINE",
        "percent of the value of all sides that a year without the first one loses", 3, 3,
        run_lost },
    { "mismatch", "PROJECT;PROJECT", "years between two openings", 2, 2, run_mismatch },
    { "project_costs", "PROGRAMME or *;STATE or *",
        "billions of dollars of the base year, known costs only", 2, 2,
        run_project_costs },
    { "in_time", "FROM;TO;HS;DEPART;DELIVER_BY", "chance to arrive by a day, percent", 5,
        5, run_in_time },
};
const uint32_t zi_claims_n_on_network =
    sizeof zi_claims_on_network / sizeof zi_claims_on_network[0];
