/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plan_sheet.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

void
zi_sheet_section(zi_sheet *s, const char *section, const char *title, uint32_t max_rows)
{
    s->sections[s->n_sections].section = section;
    s->sections[s->n_sections].title = title;
    s->sections[s->n_sections++].max_rows = max_rows;
}

zi_sheet_row *
zi_sheet_add(zi_sheet *s, const char *label, const char *format, ...)
{
    zi_sheet_row *rows = zi_grow(s->rows, &s->capacity, s->n_rows + 1, sizeof *rows);
    va_list args;

    if (!rows) {
        s->failed = true;
        return NULL;
    }
    s->rows = rows;
    zi_sheet_row *row = &rows[s->n_rows++];
    *row = (zi_sheet_row){ .section = s->sections[s->n_sections - 1].section,
        .label = label };
    va_start(args, format);
    (void) vsnprintf(row->name, sizeof row->name, format, args);
    va_end(args);
    return row;
}

const char *
zi_sheet_project(const zhol_plan *plan, uint32_t i)
{
    return zhol_world_text(
        plan->world, zhol_world_projects(plan->world, NULL)[plan->projects[i]].id);
}

const char *
zi_sheet_account(const zhol_plan *plan, uint32_t account)
{
    return account + 1 == plan->n_accounts
               ? "total"
               : zhol_world_text(plan->world,
                   zhol_world_economies(plan->world, NULL)[plan->economies[account]]
                       .iso3);
}

/* The whole's total, of which rows are a share. */
static double
whole(const zhol_plan *plan)
{
    return zhol_plan_value(plan, plan->n_accounts - 1, (1U << plan->n_projects) - 1);
}

static bool
has_share(const zi_sheet *s)
{
    return fabs(whole(s->plan)) > 1e-12;
}

/* People */

static void
write_head(const zi_sheet *s, zi_buffer *out)
{
    const zhol_plan *plan = s->plan;

    zi_buffer_format(out, "%s of %u projects against %u without them, in %s\n", s->action,
        plan->n_projects, plan->year, zhol_plan_measure_unit(plan->measure));
    if (plan->measure == ZHOL_PLAN_ACCESS || plan->measure == ZHOL_PLAN_REACH) {
        zi_buffer_format(out,
            "from the %u largest cities; GDP (PPP) of %u, %s; total: average weighted by "
            "GDP\n",
            plan->n_starts, plan->gdp_year, plan->gdp_vintage);
    } else {
        zi_buffer_format(
            out, "%u pairs; booked to the economy of the start\n", plan->n_pairs);
    }
    if (plan->measure == ZHOL_PLAN_ACCESS) {
        zi_buffer_format(
            out, "access: GDP abroad / days of the fastest way ^ %g\n", plan->elasticity);
    }
    if (plan->measure == ZHOL_PLAN_REACH) {
        zi_buffer_format(
            out, "reach: within %g days of the fastest way\n", plan->limit_days);
    }
    if (plan->n_left_out > 0) {
        zi_buffer_format(out,
            "%u pairs left out: no way without the projects, so no saving to tell\n",
            plan->n_left_out);
    }
    if (plan->n_economies_left_out > 0) {
        zi_buffer_format(out,
            "%u economies left out: they reach no foreign market without the projects\n",
            plan->n_economies_left_out);
    }
    for (uint32_t i = 0; i < plan->n_projects; i++) {
        if (!plan->has_effects[i]) {
            zi_buffer_format(out,
                "%s: the tables hold no effect of it, so it counts as 0\n",
                zi_sheet_project(plan, i));
        }
    }
}

static int
decimals(const zhol_plan *plan)
{
    return plan->measure == ZHOL_PLAN_ACCESS || plan->measure == ZHOL_PLAN_REACH ? 3
           : plan->measure == ZHOL_PLAN_TIME                                     ? 1
                                                                                 : 0;
}

static void
write_row(const zi_sheet *s, const zi_sheet_row *row, zi_grid *g)
{
    const zhol_plan *plan = s->plan;
    const double least = 0.5 * pow(10, -decimals(plan)); /* no "-0.000" */
    char number[48];

    zi_grid_cell(g, "%s", row->name);
    for (uint32_t i = 0; i < s->n_shown; i++) {
        const double x = row->value[s->shown[i]];
        zi_grid_cell(
            g, "%s", zi_grid_number(fabs(x) < least ? 0 : x, decimals(plan), number));
    }
    if (has_share(s)) {
        const double pct = 100 * row->value[plan->n_accounts - 1] / whole(plan);
        zi_grid_cell(g, "%.1f", fabs(pct) < 0.05 ? 0 : pct);
    } else {
        zi_grid_cell(g, "-");
    }
    zi_grid_cell(g, "%s", row->label);
}

static void
write_section(const zi_sheet *s, uint32_t section, zi_buffer *out)
{
    const char *name = s->sections[section].section;
    const uint32_t max = s->sections[section].max_rows;
    char alignment[ZI_GRID_MAX_COLUMNS + 1] = "l";
    zi_grid g;
    uint32_t n = 0;

    memset(alignment + 1, 'r', s->n_shown + 1);
    alignment[s->n_shown + 2] = 'l';
    zi_buffer_format(out, "\n%s\n", s->sections[section].title);
    zi_grid_begin(&g, alignment);
    zi_grid_cell(&g, "%s", "");
    for (uint32_t i = 0; i < s->n_shown; i++) {
        zi_grid_cell(&g, "%s", zi_sheet_account(s->plan, s->shown[i]));
    }
    zi_grid_cell(&g, "%% of all");
    zi_grid_cell(&g, "%s", "");
    for (size_t i = 0; i < s->n_rows; i++) {
        if (strcmp(s->rows[i].section, name) == 0 && (max == 0 || n < max)) {
            write_row(s, &s->rows[i], &g);
            n++;
        }
    }
    zi_grid_end(&g, out);
}

