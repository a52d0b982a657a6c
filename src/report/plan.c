/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol plan evaluate|synergy|synchronise` for people. */
#include "report/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/grid.h"
#include "report/report.h"

static const double nearly_nothing = 1e-9;

static bool
is_by_pairs(const zhol_plan *p)
{
    return p->query.value == ZHOL_PLAN_TIME || p->query.value == ZHOL_PLAN_MONEY;
}

const char *
zi_plan_unit(const zhol_plan *p)
{
    static const char *const units[ZHOL_N_PLAN_VALUES] = { "% of market access",
        "hours saved", "USD saved", "points of world GDP (PPP)" };
    return units[p->query.value];
}

void
zi_plan_game_name(const zhol_plan *p, uint32_t game, char text[128])
{
    if (game + 1 == p->n_games) {
        snprintf(text, 128, "total");
    } else if (is_by_pairs(p)) {
        snprintf(text, 128, "%s - %s",
            zi_report_place_name(p->world, p->query.pairs[game].from),
            zi_report_place_name(p->world, p->query.pairs[game].to));
    } else {
        snprintf(text, 128, "%s",
            zhol_world_text(p->world,
                zhol_world_economies(p->world, NULL)[p->query.economies[game]].iso3));
    }
}

const char *
zi_plan_project(const zhol_plan *p, uint32_t i)
{
    return zhol_world_text(
        p->world, zhol_world_projects(p->world, NULL)[p->query.projects[i]].id);
}

const char *
zi_plan_word(double synergy, double whole)
{
    const double small = fmax(0.001 * fabs(whole), nearly_nothing);

    if (fabs(whole) < nearly_nothing && fabs(synergy) < nearly_nothing) {
        return "nothing";
    }
    return synergy > small    ? "complements"
           : synergy < -small ? "substitutes"
                              : "additive";
}

static uint32_t
whole_of(const zhol_plan *p)
{
    return (1U << p->query.n_projects) - 1;
}

static void
write_head(const zhol_plan *p, const char *what, zi_buffer *out)
{
    zi_buffer_format(out,
        "%s of %u projects against the network and rows of %u (data year %u)\nvalue: %s",
        what, p->query.n_projects, p->query.baseline_year, zhol_world_data_year(p->world),
        zi_plan_unit(p));
    if (p->query.value == ZHOL_PLAN_REACH) {
        zi_buffer_format(out, " reached within %.0f days", p->query.within_h / 24);
    }
    if (is_by_pairs(p)) {
        zi_buffer_text(out, ", the fastest or cheapest way of each pair\n");
    } else if (p->query.value == ZHOL_PLAN_ACCESS) {
        zi_buffer_text(
            out, " (sum of GDP over dollars and time's worth of the best way)");
    }
    if (!is_by_pairs(p)) {
        zi_buffer_format(out,
            ", measured from the %u largest connected place%s of each economy; total: "
            "all "
            "of them, weighted by GDP (PPP)\n",
            p->query.n_cities, p->query.n_cities > 1 ? "s" : "");
    }
    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        if (!p->has_effect[i]) {
            zi_buffer_format(out,
                "%s has no row in the table of effects: its value is unknown, and "
                "counted "
                "as nothing\n",
                zi_plan_project(p, i));
        }
    }
    for (uint32_t g = 0; g < p->n_games; g++) {
        char name[128];
        if (!p->is_valued[g]) {
            zi_plan_game_name(p, g, name);
            zi_buffer_format(out,
                "%s: not reachable without the projects, so no saving can be told; left "
                "out of the total\n",
                name);
        }
    }
    zi_buffer_text(out, "\n");
}

static const char *
number(double x, char text[48])
{
    const double size = fabs(x);
    const int decimals = size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
    zi_grid_number(size < 0.0005 ? 0 : x, decimals, text);
    return text;
}

/* Evaluate */

static void
begin_games(const zhol_plan *p, zi_grid *g, const char *first)
{
    char alignment[ZI_GRID_MAX_COLUMNS + 1] = "l", name[128];
    uint32_t n = 1;

    for (uint32_t k = 0; k < p->n_games && n < ZI_GRID_MAX_COLUMNS; k++) {
        alignment[n++] = 'r';
    }
    zi_grid_begin(g, alignment);
    zi_grid_cell(g, "%s", first);
    for (uint32_t k = 0; k + 1 < n; k++) {
        zi_plan_game_name(p, k, name);
        zi_grid_cell(g, "%s", name);
    }
}

/* As many games as fit beside the first column; the CLI allows no more. */
static uint32_t
n_shown(const zhol_plan *p)
{
    return p->n_games < ZI_GRID_MAX_COLUMNS - 1 ? p->n_games : ZI_GRID_MAX_COLUMNS - 1;
}

static void
write_shapley(const zhol_plan *p, zi_buffer *out)
{
    const uint32_t n = p->query.n_projects, games = n_shown(p);
    double shapley[ZI_GRID_MAX_COLUMNS][ZHOL_PLAN_MAX_PROJECTS];
    char text[48];
    zi_grid g;

    begin_games(p, &g, "Shapley value");
    for (uint32_t k = 0; k < games; k++) {
        zhol_game_shapley(zhol_plan_game(p, k), n, shapley[k]);
    }
    for (uint32_t i = 0; i < n; i++) {
        zi_grid_cell(&g, "%s", zi_plan_project(p, i));
        for (uint32_t k = 0; k < games; k++) {
            zi_grid_cell(&g, "%s", number(shapley[k][i], text));
        }
    }
    zi_grid_cell(&g, "all together");
    for (uint32_t k = 0; k < games; k++) {
        zi_grid_cell(&g, "%s", number(zhol_plan_game(p, k)[whole_of(p)], text));
    }
    zi_grid_end(&g, out);
}

static void
write_alone(const zhol_plan *p, zi_buffer *out)
{
    const uint32_t total = p->n_games - 1, whole = whole_of(p);
    const double *value = zhol_plan_game(p, total);
    double shapley[ZHOL_PLAN_MAX_PROJECTS];
    char text[48];
    zi_grid g;

    zhol_game_shapley(value, p->query.n_projects, shapley);
    zi_grid_begin(&g, "lrrr");
    zi_grid_cell(&g, "project, in total");
    zi_grid_cell(&g, "alone");
    zi_grid_cell(&g, "last in");
    zi_grid_cell(&g, "Shapley");
    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        zi_grid_cell(&g, "%s", zi_plan_project(p, i));
        zi_grid_cell(&g, "%s", number(value[1U << i], text));
        zi_grid_cell(&g, "%s", number(value[whole] - value[whole & ~(1U << i)], text));
        zi_grid_cell(&g, "%s", number(shapley[i], text));
    }
    zi_grid_end(&g, out);
}

/* Synergy */

static void
write_blocs(const zhol_plan *p, const char *const names[3], uint32_t a, uint32_t b,
    zi_buffer *out)
{
    zi_grid g;

    zi_grid_begin(&g, "lrrrrrl");
    zi_grid_cell(&g, "%s", names[2]);
    zi_grid_cell(&g, "%s alone", names[0]);
    zi_grid_cell(&g, "%s alone", names[1]);
    zi_grid_cell(&g, "together");
    zi_grid_cell(&g, "synergy");
    zi_grid_cell(&g, "%% of together");
    zi_grid_cell(&g, "%s", "");
    for (uint32_t k = 0; k < p->n_games; k++) {
        const double *value = zhol_plan_game(p, k);
        const double synergy = zhol_game_synergy(value, a, b), whole = value[a | b];
        char name[128], text[48];
        zi_plan_game_name(p, k, name);
        zi_grid_cell(&g, "%s", name);
        zi_grid_cell(&g, "%s", number(value[a], text));
        zi_grid_cell(&g, "%s", number(value[b], text));
        zi_grid_cell(&g, "%s", number(whole, text));
        zi_grid_cell(&g, "%s", number(synergy, text));
        if (fabs(whole) > nearly_nothing) {
            zi_grid_cell(&g, "%+.1f", 100 * synergy / whole);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        zi_grid_cell(&g, "%s", zi_plan_word(synergy, whole));
    }
    zi_grid_end(&g, out);
}

typedef struct pair {
    uint32_t i, j;
    double interaction;
} pair;

static int
compare_pairs(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    const double p = fabs(x->interaction), q = fabs(y->interaction);

    return p < q          ? 1
           : p > q        ? -1
           : x->i != y->i ? (x->i > y->i) - (x->i < y->i)
                          : (x->j > y->j) - (x->j < y->j);
}

static void
write_pairs(const zhol_plan *p, zi_buffer *out)
{
    const uint32_t n = p->query.n_projects;
    const double *value = zhol_plan_game(p, p->n_games - 1);
    pair pairs[ZHOL_PLAN_MAX_PROJECTS * ZHOL_PLAN_MAX_PROJECTS];
    uint32_t n_pairs = 0, n_nothing = 0;
    char text[48];
    zi_grid g;

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            pairs[n_pairs++] = (pair){ i, j, zhol_game_interaction(value, n, i, j) };
        }
    }
    qsort(pairs, n_pairs, sizeof *pairs, compare_pairs);
    zi_grid_begin(&g, "llrl");
    zi_grid_cell(&g, "pair");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "interaction");
    zi_grid_cell(&g, "in total");
    for (uint32_t k = 0; k < n_pairs; k++) {
        const pair *x = &pairs[k];
        const bool is_line = zhol_plan_is_one_line(p, x->i, x->j);
        if (fabs(x->interaction) < 0.0005 && !is_line) {
            n_nothing++;
            continue;
        }
        zi_grid_cell(&g, "%s", zi_plan_project(p, x->i));
        zi_grid_cell(&g, "%s", zi_plan_project(p, x->j));
        zi_grid_cell(&g, "%s", number(x->interaction, text));
        zi_grid_cell(&g, "%s%s", zi_plan_word(x->interaction, value[whole_of(p)]),
            is_line ? ": two sides of one line, in series by construction" : "");
    }
    zi_grid_end(&g, out);
    if (n_nothing > 0) {
        zi_buffer_format(out, "%u further pairs: below 0.0005\n", n_nothing);
    }
}

static void
write_labellings(const zhol_plan *p, const zhol_ref sides[2], zi_buffer *out)
{
    zhol_labelling l = { .n = 0 };
    char lo[48], hi[48], name[128];

    for (uint32_t k = 0; k < p->n_games; k++) {
        zhol_plan_labellings(p, k, sides, &l);
        zi_plan_game_name(p, k, name);
        zi_buffer_format(out, "%s%s %s to %s", k > 0 ? ", " : "  ", name,
            number(l.lo, lo), number(l.hi, hi));
    }
    zi_buffer_format(out,
        "\n  (%u ways to count the projects to one side or the other; %u belong to "
        "neither)\n",
        l.n, l.n_left_out);
}

static void
write_synergy(const zhol_plan *p, const zhol_ref sides[2], zi_buffer *out)
{
    const zhol_economy *economies = zhol_world_economies(p->world, NULL);
    const char *const side_names[3] = { zhol_world_text(
                                            p->world, economies[sides[0]].iso3),
        zhol_world_text(p->world, economies[sides[1]].iso3), "by builder's side" };
    const char *const kind_names[3] = { "hard", "soft", "by kind" };

    write_head(p, "Synergy", out);
    write_blocs(p, side_names, zhol_plan_built_by(p, sides[0]),
        zhol_plan_built_by(p, sides[1]), out);
    zi_buffer_text(out,
        "\nThe synergy over all defensible labels (builder, or owner of a "
        "programme it belongs to)\n");
    write_labellings(p, sides, out);
    zi_buffer_text(out, "\n");
    write_blocs(p, kind_names, zhol_plan_of_kind(p, ZHOL_PROJECT_HARD),
        zhol_plan_of_kind(p, ZHOL_PROJECT_SOFT), out);
    zi_buffer_text(out, "\n");
    write_pairs(p, out);
    zi_buffer_text(out, "\n");
    write_shapley(p, out);
    zi_buffer_text(out,
        "\nSynergy is a finding, not a promise: what is below 0 is a gain "
        "that two projects share. Capacity is not limited here.\n");
}

/* Synchronising */

double
zi_plan_lost(const zhol_plan *p, uint32_t game, uint32_t i)
{
    const double *value = zhol_plan_game(p, game);
    const uint32_t whole = whole_of(p);

    return value[whole] - value[whole & ~(1U << i)];
}

static uint32_t
open_in(const zhol_plan *p, uint32_t year)
{
    const zhol_project *projects = zhol_world_projects(p->world, NULL);
    uint32_t set = 0;

    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        const uint32_t open = projects[p->query.projects[i]].open_year;
        set |= open && open <= year ? 1U << i : 0;
    }
    return set;
}

static void
write_calendar(const zhol_plan *p, zi_buffer *out)
{
    const zhol_project *projects = zhol_world_projects(p->world, NULL);
    uint32_t first = UINT32_MAX, last = 0;
    double lost = 0;
    char text[48];
    zi_grid g;

    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        const uint32_t open = projects[p->query.projects[i]].open_year;
        first = open && open < first ? open : first;
        last = open > last ? open : last;
    }
    zi_grid_begin(&g, "rlrr");
    zi_grid_cell(&g, "year");
    zi_grid_cell(&g, "open sides");
    zi_grid_cell(&g, "value that year");
    zi_grid_cell(&g, "lost by waiting");
    for (uint32_t year = first; year <= last && first != UINT32_MAX; year++) {
        const double *value = zhol_plan_game(p, p->n_games - 1);
        const uint32_t set = open_in(p, year);
        zi_buffer sides = { 0 };
        for (uint32_t i = 0; i < p->query.n_projects; i++) {
            if (set >> i & 1U) {
                zi_buffer_format(&sides, "%s%s", sides.length ? ", " : "",
                    zhol_world_text(p->world, projects[p->query.projects[i]].side));
            }
        }
        zi_grid_cell(&g, "%u", year);
        zi_grid_cell(&g, "%s", sides.data ? sides.data : "");
        zi_grid_cell(&g, "%s", number(value[set], text));
        zi_grid_cell(&g, "%s", number(value[whole_of(p)] - value[set], text));
        lost += value[whole_of(p)] - value[set];
        zi_buffer_free(&sides);
    }
    zi_grid_end(&g, out);
    zi_buffer_format(out,
        "from the first side's opening to the last's, %s %s-years were lost (total, not "
        "discounted)\n",
        number(lost, text), zi_plan_unit(p));
}

static void
write_synchronising(const zhol_plan *p, uint32_t delay, zi_buffer *out)
{
    char name[128], text[48];
    zi_grid g;

    write_head(p, "Synchronising", out);
    zi_grid_begin(&g, "lrrrr");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "a year with all sides");
    zi_grid_cell(&g, "a year without the side");
    zi_grid_cell(&g, "lost for each year of delay");
    zi_grid_cell(&g, "in %u years", delay);
    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        for (uint32_t k = 0; k < p->n_games; k++) {
            const double *value = zhol_plan_game(p, k);
            const double lost = zi_plan_lost(p, k, i);
            zi_plan_game_name(p, k, name);
            zi_grid_cell(&g, "%s late: %s", zi_plan_project(p, i), name);
            zi_grid_cell(&g, "%s", number(value[whole_of(p)], text));
            zi_grid_cell(&g, "%s", number(value[whole_of(p)] - lost, text));
            zi_grid_cell(&g, "%s", number(lost, text));
            zi_grid_cell(&g, "%s", number(lost * delay, text));
        }
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out, "\nThe calendar of this line\n");
    write_calendar(p, out);
}

static bool
is_json(const zhol_report_options *options)
{
    return options->format == ZHOL_FORMAT_JSON;
}

zhol_status
zhol_report_evaluation(const zhol_plan *plan, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);

    if (is_json(options)) {
        zi_plan_evaluation_json(plan, &text);
    } else {
        write_head(plan, "Value", &text);
        write_alone(plan, &text);
        zi_buffer_text(&text, "\n");
        write_shapley(plan, &text);
    }
    return zi_report_hand_over(&text, out, err);
}

zhol_status
zhol_report_synergy(const zhol_plan *plan, const zhol_ref sides[2],
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);

    if (is_json(options)) {
        zi_plan_synergy_json(plan, sides, &text);
    } else {
        write_synergy(plan, sides, &text);
    }
    return zi_report_hand_over(&text, out, err);
}

zhol_status
zhol_report_synchronising(const zhol_plan *plan, uint32_t delay_years,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);

    if (is_json(options)) {
        zi_plan_synchronising_json(plan, delay_years, &text);
    } else {
        write_synchronising(plan, delay_years, &text);
    }
    return zi_report_hand_over(&text, out, err);
}
