/* SPDX-License-Identifier: Apache-2.0 */
/* The answer for people: the ways side by side, then the legs of one of them. */
#include "report/papers.h"
#include "report/report.h"
#include "report/restrictions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

/* Days are shown no finer than what they rest on bears: a tenth of a day where most hours
 * are measured or published, half a day where up to half are estimates, whole days
 * beyond. Short ways keep a finer step, since their spread is small: never more than a
 * tenth of P50. */
static void
write_days(zi_grid *g, double time_h, const zhol_alternative *way)
{
    const double days = time_h / 24, share = way->share_hours_cd;
    double step = share < 0.25 ? 0.1 : share < 0.5 ? 0.5 : 1;
    char text[48];

    while (step > 0.1 && step > way->time_p50_h / 240) {
        step = step > 0.5 ? 0.5 : 0.1;
    }
    zi_grid_cell(
        g, "%s", zi_grid_number(round(days / step) * step, step < 1 ? 1 : 0, text));
}

static void
write_money(zi_grid *g, double x)
{
    const double step = x >= 1000 ? 10 : 1;
    char text[48];
    zi_grid_cell(g, "%s", zi_grid_number(round(x / step) * step, 0, text));
}

void
zi_routes_ways(const zhol_routes *r, zi_grid_form form, zi_buffer *out)
{
    zi_grid g;
    char text[96];

    zi_grid_begin(&g, "rlrrrrrrrrl");
    const char *const head[] = { "#", "way", "P10 d", "P50 d", "P90 d", "USD", "kg CO2e",
        "km", "borders", "gauge changes", "modes" };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < r->n_alternatives; i++) {
        const zhol_alternative *way = &r->alternatives[i];
        char chain[256] = "";
        zi_grid_cell(&g, "%u", i + 1);
        zi_grid_cell(&g, "%s",
            way->labels ? zi_report_labels(way->labels, ", ", text) : "another");
        write_days(&g, way->time_p10_h, way);
        write_days(&g, way->time_p50_h, way);
        write_days(&g, way->time_p90_h, way);
        write_money(&g, way->cost_usd);
        write_money(&g, way->co2e_wtw_kg);
        zi_grid_cell(&g, "%s", zi_grid_number(way->length_km, 0, text));
        zi_grid_cell(&g, "%u", way->n_borders);
        zi_grid_cell(&g, "%u", way->n_gauge_changes);
        for (uint32_t m = 0, n = 0; m < way->n_modes && n < sizeof chain; m++) {
            n += (uint32_t) snprintf(chain + n, sizeof chain - n, "%s%s",
                m > 0 ? " > " : "", zhol_mode_word(way->modes[m]));
        }
        zi_grid_cell(&g, "%s", chain);
    }
    zi_grid_end_as(&g, form, out);
}

/* Links of one mode and class in one economy read as one line of the legs' table. */
static bool
continues(const zhol_world *w, const zhol_leg *a, const zhol_leg *b)
{
    const char *const of_a = zi_report_place_iso2(w, a->from);
    return a->kind == ZHOL_LEG_LINK && b->kind == ZHOL_LEG_LINK && a->mode == b->mode
           && a->service_class == b->service_class && a->gauge_mm == b->gauge_mm
           && (strcmp(of_a, zi_report_place_iso2(w, b->to)) == 0
               || a->mode == ZHOL_MODE_SEA)
           && b->pass == ZHOL_NO_ROW && a->pass == ZHOL_NO_ROW;
}

static void
write_pass_name(char *text, size_t size, const zhol_world *w, const zhol_leg *leg)
{
    uint32_t n = 0;
    const zhol_pass *passes = zhol_world_passes(w, &n);

    if (leg->pass < n) {
        snprintf(text, size, ", %s", zhol_world_text(w, passes[leg->pass].name_en));
    }
}

/* "border in (rail, 2023)", "border out (road, 2025, congested)", "transfer (road)": of a
 * border or port also the year of the row behind the hours, and a regime that it names */
static void
describe_procedure(const zhol_leg *leg, char *text, size_t size)
{
    const bool has_side =
        leg->direction == ZHOL_DIRECTION_OUT || leg->direction == ZHOL_DIRECTION_IN;
    char year[16] = "";

    if (has_side && leg->row_year != 0) {
        snprintf(year, sizeof year, ", %u", leg->row_year);
    }
    snprintf(text, size, "%s%s (%s%s%s%s)", zhol_what_word(leg->what),
        leg->direction == ZHOL_DIRECTION_OUT  ? " out"
        : leg->direction == ZHOL_DIRECTION_IN ? " in"
                                              : "",
        zhol_mode_word(leg->mode), year,
        has_side && leg->row_regime != ZHOL_REGIME_ANY ? ", " : "",
        has_side && leg->row_regime != ZHOL_REGIME_ANY ? zhol_regime_word(leg->row_regime)
                                                       : "");
}

