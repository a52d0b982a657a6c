/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol plan show`: projects as the tables have them. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "cost/money.h"
#include "report/report.h"

typedef struct listing {
    const zhol_world *world;
    const zhol_project *projects;
    zhol_ref *rows; /* that are shown */
    double *usd;    /* of each shown: cost in dollars of the base year, or NOT_GIVEN */
    uint32_t n;
    bool has_all; /* one project, with all that it changes */
} listing;

static bool
is_wanted(const zhol_world *w, zhol_ref row, const zhol_projects_query *q)
{
    const zhol_project *p = &zhol_world_projects(w, NULL)[row];

    return (q->project == ZHOL_NO_ROW || q->project == row)
           && (q->builder == ZHOL_NO_ROW || q->builder == p->builder)
           && (q->kind == ZHOL_NO_ROW || q->kind == p->kind)
           && (q->state == ZHOL_NO_ROW || q->state == p->state)
           && (!q->programme || zhol_project_is_in(w, row, q->programme));
}

static zhol_status
collect(listing *l, const zhol_projects_query *q, zhol_error *err)
{
    uint32_t n;

    l->projects = zhol_world_projects(l->world, &n);
    l->rows = ZI_NEW(zhol_ref, (size_t) n + 1);
    l->usd = ZI_NEW(double, (size_t) n + 1);
    if (!l->rows || !l->usd) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to list the projects");
    }
    for (uint32_t i = 0; i < n; i++) {
        const zhol_project *p = &l->projects[i];
        double factor = 0;
        if (!is_wanted(l->world, i, q)) {
            continue;
        }
        if (p->cost >= 0) {
            const zhol_status status =
                zi_money_factor(l->world, p->currency, p->cost_year, &factor, err);
            if (status != ZHOL_OK) {
                return status;
            }
        }
        l->usd[l->n] = p->cost >= 0 ? p->cost * factor : ZHOL_NOT_GIVEN;
        l->rows[l->n++] = i;
    }
    return l->n > 0 ? ZHOL_OK : zi_fail(err, ZHOL_NONE, "no project is like that");
}

static const char *
iso3_of(const listing *l, zhol_ref economy)
{
    return economy == ZHOL_NO_ROW ? ""
                                  : zhol_world_text(l->world,
                                      zhol_world_economies(l->world, NULL)[economy].iso3);
}

static uint32_t
count_effects(const listing *l, zhol_ref project)
{
    uint32_t n, sum = 0;
    const zhol_effect *effects = zhol_world_effects(l->world, &n);

    for (uint32_t i = 0; i < n; i++) {
        sum += effects[i].project == project;
    }
    return sum;
}

static const char *
year_text(uint32_t year, char out[12])
{
    (void) snprintf(out, 12, year ? "%u" : "?", year);
    return out;
}

static void
write_project(const listing *l, uint32_t i, zi_grid *g)
{
    const zhol_project *p = &l->projects[l->rows[i]];
    char number[48], from[12], to[12];

    zi_grid_cell(g, "%s", zhol_world_text(l->world, p->id));
    zi_grid_cell(g, "%s", iso3_of(l, p->builder));
    zi_grid_cell(g, "%s", zhol_project_kind_word(p->kind));
    zi_grid_cell(g, "%s", zhol_world_text(l->world, p->line));
    zi_grid_cell(g, "%s", zhol_project_state_word(p->state));
    zi_grid_cell(g, "%s-%s", year_text(p->start_year, from), year_text(p->open_year, to));
    if (p->cost >= 0) {
        zi_grid_cell(g, "%s %s", zi_grid_number(p->cost / 1e6, 0, number),
            p->currency ? zhol_world_text(l->world, p->currency) : "USD");
        zi_grid_cell(g, "%s", zi_grid_number(l->usd[i] / 1e6, 0, number));
    } else {
        zi_grid_cell(g, "not found");
        zi_grid_cell(g, "-");
    }
    zi_grid_cell(g, "%u", count_effects(l, l->rows[i]));
    zi_grid_cell(g, "%s", zhol_world_text(l->world, p->programmes));
}

static void
write_projects(const listing *l, zi_buffer *out)
{
    static const char *const heads[] = { "project", "side", "kind", "line", "state",
        "years", "cost, millions", "USD m", "effects", "programmes" };
    zi_grid g;

    zi_grid_begin(&g, "lllllrrrrl");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        zi_grid_cell(&g, "%s", heads[i]);
    }
    for (uint32_t i = 0; i < l->n; i++) {
        write_project(l, i, &g);
    }
    zi_grid_end(&g, out);
    zi_buffer_format(
        out, "\nUSD m: millions of dollars of %u\n", zhol_world_base_year(l->world));
}

/* What is known of the costs of a programme's projects (NULL: of all that are shown). */
typedef struct sum {
    double usd;
    uint32_t n, n_known;
} sum;

static sum
add_up(const listing *l, const char *programme)
{
    sum s = { 0 };

    for (uint32_t i = 0; i < l->n; i++) {
        if (!programme || zhol_project_is_in(l->world, l->rows[i], programme)) {
            s.n++;
            s.n_known += l->usd[i] >= 0;
            s.usd += l->usd[i] >= 0 ? l->usd[i] : 0;
        }
    }
    return s;
}

static void
write_sum(const char *name, sum s, zi_grid *g)
{
    char number[48];

    zi_grid_cell(g, "%s", name);
    zi_grid_cell(g, "%s", s.n_known ? zi_grid_number(s.usd / 1e6, 0, number) : "-");
    zi_grid_cell(g, "%u of %u costs known", s.n_known, s.n);
}

static void
write_sums(const listing *l, zi_buffer *out)
{
    uint32_t n;
    const zhol_programme *programmes = zhol_world_programmes(l->world, &n);
    zi_grid g;

    zi_buffer_text(out, "\nCosts by programme, USD m; a project of several programmes "
                        "counts in each, one "
                        "without a cost in none\n");
    zi_grid_begin(&g, "lrl");
    for (uint32_t i = 0; i < n; i++) {
        const char *id = zhol_world_text(l->world, programmes[i].id);
        const sum s = add_up(l, id);
        if (s.n > 0) {
            write_sum(id, s, &g);
        }
    }
    write_sum("all, each once", add_up(l, NULL), &g);
    zi_grid_end(&g, out);
}

static void
tell_scope(const zhol_world *w, zhol_scope s, zi_buffer *out)
{
    switch (s.kind) {
    case ZHOL_SCOPE_PLACE:
        zi_buffer_text(out, zhol_world_text(w, zhol_world_places(w, NULL)[s.ref].id));
        break;
    case ZHOL_SCOPE_ECONOMY:
        zi_buffer_text(
            out, zhol_world_text(w, zhol_world_economies(w, NULL)[s.ref].iso3));
        break;
    case ZHOL_SCOPE_GROUP:
        zi_buffer_text(out, zhol_world_text(w, s.ref));
        break;
    case ZHOL_SCOPE_KIND:
        zi_buffer_format(out, "every %s", zhol_place_kind_word(s.ref));
        break;
    default:
        zi_buffer_text(out, "anywhere");
    }
}

static void
write_effect(const zhol_world *w, const zhol_effect *e, zi_buffer *out)
{
    zi_buffer_format(out, "  %s ", zhol_change_word(e->change));
    if (e->link != ZHOL_NO_ROW) {
        zi_buffer_text(out, zhol_world_text(w, zhol_world_links(w, NULL)[e->link].id));
    } else {
        zi_buffer_format(out, "%s at ", e->what ? zhol_what_word(e->what - 1) : "all");
        tell_scope(w, e->at, out);
        zi_buffer_text(out, " towards ");
        tell_scope(w, e->other, out);
    }
    if (e->change != ZHOL_CHANGE_LINK) {
        zi_buffer_format(out, " x %g", e->factor);
    }
    zi_buffer_format(out, ": %s [%s, grade %s]\n", zhol_world_text(w, e->text),
        zhol_world_text(w, e->origin.source), zhol_grade_word(e->origin.grade));
}

static void
write_details(const listing *l, zi_buffer *out)
{
    const zhol_project *p = &l->projects[l->rows[0]];
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(l->world, &n);

    zi_buffer_format(out, "\n%s: %s [%s, grade %s]\n",
        zhol_world_text(l->world, p->name_en), zhol_world_text(l->world, p->text),
        zhol_world_text(l->world, p->origin.source), zhol_grade_word(p->origin.grade));
    zi_buffer_text(out,
        count_effects(l, l->rows[0]) ? "changes\n" : "the tables hold no effect of it\n");
    for (uint32_t i = 0; i < n; i++) {
        if (effects[i].project == l->rows[0]) {
            write_effect(l->world, &effects[i], out);
        }
    }
}

/* Programs */

static void
write_json_project(const listing *l, uint32_t i, zi_json *j)
{
    const zhol_project *p = &l->projects[l->rows[i]];
    const struct {
        const char *key, *text;
    } texts[] = {
        { "id", zhol_world_text(l->world, p->id) },
        { "name", zhol_world_text(l->world, p->name_en) },
        { "programmes", zhol_world_text(l->world, p->programmes) },
        { "builder", iso3_of(l, p->builder) },
        { "partner", iso3_of(l, p->partner) },
        { "kind", zhol_project_kind_word(p->kind) },
        { "line", zhol_world_text(l->world, p->line) },
        { "side", zhol_world_text(l->world, p->side) },
        { "state", zhol_project_state_word(p->state) },
        { "currency", zhol_world_text(l->world, p->currency) },
        { "source", zhol_world_text(l->world, p->origin.source) },
        { "grade", zhol_grade_word(p->origin.grade) },
    };

    zi_json_begin_object(j);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        zi_json_key(j, texts[k].key);
        zi_json_text(j, texts[k].text);
    }
    zi_json_key(j, "start_year");
    zi_json_integer(j, p->start_year);
    zi_json_key(j, "open_year");
    zi_json_integer(j, p->open_year);
    zi_json_key(j, "cost_year");
    zi_json_integer(j, p->cost_year);
    zi_json_key(j, "cost_nominal");
    if (p->cost >= 0) {
        zi_json_number(j, p->cost);
    } else {
        zi_json_null(j);
    }
    zi_json_key(j, "cost_usd");
    if (p->cost >= 0) {
        zi_json_number(j, l->usd[i]);
    } else {
        zi_json_null(j);
    }
    zi_json_key(j, "n_effects");
    zi_json_integer(j, count_effects(l, l->rows[i]));
    zi_json_end_object(j);
}

static void
write_json(const listing *l, zi_buffer *out)
{
    zi_json j = zi_json_to(out);
    const sum s = add_up(l, NULL);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.plan/1");
    zi_json_key(&j, "action");
    zi_json_text(&j, "show");
    zi_json_key(&j, "usd_year");
    zi_json_integer(&j, zhol_world_base_year(l->world));
    zi_json_key(&j, "sum_of_known_cost_usd");
    zi_json_number(&j, s.usd);
    zi_json_key(&j, "n_costs_known");
    zi_json_integer(&j, s.n_known);
    zi_json_key(&j, "projects");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < l->n; i++) {
        write_json_project(l, i, &j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const listing *l, zi_buffer *out)
{
    zi_buffer_text(out, "id,programmes,builder,kind,line,state,start_year,open_year,"
                        "cost_nominal,currency,cost_year,cost_usd,n_effects\n");
    for (uint32_t i = 0; i < l->n; i++) {
        const zhol_project *p = &l->projects[l->rows[i]];
        zi_report_csv_text(out, zhol_world_text(l->world, p->id));
        zi_buffer_format(out, ",%s,%s,%s,", zhol_world_text(l->world, p->programmes),
            iso3_of(l, p->builder), zhol_project_kind_word(p->kind));
        zi_report_csv_text(out, zhol_world_text(l->world, p->line));
        zi_buffer_format(out, ",%s,%u,%u,", zhol_project_state_word(p->state),
            p->start_year, p->open_year);
        if (p->cost >= 0) {
            zi_report_csv_number(out, p->cost);
        }
        zi_buffer_format(
            out, ",%s,%u,", zhol_world_text(l->world, p->currency), p->cost_year);
        if (p->cost >= 0) {
            zi_report_csv_number(out, l->usd[i]);
        }
        zi_buffer_format(out, ",%u\n", count_effects(l, l->rows[i]));
    }
}

zhol_status
zhol_report_projects(const zhol_world *w, const zhol_projects_query *query,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    listing l = { .world = w, .has_all = query->project != ZHOL_NO_ROW };
    zhol_status status = collect(&l, query, err);

    if (status == ZHOL_OK) {
        zi_buffer made = zi_report_take_over(out);
        if (options->format == ZHOL_FORMAT_JSON) {
            write_json(&l, &made);
        } else if (options->format == ZHOL_FORMAT_CSV) {
            write_csv(&l, &made);
        } else {
            write_projects(&l, &made);
            if (l.has_all) {
                write_details(&l, &made);
            } else {
                write_sums(&l, &made);
            }
        }
        status = zi_report_hand_over(&made, out, err);
    }
    zi_free(l.rows);
    zi_free(l.usd);
    return status;
}
