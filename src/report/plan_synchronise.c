/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "report/plan_sheet.h"

static const zhol_project *
project_of(const zhol_plan *plan, uint32_t i)
{
    return &zhol_world_projects(plan->world, NULL)[plan->projects[i]];
}

static uint32_t
open_in(const zhol_plan *plan, uint32_t year)
{
    uint32_t mask = 0;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        mask |= (uint32_t) (project_of(plan, i)->open_year <= year) << i;
    }
    return mask;
}

static double
value_of(const zi_sheet *s, uint32_t account, uint32_t subset)
{
    return zhol_plan_value(s->plan, account, subset);
}

/* What a year brings with these sides, and what it lacks against all of them. */
static void
add_year(zi_sheet *s, uint32_t year, uint32_t open)
{
    const uint32_t all = (1U << s->plan->n_projects) - 1;
    const bool is_whole = open == all;
    zi_sheet_row *row = zi_sheet_add(
        s, is_whole ? "all sides open" : "not all sides open", "%u brings", year);

    for (uint32_t a = 0; row && a < s->plan->n_accounts; a++) {
        row->value[a] = value_of(s, a, open);
    }
    row = is_whole ? NULL : zi_sheet_add(s, "lost against all sides", "%u lost", year);
    for (uint32_t a = 0; row && a < s->plan->n_accounts; a++) {
        row->value[a] = value_of(s, a, all) - value_of(s, a, open);
    }
}

static void
add_calendar(zi_sheet *s)
{
    const zhol_plan *plan = s->plan;
    uint32_t first = UINT32_MAX, last = 0;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        const uint32_t year = project_of(plan, i)->open_year;
        first = year < first ? year : first;
        last = year > last ? year : last;
        zi_buffer_format(&s->notes, "%s (%s) opens in %u%s\n", zi_sheet_project(plan, i),
            zhol_world_text(plan->world, project_of(plan, i)->side), year,
            project_of(plan, i)->state == ZHOL_PROJECT_IS_OPEN ? "" : ", as stated");
    }
    zi_sheet_section(
        s, "calendar", "Each year from the first side's opening to the last's", 0);
    for (uint32_t year = first; year <= last; year++) {
        add_year(s, year, open_in(plan, year));
    }
}

/* 1 + 1/(1+r) + ...: years 0 .. delay - 1 of the mismatch. */
static double
years_worth(uint32_t delay, double discount_pct)
{
    double sum = 0;

    for (uint32_t y = 0; y < delay; y++) {
        sum += pow(1 + discount_pct / 100, -(double) y);
    }
    return sum;
}

static void
add_delays(zi_sheet *s, const zhol_synchronise_query *query)
{
    const uint32_t all = (1U << s->plan->n_projects) - 1;

    zi_sheet_section(s, "delay",
        "Lost if one side opens later than the others (value-years: a year's value x "
        "years)",
        0);
    for (uint32_t i = 0; i < s->plan->n_projects; i++) {
        for (uint32_t d = 1; d <= query->max_delay_years; d++) {
            zi_sheet_row *row =
                zi_sheet_add(s, "", "%s late by %u y", zi_sheet_project(s->plan, i), d);
            for (uint32_t a = 0; row && a < s->plan->n_accounts; a++) {
                row->value[a] = years_worth(d, query->discount_pct)
                                * (value_of(s, a, all) - value_of(s, a, all ^ 1U << i));
            }
        }
    }
}

static zhol_status
check(const zhol_plan *plan, const zhol_synchronise_query *query, zhol_error *err)
{
    for (uint32_t i = 0; i < plan->n_projects; i++) {
        const zhol_project *p = project_of(plan, i);
        if (strcmp(zhol_world_text(plan->world, p->line), query->line) != 0) {
            return zi_fail(err, ZHOL_USAGE, "project %s is no side of the line %s",
                zi_sheet_project(plan, i), query->line);
        }
        if (p->open_year == 0) {
            return zi_fail(err, ZHOL_NONE,
                "the tables have no year in which %s opens, so the calendar of %s cannot "
                "be told",
                zi_sheet_project(plan, i), query->line);
        }
    }
    return plan->n_projects > 1 ? ZHOL_OK
                                : zi_fail(err, ZHOL_NONE,
                                    "the line %s has one side only: nothing can be "
                                    "synchronised",
                                    query->line);
}

zhol_status
zhol_report_synchronise(const zhol_plan *plan, const zhol_synchronise_query *query,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_sheet s = { .plan = plan, .action = "synchronise" };
    const zhol_status status = check(plan, query, err);

    if (status != ZHOL_OK) {
        return status;
    }
    add_calendar(&s);
    if (query->max_delay_years > 0) {
        add_delays(&s, query);
    }
    zi_buffer_format(
        &s.notes, "values are of the network of %u in every year; ", plan->year);
    if (query->discount_pct > 0) {
        zi_buffer_format(
            &s.notes, "later years discounted by %g %% a year\n", query->discount_pct);
    } else {
        zi_buffer_text(&s.notes, "years are not discounted\n");
    }
    return zi_sheet_write(&s, options, out, err);
}