/* "rail 1520 express block", "border out", "1435 to 1520 by container lift" */
static void
describe_leg(const zhol_world *w, const zhol_leg *leg, char text[160])
{
    char pass[80] = "";

    if (leg->kind == ZHOL_LEG_ACCESS) {
        snprintf(text, 160, "by road, not in the tables");
    } else if (leg->kind == ZHOL_LEG_WAIT) {
        snprintf(text, 160, "waits for %s %s", zhol_mode_word(leg->mode),
            zhol_service_class_word(leg->service_class));
    } else if (leg->kind == ZHOL_LEG_PROCEDURE && leg->gauge_to_mm) {
        snprintf(text, 160, "gauge %u to %u: %s", leg->gauge_mm, leg->gauge_to_mm,
            zhol_what_word(leg->what));
    } else if (leg->kind == ZHOL_LEG_PROCEDURE) {
        describe_procedure(leg, text, 160);
    } else {
        const char *service = zhol_service_class_word(leg->service_class);
        char gauge[16] = "";
        if (leg->gauge_mm) {
            snprintf(gauge, sizeof gauge, " %u", leg->gauge_mm);
        }
        write_pass_name(pass, sizeof pass, w, leg);
        snprintf(text, 160, "%s%s%s%s%s", zhol_mode_word(leg->mode), gauge,
            service[0] ? " " : "", service, pass);
    }
    for (char *c = text; *c; c++) {
        if (*c == '_') {
            *c = ' ';
        }
    }
}

static void
write_place(zi_grid *g, const zhol_world *w, zhol_ref place)
{
    const char *iso2 = zi_report_place_iso2(w, place);
    if (iso2[0]) {
        zi_grid_cell(g, "%s (%s)", zi_report_place_name(w, place), iso2);
    } else {
        zi_grid_cell(g, "%s", zi_report_place_name(w, place));
    }
}

static void
write_sums(zi_grid *g, double km, double time_h, double usd, double co2e)
{
    char text[48];

    zi_grid_cell(g, "%s", km > 0 ? zi_grid_number(km, 0, text) : "");
    zi_grid_cell(g, "%s", zi_grid_number(time_h, 1, text));
    zi_grid_cell(g, "%s", zi_grid_number(usd, 0, text));
    zi_grid_cell(g, "%s", zi_grid_number(co2e, 0, text));
}

/* Where the run of links that reads as one line with leg `first` ends. */
static uint32_t
end_of_run(const zhol_world *w, const zhol_alternative *way, uint32_t first)
{
    uint32_t next = first + 1;

    while (next < way->n_legs && continues(w, &way->legs[first], &way->legs[next])) {
        next++;
    }
    return next;
}

/* One line: the legs first .. end - 1 */
static void
write_run(zi_grid *g, const zhol_world *w, const zhol_leg *first, const zhol_leg *end)
{
    double km = 0, time_h = 0, usd = 0, co2e = 0;
    bool uses_mine = false;
    char how[160];

    for (const zhol_leg *leg = first; leg < end; leg++) {
        km += leg->length_km;
        time_h += leg->time_h;
        usd += leg->cost_usd;
        co2e += leg->co2e_wtw_kg;
        uses_mine = uses_mine || leg->uses_mine;
    }
    write_place(g, w, first->from);
    if (first->from == end[-1].to && first->kind != ZHOL_LEG_ACCESS) {
        zi_grid_cell(g, "%s", "");
    } else {
        write_place(g, w, end[-1].to);
    }
    describe_leg(w, first, how);
    zi_grid_cell(g, "%s", how);
    write_sums(g, km, time_h, usd, co2e);
    zi_grid_cell(g, "%s", uses_mine ? "your own rows" : "");
}

void
zi_routes_legs(const zhol_routes *r, uint32_t i, zi_grid_form form, zi_buffer *out)
{
    static const char *const head[] = { "from", "to", "how", "km", "hours", "USD",
        "kg CO2e", "" };
    const zhol_alternative *way = &r->alternatives[i];
    zi_grid g;

    zi_grid_begin(&g, "lllrrrrl");
    for (size_t k = 0; k < sizeof head / sizeof head[0]; k++) {
        zi_grid_cell(&g, "%s", head[k]);
    }
    for (uint32_t k = 0, next; k < way->n_legs; k = next) {
        next = end_of_run(r->world, way, k);
        write_run(&g, r->world, &way->legs[k], &way->legs[next]);
    }
    zi_grid_cell(&g, "%s", "in all (mean)");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "%s", "");
    write_sums(&g, way->length_km, way->time_mean_h, way->cost_usd, way->co2e_wtw_kg);
    zi_grid_cell(&g, "%s", "");
    zi_grid_end_as(&g, form, out);
}

static int
percent(double share)
{
    return (int) round(100 * share);
}

void
zi_report_data_line(const zhol_routes *r, zi_buffer *out)
{
    const zhol_alternative *first = &r->alternatives[0];

    zi_buffer_format(out,
        "data of %u, year asked for %u, %s regime; of way 1, %d %% of the hours and %d "
        "%% "
        "of the dollars rest on grades C and D (estimates)\n",
        zhol_world_data_year(r->world), r->year, zhol_regime_word(r->regime),
        percent(first->share_hours_cd), percent(first->share_usd_cd));
    if (r->n_mine > 0) {
        zi_buffer_format(out, "with your own rows: %u of them used\n", r->n_mine);
    }
}