/* All accounts; or of too many those that all projects together change most, and the
 * total. */
static void
choose_shown(zi_sheet *s)
{
    const zhol_plan *plan = s->plan;
    const uint32_t total = plan->n_accounts - 1, all = (1U << plan->n_projects) - 1;

    s->n_shown = 0;
    for (uint32_t a = 0; a < total; a++) {
        const double x = fabs(zhol_plan_value(plan, a, all));
        uint32_t at = s->n_shown;
        while (total > ZI_SHEET_MAX_SHOWN && at > 0
               && x > fabs(zhol_plan_value(plan, s->shown[at - 1], all))) {
            at--;
        }
        const uint32_t most = total > ZI_SHEET_MAX_SHOWN ? ZI_SHEET_MOST : total;
        if (at < most) {
            const uint32_t n_behind = s->n_shown < most ? s->n_shown - at : most - 1 - at;
            memmove(&s->shown[at + 1], &s->shown[at], n_behind * sizeof s->shown[0]);
            s->shown[at] = a;
            s->n_shown += s->n_shown < most;
        }
    }
    s->shown[s->n_shown++] = total;
}

static void
write_table(zi_sheet *s, zi_buffer *out)
{
    choose_shown(s);
    write_head(s, out);
    if (s->n_shown < s->plan->n_accounts) {
        zi_buffer_format(out,
            "%u of %u economies are shown, those that change most; csv and json tell "
            "all\n",
            s->n_shown - 1, s->plan->n_accounts - 1);
    }
    for (uint32_t i = 0; i < s->n_sections; i++) {
        write_section(s, i, out);
    }
    if (s->notes.length > 0) {
        zi_buffer_format(out, "\n%s", s->notes.data);
    }
}

/* Programs */

static void
write_csv(const zi_sheet *s, zi_buffer *out)
{
    zi_buffer_text(out, "section,name,economy,measure,value,label\n");
    for (size_t i = 0; i < s->n_rows; i++) {
        for (uint32_t a = 0; a < s->plan->n_accounts; a++) {
            zi_buffer_format(out, "%s,", s->rows[i].section);
            zi_report_csv_text(out, s->rows[i].name);
            zi_buffer_format(out, ",%s,%s,", zi_sheet_account(s->plan, a),
                zhol_plan_measure_word(s->plan->measure));
            zi_report_csv_number(out, s->rows[i].value[a]);
            zi_buffer_text(out, ",");
            zi_report_csv_text(out, s->rows[i].label);
            zi_buffer_text(out, "\n");
        }
    }
}

static void
write_json_head(const zi_sheet *s, zi_json *j)
{
    const zhol_plan *plan = s->plan;

    zi_json_key(j, "schema");
    zi_json_text(j, "zhol.plan/1");
    zi_json_key(j, "action");
    zi_json_text(j, s->action);
    zi_json_key(j, "baseline_year");
    zi_json_integer(j, plan->year);
    zi_json_key(j, "measure");
    zi_json_text(j, zhol_plan_measure_word(plan->measure));
    zi_json_key(j, "unit");
    zi_json_text(j, zhol_plan_measure_unit(plan->measure));
    zi_json_key(j, "n_starts");
    zi_json_integer(j, plan->n_starts);
    zi_json_key(j, "n_networks");
    zi_json_integer(j, plan->n_networks);
    zi_json_key(j, "n_pairs_left_out");
    zi_json_integer(j, plan->n_left_out);
    if (plan->n_economies_left_out > 0) {
        zi_json_key(j, "n_economies_left_out");
        zi_json_integer(j, plan->n_economies_left_out);
    }
    zi_json_key(j, "projects");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < plan->n_projects; i++) {
        zi_json_begin_object_line(j);
        zi_json_key(j, "id");
        zi_json_text(j, zi_sheet_project(plan, i));
        zi_json_key(j, "has_effects");
        zi_json_bool(j, plan->has_effects[i]);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_json(const zi_sheet *s, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    write_json_head(s, &j);
    zi_json_key(&j, "rows");
    zi_json_begin_array(&j);
    for (size_t i = 0; i < s->n_rows; i++) {
        zi_json_begin_object_line(&j);
        zi_json_key(&j, "section");
        zi_json_text(&j, s->rows[i].section);
        zi_json_key(&j, "name");
        zi_json_text(&j, s->rows[i].name);
        for (uint32_t a = 0; a < s->plan->n_accounts; a++) {
            zi_json_key(&j, zi_sheet_account(s->plan, a));
            zi_json_number(&j, s->rows[i].value[a]);
        }
        zi_json_key(&j, "label");
        zi_json_text(&j, s->rows[i].label);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

zhol_status
zi_sheet_write(
    zi_sheet *s, const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_buffer made = zi_report_take_over(out);
    zhol_status status = ZHOL_OK;

    if (s->failed || s->notes.failed) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to write the answer");
    } else if (options->format == ZHOL_FORMAT_JSON) {
        write_json(s, &made);
    } else if (options->format == ZHOL_FORMAT_CSV) {
        write_csv(s, &made);
    } else if (options->format == ZHOL_FORMAT_TABLE) {
        write_table(s, &made);
    } else {
        status = zi_fail(err, ZHOL_USAGE, "this answer has no GeoJSON");
    }
    zi_buffer_free(&s->notes);
    zi_free(s->rows);
    if (status != ZHOL_OK) {
        zi_buffer_free(&made);
        return status;
    }
    return zi_report_hand_over(&made, out, err);
}
