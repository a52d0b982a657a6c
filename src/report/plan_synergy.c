/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/plan_sheet.h"

static uint32_t
total_of(const zhol_plan *plan)
{
    return plan->n_accounts - 1;
}

static uint32_t
all_of(const zhol_plan *plan)
{
    return (1U << plan->n_projects) - 1;
}

/* Values closer to 0 than 1e-9 of the whole come from rounding only: times are sums of
 * whole seconds, and their like cancel to the last digits. */
static const char *
name_synergy(const zhol_plan *plan, double x)
{
    const double whole = fabs(zhol_plan_value(plan, total_of(plan), all_of(plan))) + 1e-6;

    return x > 1e-9 * whole    ? "complements"
           : x < -1e-9 * whole ? "substitutes"
                               : "additive";
}

static void
add_value(zi_sheet *s, uint32_t subset, const char *name)
{
    zi_sheet_row *row = zi_sheet_add(s, "", "%s", name);

    for (uint32_t a = 0; row && a < s->plan->n_accounts; a++) {
        row->value[a] = zhol_plan_value(s->plan, a, subset);
    }
}

zhol_status
zhol_report_evaluation(const zhol_plan *plan, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err)
{
    zi_sheet s = { .plan = plan, .action = "evaluate" };

    zi_sheet_section(&s, "alone", "Alone: the first of them", 0);
    for (uint32_t i = 0; i < plan->n_projects; i++) {
        add_value(&s, 1U << i, zi_sheet_project(plan, i));
    }
    zi_sheet_section(&s, "last", "Last in: when all others are there", 0);
    for (uint32_t i = 0; i < plan->n_projects; i++) {
        zi_sheet_row *row = zi_sheet_add(&s, "", "%s", zi_sheet_project(plan, i));
        for (uint32_t a = 0; row && a < plan->n_accounts; a++) {
            row->value[a] = zhol_plan_share_of(plan, a, i).last;
        }
    }
    zi_sheet_section(&s, "all", "All of them", 0);
    add_value(&s, all_of(plan), "all");
    return zi_sheet_write(&s, options, out, err);
}

/* Synergy */

static void
add_shapley(zi_sheet *s)
{
    const zhol_plan *plan = s->plan;

    zi_sheet_section(s, "shapley",
        "Shapley values: what each adds on average over all orders; they sum to all", 0);
    for (uint32_t i = 0; i < plan->n_projects; i++) {
        zi_sheet_row *row = zi_sheet_add(s, "", "%s", zi_sheet_project(plan, i));
        for (uint32_t a = 0; row && a < plan->n_accounts; a++) {
            row->value[a] = zhol_plan_share_of(plan, a, i).shapley;
        }
    }
    add_value(s, all_of(plan), "all");
}

/* Two blocs: each alone, both, and what they add to each other. */
static void
add_blocs(zi_sheet *s, uint32_t a, uint32_t b, const char *name_a, const char *name_b)
{
    const zhol_plan *plan = s->plan;

    if (!a || !b) {
        zi_sheet_row *row = zi_sheet_add(
            s, "none: one of them has no project here", "%s x %s", name_a, name_b);
        (void) row;
        return;
    }
    add_value(s, a, name_a);
    add_value(s, b, name_b);
    add_value(s, a | b, "together");
    zi_sheet_row *row = zi_sheet_add(
        s, name_synergy(plan, zhol_plan_synergy(plan, total_of(plan), a, b)), "synergy");
    for (uint32_t i = 0; row && i < plan->n_accounts; i++) {
        row->value[i] = zhol_plan_synergy(plan, i, a, b);
    }
}

static void
name_range(zi_sheet *s, uint32_t a, uint32_t b, uint32_t n_labellings)
{
    zi_buffer_format(&s->notes,
        "labellings: %u, as %d projects can be counted to either programme and %d belong "
        "to neither and are left out;\nsmallest and largest are found for each economy "
        "apart\n",
        n_labellings, __builtin_popcount(a & b),
        __builtin_popcount(all_of(s->plan) & ~(a | b)));
}

static void
add_labellings(zi_sheet *s, uint32_t a, uint32_t b)
{
    const zhol_plan *plan = s->plan;
    const zhol_plan_range total = zhol_plan_labellings(plan, total_of(plan), a, b);

    if (!a || !b) {
        (void) zi_sheet_add(s, "none: one of them has no project here", "synergy");
        return;
    }
    zi_sheet_row *row =
        zi_sheet_add(s, name_synergy(plan, total.min), "smallest synergy");
    for (uint32_t i = 0; row && i < plan->n_accounts; i++) {
        row->value[i] = zhol_plan_labellings(plan, i, a, b).min;
    }
    row = zi_sheet_add(s, name_synergy(plan, total.max), "largest synergy");
    for (uint32_t i = 0; row && i < plan->n_accounts; i++) {
        row->value[i] = zhol_plan_labellings(plan, i, a, b).max;
    }
    name_range(s, a, b, total.n_labellings);
}