/* "1 FEU of 20 t" */
static void
write_consignment(const zhol_routes *r, zi_buffer *out)
{
    static const char *const units[] = { "", "FEU", "TEU", "wagon", "truck" };
    const zhol_consignment *c = &r->consignment;
    char text[48];

    if (c->packing != ZHOL_PACK_AUTO) {
        zi_buffer_format(out, "%u %s of ", c->n_units, units[c->packing]);
    }
    zi_buffer_format(
        out, "%s t", zi_grid_number(c->mass_t, c->mass_t < 10 ? 2 : 0, text));
    if (c->hs[0]) {
        zi_buffer_format(out, " of HS %s", c->hs);
    }
    zi_buffer_format(out, "%s%s%s", c->is_reefer ? ", cooled" : "",
        c->is_dangerous ? ", dangerous" : "", c->is_oversize ? ", oversize" : "");
    zi_buffer_format(out, "; value %s USD%s\n", zi_grid_number(c->value_usd, 0, text),
        r->value_is_assumed ? " (assumed)" : "");
}

void
zi_routes_head(const zhol_routes *r, zi_buffer *out)
{
    char from[48], to[48];

    snprintf(from, sizeof from, "%.2f,%.2f", r->from.lon, r->from.lat);
    snprintf(to, sizeof to, "%.2f,%.2f", r->to.lon, r->to.lat);
    zi_buffer_format(out, "%s to %s: ",
        r->from.place == ZHOL_NO_ROW ? from
                                     : zi_report_place_name(r->world, r->from.place),
        r->to.place == ZHOL_NO_ROW ? to : zi_report_place_name(r->world, r->to.place));
    write_consignment(r, out);
}

static void
write_chances(const zhol_routes *r, zi_buffer *out)
{
    char date[11];

    if (r->options.deliver_by == 0) {
        return;
    }
    zi_date_write(r->options.deliver_by, date);
    zi_buffer_format(out, "\nchance to arrive by %s:", date);
    for (uint32_t i = 0; i < r->n_alternatives; i++) {
        zi_buffer_format(out, "%s way %u %d %%", i > 0 ? "," : "", i + 1,
            percent(r->alternatives[i].chance_in_time));
    }
    zi_buffer_text(out, "\n");
}

/* What was done about the rules on these goods, and the papers if asked for. */
static void
write_rules(const zhol_routes *r, const zhol_report_options *options, uint32_t shown,
    zi_buffer *out)
{
    zhol_papers_way *way = NULL;

    if (options->ignores_rules) {
        zi_buffer_text(out, "rules about the goods were not obeyed (--no-rules)\n");
    }
    if (!options->papers) {
        return;
    }
    zi_buffer_format(out,
        "rules about the goods were obeyed: they bar %u crossings and leave %u questions "
        "open%s\n",
        options->papers->n_bars, options->papers->n_questions,
        options->has_papers ? "" : " (--papers)");
    if (options->has_papers) {
        if (zi_papers_of(r, options->papers, shown, &way, NULL) != ZHOL_OK) {
            out->failed = true;
            return;
        }
        zi_papers_summary(way, out);
        zhol_papers_way_free(way);
    }
}

static void
write_foot(const zhol_routes *r, const zhol_report_options *options, zi_buffer *out)
{
    zi_buffer_format(out,
        "\nUSD of %u, %swithout duties and insurance; P10/P50/P90 from %u draws, seed "
        "%llu; "
        "%u ways found within %g %%",
        zhol_world_base_year(r->world), options->landed ? "the ways " : "",
        r->options.n_draws, (unsigned long long) r->options.seed, r->n_front,
        100 * r->options.within);
    if (r->newest_year > 0) {
        zi_buffer_format(
            out, "; dated rows used are of %u to %u", r->oldest_year, r->newest_year);
    }
    zi_buffer_text(out,
        options->has_papers ? "\n" : "\nsanctions not checked; documents not checked\n");
}

void
zi_routes_table(const zhol_routes *routes, const zhol_report_options *options,
    zhol_landed *const *landed, zi_buffer *out)
{
    const uint32_t shown = options->alternative > 0 ? options->alternative - 1 : 0;
    char labels[96];

    zi_report_data_line(routes, out);
    zi_routes_head(routes, out);
    zi_buffer_text(out, "\n");
    zi_routes_ways(routes, ZI_GRID_TEXT, out);
    write_chances(routes, out);
    zi_buffer_format(out, "\nWay %u%s%s\n", shown + 1,
        routes->alternatives[shown].labels ? ": " : "",
        zi_report_labels(routes->alternatives[shown].labels, ", ", labels));
    zi_routes_legs(routes, shown, ZI_GRID_TEXT, out);
    if (options->has_explanation) {
        zi_routes_explain(routes, &routes->alternatives[shown], out);
    }
    if (landed) {
        zi_routes_landed_table(routes, shown, options, landed[shown], out);
    }
    write_foot(routes, options, out);
    write_rules(routes, options, shown, out);
    zi_restrictions_table(routes, out);
}
