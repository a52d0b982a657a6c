/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol plan show`: the table of projects. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "report/grid.h"
#include "report/report.h"

static uint32_t
count_effects(const zhol_world *w, zhol_ref project)
{
    uint32_t n, n_found = 0;
    const zhol_effect *effects = zhol_world_effects(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        n_found += effects[i].project == project;
    }
    return n_found;
}

static bool
passes(const zhol_world *w, const zhol_project *p, const zhol_project_filter *f)
{
    return (!f->programme || zi_list_has(zhol_world_text(w, p->programmes), f->programme))
           && (!f->state || strcmp(zhol_project_state_word(p->state), f->state) == 0)
           && (!f->kind || strcmp(zhol_project_kind_word(p->kind), f->kind) == 0)
           && (f->builder == ZHOL_NO_ROW || p->builder == f->builder);
}

static const char *
iso3_of(const zhol_world *w, zhol_ref economy)
{
    return economy == ZHOL_NO_ROW
               ? "several"
               : zhol_world_text(w, zhol_world_economies(w, NULL)[economy].iso3);
}

/* "147,400 m KZT (2009)", or "not found" */
static void
write_cost(zi_grid *g, const zhol_world *w, const zhol_project *p)
{
    char text[48], year[16] = "";

    if (p->cost < 0) {
        zi_grid_cell(g, "not found");
        return;
    }
    if (p->cost_year) {
        snprintf(year, sizeof year, " (%u)", p->cost_year);
    }
    zi_grid_cell(g, "%s m %s%s", zi_grid_number(p->cost / 1e6, 0, text),
        zhol_world_text(w, p->currency), year);
}

static zhol_status
write_row(const zhol_world *w, zhol_ref i, zi_grid *g, zhol_error *err)
{
    const zhol_project *p = &zhol_world_projects(w, NULL)[i];
    char text[48];
    double usd = 0;
    const zhol_status status = zhol_project_cost_usd(w, i, &usd, err);

    zi_grid_cell(g, "%s", zhol_world_text(w, p->id));
    zi_grid_cell(g, "%s", iso3_of(w, p->builder));
    zi_grid_cell(g, "%s", zhol_project_kind_word(p->kind));
    zi_grid_cell(g, "%s", zhol_world_text(w, p->line));
    zi_grid_cell(g, "%s", zhol_world_text(w, p->side));
    zi_grid_cell(g, "%s", zhol_project_state_word(p->state));
    if (p->open_year) {
        zi_grid_cell(g, "%u", p->open_year);
    } else {
        zi_grid_cell(g, "%s", "");
    }
    write_cost(g, w, p);
    zi_grid_cell(g, "%s", usd >= 0 ? zi_grid_number(usd / 1e6, 0, text) : "");
    zi_grid_cell(g, "%u", count_effects(w, i));
    zi_grid_cell(g, "%s", zhol_world_text(w, p->programmes));
    return status;
}

/* Sums of the known costs, by programme; a project of several counts in each. */
static zhol_status
write_sums(
    const zhol_world *w, const zhol_project_filter *f, zi_buffer *out, zhol_error *err)
{
    uint32_t n, n_programmes;
    const zhol_project *projects = zhol_world_projects(w, &n);
    const zhol_programme *programmes = zhol_world_programmes(w, &n_programmes);
    zhol_status status = ZHOL_OK;
    zi_grid g;

    zi_grid_begin(&g, "llrrl");
    zi_grid_cell(&g, "programme");
    zi_grid_cell(&g, "owner");
    zi_grid_cell(&g, "projects");
    zi_grid_cell(&g, "known costs, USD m");
    zi_grid_cell(&g, "of");
    for (uint32_t k = 0; k < n_programmes && status == ZHOL_OK; k++) {
        const char *id = zhol_world_text(w, programmes[k].id);
        uint32_t n_all = 0, n_known = 0;
        double sum = 0;
        char text[48];
        for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
            double usd = 0;
            if (!passes(w, &projects[i], f)
                || !zi_list_has(zhol_world_text(w, projects[i].programmes), id)) {
                continue;
            }
            status = zhol_project_cost_usd(w, i, &usd, err);
            n_all++;
            n_known += usd >= 0;
            sum += usd >= 0 ? usd : 0;
        }
        if (n_all > 0) {
            zi_grid_cell(&g, "%s", zhol_world_text(w, programmes[k].name_en));
            zi_grid_cell(&g, "%s", iso3_of(w, programmes[k].owner));
            zi_grid_cell(&g, "%u", n_all);
            zi_grid_cell(
                &g, "%s", n_known ? zi_grid_number(sum / 1e6, 0, text) : "not found");
            zi_grid_cell(&g, "%u of %u costs known", n_known, n_all);
        }
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out,
        "a project of several programmes counts in each: these sums do not "
        "add up\n");
    return status;
}

static zhol_status
write_table(
    const zhol_world *w, const zhol_project_filter *f, zi_buffer *out, zhol_error *err)
{
    static const char *const head[] = { "project", "side", "kind", "line", "end", "state",
        "opens", "cost", "USD m", "effects", "programmes" };
    uint32_t n, n_shown = 0;
    const zhol_project *projects = zhol_world_projects(w, &n);
    zhol_status status = ZHOL_OK;
    zi_grid g;

    zi_buffer_format(out,
        "Projects of the tables (data year %u); dollars are of %u. `zhol plan show "
        "PROJECT` tells all about one.\n\n",
        zhol_world_data_year(w), zhol_world_base_year(w));
    zi_grid_begin(&g, "llllllrrrrl");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        if (passes(w, &projects[i], f)) {
            status = write_row(w, i, &g, err);
            n_shown++;
        }
    }
    zi_grid_end(&g, out);
    if (status == ZHOL_OK && n_shown == 0) {
        return zi_fail(err, ZHOL_NONE, "no project of the tables is like that");
    }
    zi_buffer_text(out, "\n");
    return status == ZHOL_OK ? write_sums(w, f, out, err) : status;
}

