/* SPDX-License-Identifier: Apache-2.0 */
/* Computations on the table of figures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/claims.h"
#include "report/figures.h"
#include "report/grid.h"

/* The arguments WHO;INDICATOR;YEAR;VINTAGE of one check, ready. */
typedef struct asked {
    zi_figure_set set;
    uint8_t *members; /* owned */
    zi_figure_sum of, world;
} asked;

static void
write_command(const zi_check_run *run, const asked *a, zi_finding *out)
{
    char list[ZI_CHECK_MAX_ARGUMENT], *rest = NULL;

    zi_buffer_text(&out->command, "zhol figures");
    snprintf(list, sizeof list, "%s", run->argument[0]);
    for (char *item = strtok_r(list, "+", &rest); item;
         item = strtok_r(NULL, "+", &rest)) {
        zi_buffer_format(&out->command, " %s", item);
    }
    zi_buffer_format(&out->command, " --indicator %s --year %u --vintage %s",
        a->set.indicator, a->set.year, a->set.vintage);
}

/* false in *is_known: the tables have no such figures, and the finding says so. */
static zhol_status
ask(const zi_check_run *run, asked *a, zi_finding *out, zhol_error *err)
{
    uint32_t n, year;
    zhol_status status = zi_check_year(run, 2, &year, err);

    (void) zhol_world_economies(run->w, &n);
    *a = (asked){ .set = { run->argument[1], run->argument[3], year },
        .members = ZI_NEW(uint8_t, (size_t) n + 1) };
    if (!a->members) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the check");
    }
    if (status == ZHOL_OK) {
        status = zi_check_economies(run, 0, year * 10000 + 701, a->members, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    a->of = zi_figures_add(run->w, &a->set, a->members);
    a->world = zi_figures_add(run->w, &a->set, NULL);
    out->is_known = a->of.n > 0;
    write_command(run, a, out);
    if (!out->is_known) {
        zi_buffer_format(&out->text, "the tables have no %s of %s for %u in vintage %s",
            a->set.indicator, run->argument[0], year, a->set.vintage);
        return ZHOL_OK;
    }
    zi_finding_rests_on(out, "figures", a->of.largest,
        &zhol_world_figures(run->w, NULL)[a->of.largest].origin);
    return ZHOL_OK;
}

static zhol_status
run_share(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    asked a;
    char of[48], world[48];
    zhol_status status = ask(run, &a, out, err);

    if (status == ZHOL_OK && out->is_known && a.world.sum <= 0) {
        out->is_known = false;
        zi_buffer_text(&out->text, "the world's sum is 0");
    }
    if (status == ZHOL_OK && out->is_known) {
        out->value = 100 * a.of.sum / a.world.sum;
        out->decimals = 1;
        zi_buffer_format(&out->text, "%s of %s in %u economies",
            zi_grid_number(a.of.sum, 0, of), zi_grid_number(a.world.sum, 0, world),
            a.world.n);
    }
    zi_free(a.members);
    return status;
}

static zhol_status
run_rank(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    asked a;
    zhol_ref economy;
    zhol_status status = ask(run, &a, out, err);

    if (status == ZHOL_OK) {
        status = zhol_world_find_economy(run->w, run->argument[0], &economy, err);
        if (status != ZHOL_OK && status != ZHOL_LIMIT) {
            status = zi_check_complain(run, err, "'%s' is no economy", run->argument[0]);
        }
    }
    if (status == ZHOL_OK && out->is_known) {
        out->value = zi_figures_rank(run->w, &a.set, economy);
        zi_buffer_format(&out->text, "among %u economies with a figure", a.world.n);
    }
    zi_free(a.members);
    return status;
}

/* The sum, in units of the fifth argument: 1e9 is "billions". */
static zhol_status
run_total(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    asked a;
    double unit = 1;
    zhol_status status = ask(run, &a, out, err);

    if (status == ZHOL_OK && run->n_arguments > 4) {
        status = zi_check_number(run, 4, &unit, err);
    }
    if (status == ZHOL_OK && unit <= 0) {
        status = zi_check_complain(run, err, "the unit must be above 0");
    }
    if (status == ZHOL_OK && out->is_known) {
        out->value = a.of.sum / unit;
        out->decimals = unit > 1 ? 2 : 0;
        if (a.of.n > 1) {
            zi_buffer_format(&out->text, "the sum of %u economies", a.of.n);
        } else {
            zi_buffer_text(&out->text, "the figure as published");
        }
    }
    zi_free(a.members);
    return status;
}

/* One figure of an economy as percent of another one (INDICATOR/INDICATOR). */
static zhol_status
run_percent_of(const zi_check_run *run, zi_finding *out, zhol_error *err)
{
    zi_check_run part = *run, whole = *run;
    asked a = { .members = NULL }, b = { .members = NULL };
    zi_finding unused = { .is_known = false };
    zhol_status status;

    whole.n_arguments = 4;
    for (uint32_t i = 0; i < 4; i++) {
        snprintf(whole.argument[i], ZI_CHECK_MAX_ARGUMENT, "%s", run->argument[i + 4]);
    }
    status = ask(&part, &a, out, err);
    if (status == ZHOL_OK) {
        status = ask(&whole, &b, &unused, err);
    }
    if (status == ZHOL_OK && out->is_known && !unused.is_known) {
        out->is_known = false;
        zi_buffer_text(&out->text, unused.text.data ? unused.text.data : "");
    }
    if (status == ZHOL_OK && out->is_known && b.of.sum <= 0) {
        out->is_known = false;
        zi_buffer_text(&out->text, "the second figure is 0");
    }
    if (status == ZHOL_OK && out->is_known) {
        char x[48], y[48];
        out->value = 100 * a.of.sum / b.of.sum;
        out->decimals = 0;
        zi_buffer_format(&out->text, "%s of %s", zi_grid_number(a.of.sum, 0, x),
            zi_grid_number(b.of.sum, 0, y));
        zi_buffer_format(
            &out->command, "; %s", unused.command.data ? unused.command.data : "");
    }
    out->command.failed = out->command.failed || unused.command.failed;
    out->text.failed = out->text.failed || unused.text.failed;
    zi_buffer_free(&unused.text);
    zi_buffer_free(&unused.command);
    zi_free(a.members);
    zi_free(b.members);
    return status;
}

const zi_computation zi_claims_on_figures[] = {
    { "share", "WHO;INDICATOR;YEAR;VINTAGE",
        "percent of the world's sum of the same vintage that an economy, a group or a "
        "list "
        "(CHN+group:EU) has",
        4, 4, run_share },
    { "rank", "ECONOMY;INDICATOR;YEAR;VINTAGE",
        "its place among all economies, 1 the first", 4, 4, run_rank },
    { "total", "WHO;INDICATOR;YEAR;VINTAGE;UNIT", "the sum, in units of UNIT", 4, 5,
        run_total },
    { "percent_of", "WHO;INDICATOR;YEAR;VINTAGE;WHO;INDICATOR;YEAR;VINTAGE",
        "the first figure as percent of the second", 8, 8, run_percent_of },
};
const uint32_t zi_claims_n_on_figures =
    sizeof zi_claims_on_figures / sizeof zi_claims_on_figures[0];