static int
compare_pairs(const void *a, const void *b)
{
    const zi_sheet_row *x = a, *y = b;
    const double one = fabs(x->value[ZHOL_PLAN_MAX_ECONOMIES]);
    const double other = fabs(y->value[ZHOL_PLAN_MAX_ECONOMIES]);
    const int by_size = (one < other) - (one > other);

    return by_size ? by_size : strcmp(x->name, y->name);
}

static const char *
name_pair(const zhol_plan *plan, zhol_plan_pair_share pair, bool is_interaction)
{
    const char *kind = name_synergy(plan, is_interaction ? pair.interaction : pair.alone);

    if (pair.needs_both) {
        return "in series: complements by construction";
    }
    return !pair.is_series                 ? kind
           : strcmp(kind, "additive") == 0 ? "two sides of one line, additive"
           : kind[0] == 'c'                ? "two sides of one line, complements"
                                           : "two sides of one line, substitutes";
}

/* The total is also kept in the last place: rows are sorted by it. */
static void
add_pairs(zi_sheet *s, bool is_interaction)
{
    const zhol_plan *plan = s->plan;
    const size_t first = s->n_rows;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        for (uint32_t j = i + 1; j < plan->n_projects; j++) {
            const zhol_plan_pair_share of_all =
                zhol_plan_pair_of(plan, total_of(plan), i, j);
            zi_sheet_row *row = zi_sheet_add(s, name_pair(plan, of_all, is_interaction),
                "%s x %s", zi_sheet_project(plan, i), zi_sheet_project(plan, j));
            for (uint32_t a = 0; row && a < plan->n_accounts; a++) {
                const zhol_plan_pair_share pair = zhol_plan_pair_of(plan, a, i, j);
                row->value[a] = is_interaction ? pair.interaction : pair.alone;
                row->value[ZHOL_PLAN_MAX_ECONOMIES] = row->value[a];
            }
        }
    }
    if (!s->failed && s->n_rows > first) {
        qsort(s->rows + first, s->n_rows - first, sizeof *s->rows, compare_pairs);
    }
}

static void
add_programmes(zi_sheet *s, const zhol_synergy_query *query)
{
    const zhol_plan *plan = s->plan;
    const bool is_named = query->programmes[0] && query->programmes[1];
    const uint32_t a = is_named ? zhol_plan_of_programme(plan, query->programmes[0])
                                : zhol_plan_of_owner(plan, query->side[0]);
    const uint32_t b = is_named ? zhol_plan_of_programme(plan, query->programmes[1])
                                : zhol_plan_of_owner(plan, query->side[1]);

    zi_sheet_section(s, "programmes",
        is_named ? "Programmes, as named: range over the labellings"
                 : "Programmes of the two economies: range over the labellings",
        0);
    add_labellings(s, a, b);
}

zhol_status
zhol_report_synergy(const zhol_plan *plan, const zhol_synergy_query *query,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_sheet s = { .plan = plan, .action = "synergy" };
    uint32_t n;
    const zhol_economy *economies = zhol_world_economies(plan->world, &n);

    if (query->side[0] >= n || query->side[1] >= n || query->side[0] == query->side[1]) {
        return zi_fail(err, ZHOL_USAGE, "two different economies must be the sides");
    }
    add_shapley(&s);
    zi_sheet_section(&s, "sides", "By builder's side", 0);
    add_blocs(&s, zhol_plan_of_builder(plan, query->side[0]),
        zhol_plan_of_builder(plan, query->side[1]),
        zhol_world_text(plan->world, economies[query->side[0]].iso3),
        zhol_world_text(plan->world, economies[query->side[1]].iso3));
    zi_sheet_section(&s, "kinds", "Hard and soft measures", 0);
    add_blocs(&s, zhol_plan_of_kind(plan, ZHOL_PROJECT_HARD),
        zhol_plan_of_kind(plan, ZHOL_PROJECT_SOFT), "hard", "soft");
    add_programmes(&s, query);
    zi_sheet_section(
        &s, "pairs", "Pairs, with no other project there (the ten of largest total)", 10);
    add_pairs(&s, false);
    zi_sheet_section(&s, "interaction",
        "Pairs, on average over the other projects (Grabisch and Roubens; the ten of "
        "largest total)",
        10);
    add_pairs(&s, true);
    zi_buffer_text(&s.notes,
        "synergy: together less each apart. Two halves of one line in series bring it by "
        "construction;\nit is a finding about this network, not a promise\n");
    return zi_sheet_write(&s, options, out, err);
}