/* "links rail_x" or "hours of border at nur_zholy x 0.8" */
static void
describe_effect(const zhol_world *w, const zhol_effect *e, zi_buffer *out)
{
    const zhol_link *links = zhol_world_links(w, NULL);

    zi_buffer_format(out, "  %s", zhol_change_word(e->change));
    if (e->link != ZHOL_NO_ROW) {
        zi_buffer_format(out, " %s", zhol_world_text(w, links[e->link].id));
    } else {
        zi_buffer_format(out, " %s %s",
            e->what ? zhol_what_word(e->what - 1) : "any procedure",
            zhol_mode_word(e->mode));
        if (e->at.kind == ZHOL_SCOPE_PLACE) {
            zi_buffer_format(out, " at %s", zi_report_place_id(w, e->at.ref));
        }
    }
    if (e->factor >= 0) {
        zi_buffer_format(out, " x %g", e->factor);
    }
    zi_buffer_format(out, " (%s, %s): %s\n", zhol_grade_word(e->origin.grade),
        zhol_world_text(w, e->origin.source), zhol_world_text(w, e->text));
}

static zhol_status
write_one(const zhol_world *w, zhol_ref i, zi_buffer *out, zhol_error *err)
{
    const zhol_project *p = &zhol_world_projects(w, NULL)[i];
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(w, &n);
    zhol_status status;
    zi_grid g;

    zi_buffer_format(out, "%s: %s\n%s\n\n", zhol_world_text(w, p->id),
        zhol_world_text(w, p->name_en), zhol_world_text(w, p->text));
    zi_grid_begin(&g, "llllllrrrrl");
    status = write_row(w, i, &g, err);
    zi_grid_end(&g, out);
    zi_buffer_format(out,
        "\nsource: %s, grade %s\nwhat it changes, with against without:\n",
        zhol_world_text(w, p->origin.source), zhol_grade_word(p->origin.grade));
    for (uint32_t k = 0; k < n; k++) {
        if (effects[k].project == i) {
            describe_effect(w, &effects[k], out);
        }
    }
    if (count_effects(w, i) == 0) {
        zi_buffer_text(out, "  no rows: its value is unknown here\n");
    }
    return status;
}

static zhol_status
write_json(const zhol_world *w, zhol_ref only, const zhol_project_filter *f,
    zi_buffer *out, zhol_error *err)
{
    uint32_t n;
    const zhol_project *projects = zhol_world_projects(w, &n);
    zhol_status status = ZHOL_OK;
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.projects/1");
    zi_json_key(&j, "projects");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const zhol_project *p = &projects[i];
        double usd = 0;
        if (only == ZHOL_NO_ROW ? !passes(w, p, f) : i != only) {
            continue;
        }
        status = zhol_project_cost_usd(w, i, &usd, err);
        zi_json_begin_object_line(&j);
        const struct {
            const char *key, *text;
        } texts[] = { { "id", zhol_world_text(w, p->id) },
            { "name", zhol_world_text(w, p->name_en) },
            { "programmes", zhol_world_text(w, p->programmes) },
            { "builder", p->builder == ZHOL_NO_ROW ? "" : iso3_of(w, p->builder) },
            { "kind", zhol_project_kind_word(p->kind) },
            { "line", zhol_world_text(w, p->line) },
            { "side", zhol_world_text(w, p->side) },
            { "state", zhol_project_state_word(p->state) },
            { "source", zhol_world_text(w, p->origin.source) },
            { "grade", zhol_grade_word(p->origin.grade) } };
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
            zi_json_key(&j, texts[k].key);
            zi_json_text(&j, texts[k].text);
        }
        zi_json_key(&j, "open_year");
        p->open_year ? zi_json_integer(&j, p->open_year) : zi_json_null(&j);
        zi_json_key(&j, "cost_usd");
        usd >= 0 ? zi_json_number(&j, usd) : zi_json_null(&j);
        zi_json_key(&j, "n_effects");
        zi_json_integer(&j, count_effects(w, i));
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
    return status;
}

zhol_status
zhol_report_projects(const zhol_world *w, zhol_ref project,
    const zhol_project_filter *filter, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);
    const zhol_status status =
        options->format == ZHOL_FORMAT_JSON ? write_json(w, project, filter, &text, err)
        : project == ZHOL_NO_ROW            ? write_table(w, filter, &text, err)
                                            : write_one(w, project, &text, err);

    if (status == ZHOL_OK) {
        return zi_report_hand_over(&text, out, err);
    }
    zi_buffer_free(&text);
    return status;
}
